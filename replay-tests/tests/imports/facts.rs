//! Facts that break rules are recorded as they are, and said to do so; every stored row has the shape of its schema.
//!
//! Absent by design: each rule on its own, which the scenarios have.

use crate::desk::Desk;
use crate::table::Table;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const BROKEN: &str = "\
Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Lizenztyp;Anzahl;Schlüssel;Jahre;Variante;Gekauft am;Software;Zertifikat
01.06.2016;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;;;;01.06.2010;12;
01.06.2016;Einbuchung;Muster;P;;;PBX-Port12;10;K-1;;;;;
02.06.2016;Bindung;Muster;P;00-90-33-00-00-01;;PBX-Port12;10;;;;;;
03.06.2016;Freigabe;Muster;P;00-90-33-00-00-01;;PBX-Port12;15;;;;;;x.xml
04.06.2016;Garantie;Muster;P;00-90-33-00-00-01;;;;W-1;2;nach Kauf;;;
05.06.2016;Bindung;Muster;P;00-90-33-00-00-01;;PBX-Video12;4;;;;;;
06.06.2016;Einbuchung;Muster;P;;;PBX-Port12;1;K-1;;;;;
";

/// What the rows break: line, rule, and the kind of event in which it stands.
const FINDINGS: [(u64, &str, &str); 4] = [
    (5, "REL-7", "licences-released"),
    (6, "WAR-6", "warranty-activated"),
    (7, "PRJ-3", "licences-bound"),
    (8, "PRJ-2", "key-redeemed"),
];

/// Rules among findings that are errors.
fn rules(findings: &Value) -> BTreeSet<String> {
    let errors = findings.as_array().into_iter().flatten().filter(|finding| finding["severity"] == "error");
    errors.filter_map(|finding| finding["rule"].as_str().map(str::to_owned)).collect()
}

#[test]
fn facts_that_break_rules_are_recorded_and_said_to_wherever_one_looks() {
    let desk = Desk::ready();
    let told = desk.import("broken.csv", BROKEN.as_bytes()).done().json();
    let all: BTreeSet<String> = FINDINGS.iter().map(|(_, rule, _)| (*rule).to_owned()).collect();
    assert_eq!(rules(&told["import"]["findings"]), all, "{told}");
    for (line, rule, _) in FINDINGS {
        let said = told["import"]["findings"].as_array().into_iter().flatten();
        let lines: Vec<&Value> = said.filter(|finding| finding["rule"] == rule).map(|f| &f["line"]).collect();
        assert!(!lines.is_empty() && lines.iter().all(|said| **said == line), "{rule}: {told}");
    }
    let balance = desk.run("--json balance").done().json();
    // What was taken beyond what there was leaves a lot below zero, which is a finding of its own.
    let with_lots: BTreeSet<String> = all.iter().cloned().chain(["PRJ-4".to_owned()]).collect();
    assert_eq!(rules(&balance["findings"]), with_lots, "{balance}");
    let figures = |licence: &str| {
        let rows = balance["rows"].as_array().into_iter().flatten();
        let row = rows.into_iter().find(|row| row["licence"] == licence).cloned().unwrap_or_default();
        ["free", "bound", "total"].map(|key| row[key].as_i64().unwrap_or_default())
    };
    assert_eq!(figures("PBX-Port12"), [16, -5, 11], "{balance}");
    assert_eq!(figures("PBX-Video12"), [-4, 4, 0], "{balance}");
    let events = desk.rows("event list");
    for (line, rule, kind) in FINDINGS {
        let of_line = |event: &&Value| event["payload"]["evidence"]["row"] == line;
        let event = events.as_array().into_iter().flatten().find(of_line).cloned().unwrap_or_default();
        assert_eq!(event["kind"], kind, "{event}");
        assert_eq!(event["origin"], "fact", "{event}");
        let shown = desk.run(&format!("event show {}", event["position"]));
        assert!(shown.out.contains(&format!("error {rule}")), "{rule}: {}", shown.out);
        let document = desk.run(&format!("--json event show {}", event["position"])).json();
        let mut told = rules(&document["findings"]);
        told.remove("PRJ-4");
        assert_eq!(told, BTreeSet::from([rule.to_owned()]), "{document}");
    }
    desk.verify();
}

