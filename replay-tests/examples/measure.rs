//! Measures whole processes on a ledger of 100,000 events, as ratios within one run.
//!
//! ```text
//! cargo build --release -p ledger-cli
//! cargo run --release -p replay-tests --example measure -- [EVENTS] [RUNS]
//! ```
//!
//! It writes a ledger of projects of 1,000 events each into a temporary folder, then starts each question as a process of
//! its own, next to an empty process and to a scan of the same file by the SQLite shell (`sqlite3`, where installed), in
//! turns; the median of each and the ratios are printed. Absent by design: limits, since machines differ.

use replay_tests::large::{self, Failure};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

fn main() -> Result<(), Failure> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let events = numbers.next().transpose()?.unwrap_or(100_000);
    let runs = numbers.next().transpose()?.unwrap_or(11);
    let folder = std::env::temp_dir().join(format!("licledger-measure-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("ledger.licledger");
    let begun = Instant::now();
    let size = large::write(&file, events)?;
    let bytes = std::fs::metadata(&file)?.len();
    println!("ledger: {size} events in {:.1} s, {} MiB", begun.elapsed().as_secs_f64(), bytes >> 20);
    measure(&file, &folder, runs)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn measure(file: &Path, folder: &Path, runs: usize) -> Result<(), Failure> {
    let program = program()?;
    let ours = |arguments: &[&str]| {
        let mut process = Process::new(&program);
        process.arg("--ledger").arg(file).args(arguments).env("LICLEDGER_STATE", folder.join("state"));
        process
    };
    let mut scan = Process::new("sqlite3");
    scan.arg("-readonly").arg(file).arg("SELECT sum(length(payload)), sum(length(hash)) FROM event");
    let mut trials: Vec<(&str, Process)> = vec![
        ("empty process", Process::new("true")),
        ("licledger --version", ours(&["--version"])),
        ("sqlite3 scan", scan),
        ("balance --project", ours(&["balance", "--project", "Project 7"])),
        ("verify", ours(&["verify"])),
        ("replay", ours(&["replay"])),
    ];
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); trials.len()];
    for run in 0..=runs {
        for (trial, times) in trials.iter_mut().zip(&mut times) {
            let begun = Instant::now();
            let done = trial.1.stdout(Stdio::null()).stderr(Stdio::null()).status();
            // The first round warms the caches and is not counted.
            if run > 0 && done.is_ok_and(|status| status.success()) {
                times.push(begun.elapsed());
            }
        }
    }
    let medians: Vec<Option<f64>> = times.into_iter().map(median).collect();
    let (empty, scan) = (medians[0], medians[2]);
    println!("{:<22} {:>10} {:>12} {:>12}", "", "median ms", "x empty", "x scan");
    for ((name, _), median) in trials.iter().zip(&medians) {
        let ratio = |base: Option<f64>| match (median, base) {
            (Some(own), Some(base)) => format!("{:.1}", own / base),
            _ => "-".to_owned(),
        };
        let own = median.map_or_else(|| "failed".to_owned(), |seconds| format!("{:.1}", seconds * 1_000.0));
        println!("{name:<22} {own:>10} {:>12} {:>12}", ratio(empty), ratio(scan));
    }
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Option<f64> {
    times.sort();
    times.get(times.len() / 2).map(Duration::as_secs_f64)
}

/// The program beside this one: both are built in the release profile.
fn program() -> Result<PathBuf, Failure> {
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent).ok_or("no target folder")?;
    let program = folder.join("licledger");
    if program.exists() { Ok(program) } else { Err("build it first: cargo build --release -p ledger-cli".into()) }
}
