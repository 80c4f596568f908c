//! The store and the tree through their public doors: both stores answer alike, and a ledger file guards itself.
//!
//! Absent by design: kill and power-loss tests, and the commands that fill a real ledger.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ledger_core::event::seal::{Header, Origin, SUITE, Sealed};
use ledger_core::event::subject::{Subject, SubjectKind};
use ledger_core::store::{AppendError, Batch, Entry, Expect, Log, Memory, Scope, Sqlite, Store, StoreError};
use ledger_core::tree::{Frontier, Head, head_of};
use ledger_core::vocabulary::{CommandId, EventId, Hash, LedgerId, Position, StreamId};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

const END: Position = Position(u64::MAX);

/// Makes sealed events that follow each other.
#[derive(Clone, Default)]
struct Writer {
    size: u64,
    tips: BTreeMap<u128, (u64, Hash)>,
}

impl Writer {
    fn entry(&mut self, stream: u128, command: u128, names: &[(SubjectKind, &str)]) -> Entry {
        let (version, previous) = self.tips.get(&stream).copied().unwrap_or((0, Hash::ZERO));
        let payload = format!("{{\"n\":{},\"text\":\"größer\"}}", self.size);
        let header = Header {
            suite: SUITE,
            ledger: LedgerId(Uuid::from_u128(1)),
            stream: StreamId(Uuid::from_u128(stream)),
            version: version + 1,
            previous,
            event: EventId(Uuid::from_u128(0x1000 + u128::from(self.size))),
            command: CommandId(Uuid::from_u128(command)),
            request: Hash::blake3(b"request"),
            part: 1,
            parts: 2,
            kind: "something-happened".to_owned(),
            schema: 1,
            origin: Origin::Fact.code(),
            effective: "2026-01-31".to_owned(),
            recorded: 1_700_000_000_000_000 + i64::try_from(self.size).expect("small"),
            actor: "ann".to_owned(),
            rulebook: Hash::blake3(b"rulebook"),
            payload_hash: Hash::blake3(payload.as_bytes()),
        };
        let hash = header.hash();
        let sealed = Sealed { position: Position(self.size), header, payload: Some(payload), hash };
        self.tips.insert(stream, (version + 1, hash));
        self.size += 1;
        Entry { sealed, subjects: names.iter().map(|(kind, name)| Subject::new(*kind, *name)).collect() }
    }

    fn batch(&mut self, streams: &[u128], command: u128, documents: &[&[u8]]) -> Batch {
        let expect = Expect::everything(self.size);
        let names = [
            (SubjectKind::RowKey, "k"),
            (SubjectKind::Row, "z"),
            (SubjectKind::Row, "ä"),
            (SubjectKind::Company, "muster"),
            (SubjectKind::Row, "z"),
        ];
        let entries = streams.iter().map(|stream| self.entry(*stream, command, &names)).collect();
        Batch { expect, entries, documents: documents.iter().map(|bytes| bytes.to_vec()).collect() }
    }
}

struct Fixture {
    _folder: tempfile::TempDir,
    path: PathBuf,
    writer: Writer,
}

/// Writes five events in two streams.
fn fill(store: &mut impl Store) -> Writer {
    let mut writer = Writer::default();
    store.append(writer.batch(&[7, 8, 7], 70, &[b"rulebook"])).expect("first batch");
    store.append(writer.batch(&[8, 7], 71, &[b"rulebook", b""])).expect("second batch");
    writer
}

/// A ledger file with these five events.
fn fixture() -> Fixture {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("deep/er/ledger.db");
    let writer = fill(&mut Sqlite::create(&path).expect("a new ledger"));
    Fixture { _folder: folder, path, writer }
}

fn raw(path: &Path) -> Connection {
    Connection::open(path).expect("opens")
}

fn open(path: &Path) -> Sqlite {
    Sqlite::open(path).expect("opens")
}

/// What the error says; nothing if there is none.
fn said<T, E: std::fmt::Display>(result: Result<T, E>) -> String {
    result.err().map(|error| error.to_string()).unwrap_or_default()
}