const EXTENDED: &str = "\
Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Schlüssel;Jahre;Variante;Gekauft am
01.06.2016;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;;01.06.2016
01.06.2016;Gerät;Muster;P;00-90-33-00-00-02;IP6010;;;;01.06.2016
04.06.2016;Garantie;Muster;P;00-90-33-00-00-01;;W-1;2;nach Kauf;03.06.2016
04.06.2016;Garantie;Muster;P;00-90-33-00-00-02;;W-2;2;nach Kauf;31.05.2016
";

#[test]
fn the_day_on_which_a_warranty_key_was_bought_is_recorded_and_judged() {
    let desk = Desk::ready();
    let told = desk.import("extended.csv", EXTENDED.as_bytes()).done().json();
    let findings = told["import"]["findings"].as_array().cloned().unwrap_or_default();
    let lines: Vec<&Value> = findings.iter().filter(|finding| finding["rule"] == "WAR-6").map(|f| &f["line"]).collect();
    assert_eq!(lines, [&Value::from(5)], "{told}");
    let events = desk.rows("event list");
    let activated = events.as_array().into_iter().flatten().filter(|event| event["kind"] == "warranty-activated");
    let bought: Vec<&str> = activated.filter_map(|event| event["payload"]["bought"].as_str()).collect();
    assert_eq!(bought, ["2016-06-03", "2016-05-31"], "{events}");
    desk.verify();
}

#[test]
fn the_summary_names_what_is_broken_to_people() {
    let desk = Desk::ready();
    fs::write(desk.path("broken.csv"), BROKEN).expect("a file can be written");
    let planned = desk.words(&["import", "broken.csv", "--dry-run"]).done();
    let recorded = desk.words(&["import", "broken.csv"]).done();
    for answer in [planned, recorded] {
        for (line, rule, _) in FINDINGS {
            let heading = format!("error[{rule}]: 1 finding, line {line}\n");
            assert!(answer.err.contains(&heading), "{heading}{}", answer.err);
        }
    }
}

#[test]
fn every_event_of_an_import_has_the_shape_that_its_schema_says() {
    let desk = Desk::with(&Table::sample().bytes());
    desk.import("broken.csv", BROKEN.as_bytes()).done();
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/event");
    for event in desk.rows("event list").as_array().into_iter().flatten() {
        let kind = event["kind"].as_str().unwrap_or_default();
        let text = fs::read_to_string(folder.join(format!("{kind}.v1.json"))).expect("a schema can be read");
        let schema: Value = serde_json::from_str(&text).expect("a schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema is one");
        let faults: Vec<String> = validator.iter_errors(&event["payload"]).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}: {event}");
        *kinds.entry(kind.to_owned()).or_default() += 1;
    }
    for kind in ["import-committed", "device-role-changed", "licences-upgraded", "device-replaced"] {
        assert!(kinds.contains_key(kind), "there is no {kind} among {kinds:?}");
    }
}

#[test]
fn the_profile_that_read_a_list_is_kept_beside_it() {
    let desk = Desk::with(&Table::sample().bytes());
    let connection = rusqlite::Connection::open(desk.path("ledger.db")).expect("the ledger is a database");
    let payload = "SELECT payload FROM event WHERE kind = 'import-committed'";
    let payload: String = connection.query_row(payload, [], |row| row.get(0)).expect("the list was imported");
    let event: serde_json::Value = serde_json::from_str(&payload).expect("a payload is JSON");
    let named = blake3::Hash::from_hex(event["profile_hash"].as_str().expect("it names a profile")).expect("a hash");
    let kept = "SELECT bytes FROM document WHERE hash = ?1";
    let kept: Vec<u8> = connection.query_row(kept, [named.as_bytes()], |row| row.get(0)).expect("it is kept");
    let profile = include_bytes!("../../../schemas/profile/transactions.v1.json");
    assert!(kept == profile, "it is the published one");
    drop(connection);
    desk.verify();
}
