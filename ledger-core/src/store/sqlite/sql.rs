//! Every statement that is sent to SQLite, by name; the tables stand in `schema.sql`.
//!
//! Absent by design: code that runs them.

/// The tables, indexes and guards of format 1.
pub(super) const SCHEMA: &str = include_str!("schema.sql");

/// Columns of an event, in the order in which [`super::row`] reads and writes them.
macro_rules! columns {
    () => {
        "suite, ledger, stream, version, previous, event, command, request, part, parts, kind, schema, origin, \
         effective, recorded, actor, rulebook, payload_hash, position, payload, hash"
    };
}

macro_rules! select_events {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM event ", $rest)
    };
}

pub(super) const SCHEMA_ROWS: &str =
    "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name, tbl_name";

pub(super) const BEGIN_READ: &str = "BEGIN";
pub(super) const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";
pub(super) const COMMIT: &str = "COMMIT";
pub(super) const ROLLBACK: &str = "ROLLBACK";

/// Tells whether anybody holds a database.
pub(super) const TRY_TO_LOCK: &str = "BEGIN EXCLUSIVE; ROLLBACK";

/// Numbers of the database's header, by the names of their settings.
pub(super) const APPLICATION: &str = "application_id";
pub(super) const FORMAT_NUMBER: &str = "user_version";
pub(super) const PAGE_SIZE: &str = "page_size";
pub(super) const PAGE_COUNT: &str = "page_count";

pub(super) const EVENT_INSERT: &str = concat!(
    "INSERT INTO event (",
    columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)"
);
pub(super) const EVENTS_FROM: &str = select_events!("WHERE position >= ?1 ORDER BY position");
pub(super) const EVENT_PAGE: &str = select_events!("WHERE position >= ?1 AND position < ?2 ORDER BY position LIMIT ?3");
pub(super) const STREAM_PAGE: &str =
    select_events!("WHERE position >= ?1 AND position < ?2 AND stream = ?4 ORDER BY position LIMIT ?3");
pub(super) const EVENT_BY_ID: &str = select_events!("WHERE event = ?1");
pub(super) const EVENTS_BY_COMMAND: &str = select_events!("WHERE command = ?1 ORDER BY position");

pub(super) const EVENT_COUNT: &str = "SELECT coalesce(max(position), -1) + 1 FROM event";
pub(super) const EVENT_ROWS: &str = "SELECT count(*) FROM event";
pub(super) const STREAM_TIP: &str = "SELECT version, hash FROM event WHERE stream = ?1 ORDER BY version DESC LIMIT 1";
pub(super) const LEAVES: &str = "SELECT hash FROM event WHERE position >= ?1 AND position < ?2 ORDER BY position";

pub(super) const SUBJECT_INSERT: &str = "INSERT OR IGNORE INTO subject (kind, name, position) VALUES (?1, ?2, ?3)";
pub(super) const SUBJECT_FIND: &str = "SELECT event.stream, subject.position FROM subject \
     JOIN event ON event.position = subject.position \
     WHERE subject.kind = ?1 AND subject.name = ?2 ORDER BY subject.position";
pub(super) const SUBJECT_LIST: &str = "SELECT subject.name, event.stream, subject.position FROM subject \
     JOIN event ON event.position = subject.position \
     WHERE subject.kind = ?1 ORDER BY subject.name, subject.position";
/// Only the index is read; the range is that of printable ASCII.
pub(super) const SUBJECT_RESPELLABLE: &str =
    "SELECT DISTINCT name FROM subject WHERE kind = ?1 AND (name GLOB '*[^ -~]*' OR instr(name, '  ') > 0)";
pub(super) const SUBJECTS: &str = "SELECT kind, name, position FROM subject \
     WHERE position >= ?1 AND position < ?2 ORDER BY position, kind, name";

pub(super) const DOCUMENT: &str = "SELECT bytes FROM document WHERE hash = ?1";
pub(super) const DOCUMENT_THERE: &str = "SELECT 1 FROM document WHERE hash = ?1";
pub(super) const DOCUMENT_INSERT: &str = "INSERT INTO document (hash, bytes) VALUES (?1, ?2)";
pub(super) const DOCUMENTS: &str = "SELECT hash FROM document WHERE hash > ?1 ORDER BY hash LIMIT ?2";

/// With the recorded time of the last event.
pub(super) const FRONTIER: &str =
    "SELECT bytes, (SELECT recorded FROM event ORDER BY position DESC LIMIT 1) FROM frontier WHERE one = 1";
pub(super) const FRONTIER_PUT: &str =
    "INSERT INTO frontier (one, bytes) VALUES (1, ?1) ON CONFLICT (one) DO UPDATE SET bytes = excluded.bytes";

pub(super) const INTEGRITY: &str = "PRAGMA integrity_check(100)";
/// Table, row (none in these tables), table referred to, number of the key.
pub(super) const FOREIGN_KEYS: &str = "PRAGMA foreign_key_check";

/// Set on every connection.
///
/// `synchronous` 3 is EXTRA: with it the emptying of the journal is synced as well, and no acknowledged event is lost in
/// a power failure. `mmap_size` 0: a read error is an error, not a signal.
pub(super) const SETTINGS: [(&str, i64); 9] = [
    ("foreign_keys", 1),
    ("recursive_triggers", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("mmap_size", 0),
    // 64 MiB of pages, taken only as they are read: checks of a large ledger visit its indexes at random.
    ("cache_size", -65_536),
    ("synchronous", 3),
    ("fullfsync", 1),
    ("temp_store", 2),
];
/// Set on the private copy that is checked: it is read with the same care, and needs no durability.
pub(super) const SETTINGS_OF_A_COPY: [(&str, i64); 4] =
    [("trusted_schema", 0), ("cell_size_check", 1), ("mmap_size", 0), ("cache_size", -65_536)];
/// Keeps locks until the connection ends: for a file that nobody else may use yet.
pub(super) const KEEP_LOCKS: (&str, &str) = ("locking_mode", "exclusive");
/// Settings that make the file one self-contained file whenever no command runs.
pub(super) const JOURNAL_MODE: (&str, &str) = ("journal_mode", "truncate");
