//! Imports and corrections: what was annulled stays annulled when its file comes again, and late rows fall where they
//! belong, also between an event and its reversal.
//!
//! Absent by design: what corrections do to figures (scenarios).

use crate::desk::Desk;
use serde_json::Value;

const HEADINGS: &str = "Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Lizenztyp;Anzahl;SSC;Schlüssel";
const ROWS: [&str; 6] = [
    "01.06.2016;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;;",
    "01.06.2016;Gerät;Muster;P;00-90-33-00-00-02;IP6010;;;;",
    "02.06.2016;Einbuchung;Muster;P;;;PBX-Port12;10;;K-1",
    "02.06.2016;Einbuchung;Muster;P;;;PBX-UC12;3;;K-1",
    "05.06.2016;Bindung;Muster;P;00-90-33-00-00-01;;PBX-Port12;10;;",
    "09.06.2016;SSC-Gutschrift;Muster;P;;;;;5;",
];
const MORE: &str = "01.07.2016;SSC-Gutschrift;Muster;P;;;;;7;";

fn file(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

/// The position of the only event of a kind.
fn only(desk: &Desk, kind: &str) -> u64 {
    let rows = desk.rows(&format!("event list --kind {kind}"));
    let rows = rows.as_array().expect("a list has rows");
    assert_eq!(rows.len(), 1, "{kind}: {rows:?}");
    rows[0]["position"].as_u64().expect("an event has a position")
}

/// Free and bound units of a licence on a day.
fn held(desk: &Desk, licence: &str, day: &str) -> (i64, i64) {
    let rows = desk.rows(&format!("balance {licence} --as-of {day}"));
    let count = |key: &str| rows[0][key].as_i64().unwrap_or_default();
    (count("free"), count("bound"))
}

fn known(desk: &Desk, name: &str, rows: &[&str]) -> (Value, Value) {
    let told = desk.import(name, &file(rows)).done().json();
    (told["import"]["rows_new"].clone(), told["import"]["rows_known"].clone())
}

#[test]
fn a_row_whose_event_was_annulled_stays_annulled_when_it_comes_again() {
    let desk = Desk::with(&file(&ROWS));
    desk.run(&format!("event annul {} --reason misread", only(&desk, "licences-bound"))).done();
    let told = desk.import("again.csv", &file(&ROWS)).done().json();
    assert_eq!(told["already_recorded"], true, "{told}");
    let overlapping = [&ROWS[..], &[MORE]].concat();
    assert_eq!(known(&desk, "more.csv", &overlapping), (1.into(), 5.into()));
    assert_eq!(held(&desk, "PBX-Port12", "2016-12-31"), (10, 0));
    desk.verify();
}

#[test]
fn a_key_of_several_rows_is_corrected_as_one_and_known_as_one() {
    let desk = Desk::with(&file(&ROWS));
    let key = only(&desk, "key-redeemed");
    let items = desk.rows(&format!("event show {key}"))[0]["payload"]["items"].clone();
    let of_uc = items.as_array().expect("items").iter().position(|item| item["licence"] == "PBX-UC12");
    let line = format!("event amend {key} --set items.{}.units=4 --reason miscounted", of_uc.expect("an item"));
    desk.run(&line).done();
    assert_eq!(held(&desk, "PBX-UC12", "2016-12-31"), (4, 0));
    let overlapping = [&ROWS[..], &[MORE]].concat();
    assert_eq!(known(&desk, "more.csv", &overlapping), (1.into(), 5.into()));
    assert_eq!(held(&desk, "PBX-UC12", "2016-12-31"), (4, 0));
    // The corrected list of the vendor is not taken for the correction: a row that changed is refused.
    let changed: Vec<String> = overlapping.iter().map(|row| row.replace("PBX-UC12;3", "PBX-UC12;4")).collect();
    let changed: Vec<&str> = changed.iter().map(String::as_str).collect();
    let answer = desk.import("changed.csv", &file(&changed));
    assert_eq!((answer.code, &answer.error()["rows"][0]["code"]), (6, &"IMP-CHANGED".into()), "{answer:?}");
    desk.verify();
}

#[test]
fn a_late_row_between_a_binding_and_its_reversal_holds_until_then() {
    let desk = Desk::with(&file(&ROWS));
    let bound = only(&desk, "licences-bound");
    desk.run(&format!("event reverse {bound} --date 2016-06-20 --reason cancelled")).done();
    let late = [
        "10.06.2016;Freigabe;Muster;P;00-90-33-00-00-01;;PBX-Port12;4;;",
        "25.06.2016;Bindung;Muster;P;00-90-33-00-00-02;;PBX-Port12;6;;",
    ];
    assert_eq!(known(&desk, "late.csv", &late), (2.into(), 0.into()));
    assert_eq!(held(&desk, "PBX-Port12", "2016-06-09"), (0, 10));
    assert_eq!(held(&desk, "PBX-Port12", "2016-06-15"), (4, 6));
    // From the reversal on the release takes back what was never bound: shown, not hidden.
    let told = desk.run("--json balance PBX-Port12 --as-of 2016-06-21").done().json();
    let row = &told["rows"][0];
    assert_eq!((&row["free"], &row["bound"]), (&14.into(), &(-4).into()), "{told}");
    let rules: Vec<&str> =
        told["findings"].as_array().expect("findings").iter().filter_map(|f| f["rule"].as_str()).collect();
    assert!(rules.contains(&"REL-7"), "{rules:?}");
    desk.verify();
}

#[test]
fn a_row_that_an_annulled_binding_would_have_needed_is_recorded_with_its_finding() {
    let desk = Desk::with(&file(&ROWS));
    desk.run(&format!("event annul {} --reason never --fact", only(&desk, "key-redeemed"))).done();
    let told = desk.import("late.csv", &file(&["25.06.2016;Bindung;Muster;P;00-90-33-00-00-02;;PBX-Port12;2;;"]));
    let told = told.done().json();
    let rules: Vec<&str> = told["import"]["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert!(rules.contains(&"PRJ-3"), "{told}");
    assert_eq!(held(&desk, "PBX-Port12", "2016-12-31"), (-12, 12));
    desk.verify();
}

#[test]
fn a_loss_that_takes_a_correction_with_it_brings_back_what_it_corrected() {
    let desk = Desk::with(&file(&ROWS));
    let before = desk.bytes();
    let bound = only(&desk, "licences-bound");
    let id = "01890000-0000-7000-8000-0000000000aa";
    let annul = format!("event annul {bound} --reason misread --command-id {id}");
    desk.run(&annul).done();
    let receipt = desk.run(&format!("--json status --command-id {id}")).done().json();
    assert_eq!(receipt["events"][0]["kind"], "event-annulled", "{receipt}");
    assert_eq!(held(&desk, "PBX-Port12", "2016-12-31"), (10, 0));
    std::fs::write(desk.path("ledger.db"), before).expect("a ledger can be written");
    assert_eq!(desk.run("balance").code, 5);
    desk.run("restore --accept-loss --reason backup --yes").done();
    assert_eq!(held(&desk, "PBX-Port12", "2016-12-31"), (0, 10));
    assert_eq!(desk.run(&format!("status --command-id {id}")).code, 3);
    // The id is free again: the correction is recorded once more.
    desk.run(&annul).done();
    assert_eq!(held(&desk, "PBX-Port12", "2016-12-31"), (10, 0));
    desk.verify();
}
