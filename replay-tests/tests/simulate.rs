//! Random histories against a second model: what the core folds must be what the plain model adds up.
//!
//! Histories are of several kinds (`generate::Kind`), each rich in what is rare otherwise: amendments of every field,
//! reversals of everything, acts that come late, many lots, conversions before binding, leap days, named credits, virtual
//! machines. The normal run takes some hundred of them with 40 commands each; at its end each is compared on 20 random
//! days, each as known at a random position, and on some of them for one project alone. `SIMULATE_KIND` names the only
//! kind to be lived through, `SIMULATE_SEED` the first seed, `SIMULATE_RUNS` how many seeds follow from there for each kind,
//! `SIMULATE_COMMANDS` the commands of each:
//!
//! ```text
//! SIMULATE_KIND=late-facts SIMULATE_RUNS=2000 SIMULATE_SEED=1 cargo test --release -p replay-tests --test simulate the_core
//! ```
//!
//! A failure prints its kind and seed; `SIMULATE_KIND=<kind> SIMULATE_SEED=<seed> SIMULATE_RUNS=1` repeats it alone and
//! prints every order with what it recorded. What a seed means rests on kind and number, and every twenty-first is compared
//! after each command. `corrected` and `permuted` ask other questions of the same histories (`SIMULATE_CORRECTED`,
//! `SIMULATE_PERMUTATIONS`), `mistakes` plants mistakes in the model. Absent by design: chance that no seed decides, and
//! files.

#[path = "simulate/corrected.rs"]
mod corrected;
#[path = "simulate/mistakes.rs"]
mod mistakes;
#[path = "simulate/permuted.rs"]
mod permuted;

use ledger_core::decide::{Choice, Command, ItemAsked, Mode, ProjectChoice, SsaTarget, Take, Term};
use ledger_core::event::WarrantyVariant;
use ledger_core::ledger::Order;
use ledger_core::vocabulary::{
    CompanyName, Credits, Day, KeyCode, Licence, LotId, Position, ProjectName, Serial, Units, Years,
};
use replay_tests::generate::{Kind, Shares};
use replay_tests::model::explained;
use replay_tests::model::history::{History, errors, in_words, no_new_error};
use replay_tests::model::tally::Tally;
use replay_tests::model::{Mistake, sound};
use std::collections::BTreeSet;

const FIRST_SEED: u64 = 20_000;
/// Seeds that failed once, kept beside the others: without corrections, and with them.
const ONCE_FAILED: [u64; 5] = [50_351, 50_515, 91_347, 113_239, 987_821];
const ONCE_FAILED_CORRECTED: [u64; 15] = [
    20_035, 20_081, 20_122, 20_162, 20_314, 20_322, 20_385, 20_403, 20_497, 22_135, 22_162, 22_583, 22_715, 24_654,
    105_753,
];
const COMMANDS: u64 = 40;
/// Every seed that this number divides is compared after each command.
const THOROUGH: u64 = 21;
/// Random days and positions at which every history is compared at its end.
const PAIRS: usize = 20;

/// Histories of each kind in a normal run; those of many lots take longest.
const HISTORIES: [(Kind, u64); 9] = [
    (Kind::Mixed, 40),
    (Kind::Amendments, 8),
    (Kind::Reversals, 8),
    (Kind::LateFacts, 8),
    (Kind::Lots, 2),
    (Kind::Conversions, 6),
    (Kind::LeapDays, 6),
    (Kind::Credits, 6),
    (Kind::Virtual, 6),
];

/// What a normal run accepts at least of what is corrected and closed, so that the comparison sees it.
const LEAST_ACCEPTED: [(&str, u64); 9] = [
    ("Annul", 14),
    ("Annul as a fact", 8),
    ("Annul of a correction", 6),
    ("Annul of a correction as a fact", 1),
    ("Reverse", 8),
    ("Reverse as a fact", 4),
    ("Amend", 12),
    ("Amend as a fact", 5),
    ("ClosePeriod", 12),
];

