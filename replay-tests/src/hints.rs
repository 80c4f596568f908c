//! Hints: commands that the program prints for people to run, found in what it says and run by a real shell.
//!
//! Each runs in a copy of the folder, so that trying it changes nothing for what follows. Absent by design: which hint an
//! answer should give.

use crate::place::Answer;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// Where a hint was printed.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The program.
    pub program: &'a Path,
    /// The folder of the ledger and its state folder `state`.
    pub folder: &'a Path,
    /// Name of the ledger file there.
    pub ledger: &'a str,
    /// The time of the command.
    pub now: &'a str,
}

/// Commands in what the program says: between backticks, and after `undo: `.
pub fn printed(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        if let Some(undo) = line.strip_prefix("undo: ") {
            found.push(undo.to_owned());
            continue;
        }
        let quoted = line.split('`').skip(1).step_by(2).filter(|words| words.starts_with("licledger "));
        found.extend(quoted.map(str::to_owned));
    }
    found
}

/// Whether a hint of that shape, whatever its values, is tried for the first time in this process.
pub fn is_new(hint: &str) -> bool {
    static SHAPES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let words = hint.split_whitespace().filter(|word| {
        let is_ours = |c: char| c.is_ascii_lowercase() || c == '-';
        word.chars().all(is_ours) || word.chars().all(|c| c.is_ascii_uppercase() || c == '=')
    });
    let shape: Vec<&str> = words.collect();
    SHAPES.lock().unwrap_or_else(PoisonError::into_inner).insert(shape.join(" "))
}

/// Runs a hint in a copy of the ground: it is done, with or without findings, or a rule refuses it, or somebody has to
/// confirm it.
///
/// # Errors
/// Says what it ended with instead.
pub fn try_out(ground: Ground<'_>, hint: &str) -> Result<Answer, String> {
    let told = |error: std::io::Error| format!("{hint}: {error}");
    let copy = tempfile::tempdir().map_err(told)?;
    copy_all(ground.folder, copy.path()).map_err(told)?;
    let ground = Ground { folder: copy.path(), ..ground };
    let line = filled(ground, hint)?;
    let answer = sh(ground, &line)?;
    if copy.path().join("pwned").exists() {
        return Err(format!("{line}: a name became a command"));
    }
    let may_be_unknown = line.contains("--command-id");
    match answer.code {
        Some(0 | 1 | 4 | 8) => Ok(answer),
        Some(3) if may_be_unknown => Ok(answer),
        Some(5) if line.starts_with("licledger verify") => Ok(answer),
        Some(7) if line.starts_with("licledger init") || line.contains(" restore ") => Ok(answer),
        _ => Err(format!("{line}: exit {:?}\n{}{}", answer.code, answer.out, answer.err)),
    }
}

/// Runs a line as a person would who copies it.
fn sh(ground: Ground<'_>, line: &str) -> Result<Answer, String> {
    let home = ground.program.parent().ok_or("a program lies in a folder")?;
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", home.display());
    let mut command = Command::new("sh");
    command.arg("-c").arg(line).current_dir(ground.folder).env_clear().env("PATH", path).env("USER", "clerk");
    command.env("LICLEDGER", ground.ledger).env("LICLEDGER_STATE", "state").env("LICLEDGER_NOW", ground.now);
    command.stdin(std::process::Stdio::null());
    command.output().map(|output| Answer::of(&output)).map_err(|error| format!("{line}: {error}"))
}

/// The hint with something in each place that only a person can fill.
fn filled(ground: Ground<'_>, hint: &str) -> Result<String, String> {
    let today = ground.now.split('T').next().unwrap_or_default();
    let word = |name: &str| name.to_owned();
    let mut pairs: Vec<(String, String)> = [
        ("--reason TEXT", "--reason 'tried out'"),
        ("event note TEXT", "event note 'tried out'"),
        ("purchased=DATE", "purchased=2013-01-10"),
        ("FIELD=VALUE", "reason=tried"),
        ("adopt FILE", "adopt tried.json"),
        ("import FILE", "import tried.csv"),
        (" N", " 1"),
        ("--model MODEL", "--model ip6010"),
        ("--to-version VERSION", "--to-version 13"),
        ("REF", "REF-1"),
        ("--rma ID", "--rma R-1"),
        ("--command-id ID", "--command-id 00000000-0000-4000-8000-000000000001"),
        ("licence show TYPE", "licence show PBX-Port12"),
        ("add SERIAL", "add 00-90-33-0f-0f-0f"),
        ("replace OLD NEW", "replace 00-90-33-0f-0f-0d 00-90-33-0f-0f-0e"),
        (" NEW ", " 00-90-33-0f-0f-0e "),
        ("VERSION", "13"),
    ]
    .map(|(place, value)| (word(place), word(value)))
    .to_vec();
    pairs.push((word("DATE"), today.to_owned()));
    if hint.contains("NAME") {
        let list = sh(ground, "licledger project list --json")?;
        let list: Value = serde_json::from_str(&list.out).unwrap_or_default();
        let name = |key: &str| list["rows"][0][key].as_str().unwrap_or("New").to_owned();
        let of = |option: &str, key: &str| format!("{option}={}", words::step::quoted(&name(key)));
        pairs.insert(0, (word("--to-project NAME"), of("--to-project", "project")));
        pairs.insert(
            0,
            (word("--project NAME"), format!("{} {}", of("--project", "project"), of("--company", "company"))),
        );
        pairs.insert(0, (word("--company NAME"), of("--company", "company")));
        pairs.insert(0, (word("add NAME"), word("add 'Tried out'")));
        pairs.insert(0, (word("open NAME"), word("open 'Tried out'")));
    }
    if hint.contains("SIZE:DIGITS") {
        let status = sh(ground, "licledger status --json")?;
        let status: Value = serde_json::from_str(&status.out).unwrap_or_default();
        let head = format!("{}:{}", status["head"]["size"], status["head"]["root"].as_str().unwrap_or_default());
        pairs.insert(0, (word("SIZE:DIGITS"), head));
    }
    if hint.contains("adopt FILE") {
        let shown = include_str!("../../schemas/rulebook/v12r2.json");
        fs::write(ground.folder.join("tried.json"), shown).map_err(|error| error.to_string())?;
    }
    if hint.contains("import FILE") {
        fs::write(ground.folder.join("tried.csv"), "").map_err(|error| error.to_string())?;
    }
    Ok(pairs.iter().fold(hint.to_owned(), |line, (place, value)| replaced(&line, place, value)))
}

/// Replaces a place that somebody has to fill, where it ends a word.
fn replaced(line: &str, place: &str, value: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(place) {
        let end = at + place.len();
        let ends = rest[end..].chars().next().is_none_or(|next| next == ' ');
        text += &rest[..at];
        text += if ends { value } else { place };
        rest = &rest[end..];
    }
    text + rest
}

fn copy_all(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let there = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() { copy_all(&path, &there)? } else { fs::copy(&path, &there).map(drop)? }
    }
    Ok(())
}
