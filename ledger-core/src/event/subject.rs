//! What an event can be found by: the names that it speaks of.
//!
//! The index that a store keeps of these is derived: it can be dropped, rebuilt from the events, and is compared with
//! them by verification. Absent by design: what a name means.

use super::{Event, Fact, Remarks};
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

/// Everything that the fact can be found by.
pub fn subjects(fact: &Fact) -> Vec<Subject> {
    let mut found: BTreeSet<Subject> = BTreeSet::new();
    let mut add = |kind, name: String| {
        found.insert(Subject::new(kind, name));
    };
    if let Some(serial) = fact.event.device() {
        add(SubjectKind::Device, serial.to_string());
    }
    if let Some(key) = fact.event.key() {
        add(SubjectKind::Key, key.to_string());
    }
    if let Some(evidence) = &fact.remarks.evidence {
        add(SubjectKind::Row, evidence.identity.to_string());
        add(SubjectKind::RowKey, evidence.business.to_string());
    }
    match &fact.event {
        Event::LedgerCreated(e) => add(SubjectKind::Document, e.rulebook.to_string()),
        Event::RulebookAdopted(e) => add(SubjectKind::Document, e.rulebook.to_string()),
        Event::ImportCommitted(e) => add(SubjectKind::Document, e.file.to_string()),
        Event::CompanyAdded(e) => add(SubjectKind::Company, e.company.listed()),
        Event::ProjectOpened(e) => {
            add(SubjectKind::Company, e.company.listed());
            add(SubjectKind::Project, e.project.listed());
        }
        Event::DeviceReplaced(e) => add(SubjectKind::Device, e.new.to_string()),
        Event::DeviceMovedIn(e) => {
            if let Some(warranty) = &e.warranty {
                add(SubjectKind::Key, warranty.key.to_string());
            }
        }
        Event::EventAmended(e) => {
            let corrected = Fact { remarks: Remarks::default(), ..(*e.becomes).clone() };
            subjects(&corrected).into_iter().for_each(|subject| add(subject.kind, subject.name));
        }
        Event::LossAccepted(_)
        | Event::ProjectClosed
        | Event::DeviceAdded(_)
        | Event::DeviceSoftwareChanged(_)
        | Event::DeviceRoleChanged(_)
        | Event::DeviceMovedOut(_)
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
        | Event::WarrantyActivated(_)
        | Event::TrialIssued(_)
        | Event::NoteAdded(_)
        | Event::EventAnnulled(_)
        | Event::EventReversed(_)
        | Event::PeriodClosed(_) => {}
    }
    found.into_iter().collect()
}
