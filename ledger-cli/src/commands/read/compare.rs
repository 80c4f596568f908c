//! Questions about two points, and about when and by whom things were recorded: diff, restatement, late, who.
//!
//! Absent by design: what differs (the core's questions) and how it looks.

use super::{found, view};
use crate::args::{DiffArgs, LateArgs, RestatementArgs};
use crate::context::Context;
use crate::edge::{self, Known};
use crate::fault::{Exit, Fault};
use crate::kept::Ledger;
use crate::open;
use ledger_core::ledger::Ask;
use ledger_core::question::{Answer, View, Whose, diff, late, restatement, who};
use ledger_core::say;
use ledger_core::tree::{Checkpoint, KeptIn, checkpoint};
use ledger_core::vocabulary::{Day, Position, Step};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What differs between two points; a coordinate of the first that is not named is that of the second.
pub(super) fn diff_of(args: &DiffArgs, context: &Context) -> Result<Answer, Fault> {
    if args.from_as_of.is_none() && args.from_known_at.is_none() {
        let next = "add `--from-as-of DATE`, `--from-known-at POSITION`, or both";
        return Err(Fault::usage("diff", "it is not said with what to compare", next));
    }
    let day = edge::optional("--from-as-of", args.from_as_of.as_ref(), Day::parse)?;
    let known = args.from_known_at.as_ref().map(|text| edge::known("--from-known-at", text)).transpose()?;
    let ledger = open::open(context)?;
    let to = settled(&ledger, context)?;
    let from = Ask {
        scope: context.scope(),
        as_of: day.unwrap_or(to.as_of),
        known_at: known.map(|known| number(&ledger, known)).transpose()?.or(to.known_at),
    };
    let (before, after) = pair(&ledger, &from, &to)?;
    Ok(diff::diff(&before, &after))
}

/// Reads a state of knowledge; whoever names a file here is told where it goes.
fn read_since(text: &str) -> Result<edge::Known, Fault> {
    edge::known("--since", text)
        .map_err(|fault| Fault { next: format!("{}; a kept file goes with `--checkpoint FILE`", fault.next), ..fault })
}

/// What was recorded since something was kept, and what it moved on the day that was spoken about.
pub(super) fn restatement_of(args: &RestatementArgs, context: &Context) -> Result<Answer, Fault> {
    let checkpoint = args.checkpoint.as_deref().map(read_checkpoint).transpose()?;
    let since = args.since.as_deref().map(read_since).transpose()?;
    let ledger = open::open(context)?;
    let kept = match (&checkpoint, since) {
        (Some((file, checkpoint)), _) => same_ledger(&ledger, file, checkpoint)?,
        (None, Some(since)) => reached(&ledger, number(&ledger, since)?)?,
        (None, None) => {
            return Err(Fault::usage("restatement", "it is not said what was kept", "add `--since POSITION`"));
        }
    };
    let mut now = settled(&ledger, context)?;
    if now.known_at.is_some_and(|known_at| known_at < kept) {
        let message = format!("{kept} events were known when it was kept, which is more");
        return Err(Fault::usage("--known-at", message, "leave it out, or name a later position"));
    }
    let named = checkpoint.as_ref().and_then(|(_, checkpoint)| match &checkpoint.kept_in {
        KeptIn::Report { as_of } => *as_of,
        KeptIn::Note { .. } => None,
    });
    now.as_of = match context.as_of.or(named) {
        Some(day) => day,
        None => spoken_about(&ledger, kept)?,
    };
    let then = Ask { known_at: Some(kept), ..now.clone() };
    let (then, now) = pair(&ledger, &then, &now)?;
    Ok(restatement::restatement(&then, &now, checkpoint.as_ref().map(|(_, checkpoint)| checkpoint)))
}

/// What was recorded late.
pub(super) fn late_of(args: &LateArgs, context: &Context) -> Result<Answer, Fault> {
    let over = args.over.as_deref().map(days).transpose()?.unwrap_or(0);
    Ok(late::late(&view(context, context.scope())?, over))
}

/// Who recorded what.
pub(super) fn who_of(context: &Context) -> Result<Answer, Fault> {
    Ok(who::who(&view(context, context.scope())?))
}

fn days(text: &str) -> Result<u32, Fault> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = if digits { text.parse().ok() } else { None };
    let next = "write a whole number in plain digits, such as 30";
    number.ok_or_else(|| Fault::usage("--over", format!("{text:?} is no number of days"), next))
}

