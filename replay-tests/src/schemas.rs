//! The schema files of stored events, as a validator takes them.
//!
//! Absent by design: validating.

use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The schema of every kind of event, by `<kind>.v<schema>`. One that refers to others holds them.
///
/// # Errors
/// Says which file cannot be read.
pub fn of_events() -> Result<BTreeMap<String, Value>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/event");
    let mut read = BTreeMap::new();
    for file in fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        let path = file.map_err(|error| error.to_string())?.path();
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let bytes = fs::read(&path).map_err(|error| told(&error))?;
        let schema: Value = serde_json::from_slice(&bytes).map_err(|error| told(&error))?;
        read.insert(path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(), schema);
    }
    let alone = read.clone();
    read.values_mut().for_each(|schema| bundle(schema, &alone));
    Ok(read)
}

/// Puts the schemas that a schema names by their address beside its own definitions.
fn bundle(schema: &mut Value, all: &BTreeMap<String, Value>) {
    let text = schema.to_string();
    let own = schema["$id"].clone();
    let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) else { return };
    let named = |other: &&Value| other["$id"] != own && other["$id"].as_str().is_some_and(|id| text.contains(id));
    let others: Map<String, Value> =
        all.iter().filter(|(_, other)| named(other)).map(|(name, other)| (name.clone(), other.clone())).collect();
    definitions.extend(others);
}
