//! Corrections: one that is accepted as a command leaves no error that was not there before.
//!
//! The normal run takes 40 histories, `SIMULATE_CORRECTED` names another number. Absent by design: what a correction makes of the figures; the model says that.

use crate::number_from;
use ledger_core::decide::{Command, Mode};
use ledger_core::ledger::Order;
use ledger_core::vocabulary::Day;
use replay_tests::generate::Kind;
use replay_tests::model::history::{Breach, History, errors, no_new_error};
use std::collections::BTreeSet;

const HISTORIES: u64 = 40;
const FIRST_SEED: u64 = 31_000;
const COMMANDS: u64 = 30;
/// So many corrections have to be accepted, or the test says nothing.
const LEAST: u64 = 60;

fn is_correction(order: &Order) -> bool {
    matches!(order.command, Command::Annul { .. } | Command::Reverse { .. } | Command::Amend { .. })
}

/// Errors of today, of the day of the last event, and of all days.
fn errors_of(history: &History) -> Result<Vec<BTreeSet<Breach>>, String> {
    let today = history.generator.today();
    [Day::MAX, today].into_iter().map(|day| history.view(day, None).map(|view| errors(&view))).collect()
}

fn correct(kind: Kind, seed: u64) -> Result<u64, String> {
    let mut history = History::begin(seed, kind, kind.shares(seed), None)?;
    let mut accepted = 0;
    for step in 0..COMMANDS {
        let order = history.generator.next(&history.seen, &history.rows)?;
        let is_judged = is_correction(&order) && order.mode == Mode::Judge;
        let before = if is_judged { errors_of(&history)? } else { Vec::new() };
        let at = |error: String| format!("{} {seed}, command {step}: {error}", kind.name());
        if history.give(seed, &order).map_err(at)?.is_some() || !is_judged {
            continue;
        }
        accepted += 1;
        for (before, after) in before.iter().zip(errors_of(&history)?) {
            no_new_error(before, &after, &order).map_err(at)?;
        }
    }
    Ok(accepted)
}

#[test]
fn an_accepted_correction_brings_no_error() {
    let (first, runs) = (number_from("SIMULATE_SEED", FIRST_SEED), number_from("SIMULATE_CORRECTED", HISTORIES));
    let kinds = [Kind::Amendments, Kind::Reversals, Kind::Mixed, Kind::LateFacts, Kind::Virtual];
    let of = |seed: u64| usize::try_from(seed).ok().and_then(|seed| kinds.get(seed % kinds.len())).copied();
    let lives = (first..first + runs).map(|seed| correct(of(seed).unwrap_or(Kind::Mixed), seed));
    let (done, failed): (Vec<_>, Vec<_>) = lives.partition(Result::is_ok);
    let accepted: u64 = done.into_iter().flatten().sum();
    println!("{accepted} corrections were accepted");
    let failures: Vec<String> = failed.into_iter().filter_map(Result::err).collect();
    assert!(failures.is_empty(), "{} of {runs} histories fail:\n{}", failures.len(), failures.join("\n"));
    assert!(runs < HISTORIES || accepted >= LEAST, "only {accepted} corrections were accepted");
}