/// Every answer that a store can give, as text.
fn everything(store: &impl Store) -> Vec<String> {
    let mut seen = vec![format!("{:?}", store.tip())];
    for stream in (6..9).map(|n| StreamId(Uuid::from_u128(n))) {
        seen.push(format!("{:?}", store.stream_tip(stream)));
        seen.push(format!("{:?}", store.page(Scope::Stream(stream), Position(1), Position(4), 2)));
    }
    for (from, below, limit) in [(0, u64::MAX, 100), (1, 3, 100), (0, 9, 2), (4, 4, 9), (9, 20, 9), (3, 1, 1)] {
        seen.push(format!("{:?}", store.page(Scope::All, Position(from), Position(below), limit)));
    }
    seen.extend([0, 2, 5, 99].map(|below| format!("{:?}", store.leaves(Position(1), Position(below)))));
    seen.push(format!("{:?}", store.subjects(Position(1), Position(3))));
    let first = store.documents(None, 1).expect("documents");
    seen.push(format!("{first:?} {:?}", store.documents(first.first().copied(), 1)));
    seen.extend([0x1000, 0x1004, 5].map(|n| format!("{:?}", store.event_by_id(EventId(Uuid::from_u128(n))))));
    seen.extend([70, 71, 5].map(|n| format!("{:?}", store.by_command(CommandId(Uuid::from_u128(n))))));
    for kind in SubjectKind::ALL {
        seen.push(format!("{:?} {:?}", store.list(kind), store.find(&Subject::new(kind, "z"))));
    }
    seen.push(format!("{:?}", store.subjects(Position(0), END)));
    seen.push(format!("{:?} {:?}", store.document(Hash::blake3(b"rulebook")), store.document(Hash::ZERO)));
    seen.push(format!("{:?} {:?}", store.documents(None, 99), store.integrity()));
    seen
}

/// Streams, command and documents of a batch.
type Round = (&'static [u128], u128, &'static [&'static [u8]]);

#[test]
fn both_stores_give_the_same_answers_to_the_same_batches() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut file = Sqlite::create(folder.path().join("ledger.db")).expect("a new ledger");
    let mut memory = Memory::new();
    assert_eq!(everything(&file), everything(&memory));
    let mut writer = Writer::default();
    let rounds: [Round; 3] =
        [(&[7, 8, 7], 70, &[b"rulebook"]), (&[8, 7], 71, &[b"rulebook", b""]), (&[], 72, &[b"more"])];
    for (streams, command, documents) in rounds {
        let batch = writer.batch(streams, command, documents);
        let heads = (file.append(batch.clone()).expect("written"), memory.append(batch).expect("written"));
        assert_eq!(heads.0, heads.1);
        assert_eq!(heads.0, head_of(file.leaves(Position(0), END).expect("leaves")));
        assert_eq!(everything(&file), everything(&memory));
    }
    assert_eq!(everything(&open(file.path())), everything(&memory));
    let events = file.page(Scope::All, Position(0), END, 9).expect("events");
    assert!(events.len() == 5 && events.iter().all(Sealed::is_whole));
    assert_eq!(memory.find(&Subject::new(SubjectKind::Row, "z")).expect("finds").len(), 5);
}

#[test]
fn a_withheld_payload_stays_withheld() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut batch = Writer::default().batch(&[7], 70, &[]);
    batch.entries[0].sealed.payload = None;
    let store = Sqlite::create_with(folder.path().join("ledger.db"), batch.clone()).expect("a new ledger");
    assert_eq!(store.page(Scope::All, Position(0), END, 9).expect("events"), [batch.entries[0].sealed.clone()]);
}

/// A way to spoil a batch of three events at the positions from 5 on.
type Spoiler = fn(&mut Batch);

