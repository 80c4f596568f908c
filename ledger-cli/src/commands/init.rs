//! `init`: a new ledger file.
//!
//! Absent by design: replacing a file that exists.

use crate::args::InitArgs;
use crate::context::{Context, fresh_id};
use crate::fault::{Done, Fault};
use crate::kept::{self, Ledger};
use crate::receipt::{self, Beside};
use crate::render::escape;
use crate::{edge, open, print};
use ledger_core::ledger;
use ledger_core::store::{Acceptance, PinStore};
use ledger_core::vocabulary::{Day, Step};

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
    let ledger = kept::make(&context.ledger, batch)?;
    print::recorded(command);
    seen_anew(context, &ledger);
    if !context.is_json() && !context.quiet {
        let path = ledger.store().path().display().to_string();
        print::out(&format!("made the ledger {}\n", escape::terminal(&path)));
    }
    if let Some(receipt) = ledger.receipt(command)? {
        let receipt = ledger::Receipt { already_recorded: false, ..receipt };
        receipt::show(context, &receipt, &Beside::default());
    }
    if !context.is_json() && !context.quiet && context.company.is_none() {
        print::out(&format!("next: {}\n", words::step::command(&Step::AddCompany(None))));
    }
    Ok(Done::Plain)
}

/// Remembers a new ledger. Where another one was seen before, that is told and kept with the pin: whoever makes a ledger
/// says by it that the other one is there no more.
fn seen_anew(context: &Context, ledger: &Ledger) {
    let other = open::recall(context, ledger).ok().and_then(|recalled| recalled.other(ledger.id()).cloned());
    let Some(other) = other else { return open::pin(context, ledger) };
    open::warn(context, &format!("ledger {} with {} events was seen here before", other.ledger, other.head.size));
    let accepted = |head| Acceptance {
        at: context.now(),
        actor: context.actor(None).map_or_else(|_| String::new(), |actor| actor.to_string()),
        reason: "a new ledger was made here".to_owned(),
        place: context.ledger.display().to_string(),
        before: (other.ledger, other.head),
        found: (ledger.id(), head),
    };
    let kept =
        ledger.head().and_then(|head| ledger.accept(&PinStore::new(&context.state), &context.ledger, &accepted(head)));
    if let Err(error) = kept {
        open::warn(context, &open::unwritten(&error));
    }
}
