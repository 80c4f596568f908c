//! Opening the ledger file, and the pins that remember outside of it how far it had grown.
//!
//! What was seen before is compared when a ledger is opened, and moved on only when the command has succeeded. A pin that
//! cannot be read is a finding for whoever reads, and refuses whoever writes; one that cannot be written is a warning: the
//! ledger is as good as before. Absent by design: accepting another ledger or a loss, which is an act of its own.

use crate::context::Context;
use crate::fault::{Exit, Fault, mend};
use crate::kept::{self, Ledger};
use crate::pinned::{Pinned, Sight};
use crate::print;
use crate::render::{escape, instant};
use ledger_core::ledger::LedgerError;
use ledger_core::rule::Finding;
use ledger_core::say;
use ledger_core::store::{Log, PinError, PinStore, Recalled, StoreError};
use ledger_core::vocabulary::Step;

/// Opens the ledger to read it, and compares it with what was seen before.
///
/// # Errors
/// Says what is wrong with the file, or that it is not the one that was seen before.
pub(crate) fn open(context: &Context) -> Result<Ledger, Fault> {
    let ledger = kept::open(&context.ledger)?;
    if let Some(error) = look(context, &ledger)? {
        return Err(error.into());
    }
    Ok(ledger)
}

/// Opens the ledger to write to it: what was seen before must have been compared.
///
/// # Errors
/// As [`open`]; also where a pin cannot be read, or was not to be compared.
pub(crate) fn open_to_write(context: &Context) -> Result<Ledger, Fault> {
    if context.no_pin {
        let message = "a command that writes compares the ledger with what was seen before";
        return Err(Fault::usage("--no-pin", message, "leave it out; `--no-pin` is for reading a copy"));
    }
    let ledger = open(context)?;
    match &context.sight.borrow().pinned {
        Pinned::Unreadable(what) => {
            let message = format!(
                "{what}; nothing was written, since the ledger could not be compared with what was seen before"
            );
            Err(Fault::new(Exit::Integrity, "PIN-FILE", "", message, mend()))
        }
        Pinned::Compared(_) | Pinned::First | Pinned::Passed => Ok(()),
    }?;
    Ok(ledger)
}

/// Compares the ledger with what was seen before, and notes that for the answer; gives the difference, if there is one.
///
/// # Errors
/// Only where `--require-pin` asks for a pin that can be compared, and there is none; or where the ledger cannot be read.
pub(crate) fn look(context: &Context, ledger: &Ledger) -> Result<Option<LedgerError>, Fault> {
    if context.no_pin {
        context.sight.replace(Sight { pinned: Pinned::Passed, ..Sight::default() });
        return Ok(None);
    }
    let recalled = recall(context, ledger)?;
    let pinned = Pinned::of(&recalled, ledger.id());
    let differs = match ledger.compare(&recalled) {
        Ok(()) => None,
        Err(error @ (LedgerError::Pin { .. } | LedgerError::OtherLedger { .. })) => Some(error),
        Err(error) => return Err(error.into()),
    };
    if context.require_pin && differs.is_none() {
        required(&pinned)?;
    }
    let unread = |error: &PinError| {
        let message = format!("{error}; the ledger was not compared with it");
        Finding::error("PIN-FILE", "pin", message, mend()).as_warning()
    };
    let findings = recalled.unreadable.iter().map(unread).collect();
    let head = ledger.head()?;
    let is_known = recalled.here.iter().all(|pin| pin.head == head) && !recalled.is_unpinned;
    let is_sound = differs.is_none() && recalled.unreadable.is_empty();
    let remembers = is_sound && !is_known && ledger.head_is_that_of_its_events(head)?;
    context.sight.replace(Sight {
        pinned,
        findings,
        is_told: false,
        remembers: remembers.then_some((ledger.id(), head)),
    });
    Ok(differs)
}

/// Microseconds of twenty years: a ledger that rests for longer is rarer than a clock that is wrong.
const LONG_AHEAD: i64 = 7305 * 86_400_000_000;

