//! `init`: a new ledger file.
//!
//! Absent by design: replacing a file that exists.

use crate::args::InitArgs;
use crate::context::{Context, fresh_id};
use crate::fault::{Done, Fault};
use crate::receipt::{self, Beside};
use crate::{edge, open, print};
use ledger_core::ledger::{self, Ledger};
use ledger_core::store::Sqlite;
use ledger_core::vocabulary::Day;

/// Name and version of this program, as a ledger remembers its maker.
const PROGRAM: &str = concat!("licledger ", env!("CARGO_PKG_VERSION"));

/// Makes the ledger.
///
/// # Errors
/// Refuses a file that exists.
pub(crate) fn run(args: &InitArgs, context: &Context) -> Result<Done, Fault> {
    context.is_now()?;
    let day = edge::optional("--date", args.date.as_ref(), Day::parse)?.unwrap_or(context.today);
    let actor = context.actor(args.actor.as_ref())?;
    let mut ids = fresh_id;
    let mut stamp = context.stamp(actor, &mut ids);
    let (_, command, batch) = ledger::genesis(PROGRAM, context.company.as_ref(), day, &mut stamp)?;
    let ledger = Ledger::over(Sqlite::create_with(&context.ledger, batch)?)?;
    open::pin(context, &ledger);
    if !context.is_json() && !context.quiet {
        print::out(&format!("made the ledger {}\n", ledger.store().path().display()));
    }
    if let Some(receipt) = ledger.receipt(command)? {
        let receipt = ledger::Receipt { already_recorded: false, ..receipt };
        receipt::show(context, &receipt, &Beside::default());
    }
    if !context.is_json() && !context.quiet && context.company.is_none() {
        print::out("next: licledger company add NAME\n");
    }
    Ok(Done::Plain)
}
