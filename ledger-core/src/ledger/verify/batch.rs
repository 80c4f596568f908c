//! Batches: a command's events stand side by side, all of them, once.
//!
//! Absent by design: what a command wrote.

use super::walk::{Walk, wrong};
use crate::event::seal::Sealed;
use crate::vocabulary::{CommandId, Hash, Position};

/// The place in its command's batch that was read last.
pub(super) struct Batch {
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

impl Walk {
    pub(super) fn batch(&mut self, sealed: &Sealed) {
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

    pub(super) fn end_batch(&mut self) {
        if let Some(Batch { command, parts, part, .. }) = self.batch.take().filter(|batch| batch.part != batch.parts) {
            let message = format!("command {command} wrote {parts} events, {part} of them are here");
            self.findings.push(wrong("INT-BATCH", Position(self.next.saturating_sub(1)), message));
        }
    }

    /// An import whose last event is missing was cut off.
    pub(super) fn check_evidence(&mut self) {
        let open: Vec<(Hash, Position)> =
            self.evidence.iter().filter(|(file, _)| !self.imported.contains(file)).map(|(f, at)| (*f, *at)).collect();
        for (file, at) in open {
            let message = format!("it comes from file {}, whose import was not ended", file.short());
            self.findings.push(wrong("INT-BATCH", at, message));
        }
    }
}
