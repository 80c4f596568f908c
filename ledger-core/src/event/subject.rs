//! What an event can be found by: the names that it speaks of.
//!
//! The index that a store keeps of these is derived: it can be dropped, rebuilt from the events, and is compared with
//! them by verification. Absent by design: what a name means.

use super::{Fact, Mentions};
use crate::vocabulary::{CompanyName, KeyCode, ProjectName};
use std::collections::BTreeSet;

/// A kind of name under which events are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// A company, by its listed name.
    Company,
    /// A project, by its listed name; several companies can have one of the same name.
    Project,
    /// A device, by its canonical serial number.
    Device,
    /// An activation key, for licences or for a warranty.
    Key,
    /// A document that an event names: rulebook or imported file, by its BLAKE3.
    Document,
    /// An imported row, by the hash of its normalised fields and its occurrence in the file.
    Row,
    /// What makes an imported row the same business act, whatever its quantities.
    RowKey,
}

impl SubjectKind {
    /// Every kind, in the order of the stored words.
    pub const ALL: [SubjectKind; 7] =
        [Self::Company, Self::Device, Self::Document, Self::Key, Self::Project, Self::Row, Self::RowKey];

    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Project => "project",
            Self::Device => "device",
            Self::Key => "key",
            Self::Document => "document",
            Self::Row => "row",
            Self::RowKey => "row-key",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// One name under which an event is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// What kind of name.
    pub kind: SubjectKind,
    /// The name in the form that names of that kind are listed by.
    pub name: String,
}

impl Subject {
    /// Joins kind and name.
    pub fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }

    /// The form that names of the kind are compared by, whatever version of the program listed this one.
    pub fn compared(&self) -> String {
        let name = || match self.kind {
            SubjectKind::Company => CompanyName::stored(&self.name).map(|name| name.folded()).ok(),
            SubjectKind::Project => ProjectName::stored(&self.name).map(|name| name.folded()).ok(),
            SubjectKind::Key => KeyCode::stored(&self.name).map(|key| key.folded()).ok(),
            SubjectKind::Device | SubjectKind::Document | SubjectKind::Row | SubjectKind::RowKey => None,
        };
        name().unwrap_or_else(|| self.name.clone())
    }
}

/// Everything that the fact can be found by. Whose licences an SSA act covers is not among it: ledgers of every version
/// have the same index.
pub fn subjects(fact: &Fact) -> Vec<Subject> {
    let mut found: BTreeSet<Subject> = BTreeSet::new();
    let mut add = |kind, name: String| {
        found.insert(Subject::new(kind, name));
    };
    let Mentions { devices, keys, company, began, documents, .. } = fact.event.mentions();
    devices.into_iter().for_each(|serial| add(SubjectKind::Device, serial.to_string()));
    keys.into_iter().for_each(|key| add(SubjectKind::Key, key.to_string()));
    company.into_iter().for_each(|company| add(SubjectKind::Company, company.listed()));
    began.into_iter().for_each(|project| add(SubjectKind::Project, project.listed()));
    documents.into_iter().for_each(|document| add(SubjectKind::Document, document.to_string()));
    if let Some(evidence) = &fact.remarks.evidence {
        add(SubjectKind::Row, evidence.identity.to_string());
        add(SubjectKind::RowKey, evidence.business.to_string());
    }
    found.into_iter().collect()
}
