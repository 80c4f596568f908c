//! Stored shapes: how each fact is written, by hand and apart from the types that the rest of the program uses.
//!
//! A shape is never edited. A new one stands beside it under the next schema number, and old ones are lifted in
//! [`decode`]. Each has a JSON Schema under `schemas/event/`. In `shape` stand the payloads, in `nested` and `about`
//! what they hold, in `write` and `read` the two ways. Absent by design: hashing, and what facts mean.

mod about;
mod nested;
mod read;
mod shape;
mod write;

pub use read::{decode, decode_written};
pub use write::encode;

use crate::event::Event;
use crate::vocabulary::{Fault, Software};
use std::fmt;

/// Why a stored payload cannot be read as a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// The kind or its schema number is not known: the ledger is newer than the program.
    Unknown(String),
    /// The bytes are not canonical, have another shape, or hold a value that cannot be.
    Malformed(String),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(what) => write!(f, "the event kind {what} is not known to this program"),
            Self::Malformed(why) => write!(f, "the stored payload cannot be read: {why}"),
        }
    }
}

impl std::error::Error for DecodeError {}

impl From<Fault> for DecodeError {
    fn from(fault: Fault) -> Self {
        Self::Malformed(fault.to_string())
    }
}

/// The schema number under which every kind is written, where [`schema_of`] names no other.
pub const SCHEMA: u16 = 1;
/// The schema number of the first shape that was added to a kind: a warranty's activation that says when the extension was
/// bought, a device that came with its trials, and an amendment that leads to one of them.
const SECOND: u16 = 2;
/// The schema number of a device that came with the release of its software, and of an amendment that leads to a release.
const THIRD: u16 = 3;

/// The schema number under which an event is written: the first shape of its kind that holds all that it says, so that
/// what an earlier shape can say keeps its bytes.
pub fn schema_of(event: &Event) -> u16 {
    let is_precise = |software: Option<Software>| software.is_some_and(Software::is_precise);
    let is_second = match event {
        Event::WarrantyActivated(activated) => activated.bought.is_some(),
        Event::DeviceAdded(added) => is_precise(added.software),
        Event::DeviceSoftwareChanged(changed) => changed.software.is_precise(),
        Event::DeviceMovedIn(moved) if is_precise(moved.device.software) => return THIRD,
        Event::DeviceMovedIn(moved) => moved.running.is_some(),
        Event::EventAmended(amended) => return amending(&amended.becomes.event),
        Event::LedgerCreated(_)
        | Event::RulebookAdopted(_)
        | Event::CompanyAdded(_)
        | Event::ImportCommitted(_)
        | Event::LossAccepted(_)
        | Event::ProjectOpened(_)
        | Event::ProjectClosed
        | Event::DeviceRoleChanged(_)
        | Event::DeviceMovedOut(_)
        | Event::DeviceReplaced(_)
        | Event::KeyRedeemed(_)
        | Event::LicencesBound(_)
        | Event::LicencesReleased(_)
        | Event::LicencesConverted(_)
        | Event::LicencesUpgraded(_)
        | Event::LicencesTransferredOut(_)
        | Event::LicencesTransferredIn(_)
        | Event::CreditsReceived(_)
        | Event::CreditsTransferredOut(_)
        | Event::CreditsTransferredIn(_)
        | Event::SsaApplied(_)
        | Event::TrialIssued(_)
        | Event::NoteAdded(_)
        | Event::EventAnnulled(_)
        | Event::EventReversed(_)
        | Event::PeriodClosed(_) => false,
    };
    if is_second { SECOND } else { SCHEMA }
}

/// The schema number of an amendment: the first for a payload in the first shape of its kind, the second for those that had
/// a second one when amendments learnt of it, the third for all others.
fn amending(becomes: &Event) -> u16 {
    match (schema_of(becomes), becomes) {
        (SCHEMA, _) => SCHEMA,
        (SECOND, Event::DeviceMovedIn(_) | Event::WarrantyActivated(_)) => SECOND,
        (_, _) => THIRD,
    }
}
