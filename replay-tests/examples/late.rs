//! Measures what a late fact costs beside a fact on time, as ratios within one run.
//!
//! ```text
//! cargo run --release -p replay-tests --example late -- [EVENTS] [FACTS] [ONE BY ONE] [ROUNDS]
//! ```
//!
//! It writes a ledger of projects of 1,000 events each (100,000 in all) and records facts in copies of the file: on time, after
//! everything in their project, and late, on a random day in the middle half of its life. Both come as one import of
//! 10,000 acts, and both, 1,000 of them, one by one. Rounds alternate; the ratio of the medians is printed. Absent by
//! design: times, since machines differ.

use ledger_core::decide::{Choice, Command, ItemAsked, Mode, Pick, Take};
use ledger_core::ledger::{Act, Ledger, Order, Proposed, Stamp};
use ledger_core::store::Sqlite;
use ledger_core::vocabulary::{Actor, Credits, Day, KeyCode};
use replay_tests::generate::Random;
use replay_tests::large::{self, Failure, PROJECT_EVENTS, STEP_DAYS};
use std::path::Path;
use std::time::{Duration, Instant};
use uuid::Uuid;

fn main() -> Result<(), Failure> {
    let mut numbers = std::env::args().skip(1).map(|text| text.parse::<usize>());
    let events = numbers.next().transpose()?.unwrap_or(100_000);
    let facts = numbers.next().transpose()?.unwrap_or(10_000);
    let singly = numbers.next().transpose()?.unwrap_or(1_000);
    let rounds = numbers.next().transpose()?.unwrap_or(3);
    let folder = std::env::temp_dir().join(format!("licledger-late-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (base, copy) = (folder.join("base.licledger"), folder.join("copy.licledger"));
    println!("ledger: {} events", large::write(&base, events)?);
    let projects = events.div_ceil(PROJECT_EVENTS);
    let times = |count: usize, record: fn(&Path, Vec<Act>) -> Result<Duration, Failure>| {
        let (mut on_time, mut late) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            for is_late in [false, true] {
                std::fs::copy(&base, &copy)?;
                let taken = record(&copy, some_facts(projects, count, is_late, round)?)?;
                (if is_late { &mut late } else { &mut on_time }).push(taken);
            }
        }
        Ok::<_, Failure>(median(late) / median(on_time))
    };
    println!("late / on time, medians of {rounds} rounds");
    println!("one import of {facts:>6}: {:.2}", times(facts, import)?);
    println!("one by one, {singly:>6}: {:.2}", times(singly, one_by_one)?);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Keys, bindings and credits in turn, over all projects.
fn some_facts(projects: usize, count: usize, is_late: bool, round: usize) -> Result<Vec<Act>, Failure> {
    let life = u64::try_from(PROJECT_EVENTS * STEP_DAYS)?;
    let mut random = Random::of(u64::try_from(round)?);
    let mut facts = Vec::with_capacity(count);
    for number in 0..count {
        let (project, choice) = (number % projects, large::project_of(number % projects)?);
        let command = match number / projects % 3 {
            0 => {
                let items = vec![ItemAsked::Licences(large::licence()?, large::some(5)?, None)];
                Command::RedeemKey { project: choice.clone(), key: KeyCode::parse(&format!("LATE-{number}"))?, items }
            }
            1 => {
                let take =
                    Take { licence: large::licence()?, units: large::some(1)?, choice: Choice::Pick(Pick::Fifo) };
                Command::Bind { take, serial: large::device_of(project)? }
            }
            _ => Command::ReceiveCredits { project: choice.clone(), credits: Credits::new(10).ok_or("credits")? },
        };
        let middle = life / 4 + random.below(life / 2);
        let after = if is_late { middle } else { life + u64::try_from(number / projects)? };
        let day = large::first_day()?.plus_days(u32::try_from(after)?).ok_or("a day")?;
        facts.push(large::act(&format!("fact {number} of round {round}"), number + 2, day, &choice, command));
    }
    Ok(facts)
}

fn import(path: &Path, acts: Vec<Act>) -> Result<Duration, Failure> {
    let mut ledger = Ledger::over(Sqlite::open(path)?)?;
    with_stamp(|stamp| {
        let begun = Instant::now();
        let plan = ledger.plan_import(large::file("facts"), acts, stamp, &mut |_| {})?;
        ledger.commit_import(plan, stamp)?;
        Ok(begun.elapsed())
    })
}

fn one_by_one(path: &Path, acts: Vec<Act>) -> Result<Duration, Failure> {
    let mut ledger = Ledger::over(Sqlite::open(path)?)?;
    with_stamp(|stamp| {
        let begun = Instant::now();
        for Act { day, command, .. } in acts {
            let order = Order { mode: Mode::Record, day: Some(day), ..Order::of(command) };
            let Proposed::New(proposal) = ledger.propose(&order, stamp)? else { return Err("recorded before".into()) };
            ledger.commit(*proposal, stamp)?;
        }
        Ok(begun.elapsed())
    })
}

fn with_stamp<T>(act: impl FnOnce(&mut Stamp<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
    let mut counter = 1_u128 << 64;
    let mut ids = || {
        counter += 1;
        Uuid::from_u128(counter)
    };
    let today = Day::parse("2026-11-24")?;
    act(&mut Stamp { now: 1_800_000_000_000_000, today, actor: Actor::parse("measure")?, ids: &mut ids })
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(f64::NAN, Duration::as_secs_f64)
}
