//! What a stranger gets who shall check the program without its code: ledgers in files, and the program's answers.
//!
//! Each ledger is a random history with corrections, written as a real file, beside what the program itself answers about
//! it as known at several positions and days; one more was made by the program from the sample list, so that imported rows
//! are among them. The folder, which `stranger/README.md` describes, is the same for the same seeds, but for the imported
//! ledger's ids and times. Absent by design: checking the answers, which is the stranger's.

use crate::generate::{Kind, Random, Shares};
use crate::model::history::History;
use crate::program::program;
use ledger_core::event::seal::Sealed;
use ledger_core::event::subject::{SubjectKind, subjects};
use ledger_core::event::wire;
use ledger_core::store::{Batch, Entry, Expect, Log, Memory, Scope, Sqlite, Store};
use ledger_core::vocabulary::{Hash, Position};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The moment at which the program is asked; no figure depends on it, since every question names its day.
const NOW: &str = "2026-11-24T10:00:00Z";
/// When the histories are recorded: the day before, since no closing speaks of days that are still to come.
const RECORDED: i64 = 1_795_392_000_000_000;
/// The file of each ledger in its folder.
pub const LEDGER: &str = "ledger.licledger";

/// Which ledgers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Seed of the first history.
    pub first_seed: u64,
    /// How many histories.
    pub ledgers: u64,
    /// Orders that each history is given, the refused ones among them.
    pub orders: u64,
}

/// One question about one state of a ledger.
#[derive(Debug, Clone)]
struct Asked {
    question: &'static str,
    as_of: Option<String>,
    known_at: Option<u64>,
}

/// Writes everything into an empty folder, with `index.json` to find it by; gives the number of ledgers.
///
/// # Errors
/// Says what could not be made, written or asked.
pub fn lay_out(folder: &Path, wanted: Wanted) -> Result<usize, String> {
    let mut ledgers = Vec::new();
    for seed in wanted.first_seed..wanted.first_seed + wanted.ledgers {
        let name = format!("ledger-{seed}");
        let place = made(folder, &name)?;
        let history = lived(seed, wanted.orders)?;
        copied(history.store(), &place.join(LEDGER)).map_err(|error| format!("{name}: {error}"))?;
        ledgers.push(json!({"folder": name, "seed": seed, "answers": answers(&place, seed)?}));
    }
    let place = made(folder, "imported")?;
    import_sample(&place)?;
    ledgers.push(json!({"folder": "imported", "answers": answers(&place, wanted.first_seed)?}));
    let index = json!({"schema": "licledger.stranger/1", "ledgers": ledgers});
    written(&folder.join("index.json"), &format!("{index:#}\n"))?;
    Ok(ledgers.len())
}

fn made(folder: &Path, name: &str) -> Result<PathBuf, String> {
    let place = folder.join(name);
    fs::create_dir_all(place.join("answers")).map_err(|error| format!("{}: {error}", place.display()))?;
    Ok(place)
}

