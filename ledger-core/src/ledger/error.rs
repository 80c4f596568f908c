//! What a ledger can fail with. A refusal is an answer and only passes through here.
//!
//! Absent by design: exit codes.

use crate::decide::Refusal;
use crate::event::wire::DecodeError;
use crate::store::{AppendError, PinError, StoreError};
use crate::tree::Head;
use crate::vocabulary::{CommandId, LedgerId, Position};
use std::fmt;

/// Why the ledger gave no answer.
#[derive(Debug)]
pub enum LedgerError {
    /// A rule or the book says no.
    Refused(Refusal),
    /// The store cannot do it.
    Store(StoreError),
    /// The ledger moved between the decision and the write.
    Moved {
        /// Events that were there when it was decided.
        expected: u64,
        /// Events that are there.
        found: u64,
    },
    /// A write error after which nobody knows whether the act was recorded.
    OutcomeUnknown(CommandId, AppendError),
    /// The command id stands for another request.
    CommandReused(CommandId, Vec<String>),
    /// The bytes on disk are not what was sealed.
    Integrity {
        /// Where, if a place can be named.
        at: Option<Position>,
        /// What is wrong.
        what: String,
    },
    /// The ledger is shorter than it was seen before, or its first events are others.
    Pin {
        /// What was last seen.
        pinned: Head,
        /// What is there.
        found: Head,
        /// Where it was seen; absent where that is this place.
        place: Option<String>,
    },
    /// Another ledger was seen at this place.
    OtherLedger {
        /// The ledger that was seen.
        seen: LedgerId,
        /// Its head.
        pinned: Head,
        /// The ledger that is there.
        found: LedgerId,
    },
    /// The pin itself cannot be read or written.
    PinFile(PinError),
    /// An event that this program does not know.
    Newer(Position, DecodeError),
    /// Rows of an import that cannot be recorded; nothing was written.
    Rows(Vec<super::ImportFault>),
}

impl fmt::Display for LedgerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::Moved { expected, found } => {
                write!(f, "the ledger has {found} events where {expected} were expected; nothing was written")
            }
            Self::OutcomeUnknown(_, AppendError::OutcomeUnknown { what, .. }) => {
                write!(f, "whether it was recorded is unknown: {what}")
            }
            Self::OutcomeUnknown(_, error) => write!(f, "whether it was recorded is unknown: {error}"),
            Self::CommandReused(id, fields) => {
                write!(f, "command {id} stands for another request; it differs in {}", fields.join(", "))
            }
            Self::Integrity { at: Some(at), what } => write!(f, "event {at} is not as it was sealed: {what}"),
            Self::Integrity { at: None, what } => f.write_str(what),
            Self::Pin { pinned, found, place } if found.size < pinned.size => {
                let (found, pinned) = (found.size, pinned.size);
                write!(f, "the ledger ends at {found} events, {pinned} were seen {} before", here(place.as_deref()))
            }
            Self::Pin { pinned, place, .. } => {
                let (size, place) = (pinned.size, here(place.as_deref()));
                write!(f, "the ledger's first {size} events are not those that were seen {place} before")
            }
            Self::OtherLedger { seen, pinned, found } => write!(
                f,
                "another ledger lies here than was seen before: ledger {seen} with {} events was seen, this is ledger {found}",
                pinned.size
            ),
            Self::PinFile(error) => error.fmt(f),
            Self::Newer(at, error) => write!(f, "event {at}: {error}"),
            Self::Rows(faults) => write!(f, "{} rows cannot be recorded; nothing was written", faults.len()),
        }
    }
}

/// The place in words.
fn here(place: Option<&str>) -> String {
    place.map_or_else(|| "here".to_owned(), |place| format!("at {place}"))
}

impl std::error::Error for LedgerError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // Their words are this error's own; what comes after is theirs.
            Self::Store(error) => error.source(),
            Self::OutcomeUnknown(_, error) => error.source(),
            Self::PinFile(error) => error.source(),
            Self::Newer(_, error) => Some(error),
            Self::Refused(_)
            | Self::Moved { .. }
            | Self::CommandReused(..)
            | Self::Integrity { .. }
            | Self::Pin { .. }
            | Self::OtherLedger { .. }
            | Self::Rows(_) => None,
        }
    }
}

impl From<Refusal> for LedgerError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<PinError> for LedgerError {
    fn from(error: PinError) -> Self {
        Self::PinFile(error)
    }
}

impl LedgerError {
    pub(super) fn of_append(error: AppendError, command: CommandId) -> Self {
        match error {
            AppendError::Moved { expected, found } => Self::Moved { expected, found },
            AppendError::Refused(error) => Self::Store(error),
            error @ AppendError::OutcomeUnknown { .. } => Self::OutcomeUnknown(command, error),
        }
    }
}
