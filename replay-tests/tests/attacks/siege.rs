//! The tools of an attacker who may write the ledger's file, and what verification says afterwards.
//!
//! The guards are taken away, the file is changed by plain SQL, and the guards are put back word for word, so that
//! nothing but verification can see it. Absent by design: the attacks themselves.

use super::clerk::Clerk;
use super::history;
use ledger_core::event::seal::Header;
use ledger_core::event::subject::subjects;
use ledger_core::event::wire;
use ledger_core::ledger::{Ledger, LedgerError};
use ledger_core::rule::Finding;
use ledger_core::store::Sqlite;
use ledger_core::tree::{Frontier, Head, KeptHead};
use ledger_core::vocabulary::{CommandId, EventId, Hash, LedgerId, Position, StreamId};
use rusqlite::{Connection, Row, params};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Stands among the codes when the ledger is refused at opening.
pub(crate) const REFUSED: &str = "refused at opening";
/// The day on which it is looked at: 1 November 2026, 00:00 UTC, in microseconds.
const TODAY: i64 = 1_793_491_200_000_000;
/// Stands among the codes when verification itself fails.
const UNREADABLE: &str = "unreadable";

/// A ledger, its bytes, and a place where copies of it are attacked.
pub(crate) struct Siege {
    folder: tempfile::TempDir,
    whole: Vec<u8>,
    /// The head that somebody else holds.
    pub(crate) pin: Head,
    /// Attacks that were found.
    pub(crate) found: usize,
    /// Attacks that were not found as they should be, in words.
    pub(crate) missed: Vec<String>,
}

impl Siege {
    /// Writes the history into a file.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("whole.db");
        let clerk = write(1, history::MOVED, &path);
        let pin = clerk.ledger.head().expect("reads");
        drop(clerk);
        let whole = fs::read(&path).expect("reads");
        Self { folder, whole, pin, found: 0, missed: Vec::new() }
    }

    /// A fresh copy of the whole file.
    pub(crate) fn copy(&self) -> PathBuf {
        let path = self.folder.path().join("attacked.db");
        fs::write(&path, &self.whole).expect("writes");
        path
    }

    /// A path beside the copies.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Attacks a copy behind the guards' back; every one of the codes must be found.
    pub(crate) fn attack(&mut self, name: &str, codes: &[&str], change: impl FnOnce(&Connection)) {
        let path = self.copy();
        disarmed(&path, change);
        self.judge(name, codes, &codes_of(&path, None));
    }

    /// Attacks a copy by an attacker who renumbers and rebuilds everything derived afterwards.
    pub(crate) fn careful(&mut self, name: &str, codes: &[&str], change: impl FnOnce(&Connection)) {
        let path = self.copy();
        disarmed(&path, |c| {
            change(c);
            mend(c);
        });
        self.judge(&format!("{name}, carefully"), codes, &codes_of(&path, None));
    }

    /// Attacks where the file alone is without fault, so that only the pin tells.
    pub(crate) fn only_by_pin(&mut self, name: &str, path: &Path) {
        let alone = codes_of(path, None);
        if !alone.is_empty() {
            self.missed.push(format!("{name}: without the pin it was {alone:?}"));
        }
        let ledger = Ledger::open_file(path).expect("it opens");
        let refused = ledger.check_pin(Some(self.pin));
        if !matches!(refused, Err(LedgerError::Pin { .. })) {
            self.missed.push(format!("{name}: the pin's check says {refused:?}"));
        }
        self.judge(name, &["INT-PIN"], &codes_of(path, Some(self.pin)));
    }

    /// Counts an attack as found if all the codes are there.
    pub(crate) fn judge(&mut self, name: &str, codes: &[&str], found: &BTreeSet<String>) {
        let all = !codes.is_empty() && codes.iter().all(|code| found.contains(*code));
        println!("{name}: {}", found.iter().cloned().collect::<Vec<_>>().join(" "));
        if all {
            self.found += 1;
        } else {
            self.missed.push(format!("{name}: {codes:?} expected, {found:?} found"));
        }
    }
}