const SPOILED: [(&str, Spoiler); 7] = [
    ("the ledger has 5 events where 4 were expected", |b| b.expect.size = 4),
    ("its hash is not that", |b| b.entries[1].sealed.header.actor.push('x')),
    ("its hash is not that", |b| b.entries[0].sealed.payload = Some("{}".to_owned())),
    ("version 9 does not follow version 2", |b| reseal(b, 1, |h| h.version = 9)),
    ("previous is not the hash of version 2", |b| reseal(b, 1, |h| h.previous = Hash::blake3(b""))),
    ("previous is not the hash of version 0", |b| reseal(b, 2, |h| h.previous = Hash::blake3(b""))),
    ("its id is taken", |b| reseal(b, 0, |h| h.event = EventId(Uuid::from_u128(0x1000)))),
];

fn reseal(batch: &mut Batch, index: usize, change: fn(&mut Header)) {
    let sealed = &mut batch.entries[index].sealed;
    change(&mut sealed.header);
    sealed.hash = sealed.header.hash();
}

#[test]
fn a_batch_that_does_not_follow_is_refused_by_both_stores_and_leaves_nothing() {
    let f = fixture();
    let mut file = open(&f.path);
    let mut memory = Memory::new();
    let mut writer = fill(&mut memory);
    let before = everything(&file);
    for (message, spoil) in SPOILED {
        let mut batch = writer.clone().batch(&[7, 8, 9], 72, &[b"new"]);
        spoil(&mut batch);
        let error = said(file.append(batch.clone()));
        assert!(error.contains(message), "{error}");
        assert_eq!(error, said(memory.append(batch)));
        assert_eq!((everything(&file), everything(&memory)), (before.clone(), before.clone()));
    }
    let far = Batch { expect: Expect::everything(9), entries: vec![], documents: vec![] };
    assert!(matches!(file.append(far), Err(AppendError::Moved { expected: 9, found: 5 })));
    file.append(writer.batch(&[7, 8, 9], 72, &[])).expect("the ledger still takes a right batch");
}

/// An SQL insert that goes on from the last event of stream 8, with changes.
fn insert(verb: &str, changes: &[(&str, &str)]) -> String {
    let columns = [
        "suite",
        "ledger",
        "stream",
        "version",
        "previous",
        "event",
        "command",
        "request",
        "part",
        "parts",
        "kind",
        "schema",
        "origin",
        "effective",
        "recorded",
        "actor",
        "rulebook",
        "payload_hash",
        "position",
        "payload",
        "hash",
    ];
    let good = [("version", "version + 1"), ("previous", "hash"), ("event", "randomblob(16)"), ("position", "5")];
    let value = |column| {
        let all = changes.iter().chain(&good);
        all.clone().find(|(name, _)| *name == column).map_or(column, |(_, value)| *value)
    };
    let values = columns.map(value).join(",");
    format!("{verb} INTO event ({}) SELECT {values} FROM event WHERE position = 3", columns.join(","))
}

fn assert_refused(connection: &Connection, statement: &str, message: &str) {
    let error = said(connection.execute(statement, []));
    assert!(error.contains(message), "{statement}: {error:?}");
}

#[test]
fn the_file_refuses_changes_and_deletions_by_any_program() {
    let f = fixture();
    let before = everything(&open(&f.path));
    let connection = raw(&f.path);
    for (statement, message) in [
        ("UPDATE event SET actor = 'eve'", "event: is never changed"),
        ("UPDATE event SET payload = NULL WHERE position = 1", "event: is never changed"),
        ("UPDATE OR REPLACE event SET position = 1 WHERE position = 2", "event: is never changed"),
        ("DELETE FROM event WHERE position = 4", "event: is never deleted"),
        ("DELETE FROM event", "event: is never deleted"),
        ("UPDATE document SET bytes = x'00'", "document: is never changed"),
        ("DELETE FROM document", "document: is never deleted"),
        ("REPLACE INTO document SELECT hash, x'00' FROM document", "document: is already there"),
    ] {
        assert_refused(&connection, statement, message);
    }
    assert_eq!(everything(&open(&f.path)), before);
}

