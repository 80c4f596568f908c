//! Options of the questions that compare two points.
//!
//! Absent by design: the second point, which the options of every verb name (`--as-of`, `--known-at`).

use clap::Args;

const DIFF_EXAMPLES: &str = "\
Examples:
  licledger diff --from-as-of 2023-12-31 --as-of 2024-12-31
  licledger diff --from-known-at 146
  licledger diff --from-known-at 2026-11-24T10:00:00Z --as-of 2024-12-31 --project DEFAULT";

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
