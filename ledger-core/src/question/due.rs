//! Due: what ends soon, with what an extension takes now and after the end (SSA-8). SSA by lot and place, warranties by
//! device (WAR-1, WAR-7), trial licences (PRJ-8).
//!
//! Absent by design: what has ended already (`ssa` and `warranty` show it), closed projects, in which nothing can be
//! extended, and the reminding itself.

mod ends;

use self::ends::{End, Subject, agreements, id, trials, warranty};
use super::quote::{credits_cell, told};
use super::ssa::device_at;
use super::warranty::unknown_end;
use super::window::Window;
use super::{Answer, Cell, Column, Kind, View, wants};
use crate::book::{Lot, Presence};
use crate::rule::Finding;
use crate::rule::price::{self, NextYear};
use crate::rule::reminder::Reminders;
use crate::say;
use crate::vocabulary::{Credits, Day, Say, Span, Step};
use std::collections::{BTreeMap, BTreeSet};

/// The window where nobody names one: up to the rulebook's first reminder (SSA-8); absent where the rulebook knows none.
pub fn usual_window(view: &View) -> Option<Window> {
    Reminders::of(&view.rulebook, view.as_of).window().map(Window::Days)
}

/// Everything in scope that ends after the day of the view and within a window, the nearest end first; only of one kind of
/// licence if it is named.
pub fn due(view: &View, window: Window, only: Option<&Kind>) -> Answer {
    let reminders = Reminders::of(&view.rulebook, view.as_of);
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
    ends.sort_by_cached_key(|end| {
        (end.until, view.labels.label(end.project.id).to_string(), end.what, end.subject.clone())
    });
    findings.extend(unknown_values(view, &ends));
    let rows = ends.iter().map(|end| row(view, reminders, end)).collect();
    let title = say!("due-title", window = window.said(), last = last);
    Answer {
        says: notes(view, window, &ends, only),
        extra: extra(view, reminders, last, &ends),
        findings,
        ..Answer::table("due", title, view.basis(), columns(), rows)
    }
}

