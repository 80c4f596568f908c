//! Opening a ledger file: is it one, can this program read it, are tables and guards as they were made?
//!
//! All of it is asked before any event is read, and nothing is written to answer it. What can be known without SQLite was
//! judged before. Absent by design: repairs.

use super::fault::explain;
use super::harden::harden;
use super::stay::Stay;
use super::{APPLICATION_ID, FORMAT, Sqlite, inspect, place, sql};
use crate::store::StoreError;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

pub(super) fn open(path: &Path) -> Result<Sqlite, StoreError> {
    let (path, file) = inspect::found(path)?;
    let mut has_journal = false;
    let stay = Stay::begin(&path, &file, || {
        has_journal = inspect::judge(&path)?;
        Ok(())
    })?;
    // Without the right to roll back, a read-only connection says so and changes nothing.
    let is_closed = file.permissions().readonly() || (has_journal && place::cannot_roll_back(&path).is_some());
    let access = if is_closed { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let connection = connect(&path, access)?;
    // Before anything that reads the tables: those of a later release may be past understanding.
    check_kind(&connection, &path)?;
    configure(&connection, &path)?;
    check_content(&connection, &path)?;
    let writable = !connection.is_readonly("main").map_err(|error| explain(&path, "opening the ledger", error))?;
    set_word(&connection, &path, sql::JOURNAL_MODE)?;
    Ok(Sqlite::over(connection, path, writable, Some(stay)))
}

/// Opens a connection that a hostile file cannot use to do anything.
pub(super) fn connect(path: &Path, access: OpenFlags) -> Result<Connection, StoreError> {
    let fault = |error| explain(path, "opening the ledger", error);
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    harden(&mut connection).map_err(fault)?;
    Ok(connection)
}

/// Sets what guards and durability need, and compares what SQLite made of it.
pub(super) fn configure(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let fault = |error| explain(path, "opening the ledger", error);
    for (name, value) in sql::SETTINGS {
        connection.pragma_update(None, name, value).map_err(fault)?;
        let got: i64 = connection.pragma_query_value(None, name, |row| row.get(0)).map_err(fault)?;
        if got != value {
            return Err(StoreError::failed(format!("setting {name} to {value}"), format!("SQLite keeps it at {got}")));
        }
    }
    Ok(())
}

/// Sets what is a word and compares what SQLite made of it.
pub(super) fn set_word(connection: &Connection, path: &Path, setting: (&str, &str)) -> Result<(), StoreError> {
    let (name, value) = setting;
    let got: String = connection
        .pragma_update_and_check(None, name, value, |row| row.get(0))
        .map_err(|error| explain(path, &format!("setting {name}"), error))?;
    if got == value {
        return Ok(());
    }
    Err(StoreError::failed(format!("setting {name} to {value}"), format!("SQLite keeps it at {got}")))
}

/// What the file says of itself, in one read transaction, so that no writer is half-way through.
fn check_content(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let batch = |text| connection.execute_batch(text).map_err(|error| explain(path, "opening the ledger", error));
    batch(sql::BEGIN_READ)?;
    check_length(connection, path)?;
    check_schema(connection, path)?;
    batch(sql::COMMIT)
}

fn check_kind(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let application = number(connection, path, sql::APPLICATION)?;
    if application != APPLICATION_ID {
        let why = format!("it is an SQLite database of another program (application id {application})");
        return Err(StoreError::NotALedger(path.to_owned(), why));
    }
    match number(connection, path, sql::FORMAT_NUMBER)? {
        FORMAT => Ok(()),
        found if found > FORMAT => Err(StoreError::NewerFormat { found, known: FORMAT }),
        found => Err(StoreError::NotALedger(path.to_owned(), format!("format {found} was never in use"))),
    }
}

fn check_length(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let page = number(connection, path, sql::PAGE_SIZE)?;
    let pages = number(connection, path, sql::PAGE_COUNT)?;
    let needed = page.checked_mul(pages).and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(u64::MAX);
    let there = fs::metadata(path).map_err(|error| StoreError::prevented("looking at the ledger", path, error))?.len();
    match there.checked_sub(needed) {
        Some(0) => Ok(()),
        None => Err(StoreError::damaged(format!("{} is cut short: it ends after {there} bytes", path.display()))),
        Some(more) => Err(StoreError::damaged(format!("{} has {more} bytes behind its last page", path.display()))),
    }
}

/// Compares every row of the schema with what the same statements give in a fresh database.
fn check_schema(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let fault = |error| explain(path, "reading the ledger's tables", error);
    let found = schema_rows(connection).map_err(fault)?;
    let expected = expected_schema().map_err(fault)?;
    let differs = |what: String| Err(StoreError::SchemaDiffers { what });
    if let Some((kind, name, ..)) = expected.difference(&found).next() {
        return differs(format!("{kind} {name:?} is missing or changed"));
    }
    if let Some((kind, name, ..)) = found.difference(&expected).next() {
        if name.starts_with("sqlite_stat") {
            return differs(format!("another program ran ANALYZE, which left statistics ({kind} {name:?})"));
        }
        return differs(format!("{kind} {name:?} does not belong there"));
    }
    Ok(())
}

type SchemaRow = (String, String, String, String);

fn schema_rows(connection: &Connection) -> rusqlite::Result<BTreeSet<SchemaRow>> {
    let mut statement = connection.prepare(sql::SCHEMA_ROWS)?;
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?.collect()
}

fn expected_schema() -> rusqlite::Result<BTreeSet<SchemaRow>> {
    let fresh = Connection::open_in_memory()?;
    fresh.execute_batch(sql::SCHEMA)?;
    schema_rows(&fresh)
}

fn number(connection: &Connection, path: &Path, pragma: &str) -> Result<i64, StoreError> {
    connection
        .pragma_query_value(None, pragma, |row| row.get(0))
        .map_err(|error| explain(path, "opening the ledger", error))
}
