//! Quantities below zero, anywhere on the way: what is reported can break this, and it is told wherever the ledger is
//! looked at as a whole.
//!
//! It is a finding about licences, not a fault of the record: a ledger of reported facts stays whole with it. Absent by
//! design: the other rules.

use crate::book::{Book, Place, Timeline};
use crate::rule::Finding;
use crate::vocabulary::{Day, Licence, LotId, Position, StreamId};
use std::collections::BTreeSet;

/// Every lot that holds less than nothing at a place, at the first event that makes it so.
pub(super) fn below_zero(timeline: &Timeline) -> Vec<Finding> {
    let mut book = Book::default();
    let mut told: BTreeSet<(StreamId, LotId, Place)> = BTreeSet::new();
    let mut findings = Vec::new();
    let amended = timeline.resolution(Day::MAX).amended;
    for entry in timeline.in_effect(Day::MAX) {
        book.evolve(entry);
        let Some(project) = book.projects.get(&entry.stream) else { continue };
        for id in entry.fact.event.lots() {
            let Some(lot) = project.lots.get(&id) else { continue };
            for (place, units) in lot.holdings.iter().filter(|(_, units)| **units < 0) {
                if told.insert((entry.stream, id, place.clone())) {
                    // Where an amendment speaks in its place, that is what took too much.
                    let at = amended.get(&entry.position).copied().unwrap_or(entry.position);
                    findings.push(finding(&lot.licence, id, place, *units, at));
                }
            }
        }
    }
    findings
}

fn finding(licence: &Licence, lot: LotId, place: &Place, units: i64, at: Position) -> Finding {
    let place = match place {
        Place::Free => "free".to_owned(),
        Place::Device(serial) => format!("on {serial}"),
    };
    let message =
        format!("lot {lot} has {units} units {place} from event {at} on: more was taken from it than it held");
    let next = "correct the event that took too much, or record what is missing";
    let finding = Finding::error("PRJ-4", licence, message, next).figures(units, 0);
    Finding { events: vec![at], ..finding }
}
