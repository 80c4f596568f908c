//! The same rows again: the same file, the same file by another name, exports that overlap, a row that changed.
//!
//! Absent by design: an import that was interrupted (`killed`).

use crate::desk::Desk;
use crate::table::Table;
use std::fs;

/// A day of the sample on which nothing happens; an export may end there.
const BETWEEN: &str = "2016-01-01";

/// Whether an answer is the receipt of an import before.
fn is_old(desk: &Desk, name: &str, bytes: &[u8]) {
    let (before, head) = (desk.bytes(), desk.head());
    let told = desk.import(name, bytes).done().json();
    assert_eq!(told["already_recorded"], true, "{told}");
    assert_eq!(told["head"], head, "{told}");
    let text = desk.words(&["import", name]).done().out;
    assert!(text.contains("already imported"), "{text}");
    assert_eq!(desk.head(), head);
    assert!(desk.bytes() == before, "the ledger's bytes changed");
}

#[test]
fn a_file_that_was_imported_before_changes_nothing_whatever_it_is_called() {
    let bytes = Table::sample().bytes();
    let desk = Desk::with(&bytes);
    is_old(&desk, "rows.csv", &bytes);
    is_old(&desk, "export (2).txt", &bytes);
    desk.verify();
    assert_eq!(desk.rows("import list").as_array().map(Vec::len), Some(1));
}

#[test]
fn two_files_that_say_the_same_in_other_words_bring_it_once() {
    let sample = Table::sample();
    let desk = Desk::with(&sample.bytes());
    let before = desk.everything();
    let told = desk.import("again.csv", &sample.in_english().bytes()).done().json();
    assert_eq!((&told["import"]["rows_new"], &told["import"]["rows_known"]), (&0.into(), &136.into()), "{told}");
    assert_eq!(desk.everything(), before);
}

#[test]
fn an_export_that_goes_on_where_another_ended_brings_only_what_is_new() {
    let sample = Table::sample();
    let days = sample.days();
    let early: Vec<usize> = days.range(..BETWEEN.to_owned()).flat_map(|(_, rows)| rows.clone()).collect();
    let early = sample.with(early.iter().map(|row| sample.rows[*row].clone()).collect());
    let desk = Desk::ready();
    let first = desk.import("2015.csv", &early.bytes()).done().json();
    let second = desk.import("2026.csv", &sample.bytes()).done().json();
    let count = |told: &serde_json::Value, key: &str| told["import"][key].as_u64().unwrap_or_default();
    assert_eq!(count(&second, "rows_known"), count(&first, "rows_new"));
    let whole = Desk::with(&sample.bytes());
    assert_eq!(count(&first, "rows_new") + count(&second, "rows_new"), 136);
    assert_eq!(desk.everything(), whole.everything());
    desk.verify();
}

#[test]
fn any_two_exports_that_overlap_come_to_the_same_balances() {
    let sample = Table::sample();
    let whole = Desk::with(&sample.bytes()).balances();
    let days: Vec<Vec<usize>> = sample.days().into_values().collect();
    for cut in (1..days.len()).step_by(9) {
        let rows = |days: &[Vec<usize>]| days.iter().flatten().map(|row| sample.rows[*row].clone()).collect();
        let (early, late) = (sample.with(rows(&days[..cut])), sample.with(rows(&days[cut.saturating_sub(3)..])));
        let desk = Desk::with(&early.bytes());
        desk.import("late.csv", &late.bytes()).done();
        assert_eq!(desk.balances(), whole, "cut behind day {cut}");
    }
}

#[test]
fn a_known_row_with_another_quantity_is_refused_and_nothing_of_its_file_is_written() {
    let sample = Table::sample();
    let desk = Desk::with(&sample.bytes());
    let before = desk.bytes();
    let (act, quantity) = (sample.column("Vorgang"), sample.column("Anzahl"));
    for (word, code) in [("Bindung", "IMP-CHANGED"), ("Einbuchung", "IMP-CHANGED"), ("Upgrade", "IMP-CHANGED")] {
        let mut changed = sample.clone();
        let place = changed.rows.iter().rposition(|row| row[act] == word && !row[quantity].is_empty());
        let place = place.expect("the sample has such an act");
        changed.rows[place][quantity] = "7".to_owned();
        let mut more = changed.rows[0].clone();
        (more[4], more[0]) = ("00-90-33-99-99-99".to_owned(), "01.03.2026".to_owned());
        changed.rows.push(more);
        let answer = desk.import("changed.csv", &changed.bytes());
        assert_eq!(answer.code, 6, "{word}: {answer:?}");
        let rows = answer.error()["rows"].clone();
        assert_eq!(rows.as_array().map(Vec::len), Some(1), "{word}: {rows}");
        assert_eq!(rows[0]["code"], code, "{word}: {rows}");
        // Rows of one key are one act, which is named by its first row.
        if word != "Einbuchung" {
            assert_eq!(rows[0]["line"], place + 2, "{word}: {rows}");
        }
        assert!(desk.bytes() == before, "{word}: the ledger's bytes changed");
    }
}

const HEADINGS: &str = "Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Lizenztyp;Anzahl;SSC;Schlüssel";
const DEVICE: &str = "01.06.2016;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;;";
const CREDITS: &str = "09.06.2016;SSC-Gutschrift;Muster;P;;;;;5;";
const KEY: &str = "03.06.2016;Einbuchung;Muster;P;;;PBX-Port12;10;;K-9";
const MORE_OF_THE_KEY: &str = "03.06.2016;Einbuchung;Muster;P;;;PBX-UC12;3;;K-9";

fn file(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

#[test]
fn rows_that_are_alike_are_told_apart_by_how_often_they_stand_in_a_file() {
    let desk = Desk::with(&file(&[DEVICE, CREDITS]));
    for (times, new) in [(2, 1), (3, 1), (1, 0), (3, 0)] {
        let rows = [&[DEVICE][..], &vec![CREDITS; times]].concat();
        let told = desk.import("twins.csv", &file(&rows)).done().json();
        // The file with one of them is the one that was imported first.
        assert_eq!(told["import"]["rows_new"].as_u64().unwrap_or_default(), new, "{times}: {told}");
    }
    assert_eq!(desk.rows("balance")[0]["free"], 15);
}

#[test]
fn a_key_of_which_an_earlier_export_had_a_part_is_refused() {
    let desk = Desk::with(&file(&[DEVICE, KEY]));
    let before = desk.bytes();
    let answer = desk.import("more.csv", &file(&[DEVICE, KEY, MORE_OF_THE_KEY]));
    assert_eq!((answer.code, &answer.error()["rows"][0]["code"]), (6, &"IMP-CHANGED".into()), "{answer:?}");
    assert!(desk.bytes() == before, "the ledger's bytes changed");
}

#[test]
fn a_trial_run_says_what_would_come_and_writes_nothing() {
    let desk = Desk::with(&file(&[DEVICE]));
    let before = desk.bytes();
    let bytes = Table::sample().bytes();
    fs::write(desk.path("history.csv"), &bytes).expect("a file can be written");
    let planned = desk.words(&["--json", "import", "history.csv", "--dry-run"]).done().json();
    assert!(desk.bytes() == before, "the ledger's bytes changed");
    let told = desk.import("history.csv", &bytes).done().json();
    assert_eq!(planned["import"], told["import"]);
}
