//! Options of the questions that compare two points or look at when and by whom things were recorded.
//!
//! Absent by design: the second point, which the options of every verb name (`--as-of`, `--known-at`).

use clap::Args;
use std::path::PathBuf;

const DIFF_EXAMPLES: &str = "\
Examples:
  licledger diff --from-as-of 2023-12-31 --as-of 2024-12-31
  licledger diff --from-known-at 146
  licledger diff --from-known-at 2026-11-24T10:00:00Z --as-of 2024-12-31 --project DEFAULT";

const RESTATEMENT_EXAMPLES: &str = "\
Examples:
  licledger restatement --since 146 --as-of 2024-12-31
  licledger restatement --checkpoint balance-of-2024.json --as-of 2024-12-31
  licledger restatement --checkpoint checkpoint.txt";

/// Options of `diff`.
#[derive(Debug, Args)]
#[command(after_help = DIFF_EXAMPLES)]
pub(crate) struct DiffArgs {
    /// Compare with the end of that day
    #[arg(long, value_name = "DATE")]
    pub from_as_of: Option<String>,
    /// Compare with what was known when the ledger held that many events, or at that time
    #[arg(long, value_name = "POSITION|TIME")]
    pub from_known_at: Option<String>,
}

/// Options of `restatement`.
#[derive(Debug, Args)]
#[command(after_help = RESTATEMENT_EXAMPLES)]
#[group(required = true, multiple = false)]
pub(crate) struct RestatementArgs {
    /// What was kept knew that many events, or what was known at that time
    #[arg(long, value_name = "POSITION|TIME")]
    pub since: Option<String>,
    /// What was kept is this checkpoint (a signed note) or a JSON report of this program
    #[arg(long, value_name = "FILE")]
    pub checkpoint: Option<PathBuf>,
}

/// Options of `late`.
#[derive(Debug, Args)]
pub(crate) struct LateArgs {
    /// Show only delays of more than that many days
    #[arg(long, value_name = "DAYS")]
    pub over: Option<String>,
}
