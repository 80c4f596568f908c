//! Which scenarios prove which rule, from both of its sides.
//!
//! The listing is printed (`cargo test -p replay-tests --test coverage -- --nocapture`). A rule that decides or
//! computes something and lacks a side fails the test; rules that only look at a state are proved with their questions.

use ledger_core::catalogue::{RuleKind, rule, rules};
use replay_tests::scenario::{Scenario, Side, scenarios};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

fn all() -> Vec<Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let entries = std::fs::read_dir(&folder).expect("the folder is readable");
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_name().expect("an entry has a name").to_string_lossy();
        let text = std::fs::read_to_string(path).expect("the file is readable");
        scenarios(&name, &text).unwrap_or_else(|what| panic!("{what}"))
    };
    paths.iter().flat_map(read).collect()
}

#[test]
fn every_rule_is_proved_from_both_sides() {
    let scenarios = all();
    let mut proofs: BTreeMap<(&str, Side), Vec<String>> = BTreeMap::new();
    for scenario in scenarios.iter().filter(|scenario| scenario.open.is_none()) {
        for claim in &scenario.claims {
            proofs.entry((&claim.rule, claim.side)).or_default().push(scenario.name());
        }
    }
    let (mut listing, mut gaps) = (String::new(), Vec::new());
    for rule in rules().iter().filter(|rule| rule.built && rule.kind != RuleKind::Compliance) {
        writeln!(listing, "{} {}", rule.id, rule.title).expect("a text takes text");
        for side in [Side::Breaks, Side::Keeps] {
            let names = proofs.get(&(rule.id.as_str(), side)).map(Vec::as_slice).unwrap_or_default();
            if names.is_empty() {
                gaps.push(format!("{} {}", rule.id, side.word()));
            }
            names.iter().for_each(|name| writeln!(listing, "  {}  {name}", side.word()).expect("a text takes text"));
        }
    }
    println!("{listing}{} scenarios", scenarios.len());
    assert!(gaps.is_empty(), "no scenario for: {}", gaps.join(", "));
}

#[test]
fn every_scenario_names_rules_of_the_catalogue() {
    let scenarios = all();
    let unknown: Vec<String> = scenarios
        .iter()
        .flat_map(|scenario| scenario.claims.iter().map(move |claim| (scenario, claim)))
        .filter(|(_, claim)| rule(&claim.rule).is_none_or(|rule| rule.id != claim.rule))
        .map(|(scenario, claim)| format!("{}: {}", scenario.name(), claim.rule))
        .collect();
    assert!(unknown.is_empty(), "unknown rules:\n{}", unknown.join("\n"));
}

#[test]
fn every_title_is_a_sentence_of_its_own() {
    let scenarios = all();
    let is_sentence = |title: &str| {
        let first = title.chars().next();
        first.is_some_and(char::is_uppercase) && title.split_whitespace().count() >= 4 && !title.ends_with('.')
    };
    let odd: Vec<String> = scenarios.iter().filter(|s| !is_sentence(&s.title)).map(Scenario::name).collect();
    assert!(odd.is_empty(), "no sentences:\n{}", odd.join("\n"));
    let titles: BTreeSet<&str> = scenarios.iter().map(|scenario| scenario.title.as_str()).collect();
    assert_eq!(titles.len(), scenarios.len(), "two scenarios have one title");
}
