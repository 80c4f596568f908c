//! The index: the names under which events are found are those that the events give, no more and no less.
//!
//! It is compared page by page below the head that was read first. Absent by design: rebuilding it.

use super::walk::{PAGE, Walk, wrong};
use crate::book::Entry;
use crate::event::subject::{Subject, subjects};
use crate::ledger::{Ledger, LedgerError};
use crate::rule::Finding;
use crate::store::{Log, StoreError};
use crate::tree::{Frontier, Head};
use crate::vocabulary::Position;
use std::collections::BTreeSet;

const NEXT: &str = "the index is derived and can be rebuilt; find out who changed it first";

impl<S: Log> Ledger<S> {
    /// Compares the index with the events that were loaded below a head, and the head with the hashes that are stored;
    /// `unknown` are events whose names are not known.
    pub(in crate::ledger) fn derived_faults(
        &self,
        entries: &[Entry],
        unknown: BTreeSet<Position>,
        head: Head,
    ) -> Result<Vec<Finding>, LedgerError> {
        let mut walk = Walk::new(self.id(), None);
        let named = |entry: &Entry| {
            let position = entry.position;
            subjects(&entry.fact).into_iter().map(move |subject| (subject, position))
        };
        walk.index.extend(entries.iter().flat_map(named));
        walk.unknown = unknown;
        let below = Position(head.size);
        self.check_index(&mut walk, below)?;
        let mut frontier = Frontier::new();
        for from in pages(below) {
            let to = page_end(from, below);
            self.store.leaves(from, to)?.into_iter().for_each(|leaf| frontier.push(leaf));
        }
        walk.check_stored(Some(head), frontier.head());
        Ok(walk.findings)
    }

    pub(super) fn check_index(&self, walk: &mut Walk, below: Position) -> Result<(), LedgerError> {
        let mut expected = std::mem::take(&mut walk.index);
        expected.sort_by_cached_key(|(subject, at)| (*at, subject.clone()));
        let end = Position(if below.0 == u64::MAX { walk.next } else { below.0 });
        for from in pages(end) {
            let to = page_end(from, end);
            let rest = expected.split_off(expected.partition_point(|(_, at)| *at < to));
            let here: BTreeSet<(Subject, Position)> = std::mem::replace(&mut expected, rest).into_iter().collect();
            let stored = match self.store.subjects(from, to) {
                Ok(stored) => stored.into_iter().collect::<BTreeSet<_>>(),
                Err(StoreError::Damaged { what, .. }) => {
                    walk.findings.push(Finding::error(
                        "INT-INDEX",
                        format!("index of events {from} and later"),
                        what,
                        NEXT,
                    ));
                    continue;
                }
                Err(other) => return Err(other.into()),
            };
            walk.compare_index(&here, &stored);
        }
        self.check_index_end(walk, end)
    }

    /// A name can only speak of an event that is there; those that came meanwhile are not looked at.
    fn check_index_end(&self, walk: &mut Walk, end: Position) -> Result<(), LedgerError> {
        let behind = self.store.subjects(end, Position(u64::MAX));
        let Some(behind) = walk.readable("INT-INDEX", "index", behind)? else { return Ok(()) };
        if behind.is_empty() {
            return Ok(());
        }
        let grown = self.store.tip().map_or(end.0, |tip| tip.head.size);
        for (subject, at) in behind.into_iter().filter(|(_, at)| at.0 >= grown) {
            walk.findings.push(of_nothing(&subject, at));
        }
        Ok(())
    }
}

fn of_nothing(subject: &Subject, at: Position) -> Finding {
    let message = format!("event {at} does not speak of {} {}, as the index says", subject.kind.word(), subject.name);
    Finding { next: NEXT.into(), ..wrong("INT-INDEX", at, message) }
}

/// Where each page of positions begins.
pub(in crate::ledger) fn pages(below: Position) -> impl Iterator<Item = Position> {
    (0..below.0).step_by(PAGE).map(Position)
}

/// Where a page of positions ends.
pub(in crate::ledger) fn page_end(from: Position, below: Position) -> Position {
    Position(from.0.saturating_add(u64::try_from(PAGE).unwrap_or(u64::MAX)).min(below.0))
}

impl Walk {
    fn compare_index(&mut self, expected: &BTreeSet<(Subject, Position)>, stored: &BTreeSet<(Subject, Position)>) {
        for (subject, at) in expected.difference(stored) {
            let message = format!("the index does not name it under {} {}", subject.kind.word(), subject.name);
            self.findings.push(Finding { next: NEXT.into(), ..wrong("INT-INDEX", *at, message) });
        }
        // What an event says that cannot be read is not known: what the index says of it cannot be compared.
        for (subject, at) in stored.difference(expected).filter(|(_, at)| !self.unknown.contains(at)) {
            self.findings.push(of_nothing(subject, *at));
        }
    }
}
