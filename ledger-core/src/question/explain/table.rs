//! The table of an explanation: rows in the order of a tree, each with its cells for machines and its sentence for people.
//!
//! Absent by design: how a tree is drawn.

use super::Told;
use crate::book::Entry;
use crate::event::Event;
use crate::event::seal::Origin;
use crate::question::links::Links;
use crate::question::movement::sentence;
use crate::question::{Cell, Column, Part};
use crate::say;
use crate::vocabulary::{Arg, Say};

/// Keys for machines, in their order.
const KEYS: [&str; 41] = [
    "of",
    "part",
    "project",
    "subject",
    "device",
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
    "reference",
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
    let people = [Column::left("said").people_only(), Column::left("beside").people_only()];
    people.into_iter().chain(KEYS.iter().map(|key| Column::hidden(key))).chain([Column::hidden("by")]).collect()
}

type Cells = Vec<(&'static str, Cell)>;

/// Rows while they are collected.
pub(super) struct Table<'a> {
    told: &'a Told<'a>,
    links: Links<'a>,
    parts: Vec<Part>,
    rows: Vec<Vec<Cell>>,
    notes: Vec<Say>,
    of: u64,
}

impl<'a> Table<'a> {
    pub(super) fn new(told: &'a Told<'a>) -> Self {
        let links = told.links();
        Self { told, links, parts: Vec::new(), rows: Vec::new(), notes: Vec::new(), of: 0 }
    }

    /// Begins with another thing that is explained.
    pub(super) fn root<const N: usize>(&mut self, said: Say, cells: [(&'static str, Cell); N]) {
        self.of += 1;
        self.parts.push(Part { title: Say::NOTHING, rows: 0 });
        self.row(said, Vec::new(), cells.into());
    }

    /// Begins a branch of it.
    pub(super) fn part(&mut self, title: Say) {
        self.parts.push(Part { title, rows: 0 });
    }

    pub(super) fn row(&mut self, said: Say, beside: Vec<Say>, cells: Cells) {
        let beside: Vec<Cell> = beside.into_iter().map(Cell::Say).collect();
        let mut row = vec![Cell::Say(said), if beside.is_empty() { Cell::Absent } else { Cell::List(beside) }];
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
    pub(super) fn event(&mut self, entry: &Entry, effect: Say, cells: Cells) {
        self.told_event(entry, effect, self.links.told(entry), cells);
    }

    /// An event that does not count, with the reason, and the correction that says so.
    pub(super) fn left_out(&mut self, entry: &Entry, why: Say, by: Option<&Entry>, cells: Cells) {
        self.told_event(entry, why, sentence(&entry.fact.event), cells);
        let tells = by.filter(|by| !matches!(by.fact.event, Event::EventAmended(_)));
        let said = tells.map(|by| say!("explain-of-event", event = by.position, source = self.source(by)));
        if let (Some(Cell::List(beside)), Some(said)) = (self.rows.last_mut().and_then(|row| row.get_mut(1)), said) {
            beside.push(Cell::Say(said));
        }
    }

    fn told_event(&mut self, entry: &Entry, effect: Say, what: Say, mut cells: Cells) {
        let effect = if effect.is_nothing() { effect } else { say!("explain-effect", effect = effect) };
        let (day, event) = (entry.effective, entry.position);
        let said = say!("explain-event", day = day, event = event, effect = effect, what = &what);
        let remarks = &entry.fact.remarks;
        let mut beside = vec![self.source(entry)];
        let amendments = self.links.amendments(entry.position).into_iter();
        beside
            .extend(amendments.map(|amendment| {
                say!("explain-of-event", event = amendment.position, source = self.source(amendment))
            }));
        cells.extend([
            ("position", Cell::Event(entry.position)),
            ("project", Cell::Project(self.told.labels.label(entry.stream))),
            ("effective", Cell::Day(entry.effective)),
            ("recorded", if entry.actor.is_empty() { Cell::Absent } else { Cell::Time(entry.recorded) }),
            ("kind", Cell::Word(entry.fact.event.kind())),
            ("what", Cell::Say(what)),
            ("actor", if entry.actor.is_empty() { Cell::Absent } else { Cell::text(&entry.actor) }),
            ("origin", Cell::Word(entry.origin.word())),
            // Version 0.2 called it `ref`.
            ("ref", Cell::optional(remarks.reference.as_ref(), Cell::text)),
            ("reference", Cell::optional(remarks.reference.as_ref(), Cell::text)),
            ("reason", Cell::optional(remarks.reason.as_ref(), Cell::text)),
        ]);
        if let Some(evidence) = &remarks.evidence {
            let name = self.told.file_name(evidence.file);
            let mut lines = evidence.raw.lines();
            let (line, text) = (evidence.row, lines.next().unwrap_or_default());
            beside.push(match name {
                Some(name) => say!("explain-line", file = name, line = line, text = text),
                None => say!("explain-line-of-hash", file = evidence.file.short(), line = line, text = text),
            });
            beside.extend(lines.map(|text| say!("explain-line-more", text = text)));
            cells.extend([
                ("file", Cell::text(evidence.file)),
                ("file_name", Cell::optional(name, Cell::text)),
                ("row", Cell::Number(evidence.row)),
                ("raw", Cell::text(&evidence.raw)),
            ]);
        }
        self.row(said, beside, cells);
    }

    /// Who said so, by which reference, and why.
    fn source(&self, entry: &Entry) -> Say {
        let (remarks, actor) = (&entry.fact.remarks, &entry.actor);
        if actor.is_empty() {
            return say!("explain-proposed");
        }
        let who = match entry.origin {
            Origin::Decision => say!("explain-decided", actor = actor),
            Origin::Fact => say!("explain-reported", actor = actor),
            Origin::Observation => say!("explain-observed", actor = actor),
            Origin::Correction => say!("explain-correction", actor = actor),
            Origin::System => say!("explain-by-ledger", actor = actor),
        };
        let reference = remarks.reference.as_ref().map(|text| say!("explain-reference", reference = text));
        let reason = remarks.reason.as_ref().map(|text| say!("explain-reason", reason = text));
        let all: Arg = [Some(who), reference, reason].into_iter().flatten().collect();
        say!("explain-source", source = all)
    }

    pub(super) fn note(&mut self, note: Say) {
        self.notes.push(note);
    }

    pub(super) fn done(self) -> (Vec<Part>, Vec<Vec<Cell>>, Vec<Say>) {
        (self.parts, self.rows, self.notes)
    }
}
