//! The record itself: events as they are stored, and where the ledger stands.

use super::links::Links;
use super::{Answer, Cell, Column, View};
use crate::book::Entry;
use crate::event::seal::{Origin, Sealed};
use crate::event::{ClosedLicence, ClosedProject, Event, wire};
use crate::say;
use crate::vocabulary::{EventId, Position, Say, Serial};

/// Microseconds since 1970 UTC as `2026-11-24T10:00:00.000000Z`.
pub fn recorded_text(micros: i64) -> String {
    chrono::DateTime::from_timestamp_micros(micros)
        .map_or_else(|| format!("{micros} µs"), |time| time.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
}

fn columns() -> Vec<Column> {
    vec![
        Column::right("position"),
        Column::hidden("stream"),
        Column::hidden("version"),
        Column::hidden("event"),
        Column::hidden("kind"),
        Column::left("effective"),
        Column::hidden("recorded"),
        Column::left("project"),
        Column::left("what").people_only(),
        Column::left("origin"),
        Column::left("actor"),
        Column::hidden("command"),
        Column::hidden("hash"),
        Column::hidden("payload"),
    ]
}

fn row(view: &View, links: &Links<'_>, entry: &Entry) -> Vec<Cell> {
    vec![
        Cell::Event(entry.position),
        Cell::text(entry.stream),
        Cell::Number(entry.version),
        Cell::text(entry.event_id),
        Cell::Word(entry.fact.event.kind()),
        Cell::Day(entry.effective),
        Cell::Time(entry.recorded),
        view.project(entry.stream),
        Cell::Say(links.told(entry)),
        Cell::Word(entry.origin.word()),
        Cell::text(&entry.actor),
        Cell::text(entry.command),
        Cell::text(entry.hash),
        if view.shows_payload(entry) { payload(entry) } else { Cell::Absent },
    ]
}

/// The payload as it is stored: writing a fact that was read gives the stored bytes again.
fn payload(entry: &Entry) -> Cell {
    wire::encode(&entry.fact).map_or(Cell::Absent, Cell::Payload)
}

fn report(view: &View, name: &'static str, title: Say, rows: Vec<Vec<Cell>>) -> Answer {
    let findings = view.findings.clone();
    Answer { findings, ..Answer::table(name, title, view.basis(), columns(), rows).or_say(say!("no-events")) }
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
pub fn events(view: &View, only: &Only) -> Answer {
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
    let mut report = report(view, "events", say!("events-title"), rows);
    if shown < all {
        report.says.push(say!("events-more", more = all - shown));
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
pub fn event(view: &View, which: Which) -> Option<Answer> {
    let is = |position: Position, id: EventId| match which {
        Which::At(wanted) => position == wanted,
        Which::Id(wanted) => id == wanted,
    };
    if let Some(sealed) = view.withheld.iter().find(|sealed| is(sealed.position, sealed.header.event)) {
        return Some(withheld_event(view, sealed));
    }
    let found = view.timeline.entries().iter().find(|entry| is(entry.position, entry.event_id))?;
    let links = Links::of(&view.timeline);
    let title = say!("event-title", event = found.position);
    let mut report = report(view, "event", title, vec![row(view, &links, found)]);
    report.says = details(found);
    let concerns = |finding: &&crate::rule::Finding| finding.events.contains(&found.position);
    report.findings = view.findings.iter().filter(concerns).cloned().collect();
    Some(report)
}

/// What is stored of an event whose payload was withheld: all but the payload.
fn withheld_event(view: &View, sealed: &Sealed) -> Answer {
    let (at, header) = (sealed.position, &sealed.header);
    let mut report = report(view, "event", say!("event-title", event = at), vec![withheld_row(view, sealed)]);
    report.says = vec![
        say!("event-kind", kind = &header.kind),
        say!("event-recorded", time = recorded_text(header.recorded)),
        say!("event-id", id = header.event.to_string()),
        say!("event-command", command = &header.command),
        say!("event-stream", stream = header.stream.to_string(), version = header.version),
        say!("event-rulebook", rulebook = header.rulebook),
        say!("event-hash", hash = sealed.hash),
        say!("event-payload-withheld", hash = header.payload_hash),
    ];
    report.findings.retain(|finding| finding.events.contains(&at));
    report
}

fn withheld_row(view: &View, sealed: &Sealed) -> Vec<Cell> {
    let header = &sealed.header;
    let origin = Origin::from_code(header.origin);
    vec![
        Cell::Event(sealed.position),
        Cell::text(header.stream),
        Cell::Number(header.version),
        Cell::text(header.event),
        Cell::text(&header.kind),
        Cell::text(&header.effective),
        Cell::Time(header.recorded),
        view.project(header.stream),
        Cell::Say(say!("event-withheld", kind = &header.kind)),
        origin.map_or_else(|| Cell::text(header.origin), |origin| Cell::Word(origin.word())),
        Cell::text(&header.actor),
        Cell::text(header.command),
        Cell::text(sealed.hash),
        Cell::Absent,
    ]
}

fn details(entry: &Entry) -> Vec<Say> {
    let remarks = &entry.fact.remarks;
    let mut lines = vec![
        say!("event-kind", kind = entry.fact.event.kind()),
        say!("event-recorded", time = recorded_text(entry.recorded)),
        say!("event-id", id = entry.event_id.to_string()),
        say!("event-command", command = &entry.command),
        say!("event-stream", stream = entry.stream.to_string(), version = entry.version),
        say!("event-rulebook", rulebook = entry.rulebook),
        say!("event-hash", hash = entry.hash),
    ];
    lines.extend(remarks.reference.iter().map(|text| say!("event-reference", reference = text)));
    lines.extend(remarks.reason.iter().map(|text| say!("event-reason", reason = text)));
    if let Some(evidence) = &remarks.evidence {
        lines.push(say!("event-evidence", line = evidence.row, file = evidence.file.short()));
        lines.push(say!("event-evidence-line", text = &evidence.raw));
    }
    if let Event::PeriodClosed(closed) = &entry.fact.event {
        lines.extend(closed.totals.iter().flat_map(totals));
    }
    if let Ok(text) = wire::encode(&entry.fact) {
        lines.push(say!("event-payload", payload = text));
    }
    lines
}

/// What a project held when a period was closed, a line for each licence.
fn totals(closed: &ClosedProject) -> Vec<Say> {
    let project = &closed.project.project;
    let licence = |held: &ClosedLicence| {
        let ClosedLicence { licence, free, bound, covered } = held;
        say!("event-total", project = project, licence = licence, free = *free, bound = *bound, covered = *covered,)
    };
    let credits =
        (closed.credits != 0).then(|| say!("event-total-credits", project = project, credits = closed.credits));
    closed.licences.iter().map(licence).chain(credits).collect()
}
