//! Whether a case ended as it must: everything that is asked of every bad input, and what the case itself asks.
//!
//! Absent by design: running it.

use crate::case::{Case, Place};
use crate::damage::{self, Held};
use crate::world::{Answer, Prepared, World};
use serde_json::Value;

/// Bytes of a message, subject or next step at most: bad input is not echoed at length.
const LONGEST: usize = 4000;

/// Plays a case and says all that is not as it must be.
pub(crate) fn faults(prepared: &Prepared, case: &Case) -> Vec<String> {
    match play(prepared, case) {
        Ok(faults) => faults,
        Err(what) => vec![format!("cannot be played: {what}")],
    }
}

fn play(prepared: &Prepared, case: &Case) -> Result<Vec<String>, String> {
    let mut world = World::new(prepared, &case.env)?;
    let filled = |texts: &[String]| texts.iter().map(|text| world.text(text)).collect::<Result<Vec<_>, _>>();
    let case = &Case { says: filled(&case.says)?, next: filled(&case.next)?, ..case.clone() };
    if !case.input.is_empty() {
        world.write_input(case)?;
    }
    case.before.iter().try_for_each(|line| world.succeed(line))?;
    let (locks, others): (Vec<&String>, Vec<&String>) = case.with.iter().partition(|what| what.starts_with("lock"));
    for what in others {
        damage::inflict(&mut world, what)?;
    }
    let before = world.inventory()?;
    let mut held = Vec::new();
    for what in locks {
        held.push(damage::inflict(&mut world, what)?);
    }
    let json = world.run(&case.run, true)?;
    let text = world.run(&case.run, false)?;
    for lock in held {
        if let Held::Lock(connection) = lock {
            connection.execute_batch("ROLLBACK").map_err(|error| error.to_string())?;
        }
    }
    let mut faults = Vec::new();
    faults.extend(common(case, &json).into_iter().map(|what| format!("as JSON: {what}")));
    faults.extend(common(case, &text).into_iter().map(|what| format!("as text: {what}")));
    let after = world.inventory()?;
    let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)).map(|(path, _)| path);
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    faults.extend(changed.chain(gone).map(|path| format!("{} was made, changed or removed", path.display())));
    let codes = as_json(case, &json, &mut faults);
    as_text(case, &text, &codes, &mut faults);
    if !faults.is_empty() {
        faults.push(format!("JSON said: {}", shown(&json)));
        faults.push(format!("text said: {}", shown(&text)));
    }
    Ok(faults)
}

fn shown(answer: &Answer) -> String {
    let text = format!("{}{}", String::from_utf8_lossy(&answer.out), String::from_utf8_lossy(&answer.err));
    text.trim_end().chars().take(900).collect::<String>().escape_debug().to_string().replace("\\n", "\n      ")
}

/// What holds for every answer.
fn common(case: &Case, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    match answer.exit {
        None => faults.push("it did not end by itself in time".to_owned()),
        Some(exit) if exit != case.exit => faults.push(format!("exit {exit} instead of {}", case.exit)),
        Some(_) => {}
    }
    for (name, bytes) in [("output", &answer.out), ("error", &answer.err)] {
        let Ok(text) = std::str::from_utf8(bytes) else {
            faults.push(format!("the standard {name} is not UTF-8"));
            continue;
        };
        if let Some(c) = text.chars().find(|c| c.is_control() && *c != '\n') {
            faults.push(format!("the standard {name} holds {c:?}"));
        }
        if let Some(word) = ["panicked", "internal error", "RUST_BACKTRACE"].iter().find(|word| text.contains(**word)) {
            faults.push(format!("the standard {name} says {word:?}"));
        }
    }
    faults
}

/// Checks the document, and gives the codes that it names.
fn as_json(case: &Case, answer: &Answer, faults: &mut Vec<String>) -> Vec<String> {
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes);
    let Some(code) = &case.code else {
        let report = read(&answer.out).unwrap_or_default();
        let rules: Vec<&str> =
            list(&report["findings"]).iter().filter_map(|finding| finding["rule"].as_str()).collect();
        let missing = case.findings.iter().filter(|rule| !rules.contains(&rule.as_str()));
        faults.extend(missing.map(|rule| format!("no finding {rule} among {rules:?}")));
        let all = strings(&report);
        faults.extend(case.says.iter().filter(|text| !all.contains(*text)).map(|text| format!("JSON lacks {text:?}")));
        return case.findings.clone();
    };
    if !answer.out.is_empty() {
        faults.push("as JSON: an error wrote to the standard output".to_owned());
    }
    let document = match read(&answer.err) {
        Ok(document) => document,
        Err(error) => {
            faults.push(format!("the standard error is no JSON document: {error}"));
            return vec![code.clone()];
        }
    };
    let error = &document["error"];
    if error["code"].as_str() != Some(code) {
        faults.push(format!("code {} instead of {code}", error["code"]));
    }
    for part in ["message", "next", "subject"] {
        if error[part].as_str().is_none_or(str::is_empty) && part != "subject" {
            faults.push(format!("the error's {part} is empty"));
        }
        if error[part].as_str().is_some_and(|text| text.len() > LONGEST) {
            faults.push(format!("the error's {part} has more than {LONGEST} bytes"));
        }
    }
    let rows = list(&error["rows"]);
    let said = format!("{}: {} {}", strings(&error["subject"]), strings(&error["message"]), strings(&error["rows"]));
    faults.extend(case.says.iter().filter(|text| !said.contains(*text)).map(|text| format!("JSON lacks {text:?}")));
    let next = strings(&error["next"]) + &rows.iter().map(|row| strings(&row["hint"])).collect::<String>();
    faults.extend(case.next.iter().filter(|text| !next.contains(*text)).map(|text| format!("next lacks {text:?}")));
    for place in &case.places {
        if !rows.iter().any(|row| is_at(row, place)) {
            faults.push(format!("no row fault {place:?}"));
        }
    }
    let codes = rows.iter().filter_map(|row| row["code"].as_str()).map(str::to_owned);
    codes.chain([code.clone()]).collect()
}

fn as_text(case: &Case, answer: &Answer, codes: &[String], faults: &mut Vec<String>) {
    let text = format!("{}{}", String::from_utf8_lossy(&answer.out), String::from_utf8_lossy(&answer.err));
    if text.trim().is_empty() {
        faults.push("the text is empty".to_owned());
    }
    if !codes.iter().any(|code| text.contains(code.as_str())) {
        faults.push(format!("the text names none of {codes:?}"));
    }
    let hidden =
        |c: &char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    if let Some(c) = text.chars().find(hidden) {
        faults.push(format!("the text holds the hidden character {c:?}"));
    }
    for place in &case.places {
        let column = place.column.map(|column| format!(":{column}")).unwrap_or_default();
        let place = format!("rows.csv:{}{column}", place.line);
        if !text.contains(&place) {
            faults.push(format!("the text does not name {place}"));
        }
    }
}

fn is_at(row: &Value, place: &Place) -> bool {
    let column = place.column.is_none_or(|column| row["column"].as_u64() == Some(column));
    row["line"].as_u64() == Some(place.line) && column && row["code"].as_str() == Some(&place.code)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Every text of a document, one after the other.
fn strings(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(strings).collect::<Vec<_>>().join(" "),
        Value::Object(fields) => fields.values().map(strings).collect::<Vec<_>>().join(" "),
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}