fn number_from(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// What is to be lived through.
#[derive(Debug, Clone, Copy)]
struct Life {
    seed: u64,
    kind: Kind,
    shares: Shares,
    commands: u64,
    mistake: Option<Mistake>,
    prints: bool,
}

impl Life {
    fn of(seed: u64) -> Self {
        Self::of_kind(Kind::Mixed, seed)
    }

    fn of_kind(kind: Kind, seed: u64) -> Self {
        Self { seed, kind, shares: kind.shares(seed), commands: COMMANDS, mistake: None, prints: false }
    }
}

/// Lives through one history and compares it.
fn live(life: Life) -> Result<Tally, String> {
    let Life { seed, kind, shares, commands, mistake, prints } = life;
    let mut history = History::begin(seed, kind, shares, mistake)?;
    let thorough = seed.is_multiple_of(THOROUGH);
    let mut remembered = Vec::new();
    let mut known_errors = BTreeSet::new();
    for step in 0..commands {
        let at = |error: String| format!("seed {seed}, command {step}: {error}");
        let order = history.generator.next(&history.seen, &history.rows)?;
        let known = history.rows.len();
        let at_order = |error: String| at(format!("{:?} {:?}: {error}", order.day, order.command));
        let refusal = history.give(seed, &order).map_err(at_order)?;
        if prints {
            let answer = refusal.as_deref().unwrap_or("accepted");
            println!("{step}: {:?} {:?} {:?}: {answer}", order.day, order.mode, order.command);
            for row in &history.rows[known..] {
                println!("    {} {} in {}: {} {}", row.position, row.effective, row.stream, row.kind, row.payload);
            }
        }
        if thorough && refusal.is_none() {
            let view = history.compare_samples().map_err(at)?;
            sound::folding(&view.timeline, &view.book, view.as_of).map_err(at)?;
            let errors = errors(&history.view(Day::MAX, None)?);
            if order.mode == Mode::Judge {
                no_new_error(&known_errors, &errors, &order).map_err(at)?;
            }
            known_errors = errors;
        }
        if step == commands / 3 || step == 2 * commands / 3 {
            remembered.extend(history.remember().map_err(at)?);
        }
    }
    let at = |error: String| format!("seed {seed}, at the end: {error}");
    let view = history.compare_samples().map_err(at)?;
    sound::folding(&view.timeline, &view.book, view.as_of).map_err(at)?;
    history.compare_pairs(PAIRS).map_err(at)?;
    let earlier = history.view(view.as_of, Some(view.known_at / 2))?;
    for view in [&view, &earlier] {
        history.tally.explained += explained::adds_up(view).map_err(at)?;
    }
    remembered.iter().try_for_each(|one| history.check_remembered(one)).map_err(at)?;
    if thorough {
        history.check_projects(&view).map_err(at)?;
        history.check_record().map_err(at)?;
    }
    history.check_judged().map_err(at)?;
    Ok(history.tally)
}

/// Lives through all histories, on as many threads as there are.
fn live_all(kind: Kind, first: u64, runs: u64, commands: u64) -> (Tally, Vec<String>) {
    let threads = std::thread::available_parallelism().map_or(1, |n| u64::try_from(n.get()).unwrap_or(1));
    let prints = runs == 1;
    let share = |thread: u64| {
        let mut tally = Tally::default();
        let mut failures = Vec::new();
        for seed in (first..first + runs).filter(|seed| seed % threads == thread) {
            let life = Life { commands, prints, ..Life::of_kind(kind, seed) };
            match std::panic::catch_unwind(|| live(life)) {
                Ok(Ok(more)) => tally.add(more),
                Ok(Err(failure)) => failures.push(failure),
                Err(_) => failures.push(format!("seed {seed} came to a sudden end")),
            }
        }
        (tally, failures)
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|thread| scope.spawn(move || share(thread))).collect();
        let (mut tally, mut failures) = (Tally::default(), Vec::new());
        for worker in workers {
            match worker.join() {
                Ok((more, found)) => {
                    tally.add(more);
                    failures.extend(found);
                }
                Err(_) => failures.push("a thread came to a sudden end".to_owned()),
            }
        }
        (tally, failures)
    })
}

