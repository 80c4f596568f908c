//! The story of a figure, and of a finding: lots, events with the running total, rules.
//!
//! Absent by design: layout.

use super::reading::{Lineage, Reading, Subject};
use super::table::Table;
use super::walk::walk;
use super::{Before, Told, left_out};
use crate::book::{Book, Entry, Lot, Step};
use crate::catalogue;
use crate::question::Cell;
use crate::rule::Finding;
use crate::say;

/// Tells a figure at the end of the day, or as it stood at a place of the timeline.
pub(super) fn figure(told: &Told<'_>, subject: &Subject, before: Before, table: &mut Table<'_>) {
    let book = walk(told.timeline, told.day, before, |_, _| {});
    let lineage = Lineage::of(subject, &book);
    let read = |book: &Book| subject.read(book, told.day, told.rulebooks, &lineage);
    let now = read(&book);
    let when = match before {
        Some((day, position)) => format!("before event {position} of {day}"),
        None => format!("at the end of {}", told.day),
    };
    table.root(
        subject.said(&now, &told.project(subject.stream()), &when),
        [
            ("part", Cell::text("figure")),
            ("project", Cell::Text(told.project(subject.stream()))),
            ("subject", Cell::Text(subject.named())),
            ("figure", Cell::text(subject.figure())),
            ("value", Cell::optional(now.count, Cell::Count)),
            ("until", Cell::optional(now.until, Cell::Day)),
        ],
    );
    lots(subject, &book, told, table);
    steps(told, before, &read, table);
    rules(subject, &book, told, table);
    left_out::known(told, subject, before, &lineage, table);
}

fn lots(subject: &Subject, book: &Book, told: &Told<'_>, table: &mut Table<'_>) {
    let lots = subject.lots(book, told.day);
    if lots.is_empty() {
        return;
    }
    let plural = if lots.len() == 1 { "lot" } else { "lots" };
    table.part(&format!("made up of {} {plural}", lots.len()));
    for (lot, units) in lots {
        let places: Vec<String> =
            lot.holdings.iter().map(|(place, units)| format!("{units} {}", at(&place.word()))).collect();
        let first = lot.first_bound.map_or_else(|| "never bound".to_owned(), |day| format!("first bound {day}"));
        let ssa: Vec<String> = lot.coverage.iter().map(ToString::to_string).collect();
        let ssa = if ssa.is_empty() { "no SSA".to_owned() } else { format!("SSA {}", ssa.join(", ")) };
        let said = format!("lot {}: {units} of {} ({}), {first}, {ssa}", lot.id, lot.licence, places.join(", "));
        table.row(&said, Vec::new(), lot_cells(lot, units));
    }
}

fn at(place: &str) -> String {
    if place == "free" { place.to_owned() } else { format!("on {place}") }
}

fn lot_cells(lot: &Lot, units: i64) -> Vec<(&'static str, Cell)> {
    let held = lot.holdings.iter().map(|(place, units)| (place.word(), *units)).collect();
    vec![
        ("part", Cell::text("lot")),
        ("lot", Cell::text(lot.id)),
        ("licence", Cell::text(&lot.licence)),
        ("units", Cell::Count(units)),
        ("places", Cell::Counts(held)),
        ("first_bound", Cell::optional(lot.first_bound, Cell::Day)),
        ("intervals", Cell::Spans(lot.coverage.clone())),
    ]
}

