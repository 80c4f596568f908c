//! Opening a ledger file: is it one, can this program read it, are tables and guards as they were made?
//!
//! All of it is asked before any event is read, and nothing is written to answer it. Absent by design: repairs.

use super::fault::explain;
use super::{APPLICATION_ID, FORMAT, Sqlite, create, sql};
use crate::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// How long a statement waits for other processes.
const WAIT: Duration = Duration::from_secs(10);
/// Longest row in bytes: a 50 MB document and what stands around it.
const LONGEST_ROW: i32 = 64 * 1024 * 1024;
const STATEMENTS: usize = 40;

pub(super) fn open(path: &Path) -> Result<Sqlite, StoreError> {
    let path = fs::canonicalize(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => StoreError::NotFound(path.to_owned()),
        _ => StoreError::io(format!("looking for {}", path.display()), error),
    })?;
    let file = metadata(&path)?;
    check_file(&path, &file)?;
    let access = if file.permissions().readonly() {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    } else {
        OpenFlags::SQLITE_OPEN_READ_WRITE
    };
    let connection = connect(&path, access)?;
    // Before anything that reads the tables: those of a later release may be past understanding.
    check_kind(&connection, &path)?;
    configure(&connection, &path)?;
    check_content(&connection, &path)?;
    let writable = !connection.is_readonly("main").map_err(|error| explain(&path, "opening the ledger", error))?;
    set_journal(&connection, &path)?;
    Ok(Sqlite { connection, path, writable, held: false, given_up: false })
}

fn metadata(path: &Path) -> Result<Metadata, StoreError> {
    fs::metadata(path).map_err(|error| StoreError::io(format!("looking at {}", path.display()), error))
}

/// What the folder says of the file, without opening it.
fn check_file(path: &Path, file: &Metadata) -> Result<(), StoreError> {
    let no_ledger = |why: &str| Err(StoreError::NotALedger(path.to_owned(), why.to_owned()));
    if file.is_dir() {
        return no_ledger("it is a folder");
    }
    if !file.is_file() {
        return no_ledger("it is no ordinary file");
    }
    if file.len() == 0 {
        return no_ledger("it is empty");
    }
    match create::other_names(path, file) {
        0 => Ok(()),
        others => Err(StoreError::HardLinked(path.to_owned(), others.saturating_add(1))),
    }
}

/// Opens a connection that a hostile file cannot use to do anything.
pub(super) fn connect(path: &Path, access: OpenFlags) -> Result<Connection, StoreError> {
    let fault = |error| explain(path, "opening the ledger", error);
    let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    harden(&connection).map_err(fault)?;
    Ok(connection)
}

/// Sets what guards and durability need, and compares what SQLite made of it.
pub(super) fn configure(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let fault = |error| explain(path, "opening the ledger", error);
    for (name, value) in sql::SETTINGS {
        connection.pragma_update(None, name, value).map_err(fault)?;
        let got: i64 = connection.pragma_query_value(None, name, |row| row.get(0)).map_err(fault)?;
        if got != value {
            return Err(StoreError::io(format!("setting {name} to {value}"), format!("SQLite keeps it at {got}")));
        }
    }
    Ok(())
}

fn harden(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_ROW)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        // Without it statements are planned anew for each bound value.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        connection.set_db_config(setting, on)?;
    }
    Ok(())
}

/// Sets the journal mode and compares what SQLite made of it.
pub(super) fn set_journal(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let (name, value) = sql::JOURNAL_MODE;
    let got: String = connection
        .pragma_update_and_check(None, name, value, |row| row.get(0))
        .map_err(|error| explain(path, "setting the journal mode", error))?;
    if got == value {
        return Ok(());
    }
    Err(StoreError::io(format!("setting {name} to {value}"), format!("SQLite keeps it at {got}")))
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
    let application = number(connection, path, "application_id")?;
    if application != APPLICATION_ID {
        let why = format!("it is an SQLite database of another program (application id {application})");
        return Err(StoreError::NotALedger(path.to_owned(), why));
    }
    match number(connection, path, "user_version")? {
        FORMAT => Ok(()),
        found if found > FORMAT => Err(StoreError::NewerFormat { found, known: FORMAT }),
        found => Err(StoreError::NotALedger(path.to_owned(), format!("format {found} was never in use"))),
    }
}

fn check_length(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let page = number(connection, path, "page_size")?;
    let pages = number(connection, path, "page_count")?;
    let needed = page.checked_mul(pages).and_then(|bytes| u64::try_from(bytes).ok());
    let there = metadata(path)?.len();
    match needed {
        Some(needed) if needed <= there => Ok(()),
        _ => Err(StoreError::damaged(format!("{} is cut short: it ends after {there} bytes", path.display()))),
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
        return differs(format!("{kind} {name:?} does not belong there"));
    }
    let mode: String = connection.pragma_query_value(None, sql::JOURNAL_MODE.0, |row| row.get(0)).map_err(fault)?;
    if mode == "wal" {
        return differs("the journal mode was changed to WAL, which keeps events outside the file".to_owned());
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
