//! Questions about what lies ahead: what SSA would take.
//!
//! Absent by design: what an answer holds (the core's questions).

use super::view;
use crate::args::SsaQuote;
use crate::commands::ssa;
use crate::context::Context;
use crate::fault::Fault;
use ledger_core::decide::Refusal;
use ledger_core::ledger::AskScope;
use ledger_core::question::{Report, quote};

/// What SSA for a project's licences would grant and take.
pub(super) fn quote_of(args: &SsaQuote, context: &Context) -> Result<Report, Fault> {
    let project = context.needs_project()?;
    let term = ssa::reach(args.years.as_ref(), args.until.as_ref())?;
    let wish = quote::Wish { target: ssa::target(&args.units)?, term };
    let view = view(context, AskScope::Project(project))?;
    quote::quote(&view, &wish).map_err(|reason| Refusal::from(reason).into())
}
