//! Names and keys in more than one spelling: one company is one company however its name is composed, one key one key.
//!
//! `past/0.2.0/names.licledger` was written by version 0.2.0, which took every spelling as another name: `Café Nord` with a
//! composed and a decomposed letter, `Werk  Süd` with two no-break blanks, the key `4711‑ABCD` with a no-break hyphen, one
//! of Cyrillic letters, `Berlin` with an invisible character, and an imported list of such names. The file never changes.
//! Absent by design: single characters, which the vocabulary's own tests and the bad inputs have.

use crate::desk::Desk;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// `Café Nord` and `Werk Süd` in letters of two parts and with other blanks.
const CAFE: [&str; 4] = ["Café Nord", "Cafe\u{301} Nord", "CAFÉ\u{a0}NORD", " cafe\u{301}\u{2003} nord "];
const WERK: [&str; 3] = ["Werk Süd", "werk\u{a0}\u{a0}su\u{308}d", "WERK  SU\u{308}D"];

/// What the list of 0.2.0 held, as it was spelt then and as another program exports it today.
const ROWS_THEN: &str = "01.02.2015;SSC-Gutschrift;Cafe\u{301} Nord;Su\u{308}d  West;7;AB  7;alte Liste\n\
                         02.02.2015;Notiz;Cafe\u{301} Nord;Su\u{308}d  West;;AB-8;gelesen\n";
const ROW_NEW: &str = "03.02.2015;SSC-Gutschrift;Café Nord;Süd West;1;AB-9;neue Liste\n";
const HEADINGS: &str = "Datum;Vorgang;Firma;Projekt;SSC;Referenz;Bemerkung\n";

fn old_ledger() -> Desk {
    let desk = Desk::ready();
    let past = Path::new(env!("CARGO_MANIFEST_DIR")).join("past/0.2.0/names.licledger");
    fs::copy(past, desk.path("ledger.db")).expect("the past is there");
    desk
}

/// The exit code and the document of an answer.
fn answer(desk: &Desk, words: &[&str]) -> (i32, Value) {
    let answer = desk.words(&[words, &["--json"]].concat());
    let document = if answer.out.is_empty() { &answer.err } else { &answer.out };
    (answer.code, serde_json::from_str(document).unwrap_or_else(|error| panic!("{words:?}: {error} {answer:?}")))
}

/// Credits of the whole ledger.
fn credits(desk: &Desk) -> i64 {
    let (_, balance) = answer(desk, &["balance"]);
    let rows = balance["rows"].as_array().expect("a balance has rows");
    rows.iter().filter(|row| row["family"] == "SSC").filter_map(|row| row["free"].as_i64()).sum()
}

#[test]
fn an_old_ledger_of_odd_spellings_is_whole_and_found_by_any_of_them() {
    let desk = old_ledger();
    desk.verify();
    desk.run("replay").done();
    for company in CAFE {
        let (code, shown) = answer(&desk, &["company", "show", company]);
        assert_eq!(code, 0, "{company}: {shown}");
        for project in WERK {
            let (code, balance) = answer(&desk, &["balance", "--project", project, "--company", company]);
            assert_eq!((code, &balance["rows"][0]["free"]), (0, &55.into()), "{company} {project}: {balance}");
        }
    }
    for key in ["4711-ABCD", "4711\u{2013}abcd", "4711 ABCD", "4711ABCD"] {
        let (code, history) = answer(&desk, &["history", key]);
        assert_eq!(code, 0, "{key}: {history}");
    }
}

#[test]
fn what_an_old_ledger_holds_in_another_spelling_is_not_recorded_again() {
    let desk = old_ledger();
    let redeem = ["key", "redeem", "4711ABCD", "--project", "Werk Süd", "--item", "SSC=50", "--date", "2013-02-11"];
    for (words, code) in [
        (&["company", "add", "Café Nord"][..], "PRJ-1"),
        (&["project", "open", "Werk Süd", "--company", "Café Nord"], "PRJ-1"),
        (&redeem, "PRJ-2"),
    ] {
        let (exit, error) = answer(&desk, words);
        assert_eq!((exit, &error["error"]["code"]), (4, &code.into()), "{words:?}: {error}");
    }
    desk.words(&["credit", "receive", "3", "--project", "Werk Süd", "--date", "2014-01-01"]).done();
    assert_eq!(credits(&desk), 65);
    desk.verify();
}

#[test]
fn a_list_that_an_old_version_imported_is_known_again_however_it_is_spelt() {
    let composed = ROWS_THEN.replace("e\u{301}", "é").replace("u\u{308}", "ü");
    for (title, rows) in [("as it was spelt", ROWS_THEN.to_owned()), ("composed letters", composed)] {
        let desk = old_ledger();
        let told = desk.import("rows.csv", format!("{HEADINGS}{rows}{ROW_NEW}").as_bytes()).done().json();
        assert_eq!((&told["import"]["rows_new"], credits(&desk)), (&1.into(), 63), "{title}: {told}");
        desk.verify();
    }
}

#[test]
fn one_list_in_two_normal_forms_is_one_company_and_counted_once() {
    let desk = Desk::ready();
    let composed = "Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;SSC;Schlüssel\n\
                    01.01.2014;Gerät;Müller GmbH;Köln;00-90-33-01-00-01;ip6010;;\n\
                    01.02.2014;Einbuchung;Müller GmbH;Köln;;;21;4711-ABCD\n";
    let decomposed = composed.replace('ü', "u\u{308}").replace('ö', "o\u{308}").replace('ä', "a\u{308}");
    let decomposed = format!("{}\n", decomposed.replace("4711-ABCD", "4711\u{2011}abcd"));
    desk.import("windows.csv", composed.as_bytes()).done();
    let told = desk.import("mac.csv", decomposed.as_bytes()).done().json();
    assert_eq!(told["import"]["rows_new"], 0, "{told}");
    let (_, companies) = answer(&desk, &["company", "list"]);
    assert_eq!((companies["rows"].as_array().map(Vec::len), credits(&desk)), (Some(1), 21), "{companies}");
}
