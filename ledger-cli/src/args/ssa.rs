//! Verbs of software service agreements: show, quote, apply.
//!
//! A quote names units as the act does. Absent by design: whether the act is allowed.

use super::{SsaArgs, Writing};
use clap::{Args, Subcommand};

/// Verbs of software service agreements.
#[derive(Debug, Subcommand)]
pub(crate) enum SsaVerb {
    /// Show agreements by lot
    Show(SsaArgs),
    /// Show what SSA for licences of a project (--project) would grant and take; nothing is written
    Quote(SsaQuote),
    /// Put licences of a project (--project) under SSA, or extend it
    Apply(SsaApply),
}

/// Options of `ssa apply`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger ssa apply --project Zentrale --all --years 1
  licledger ssa apply --project Zentrale --type PBX-Port12 --units 40 --years 3 --credits 120
  licledger ssa apply --project Zentrale --lot 12.1 --until 2027-01-01 --dry-run")]
pub(crate) struct SsaApply {
    /// Which licences.
    #[command(flatten)]
    pub units: SsaUnits,
    /// Whole years from where the coverage of each lot starts
    #[arg(long, value_name = "N", required_unless_present = "until", conflicts_with = "until")]
    pub years: Option<String>,
    /// First day no longer covered, to let lots end together
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// Credits that it takes, where the rulebook has no value
    #[arg(long, value_name = "N")]
    pub credits: Option<String>,
    #[command(flatten)]
    pub writing: Writing,
}

/// Options of `ssa quote`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger ssa quote --project Zentrale --all
  licledger ssa quote --project Zentrale --type PBX-Port12 --units 40 --years 3
  licledger ssa quote --project Zentrale --all --until 2027-01-01 --as-of 2026-12-01

The day of the purchase is that of --as-of; without --years and --until each lot gets the least whole years that reach past it")]
pub(crate) struct SsaQuote {
    /// Which licences.
    #[command(flatten)]
    pub units: SsaUnits,
    /// Whole years from where the coverage of each lot starts
    #[arg(long, value_name = "N", conflicts_with = "until")]
    pub years: Option<String>,
    /// First day no longer covered, to let lots end together
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
}

/// The licences that an act or its quote means.
#[derive(Debug, Args)]
pub(crate) struct SsaUnits {
    /// Every bound licence that has a version
    #[arg(long, conflicts_with_all = ["device", "lot", "licence"])]
    pub all: bool,
    /// Every versioned licence on that device; with --type only that licence
    #[arg(long, value_name = "SERIAL", required_unless_present_any = ["all", "lot", "licence"])]
    pub device: Option<String>,
    /// One lot
    #[arg(long, value_name = "LOT", conflicts_with_all = ["device", "licence"])]
    pub lot: Option<String>,
    /// Bound licences of one kind
    #[arg(long = "type", value_name = "TYPE")]
    pub licence: Option<String>,
    /// So many of them, in the order of their lots, instead of all
    #[arg(long, value_name = "N", requires = "licence", conflicts_with_all = ["all", "lot"])]
    pub units: Option<String>,
}
