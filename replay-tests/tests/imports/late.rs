//! Facts that come late: what was known before stays as it was, byte for byte, and what is known now counts them.
//!
//! Absent by design: corrections of earlier facts.

use crate::desk::{Answer, Desk};
use crate::table::Table;

/// What is asked of the past.
const QUESTIONS: [&str; 10] = [
    "balance",
    "balance --by device",
    "ssa show",
    "warranty show",
    "device list",
    "register",
    "event list",
    "key list",
    "project list",
    "history 00-90-33-1c-04-10",
];

/// Every answer as known at some positions, on some days, for people and for programs.
fn answers(desk: &Desk, positions: &[u64]) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for known_at in positions {
        for question in QUESTIONS {
            for day in ["", " --as-of 2013-12-31", " --as-of 2016-11-01"] {
                for form in ["", " --json"] {
                    let line = format!("{question}{day} --known-at {known_at}{form}");
                    let answer = desk.run(&line);
                    assert!(matches!(answer.code, 0 | 1 | 3), "{line}: {answer:?}");
                    answers.push((line, answer));
                }
            }
        }
    }
    answers
}

#[test]
fn late_facts_leave_what_was_known_before_as_it_was() {
    let sample = Table::sample();
    let act = sample.column("Vorgang");
    // Reported late: whatever is mere addition, so that the facts that came first do not lack it.
    let is_late = |row: &Vec<String>| ["SSC-Gutschrift", "Notiz", "Miete", "Garantie"].contains(&row[act].as_str());
    let (late, early): (Vec<_>, Vec<_>) = sample.rows.iter().cloned().partition(is_late);
    assert!(late.len() >= 15, "{} rows are late", late.len());
    let desk = Desk::with(&sample.with(early).bytes());
    let size = desk.head()["size"].as_u64().expect("a size");
    let before = answers(&desk, &[size / 2, size]);
    let told = desk.import("late.csv", &sample.with(late).bytes()).done().json();
    assert_eq!(told["import"]["rows_known"], 0, "{told}");
    for ((line, before), (_, after)) in before.iter().zip(answers(&desk, &[size / 2, size])) {
        assert_eq!(*before, after, "{line}");
    }
    assert_eq!(desk.balances(), Desk::with(&sample.bytes()).balances());
    desk.verify();
}

const HEADINGS: &str = "Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Lizenztyp;Anzahl;Schlüssel";

#[test]
fn a_late_fact_that_takes_what_a_later_one_took_is_said_of_the_later_one() {
    let early = format!(
        "{HEADINGS}
01.06.2016;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;
01.06.2016;Gerät;Muster;P;00-90-33-00-00-02;IP6010;;;
01.06.2016;Einbuchung;Muster;P;;;PBX-Port12;10;K-1
05.06.2016;Bindung;Muster;P;00-90-33-00-00-01;;PBX-Port12;10;
"
    );
    let desk = Desk::with(early.as_bytes());
    let last = desk.head()["size"].as_u64().expect("a size") - 2;
    let late = format!("{HEADINGS}\n03.06.2016;Bindung;Muster;P;00-90-33-00-00-02;;PBX-Port12;5;\n");
    desk.import("late.csv", late.as_bytes()).done();
    let balance = desk.run("--json balance").done().json();
    let findings = &balance["findings"];
    assert_eq!((&findings[0]["rule"], &findings[0]["events"][0]), (&"PRJ-3".into(), &last.into()), "{balance}");
    assert_eq!((&balance["rows"][0]["free"], &balance["rows"][0]["bound"]), (&(-5).into(), &15.into()), "{balance}");
    desk.verify();
}
