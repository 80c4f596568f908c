//! A folder of files is a log: verification, replay and a question run over it as over the ledger file, and see what was
//! changed in it.
//!
//! The folder lives in this test only; it shows that whoever reads needs no store. Absent by design: writing into it through
//! the ledger, which does not compile: a folder is no [`ledger_core::store::Store`].

#[path = "support/clerk.rs"]
mod clerk;
#[path = "folder_log/folder.rs"]
mod folder;
#[path = "support/history.rs"]
mod history;

use clerk::day;
use folder::Folder;
use ledger_core::ledger::{Ask, AskScope, Ledger};
use ledger_core::question::balance::{By, balance};
use ledger_core::store::{Batch, Log, Memory, Store};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn in_memory(first: Batch) -> Memory {
    let mut store = Memory::new();
    store.append(first).expect("an empty store takes the first batch");
    store
}

/// The whole history in memory, and written into a folder.
fn both() -> (Ledger<Memory>, TempDir) {
    let ledger = history::written(1, history::MOVED, in_memory).ledger;
    let place = tempfile::tempdir().expect("a temporary folder");
    folder::write(ledger.store(), place.path());
    (ledger, place)
}

fn read(place: &Path) -> Ledger<Folder> {
    Ledger::over(Folder::read(place)).expect("the folder holds a ledger")
}

/// What is asked, as text.
fn asked<L: Log>(ledger: &Ledger<L>) -> String {
    let ask = Ask { scope: AskScope::All, as_of: day("2024-04-02"), known_at: None };
    format!("{:?}", balance(&ledger.view(&ask).expect("it answers"), By::Device, None))
}

#[test]
fn a_ledger_reads_the_same_from_a_folder_of_files() {
    let (ledger, place) = both();
    let from_files = read(place.path());
    assert_eq!(from_files.head().expect("reads"), ledger.head().expect("reads"));
    assert_eq!(from_files.verify(None).expect("reads"), ledger.verify(None).expect("reads"));
    assert_eq!(from_files.verify(None).expect("reads").findings, []);
    let replayed = |done: Result<ledger_core::ledger::Replayed, _>| done.expect("it replays");
    assert_eq!(
        replayed(from_files.replay(None, &mut |_, _| {})),
        replayed(ledger.replay(None, &mut |_, _| {})),
        "folded from files it is the same book"
    );
    assert_eq!(asked(&from_files), asked(&ledger));
}

#[test]
fn what_was_changed_in_the_folder_is_found() {
    let (_, place) = both();
    let event = place.path().join("events/00000009");
    let text = fs::read_to_string(&event).expect("an event's file");
    fs::write(&event, text.replacen("clerk", "eve", 1)).expect("writes");
    let found = read(place.path()).verify(None).expect("reads").findings;
    assert!(found.iter().any(|finding| finding.rule.starts_with("INT-")), "{found:?}");
    let (_, place) = both();
    fs::remove_file(place.path().join("events/00000009")).expect("removes");
    let found = read(place.path()).verify(None).expect("reads").findings;
    assert!(found.iter().any(|finding| finding.rule.starts_with("INT-")), "{found:?}");
}
