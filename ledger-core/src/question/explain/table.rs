//! The table of an explanation: rows in the order of a tree, each with its cells for machines and its sentence for people.
//!
//! Absent by design: how a tree is drawn.

use super::Told;
use crate::book::Entry;
use crate::event::Event;
use crate::event::seal::Origin;
use crate::question::links::Links;
use crate::question::movement::sentence;
use crate::question::record::recorded_text;
use crate::question::{Cell, Column, Part};
use crate::vocabulary::Say;

/// Keys for machines, in their order.
const KEYS: [&str; 39] = [
    "of",
    "part",
    "project",
    "subject",
    "figure",
    "value",
    "until",
    "rule",
    "severity",
    "message",
    "next",
    "have",
    "need",
    "lot",
    "licence",
    "units",
    "places",
    "first_bound",
    "intervals",
    "position",
    "effective",
    "recorded",
    "kind",
    "what",
    "change",
    "total",
    "state",
    "actor",
    "origin",
    "ref",
    "reason",
    "file",
    "file_name",
    "row",
    "raw",
    "title",
    "text",
    "source",
    "why",
];

/// The columns of every explanation.
pub(super) fn columns() -> Vec<Column> {
    let people = [Column::left("", "Said").people_only(), Column::left("", "Beside").people_only()];
    people.into_iter().chain(KEYS.iter().map(|key| Column::hidden(key))).chain([Column::hidden("by")]).collect()
}

type Cells = Vec<(&'static str, Cell)>;

/// Rows while they are collected.
pub(super) struct Table<'a> {
    told: &'a Told<'a>,
    links: Links<'a>,
    title: Option<String>,
    parts: Vec<Part>,
    rows: Vec<Vec<Cell>>,
    notes: Vec<String>,
    of: u64,
}

impl<'a> Table<'a> {
    pub(super) fn new(told: &'a Told<'a>) -> Self {
        let links = told.links();
        Self { told, links, title: None, parts: Vec::new(), rows: Vec::new(), notes: Vec::new(), of: 0 }
    }

    /// Begins with another thing that is explained.
    pub(super) fn root<const N: usize>(&mut self, said: impl Into<Say>, cells: [(&'static str, Cell); N]) {
        self.of += 1;
        self.title.get_or_insert_with(|| "Explanation".to_owned());
        self.parts.push(Part { title: String::new(), rows: 0 });
        self.row(said, Vec::new(), cells.into());
    }

    /// Begins a branch of it.
    pub(super) fn part(&mut self, title: &str) {
        self.parts.push(Part { title: title.to_owned(), rows: 0 });
    }

    pub(super) fn row(&mut self, said: impl Into<Say>, beside: Vec<String>, cells: Cells) {
        let mut row = vec![Cell::Say(said.into()), if beside.is_empty() { Cell::Absent } else { Cell::List(beside) }];
        let mut cells = cells;
        cells.push(("of", Cell::Number(self.of)));
        let cell =
            |key: &str| cells.iter().find(|(name, _)| *name == key).map_or(Cell::Absent, |(_, cell)| cell.clone());
        row.extend(KEYS.iter().map(|key| cell(key)));
        row.push(cell("by"));
        self.rows.push(row);
        if let Some(part) = self.parts.last_mut() {
            part.rows += 1;
        }
    }

    /// An event with what it did to the figure, who said so, and on which evidence.
    pub(super) fn event(&mut self, entry: &Entry, effect: &str, cells: Cells) {
        self.told_event(entry, effect, self.links.told(entry), cells);
    }

    /// An event that does not count, with the reason, and the correction that says so.
    pub(super) fn left_out(&mut self, entry: &Entry, why: &str, by: Option<&Entry>, cells: Cells) {
        self.told_event(entry, why, sentence(&entry.fact.event), cells);
        let tells = by.filter(|by| !matches!(by.fact.event, Event::EventAmended(_)));
        let said = tells.map(|by| format!("event {}: {}", by.position, self.source(by)));
        if let (Some(Cell::List(beside)), Some(said)) = (self.rows.last_mut().and_then(|row| row.get_mut(1)), said) {
            beside.push(said);
        }
    }

    fn told_event(&mut self, entry: &Entry, effect: &str, what: String, mut cells: Cells) {
        let effect = if effect.is_empty() { String::new() } else { format!(" · {effect}") };
        let said = format!("{} · event {}{effect} · {what}", entry.effective, entry.position);
        let remarks = &entry.fact.remarks;
        let mut beside = vec![self.source(entry)];
        let amendments = self.links.amendments(entry.position).into_iter();
        beside.extend(amendments.map(|amendment| format!("event {}: {}", amendment.position, self.source(amendment))));
        cells.extend([
            ("position", Cell::Number(entry.position.0)),
            ("project", Cell::Text(self.told.project(entry.stream))),
            ("effective", Cell::Day(entry.effective)),
            ("recorded", if entry.actor.is_empty() { Cell::Absent } else { Cell::Text(recorded_text(entry.recorded)) }),
            ("kind", Cell::text(entry.fact.event.kind())),
            ("what", Cell::Text(what)),
            ("actor", if entry.actor.is_empty() { Cell::Absent } else { Cell::text(&entry.actor) }),
            ("origin", Cell::text(entry.origin.word())),
            ("ref", Cell::optional(remarks.reference.as_ref(), Cell::text)),
            ("reason", Cell::optional(remarks.reason.as_ref(), Cell::text)),
        ]);
        if let Some(evidence) = &remarks.evidence {
            let name = self.told.file_name(evidence.file);
            let file = name.map_or_else(|| format!("file {}", evidence.file.short()), str::to_owned);
            let mut lines = evidence.raw.lines();
            beside.push(format!("{file}, line {}: {}", evidence.row, lines.next().unwrap_or_default()));
            beside.extend(lines.map(|line| format!("and {line}")));
            cells.extend([
                ("file", Cell::text(evidence.file)),
                ("file_name", Cell::optional(name, Cell::text)),
                ("row", Cell::Number(evidence.row)),
                ("raw", Cell::text(&evidence.raw)),
            ]);
        }
        self.row(&said, beside, cells);
    }

    /// Who said so, by which reference, and why.
    fn source(&self, entry: &Entry) -> String {
        let remarks = &entry.fact.remarks;
        if entry.actor.is_empty() {
            return "proposed here, not recorded".to_owned();
        }
        let who = match entry.origin {
            Origin::Decision => format!("decided by {}", entry.actor),
            Origin::Fact => format!("reported, recorded by {}", entry.actor),
            Origin::Observation => format!("observed by {}", entry.actor),
            Origin::Correction => format!("corrected by {}", entry.actor),
            Origin::System => format!("by the ledger, for {}", entry.actor),
        };
        let reference = remarks.reference.as_ref().map(|text| format!("reference {text}"));
        let reason = remarks.reason.as_ref().map(|text| format!("because: {text}"));
        [Some(who), reference, reason].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    pub(super) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(super) fn done(self) -> (String, Vec<Part>, Vec<Vec<Cell>>, Vec<String>) {
        (self.title.unwrap_or_else(|| "Explanation".to_owned()), self.parts, self.rows, self.notes)
    }
}
