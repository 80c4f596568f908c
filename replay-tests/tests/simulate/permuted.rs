//! The order of recording: acts that are recorded in another order, each with its own day, give the same book, or what
//! differs is named by a finding or a refusal.
//!
//! The normal run takes 30 permutations, `SIMULATE_PERMUTATIONS` names another number. Lots are named after the events that made them, so books are compared by what they hold, not by names. Absent by
//! design: projects and devices that come late, since nobody can speak of what is not recorded yet, and choices among lots.

use crate::number_from;
use ledger_core::book::Book;
use ledger_core::decide::{Choice, Command, ItemAsked, Mode, SsaTarget};
use ledger_core::ledger::Order;
use ledger_core::vocabulary::{Day, Licence, Serial, Units};
use replay_tests::generate::{Kind, Random, Shares};
use replay_tests::model::Model;
use replay_tests::model::date::Date;
use replay_tests::model::history::{History, errors, in_words};
use replay_tests::model::unit::{FREE, Unit};
use std::collections::{BTreeMap, BTreeSet};

const PERMUTATIONS: u64 = 30;
const FIRST_SEED: u64 = 41_000;
const COMMANDS: u64 = 24;
/// Rounds in which orders that were refused are tried again, since what they rest on may have been recorded by then.
const ROUNDS: usize = 8;

/// Licences that keys hold, each in one key: which of several lots an act means rests on what was recorded.
const LICENCES: [&str; 16] = [
    "PBX-Port12",
    "PBX-UC12",
    "PBX-VoicemailUser12",
    "PBX-Standby12",
    "PBX-Mobility12",
    "PBX-myPBX12",
    "PBX-Video12",
    "PBX-Fax12",
    "PBX-Reporting12",
    "PBX-WebRTC12",
    "PBX-Operator12",
    "PBX-SoftwarePhones12",
    "PBX-QueueMonitor12",
    "PBX-AppSharing12",
    "PBX-App(innovaphone-pbx-conference)12",
    "Relay-PRIs",
];

/// What became of the permutations.
#[derive(Debug, Default)]
struct Outcome {
    same: u64,
    /// Told by a finding, or refused even as a fact.
    named: u64,
    /// An act took other units of several, since the others were not recorded yet.
    another_choice: u64,
}

/// A book by what it holds: units by project, licence, place and dates; credits; devices.
fn holdings(book: &Book) -> BTreeMap<String, i64> {
    let mut holdings = BTreeMap::new();
    for project in book.projects.values() {
        let name = project.name();
        *holdings.entry(format!("{name} credits")).or_default() += project.credits;
        for lot in project.lots.values() {
            for (place, units) in lot.holdings.iter().filter(|(_, units)| **units != 0) {
                let mut spans: Vec<String> = lot.coverage.iter().map(ToString::to_string).collect();
                spans.sort();
                let held = format!("{name} {} at {} {:?} {spans:?}", lot.licence, place.word(), lot.first_bound);
                *holdings.entry(held).or_default() += units;
            }
        }
        for device in project.devices.values() {
            let held = format!("{name} {} {:?} {} {:?}", device.serial, device.presence, device.model, device.software);
            holdings.insert(held, device.trials.into());
        }
    }
    holdings.retain(|_, held| *held != 0);
    holdings
}

/// A key that holds licences which no key before it held.
fn singular(mut order: Order, held: &mut usize) -> Result<Option<Order>, String> {
    let Command::RedeemKey { items, .. } = &mut order.command else { return Ok(Some(order)) };
    for item in items {
        if let ItemAsked::Licences(licence, ..) = item {
            let Some(name) = LICENCES.get(*held) else { return Ok(None) };
            *licence = Licence::parse(name).map_err(in_words)?;
            *held += 1;
        }
    }
    Ok(Some(order))
}

