//! Corrections: annul, reverse and amend what was recorded.
//!
//! A move between two projects is two events; both are corrected in one act. Absent by design: rules; they judge the
//! timeline with the correction in its place.

use super::setting::{Setting, plainly};
use super::{Draft, Plan, Refusal, Situation, Stakes, licence, term};
use crate::book::{Correcting, Entry, Timeline};
use crate::catalogue::Rulebook;
use crate::event::{Event, EventAmended, EventAnnulled, EventReversed, Fact, Remarks, Target, wire};
use crate::rule::correction;
use crate::rule::warranty::{extended_until, rulebook_of};
use crate::say;
use crate::vocabulary::{Day, LotId, Position, Step, Years};
use serde_json::{Map, Value};

/// The day of a correction, where it follows from its target: an annulled event never happened on its own day, and an
/// amended one keeps its day unless another is named.
pub fn day_of_target(timeline: &Timeline, target: Position) -> Option<Day> {
    timeline.as_amended(target).map(|entry| entry.effective)
}

fn recorded<'a>(situation: &Situation<'a>, target: Position) -> Result<&'a Entry, Refusal> {
    let next = say!("missing-event-next", list = Step::ListEvents);
    situation.timeline.at(target).ok_or_else(|| Refusal::missing("event", &target.to_string(), next))
}

fn target_of(entry: &Entry) -> Target {
    Target { version: entry.version, event: entry.event_id }
}

/// What an event says, an amendment through what it makes of its target.
fn event_of(entry: &Entry) -> &Event {
    if let Event::EventAmended(amended) = &entry.fact.event { &amended.becomes.event } else { &entry.fact.event }
}

/// The event, and the other half of its move.
fn halves<'a>(situation: &Situation<'a>, target: Position) -> Result<Vec<&'a Entry>, Refusal> {
    let entry = recorded(situation, target)?;
    Ok([Some(entry), situation.timeline.other_half(entry)].into_iter().flatten().collect())
}

pub(super) fn annul(situation: &Situation<'_>, target: Position) -> Result<Plan, Refusal> {
    let draft = |entry: &&Entry| Draft {
        stream: entry.stream,
        event: Event::EventAnnulled(EventAnnulled { target: target_of(entry) }),
    };
    Ok(plan(halves(situation, target)?.iter().map(draft).collect()))
}

pub(super) fn reverse(situation: &Situation<'_>, target: Position) -> Result<Plan, Refusal> {
    let draft = |entry: &&Entry| Draft {
        stream: entry.stream,
        event: Event::EventReversed(EventReversed { target: target_of(entry) }),
    };
    Ok(plan(halves(situation, target)?.iter().map(draft).collect()))
}

fn plan(drafts: Vec<Draft>) -> Plan {
    Plan { drafts, stakes: Stakes::Reversible, open: Vec::new() }
}

pub(super) fn amend(situation: &Situation<'_>, target: Position, settings: &[Setting]) -> Result<Plan, Refusal> {
    let halves = halves(situation, target)?;
    let (mut drafts, mut unchanged) = (Vec::new(), true);
    for entry in &halves {
        if let Some((what, next)) = correction::uncorrectable(entry, Correcting::Amends) {
            return Err(refused(entry.position, what, next));
        }
        let becomes = changed(situation, entry, settings, halves.len() > 1)?;
        unchanged &= becomes == *fact_of(entry);
        let amended = EventAmended { target: target_of(entry), becomes: Box::new(becomes) };
        drafts.push(Draft { stream: entry.stream, event: Event::EventAmended(amended) });
    }
    let is_same = |entry: &&Entry| entry.effective == situation.day;
    if unchanged && halves.iter().all(is_same) {
        let next = "name what was otherwise with `--set FIELD=VALUE`, `--unset FIELD` or `--date DATE`";
        return Err(refused(target, "the amendment would change nothing", next));
    }
    Ok(plan(drafts))
}

fn fact_of(entry: &Entry) -> &Fact {
    if let Event::EventAmended(amended) = &entry.fact.event { &amended.becomes } else { &entry.fact }
}

fn refused(
    target: Position,
    message: impl Into<crate::vocabulary::Say>,
    next: impl Into<crate::vocabulary::Say>,
) -> Refusal {
    Refusal::rule("TIME-1", format!("event {target}"), message, next)
}