#[test]
fn the_file_refuses_gaps_forks_and_replacements_by_any_program() {
    let f = fixture();
    let before = everything(&open(&f.path));
    let connection = raw(&f.path);
    let refuse = |verb: &str, changes: &[(&str, &str)], message: &str| {
        assert_refused(&connection, &insert(verb, changes), message);
    };
    for verb in ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"] {
        for position in ["6", "3", "-1", "NULL"] {
            refuse(verb, &[("position", position)], "event: position is not the next one");
        }
        for version in ["version", "version + 2", "1", "0", "NULL"] {
            refuse(verb, &[("version", version)], "event: version is not the next one");
        }
        refuse(verb, &[("previous", "previous")], "event: previous is not");
        refuse(verb, &[("previous", "zeroblob(32)")], "event: previous is not");
        refuse(verb, &[("stream", "randomblob(16)"), ("version", "1")], "event: previous is not");
        refuse(verb, &[("event", "event")], "event: id is taken");
    }
    refuse("INSERT", &[("actor", "x'00'")], "cannot store BLOB");
    refuse("INSERT", &[("hash", "x'00'")], "CHECK constraint failed");
    assert_eq!(everything(&open(&f.path)), before);
    connection.execute(&insert("INSERT", &[]), []).expect("nothing else is wrong with the statement");
}

#[test]
fn without_triggers_the_foreign_key_still_refuses_a_wrong_predecessor() {
    let f = fixture();
    let connection = raw(&f.path);
    connection.execute_batch("PRAGMA foreign_keys = ON; DROP TRIGGER event_follows").expect("runs");
    for change in [("previous", "previous"), ("version", "version + 3")] {
        assert_refused(&connection, &insert("INSERT", &[change]), "FOREIGN KEY constraint failed");
    }
    connection.execute(&insert("INSERT", &[]), []).expect("the right predecessor is taken");
}

#[test]
fn any_change_of_the_tables_is_found_before_an_event_is_read() {
    for (change, message) in [
        ("CREATE TABLE other (x)", "table \"other\" does not belong there"),
        ("CREATE VIEW other AS SELECT 1", "view \"other\""),
        ("CREATE INDEX other ON event (actor)", "index \"other\""),
        ("CREATE TRIGGER other AFTER INSERT ON subject BEGIN SELECT 1; END", "trigger \"other\""),
        ("DROP TRIGGER event_follows", "trigger \"event_follows\" is missing"),
        ("DROP INDEX subject_position", "index \"subject_position\" is missing"),
        ("ALTER TABLE frontier ADD COLUMN x ANY", "table \"frontier\" is missing or changed"),
        ("ALTER TABLE event RENAME TO e; CREATE VIEW event AS SELECT * FROM e", "missing or changed"),
        ("ANALYZE", "sqlite_stat"),
        ("PRAGMA journal_mode = WAL", "WAL"),
    ] {
        let f = fixture();
        raw(&f.path).execute_batch(change).unwrap_or_else(|error| assert!(change.contains("PRAGMA"), "{error}"));
        let opened = Sqlite::open(&f.path);
        assert!(matches!(opened, Err(StoreError::SchemaDiffers { .. })), "{change}: {opened:?}");
        let error = said(opened);
        assert!(error.contains(message), "{change}: {error}");
    }
}

#[test]
fn a_file_that_is_no_ledger_is_named_as_what_it_is_and_left_untouched() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name);
    let put = |name: &str, bytes: &[u8]| fs::write(at(name), bytes).expect("writes");
    let ledger = fs::read(fixture().path).expect("reads");
    put("empty", b"");
    put("short", b"hello");
    put("text", "a line of text\n".repeat(1000).as_bytes());
    put("newer", &ledger);
    put("older", &ledger);
    fs::create_dir(at("folder")).expect("makes");
    raw(&at("other")).execute_batch("CREATE TABLE t (x)").expect("makes");
    raw(&at("newer")).execute_batch("PRAGMA user_version = 7").expect("sets");
    raw(&at("older")).execute_batch("PRAGMA user_version = 0").expect("sets");
    let files = || fs::read_dir(folder.path()).expect("lists").count();
    let count = files();
    for (name, message) in [
        ("missing", "does not exist"),
        ("empty", "it is empty"),
        ("short", "no SQLite database"),
        ("text", "no SQLite database"),
        ("folder", "it is a folder"),
        ("other", "another program"),
        ("newer", "format 7"),
        ("older", "format 0"),
    ] {
        let before = fs::read(at(name)).ok();
        let error = said(Sqlite::open(at(name)));
        assert!(error.contains(message), "{name}: {error}");
        assert_eq!((fs::read(at(name)).ok(), files()), (before, count), "{name}");
    }
    for length in (1..ledger.len()).step_by(511) {
        put("cut", &ledger[..length]);
        let error = said(Sqlite::open(at("cut")));
        assert!(error.contains("damaged") || error.contains("is no ledger"), "{length}: {error}");
    }
}

