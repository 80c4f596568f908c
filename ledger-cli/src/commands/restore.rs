//! `restore`: going on with a ledger that is shorter than it was seen before, or with another one in its place.
//!
//! The whole file is verified before anything is accepted. A loss is recorded in the ledger; that another ledger lies here
//! is kept beside the pins, since the ledger in question is the one that nobody knew. Absent by design: bringing lost
//! events back, which only a copy can.

use super::read;
use crate::args::{Question, RestoreArgs};
use crate::context::{Context, fresh_id};
use crate::fault::{Done, Exit, Fault, NEXT_OF_DAMAGED, mend};
use crate::kept::{self, Ledger};
use crate::receipt::{self, Beside};
use crate::render::escape;
use crate::{confirm, edge, open, print};
use ledger_core::event::Remarks;
use ledger_core::ledger::{Beginning, LedgerError};
use ledger_core::rule::Severity;
use ledger_core::store::{Acceptance, Pin, PinStore};
use ledger_core::tree::Head;
use ledger_core::vocabulary::LedgerId;
use words::say;

/// Accepts the loss, or the ledger.
///
/// # Errors
/// Says what is wrong with the file, what cannot be accepted, or that nobody confirmed it.
pub(crate) fn run(args: &RestoreArgs, context: &Context) -> Result<Done, Fault> {
    context.is_now()?;
    if context.no_pin {
        let message = "what was seen before is what `restore` is about";
        return Err(Fault::usage("--no-pin", message, "leave it out"));
    }
    let reason = edge::text("--reason", &args.reason)?;
    let ledger = kept::open(&context.ledger)?;
    is_whole(&ledger)?;
    let recalled = open::recall(context, &ledger)?;
    let error = match ledger.compare(&recalled) {
        Err(error @ (LedgerError::Pin { .. } | LedgerError::OtherLedger { .. })) => error,
        Err(error) => return Err(error.into()),
        Ok(()) => return Err(unreadable(&recalled).unwrap_or_else(nothing)),
    };
    if let Some(fault) = unreadable(&recalled) {
        return Err(fault);
    }
    let pins: Vec<&Pin> = recalled.here.iter().chain(&recalled.elsewhere).collect();
    match error {
        LedgerError::Pin { pinned, found, .. } if found.size < pinned.size && !args.accept_ledger => {
            let longer: Vec<&Pin> = pins.into_iter().filter(|pin| pin.head.size > found.size).collect();
            let known = is_beginning(&ledger, &longer)?;
            accept_loss(args, context, ledger, (pinned, found, known), reason)
        }
        LedgerError::Pin { pinned, .. } if args.accept_ledger => {
            let before = (ledger.id(), pinned);
            accept_ledger(args, context, &ledger, before, reason)
        }
        LedgerError::OtherLedger { seen, pinned, .. } if args.accept_ledger => {
            accept_ledger(args, context, &ledger, (seen, pinned), reason)
        }
        error => Err(error.into()),
    }
}

/// A file with a fault is left as it is.
fn is_whole(ledger: &Ledger) -> Result<(), Fault> {
    let verified = ledger.verify(None)?;
    let mut errors = verified.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let Some(first) = errors.next() else { return Ok(()) };
    let more = match errors.count() {
        0 => String::new(),
        n => format!(", and {n} more"),
    };
    let message = format!(
        "the ledger is not whole, and nothing was accepted: {}: {}: {}{more}",
        first.rule,
        first.subject,
        say(&first.message)
    );
    Err(Fault::new(Exit::Integrity, "NOT-WHOLE", "", message, NEXT_OF_DAMAGED))
}

fn unreadable(recalled: &ledger_core::store::Recalled) -> Option<Fault> {
    let error = recalled.unreadable.first()?;
    let message = format!("{error}; what was seen before is not known, and nothing was accepted");
    Some(Fault::new(Exit::Integrity, "PIN-FILE", "", message, mend()))
}

fn nothing() -> Fault {
    let message = "the ledger holds all that was seen here before; there is no loss to accept";
    Fault::new(Exit::NotFound, "NO-LOSS", "", message, "use it as it is")
}

