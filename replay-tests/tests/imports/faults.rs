//! Rows that cannot be read or recorded: all are named at once, and nothing of their file is written.
//!
//! Absent by design: each fault of a cell on its own, which the reader's own tests have.

use crate::desk::Desk;
use serde_json::Value;

const HEADINGS: &str = "Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Lizenztyp;Anzahl;Schlüssel;Rolle;Nach Version";

/// Rows that are wrong, each with the code and the column of its fault.
const BAD: [(&str, &str, u64); 8] = [
    ("31.06.2016;Einbuchung;Muster;P;;;PBX-Port12;3;K-1;;", "IMP-DATE", 1),
    ("01.06.2016;Gekauft;Muster;P;;;PBX-Port12;3;K-2;;", "IMP-ACT", 2),
    ("01.06.2016;Gerät;Muster;P;00-90-33-zz;IP6010;;;;;", "IMP-SERIAL", 5),
    ("01.06.2016;Einbuchung;Muster;P;;;PBX-Prot;3;K-3;;", "IMP-LICENCE", 7),
    ("01.06.2016;Einbuchung;Muster;P;;;PBX-Port12;-3;K-4;;", "IMP-NUMBER", 8),
    ("01.06.2016;Einbuchung;Muster;P;;;PBX-Port12;3;;;", "IMP-BLANK", 9),
    ("01.06.2016;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;;Chef;", "IMP-WORD", 10),
    ("01.06.2016;Umwandlung;Muster;P;;;PBX-Port12;3;;;zwölf", "IMP-VERSION", 11),
];

/// A row between the bad ones with which nothing is wrong.
const GOOD: &str = "02.06.2016;Einbuchung;Muster;P;;;PBX-Port12;3;K-9;;";

fn file(rows: impl Iterator<Item = String>) -> Vec<u8> {
    std::iter::once(HEADINGS.to_owned()).chain(rows).map(|row| format!("{row}\n")).collect::<String>().into_bytes()
}

#[test]
fn every_bad_row_is_named_with_its_line_and_column_and_nothing_is_written() {
    let desk = Desk::ready();
    let before = desk.bytes();
    let bytes = file(BAD.iter().flat_map(|(row, ..)| [(*row).to_owned(), GOOD.replace("K-9", &format!("X{row:.2}"))]));
    let answer = desk.import("bad.csv", &bytes);
    assert_eq!(answer.code, 6, "{answer:?}");
    let told: Vec<(u64, u64, String)> = answer.error()["rows"].as_array().into_iter().flatten().map(fault).collect();
    let line = |number: usize| u64::try_from(2 * number + 2).expect("a small number");
    let expected = BAD.iter().enumerate().map(|(n, (_, code, column))| (line(n), *column, (*code).to_owned()));
    assert_eq!(told, expected.collect::<Vec<_>>());
    let text = desk.words(&["import", "bad.csv"]);
    assert_eq!(text.code, 6, "{text:?}");
    for (number, (_, code, column)) in BAD.iter().enumerate() {
        let said = text.err.lines().find(|said| said.starts_with(&format!("error[{code}]")));
        let said = said.unwrap_or_else(|| panic!("{code} is missing in {}", text.err));
        assert!(said.contains(&format!("bad.csv:{}:{column} ", line(number))), "{said}");
    }
    assert!(text.err.contains("8 faults, nothing was written"), "{}", text.err);
    assert!(desk.bytes() == before, "the ledger's bytes changed");
}

fn fault(row: &Value) -> (u64, u64, String) {
    let number = |key: &str| row[key].as_u64().unwrap_or_default();
    (number("line"), number("column"), row["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn every_row_that_the_ledger_cannot_take_is_named_and_nothing_is_written() {
    let desk = Desk::ready();
    let before = desk.bytes();
    let rows = [
        "01.06.2016;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;;;",
        "02.06.2016;Bindung;Muster;P;00-90-33-00-00-02;;PBX-Port12;3;;;",
        "03.06.2016;Einbuchung;;Unbekannt;;;PBX-Port12;3;K-1;;",
        "04.06.2016;Einbuchung;Muster;P;;;PBX-Port12;3;K-2;;",
        "05.06.2016;Upgrade;Muster;P;00-90-33-00-00-03;;PBX-Port12;3;;;13",
    ];
    let answer = desk.import("strange.csv", &file(rows.iter().map(|row| (*row).to_owned())));
    assert_eq!(answer.code, 6, "{answer:?}");
    let rows = answer.error()["rows"].clone();
    let told: Vec<(u64, &str)> = rows
        .as_array()
        .into_iter()
        .flatten()
        .map(|row| (row["line"].as_u64().unwrap_or_default(), row["code"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(told, [(3, "NOT-FOUND"), (4, "NOT-FOUND"), (6, "NOT-FOUND")], "{rows}");
    assert!(desk.bytes() == before, "the ledger's bytes changed");
}
