//! The record itself: events as they are stored, and where the ledger stands.

use super::links::Links;
use super::{Cell, Column, Report, View};
use crate::book::Entry;
use crate::event::seal::{Origin, Sealed};
use crate::event::{ClosedLicence, ClosedProject, Event, wire};
use crate::vocabulary::{EventId, Position, Serial};

/// Microseconds since 1970 UTC as `2026-11-24T10:00:00.000000Z`.
pub fn recorded_text(micros: i64) -> String {
    chrono::DateTime::from_timestamp_micros(micros)
        .map_or_else(|| format!("{micros} µs"), |time| time.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
}

fn columns() -> Vec<Column> {
    vec![
        Column::right("position", "Event"),
        Column::hidden("stream"),
        Column::hidden("version"),
        Column::hidden("event"),
        Column::hidden("kind"),
        Column::left("effective", "Effective"),
        Column::hidden("recorded"),
        Column::left("project", "Project"),
        Column::left("", "What").people_only(),
        Column::left("origin", "Origin"),
        Column::left("actor", "Actor"),
        Column::hidden("command"),
        Column::hidden("hash"),
        Column::hidden("payload"),
    ]
}

fn row(view: &View, links: &Links<'_>, entry: &Entry) -> Vec<Cell> {
    vec![
        Cell::Number(entry.position.0),
        Cell::text(entry.stream),
        Cell::Number(entry.version),
        Cell::text(entry.event_id),
        Cell::text(entry.fact.event.kind()),
        Cell::Day(entry.effective),
        Cell::Text(recorded_text(entry.recorded)),
        Cell::Text(view.project_name(entry.stream)),
        Cell::Text(links.told(entry)),
        Cell::text(entry.origin.word()),
        Cell::text(&entry.actor),
        Cell::text(entry.command),
        Cell::text(entry.hash),
        if view.shows_payload(entry) { payload(entry) } else { Cell::Absent },
    ]
}

/// The payload as it is stored: writing a fact that was read gives the stored bytes again.
fn payload(entry: &Entry) -> Cell {
    wire::encode(&entry.fact).map_or(Cell::Absent, Cell::Json)
}

fn report(view: &View, name: &'static str, title: String, rows: Vec<Vec<Cell>>) -> Report {
    let findings = view.findings.clone();
    Report { findings, ..Report::of(name, title, view.basis(), columns(), rows).or_say("no events") }
}

/// Which events a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only {
    /// Of one kind.
    pub kind: Option<String>,
    /// Of one device.
    pub device: Option<Serial>,
    /// From a position on.
    pub from: Option<Position>,
    /// At most that many.
    pub limit: Option<usize>,
}

/// Events in the order in which they were recorded.
pub fn events(view: &View, only: &Only) -> Report {
    let links = Links::of(&view.timeline);
    // What corrects an event speaks of the devices that the event speaks of, as in a history.
    let of_device = only.device.as_ref().map(|serial| {
        let speaks = view.entries().filter(|entry| entry.fact.event.mentions().has_device(serial));
        links.with_corrections(speaks.map(|entry| entry.position))
    });
    let wanted = |entry: &&Entry| {
        only.kind.as_ref().is_none_or(|kind| kind == entry.fact.event.kind())
            && of_device.as_ref().is_none_or(|positions| positions.contains(&entry.position))
            && only.from.is_none_or(|from| entry.position >= from)
    };
    let entries: Vec<&Entry> = view.entries().filter(wanted).collect();
    let told = entries.into_iter().map(|entry| (entry.position, row(view, &links, entry)));
    let mut rows: Vec<(Position, Vec<Cell>)> = told.collect();
    // What a withheld payload speaks of is not known: it is listed wherever no device is asked for.
    let listed = |sealed: &&Sealed| {
        view.shows(sealed.header.stream)
            && only.device.is_none()
            && only.kind.as_ref().is_none_or(|kind| *kind == sealed.header.kind)
            && only.from.is_none_or(|from| sealed.position >= from)
            && sealed.header.effective <= view.as_of.to_string()
    };
    rows.extend(view.withheld.iter().filter(listed).map(|sealed| (sealed.position, withheld_row(view, sealed))));
    rows.sort_by_key(|(position, _)| *position);
    let all = rows.len();
    let shown = only.limit.unwrap_or(all).min(all);
    rows.truncate(shown);
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let mut report = report(view, "events", "Events".to_owned(), rows);
    if shown < all {
        report.notes.push(format!("{} more; name `--from POSITION` or a higher `--limit`", all - shown));
    }
    report
}

