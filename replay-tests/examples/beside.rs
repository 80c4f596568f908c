//! Measures whole processes beside each other: right answers beside busy writers, and writes beside readers.
//!
//! ```text
//! cargo build --release -p ledger-cli
//! cargo run --release -p replay-tests --example beside -- [FOLDER] [RUNS, 0 for none] [WRITES]
//! ```
//!
//! First `verify` and `replay` run RUNS times (200) in turns on a ledger of 10,000 events while four writers add companies,
//! one command after the other; each answer must be right. Then eight writers add WRITES companies each (300), first with two
//! readers and a `verify` running all the time, then without; every acknowledged company must be there once, and no reader may
//! raise an alarm. FOLDER is a memory disk where there is one. It ends with an error where an answer is wrong, an act is lost
//! or doubled, or an alarm is raised. Absent by design: limits on times, since machines differ.

use replay_tests::large::{self, Failure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const EVENTS: usize = 10_000;
const BUSY: usize = 4;
const WRITERS: usize = 8;
/// What runs all the time beside the writers.
const READERS: [&str; 3] = ["balance", "status", "verify"];

fn main() -> Result<(), Failure> {
    let mut words = std::env::args().skip(1);
    let memory = || Some("/dev/shm").filter(|folder| Path::new(folder).is_dir()).map(PathBuf::from);
    let above = words.next().map(PathBuf::from).or_else(memory).unwrap_or_else(std::env::temp_dir);
    let mut numbers = words.map(|text| text.parse::<usize>());
    let runs = numbers.next().transpose()?.unwrap_or(200);
    let writes = numbers.next().transpose()?.unwrap_or(300);
    let program = program()?;
    let folder = above.join(format!("licledger-beside-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let answers = if runs > 0 { answers(&program, &folder, runs) } else { Ok(()) };
    let rates = answers.and_then(|()| {
        let with = writing(&program, &folder.join("with"), writes, &READERS)?;
        let without = writing(&program, &folder.join("without"), writes, &[])?;
        println!("with readers: {:.0} % of the rate without", 100.0 * with / without);
        Ok(())
    });
    fs::remove_dir_all(&folder)?;
    rates
}

/// `verify` and `replay` beside busy writers.
fn answers(program: &Path, folder: &Path, runs: usize) -> Result<(), Failure> {
    let desk = Desk { program: program.to_owned(), folder: folder.to_owned() };
    large::write(&desk.ledger(), EVENTS)?;
    let goes_on = AtomicBool::new(true);
    let (counted, written) = std::thread::scope(|scope| {
        let busy = |number: usize| {
            let (desk, goes_on) = (&desk, &goes_on);
            scope.spawn(move || desk.adding(number, usize::MAX, goes_on))
        };
        let writers: Vec<_> = (0..BUSY).map(busy).collect();
        let mut counted: BTreeMap<(&str, Option<i32>), usize> = BTreeMap::new();
        for run in 0..runs {
            let question = ["verify", "replay"][run % 2];
            let output = desk.run(&[question]);
            let code = output.as_ref().ok().and_then(|output| output.status.code());
            *counted.entry((question, code)).or_default() += 1;
        }
        goes_on.store(false, Ordering::Relaxed);
        let written: usize = writers.into_iter().map(|writer| writer.join().map_or(0, |added| added.written)).sum();
        (counted, written)
    });
    for ((question, code), count) in &counted {
        println!("{question} beside {BUSY} writers ({written} writes): {count} times exit code {code:?}");
    }
    let right: usize = counted.iter().filter(|((_, code), _)| *code == Some(0)).map(|(_, count)| count).sum();
    if right == runs { Ok(()) } else { Err(format!("{right} of {runs} answers are right").into()) }
}

/// Writers side by side, with these readers all the time; gives acts per second.
fn writing(program: &Path, folder: &Path, writes: usize, readers: &[&'static str]) -> Result<f64, Failure> {
    let desk = Desk { program: program.to_owned(), folder: folder.to_owned() };
    let made = desk.run(&["init"])?;
    if !made.status.success() {
        return Err(String::from_utf8_lossy(&made.stderr).into_owned().into());
    }
    let goes_on = AtomicBool::new(true);
    let (added, alarms, reads, took) = std::thread::scope(|scope| {
        let (desk, goes_on) = (&desk, &goes_on);
        let readers: Vec<_> = readers.iter().map(|question| scope.spawn(|| desk.reading(question, goes_on))).collect();
        let begun = Instant::now();
        let writers: Vec<_> =
            (0..WRITERS).map(|number| scope.spawn(move || desk.adding(number, writes, goes_on))).collect();
        let added: Vec<Added> = writers.into_iter().filter_map(|writer| writer.join().ok()).collect();
        let took = begun.elapsed();
        goes_on.store(false, Ordering::Relaxed);
        let read: Vec<(usize, Vec<String>)> = readers.into_iter().filter_map(|reader| reader.join().ok()).collect();
        let reads: usize = read.iter().map(|(count, _)| count).sum();
        (added, read.into_iter().flat_map(|(_, alarms)| alarms).collect::<Vec<_>>(), reads, took)
    });
    let written: usize = added.iter().map(|added| added.written).sum();
    let rate = written as f64 / took.as_secs_f64();
    let slowest = added.iter().map(|added| added.slowest).max().unwrap_or_default();
    println!(
        "{WRITERS} writers x {writes}, {} readers ({reads} answers): {written} written in {:.1} s, {rate:.0} a second, \
         slowest {} ms",
        readers_named(readers),
        took.as_secs_f64(),
        slowest.as_millis()
    );
    let there = desk.companies()?;
    let failures: Vec<String> = added.into_iter().flat_map(|added| added.failures).chain(alarms).collect();
    failures.iter().take(5).for_each(|failure| println!("  {failure}"));
    let all = written == WRITERS * writes && there == written && failures.is_empty();
    if !all {
        return Err(format!("{written} acknowledged, {there} there, {} failures and alarms", failures.len()).into());
    }
    let verified = desk.run(&["verify"])?;
    if verified.status.success() { Ok(rate) } else { Err("the ledger does not verify afterwards".into()) }
}

fn readers_named(readers: &[&str]) -> String {
    if readers.is_empty() { "no".to_owned() } else { readers.join(", ") }
}

/// What a writer did.
struct Added {
    written: usize,
    failures: Vec<String>,
    slowest: Duration,
}

/// A ledger in a folder, and the program.
struct Desk {
    program: PathBuf,
    folder: PathBuf,
}

impl Desk {
    fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.licledger")
    }

    fn run(&self, words: &[&str]) -> Result<Output, Failure> {
        let mut process = Process::new(&self.program);
        process.arg("--ledger").arg(self.ledger()).args(words).stdin(Stdio::null());
        Ok(process.env("LICLEDGER_STATE", self.folder.join("state")).output()?)
    }

    /// Adds companies, one command after the other.
    fn adding(&self, number: usize, writes: usize, goes_on: &AtomicBool) -> Added {
        let mut added = Added { written: 0, failures: Vec::new(), slowest: Duration::ZERO };
        for act in 0..writes {
            if !goes_on.load(Ordering::Relaxed) {
                break;
            }
            let begun = Instant::now();
            match self.run(&["-q", "company", "add", &format!("Writer {number} act {act}")]) {
                Ok(output) if output.status.success() => added.written += 1,
                Ok(output) => added.failures.push(String::from_utf8_lossy(&output.stderr).into_owned()),
                Err(error) => added.failures.push(error.to_string()),
            }
            added.slowest = added.slowest.max(begun.elapsed());
        }
        added
    }

    /// Asks a question again and again; gives the number of answers, and what was no right answer.
    fn reading(&self, question: &str, goes_on: &AtomicBool) -> (usize, Vec<String>) {
        let (mut count, mut alarms) = (0, Vec::new());
        while goes_on.load(Ordering::Relaxed) {
            count += 1;
            match self.run(&[question]) {
                Ok(output) if output.status.success() => {}
                Ok(output) => {
                    let text = [output.stdout, output.stderr].concat();
                    alarms.push(format!("{question}: {}: {}", output.status, String::from_utf8_lossy(&text)));
                }
                Err(error) => alarms.push(error.to_string()),
            }
        }
        (count, alarms)
    }

    /// Number of different companies in the ledger.
    fn companies(&self) -> Result<usize, Failure> {
        let output = self.run(&["company", "list", "--json"])?;
        let list: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        let rows = list.get("rows").and_then(serde_json::Value::as_array).ok_or("a list of companies")?;
        let names: std::collections::BTreeSet<String> = rows.iter().map(|row| row["company"].to_string()).collect();
        if names.len() == rows.len() { Ok(rows.len()) } else { Err("a company is there twice".into()) }
    }
}

/// The program beside this one: both are built in the release profile.
fn program() -> Result<PathBuf, Failure> {
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent).ok_or("no target folder")?;
    let program = folder.join("licledger");
    if program.exists() { Ok(program) } else { Err("build it first: cargo build --release -p ledger-cli".into()) }
}
