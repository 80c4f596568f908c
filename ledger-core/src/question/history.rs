//! History: what happened to one thing, in sentences: a project, a company, a device, a key or a lot.

use super::links::Links;
use super::{Answer, Cell, Column, View};
use crate::book::{Came, Entry, Project};
use crate::say;
use crate::vocabulary::{KeyCode, LotId, Position, Say, Serial};
use std::collections::BTreeSet;

/// The thing whose history is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// Everything of the one project in the view's scope, by the name that was asked for.
    Project(String),
    /// Everything of the company in the view's scope, by that name.
    Company(String),
    /// A device.
    Device(Serial),
    /// A key.
    Key(KeyCode),
    /// A lot of the one project in the view, with the lots that it came from.
    Lot(LotId),
}

impl Of {
    fn title(&self) -> Say {
        match self {
            Self::Project(name) => say!("history-project", name = name),
            Self::Company(name) => say!("history-company", name = name),
            Self::Device(serial) => say!("history-device", device = serial),
            Self::Key(key) => say!("history-key", key = key),
            Self::Lot(lot) => say!("history-lot", lot = *lot),
        }
    }
}

/// What happened to it up to the day.
pub fn history(view: &View, of: &Of) -> Answer {
    let title = of.title();
    let lots = if let Of::Lot(lot) = of { lineage(view, *lot) } else { BTreeSet::new() };
    let wanted = |entry: &Entry| match of {
        Of::Project(_) | Of::Company(_) => true,
        Of::Device(serial) => entry.fact.event.mentions().has_device(serial),
        Of::Key(key) => entry.fact.event.mentions().keys.contains(&key),
        Of::Lot(_) => lots.contains(&entry.position),
    };
    let links = Links::of(&view.timeline);
    let told = links.with_corrections(view.entries().filter(|entry| wanted(entry)).map(|entry| entry.position));
    let told: Vec<&Entry> = view.entries().filter(|entry| told.contains(&entry.position)).collect();
    let rows: Vec<Vec<Cell>> = told.iter().map(|entry| row(view, &links, entry)).collect();
    let shown: BTreeSet<Position> = told.iter().map(|entry| entry.position).collect();
    let rests_on = |finding: &&crate::rule::Finding| {
        finding.is_told_always() || finding.events.iter().any(|position| shown.contains(position))
    };
    let columns = vec![
        Column::right("position"),
        Column::left("effective"),
        Column::hidden("recorded"),
        Column::left("project"),
        Column::hidden("kind"),
        Column::left("what"),
        Column::left("origin"),
        Column::left("actor"),
        // Version 0.2 called it `ref`.
        Column::hidden("ref"),
        Column::left("reference"),
        Column::left("reason"),
        Column::hidden("corrects"),
        Column::hidden("corrected_by"),
    ];
    let report = Answer::table("history", say!("history-title", of = &title), view.basis(), columns, rows);
    let findings = view.findings.iter().filter(rests_on).cloned().collect();
    Answer { findings, ..report }.or_say(say!("history-empty", of = title, day = view.as_of))
}

fn row(view: &View, links: &Links, entry: &Entry) -> Vec<Cell> {
    let remarks = &entry.fact.remarks;
    vec![
        Cell::Event(entry.position),
        Cell::Day(entry.effective),
        Cell::Time(entry.recorded),
        view.project(entry.stream),
        Cell::Word(entry.fact.event.kind()),
        Cell::Say(links.told(entry)),
        Cell::Word(entry.origin.word()),
        Cell::text(&entry.actor),
        Cell::optional(remarks.reference.as_ref(), Cell::text),
        Cell::optional(remarks.reference.as_ref(), Cell::text),
        Cell::optional(remarks.reason.as_ref(), Cell::text),
        Cell::optional(links.corrects(entry.position), Cell::Event),
        Cell::optional(links.corrected_by(entry.position), Cell::Event),
    ]
}

/// Events of a lot and of those that it was split from.
fn lineage(view: &View, lot: LotId) -> BTreeSet<Position> {
    let mut positions = BTreeSet::new();
    for project in view.projects() {
        collect(project, lot, &mut positions);
    }
    positions
}

fn collect(project: &Project, lot: LotId, positions: &mut BTreeSet<Position>) {
    let Some(found) = project.lots.get(&lot) else { return };
    positions.extend(found.events.iter().copied());
    if let Came::Split(parent) = &found.came {
        let until = found.made.1;
        let mut earlier = BTreeSet::new();
        collect(project, *parent, &mut earlier);
        positions.extend(earlier.into_iter().filter(|position| *position <= until));
    }
}
