//! The facts: everything that can happen to licences, as a closed list.
//!
//! Reading order: [`Event`] here, its contents in `ledger`, `device`, `licence` and `correction`, what they speak of in
//! `mentions`, what they are found by in `subject`, their stored shapes in `wire`, the canonical text in `canonical`, the hashed header
//! in `seal`. Absent by design: what a fact means. The book folds them, the rules judge them.

macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ }) => {
        impl $name {
            /// The word that is stored and shown.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// Reads the word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

pub mod canonical;
mod correction;
mod device;
mod ledger;
mod licence;
mod mentions;
pub mod seal;
pub mod subject;
pub mod wire;

pub use correction::{ClosedLicence, ClosedProject, EventAmended, EventAnnulled, EventReversed, PeriodClosed, Target};
pub use device::{
    DeviceAdded, DeviceMovedIn, DeviceMovedOut, DeviceReplaced, DeviceRoleChanged, DeviceSoftwareChanged, Extension,
    Licensing, Role, Trial, WarrantyActivated, WarrantyVariant,
};
pub use ledger::{
    CompanyAdded, ImportCommitted, LedgerCreated, LossAccepted, NoteAdded, ProjectOpened, ProjectRef, RulebookAdopted,
    Topic,
};
pub use licence::{
    Arriving, Changed, Covered, CreditsReceived, CreditsTransferredIn, CreditsTransferredOut, KeyItem, KeyRedeemed,
    Leaving, LicencesBound, LicencesConverted, LicencesReleased, LicencesTransferredIn, LicencesTransferredOut,
    LicencesUpgraded, Part, SsaApplied, TrialIssued,
};
pub use mentions::Mentions;

use crate::vocabulary::Hash;

/// Something that happened, in the words of the licence world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The ledger began.
    LedgerCreated(LedgerCreated),
    /// A rulebook is in force from here on.
    RulebookAdopted(RulebookAdopted),
    /// A company is known.
    CompanyAdded(CompanyAdded),
    /// A file was imported as a whole.
    ImportCommitted(ImportCommitted),
    /// A ledger that is shorter than its pin was accepted as it is.
    LossAccepted(LossAccepted),
    /// A project of a company began.
    ProjectOpened(ProjectOpened),
    /// The project ended: nothing more happens in it.
    ProjectClosed,
    /// A device came into the project.
    DeviceAdded(DeviceAdded),
    /// A device runs another software version.
    DeviceSoftwareChanged(DeviceSoftwareChanged),
    /// A device has another role or way of licensing.
    DeviceRoleChanged(DeviceRoleChanged),
    /// A device left for another project of the company, with all that is bound to it.
    DeviceMovedOut(DeviceMovedOut),
    /// A device came from another project of the company, with all that is bound to it.
    DeviceMovedIn(DeviceMovedIn),
    /// The vendor replaced a device (RMA): everything moved to the new one.
    DeviceReplaced(DeviceReplaced),
    /// An activation key credited what it holds.
    KeyRedeemed(KeyRedeemed),
    /// Free licences were bound to a device.
    LicencesBound(LicencesBound),
    /// Bound licences were given back into the free balance.
    LicencesReleased(LicencesReleased),
    /// Free licences were converted to another version, at the price of their SSA.
    LicencesConverted(LicencesConverted),
    /// Licences went up to a version that their SSA covers.
    LicencesUpgraded(LicencesUpgraded),
    /// Free licences left for another project of the company.
    LicencesTransferredOut(LicencesTransferredOut),
    /// Free licences came from another project of the company.
    LicencesTransferredIn(LicencesTransferredIn),
    /// Service credits came into the balance.
    CreditsReceived(CreditsReceived),
    /// Service credits left for another project of the company.
    CreditsTransferredOut(CreditsTransferredOut),
    /// Service credits came from another project of the company.
    CreditsTransferredIn(CreditsTransferredIn),
    /// Lots were put under SSA, or their SSA was extended.
    SsaApplied(SsaApplied),
    /// A device's warranty was extended.
    WarrantyActivated(WarrantyActivated),
    /// A device got trial licences.
    TrialIssued(TrialIssued),
    /// Something worth remembering, without effect on any figure.
    NoteAdded(NoteAdded),
    /// An earlier event never happened.
    EventAnnulled(EventAnnulled),
    /// An earlier event happened, and was undone on the day of this one.
    EventReversed(EventReversed),
    /// An earlier event happened with another content, or on another day.
    EventAmended(EventAmended),
    /// A period was closed: what is recorded later about its days is an adjustment.
    PeriodClosed(PeriodClosed),
}

/// A fact with what was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What happened.
    pub event: Event,
    /// Why, by which reference, on which evidence.
    pub remarks: Remarks,
}

