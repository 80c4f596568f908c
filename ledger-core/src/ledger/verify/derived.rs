//! What is derived: the index and the stored head, compared with the events in both directions; and the pin.
//!
//! Absent by design: rebuilding them.

use super::walk::Walk;
use crate::book::Entry;
use crate::event::subject::{Subject, subjects};
use crate::ledger::{Ledger, LedgerError};
use crate::rule::Finding;
use crate::store::Store;
use crate::tree::{self, Head};
use crate::vocabulary::Position;
use std::collections::BTreeSet;

impl<S: Store> Ledger<S> {
    /// Compares the index and the stored head with the events that were loaded and the hashes that are stored.
    pub(in crate::ledger) fn derived_faults(&self, entries: &[Entry]) -> Result<Vec<Finding>, LedgerError> {
        let mut walk = Walk::new();
        let named = |entry: &Entry| {
            let position = entry.position;
            subjects(&entry.fact).into_iter().map(move |subject| (subject, position))
        };
        walk.index.extend(entries.iter().flat_map(named));
        self.check_index(&mut walk)?;
        let head = tree::head_of(self.store.leaves(Position(0), Position(u64::MAX))?);
        self.check_head(head, None, &mut walk)?;
        Ok(walk.findings)
    }

    pub(super) fn check_index(&self, walk: &mut Walk) -> Result<(), LedgerError> {
        let expected: BTreeSet<(Subject, Position)> = walk.index.drain(..).collect();
        let Some(stored) = walk.readable("INT-INDEX", "index", self.store.subjects(Position(0), Position(u64::MAX)))?
        else {
            return Ok(());
        };
        let stored: BTreeSet<(Subject, Position)> = stored.into_iter().collect();
        let next = "the index is derived and can be rebuilt; find out who changed it first";
        for (subject, at) in expected.difference(&stored) {
            let message = format!("event {at} is missing under {} {}", subject.kind.word(), subject.name);
            walk.findings.push(Finding::error("INT-INDEX", "index", message, next));
        }
        for (subject, at) in stored.difference(&expected) {
            let message = format!("event {at} does not speak of {} {}", subject.kind.word(), subject.name);
            walk.findings.push(Finding::error("INT-INDEX", "index", message, next));
        }
        Ok(())
    }

    pub(super) fn check_head(&self, head: Head, pin: Option<Head>, walk: &mut Walk) -> Result<(), LedgerError> {
        let stored = walk.readable("INT-TREE", "tree", self.store.tip())?.map(|tip| tip.head);
        if let Some(stored) = stored.filter(|stored| *stored != head) {
            let message = format!("the stored head {} is not that of the events, {head}", stored);
            walk.findings.push(Finding::error("INT-TREE", "tree", message, "find out who changed events or the head"));
        }
        if let Some(pin) = pin {
            let leaves = walk.readable("INT-TREE", "tree", self.store.leaves(Position(0), Position(pin.size)))?;
            if leaves.map(tree::head_of) != Some(pin) {
                let message =
                    format!("{} events were seen here before, this is not the same ledger any more", pin.size);
                let next = "`licledger restore --accept-loss --reason TEXT` goes on with what is left, and records it";
                walk.findings.push(Finding::error("INT-PIN", "pin", message, next));
            }
        }
        Ok(())
    }
}
