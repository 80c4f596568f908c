//! Who: which operator recorded what kinds of events, on what ground, and when.
//!
//! Absent by design: who an operator is. The ledger keeps the short id that was given.

use super::record::recorded_text;
use super::{Cell, Column, Report, View};
use crate::book::Entry;
use crate::vocabulary::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What one operator recorded of one kind and origin.
struct Tally<'a> {
    events: i64,
    first: &'a Entry,
    last: &'a Entry,
}

/// A row for each operator, kind and origin in the view.
pub fn who(view: &View) -> Report {
    let mut tallies: BTreeMap<(&str, &str, &str), Tally<'_>> = BTreeMap::new();
    for entry in view.entries() {
        let key = (entry.actor.as_str(), entry.fact.event.kind(), entry.origin.word());
        let tally = tallies.entry(key).or_insert(Tally { events: 0, first: entry, last: entry });
        tally.events = tally.events.saturating_add(1);
        if entry.position < tally.first.position {
            tally.first = entry;
        }
        if entry.position > tally.last.position {
            tally.last = entry;
        }
    }
    let actors: BTreeSet<&str> = tallies.keys().map(|(actor, _, _)| *actor).collect();
    let events: i64 = tallies.values().map(|tally| tally.events).sum();
    let note = match (actors.len(), events) {
        (_, 0) => "no events".to_owned(),
        (1, events) => format!("1 operator recorded {events} events"),
        (actors, events) => format!("{actors} operators recorded {events} events"),
    };
    let rows = tallies.iter().map(|(key, tally)| row(*key, tally)).collect();
    let findings = view.findings.clone();
    Report {
        groups: true,
        notes: vec![note],
        findings,
        ..Report::of("who", "Who recorded what", view.basis(), columns(), rows)
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::left("actor", "Actor"),
        Column::left("kind", "Kind"),
        Column::left("origin", "Origin"),
        Column::right("events", "Events"),
        Column::right("first_position", "First event"),
        Column::right("last_position", "Last event"),
        Column::left("", "First recorded").people_only(),
        Column::left("", "Last recorded").people_only(),
        Column::hidden("first_recorded"),
        Column::hidden("last_recorded"),
    ]
}

fn row((actor, kind, origin): (&str, &str, &str), tally: &Tally<'_>) -> Vec<Cell> {
    let day = |entry: &Entry| Cell::optional(Day::of_utc(entry.recorded), Cell::Day);
    vec![
        Cell::text(actor),
        Cell::text(kind),
        Cell::text(origin),
        Cell::Count(tally.events),
        Cell::Number(tally.first.position.0),
        Cell::Number(tally.last.position.0),
        day(tally.first),
        day(tally.last),
        Cell::Text(recorded_text(tally.first.recorded)),
        Cell::Text(recorded_text(tally.last.recorded)),
    ]
}
