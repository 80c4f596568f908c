//! Due: what ends soon, with what an extension takes now and after the end (SSA-8). SSA by lot and place, warranties by
//! device (WAR-1, WAR-7), trial licences (PRJ-8).
//!
//! Absent by design: what has ended already (`ssa` and `warranty` show it), closed projects, in which nothing can be
//! extended, and the reminding itself.

mod ends;

use self::ends::{End, agreements, id, order, trials, warranty};
use super::quote::{figure, told};
use super::warranty::unknown_end;
use super::window::Window;
use super::{Cell, Column, Kind, Report, View, wants};
use crate::book::{Lot, Presence};
use crate::rule::Finding;
use crate::rule::price::{self, NextYear};
use crate::rule::reminder::Reminders;
use crate::vocabulary::{Credits, Day, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Everything in scope that ends after the day of the view and within a window, the nearest end first; of one kind of
/// licence alone where it is named. Without a window it reaches to the rulebook's first reminder.
pub fn due(view: &View, within: Option<Window>, only: Option<&Kind>) -> Report {
    let reminders = Reminders::of(&view.rulebook, view.as_of);
    let window = within.unwrap_or(Window::Days(reminders.window()));
    let last = window.last(view.as_of);
    let mut ends = Vec::new();
    let mut findings = view.findings.clone();
    for project in view.projects().into_iter().filter(|project| project.closed.is_none()) {
        ends.extend(agreements(view, project, only));
        for device in project.devices.values() {
            // A trial runs on, also where its device moved to another project.
            if !matches!(device.presence, Presence::ReplacedBy(_)) {
                ends.extend(trials(project, device, only));
            }
            if device.presence == Presence::Here && only.is_none() {
                ends.extend(warranty(view, project, device));
                findings.extend(unknown_end(device));
            }
        }
    }
    ends.retain(|end| view.as_of < end.until && end.until <= last);
    ends.sort_by_cached_key(|end| (end.until, view.project_name(end.project.id), end.what, order(end)));
    findings.extend(unknown_values(view, &ends));
    let rows = ends.iter().map(|end| row(view, reminders, end)).collect();
    let title = format!("What ends within {window}, up to and including {last}");
    Report {
        notes: notes(view, window, &ends, only),
        extra: extra(view, reminders, last, &ends),
        findings,
        ..Report::of("due", title, view.basis(), columns(), rows)
    }
}

/// SSA-11: once for each licence whose next year cannot be reckoned.
fn unknown_values(view: &View, ends: &[End<'_>]) -> Vec<Finding> {
    let unknown = ends.iter().filter(|end| end.year.is_some_and(|year| !year.is_known));
    let mut once: BTreeMap<String, Finding> = BTreeMap::new();
    for licence in unknown.filter_map(|end| end.licence) {
        let subject = licence.untiered().to_string();
        let finding = price::unknown_value(&view.rulebook, &subject, "a year of SSA").as_notice();
        once.entry(subject).or_insert(finding);
    }
    once.into_values().collect()
}

fn columns() -> Vec<Column> {
    vec![
        Column::hidden("id"),
        Column::left("project", "Project"),
        Column::left("what", "What"),
        Column::left("subject", "Lot or device"),
        Column::left("licence", "Licence"),
        Column::right("units", "Units"),
        Column::left("location", "Where"),
        Column::left("until", "Until (excluded)"),
        Column::right("days_left", "Days left"),
        Column::right("step", "Reminder"),
        Column::hidden("credits_now"),
        Column::hidden("credits_after_low"),
        Column::hidden("credits_after_high"),
        Column::hidden("estimate"),
        Column::right("", "Credits now").people_only(),
        Column::right("", "After the end").people_only(),
        Column::hidden("next"),
    ]
}

fn row(view: &View, reminders: Reminders, end: &End<'_>) -> Vec<Cell> {
    let days_left = end.until.days_since(view.as_of);
    let credits = |get: fn(NextYear) -> Option<Credits>| end.year.and_then(get);
    let said = |cell: fn(NextYear) -> Cell| end.year.map_or(Cell::Absent, cell);
    vec![
        Cell::Text(id(end)),
        Cell::Text(view.project_name(end.project.id)),
        Cell::text(end.what.word()),
        Cell::text(&end.subject),
        Cell::optional(end.licence, Cell::text),
        Cell::optional(end.units, |units| Cell::Count(units.signed())),
        Cell::optional(end.place, |place| Cell::Text(place.word())),
        Cell::Day(end.until),
        Cell::Count(days_left),
        Cell::optional(reminders.step(days_left), |step| Cell::Count(i64::from(step))),
        figure(credits(|year| year.now)),
        figure(credits(|year| year.after_low)),
        figure(credits(|year| year.after_high)),
        Cell::Flag(end.year.is_some_and(|year| year.estimate)),
        said(|year| told(year.now, None, None)),
        said(|year| match told(None, year.after_low, year.after_high) {
            Cell::Text(bounds) if year.is_known && year.estimate => Cell::Text(format!("{bounds} (estimate)")),
            cell => cell,
        }),
        Cell::text(end.next),
    ]
}

fn extra(view: &View, reminders: Reminders, last: Day, ends: &[End<'_>]) -> Vec<(&'static str, Cell)> {
    let tomorrow = view.as_of.plus_days(1).unwrap_or(Day::MAX);
    let window = Span { from: tomorrow, until: last.plus_days(1).unwrap_or(Day::MAX) };
    let steps = [("first", reminders.first), ("second", reminders.second), ("third", reminders.third)];
    let step = |(name, days): (&str, Option<u32>)| Some((name.to_owned(), i64::from(days?)));
    let years: Vec<NextYear> = ends.iter().filter_map(|end| end.year).collect();
    let sum = |get: fn(&NextYear) -> Option<Credits>| {
        if years.is_empty() { Cell::Absent } else { figure(price::total(years.iter().map(get))) }
    };
    let recorded = view.timeline.entries().iter().map(|entry| entry.recorded).max();
    vec![
        ("window", Cell::Spans(vec![window])),
        ("reminders", Cell::Counts(steps.into_iter().filter_map(step).collect())),
        ("credits_now", sum(|year| year.now)),
        ("credits_after_low", sum(|year| year.after_low)),
        ("credits_after_high", sum(|year| year.after_high)),
        ("recorded_us", Cell::optional(recorded.and_then(|us| u64::try_from(us).ok()), Cell::Number)),
    ]
}

fn notes(view: &View, window: Window, ends: &[End<'_>], only: Option<&Kind>) -> Vec<String> {
    let mut notes = Vec::new();
    if ends.is_empty() {
        notes.push(format!("nothing ends within {window}"));
    }
    let years: Vec<NextYear> = ends.iter().filter_map(|end| end.year).collect();
    if years.iter().any(|year| year.is_known) {
        notes.push(
            "credits are for one more year; after the end: the first figure while it still runs, the second once it has passed".to_owned(),
        );
    }
    if years.iter().any(|year| year.is_known && year.estimate) {
        let rulebook = view.rulebook.name();
        notes.push(format!("the second is an estimate: rulebook {rulebook} names no factor for late years (SSA-4)"));
    }
    if !years.is_empty() {
        notes.push("`licledger ssa quote` shows what an extension takes, `licledger ssa apply` buys it".to_owned());
    }
    let next: BTreeSet<String> = ends.iter().map(|end| format!("{}: {}", end.what.word(), end.next)).collect();
    notes.extend(next);
    notes.extend(sums(&years));
    notes.extend(lapsed(view, only));
    notes
}

/// What one more year of everything takes, where that is known.
fn sums(years: &[NextYear]) -> Option<String> {
    let total = |get: fn(&NextYear) -> Option<Credits>| price::total(years.iter().map(get));
    let now = total(|year| year.now).filter(|_| years.len() > 1)?;
    let after = match (total(|year| year.after_low), total(|year| year.after_high)) {
        (Some(low), Some(high)) => format!(", {low} to {high} after the end"),
        _ => String::new(),
    };
    Some(format!("one more year of all of it takes {now} credits now{after}"))
}

/// Lots whose SSA has ended are no news, and not forgotten.
fn lapsed(view: &View, only: Option<&Kind>) -> Option<String> {
    let projects = view.projects().into_iter().filter(|project| project.closed.is_none());
    let lots = projects.flat_map(|project| project.lots.values()).filter(|lot| wants(only, &lot.licence));
    let ended = |lot: &&Lot| lot.covered_until().is_some_and(|until| until <= view.as_of) && lot.units() > 0;
    match lots.filter(ended).count() {
        0 => None,
        1 => Some("the SSA of 1 lot has ended already: `licledger ssa` shows it".to_owned()),
        n => Some(format!("the SSA of {n} lots has ended already: `licledger ssa` shows them")),
    }
}
