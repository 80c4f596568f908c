//! TIME: corrections and closings.
//!
//! Absent by design: what a correction does to the book (the timeline resolves it).

use super::reversal::{Models, Undoing, for_good, models};
use super::{Case, Finding, Rulebooks};
use crate::book::{Correcting, Correction, Entry, Timeline};
use crate::catalogue::{Catalogue, Rulebook};
use crate::event::{Arriving, Event, Leaving, PeriodClosed};
use crate::say;
use crate::vocabulary::{Credits, Day, Licence, LotId, Position, Say, Serial, Step, Units};
use std::collections::BTreeMap;

/// What each correction of a timeline breaks, in the order in which they were recorded.
pub fn corrections(catalogue: &Catalogue, rulebooks: &Rulebooks, timeline: &Timeline) -> Vec<Finding> {
    if timeline.corrections().is_empty() {
        return Vec::new();
    }
    let reverses = |correction: &Correction| correction.correcting == Correcting::Reverses;
    let models = if timeline.corrections().iter().any(reverses) { models(timeline) } else { Models::new() };
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
            prj_5_agree(timeline, correction).filter(|_| is_open),
        ];
        let for_good = match is_open && reverses(correction) {
            true => undoes_what_is_for_good(catalogue, rulebooks, timeline, &models, correction),
            false => Vec::new(),
        };
        broken.into_iter().flatten().chain(for_good).collect::<Vec<_>>()
    };
    timeline.corrections().iter().flat_map(judged).collect()
}

/// A reversal undoes nothing that is for good: HW-2, IPVA-4, REL-3, REL-5, REL-6, WAR-3, PRJ-8, by the rule of the act.
fn undoes_what_is_for_good(
    catalogue: &Catalogue,
    rulebooks: &Rulebooks,
    timeline: &Timeline,
    models: &Models,
    correction: &Correction,
) -> Vec<Finding> {
    let target = correction.target.and_then(|position| timeline.as_amended(position));
    let (Some(act), Some(reversal)) = (target, timeline.at(correction.position)) else { return Vec::new() };
    let rulebook = rulebooks.get(&reversal.rulebook).unwrap_or_else(|| Rulebook::shipped());
    let undoing = Undoing { catalogue, rulebook, day: correction.day };
    let found = for_good(undoing, models, act).into_iter();
    found.map(|finding| rests_on(finding, [act.position], correction)).collect()
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
        let message = say!("time-1-corrects-earlier-event-stream");
        let finding =
            Finding::error("TIME-1", subject(correction.position), message, say!("time-1-name-event-position"));
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
pub(crate) fn uncorrectable(target: &Entry, correcting: Correcting) -> Option<(Say, Say)> {
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
        (say!("time-1-own"), say!("time-1-own-next"))
    } else if matches!(event, Event::RulebookAdopted(_)) {
        (say!("time-1-rulebook"), say!("time-1-rulebook-next", adopt = Step::AdoptRulebook))
    } else if can_be {
        return None;
    } else {
        (say!("time-1-holds"), say!("time-1-annul-next", annul = Step::Annul(target.position)))
    };
    let what = say!("time-1-cannot-be", kind = event.kind(), corrected = correcting.participle(), why = why.0);
    Some((what, why.1))
}

/// An amendment keeps the kind of its target.
fn other_kind(timeline: &Timeline, correction: &Correction, target: &Entry) -> Option<(Say, Say)> {
    let says = |entry: &Entry| {
        let event = &entry.fact.event;
        if let Event::EventAmended(amended) = event { amended.becomes.event.kind() } else { event.kind() }
    };
    let amendment = timeline.at(correction.position).filter(|_| correction.correcting == Correcting::Amends)?;
    (says(amendment) != says(target)).then(|| {
        let what = say!("time-2-cannot-become", says = says(target), says2 = says(amendment));
        (what, say!("time-1-annul-next", annul = Step::Annul(target.position)))
    })
}

