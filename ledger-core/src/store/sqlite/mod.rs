//! The ledger file: one SQLite database, whole in itself whenever no command runs.
//!
//! The database refuses what can be refused (changes, deletions, gaps, forks, wrong predecessors); these guards keep
//! honest programs honest. The proof lies in chain, tree and checkpoints. Absent by design: any way to change or to
//! delete an event, and opening the file other than through SQLite while SQLite has it open, which would drop its locks.

mod append;
mod check;
mod create;
mod draft;
mod fault;
mod harden;
mod header;
mod inspect;
mod journal;
mod open;
mod place;
mod row;
mod sql;
mod stay;
mod wait;

use super::{AppendError, Batch, Log, Scope, Store, StoreError, Tip};
use crate::event::seal::Sealed;
use crate::event::subject::{Subject, SubjectKind};
use crate::tree::{Frontier, Head};
use crate::vocabulary::{CommandId, EventId, Hash, Position, StreamId};
use fault::explain;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use stay::Stay;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Marks the file as a ledger: "LLED" in the database's header.
pub const APPLICATION_ID: i64 = 0x4c4c_4544;

/// The only format so far, kept as the database's `user_version`.
pub const FORMAT: i64 = 1;

/// A ledger in a file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
    writable: bool,
    /// Whether a write transaction was begun ahead of a batch.
    held: bool,
    /// Set when the outcome of a write is unknown: what this connection believes cannot be trusted any more.
    given_up: bool,
    /// Goes last, when the connection has ended. Absent for a file that no other connection can find.
    _stay: Option<Stay>,
}

impl Sqlite {
    /// Makes an empty ledger, with the folders above it.
    ///
    /// The file appears complete or not at all.
    ///
    /// # Errors
    ///
    /// [`StoreError::Exists`] if there is anything of that name, which is left as it is.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        create::create(path.as_ref(), None)
    }

    /// As [`Sqlite::create`], with a first batch: a ledger that was cut off while it was made never shows.
    ///
    /// # Errors
    ///
    /// As [`Sqlite::create`], and [`StoreError::Unfit`] if the batch is not for an empty ledger.
    pub fn create_with(path: impl AsRef<Path>, first: Batch) -> Result<Self, StoreError> {
        create::create(path.as_ref(), Some(first))
    }

    /// Opens a ledger to read and write, or only to read where it is write-protected. Never makes a file.
    ///
    /// # Errors
    ///
    /// Says which: not there, no ledger, of a newer format, with other tables than a ledger's, cut short, locked.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        open::open(path.as_ref())
    }

    /// The file, by its canonical path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file can be written, as far as is known before a write.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// Sets how long a read or write waits for other processes before it fails with [`StoreError::Locked`].
    ///
    /// Ten seconds if never called.
    pub fn wait_at_most(&mut self, limit: Duration) -> Result<(), StoreError> {
        wait::at_most(&mut self.connection, limit)
            .map_err(|error| explain(&self.path, "setting the waiting time", error))
    }

    fn over(connection: Connection, path: PathBuf, writable: bool, stay: Option<Stay>) -> Self {
        Self { connection, path, writable, held: false, given_up: false, _stay: stay }
    }

    /// The rows of a query, each read by `read`.
    fn rows<T>(
        &self,
        query: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let run = || self.connection.prepare_cached(query)?.query_map(params, read)?.collect::<rusqlite::Result<_>>();
        run().map_err(|error| self.explain("reading the ledger", error))
    }

    /// The only row of a query, if there is one.
    fn row<T>(
        &self,
        query: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let run = || self.connection.prepare_cached(query)?.query_row(params, read).optional();
        run().map_err(|error| self.explain("reading the ledger", error))
    }

    /// The tree's frontier, and the recorded time of the last event.
    fn frontier(&self) -> Result<(Frontier, Option<i64>), StoreError> {
        let found = self.row(sql::FRONTIER, [], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?)))?;
        let (bytes, recorded) = found.ok_or_else(|| StoreError::damaged("the tree's frontier is missing"))?;
        let frontier = Frontier::from_bytes(&bytes);
        let frontier = frontier.ok_or_else(|| StoreError::damaged("the tree's frontier is not well-formed"))?;
        Ok((frontier, recorded))
    }
}

