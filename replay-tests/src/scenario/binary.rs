//! The program as a world: its real command line on a real ledger file, read back through its JSON documents.
//!
//! Absent by design: building the program, and the folder in which it works; whoever tests brings both.

use super::{Balance, Document, End, Kind, LotSeen, Moment, Outcome, Picture, Seen, Step, World};
use crate::hints::{self, Ground};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A ledger file and the program that keeps it.
pub struct Binary {
    program: PathBuf,
    folder: PathBuf,
    today: String,
    seen: BTreeMap<(Option<String>, Option<u64>), Picture>,
}

/// What the program answered.
struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Binary {
    /// Begins a ledger in an empty folder.
    ///
    /// # Errors
    /// Fails when the program cannot be run or does not begin a ledger.
    pub fn new(program: &Path, folder: &Path) -> Result<Self, String> {
        let today = "2014-01-01".to_owned();
        let world = Self { program: program.to_owned(), folder: folder.to_owned(), today, seen: BTreeMap::new() };
        match world.run(&["init"])? {
            Answer { code: 0, .. } => Ok(world),
            answer => Err(answer.told("init")),
        }
    }

    fn run(&self, words: &[&str]) -> Result<Answer, String> {
        let output = Command::new(&self.program)
            .current_dir(&self.folder)
            .arg("--json")
            .args(words)
            .env("LICLEDGER", "ledger.db")
            .env("LICLEDGER_STATE", self.folder.join("state"))
            .env("LICLEDGER_NOW", format!("{}T12:00:00Z", self.today))
            .env("LICLEDGER_ACTOR", "scenario")
            .env("TZ", "UTC")
            .output()
            .map_err(|error| format!("{} cannot be run: {error}", self.program.display()))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let code = output.status.code().unwrap_or(-1);
        Ok(Answer { code, out: text(&output.stdout), err: text(&output.stderr) })
    }

    /// Runs the commands that an answer names, those of each shape once.
    fn try_hints(&self, said: &str) -> Result<(), String> {
        let now = format!("{}T12:00:00Z", self.today);
        let ground = Ground { program: &self.program, folder: &self.folder, ledger: "ledger.db", now: &now };
        for hint in hints::printed(said).iter().filter(|hint| hints::is_new(hint)) {
            hints::try_out(ground, hint)?;
        }
        Ok(())
    }

    /// The document that a question is answered with.
    fn ask(&self, words: &[&str], moment: &Moment) -> Result<Value, String> {
        let mut words = words.to_vec();
        if let Some(day) = &moment.as_of {
            words.extend(["--as-of", day]);
        }
        let known_at = moment.known_at.map(|size| size.to_string());
        if let Some(size) = &known_at {
            words.extend(["--known-at", size]);
        }
        let answer = self.run(&words)?;
        if !matches!(answer.code, 0 | 1) {
            return Err(answer.told(&words.join(" ")));
        }
        serde_json::from_str(&answer.out).map_err(|error| format!("{}: no JSON: {error}", words.join(" ")))
    }

    fn draw(&self, moment: &Moment) -> Result<Picture, String> {
        let mut picture = Picture::default();
        let balance = self.ask(&["balance"], moment)?;
        picture.findings = rows(&balance, "findings").iter().map(seen).collect();
        for finding in rows(&balance, "findings") {
            self.try_hints(&text(finding, "next"))?;
        }
        rows(&balance, "rows").iter().for_each(|row| draw_balance(&mut picture, row));
        let due = self.ask(&["due"], moment)?;
        picture.due = End::of_document(&due);
        let known = |seen: &Seen| picture.findings.contains(seen);
        picture.ahead = rows(&due, "findings").iter().map(seen).filter(|seen| !known(seen)).collect();
        let ssa = self.ask(&["ssa", "show"], moment)?;
        picture.lots = rows(&ssa, "rows").iter().map(lot).collect();
        let verdicts = rows(&ssa, "projects").iter().map(|row| (text(row, "project"), words(row, "preventing")));
        picture.preventing = verdicts.collect();
        for row in rows(&self.ask(&["warranty", "show"], moment)?, "rows") {
            picture.warranties.insert(text(row, "device"), maybe(row, "until"));
        }
        for row in rows(&self.ask(&["device", "list"], moment)?, "rows") {
            let minimum = number(row, "min_software").and_then(|version| u16::try_from(version).ok());
            picture.minimums.insert(text(row, "device"), minimum);
            self.draw_unversioned(&mut picture, &text(row, "device"), &text(row, "project"), moment)?;
        }
        let events = self.ask(&["event", "list"], &Moment { as_of: None, ..moment.clone() })?;
        let event = |row: &Value| (text(row, "kind"), row["payload"].to_string());
        picture.events = rows(&events, "rows").iter().map(event).collect();
        Ok(picture)
    }

    /// Lots without a version have no SSA and are shown with their device alone.
    fn draw_unversioned(
        &self,
        picture: &mut Picture,
        serial: &str,
        project: &str,
        moment: &Moment,
    ) -> Result<(), String> {
        let shown: BTreeSet<String> =
            picture.lots.iter().filter(|lot| lot.project == project).map(|lot| lot.lot.clone()).collect();
        let device = self.ask(&["device", "show", serial], moment)?;
        for row in rows(&device, "rows").iter().filter(|row| !shown.contains(&text(row, "lot"))) {
            picture.lots.push(LotSeen {
                project: project.to_owned(),
                place: serial.to_owned(),
                spans: Vec::new(),
                ..lot(row)
            });
        }
        Ok(())
    }
}

