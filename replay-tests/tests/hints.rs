//! Hints: whatever a company and a project are called, every command that the program prints can be copied into a shell
//! and is done there, or refused by a rule; a name never becomes a command.

use replay_tests::hints::{self, Ground};
use replay_tests::place::{Answer, NOW, Place};
use replay_tests::program::program;
use std::collections::BTreeSet;

const DEVICE: &str = "00-90-33-01-02-03";

/// A ledger, and every command that it was heard to print.
struct Ear {
    place: Place,
    heard: BTreeSet<String>,
    failures: Vec<String>,
}

impl Ear {
    fn run(&mut self, words: &[&str]) -> Answer {
        let mut command = self.place.command("");
        let answer = Answer::of(&command.args(words).output().expect("the program can be started"));
        let folder = self.place.path(".");
        let program = program().expect("the program is built");
        let ground = Ground { program, folder: &folder, ledger: "l.db", now: NOW };
        for hint in hints::printed(&answer.out).into_iter().chain(hints::printed(&answer.err)) {
            if self.heard.insert(hint.clone()) {
                self.failures.extend(hints::try_out(ground, &hint).err());
            }
        }
        answer
    }

    fn done(&mut self, words: &[&str]) {
        let answer = self.run(words);
        assert_eq!(answer.code, Some(0), "{words:?}\n{}{}", answer.out, answer.err);
    }
}

/// A life of a company and of projects that have such a name, with what is refused on the way.
fn check(name: &str) {
    let (company, project, other) = (format!("--company={name}"), format!("--project={name}"), format!("{name} 2"));
    let (from, to) = (format!("--from-project={name}"), format!("--to-project={other}"));
    let mut ear = Ear { place: Place::new(), heard: BTreeSet::new(), failures: Vec::new() };
    let there = |words: &'static str| -> Vec<&str> { words.split(' ').chain([&*project, &*company]).collect() };
    let both = |words: &'static str| -> Vec<&str> { words.split(' ').chain([&*from, &*to, &*company]).collect() };
    ear.done(&["init", &company, "--date", "2012-01-01"]);
    ear.done(&["project", "open", &company, "--date", "2012-01-02", "--", name]);
    ear.done(&["project", "open", &company, "--date", "2012-01-02", "--", &other]);
    ear.done(&["company", "add", "--date", "2012-01-02", "--", &other]);
    ear.run(&["project", "open", "--company=Nobody", "--", name]);
    ear.run(&there("device show 00-90-33-01-02-03"));
    ear.done(&there("device add 00-90-33-01-02-03 --model ip6010 --software 12 --date 2013-02-01"));
    ear.run(&there("device add 00-90-33-01-02-03 --model ip6010"));
    ear.done(&there("key redeem K-1 --item PBX-Port12=60 --item SSC=50 --date 2013-02-10"));
    ear.run(&there("key redeem K-1 --item PBX-Port12=60"));
    ear.run(&there("key redeem K-2 --item iSC=3"));
    ear.run(&there("ssa apply --all --years 1 --yes"));
    ear.run(&there("ssa apply --type PBX-Port12 --years 1 --credits 60 --yes"));
    ear.done(&["licence", "bind", "PBX-Port12", "20", "--to", DEVICE, "--date", "2013-02-20"]);
    ear.run(&there("ssa quote --all"));
    for line in [
        "licence bind PBX-Port12 50 --to 00-90-33-01-02-03",
        "licence bind PBX-Quatsch12 1 --to 00-90-33-01-02-03",
        "licence bind PBX-Prot12 1 --to 00-90-33-01-02-03",
        "licence release PBX-Port12 50 --from 00-90-33-01-02-03 --certificate R",
        "licence release PBX-Port12 5 --from 00-90-33-01-02-03 --certificate R",
        "licence upgrade PBX-Port12 5 --device 00-90-33-01-02-03 --to-version 13",
        "licence upgrade PBX-Port12 5 --device 00-90-33-01-02-03 --to-version 11",
        "warranty activate W-1 --device 00-90-33-01-02-03 --years 2 --variant at-purchase",
    ] {
        ear.run(&line.split(' ').collect::<Vec<_>>());
    }
    ear.done(&both("licence transfer PBX-Port12 2 --pick fifo"));
    ear.done(&both("credit transfer 2"));
    ear.done(&["device", "move", DEVICE, &to, &company]);
    for line in [
        "licence bind PBX-Port12 1 --to 00-90-33-01-02-03 --date 2013-02-20",
        "event amend 5 --set company=Nobody --reason x",
        "event annul 3 --reason x",
        "event show 999",
        "history 00-90-33-09-09-09",
        "balance --project=Nowhere",
    ] {
        ear.run(&line.split(' ').collect::<Vec<_>>());
    }
    ear.run(&there("licence convert PBX-Port12 1 --to-version 13 --yes"));
    ear.run(&both("licence transfer PBX-Port12 500 --fact --reason x"));
    ear.run(&there("balance"));
    ear.run(&["verify"]);
    let Ear { heard, failures, place } = ear;
    let named = heard.iter().filter(|hint| hint.contains("--project") && hint.contains("--company"));
    assert!(named.count() > 5 && heard.len() > 15, "{name}: {heard:#?}");
    assert!(failures.is_empty(), "{name}:\n{}", failures.join("\n"));
    assert!(!place.path("pwned").exists(), "{name} became a command");
}

#[test]
fn a_command_that_is_printed_can_be_run_whatever_the_names() {
    for name in ["Zentrale", "x'; touch pwned; '", "O'Brien & Sons", "Filiale Köln", "-x", "$(touch pwned)"] {
        check(name);
    }
}

#[test]
fn a_long_name_is_shown_whole_where_a_command_needs_it() {
    let name: String = "Niederlassung-Nord-Süd ".repeat(6).chars().take(118).collect();
    check(name.trim_end());
}

#[test]
fn a_ledger_that_was_named_is_named_again() {
    let place = Place::prepared();
    let undo = place.done("credit receive 1 --project DEFAULT --ledger './l.db'");
    assert!(undo.contains("undo: licledger event annul 7 --reason TEXT --ledger ./l.db"), "{undo}");
}