/// A bound for a query: positions past what a column can hold mean "to the end".
fn bound(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Log for Sqlite {
    fn tip(&self) -> Result<Tip, StoreError> {
        // In one statement, so that both are of one moment.
        let (frontier, last_recorded) = self.frontier()?;
        Ok(Tip { head: frontier.head(), last_recorded })
    }

    fn stream_tip(&self, stream: StreamId) -> Result<Option<(u64, Hash)>, StoreError> {
        self.row(sql::STREAM_TIP, [stream.0.as_bytes()], |row| Ok((row::count(row, 0)?, row::hash(row, 1)?)))
    }

    fn page(&self, scope: Scope, from: Position, below: Position, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let (from, below) = (bound(from.0), bound(below.0));
        match scope {
            Scope::All => self.rows(sql::EVENT_PAGE, (from, below, limit), row::sealed),
            Scope::Stream(stream) => {
                self.rows(sql::STREAM_PAGE, (from, below, limit, stream.0.as_bytes()), row::sealed)
            }
        }
    }

    fn leaves(&self, from: Position, below: Position) -> Result<Vec<Hash>, StoreError> {
        self.rows(sql::LEAVES, [bound(from.0), bound(below.0)], |row| row::hash(row, 0))
    }

    fn event_by_id(&self, id: EventId) -> Result<Option<Sealed>, StoreError> {
        self.row(sql::EVENT_BY_ID, [id.0.as_bytes()], row::sealed)
    }

    fn by_command(&self, command: CommandId) -> Result<Vec<Sealed>, StoreError> {
        self.rows(sql::EVENTS_BY_COMMAND, [command.0.as_bytes()], row::sealed)
    }

    fn find(&self, subject: &Subject) -> Result<Vec<(StreamId, Position)>, StoreError> {
        self.rows(sql::SUBJECT_FIND, (subject.kind.word(), &subject.name), |row| {
            Ok((row::stream(row, 0)?, row::position(row, 1)?))
        })
    }

    fn list(&self, kind: SubjectKind) -> Result<Vec<(String, StreamId, Position)>, StoreError> {
        self.rows(sql::SUBJECT_LIST, [kind.word()], |row| {
            Ok((row.get(0)?, row::stream(row, 1)?, row::position(row, 2)?))
        })
    }

    fn respellable(&self, kind: SubjectKind) -> Result<BTreeSet<String>, StoreError> {
        Ok(self.rows(sql::SUBJECT_RESPELLABLE, [kind.word()], |row| row.get(0))?.into_iter().collect())
    }

    fn subjects(&self, from: Position, below: Position) -> Result<Vec<(Subject, Position)>, StoreError> {
        self.rows(sql::SUBJECTS, [bound(from.0), bound(below.0)], row::subject)
    }

    fn document(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        self.row(sql::DOCUMENT, [hash.0], |row| row.get(0))
    }

    fn documents(&self, after: Option<Hash>, limit: usize) -> Result<Vec<Hash>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        // Every key comes after the empty one.
        let after = after.as_ref().map_or(&[][..], |hash| &hash.0);
        self.rows(sql::DOCUMENTS, (after, limit), |row| row::hash(row, 0))
    }

    fn integrity(&self) -> Result<Vec<String>, StoreError> {
        check::faults(self)
    }
}

impl Store for Sqlite {
    fn hold(&mut self) -> Result<(), StoreError> {
        append::hold(self)
    }

    fn let_go(&mut self) {
        append::let_go(self);
    }

    fn append(&mut self, batch: Batch) -> Result<Head, AppendError> {
        append::append(self, batch)
    }
}
