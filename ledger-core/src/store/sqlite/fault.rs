//! SQLite's errors in the store's words.
//!
//! SQLite keeps the system's own answer to itself; where a look at the path tells the reason, it is told. Absent by design:
//! deciding what was written; see `append`.

use super::place::not_a_database;
use super::{Sqlite, check, place};
use crate::store::{Cause, Obstacle, StoreError};
use rusqlite::{Error, ErrorCode, ffi};
use std::fmt;
use std::fs::{self, File};
use std::path::Path;

impl Sqlite {
    pub(super) fn explain(&self, what: &str, error: Error) -> StoreError {
        explain(&self.path, what, error)
    }
}

/// Translates an error that came up while doing `what` with the file.
#[expect(clippy::wildcard_enum_match_arm, reason = "SQLite's list of codes is open")]
pub(super) fn explain(path: &Path, what: &str, error: Error) -> StoreError {
    let failed = || format!("{what} ({})", path.display());
    match error {
        Error::SqliteFailure(failure, ref message) => {
            let detail = message.clone().unwrap_or_else(|| failure.to_string());
            match failure.code {
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked,
                ErrorCode::ReadOnly if is_hot_journal(failure) => hot_journal(path),
                ErrorCode::ReadOnly if failure.extended_code == ffi::SQLITE_READONLY_DBMOVED => {
                    StoreError::Replaced(path.to_owned())
                }
                ErrorCode::ReadOnly => StoreError::ReadOnly(path.to_owned()),
                ErrorCode::NotADatabase => not_a_database(path),
                // SQLite calls a failed read damage, too.
                ErrorCode::DatabaseCorrupt if check::is_unreadable(path) => StoreError::Prevented {
                    what: what.to_owned(),
                    path: path.to_owned(),
                    obstacle: Obstacle::Device,
                    cause: told("a part of the file could not be read".to_owned(), error),
                },
                ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch => {
                    StoreError::Damaged { what: format!("{}: {detail}", failed()), cause: Some(error.into()) }
                }
                // The journal of a write that was cut off stays where it cannot be taken away.
                ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_DELETE => hot_journal(path),
                _ => match obstacle(path, failure) {
                    Some((obstacle, doing)) => {
                        let cause = doing.map_or_else(|| detail.clone(), |doing| format!("{detail}, {doing}"));
                        let (what, path) = (what.to_owned(), path.to_owned());
                        StoreError::Prevented { what, path, obstacle, cause: told(cause, error) }
                    }
                    None => StoreError::failed(failed(), told(detail, error)),
                },
            }
        }
        Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::InvalidColumnType(..)
        | Error::Utf8Error(..) => {
            StoreError::Damaged { what: format!("{}: {error}", failed()), cause: Some(error.into()) }
        }
        other => StoreError::failed(failed(), other),
    }
}

/// SQLite's error under words of the store.
#[derive(Debug)]
struct Told {
    words: String,
    error: Error,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Told {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

fn told(words: String, error: Error) -> Cause {
    Box::new(Told { words, error })
}

fn hot_journal(path: &Path) -> StoreError {
    let why = place::cannot_roll_back(path).unwrap_or_else(|| "the system does not let it".to_owned());
    StoreError::HotJournal(path.to_owned(), why)
}

/// What in the world stands behind an error, and what was being done; `None` where it is a mistake of the program.
#[expect(clippy::wildcard_enum_match_arm, reason = "SQLite's list of codes is open")]
fn obstacle(path: &Path, failure: ffi::Error) -> Option<(Obstacle, Option<String>)> {
    let doing = |words: &str| Some(words.to_owned());
    match failure.code {
        ErrorCode::DiskFull => Some((Obstacle::DiskFull, None)),
        ErrorCode::OutOfMemory => Some((Obstacle::Memory, None)),
        ErrorCode::PermissionDenied => Some((Obstacle::Permission, None)),
        ErrorCode::FileLockingProtocolFailed | ErrorCode::NoLargeFileSupport => Some((Obstacle::Locking, None)),
        ErrorCode::CannotOpen => Some(unopened(path)),
        ErrorCode::SystemIoFailure => Some(match failure.extended_code {
            ffi::SQLITE_IOERR_NOMEM => (Obstacle::Memory, None),
            ffi::SQLITE_IOERR_LOCK
            | ffi::SQLITE_IOERR_RDLOCK
            | ffi::SQLITE_IOERR_UNLOCK
            | ffi::SQLITE_IOERR_CHECKRESERVEDLOCK => (Obstacle::Locking, None),
            ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ => (Obstacle::Device, doing("on reading")),
            ffi::SQLITE_IOERR_WRITE => (Obstacle::Device, doing("on writing")),
            ffi::SQLITE_IOERR_FSYNC => (Obstacle::Device, doing("on syncing the file")),
            ffi::SQLITE_IOERR_DIR_FSYNC => (Obstacle::Device, doing("on syncing the folder")),
            ffi::SQLITE_IOERR_TRUNCATE => (Obstacle::Device, doing("on shortening a file")),
            _ => (Obstacle::Device, None),
        }),
        _ => None,
    }
}

/// Why the file, or the journal beside it, could not be opened.
fn unopened(path: &Path) -> (Obstacle, Option<String>) {
    let folder = path.parent().unwrap_or(Path::new("."));
    let journal = place::beside(path, place::JOURNAL);
    let looks = [
        (path, fs::metadata(path).map(drop)),
        (folder, File::open(folder).map(drop)),
        (path, place::may_write(path)),
        // Without a journal one has to be made.
        match fs::symlink_metadata(&journal) {
            Ok(_) => (&*journal, place::may_write(&journal)),
            Err(_) => (folder, place::may_write(folder)),
        },
    ];
    let found = looks.into_iter().find_map(|(place, look)| look.err().map(|error| (place, error)));
    match found {
        Some((place, error)) => (Obstacle::of(&error), Some(format!("{}: {error}", place.display()))),
        None => (Obstacle::Other, None),
    }
}

/// Whether a failed end of a transaction is a definite no: what was to be written did not find its place, and the journal
/// that takes it back was not given up yet.
pub(super) fn is_undone(error: &Error) -> bool {
    let Error::SqliteFailure(failure, _) = error else { return false };
    let before_the_end = [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_READ, ffi::SQLITE_IOERR_SHORT_READ];
    failure.code == ErrorCode::DiskFull || before_the_end.contains(&failure.extended_code)
}

/// Whether another process was in the way, which leaves the transaction as it is.
pub(super) fn is_busy(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn is_hot_journal(failure: ffi::Error) -> bool {
    matches!(failure.extended_code, ffi::SQLITE_READONLY_ROLLBACK | ffi::SQLITE_READONLY_RECOVERY)
}