/// Every step that changed the figure, with what it changed and what it was then.
fn steps(told: &Told<'_>, before: Before, read: &impl Fn(&Book) -> Reading, table: &mut Table<'_>) {
    let mut was = read(&Book::default());
    let mut changed: Vec<(Step<'_>, Reading, Reading)> = Vec::new();
    walk(told.timeline, told.day, before, |step, book| {
        let is = read(book);
        if is != was {
            changed.push((step, was.clone(), is.clone()));
            was = is;
        }
    });
    let plural = if changed.len() == 1 { "event" } else { "events" };
    table.part(&format!("from {} {plural}", changed.len()));
    for (step, was, is) in changed {
        let change = is.count.map(|count| count - was.count.unwrap_or_default());
        let effect = match (change, is.count) {
            (Some(change), Some(total)) => format!("{change:+} → {total}"),
            _ => is.state.clone(),
        };
        let mut cells = vec![
            ("part", Cell::text("event")),
            ("change", Cell::optional(change, Cell::Count)),
            ("total", Cell::optional(is.count, Cell::Count)),
            ("until", Cell::optional(is.until, Cell::Day)),
        ];
        if is.count.is_none() {
            cells.push(("state", Cell::Text(is.state.clone())));
        }
        table.event(step.entry(), &effect, cells);
    }
}

/// The rules that the figure is reckoned by.
fn rules(subject: &Subject, book: &Book, told: &Told<'_>, table: &mut Table<'_>) {
    let tiers = subject.lots(book, told.day).iter().any(|(lot, _)| lot.licence.tier.is_some());
    let codes: &[&str] = match subject {
        Subject::Units { side: super::Side::Covered, .. } if tiers => &["PRJ-4", "PORT-1", "SSA-1"],
        Subject::Units { side: super::Side::Covered, .. } => &["PRJ-4", "SSA-1"],
        Subject::Units { .. } if tiers => &["PRJ-4", "PORT-1"],
        Subject::Units { .. } => &["PRJ-4"],
        Subject::Credits { .. } => &["SSA-2"],
        Subject::Coverage { .. } => &["SSA-1", "SSA-4", "SSA-6", "SSA-7"],
        Subject::Warranty { .. } => &["WAR-1", "WAR-7"],
    };
    table.part("by these rules");
    codes.iter().for_each(|code| rule(code, table));
}

fn rule(code: &str, table: &mut Table<'_>) {
    let Some(rule) = catalogue::rule(code) else { return };
    let said = format!("{}: {} ({})", rule.id, rule.text, rule.source);
    table.row(
        &said,
        Vec::new(),
        vec![
            ("part", Cell::text("rule")),
            ("rule", Cell::text(&rule.id)),
            ("title", Cell::text(&rule.title)),
            ("text", Cell::text(&rule.text)),
            ("source", Cell::text(&rule.source)),
        ],
    );
}

/// Tells what was asked for, where something else would break for it.
pub(super) fn act(act: &[Entry], finding: &Finding, table: &mut Table<'_>) {
    let breaks_itself = act.iter().any(|entry| finding.events.last() == Some(&entry.position));
    if breaks_itself || act.is_empty() {
        return;
    }
    table.root("with this act in its place", [("part", Cell::text("act"))]);
    table.part("what would be recorded");
    for entry in act {
        table.event(entry, "", vec![("part", Cell::text("event"))]);
    }
}

/// Tells a finding: what it says, its rule, and the events that it rests on.
pub(super) fn finding(told: &Told<'_>, finding: &Finding, table: &mut Table<'_>) {
    let said = say!(
        "explain-finding",
        severity = finding.severity.word(),
        rule = finding.rule,
        subject = &finding.subject,
        message = &finding.message,
    );
    table.root(
        said,
        [
            ("part", Cell::text("finding")),
            ("rule", Cell::text(finding.rule)),
            ("severity", Cell::text(finding.severity)),
            ("subject", Cell::text(&finding.subject)),
            ("message", Cell::Say(finding.message.clone())),
            ("next", Cell::Say(finding.next.clone())),
            ("have", Cell::optional(finding.have, Cell::Count)),
            ("need", Cell::optional(finding.need, Cell::Count)),
        ],
    );
    table.part("by this rule");
    rule(finding.rule, table);
    let known: Vec<_> = finding.events.iter().filter_map(|position| told.timeline.at(*position)).collect();
    let plural = if known.len() == 1 { "event" } else { "events" };
    table.part(&format!("resting on {} {plural}", known.len()));
    for entry in known {
        table.event(entry, "", vec![("part", Cell::text("event"))]);
    }
    if let (Some(have), Some(need)) = (finding.have, finding.need) {
        table.part(&format!("there are {have}, there must be {need}"));
    }
}