/// The fact with other fields, read back as every stored fact is. What it says about its source stays.
fn changed(situation: &Situation<'_>, entry: &Entry, settings: &[Setting], both: bool) -> Result<Fact, Refusal> {
    let was = fact_of(entry);
    let kind = was.event.kind();
    let spoken = Fact { remarks: Remarks { evidence: None, ..was.remarks.clone() }, ..was.clone() };
    let unreadable = |why: String| {
        let next = say!("correct-fields-next", show = Step::ShowFields(entry.position));
        refused(entry.position, why, next)
    };
    let text = wire::encode(&spoken).map_err(|e| unreadable(e.to_string()))?;
    let mut payload: Map<String, Value> = serde_json::from_str(&text).map_err(|e| unreadable(e.to_string()))?;
    let was_of_nothing = is_of_nothing(kind, &payload);
    for setting in settings {
        setting.apply(&mut payload, both).map_err(&unreadable)?;
    }
    if is_of_nothing(kind, &payload) && !was_of_nothing {
        let next = say!("correct-nothing-next", annul = Step::Annul(entry.position));
        return Err(refused(entry.position, "nothing would be left of it", next));
    }
    let beyond_json = |_| unreadable("a number is too large, or lists lie in lists too deep".to_owned());
    let text = crate::event::canonical::write(Value::Object(payload)).map_err(beyond_json)?;
    let mut fact = wire::decode_written(kind, &text)
        .map_err(|e| unreadable(format!("it would be no {kind}: {}", plainly(&e.to_string()))))?;
    fact.remarks.evidence.clone_from(&was.remarks.evidence);
    let beyond =
        || unreadable(format!("what runs from {} would end beyond what a ledger can speak about", situation.day));
    // What was judged stays judged by its rulebook.
    let act = situation.timeline.act(entry);
    let rulebook = situation.rulebooks.get(&act.rulebook).unwrap_or_else(|| Rulebook::shipped());
    rerun(&mut fact.event, &Situation { rulebook, ..*situation }, entry).ok_or_else(beyond)?;
    if let Some(lot) = misnamed(&fact.event, act.version) {
        let next = format!("lots that it makes are called {}.1, {}.2 and so on, each once", act.version, act.version);
        return Err(refused(
            entry.position,
            format!("it would make lot {lot}, a name that is not its own to give"),
            next,
        ));
    }
    Ok(fact)
}

/// Whether an act of quantities is left without any.
fn is_of_nothing(kind: &str, payload: &Map<String, Value>) -> bool {
    let none = |field: &str| payload.get(field).and_then(Value::as_array).is_some_and(Vec::is_empty);
    let credits = payload.get("credits").and_then(Value::as_u64).unwrap_or(0);
    match kind.split_once('-') {
        Some(("credits", _)) => credits == 0,
        Some(("key", _)) => none("items") && credits == 0,
        Some(("licences" | "ssa", _)) => none("parts") || none("lots"),
        Some((_, "role-changed")) => !payload.contains_key("role") && !payload.contains_key("licensing"),
        _ => false,
    }
}

/// A lot that an event would make under a name that another event gives, or that it gives twice.
fn misnamed(event: &Event, version: u64) -> Option<LotId> {
    let mut made: Vec<LotId> = Vec::new();
    if let Event::KeyRedeemed(redeemed) = event {
        made.extend(redeemed.items.iter().map(|item| item.lot));
    }
    if let Event::LicencesTransferredIn(moved) = event {
        made.extend(moved.lots.iter().map(|lot| lot.lot));
    }
    if let Event::DeviceMovedIn(moved) = event {
        made.extend(moved.lots.iter().map(|lot| lot.lot));
    }
    if let Event::LicencesConverted(converted) = event {
        made.extend(converted.parts.iter().map(|changed| changed.part.into));
    }
    if let Event::LicencesUpgraded(upgraded) = event {
        made.extend(upgraded.parts.iter().map(|changed| changed.part.into));
    }
    made.extend(event.parts().into_iter().filter(|part| part.into != part.lot).map(|part| part.into));
    let twice = |lot: &LotId| made.iter().filter(|other| *other == lot).count() > 1;
    made.iter().find(|lot| lot.made_by != version || twice(lot)).copied()
}

/// What runs from amended values runs anew, unless it was named: the year of a conversion (SSA-6) and the months of a trial
/// (PRJ-8) from the day, the end of an extended warranty (WAR-7) and the intervals of SSA (SSA-1) from their years.
fn rerun(event: &mut Event, situation: &Situation<'_>, entry: &Entry) -> Option<()> {
    let was = event_of(entry);
    let is_moved = situation.day != entry.effective;
    if let (true, Event::LicencesConverted(now), Event::LicencesConverted(was)) = (is_moved, &mut *event, was)
        && now.coverage == was.coverage
    {
        now.coverage = licence::converted_span(situation)?;
    }
    if let (true, Event::TrialIssued(now), Event::TrialIssued(was)) = (is_moved, &mut *event, was)
        && now.until == was.until
    {
        now.until = licence::trial_end(situation)?;
    }
    if let (Event::SsaApplied(now), Event::SsaApplied(was)) = (&mut *event, was) {
        term::rerun(now, was, situation, situation.timeline.act(entry));
    }
    if let (Event::WarrantyActivated(now), Event::WarrantyActivated(was)) = (event, was) {
        let (now, was) = (&mut now.extension, &was.extension);
        if now.years != was.years && now.until == was.until {
            now.until = extended(situation, entry, now.years).unwrap_or(now.until);
        }
    }
    Some(())
}

/// The end that other years give to an extension, where its end was reckoned and not named.
fn extended(situation: &Situation<'_>, entry: &Entry, years: Years) -> Option<Option<Day>> {
    let act = situation.timeline.act(entry);
    let stands = situation.timeline.as_amended(act.position)?;
    let Event::WarrantyActivated(was) = &stands.fact.event else { return None };
    let (_, device) = situation.book.device_anywhere(&was.serial)?;
    let (rulebook, purchased) = (rulebook_of(situation.rulebooks, device), device.purchased?);
    let end = |years| extended_until(rulebook, purchased, years, purchased);
    (was.extension.until == end(was.extension.years)).then(|| end(years))
}
