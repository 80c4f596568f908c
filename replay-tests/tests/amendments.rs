//! An amendment is judged as the act that it makes: every field of every kind of event is tried with a value that a command
//! would not have recorded.
//!
//! The story below holds every kind that can be amended. A field without a wrong value is named as such. Absent by design:
//! right amendments; the scenarios have them.

use ledger_core::event::seal::Sealed;
use replay_tests::scenario::{Document, Library, Outcome, Step, World, scenarios};
use serde_json::Value;
use std::collections::BTreeSet;

const STORY: &str = r#"
# A ledger that holds every kind of event
rule: TIME-1 keeps
file priced.json
  {"name": "priced", "title": "Priced", "source": "a list", "extends": "v12r2",
   "ssc_values": [{"family": "PBX-Port", "credits": 1, "source": "a list"}],
   "version_dates": [{"version": 13, "date": "2012-06-01", "source": "a list"}]}
given
  2012-01-01 company add Muster
             company add Anders
             rulebook adopt priced.json
             project open Zentrale --company Muster
             project open Filiale --company Muster
             device add 00-90-33-00-00-01 --project Zentrale --model ip6010 --software 10 --purchased 2011-12-20
             device add 00-90-33-00-00-02 --project Zentrale --model ip6010 --software 12 --purchased 2011-12-20
             device software 00-90-33-00-00-01 12
             device role 00-90-33-00-00-01 --role slave --licensing decentral
             key redeem K-1 --project Zentrale --item 'PBX-Port12=20' --item 'SSC=500' --ref A-1
             key redeem K-2 --project Zentrale --item 'PBX7#50=1'
             key redeem K-3 --project Zentrale --item 'PBX-Port12=10'
             key redeem K-4 --project Zentrale --item 'PBX-Fax12=7'
             credit receive 30 --project Zentrale
             licence bind PBX-Port12 20 --to 00-90-33-00-00-01 --pick fifo
             licence bind 'PBX7#50' 1 --to 00-90-33-00-00-01
             licence bind PBX-Fax12 7 --to 00-90-33-00-00-02
             licence release 'PBX7#50' 1 --from 00-90-33-00-00-01 --certificate C --consent-v8
             ssa apply --project Zentrale --device 00-90-33-00-00-01 --years 2
             warranty activate W-1 --device 00-90-33-00-00-02 --years 3 --variant at-purchase
             licence convert PBX-Port12 10 --project Zentrale --to-version 11
             licence transfer PBX-Port11 4 --from-project Zentrale --to-project Filiale
             credit transfer 40 --from-project Zentrale --to-project Filiale
             licence trial PBX-Video12 5 --device 00-90-33-00-00-02
             event note 'rack 3' --device 00-90-33-00-00-01
  2012-07-01 licence upgrade PBX-Port12 20 --device 00-90-33-00-00-01 --to-version 13
             device move 00-90-33-00-00-02 --to-project Filiale
             credit transfer 40 --from-project Filiale --to-project Zentrale
             credit transfer 480 --from-project Zentrale --to-project Filiale
             device replace 00-90-33-00-00-01 00-90-33-00-00-03 --rma RMA-1
then
  accepted
"#;

/// Kinds that no amendment speaks of.
const NEVER: [&str; 3] = ["ledger-created", "rulebook-adopted", "import-committed"];
/// Fields that hold what somebody said; no value of them is wrong.
const SAID: [&str; 8] = ["reason", "ref", "certificate", "raw", "text", "model", "rma", "topic"];

/// Fields of single events in which the value is as good as another: the first device has no extension, and gets other
/// software before anything depends on it.
const RIGHT: [(u64, &str); 2] = [(8, "purchased"), (8, "software")];

