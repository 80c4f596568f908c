//! `restore --accept-loss`: going on with a ledger that is shorter than it was seen before, or another.
//!
//! Absent by design: bringing lost events back, which only a copy can.

use crate::args::RestoreArgs;
use crate::context::{Context, fresh_id};
use crate::fault::{Done, Exit, Fault};
use crate::receipt::{self, Beside};
use crate::{confirm, edge, open};
use ledger_core::event::Remarks;
use ledger_core::ledger::{Ledger, LedgerError};

/// Records the loss.
///
/// # Errors
/// Says what is wrong with the file, or that nobody confirmed it.
pub(crate) fn run(args: &RestoreArgs, context: &Context) -> Result<Done, Fault> {
    context.is_now()?;
    let reason = edge::text("--reason", &args.reason)?;
    let mut ledger = Ledger::open_file(&context.ledger)?;
    let pinned = open::pinned(context, &ledger)?;
    let pinned = match ledger.check_pin(pinned) {
        Err(LedgerError::Pin { pinned, .. }) => pinned,
        Err(error) => return Err(error.into()),
        Ok(()) => {
            let message = "the ledger holds all that was seen here before; there is no loss to accept";
            return Err(Fault::new(Exit::NotFound, "NO-LOSS", "", message, "use it as it is"));
        }
    };
    let found = ledger.head()?;
    let lines = [
        format!("seen here before: {} events, root {}", pinned.size, pinned.root),
        format!("found now: {} events, root {}", found.size, found.root),
        "what is missing stays missing; the loss is recorded in the ledger for good".to_owned(),
    ];
    confirm::costly(context, args.yes, &lines, "look for a newer copy first, then add `--yes`")?;
    let actor = context.actor(args.actor.as_ref())?;
    let mut ids = fresh_id;
    let mut stamp = context.stamp(actor, &mut ids);
    let remarks = Remarks { reason: Some(reason), ..Remarks::default() };
    let receipt = ledger.accept_loss(pinned, remarks, &mut stamp)?;
    open::pin_anew(context, &ledger);
    receipt::show(context, &receipt, &Beside::default());
    Ok(Done::Plain)
}
