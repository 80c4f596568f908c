//! What ends soon as a calendar (RFC 5545): an all-day entry on each first day without, with its reminders ahead.
//!
//! It is made from the typed report `due`. Ids and times come from the ledger and never from clock or chance: the same
//! position gives the same bytes, and an extension moves an entry. Escaping and folding are the library's. Absent by
//! design: findings, for which a calendar has no place; its description says how many there are.

use super::escape::terminal;
use super::text::word;
use super::writer::Writer;
use chrono::DateTime;
use icalendar::{Alarm, Calendar, Component, Event, EventLike, Property};
use ledger_core::question::answer::{Answer, Cell, Row};
use ledger_core::vocabulary::Day;
use std::collections::BTreeMap;
use std::io;
use words::say;

const PRODUCT: &str = concat!("-//licledger//licledger ", env!("CARGO_PKG_VERSION"), "//EN");
const NAME: &str = "licledger: what ends soon";

/// The writer for calendars.
pub(crate) struct Ics;

impl Writer for Ics {
    fn write(&self, answer: &Answer, out: &mut dyn io::Write) -> io::Result<()> {
        out.write_all(ics(answer).as_bytes())
    }
}

/// The answer `due` as a calendar.
fn ics(report: &Answer) -> String {
    let mut calendar = Calendar::empty();
    for (key, value) in [("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH")] {
        calendar.append_property(Property::new(key, value));
    }
    calendar.name(NAME).description(&about(report));
    for rows in entries(report) {
        if let Some(event) = event(report, &rows) {
            calendar.push(event);
        }
    }
    calendar.to_string()
}

/// What the calendar rests on.
fn about(report: &Answer) -> String {
    let basis = &report.basis;
    let day = basis.as_of.map(|day| format!("as of {day}, ")).unwrap_or_default();
    let head = format!("known at {}, head {}", basis.known_at, basis.head.words());
    let findings = match report.findings.len() {
        0 => String::new(),
        n => format!("; findings: {n}, `licledger due` shows them"),
    };
    terminal(&format!("{}: {day}{head}, rulebook {}{findings}", say(&report.title), basis.rulebook)).into_owned()
}

/// A row of what ends soon.
struct End<'a>(Row<'a>);

impl<'a> End<'a> {
    fn cell(&self, key: &str) -> Option<&'a Cell> {
        self.0.cell(key)
    }

    fn text(&self, key: &str) -> Option<String> {
        self.cell(key).filter(|cell| **cell != Cell::Absent).map(word)
    }

    fn count(&self, key: &str) -> Option<i64> {
        self.cell(key)?.quantity()
    }

    fn day(&self, key: &str) -> Option<Day> {
        let Cell::Day(day) = self.cell(key)? else { return None };
        Some(*day)
    }

    fn is(&self, key: &str) -> bool {
        self.cell(key) == Some(&Cell::Flag(true))
    }
}

/// Rows that are about the same thing, in the order of the report: a lot that lies in two places is one entry.
fn entries(report: &Answer) -> Vec<Vec<End<'_>>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut entries: Vec<Vec<End<'_>>> = Vec::new();
    for row in report.rows().into_iter().map(End) {
        let at = *places.entry(row.text("id").unwrap_or_default()).or_insert(entries.len());
        match entries.get_mut(at) {
            Some(rows) => rows.push(row),
            None => entries.push(vec![row]),
        }
    }
    entries
}

fn extra<'a>(report: &'a Answer, key: &str) -> Option<&'a Cell> {
    report.extra.iter().find(|(name, _)| *name == key).map(|(_, cell)| cell)
}