impl Answer {
    fn told(&self, what: &str) -> String {
        format!("{what}: exit {}\n{}{}", self.code, self.out, self.err)
    }

    /// The error's code, and all that it says.
    fn error(&self) -> (String, String) {
        let last = self.err.lines().rev().find(|line| line.starts_with('{')).unwrap_or_default();
        let document: Value = serde_json::from_str(last).unwrap_or_default();
        let error = &document["error"];
        let said = format!("{}: {}; {}", text(error, "subject"), text(error, "message"), text(error, "next"));
        (text(error, "code"), said)
    }
}

/// The device whose serial number an act that cannot be undone repeats.
fn at_stake(words: &[String]) -> Option<&String> {
    let after = |option: &str| words.iter().position(|word| word == option).and_then(|at| words.get(at + 1));
    let verb = [words.first()?.as_str(), words.get(1)?.as_str()];
    match verb {
        ["licence", "bind"] => after("--to"),
        ["warranty", "activate"] => after("--device"),
        ["device", "replace"] => words.get(2),
        _ => None,
    }
}

impl World for Binary {
    fn keep(&mut self, document: &Document) -> Result<(), String> {
        let path = self.folder.join(&document.name);
        std::fs::write(&path, &document.text).map_err(|error| format!("{}: {error}", path.display()))
    }

    fn perform(&mut self, step: &Step) -> Result<Outcome, String> {
        self.today.clone_from(&step.day);
        self.seen.clear();
        let mut words: Vec<&str> = step.words.iter().map(String::as_str).collect();
        words.push("--yes");
        if let Some(serial) = at_stake(&step.words) {
            words.extend(["--serial", serial]);
        }
        let answer = self.run(&words)?;
        let (code, said) = answer.error();
        self.try_hints(&said)?;
        match answer.code {
            0 | 1 => Ok(Outcome::Accepted),
            2 => Ok(Outcome::Usage(said)),
            3 => Ok(Outcome::Missing(said)),
            4 => Ok(Outcome::Refused(code, said)),
            7 => Ok(Outcome::Conflict(said)),
            _ => Err(answer.told(&words.join(" "))),
        }
    }

    fn head(&mut self) -> Result<String, String> {
        let document = self.ask(&["balance"], &Moment::default())?;
        let head = &document["head"];
        Ok(format!("{} {}", head["size"], text(head, "root")))
    }

    fn picture(&mut self, moment: &Moment) -> Result<Picture, String> {
        let key = (moment.as_of.clone(), moment.known_at);
        if let Some(picture) = self.seen.get(&key) {
            return Ok(picture.clone());
        }
        let picture = self.draw(moment)?;
        self.seen.insert(key, picture.clone());
        Ok(picture)
    }

    fn kind(&mut self, licence: &str, units: u32) -> Result<Kind, String> {
        let units = units.to_string();
        let document = self.ask(&["licence", "show", licence, &units], &Moment::default())?;
        let small = |count: i64| u32::try_from(count).ok();
        let split = document["split"].as_object().into_iter().flatten();
        let split = split.filter_map(|(floor, units)| Some((floor.parse().ok()?, small(units.as_i64()?)?)));
        Ok(Kind {
            unit: text(&document, "unit"),
            serves: rows(&document, "serves").iter().map(plain).collect(),
            parts: rows(&document, "parts").iter().map(plain).collect(),
            split: split.collect(),
        })
    }
}

fn plain(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn rows<'a>(document: &'a Value, name: &str) -> &'a [Value] {
    document[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn words(row: &Value, name: &str) -> BTreeSet<String> {
    rows(row, name).iter().map(plain).collect()
}

fn maybe(row: &Value, name: &str) -> Option<String> {
    row[name].as_str().map(str::to_owned)
}

fn text(row: &Value, name: &str) -> String {
    maybe(row, name).unwrap_or_default()
}

fn number(row: &Value, name: &str) -> Option<i64> {
    row[name].as_i64()
}

fn seen(row: &Value) -> Seen {
    Seen {
        rule: text(row, "rule"),
        severity: text(row, "severity"),
        subject: text(row, "subject"),
        message: text(row, "message"),
    }
}

fn draw_balance(picture: &mut Picture, row: &Value) {
    let count = |name| number(row, name).unwrap_or_default();
    if text(row, "family") == "SSC" {
        picture.credits.insert(text(row, "project"), count("free"));
        return;
    }
    let balance = Balance { free: count("free"), bound: count("bound"), covered: count("ssa_covered") };
    picture.balances.insert((text(row, "project"), text(row, "licence")), balance);
}

fn lot(row: &Value) -> LotSeen {
    let span = |pair: &Value| (plain(&pair[0]), plain(&pair[1]));
    LotSeen {
        project: text(row, "project"),
        lot: text(row, "lot"),
        licence: text(row, "licence"),
        place: text(row, "location"),
        units: number(row, "units").unwrap_or_default(),
        first_bound: maybe(row, "first_bound"),
        spans: rows(row, "intervals").iter().map(span).collect(),
    }
}
