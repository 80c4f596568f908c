//! Register: every movement in the order of the timeline, with the running free balance of its licence.

use super::movement::{Movement, movements};
use super::record::recorded_text;
use super::{Cell, Column, Kind, Report, View};
use crate::book::Step;
use crate::vocabulary::{Day, Serial, StreamId};
use std::collections::BTreeMap;

/// What a register is limited to; running balances count everything all the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only {
    /// One kind of licence, or credits.
    pub kind: Option<Kind>,
    /// Movements to and from one device.
    pub device: Option<Serial>,
    /// What took effect on that day or later.
    pub since: Option<Day>,
}

/// Movements of the projects in the view.
pub fn register(view: &View, only: &Only) -> Report {
    let mut balances: BTreeMap<(StreamId, String), i64> = BTreeMap::new();
    let mut rows = Vec::new();
    for step in view.timeline.steps(view.as_of).into_iter().filter(|step| view.shows_event(step.entry())) {
        let entry = step.entry();
        for moved in moves(step) {
            let balance = balances.entry((entry.stream, moved.licence.clone())).or_default();
            *balance += moved.free;
            if !only.shows(entry.effective, &moved) {
                continue;
            }
            rows.push(vec![
                Cell::Number(entry.position.0),
                Cell::Day(entry.effective),
                Cell::Text(recorded_text(entry.recorded)),
                Cell::Text(view.project_name(entry.stream)),
                Cell::text(entry.fact.event.kind()),
                Cell::Text(moved.licence),
                Cell::Text(moved.from),
                Cell::Text(moved.to),
                Cell::Count(moved.units),
                Cell::Count(*balance),
                Cell::text(&entry.actor),
                Cell::optional(entry.fact.remarks.reason.as_ref(), Cell::text),
            ]);
        }
    }
    let columns = vec![
        Column::right("position", "Event"),
        Column::left("effective", "Effective"),
        Column::hidden("recorded"),
        Column::left("project", "Project"),
        Column::hidden("kind"),
        Column::left("licence", "Licence"),
        Column::left("from", "From"),
        Column::left("to", "To"),
        Column::right("units", "Units"),
        Column::right("balance", "Free then"),
        Column::left("actor", "Actor"),
        Column::left("reason", "Reason"),
    ];
    Report {
        findings: view.findings.clone(),
        ..Report::of("register", "Register", view.basis(), columns, rows).or_say("no movements")
    }
}

/// What a step moves; a reversal moves everything back.
fn moves(step: Step<'_>) -> Vec<Movement> {
    match step {
        Step::Happens(entry) => movements(&entry.fact.event),
        Step::Undone { what, .. } => movements(&what.fact.event).into_iter().map(Movement::back).collect(),
    }
}

impl Only {
    fn shows(&self, day: Day, moved: &Movement) -> bool {
        self.since.is_none_or(|since| day >= since)
            && self.kind.as_ref().is_none_or(|kind| kind.is_word(&moved.licence))
            && self.device.as_ref().is_none_or(|serial| [&moved.from, &moved.to].contains(&&serial.to_string()))
    }
}
