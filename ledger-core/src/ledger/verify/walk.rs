//! The walk: every stored event once, in the order of positions, and what is kept of it for the checks that come after.
//!
//! Absent by design: the checks themselves, one file for each group of them.

use super::batch::Batch;
use crate::event::Target;
use crate::event::seal::{SUITE, Sealed};
use crate::event::subject::Subject;
use crate::ledger::{Ledger, LedgerError};
use crate::rule::Finding;
use crate::store::{Scope, Store, StoreError};
use crate::tree::Frontier;
use crate::vocabulary::{CommandId, Hash, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};

const PAGE: usize = 4096;

pub(super) struct Walk {
    pub(super) next: u64,
    pub(super) frontier: Frontier,
    pub(super) tips: BTreeMap<StreamId, (u64, Hash)>,
    pub(super) batch: Option<Batch>,
    pub(super) commands: BTreeSet<CommandId>,
    pub(super) recorded: i64,
    pub(super) index: Vec<(Subject, Position)>,
    pub(super) documents: BTreeMap<Hash, Position>,
    pub(super) evidence: BTreeMap<Hash, Position>,
    pub(super) imported: BTreeSet<Hash>,
    /// Profiles that imports were read by; ledgers of earlier versions do not keep them.
    pub(super) profiles: BTreeMap<Hash, Position>,
    /// What corrections name, each with its own position, stream and version.
    pub(super) targets: Vec<(Position, StreamId, u64, Target)>,
    pub(super) findings: Vec<Finding>,
}

pub(super) fn wrong(code: &'static str, at: Position, message: impl Into<String>) -> Finding {
    let next = "keep the file as it is, and go back to a copy whose head somebody else holds";
    let finding = Finding::error(code, format!("event {at}"), message, next);
    Finding { events: vec![at], ..finding }
}

impl<S: Store> Ledger<S> {
    pub(super) fn read_events(&self, walk: &mut Walk) -> Result<(), LedgerError> {
        loop {
            let from = walk.next;
            let page = self.store.page(Scope::All, Position(from), Position(u64::MAX), PAGE);
            let page = walk.readable("INT-STORE", "events", page)?.unwrap_or_default();
            for sealed in &page {
                self.inspect(sealed, walk);
            }
            // A damaged index can give the same rows for ever.
            if walk.next == from {
                return Ok(());
            }
        }
    }

    fn inspect(&self, sealed: &Sealed, walk: &mut Walk) {
        let (at, header) = (sealed.position, &sealed.header);
        walk.position(at);
        walk.frontier.push(sealed.hash);
        if header.ledger != self.id() || header.suite != SUITE {
            walk.findings.push(wrong(
                "INT-FOREIGN",
                at,
                "it belongs to another ledger, or to another layout of events",
            ));
        }
        if sealed.hash != header.hash() {
            walk.findings.push(wrong("INT-HASH", at, "its fields are not those that were sealed"));
        }
        walk.chain(sealed);
        walk.batch(sealed);
        walk.documents.entry(header.request).or_insert(at);
        walk.documents.entry(header.rulebook).or_insert(at);
        match &sealed.payload {
            None => {
                let withheld = wrong("INT-WITHHELD", at, "its payload was withheld; only its hash is here");
                walk.findings.push(withheld.as_warning());
            }
            Some(text) if Hash::blake3(text.as_bytes()) != header.payload_hash => {
                walk.findings.push(wrong("INT-PAYLOAD", at, "its payload is not the one that was sealed"));
            }
            Some(_) => walk.meaning(sealed),
        }
    }
}

impl Walk {
    pub(super) fn new() -> Self {
        Self {
            next: 0,
            frontier: Frontier::new(),
            tips: BTreeMap::new(),
            batch: None,
            commands: BTreeSet::new(),
            recorded: i64::MIN,
            index: Vec::new(),
            documents: BTreeMap::new(),
            evidence: BTreeMap::new(),
            imported: BTreeSet::new(),
            profiles: BTreeMap::new(),
            targets: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Damage that stops a reading is what verification is to find.
    pub(super) fn readable<T>(
        &mut self,
        code: &'static str,
        subject: &str,
        read: Result<T, StoreError>,
    ) -> Result<Option<T>, LedgerError> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(StoreError::Damaged { what }) => {
                let next = "restore a copy whose head somebody else holds";
                self.findings.push(Finding::error(code, subject, what, next));
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }
}
