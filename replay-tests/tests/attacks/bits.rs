//! Single bits: every bit of three events as SQL sees them, and a bit of thousands of bytes of the file.
//!
//! A flip in the file is either reported, or lies where no answer comes from: then every answer must be the same.
//! Absent by design: judging which finding it is; that one comes at all is what counts.

use super::history;
use super::rows::COLUMNS;
use super::siege::{codes_of, drop_guards, raw};
use ledger_core::event::subject::SubjectKind;
use ledger_core::ledger::Ledger;
use ledger_core::store::{Scope, Sqlite, Store};
use ledger_core::vocabulary::Position;
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
fn in_halves(work: impl Fn(&Path, usize) -> Flips + Sync) -> Flips {
    let half = |number| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("bits.db");
        drop(history::begun(1, |first| Sqlite::create_with(&path, first).expect("a new ledger")));
        work(&path, number)
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        half(0).add(other.join().expect("the thread ends"))
    })
}

/// Flips every bit of every column of the three rows, one at a time.
pub(crate) fn of_events() -> Flips {
    in_halves(|path, half| {
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

/// Flips one bit of that many bytes of the file, spread over all of it; the seed says which.
pub(crate) fn of_the_file(count: usize, seed: u64) -> Flips {
    in_halves(|path, half| {
        let whole = fs::read(path).expect("reads");
        let answers = answers(path);
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
            } else if self::answers(path) == answers {
                flips.harmless += 1;
            } else {
                flips.missed.push(format!("bit {bit} of byte {at}"));
            }
        }
        flips
    })
}

/// Every answer that the file gives, as text.
fn answers(path: &Path) -> Vec<String> {
    let store = Sqlite::open(path).expect("it opens");
    let end = Position(u64::MAX);
    let events = store.page(Scope::All, Position(0), end, usize::MAX).expect("reads");
    let mut seen = vec![format!("{:?} {:?} {:?}", store.tip(), store.leaves(end), store.subjects())];
    for event in &events {
        let header = &event.header;
        seen.push(format!("{event:?} {:?}", store.event_by_id(header.event)));
        seen.push(format!("{:?} {:?}", store.by_command(header.command), store.stream_tip(header.stream)));
        seen.push(format!("{:?}", store.page(Scope::Stream(header.stream), Position(0), end, usize::MAX)));
    }
    let documents = store.documents().expect("reads");
    seen.extend(documents.iter().map(|hash| format!("{hash} {:?}", store.document(*hash))));
    seen.extend(SubjectKind::ALL.map(|kind| format!("{:?}", store.list(kind))));
    let subjects = store.subjects().expect("reads");
    seen.extend(subjects.iter().map(|(subject, _)| format!("{:?}", store.find(subject))));
    seen
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
