//! SQLite's errors in the store's words.
//!
//! Absent by design: deciding what was written; see `append`.

use super::Sqlite;
use crate::store::StoreError;
use rusqlite::{Error, ErrorCode, ffi};
use std::path::Path;

impl Sqlite {
    pub(super) fn explain(&self, what: &str, error: Error) -> StoreError {
        explain(&self.path, what, error)
    }
}

/// Translates an error that came up while doing `what` with the file.
pub(super) fn explain(path: &Path, what: &str, error: Error) -> StoreError {
    let failed = || format!("{what} ({})", path.display());
    match error {
        Error::SqliteFailure(failure, message) => match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Locked,
            ErrorCode::ReadOnly if is_hot_journal(failure) => StoreError::HotJournal(path.to_owned()),
            ErrorCode::ReadOnly => StoreError::ReadOnly,
            ErrorCode::NotADatabase => not_a_database(path),
            ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch => {
                let detail = message.unwrap_or_else(|| failure.to_string());
                StoreError::damaged(format!("{}: {detail}", failed()))
            }
            _ => StoreError::io(failed(), Error::SqliteFailure(failure, message)),
        },
        Error::FromSqlConversionFailure(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::InvalidColumnType(..)
        | Error::Utf8Error(..) => StoreError::damaged(format!("{}: {error}", failed())),
        other => StoreError::io(failed(), other),
    }
}

pub(super) fn not_a_database(path: &Path) -> StoreError {
    StoreError::NotALedger(path.to_owned(), "it is no SQLite database".to_owned())
}

/// Whether the disk or the system failed, so that nobody can say what reached the file.
pub(super) fn is_io(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure)
}

/// Whether another process was in the way, which leaves the transaction as it is.
pub(super) fn is_busy(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn is_hot_journal(failure: ffi::Error) -> bool {
    matches!(failure.extended_code, ffi::SQLITE_READONLY_ROLLBACK | ffi::SQLITE_READONLY_RECOVERY)
}
