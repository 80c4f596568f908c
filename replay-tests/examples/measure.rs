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

use ledger_core::decide::{Choice, Command, ItemAsked, Pick, Take};
use ledger_core::event::{DeviceAdded, Licensing, Remarks, Role};
use ledger_core::ledger::{Act, ImportFile, Ledger, RowOf, Stamp, genesis};
use ledger_core::store::Sqlite;
use ledger_core::vocabulary::{Actor, CompanyName, Day, Hash, KeyCode, Licence, ProjectName, Serial, Units, Version};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};
use uuid::Uuid;

type Failure = Box<dyn std::error::Error>;

const PROJECT_EVENTS: usize = 1_000;

fn main() -> Result<(), Failure> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let events = numbers.next().transpose()?.unwrap_or(100_000);
    let runs = numbers.next().transpose()?.unwrap_or(11);
    let folder = std::env::temp_dir().join(format!("licledger-measure-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("ledger.licledger");
    let begun = Instant::now();
    let size = write_ledger(&file, events)?;
    let bytes = std::fs::metadata(&file)?.len();
    println!("ledger: {size} events in {:.1} s, {} MiB", begun.elapsed().as_secs_f64(), bytes >> 20);
    measure(&file, &folder, runs)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn write_ledger(file: &Path, events: usize) -> Result<u64, Failure> {
    let mut counter = 0_u128;
    let mut ids = || {
        counter += 1;
        Uuid::from_u128(counter)
    };
    let day = Day::parse("2012-01-01")?;
    let mut stamp = Stamp { now: 1_700_000_000_000_000, today: day, actor: Actor::parse("measure")?, ids: &mut ids };
    let (_, _, batch) = genesis("measure", None, day, &mut stamp)?;
    let mut ledger = Ledger::over(Sqlite::create_with(file, batch)?)?;
    let mut acts = Vec::new();
    for project in 0..events.div_ceil(PROJECT_EVENTS) {
        acts.extend(project_acts(project)?);
    }
    let import = ImportFile {
        name: "measure.csv".to_owned(),
        bytes: b"measure".to_vec(),
        profile: "measure".to_owned(),
        profile_hash: Hash::ZERO,
        encoding: "utf-8".to_owned(),
    };
    let plan = ledger.plan_import(import, acts, &mut stamp, &mut |_| {})?;
    Ok(ledger.commit_import(plan, &mut stamp)?.head.size)
}

/// One project's life: a device, a key, then licences that go to the device and come back.
fn project_acts(number: usize) -> Result<Vec<Act>, Failure> {
    let company = CompanyName::parse(&format!("Company {}", number / 10))?;
    let project = ProjectName::parse(&format!("Project {number}"))?;
    let choice = ledger_core::decide::ProjectChoice { company: Some(company.clone()), project: project.clone() };
    let serial = Serial::parse(&format!("00-90-33-{:02x}-{:02x}-01", number / 256, number % 256))?;
    let licence = Licence::parse("PBX-Port12")?;
    let device = DeviceAdded {
        serial: serial.clone(),
        model: "ip6010".to_owned(),
        role: Role::Master,
        licensing: Licensing::Central,
        software: Version::new(12),
        purchased: None,
    };
    let units = |count| Units::new(count).ok_or("a number of units");
    let key = KeyCode::parse(&format!("KEY-{number}"))?;
    let mut commands = vec![
        Command::AddDevice { project: choice.clone(), device },
        Command::RedeemKey {
            project: choice,
            key,
            items: vec![ItemAsked::Licences(licence.clone(), units(5_000)?, None)],
        },
    ];
    for turn in 0..PROJECT_EVENTS - 3 {
        let take = Take { licence: licence.clone(), units: units(5)?, choice: Choice::Pick(Pick::Fifo) };
        let serial = serial.clone();
        commands.push(if turn % 3 == 2 {
            Command::Release { take, serial, certificate: Some("file".to_owned()), consent: false }
        } else {
            Command::Bind { take, serial }
        });
    }
    let first = Day::parse("2013-01-01")?;
    let act = |(place, command): (usize, Command)| {
        let days = u32::try_from(place * 3).unwrap_or(0);
        let line = u64::try_from(number * PROJECT_EVENTS + place + 2).unwrap_or(0);
        let identity = Hash::blake3(format!("{number} {place}").as_bytes());
        Act {
            row: RowOf { line, raw: format!("row {line}"), identity, business: identity },
            day: first.plus_days(days).unwrap_or(first),
            company: Some(company.clone()),
            project: Some(project.clone()),
            command,
            remarks: Remarks::default(),
        }
    };
    Ok(commands.into_iter().enumerate().map(act).collect())
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
