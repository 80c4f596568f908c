//! What other programs and cut-off writes do to a ledger file and beside it, made by SQLite itself.
//!
//! Absent by design: what the program says to it.

use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

/// Changes the first page, so that it is in the journal from the beginning on.
pub(crate) const CHANGE_OF_THE_FIRST_PAGE: &str = "PRAGMA user_version = 1";

fn open(path: &Path) -> Connection {
    Connection::open(path).expect("opens")
}

/// Runs statements on a file.
pub(crate) fn run(path: &Path, statements: &str) {
    let connection = open(path);
    let mut rest = connection.prepare(statements).expect("understood");
    let mut rows = rest.query([]).expect("runs");
    while rows.next().expect("runs").is_some() {}
}

/// Write-ahead log and its index of a copy of a ledger that holds one more table.
pub(crate) fn write_ahead_log(ledger: &Path) -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join("copy.db");
    fs::copy(ledger, &copy).expect("copies");
    let connection = open(&copy);
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE scratch (a)")
        .expect("runs");
    let beside = |end| fs::read(super::place::ended_with(&copy, end)).expect("reads");
    (beside("-wal"), beside("-shm"))
}

/// Puts the database of another program, with a log that is not merged yet, in the place of a ledger.
pub(crate) fn foreign_with_log(ledger: &Path) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let other = folder.path().join("other.db");
    let connection = open(&other);
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a)")
        .expect("runs");
    for end in ["", "-wal"] {
        let beside = |path: &Path| super::place::ended_with(path, end);
        fs::copy(beside(&other), beside(ledger)).expect("copies");
    }
}

/// Makes a copy of the ledger that stores its texts as UTF-16, with the same tables and rows, and puts it in its place.
pub(crate) fn as_utf_16(ledger: &Path) {
    let copy = PathBuf::from(format!("{}.utf16", ledger.display()));
    let target = open(&copy);
    target
        .execute_batch("PRAGMA encoding = 'UTF-16le'; PRAGMA application_id = 0x4c4c4544; PRAGMA user_version = 1")
        .expect("runs");
    let source = open(ledger);
    let mut read =
        source.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid").expect("understood");
    let tables: Vec<String> =
        read.query_map([], |row| row.get(0)).expect("runs").collect::<Result<_, _>>().expect("runs");
    tables.iter().for_each(|statement| target.execute_batch(statement).expect("runs"));
    drop(target);
    fs::rename(&copy, ledger).expect("moves");
}

/// Changes the file's counter of changes so many times, and nothing that an event says.
pub(crate) fn touch(ledger: &Path, times: u32) {
    (0..times).for_each(|_| run(ledger, CHANGE_OF_THE_FIRST_PAGE));
}

/// The journal of a write to a ledger that was cut off before its end; the ledger stays as it was.
pub(crate) fn hot_journal(ledger: &Path) -> Vec<u8> {
    let before = fs::read(ledger).expect("reads");
    let (_, journal) = cut_off(ledger, CHANGE_OF_THE_FIRST_PAGE);
    fs::write(ledger, before).expect("writes");
    journal
}

/// A ledger and its journal as a write leaves them that is cut off when part of it has reached the file. The ledger in its
/// place is as before. The write begins with the statement `first`.
pub(crate) fn cut_off(ledger: &Path, first: &str) -> (Vec<u8>, Vec<u8>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let copy = folder.path().join("copy.db");
    fs::copy(ledger, &copy).expect("copies");
    let connection = open(&copy);
    let begin = format!("PRAGMA cache_size = 1; BEGIN IMMEDIATE; {first}");
    let spill = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9999) \
        INSERT INTO subject SELECT 'row', 'cut' || x, 1 FROM n";
    connection.execute_batch(&begin).and_then(|()| connection.execute_batch(spill)).expect("runs");
    let files =
        (fs::read(&copy).expect("reads"), fs::read(super::place::ended_with(&copy, "-journal")).expect("reads"));
    assert!(files.1.first().is_some_and(|byte| *byte != 0), "the journal is hot");
    files
}

/// A database that somebody holds.
pub(crate) fn held(path: &Path) -> Connection {
    let connection = open(path);
    connection.execute_batch("CREATE TABLE t (a); BEGIN EXCLUSIVE").expect("runs");
    connection
}