/// TIME-2: an event has one open correction at most; `first` is the one that was recorded first.
///
/// Source: the ledger's own.
fn time_2(correction: &Correction, first: Option<&Correction>) -> Option<Finding> {
    let other = first.filter(|first| first.position < correction.position)?;
    let target = correction.target?;
    let message = say!("time-2-event-already", participle = other.correcting.participle(), position = other.position);
    let next = match other.correcting {
        Correcting::Amends => {
            let amend = Step::Amend { at: other.position, field: None, value: None };
            say!("time-2-amended-next", amend = amend, annul = Step::Annul(other.position))
        }
        Correcting::Annuls | Correcting::Reverses => {
            say!("time-2-undone-next", annul = Step::Annul(other.position))
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
        let message = say!("time-3-took-effect-cannot-undone", effective = target.effective, day = correction.day);
        let next = say!("time-3-next", annul = Step::Annul(target.position));
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
        let message = say!("prj-5-move-between-projects-holds", position = other.position);
        let next = say!("prj-5-halves-next", annul = Step::Annul(act.position));
        let finding = Finding::error("PRJ-5", subject(act.position), message, next);
        rests_on(finding, [act.position, other.position], correction)
    })
}

/// PRJ-5: what left one project is what arrived in the other, also after an amendment.
///
/// Source: as [`prj_5_halves`].
fn prj_5_agree(timeline: &Timeline, correction: &Correction) -> Option<Finding> {
    if correction.correcting != Correcting::Amends {
        return None;
    }
    let act = timeline.act(timeline.at(correction.position)?);
    let other = timeline.other_half(act)?;
    let (one, two) = (timeline.as_amended(act.position)?, timeline.as_amended(other.position)?);
    let agree = one.effective == two.effective && moved(&one.fact.event) == moved(&two.fact.event);
    (!agree).then(|| {
        let message = say!("prj-5-left-one-project-arrived", position = other.position);
        let next = say!("prj-5-choose-values-both-halves");
        let finding = Finding::error("PRJ-5", subject(act.position), message, next);
        rests_on(finding, [act.position, other.position], correction)
    })
}

/// What one half of a move says: the device, the lots by their names where they left, the credits.
#[derive(Default, PartialEq, Eq)]
struct Moved<'a> {
    serial: Option<&'a Serial>,
    lots: BTreeMap<(LotId, &'a Licence), i64>,
    credits: Option<Credits>,
}

impl<'a> Moved<'a> {
    fn lots(lots: impl Iterator<Item = (LotId, &'a Licence, Units)>) -> Self {
        let mut sums = BTreeMap::new();
        lots.for_each(|(lot, licence, units)| *sums.entry((lot, licence)).or_insert(0) += units.signed());
        Self { lots: sums, ..Self::default() }
    }

    fn left(lots: &'a [Leaving]) -> Self {
        Self::lots(lots.iter().map(|lot| (lot.lot, &lot.licence, lot.units)))
    }

    fn came(lots: &'a [Arriving]) -> Self {
        Self::lots(lots.iter().map(|lot| (lot.was, &lot.licence, lot.units)))
    }
}

/// What a half of a move says of the move as a whole; nothing for other events.
fn moved(event: &Event) -> Moved<'_> {
    if let Event::DeviceMovedOut(e) = event {
        return Moved { serial: Some(&e.serial), ..Moved::left(&e.lots) };
    }
    if let Event::DeviceMovedIn(e) = event {
        return Moved { serial: Some(&e.device.serial), ..Moved::came(&e.lots) };
    }
    if let Event::LicencesTransferredOut(e) = event {
        return Moved::left(&e.lots);
    }
    if let Event::LicencesTransferredIn(e) = event {
        return Moved::came(&e.lots);
    }
    if let Event::CreditsTransferredOut(e) = event {
        return Moved { credits: Some(e.credits), ..Moved::default() };
    }
    if let Event::CreditsTransferredIn(e) = event {
        return Moved { credits: Some(e.credits), ..Moved::default() };
    }
    Moved::default()
}

/// TIME-4: a closing has a name of its own.
///
/// Source: the ledger's own.
pub fn time_4(case: Case<'_>, closed: &PeriodClosed) -> Option<Finding> {
    let (position, other) = case.book.closings.iter().find(|(_, other)| other.name == closed.name)?;
    let message = say!("time-4-closing-name-days-before", until = other.until, position = position);
    Some(Finding::error("TIME-4", &closed.name, message, say!("time-4-choose-another-name")))
}
