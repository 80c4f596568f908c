//! The story of a figure, and of a finding: lots, events with the running total, rules.
//!
//! Absent by design: layout.

use super::reading::{Lineage, Reading, Subject, covered, first_bound};
use super::table::Table;
use super::walk::walk;
use super::{Before, Told, left_out};
use crate::book::{Book, Entry, Lot, Place, Step};
use crate::catalogue;
use crate::question::Cell;
use crate::rule::Finding;
use crate::say;
use crate::vocabulary::{Arg, Say};

/// Tells a figure at the end of the day, or as it stood at a place of the timeline.
pub(super) fn figure(told: &Told<'_>, subject: &Subject, before: Before, table: &mut Table<'_>) {
    let book = walk(told.timeline, told.day, before, |_, _| {});
    let lineage = Lineage::of(subject, &book);
    let read = |book: &Book| subject.read(book, told.day, told.rulebooks, &lineage);
    let now = read(&book);
    let when = match before {
        Some((day, position)) => say!("figure-before", event = position, day = day),
        None => say!("figure-at-end", day = told.day),
    };
    let project = told.labels.label(subject.stream());
    let (licence, device, lot) = subject.concerned();
    table.root(
        subject.said(&now, &project, when),
        [
            ("part", Cell::Word("figure")),
            ("project", Cell::Project(project)),
            ("subject", Cell::Say(subject.named())),
            ("licence", Cell::optional(licence.cloned(), Cell::Licence)),
            ("device", Cell::optional(device.cloned(), Cell::Device)),
            ("lot", Cell::optional(lot, Cell::Lot)),
            ("figure", Cell::Word(subject.figure())),
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
    table.part(say!("explain-lots", lots = lots.len()));
    for (lot, units) in lots {
        let place = |(place, units): (&Place, &i64)| match place {
            Place::Free => say!("explain-place-free", units = *units),
            Place::Device(serial) => say!("explain-place-device", units = *units, device = serial),
        };
        let places: Arg = lot.holdings.iter().map(place).collect();
        let said = say!(
            "explain-lot",
            lot = lot.id,
            units = units,
            licence = &lot.licence,
            places = places,
            first = first_bound(lot),
            covered = covered(lot),
        );
        table.row(said, Vec::new(), lot_cells(lot, units));
    }
}

fn lot_cells(lot: &Lot, units: i64) -> Vec<(&'static str, Cell)> {
    let held = lot.holdings.iter().map(|(place, units)| (place.word(), *units)).collect();
    vec![
        ("part", Cell::Word("lot")),
        ("lot", Cell::Lot(lot.id)),
        ("licence", Cell::Licence(lot.licence.clone())),
        ("units", Cell::Units(units)),
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
    table.part(say!("explain-events", events = changed.len()));
    for (step, was, is) in changed {
        let change = is.count.map(|count| count - was.count.unwrap_or_default());
        let effect = match (change, is.count) {
            (Some(change), Some(total)) if change < 0 => say!("explain-less", change = change, total = total),
            (Some(change), Some(total)) => say!("explain-more", change = change, total = total),
            _ => is.state.clone(),
        };
        let mut cells = vec![
            ("part", Cell::Word("event")),
            ("change", Cell::optional(change, Cell::Count)),
            ("total", Cell::optional(is.count, Cell::Count)),
            ("until", Cell::optional(is.until, Cell::Day)),
        ];
        if is.count.is_none() {
            cells.push(("state", Cell::Say(is.state.clone())));
        }
        table.event(step.entry(), effect, cells);
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
    table.part(say!("explain-rules"));
    codes.iter().for_each(|code| rule(code, table));
}

fn rule(code: &str, table: &mut Table<'_>) {
    let Some(rule) = catalogue::rule(code) else { return };
    let said = say!("explain-rule", rule = &rule.id, text = &rule.text, source = &rule.source);
    table.row(
        said,
        Vec::new(),
        vec![
            ("part", Cell::Word("rule")),
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
    table.root(say!("explain-act"), [("part", Cell::Word("act"))]);
    table.part(say!("explain-recorded"));
    for entry in act {
        table.event(entry, Say::NOTHING, vec![("part", Cell::Word("event"))]);
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
            ("part", Cell::Word("finding")),
            ("rule", Cell::Word(finding.rule)),
            ("severity", Cell::Word(finding.severity.word())),
            ("subject", Cell::text(&finding.subject)),
            ("message", Cell::Say(finding.message.clone())),
            ("next", Cell::Say(finding.next.clone())),
            ("have", Cell::optional(finding.have, Cell::Count)),
            ("need", Cell::optional(finding.need, Cell::Count)),
        ],
    );
    table.part(say!("explain-this-rule"));
    rule(finding.rule, table);
    let known: Vec<_> = finding.events.iter().filter_map(|position| told.timeline.at(*position)).collect();
    table.part(say!("explain-resting", events = known.len()));
    for entry in known {
        table.event(entry, Say::NOTHING, vec![("part", Cell::Word("event"))]);
    }
    if let (Some(have), Some(need)) = (finding.have, finding.need) {
        table.part(say!("explain-compared", have = have, need = need));
    }
}
