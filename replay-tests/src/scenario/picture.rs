//! What a world shows after its steps: plain texts and numbers, the same from the library and from the program.
//!
//! Absent by design: how a world comes by them.

use super::{Document, End, Moment, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Something that performs steps on a ledger and can be asked what stands in it.
pub trait World {
    /// Keeps a file that later steps name.
    ///
    /// # Errors
    /// Says why it cannot be kept.
    fn keep(&mut self, document: &Document) -> Result<(), String>;

    /// Performs a step with its day as today.
    ///
    /// # Errors
    /// Fails for what no scenario can mean: an unreadable step, an integrity failure, an internal error.
    fn perform(&mut self, step: &Step) -> Result<Outcome, String>;

    /// Size and root of the ledger, in one text.
    ///
    /// # Errors
    /// Fails when the ledger cannot be read.
    fn head(&mut self) -> Result<String, String>;

    /// What stands in the ledger at a moment.
    ///
    /// # Errors
    /// Fails when the ledger cannot be read.
    fn picture(&mut self, moment: &Moment) -> Result<Picture, String>;

    /// What is known of a kind of licence, and how so many units are split over its tiers.
    ///
    /// # Errors
    /// Fails when nothing is known of it.
    fn kind(&mut self, licence: &str, units: u32) -> Result<Kind, String>;
}

/// The answer to a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was recorded.
    Accepted,
    /// A rule refused it: identifier, and all that was said.
    Refused(String, String),
    /// Something that it names is not in the ledger.
    Missing(String),
    /// It cannot be read.
    Usage(String),
    /// The ledger moved, or the command's id stands for something else.
    Conflict(String),
}

impl Outcome {
    /// All that was said, message and advice.
    pub fn said(&self) -> &str {
        match self {
            Self::Accepted => "",
            Self::Refused(_, said) | Self::Missing(said) | Self::Usage(said) | Self::Conflict(said) => said,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("accepted"),
            Self::Refused(code, said) => write!(f, "refused {code} ({said})"),
            Self::Missing(said) => write!(f, "not found ({said})"),
            Self::Usage(said) => write!(f, "usage ({said})"),
            Self::Conflict(said) => write!(f, "conflict ({said})"),
        }
    }
}

/// Units of one licence in one project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// In the free balance.
    pub free: i64,
    /// Bound to devices.
    pub bound: i64,
    /// Of those bound, under SSA on the day.
    pub covered: i64,
}

/// Units of one lot at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotSeen {
    /// The project.
    pub project: String,
    /// Its name.
    pub lot: String,
    /// Canonical name, with its tier.
    pub licence: String,
    /// `free`, or a serial number.
    pub place: String,
    /// How many.
    pub units: i64,
    /// Day of the first binding.
    pub first_bound: Option<String>,
    /// SSA, an interval for each act: from and until.
    pub spans: Vec<(String, String)>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The rule.
    pub rule: String,
    /// `error`, `warning` or `notice`.
    pub severity: String,
    /// What it is about.
    pub subject: String,
    /// What was found.
    pub message: String,
}

/// Everything that a scenario can look at.
#[derive(Debug, Clone, Default)]
pub struct Picture {
    /// By project and canonical licence without tier.
    pub balances: BTreeMap<(String, String), Balance>,
    /// Credits by project.
    pub credits: BTreeMap<String, i64>,
    /// Lots that hold units.
    pub lots: Vec<LotSeen>,
    /// The lots that keep a project from being under SSA on the day, by project, as the ledger itself answers.
    pub preventing: BTreeMap<String, BTreeSet<String>>,
    /// First day without warranty by serial number; absent where it is not known.
    pub warranties: BTreeMap<String, Option<String>>,
    /// The version below which a device must not go, by serial number.
    pub minimums: BTreeMap<String, Option<u16>>,
    /// What ends within the default window.
    pub due: Vec<End>,
    /// What `due` finds besides, and no other report.
    pub ahead: Vec<Seen>,
    /// Findings.
    pub findings: Vec<Seen>,
    /// Kind and payload of every event that was known.
    pub events: Vec<(String, String)>,
}

/// What is known of a kind of licence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// What one unit stands for.
    pub unit: String,
    /// What its units are used for, where that is more than the name says.
    pub serves: Vec<String>,
    /// Families that it stands for at one user.
    pub parts: Vec<String>,
    /// Units by the floor of their tier, 0 for base units.
    pub split: BTreeMap<u32, u32>,
}
