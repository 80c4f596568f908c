//! Positions, streams and times: dense, each event behind its predecessor, never recorded before it.
//!
//! Absent by design: the tree over the events.

use super::walk::{Walk, wrong};
use crate::event::seal::Sealed;
use crate::vocabulary::{Hash, Position};

impl Walk {
    pub(super) fn position(&mut self, at: Position) {
        if at.0 != self.next {
            self.findings.push(wrong("INT-GAP", at, format!("position {} should come here", self.next)));
        }
        self.next = self.next.max(at.0.saturating_add(1));
    }

    pub(super) fn chain(&mut self, sealed: &Sealed) {
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
}
