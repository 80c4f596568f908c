//! The timeline: events in the order in which they are true, (effective, position).
//!
//! Absent by design: reading stores and folding.

use crate::event::Fact;
use crate::event::seal::Origin;
use crate::vocabulary::{CommandId, Day, EventId, Hash, Position, StreamId};

/// One event as the book and the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Place in the whole ledger.
    pub position: Position,
    /// The stream that it stands in.
    pub stream: StreamId,
    /// Place in the stream.
    pub version: u64,
    /// Its own id.
    pub event_id: EventId,
    /// The command that wrote it.
    pub command: CommandId,
    /// Day from which it is true.
    pub effective: Day,
    /// When the ledger learnt it, microseconds since 1970 UTC.
    pub recorded: i64,
    /// Why it stands there.
    pub origin: Origin,
    /// Who said so.
    pub actor: String,
    /// The rulebook that judged it.
    pub rulebook: Hash,
    /// The stored hash.
    pub hash: Hash,
    /// What happened.
    pub fact: Fact,
}

/// Events in the order (effective, position).
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    entries: Vec<Entry>,
}

impl Timeline {
    /// Brings events into the order of the timeline, whatever order they come in.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| (entry.effective, entry.position));
        Self { entries }
    }

    /// All of them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Those up to the end of a day, and those after it.
    pub fn split_after(&self, day: Day) -> (&[Entry], &[Entry]) {
        self.entries.split_at(self.entries.partition_point(|entry| entry.effective <= day))
    }
}
