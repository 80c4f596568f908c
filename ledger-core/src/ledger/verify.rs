//! Verifying: everything again from the bytes on disk, and every derived table against the events in both directions.
//!
//! What may be claimed: nothing was changed, taken out or put in up to the last head that somebody else holds. Absent
//! by design: rules of the licence world.

use super::load::decode;
use super::{Ledger, LedgerError};
use crate::book::Entry;
use crate::event::seal::{SUITE, Sealed};
use crate::event::subject::{Subject, SubjectKind, subjects};
use crate::event::{Event, Target};
use crate::rule::Finding;
use crate::store::{Scope, Store, StoreError};
use crate::tree::{self, Frontier, Head};
use crate::vocabulary::{CommandId, Hash, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};

const PAGE: usize = 4096;
/// Events, index and head are read one after the other: what is found while others write is looked at again.
const ATTEMPTS: u32 = 5;

/// Who else holds a head that a range of events is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// A checkpoint that somebody else holds.
    Foreign,
    /// A checkpoint of one's own.
    Own,
    /// Nobody.
    None,
}

impl Anchor {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Foreign => "foreign",
            Self::Own => "own",
            Self::None => "none",
        }
    }
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Events that were read.
    pub events: u64,
    /// Streams that they stand in.
    pub streams: usize,
    /// Documents that the ledger keeps.
    pub documents: usize,
    /// The tree over the stored hashes, computed anew.
    pub head: Head,
    /// The pin that it was compared with.
    pub pin: Option<Head>,
    /// For each range of positions, who else holds a head over it.
    pub ranges: Vec<(u64, u64, Anchor)>,
    /// What is wrong, in the order of positions.
    pub findings: Vec<Finding>,
}

struct Walk {
    next: u64,
    frontier: Frontier,
    tips: BTreeMap<StreamId, (u64, Hash)>,
    batch: Option<Batch>,
    commands: BTreeSet<CommandId>,
    recorded: i64,
    index: Vec<(Subject, Position)>,
    documents: BTreeMap<Hash, Position>,
    evidence: BTreeMap<Hash, Position>,
    imported: BTreeSet<Hash>,
    /// What corrections name, each with its own position, stream and version.
    targets: Vec<(Position, StreamId, u64, Target)>,
    findings: Vec<Finding>,
}

/// The place in its command's batch that was read last.
struct Batch {
    command: CommandId,
    request: Hash,
    parts: u16,
    part: u16,
}

impl Batch {
    fn goes_on_with(&self, next: &Self) -> bool {
        let same = (self.command, self.request, self.parts) == (next.command, next.request, next.parts);
        same && self.part.checked_add(1) == Some(next.part)
    }
}

fn wrong(code: &'static str, at: Position, message: impl Into<String>) -> Finding {
    let next = "keep the file as it is, and go back to a copy whose head somebody else holds";
    let finding = Finding::error(code, format!("event {at}"), message, next);
    Finding { events: vec![at], ..finding }
}

impl<S: Store> Ledger<S> {
    /// Reads every stored byte again and compares it with what it must be.
    ///
    /// # Errors
    /// Fails only when the store cannot be read at all; what is wrong with the ledger is in the findings.
    pub fn verify(&self, pin: Option<Head>) -> Result<Verified, LedgerError> {
        for _ in 1..ATTEMPTS {
            let before = self.head().ok();
            let verified = self.verify_once(pin)?;
            if verified.findings.is_empty() || self.head().ok() == before {
                return Ok(verified);
            }
        }
        self.verify_once(pin)
    }

