//! Payloads: read as every question reads them; what an event says of itself must fit its kind and its place.
//!
//! Absent by design: whether what it names is there, and whether a command wrote it (`request`).

use super::walk::{Walk, wrong};
use crate::book::Entry;
use crate::event::Event;
use crate::event::seal::{Origin, Sealed};
use crate::event::subject::{SubjectKind, subjects};
use crate::ledger::load::{adopted, decode};
use crate::ledger::{Ledger, LedgerError};
use crate::question::Loss;
use crate::store::{Log, StoreError};
use crate::vocabulary::{Hash, Position, StreamId};

/// Where an event of a kind stands, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the ledger's own stream.
    Ledger,
    /// In the stream of a project.
    Project,
    /// Beside what it corrects.
    Anywhere,
}

/// Where events of its kind stand, and what made them.
fn belongs(event: &Event) -> (Place, &'static [Origin]) {
    const ACT: &[Origin] = &[Origin::Decision, Origin::Fact];
    match event {
        Event::LedgerCreated(_) | Event::ImportCommitted(_) | Event::LossAccepted(_) | Event::PeriodClosed(_) => {
            (Place::Ledger, &[Origin::System])
        }
        Event::RulebookAdopted(_) | Event::CompanyAdded(_) => (Place::Ledger, ACT),
        Event::EventAnnulled(_) | Event::EventReversed(_) | Event::EventAmended(_) => {
            (Place::Anywhere, &[Origin::Correction])
        }
        Event::ProjectOpened(_)
        | Event::ProjectClosed
        | Event::DeviceAdded(_)
        | Event::DeviceSoftwareChanged(_)
        | Event::DeviceRoleChanged(_)
        | Event::DeviceMovedOut(_)
        | Event::DeviceMovedIn(_)
        | Event::DeviceReplaced(_)
        | Event::KeyRedeemed(_)
        | Event::LicencesBound(_)
        | Event::LicencesReleased(_)
        | Event::LicencesConverted(_)
        | Event::LicencesUpgraded(_)
        | Event::LicencesTransferredOut(_)
        | Event::LicencesTransferredIn(_)
        | Event::CreditsReceived(_)
        | Event::CreditsTransferredOut(_)
        | Event::CreditsTransferredIn(_)
        | Event::SsaApplied(_)
        | Event::WarrantyActivated(_)
        | Event::TrialIssued(_)
        | Event::NoteAdded(_) => (Place::Project, ACT),
    }
}

impl Walk {
    pub(super) fn meaning(&mut self, sealed: &Sealed) {
        let at = sealed.position;
        let entry = match decode(sealed) {
            Ok(Some(entry)) => entry,
            Ok(None) => return,
            Err(error) => {
                self.unknown.insert(at);
                self.in_force_after_unknown(&sealed.header.kind);
                let what = if let LedgerError::Integrity { what, .. } = error { what } else { error.to_string() };
                return self.findings.push(wrong("INT-SHAPE", at, what));
            }
        };
        self.index.extend(subjects(&entry.fact).into_iter().map(|subject| (subject, at)));
        self.place(&entry);
        self.rulebook(&entry);
        if let Some(evidence) = &entry.fact.remarks.evidence {
            self.documents.entry(evidence.file).or_insert(at);
        }
        if let Some(target) = entry.fact.event.target() {
            self.targets.push((at, entry.stream, entry.version, target));
        }
        let named = subjects(&entry.fact).into_iter().filter(|subject| subject.kind == SubjectKind::Document);
        for hash in named.filter_map(|subject| Hash::parse(&subject.name).ok()) {
            self.documents.entry(hash).or_insert(at);
        }
        self.seen(&entry);
        self.entries.push(entry);
    }

    /// Its origin is one of its kind; it stands in the stream and at the place where events of its kind stand.
    fn place(&mut self, entry: &Entry) {
        let (at, event) = (entry.position, &entry.fact.event);
        let (place, origins) = belongs(event);
        let is_system = origins.contains(&Origin::System);
        let reported = entry.fact.remarks.evidence.is_none() || entry.origin == Origin::Fact;
        if !origins.contains(&entry.origin) || !reported {
            let message = format!("{} is no {}, as its origin says", event.kind(), entry.origin.word());
            self.findings.push(wrong("INT-ORIGIN", at, message));
        } else if is_system && entry.fact.remarks.evidence.is_some() {
            self.findings.push(wrong("INT-ORIGIN", at, format!("{} comes from no row of a file", event.kind())));
        }
        let begins = matches!(event, Event::LedgerCreated(_));
        if (at.0 == 0) != begins {
            let message = if begins { "a ledger begins once" } else { "the first event does not begin a ledger" };
            return self.findings.push(wrong("INT-GENESIS", at, message));
        }
        let in_ledger = entry.stream == StreamId::of_ledger(self.ledger);
        let opens = matches!(event, Event::ProjectOpened(_));
        let message = match place {
            Place::Ledger if !in_ledger => {
                format!("{} stands in the ledger's own stream, not in a project", event.kind())
            }
            Place::Project if in_ledger => {
                format!("{} stands in a project, not in the ledger's own stream", event.kind())
            }
            Place::Project if opens && entry.version != 1 => "a project is opened once, by its first event".to_owned(),
            Place::Project | Place::Anywhere if !opens && !in_ledger && entry.version == 1 => {
                "a project begins with its opening".to_owned()
            }
            Place::Ledger | Place::Project | Place::Anywhere => return,
        };
        self.findings.push(wrong("INT-STREAM", at, message));
    }

