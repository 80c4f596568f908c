//! Small files in and out: read only where they are regular files of sane size, replaced as a whole or not at all.
//!
//! A new text is written to a draft under a name that nobody can guess, then moved. A draft is locked while its command
//! runs, so that one left by a killed command is known and cleared. Absent by design: what the files say.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Largest file that is read, in bytes.
const MOST_BYTES: u64 = 64 * 1024;
/// What names of drafts hold, those of earlier releases, too.
const DRAFT: &str = ".new-";
/// How often a draft is written again that somebody took for a left one.
const ATTEMPTS: u32 = 5;

/// Why a file was not read.
pub(super) enum Unread {
    /// What lies there is not what was expected.
    Damaged(String),
    /// The system failed.
    Io(io::Error),
}

/// The text of a regular file; `None` where there is nothing of that name. Links are not followed.
pub(super) fn read(path: &Path) -> Result<Option<String>, Unread> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Unread::Io(error)),
    };
    let kind = found.file_type();
    if !kind.is_file() {
        let what = if kind.is_dir() {
            "it is a folder"
        } else if kind.is_symlink() {
            "it is a symbolic link"
        } else {
            "it is no regular file"
        };
        return Err(Unread::Damaged(what.to_owned()));
    }
    let longer = || Unread::Damaged(format!("it is longer than {MOST_BYTES} bytes"));
    if found.len() > MOST_BYTES {
        return Err(longer());
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(Unread::Io)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST_BYTES) {
        return Err(longer());
    }
    String::from_utf8(bytes).map(Some).map_err(|_| Unread::Damaged("it is not text".to_owned()))
}

/// Puts new texts in place of old ones: each file is the old one or the new one, also after a crash.
pub(super) fn replace(dir: &Path, files: &[(PathBuf, Vec<u8>)]) -> io::Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    make_folder(dir)?;
    for (file, bytes) in files {
        move_into_place(file, bytes)?;
    }
    sync_folder(dir)
}

/// Makes a file that must not be there yet.
pub(super) fn put_new(dir: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    make_folder(dir)?;
    let mut made = private_file().open(file)?;
    made.write_all(bytes)?;
    made.sync_all()?;
    sync_folder(dir)
}

/// Removes drafts that no running command holds; one that cannot be removed is left.
pub(super) fn clear_drafts(dir: &Path) {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let drafts = entries.filter(|entry| entry.file_name().to_string_lossy().contains(DRAFT));
    for draft in drafts.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())) {
        let is_left = File::open(draft.path()).is_ok_and(|file| file.try_lock().is_ok());
        if is_left {
            let _ = fs::remove_file(draft.path());
        }
    }
}

/// A number that nobody can guess: the seed of the standard library's hash tables.
pub(super) fn chance() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn move_into_place(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut attempt = 1;
    loop {
        let mut draft = file.to_owned().into_os_string();
        draft.push(format!("{DRAFT}{:016x}", chance()));
        let draft = PathBuf::from(draft);
        let held = write_draft(&draft, bytes);
        let moved = held.and_then(|held| fs::rename(&draft, file).map(|()| drop(held)));
        match moved {
            // Somebody cleared it before it was locked.
            Err(error) if error.kind() == ErrorKind::NotFound && attempt < ATTEMPTS => attempt += 1,
            Err(error) => {
                let _ = fs::remove_file(&draft);
                return Err(error);
            }
            Ok(()) => return Ok(()),
        }
    }
}

/// Writes a draft and gives the file that holds its lock.
fn write_draft(draft: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut file = private_file().open(draft)?;
    // A file system without locks: a draft may then be cleared too early, and is written again.
    let _ = file.try_lock();
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(file)
}

/// Makes a new file, for nobody else to read; a link of that name is not followed.
fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the folder, for nobody else to enter, if it is not there.
fn make_folder(dir: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}
