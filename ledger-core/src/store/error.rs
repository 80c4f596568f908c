//! What a store can fail with, and what to do about it.
//!
//! Absent by design: exit codes, which the command line assigns.

use super::Obstacle;
use crate::say;
use crate::vocabulary::{Say, Step};
use std::error::Error;
use std::fmt;
use std::path::{Path, PathBuf};

/// A cause from below, kept for those who want to know.
pub type Cause = Box<dyn Error + Send + Sync>;

/// Why a store could not be opened, read or written.
#[derive(Debug)]
pub enum StoreError {
    /// There is no file.
    NotFound(PathBuf),
    /// A new ledger was to be made where something exists.
    Exists(PathBuf),
    /// There is something, but no ledger; with the reason.
    NotALedger(PathBuf, String),
    /// The file was written by a later release.
    NewerFormat {
        /// Format number in the file.
        found: i64,
        /// Highest format number that this program knows.
        known: i64,
    },
    /// Tables, guards or the journal mode are not those of a ledger.
    SchemaDiffers {
        /// The first difference.
        what: String,
    },
    /// Another process held the ledger for longer than the waiting time.
    Locked,
    /// Stored bytes contradict themselves.
    Damaged {
        /// What was read, and what is wrong with it.
        what: String,
        /// The store's own error, where it was one that told.
        cause: Option<Cause>,
    },
    /// The file or its folder cannot be written.
    ReadOnly(PathBuf),
    /// A write was cut off earlier, and its journal cannot be rolled back where the file lies; with the reason.
    HotJournal(PathBuf, String),
    /// Something lies beside the ledger that SQLite would take for a part of it, and that is none.
    SideFile {
        /// What is in the way.
        path: PathBuf,
        /// Why it is no part of the ledger.
        why: String,
        /// What to do.
        next: &'static str,
    },
    /// Another file took the place of the one that was opened.
    Replaced(PathBuf),
    /// The file has several names; a journal beside one of them is not seen by way of the others.
    HardLinked(PathBuf, u64),
    /// A batch does not follow the ledger's end.
    Unfit {
        /// Which event, and why.
        what: String,
    },
    /// The world is in the way: the disk, a permission, the path.
    Prevented {
        /// What was tried.
        what: String,
        /// On what.
        path: PathBuf,
        /// What is in the way.
        obstacle: Obstacle,
        /// The system's own words.
        cause: Cause,
    },
    /// A new ledger is there as a whole, but its name may not outlast a power failure.
    NotSynced {
        /// The new ledger.
        path: PathBuf,
        /// The system's own words.
        cause: Cause,
    },
    /// SQLite answered what it never should: a mistake of the program.
    Failed {
        /// What was tried, on what.
        what: String,
        /// SQLite's answer.
        cause: Cause,
    },
}

impl StoreError {
    /// The system's error on doing `what` with a path.
    pub fn prevented(what: impl Into<String>, path: &Path, cause: std::io::Error) -> Self {
        let obstacle = Obstacle::of(&cause);
        Self::Prevented { what: what.into(), path: path.to_owned(), obstacle, cause: cause.into() }
    }

    /// An answer that the engine below should never give, on doing `what`.
    pub fn failed(what: impl Into<String>, cause: impl Into<Cause>) -> Self {
        Self::Failed { what: what.into(), cause: cause.into() }
    }

