//! The clock: one that says an impossible day hinders nobody who names a day, and one that jumps ahead is asked about.
//! Arguments longer than anybody reads come back short.
//!
//! `LICLEDGER_NOW` stands in for the clock; what the system's own clock may say is tried where it is read. Absent by
//! design: time zones, which `known` tries.

use replay_tests::place::{Answer, Place};
use std::process::{Command, Stdio};

const BIND: &str = "licence bind PBX-Port12 1 --to 00-90-33-01-02-03";

fn at(place: &Place, now: &str, line: &str) -> Answer {
    Answer::of(&place.command(line).env("LICLEDGER_NOW", now).output().expect("the program can be started"))
}

fn check(place: &Place, now: &str, line: &str, code: i32, says: &str) {
    let answer = at(place, now, line);
    assert_eq!(answer.code, Some(code), "{now} {line}\n{}{}", answer.out, answer.err);
    assert!(answer.says(says), "{now} {line} does not say {says:?}\n{}{}", answer.out, answer.err);
}

#[test]
fn who_names_a_day_needs_no_clock() {
    let place = Place::prepared();
    for now in ["1969-12-31T00:00:10Z", "1970-01-01T00:00:10Z", "1989-12-31T23:59:59Z", "2101-01-01T00:00:00Z"] {
        check(&place, now, "verify", 0, "whole;");
        check(&place, now, "balance --as-of 2016-01-01", 0, "head 7");
        check(&place, now, "history DEFAULT --as-of 2016-01-01 --json", 0, "licledger.history/1");
        check(&place, now, "balance", 2, "LICLEDGER_NOW: it says");
        check(&place, now, "status", 2, "LICLEDGER_NOW");
        check(&place, now, BIND, 2, "nothing was written");
        check(&place, now, &format!("{BIND} --date 2013-03-01"), 2, "LICLEDGER_NOW");
        check(&place, now, "init --ledger n.db --date 2013-03-01", 2, "LICLEDGER_NOW");
        check(&place, now, "demo --dir demo", 2, "LICLEDGER_NOW");
    }
    assert_eq!(place.head().0, 7);
    assert!(!place.path("n.db").exists() && !place.path("demo").exists());
}

#[test]
fn the_systems_clock_may_stand_before_1970() {
    let there = Command::new("faketime").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !there.is_ok_and(|status| status.success()) {
        return;
    }
    let place = Place::prepared();
    let line = |words: &[&str]| {
        let mut command = Command::new("faketime");
        command.args(["-f", "@1969-12-31 00:00:10"]).arg(replay_tests::program::program().expect("it is built"));
        command.args(words).current_dir(place.path("")).env("TZ", "UTC").env_remove("LICLEDGER_NOW");
        command.envs([("LICLEDGER", "l.db"), ("LICLEDGER_STATE", "state")]);
        Answer::of(&command.output().expect("faketime can be started"))
    };
    let answer = line(&["verify"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let answer = line(&["balance", "--as-of", "2016-01-01"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let answer = line(&["balance"]);
    assert!(answer.code == Some(6) && answer.says("the system clock says 1969-12-31"), "{answer:?}");
    let answer = line(&["company", "add", "X"]);
    assert!(answer.code == Some(6) && answer.says("nothing was written"), "{answer:?}");
}

#[test]
fn a_clock_that_jumped_ahead_is_asked_about_before_it_marks_the_ledger() {
    let place = Place::prepared();
    let later = "2060-01-01T00:00:00Z";
    check(&place, later, "balance", 0, "head 7");
    check(
        &place,
        later,
        &format!("{BIND} --date 2013-03-01"),
        8,
        "the last event was recorded on 2026-11-24T10:00:00Z",
    );
    assert_eq!(place.head().0, 7);
    check(&place, later, &format!("{BIND} --date 2013-03-01 --yes"), 0, "head 8");
    check(&place, "2035-01-01T00:00:00Z", &format!("{BIND} --date 2013-03-01"), 0, "the clock stands before");
}

#[test]
fn a_long_argument_comes_back_short() {
    let place = Place::prepared();
    let long = "x".repeat(100_000);
    let lines = [
        format!("balance --known-at {long}"),
        format!("balance --as-of {long}"),
        format!("rules {long}"),
        format!("import {long}"),
        format!("import --profile {long} a.csv"),
        format!("import --encoding {long} a.csv"),
        format!("balance --ledger {long}"),
        format!("balance --project {long}"),
        format!("history {long}"),
        format!("event show {long}"),
        format!("verify --head {long}"),
        format!("rulebook show {long}"),
        format!("rulebook adopt {long}"),
        format!("restatement --since {long}"),
        format!("status --command-id {long}"),
        format!("{BIND} --lot {long}"),
        format!("licence bind {long} 1 --to 00-90-33-01-02-03"),
        format!("key redeem {long} --project DEFAULT --item SSC=1"),
        format!("key redeem K --project DEFAULT --item {long}"),
        format!("explain {long}"),
        format!("--{long}"),
        long,
    ];
    for line in lines {
        for line in [line.clone(), format!("{line} --json")] {
            let answer = place.run(&line);
            let told = answer.out.len() + answer.err.len();
            assert!(told < 6_000, "{}: {told} bytes", line.chars().take(40).collect::<String>());
            assert!(answer.code.is_some_and(|code| (2..=6).contains(&code)), "{:?}: {}", answer.code, answer.err);
        }
    }
}
