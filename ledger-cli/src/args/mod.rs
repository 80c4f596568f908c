//! The command line: verbs, options and their help.
//!
//! Texts stay texts here and become words of the vocabulary in the commands, so that every error has one form. Absent
//! by design: what a command does, and defaults that depend on clock or environment.

mod ask;
mod compare;
mod import;
mod licence;
mod ssa;
mod words;
mod write;

pub(crate) use ask::{
    BalanceArgs, By, CompanyAsk, DeviceAsk, DueArgs, EventAsk, ExplainArgs, FigureWord, HistoryArgs, KeyAsk,
    ProjectAsk, Question, RegisterArgs, ReplayArgs, SsaArgs, VerifyArgs, WarrantyArgs,
};
pub(crate) use compare::{DiffArgs, LateArgs, RestatementArgs};
pub(crate) use import::{DemoArgs, ImportArgs, ImportVerb};
pub(crate) use licence::{LicenceVerb, Lots};
pub(crate) use ssa::{SsaApply, SsaQuote, SsaUnits, SsaVerb};
pub(crate) use words::{LicensingWord, PickWord, RoleWord, TopicWord, VariantWord};
pub(crate) use write::{
    CloseArgs, CompanyVerb, CreditVerb, DeviceAdd, DeviceVerb, EventAmend, EventAnnul, EventReverse, EventVerb,
    InitArgs, KeyVerb, ProjectVerb, RestoreArgs, RulebookVerb, WarrantyVerb,
};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  licledger init --company 'Muster GmbH'
  licledger key redeem 4711-ABCD --project DEFAULT --item 'PBX-Port12=100' --item 'SSC=50'
  licledger balance --project DEFAULT --as-of 2016-12-24

`licledger demo` makes a ledger with a history to try things on";

/// Keep a tamper-evident ledger of innovaphone PBX licences
#[derive(Debug, Parser)]
#[command(name = "licledger", version, after_help = EXAMPLES, arg_required_else_help = true)]
#[command(disable_help_subcommand = true, disable_help_flag = true, max_term_width = 110)]
pub(crate) struct Cli {
    /// Options of every verb.
    #[command(flatten)]
    pub globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// Options of every verb.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Use this ledger file instead of licledger.db in your data directory
    #[arg(long, value_name = "FILE", env = "LICLEDGER", hide_env_values = true, global = true)]
    pub ledger: Option<PathBuf>,
    /// Show the state at the end of that day (2016-12-24 or 24.12.2016) instead of today
    #[arg(long, value_name = "DATE", global = true)]
    pub as_of: Option<String>,
    /// Show what was known when the ledger held that many events, or at that time (2026-11-24T10:00:00Z)
    #[arg(long, value_name = "POSITION|TIME", global = true)]
    pub known_at: Option<String>,
    /// Name the project
    #[arg(long, value_name = "NAME", global = true)]
    pub project: Option<String>,
    /// Name the company, where several have a project of that name
    #[arg(long, value_name = "NAME", global = true)]
    pub company: Option<String>,
    /// Choose the form of the answer
    #[arg(short = 'O', long, value_enum, default_value_t, global = true)]
    pub format: Format,
    /// Answer in JSON, errors too; short for --format json
    #[arg(long, global = true)]
    pub json: bool,
    /// Choose when to colour; NO_COLOR is respected
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    pub color: Color,
    /// Say nothing on success
    #[arg(short, long, conflicts_with = "verbose", global = true)]
    pub quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Refuse a ledger that cannot be compared with what was seen of it before (exit code 5)
    #[arg(long, conflicts_with = "no_pin", global = true)]
    pub require_pin: bool,
    /// Read a copy as it is: compare nothing with what was seen before, and remember nothing
    #[arg(long, global = true)]
    pub no_pin: bool,
    /// Show no progress bar
    #[arg(long, global = true)]
    pub no_progress: bool,
    /// Print help
    #[arg(short, long, action = ArgAction::HelpShort, global = true)]
    help: Option<bool>,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one document on one line.
    Json,
    /// For calendars (RFC 5545): what ends soon.
    Ics,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// In any case.
    Always,
    /// In no case.
    Never,
}

