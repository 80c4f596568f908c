//! What SQLite itself finds wrong with a ledger file, asked of a private copy.
//!
//! A check of a large file takes long, and a reader that holds its lock for long keeps every writer waiting. So the pages are
//! copied in short steps, and the copy, which nobody else sees, is checked without any lock. Absent by design: the proof,
//! which lies in chain and tree.

use super::{Sqlite, harden, row, sql};
use crate::store::{Log, StoreError};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Pages that are copied in one step, 400 KiB of the usual size.
const STEP: i32 = 100;
/// How often the copy may begin anew because somebody wrote; each time the step doubles. Then all is copied in one.
const RESTARTS: u32 = 6;

/// What is wrong, in words.
pub(super) fn faults(store: &Sqlite) -> Result<Vec<String>, StoreError> {
    let copy = match copied(store) {
        Err(StoreError::Damaged { what, .. }) => return Ok(vec![what]),
        copy => copy?,
    };
    let mut found = Vec::new();
    for faults in [of_database(&copy), of_references(&copy), of_frontier(&copy)] {
        match faults {
            Ok(faults) => found.extend(faults),
            // Damage that stops a check is what the check was to find.
            Err(StoreError::Damaged { what, .. }) => found.push(what),
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

/// The ledger as it is at one moment, in a temporary database that goes away by itself.
fn copied(store: &Sqlite) -> Result<Sqlite, StoreError> {
    let fault = |error| store.explain("copying the ledger to a temporary file to check it", error);
    let copy = copy_of(&store.connection).map_err(fault)?.ok_or(StoreError::Locked)?;
    Ok(Sqlite::over(copy, store.path.clone(), false, None))
}

/// A copy of a database; `None` where somebody locks it for too long.
#[expect(clippy::wildcard_enum_match_arm, reason = "SQLite's list of steps is open")]
fn copy_of(source: &Connection) -> rusqlite::Result<Option<Connection>> {
    let mut copy = Connection::open("")?;
    harden::harden(&mut copy)?;
    for (name, value) in sql::SETTINGS_OF_A_COPY {
        copy.pragma_update(None, name, value)?;
    }
    let backup = Backup::new(source, &mut copy)?;
    let (mut step, mut left, mut restarts) = (STEP, None, 0);
    loop {
        match backup.step(step)? {
            StepResult::Done => break,
            StepResult::More => {
                let now = backup.progress().remaining;
                if left.is_some_and(|left: i32| now > left.saturating_sub(step)) {
                    restarts += 1;
                    step = if restarts < RESTARTS { step.saturating_mul(2) } else { -1 };
                }
                left = Some(now);
            }
            // It has waited as long as anybody does.
            _ => return Ok(None),
        }
    }
    drop(backup);
    Ok(Some(copy))
}

/// Whether a read failed that SQLite takes for damage: the pages cannot be copied, or they can, and nothing is wrong with them.
///
/// A file that was found damaged once is not looked at again: a damaged file gives many errors.
pub(super) fn is_unreadable(path: &Path) -> bool {
    static DAMAGED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut damaged = DAMAGED.lock().unwrap_or_else(PoisonError::into_inner);
    if damaged.contains(path) {
        return false;
    }
    let is_unreadable = match look_at(path) {
        Ok(is_whole) => is_whole,
        Err(error) => error.sqlite_error_code() == Some(ErrorCode::SystemIoFailure),
    };
    if !is_unreadable {
        damaged.insert(path.to_owned());
    }
    is_unreadable
}

/// Whether a copy of the file can be made and is whole.
fn look_at(path: &Path) -> rusqlite::Result<bool> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut source = Connection::open_with_flags(path, flags)?;
    harden::harden(&mut source)?;
    let Some(copy) = copy_of(&source)? else { return Ok(false) };
    let said: String = copy.query_row(sql::INTEGRITY, [], |row| row.get(0))?;
    Ok(said == "ok")
}

fn of_database(copy: &Sqlite) -> Result<Vec<String>, StoreError> {
    let mut lines = copy.rows(sql::INTEGRITY, [], |row| row.get::<_, String>(0))?;
    lines.retain(|line| line != "ok");
    Ok(lines)
}

fn of_references(copy: &Sqlite) -> Result<Vec<String>, StoreError> {
    copy.rows(sql::FOREIGN_KEYS, [], |row| {
        let (child, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!("a row of {child} refers to a row of {parent} that is not there"))
    })
}

fn of_frontier(copy: &Sqlite) -> Result<Vec<String>, StoreError> {
    let size = copy.tip()?.head.size;
    let rows = copy.row(sql::EVENT_ROWS, [], |row| row::count(row, 0))?.unwrap_or(0);
    let fault = format!("the tree's frontier is that of {size} events, {rows} are stored");
    Ok(if size == rows { Vec::new() } else { vec![fault] })
}
