//! Events of the ledger's own stream, and the opening of projects.
//!
//! Absent by design: what happens inside a project.

use crate::vocabulary::{CompanyName, Hash, Head, ProjectName, Serial, StreamId};

/// See [`Event::LedgerCreated`](super::Event::LedgerCreated).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerCreated {
    /// Program and version that made the ledger.
    pub program: String,
    /// The shipped rulebook that is in force from the start; a document of the ledger.
    pub rulebook: Hash,
    /// Its name.
    pub rulebook_name: String,
}

/// See [`Event::RulebookAdopted`](super::Event::RulebookAdopted).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulebookAdopted {
    /// BLAKE3 of the rulebook, a document of the ledger.
    pub rulebook: Hash,
    /// The rulebook's own name.
    pub name: String,
}

/// See [`Event::CompanyAdded`](super::Event::CompanyAdded).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyAdded {
    /// The company.
    pub company: CompanyName,
}

/// See [`Event::ImportCommitted`](super::Event::ImportCommitted).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportCommitted {
    /// BLAKE3 of the file, a document of the ledger.
    pub file: Hash,
    /// The file's name, without folders.
    pub name: String,
    /// The file's size.
    pub bytes: u64,
    /// Name and version of the profile that read it.
    pub profile: String,
    /// BLAKE3 of the profile.
    pub profile_hash: Hash,
    /// Encoding that the file was read in.
    pub encoding: String,
    /// Rows that became facts.
    pub rows_new: u64,
    /// Rows that the ledger knew from an earlier import.
    pub rows_known: u64,
    /// Tree before the first row.
    pub before: Head,
    /// Tree after the last row, before this event.
    pub after: Head,
}

/// See [`Event::LossAccepted`](super::Event::LossAccepted).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossAccepted {
    /// What was last seen at this place.
    pub pinned: Head,
    /// What the file holds.
    pub found: Head,
}

/// See [`Event::ProjectOpened`](super::Event::ProjectOpened).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectOpened {
    /// The owner.
    pub company: CompanyName,
    /// The project's name, unique in the company.
    pub project: ProjectName,
}

/// Another project, as an event names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRef {
    /// Its stream.
    pub stream: StreamId,
    /// Its company.
    pub company: CompanyName,
    /// Its name.
    pub project: ProjectName,
}

/// What a note is about, where that has a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A rental contract: a fact outside balances and SSA (PRJ-9).
    Rental,
}

words!(Topic { Rental = "rental" });

/// See [`Event::NoteAdded`](super::Event::NoteAdded).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteAdded {
    /// The text.
    pub text: String,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The device that it speaks of.
    pub serial: Option<Serial>,
}