/// SSA-11: once for each licence whose next year cannot be reckoned.
fn unknown_values(view: &View, ends: &[End<'_>]) -> Vec<Finding> {
    let unknown = ends.iter().filter(|end| end.year.is_some_and(|year| !year.is_known));
    let mut once: BTreeMap<String, Finding> = BTreeMap::new();
    for licence in unknown.filter_map(|end| end.licence) {
        let subject = licence.untiered().to_string();
        let finding = price::unknown_value(&view.rulebook, &subject, &say!("act-a-year-of-ssa")).as_notice();
        once.entry(subject).or_insert(finding);
    }
    once.into_values().collect()
}

fn columns() -> Vec<Column> {
    vec![
        Column::hidden("id"),
        Column::left("project"),
        Column::left("what"),
        Column::left("subject"),
        Column::hidden("lot"),
        Column::left("licence"),
        Column::right("units"),
        Column::left("location"),
        Column::hidden("device"),
        Column::left("until"),
        Column::right("days_left"),
        Column::right("step"),
        Column::hidden("credits_now"),
        Column::hidden("credits_after_low"),
        Column::hidden("credits_after_high"),
        Column::hidden("estimate"),
        Column::right("price_now").people_only(),
        Column::right("price_after").people_only(),
        Column::hidden("next"),
    ]
}

fn row(view: &View, reminders: Reminders, end: &End<'_>) -> Vec<Cell> {
    let days_left = end.until.days_since(view.as_of);
    let credits = |get: fn(NextYear) -> Option<Credits>| end.year.and_then(get);
    let said = |cell: fn(NextYear) -> Cell| end.year.map_or(Cell::Absent, cell);
    let place = end.place.map_or(Cell::Absent, device_at);
    let (subject, lot, device) = match &end.subject {
        Subject::Lot(lot) => (Cell::Lot(*lot), Cell::Lot(*lot), place),
        Subject::Device(serial) => (Cell::Device(serial.clone()), Cell::Absent, Cell::Device(serial.clone())),
    };
    vec![
        Cell::Text(id(end)),
        view.project(end.project.id),
        Cell::Word(end.what.word()),
        subject,
        lot,
        Cell::optional(end.licence.cloned(), Cell::Licence),
        Cell::optional(end.units, Cell::units),
        Cell::optional(end.place.cloned(), Cell::Place),
        device,
        Cell::Day(end.until),
        Cell::Count(days_left),
        Cell::optional(reminders.step(days_left), |step| Cell::Count(i64::from(step))),
        credits_cell(credits(|year| year.now)),
        credits_cell(credits(|year| year.after_low)),
        credits_cell(credits(|year| year.after_high)),
        Cell::Flag(end.year.is_some_and(|year| year.estimate)),
        said(|year| told(year.now, None, None)),
        said(|year| {
            let cell = told(None, year.after_low, year.after_high);
            let Cell::Say(bounds) = &cell else { return cell };
            if year.is_known && year.estimate {
                Cell::Say(say!("due-estimate", credits = bounds.clone()))
            } else {
                cell
            }
        }),
        Cell::Say(end.next.clone()),
    ]
}

fn extra(view: &View, reminders: Reminders, last: Day, ends: &[End<'_>]) -> Vec<(&'static str, Cell)> {
    let tomorrow = view.as_of.plus_days(1).unwrap_or(Day::MAX);
    let window = Span { from: tomorrow, until: last.plus_days(1).unwrap_or(Day::MAX) };
    let steps = [("first", reminders.first), ("second", reminders.second), ("third", reminders.third)];
    let step = |(name, days): (&str, Option<u32>)| Some((name.to_owned(), i64::from(days?)));
    let years: Vec<NextYear> = ends.iter().filter_map(|end| end.year).collect();
    let sum = |get: fn(&NextYear) -> Option<Credits>| {
        if years.is_empty() { Cell::Absent } else { credits_cell(price::total(years.iter().map(get))) }
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

fn notes(view: &View, window: Window, ends: &[End<'_>], only: Option<&Kind>) -> Vec<Say> {
    let mut notes = Vec::new();
    if ends.is_empty() {
        notes.push(say!("due-nothing", window = window.said()));
    }
    let years: Vec<NextYear> = ends.iter().filter_map(|end| end.year).collect();
    if years.iter().any(|year| year.is_known) {
        notes.push(say!("due-credits"));
    }
    if years.iter().any(|year| year.is_known && year.estimate) {
        notes.push(say!("due-is-estimate", rulebook = view.rulebook.name()));
    }
    if !years.is_empty() {
        notes.push(say!(
            "due-next",
            quote = Step::QuoteSsa { of: None, lot: None },
            apply = Step::ApplySsa { of: None, lot: None, on: None }
        ));
    }
    let next: BTreeSet<(&str, &Say)> = ends.iter().map(|end| (end.what.word(), &end.next)).collect();
    notes.extend(next.into_iter().map(|(what, next)| say!("due-next-of", what = what, next = next)));
    notes.extend(sums(&years));
    notes.extend(lapsed(view, only));
    notes
}

/// What one more year of everything takes, where that is known.
fn sums(years: &[NextYear]) -> Option<Say> {
    let total = |get: fn(&NextYear) -> Option<Credits>| price::total(years.iter().map(get));
    let now = total(|year| year.now).filter(|_| years.len() > 1)?;
    Some(match (total(|year| year.after_low), total(|year| year.after_high)) {
        (Some(low), Some(high)) => say!("due-sum-after", now = now, low = low, high = high),
        _ => say!("due-sum", now = now),
    })
}

/// Lots whose SSA has ended are no news, and not forgotten.
fn lapsed(view: &View, only: Option<&Kind>) -> Option<Say> {
    let projects = view.projects().into_iter().filter(|project| project.closed.is_none());
    let lots = projects.flat_map(|project| project.lots.values()).filter(|lot| wants(only, &lot.licence));
    let ended = |lot: &&Lot| lot.covered_until().is_some_and(|until| until <= view.as_of) && lot.units() > 0;
    let count = lots.filter(ended).count();
    (count > 0).then(|| say!("due-lapsed", lots = count, show = Step::ShowLots(None)))
}