#[test]
fn a_new_ledger_never_takes_the_place_of_something_and_leaves_nothing_when_it_fails() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("ledger.db");
    let files = || fs::read_dir(folder.path()).expect("lists").count();
    let mut wrong = Writer::default().batch(&[7], 70, &[]);
    reseal(&mut wrong, 0, |header| header.version = 3);
    assert!(matches!(Sqlite::create_with(&path, wrong), Err(StoreError::Unfit { .. })));
    assert_eq!(files(), 0);
    fs::write(&path, b"mine").expect("writes");
    assert!(matches!(Sqlite::create(&path), Err(StoreError::Exists(_))));
    assert_eq!(fs::read(&path).expect("reads"), b"mine");
    fs::remove_file(&path).expect("removes");
    let made: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| Sqlite::create(&path).is_ok())).collect();
        threads.into_iter().map(|thread| thread.join().expect("ends")).collect()
    });
    assert_eq!((made.into_iter().filter(|made| *made).count(), files()), (1, 1));
}

#[cfg(unix)]
#[test]
fn other_names_of_the_file_are_refused_but_for_the_leftover_of_a_cut_off_creation() {
    let f = fixture();
    let beside = |name: &str| f.path.with_file_name(name);
    for leftover in [".licledger-new-0123456789abcdef", ".ledger.db.new-12345-0"] {
        fs::hard_link(&f.path, beside(leftover)).expect("links");
        open(&f.path);
        assert!(!beside(leftover).exists(), "{leftover}");
    }
    fs::hard_link(&f.path, beside("twin.db")).expect("links");
    assert!(matches!(Sqlite::open(&f.path), Err(StoreError::HardLinked(_, 2))));
    fs::remove_file(beside("twin.db")).expect("removes");
    std::os::unix::fs::symlink(&f.path, beside("symbolic.db")).expect("links");
    assert_eq!(open(&beside("symbolic.db")).path(), fs::canonicalize(&f.path).expect("there"));
}

#[cfg(unix)]
#[test]
fn a_write_protected_ledger_is_read_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let f = fixture();
    let folder = f.path.parent().expect("has one");
    let files = || fs::read_dir(folder).expect("lists").count();
    let count = files();
    let before = everything(&open(&f.path));
    let mode = |path: &Path, bits| fs::set_permissions(path, fs::Permissions::from_mode(bits)).expect("sets");
    mode(&f.path, 0o444);
    mode(folder, 0o555);
    let mut store = open(&f.path);
    assert!(!store.is_writable());
    assert_eq!(everything(&store), before);
    let refused = store.append(f.writer.clone().batch(&[7], 72, &[]));
    mode(folder, 0o755);
    assert!(matches!(refused, Err(AppendError::Refused(StoreError::ReadOnly(_)))));
    assert_eq!(files(), count);
}

#[test]
fn a_write_that_was_cut_off_is_rolled_back_where_the_file_can_be_written_and_named_elsewhere() {
    let f = fixture();
    let before = everything(&open(&f.path));
    let writer = raw(&f.path);
    let spill = "PRAGMA cache_size = 1; BEGIN IMMEDIATE; WITH RECURSIVE n (x) AS \
        (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9999) INSERT INTO subject SELECT 'row', 'cut' || x, 1 FROM n";
    writer.execute_batch(spill).expect("runs");
    let copy = f.path.with_file_name("copy.db");
    for end in ["", "-journal"] {
        let with_end = |path: &Path| PathBuf::from(format!("{}{end}", path.display()));
        fs::copy(with_end(&f.path), with_end(&copy)).expect("copies");
    }
    drop(writer);
    let mut permissions = fs::metadata(&copy).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&copy, permissions.clone()).expect("sets");
    assert!(matches!(Sqlite::open(&copy), Err(StoreError::HotJournal(..))), "{:?}", Sqlite::open(&copy));
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o600);
    fs::set_permissions(&copy, permissions).expect("sets");
    assert_eq!(everything(&open(&copy)), before);
}