/// The remembered heads that are short enough must be the ledger's own; gives the largest of them.
fn is_beginning(ledger: &Ledger, pins: &[&Pin]) -> Result<Option<u64>, Fault> {
    let mut known = None;
    for pin in pins.iter().filter(|pin| pin.ledger == ledger.id()) {
        match ledger.beginning_of(pin)? {
            Beginning::Agrees(size) => known = known.max(size),
            Beginning::Differs(size) => {
                let message = format!(
                    "the ledger is no older copy: its first {size} events are not those that were seen before; nothing was accepted"
                );
                let next = "keep the file as it is, and bring back a copy of the ledger that was seen";
                return Err(Fault::new(Exit::Integrity, "PIN", "", message, next));
            }
        }
    }
    Ok(known)
}

fn accept_loss(
    args: &RestoreArgs,
    context: &Context,
    mut ledger: Ledger,
    (pinned, found, known): (Head, Head, Option<u64>),
    reason: String,
) -> Result<Done, Fault> {
    let agrees = match known {
        Some(size) => format!("the file is whole, and its first {size} events are those that were seen before"),
        None => {
            "the file is whole; whether its events were seen before is not known, since no head so short is remembered"
                .to_owned()
        }
    };
    let lines = [
        format!("seen here before: {} events, root {}", pinned.size, pinned.root),
        format!("found now: {} events, root {}", found.size, found.root),
        agrees,
        "what is missing stays missing; the loss is recorded in the ledger for good".to_owned(),
    ];
    confirm::costly(context, args.yes, &lines, "look for a newer copy first, then add `--yes`")?;
    let actor = context.actor(args.actor.as_ref())?;
    let mut ids = fresh_id;
    let mut stamp = context.stamp(actor, &mut ids);
    let remarks = Remarks { reason: Some(reason.clone()), ..Remarks::default() };
    let receipt = ledger.accept_loss(pinned, remarks, &mut stamp)?;
    print::recorded(receipt.command);
    let accepted = acceptance(args, context, ((ledger.id(), pinned), (ledger.id(), receipt.head)), reason)?;
    keep(context, &ledger, &accepted);
    receipt::show(context, &receipt, &Beside::default());
    Ok(Done::Plain)
}

fn accept_ledger(
    args: &RestoreArgs,
    context: &Context,
    ledger: &Ledger,
    before: (LedgerId, Head),
    reason: String,
) -> Result<Done, Fault> {
    let found = (ledger.id(), ledger.head()?);
    let line = |what: &str, (id, head): &(LedgerId, Head)| {
        format!("{what}: ledger {id}, {} events, root {}", head.size, head.root)
    };
    let lines = [
        line("seen before", &before),
        line("found now", &found),
        "what was seen before is no longer looked for here; that is kept beside the pins".to_owned(),
    ];
    let next = "look for the ledger that was seen first, then add `--yes`";
    confirm::costly(context, args.yes, &lines, next)?;
    let accepted = acceptance(args, context, (before, found), reason)?;
    ledger.accept(&PinStore::new(&context.state), &context.ledger, &accepted)?;
    if context.is_json() {
        return read::run(&Question::Status, context);
    }
    if !context.quiet {
        let (id, head) = found;
        let place = escape::terminal(&accepted.place).into_owned();
        print::out(&format!("ledger {id} is the right one at {place} from now on\nhead {}\n", head.words()));
    }
    Ok(Done::Plain)
}

type Seen = (LedgerId, Head);

fn acceptance(
    args: &RestoreArgs,
    context: &Context,
    (before, found): (Seen, Seen),
    reason: String,
) -> Result<Acceptance, Fault> {
    let actor = context.actor(args.actor.as_ref())?.to_string();
    let place = std::path::absolute(&context.ledger).unwrap_or_else(|_| context.ledger.clone());
    let place = place.to_string_lossy().into_owned();
    Ok(Acceptance { at: context.now(), actor, reason, place, before, found })
}

/// Remembers the head after a loss that was accepted, whatever was seen before.
fn keep(context: &Context, ledger: &Ledger, accepted: &Acceptance) {
    if let Err(error) = ledger.accept(&PinStore::new(&context.state), &context.ledger, accepted) {
        open::warn(context, &open::unwritten(&error));
    }
}
