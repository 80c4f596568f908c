//! Which ledger files this process has open.
//!
//! On POSIX systems the closing of any handle of a file drops all locks that the process holds on it, those of SQLite
//! included. So a file is looked at directly only while no connection of this process has it open. Absent by design: what
//! other processes do, which locks tell.

use crate::store::StoreError;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Number of connections by file.
static OPEN: Mutex<BTreeMap<Key, u32>> = Mutex::new(BTreeMap::new());

/// The file itself, by whatever name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// Device and number.
    #[cfg(unix)]
    Inode(u64, u64),
    /// Its canonical path, where files have no numbers.
    #[cfg(not(unix))]
    Path(std::path::PathBuf),
}

/// Says for as long as it lives that this process has the file open. It must be dropped after the connection.
#[derive(Debug)]
pub(super) struct Stay(Key);

impl Stay {
    /// Registers a connection that is about to be opened; before the first of a file it is looked at by `look`.
    ///
    /// # Errors
    ///
    /// What `look` finds.
    pub(super) fn begin(
        path: &Path,
        file: &Metadata,
        look: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<Self, StoreError> {
        let key = key(path, file);
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.get(&key).copied().unwrap_or(0);
        if count == 0 {
            look()?;
        }
        open.insert(key.clone(), count.saturating_add(1));
        Ok(Self(key))
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        match open.get_mut(&self.0) {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) | None => {
                open.remove(&self.0);
            }
        }
    }
}

#[cfg(unix)]
fn key(_: &Path, file: &Metadata) -> Key {
    use std::os::unix::fs::MetadataExt;
    Key::Inode(file.dev(), file.ino())
}

#[cfg(not(unix))]
fn key(path: &Path, _: &Metadata) -> Key {
    Key::Path(path.to_owned())
}
