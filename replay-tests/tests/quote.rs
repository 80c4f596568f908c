//! A quote is what the act does: for each case `ssa quote` and `ssa apply --dry-run` name the same units, intervals and
//! credits on the sample ledger, whose rulebook has values and a late factor; and what one cannot mean, the other cannot.
//!
//! Absent by design: whether a figure is right, which scenarios and the second model say.

use replay_tests::program::program;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Licences and a term, as both verbs are told.
const SAME: [&[&str]; 8] = [
    &["--project", "Zentrale", "--all", "--years", "1"],
    &["--project", "Zentrale", "--all", "--until", "2028-06-30"],
    &["--project", "Zentrale", "--type", "PBX-Port13", "--units", "200", "--years", "2"],
    &["--project", "Zentrale", "--type", "PBX-myPBX13", "--years", "3"],
    &["--project", "Zentrale", "--device", "00-90-33-3b-0c-f4", "--until", "2030-01-01"],
    &["--project", "Zentrale", "--lot", "88.1", "--years", "5"],
    &["--project", "Werk Nord", "--all", "--years", "9"],
    &["--project", "Werk Nord", "--type", "Port13", "--device", "00-90-33-2f-11-83", "--units", "55", "--years", "9"],
];

/// What neither can mean, with the exit code.
const REFUSED: [(&[&str], i32); 4] = [
    (&["--project", "Zentrale", "--lot", "999.1", "--years", "1"], 3),
    (&["--project", "Zentrale", "--type", "PBX-Fax13", "--years", "1"], 3),
    (&["--project", "Zentrale", "--type", "PBX-Port13", "--units", "9999", "--years", "1"], 4),
    (&["--project", "Nowhere", "--all", "--years", "1"], 3),
];

/// What the program says to a command line on the sample ledger: its exit code and its document.
fn say(folder: &Path, words: &[&str]) -> (i32, Value) {
    let output = Command::new(program().expect("the program is built"))
        .args(words)
        .current_dir(folder)
        .env_clear()
        .envs([("LICLEDGER_STATE", "state"), ("LICLEDGER_NOW", "2026-11-24T10:00:00Z"), ("USER", "clerk")])
        .env("LICLEDGER", "demo.db")
        .output()
        .expect("the program can be started");
    let said = if output.stdout.is_empty() { &output.stderr } else { &output.stdout };
    (output.status.code().unwrap_or(-1), serde_json::from_slice(said).unwrap_or_default())
}

fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let demo = say(folder.path(), &["demo", "--dir", ".", "--quiet"]);
    assert_eq!(demo.0, 0);
    folder
}

/// Lot, licence, units, place, from, until, late years and credits of each line.
fn quoted(document: &Value) -> Vec<[Value; 8]> {
    let rows = document["rows"].as_array().expect("a quote has rows");
    let keys = ["lot", "licence", "units", "location", "from", "to", "late_years", "credits"];
    rows.iter().map(|row| keys.map(|key| row[key].clone())).collect()
}

fn applied(payload: &Value) -> Vec<[Value; 8]> {
    let lots = payload["lots"].as_array().expect("an act has lots");
    let line = |lot: &Value| {
        let (part, span) = (&lot["part"], &lot["span"]);
        let place = if lot["serial"].is_null() { Value::from("free") } else { lot["serial"].clone() };
        let units = [part["lot"].clone(), part["licence"].clone(), part["units"].clone(), place];
        let [a, b, c, d] = units;
        [a, b, c, d, span["from"].clone(), span["until"].clone(), lot["late_years"].clone(), lot["credits"].clone()]
    };
    lots.iter().map(line).collect()
}

#[test]
fn a_quote_is_what_the_act_would_do() {
    let folder = sample();
    for case in SAME {
        let words = |verb: &[&'static str]| [verb, case, &["--json"]].concat();
        let (exit, quote) = say(folder.path(), &words(&["ssa", "quote"]));
        assert_eq!(exit, 0, "{case:?}: {quote}");
        // A reported fact is reckoned like a command, and not refused where the balance is too small.
        let act = ["ssa", "apply", "--dry-run", "--fact", "--reason", "compared with its quote"];
        let (exit, preview) = say(folder.path(), &words(&act));
        assert_eq!(exit, 0, "{case:?}: {preview}");
        let payload = &preview["events"][0]["payload"];
        assert_eq!(quoted(&quote), applied(payload), "{case:?}");
        assert_eq!(quote["credits"], payload["credits"], "{case:?}");
    }
}

#[test]
fn what_the_act_cannot_mean_cannot_be_quoted() {
    let folder = sample();
    for (case, expected) in REFUSED {
        let words = |verb: &'static str| [&["ssa", verb], case, &["--json"]].concat();
        let (quote, act) = (say(folder.path(), &words("quote")), say(folder.path(), &words("apply")));
        assert_eq!((quote.0, act.0), (expected, expected), "{case:?}: {} {}", quote.1, act.1);
        assert_eq!(quote.1, act.1, "{case:?}");
    }
}
