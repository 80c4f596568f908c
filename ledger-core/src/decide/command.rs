//! Commands: what a person asks for, in the imperative.
//!
//! Everything in a command is parsed already. Absent by design: the day, the actor and the reason, which come with it.

use super::setting::Setting;
use crate::event::{DeviceAdded, Licensing, Role, Topic, WarrantyVariant};
use crate::rule::price::Term;
use crate::rule::target::SsaTarget;
use crate::vocabulary::{
    ClosingName, CompanyName, Credits, Day, Hash, KeyCode, Licence, LotId, Named, Position, ProjectName, Serial,
    Software, Units, Version, Years,
};

/// A project by its name, and its company where several have one of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectChoice {
    /// The company, where it was named.
    pub company: Option<CompanyName>,
    /// The project.
    pub project: ProjectName,
}

impl ProjectChoice {
    /// The project as a further command names it.
    pub fn named(&self) -> Named {
        Named { company: self.company.clone(), project: self.project.clone() }
    }
}

/// Units of a licence, and which lots they should come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Take {
    /// The licence; without a tier every tier is meant.
    pub licence: Licence,
    /// How many units.
    pub units: Units,
    /// Which lots.
    pub choice: Choice,
}

/// Which of several lots with different dates a command takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Not said: refused where it matters.
    Open,
    /// This lot.
    Lot(LotId),
    /// In this order.
    Pick(Pick),
}

/// An order of lots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// Covered lots with the earliest end first, uncovered ones last.
    OldestSsa,
    /// Covered lots with the latest end first, uncovered ones last.
    NewestSsa,
    /// In the order in which the lots came into being.
    Fifo,
}

/// What a conversion leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Becoming {
    /// The same licence in another version.
    Version(Version),
    /// Another licence by name; only another version of the same family can be granted.
    Licence(Licence),
}

/// What a key is said to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemAsked {
    /// Licences; the name as the source spelt it, where it differs.
    Licences(Licence, Units, Option<String>),
    /// Service credits (SSC).
    Credits(Credits),
    /// Rental currency (iSC), which no balance holds (PRJ-9).
    Rental(u32),
}

/// What a person can ask the ledger to do.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the words of the command line, documented there and in the types")]
pub enum Command {
    /// Puts a rulebook into force.
    AdoptRulebook { name: String, rulebook: Hash },
    /// Makes a company known, with its project `DEFAULT`.
    AddCompany { company: CompanyName },
    /// Opens a project of a company.
    OpenProject { company: CompanyName, project: ProjectName },
    /// Closes a project for good.
    CloseProject { project: ProjectChoice },
    /// Brings a device into a project.
    AddDevice { project: ProjectChoice, device: DeviceAdded },
    /// Records the software that a device runs.
    ChangeSoftware { serial: Serial, software: Software },
    /// Records another role or way of licensing.
    ChangeRole { serial: Serial, role: Option<Role>, licensing: Option<Licensing> },
    /// Moves a device, with all that is bound to it, to another project of the company.
    MoveDevice { serial: Serial, to: ProjectChoice },
    /// Records a replacement by the vendor.
    ReplaceDevice { old: Serial, new: Serial, model: Option<String>, rma: String },
    /// Redeems an activation key.
    RedeemKey { project: ProjectChoice, key: KeyCode, items: Vec<ItemAsked> },
    /// Binds free licences to a device.
    Bind { take: Take, serial: Serial },
    /// Gives bound licences back.
    Release { take: Take, serial: Serial, certificate: Option<String>, consent: bool },
    /// Converts free licences to another version, which ends their SSA.
    Convert { take: Take, project: ProjectChoice, becoming: Becoming, credits: Option<Credits> },
    /// Brings licences to a version that their SSA covers; on a device, or in the balance of a project.
    Upgrade { take: Take, serial: Option<Serial>, project: Option<ProjectChoice>, version: Version },
    /// Transfers free licences to another project of the company.
    TransferLicences { take: Take, from: ProjectChoice, to: ProjectChoice },
    /// Issues trial licences on a device.
    IssueTrial { licence: Licence, units: Units, serial: Serial },
    /// Receives service credits into a balance.
    ReceiveCredits { project: ProjectChoice, credits: Credits },
    /// Transfers service credits to another project of the company.
    TransferCredits { credits: Credits, from: ProjectChoice, to: ProjectChoice },
    /// Puts lots under SSA, or extends it; credits are computed from the rulebook unless they are named.
    ApplySsa { project: ProjectChoice, target: SsaTarget, term: Term, credits: Option<Credits> },
    /// Activates the extension of a device's warranty.
    ActivateWarranty { key: KeyCode, serial: Serial, years: Years, variant: WarrantyVariant, bought: Option<Day> },
    /// Writes something down.
    AddNote { project: Option<ProjectChoice>, serial: Option<Serial>, text: String, topic: Option<Topic> },
    /// Says that an event never happened.
    Annul { target: Position },
    /// Says that an event was undone on the day of the command.
    Reverse { target: Position },
    /// Says that an event happened otherwise: with other fields, on the day of the command.
    Amend { target: Position, settings: Vec<Setting> },
    /// Closes every day before one, for a project or for everything.
    ClosePeriod { name: ClosingName, until: Day, project: Option<ProjectChoice> },
}
