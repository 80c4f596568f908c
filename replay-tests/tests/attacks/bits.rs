//! Single bits: every bit of three events as SQL sees them, and a bit of thousands of bytes of the file.
//!
//! A flip in the file is either reported, or lies where no answer comes from: then every answer must be the same.
//! Absent by design: judging which finding it is; that one comes at all is what counts.

use super::history;
use super::rows::COLUMNS;
use super::siege::{Siege, codes_of, drop_guards, raw};
use ledger_core::event::seal::Sealed;
use ledger_core::event::subject::{Subject, SubjectKind};
use ledger_core::ledger::Ledger;
use ledger_core::store::{Log, Scope, Sqlite, StoreError, Tip};
use ledger_core::vocabulary::{Hash, Position, StreamId};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// First, middle and last event of the short history.
const ROWS: [u64; 3] = [0, 4, 7];

/// Flips that were tried, and what became of them.
#[derive(Debug, Default)]
pub(crate) struct Flips {
    /// How many.
    pub(crate) tried: usize,
    /// Reported by opening or by verification.
    pub(crate) reported: usize,
    /// Refused by the database itself when they were written.
    pub(crate) refused: usize,
    /// Where all answers stayed the same.
    pub(crate) harmless: usize,
    /// Where an answer changed without a word.
    pub(crate) missed: Vec<String>,
}

impl Flips {
    fn add(mut self, other: Self) -> Self {
        self.tried += other.tried;
        self.reported += other.reported;
        self.refused += other.refused;
        self.harmless += other.harmless;
        self.missed.extend(other.missed);
        self
    }
}

/// Shares work between two threads: each gets a ledger of its own, and its number.
fn in_halves(write: fn(&Path), work: impl Fn(&Path, usize) -> Flips + Sync) -> Flips {
    let half = |number| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("bits.db");
        write(&path);
        work(&path, number)
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        half(0).add(other.join().expect("the thread ends"))
    })
}

/// Flips every bit of every column of the three rows, one at a time.
pub(crate) fn of_events() -> Flips {
    let write = |path: &Path| {
        drop(history::begun(1, |first| Sqlite::create_with(path, first).expect("a new ledger")));
    };
    in_halves(write, |path, half| {
        // The ledger is opened while its guards are there; verification reads the events, not the guards.
        let ledger = Ledger::open_file(path).expect("it opens");
        let connection = raw(path);
        drop_guards(&connection);
        let mut flips = Flips::default();
        for (column, ..) in COLUMNS.iter().skip(half).step_by(2) {
            for row in ROWS {
                let cell = Cell::of(&connection, column, row);
                (0..cell.bits()).for_each(|bit| cell.flip(&connection, bit, &ledger, &mut flips));
            }
        }
        assert!(ledger.verify(None).expect("reads").findings.is_empty(), "every flip was taken back");
        flips
    })
}

/// One value of one row, found again by a column that is not the one that is attacked.
struct Cell {
    column: &'static str,
    row: u64,
    value: Value,
    key: (&'static str, Value),
}

impl Cell {
    fn of(connection: &Connection, column: &'static str, row: u64) -> Self {
        let read = |column: &str| {
            let text = format!("SELECT {column} FROM event WHERE position = {row}");
            connection.query_row(&text, [], |row| row.get::<_, Value>(0)).expect("a value")
        };
        let key = if column == "event" { "hash" } else { "event" };
        Self { column, row, value: read(column), key: (key, read(key)) }
    }

    fn bits(&self) -> usize {
        self.bytes().len() * 8
    }

    fn bytes(&self) -> Vec<u8> {
        match &self.value {
            Value::Integer(number) => number.to_be_bytes().to_vec(),
            Value::Text(text) => text.clone().into_bytes(),
            Value::Blob(bytes) => bytes.clone(),
            Value::Null | Value::Real(_) => Vec::new(),
        }
    }

    /// Writes bytes as the value's own type, also such as are no text.
    fn put(&self, connection: &Connection, bytes: Vec<u8>) -> rusqlite::Result<usize> {
        let (place, value) = match &self.value {
            Value::Integer(_) => ("?1", Value::Integer(i64::from_be_bytes(bytes.try_into().expect("eight bytes")))),
            Value::Text(_) => ("CAST(?1 AS TEXT)", Value::Blob(bytes)),
            _ => ("?1", Value::Blob(bytes)),
        };
        let text = format!("UPDATE event SET {} = {place} WHERE {} = ?2", self.column, self.key.0);
        connection.prepare_cached(&text)?.execute(params![value, self.key.1])
    }

