//! Who: which operator recorded what kinds of events, on what ground, and when.
//!
//! Absent by design: who an operator is. The ledger keeps the short id that was given.

use super::{Answer, Cell, Column, View};
use crate::book::Entry;
use crate::say;
use crate::vocabulary::Day;
use std::collections::{BTreeMap, BTreeSet};

/// What one operator recorded of one kind and origin.
struct Tally<'a> {
    events: i64,
    first: &'a Entry,
    last: &'a Entry,
}

/// A row for each operator, kind and origin in the view.
pub fn who(view: &View) -> Answer {
    let mut tallies: BTreeMap<(&str, &'static str, &'static str), Tally<'_>> = BTreeMap::new();
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
        (_, 0) => say!("no-events"),
        (actors, events) => say!("who-recorded", operators = actors, events = events),
    };
    let rows = tallies.iter().map(|(key, tally)| row(*key, tally)).collect();
    let findings = view.findings.clone();
    Answer {
        says: vec![note],
        findings,
        ..Answer::table("who", say!("who-title"), view.basis(), columns(), rows).in_groups()
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::left("actor"),
        Column::left("kind"),
        Column::left("origin"),
        Column::right("events"),
        Column::right("first_position"),
        Column::right("last_position"),
        Column::left("first_day").people_only(),
        Column::left("last_day").people_only(),
        Column::hidden("first_recorded"),
        Column::hidden("last_recorded"),
    ]
}

fn row((actor, kind, origin): (&str, &'static str, &'static str), tally: &Tally<'_>) -> Vec<Cell> {
    let day = |entry: &Entry| Cell::optional(Day::of_utc(entry.recorded), Cell::Day);
    vec![
        Cell::text(actor),
        Cell::Word(kind),
        Cell::Word(origin),
        Cell::Count(tally.events),
        Cell::Event(tally.first.position),
        Cell::Event(tally.last.position),
        day(tally.first),
        day(tally.last),
        Cell::Time(tally.first.recorded),
        Cell::Time(tally.last.recorded),
    ]
}