#[test]
fn a_second_writer_sees_that_the_ledger_moved_and_a_locked_ledger_says_so() {
    let mut f = fixture();
    let (mut store, mut other) = (open(&f.path), open(&f.path));
    let batch = f.writer.batch(&[7], 72, &[]);
    store.append(batch.clone()).expect("written");
    assert!(matches!(other.append(batch), Err(AppendError::Moved { expected: 5, found: 6 })));
    let blocker = raw(&f.path);
    store.wait_at_most(std::time::Duration::from_millis(100)).expect("sets");
    for block in ["BEGIN IMMEDIATE", "BEGIN; SELECT count(*) FROM event"] {
        blocker.execute_batch(block).expect("locks");
        let refused = store.append(f.writer.clone().batch(&[7], 73, &[]));
        assert!(matches!(refused, Err(AppendError::Refused(StoreError::Locked))), "{block}: {refused:?}");
        blocker.execute_batch("ROLLBACK").expect("ends");
    }
    store.append(f.writer.batch(&[7], 73, &[])).expect("written after the reader has ended");
}

#[cfg(unix)]
#[test]
fn a_file_that_was_replaced_while_it_was_open_is_told_so_and_not_written() {
    let f = fixture();
    let mut store = open(&f.path);
    let other = f.path.with_file_name("other.db");
    drop(Sqlite::create(&other).expect("a new ledger"));
    fs::rename(&other, &f.path).expect("moves");
    let before = fs::read(&f.path).expect("reads");
    let refused = store.append(f.writer.clone().batch(&[7], 72, &[]));
    assert!(matches!(refused, Err(AppendError::Refused(StoreError::Replaced(_)))), "{refused:?}");
    assert!(said(refused).contains("was replaced by another file"));
    assert_eq!(fs::read(&f.path).expect("reads"), before);
}

/// Closing any handle of a file drops a process's locks on it: looking at a file must not do that to another connection.
#[test]
fn opening_a_ledger_again_leaves_the_lock_of_the_first_connection() {
    let f = fixture();
    let mut store = open(&f.path);
    store.hold().expect("holds");
    let again = open(&f.path);
    assert_eq!(again.tip().expect("reads").head.size, 5);
    drop(again);
    let script = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)\n\
                  try:\n    c.execute('BEGIN IMMEDIATE')\n    print('taken')\n\
                  except sqlite3.OperationalError as error:\n    print(error)\n";
    let Ok(output) = std::process::Command::new("python3").args(["-c", script]).arg(&f.path).output() else {
        println!("python3 is missing: nothing was checked");
        return;
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "database is locked");
}

#[test]
fn a_held_ledger_is_overtaken_by_nobody_and_read_by_everybody() {
    let mut f = fixture();
    let (mut store, mut other) = (open(&f.path), open(&f.path));
    other.wait_at_most(std::time::Duration::from_millis(20)).expect("sets");
    let batch = f.writer.batch(&[7], 72, &[]);
    for writes in [false, true] {
        store.hold().expect("holds");
        store.hold().expect("is held already");
        let refused = other.append(batch.clone());
        assert!(matches!(refused, Err(AppendError::Refused(StoreError::Locked))), "{refused:?}");
        assert_eq!(other.tip().expect("reads").head.size, 5);
        if writes {
            store.append(batch.clone()).expect("nobody was before it");
        } else {
            store.let_go();
        }
    }
    other.append(f.writer.batch(&[8], 73, &[])).expect("it is let go after the write");
    store.hold().expect("holds");
    drop(store);
    other.append(f.writer.batch(&[8], 74, &[])).expect("it is let go when its holder is gone");
}

