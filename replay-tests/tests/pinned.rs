//! Pinned bytes: hashes that must be the same for ever, and ledgers of past releases that today's program must read.
//!
//! `past/pinned.txt` holds the hash of every event of a fixed history, its head, and the shipped rulebook's BLAKE3.
//! `past/RELEASE/` holds that history's file as the release wrote it, and what the release read from it. All of it is
//! written by one command, which leaves alone what is there:
//!
//! `cargo test -p replay-tests --test pinned -- --ignored`
//!
//! Before a release its own files can be removed first, to be written anew. After it they never change: an event's
//! stored shape is followed by another, the shipped rulebook by another, and a ledger that was once written stays
//! readable. Absent by design: refreshing anything in passing.

#[path = "support/clerk.rs"]
mod clerk;
#[path = "pinned/corrected.rs"]
mod corrected;
#[path = "support/history.rs"]
mod history;
#[path = "pinned/portrait.rs"]
mod portrait;

use ledger_core::catalogue::Rulebook;
use ledger_core::event::seal::{Header, Origin, SUITE};
use ledger_core::event::{Event, Fact, LossAccepted, Remarks, wire};
use ledger_core::ledger::Ledger;
use ledger_core::store::{Log, Memory, Scope, Sqlite, Store};
use ledger_core::vocabulary::{CommandId, EventId, Hash, Head, LedgerId, Position, StreamId};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use uuid::Uuid;

const LEDGER: &str = "ledger.licledger";
const PORTRAIT: &str = "expected.txt";
const HEAD: &str = "\
# Pinned: no line ever changes or goes away after the release that wrote it, since hashes of real ledgers would change
# with it. Lines: position, kind and hash of each event of the fixed history; hashes of single events beside it; the
# history's head; the shipped rulebook. Written by `cargo test -p replay-tests --test pinned -- --ignored`.
";

fn past() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("past")
}

/// What today's program seals and ships, line by line.
fn pins() -> String {
    let mut clerk = history::written(1, history::MOVED, |first| {
        let mut store = Memory::new();
        store.append(first).expect("an empty store takes the first batch");
        store
    });
    let mut lines = sealed(&clerk.ledger, 0);
    let size = lines.len() as u64;
    lines.push(format!("alone loss-accepted {}", loss_accepted().hash()));
    lines.push(format!("head {}", clerk.ledger.head().expect("reads")));
    lines.push(format!("rulebook {} {}", Rulebook::shipped().name(), Rulebook::shipped().hash()));
    corrected::write(&mut clerk);
    lines.extend(sealed(&clerk.ledger, size));
    lines.push(format!("head {}", clerk.ledger.head().expect("reads")));
    format!("{HEAD}{}\n", lines.join("\n"))
}

/// A line for each event from a position on.
fn sealed(ledger: &Ledger<Memory>, from: u64) -> Vec<String> {
    let events = ledger.store().page(Scope::All, Position(from), Position(u64::MAX), usize::MAX).expect("reads");
    events.iter().map(|event| format!("{} {} {}", event.position, event.header.kind, event.hash)).collect()
}

/// The one kind of event that no history of a whole ledger holds.
fn loss_accepted() -> Header {
    let pinned = Head { size: 9, root: Hash::blake3(b"pinned") };
    let event = Event::LossAccepted(LossAccepted { pinned, found: Head { size: 5, root: Hash::blake3(b"found") } });
    let remarks = Remarks { reason: Some("restored from größer".to_owned()), ..Remarks::default() };
    let kind = event.kind().to_owned();
    let payload = wire::encode(&Fact { event, remarks }).expect("it can be written");
    let id = Uuid::from_u128;
    Header {
        suite: SUITE,
        ledger: LedgerId(id(1)),
        stream: StreamId(id(1)),
        version: 2,
        previous: Hash::blake3(b"previous"),
        event: EventId(id(2)),
        command: CommandId(id(3)),
        request: Hash::blake3(b"request"),
        part: 1,
        parts: 1,
        kind,
        schema: wire::SCHEMA,
        origin: Origin::System.code(),
        effective: "2026-06-01".to_owned(),
        recorded: 1_780_272_000_000_000,
        actor: "clerk".to_owned(),
        rulebook: Hash::blake3(b"rulebook"),
        payload_hash: Hash::blake3(payload.as_bytes()),
    }
}

/// Compares texts line by line, so that a difference shows as the line that it is in.
fn assert_same(what: &str, expected: &str, found: &str) {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let differs = expected.iter().zip(&found).find(|(a, b)| a != b);
    assert_eq!(differs, None, "{what}: expected on the left, found on the right");
    assert_eq!(expected.len(), found.len(), "{what}: number of lines");
}

#[test]
fn every_hash_is_the_pinned_one() {
    let pinned = fs::read_to_string(past().join("pinned.txt")).expect("the pins are there");
    assert_same("pinned.txt", &pinned, &pins());
}

#[test]
fn the_pins_cover_every_kind_of_event() {
    let text = pins();
    let pinned: BTreeSet<&str> = text.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/event");
    let files = fs::read_dir(schemas).expect("the schemas are there").flatten();
    let kinds: BTreeSet<String> = files
        .filter_map(|file| file.file_name().to_string_lossy().split_once(".v").map(|(kind, _)| kind.to_owned()))
        .collect();
    let missing: Vec<&String> = kinds.iter().filter(|kind| !pinned.contains(kind.as_str())).collect();
    assert!(missing.is_empty() && kinds.len() >= 31, "{missing:?} of {} kinds", kinds.len());
}

#[test]
fn ledgers_of_past_releases_say_what_they_said() {
    let mut read = 0;
    for folder in fs::read_dir(past()).expect("the past is there").flatten().filter(|entry| entry.path().is_dir()) {
        let expected = fs::read_to_string(folder.path().join(PORTRAIT)).expect("what it said is there");
        // A copy: the past itself is never opened for writing.
        let copy = tempfile::tempdir().expect("a temporary folder");
        let file = copy.path().join(LEDGER);
        fs::copy(folder.path().join(LEDGER), &file).expect("copies");
        let ledger = Ledger::open_file(&file).expect("it opens");
        assert_same(&folder.file_name().to_string_lossy(), &expected, &portrait::of(&ledger));
        read += 1;
    }
    assert!(read >= 1, "at least the first release is there");
}

/// Writes what is missing, and nothing else.
#[test]
#[ignore = "writes the files that the other tests compare with"]
fn write_the_pins_and_this_release() {
    let (pins_file, release) = (past().join("pinned.txt"), past().join(env!("CARGO_PKG_VERSION")));
    fs::create_dir_all(&release).expect("makes the folder");
    if !pins_file.exists() {
        fs::write(&pins_file, pins()).expect("writes");
    }
    let file = release.join(LEDGER);
    if !file.exists() {
        let mut clerk =
            history::written(1, history::MOVED, |first| Sqlite::create_with(&file, first).expect("a new ledger"));
        corrected::write(&mut clerk);
        fs::write(release.join(PORTRAIT), portrait::of(&clerk.ledger)).expect("writes");
        drop(clerk);
        let _ = fs::remove_file(file.with_extension("licledger-journal"));
        assert!(fs::metadata(&file).expect("there").len() < 300_000);
    }
}
