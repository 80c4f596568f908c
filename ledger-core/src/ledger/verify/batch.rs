//! Batches: a command's events stand side by side, all of them, once, and are named by ids of the right form.
//!
//! Absent by design: what a command wrote (`request`).

use super::walk::{Walk, wrong};
use super::written::Batch;
use crate::event::seal::Sealed;
use crate::vocabulary::Position;
use uuid::Variant;

/// The form of an event's id.
const ID_VERSION: usize = 7;

impl Walk {
    pub(super) fn batch(&mut self, sealed: &Sealed) {
        let (at, header) = (sealed.position, &sealed.header);
        let here = Batch {
            command: header.command,
            request: header.request,
            parts: header.parts,
            part: header.part,
            first: at,
            last: at,
        };
        if let Some(before) = self.batch.take_if(|before| before.goes_on_with(&here)) {
            self.batch = Some(Batch { first: before.first, ..here });
            return;
        }
        self.end_batch();
        // What stands before it could not be read, and may be what is missing.
        let follows_doubt = at.0.checked_sub(1).is_some_and(|before| self.unknown.contains(&Position(before)))
            && !self.withheld.iter().any(|withheld| withheld.position.0 + 1 == at.0);
        if header.parts == 0 || header.part == 0 || header.part > header.parts || header.part != 1 && !follows_doubt {
            let message =
                format!("part {} of {} of its command has no other part beside it", header.part, header.parts);
            self.findings.push(wrong("INT-BATCH", at, message));
        } else if !self.commands.insert(header.command) && !follows_doubt {
            let message = format!("command {} stands in the ledger twice", header.command);
            self.findings.push(wrong("INT-BATCH", at, message));
        }
        self.batch = Some(here);
    }

    pub(super) fn end_batch(&mut self) {
        let Some(batch) = self.batch.take() else { return };
        if batch.part != batch.parts {
            let Batch { command, parts, part, .. } = batch;
            let message = format!("command {command} wrote {parts} events, {part} of them are here");
            self.findings.push(wrong("INT-BATCH", batch.last, message));
        }
        self.batches.push(batch);
    }

    /// An event's own id is a UUID of version 7; nobody gives another.
    pub(super) fn form(&mut self, sealed: &Sealed) {
        let id = sealed.header.event.0;
        if id.get_version_num() != ID_VERSION || id.get_variant() != Variant::RFC4122 {
            let message = format!("its id {id} is no UUID of version {ID_VERSION}");
            self.findings.push(wrong("INT-ID", sealed.position, message));
        }
    }
}
