//! `credit`: software service credits (SSC).

use super::record::record;
use crate::args::CreditVerb;
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::Command;
use ledger_core::vocabulary::Credits;

/// Receives or transfers credits.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(verb: &CreditVerb, context: &Context) -> Result<Done, Fault> {
    match verb {
        CreditVerb::Receive { credits, writing } => {
            let credits = edge::word("N", credits, Credits::parse)?;
            record(context, writing, Command::ReceiveCredits { project: context.needs_project()?, credits })
        }
        CreditVerb::Transfer { credits, from_project, to_project, writing } => {
            let credits = edge::word("N", credits, Credits::parse)?;
            let from = context.choice("--from-project", from_project)?;
            let to = context.choice("--to-project", to_project)?;
            record(context, writing, Command::TransferCredits { credits, from, to })
        }
    }
}
