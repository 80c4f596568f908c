//! Two companies in one ledger: who asks about one is told nothing of the other, no option is ignored, and every list of the
//! events of a device has the same events.
//!
//! Absent by design: one company's figures, which scenarios hold.

#[expect(dead_code, reason = "files are put beside the ledger elsewhere")]
#[path = "support/desk.rs"]
mod desk;
#[expect(dead_code, reason = "only the questions are asked here")]
#[path = "known/verbs.rs"]
mod verbs;

use desk::{Around, Desk};
use serde_json::Value;
use std::collections::BTreeSet;
use verbs::{QUESTIONS, WHOLE_FILE};

/// What happens to both companies. Everything of the second one has `qbeta` in its name, or `bb` in its serial number.
const HISTORY: &[&str] = &[
    "company add 'Alpha GmbH' --date 2012-02-01",
    "company add 'QBeta AG' --date 2012-02-01 --actor qbeta-clerk",
    "project open Lager --company 'Alpha GmbH' --date 2012-02-01",
    "project open QBeta-Halle --company 'QBeta AG' --date 2012-02-01 --actor qbeta-clerk",
    "device add 00-90-33-00-00-a1 --project Lager --model ip6010 --software 12 --purchased 2013-01-10 --date 2013-02-01",
    "device add 00-90-33-bb-00-01 --project QBeta-Halle --model ip6010 --software 12 --date 2013-02-01",
    "key redeem A-1 --project Lager --item PBX-Port12=60 --item SSC=50 --date 2013-02-10",
    "key redeem QBETA-1 --project QBeta-Halle --item PBX-Voicemail12=20 --ref qbeta-order --date 2013-02-10",
    "licence bind PBX-Port12 20 --to 00-90-33-00-00-a1 --date 2013-02-20",
    "licence bind PBX-Voicemail12 10 --to 00-90-33-bb-00-01 --date 2013-02-20 --reason 'qbeta wants it'",
    "event note 'qbeta calls back' --project QBeta-Halle --date 2014-01-01",
    "rulebook adopt {sample}/example-rulebook.json --reason 'qbeta has a price list'",
    "close 'the first year' --until 2014-01-01",
    "device replace 00-90-33-00-00-a1 00-90-33-00-00-a2 --rma R-1 --date 2014-05-01 --yes --serial 00-90-33-00-00-a1",
    "device replace 00-90-33-bb-00-01 00-90-33-bb-00-02 --rma R-2 --date 2014-05-01 --yes --serial 00-90-33-bb-00-01",
    "key redeem A-2 --project Lager --item PBX-Port12=1 --date 2013-06-01",
    "key redeem QBETA-2 --project QBeta-Halle --item PBX-Voicemail12=1 --date 2013-06-01",
];

/// Questions of one company.
const OF_ALPHA: &[&str] = &[
    "history 'Alpha GmbH'",
    "history Lager",
    "history 00-90-33-00-00-a2 --company 'Alpha GmbH'",
    "event list --company 'Alpha GmbH'",
    "late --company 'Alpha GmbH'",
    "who --company 'Alpha GmbH'",
    "corrections --company 'Alpha GmbH'",
    "company list --company 'Alpha GmbH'",
    "company list --project Lager",
    "company show 'Alpha GmbH'",
    "project list --company 'Alpha GmbH'",
    "device list --company 'Alpha GmbH'",
    "key list --company 'Alpha GmbH'",
    "balance --company 'Alpha GmbH'",
    "balance --by device --company 'Alpha GmbH'",
    "ssa --company 'Alpha GmbH'",
    "warranty --company 'Alpha GmbH'",
    "due --company 'Alpha GmbH' --within 1200m",
    "register --company 'Alpha GmbH'",
    "explain PBX-Port12 --company 'Alpha GmbH'",
    "explain PRJ-3 --company 'Alpha GmbH'",
    "diff --from-as-of 2012-01-15 --company 'Alpha GmbH'",
    "restatement --since 3 --company 'Alpha GmbH'",
    "event list --project Lager",
    "late --project Lager",
    "who --project Lager",
    "corrections --project Lager",
];

fn with_two_companies() -> Desk {
    let desk = Desk::prepared();
    HISTORY.iter().for_each(|line| desk.done(line));
    let last = desk.size() - 1;
    desk.done(&format!("event annul {last} --reason 'qbeta sent it back'"));
    desk.done(&format!("event annul {} --reason 'entered twice'", last - 1));
    desk
}

fn document(desk: &Desk, line: &str) -> Value {
    let output = desk.run(&format!("{line} --json"), &Around::plain());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{line}: {output:?}"))
}

/// The events of a list.
fn positions(document: &Value) -> BTreeSet<u64> {
    let rows = document["rows"].as_array().expect("an answer has rows");
    rows.iter().map(|row| row["position"].as_u64().expect("a row has a position")).collect()
}

#[test]
fn who_asks_about_one_company_is_told_nothing_of_the_other() {
    let desk = with_two_companies();
    for line in OF_ALPHA {
        for form in ["", " --json"] {
            let answer = desk.ask(&format!("{line}{form}"), &Around::plain()).to_lowercase();
            for foreign in ["qbeta", "00-90-33-bb", "muster", "beispiel ag", "00-90-33-01"] {
                let told: Vec<&str> = answer.split(['\n', '{']).filter(|part| part.contains(foreign)).collect();
                assert!(told.is_empty(), "{line}{form} tells of {foreign}:\n{}", told.join("\n"));
            }
        }
    }
}

#[test]
fn a_companys_history_tells_what_the_whole_ledger_says_of_it() {
    let desk = with_two_companies();
    let history = document(&desk, "history 'Alpha GmbH'");
    let kinds: BTreeSet<&str> =
        history["rows"].as_array().expect("rows").iter().filter_map(|row| row["kind"].as_str()).collect();
    assert!(kinds.contains("company-added") && kinds.contains("period-closed"), "{kinds:?}");
    assert!(!kinds.contains("ledger-created") && !kinds.contains("rulebook-adopted"), "{kinds:?}");
    let listed = positions(&document(&desk, "event list --company 'Alpha GmbH'"));
    assert_eq!(positions(&history), listed);
}

#[test]
fn every_list_of_a_devices_events_has_the_same_events() {
    let desk = with_two_companies();
    for device in ["00-90-33-00-00-a1", "00-90-33-00-00-a2", "00-90-33-bb-00-02", "00-90-33-01-00-01"] {
        let history = positions(&document(&desk, &format!("history {device}")));
        let listed = positions(&document(&desk, &format!("event list --device {device}")));
        assert_eq!(history, listed, "{device}");
        assert!(!history.is_empty(), "{device}");
    }
}

#[test]
fn no_question_ignores_the_project_or_the_company_that_it_is_given() {
    let desk = Desk::prepared();
    for question in
        QUESTIONS.iter().chain(WHOLE_FILE).chain(&["status --command-id 0190f0c2-0000-7000-8000-000000000000"])
    {
        for option in ["--project Nowhere", "--company Nobody"] {
            let output = desk.run(&format!("{question} {option}"), &Around::plain());
            let code = output.status.code();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(code, Some(2 | 3)), "{question} {option} ends with {code:?}");
            assert!(said.contains("next: ") || said.contains("error"), "{question} {option}: {said}");
        }
    }
}
