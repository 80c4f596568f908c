//! `status --command-id`: what became of a command.

use crate::context::Context;
use crate::fault::{Done, Exit, Fault};
use crate::receipt::{self, Beside};
use crate::{edge, open};
use ledger_core::vocabulary::CommandId;

/// Shows the receipt of a command, if it was recorded.
///
/// # Errors
/// Says that it was not.
pub(crate) fn command(id: &str, context: &Context) -> Result<Done, Fault> {
    let id = edge::word("--command-id", id, CommandId::parse)?;
    let ledger = open::open(context)?;
    let Some(receipt) = ledger.receipt(id)? else {
        let next = "nothing of it was written: run the command again with the same `--command-id`";
        return Err(Fault::new(Exit::NotFound, "NOT-FOUND", id, "the ledger knows no command of that id", next));
    };
    receipt::show(context, &receipt, &Beside { asked: true, ..Beside::default() });
    Ok(Done::Plain)
}