/// How an event is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// By its position.
    At(Position),
    /// By its id.
    Id(EventId),
}

/// One event with everything that is stored of it; also one that takes effect after the day.
pub fn event(view: &View, which: Which) -> Option<Report> {
    let is = |position: Position, id: EventId| match which {
        Which::At(wanted) => position == wanted,
        Which::Id(wanted) => id == wanted,
    };
    if let Some(sealed) = view.withheld.iter().find(|sealed| is(sealed.position, sealed.header.event)) {
        return Some(withheld_event(view, sealed));
    }
    let found = view.timeline.entries().iter().find(|entry| is(entry.position, entry.event_id))?;
    let mut report =
        report(view, "event", format!("Event {}", found.position), vec![row(view, &Links::of(&view.timeline), found)]);
    report.notes = details(found);
    let concerns = |finding: &&crate::rule::Finding| finding.events.contains(&found.position);
    report.findings = view.findings.iter().filter(concerns).cloned().collect();
    Some(report)
}

/// What is stored of an event whose payload was withheld: all but the payload.
fn withheld_event(view: &View, sealed: &Sealed) -> Report {
    let (at, header) = (sealed.position, &sealed.header);
    let mut report = report(view, "event", format!("Event {at}"), vec![withheld_row(view, sealed)]);
    report.notes = vec![
        format!("kind      {}", header.kind),
        format!("recorded  {}", recorded_text(header.recorded)),
        format!("event     {}", header.event),
        format!("command   {}", header.command),
        format!("stream    {} version {}", header.stream, header.version),
        format!("rulebook  {}", header.rulebook),
        format!("hash      {}", sealed.hash),
        format!("payload   withheld; its BLAKE3 is {}", header.payload_hash),
    ];
    report.findings.retain(|finding| finding.events.contains(&at));
    report
}

fn withheld_row(view: &View, sealed: &Sealed) -> Vec<Cell> {
    let header = &sealed.header;
    let origin = Origin::from_code(header.origin).map_or_else(|| header.origin.to_string(), |o| o.word().to_owned());
    vec![
        Cell::Number(sealed.position.0),
        Cell::text(header.stream),
        Cell::Number(header.version),
        Cell::text(header.event),
        Cell::text(&header.kind),
        Cell::text(&header.effective),
        Cell::Text(recorded_text(header.recorded)),
        Cell::Text(view.project_name(header.stream)),
        Cell::Text(format!("{}: its payload was withheld", header.kind)),
        Cell::Text(origin),
        Cell::text(&header.actor),
        Cell::text(header.command),
        Cell::text(sealed.hash),
        Cell::Absent,
    ]
}

fn details(entry: &Entry) -> Vec<String> {
    let remarks = &entry.fact.remarks;
    let mut lines = vec![
        format!("kind      {}", entry.fact.event.kind()),
        format!("recorded  {}", recorded_text(entry.recorded)),
        format!("event     {}", entry.event_id),
        format!("command   {}", entry.command),
        format!("stream    {} version {}", entry.stream, entry.version),
        format!("rulebook  {}", entry.rulebook),
        format!("hash      {}", entry.hash),
    ];
    lines.extend(remarks.reference.iter().map(|text| format!("reference {text}")));
    lines.extend(remarks.reason.iter().map(|text| format!("reason    {text}")));
    if let Some(evidence) = &remarks.evidence {
        lines.push(format!("evidence  line {} of file {}", evidence.row, evidence.file.short()));
        lines.push(format!("          {}", evidence.raw));
    }
    if let Event::PeriodClosed(closed) = &entry.fact.event {
        lines.extend(closed.totals.iter().flat_map(totals));
    }
    if let Ok(text) = wire::encode(&entry.fact) {
        lines.push(format!("payload   {text}"));
    }
    lines
}

/// What a project held when a period was closed, a line for each licence.
fn totals(closed: &ClosedProject) -> Vec<String> {
    let project = &closed.project.project;
    let licence = |held: &ClosedLicence| {
        let ClosedLicence { licence, free, bound, covered } = held;
        format!("total     {project}: {licence} {free} free, {bound} bound, {covered} of them under SSA")
    };
    let credits = (closed.credits != 0).then(|| format!("total     {project}: {} credits", closed.credits));
    closed.licences.iter().map(licence).chain(credits).collect()
}