    fn flip(&self, connection: &Connection, bit: usize, ledger: &Ledger<Sqlite>, flips: &mut Flips) {
        let mut bytes = self.bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        flips.tried += 1;
        match self.put(connection, bytes) {
            Err(_) => flips.refused += 1,
            Ok(_) => {
                let verify = || ledger.verify(None).is_ok_and(|verified| verified.findings.is_empty());
                let clean = catch_unwind(AssertUnwindSafe(verify)).expect("whatever is stored, nothing panics");
                if clean {
                    flips.missed.push(format!("bit {bit} of {} of event {}", self.column, self.row));
                } else {
                    flips.reported += 1;
                }
                self.put(connection, self.bytes()).expect("the flip is taken back");
            }
        }
    }
}

/// Flips the bit of the position's index that puts the last event but one behind the last: reading on from the last
/// event would lead to it again, for ever.
pub(crate) fn in_circles(siege: &mut Siege) {
    let path = siege.copy();
    let text = "SELECT stream FROM event WHERE position = 36";
    let stream: Vec<u8> = raw(&path).query_row(text, [], |row| row.get(0)).expect("there is one");
    // A record of the index: its header's length, types of position, stream and version, then the values.
    let entry = [&[4, 1, 44, 1, 36], &stream[..]].concat();
    let mut bytes = fs::read(&path).expect("reads");
    let at = bytes.windows(entry.len()).position(|window| window == entry).expect("the index has it");
    bytes[at + 4] ^= 64;
    fs::write(&path, bytes).expect("writes");
    siege.judge("an index that leads round in circles", &["INT-TREE", "INT-STORE"], &codes_of(&path, None));
}

/// Flips one bit of that many bytes of the file, spread over all of it; the seed says which.
pub(crate) fn of_the_file(count: usize, seed: u64) -> Flips {
    let write = |path: &Path| drop(super::siege::write(1, history::MOVED, path));
    in_halves(write, |path, half| {
        let whole = fs::read(path).expect("reads");
        let answers = answers(path).expect("reads");
        let mut flips = Flips::default();
        let mut random = Random(seed);
        for number in 0..count {
            let (at, bit) = (number * whole.len() / count, random.below(8));
            let at = (at + random.below(whole.len() / count + 1)).min(whole.len() - 1);
            if number % 2 != half {
                continue;
            }
            let mut bytes = whole.clone();
            bytes[at] ^= 1 << bit;
            fs::write(path, bytes).expect("writes");
            flips.tried += 1;
            if !codes_of(path, None).is_empty() {
                flips.reported += 1;
            } else if self::answers(path).is_ok_and(|found| found == answers) {
                flips.harmless += 1;
            } else {
                flips.missed.push(format!("bit {bit} of byte {at}"));
            }
        }
        flips
    })
}

/// Every answer that the file gives.
#[derive(PartialEq, Eq)]
struct Answers {
    tip: Tip,
    leaves: Vec<Hash>,
    /// Read in pages of the whole, of each event's stream, by its id and by its command.
    events: Vec<Vec<Sealed>>,
    tips: Vec<Option<(u64, Hash)>>,
    subjects: Vec<(Subject, Position)>,
    /// Each name looked up, and each kind listed.
    found: Vec<Vec<(StreamId, Position)>>,
    listed: Vec<Vec<(String, StreamId, Position)>>,
    documents: Vec<(Hash, Option<Vec<u8>>)>,
}

fn answers(path: &Path) -> Result<Answers, StoreError> {
    let store = Sqlite::open(path)?;
    let page = |scope| store.page(scope, Position(0), Position(u64::MAX), usize::MAX);
    let (mut events, mut tips) = (vec![page(Scope::All)?], Vec::new());
    for Sealed { header, .. } in events[0].clone() {
        events.push(page(Scope::Stream(header.stream))?);
        events.push(store.event_by_id(header.event)?.into_iter().collect());
        events.push(store.by_command(header.command)?);
        tips.push(store.stream_tip(header.stream)?);
    }
    let subjects = store.subjects(Position(0), Position(u64::MAX))?;
    let document = |hash| store.document(hash).map(|bytes| (hash, bytes));
    Ok(Answers {
        tip: store.tip()?,
        leaves: store.leaves(Position(0), Position(u64::MAX))?,
        events,
        tips,
        found: subjects.iter().map(|(subject, _)| store.find(subject)).collect::<Result<_, _>>()?,
        listed: SubjectKind::ALL.into_iter().map(|kind| store.list(kind)).collect::<Result<_, _>>()?,
        subjects,
        documents: store.documents(None, usize::MAX)?.into_iter().map(document).collect::<Result<_, _>>()?,
    })
}

/// The generator of Steele, Lea and Flood (SplitMix64): the same numbers for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % u64::try_from(bound).expect("a small bound")).expect("below the bound")
    }
}
