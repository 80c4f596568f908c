//! Every question to a hostile ledger, asked through the program, and how it may be answered.
//!
//! Absent by design: what the answers hold beside their findings.

use super::{clerk::Clerk, history};
use ledger_core::store::Sqlite;
use replay_tests::program::program;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Instant;

const QUESTIONS: [&str; 23] = [
    "balance",
    "balance --by device --as-of 2021-06-01",
    "ssa",
    "warranty",
    "due --within 1200m",
    "register",
    "history Zentrale",
    "history 00-90-33-01-00-01",
    "explain PBX-Port12",
    "explain PRJ-4",
    "explain TIME-1",
    "diff --from-as-of 2021-12-31",
    "diff --from-known-at 30",
    "restatement --since 30",
    "late",
    "who",
    "corrections",
    "project list",
    "device list",
    "event list",
    "status",
    "replay",
    "event annul 30 --reason wrong --dry-run",
];

/// How a hostile ledger must be told.
pub(crate) struct Expected<'a> {
    /// Codes that `verify` gives, and no others.
    pub(crate) verify: &'a [&'a str],
    /// Rules among the findings of the balance.
    pub(crate) findings: &'a [&'a str],
    /// Whether its events can be read at all.
    pub(crate) readable: bool,
}

/// A ledger in a folder of its own.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A desk with the history.
    pub(crate) fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        let make = |first| Sqlite::create_with(desk.ledger(), first).expect("a new ledger");
        let clerk: Clerk<Sqlite> = history::written(1, history::MOVED, make);
        drop(clerk);
        desk
    }

    /// The ledger's file.
    pub(crate) fn ledger(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    fn ask(&self, line: &str) -> Output {
        let mut command = Command::new(program().expect("the program is built"));
        command.arg("--ledger").arg(self.ledger()).arg("--json").args(line.split(' '));
        command.env_clear().env("HOME", self.folder.path()).env("LICLEDGER_STATE", self.folder.path().join("state"));
        command.env("TZ", "UTC").env("LICLEDGER_ACTOR", "auditor").env("LICLEDGER_NOW", "2026-11-24T10:00:00Z");
        command.output().expect("it runs")
    }

    fn rules(&self, line: &str) -> Vec<String> {
        let document: Value = serde_json::from_slice(&self.ask(line).stdout).unwrap_or_default();
        let findings = document["findings"].as_array().cloned().unwrap_or_default();
        findings.iter().filter_map(|finding| finding["rule"].as_str().map(str::to_owned)).collect()
    }

    /// All that is not as it must be.
    pub(crate) fn faults(&self, expected: &Expected<'_>) -> Vec<String> {
        let mut faults: Vec<String> = QUESTIONS.iter().filter_map(|line| self.fault(line, expected)).collect();
        // Lots below zero are told beside, and are no fault of the record.
        let mut verified = self.rules("verify");
        verified.retain(|code| code.starts_with("INT-"));
        if !(verified.iter().all(|code| expected.verify.contains(&code.as_str()))
            && expected.verify.iter().all(|code| verified.iter().any(|found| found == code)))
        {
            faults.push(format!("verify says {verified:?} instead of {:?}", expected.verify));
        }
        let found = self.rules("balance");
        let missing = expected.findings.iter().filter(|rule| !found.iter().any(|found| found == *rule));
        faults.extend(missing.map(|rule| format!("balance names no {rule}, but {found:?}")));
        faults
    }

    fn fault(&self, line: &str, expected: &Expected<'_>) -> Option<String> {
        let begun = Instant::now();
        let output = self.ask(line);
        println!("{line}: {:?}", begun.elapsed());
        let said = String::from_utf8_lossy(&output.stderr);
        let code = output.status.code();
        let fine = if expected.readable {
            // Not there, refused by a rule, and a broken record that `replay` reports are answers, too.
            matches!(code, Some(0 | 1 | 3 | 4)) || (line == "replay" && code == Some(5))
        } else {
            // What stands in one project alone is not asked of the others.
            let elsewhere = line.starts_with("history") || line.starts_with("event annul");
            code == Some(5) || elsewhere && code == Some(0)
        };
        let text = said.contains("panicked") || said.contains("internal");
        (!fine || text).then(|| format!("{line}: {code:?} {}", said.chars().take(600).collect::<String>()))
    }
}
