//! Steps: what somebody may do next, as data. A shell writes a step as a command, a page as a link.
//!
//! A step names everything that it needs, so that it can be done as it is shown. Absent by design: the words of
//! commands and how they are quoted.

use super::{CommandId, CompanyName, Credits, Day, Licence, LotId, Position, ProjectName, Serial, Version};

/// A project as a command names it: the company where it is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// Its company.
    pub company: Option<CompanyName>,
    /// Its name.
    pub project: ProjectName,
}

/// What somebody may do next.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Look at the balance of a project, or of all.
    ShowBalance {
        /// The project; all where absent.
        of: Option<Named>,
        /// Whether by device.
        by_device: bool,
        /// At the end of that day; today where absent.
        on: Option<Day>,
    },
    /// Look at the lots and their SSA.
    ShowLots(Option<Named>),
    /// See where a device was when.
    ShowHistory(Serial),
    /// See a device.
    ShowDevice(Serial),
    /// See an event.
    ShowEvent(Position),
    /// See the fields of an event.
    ShowFields(Position),
    /// See the events behind a figure.
    Explain {
        /// The licence.
        licence: Licence,
        /// The project.
        of: Option<Named>,
    },
    /// List the events.
    ListEvents,
    /// List the companies.
    ListCompanies,
    /// List the projects.
    ListProjects,
    /// List the devices.
    ListDevices,
    /// List the keys.
    ListKeys,
    /// Look a licence up.
    ShowLicence(Option<Licence>),
    /// See what a rule asks.
    ShowRule(String),
    /// List the rules.
    ListRules,
    /// See how the ledger stands.
    ShowStatus,
    /// Ask whether a command was recorded.
    AskCommand(Option<CommandId>),
    /// See what an extension of a lot would take, or of all lots of a project.
    QuoteSsa {
        /// The project.
        of: Option<Named>,
        /// The lot.
        lot: Option<LotId>,
    },
    /// Make a ledger.
    Init,
    /// Check the ledger.
    Verify,
    /// Compare the ledger with a head that was kept elsewhere.
    VerifyHead,
    /// Go on with what is left of a ledger.
    AcceptLoss,
    /// Take another ledger at a place where one was seen.
    AcceptLedger,
    /// Annul an event.
    Annul(Position),
    /// Reverse an event.
    Reverse(Position),
    /// Amend an event.
    Amend {
        /// The event.
        at: Position,
        /// The field that is to be set.
        field: Option<String>,
        /// Its value, where it is known.
        value: Option<String>,
    },
    /// Make a company known.
    AddCompany(Option<CompanyName>),
    /// Open a project.
    OpenProject(Option<Named>),
    /// Bring a device in.
    AddDevice(Option<Serial>),
    /// Record the software of a device.
    RecordSoftware {
        /// The device.
        serial: Serial,
        /// The version, where it is known.
        version: Option<Version>,
        /// The day by which it has to run.
        on: Option<Day>,
    },
    /// Move a device to another project.
    MoveDevice {
        /// The device.
        serial: Serial,
        /// Its company.
        company: Option<CompanyName>,
    },
    /// Replace a device that was returned.
    ReplaceDevice(Option<Serial>),
    /// Release licences.
    Release {
        /// The licence.
        licence: Licence,
        /// The device.
        from: Serial,
        /// Whether the consent to version 8 has to be given.
        consent: bool,
    },
    /// Convert licences in the balance.
    Convert {
        /// The licence.
        licence: Licence,
        /// The project.
        of: Option<Named>,
    },
    /// Record credits that were received.
    ReceiveCredits {
        /// How many.
        credits: Credits,
        /// The project.
        of: Option<Named>,
        /// The day by which they have to be there.
        on: Option<Day>,
    },
    /// Put a lot under SSA, or all lots of a project.
    ApplySsa {
        /// The project.
        of: Option<Named>,
        /// The lot.
        lot: Option<LotId>,
        /// The day on which it has to run.
        on: Option<Day>,
    },
    /// Adopt a rulebook.
    AdoptRulebook,
    /// List the rulebooks.
    ListRulebooks,
    /// Show a rulebook.
    ShowRulebook(String),
    /// Record a contract as a note.
    NoteRental(Named),
    /// List the imports.
    ListImports,
    /// List the layouts of files that can be read.
    ListProfiles,
    /// Import a file.
    Import,
    /// See what ends soon, as a calendar where it says so.
    ShowDue {
        /// Whether as a calendar.
        calendar: bool,
    },
    /// See the verbs and options.
    Help,
}