/// Options of every verb that writes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Recording")]
pub(crate) struct Writing {
    /// Let it take effect on that day instead of today
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// Say who records it; your user name otherwise
    #[arg(long, value_name = "NAME", env = "LICLEDGER_ACTOR", hide_env_values = true)]
    pub actor: Option<String>,
    /// Say why
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Name an order, a ticket or a letter
    #[arg(long = "ref", value_name = "TEXT")]
    pub reference: Option<String>,
    /// Print the events that would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Confirm without being asked
    #[arg(long)]
    pub yes: bool,
    /// Repeat the serial number, with --yes, for what cannot be undone
    #[arg(long, value_name = "SERIAL")]
    pub serial: Option<String>,
    /// Write only if the ledger holds that many events
    #[arg(long, value_name = "SIZE")]
    pub expect_head: Option<String>,
    /// Give the command an id: the same id again answers with the first receipt
    #[arg(long, value_name = "UUID")]
    pub command_id: Option<String>,
    /// If it is refused, explain that down to the events
    #[arg(long)]
    pub explain: bool,
    /// Record it as something that happened, without judging it; needs --reason
    #[arg(long)]
    pub fact: bool,
    /// Amend later moves between projects in the same act, so that what is recorded late goes along
    #[arg(long)]
    pub carry: bool,
}

/// Every verb.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a new ledger
    Init(InitArgs),
    /// Add and look at companies
    #[command(subcommand)]
    Company(CompanyVerb),
    /// Open, close and look at projects
    #[command(subcommand)]
    Project(ProjectVerb),
    /// Add, change, move and replace devices
    #[command(subcommand)]
    Device(DeviceVerb),
    /// Redeem activation keys
    #[command(subcommand)]
    Key(KeyVerb),
    /// Bind, release, convert, upgrade and transfer licences
    #[command(subcommand)]
    Licence(LicenceVerb),
    /// Show software service agreements by lot, quote or apply one
    #[command(args_conflicts_with_subcommands = true)]
    Ssa {
        /// What to show.
        #[command(flatten)]
        show: SsaArgs,
        /// What to do instead.
        #[command(subcommand)]
        verb: Option<SsaVerb>,
    },
    /// Receive and transfer service credits (SSC)
    #[command(subcommand)]
    Credit(CreditVerb),
    /// Show warranties, or activate an extension
    #[command(args_conflicts_with_subcommands = true)]
    Warranty {
        /// What to show.
        #[command(flatten)]
        show: WarrantyArgs,
        /// What to do instead.
        #[command(subcommand)]
        verb: Option<WarrantyVerb>,
    },
    /// Show free, bound and covered licences
    Balance(BalanceArgs),
    /// Show what ends soon: SSA, warranties and trials; exit code 1 where something does
    Due(DueArgs),
    /// Show every movement with its running balance
    Register(RegisterArgs),
    /// Tell the story of a project, company, device, key or lot
    History(HistoryArgs),
    /// Explain a figure or a finding down to its events
    Explain(ExplainArgs),
    /// Compare two points: which figures moved, and the events that lie between
    Diff(DiffArgs),
    /// Show what was recorded since something was kept, and the figures that it moved
    Restatement(RestatementArgs),
    /// Show events that were recorded after the day on which they took effect
    Late(LateArgs),
    /// Show who recorded what kinds of events, and when
    Who,
    /// Show what was annulled, reversed and amended, and whether it holds
    Corrections,
    /// Look at single events, correct them, and add notes
    #[command(subcommand)]
    Event(EventVerb),
    /// Close a period: keep its totals and its head
    Close(CloseArgs),
    /// Adopt, list, show and compare rulebooks
    #[command(subcommand)]
    Rulebook(RulebookVerb),
    /// List the rules, or explain one
    Rules {
        /// Identifier, such as REL-4, or a section, such as REL
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Import transactions from CSV files, and look at imports
    Import(ImportArgs),
    /// Show the ledger in one screen, or ask what became of a command
    Status {
        /// Ask for the receipt of that command
        #[arg(long, value_name = "UUID")]
        command_id: Option<String>,
    },
    /// Check every hash, chain and figure
    Verify(VerifyArgs),
    /// Fold the ledger again from its first event and compare
    Replay(ReplayArgs),
    /// Accept a ledger that is shorter than it was seen before
    Restore(RestoreArgs),
    /// Make a ledger with a history to try things on
    Demo(DemoArgs),
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn every_verb_and_option_is_well_defined() {
        Cli::command().debug_assert();
    }
}
