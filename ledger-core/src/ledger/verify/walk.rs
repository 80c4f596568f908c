//! The walk: every stored event once, in the order of positions, and what is kept of it for the checks that come after.
//!
//! An event whose row cannot be read, or whose fields are not those that were sealed, is named and passed: what follows
//! from its fields is not named again. Absent by design: the checks themselves, one file for each group of them.

use super::written::Batch;
use super::{Anchor, Verified};
use crate::book::{Entry, Timeline};
use crate::event::Target;
use crate::event::seal::{SUITE, Sealed};
use crate::event::subject::Subject;
use crate::ledger::{Ledger, LedgerError};
use crate::question::Loss;
use crate::rule::{Finding, Rulebooks};
use crate::store::{Log, Scope, StoreError};
use crate::tree::{Frontier, Head};
use crate::vocabulary::{CommandId, Hash, LedgerId, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};

pub(super) const PAGE: usize = 4096;

/// What is known of the events so far.
pub(super) struct Walk {
    pub(super) ledger: LedgerId,
    /// Whether the first event says so; otherwise the first one that is whole does.
    is_named: bool,
    /// The time of today, where it was named.
    pub(super) now: Option<i64>,
    pub(super) next: u64,
    /// The stored hashes, by position.
    pub(super) leaves: Vec<Hash>,
    pub(super) tips: BTreeMap<StreamId, (u64, Hash, Option<Position>)>,
    /// Hashes of events whose fields are not known for sure: whatever names one as its predecessor may do so.
    pub(super) doubtful: BTreeSet<Hash>,
    /// Events whose contents are not known: what is derived from them cannot be compared.
    pub(super) unknown: BTreeSet<Position>,
    pub(super) withheld: Vec<Sealed>,
    pub(super) batch: Option<Batch>,
    pub(super) batches: Vec<Batch>,
    pub(super) commands: BTreeSet<CommandId>,
    pub(super) recorded: i64,
    /// The rulebook in force; absent where what adopted it is not known.
    pub(super) in_force: Option<Hash>,
    pub(super) index: Vec<(Subject, Position)>,
    /// Documents that must be there, with the first event that names each.
    pub(super) documents: BTreeMap<Hash, Position>,
    /// Documents that may be there: profiles, which older ledgers name and do not keep.
    pub(super) optional: BTreeSet<Hash>,
    /// Documents that stand as rulebooks.
    pub(super) rulebooks: BTreeMap<Hash, Position>,
    /// Those of them that could be read.
    pub(super) parsed: Rulebooks,
    /// What corrections name, each with its own position, stream and version.
    pub(super) targets: Vec<(Position, StreamId, u64, Target)>,
    /// Heads that events name: size, root, the event, and what is said about it.
    pub(super) heads: Vec<(Head, Position, &'static str, &'static str)>,
    pub(super) losses: Vec<Loss>,
    pub(super) entries: Vec<Entry>,
    pub(super) findings: Vec<Finding>,
}

pub(super) fn wrong(code: &'static str, at: Position, message: impl Into<crate::vocabulary::Say>) -> Finding {
    let next = "keep the file as it is, and go back to a copy whose head somebody else holds";
    let finding = Finding::error(code, format!("event {at}"), message, next);
    Finding { events: vec![at], ..finding }
}

impl<S: Log> Ledger<S> {
    pub(super) fn read_events(&self, walk: &mut Walk, below: Position) -> Result<(), LedgerError> {
        loop {
            let from = Position(walk.next);
            match self.store.page(Scope::All, from, below, PAGE) {
                Ok(page) => page.iter().for_each(|sealed| walk.inspect(sealed)),
                Err(StoreError::Damaged { what, .. }) if from < below => {
                    self.read_one_by_one(walk, from, below, &what)?;
                }
                Err(error) => walk.readable("INT-STORE", "events", Err(error))?.unwrap_or_default(),
            }
            // A damaged index can give the same rows for ever.
            if walk.next == from.0 {
                break;
            }
        }
        walk.end_batch();
        Ok(())
    }

    /// A page that cannot be read: each of its events alone, so that only those are named that cannot be read.
    fn read_one_by_one(
        &self,
        walk: &mut Walk,
        from: Position,
        below: Position,
        of_page: &str,
    ) -> Result<(), LedgerError> {
        let page_end = from.0.saturating_add(u64::try_from(PAGE).unwrap_or(u64::MAX)).min(below.0);
        let mut lost: Option<(u64, u64, String)> = None;
        let mut read = 0_u64;
        for number in from.0..page_end {
            let (at, next) = (Position(number), Position(number.saturating_add(1)));
            match self.store.page(Scope::All, at, next, 1) {
                Ok(page) => {
                    walk.lost(lost.take());
                    read += u64::try_from(page.len()).unwrap_or(0);
                    page.iter().for_each(|sealed| walk.inspect(sealed));
                }
                Err(StoreError::Damaged { what, .. }) => {
                    let leaf = self.leaf(at, next)?;
                    // Without an end, and with nothing to read at all, the rest cannot be told from nothing.
                    if below.0 == u64::MAX && leaf.is_none() {
                        break;
                    }
                    walk.unreadable(at, leaf);
                    lost = Some(lost.map_or((number, number, what), |(first, _, why)| (first, number, why)));
                }
                Err(other) => return Err(other.into()),
            }
        }
        walk.lost(lost);
        if read == 0 && walk.next == from.0 {
            let next = "restore a copy whose head somebody else holds";
            walk.findings.push(Finding::error("INT-STORE", "events", of_page, next));
        }
        Ok(())
    }

