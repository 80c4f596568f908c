//! Random histories with late facts and corrections: every figure that moved names an event, on whatever two days and with
//! whatever known; what is explained adds up; and no command that was accepted brings an error.
//!
//! Absent by design: which events they are; the scenarios and goldens say that for single cases.

use ledger_core::decide::Mode;
use ledger_core::question::diff::diff;
use ledger_core::question::{Answer, Cell, Row, View};
use ledger_core::vocabulary::Day;
use replay_tests::generate::{Kind, Random, Shares};
use replay_tests::model::history::{History, errors, no_new_error};
use replay_tests::model::{explained, sound};
use std::collections::BTreeSet;

const FIRST_SEED: u64 = 700_000;
const RUNS: u64 = 40;
const COMMANDS: usize = 40;
/// Pairs of points that are compared in each history.
const PAIRS: usize = 12;

/// Figures of a report that moved and name no event.
fn without_cause(report: &Answer) -> Vec<String> {
    let has_none = |row: &Row<'_>| {
        let names_none = || match row.cell("events") {
            Some(Cell::Positions(positions)) => positions.is_empty(),
            other => panic!("a figure names its events: {other:?}"),
        };
        row.cell("part") == Some(&Cell::Word("figure")) && names_none()
    };
    report.rows().into_iter().filter(has_none).map(|row| format!("{row:?}")).collect()
}

/// A view at a point by chance.
fn somewhere(history: &History, random: &mut Random, size: u64) -> View {
    let first = Day::parse("2012-01-01").expect("a day");
    let days = random.from_to(0, 1_500);
    let as_of = first.plus_days(days).expect("a day within reach");
    let known_at = if random.percent(40) { size } else { random.below(size) + 1 };
    history.view(as_of, Some(known_at)).expect("the point can be looked at")
}

#[test]
fn every_figure_that_moved_names_an_event_and_no_command_brings_an_error() {
    let mut compared = 0;
    for seed in FIRST_SEED..FIRST_SEED + RUNS {
        let mut history = History::begin(seed, Kind::Mixed, Shares::of(seed), None).expect("a history begins");
        let mut known = BTreeSet::new();
        for _ in 0..COMMANDS {
            let order = history.generator.next(&history.seen, &history.rows).expect("an order");
            let refusal = history.give(seed, &order).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
            if refusal.is_none() {
                let found = errors(&history.view(Day::MAX, None).expect("everything can be looked at"));
                if order.mode == Mode::Judge {
                    no_new_error(&known, &found, &order).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
                }
                known = found;
            }
        }
        let mut random = Random::of(seed);
        let size = u64::try_from(history.rows.len()).expect("a number");
        for _ in 0..PAIRS {
            let (before, after) = (somewhere(&history, &mut random, size), somewhere(&history, &mut random, size));
            let report = diff(&before, &after);
            compared += report.rows().len();
            let lonely = without_cause(&report);
            let point = |view: &View| format!("{} known at {}", view.as_of, view.known_at);
            assert!(lonely.is_empty(), "seed {seed}, {} to {}: {lonely:#?}", point(&before), point(&after));
        }
        let view = history.view(Day::MAX, None).expect("everything can be looked at");
        sound::folding(&view.timeline, &view.book, view.as_of).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        sound::posted(&view.timeline, view.as_of).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        sound::whole(&view).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        explained::adds_up(&view).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
    }
    assert!(compared > 2_000, "only {compared} rows were looked at");
}
