//! What is published under `schemas/` about the record is complete: tables, requests, exit codes and identifiers.
//!
//! The sources are read as text, so that a word which is new in the program and missing in the description fails here.
//! Absent by design: whether a sentence is true, which `stranger/` checks.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const RECORD: &str = include_str!("../../schemas/record.md");
const CODES: &str = include_str!("../../schemas/codes.md");
const REQUEST: &str = include_str!("../../ledger-core/src/decide/request.rs");

fn house() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every source file under a folder, without tests of its own.
fn sources(folder: &Path, found: &mut Vec<String>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a source folder can be read").flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).expect("a source file can be read");
            found.push(text.split("#[cfg(test)]").next().unwrap_or_default().to_owned());
        }
    }
}

/// The texts in double quotes that follow a beginning.
fn quoted_after(text: &str, beginning: &str) -> BTreeSet<String> {
    let pieces = text.split(beginning).skip(1);
    pieces.filter_map(|rest| rest.split_once('"').map(|(word, _)| word.to_owned())).collect()
}

/// Whether a description names a word in code letters.
fn names(description: &str, word: &str) -> bool {
    description.contains(&format!("`{word}`"))
}

#[test]
fn the_published_tables_are_those_that_a_ledger_is_made_with() {
    let made_with = fs::read(house().join("ledger-core/src/store/sqlite/schema.sql")).expect("it is there");
    assert!(made_with == fs::read(house().join("schemas/ledger.v1.sql")).expect("it is published"));
}

#[test]
fn every_request_and_every_field_of_one_is_described() {
    let acts = quoted_after(REQUEST, "put(\"act\", \"");
    assert!(acts.len() > 20, "{acts:?}");
    let fields: BTreeSet<String> =
        ["put(\"", "put_if(\"", "project(\""].iter().flat_map(|call| quoted_after(REQUEST, call)).collect();
    let missing: Vec<&String> = acts.iter().chain(&fields).filter(|word| !names(RECORD, word)).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn every_identifier_that_the_program_can_say_is_described() {
    let mut texts = Vec::new();
    sources(&house().join("ledger-core/src"), &mut texts);
    sources(&house().join("ledger-cli/src"), &mut texts);
    let is_code = |word: &String| word.len() > 4 && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'-');
    let in_source = |beginning: &str| -> BTreeSet<String> {
        let found = texts.iter().flat_map(|text| quoted_after(text, beginning));
        found.map(|rest| format!("{}{rest}", &beginning[1..])).filter(is_code).collect()
    };
    let mut codes = in_source("\"INT-");
    codes.extend(in_source("\"IMP-"));
    assert!(codes.len() > 35, "{codes:?}");
    codes.extend(texts.iter().flat_map(|text| {
        let stated = text.split("Exit::").skip(1).filter_map(|rest| rest.split_once(", \""));
        let stated = stated.filter(|(before, _)| before.bytes().all(|b| b.is_ascii_alphabetic()));
        stated.filter_map(|(_, rest)| rest.split_once('"').map(|(word, _)| word.to_owned())).collect::<Vec<_>>()
    }));
    let obstacles = include_str!("../../ledger-core/src/store/obstacle.rs");
    codes.extend(quoted_after(obstacles, "=> \""));
    let missing: Vec<&String> = codes.iter().filter(|code| is_code(code) && !names(CODES, code)).collect();
    assert_eq!(missing, Vec::<&String>::new());
}

#[test]
fn every_exit_code_is_described() {
    let fault = fs::read_to_string(house().join("ledger-cli/src/fault.rs")).expect("it is there");
    let (_, exits) = fault.split_once("enum Exit {").expect("it has the exit codes");
    let (exits, _) = exits.split_once('}').expect("they end");
    let codes: Vec<&str> =
        exits.lines().filter_map(|line| line.split_once(" = ")).map(|(_, code)| code.trim_end_matches(',')).collect();
    assert!(codes.len() > 8, "{codes:?}");
    let missing: Vec<&&str> = codes.iter().filter(|code| !CODES.contains(&format!("\n| {code} | "))).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}
