//! What one command wrote: its events, from the first to the last.
//!
//! Absent by design: whether they stand side by side (`batch`), and what was asked for (`request`).

use crate::vocabulary::{CommandId, Hash, Position};

/// The events of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Batch {
    pub(super) command: CommandId,
    pub(super) request: Hash,
    pub(super) parts: u16,
    /// The place in it that was read last.
    pub(super) part: u16,
    pub(super) first: Position,
    pub(super) last: Position,
}

impl Batch {
    pub(super) fn goes_on_with(&self, next: &Self) -> bool {
        let same = (self.command, self.request, self.parts) == (next.command, next.request, next.parts);
        same && self.part.checked_add(1) == Some(next.part)
    }
}
