//! Differences: which figures are not the same at two points, and the events that lie between them.
//!
//! A point is a day and a state of knowledge. Absent by design: how the two views were loaded, and which of them is the
//! earlier: both ways are answered.

use super::between::Between;
use super::figure::{self, About, FigureKey, Moved, Value};
use super::record::recorded_text;
use super::{Cell, Column, Part, Report, View};
use crate::book::Entry;
use crate::vocabulary::{CompanyName, ProjectName, StreamId};
use serde_json::json;

/// Columns up to those that only events fill.
const FIGURE_COLUMNS: usize = 8;

/// What differs between two views of the same part of a ledger; the report rests on the second.
pub fn diff(before: &View, after: &View) -> Report {
    let title = format!("Difference from {}, known at {}", before.as_of, before.known_at);
    let mut report = compared("diff", title, before, after);
    if report.rows.is_empty() {
        report.notes = vec!["nothing differs: no figure moved, and no event lies between".to_owned()];
    }
    report.extra.push(("from", point(before)));
    report
}

/// A point as a JSON object: day, number of known events and head.
fn point(view: &View) -> Cell {
    let head = json!({"size": view.head.size, "root": view.head.root.to_string()});
    Cell::Json(json!({"as_of": view.as_of.to_string(), "known_at": view.known_at, "head": head}).to_string())
}

/// A report of what differs: first the figures that moved, by project, then the events that lie between.
pub(super) fn compared(name: &'static str, title: String, before: &View, after: &View) -> Report {
    let between = Between::of(before, after);
    let mut moved = figure::moved(&figure::of_view(before), &figure::of_view(after));
    moved.sort_by_cached_key(|moved| (named(&between, moved.key.stream), moved.key.clone()));
    let figures: Vec<Vec<Cell>> = moved.iter().map(|moved| figure_row(&between, moved)).collect();
    let events: Vec<Vec<Cell>> = between.entries.values().map(|entry| event_row(&between, entry)).collect();
    let parts = vec![
        Part { title: "Figures that moved".to_owned(), rows: figures.len() },
        Part { title: "Events that lie between".to_owned(), rows: events.len() },
    ];
    let mut notes = vec![format!("{} moved; {} between", counted(figures.len(), "figure"), lie(events.len()))];
    if moved.iter().any(|moved| moved.key.figure.is_end()) {
        notes.push("a figure called until is a day that is excluded: the first one outside".to_owned());
    }
    let rows = figures.into_iter().chain(events).collect();
    let mut findings = after.findings.clone();
    let withheld =
        before.findings.iter().filter(|finding| finding.is_told_always() && !after.findings.contains(finding));
    findings.extend(withheld.cloned());
    Report { parts, groups: true, notes, findings, ..Report::of(name, title, after.basis(), columns(), rows) }
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn lie(events: usize) -> String {
    format!("{} {}", counted(events, "event"), if events == 1 { "lies" } else { "lie" })
}

fn columns() -> Vec<Column> {
    vec![
        Column::hidden("part"),
        Column::left("project", "Project"),
        Column::left("subject", "Subject"),
        Column::left("figure", "Figure"),
        Column::left("before", "Before"),
        Column::left("after", "After"),
        Column::right("change", "Change"),
        Column::left("events", "Events"),
        Column::right("position", "Event"),
        Column::left("effective", "Effective"),
        Column::hidden("recorded"),
        Column::hidden("kind"),
        Column::left("what", "What"),
        Column::left("actor", "Actor"),
        Column::left("origin", "Origin"),
        Column::left("reason", "Reason"),
    ]
}

/// Company and project of a stream, by which rows are ordered.
fn named(between: &Between<'_>, stream: StreamId) -> Option<(CompanyName, ProjectName)> {
    let project = |view: &View| view.book.projects.get(&stream).and_then(|project| project.named.clone());
    project(between.after).or_else(|| project(between.before))
}

fn project_name(between: &Between<'_>, stream: StreamId) -> String {
    let label = |view: &View| view.labels.get(&stream).cloned();
    label(between.after).or_else(|| label(between.before)).unwrap_or_else(|| between.after.project_name(stream))
}

fn figure_row(between: &Between<'_>, moved: &Moved) -> Vec<Cell> {
    let FigureKey { stream, subject, figure } = &moved.key;
    let project = project_name(between, *stream);
    let cell = |value: &Option<Value>| match value {
        None if figure.counts() => Cell::Count(0),
        value => Cell::optional(value.as_ref(), Value::cell),
    };
    let mut row = vec![
        Cell::text("figure"),
        Cell::text(&project),
        Cell::Text(subject_text(subject, &project)),
        Cell::text(figure.word()),
        cell(&moved.before),
        cell(&moved.after),
        Cell::optional(moved.change(), Cell::Count),
        Cell::Positions(between.speaking_of(&moved.key)),
    ];
    row.resize(columns().len(), Cell::Absent);
    row
}

pub(super) fn subject_text(subject: &About, project: &str) -> String {
    match subject {
        About::Project => project.to_owned(),
        About::Licence(licence) => licence.to_string(),
        About::On(licence, serial) => format!("{licence} on {serial}"),
        About::Lot(lot) => format!("lot {lot}"),
        About::Device(serial) => serial.to_string(),
        About::Rule(rule, subject) => format!("{rule} {subject}"),
    }
}

fn event_row(between: &Between<'_>, entry: &Entry) -> Vec<Cell> {
    let mut row = vec![Cell::text("event"), Cell::Text(project_name(between, entry.stream))];
    row.resize(FIGURE_COLUMNS, Cell::Absent);
    row.extend([
        Cell::Number(entry.position.0),
        Cell::Day(entry.effective),
        Cell::Text(recorded_text(entry.recorded)),
        Cell::text(entry.fact.event.kind()),
        Cell::Text(between.links.told(entry)),
        Cell::text(&entry.actor),
        Cell::text(entry.origin.word()),
        Cell::optional(entry.fact.remarks.reason.as_ref(), Cell::text),
    ]);
    row
}