/// A value that no command would have recorded in a field of a kind; none where any value is right.
fn wrong(kind: &str, path: &str) -> Option<&'static str> {
    let last = path.rsplit('.').next().unwrap_or(path);
    let is_move = kind.starts_with("device-moved") || kind.contains("transferred");
    if SAID.contains(&last) || (kind == "device-role-changed" && last != "serial") {
        return None;
    }
    Some(match (kind, path, last) {
        ("company-added", ..) => "Anders",
        ("project-opened", "company", _) => "Niemand",
        ("project-opened", ..) => "DEFAULT",
        (_, _, "company" | "project" | "stream") if is_move => "Niemand",
        ("device-added", "role" | "licensing", _) => "boss",
        ("device-added", "serial", _) => "00-90-33-ff-ff-ff",
        (_, _, "purchased") => "2012-06-06",
        (_, _, "software" | "min_software") => "7",
        (_, _, "serial" | "old") => "00-90-33-ff-ff-ff",
        (_, _, "new") => "00-90-33-00-00-02",
        (_, _, "key") => "K-4",
        (_, _, "credits") if path.starts_with("lots.") => "7",
        (_, _, "credits") if kind == "credits-received" || kind == "key-redeemed" => "1",
        ("key-redeemed", _, "units") => "1",
        (_, _, "credits") if kind.starts_with("credits-") => "9000",
        (_, _, "credits") => "0",
        (_, _, "lot" | "into" | "was") => "1.9",
        (_, _, "licence") => "PBX-Fex12",
        (_, _, "becomes") => "PBX-Port10",
        ("trial-issued", _, "units") => "0",
        (_, _, "units") => "9999",
        (_, _, "consent_v8") => "false",
        (_, _, "years" | "late_years") => "9",
        (_, _, "trials") => "4",
        (_, _, "variant") => "never",
        (_, _, "until" | "from" | "first_bound" | "anchor" | "version_date") => "2031-05-05",
        (_, _, "role" | "licensing") => "boss",
        _ => return Some("unheard of"),
    })
}

fn leaves(at: &str, value: &Value, found: &mut Vec<String>) {
    let path = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| leaves(&path(name), inner, found)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, inner)| leaves(&path(&i.to_string()), inner, found))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(at.to_owned()),
    }
}

/// The ledger after the story.
fn told() -> Library {
    let story = scenarios("story", STORY).expect("the story is readable");
    let mut world = Library::new().expect("a ledger begins");
    for document in &story[0].documents {
        let document: &Document = document;
        world.keep(document).expect("a file is kept");
    }
    for step in &story[0].given {
        let outcome = world.perform(step).expect("a step is played");
        assert!(matches!(outcome, Outcome::Accepted), "line {}: {outcome}", step.line);
    }
    world
}

fn amend(world: &mut Library, position: u64, field: &str, value: &str) -> Outcome {
    let (target, setting) = (position.to_string(), format!("{field}={value}"));
    let words = ["event", "amend", &target, "--set", &setting, "--reason", "otherwise"].map(str::to_owned).to_vec();
    world.perform(&Step { line: 0, day: "2013-06-01".to_owned(), words }).expect("an amendment is played")
}

#[test]
fn no_field_of_any_event_takes_a_value_that_no_command_records() {
    let mut world = told();
    let events: Vec<Sealed> = world.sealed().expect("the events are readable");
    let mut tried = BTreeSet::new();
    let is_right = |position: u64, field: &str| RIGHT.contains(&(position, field));
    let mut accepted = Vec::new();
    for sealed in events.iter().filter(|sealed| !NEVER.contains(&sealed.header.kind.as_str())) {
        let payload = sealed.payload.as_ref().expect("nothing is withheld");
        let mut fields = Vec::new();
        leaves("", &serde_json::from_str(payload).expect("a payload is JSON"), &mut fields);
        for field in fields {
            let wrong = wrong(&sealed.header.kind, &field).filter(|_| !is_right(sealed.position.0, &field));
            let Some(value) = wrong else { continue };
            tried.insert(sealed.header.kind.clone());
            if matches!(amend(&mut world, sealed.position.0, &field, value), Outcome::Accepted) {
                accepted.push(format!("{} {} {field}={value}", sealed.position.0, sealed.header.kind));
                world = told();
            }
        }
    }
    assert!(accepted.is_empty(), "these were accepted:\n{}", accepted.join("\n"));
    let untried: Vec<&str> = KINDS.into_iter().filter(|kind| !tried.contains(*kind)).collect();
    assert!(untried.is_empty(), "the story lacks {untried:?}");
}

/// Every kind that has a field to amend.
const KINDS: [&str; 21] = [
    "company-added",
    "project-opened",
    "device-added",
    "device-software-changed",
    "device-role-changed",
    "device-moved-out",
    "device-moved-in",
    "device-replaced",
    "key-redeemed",
    "licences-bound",
    "licences-released",
    "licences-converted",
    "licences-upgraded",
    "licences-transferred-out",
    "licences-transferred-in",
    "credits-received",
    "credits-transferred-out",
    "credits-transferred-in",
    "ssa-applied",
    "warranty-activated",
    "trial-issued",
];