/// The order without a choice among lots that look different, and without "all": which lots there are rests on what was
/// recorded, so such an act is another one in another order.
fn unchosen(mut order: Order, history: &History) -> Result<Order, String> {
    let Order { command, day, .. } = &mut order;
    match command {
        Command::Bind { take, .. }
        | Command::Release { take, .. }
        | Command::Convert { take, .. }
        | Command::Upgrade { take, .. }
        | Command::TransferLicences { take, .. } => take.choice = Choice::Open,
        Command::ApplySsa { target, .. } => {
            let day = Date::parse(&day.unwrap_or(history.generator.today()).to_string())?;
            *target = some_units(&Model::of(&history.rows, u64::MAX, day, None)?).unwrap_or(SsaTarget::All);
        }
        _ => {}
    }
    Ok(order)
}

/// The units of the lot that was bound last, by licence, number and device.
fn some_units(model: &Model) -> Option<SsaTarget> {
    let is_bound = |unit: &&Unit| unit.worth == 1 && unit.place.as_deref().is_some_and(|place| place != FREE);
    let last = model.units.all.iter().rfind(is_bound)?;
    let place = last.place.as_deref()?;
    let units = u32::try_from(model.units.held(&last.project, &last.lot, place)).ok().and_then(Units::new);
    let licence = Licence::parse(&last.licence).ok()?;
    Some(SsaTarget::Type { licence, units, serial: Serial::parse(place).ok() })
}

fn is_ground(order: &Order) -> bool {
    matches!(
        order.command,
        Command::AddDevice { .. }
            | Command::OpenProject { .. }
            | Command::AddCompany { .. }
            | Command::ReplaceDevice { .. }
    )
}

/// Orders that were recorded in one history, each with the positions of its events.
struct Told {
    history: History,
    orders: Vec<(Order, Vec<u64>)>,
    /// Whether an order was refused even as a fact.
    is_refused: bool,
}

impl Told {
    fn begin(seed: u64) -> Result<Self, String> {
        let shares = Shares { facts: 0, late: 25, corrections: 0 };
        let history = History::begin(seed, Kind::LateFacts, shares, None)?;
        Ok(Self { history, orders: Vec::new(), is_refused: false })
    }

    fn give(&mut self, seed: u64, order: &Order) -> Result<bool, String> {
        let known = self.history.rows.len();
        let is_taken = self.history.give(seed, order)?.is_none();
        if is_taken {
            let positions = self.history.rows[known..].iter().map(|row| row.position).collect();
            self.orders.push((order.clone(), positions));
        }
        Ok(is_taken)
    }

    /// What was recorded, in the order of recording.
    fn in_words(&self) -> Vec<String> {
        let rows = self.history.rows.iter();
        rows.map(|row| format!("{} {} {} {}", row.position, row.effective, row.kind, row.payload)).collect()
    }

    /// For each act the looks of the lots that it took units of, with all that is known in the end.
    fn looks(&self, of: &Order) -> Result<BTreeMap<String, i64>, String> {
        let rows = &self.history.rows;
        let mut looks = BTreeMap::new();
        let positions = self.orders.iter().filter(|(order, _)| order.command == of.command && order.day == of.day);
        for position in positions.flat_map(|(_, positions)| positions) {
            let row = rows.iter().find(|row| row.position == *position).ok_or("an event is gone")?;
            let before = Model::before(rows, u64::MAX, row.effective, row.position, None)?.0;
            for (look, units) in before.looks_of(row)? {
                *looks.entry(look).or_default() += units;
            }
        }
        Ok(looks)
    }
}

/// A history whose orders were all accepted as commands.
fn accepted(seed: u64) -> Result<Told, String> {
    let mut told = Told::begin(seed)?;
    let mut held = 0;
    for _ in 0..COMMANDS {
        let order = told.history.generator.next(&told.history.seen, &told.history.rows)?;
        let Some(order) = singular(order, &mut held)? else { continue };
        let order = unchosen(order, &told.history)?;
        told.give(seed, &order)?;
    }
    Ok(told)
}