/// Writes the history into a new file.
pub(crate) fn write(clerk: u32, moved: u32, path: &Path) -> Clerk<Sqlite> {
    history::written(clerk, moved, |first| Sqlite::create_with(path, first).expect("a new ledger"))
}

/// The codes that opening and verification give; none means that the ledger passes as clean.
pub(crate) fn codes_of(path: &Path, pin: Option<Head>) -> BTreeSet<String> {
    let look = || match Ledger::open_file(path) {
        Err(_) => BTreeSet::from([REFUSED.to_owned()]),
        Ok(ledger) => match ledger.verify(pin) {
            Err(_) => BTreeSet::from([UNREADABLE.to_owned()]),
            Ok(verified) => verified.findings.iter().map(|finding| finding.rule.to_owned()).collect(),
        },
    };
    catch_unwind(AssertUnwindSafe(look)).expect("whatever is in the file, nothing panics")
}

/// Runs statements, one after the other.
pub(crate) fn run(connection: &Connection, statements: &str) {
    connection.execute_batch(statements).unwrap_or_else(|error| panic!("{statements}: {error}"));
}

/// Opens the file as any program could, with every check off that can be.
pub(crate) fn raw(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("opens");
    run(&connection, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF");
    connection
}

/// Takes the guards away, lets the change happen, puts the guards back as they were.
pub(crate) fn disarmed(path: &Path, change: impl FnOnce(&Connection)) {
    let connection = raw(path);
    let guards = drop_guards(&connection);
    change(&connection);
    guards.iter().for_each(|text| run(&connection, text));
}

/// Drops every trigger, and gives the statements that make them again.
pub(crate) fn drop_guards(connection: &Connection) -> Vec<String> {
    let query = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'";
    let mut statement = connection.prepare(query).expect("sql");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("runs");
    let guards: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>().expect("reads");
    drop(statement);
    guards.iter().for_each(|(name, _)| run(connection, &format!("DROP TRIGGER {name}")));
    guards.into_iter().map(|(_, text)| text).collect()
}

/// Makes positions dense again and builds index and frontier anew from whatever the events now say.
pub(crate) fn mend(connection: &Connection) {
    run(
        connection,
        "CREATE TEMP TABLE place AS SELECT stream, version, row_number() OVER (ORDER BY position) - 1 AS new FROM event;
         UPDATE event SET position = -1 - position;
         UPDATE event SET position = (SELECT new FROM place WHERE place.stream = event.stream
             AND place.version = event.version);
         DROP TABLE place; DELETE FROM subject",
    );
    let mut frontier = Frontier::new();
    for (position, kind, schema, payload, hash) in leaves(connection) {
        frontier.push(Hash(hash));
        let fact = wire::decode(&kind, schema, &payload.unwrap_or_default());
        for subject in fact.map(|fact| subjects(&fact)).unwrap_or_default() {
            let row = params![subject.kind.word(), subject.name, position];
            connection.execute("INSERT INTO subject VALUES (?1, ?2, ?3)", row).expect("writes");
        }
    }
    connection.execute("UPDATE frontier SET bytes = ?1", [frontier.to_bytes()]).expect("writes");
}

type Leaf = (i64, String, u16, Option<String>, [u8; 32]);

fn leaves(connection: &Connection) -> Vec<Leaf> {
    let query = "SELECT position, kind, schema, payload, hash FROM event ORDER BY position";
    let mut statement = connection.prepare(query).expect("sql");
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    statement.query_map([], read).expect("runs").collect::<rusqlite::Result<_>>().expect("reads")
}

fn header(row: &Row<'_>) -> rusqlite::Result<(Header, String)> {
    let id = |name| row.get(name).map(Uuid::from_bytes);
    let header = Header {
        suite: row.get("suite")?,
        ledger: LedgerId(id("ledger")?),
        stream: StreamId(id("stream")?),
        version: row.get::<_, i64>("version")?.cast_unsigned(),
        previous: Hash(row.get("previous")?),
        event: EventId(id("event")?),
        command: CommandId(id("command")?),
        request: Hash(row.get("request")?),
        part: row.get("part")?,
        parts: row.get("parts")?,
        kind: row.get("kind")?,
        schema: row.get("schema")?,
        origin: row.get("origin")?,
        effective: row.get("effective")?,
        recorded: row.get("recorded")?,
        actor: row.get("actor")?,
        rulebook: Hash(row.get("rulebook")?),
        payload_hash: Hash(row.get("payload_hash")?),
    };
    Ok((header, row.get("payload")?))
}

/// Changes the header of the event at a position and its payload, and gives both fresh hashes.
pub(crate) fn reseal(connection: &Connection, position: u64, change: impl FnOnce(&mut Header, &mut String)) {
    let place = position.cast_signed();
    let found = connection.query_row("SELECT * FROM event WHERE position = ?1", [place], header);
    let (mut header, mut payload) = found.expect("there is one, with its payload");
    change(&mut header, &mut payload);
    header.payload_hash = Hash::blake3(payload.as_bytes());
    let text = "UPDATE event SET suite = ?1, ledger = ?2, version = ?3, previous = ?4, request = ?5, part = ?6, \
        parts = ?7, kind = ?8, schema = ?9, origin = ?10, effective = ?11, recorded = ?12, actor = ?13, \
        rulebook = ?14, payload_hash = ?15, payload = ?16, hash = ?17 WHERE position = ?18";
    let row = params![
        header.suite,
        header.ledger.0.as_bytes(),
        header.version.cast_signed(),
        header.previous.0,
        header.request.0,
        header.part,
        header.parts,
        header.kind,
        header.schema,
        header.origin,
        header.effective,
        header.recorded,
        header.actor,
        header.rulebook.0,
        header.payload_hash.0,
        payload,
        header.hash().0,
        place,
    ];
    connection.execute(text, row).expect("writes");
}

/// Every event of the file, by position.
fn events(connection: &Connection) -> Vec<(Header, String)> {
    let mut statement = connection.prepare("SELECT * FROM event ORDER BY position").expect("sql");
    statement.query_map([], header).expect("runs").collect::<rusqlite::Result<_>>().expect("reads")
}

/// Writes an event into its row, or into a new one.
fn put(connection: &Connection, position: u64, header: &Header, payload: &str) {
    let text = "INSERT OR REPLACE INTO event (suite, ledger, stream, version, previous, event, command, request, part, \
        parts, kind, schema, origin, effective, recorded, actor, rulebook, payload_hash, payload, hash, position) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)";
    let row = params![
        header.suite,
        header.ledger.0.as_bytes(),
        header.stream.0.as_bytes(),
        header.version.cast_signed(),
        header.previous.0,
        header.event.0.as_bytes(),
        header.command.0.as_bytes(),
        header.request.0,
        header.part,
        header.parts,
        header.kind,
        header.schema,
        header.origin,
        header.effective,
        header.recorded,
        header.actor,
        header.rulebook.0,
        header.payload_hash.0,
        payload,
        header.hash().0,
        position.cast_signed(),
    ];
    connection.execute(text, row).expect("writes");
}

/// Changes the event at a position and seals it afresh, and with it every event that comes after it: chain, tree and
/// index are as if it had been written so.
pub(crate) fn rewrite(connection: &Connection, position: u64, change: impl FnOnce(&mut Header, &mut String)) {
    let mut change = Some(change);
    let mut tips: BTreeMap<StreamId, Hash> = BTreeMap::new();
    for (at, (mut header, mut payload)) in (0_u64..).zip(events(connection)) {
        if at >= position {
            header.previous = tips.get(&header.stream).copied().unwrap_or(Hash::ZERO);
            if let Some(change) = change.take() {
                change(&mut header, &mut payload);
            }
            header.payload_hash = Hash::blake3(payload.as_bytes());
            put(connection, at, &header, &payload);
        }
        tips.insert(header.stream, header.hash());
    }
    mend(connection);
}

/// Appends an event that is like another one, changed, in a command of its own, and gives its position.
pub(crate) fn forge(connection: &Connection, like: usize, change: impl FnOnce(&mut Header, &mut String)) -> u64 {
    let events = events(connection);
    let position = events.len() as u64;
    let (mut header, mut payload) = events[like].clone();
    let id = |number: u64| Uuid::from_u128(0x019e_8000_0000_7000_9000_0000_0000_0000 + u128::from(number));
    (header.event, header.command) = (EventId(id(2 * position)), CommandId(id(2 * position + 1)));
    (header.part, header.parts) = (1, 1);
    header.recorded = events.iter().map(|(header, _)| header.recorded).max().expect("events");
    header.rulebook = events.last().expect("events").0.rulebook;
    change(&mut header, &mut payload);
    let tip = events.iter().rfind(|(other, _)| other.stream == header.stream);
    (header.version, header.previous) = tip.map_or((1, Hash::ZERO), |(tip, _)| (tip.version + 1, tip.hash()));
    header.payload_hash = Hash::blake3(payload.as_bytes());
    put(connection, position, &header, &payload);
    mend(connection);
    position
}

/// Puts a document into the file, and gives its hash.
pub(crate) fn keep(connection: &Connection, bytes: &[u8]) -> Hash {
    let hash = Hash::blake3(bytes);
    connection.execute("INSERT OR IGNORE INTO document VALUES (?1, ?2)", params![hash.0, bytes]).expect("writes");
    hash
}

/// Takes away what no event names any more, as a careful attacker does.
pub(crate) fn tidy(connection: &Connection, hash: Hash) {
    connection.execute("DELETE FROM document WHERE hash = ?1", [hash.0]).expect("writes");
}

impl Siege {
    /// A siege of the same history with more behind it.
    pub(crate) fn of(more: impl FnOnce(&mut Clerk<Sqlite>)) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("whole.db");
        let mut clerk = write(1, history::MOVED, &path);
        more(&mut clerk);
        let pin = clerk.ledger.head().expect("reads");
        drop(clerk);
        let whole = fs::read(&path).expect("reads");
        Self { folder, whole, pin, found: 0, missed: Vec::new() }
    }

    /// Attacks a copy; each of the codes must be found at the guilty event, and no other event may be accused of it.
    pub(crate) fn accuse(&mut self, name: &str, codes: &[&str], change: impl FnOnce(&Connection) -> u64) {
        let path = self.copy();
        let mut guilty = 0;
        disarmed(&path, |c| guilty = change(c));
        let look = || Ledger::open_file(&path).and_then(|ledger| ledger.verify_at(None, Some(TODAY)));
        let verified = catch_unwind(AssertUnwindSafe(look)).expect("whatever is in the file, nothing panics");
        let verified = verified.unwrap_or_else(|error| panic!("{name}: {error}"));
        let at = |code: &str| {
            let is = |finding: &&Finding| finding.rule == code;
            verified.findings.iter().any(|f| is(&f) && f.events.contains(&Position(guilty)))
        };
        let told: Vec<String> =
            verified.findings.iter().map(|f| format!("{} {}: {}", f.rule, f.subject, f.message)).collect();
        println!("{name} (event {guilty}): {}", told.join("; "));
        if codes.iter().all(|code| at(code)) {
            self.found += 1;
        } else {
            self.missed.push(format!("{name}: {codes:?} expected at event {guilty}, found {told:#?}"));
        }
    }

    /// Attacks a copy where nothing but a head that was kept elsewhere tells, of which 16 digits are enough.
    pub(crate) fn only_by_head(&mut self, name: &str, change: impl FnOnce(&Connection)) {
        let path = self.copy();
        disarmed(&path, change);
        let alone = codes_of(&path, None);
        let kept = KeptHead::parse(&format!("{}:{}", self.pin.size, &self.pin.root.to_string()[..16]));
        let ledger = Ledger::open_file(&path).expect("it opens");
        let same = ledger.begins_with(&kept.expect("a head")).expect("reads");
        if alone.is_empty() && !same {
            self.found += 1;
        } else {
            self.missed.push(format!("{name}: alone {alone:?}, by the head that was kept: {same}"));
        }
    }
}
