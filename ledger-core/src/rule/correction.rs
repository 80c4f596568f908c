//! TIME: corrections and closings.
//!
//! Absent by design: what a correction does to the book (the timeline resolves it).

use super::{Case, Finding};
use crate::book::{Correcting, Correction, Entry, Timeline};
use crate::event::{Event, PeriodClosed};
use crate::vocabulary::{Day, Position};
use std::collections::BTreeMap;

/// What each correction of a timeline breaks, in the order in which they were recorded.
pub fn corrections(timeline: &Timeline) -> Vec<Finding> {
    if timeline.corrections().is_empty() {
        return Vec::new();
    }
    let undone = timeline.resolution(Day::MAX).undone;
    let mut open: BTreeMap<Position, &Correction> = BTreeMap::new();
    for correction in timeline.corrections().iter().filter(|c| !undone.contains_key(&c.position)) {
        if let Some(target) = correction.target {
            open.entry(target).or_insert(correction);
        }
    }
    let judged = |correction: &Correction| {
        let is_open = !undone.contains_key(&correction.position);
        let first = correction.target.filter(|_| is_open).and_then(|target| open.get(&target));
        let broken = [
            time_1(timeline, correction),
            time_2(correction, first.copied()),
            time_3(timeline, correction),
            prj_5_halves(timeline, correction, &undone),
        ];
        broken.into_iter().flatten().collect::<Vec<_>>()
    };
    timeline.corrections().iter().flat_map(judged).collect()
}

fn subject(position: Position) -> String {
    format!("event {position}")
}

/// Events that a finding about a correction rests on: its target, and last itself.
fn rests_on(finding: Finding, events: impl IntoIterator<Item = Position>, correction: &Correction) -> Finding {
    Finding { events: events.into_iter().chain([correction.position]).collect(), ..finding }
}

/// TIME-1: a correction speaks of an earlier event of its stream, and says something that can be true of it.
///
/// Source: the ledger's own.
fn time_1(timeline: &Timeline, correction: &Correction) -> Option<Finding> {
    let Some(target) = correction.target.and_then(|position| timeline.at(position)) else {
        let message = "it corrects no earlier event of its stream";
        let finding = Finding::error("TIME-1", subject(correction.position), message, "name the event by its position");
        return Some(rests_on(finding, [], correction));
    };
    let (what, next) =
        uncorrectable(target, correction.correcting).or_else(|| other_kind(timeline, correction, target))?;
    Some(rests_on(Finding::error("TIME-1", subject(target.position), what, next), [target.position], correction))
}

/// Whether an event can be annulled.
pub(crate) fn can_be_annulled(entry: &Entry) -> bool {
    uncorrectable(entry, Correcting::Annuls).is_none()
}

/// Why an event cannot be corrected that way, whatever the correction says, and what can be done instead.
pub(crate) fn uncorrectable(target: &Entry, correcting: Correcting) -> Option<(String, String)> {
    let event = &target.fact.event;
    let about_itself = matches!(event, Event::LedgerCreated(_) | Event::ImportCommitted(_) | Event::LossAccepted(_));
    let is_amendment = matches!(event, Event::EventAmended(_));
    let holds_or_not = event.target().is_some() || matches!(event, Event::PeriodClosed(_));
    let can_be = match correcting {
        Correcting::Annuls => true,
        Correcting::Reverses => !holds_or_not,
        Correcting::Amends => !holds_or_not || is_amendment,
    };
    let why = if about_itself {
        let next = "correct the events that it speaks of, one by one";
        ("the ledger recorded it about itself", next.to_owned())
    } else if matches!(event, Event::RulebookAdopted(_)) {
        (
            "what it judged stays judged by it",
            "adopt the rulebook that is to hold: `licledger rulebook adopt FILE`".to_owned(),
        )
    } else if can_be {
        return None;
    } else {
        let next = format!("`licledger event annul {} --reason TEXT`, then record what is right", target.position);
        ("it holds, or it never did", next)
    };
    Some((format!("{} cannot be {}: {}", event.kind(), correcting.participle(), why.0), why.1))
}

/// An amendment keeps the kind of its target.
fn other_kind(timeline: &Timeline, correction: &Correction, target: &Entry) -> Option<(String, String)> {
    let says = |entry: &Entry| match &entry.fact.event {
        Event::EventAmended(amended) => amended.becomes.event.kind(),
        event => event.kind(),
    };
    let amendment = timeline.at(correction.position).filter(|_| correction.correcting == Correcting::Amends)?;
    (says(amendment) != says(target)).then(|| {
        let what = format!("{} cannot become {}", says(target), says(amendment));
        let next = format!("`licledger event annul {} --reason TEXT`, then record what is right", target.position);
        (what, next)
    })
}

/// TIME-2: an event has one open correction at most; `first` is the one that was recorded first.
///
/// Source: the ledger's own.
fn time_2(correction: &Correction, first: Option<&Correction>) -> Option<Finding> {
    let other = first.filter(|first| first.position < correction.position)?;
    let target = correction.target?;
    let message = format!("it was {} by event {} already", other.correcting.participle(), other.position);
    let next = match other.correcting {
        Correcting::Amends => {
            format!("correct the correction: `licledger event amend {0} …`, or annul {0}", other.position)
        }
        Correcting::Annuls | Correcting::Reverses => {
            format!("annul that correction first: `licledger event annul {} --reason TEXT`", other.position)
        }
    };
    let finding = Finding::error("TIME-2", subject(target), message, next);
    Some(rests_on(finding, [target, other.position], correction))
}

/// TIME-3: what happened is undone on the day on which it happened, or later.
///
/// Source: the ledger's own.
fn time_3(timeline: &Timeline, correction: &Correction) -> Option<Finding> {
    let target = correction.target.and_then(|position| timeline.at(position))?;
    let is_early = correction.correcting == Correcting::Reverses && correction.day < target.effective;
    is_early.then(|| {
        let message = format!("it took effect on {}, and cannot be undone on {}", target.effective, correction.day);
        let next = "name a later `--date`; what never happened is annulled: `licledger event annul`";
        rests_on(Finding::error("TIME-3", subject(target.position), message, next), [target.position], correction)
    })
}

/// PRJ-5: a move between projects holds on both sides or on neither.
///
/// Source: the ledger's own (what left one project arrived in the other).
fn prj_5_halves(
    timeline: &Timeline,
    correction: &Correction,
    undone: &BTreeMap<Position, Correction>,
) -> Option<Finding> {
    let act = timeline.act(timeline.at(correction.position)?);
    let other = timeline.other_half(act)?;
    (undone.contains_key(&act.position) != undone.contains_key(&other.position)).then(|| {
        let message = format!("a move between projects holds on one side alone; the other is event {}", other.position);
        let next = format!("correct both: `licledger event annul {} --reason TEXT` takes both halves", act.position);
        let finding = Finding::error("PRJ-5", subject(act.position), message, next);
        rests_on(finding, [act.position, other.position], correction)
    })
}

/// TIME-4: a closing has a name of its own.
///
/// Source: the ledger's own.
pub fn time_4(case: Case<'_>, closed: &PeriodClosed) -> Option<Finding> {
    let (position, other) = case.book.closings.iter().find(|(_, other)| other.name == closed.name)?;
    let message = format!("a closing of that name, of the days before {}, is event {position}", other.until);
    Some(Finding::error("TIME-4", &closed.name, message, "choose another name"))
}
