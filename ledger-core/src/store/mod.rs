//! The store: moves sealed events, index entries and documents in and out, in one atomic batch at a time.
//!
//! What reads takes a [`Log`], what writes a [`Store`]. Two stores answer the same questions in the same way: [`Memory`]
//! for tests and previews, and `Sqlite` (the feature of that name, on by default) for the ledger file. Beside them stand the pins, which remember outside the file how long it was. Absent by design:
//! what a payload or a subject means, rules, clocks and the making of ids.

mod batch;
mod error;
mod expect;
mod memory;
mod obstacle;
mod pin;
#[cfg(feature = "sqlite")]
mod sqlite;

pub use error::{AppendError, Cause, StoreError};
pub use expect::{Expect, Streams};
pub use memory::Memory;
pub use obstacle::Obstacle;
pub use pin::{Acceptance, Pin, PinError, PinStore, Recalled};
#[cfg(feature = "sqlite")]
pub use sqlite::{APPLICATION_ID, FORMAT, Sqlite};

use crate::event::seal::Sealed;
use crate::event::subject::{Subject, SubjectKind};
use crate::tree::Head;
use crate::vocabulary::{CommandId, EventId, Hash, Position, StreamId};
use std::collections::BTreeSet;

/// Which events are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those of every stream.
    All,
    /// Those of one stream.
    Stream(StreamId),
}

/// One event to be stored, and the names that it shall be found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The event.
    pub sealed: Sealed,
    /// Its index entries; the same name twice counts once.
    pub subjects: Vec<Subject>,
}

/// What a command writes: all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// What the command was decided on.
    pub expect: Expect,
    /// The events, in their order. Their positions are the next ones when they are written, whatever is said here.
    pub entries: Vec<Entry>,
    /// Documents that the events name, each kept under the BLAKE3 of its bytes; one that is already there is left.
    pub documents: Vec<Vec<u8>>,
}

/// Where the ledger ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// Size and root, from the stored frontier.
    pub head: Head,
    /// Recorded time of the last event, microseconds since 1970 UTC; absent in an empty ledger.
    pub last_recorded: Option<i64>,
}

/// What can be read of a ledger, wherever it lies. Answers are as stored: nothing is verified on reading beyond what
/// reading needs. Verification, replay and every question ask for no more than this.
///
/// Each method fails with [`StoreError::Locked`] where another process holds the ledger for too long, with
/// [`StoreError::Damaged`] where stored values are not of their kind, and with
/// [`StoreError::Prevented`] where the system fails.
pub trait Log {
    /// Where the ledger ends, without reading the events before.
    fn tip(&self) -> Result<Tip, StoreError>;

    /// Last version of a stream and that event's hash; `None` for a stream without events.
    fn stream_tip(&self, stream: StreamId) -> Result<Option<(u64, Hash)>, StoreError>;

    /// At most `limit` events at positions from `from` (included) to `below` (excluded), by position.
    fn page(&self, scope: Scope, from: Position, below: Position, limit: usize) -> Result<Vec<Sealed>, StoreError>;

    /// The stored event hashes at positions from `from` (included) to `below` (excluded), by position.
    fn leaves(&self, from: Position, below: Position) -> Result<Vec<Hash>, StoreError>;

    /// The event with that id.
    fn event_by_id(&self, id: EventId) -> Result<Option<Sealed>, StoreError>;

    /// The events that a command wrote, by position.
    fn by_command(&self, command: CommandId) -> Result<Vec<Sealed>, StoreError>;

    /// The events that are found by a name, by position.
    fn find(&self, subject: &Subject) -> Result<Vec<(StreamId, Position)>, StoreError>;

    /// Every name of a kind with the events found by it, by name (in byte order), then by position.
    fn list(&self, kind: SubjectKind) -> Result<Vec<(String, StreamId, Position)>, StoreError>;

    /// The names of a kind that have another spelling besides their listed one: those with a character beyond printable
    /// ASCII, or two blanks in a row.
    fn respellable(&self, kind: SubjectKind) -> Result<BTreeSet<String>, StoreError> {
        let odd = |name: &String| name.contains("  ") || !name.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        Ok(self.list(kind)?.into_iter().map(|(name, _, _)| name).filter(odd).collect())
    }

    /// The index entries of positions from `from` (included) to `below` (excluded), by position, then by the kind's stored
    /// word, then by name. An event has few of them, so that a bound on positions is a bound on entries.
    fn subjects(&self, from: Position, below: Position) -> Result<Vec<(Subject, Position)>, StoreError>;

    /// The bytes kept under that hash, as stored: compare their BLAKE3 before trusting them.
    fn document(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError>;

    /// At most `limit` keys of documents that come after `after`, from the first where absent, in order.
    fn documents(&self, after: Option<Hash>, limit: usize) -> Result<Vec<Hash>, StoreError>;

    /// What the log's own checks find wrong, in words; empty if nothing. The proof is chain and tree, not this.
    fn integrity(&self) -> Result<Vec<String>, StoreError>;
}

/// A log that takes further events.
pub trait Store: Log {
    /// Keeps other writers out until the next [`Store::append`] has ended or [`Store::let_go`] is called, so that what is
    /// decided in between cannot be overtaken. Readers go on. Held already: nothing happens.
    ///
    /// # Errors
    ///
    /// As a write: for instance where the ledger is write-protected or locked.
    fn hold(&mut self) -> Result<(), StoreError>;

    /// Lets other writers in again; nothing happens where none was kept out.
    fn let_go(&mut self);

    /// Writes a batch at the end of the ledger, all or nothing, and gives the new head. The events get the next positions.
    ///
    /// # Errors
    ///
    /// [`AppendError::Moved`] if others have touched what the batch rests on, [`AppendError::Refused`] if nothing was written
    /// for another reason, [`AppendError::OutcomeUnknown`] if the batch may or may not be there.
    fn append(&mut self, batch: Batch) -> Result<Head, AppendError>;
}
