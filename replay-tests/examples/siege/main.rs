//! Kills the program at every writing call of an act, fails that call in every way, and checks what was promised.
//!
//! ```text
//! cargo run --release -p replay-tests --example siege -- [quick|NUMBER]
//! ```
//!
//! Needs Linux and `strace`. `quick` takes every ninth point, a number every so many; without it all are taken. What
//! is promised: an act that was acknowledged is there, an act that was refused is not, an unknown outcome names the
//! command's id, the same command again completes it once, and no draft stays. Absent by design: loss of power, which
//! no process can play, and limits of time.

mod act;
mod check;
mod trace;

use act::{Act, World};
use replay_tests::large::Failure;
use replay_tests::program::program;
use std::collections::BTreeMap;
use std::path::PathBuf;
use trace::{Fault, Point};

/// Every how many points are taken in the quick form.
const QUICK: usize = 9;

fn main() -> Result<(), Failure> {
    let step = match std::env::args().nth(1).as_deref() {
        None => 1,
        Some("quick") => QUICK,
        Some(number) => number.parse::<usize>()?.max(1),
    };
    let folder = folder();
    std::fs::create_dir_all(&folder)?;
    let world = World::build(program()?, &folder)?;
    let mut broken = 0;
    let mut points = 0;
    for act in Act::all() {
        let (tried, faults) = besiege(&world, &act, step)?;
        points += tried;
        broken += faults;
    }
    std::fs::remove_dir_all(&folder)?;
    println!("{points} points passed through, {broken} promises broken");
    if broken == 0 { Ok(()) } else { Err(format!("{broken} promises were broken").into()) }
}

/// Memory where there is some, since a point needs no disk.
fn folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
    parent.join(format!("licledger-siege-{}", std::process::id()))
}

/// Takes an act through its points; how many there were, and how many promises were broken.
fn besiege(world: &World, act: &Act, step: usize) -> Result<(usize, usize), Failure> {
    let calls = trace::calls(world, act)?;
    let points: Vec<Point> = Fault::points(&calls).into_iter().skip(act.offset(step)).step_by(step).collect();
    let added = check::added(world, act)?;
    let halves = points.len().div_ceil(2);
    let (first, second) = points.split_at(halves);
    let faults: Vec<(Point, String)> = std::thread::scope(|scope| {
        let half = |number, points| scope.spawn(move || siege(world, act, added, number, points));
        let both = [half(0, first), half(1, second)];
        both.into_iter().flat_map(|half| half.join().unwrap_or_else(|_| vec![crashed()])).collect()
    });
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    points.iter().for_each(|point| *kinds.entry(point.fault.word()).or_default() += 1);
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    println!("{:<12} {:>4} writing calls, {:>5} points ({})", act.name, calls.len(), points.len(), kinds.join(", "));
    for (point, what) in &faults {
        println!("  BROKEN at {point}: {what}");
    }
    Ok((points.len(), faults.len()))
}

fn siege(world: &World, act: &Act, added: u64, half: u32, points: &[Point]) -> Vec<(Point, String)> {
    let tried = points.iter().filter_map(|point| {
        let fault = check::point(world, act, added, half, point).unwrap_or_else(|failure| Some(failure.to_string()));
        fault.map(|what| (point.clone(), what))
    });
    tried.collect()
}

fn crashed() -> (Point, String) {
    (Point { call: String::new(), number: 0, what: String::new(), fault: Fault::Kill }, "the siege crashed".to_owned())
}