/// The orders in another order; those of one day stay in theirs, since it says what came first on that day.
fn shuffled(seed: u64, orders: &[Order]) -> Result<Vec<&Order>, String> {
    let mut random = Random::of(!seed);
    let (mut shuffled, mut others): (Vec<&Order>, Vec<&Order>) = orders.iter().partition(|order| is_ground(order));
    let ground = shuffled.len();
    while !others.is_empty() {
        let place = usize::try_from(random.below(u64::try_from(others.len()).map_err(in_words)?)).map_err(in_words)?;
        shuffled.push(others.swap_remove(place));
    }
    let of_day = |day: Option<Day>| orders.iter().filter(move |order| order.day == day && !is_ground(order));
    let days: BTreeSet<Option<Day>> = orders.iter().map(|order| order.day).collect();
    for day in days {
        let places: Vec<usize> = (ground..shuffled.len()).filter(|place| shuffled[*place].day == day).collect();
        places.into_iter().zip(of_day(day)).for_each(|(place, order)| shuffled[place] = order);
    }
    Ok(shuffled)
}

/// Records the same orders in another order, those that no command may give as facts.
fn told_otherwise(seed: u64, orders: &[Order]) -> Result<Told, String> {
    let mut told = Told::begin(seed)?;
    told.history.generator.wait_until(orders.iter().filter_map(|order| order.day).max());
    let mut waiting = shuffled(seed, orders)?;
    for _ in 0..ROUNDS {
        let mut refused = Vec::new();
        for order in std::mem::take(&mut waiting) {
            if !told.give(seed, order)? {
                refused.push(order);
            }
        }
        waiting = refused;
    }
    for order in waiting {
        let fact = Order { mode: Mode::Record, ..order.clone() };
        told.is_refused |= !told.give(seed, &fact)?;
    }
    Ok(told)
}

fn permute(seed: u64, outcome: &mut Outcome) -> Result<(), String> {
    let first = accepted(seed)?;
    let orders: Vec<Order> = first.orders.iter().map(|(order, _)| order.clone()).collect();
    let second = told_otherwise(seed, &orders)?;
    let (one, other) = (first.history.view(Day::MAX, None)?, second.history.view(Day::MAX, None)?);
    let (held, otherwise) = (holdings(&one.book), holdings(&other.book));
    if held == otherwise {
        outcome.same += 1;
        return Ok(());
    }
    if second.is_refused || !errors(&other).is_empty() {
        outcome.named += 1;
        return Ok(());
    }
    for order in &orders {
        if first.looks(order)? != second.looks(order)? {
            outcome.another_choice += 1;
            return Ok(());
        }
    }
    let names: BTreeSet<&String> = held.keys().chain(otherwise.keys()).collect();
    let differs = names.into_iter().filter(|name| held.get(*name) != otherwise.get(*name));
    let shown: Vec<String> =
        differs.map(|name| format!("{name}: {:?} and {:?}", held.get(name), otherwise.get(name))).collect();
    Err(format!(
        "seed {seed}: the order of recording changed the book without a word:\n  {}\nfirst:\n  {}\nthen:\n  {}",
        shown.join("\n  "),
        first.in_words().join("\n  "),
        second.in_words().join("\n  ")
    ))
}

#[test]
fn the_order_of_recording_changes_nothing_unseen() {
    let (first, runs) = (number_from("SIMULATE_SEED", FIRST_SEED), number_from("SIMULATE_PERMUTATIONS", PERMUTATIONS));
    let mut outcome = Outcome::default();
    let failures: Vec<String> = (first..first + runs).filter_map(|seed| permute(seed, &mut outcome).err()).collect();
    println!("{outcome:?}");
    assert!(failures.is_empty(), "{} of {runs} permutations fail:\n{}", failures.len(), failures.join("\n"));
    assert!(20 * outcome.another_choice <= runs, "too many acts chose otherwise: {outcome:?}");
    assert!(3 * outcome.same >= runs, "too few permutations gave the same book to say anything: {outcome:?}");
}