#[test]
fn what_failed_once_does_not_fail_again() {
    let uncorrected =
        ONCE_FAILED.iter().map(|seed| Life { shares: Shares::of(*seed).uncorrected(), ..Life::of(*seed) });
    let lives = uncorrected.chain(ONCE_FAILED_CORRECTED.iter().map(|seed| Life::of(*seed)));
    let failures: Vec<String> = lives.filter_map(|life| live(life).err()).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The kinds to be lived through: all, or the one that the environment names.
fn kinds() -> Vec<(Kind, u64)> {
    let named = std::env::var("SIMULATE_KIND").ok().map(|name| {
        let names: Vec<&str> = Kind::ALL.into_iter().map(Kind::name).collect();
        Kind::parse(&name).unwrap_or_else(|| panic!("SIMULATE_KIND is none of {names:?}"))
    });
    let is_asked = |(kind, _): &(Kind, u64)| named.is_none_or(|named| named == *kind);
    HISTORIES.into_iter().filter(is_asked).collect()
}

fn print(kind: Kind, tally: &Tally) {
    let (accepted, refused) = tally.total();
    let explained = tally.explained;
    println!(
        "{}: {accepted} accepted, {refused} refused; {explained} figures add up to their explanation",
        kind.name()
    );
    for (act, counts) in tally.by_act.iter().chain(&tally.corrected) {
        println!("  {act}: {} accepted, refused {:?}", counts.accepted, counts.refusals);
    }
}

#[test]
fn the_core_folds_what_the_plain_model_adds_up() {
    let (first, commands) = (number_from("SIMULATE_SEED", FIRST_SEED), number_from("SIMULATE_COMMANDS", COMMANDS));
    let mut failures = Vec::new();
    for (kind, usual) in kinds() {
        let runs = number_from("SIMULATE_RUNS", usual);
        println!("{}: seeds {first} to {}, {commands} commands each", kind.name(), first + runs.saturating_sub(1));
        let (tally, failed) = live_all(kind, first, runs, commands);
        print(kind, &tally);
        let (accepted, refused) = tally.total();
        failures.extend(failed.into_iter().map(|failure| format!("{}, {failure}", kind.name())));
        if accepted < refused {
            failures.push(format!("{}: more than half of the commands were refused", kind.name()));
        }
        let is_usual = kind == Kind::Mixed && runs >= usual && commands >= COMMANDS;
        for (act, least) in LEAST_ACCEPTED.into_iter().filter(|_| is_usual) {
            let accepted = tally.accepted(act);
            if accepted < least {
                failures.push(format!("{act}: {accepted} were accepted, at least {least} are needed to find anything"));
            }
        }
    }
    let shown: Vec<&str> = failures.iter().take(40).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), shown.join("\n"));
}

/// Orders in few words, for a history that is written by hand: `day`, command.
fn tell(history: &mut History, orders: Vec<(&str, Command)>) -> Result<Option<String>, String> {
    let mut last = None;
    for (day, command) in orders {
        let day = Day::parse(day).map_err(in_words)?;
        last = history.give(1, &Order { day: Some(day), ..Order::of(command) })?;
    }
    Ok(last)
}

fn project(name: &str) -> Result<ProjectChoice, String> {
    let company = Some(CompanyName::parse("Erste AG").map_err(in_words)?);
    Ok(ProjectChoice { company, project: ProjectName::parse(name).map_err(in_words)? })
}

fn ports(units: u32) -> Result<Take, String> {
    let licence = Licence::parse("PBX-Port12").map_err(in_words)?;
    Ok(Take { licence, units: Units::new(units).ok_or("no units")?, choice: Choice::Open })
}

