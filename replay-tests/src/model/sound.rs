//! What must hold for every book of the core, whatever the history.
//!
//! Absent by design: the second model.

use ledger_core::book::{Account, Book, Entry, Lot, Place, Posting, Presence, Project, Timeline};
use ledger_core::ledger::View;
use ledger_core::vocabulary::{Day, LotId, StreamId};
use std::collections::BTreeMap;

/// Folding gives the same book again, step by step too, and each project the same when its stream stands alone.
///
/// # Errors
/// Says which of the three does not hold.
pub fn folding(timeline: &Timeline, book: &Book, as_of: Day) -> Result<(), String> {
    let entries = timeline.in_effect(as_of);
    let fold = || Book::fold(entries.iter().copied());
    if fold() != *book || fold() != fold() {
        return Err("folding the same events twice gave different books".to_owned());
    }
    let mut stepwise = Book::default();
    for entry in &entries {
        let mut next = stepwise.clone();
        next.evolve(entry);
        stepwise = next;
    }
    if stepwise != *book {
        return Err("evolving step by step gave another book than folding".to_owned());
    }
    for (stream, project) in &book.projects {
        let recorded = timeline.entries().iter();
        let own: Vec<Entry> = recorded.filter(|entry| entry.stream == *stream).rev().cloned().collect();
        let alone = Book::fold(Timeline::new(own).in_effect(as_of));
        if alone.projects.get(stream) != Some(project) {
            let (one, other) = (format!("{:#?}", alone.projects.get(stream)), format!("{:#?}", Some(project)));
            let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
            return Err(format!("project {} is another when its stream stands alone: {differs:?}", project.name()));
        }
    }
    Ok(())
}

/// Postings are the only thing that moves units and credits: each event's come to nothing, licence by licence, and all
/// of them together are what the book holds.
///
/// # Errors
/// Names the event whose postings do not, or the lot that holds something else.
pub fn posted(timeline: &Timeline, as_of: Day) -> Result<(), String> {
    let mut book = Book::default();
    let mut held: BTreeMap<(StreamId, LotId, Place), i64> = BTreeMap::new();
    let mut credits: BTreeMap<StreamId, i64> = BTreeMap::new();
    for entry in timeline.in_effect(as_of) {
        book.evolve(entry);
        let Some(project) = book.projects.get(&entry.stream) else { continue };
        if let Some((licence, units)) = project.posted.unbalanced().first() {
            return Err(format!("event {} posts {units} {licence} from nowhere", entry.position));
        }
        for Posting { lot, account, units, .. } in &project.posted.units {
            if let Account::Place(place) = account {
                *held.entry((entry.stream, *lot, place.clone())).or_default() += units;
            }
        }
        *credits.entry(entry.stream).or_default() += project.posted.credits;
    }
    held.retain(|_, units| *units != 0);
    credits.retain(|_, credits| *credits != 0);
    let of_lots = |project: &Project| {
        let of_lot = |lot: &Lot| {
            let places = lot.holdings.iter().map(|(place, units)| ((project.id, lot.id, place.clone()), *units));
            places.collect::<Vec<_>>()
        };
        project.lots.values().flat_map(of_lot).collect::<Vec<_>>()
    };
    let holds: BTreeMap<(StreamId, LotId, Place), i64> = book.projects.values().flat_map(of_lots).collect();
    if holds != held {
        let differs = holds.iter().zip(&held).find(|(holds, posted)| holds != posted);
        return Err(format!("the book holds something else than was posted: {differs:?}"));
    }
    let balances = book.projects.values().map(|project| (project.id, project.credits));
    let balances: BTreeMap<StreamId, i64> = balances.filter(|(_, credits)| *credits != 0).collect();
    if balances == credits { Ok(()) } else { Err(format!("credits are {balances:?}, posted were {credits:?}")) }
}

/// Nothing was lost on the way, whatever rule was broken, and no event has two corrections.
///
/// # Errors
/// Names what does not add up, or the correction.
pub fn whole(view: &View) -> Result<(), String> {
    for project in view.book.projects.values() {
        if let Some((licence, owned, held)) = project.unconserved().first() {
            return Err(format!("{owned} {licence} came into {} and stayed, {held} are held", project.name()));
        }
    }
    match view.findings.iter().find(|finding| finding.breaks_the_record()) {
        None => Ok(()),
        Some(finding) => Err(format!("{} {}: {}", finding.rule, finding.subject, finding.message)),
    }
}

/// No place holds less than nothing, and whatever is bound has the day of its first binding.
///
/// # Errors
/// Names a lot of which that is not so.
pub fn nothing_owed(book: &Book) -> Result<(), String> {
    for project in book.projects.values() {
        for lot in project.lots.values() {
            let is_short = lot.holdings.values().any(|units| *units < 0);
            let is_bound = lot.holdings.keys().any(|place| *place != Place::Free);
            if is_short || (is_bound && lot.first_bound.is_none()) {
                return Err(format!("lot {} of {} holds {:?}", lot.id, project.name(), lot.holdings));
            }
        }
    }
    Ok(())
}

/// Every bound unit is on a device that is in the project.
///
/// # Errors
/// Names a lot and the device that is not there.
pub fn nothing_stranded(book: &Book) -> Result<(), String> {
    for project in book.projects.values() {
        let is_here = |serial| project.devices.get(serial).is_some_and(|device| device.presence == Presence::Here);
        for lot in project.lots.values() {
            let gone = lot.holdings.keys().find(|place| matches!(place, Place::Device(serial) if !is_here(serial)));
            if let Some(place) = gone {
                return Err(format!(
                    "lot {} of {} is bound to {}, which is not there",
                    lot.id,
                    project.name(),
                    place.word()
                ));
            }
        }
    }
    Ok(())
}