    fn verify_once(&self, pin: Option<Head>) -> Result<Verified, LedgerError> {
        let mut walk = Walk::new();
        self.read_events(&mut walk)?;
        walk.end_batch();
        walk.check_evidence();
        self.check_targets(&mut walk)?;
        let documents = self.check_documents(&mut walk)?;
        self.check_index(&mut walk)?;
        let head = walk.frontier.head();
        self.check_head(head, pin, &mut walk)?;
        let broken = |what: String| {
            let next = "restore a copy whose head somebody else holds";
            Finding::error("INT-STORE", "the ledger file", what, next)
        };
        walk.findings.extend(self.store.integrity()?.into_iter().map(broken));
        Ok(Verified {
            events: head.size,
            streams: walk.tips.len(),
            documents,
            head,
            pin,
            ranges: vec![(0, head.size, Anchor::None)],
            findings: walk.findings,
        })
    }

    fn read_events(&self, walk: &mut Walk) -> Result<(), LedgerError> {
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

    /// A correction speaks of an earlier event of its stream, named by its place and by its id.
    fn check_targets(&self, walk: &mut Walk) -> Result<(), LedgerError> {
        for (at, stream, version, target) in std::mem::take(&mut walk.targets) {
            let Some(found) = walk.readable("INT-TARGET", "events", self.store.event_by_id(target.event))? else {
                continue;
            };
            let is_meant = |found: &Sealed| {
                found.header.stream == stream && found.header.version == target.version && target.version < version
            };
            if !found.as_ref().is_some_and(is_meant) {
                let message =
                    format!("it corrects version {} of its stream, which is no such earlier event", target.version);
                walk.findings.push(wrong("INT-TARGET", at, message));
            }
        }
        Ok(())
    }

    /// Gives the number of documents.
    fn check_documents(&self, walk: &mut Walk) -> Result<usize, LedgerError> {
        let stored = walk.readable("INT-DOCUMENT", "documents", self.store.documents())?.unwrap_or_default();
        for (hash, at) in &walk.documents.clone() {
            let read = self.store.document(*hash);
            match walk.readable("INT-DOCUMENT", "documents", read)? {
                Some(None) => {
                    walk.findings.push(wrong("INT-DOCUMENT", *at, format!("document {} is missing", hash.short())));
                }
                Some(Some(bytes)) if Hash::blake3(&bytes) != *hash => {
                    walk.findings.push(wrong("INT-DOCUMENT", *at, format!("document {} was changed", hash.short())));
                }
                Some(Some(_)) | None => {}
            }
        }
        for hash in stored.iter().filter(|hash| !walk.documents.contains_key(hash)) {
            let message = format!("document {} belongs to no event", hash.short());
            walk.findings.push(Finding::error("INT-DOCUMENT", "documents", message, "find out who put it there"));
        }
        Ok(stored.len())
    }

    /// Compares the index and the stored head with the events that were loaded and the hashes that are stored.
    pub(super) fn derived_faults(&self, entries: &[Entry]) -> Result<Vec<Finding>, LedgerError> {
        let mut walk = Walk::new();
        let named = |entry: &Entry| {
            let position = entry.position;
            subjects(&entry.fact).into_iter().map(move |subject| (subject, position))
        };
        walk.index.extend(entries.iter().flat_map(named));
        self.check_index(&mut walk)?;
        let head = tree::head_of(self.store.leaves(Position(u64::MAX))?);
        self.check_head(head, None, &mut walk)?;
        Ok(walk.findings)
    }

    fn check_index(&self, walk: &mut Walk) -> Result<(), LedgerError> {
        let expected: BTreeSet<(Subject, Position)> = walk.index.drain(..).collect();
        let Some(stored) = walk.readable("INT-INDEX", "index", self.store.subjects())? else { return Ok(()) };
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

    fn check_head(&self, head: Head, pin: Option<Head>, walk: &mut Walk) -> Result<(), LedgerError> {
        let stored = walk.readable("INT-TREE", "tree", self.store.tip())?.map(|tip| tip.head);
        if let Some(stored) = stored.filter(|stored| *stored != head) {
            let message = format!("the stored head {} is not that of the events, {head}", stored);
            walk.findings.push(Finding::error("INT-TREE", "tree", message, "find out who changed events or the head"));
        }
        if let Some(pin) = pin {
            let leaves = walk.readable("INT-TREE", "tree", self.store.leaves(Position(pin.size)))?;
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

impl Walk {
    fn new() -> Self {
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
            targets: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn position(&mut self, at: Position) {
        if at.0 != self.next {
            self.findings.push(wrong("INT-GAP", at, format!("position {} should come here", self.next)));
        }
        self.next = self.next.max(at.0.saturating_add(1));
    }

    /// Damage that stops a reading is what verification is to find.
    fn readable<T>(
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

    fn chain(&mut self, sealed: &Sealed) {
        let header = &sealed.header;
        let (version, hash) = self.tips.get(&header.stream).copied().unwrap_or((0, Hash::ZERO));
        if header.version != version + 1 || header.previous != hash {
            let message = format!("it does not follow version {version} of its stream");
            self.findings.push(wrong("INT-CHAIN", sealed.position, message));
        }
        self.tips.insert(header.stream, (header.version, sealed.hash));
        if header.recorded < self.recorded {
            self.findings.push(wrong("INT-TIME", sealed.position, "it was recorded before the event that precedes it"));
        }
        self.recorded = self.recorded.max(header.recorded);
    }

    fn batch(&mut self, sealed: &Sealed) {
        let header = &sealed.header;
        let here = Batch { command: header.command, request: header.request, parts: header.parts, part: header.part };
        if self.batch.as_ref().is_some_and(|before| before.goes_on_with(&here)) {
            self.batch = Some(here);
            return;
        }
        self.end_batch();
        if header.part != 1 || header.parts == 0 {
            let message = format!("part {} of {} of its command stands alone", header.part, header.parts);
            self.findings.push(wrong("INT-BATCH", sealed.position, message));
        } else if !self.commands.insert(header.command) {
            let message = format!("command {} stands in the ledger twice", header.command);
            self.findings.push(wrong("INT-BATCH", sealed.position, message));
        }
        self.batch = Some(here);
    }

    fn end_batch(&mut self) {
        if let Some(Batch { command, parts, part, .. }) = self.batch.take().filter(|batch| batch.part != batch.parts) {
            let message = format!("command {command} wrote {parts} events, {part} of them are here");
            self.findings.push(wrong("INT-BATCH", Position(self.next.saturating_sub(1)), message));
        }
    }

    fn meaning(&mut self, sealed: &Sealed) {
        let at = sealed.position;
        let entry = match decode(sealed) {
            Ok(Some(entry)) => entry,
            Ok(None) => return,
            Err(LedgerError::Integrity { what, .. }) if what.starts_with("its hash") => return,
            Err(error) => return self.findings.push(wrong("INT-SHAPE", at, error.to_string())),
        };
        self.index.extend(subjects(&entry.fact).into_iter().map(|subject| (subject, at)));
        if at.0 == 0 && !matches!(entry.fact.event, Event::LedgerCreated(_)) {
            self.findings.push(wrong("INT-GENESIS", at, "the first event does not begin a ledger"));
        }
        if let Some(evidence) = &entry.fact.remarks.evidence {
            self.evidence.entry(evidence.file).or_insert(at);
        }
        if let Some(target) = entry.fact.event.target() {
            self.targets.push((at, entry.stream, entry.version, target));
        }
        if let Event::ImportCommitted(import) = &entry.fact.event {
            self.imported.insert(import.file);
        }
        let named = subjects(&entry.fact).into_iter().filter(|subject| subject.kind == SubjectKind::Document);
        for hash in named.filter_map(|subject| Hash::parse(&subject.name).ok()) {
            self.documents.entry(hash).or_insert(at);
        }
    }

    /// An import whose last event is missing was cut off.
    fn check_evidence(&mut self) {
        let open: Vec<(Hash, Position)> =
            self.evidence.iter().filter(|(file, _)| !self.imported.contains(file)).map(|(f, at)| (*f, *at)).collect();
        for (file, at) in open {
            let message = format!("it comes from file {}, whose import was not ended", file.short());
            self.findings.push(wrong("INT-BATCH", at, message));
        }
    }
}