/// The device that the opening adds to the project `Nord`, and five ports in its free balance.
fn with_ports(history: &mut History) -> Result<Serial, String> {
    let Take { licence, units, .. } = ports(5)?;
    let items = vec![ItemAsked::Licences(licence, units, None)];
    let key = KeyCode::parse("FIVE-PORTS").map_err(in_words)?;
    tell(history, vec![("2012-02-01", Command::RedeemKey { project: project("Nord")?, key, items })])?;
    Serial::parse("00-90-33-00-00-01").map_err(in_words)
}

#[test]
fn a_late_binding_to_a_device_that_moved_on_is_refused() -> Result<(), String> {
    let mut history = History::begin(1, Kind::Mixed, Shares::of(1), None)?;
    let serial = with_ports(&mut history)?;
    let moved = Command::MoveDevice { serial: serial.clone(), to: project("Süd")? };
    let bound = Command::Bind { take: ports(5)?, serial };
    let refusal = tell(&mut history, vec![("2012-03-01", moved), ("2012-02-15", bound)])?;
    let view = history.view(Day::MAX, None)?;
    history.check_moves(&view)?;
    assert!(refusal.is_some(), "five ports would be bound in Nord to a device that is in Süd");
    Ok(())
}

#[test]
fn late_ssa_on_a_lot_that_was_transferred_is_refused() -> Result<(), String> {
    let mut history = History::begin(1, Kind::Mixed, Shares::of(1), None)?;
    let serial = with_ports(&mut history)?;
    let (from, to) = (project("Nord")?, project("Süd")?);
    let release =
        Command::Release { take: ports(5)?, serial: serial.clone(), certificate: Some("a".into()), consent: false };
    let (target, credits) = (SsaTarget::Lot(LotId::parse("4.1").map_err(in_words)?), Credits::new(10));
    let years = Years::new(2).ok_or("no years")?;
    let ssa = Command::ApplySsa { project: from.clone(), target, term: Term::Years(years), credits };
    let refusal = tell(
        &mut history,
        vec![
            ("2012-02-02", Command::Bind { take: ports(5)?, serial }),
            ("2012-02-03", release),
            ("2012-03-01", Command::TransferLicences { take: ports(5)?, from, to }),
            ("2012-02-15", ssa),
        ],
    )?;
    let view = history.view(Day::MAX, None)?;
    history.check_moves(&view)?;
    assert!(refusal.is_some(), "ten credits would cover five ports that arrived in Süd without SSA");
    Ok(())
}

#[test]
fn a_late_warranty_on_a_device_that_moved_on_is_not_forgotten() -> Result<(), String> {
    let mut history = History::begin(2, Kind::Mixed, Shares::of(2), None)?;
    let serial = with_ports(&mut history)?;
    let (years, variant) = (Years::new(2).ok_or("no years")?, WarrantyVariant::AfterPurchase);
    let key = |text: &str| KeyCode::parse(text).map_err(in_words);
    let once = Command::ActivateWarranty { key: key("W-1")?, serial: serial.clone(), years, variant, bought: None };
    let twice = Command::ActivateWarranty { key: key("W-2")?, serial: serial.clone(), years, variant, bought: None };
    let moved = Command::MoveDevice { serial, to: project("Süd")? };
    let late = tell(&mut history, vec![("2012-01-10", moved), ("2012-01-05", once)])?;
    let again = tell(&mut history, vec![("2012-01-11", twice)])?;
    assert!(late.is_some() || again.is_some(), "the device would have two extensions (WAR-4)");
    Ok(())
}

#[test]
fn a_project_is_asked_for_by_a_name_that_an_annulled_one_had() -> Result<(), String> {
    let mut history = History::begin(1, Kind::Mixed, Shares::of(1), None)?;
    let ProjectChoice { company, project } = project("West")?;
    let open = Command::OpenProject { company: company.ok_or("no company")?, project };
    let target = Position(u64::try_from(history.rows.len()).map_err(in_words)?);
    let orders = vec![("2012-01-01", open.clone()), ("2012-01-01", Command::Annul { target }), ("2012-01-01", open)];
    assert_eq!(tell(&mut history, orders)?, None, "the name is free again");
    let view = history.view(Day::MAX, None)?;
    history.check_projects(&view)
}