fn written(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// A history with its corrections; what the ledger accepts and refuses is held against the model, as in `simulate`.
fn lived(seed: u64, orders: u64) -> Result<History, String> {
    let shares = Shares { corrections: 18, ..Shares::of(seed) };
    let mut history = History::begin(seed, Kind::Mixed, shares, None)?.recorded_from(RECORDED);
    for _ in 0..orders {
        let order = history.generator.next(&history.seen, &history.rows)?;
        history.give(seed, &order)?;
    }
    Ok(history)
}

/// Writes every batch of a store into a new file.
fn copied(store: &Memory, path: &Path) -> Result<(), String> {
    let events = store.page(Scope::All, Position(0), Position(u64::MAX), usize::MAX).map_err(|e| e.to_string())?;
    let mut kept = BTreeSet::new();
    let mut file: Option<Sqlite> = None;
    for batch in events.chunk_by(|one, next| one.header.command == next.header.command) {
        let batch = batch_of(store, batch, &mut kept)?;
        match &mut file {
            None => file = Some(Sqlite::create_with(path, batch).map_err(|error| error.to_string())?),
            Some(file) => drop(file.append(batch).map_err(|error| format!("{error:?}"))?),
        }
    }
    file.map(|_| ()).ok_or_else(|| "the history has no events".to_owned())
}

fn batch_of(store: &Memory, events: &[Sealed], kept: &mut BTreeSet<Hash>) -> Result<Batch, String> {
    let mut entries = Vec::new();
    let mut documents = Vec::new();
    for sealed in events {
        let payload = sealed.payload.as_deref().ok_or("a payload is missing")?;
        let fact = wire::decode(&sealed.header.kind, sealed.header.schema, payload).map_err(|e| e.to_string())?;
        let subjects = subjects(&fact);
        let named = subjects.iter().filter(|subject| subject.kind == SubjectKind::Document);
        let named = named.filter_map(|subject| Hash::parse(&subject.name).ok());
        for hash in named.chain([sealed.header.request, sealed.header.rulebook]) {
            if kept.insert(hash) {
                documents.extend(store.document(hash).map_err(|error| error.to_string())?);
            }
        }
        entries.push(Entry { sealed: sealed.clone(), subjects });
    }
    let first = entries.first().ok_or("a batch has no events")?;
    Ok(Batch { expect: Expect::everything(first.sealed.position.0), entries, documents })
}

/// A ledger that the program itself makes of the sample list.
fn import_sample(place: &Path) -> Result<(), String> {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger-cli/sample");
    let (rulebook, list) = (sample.join("example-rulebook.json"), sample.join("history.csv"));
    let words = |words: &[&str], path: &Path| {
        let mut line: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        line.push(path.to_string_lossy().into_owned());
        line
    };
    let init = ["init", "--company", "Musterbau GmbH"].map(str::to_owned).to_vec();
    for line in [init, words(&["rulebook", "adopt"], &rulebook), words(&["import"], &list)] {
        let (code, _) = run(place, &line)?;
        if code != 0 {
            return Err(format!("{line:?} ended with {code}"));
        }
    }
    Ok(())
}

/// Asks the program and keeps what it says, a file for each answer.
fn answers(place: &Path, seed: u64) -> Result<Vec<Value>, String> {
    let mut kept = Vec::new();
    for (number, asked) in questions(place, seed)?.into_iter().enumerate() {
        let mut line: Vec<String> = asked.question.split_whitespace().map(str::to_owned).collect();
        line.extend(asked.as_of.iter().flat_map(|day| ["--as-of".to_owned(), day.clone()]));
        line.extend(asked.known_at.iter().flat_map(|position| ["--known-at".to_owned(), position.to_string()]));
        line.push("--json".to_owned());
        let (code, text) = run(place, &line)?;
        let file = format!("answers/{number:02}-{}.json", asked.question.replace(' ', ""));
        written(&place.join(&file), &text)?;
        let mut entry = json!({"question": asked.question, "file": file, "exit": code});
        if let (Some(day), Some(position)) = (asked.as_of, asked.known_at) {
            entry["as_of"] = day.into();
            entry["known_at"] = position.into();
        }
        kept.push(entry);
    }
    Ok(kept)
}

/// Verification, and the figures at the end of time, of half of what is known, and at two more points.
fn questions(place: &Path, seed: u64) -> Result<Vec<Asked>, String> {
    let (_, status) = run(place, &["balance".to_owned(), "--json".to_owned()])?;
    let status: Value = serde_json::from_str(&status).map_err(|error| error.to_string())?;
    let size = status["head"]["size"].as_u64().ok_or("the head has no size")?;
    let mut random = Random::of(!seed);
    let mut day =
        || format!("{}-{:02}-{:02}", random.from_to(2012, 2016), random.from_to(1, 12), random.from_to(1, 28));
    let points = [("2100-12-31".to_owned(), size), (day(), size), (day(), size / 2), (day(), size - size / 4)];
    let mut asked = vec![Asked { question: "verify", as_of: None, known_at: None }];
    for (day, position) in points {
        for question in ["balance", "ssa"] {
            asked.push(Asked { question, as_of: Some(day.clone()), known_at: Some(position) });
        }
    }
    Ok(asked)
}

/// Runs the program on the ledger of a folder: exit code and answer.
fn run(place: &Path, words: &[String]) -> Result<(i32, String), String> {
    let mut command = Command::new(program()?);
    command.env_clear().current_dir(place).args(words);
    command.envs([("LICLEDGER", LEDGER), ("LICLEDGER_STATE", "state"), ("LICLEDGER_NOW", NOW), ("USER", "stranger")]);
    let output = command.output().map_err(|error| error.to_string())?;
    let code = output.status.code().ok_or("the program was killed")?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match code {
        0 | 1 | 5 => Ok((code, said(&output.stdout))),
        _ => Err(format!("{words:?} ended with {code}: {}", said(&output.stderr))),
    }
}
