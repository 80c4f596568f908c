//! Dependencies are what `deny.toml` allows: their licences, their sources, none that is banned, none in two versions without
//! being listed, and each of ours with its sentence in the decisions.
//!
//! `cargo deny` reads the same file where it is at hand. Absent by design: advisories, which need a database.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The texts of a list in `deny.toml`: `name = [` and one text a line.
fn listed(section: &str, name: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("deny.toml")).expect("deny.toml");
    let section = text.split_once(&format!("[{section}]\n")).expect("the section").1;
    let list = section.split_once(&format!("\n{name} = [\n")).expect("the list").1;
    let list = list.split_once("\n]").expect("its end").0;
    list.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).map(str::to_owned).collect()
}

fn packages() -> Vec<Value> {
    let cargo = std::env::var("CARGO").expect("cargo says where it is");
    let asked = ["metadata", "--format-version", "1", "--locked", "--offline"];
    let output = Command::new(cargo).args(asked).current_dir(root()).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

fn text<'a>(package: &'a Value, field: &str) -> &'a str {
    package[field].as_str().unwrap_or_default()
}

/// Whether an SPDX expression can be met with the allowed licences. An older form writes `/` for `OR`; an exception (`WITH`)
/// only allows more.
fn is_met(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let met = either(&mut words, allowed);
    assert!(words.is_empty(), "{expression:?} is not understood");
    met
}

fn either(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let mut met = both(words, allowed);
    while words.last() == Some(&"OR") {
        words.pop();
        met |= both(words, allowed);
    }
    met
}

fn both(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, allowed);
    while words.last() == Some(&"AND") {
        words.pop();
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Vec<&str>, allowed: &BTreeSet<String>) -> bool {
    let word = words.pop().expect("a licence");
    if word == "(" {
        let met = either(words, allowed);
        assert_eq!(words.pop(), Some(")"));
        return met;
    }
    if words.last() == Some(&"WITH") {
        words.truncate(words.len() - 2);
    }
    allowed.contains(word)
}

#[test]
fn an_expression_is_met_by_one_of_its_alternatives() {
    let allowed: BTreeSet<String> = ["MIT", "Unicode-3.0"].map(str::to_owned).into();
    for (expression, met) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("Apache-2.0/MIT", true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("MIT AND BSD-3-Clause", false),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
        ("Apache-2.0 OR BSL-1.0", false),
    ] {
        assert_eq!(is_met(expression, &allowed), met, "{expression}");
    }
}

#[test]
fn dependencies_are_what_is_allowed() {
    let (allowed, banned, skipped) = (listed("licenses", "allow"), listed("bans", "deny"), listed("bans", "skip"));
    let mut faults = Vec::new();
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let (name, licence) = (text(&package, "name").to_owned(), text(&package, "license"));
        if !is_met(licence, &allowed) {
            faults.push(format!("{name} has the licence {licence:?}, which deny.toml does not allow"));
        }
        if banned.contains(&name) {
            faults.push(format!("{name} is banned by deny.toml"));
        }
        let source = text(&package, "source");
        if !source.is_empty() && source != "registry+https://github.com/rust-lang/crates.io-index" {
            faults.push(format!("{name} comes from {source}"));
        }
        versions.entry(name).or_default().insert(text(&package, "version").to_owned());
    }
    let several: BTreeSet<&String> =
        versions.iter().filter(|(_, versions)| versions.len() > 1).map(|(name, _)| name).collect();
    let skipped: BTreeSet<&String> = skipped.iter().collect();
    faults.extend(several.difference(&skipped).map(|name| format!("{name} is there in several versions")));
    faults.extend(skipped.difference(&several).map(|name| format!("{name} is skipped in deny.toml without need")));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn each_dependency_of_ours_has_its_sentence() {
    let decisions = fs::read_to_string(root().join("ledger-core/DECISIONS.md")).expect("the decisions");
    let named: BTreeSet<&str> = decisions.split('`').collect();
    let mut without = BTreeSet::new();
    for package in packages().iter().filter(|package| package["source"].is_null()) {
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let name = text(dependency, "name");
            if dependency["path"].is_null() && !named.contains(name) {
                without.insert(name.to_owned());
            }
        }
    }
    assert_eq!(without, BTreeSet::new(), "each needs a line in the table of dependencies");
}
