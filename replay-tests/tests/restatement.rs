//! What someone kept against what is known now: a position, a JSON answer and a signed note tell the same, a ledger that
//! is not the one that was kept is a failure of integrity, and what differs adds up to the answers themselves.
//!
//! Absent by design: layout (goldens) and files that cannot be read (bad inputs).

#[path = "support/desk.rs"]
mod desk;

use data_encoding::{BASE64, HEXLOWER};
use desk::{Around, Desk};
use serde_json::Value;
use std::collections::BTreeMap;

const LATE: [&str; 2] = [
    "credit receive 9 --project DEFAULT --company 'Muster GmbH' --date 2013-03-01",
    "licence bind PBX-Port12 3 --to 00-90-33-01-00-01 --date 2013-06-01 --fact --reason 'seen on the device'",
];
const DAY: &str = "2013-12-31";

fn json(desk: &Desk, line: &str) -> Value {
    let said = desk.ask(&format!("{line} --json"), &Around::plain());
    serde_json::from_str(said.trim_start_matches("0 ")).unwrap_or_else(|error| panic!("{line}: {error}: {said}"))
}

/// A note as a witness would keep it, with a signature that nobody can check.
fn note(head: &Value) -> String {
    let root = head["root"].as_str().expect("a head has a root");
    let root = HEXLOWER.decode(root.as_bytes()).expect("a root is hex");
    format!("example.org/licences\n{}\n{}\n\n\u{2014} witness AAAAAAE=\n", head["size"], BASE64.encode(&root))
}

/// How a line fails, and what it says.
fn fails(desk: &Desk, line: &str) -> (i32, String) {
    let output = desk.run(line, &Around::plain());
    let code = output.status.code().expect("the program ends by itself");
    (code, String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The rows of one part.
fn part<'a>(document: &'a Value, part: &str) -> Vec<&'a Value> {
    let rows = document["rows"].as_array().expect("a report has rows");
    rows.iter().filter(|row| row["part"] == part).collect()
}

#[test]
fn a_position_a_report_and_a_note_tell_the_same() {
    let desk = Desk::prepared();
    let kept = json(&desk, &format!("balance --as-of {DAY}"));
    desk.put("kept.json", &kept.to_string());
    desk.put("kept.txt", &note(&kept["head"]));
    LATE.iter().for_each(|line| desk.done(line));
    let since = json(&desk, &format!("restatement --since {} --as-of {DAY}", kept["head"]["size"]));
    let moved: Vec<(&str, &str, i64)> = part(&since, "figure")
        .iter()
        .filter_map(|row| Some((row["subject"].as_str()?, row["figure"].as_str()?, row["change"].as_i64()?)))
        .collect();
    let expected = [
        ("DEFAULT", "credits", 9),
        ("PBX-Port12", "free", -3),
        ("PBX-Port12", "bound", 3),
        ("PBX-Port12 on 00-90-33-01-00-01", "bound", 3),
    ];
    assert_eq!(moved, expected, "{since}");
    assert_eq!(part(&since, "event").len(), 2, "{since}");
    for file in ["kept.json", "kept.txt"] {
        let told = json(&desk, &format!("restatement --checkpoint {file} --as-of {DAY}"));
        assert_eq!(told["rows"], since["rows"], "{file}");
        assert_eq!(told["signature_checked"], false, "{file}");
    }
    let text = desk.ask(&format!("restatement --checkpoint kept.txt --as-of {DAY}"), &Around::plain());
    assert!(text.contains("its signature (by witness) was not checked"), "{text}");
}

#[test]
fn a_ledger_that_is_not_the_one_that_was_kept_is_a_failure_of_integrity() {
    let (desk, other) = (Desk::prepared(), Desk::prepared());
    let head = json(&desk, "status")["head"].clone();
    other.put("kept.txt", &note(&head));
    let (code, said) = fails(&other, "restatement --checkpoint kept.txt --json");
    assert!(code == 5 && said.contains("\"CHECKPOINT\""), "{code} {said}");
    LATE.iter().for_each(|line| desk.done(line));
    let longer = json(&desk, "status").to_string();
    other.put("longer.json", &longer);
    let (code, said) = fails(&other, "restatement --checkpoint longer.json --json");
    assert!(code == 5 && said.contains("\"CHECKPOINT\"") && said.contains("less than"), "{code} {said}");
}

#[test]
fn the_day_that_is_spoken_about_is_the_same_in_every_time_zone() {
    let desk = Desk::prepared();
    let size = desk.size();
    desk.done_around(LATE[0], &Around { now: Some("2026-12-01T00:00:00Z"), ..Around::plain() });
    let line = format!("restatement --since {size} --json");
    let plain = desk.ask(&line, &Around::plain());
    assert!(plain.contains("\"as_of\":\"2026-11-24\""), "{plain}");
    for zone in ["Pacific/Kiritimati", "America/Adak"] {
        assert_eq!(plain, desk.ask(&line, &Around { now: None, zone: Some(zone), locale: None }), "{zone}");
    }
}

#[test]
fn what_differs_from_the_empty_ledger_is_the_balance() {
    let desk = Desk::prepared();
    for day in [DAY, "2020-06-30", "2026-11-24"] {
        let from_nothing =
            [format!("diff --from-as-of 1999-12-31 --as-of {day}"), format!("diff --from-known-at 0 --as-of {day}")];
        let balance = json(&desk, &format!("balance --as-of {day}"));
        let mut expected: BTreeMap<(String, String), i64> = BTreeMap::new();
        for row in balance["rows"].as_array().expect("a balance has rows") {
            for figure in ["free", "bound", "ssa_covered"].into_iter().filter(|figure| row[figure] != 0) {
                let credits = row["family"] == "SSC";
                let name = format!("{} {}", row["licence"], if credits { "credits" } else { figure });
                let counted = row[figure].as_i64().expect("a balance counts");
                *expected.entry((row["licence"].to_string(), name)).or_default() += counted;
            }
        }
        for line in from_nothing {
            let told = json(&desk, &line);
            let mut found: BTreeMap<(String, String), i64> = BTreeMap::new();
            for row in part(&told, "figure") {
                let figure = row["figure"].as_str().expect("a figure has a name");
                let of_device = row["subject"].as_str().is_some_and(|subject| subject.contains(" on "));
                if of_device || !["free", "bound", "ssa_covered", "credits"].contains(&figure) {
                    continue;
                }
                let licence = if figure == "credits" { "\"SSC\"".to_owned() } else { row["subject"].to_string() };
                let counted = row["after"].as_i64().expect("it is a count");
                *found.entry((licence.clone(), format!("{licence} {figure}"))).or_default() += counted;
            }
            assert_eq!(found, expected, "{line}");
        }
    }
}

#[test]
fn backwards_is_forwards_turned_round() {
    let desk = Desk::prepared();
    let there = json(&desk, "diff --from-as-of 2014-01-01 --as-of 2020-06-30");
    let back = json(&desk, "diff --from-as-of 2020-06-30 --as-of 2014-01-01");
    let turned = |row: &Value| (row["project"].clone(), row["subject"].clone(), row["figure"].clone());
    let (there_rows, back_rows) = (part(&there, "figure"), part(&back, "figure"));
    assert!(there_rows.len() > 50 && there_rows.len() == back_rows.len());
    for (there, back) in there_rows.into_iter().zip(back_rows) {
        assert_eq!(turned(there), turned(back));
        assert_eq!((&there["before"], &there["after"]), (&back["after"], &back["before"]), "{there}");
        assert_eq!(there["events"], back["events"], "{there}");
    }
    assert_eq!(part(&there, "event"), part(&back, "event"));
}
