//! Every store is a ledger's store: the same acts give the same heads, what does not follow is refused, and what a
//! file acknowledged survives killed writers, writers at the same time and write-protected media.
//!
//! Writers are processes of their own: this test's own program, started again. Absent by design: power failures.

#[path = "support/clerk.rs"]
mod clerk;
#[path = "support/history.rs"]
mod history;
#[path = "stores/process.rs"]
mod process;
#[path = "stores/side_by_side.rs"]
mod side_by_side;

use ledger_core::event::subject::SubjectKind;
use ledger_core::ledger::Ledger;
use ledger_core::store::{AppendError, Batch, Entry, Expect, Log, Memory, Scope, Sqlite, Store, StoreError};
use ledger_core::tree::head_of;
use ledger_core::vocabulary::{Hash, Position};
use process::Writer;
use side_by_side::only_who_is_touched_looks_again;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const END: Position = Position(u64::MAX);

/// Runs each check over every store: the one list of stores.
macro_rules! over_every_store {
    ($($check:ident),+) => {
        mod memory {
            $(#[test] fn $check() { super::$check(super::in_memory); })+
        }
        mod sqlite {
            $(#[test] fn $check() {
                let place = super::Place::new();
                let made = std::cell::Cell::new(0);
                super::$check(|first| {
                    made.set(made.get() + 1);
                    let path = place.path.with_extension(made.get().to_string());
                    super::Sqlite::create_with(path, first).expect("a new ledger")
                });
            })+
        }
    };
}
over_every_store!(
    the_history_gives_the_pinned_head_and_the_same_answers,
    what_does_not_follow_is_refused,
    only_who_is_touched_looks_again
);

/// A place for a ledger file that goes away afterwards.
struct Place {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("ledger.db");
        Self { _folder: folder, path }
    }

    /// A place with the short history in it.
    fn begun() -> Self {
        let place = Self::new();
        drop(history::begun(1, |first| Sqlite::create_with(&place.path, first).expect("a new ledger")));
        place
    }
}

fn in_memory(first: Batch) -> Memory {
    let mut store = Memory::new();
    store.append(first).expect("an empty store takes the first batch");
    store
}

/// Every answer that a store gives, as text, asked through small pages.
fn answers(store: &impl Store) -> Vec<String> {
    let mut seen = vec![format!("{:?} {:?}", store.tip(), store.leaves(Position(2), Position(7)))];
    let mut events = Vec::new();
    while let Some(page) = store.page(Scope::All, Position(events.len() as u64), END, 7).ok().filter(|p| !p.is_empty())
    {
        events.extend(page);
    }
    for event in &events {
        let header = &event.header;
        seen.push(format!("{event:?} {:?}", store.event_by_id(header.event)));
        seen.push(format!("{:?} {:?}", store.by_command(header.command), store.stream_tip(header.stream)));
        seen.push(format!("{:?}", store.page(Scope::Stream(header.stream), event.position, END, 2)));
    }
    for (subject, position) in store.subjects(Position(0), END).expect("reads") {
        seen.push(format!("{subject:?} {position} {:?}", store.find(&subject)));
    }
    seen.extend(SubjectKind::ALL.map(|kind| format!("{:?}", store.list(kind))));
    seen.extend(
        store
            .documents(None, usize::MAX)
            .expect("reads")
            .iter()
            .map(|hash| format!("{hash} {:?}", store.document(*hash))),
    );
    seen
}

fn the_history_gives_the_pinned_head_and_the_same_answers<S: Store>(make: impl FnOnce(Batch) -> S) {
    let clerk = history::written(1, history::MOVED, make);
    let pattern = history::written(1, history::MOVED, in_memory);
    assert_eq!(clerk.ledger.head().expect("reads"), pattern.ledger.head().expect("reads"));
    assert_eq!(answers(clerk.ledger.store()), answers(pattern.ledger.store()));
    let store = clerk.ledger.store();
    assert_eq!(head_of(store.leaves(Position(0), END).expect("reads")), clerk.ledger.head().expect("reads"));
    assert_eq!(clerk.ledger.verify(None).expect("reads").findings, []);
}

