//! Register: every movement in the order of the timeline, with the running free balance of its licence.

use super::balance::CREDITS;
use super::movement::{Amount, Movement, movements};
use super::{Answer, Cell, Column, Kind, View};
use crate::book::Step;
use crate::say;
use crate::vocabulary::{Day, Licence, Serial, StreamId};
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
pub fn register(view: &View, only: &Only) -> Answer {
    // Those of credits stand under no licence.
    let mut balances: BTreeMap<(StreamId, Option<Licence>), i64> = BTreeMap::new();
    let mut rows = Vec::new();
    for step in view.timeline.steps(view.as_of).into_iter().filter(|step| view.shows_event(step.entry())) {
        let entry = step.entry();
        for moved in moves(step) {
            let balance = balances.entry((entry.stream, moved.amount.licence().cloned())).or_default();
            *balance += moved.free();
            if !only.shows(entry.effective, &moved) {
                continue;
            }
            let remarks = &entry.fact.remarks;
            let (licence, units) = match moved.amount {
                Amount::Units(licence, units) => (Cell::Licence(licence), Cell::Units(units)),
                Amount::Credits(credits) => (Cell::Word(CREDITS), Cell::Credits(credits)),
            };
            rows.push(vec![
                Cell::Event(entry.position),
                Cell::Day(entry.effective),
                Cell::Time(entry.recorded),
                view.project(entry.stream),
                Cell::Word(entry.fact.event.kind()),
                licence,
                moved.from.cell(),
                moved.to.cell(),
                units,
                Cell::Count(*balance),
                Cell::text(&entry.actor),
                Cell::optional(remarks.reference.as_ref(), Cell::text),
                Cell::optional(remarks.reason.as_ref(), Cell::text),
            ]);
        }
    }
    let columns = vec![
        Column::right("position"),
        Column::left("effective"),
        Column::hidden("recorded"),
        Column::left("project"),
        Column::hidden("kind"),
        Column::left("licence"),
        Column::left("from"),
        Column::left("to"),
        Column::right("units"),
        Column::right("balance"),
        Column::left("actor"),
        Column::hidden("reference"),
        Column::left("reason"),
    ];
    let report = Answer::table("register", say!("register-title"), view.basis(), columns, rows);
    Answer { findings: view.findings.clone(), ..report }.or_say(say!("register-empty"))
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
            && self.kind.as_ref().is_none_or(|kind| kind.is_of(&moved.amount))
            && self.device.as_ref().is_none_or(|serial| moved.touches(serial))
    }
}