/// What a person or a file says about a fact, besides the fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks {
    /// Why it was done.
    pub reason: Option<String>,
    /// Order number, ticket, letter.
    pub reference: Option<String>,
    /// The row of a file that says so.
    pub evidence: Option<Evidence>,
}

/// The row of an imported file that a fact rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// BLAKE3 of the file, which the ledger keeps.
    pub file: Hash,
    /// Sheet of a workbook, where there are several.
    pub sheet: Option<String>,
    /// Line on which the row begins, from 1.
    pub row: u64,
    /// Hash of the row's normalised fields and its occurrence in the file.
    pub identity: Hash,
    /// Hash of what makes it the same business act, whatever its quantities.
    pub business: Hash,
    /// The row's text as it stood in the file.
    pub raw: String,
}

impl Event {
    /// The stored kind: a past-tense fact in kebab case.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::LedgerCreated(_) => "ledger-created",
            Self::RulebookAdopted(_) => "rulebook-adopted",
            Self::CompanyAdded(_) => "company-added",
            Self::ImportCommitted(_) => "import-committed",
            Self::LossAccepted(_) => "loss-accepted",
            Self::ProjectOpened(_) => "project-opened",
            Self::ProjectClosed => "project-closed",
            Self::DeviceAdded(_) => "device-added",
            Self::DeviceSoftwareChanged(_) => "device-software-changed",
            Self::DeviceRoleChanged(_) => "device-role-changed",
            Self::DeviceMovedOut(_) => "device-moved-out",
            Self::DeviceMovedIn(_) => "device-moved-in",
            Self::DeviceReplaced(_) => "device-replaced",
            Self::KeyRedeemed(_) => "key-redeemed",
            Self::LicencesBound(_) => "licences-bound",
            Self::LicencesReleased(_) => "licences-released",
            Self::LicencesConverted(_) => "licences-converted",
            Self::LicencesUpgraded(_) => "licences-upgraded",
            Self::LicencesTransferredOut(_) => "licences-transferred-out",
            Self::LicencesTransferredIn(_) => "licences-transferred-in",
            Self::CreditsReceived(_) => "credits-received",
            Self::CreditsTransferredOut(_) => "credits-transferred-out",
            Self::CreditsTransferredIn(_) => "credits-transferred-in",
            Self::SsaApplied(_) => "ssa-applied",
            Self::WarrantyActivated(_) => "warranty-activated",
            Self::TrialIssued(_) => "trial-issued",
            Self::NoteAdded(_) => "note-added",
            Self::EventAnnulled(_) => "event-annulled",
            Self::EventReversed(_) => "event-reversed",
            Self::EventAmended(_) => "event-amended",
            Self::PeriodClosed(_) => "period-closed",
        }
    }

    /// Units that the event moves inside their project and that stay what they are.
    pub fn parts(&self) -> Vec<&Part> {
        match self {
            Self::LicencesBound(e) => e.parts.iter().collect(),
            Self::LicencesReleased(e) => e.parts.iter().collect(),
            Self::DeviceReplaced(e) => e.parts.iter().collect(),
            Self::SsaApplied(e) => e.lots.iter().map(|covered| &covered.part).collect(),
            Self::LedgerCreated(_)
            | Self::RulebookAdopted(_)
            | Self::CompanyAdded(_)
            | Self::ImportCommitted(_)
            | Self::LossAccepted(_)
            | Self::ProjectOpened(_)
            | Self::ProjectClosed
            | Self::DeviceAdded(_)
            | Self::DeviceSoftwareChanged(_)
            | Self::DeviceRoleChanged(_)
            | Self::DeviceMovedOut(_)
            | Self::DeviceMovedIn(_)
            | Self::KeyRedeemed(_)
            | Self::LicencesConverted(_)
            | Self::LicencesUpgraded(_)
            | Self::LicencesTransferredOut(_)
            | Self::LicencesTransferredIn(_)
            | Self::CreditsReceived(_)
            | Self::CreditsTransferredOut(_)
            | Self::CreditsTransferredIn(_)
            | Self::WarrantyActivated(_)
            | Self::TrialIssued(_)
            | Self::NoteAdded(_)
            | Self::EventAnnulled(_)
            | Self::EventReversed(_)
            | Self::EventAmended(_)
            | Self::PeriodClosed(_) => Vec::new(),
        }
    }

    /// The earlier event that a correction speaks of; absent for everything that is no correction.
    pub fn target(&self) -> Option<Target> {
        if let Self::EventAnnulled(annulled) = self {
            return Some(annulled.target);
        }
        if let Self::EventReversed(reversed) = self {
            return Some(reversed.target);
        }
        if let Self::EventAmended(amended) = self { Some(amended.target) } else { None }
    }
}