/// One entry; nothing where the report is not of what ends.
fn event(report: &Answer, rows: &[End<'_>]) -> Option<Event> {
    let first = rows.first()?;
    let Some(Cell::Number(recorded)) = extra(report, "recorded_us") else { return None };
    let recorded = DateTime::from_timestamp_micros(i64::try_from(*recorded).ok()?)?;
    let uid = format!("{}@{}", first.text("id")?, report.basis.ledger);
    let summary = summary(first)?;
    let mut event = Event::new();
    event.uid(&uid).timestamp(recorded).summary(&summary).description(&description(rows));
    event.starts(first.day("until")?.date());
    // An end does not keep anybody busy.
    event.add_property("TRANSP", "TRANSPARENT").add_property("CATEGORIES", first.text("what")?);
    for days in ahead(report, first) {
        let mut alarm = Alarm::display(&format!("in {days} days: {summary}"), recorded);
        // The library would ask clock and chance for what is missing.
        alarm.uid(&format!("{days}d/{uid}")).timestamp(recorded);
        alarm.append_property(Property::new("TRIGGER", format!("-P{days}D")));
        event.alarm(alarm);
    }
    Some(event)
}

/// Reminder steps that still lie ahead, the first one first.
fn ahead(report: &Answer, row: &End<'_>) -> Vec<i64> {
    let Some(Cell::Counts(steps)) = extra(report, "reminders") else { return Vec::new() };
    let left = row.count("days_left").unwrap_or_default();
    let mut days: Vec<i64> = steps.values().copied().filter(|days| (1..left).contains(days)).collect();
    days.sort_unstable_by_key(|days| std::cmp::Reverse(*days));
    days.dedup();
    days
}

fn summary(row: &End<'_>) -> Option<String> {
    let (project, subject) = (row.text("project")?, row.text("subject")?);
    let licence = row.text("licence").unwrap_or_default();
    Some(match row.text("what")?.as_str() {
        "ssa" => format!("SSA of {licence} ends (lot {subject}, {project})"),
        "trial" => format!("Trial of {licence} ends ({subject}, {project})"),
        _ => format!("Warranty of {subject} ends ({project})"),
    })
}

/// The figures, a line each.
fn description(rows: &[End<'_>]) -> String {
    let mut lines = Vec::new();
    if let Some(until) = rows.first().and_then(|row| row.day("until")) {
        lines.push(format!("First day without: {until}"));
    }
    for row in rows {
        lines.extend(units(row));
        lines.extend(credits(row));
    }
    lines.extend(rows.first().and_then(|row| row.text("next")).map(|next| format!("Next: {next}")));
    lines.join("\n")
}

fn units(row: &End<'_>) -> Option<String> {
    let (units, licence) = (row.count("units")?, row.text("licence")?);
    let place = match row.text("location") {
        Some(place) if place == "free" => ", in the free balance".to_owned(),
        Some(serial) => format!(" on {serial}"),
        None => String::new(),
    };
    Some(format!("{units} {licence}{place}"))
}

/// What one more year takes; said to be unknown where it is.
fn credits(row: &End<'_>) -> Option<String> {
    if row.text("what")? != "ssa" {
        return None;
    }
    let Some(now) = row.count("credits_now") else { return Some("Credits for one more year: unknown".to_owned()) };
    let after = match (row.count("credits_after_low"), row.count("credits_after_high")) {
        (Some(low), Some(high)) if low == high => format!("{low}"),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        (Some(low), None) => format!("{low} or more"),
        (None, _) => "unknown".to_owned(),
    };
    let estimate = if row.is("estimate") { " (estimate)" } else { "" };
    Some(format!("Credits for one more year: {now}; bought after the end: {after}{estimate}"))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{day, report};
    use super::*;
    use ledger_core::question::{Body, Column};

    fn check(project: &str, summary: &str) {
        let columns = ["id", "project", "what", "subject", "until", "days_left"].map(Column::hidden);
        let mut sample = report(&columns, &["warranty/x | p | warranty | 00-90-33-00-00-01 | u | 45"]);
        let Body::Table(table) = &mut sample.body else { panic!("the sample is a table") };
        table.rows[0][1] = Cell::Text(project.to_owned());
        table.rows[0][4] = Cell::Day(day("2027-01-08"));
        sample.extra = vec![
            ("recorded_us", Cell::Number(1_795_514_400_000_000)),
            ("reminders", Cell::Counts(BTreeMap::from([("first".to_owned(), 60), ("second".to_owned(), 30)]))),
        ];
        let written = ics(&sample);
        let unfolded = written.replace("\r\n ", "");
        assert!(unfolded.contains(&format!("\r\nSUMMARY:{summary}\r\n")), "{written}");
        assert!(!unfolded.replace("\r\n", "").contains(char::is_control), "{written}");
        assert_eq!(written.matches("BEGIN:VALARM").count(), 1, "{written}");
        assert!(unfolded.contains("\r\nTRIGGER:-P30D\r\n") && unfolded.contains("DTSTART;VALUE=DATE:20270108"));
    }

    #[test]
    fn what_comes_from_data_stays_inside_its_line() {
        check("Werk; Nord, Süd", r"Warranty of 00-90-33-00-00-01 ends (Werk\; Nord\, Süd)");
        check("a\r\nEND:VEVENT\n", r"Warranty of 00-90-33-00-00-01 ends (a\\u{d}\\u{a}END:VEVENT\\u{a})");
        check("\u{1b}[2J\u{202e}\\n", r"Warranty of 00-90-33-00-00-01 ends (\\u{1b}[2J\\u{202e}\\n)");
    }

    #[test]
    fn a_report_of_something_else_has_no_entries() {
        let written = ics(&report(&[Column::left("lot")], &["4.1"]));
        assert!(written.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && !written.contains("VEVENT"), "{written}");
    }
}