    /// The stored hash of an event, where that much can be read.
    fn leaf(&self, at: Position, next: Position) -> Result<Option<Hash>, LedgerError> {
        match self.store.leaves(at, next) {
            Ok(leaves) => Ok(leaves.first().copied()),
            Err(StoreError::Damaged { .. }) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }
}

impl Walk {
    pub(super) fn new(ledger: LedgerId, now: Option<i64>) -> Self {
        Self {
            ledger,
            is_named: true,
            now,
            next: 0,
            leaves: Vec::new(),
            tips: BTreeMap::new(),
            doubtful: BTreeSet::new(),
            unknown: BTreeSet::new(),
            withheld: Vec::new(),
            batch: None,
            batches: Vec::new(),
            commands: BTreeSet::new(),
            recorded: i64::MIN,
            in_force: None,
            index: Vec::new(),
            documents: BTreeMap::new(),
            optional: BTreeSet::new(),
            rulebooks: BTreeMap::new(),
            parsed: Rulebooks::new(),
            targets: Vec::new(),
            heads: Vec::new(),
            losses: Vec::new(),
            entries: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn inspect(&mut self, sealed: &Sealed) {
        let (at, header) = (sealed.position, &sealed.header);
        self.position(at);
        self.leaves.push(sealed.hash);
        if sealed.hash != header.hash() {
            self.findings.push(wrong("INT-HASH", at, "its fields are not those that were sealed"));
            self.doubtful.extend([sealed.hash, header.hash()]);
            self.is_named &= at.0 != 0;
            return self.pass(at);
        }
        if !self.is_named {
            (self.ledger, self.is_named) = (header.ledger, true);
        }
        if header.ledger != self.ledger || header.suite != SUITE {
            let message = "it belongs to another ledger, or to another layout of events";
            self.findings.push(wrong("INT-FOREIGN", at, message));
            self.doubtful.insert(sealed.hash);
            return self.pass(at);
        }
        self.chain(sealed);
        self.time(at, header.recorded);
        self.batch(sealed);
        self.form(sealed);
        self.documents.entry(header.request).or_insert(at);
        self.documents.entry(header.rulebook).or_insert(at);
        self.rulebooks.entry(header.rulebook).or_insert(at);
        match &sealed.payload {
            None => {
                self.unknown.insert(at);
                self.in_force_after_unknown(&header.kind);
                self.withheld.push(sealed.clone());
            }
            Some(text) if Hash::blake3(text.as_bytes()) != header.payload_hash => {
                self.findings.push(wrong("INT-PAYLOAD", at, "its payload is not the one that was sealed"));
                self.unknown.insert(at);
                self.in_force_after_unknown(&header.kind);
            }
            Some(_) => self.meaning(sealed),
        }
    }

    /// An event of which nothing is known: whatever stands beside it may belong to it.
    fn pass(&mut self, at: Position) {
        self.unknown.insert(at);
        self.batch = None;
        self.in_force = None;
    }

    /// An event whose row cannot be read, with its stored hash where that can.
    fn unreadable(&mut self, at: Position, leaf: Option<Hash>) {
        self.position(at);
        self.leaves.push(leaf.unwrap_or(Hash::ZERO));
        self.doubtful.extend(leaf);
        self.pass(at);
    }

    /// Names the events that could not be read, those side by side at once.
    fn lost(&mut self, lost: Option<(u64, u64, String)>) {
        let Some((first, last, what)) = lost else { return };
        let finding = wrong("INT-STORE", Position(first), format!("its row cannot be read: {what}"));
        if first == last {
            return self.findings.push(finding);
        }
        let message = format!("their rows cannot be read: {what}");
        self.findings.push(Finding {
            subject: format!("events {first} to {last}"),
            message: message.into(),
            ..finding
        });
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
            Err(StoreError::Damaged { what, .. }) => {
                let next = "restore a copy whose head somebody else holds";
                self.findings.push(Finding::error(code, subject, what, next));
                Ok(None)
            }
            Err(other) => Err(other.into()),
        }
    }

    /// The events that could be read, on their timeline.
    pub(super) fn timeline(&mut self) -> Timeline {
        Timeline::new(std::mem::take(&mut self.entries))
    }

    /// Whether everything that stands before a position is known, in one stream or in all.
    pub(super) fn knows_before(&self, below: u64, stream: Option<StreamId>) -> bool {
        let other = |at: &Position| {
            let place = self.withheld.binary_search_by_key(at, |sealed| sealed.position);
            let withheld = place.ok().and_then(|place| self.withheld.get(place));
            stream.is_some_and(|wanted| withheld.is_some_and(|sealed| sealed.header.stream != wanted))
        };
        self.unknown.range(..Position(below)).all(other)
    }

    /// What was found, and what is told of payloads that were withheld.
    pub(super) fn verified(mut self, documents: usize, pin: Option<Head>, told: Vec<Finding>) -> Verified {
        let head = self.head();
        let withheld: Vec<Position> = self.withheld.iter().map(|sealed| sealed.position).collect();
        self.findings.extend(told);
        let place = |finding: &Finding| finding.events.last().copied().unwrap_or(Position(u64::MAX));
        self.findings.sort_by_key(place);
        Verified {
            events: head.size,
            streams: self.tips.len(),
            documents,
            head,
            pin,
            ranges: vec![(0, head.size, Anchor::None)],
            withheld,
            losses: self.losses,
            findings: self.findings,
            below_zero: Vec::new(),
        }
    }

    /// The tree over the stored hashes.
    pub(super) fn head(&self) -> Head {
        let mut frontier = Frontier::new();
        self.leaves.iter().for_each(|leaf| frontier.push(*leaf));
        frontier.head()
    }
}
