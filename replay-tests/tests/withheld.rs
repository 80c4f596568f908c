//! A payload that is withheld: every answer that it may have touched says so, nothing is called whole without it, and
//! what is judged is not judged beside it.
//!
//! Absent by design: withholding by a command, which there is none for, and forged payloads (`attacks`).

#![cfg(unix)]

#[path = "support/clerk.rs"]
mod clerk;
#[path = "support/history.rs"]
mod history;

use clerk::Clerk;
use ledger_core::store::Sqlite;
use replay_tests::program::program;
use rusqlite::Connection;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

/// The event whose payload is taken away: the key that most licences come from.
const KEY: u64 = 12;
/// Questions over everything, over its project, and over what it names.
const QUESTIONS: &[&str] = &[
    "balance",
    "balance --project Zentrale",
    "balance --by device",
    "ssa",
    "ssa --project Zentrale",
    "due",
    "warranty",
    "register",
    "history Zentrale",
    "history 00-90-33-01-00-01",
    "explain PBX-Port12",
    "explain SSC",
    "explain PRJ-3",
    "diff --from-as-of 2021-12-31",
    "restatement --since 30",
    "late",
    "who",
    "corrections",
    "company list",
    "project list",
    "project show Zentrale",
    "device list",
    "device show 00-90-33-01-00-01",
    "key list",
    "event list",
    "event show 12",
    "rulebook list",
    "status",
    "replay",
    "verify",
];

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// The history, without a payload, and without its names in the index or with them.
    fn without(position: u64, names: bool) -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let make = |first| Sqlite::create_with(desk.ledger(), first).expect("a new ledger");
        let clerk: Clerk<Sqlite> = history::written(1, history::MOVED, make);
        drop(clerk);
        let connection = Connection::open(desk.ledger()).expect("opens");
        let guards = "SELECT sql FROM sqlite_schema WHERE name = 'event_stays'";
        let guard: String = connection.query_row(guards, [], |row| row.get(0)).expect("a guard");
        let gone = if names { String::new() } else { format!("DELETE FROM subject WHERE position = {position};") };
        let change = format!("UPDATE event SET payload = NULL WHERE position = {position}");
        connection.execute_batch(&format!("DROP TRIGGER event_stays; {change}; {gone} {guard}")).expect("runs");
        desk
    }

    fn ledger(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    fn ask(&self, line: &str) -> Output {
        let mut command = Command::new(program().expect("the program is built"));
        command.arg("--ledger").arg(self.ledger()).args(line.split(' '));
        command.env_clear().env("HOME", self.folder.path()).env("LICLEDGER_STATE", self.folder.path().join("state"));
        command.env("TZ", "UTC").env("LICLEDGER_ACTOR", "auditor").env("LICLEDGER_NOW", "2026-11-24T10:00:00Z");
        command.output().expect("it runs")
    }

    fn text(&self, line: &str) -> (Option<i32>, String) {
        let output = self.ask(line);
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&said).into_owned())
    }
}

#[test]
fn every_answer_that_it_may_have_touched_says_so() {
    for names in [true, false] {
        let desk = Desk::without(KEY, names);
        for line in QUESTIONS {
            let output = desk.ask(&format!("{line} --json"));
            let document: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
            let findings = document["findings"].as_array().cloned().unwrap_or_default();
            let told = findings.iter().any(|finding| {
                finding["rule"] == "INT-WITHHELD"
                    && finding["severity"] == "error"
                    && finding["events"] == serde_json::json!([KEY])
            });
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(told, "{line}, names left {names}: {document:#} {said}");
            assert_eq!(output.status.code(), Some(1), "{line}, names left {names}: {said}");
        }
    }
}

#[test]
fn nothing_is_called_whole_without_it() {
    let desk = Desk::without(KEY, false);
    let (code, said) = desk.text("verify");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("whole, except that 1 payload was withheld"), "{said}");
    let (_, said) = desk.text("replay");
    assert!(said.contains("all that is there agrees, but 1 payload was withheld"), "{said}");
    let (_, said) = desk.text("balance");
    assert!(said.contains("events 13, 14, 15"), "what takes of its lots is named: {said}");
    let (_, said) = desk.text(&format!("event show {KEY}"));
    assert!(said.contains("payload   withheld"), "{said}");
}

#[test]
fn what_does_not_touch_it_is_answered_as_before() {
    let desk = Desk::without(KEY, false);
    let (code, said) = desk.text("balance --project Lager");
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("INT-WITHHELD"), "{said}");
}

#[test]
fn what_is_not_found_may_be_what_was_withheld() {
    let desk = Desk::without(KEY, false);
    let (code, said) = desk.text("history MB20-0001-4F7K");
    assert_eq!(code, Some(3), "{said}");
    let desk = Desk::without(8, false);
    let (code, said) = desk.text("device show 00-90-33-01-00-09");
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("the payload of event 8 was withheld"), "{said}");
}

#[test]
fn a_command_is_not_judged_beside_it_and_a_fact_is_recorded() {
    let desk = Desk::without(KEY, false);
    let (code, said) = desk.text("credit receive 5 --project Zentrale");
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("INT-WITHHELD") && said.contains("--fact"), "{said}");
    let (code, said) = desk.text("event annul 12 --reason wrong --fact");
    assert_eq!(code, Some(4), "what nobody can see cannot be corrected: {said}");
    let (code, said) = desk.text("credit receive 5 --project Zentrale --fact --reason letter");
    assert!(matches!(code, Some(0 | 1)), "{said}");
    assert!(said.contains("INT-WITHHELD"), "{said}");
    let (code, said) = desk.text("credit receive 5 --project Lager");
    assert_eq!(code, Some(0), "another project's acts are judged as ever: {said}");
}
