//! Late: events that were recorded after the day on which they took effect.
//!
//! The day of recording is that of UTC, so that a delay is the same in every time zone. Absent by design: whether a delay
//! is too long.

use super::links::Links;
use super::record::recorded_text;
use super::{Cell, Column, Report, View};
use crate::book::Entry;
use crate::vocabulary::Day;

/// Events of the view that were recorded more than `over` days late, in the order in which they were recorded.
pub fn late(view: &View, over: u32) -> Report {
    let mut entries: Vec<&Entry> = view.entries().collect();
    entries.sort_by_key(|entry| entry.position);
    let delays = entries.iter().filter_map(|entry| Some((*entry, delay_days(entry)?)));
    let late: Vec<(&Entry, i64)> = delays.filter(|(_, days)| *days > i64::from(over)).collect();
    let links = Links::of(&view.timeline);
    let rows = late.iter().map(|(entry, days)| row(view, &links, entry, *days)).collect();
    let all = entries.len();
    let note = match late.iter().max_by_key(|(entry, days)| (*days, std::cmp::Reverse(entry.position))) {
        None => format!("none of {all} events was recorded {} it took effect", after(over)),
        Some((entry, days)) => {
            let longest = format!("the longest delay is {} (event {})", in_days(*days), entry.position);
            let (were, they) = if late.len() == 1 { ("was", "it") } else { ("were", "they") };
            format!("{} of {all} events {were} recorded {} {they} took effect; {longest}", late.len(), after(over))
        }
    };
    Report {
        notes: vec![note],
        findings: view.findings.clone(),
        ..Report::of("late", "Recorded late", view.basis(), columns(), rows)
    }
}

/// Days from the effective day to the UTC day of recording; negative where it was recorded ahead.
fn delay_days(entry: &Entry) -> Option<i64> {
    Some(Day::of_utc(entry.recorded)?.days_since(entry.effective))
}

fn after(over: u32) -> String {
    match over {
        0 => "after the day on which".to_owned(),
        over => format!("more than {} after the day on which", in_days(i64::from(over))),
    }
}

fn in_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn columns() -> Vec<Column> {
    vec![
        Column::right("position", "Event"),
        Column::left("effective", "Effective"),
        Column::left("", "Recorded").people_only(),
        Column::hidden("recorded"),
        Column::right("delay_days", "Days late"),
        Column::left("project", "Project"),
        Column::hidden("kind"),
        Column::left("what", "What"),
        Column::left("actor", "Actor"),
        Column::left("origin", "Origin"),
        Column::left("ref", "Reference"),
        Column::left("reason", "Reason"),
    ]
}

fn row(view: &View, links: &Links<'_>, entry: &Entry, days: i64) -> Vec<Cell> {
    let remarks = &entry.fact.remarks;
    vec![
        Cell::Number(entry.position.0),
        Cell::Day(entry.effective),
        Cell::optional(Day::of_utc(entry.recorded), Cell::Day),
        Cell::Text(recorded_text(entry.recorded)),
        Cell::Count(days),
        Cell::Text(view.project_name(entry.stream)),
        Cell::text(entry.fact.event.kind()),
        Cell::Text(links.told(entry)),
        Cell::text(&entry.actor),
        Cell::text(entry.origin.word()),
        Cell::optional(remarks.reference.as_ref(), Cell::text),
        Cell::optional(remarks.reason.as_ref(), Cell::text),
    ]
}
