//! The contract of JSON documents: one schema file for each, found by what the document says that it is.
//!
//! An error has no such word; it is the document with the one key `error`. Absent by design: the program.

use jsonschema::Validator;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// How many faults of a document are told.
const TOLD: usize = 5;

/// Every schema file by its name, and those that a document was of.
pub(crate) struct Contract {
    schemas: BTreeMap<String, Value>,
    validators: BTreeMap<String, Validator>,
    used: BTreeSet<String>,
}

impl Contract {
    /// Reads the schema files.
    pub(crate) fn open() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/report");
        let mut schemas = BTreeMap::new();
        for entry in fs::read_dir(folder).expect("the folder of schemas can be read") {
            let path = entry.expect("an entry can be read").path();
            let file = path.file_name().expect("an entry has a name").to_string_lossy().into_owned();
            let name = file.strip_suffix(".v1.json").expect("a schema is called <name>.v1.json");
            let text = fs::read_to_string(&path).expect("a schema can be read");
            schemas.insert(name.to_owned(), serde_json::from_str(&text).expect("a schema is JSON"));
        }
        let validator = |schema| jsonschema::validator_for(schema).expect("a schema is a schema");
        let validators = schemas.iter().map(|(name, schema)| (name.clone(), validator(schema))).collect();
        Self { schemas, validators, used: BTreeSet::new() }
    }

    /// Checks a document against the schema that it names.
    ///
    /// # Errors
    /// Says which schema is missing, or where the document departs from it.
    pub(crate) fn check(&mut self, text: &str) -> Result<(), String> {
        let document: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}\n{text}"))?;
        let word = document["schema"].as_str().unwrap_or("licledger.error/1");
        let name = word.strip_prefix("licledger.").and_then(|rest| rest.strip_suffix("/1"));
        let name = name.ok_or_else(|| format!("{word} is no name of version 1"))?;
        let validator = self.validators.get(name).ok_or_else(|| format!("schemas/report has no {name}.v1.json"))?;
        self.used.insert(name.to_owned());
        let departs = validator.iter_errors(&document);
        let departs: Vec<String> =
            departs.take(TOLD).map(|error| format!("{} at {}", error, error.instance_path())).collect();
        if departs.is_empty() { Ok(()) } else { Err(format!("departs from {name}: {}", departs.join("; "))) }
    }

    /// Schemas that no document was of.
    pub(crate) fn unused(&self) -> Vec<String> {
        self.schemas.keys().filter(|name| !self.used.contains(*name)).cloned().collect()
    }

    /// What is missing in the schema files themselves.
    pub(crate) fn ill_formed(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (name, schema) in &self.schemas {
            if !jsonschema::meta::is_valid(schema) {
                faults.push(format!("{name}: no valid JSON Schema"));
            }
            let names = schema["$id"] == format!("https://licledger.example/schemas/report/{name}.v1.json")
                && schema["$schema"] == "https://json-schema.org/draft/2020-12/schema";
            if !names {
                faults.push(format!("{name}: $id or $schema is not as in the other files"));
            }
            let word = &schema["properties"]["schema"]["const"];
            if name != "error" && *word != format!("licledger.{name}/1") {
                faults.push(format!("{name}: the document does not say what it is"));
            }
            shapes(name, schema, &mut faults);
        }
        faults
    }
}

/// Every object with named properties is closed, and every property says what it means.
fn shapes(place: &str, schema: &Value, faults: &mut Vec<String>) {
    if let Some(properties) = schema["properties"].as_object().filter(|_| schema["type"] == "object") {
        if schema["additionalProperties"] != false {
            faults.push(format!("{place}: takes unknown properties"));
        }
        let bare = properties.iter().filter(|(_, property)| property["description"].is_null());
        faults.extend(bare.map(|(name, _)| format!("{place}/{name}: has no description")));
    }
    let members = schema.as_object().into_iter().flat_map(Map::iter);
    members.for_each(|(name, inner)| shapes(&format!("{place}/{name}"), inner, faults));
}

#[test]
fn a_document_is_held_to_the_schema_that_it_names() {
    let mut contract = Contract::open();
    let mut refused = |document: &str| contract.check(document).expect_err("the document departs from the contract");
    assert!(refused(r#"{"schema":"licledger.nothing/1"}"#).contains("has no nothing.v1.json"));
    assert!(refused(r#"{"schema":"licledger.rules/2","rows":[]}"#).contains("no name of version 1"));
    assert!(refused(r#"{"schema":"licledger.rules/1","rows":[]}"#).starts_with("departs from rules: "));
    let error = r#"{"error":{"code":"X","message":"m","subject":"","next":"","more":1}}"#;
    assert!(refused(error).starts_with("departs from error: "));
    assert!(contract.check(&error.replace(",\"more\":1", "")).is_ok());
}
