//! Orders: every comparison is total, whatever is compared, and lots have one order however many there are.
//!
//! The house holds that comparisons are keys (`every_comparison_is_a_key` in `house`); what cannot be one is tried here
//! over random values. The same ports as in the scenarios about choosing come in by an import, which chooses by itself,
//! and are quoted. Absent by design: which order is right for the business, which scenarios say.

use ledger_core::book::{Came, Lot, Place};
use ledger_core::rule::target::in_order;
use ledger_core::vocabulary::{
    Actor, ClosingName, CompanyName, Day, Family, Licence, LotId, Position, ProjectName, Span, Version,
};
use replay_tests::generate::Random;
use replay_tests::program::program;
use serde_json::Value;
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::path::Path;
use std::process::Command;

/// Values that are compared with each other, three by three.
const VALUES: usize = 60;
/// Sets of lots that are put in order.
const SETS: u64 = 600;
/// Orders in which each set is handed over.
const SHUFFLES: usize = 4;
const SEED: u64 = 20_261_125;
/// Pieces of names, some of which fold in ways of their own.
const PIECES: [&str; 16] = ["a", "A", "ä", "Ä", "ß", "ẞ", "SS", "i", "İ", "ı", "K", "\u{212a}", "-", " ", "Σ", "ς"];
/// What was bought, key by key: `t` of a tier, `b` a base unit, `u` a base unit that was bound and released.
const BOUGHT: &str = "ttbtuubbututuutbubuub";

/// Holds that an order over some values is antisymmetric, transitive, and says of equal values that they are equal.
fn total<T: Ord + Debug>(values: &[T]) {
    for a in values {
        assert_eq!(a.cmp(a), Ordering::Equal, "{a:?}");
        for b in values {
            let order = a.cmp(b);
            assert_eq!(order, b.cmp(a).reverse(), "{a:?} and {b:?}");
            assert_eq!(order == Ordering::Equal, a == b, "{a:?} and {b:?}");
            assert_eq!(Some(order), a.partial_cmp(b), "{a:?} and {b:?}");
            let beyond = values.iter().filter(|c| b.cmp(c) != Ordering::Greater);
            let broken = beyond.into_iter().find(|c| order != Ordering::Greater && a.cmp(c) == Ordering::Greater);
            assert!(broken.is_none(), "{a:?}, {b:?}, {broken:?}");
        }
    }
}

fn words(chance: &mut Random) -> Vec<String> {
    let mut word = |_| {
        let pieces = chance.from_to(1, 4);
        (0..pieces).filter_map(|_| chance.pick(&PIECES).copied()).collect::<String>()
    };
    (0..VALUES).map(&mut word).collect()
}

fn named<T>(words: &[String], read: impl Fn(&str) -> Option<T>) -> Vec<T> {
    let names: Vec<T> = words.iter().filter_map(|word| read(word)).collect();
    assert!(names.len() > VALUES / 2, "too few of the words are names");
    names
}

#[test]
fn names_have_a_total_order() {
    let words = words(&mut Random::of(SEED));
    total(&named(&words, |word| CompanyName::parse(word).ok()));
    total(&named(&words, |word| ProjectName::parse(word).ok()));
    total(&named(&words, |word| ClosingName::parse(word).ok()));
    total(&named(&words, |word| Actor::parse(word).ok()));
    total(&named(&words, |word| Some(Family::named(word))));
}

fn some_day(chance: &mut Random) -> Option<Day> {
    let days = [None, Day::new(2013, 2, 20), Day::new(2014, 2, 20), Day::new(2016, 2, 29)];
    chance.pick(&days).copied().flatten()
}

/// A lot of one of few looks and tiers; its origin is its own.
fn lot(number: u32, chance: &mut Random) -> Lot {
    let tier = chance.pick(&[None, None, Some(500), Some(1000)]).copied().flatten();
    let licence = Licence { tier, ..Licence::plain(Family::named("PBX-Port"), Version::new(10)) };
    let first_bound = some_day(chance);
    let until = some_day(chance).and_then(|day| day.plus_years(1));
    let span = first_bound.zip(until).map(|(from, until)| Span { from, until });
    let made = Day::new(2013, 1, 1).expect("a day of the calendar");
    // Several lots of one event, and events whose positions run against the names of their lots.
    let made_by = u64::from(number / 3);
    Lot {
        id: LotId { made_by, part: number % 3 + 1 },
        licence,
        came: Came::Key,
        made: (made, Position(1_000 - made_by)),
        first_bound,
        anchor: first_bound,
        coverage: span.filter(|span| span.from < span.until).into_iter().collect(),
        holdings: BTreeMap::from([(Place::Free, 1)]),
        events: Vec::new(),
        apart: None,
    }
}

fn shuffled<'a>(mut lots: Vec<&'a Lot>, chance: &mut Random) -> Vec<&'a Lot> {
    for last in (1..lots.len()).rev() {
        let other = usize::try_from(chance.below(last as u64 + 1)).expect("a small number");
        lots.swap(last, other);
    }
    lots
}