    /// Stored bytes that contradict themselves: what was read, and what is wrong with it.
    pub fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into(), cause: None }
    }

    /// What to do about it.
    pub fn next(&self) -> Say {
        match self {
            Self::NotFound(_) => say!("store-not-found-next", init = Step::Init),
            Self::Exists(_) => say!("store-exists-next"),
            Self::NotALedger(..) => say!("store-not-a-ledger-next"),
            Self::NewerFormat { .. } => say!("store-newer-next"),
            Self::SchemaDiffers { .. } => say!("store-schema-next"),
            Self::Locked => say!("store-locked-next"),
            Self::Damaged { .. } => say!("store-damaged-next", verify = Step::Verify),
            Self::ReadOnly(_) => say!("store-read-only-next"),
            Self::HotJournal(..) => say!("store-hot-journal-next"),
            Self::SideFile { next, .. } => (*next).into(),
            Self::Replaced(_) => say!("store-replaced-next"),
            Self::HardLinked(..) => say!("store-hard-linked-next"),
            Self::Unfit { .. } | Self::Failed { .. } => say!("store-report-next"),
            Self::Prevented { obstacle, .. } => obstacle.next().into(),
            Self::NotSynced { .. } => say!("store-not-synced-next"),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(path) => {
                write!(f, "{} does not exist", path.display())
            }
            Self::Exists(path) => {
                write!(f, "{} already exists and was left as it is", path.display())
            }
            Self::NotALedger(path, why) => {
                write!(f, "{} is no ledger: {why}", path.display())
            }
            Self::NewerFormat { found, known } => write!(
                f,
                "the ledger has format {found}, this program knows formats up to {known}; nothing was changed"
            ),
            Self::SchemaDiffers { what } => {
                write!(f, "the ledger's tables are not as licledger made them: {what}; no event was read")
            }
            Self::Locked => f.write_str("the ledger is locked by another process; nothing was written"),
            Self::Damaged { what, .. } => {
                write!(f, "the ledger is damaged: {what}")
            }
            Self::ReadOnly(path) => {
                write!(f, "{} or its folder is write-protected; nothing was written", path.display())
            }
            Self::HotJournal(path, why) => {
                write!(f, "{} has an unfinished write beside it, which cannot be rolled back: {why}", path.display())
            }
            Self::SideFile { path, why, next: _ } => {
                write!(f, "{} is in the way: {why}; nothing was read or changed", path.display())
            }
            Self::Replaced(path) => {
                write!(f, "{} was replaced by another file while the command ran; nothing was written", path.display())
            }
            Self::HardLinked(path, names) => {
                write!(f, "{} has {names} names (hard links), and locks and journals hold for one only", path.display())
            }
            Self::Unfit { what } => write!(f, "the batch does not follow the ledger: {what}; nothing was written"),
            Self::Prevented { what, path, obstacle, cause } => {
                write!(f, "{what} ({}) failed: {obstacle} ({cause})", path.display())
            }
            Self::NotSynced { path, cause } => write!(
                f,
                "the ledger {} was made and is whole, but its folder could not be synced ({cause}): \
                 it may be gone after a power failure",
                path.display()
            ),
            Self::Failed { what, cause } => write!(f, "{what} failed: {cause}"),
        }
    }
}

impl Error for StoreError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Prevented { cause, .. } | Self::NotSynced { cause, .. } | Self::Failed { cause, .. } => {
                Some(&**cause)
            }
            Self::Damaged { cause, .. } => cause.as_deref().map(|cause| cause as &(dyn Error + 'static)),
            Self::NotFound(_)
            | Self::Exists(_)
            | Self::NotALedger(..)
            | Self::NewerFormat { .. }
            | Self::SchemaDiffers { .. }
            | Self::Locked
            | Self::ReadOnly(_)
            | Self::HotJournal(..)
            | Self::SideFile { .. }
            | Self::Replaced(_)
            | Self::HardLinked(..)
            | Self::Unfit { .. } => None,
        }
    }
}

/// Why a batch was not written, or why nobody knows.
#[derive(Debug)]
pub enum AppendError {
    /// The ledger does not have the size that the command was decided on; nothing was written.
    Moved {
        /// Size that the batch was made for.
        expected: u64,
        /// Size that was found.
        found: u64,
    },
    /// Something failed before the end of the transaction; nothing was written.
    Refused(StoreError),
    /// The write or its end failed: the batch is there as a whole or not at all. The store takes no further batch.
    OutcomeUnknown {
        /// What was tried, on what, and how it failed.
        what: String,
        /// The store's own error.
        cause: Cause,
    },
}

impl From<StoreError> for AppendError {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moved { expected, found } => {
                write!(f, "the ledger has {found} events where {expected} were expected; nothing was written")
            }
            Self::Refused(error) => error.fmt(f),
            Self::OutcomeUnknown { what, .. } => write!(f, "the outcome of the write is unknown: {what}"),
        }
    }
}

impl Error for AppendError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused(error) => error.source(),
            Self::OutcomeUnknown { cause, .. } => Some(&**cause),
            Self::Moved { .. } => None,
        }
    }
}