/// The point that the options of every verb name, held fast while others write.
fn settled(ledger: &Ledger, context: &Context) -> Result<Ask, Fault> {
    let ask = context.ask(context.scope())?;
    let known_at = match ask.known_at {
        Some(known_at) => known_at,
        None => ledger.head()?.size,
    };
    Ok(Ask { known_at: Some(known_at), ..ask })
}

fn number(ledger: &Ledger, known: Known) -> Result<u64, Fault> {
    match known {
        Known::Position(position) => Ok(position),
        Known::Time(time) => Ok(ledger.known_by(time)?),
    }
}

/// Both views; what one of them does not know yet is nothing there.
fn pair(ledger: &Ledger, from: &Ask, to: &Ask) -> Result<(View, View), Fault> {
    match (found(ledger, from)?, found(ledger, to)?) {
        (Some(before), Some(after)) => Ok((before, after)),
        (None, Some(after)) => Ok((nothing(ledger, from)?, after)),
        (Some(before), None) => Ok((before, nothing(ledger, to)?)),
        (None, None) => Ok((ledger.view(from)?, ledger.view(to)?)),
    }
}

/// A view at a point at which nothing was known of what is asked for.
fn nothing(ledger: &Ledger, ask: &Ask) -> Result<View, Fault> {
    let mut view = ledger.view(&Ask { scope: ledger_core::ledger::AskScope::All, ..ask.clone() })?;
    view.scope = Some(Whose::default());
    view.findings.retain(ledger_core::rule::Finding::is_told_always);
    Ok(view)
}

/// A position that the ledger has reached.
fn reached(ledger: &Ledger, position: u64) -> Result<u64, Fault> {
    let size = ledger.head()?.size;
    if position <= size {
        return Ok(position);
    }
    let message = format!("the ledger holds {size} events");
    let next = say!("missing-position-next", status = Step::ShowStatus);
    Err(Fault::new(Exit::NotFound, "NOT-FOUND", format!("position {position}"), message, next))
}

/// The UTC day of the last event that was known: the same day in every time zone.
fn spoken_about(ledger: &Ledger, kept: u64) -> Result<Day, Fault> {
    let last = kept.checked_sub(1).map(|last| ledger.recorded_at(Position(last))).transpose()?.flatten();
    last.and_then(Day::of_utc).ok_or_else(|| {
        let message = "no event was known then, so that no day is spoken about";
        Fault::usage("--as-of", message, "add `--as-of DATE`")
    })
}

/// The file's name for messages, and the checkpoint in it.
fn read_checkpoint(file: &Path) -> Result<(String, Checkpoint), Fault> {
    let fault = |exit, message: String| {
        let next = "name a signed note (tlog-checkpoint), or an answer that was kept with `--json`";
        Fault::new(exit, "CHECKPOINT-FILE", file.display(), message, next)
    };
    let unread = |error: std::io::Error| {
        let exit = if error.kind() == std::io::ErrorKind::NotFound { Exit::NotFound } else { Exit::Unreadable };
        fault(exit, format!("the file cannot be read: {error}"))
    };
    // What is no ordinary file is refused before it is opened: a pipe without a writer would wait for ever.
    if !std::fs::metadata(file).map_err(unread)?.is_file() {
        return Err(fault(Exit::Unreadable, "it is no ordinary file".to_owned()));
    }
    let most = u64::try_from(checkpoint::MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(file).and_then(|open| open.take(most).read_to_end(&mut bytes)).map_err(unread)?;
    let read = Checkpoint::parse(&bytes).map_err(|cause| fault(Exit::Unreadable, cause.to_string()))?;
    Ok((file.display().to_string(), read))
}

/// The size of a checkpoint, once the ledger is the one that it speaks of.
fn same_ledger(ledger: &Ledger, file: &str, checkpoint: &Checkpoint) -> Result<u64, Fault> {
    let (kept, found) = (checkpoint.head, ledger.head()?);
    let message = if kept.size > found.size {
        format!("the ledger holds {} events, which is less than the {} that were kept", found.size, kept.size)
    } else if ledger.head_at(kept.size)? != kept {
        format!("the ledger's first {} events are not those that the checkpoint speaks of", kept.size)
    } else {
        return Ok(kept.size);
    };
    let next = "name the ledger that was kept with `--ledger FILE`; if this is it, it was cut or rewritten: keep it as \
                it is, and go back to a copy whose head is the one that was kept";
    Err(Fault::new(Exit::Integrity, "CHECKPOINT", file, message, next))
}
