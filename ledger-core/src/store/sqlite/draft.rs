//! Drafts: the names under which new ledgers are made, and the clearing of those that were left behind.
//!
//! A draft is made exclusively under a name that nobody can foresee, and is locked by SQLite for as long as its maker lives.
//! So a draft that can be locked is left over from a command that was killed. Absent by design: filling a draft.

use super::{journal, place, sql};
use crate::store::StoreError;
use rusqlite::{Connection, OpenFlags};
#[cfg(unix)]
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What every draft's name begins with; sixteen hex digits follow.
const PREFIX: &str = ".licledger-new-";
/// How many names are tried; each is free unless somebody can guess 64 bits.
const NAMES: u32 = 8;

/// Makes an empty file of a new name, for nobody else to read.
///
/// # Errors
///
/// [`StoreError::Prevented`] where the folder takes no file.
pub(super) fn new(folder: &Path) -> Result<PathBuf, StoreError> {
    let mut last = ErrorKind::AlreadyExists.into();
    for _ in 0..NAMES {
        let draft = folder.join(format!("{PREFIX}{:016x}", RandomState::new().build_hasher().finish()));
        match private().open(&draft) {
            Ok(_) => return Ok(draft),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => last = error,
            Err(error) => return Err(StoreError::prevented("making a new file", folder, error)),
        }
    }
    Err(StoreError::prevented("making a new file", folder, last))
}

/// Makes a file that is not there yet, for nobody else to read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Removes a draft and its journal.
pub(super) fn remove(draft: &Path) {
    for end in ["", place::JOURNAL] {
        let _ = fs::remove_file(place::beside(draft, end));
    }
}

/// Removes what killed commands left in a folder. What cannot be removed stays, and links are not followed.
pub(super) fn clear_stale(folder: &Path) {
    let is_file = |path: &Path| fs::symlink_metadata(path).is_ok_and(|file| file.is_file());
    for name in names(folder) {
        let path = folder.join(&name);
        match name.strip_suffix(place::JOURNAL) {
            None if is_draft(&name) && is_file(&path) && is_left(&path) => remove(&path),
            // The journal of a draft that is gone.
            Some(draft) if is_draft(draft) && is_file(&path) && fs::symlink_metadata(folder.join(draft)).is_err() => {
                let _ = fs::remove_file(&path);
            }
            None | Some(_) => {}
        }
    }
}

/// Whether nobody holds the draft any more.
fn is_left(draft: &Path) -> bool {
    // Rolling back a journal that names another would touch that other.
    if !journal::Journal::read(&place::beside(draft, place::JOURNAL)).is_ok_and(|it| it.is_none_or(|it| it.is_alone()))
    {
        return false;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let tried = Connection::open_with_flags(draft, flags).and_then(|connection| {
        connection.busy_timeout(Duration::ZERO)?;
        connection.execute_batch(sql::TRY_TO_LOCK)
    });
    match tried {
        Ok(()) => true,
        // What is no database was cut off at its beginning, or damaged since.
        Err(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase),
    }
}

fn is_draft(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|digits| digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The names in a folder that begin like a draft's.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let texts = entries.filter_map(|entry| entry.file_name().into_string().ok());
    texts.filter(|name| name.starts_with(PREFIX)).collect()
}

/// How many other names the file has, once those have been removed that a cut-off creation may have left.
#[cfg(unix)]
pub(super) fn other_names(path: &Path, file: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let others = file.nlink().saturating_sub(1);
    let (1.., Some(folder), Some(name)) = (others, path.parent(), path.file_name()) else { return others };
    let earlier = earlier_prefix(name);
    let same = |there: &Metadata| there.ino() == file.ino() && there.dev() == file.dev();
    let is_ours = |name: &OsStr| {
        name.to_str().is_some_and(is_draft) || name.as_encoded_bytes().starts_with(earlier.as_encoded_bytes())
    };
    let removed = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| is_ours(&entry.file_name()))
        .filter(|entry| entry.metadata().is_ok_and(|there| same(&there)))
        .filter(|entry| fs::remove_file(entry.path()).is_ok())
        .count();
    others.saturating_sub(u64::try_from(removed).unwrap_or(u64::MAX))
}

/// Names cannot be counted here; there are none that a creation would have left.
#[cfg(not(unix))]
pub(super) fn other_names(_: &Path, _: &Metadata) -> u64 {
    0
}

/// What drafts of a ledger were called up to version 0.2.
#[cfg(unix)]
fn earlier_prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".new-");
    prefix
}
