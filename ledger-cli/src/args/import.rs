//! The command line of imports and of the demonstration.
//!
//! Absent by design: headings, acts and encodings, which are the reader's.

use super::PickWord;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Options of `import`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
#[command(after_help = "Examples:
  licledger import history.csv --dry-run
  licledger import 2012.csv 2013.csv
  licledger import list")]
pub(crate) struct ImportArgs {
    /// CSV files, each recorded as a whole or not at all; - reads the standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Read headings and acts by that profile
    #[arg(long, value_name = "NAME", default_value = "transactions")]
    pub profile: String,
    /// Name the encoding (utf-8, windows-1252, iso-8859-15) instead of looking for it
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Take lots in that order, where several with different dates match
    #[arg(long, value_enum, value_name = "ORDER")]
    pub pick: Option<PickWord>,
    /// Say who records it; your user name otherwise
    #[arg(long, value_name = "NAME", env = "LICLEDGER_ACTOR", hide_env_values = true, help_heading = "Recording")]
    pub actor: Option<String>,
    /// Show what would be recorded, and write nothing
    #[arg(long, help_heading = "Recording")]
    pub dry_run: bool,
    /// Write only if the ledger holds that many events
    #[arg(long, value_name = "SIZE", help_heading = "Recording")]
    pub expect_head: Option<String>,
    /// What to look at instead.
    #[command(subcommand)]
    pub verb: Option<ImportVerb>,
}

/// Questions about imports.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportVerb {
    /// List the files that were imported
    List,
    /// Show one import
    Show {
        /// Position of the event that ended it
        #[arg(value_name = "POSITION")]
        position: String,
    },
    /// Show the headings and acts that can be read
    Profiles,
}

/// Options of `demo`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger demo
  licledger demo --dir /tmp/licences
  licledger demo --ledger /tmp/licences/history.db")]
pub(crate) struct DemoArgs {
    /// Make the ledger in that folder instead of a fresh one
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}
