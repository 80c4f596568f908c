//! Late: events that were recorded after the day on which they took effect.
//!
//! The day of recording is that of UTC, so that a delay is the same in every time zone. Absent by design: whether a delay
//! is too long.

use super::links::Links;
use super::{Answer, Cell, Column, View};
use crate::book::Entry;
use crate::say;
use crate::vocabulary::Day;

/// Events of the view that were recorded more than `over` days late, in the order in which they were recorded.
pub fn late(view: &View, over: u32) -> Answer {
    let mut entries: Vec<&Entry> = view.entries().collect();
    entries.sort_by_key(|entry| entry.position);
    let delays = entries.iter().filter_map(|entry| Some((*entry, delay_days(entry)?)));
    let late: Vec<(&Entry, i64)> = delays.filter(|(_, days)| *days > i64::from(over)).collect();
    let links = Links::of(&view.timeline);
    let rows = late.iter().map(|(entry, days)| row(view, &links, entry, *days)).collect();
    let all = entries.len();
    let note = match late.iter().max_by_key(|(entry, days)| (*days, std::cmp::Reverse(entry.position))) {
        None if over == 0 => say!("late-none", events = all),
        None => say!("late-none-over", events = all, days = over),
        Some((entry, days)) => {
            let (count, longest, event) = (late.len(), *days, entry.position);
            match over {
                0 => say!("late-some", late = count, events = all, longest = longest, event = event),
                over => {
                    say!("late-some-over", late = count, events = all, days = over, longest = longest, event = event)
                }
            }
        }
    };
    Answer {
        says: vec![note],
        findings: view.findings.clone(),
        ..Answer::table("late", say!("late-title"), view.basis(), columns(), rows)
    }
}

/// Days from the effective day to the UTC day of recording; negative where it was recorded ahead.
fn delay_days(entry: &Entry) -> Option<i64> {
    Some(Day::of_utc(entry.recorded)?.days_since(entry.effective))
}

fn columns() -> Vec<Column> {
    vec![
        Column::right("position"),
        Column::left("effective"),
        Column::left("recorded_day").people_only(),
        Column::hidden("recorded"),
        Column::right("delay_days"),
        Column::left("project"),
        Column::hidden("kind"),
        Column::left("what"),
        Column::left("actor"),
        Column::left("origin"),
        // Version 0.2 called it `ref`.
        Column::hidden("ref"),
        Column::left("reference"),
        Column::left("reason"),
    ]
}

fn row(view: &View, links: &Links<'_>, entry: &Entry, days: i64) -> Vec<Cell> {
    let remarks = &entry.fact.remarks;
    vec![
        Cell::Event(entry.position),
        Cell::Day(entry.effective),
        Cell::optional(Day::of_utc(entry.recorded), Cell::Day),
        Cell::Time(entry.recorded),
        Cell::Count(days),
        view.project(entry.stream),
        Cell::Word(entry.fact.event.kind()),
        Cell::Say(links.told(entry)),
        Cell::text(&entry.actor),
        Cell::Word(entry.origin.word()),
        Cell::optional(remarks.reference.as_ref(), Cell::text),
        Cell::optional(remarks.reference.as_ref(), Cell::text),
        Cell::optional(remarks.reason.as_ref(), Cell::text),
    ]
}
