//! Differences: which figures are not the same at two points, and the events that lie between them.
//!
//! A point is a day and a state of knowledge. Absent by design: how the two views were loaded, and which of them is the
//! earlier: both ways are answered.

use super::between::Between;
use super::figure::{self, About, FigureKey, Moved, Value};
use super::{Answer, Body, Cell, Column, Label, Table, View};
use crate::book::Entry;
use crate::say;
use crate::vocabulary::{CompanyName, ProjectName, Say, StreamId};

/// What differs between two views of the same part of a ledger; the report rests on the second.
pub fn diff(before: &View, after: &View) -> Answer {
    let title = say!("diff-title", day = before.as_of, known = before.known_at);
    let mut report = compared("diff", title, before, after);
    if report.is_empty() {
        report.says = vec![say!("diff-none")];
    }
    report.extra.push(("from", point(before)));
    report
}

/// A point as a JSON object: day, number of known events and head.
fn point(view: &View) -> Cell {
    let known_at = Cell::Number(view.known_at);
    Cell::Record(vec![("as_of", Cell::Day(view.as_of)), ("head", Cell::head(&view.head)), ("known_at", known_at)])
}

/// A report of what differs: first the figures that moved, by project, then the events that lie between.
pub(super) fn compared(name: &'static str, title: Say, before: &View, after: &View) -> Answer {
    let between = Between::of(before, after);
    let mut moved = figure::moved(&figure::of_view(before), &figure::of_view(after));
    moved.sort_by_cached_key(|moved| (named(&between, moved.key.stream), moved.key.clone()));
    let figures: Vec<Vec<Cell>> = moved.iter().map(|moved| figure_row(&between, moved)).collect();
    let events: Vec<Vec<Cell>> = between.entries.values().map(|entry| event_row(&between, entry)).collect();
    let mut notes = vec![say!("diff-counted", figures = figures.len(), events = events.len())];
    if moved.iter().any(|moved| moved.key.figure.is_end()) {
        notes.push(say!("diff-until"));
    }
    let table = |columns, rows| Table { columns, rows, totals: None, groups: true };
    let body = Body::Sections(vec![
        (say!("diff-figures"), table(figure_columns(), figures)),
        (say!("diff-events"), table(event_columns(), events)),
    ]);
    let mut findings = after.findings.clone();
    let withheld =
        before.findings.iter().filter(|finding| finding.is_told_always() && !after.findings.contains(finding));
    findings.extend(withheld.cloned());
    Answer { says: notes, findings, ..Answer::of(name, title, after.basis(), body) }
}

fn figure_columns() -> Vec<Column> {
    vec![
        Column::hidden("part"),
        Column::left("project"),
        Column::left("subject"),
        Column::hidden("licence"),
        Column::hidden("device"),
        Column::hidden("lot"),
        Column::left("figure"),
        Column::left("before"),
        Column::left("after"),
        Column::right("change"),
        Column::left("events"),
    ]
}

fn event_columns() -> Vec<Column> {
    vec![
        Column::hidden("part"),
        Column::left("project"),
        Column::right("position"),
        Column::left("effective"),
        Column::hidden("recorded"),
        Column::hidden("kind"),
        Column::left("what"),
        Column::left("actor"),
        Column::left("origin"),
        Column::hidden("reference"),
        Column::left("reason"),
    ]
}

/// Company and project of a stream, by which rows are ordered.
fn named(between: &Between<'_>, stream: StreamId) -> Option<(CompanyName, ProjectName)> {
    let project = |view: &View| view.book.projects.get(&stream).and_then(|project| project.named.clone());
    project(between.after).or_else(|| project(between.before))
}

fn label(between: &Between<'_>, stream: StreamId) -> Label {
    let of = |view: &View| view.labels.get(stream).cloned();
    of(between.after).or_else(|| of(between.before)).unwrap_or_else(Label::ledger)
}

fn figure_row(between: &Between<'_>, moved: &Moved) -> Vec<Cell> {
    let FigureKey { stream, subject, figure } = &moved.key;
    let project = label(between, *stream);
    let cell = |value: &Option<Value>| match value {
        None if figure.counts() => Cell::Count(0),
        value => Cell::optional(value.as_ref(), Value::cell),
    };
    let [licence, device, lot] = concerned(subject);
    vec![
        Cell::Word("figure"),
        Cell::Project(project.clone()),
        subject_cell(subject, project),
        licence,
        device,
        lot,
        Cell::Word(figure.word()),
        cell(&moved.before),
        cell(&moved.after),
        Cell::optional(moved.change(), Cell::Count),
        Cell::Positions(between.speaking_of(&moved.key)),
    ]
}

/// The licence, the device and the lot that a figure is about.
pub(super) fn concerned(subject: &About) -> [Cell; 3] {
    let (licence, device, lot) = match subject {
        About::Licence(licence) => (Some(licence), None, None),
        About::On(licence, serial) => (Some(licence), Some(serial), None),
        About::Lot(lot) => (None, None, Some(*lot)),
        About::Device(serial) => (None, Some(serial), None),
        About::Project | About::Rule(..) => (None, None, None),
    };
    let device = Cell::optional(device.cloned(), Cell::Device);
    [Cell::optional(licence.cloned(), Cell::Licence), device, Cell::optional(lot, Cell::Lot)]
}

/// What a figure of a project is about, for people.
pub(super) fn subject_cell(subject: &About, project: Label) -> Cell {
    match subject {
        About::Project => Cell::Project(project),
        About::Licence(licence) => Cell::Licence(licence.clone()),
        About::On(licence, serial) => Cell::Say(say!("subject-on", licence = licence, device = serial)),
        About::Lot(lot) => Cell::Say(say!("subject-lot", lot = *lot)),
        About::Device(serial) => Cell::Device(serial.clone()),
        About::Rule(rule, subject) => Cell::Say(say!("subject-rule", rule = *rule, subject = subject)),
    }
}

fn event_row(between: &Between<'_>, entry: &Entry) -> Vec<Cell> {
    vec![
        Cell::Word("event"),
        Cell::Project(label(between, entry.stream)),
        Cell::Event(entry.position),
        Cell::Day(entry.effective),
        Cell::Time(entry.recorded),
        Cell::Word(entry.fact.event.kind()),
        Cell::Say(between.links.told(entry)),
        Cell::text(&entry.actor),
        Cell::Word(entry.origin.word()),
        Cell::optional(entry.fact.remarks.reference.as_ref(), Cell::text),
        Cell::optional(entry.fact.remarks.reason.as_ref(), Cell::text),
    ]
}