#[test]
fn the_stores_own_checks_name_a_frontier_and_an_index_that_do_not_fit() {
    let f = fixture();
    let store = open(&f.path);
    let checks = || store.integrity().expect("checks");
    assert_eq!(checks(), Vec::<String>::new());
    let mut shorter = Frontier::new();
    (0..4).for_each(|_| shorter.push(Hash::ZERO));
    raw(&f.path).execute("UPDATE frontier SET bytes = ?1", [shorter.to_bytes()]).expect("runs");
    assert_eq!(checks(), ["the tree's frontier is that of 4 events, 5 are stored"]);
    let refused = said(open(&f.path).append(f.writer.clone().batch(&[7], 72, &[])));
    assert!(refused.contains("frontier is that of 4 events"), "{refused}");
    raw(&f.path).execute_batch("UPDATE frontier SET bytes = x'00'").expect("runs");
    assert_eq!(checks(), ["the tree's frontier is not well-formed"]);
    let wild = "PRAGMA foreign_keys = OFF; DELETE FROM frontier; INSERT INTO subject VALUES ('row', 'x', 77)";
    raw(&f.path).execute_batch(wild).expect("runs");
    let orphan = "a row of subject refers to a row of event that is not there";
    assert_eq!(checks(), [orphan, "the tree's frontier is missing"]);
    assert!(said(store.tip()).contains("damaged"));
}

#[test]
fn a_hundred_thousand_events_are_one_batch() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut store = Sqlite::create(folder.path().join("ledger.db")).expect("a new ledger");
    let streams: Vec<u128> = (0..100_000).map(|n| 7 + n % 1000).collect();
    let batch = Writer::default().batch(&streams, 70, &[]);
    let start = std::time::Instant::now();
    let head = store.append(batch).expect("written");
    println!("written after {:?}", start.elapsed());
    assert_eq!(head, head_of(store.leaves(Position(0), END).expect("leaves")));
    assert_eq!(store.page(Scope::All, Position(0), END, usize::MAX).expect("events").len(), 100_000);
    println!("read after {:?}", start.elapsed());
    assert_eq!(store.integrity().expect("checks"), Vec::<String>::new());
    println!("checked after {:?}", start.elapsed());
}

#[test]
fn the_tree_is_that_of_rfc_6962() {
    let mut reference = MemoryBackedTree::<sha2::Sha256, [u8; 32]>::new();
    let mut frontier = Frontier::new();
    for size in 0..=70_u64 {
        let expected: [u8; 32] = (*reference.root().as_bytes()).into();
        assert_eq!(frontier.head(), Head { size, root: Hash(expected) });
        assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Some(frontier.clone()));
        let leaf = Hash::blake3(&size.to_be_bytes());
        reference.push(leaf.0);
        frontier.push(leaf);
    }
    assert_eq!(frontier.head(), head_of((0..=70_u64).map(|n| Hash::blake3(&n.to_be_bytes()))));
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(head_of([]).root.to_string(), empty);
    let stored = frontier.to_bytes();
    for wrong in [&stored[..7], &stored[1..], &stored[..stored.len() - 1], &stored[..stored.len() - 32], &[0xff; 8]] {
        assert_eq!(Frontier::from_bytes(wrong), None);
    }
}

#[test]
fn an_error_of_the_store_keeps_sqlites_own_as_its_source() {
    let f = fixture();
    let mut bytes = fs::read(&f.path).expect("reads");
    // The kind of every page but the first, which opening looks at.
    bytes.iter_mut().skip(4096).step_by(4096).for_each(|kind| *kind = 0xff);
    let copy = f.path.with_extension("damaged");
    fs::write(&copy, bytes).expect("writes");
    let read = Sqlite::open(&copy).and_then(|store| store.page(Scope::All, Position(0), END, 9));
    let error = read.expect_err("no page can be read");
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    let source = std::error::Error::source(&error).expect("a source");
    assert!(source.is::<rusqlite::Error>(), "{source:?}");
    let below_a_file = Sqlite::create(copy.join("ledger.db")).expect_err("a file is no folder");
    assert!(std::error::Error::source(&below_a_file).is_some_and(|source| source.is::<std::io::Error>()));
}
