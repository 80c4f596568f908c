//! The facts: everything that can happen to licences, as a closed list.
//!
//! Reading order: [`Event`] here, what events are found by in `subject`, their stored shapes in `wire`, the canonical
//! text in `canonical`, the hashed header in `seal`. Absent by design: what a fact means. The book folds them, the
//! rules judge them.

pub mod canonical;
pub mod seal;
pub mod subject;
pub mod wire;

use crate::vocabulary::{
    CompanyName, Credits, Day, Hash, KeyCode, Licence, LotId, ProjectName, Serial, Span, StreamId, Units, Version,
    Years,
};

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

/// See [`Event::LedgerCreated`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerCreated {
    /// Program and version that made the ledger.
    pub program: String,
    /// The shipped rulebook that is in force from the start; a document of the ledger.
    pub rulebook: Hash,
    /// Its name.
    pub rulebook_name: String,
}

/// See [`Event::RulebookAdopted`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulebookAdopted {
    /// BLAKE3 of the rulebook, a document of the ledger.
    pub rulebook: Hash,
    /// The rulebook's own name.
    pub name: String,
}

/// See [`Event::CompanyAdded`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyAdded {
    /// The company.
    pub company: CompanyName,
}

/// The size and the root of the tree at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Number of events.
    pub size: u64,
    /// RFC 6962 root over their hashes.
    pub root: Hash,
}

/// See [`Event::ImportCommitted`].
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
    pub before: Seen,
    /// Tree after the last row, before this event.
    pub after: Seen,
}

/// See [`Event::LossAccepted`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossAccepted {
    /// What was last seen at this place.
    pub pinned: Seen,
    /// What the file holds.
    pub found: Seen,
}

/// See [`Event::ProjectOpened`].
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

/// What a device does in its installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Holds the licences of a centrally licensed installation.
    Master,
    /// A PBX below a master.
    Slave,
    /// Takes over when another PBX fails.
    Standby,
    /// A gateway without a PBX.
    Gateway,
}

/// Whether a PBX draws licences from its master or has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Licensing {
    /// Licences are bound on the master and drawn from there.
    Central,
    /// The PBX has licences of its own and can use none of the master's.
    Decentral,
}

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
words!(Role { Master = "master", Slave = "slave", Standby = "standby", Gateway = "gateway" });
words!(Licensing { Central = "central", Decentral = "decentral" });
words!(WarrantyVariant { AtPurchase = "at-purchase", AfterPurchase = "after-purchase" });

/// See [`Event::DeviceAdded`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceAdded {
    /// The serial number.
    pub serial: Serial,
    /// The vendor's model name in lower case.
    pub model: String,
    /// What it does.
    pub role: Role,
    /// Where its licences are.
    pub licensing: Licensing,
    /// Major version of its software, where known.
    pub software: Option<Version>,
    /// Day of purchase, where known: the start of its warranty.
    pub purchased: Option<Day>,
}

/// See [`Event::DeviceSoftwareChanged`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceSoftwareChanged {
    /// The device.
    pub serial: Serial,
    /// The major version that it runs now.
    pub software: Version,
}

/// See [`Event::DeviceRoleChanged`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRoleChanged {
    /// The device.
    pub serial: Serial,
    /// The new role, if it changed.
    pub role: Option<Role>,
    /// The new way of licensing, if it changed.
    pub licensing: Option<Licensing>,
}

/// Units of a lot that leave a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The lot.
    pub lot: LotId,
    /// Its licence.
    pub licence: Licence,
    /// How many units leave.
    pub units: Units,
}

/// A lot that comes from another project, with all that travels along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arriving {
    /// Its name here.
    pub lot: LotId,
    /// Its name in the project that it left.
    pub was: LotId,
    /// Its licence.
    pub licence: Licence,
    /// How many units arrive.
    pub units: Units,
    /// Day of the first binding of all.
    pub first_bound: Option<Day>,
    /// Day from which terms of SSA are counted: the first binding, or the last conversion.
    pub anchor: Option<Day>,
    /// SSA so far.
    pub coverage: Vec<Span>,
}

/// See [`Event::DeviceMovedOut`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceMovedOut {
    /// The device.
    pub serial: Serial,
    /// Where it went.
    pub to: ProjectRef,
    /// What was bound to it.
    pub lots: Vec<Leaving>,
}

