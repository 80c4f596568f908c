//! Questions about what lies ahead: what ends soon, and what SSA would take.
//!
//! Absent by design: what an answer holds (the core's questions).

use super::{answered, kind, show, view};
use crate::args::{DueArgs, SsaQuote};
use crate::commands::ssa;
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::Refusal;
use ledger_core::ledger::AskScope;
use ledger_core::question::window::Window;
use ledger_core::question::{Answer, due as ends, quote};

/// Shows what ends soon, and says by the exit code whether something does.
pub(super) fn due(args: &DueArgs, context: &Context) -> Result<Done, Fault> {
    let only = args.licence.as_deref().map(kind).transpose()?;
    let within = edge::optional("--within", args.within.as_ref(), Window::parse)?;
    let view = view(context, context.scope())?;
    let unknown = || {
        let message = "the rulebook does not know when a first reminder is due (SSA-8)";
        Fault::usage("--within", message, "add `--within TIME`, such as 90d")
    };
    let window = within.or_else(|| ends::usual_window(&view)).ok_or_else(unknown)?;
    let report = ends::due(&view, window, only.as_ref());
    show(&report, context);
    Ok(if report.is_empty() { answered(&report) } else { Done::Findings })
}

/// What SSA for a project's licences would grant and take.
pub(super) fn quote_of(args: &SsaQuote, context: &Context) -> Result<Answer, Fault> {
    let project = context.needs_project()?;
    let term = ssa::reach(args.years.as_ref(), args.until.as_ref())?;
    let wish = quote::Wish { target: ssa::target(&args.units)?, term };
    let view = view(context, AskScope::Project(project))?;
    quote::quote(&view, &wish).map_err(|reason| Refusal::from(reason).into())
}
