//! Payloads: read as every question reads them, and what they name is kept.
//!
//! Absent by design: whether what they name is there.

use super::walk::{Walk, wrong};
use crate::event::Event;
use crate::event::seal::Sealed;
use crate::event::subject::{SubjectKind, subjects};
use crate::ledger::load::decode;
use crate::ledger::{Ledger, LedgerError};
use crate::store::Store;
use crate::vocabulary::Hash;

impl Walk {
    pub(super) fn meaning(&mut self, sealed: &Sealed) {
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
            self.profiles.entry(import.profile_hash).or_insert(at);
        }
        let named = subjects(&entry.fact).into_iter().filter(|subject| subject.kind == SubjectKind::Document);
        for hash in named.filter_map(|subject| Hash::parse(&subject.name).ok()) {
            self.documents.entry(hash).or_insert(at);
        }
    }
}

impl<S: Store> Ledger<S> {
    /// A correction speaks of an earlier event of its stream, named by its place and by its id.
    pub(super) fn check_targets(&self, walk: &mut Walk) -> Result<(), LedgerError> {
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
}