/// See [`Event::DeviceMovedIn`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceMovedIn {
    /// Where it came from.
    pub from: ProjectRef,
    /// The device as it was there.
    pub device: DeviceAdded,
    /// Version below which it must not go (REL-5).
    pub min_software: Option<Version>,
    /// Its warranty extension.
    pub warranty: Option<Extension>,
    /// How many trials it has had.
    pub trials: u32,
    /// What is bound to it.
    pub lots: Vec<Arriving>,
}

/// A warranty extension as it travels with its device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The key that activated it.
    pub key: KeyCode,
    /// Years beyond the base warranty.
    pub years: Years,
    /// Which of the two articles.
    pub variant: WarrantyVariant,
    /// First day without warranty, where the day of purchase is known.
    pub until: Option<Day>,
}

/// See [`Event::DeviceReplaced`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceReplaced {
    /// The device that went back.
    pub old: Serial,
    /// The device that came.
    pub new: Serial,
    /// Model of the new device.
    pub model: String,
    /// The vendor's number of the return.
    pub rma: String,
    /// What was bound to the old device and is now bound to the new one.
    pub parts: Vec<Part>,
}

/// Units of a lot that an act moves or changes. A whole lot keeps its name, a part of it becomes a lot of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The lot that they are taken from.
    pub lot: LotId,
    /// Its licence.
    pub licence: Licence,
    /// How many units.
    pub units: Units,
    /// The lot that they are afterwards.
    pub into: LotId,
}

/// See [`Event::KeyRedeemed`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRedeemed {
    /// The key.
    pub key: KeyCode,
    /// The licences that it held.
    pub items: Vec<KeyItem>,
    /// The service credits that it held.
    pub credits: Option<Credits>,
}

/// Licences of one kind on a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyItem {
    /// The lot that they are from now on.
    pub lot: LotId,
    /// The licence.
    pub licence: Licence,
    /// How many.
    pub units: Units,
    /// The name as the source spelt it, where it differs.
    pub raw: Option<String>,
}

/// See [`Event::LicencesBound`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesBound {
    /// The device.
    pub serial: Serial,
    /// The units, taken from the free balance.
    pub parts: Vec<Part>,
}

/// See [`Event::LicencesReleased`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesReleased {
    /// The device.
    pub serial: Serial,
    /// The device's release file, or its reference.
    pub certificate: Option<String>,
    /// Whether it was agreed that the device never goes below version 8 again (REL-5).
    pub consent: bool,
    /// The units, back in the free balance.
    pub parts: Vec<Part>,
}

/// Units that become licences of another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The units.
    pub part: Part,
    /// What they are from now on.
    pub becomes: Licence,
}

/// See [`Event::LicencesConverted`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesConverted {
    /// The units, in the free balance.
    pub parts: Vec<Changed>,
    /// The year of SSA that begins with the conversion (SSA-6).
    pub coverage: Span,
    /// Credits that it took; absent where a reported fact does not say.
    pub credits: Option<Credits>,
}

/// See [`Event::LicencesUpgraded`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesUpgraded {
    /// The device on which they are bound; absent for the free balance.
    pub serial: Option<Serial>,
    /// The units.
    pub parts: Vec<Changed>,
    /// The day from which the new version was available; absent where it is not known.
    pub version_date: Option<Day>,
}

/// See [`Event::LicencesTransferredOut`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesTransferredOut {
    /// Where they went.
    pub to: ProjectRef,
    /// The units, from the free balance.
    pub lots: Vec<Leaving>,
}

/// See [`Event::LicencesTransferredIn`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesTransferredIn {
    /// Where they came from.
    pub from: ProjectRef,
    /// The units, in the free balance.
    pub lots: Vec<Arriving>,
}

/// See [`Event::CreditsReceived`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditsReceived {
    /// How many.
    pub credits: Credits,
}

/// See [`Event::CreditsTransferredOut`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditsTransferredOut {
    /// Where they went.
    pub to: ProjectRef,
    /// How many.
    pub credits: Credits,
}

/// See [`Event::CreditsTransferredIn`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditsTransferredIn {
    /// Where they came from.
    pub from: ProjectRef,
    /// How many.
    pub credits: Credits,
}

