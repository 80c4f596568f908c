//! What was known stays known: an answer with `--known-at N --as-of D` is the same bytes whatever is appended later,
//! and the same bytes on another day, in another time zone and under another locale.
//!
//! Absent by design: whether an answer is right. A new question gets its line in `known/verbs.rs`; a verb of the help
//! that stands there under no list fails the last test.

#[path = "support/desk.rs"]
mod desk;
#[path = "known/help.rs"]
mod help;
#[path = "known/verbs.rs"]
mod verbs;

use desk::{Around, Desk};
use std::collections::BTreeSet;
use verbs::{APPENDED, FILES, QUESTIONS, WHOLE_FILE, WRITES};

/// Days at whose end is asked; the last one lies in the future of every event.
const DAYS: [&str; 2] = ["2013-12-31", "2030-01-01"];

/// A question for programs, unless it names a form itself.
fn for_programs(question: &str) -> &'static str {
    if question.contains("-O ") { "" } else { " --json" }
}

/// An answer without what it says of the place and of today: what was seen of the ledger before the command.
fn without_pin(answer: &str) -> String {
    let Some((before, rest)) = answer.split_once(",\"pin\":{") else { return answer.to_owned() };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    format!("{before}{after}")
}

/// Every answer for programs: on each day, as known at each of the positions.
fn answers(desk: &Desk, positions: &[u64]) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    for position in positions {
        for day in DAYS {
            for question in QUESTIONS {
                let form = for_programs(question);
                let line = format!("{question} --as-of {day} --known-at {position}{form}");
                answers.push((line.clone(), without_pin(&desk.ask(&line, &Around::plain()))));
            }
        }
    }
    answers
}

#[test]
fn what_was_known_is_answered_the_same_whatever_is_appended() {
    let desk = Desk::prepared();
    let size = desk.size();
    let positions = [size / 2, size];
    let before = answers(&desk, &positions);
    FILES.iter().for_each(|(name, content)| desk.put(name, content));
    APPENDED.iter().for_each(|line| desk.done(line));
    assert!(desk.size() >= size + u64::try_from(APPENDED.len()).expect("few lines"), "too little was appended");
    let changed: Vec<String> = before
        .iter()
        .zip(answers(&desk, &positions))
        .filter(|((_, before), (_, after))| before != after)
        .map(|((line, before), (_, after))| format!("{line}\nbefore {before}\nafter  {after}"))
        .collect();
    assert!(changed.is_empty(), "\n{}\n", changed.join("\n"));
}

#[test]
fn an_answer_does_not_depend_on_day_time_zone_or_locale() {
    let desk = Desk::prepared();
    let known = desk.size() - 3;
    let surroundings = [
        Around { now: Some("2031-01-01T00:30:00Z"), ..Around::plain() },
        Around { now: None, zone: Some("Pacific/Kiritimati"), locale: Some("de_DE.UTF-8") },
        Around { now: None, zone: Some("America/Adak"), locale: Some("tr_TR.UTF-8") },
        Around { locale: Some("C"), zone: Some("UTC"), ..Around::plain() },
    ];
    for question in QUESTIONS.iter().chain(WHOLE_FILE) {
        for form in ["", for_programs(question)] {
            let line = format!("{question} --as-of 2020-06-30 --known-at {known}{form}");
            let plain = desk.ask(&line, &Around::plain());
            for around in &surroundings {
                assert_eq!(plain, desk.ask(&line, around), "{line} with {around:?}");
            }
        }
    }
}

#[test]
fn a_time_stands_for_what_had_been_recorded_by_then() {
    let desk = Desk::prepared();
    let size = desk.size();
    let later = Around { now: Some("2026-12-01T00:00:00Z"), ..Around::plain() };
    desk.done_around("credit receive 9 --project DEFAULT --company 'Muster GmbH' --date 2013-01-01", &later);
    let balance = |known: &str| desk.ask(&format!("balance --as-of 2020-01-01 --json --known-at {known}"), &later);
    let with_time = |time: &str| format!("\"known_at\":{size},\"known_at_time\":\"{time}\"");
    let plain = balance(&size.to_string());
    for (named, time) in [
        ("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z"),
        ("2026-12-01T00:59:59.999999+01:00", "2026-11-30T23:59:59.999999Z"),
    ] {
        assert_eq!(balance(named), plain.replace(&format!("\"known_at\":{size}"), &with_time(time)), "{named}");
    }
    assert!(balance("2026-11-24T09:59:59Z").contains("\"known_at\":0,"));
    assert!(balance("2026-12-01T00:00:00Z").contains(&format!("\"known_at\":{},", size + 1)));
}

#[test]
fn every_verb_of_the_help_is_asked_or_writes() {
    let verbs = help::verbs();
    assert!(verbs.len() > 40, "the help shows only {verbs:?}");
    let asked = |verb: &String| {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let begins = |line: &&&str| words(line).starts_with(&words(verb));
        QUESTIONS.iter().chain(WHOLE_FILE).any(|line| begins(&line))
    };
    let missing: Vec<&String> = verbs.iter().filter(|verb| !asked(verb) && !WRITES.contains(&verb.as_str())).collect();
    assert!(missing.is_empty(), "known/verbs.rs lists neither as question nor as write: {missing:?}");
    let known: BTreeSet<&str> = verbs.iter().map(String::as_str).collect();
    let gone: Vec<&&str> = WRITES.iter().filter(|verb| !known.contains(**verb)).collect();
    assert!(gone.is_empty(), "the help does not show {gone:?}");
}
