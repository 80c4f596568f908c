//! What must hold after a fault.
//!
//! Absent by design: making the fault.

use super::act::{Act, COMMAND, Site, World};
use super::trace::{Fault, Point};
use replay_tests::large::Failure;
use serde_json::Value;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Output;

/// The exit codes of a definite no of the world, and of an unknown outcome.
const NO: [i32; 2] = [6, 7];
const UNKNOWN: i32 = 9;

/// How many events an act adds.
///
/// # Errors
/// Fails where the act does.
pub(crate) fn added(world: &World, act: &Act) -> Result<u64, Failure> {
    let site = world.site(0, act)?;
    let before = events(&site)?;
    let output = site.run(&act.words())?;
    if !output.status.success() {
        return Err(format!("{}: {}", act.name, String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(events(&site)? - before)
}

/// Takes an act through one point; the promise that it broke, if one.
///
/// # Errors
/// Fails where files or processes cannot be made.
pub(crate) fn point(world: &World, act: &Act, added: u64, half: u32, point: &Point) -> Result<Option<String>, Failure> {
    let site = world.site(half + 1, act)?;
    let before = events(&site)?;
    let output = site.traced(&point.options(), &act.words()).output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let tells = |what: String| format!("{what}; exit {}; {}", outcome(&output), said.trim().replace('\n', " / "));
    if site.ledger().exists() {
        let verified = site.run(&["verify"])?;
        if verified.status.code() != Some(0) {
            let report = String::from_utf8_lossy(&verified.stdout).trim().replace('\n', " / ");
            return Ok(Some(tells(format!("verify ends with {:?}: {report}", verified.status.code()))));
        }
    }
    let there = match events(&site)? - before {
        0 => false,
        more if more == added => true,
        more => return Ok(Some(tells(format!("{more} of {added} events are there")))),
    };
    if let Some(broken) = promise(&output, &said, act, point, there) {
        return Ok(Some(tells(broken)));
    }
    Ok(again(&site, act, before + added)?.map(tells))
}

/// Whether what was answered is what happened.
fn promise(output: &Output, said: &str, act: &Act, point: &Point, there: bool) -> Option<String> {
    let acknowledged = !output.stdout.is_empty() && output.status.success();
    let named = said.contains(COMMAND) || (act.words().iter().all(|word| *word != COMMAND) && has_id(said));
    match output.status.code() {
        None if point.fault == Fault::Kill && output.status.signal() == Some(9) => None,
        None => Some("it ended by a signal".to_owned()),
        Some(0) if there => None,
        Some(0) => Some(format!("it was {} and is not there", if acknowledged { "acknowledged" } else { "a success" })),
        Some(UNKNOWN) if named || act.makes_ledger => None,
        Some(UNKNOWN) => Some("the outcome is unknown, and no command id is named".to_owned()),
        Some(code) if NO.contains(&code) && !there => None,
        // A ledger that is whole, but whose folder could not be synced, says that it was made.
        Some(6) if act.makes_ledger && said.contains("NOT-SYNCED") => None,
        Some(code) if NO.contains(&code) => Some("it was refused and is there".to_owned()),
        Some(code) => Some(format!("exit code {code} is not one of the world's")),
    }
}

/// Whether a text names an id.
fn has_id(said: &str) -> bool {
    said.split(|c: char| !(c.is_ascii_hexdigit() || c == '-'))
        .any(|word| word.len() == 36 && word.matches('-').count() == 4)
}

/// The same act again completes it once, and leaves nothing behind.
fn again(site: &Site, act: &Act, full: u64) -> Result<Option<String>, Failure> {
    let exists = act.makes_ledger && site.ledger().exists();
    let output = site.run(&act.words())?;
    if !exists && !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', " / ");
        return Ok(Some(format!("the same act again ends with {}: {said}", outcome(&output))));
    }
    let found = events(site)?;
    if found != full {
        return Ok(Some(format!("after the same act again there are {found} events, not {full}")));
    }
    let verified = site.run(&["verify"])?;
    if verified.status.code() != Some(0) {
        return Ok(Some(format!("verify after the same act again ends with {:?}", verified.status.code())));
    }
    Ok(left(&site.folder)?.map(|name| format!("{name} is left behind")))
}

/// A draft that stayed, or a journal that is not empty.
fn left(folder: &Path) -> Result<Option<String>, Failure> {
    for folder in [folder.to_owned(), folder.join("state")] {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_journal = name.ends_with("-journal") && entry.metadata()?.len() == 0;
            let is_known = ["ledger.db", "list.csv", "state"].contains(&name.as_str()) || name.ends_with(".json");
            if !is_known && !is_journal {
                return Ok(Some(name));
            }
        }
    }
    Ok(None)
}

/// How many events the ledger holds; none where there is no ledger.
fn events(site: &Site) -> Result<u64, Failure> {
    if !site.ledger().exists() {
        return Ok(0);
    }
    let output = site.run(&["status", "--json"])?;
    let status: Value = serde_json::from_slice(&output.stdout)
        .map_err(|_| format!("status: {}", String::from_utf8_lossy(&output.stderr).trim()))?;
    Ok(status["head"]["size"].as_u64().ok_or("a status without a head")?)
}

fn outcome(output: &Output) -> String {
    output.status.code().map_or_else(|| output.status.to_string(), |code| code.to_string())
}
