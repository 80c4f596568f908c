//! Documents: each is what its hash says, each that an event names is there, and no other; and what stands in them agrees
//! with the events that name them.
//!
//! Absent by design: how a file is read into rows.

use super::asked::Asked;
use super::evidence::quotes;
use super::walk::{PAGE, Walk, wrong};
use crate::book::{Entry, Timeline};
use crate::catalogue::Rulebook;
use crate::event::Event;
use crate::event::subject::{SubjectKind, subjects};
use crate::ledger::load::decode;
use crate::ledger::{Ledger, LedgerError};
use crate::rule::Finding;
use crate::store::{Log, Scope, StoreError};
use crate::vocabulary::{Hash, Position};
use std::collections::{BTreeMap, BTreeSet};

/// What the documents of a ledger are compared with.
struct Named<'a> {
    asked: Asked<'a>,
    /// Batches by the request that they name.
    requests: BTreeMap<Hash, Vec<usize>>,
    /// Imports, and rows that are quoted, by their file.
    imports: BTreeMap<Hash, Vec<&'a Entry>>,
    quoted: BTreeMap<Hash, Vec<&'a Entry>>,
}

impl<S: Log> Ledger<S> {
    /// Gives the number of documents.
    pub(super) fn check_documents(
        &self,
        walk: &mut Walk,
        timeline: &Timeline,
        below: Position,
    ) -> Result<usize, LedgerError> {
        let stored = self.document_keys();
        let stored = walk.readable("INT-DOCUMENT", "documents", stored)?.unwrap_or_default();
        let named = Named::of(walk, timeline);
        let optional: Vec<Hash> = walk.optional.iter().filter(|hash| stored.contains(hash)).copied().collect();
        let whose = |hash: Hash| (hash, walk.documents.get(&hash).copied().unwrap_or(Position(0)));
        let wanted: BTreeMap<Hash, Position> =
            walk.documents.iter().map(|(hash, at)| (*hash, *at)).chain(optional.into_iter().map(whose)).collect();
        for (hash, at) in &wanted {
            let read = match self.store.document(*hash) {
                Ok(read) => read,
                Err(StoreError::Damaged { what, .. }) => {
                    walk.findings.push(wrong("INT-DOCUMENT", *at, format!("document {}: {what}", hash.short())));
                    continue;
                }
                Err(other) => return Err(other.into()),
            };
            match read {
                None => {
                    walk.findings.push(wrong("INT-DOCUMENT", *at, format!("document {} is missing", hash.short())));
                }
                Some(bytes) if Hash::blake3(&bytes) != *hash => {
                    walk.findings.push(wrong("INT-DOCUMENT", *at, format!("document {} was changed", hash.short())));
                }
                Some(bytes) => named.check(*hash, &bytes, walk),
            }
        }
        let unnamed: BTreeSet<Hash> = stored.iter().filter(|hash| !wanted.contains_key(hash)).copied().collect();
        self.check_unnamed(unnamed, walk, below)?;
        Ok(stored.len())
    }

    fn document_keys(&self) -> Result<BTreeSet<Hash>, StoreError> {
        let mut keys = BTreeSet::new();
        loop {
            let page = self.store.documents(keys.last().copied(), PAGE)?;
            let before = keys.len();
            keys.extend(page);
            if keys.len() == before {
                return Ok(keys);
            }
        }
    }

    /// A document that no event names: neither one that was read, nor one that was recorded meanwhile.
    fn check_unnamed(&self, mut unnamed: BTreeSet<Hash>, walk: &mut Walk, below: Position) -> Result<(), LedgerError> {
        // What cannot be read may be what names it.
        let names_documents =
            |kind: &str| matches!(kind, "ledger-created" | "rulebook-adopted" | "import-committed" | "event-amended");
        let withheld: BTreeSet<Position> = walk.withheld.iter().map(|sealed| sealed.position).collect();
        let unread = walk.unknown.iter().any(|at| !withheld.contains(at));
        if unread || walk.withheld.iter().any(|sealed| names_documents(&sealed.header.kind)) {
            return Ok(());
        }
        let end =
            if unnamed.is_empty() { below } else { Position(self.store.tip().map_or(below.0, |tip| tip.head.size)) };
        let mut from = below;
        while from < end && !unnamed.is_empty() {
            let page = self.store.page(Scope::All, from, end, PAGE)?;
            let Some(last) = page.last() else { break };
            from = Position(last.position.0.saturating_add(1));
            for sealed in &page {
                unnamed.remove(&sealed.header.request);
                unnamed.remove(&sealed.header.rulebook);
                let Ok(Some(entry)) = decode(sealed) else { continue };
                if let Event::ImportCommitted(import) = &entry.fact.event {
                    unnamed.remove(&import.profile_hash);
                }
                let names = subjects(&entry.fact).into_iter().filter(|subject| subject.kind == SubjectKind::Document);
                for hash in names.filter_map(|subject| Hash::parse(&subject.name).ok()) {
                    unnamed.remove(&hash);
                }
            }
        }
        for hash in unnamed {
            let message = format!("document {} belongs to no event", hash.short());
            walk.findings.push(Finding::error("INT-DOCUMENT", "documents", message, "find out who put it there"));
        }
        Ok(())
    }
}

impl<'a> Named<'a> {
    fn of(walk: &Walk, timeline: &'a Timeline) -> Self {
        let mut named = Self {
            asked: Asked::of(timeline),
            requests: BTreeMap::new(),
            imports: BTreeMap::new(),
            quoted: BTreeMap::new(),
        };
        for (place, batch) in walk.batches.iter().enumerate() {
            named.requests.entry(batch.request).or_default().push(place);
        }
        for entry in timeline.entries() {
            if let Event::ImportCommitted(import) = &entry.fact.event {
                named.imports.entry(import.file).or_default().push(entry);
            }
            if let Some(evidence) = &entry.fact.remarks.evidence {
                named.quoted.entry(evidence.file).or_default().push(entry);
            }
        }
        named
    }

    /// What a document must say, whatever it is named as.
    fn check(&self, hash: Hash, bytes: &[u8], walk: &mut Walk) {
        if let Some(at) = walk.rulebooks.get(&hash).copied() {
            match Rulebook::parse(bytes) {
                Ok(rulebook) => drop(walk.parsed.insert(hash, rulebook)),
                Err(fault) => {
                    let message = format!("the rulebook {} that it names is none: {fault}", hash.short());
                    walk.findings.push(wrong("INT-RULEBOOK", at, message));
                }
            }
        }
        for place in self.requests.get(&hash).into_iter().flatten() {
            let Some(batch) = walk.batches.get(*place).cloned() else { continue };
            let found = self.asked.check(bytes, &batch, walk);
            walk.findings.extend(found);
        }
        let mut known = false;
        for entry in self.imports.get(&hash).into_iter().flatten() {
            let Event::ImportCommitted(import) = &entry.fact.event else { continue };
            known |= import.profile.starts_with("transactions.");
            let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            if import.bytes != length {
                let message = format!("it names a file of {} bytes, the file has {length}", import.bytes);
                walk.findings.push(wrong("INT-IMPORT", entry.position, message));
            }
            if known {
                let rows = self.quoted.get(&hash).map_or(&[][..], Vec::as_slice);
                walk.findings.extend(quotes(bytes, &import.encoding, rows));
            }
        }
    }
}
