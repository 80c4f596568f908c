//! What can be asked, and the options of each question.
//!
//! Absent by design: options that every verb has, such as day, project and format.

use super::SsaQuote;
use super::compare::{DiffArgs, LateArgs, RestatementArgs};
use clap::{Args, Subcommand, ValueEnum};

/// A question of any verb.
#[derive(Debug)]
pub(crate) enum Question {
    /// `balance`.
    Balance(BalanceArgs),
    /// `ssa`, `ssa show`.
    Ssa(SsaArgs),
    /// `ssa quote`.
    Quote(SsaQuote),
    /// `warranty`, `warranty show`.
    Warranty(WarrantyArgs),
    /// `due`.
    Due(DueArgs),
    /// `register`.
    Register(RegisterArgs),
    /// `history`.
    History(HistoryArgs),
    /// `explain`.
    Explain(ExplainArgs),
    /// `diff`.
    Diff(DiffArgs),
    /// `restatement`.
    Restatement(RestatementArgs),
    /// `late`.
    Late(LateArgs),
    /// `who`.
    Who,
    /// `corrections`.
    Corrections,
    /// `company list|show`.
    Company(CompanyAsk),
    /// `project list|show`.
    Project(ProjectAsk),
    /// `device list|show`.
    Device(DeviceAsk),
    /// `key list`.
    Key(KeyAsk),
    /// `event list|show`.
    Event(EventAsk),
    /// `status`.
    Status,
    /// `verify`.
    Verify(VerifyArgs),
    /// `replay`.
    Replay(ReplayArgs),
}

/// Options of `balance`.
#[derive(Debug, Args)]
pub(crate) struct BalanceArgs {
    /// Show only that licence; without a version every version of the family
    #[arg(value_name = "TYPE")]
    pub licence: Option<String>,
    /// Split what is bound
    #[arg(long, value_enum)]
    pub by: Option<By>,
}

/// How to split a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// A row for each device.
    Device,
}

/// Options of `ssa`.
#[derive(Debug, Clone, Args)]
pub(crate) struct SsaArgs {
    /// Show only that licence
    #[arg(value_name = "TYPE")]
    pub licence: Option<String>,
    /// Show only what is bound to that device
    #[arg(long, value_name = "SERIAL")]
    pub device: Option<String>,
}

/// Options of `warranty`.
#[derive(Debug, Clone, Args)]
pub(crate) struct WarrantyArgs {
    /// Show only that device
    #[arg(long, value_name = "SERIAL")]
    pub device: Option<String>,
}

/// Options of `due`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger due
  licledger due --within 3m --project Zentrale
  licledger due Port --within 52w
  licledger due --within 1200m -O ics > ends.ics

Exit code 0: nothing ends within the window; 1: something does, also with --json and -O ics")]
pub(crate) struct DueArgs {
    /// Show only that licence, and no warranties; without a version every version of the family
    #[arg(value_name = "TYPE")]
    pub licence: Option<String>,
    /// How far ahead: 90d, 12w, 3m (calendar months) or a number of days [default: the rulebook's first reminder]
    #[arg(long, value_name = "TIME")]
    pub within: Option<String>,
}

/// Options of `register`.
#[derive(Debug, Args)]
pub(crate) struct RegisterArgs {
    /// Show only that licence; SSC for credits
    #[arg(value_name = "TYPE")]
    pub licence: Option<String>,
    /// Show only movements to and from that device
    #[arg(long, value_name = "SERIAL")]
    pub device: Option<String>,
    /// Leave out what took effect before that day
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
}

/// Options of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger explain PBX-Port12 --project Zentrale --figure bound
  licledger explain SSC --project Zentrale --as-of 2016-12-24
  licledger explain 12.1 --project Zentrale          # the end of the lot's SSA
  licledger explain 00-90-33-01-02-03                # the end of the device's warranty
  licledger explain PRJ-3                            # what that rule found

Every command that records takes --explain: a refusal is then told down to its events")]
pub(crate) struct ExplainArgs {
    /// Licence, SSC, lot (with --project), serial number, or identifier of a rule
    #[arg(value_name = "SUBJECT")]
    pub subject: String,
    /// Explain that figure of a licence
    #[arg(long, value_enum, value_name = "FIGURE", conflicts_with = "device")]
    pub figure: Option<FigureWord>,
    /// Explain what is bound to that device
    #[arg(long, value_name = "SERIAL")]
    pub device: Option<String>,
    /// With --known-at: list also what was recorded since then
    #[arg(long)]
    pub not_yet_known: bool,
}

/// A figure of a licence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FigureWord {
    /// In the free balance.
    Free,
    /// Bound to devices.
    Bound,
    /// Both.
    Total,
    /// Bound and covered on the day.
    SsaCovered,
}

/// Options of `history`.
#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    /// Project, company, serial number, key, or lot (with --project)
    #[arg(value_name = "SUBJECT")]
    pub subject: String,
}

/// Questions about companies.
#[derive(Debug)]
pub(crate) enum CompanyAsk {
    /// All of them.
    List,
    /// One.
    Show(String),
}

/// Questions about projects.
#[derive(Debug)]
pub(crate) enum ProjectAsk {
    /// All of them.
    List,
    /// One.
    Show(String),
}

/// Questions about devices.
#[derive(Debug)]
pub(crate) enum DeviceAsk {
    /// All of them.
    List,
    /// One.
    Show(String),
}

/// Questions about keys.
#[derive(Debug)]
pub(crate) enum KeyAsk {
    /// All of them.
    List,
}

/// Questions about events.
#[derive(Debug, Subcommand)]
pub(crate) enum EventAsk {
    /// List events in the order in which they were recorded
    List {
        /// Show only events of that kind, such as licences-bound
        #[arg(long, value_name = "KIND")]
        kind: Option<String>,
        /// Show only events of that device
        #[arg(long, value_name = "SERIAL")]
        device: Option<String>,
        /// Begin at that position
        #[arg(long, value_name = "POSITION")]
        from: Option<String>,
        /// Show at most that many
        #[arg(long, value_name = "N")]
        limit: Option<String>,
    },
    /// Show one event with all that was sealed
    Show {
        /// Its position or its id
        #[arg(value_name = "POSITION|ID")]
        event: String,
    },
}

/// Options of `verify`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger verify
  licledger verify --head 57:3f8a61c0d2b94e17        # copied from a report or a receipt

Exit code 0: whole; 1: with warnings; 5: not whole, or not the ledger of that head")]
pub(crate) struct VerifyArgs {
    /// Compare the ledger with a head that was kept elsewhere: the number of events and 16 or more digits of its root
    #[arg(long, value_name = "SIZE:DIGITS", num_args = 1..=2)]
    pub head: Vec<String>,
}

/// Options of `replay`.
#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// Stop before that position
    #[arg(long, value_name = "POSITION")]
    pub until: Option<String>,
    /// Show the state after each event
    #[arg(long)]
    pub step: bool,
}
