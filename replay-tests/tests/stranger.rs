//! A stranger checks the program: `stranger/verify.py`, plain Python written from `schemas/` alone, recomputes the record,
//! balances and coverage of random ledgers with corrections and compares them with the program's own answers.
//!
//! The normal run takes 10 ledgers; `STRANGER_LEDGERS=75` takes as many as are named. Absent by design: any other way to
//! know what is right than the published description.

use replay_tests::place::Place;
use replay_tests::stranger::{LEDGER, Wanted, lay_out};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LEDGERS: u64 = 10;
/// What must have been compared at least once.
const COUNTS: [&str; 6] = ["ledgers", "events", "documents", "balance_rows", "ssa_rows", "corrections"];

fn verifier() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("stranger/verify.py")
}

fn ledgers() -> u64 {
    std::env::var("STRANGER_LEDGERS").ok().and_then(|text| text.parse().ok()).unwrap_or(LEDGERS)
}

/// Exit code, counts and complaints of the verifier.
fn verified(folder: &Path) -> (i32, Value, String) {
    let output = Command::new("python3").arg(verifier()).arg(folder).output();
    let output = output.expect("python3 must be installed: the description is checked by a program in Python");
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let last = out.lines().last().unwrap_or_default();
    let counts = serde_json::from_str(last).unwrap_or_else(|error| panic!("{error}: {last:?}\n{err}"));
    (output.status.code().expect("the verifier ends by itself"), counts, format!("{out}{err}"))
}

/// Changes one text in a file, which must hold it.
fn change(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).expect("the answer is there");
    assert!(text.contains(from), "{} lacks {from}", file.display());
    fs::write(file, text.replacen(from, to, 1)).expect("the answer can be written");
}

#[test]
fn a_stranger_comes_to_the_same_record_balances_and_coverage() {
    let place = Place::new();
    let folder = place.path("stranger");
    let wanted = Wanted { first_seed: 40_000, ledgers: ledgers(), orders: 60 };
    let written = lay_out(&folder, wanted).expect("the ledgers are written");
    let (code, counts, said) = verified(&folder);
    assert_eq!(code, 0, "{said}");
    assert_eq!(counts["ledgers"].as_u64(), u64::try_from(written).ok(), "{said}");
    for count in COUNTS {
        assert!(counts[count].as_u64().is_some_and(|number| number > 0), "{count}: {counts}");
    }
}

#[test]
fn a_stranger_sees_a_wrong_figure_a_wrong_head_and_a_changed_payload() {
    let place = Place::new();
    let folder = place.path("stranger");
    let ledger = folder.join("ledger-40002");
    lay_out(&folder, Wanted { first_seed: 40_002, ledgers: 1, orders: 30 }).expect("the ledger is written");
    let kept: Vec<(PathBuf, Vec<u8>)> = ["answers/01-balance.json", "answers/02-ssa.json", "answers/00-verify.json"]
        .iter()
        .map(|name| (ledger.join(name), fs::read(ledger.join(name)).expect("the answer is there")))
        .collect();
    for ((file, bytes), (from, to)) in kept.iter().zip([
        ("\"free\":", "\"free\":7"),
        ("\"until\":\"20", "\"until\":\"19"),
        ("\"root\":\"", "\"root\":\"0"),
    ]) {
        change(file, from, to);
        let (code, _, said) = verified(&folder);
        assert_eq!(code, 1, "{}: {said}", file.display());
        fs::write(file, bytes).expect("the answer can be written");
    }
    let database = ledger.join(LEDGER);
    let connection = rusqlite::Connection::open(&database).expect("the ledger is a database");
    let change =
        "DROP TRIGGER event_stays; UPDATE event SET payload = replace(payload, '400', '401') WHERE position = 9";
    connection.execute_batch(change).expect("whoever holds the file can change it");
    drop(connection);
    let (code, _, said) = verified(&folder);
    assert_eq!(code, 1, "{said}");
}
