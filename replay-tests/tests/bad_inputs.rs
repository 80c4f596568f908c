//! Bad inputs: each ends with its documented exit code and names its place and cause, and nothing else happens.
//!
//! The cases are texts in `bad-inputs/`; each begins with a copy of one ledger that the program itself has made. For
//! every case: exit code and code, as text and as JSON, the ledger's bytes, no new file, no panic, no control
//! character, in time. Absent by design: good inputs, and anything that is written.

#![cfg(unix)]

#[path = "bad_inputs/case.rs"]
mod case;
#[path = "bad_inputs/damage.rs"]
mod damage;
#[path = "bad_inputs/text.rs"]
mod text;
#[path = "bad_inputs/verdict.rs"]
mod verdict;
#[path = "bad_inputs/world.rs"]
mod world;

use case::Case;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use world::Prepared;

/// Cases that there are at least.
const LEAST: usize = 850;
/// Cases that are played at a time, beside those that wait for a lock.
const AT_A_TIME: usize = 3;
/// The text of the ledger that every case begins with.
const PREPARED: &str = "prepared";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("bad-inputs")
}

/// The program, built once in the target folder and profile of this test.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let profile = test.parent().and_then(Path::parent).expect("a test lies in the folder deps of its profile");
    let target = profile.parent().expect("a profile lies in the target folder");
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    build.current_dir(env!("CARGO_MANIFEST_DIR"));
    build.args(["build", "--quiet", "--package", "ledger-cli", "--bin", "licledger", "--target-dir"]).arg(target);
    if profile.ends_with("release") {
        build.arg("--release");
    }
    assert!(build.status().expect("cargo runs").success(), "the program is built");
    profile.join("licledger")
}

fn texts() -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder()).expect("the folder of cases is there");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    let text = |path: PathBuf| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&path).expect("a file of cases can be read"))
    };
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).map(text).collect()
}

fn all_cases(texts: &BTreeMap<String, String>) -> Vec<Case> {
    let files = texts.iter().filter(|(name, _)| *name != PREPARED);
    let cases: Vec<Case> = files
        .flat_map(|(name, text)| case::cases(name, text).unwrap_or_else(|what| panic!("{what}")))
        // To try some alone: BAD_INPUTS=part of a title.
        .filter(|case| {
            std::env::var("BAD_INPUTS").map_or(true, |part| format!("{}: {}", case.file, case.name).contains(&part))
        })
        .collect();
    let mut seen = BTreeSet::new();
    let twice = cases.iter().find(|case| !seen.insert((&case.file, &case.name)));
    assert!(twice.is_none(), "two cases have one title: {twice:?}");
    let mut seen = BTreeMap::new();
    for case in &cases {
        let what = (&case.before, &case.with, &case.env, &case.input, &case.encoding, &case.run);
        if let Some(other) = seen.insert(what, &case.name) {
            panic!("{} and {} of {} are the same", case.name, other, case.file);
        }
    }
    cases
}

/// Plays every case, several at a time; gives the failures in the order of the cases.
fn failures(prepared: &Prepared, cases: &[Case]) -> Vec<String> {
    let (next, found) = (AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let play = |case: &Case| {
        let faults = verdict::faults(prepared, case);
        if !faults.is_empty() {
            let told = format!("{}: {}\n    {}", case.file, case.name, faults.join("\n    "));
            found.lock().expect("no thread fails").insert((case.file.clone(), case.name.clone()), told);
        }
    };
    let (waiting, busy): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| case.waits());
    std::thread::scope(|scope| {
        for case in waiting {
            scope.spawn(|| play(case));
        }
        for _ in 0..AT_A_TIME {
            scope.spawn(|| {
                while let Some(case) = busy.get(next.fetch_add(1, Ordering::Relaxed)) {
                    play(case);
                }
            });
        }
    });
    found.into_inner().expect("no thread fails").into_values().collect()
}

#[test]
fn every_bad_input_is_refused_with_its_code_and_changes_nothing() {
    let texts = texts();
    let cases = all_cases(&texts);
    let prepared = Prepared::new(&program(), &texts[PREPARED]).unwrap_or_else(|what| panic!("{what}"));
    let failures = failures(&prepared, &cases);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    cases.iter().for_each(|case| *counts.entry(&case.group).or_default() += 1);
    println!("{} bad inputs: {counts:?}", cases.len());
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
    assert!(cases.len() >= LEAST || std::env::var_os("BAD_INPUTS").is_some(), "there are only {}", cases.len());
}
