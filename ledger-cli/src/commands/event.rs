//! `event annul|reverse|amend`, and `event note`: something worth remembering, without effect on any figure.
//!
//! Absent by design: what a correction moves (the core shows it in the preview).

use super::record::record;
use crate::args::{EventAmend, EventAnnul, EventReverse, TopicWord, Writing};
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::{Command, Setting};
use ledger_core::say;
use ledger_core::vocabulary::{Position, Serial, Step};

/// Writes a note about a project, a device, or a device in a project.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn note(
    context: &Context,
    text: &str,
    device: Option<&String>,
    topic: Option<TopicWord>,
    writing: &Writing,
) -> Result<Done, Fault> {
    let serial = edge::optional("--device", device, Serial::parse)?;
    let project = if serial.is_none() { Some(context.needs_project()?) } else { context.project_choice() };
    let text = edge::text("TEXT", text)?;
    record(context, writing, Command::AddNote { project, serial, text, topic: topic.map(Into::into) })
}

fn target(text: &str) -> Result<Position, Fault> {
    edge::position("POSITION", text).map(Position)
}

/// A correction says why.
fn with_reason(writing: &Writing) -> Result<(), Fault> {
    match writing.reason {
        Some(_) => Ok(()),
        None => Err(Fault::usage("--reason", "a correction needs a reason", "add `--reason TEXT`")),
    }
}

/// Records that an event never happened.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn annul(context: &Context, args: &EventAnnul) -> Result<Done, Fault> {
    with_reason(&args.writing)?;
    if args.writing.date.is_some() {
        let next = say!("usage-annul-date-next", reverse = Step::Reverse(target(&args.event)?));
        return Err(Fault::usage("--date", "what never happened has the day of the event", next));
    }
    record(context, &args.writing, Command::Annul { target: target(&args.event)? })
}

/// Records that an event was undone on a day.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn reverse(context: &Context, args: &EventReverse) -> Result<Done, Fault> {
    with_reason(&args.writing)?;
    record(context, &args.writing, Command::Reverse { target: target(&args.event)? })
}

/// Records that an event happened otherwise.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn amend(context: &Context, args: &EventAmend) -> Result<Done, Fault> {
    with_reason(&args.writing)?;
    let set = args.set.iter().map(|text| setting(text));
    let unset = args.unset.iter().map(|text| unsetting(text));
    let settings = set.chain(unset).collect::<Result<Vec<Setting>, Fault>>()?;
    record(context, &args.writing, Command::Amend { target: target(&args.event)?, settings })
}

fn setting(text: &str) -> Result<Setting, Fault> {
    let next = "write it as FIELD=VALUE, such as parts.0.units=40";
    let Some((field, value)) = text.split_once('=').filter(|(field, _)| !field.trim().is_empty()) else {
        return Err(Fault::usage("--set", format!("{text:?} names no field and value"), next));
    };
    Ok(Setting { field: field.trim().to_owned(), value: Some(edge::remark("--set", value)?) })
}

fn unsetting(text: &str) -> Result<Setting, Fault> {
    let field = text.trim().to_owned();
    if field.is_empty() {
        return Err(Fault::usage("--unset", "it names no field", "name one, such as ref"));
    }
    Ok(Setting { field, value: None })
}