/// What to think about where the clock stands long after the last event: recorded times never go back, so that one wrong
/// time moves all later ones.
///
/// # Errors
/// Where the ledger cannot be read.
pub(crate) fn jump(context: &Context, ledger: &Ledger) -> Result<Option<String>, Fault> {
    let now = context.now();
    let Some(last) = ledger.store().tip()?.last_recorded else { return Ok(None) };
    let is_jump = now.saturating_sub(last) > LONG_AHEAD;
    Ok(is_jump.then(|| {
        let (now, last) = (instant(now), instant(last));
        format!(
            "the clock says {now}, and the last event was recorded on {last}: if the clock is wrong, this event and all later ones keep a wrong time"
        )
    }))
}

/// What is remembered; a folder that cannot be read is a pin that cannot be read.
///
/// # Errors
/// Where the ledger cannot be read.
pub(crate) fn recall(context: &Context, ledger: &Ledger) -> Result<Recalled, Fault> {
    match ledger.recall(&PinStore::new(&context.state), &context.ledger) {
        Ok(recalled) => Ok(recalled),
        Err(LedgerError::PinFile(error)) => Ok(Recalled { unreadable: vec![error], ..Recalled::default() }),
        Err(error) => Err(error.into()),
    }
}

fn required(pinned: &Pinned) -> Result<(), Fault> {
    let what = match pinned {
        Pinned::Compared(_) | Pinned::Passed => return Ok(()),
        Pinned::First => "nothing is remembered of this ledger or of this place".to_owned(),
        Pinned::Unreadable(what) => what.clone(),
    };
    let message = format!("{what}, and `--require-pin` asks for a ledger that was seen before");
    let next = say!("pin-missing-next", verify = Step::VerifyHead);
    Err(Fault::new(Exit::Integrity, "PIN-MISSING", "", message, next))
}

/// A time that was named for what was known becomes the number of events that had been recorded by then.
///
/// # Errors
/// Says what is wrong with the file; that there is none is left to the command, which may not need one.
pub(crate) fn settle(mut context: Context) -> Result<Context, Fault> {
    let Some(time) = context.known_at_time else { return Ok(context) };
    match kept::open(&context.ledger) {
        Ok(ledger) => context.known_at = Some(ledger.known_by(time)?),
        Err(LedgerError::Store(StoreError::NotFound(_))) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(context)
}

/// Remembers what a command that succeeded has seen; says so where nothing was remembered before.
pub(crate) fn remember(context: &Context) {
    let Some((ledger, head)) = context.sight.borrow_mut().remembers.take() else { return };
    match PinStore::new(&context.state).remember(ledger, &context.ledger, head, context.now()) {
        Ok(()) => first_seen(context),
        Err(error) => warn(context, &unwritten(&error)),
    }
}

/// Remembers how far the ledger has grown by what this command wrote.
pub(crate) fn pin(context: &Context, ledger: &Ledger) {
    context.sight.borrow_mut().remembers = None;
    match ledger.remember(&PinStore::new(&context.state), &context.ledger, context.now()) {
        Ok(()) => first_seen(context),
        Err(error) => warn(context, &unwritten(&error)),
    }
}

/// Says once that there was nothing to compare with.
fn first_seen(context: &Context) {
    if context.sight.borrow().pinned == Pinned::First {
        let note = context.err_style.bold("note");
        print::err(&format!(
            "{note}: first seen here: nothing was remembered of this ledger, so an older copy would not have shown; from now on it would\n"
        ));
        context.sight.borrow_mut().pinned = Pinned::Passed;
    }
}

/// A pin that could not be written.
pub(crate) fn unwritten(error: &impl std::fmt::Display) -> String {
    format!("{error}; how far the ledger has grown is not remembered: check the folder and its permissions")
}

/// Warns on the standard error.
pub(crate) fn warn(context: &Context, text: &str) {
    let head = context.err_style.yellow("warning");
    print::err(&format!("{head}: {}\n", escape::terminal(text)));
}