/// A way in which a batch of two events does not follow, and what the store says.
type Spoiler = (&'static str, fn(&mut Batch));

const SPOILED: [Spoiler; 7] = [
    ("8 events where 7 were expected", |b| b.expect.size = 7),
    ("8 events where 9 were expected", |b| b.expect.size = 9),
    ("does not follow version", |b| resealed(&mut b.entries[1], |e| e.sealed.header.version += 1)),
    ("is not the hash of version", |b| resealed(&mut b.entries[1], |e| e.sealed.header.previous = Hash::ZERO)),
    ("its id is taken", |b| {
        let taken = b.entries[0].sealed.header.event;
        resealed(&mut b.entries[1], |e| e.sealed.header.event = taken);
    }),
    ("its hash is not that", |b| b.entries[0].sealed.header.actor = "eve".to_owned()),
    ("its hash is not that", |b| b.entries[0].sealed.payload = Some("{}".to_owned())),
];

fn resealed(entry: &mut Entry, change: impl FnOnce(&mut Entry)) {
    change(entry);
    entry.sealed.hash = entry.sealed.header.hash();
}

/// Events of the short history with two notes behind it, as one batch.
fn batch(from: u64, below: u64) -> Batch {
    let mut clerk = history::begun(1, in_memory);
    clerk.fact("2024-06-01", history::note("one"), "first");
    clerk.fact("2024-06-02", history::note("two"), "second");
    let sealed = clerk.ledger.store().page(Scope::All, Position(from), Position(below), 99).expect("reads");
    let entries = sealed.into_iter().map(|sealed| Entry { sealed, subjects: Vec::new() }).collect();
    Batch { expect: Expect::everything(from), entries, documents: vec![b"more".to_vec()] }
}

fn what_does_not_follow_is_refused<S: Store>(make: impl FnOnce(Batch) -> S) {
    let mut store = make(batch(0, 8));
    let before = answers(&store);
    for (message, spoil) in SPOILED {
        let mut batch = batch(8, 10);
        spoil(&mut batch);
        let error = store.append(batch).expect_err(message).to_string();
        assert!(error.contains(message), "{message}: {error}");
        assert_eq!(answers(&store), before, "{message}: nothing was written");
    }
    let again = Batch { expect: Expect::everything(8), ..batch(7, 8) };
    assert!(store.append(again).is_err(), "a recorded event is not recorded again");
    let mut unplaced = batch(8, 10);
    unplaced.entries.iter_mut().for_each(|entry| entry.sealed.position = Position(3));
    let head = store.append(unplaced).expect("the unspoiled batch is taken");
    let placed = store.page(Scope::All, Position(8), END, 9).expect("reads");
    let placed: Vec<u64> = placed.iter().map(|sealed| sealed.position.0).collect();
    assert_eq!(placed, [8, 9], "the store gives the positions");
    assert_eq!(head, head_of(store.leaves(Position(0), END).expect("reads")));
}

#[test]
fn a_writer_of_its_own_is_started_by_the_other_tests() {
    process::serve();
}

/// Texts of the notes that are in a ledger, after it was verified.
fn verified_notes(path: &Path) -> Vec<String> {
    let ledger = Ledger::open_file(path).expect("it opens");
    assert_eq!(ledger.verify(None).expect("reads").findings, []);
    let events = ledger.store().page(Scope::All, Position(8), END, usize::MAX).expect("reads");
    events.into_iter().map(|event| event.payload.expect("a payload")).collect()
}

#[test]
fn a_killed_writer_loses_nothing_that_was_acknowledged() {
    let place = Place::begun();
    let mut acknowledged = Vec::new();
    for round in 0..25_u32 {
        let mut writer = Writer::adding(&place.path, round, 1_000);
        // The moment of the kill differs from round to round: after some acts, and somewhere inside the next.
        acknowledged.extend((0..1 + round % 4).map_while(|_| writer.acknowledged()));
        std::thread::sleep(Duration::from_micros(u64::from(round) * 377));
        writer.kill();
        acknowledged.extend(std::iter::from_fn(|| writer.acknowledged()));
        assert!(!writer.wait());
        let notes = verified_notes(&place.path);
        let ledger = Ledger::open_file(&place.path).expect("it opens");
        assert!(acknowledged.iter().all(|head| ledger.head_at(head.size).expect("reads") == *head));
        let (written, heard) = (notes.len(), acknowledged.len());
        // Each killed writer can have written one act that it had no time to tell of.
        assert!((heard..=heard + round as usize + 1).contains(&written), "{heard} heard, {written} written");
    }
    assert!(acknowledged.len() >= 25);
}

#[test]
fn eight_writers_at_the_same_time_lose_nothing_and_double_nothing() {
    let place = Place::begun();
    let mut writers: Vec<Writer> = (0..8).map(|number| Writer::adding(&place.path, number, 25)).collect();
    let mut heads = BTreeSet::new();
    for writer in &mut writers {
        heads.extend(std::iter::from_fn(|| writer.acknowledged()).map(|head| head.size));
        assert!(writer.wait());
    }
    let notes: BTreeSet<String> = verified_notes(&place.path).into_iter().collect();
    assert_eq!((notes.len(), heads.len()), (200, 200));
    assert_eq!(Ledger::open_file(&place.path).expect("it opens").head().expect("reads").size, 208);
}

#[test]
fn verification_raises_no_alarm_while_others_write() {
    let place = Place::begun();
    let mut writer = Writer::adding(&place.path, 1, 60);
    let mut rounds = 0;
    while writer.acknowledged().is_some() {
        verified_notes(&place.path);
        rounds += 1;
    }
    assert_eq!((rounds, verified_notes(&place.path).len(), writer.wait()), (60, 60, true));
}

#[test]
fn a_write_whose_process_was_killed_is_rolled_back() {
    let place = Place::begun();
    let before = answers(&Sqlite::open(&place.path).expect("it opens"));
    let journal = place.path.with_extension("db-journal");
    let mut writer = Writer::stalling(&place.path);
    writer.acknowledged().expect("the write has begun");
    writer.kill();
    writer.wait();
    assert!(fs::metadata(&journal).is_ok_and(|file| file.len() > 0), "the journal is hot");
    assert_eq!(verified_notes(&place.path), Vec::<String>::new());
    assert_eq!(answers(&Sqlite::open(&place.path).expect("it opens")), before);
    assert!(fs::metadata(&journal).map_or(true, |file| file.len() == 0), "the journal holds nothing any more");
}

#[cfg(unix)]
#[test]
fn a_write_protected_ledger_is_verified_and_not_written() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::begun();
    let folder = place.path.parent().expect("it has one");
    let mode = |path: &Path, bits| fs::set_permissions(path, fs::Permissions::from_mode(bits)).expect("sets");
    let there = || (Hash::blake3(&fs::read(&place.path).expect("reads")), fs::read_dir(folder).expect("lists").count());
    let before = there();
    mode(&place.path, 0o444);
    mode(folder, 0o555);
    let notes = verified_notes(&place.path);
    let mut store = Sqlite::open(&place.path).expect("it opens");
    let refused = store.append(batch(8, 10));
    let after = there();
    mode(folder, 0o755);
    assert!(!store.is_writable() && notes.is_empty());
    assert!(matches!(refused, Err(AppendError::Refused(StoreError::ReadOnly(_)))), "{refused:?}");
    assert_eq!(after, before, "nothing was written");
}
