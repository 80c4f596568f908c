//! Making a ledger file: under another name first, so that the file appears complete or not at all.
//!
//! Absent by design: replacing anything that exists.

use super::fault::explain;
use super::{APPLICATION_ID, FORMAT, Sqlite, append, open, sql};
use crate::store::{AppendError, Batch, StoreError};
use crate::tree::Frontier;
use rusqlite::OpenFlags;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) fn create(path: &Path, first: Option<Batch>) -> Result<Sqlite, StoreError> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(StoreError::Exists(path.to_owned()));
    }
    let (folder, name) = place(path)?;
    let draft = folder.join(draft_name(&name));
    let target = folder.join(&name);
    let made = fill(&draft, first).and_then(|()| publish(&draft, &target));
    // The draft is a second name of the ledger by now, or a failed attempt; neither is to stay.
    for end in ["", "-journal"] {
        let mut leftover = draft.clone().into_os_string();
        leftover.push(end);
        let _ = fs::remove_file(leftover);
    }
    made?;
    sync_folder(&folder)?;
    open::open(&target)
}

/// The folder, made if need be, by its canonical path, and the file's name in it.
fn place(path: &Path) -> Result<(PathBuf, OsString), StoreError> {
    let name = path
        .file_name()
        .ok_or_else(|| StoreError::NotALedger(path.to_owned(), "it does not end with the name of a file".to_owned()))?;
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = fs::create_dir_all(folder)
        .and_then(|()| fs::canonicalize(folder))
        .map_err(|error| StoreError::io(format!("making the folder {}", folder.display()), error))?;
    Ok((folder, name.to_owned()))
}

fn draft_prefix(name: &OsString) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".new-");
    prefix
}

fn draft_name(name: &OsString) -> OsString {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut draft = draft_prefix(name);
    draft.push(format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed)));
    draft
}

/// Makes tables, guards and the empty tree in one transaction, then writes the first batch.
fn fill(draft: &Path, first: Option<Batch>) -> Result<(), StoreError> {
    let _ = fs::remove_file(draft);
    let fault = |error| explain(draft, "making the ledger", error);
    let connection = open::connect(draft, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    open::configure(&connection, draft)?;
    open::set_journal(&connection, draft)?;
    connection.execute_batch(sql::BEGIN_WRITE).map_err(fault)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(fault)?;
    connection.pragma_update(None, "user_version", FORMAT).map_err(fault)?;
    connection.execute_batch(sql::SCHEMA).map_err(fault)?;
    connection.execute(sql::FRONTIER_PUT, [Frontier::new().to_bytes()]).map_err(fault)?;
    connection.execute_batch(sql::COMMIT).map_err(fault)?;
    let Some(batch) = first else { return Ok(()) };
    let mut store = Sqlite { connection, path: draft.to_owned(), writable: true, held: false, given_up: false };
    match append::append(&mut store, &batch) {
        Ok(_) => Ok(()),
        Err(AppendError::Refused(error)) => Err(error),
        Err(AppendError::Moved { expected, .. }) => {
            Err(StoreError::Unfit { what: format!("it expects {expected} events in a new ledger") })
        }
        // The draft goes away, so that here the outcome is known.
        Err(AppendError::OutcomeUnknown(what)) => Err(StoreError::io("writing the first events", what)),
    }
}

/// Gives the draft its name, unless that name is taken by now: a link, unlike a move, never replaces.
fn publish(draft: &Path, target: &Path) -> Result<(), StoreError> {
    let fault = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => StoreError::Exists(target.to_owned()),
        _ => StoreError::io(format!("making {}", target.display()), error),
    };
    match fs::hard_link(draft, target) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            // A file system without links.
            if fs::symlink_metadata(target).is_ok() {
                return Err(StoreError::Exists(target.to_owned()));
            }
            fs::rename(draft, target).map_err(fault)
        }
        linked => linked.map_err(fault),
    }
}

/// How many other names the file has, once the draft's has been removed that a cut-off `create` may have left.
#[cfg(unix)]
pub(super) fn other_names(path: &Path, file: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let others = file.nlink().saturating_sub(1);
    let (1.., Some(folder), Some(name)) = (others, path.parent(), path.file_name()) else { return others };
    let prefix = draft_prefix(&name.to_owned());
    let same = |there: &Metadata| there.ino() == file.ino() && there.dev() == file.dev();
    let removed = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()))
        .filter(|entry| entry.metadata().is_ok_and(|there| same(&there)))
        .filter(|entry| fs::remove_file(entry.path()).is_ok())
        .count();
    others.saturating_sub(u64::try_from(removed).unwrap_or(u64::MAX))
}

/// Names cannot be counted here; there are none that `create` would have left.
#[cfg(not(unix))]
pub(super) fn other_names(_: &Path, _: &Metadata) -> u64 {
    0
}

/// Makes a new or changed name in the folder last.
fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    let synced = fs::File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| StoreError::io(format!("syncing the folder {}", folder.display()), error))
}