/// Holds for one preference: the order does not depend on how the lots are handed over, prefers as it says, never takes
/// a higher tier before a lower one that looks the same, and keeps base units in the order in which they came.
fn one_order<K: Ord + Debug>(lots: &[Lot], chance: &mut Random, preferred: impl Fn(&Lot) -> K) {
    let ordered = in_order(lots.iter().collect(), &preferred);
    let names = |lots: &[&Lot]| lots.iter().map(|lot| lot.id).collect::<Vec<_>>();
    for _ in 0..SHUFFLES {
        let again = in_order(shuffled(lots.iter().collect(), chance), &preferred);
        assert_eq!(names(&again), names(&ordered));
    }
    let keys: Vec<K> = ordered.iter().map(|lot| preferred(lot)).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    let alike = |a: &Lot, b: &Lot| a.first_bound == b.first_bound && a.coverage == b.coverage;
    for (place, lot) in ordered.iter().enumerate() {
        let later = ordered.iter().skip(place + 1);
        let overtaken = later.clone().find(|later| alike(lot, later) && later.licence.tier < lot.licence.tier);
        assert!(overtaken.is_none(), "{lot:?} before {overtaken:?}");
        let of_base = |lot: &Lot| lot.licence.tier.is_none();
        let older = |later: &Lot| (later.made.1, later.id) < (lot.made.1, lot.id);
        let mut bases = later.filter(|later| of_base(lot) && of_base(later) && preferred(lot) == preferred(later));
        let overtaken = bases.find(|later| older(later));
        assert!(overtaken.is_none(), "{lot:?} before {overtaken:?}");
    }
    // Whatever is taken from the front, the rest keeps its order.
    let cut = usize::try_from(chance.below(lots.len() as u64)).expect("a small number");
    let rest = ordered.get(cut..).unwrap_or_default();
    assert_eq!(names(&in_order(shuffled(rest.to_vec(), chance), &preferred)), names(rest));
}

#[test]
fn lots_have_one_order_for_each_preference() {
    for number in 0..SETS {
        let chance = &mut Random::of(SEED + number);
        let count = if number == 0 { 1_000 } else { chance.from_to(1, 60) };
        let lots: Vec<Lot> = (0..count).map(|number| lot(number, chance)).collect();
        one_order(&lots, chance, |_| ());
        one_order(&lots, chance, |lot| (lot.covered_until().is_none(), lot.covered_until()));
        one_order(&lots, chance, |lot| (lot.covered_until().is_none(), Reverse(lot.covered_until())));
    }
}

/// What the program says to a command line: its exit code and its document.
fn say(folder: &Path, words: &[&str]) -> (i32, Value) {
    let output = Command::new(program().expect("the program is built"))
        .args(words)
        .arg("--json")
        .current_dir(folder)
        .env_clear()
        .envs([("LICLEDGER_STATE", "state"), ("LICLEDGER_NOW", "2026-11-24T10:00:00Z"), ("USER", "clerk")])
        .env("LICLEDGER", "ledger.db")
        .output()
        .expect("the program can be started");
    let said = if output.stdout.is_empty() { &output.stderr } else { &output.stdout };
    (output.status.code().unwrap_or(-1), serde_json::from_slice(said).unwrap_or_default())
}

fn done(folder: &Path, words: &[&str]) -> Value {
    let (code, said) = say(folder, words);
    assert_eq!(code, 0, "{words:?}: {said}");
    said
}

/// A list that tells of one binding.
const LIST: &str = "Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Lizenztyp;Anzahl\n\
                    2013-01-01;Bindung;Muster;Zentrale;00-90-33-00-00-01;;PBX-Port10;16\n";
const DEVICE: &str = "00-90-33-00-00-01";

/// A ledger with what was bought, a key each; units of an own day are bound and released on it.
fn bought(folder: &Path) {
    let at = |day: &str, line: &[&str]| drop(done(folder, &[line, &["--date", day]].concat()));
    at("2012-01-01", &["init", "--company", "Muster"]);
    at("2012-01-01", &["project", "open", "Zentrale", "--company", "Muster"]);
    at("2012-01-01", &["device", "add", DEVICE, "--project", "Zentrale", "--model", "ip6010", "--software", "12"]);
    let mut version = 2;
    for (place, kind) in BOUGHT.chars().enumerate() {
        let (day, key) = (format!("2012-02-{:02}", place + 1), format!("K-{place}"));
        let item = if kind == 't' { "PBX-Port10%500=1" } else { "PBX-Port10=1" };
        at(&day, &["key", "redeem", &key, "--project", "Zentrale", "--item", item]);
        version += 1;
        if kind == 'u' {
            let lot = format!("{version}.1");
            at(&day, &["licence", "bind", "PBX-Port10", "1", "--to", DEVICE, "--lot", &lot]);
            let back = ["licence", "release", "PBX-Port10", "1", "--from", DEVICE, "--certificate", "r.xml"];
            at(&day, &[&back[..], &["--lot", &lot]].concat());
            version += 2;
        }
    }
}

#[test]
fn many_lots_are_imported_and_quoted_in_their_order() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    bought(folder.path());
    std::fs::write(folder.path().join("list.csv"), LIST).expect("a file can be written");
    done(folder.path(), &["import", "list.csv"]);
    let bound = done(folder.path(), &["balance", "--by", "device", "PBX-Port10"]);
    let on_it = bound["rows"].as_array().into_iter().flatten().find(|row| row["device"] == DEVICE);
    let figures = on_it.map(|row| (row["bound"].clone(), row["tiers"].clone()));
    assert_eq!(figures, Some((16.into(), serde_json::json!({"0": 15, "500": 1}))), "{bound}");
    let quote =
        ["ssa", "quote", "--project", "Zentrale", "--type", "PBX-Port10", "--as-of", "2013-02-01", "--years", "2"];
    let quoted = done(folder.path(), &[&quote[..], &["--units", "16"]].concat());
    let licences: Vec<&Value> = quoted["rows"].as_array().into_iter().flatten().map(|row| &row["licence"]).collect();
    let (last, base) = licences.split_last().expect("a quote has rows");
    assert!(base.len() == 15 && base.iter().all(|licence| **licence == "PBX-Port10"), "{quoted}");
    assert_eq!(**last, "PBX-Port10%500", "{quoted}");
}
