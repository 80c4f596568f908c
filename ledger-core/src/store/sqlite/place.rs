//! Names, kinds and permissions of files, as the system tells them: what every other look at a ledger file begins with.
//!
//! Nothing here waits, writes or follows a link. Absent by design: what the files hold.

use crate::store::StoreError;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a journal's name ends with.
pub(super) const JOURNAL: &str = "-journal";

/// What lies there, itself and not what it leads to.
pub(super) fn kind_of(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::prevented("looking at what lies beside the ledger", path, error)),
    }
}

/// What is no ordinary file, in words.
pub(super) fn other_kind(file: &Metadata) -> Option<&'static str> {
    let kind = file.file_type();
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let special = [
            (kind.is_fifo(), "a pipe (FIFO)"),
            (kind.is_socket(), "a socket"),
            (kind.is_block_device() || kind.is_char_device(), "a device"),
        ];
        if let Some((_, name)) = special.into_iter().find(|(is, _)| *is) {
            return Some(name);
        }
    }
    match (kind.is_dir(), kind.is_symlink(), kind.is_file()) {
        (true, ..) => Some("a folder"),
        (_, true, _) => Some("a symbolic link"),
        (_, _, true) => None,
        _ => Some("no ordinary file"),
    }
}

/// Opens a file to read, without waiting where it turns out to be a pipe, and without following a link.
pub(super) fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = (OFlags::NONBLOCK | OFlags::NOFOLLOW).bits();
        options.custom_flags(i32::try_from(flags).unwrap_or_default());
    }
    options.open(path)
}

/// The name of the ledger with an ending.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Whether the journal that is there can be rolled back and emptied by this user; the reason if not.
pub(super) fn cannot_roll_back(path: &Path) -> Option<String> {
    let journal = beside(path, JOURNAL);
    let folder = path.parent().unwrap_or(Path::new("."));
    let closed = |place: &Path, name: &str| {
        may_write(place).err().map(|error| format!("the {name} {} cannot be written ({error})", place.display()))
    };
    closed(folder, "folder").or_else(|| closed(&journal, "journal")).or_else(|| closed(path, "file"))
}

/// Asks the system whether this user may write there, without trying.
#[cfg(unix)]
pub(super) fn may_write(path: &Path) -> std::io::Result<()> {
    Ok(rustix::fs::access(path, rustix::fs::Access::WRITE_OK)?)
}

/// Here only the mark of a write-protected file is known.
#[cfg(not(unix))]
pub(super) fn may_write(path: &Path) -> std::io::Result<()> {
    if fs::metadata(path)?.permissions().readonly() && path.is_file() {
        return Err(std::io::Error::from(ErrorKind::PermissionDenied));
    }
    Ok(())
}

/// What every file is called that SQLite does not know for its own.
pub(super) fn not_a_database(path: &Path) -> StoreError {
    StoreError::NotALedger(path.to_owned(), "it is no SQLite database".to_owned())
}
