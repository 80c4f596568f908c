//! `close`: the totals and the head of a period.
//!
//! Absent by design: what the totals are.

use super::record::record;
use crate::args::CloseArgs;
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::Command;
use ledger_core::vocabulary::{ClosingName, Day};

/// Closes a period of one project, or of everything.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(args: &CloseArgs, context: &Context) -> Result<Done, Fault> {
    if args.writing.date.is_some() {
        return Err(Fault::usage("--date", "a closing takes its day from `--until`", "leave it out"));
    }
    if context.company.is_some() && context.project.is_none() {
        let next = "add `--project NAME`, or leave it out and close everything";
        return Err(Fault::usage("--company", "a closing is of one project or of everything", next));
    }
    let name = edge::word("NAME", &args.name, ClosingName::parse)?;
    let until = edge::word("--until", &args.until, Day::parse)?;
    record(context, &args.writing, Command::ClosePeriod { name, until, project: context.project_choice() })
}
