//! Every scenario, played through the library and through the program.
//!
//! A test for each file and world; another says when a file has none. The program is built first, beside this test.

use replay_tests::program::program;
use replay_tests::scenario::{Binary, Library, Scenario, World, scenarios};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn read(file: &str) -> Vec<Scenario> {
    let text = std::fs::read_to_string(folder().join(file)).expect("the file is readable");
    scenarios(file, &text).unwrap_or_else(|what| panic!("{what}"))
}

/// Plays every scenario of a file and fails with all that is not as it says; one that is marked as open must fail.
fn check(file: &str, world: &str, play: impl Fn(&Scenario) -> Result<(), Vec<String>>) {
    let mut failures = Vec::new();
    for scenario in read(file) {
        match (play(&scenario), scenario.open_in(world)) {
            (Ok(()), None) | (Err(_), Some(_)) => {}
            (Ok(()), Some(why)) => failures.push(format!("{} is no longer open: {why}", scenario.name())),
            (Err(reasons), None) => failures.push(format!("{}\n    {}", scenario.name(), reasons.join("\n    "))),
        }
    }
    assert!(failures.is_empty(), "{} scenarios of {file} fail:\n{}", failures.len(), failures.join("\n"));
}

fn through_the_library(scenario: &Scenario) -> Result<(), Vec<String>> {
    let mut world = Library::new().expect("a ledger in memory begins");
    scenario.play(&mut world)
}

fn through_the_program(scenario: &Scenario) -> Result<(), Vec<String>> {
    let folder = tempfile::tempdir().expect("the system has a folder for temporary files");
    let mut world = Binary::new(program().map_err(|what| vec![what])?, folder.path()).map_err(|what| vec![what])?;
    scenario.play(&mut world)
}

macro_rules! files {
    ($($name:ident)*) => {
        /// Files that have tests.
        const FILES: &[&str] = &[$(concat!(stringify!($name), ".txt")),*];

        mod library {
            $(#[test]
            fn $name() {
                super::check(concat!(stringify!($name), ".txt"), "library", super::through_the_library);
            })*
        }

        mod program {
            $(#[test]
            fn $name() {
                super::check(concat!(stringify!($name), ".txt"), "program", super::through_the_program);
            })*
        }
    };
}

files! {
    name hardware ipva port standby uc voicemail release ssa due warranty project examples time corrections facts lots
    choosing undone amended late returned
}

#[test]
fn every_file_of_scenarios_has_its_tests() {
    let entries = std::fs::read_dir(folder()).expect("the folder is readable");
    let mut found: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    found.sort();
    let mut named: Vec<&str> = FILES.to_vec();
    named.sort_unstable();
    assert_eq!(found, named);
}

const UNTRUE: &str = "
# One binding that is not as each of these lines says
rule: PRJ-3 keeps
given
  2014-01-01 company add Muster
             device add 00-90-33-00-00-01 --project DEFAULT --model ip6010 --purchased 2014-01-01
             key redeem K-1 --project DEFAULT --item 'PBX-Port12=100' --item 'SSC=5'
when
  2014-01-02 licence bind PBX-Port12 100 --to 00-90-33-00-00-01
then
  refused PRJ-3
  not found
  usage
  conflict
  says anything
  head unchanged
  finding PRJ-3
  balance DEFAULT PBX-Port12 free 0 bound 99
  balance DEFAULT PBX-Port12 free 0 bound 100 covered 100
  balance DEFAULT PBX-Port12 free 0 bound 100 known before
  balance DEFAULT PBX-Port12 free 0 bound 100 as of 2014-01-01
  balance DEFAULT PBX-Port12 free 0 bound 100 known at 4
  credits DEFAULT 4
  lot DEFAULT PBX-Port12 00-90-33-00-00-01 units 99
  lot DEFAULT PBX-Port12 free units 100
  lot DEFAULT PBX-Port12 00-90-33-00-00-01 units 100 first-bound never
  lot DEFAULT PBX-Port12 00-90-33-00-00-01 units 100 first-bound 2014-01-01
  lot DEFAULT PBX-Port12 00-90-33-00-00-01 units 100 ssa [2014-01-02,2015-01-02)
  lots DEFAULT PBX-Port12 2
  coverage DEFAULT complete
  coverage DEFAULT lacks PBX-Video12
  warranty 00-90-33-00-00-01 until unknown
  warranty 00-90-33-00-00-01 until 2015-01-02
  software 00-90-33-00-00-01 min 8
  due DEFAULT warranty 00-90-33-00-00-01
  not due DEFAULT warranty 00-90-33-00-00-01 as of 2014-12-01
  due DEFAULT warranty 00-90-33-00-00-01 until 2015-01-02 as of 2014-12-01
  due DEFAULT warranty 00-90-33-00-00-01 until 2015-01-01 step 60 as of 2014-12-15
  notice of due WAR-7 00-90-33-00-00-01 as of 2014-12-15
  recorded ssa-applied
  recorded licences-bound certificate
  tiers PBX-Port12 501 = base 501
  counts PBX-Port12 per user
  serves Relay-Channels isdn
  includes PBX-UC12 PBX-Port
";

#[test]
fn an_expectation_that_is_not_so_fails_in_both_worlds() {
    let untrue = scenarios("untrue", UNTRUE).expect("the text is readable");
    let scenario = untrue.first().expect("the text holds a scenario");
    for play in [through_the_library, through_the_program] {
        let failures = play(scenario).expect_err("nothing of it is so");
        let expected: Vec<usize> = scenario.then.iter().map(|then| then.line).collect();
        let line = |failure: &String| failure.split(':').nth(1).and_then(|line| line.parse().ok());
        let failed: Vec<usize> = failures.iter().filter_map(line).collect();
        assert_eq!(failed, expected, "{}", failures.join("\n"));
    }
}

#[test]
fn a_line_that_the_contract_does_not_know_is_no_step() {
    let text = UNTRUE.replace("licence bind PBX-Port12 100", "licence bind PBX-Port12 100 --pcik fifo");
    let wrong = scenarios("wrong", &text).expect("the text is readable");
    let mut world: Box<dyn World> = Box::new(Library::new().expect("a ledger in memory begins"));
    let failures = wrong[0].play(world.as_mut()).expect_err("the option is misspelt");
    assert!(failures[0].contains("--pcik"), "{failures:?}");
}
