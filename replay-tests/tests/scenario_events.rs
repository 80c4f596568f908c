//! Every event that a scenario leaves in a ledger, its background included, held against the schema file of its kind.
//!
//! Absent by design: what the scenarios expect (`scenarios` asks that), and samples that are made by hand
//! (`event_schemas` has them).

use jsonschema::Validator;
use ledger_core::event::seal::Sealed;
use replay_tests::scenario::{Library, scenarios};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// How many events the scenarios write at least; fewer means that scenarios were lost.
const LEAST_EVENTS: u64 = 1800;

/// Kinds that no scenario writes, each with the place where it is written and held against its schema.
const ELSEWHERE: [(&str, &str); 2] = [
    ("import-committed", "a file is imported by the program alone; `imports` does so"),
    ("loss-accepted", "a shorter ledger is accepted with its pin at hand; `event_schemas` has a sample"),
];

/// What was seen: events by kind, and faults in words.
#[derive(Default)]
struct Seen {
    kinds: BTreeMap<String, u64>,
    faults: Vec<String>,
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The schemas by the name that an event's kind and schema number give, such as `device-added.v1`.
fn schemas() -> BTreeMap<String, Validator> {
    let read = replay_tests::schemas::of_events().expect("the schema files can be read");
    let validator = |schema| jsonschema::validator_for(&schema).expect("a schema is one");
    read.into_iter().map(|(name, schema)| (name, validator(schema))).collect()
}

/// What a stored event breaks.
fn fault(schemas: &BTreeMap<String, Validator>, event: &Sealed) -> Option<String> {
    let name = format!("{}.v{}", event.header.kind, event.header.schema);
    let Some(schema) = schemas.get(&name) else { return Some(format!("there is no schemas/event/{name}.json")) };
    let Some(payload) = &event.payload else { return Some("the payload is withheld".to_owned()) };
    let value: Value = match serde_json::from_str(payload) {
        Ok(value) => value,
        Err(error) => return Some(format!("the payload is no JSON: {error}")),
    };
    let faults: Vec<String> =
        schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    (!faults.is_empty()).then(|| format!("{name}: {}\n        {payload}", faults.join("; ")))
}

/// Plays all scenarios; those that are not as they say are the business of `scenarios`, their events count all the same.
fn play(schemas: &BTreeMap<String, Validator>, seen: &mut Seen) {
    for file in fs::read_dir(folder("scenarios")).expect("the folder of scenarios can be listed") {
        let path = file.expect("a file of scenarios can be found").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(&path).expect("a file of scenarios can be read");
        for scenario in scenarios(&name, &text).unwrap_or_else(|what| panic!("{what}")) {
            let mut world = Library::new().expect("a ledger in memory begins");
            let _ = scenario.play(&mut world);
            for event in world.sealed().expect("a ledger in memory can be read") {
                if let Some(fault) = fault(schemas, &event) {
                    seen.faults.push(format!("{}, event {}: {fault}", scenario.name(), event.position));
                }
                *seen.kinds.entry(event.header.kind).or_default() += 1;
            }
        }
    }
}

#[test]
fn every_event_of_every_scenario_has_the_shape_that_its_schema_says() {
    let schemas = schemas();
    let mut seen = Seen::default();
    play(&schemas, &mut seen);
    for (kind, count) in &seen.kinds {
        println!("{count:>6} {kind}");
    }
    assert!(seen.faults.is_empty(), "{} events differ:\n{}", seen.faults.len(), seen.faults.join("\n"));
    let total: u64 = seen.kinds.values().sum();
    assert!(total >= LEAST_EVENTS, "the scenarios wrote {total} events");
    let kind = |name: &String| name.split_once(".v").map_or(name.clone(), |(kind, _)| kind.to_owned());
    let missing: Vec<String> = schemas.keys().map(kind).filter(|kind| !seen.kinds.contains_key(kind)).collect();
    let expected: Vec<&str> = ELSEWHERE.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(missing, expected, "kinds of which no scenario tells");
}
