//! Writing a batch: one transaction, read back before it ends.
//!
//! Absent by design: trying again. After a failed end nobody knows what is in the file, and the store takes no more.

use super::fault::{is_busy, is_undone};
use super::{Sqlite, row, sql};
use crate::event::seal::Sealed;
use crate::store::{AppendError, Batch, Entry, StoreError, batch};
use crate::tree::{Frontier, Head};
use crate::vocabulary::Hash;
use rusqlite::Error;

pub(super) fn append(store: &mut Sqlite, batch: Batch) -> Result<Head, AppendError> {
    hold(store)?;
    store.held = false;
    match write(store, batch) {
        Ok(head) => commit(store).map(|()| head),
        Err(error) => {
            if !roll_back(store) {
                store.given_up = true;
            }
            Err(error)
        }
    }
}

/// Begins the transaction of the next write, unless that was done before.
pub(super) fn hold(store: &mut Sqlite) -> Result<(), StoreError> {
    check_access(store)?;
    if !store.held {
        let begun = store.connection.execute_batch(sql::BEGIN_WRITE);
        begun.map_err(|error| store.explain("beginning a write", error))?;
        store.held = true;
    }
    Ok(())
}

/// Ends a transaction that was begun and not used.
pub(super) fn let_go(store: &mut Sqlite) {
    if std::mem::take(&mut store.held) && !roll_back(store) {
        store.given_up = true;
    }
}

fn check_access(store: &Sqlite) -> Result<(), StoreError> {
    if store.given_up {
        return Err(StoreError::failed(
            "writing to the ledger",
            "an earlier write of this process ended with an unknown outcome",
        ));
    }
    if store.writable { Ok(()) } else { Err(StoreError::ReadOnly(store.path.clone())) }
}

fn write(store: &Sqlite, mut batch: Batch) -> Result<Head, AppendError> {
    let (frontier, _) = store.frontier()?;
    let found = store.row(sql::EVENT_COUNT, [], |row| row::count(row, 0))?.unwrap_or(0);
    if frontier.size() != found {
        let what = format!("the tree's frontier is that of {} events, {found} are stored", frontier.size());
        return Err(StoreError::damaged(what).into());
    }
    batch::place(store, &mut batch, found)?;
    insert_events(store, &batch.entries).map_err(|error| write_fault(store, "writing events", error))?;
    insert_subjects(store, &batch.entries).map_err(|error| write_fault(store, "writing the index", error))?;
    insert_documents(store, &batch.documents).map_err(|error| write_fault(store, "writing documents", error))?;
    let frontier = read_back(store, &batch, frontier)?;
    let put = store.connection.execute(sql::FRONTIER_PUT, [frontier.to_bytes()]);
    put.map_err(|error| write_fault(store, "writing the tree's frontier", error))?;
    Ok(frontier.head())
}

fn insert_events(store: &Sqlite, entries: &[Entry]) -> rusqlite::Result<()> {
    let mut statement = store.connection.prepare_cached(sql::EVENT_INSERT)?;
    entries.iter().try_for_each(|entry| row::insert(&mut statement, &entry.sealed).map(|_| ()))
}

fn insert_subjects(store: &Sqlite, entries: &[Entry]) -> rusqlite::Result<()> {
    let mut statement = store.connection.prepare_cached(sql::SUBJECT_INSERT)?;
    for Entry { sealed, subjects } in entries {
        let position = row::signed(sealed.position.0)?;
        for subject in subjects {
            statement.execute((subject.kind.word(), &subject.name, position))?;
        }
    }
    Ok(())
}

fn insert_documents(store: &Sqlite, documents: &[Vec<u8>]) -> rusqlite::Result<()> {
    for bytes in documents {
        let hash = Hash::blake3(bytes).0;
        if !store.connection.prepare_cached(sql::DOCUMENT_THERE)?.exists([hash])? {
            store.connection.prepare_cached(sql::DOCUMENT_INSERT)?.execute((hash, bytes))?;
        }
    }
    Ok(())
}

/// Compares what is stored now with what was to be stored, and grows the tree by what was read.
fn read_back(store: &Sqlite, batch: &Batch, mut frontier: Frontier) -> Result<Frontier, AppendError> {
    let before = frontier.size();
    let mut expected = batch.entries.iter().map(|entry| &entry.sealed);
    let mut same = true;
    let mut compare = |stored: Sealed| {
        same &= expected.next() == Some(&stored) && stored.is_whole();
        frontier.push(stored.hash);
    };
    let mut scan = || -> rusqlite::Result<()> {
        let mut statement = store.connection.prepare_cached(sql::EVENTS_FROM)?;
        let mut rows = statement.query([row::signed(before)?])?;
        while let Some(row) = rows.next()? {
            compare(row::sealed(row)?);
        }
        Ok(())
    };
    scan().map_err(|error| write_fault(store, "reading back what was written", error))?;
    if same && expected.next().is_none() {
        return Ok(frontier);
    }
    Err(StoreError::damaged("the events read back before the end of the write are not those that were written").into())
}

/// Ends the transaction.
///
/// Three ends are a definite no: "locked", after which SQLite leaves the transaction open, to be rolled back; a full disk and
/// a failed write or read, which come before the journal is given up: what reached the file is taken back by it, now or by
/// the next command. After any other error nobody knows.
fn commit(store: &mut Sqlite) -> Result<(), AppendError> {
    let Err(error) = store.connection.execute_batch(sql::COMMIT) else { return Ok(()) };
    if is_busy(&error) && !store.connection.is_autocommit() && roll_back(store) {
        return Err(StoreError::Locked.into());
    }
    store.given_up = true;
    if is_undone(&error) {
        roll_back(store);
        return Err(store.explain("ending the write", error).into());
    }
    let what = format!("ending the write to {} failed: {error}", store.path.display());
    Err(AppendError::OutcomeUnknown { what, cause: error.into() })
}

/// Whether no transaction is open any more.
fn roll_back(store: &Sqlite) -> bool {
    store.connection.is_autocommit() || store.connection.execute_batch(sql::ROLLBACK).is_ok()
}

/// Before the end of the transaction every error is a definite no: the journal takes back what reached the file.
fn write_fault(store: &Sqlite, what: &str, error: Error) -> AppendError {
    AppendError::Refused(store.explain(what, error))
}