/// See [`Event::SsaApplied`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsaApplied {
    /// The term that was asked for; absent where an end date was named instead.
    pub years: Option<Years>,
    /// The lots and the interval that each got.
    pub lots: Vec<Covered>,
    /// Credits that it took in all; absent where a reported fact does not say.
    pub credits: Option<Credits>,
}

/// One lot's share of an SSA act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The units; they stay where they are.
    pub part: Part,
    /// The interval that was granted.
    pub span: Span,
    /// Whole years of it that had passed on the day of the act.
    pub late_years: u32,
    /// Credits for this lot, where they were computed from the rulebook.
    pub credits: Option<Credits>,
}

/// Which of the vendor's two warranty articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarrantyVariant {
    /// Bought with the device and bound at once.
    AtPurchase,
    /// Bought and bound inside the base warranty.
    AfterPurchase,
}

/// See [`Event::WarrantyActivated`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarrantyActivated {
    /// The device.
    pub serial: Serial,
    /// The extension.
    pub extension: Extension,
}

/// See [`Event::TrialIssued`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialIssued {
    /// The device.
    pub serial: Serial,
    /// The licence.
    pub licence: Licence,
    /// How many.
    pub units: Units,
    /// First day on which they no longer run.
    pub until: Day,
}

/// What a note is about, where that has a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A rental contract: a fact outside balances and SSA (PRJ-9).
    Rental,
}
words!(Topic { Rental = "rental" });

/// See [`Event::NoteAdded`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteAdded {
    /// The text.
    pub text: String,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The device that it speaks of.
    pub serial: Option<Serial>,
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
        }
    }

    /// The device that the fact is about, where it is about one.
    pub fn device(&self) -> Option<&Serial> {
        match self {
            Self::DeviceAdded(e) => Some(&e.serial),
            Self::DeviceSoftwareChanged(e) => Some(&e.serial),
            Self::DeviceRoleChanged(e) => Some(&e.serial),
            Self::DeviceMovedOut(e) => Some(&e.serial),
            Self::DeviceMovedIn(e) => Some(&e.device.serial),
            Self::DeviceReplaced(e) => Some(&e.old),
            Self::LicencesBound(e) => Some(&e.serial),
            Self::LicencesReleased(e) => Some(&e.serial),
            Self::LicencesUpgraded(e) => e.serial.as_ref(),
            Self::WarrantyActivated(e) => Some(&e.serial),
            Self::TrialIssued(e) => Some(&e.serial),
            Self::NoteAdded(e) => e.serial.as_ref(),
            Self::LedgerCreated(_)
            | Self::RulebookAdopted(_)
            | Self::CompanyAdded(_)
            | Self::ImportCommitted(_)
            | Self::LossAccepted(_)
            | Self::ProjectOpened(_)
            | Self::ProjectClosed
            | Self::KeyRedeemed(_)
            | Self::LicencesConverted(_)
            | Self::LicencesTransferredOut(_)
            | Self::LicencesTransferredIn(_)
            | Self::CreditsReceived(_)
            | Self::CreditsTransferredOut(_)
            | Self::CreditsTransferredIn(_)
            | Self::SsaApplied(_) => None,
        }
    }

    /// The other project of a move between two.
    pub fn counterpart(&self) -> Option<&ProjectRef> {
        match self {
            Self::DeviceMovedOut(e) => Some(&e.to),
            Self::DeviceMovedIn(e) => Some(&e.from),
            Self::LicencesTransferredOut(e) => Some(&e.to),
            Self::LicencesTransferredIn(e) => Some(&e.from),
            Self::CreditsTransferredOut(e) => Some(&e.to),
            Self::CreditsTransferredIn(e) => Some(&e.from),
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
            | Self::DeviceReplaced(_)
            | Self::KeyRedeemed(_)
            | Self::LicencesBound(_)
            | Self::LicencesReleased(_)
            | Self::LicencesConverted(_)
            | Self::LicencesUpgraded(_)
            | Self::CreditsReceived(_)
            | Self::SsaApplied(_)
            | Self::WarrantyActivated(_)
            | Self::TrialIssued(_)
            | Self::NoteAdded(_) => None,
        }
    }

    /// The activation key that the fact uses up.
    pub fn key(&self) -> Option<&KeyCode> {
        if let Self::KeyRedeemed(redeemed) = self {
            return Some(&redeemed.key);
        }
        if let Self::WarrantyActivated(activated) = self { Some(&activated.extension.key) } else { None }
    }
}