    /// The rulebook that its header names is the one that was in force.
    fn rulebook(&mut self, entry: &Entry) {
        if let Event::LedgerCreated(created) = &entry.fact.event {
            self.in_force = Some(created.rulebook);
        }
        let in_force = *self.in_force.get_or_insert(entry.rulebook);
        if entry.rulebook != in_force {
            let message = format!("it names rulebook {}, {} was in force", entry.rulebook.short(), in_force.short());
            self.findings.push(wrong("INT-RULEBOOK", entry.position, message));
        }
        if let Some(adopted) = adopted(entry) {
            self.in_force = Some(adopted);
            self.rulebooks.entry(adopted).or_insert(entry.position);
        }
    }

    /// What adopts a rulebook and cannot be read leaves open which one is in force.
    pub(super) fn in_force_after_unknown(&mut self, kind: &str) {
        if matches!(kind, "ledger-created" | "rulebook-adopted") {
            self.in_force = None;
        }
    }

    /// Heads that an event of the ledger itself names.
    fn seen(&mut self, entry: &Entry) {
        let at = entry.position;
        let event = &entry.fact.event;
        if let Event::PeriodClosed(closed) = event {
            if closed.head.size != at.0 {
                let message = format!("it names a tree of {} events, it stands behind {at}", closed.head.size);
                self.findings.push(wrong("INT-CLOSING", at, message));
            } else {
                self.heads.push((closed.head, at, "INT-CLOSING", "the tree that it rests on"));
            }
        }
        if let Event::ImportCommitted(import) = event {
            self.optional.insert(import.profile_hash);
            self.heads.push((import.before, at, "INT-IMPORT", "the tree before its first row"));
            self.heads.push((import.after, at, "INT-IMPORT", "the tree after its last row"));
        }
        if let Event::LossAccepted(loss) = event {
            let (pinned, found) = (loss.pinned, loss.found);
            self.losses.push(Loss { position: at, recorded: entry.recorded, pinned, found });
            if found.size == at.0 {
                self.heads.push((found, at, "INT-LOSS", "the tree that was found"));
            } else {
                let message = format!("it found a tree of {} events, it stands behind {at}", found.size);
                self.findings.push(wrong("INT-LOSS", at, message));
            }
        }
    }
}

impl<S: Log> Ledger<S> {
    /// A correction speaks of an earlier event of its stream, named by its place and by its id.
    pub(super) fn check_targets(&self, walk: &mut Walk) -> Result<(), LedgerError> {
        for (at, stream, version, target) in std::mem::take(&mut walk.targets) {
            let found = match self.store.event_by_id(target.event) {
                Ok(found) => found,
                // What it corrects cannot be read, and is named itself.
                Err(StoreError::Damaged { .. }) if !walk.unknown.is_empty() => continue,
                read => walk.readable("INT-TARGET", "events", read)?.flatten(),
            };
            let is_meant = |found: &Sealed| {
                let place = (found.header.stream, found.header.version) == (stream, target.version);
                place && target.version < version || walk.unknown.contains(&found.position) && found.position < at
            };
            if !found.as_ref().is_some_and(is_meant) {
                let message =
                    format!("it corrects version {} of its stream, which is no such earlier event", target.version);
                walk.findings.push(wrong("INT-TARGET", at, message));
            }
        }
        Ok(())
    }

    /// What stands behind the end of the tree was put there by no command, unless the tree has grown since.
    pub(super) fn check_end(&self, walk: &mut Walk, below: Position) -> Result<(), LedgerError> {
        if below.0 == u64::MAX {
            return Ok(());
        }
        let behind = match self.store.page(crate::store::Scope::All, below, Position(u64::MAX), super::walk::PAGE) {
            Ok(behind) => behind,
            Err(StoreError::Damaged { what, .. }) => {
                walk.findings.push(wrong("INT-TREE", below, format!("behind the end of the tree: {what}")));
                return Ok(());
            }
            Err(other) => return Err(other.into()),
        };
        let Some(first) = behind.first() else { return Ok(()) };
        let grown = self.store.tip().map_or(below.0, |tip| tip.head.size);
        if grown <= first.position.0 {
            let message = format!("it stands behind the end of the tree, which counts {} events", below.0);
            walk.findings.push(wrong("INT-TREE", first.position, message));
        }
        Ok(())
    }
}
