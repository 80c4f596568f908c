//! The calendar of what ends soon, read by a parser that is not ours: one entry for each end, on its day, with the
//! reminders that lie ahead; the same position gives the same bytes; an extension moves an entry.
//!
//! Absent by design: which ends there are, which scenarios say.

use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType as Kind, ICalendarProperty as Property,
    ICalendarValue as Value,
};
use calcard::{Entry, Parser};
use replay_tests::program::program;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Longest line that RFC 5545 asks for, in octets; the library lets the last piece of a folded line be one longer.
const LONGEST_LINE: usize = 76;
const NOW: &str = "2026-11-24T10:00:00Z";

/// What the program says to words on a ledger in a folder at a time, and its exit code.
fn say(folder: &Path, now: &str, words: &[&str]) -> (i32, String) {
    let output = Command::new(program().expect("the program is built"))
        .args(words)
        .current_dir(folder)
        .env_clear()
        .envs([("LICLEDGER", "demo.db"), ("LICLEDGER_STATE", "state"), ("LICLEDGER_NOW", now), ("USER", "clerk")])
        .output()
        .expect("the program can be started");
    let out = String::from_utf8(output.stdout).expect("the program writes UTF-8");
    (output.status.code().unwrap_or(-1), out + &String::from_utf8_lossy(&output.stderr))
}

fn sample() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    assert_eq!(say(folder.path(), NOW, &["demo", "--dir", ".", "--quiet"]).0, 0);
    folder
}

/// A ledger of one project with a name that a calendar could trip over, and an agreement until 2015-02-20.
fn small(project: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let steps: [&[&str]; 6] = [
        &["init", "--company", "Muster GmbH", "--date", "2013-01-01"],
        &["project", "open", project, "--company", "Muster GmbH", "--date", "2013-01-01"],
        &["device", "add", "00-90-33-00-00-01", "--project", project, "--model", "ip6010", "--date", "2013-01-01"],
        &["key", "redeem", "K-1", "--project", project, "--item", "PBX-Port12=50", "--date", "2013-01-02"],
        &["licence", "bind", "PBX-Port12", "50", "--to", "00-90-33-00-00-01", "--date", "2013-02-20"],
        &[
            "ssa",
            "apply",
            "--project",
            project,
            "--all",
            "--years",
            "2",
            "--credits",
            "0",
            "--date",
            "2013-02-25",
            "--yes",
        ],
    ];
    for step in steps {
        let (exit, said) = say(folder.path(), NOW, step);
        assert_eq!(exit, 0, "{step:?}\n{said}");
    }
    folder
}

fn read(text: &str) -> ICalendar {
    // Its strict mode takes no component inside another, so no calendar with an entry.
    match Parser::new(text).entry() {
        Entry::ICalendar(calendar) => calendar,
        other => panic!("no calendar: {other:?}\n{text}"),
    }
}

fn text<'a>(component: &'a ICalendarComponent, property: &Property) -> Option<&'a str> {
    component.property(property)?.values.first()?.as_text()
}

fn day(event: &ICalendarComponent) -> Option<String> {
    let date = event.property(&Property::Dtstart)?.values.first()?.as_partial_date_time()?;
    assert!(!date.has_time(), "an all-day entry has no hour");
    Some(format!("{:04}-{:02}-{:02}", date.year?, date.month?, date.day?))
}

/// Days before the entry on which an alarm goes off.
fn days_before(alarm: &ICalendarComponent) -> i64 {
    let trigger = alarm.property(&Property::Trigger).expect("an alarm has a trigger");
    let Some(Value::Duration(duration)) = trigger.values.first() else { panic!("no duration: {trigger:?}") };
    -duration.as_seconds() / 86_400
}

/// Uid, day and alarms of each entry.
fn entries(calendar: &ICalendar) -> BTreeMap<String, (String, Vec<i64>)> {
    let events = calendar.components.iter().zip(0..).filter(|(component, _)| component.component_type == Kind::VEvent);
    let entry = |(event, id): (&ICalendarComponent, u32)| {
        let uid = event.uid().expect("an entry has a uid").to_owned();
        let alarms = calendar.alarms_for_id(id).map(days_before).collect();
        (uid, (day(event).expect("an entry has a day"), alarms))
    };
    events.map(entry).collect()
}

#[test]
fn every_end_is_an_all_day_entry_with_the_reminders_that_lie_ahead() {
    let folder = sample();
    for ask in [&["--within", "100d"][..], &["--within", "5m", "--as-of", "2012-12-01"], &["--as-of", "2014-01-01"]] {
        let (exit, text) = say(folder.path(), NOW, &[&["due", "-O", "ics"], ask].concat());
        assert_eq!(exit, 1, "{text}");
        let (_, document) = say(folder.path(), NOW, &[&["due", "--json"], ask].concat());
        let document: serde_json::Value = serde_json::from_str(&document).expect("a document");
        let mut expected: BTreeMap<String, (String, Vec<i64>)> = BTreeMap::new();
        for row in document["rows"].as_array().expect("rows") {
            let left = row["days_left"].as_i64().expect("days");
            let ahead = [90, 60, 30].into_iter().filter(|step| *step < left).collect();
            let until = row["until"].as_str().expect("a day").to_owned();
            expected.insert(row["id"].as_str().expect("an id").to_owned(), (until, ahead));
        }
        let shown = entries(&read(&text)).into_iter();
        let shown: BTreeMap<String, (String, Vec<i64>)> =
            shown.map(|(uid, entry)| (uid.split('@').next().unwrap_or_default().to_owned(), entry)).collect();
        assert_eq!(shown, expected, "{text}");
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST_LINE && !line.contains('\n')), "{text}");
    }
}

#[test]
fn the_same_position_gives_the_same_bytes_at_any_time() {
    let folder = sample();
    let ask = ["due", "-O", "ics", "--as-of", "2014-01-01"];
    let first = say(folder.path(), NOW, &ask);
    assert_eq!(first, say(folder.path(), "2031-05-05T05:05:05Z", &ask));
    assert!(first.1.contains("DTSTAMP:20261124T100000Z"), "{}", first.1);
}

#[test]
fn an_extension_moves_the_entry() {
    let folder = small("Zentrale");
    let ask = |day: &str| entries(&read(&say(folder.path(), NOW, &["due", "-O", "ics", "--as-of", day]).1));
    let before = ask("2015-01-10");
    let extend = ["ssa", "apply", "--project", "Zentrale", "--all", "--years", "1", "--credits", "0", "--yes"];
    let (exit, said) = say(folder.path(), NOW, &[&extend[..], &["--date", "2015-01-10"]].concat());
    assert_eq!(exit, 0, "{said}");
    let after = ask("2016-01-10");
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let days = |entries: &BTreeMap<String, (String, Vec<i64>)>| entries.values().map(|entry| entry.0.clone()).collect();
    let (before, after): (Vec<String>, Vec<String>) = (days(&before), days(&after));
    assert_eq!((before, after), (vec!["2015-02-20".to_owned()], vec!["2016-02-20".to_owned()]));
}

#[test]
fn a_name_cannot_break_out_of_its_line() {
    let name = r"Werk; Süd, C:\neu: BEGIN:VALARM äöü 老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎老虎";
    let folder = small(name);
    let (exit, said) = say(folder.path(), NOW, &["due", "-O", "ics", "--as-of", "2015-01-10"]);
    assert_eq!(exit, 1, "{said}");
    let calendar = read(&said);
    let event = calendar.components.iter().find(|component| component.component_type == Kind::VEvent);
    let summary = text(event.expect("there is an entry"), &Property::Summary);
    assert_eq!(summary, Some(format!("SSA of PBX-Port12 ends (lot 3.1, {name})").as_str()));
    assert_eq!(entries(&calendar).len(), 1);
}

#[test]
fn nothing_that_ends_is_a_calendar_without_entries() {
    let folder = small("Zentrale");
    let (exit, text) = say(folder.path(), NOW, &["due", "-O", "ics", "--as-of", "2013-06-01"]);
    assert_eq!((exit, entries(&read(&text)).len()), (0, 0), "{text}");
}

#[test]
fn no_other_question_is_a_calendar() {
    let folder = small("Zentrale");
    for words in [&["balance"][..], &["verify"], &["ssa"], &["status"], &["demo"], &["company", "add", "Other"]] {
        let (exit, said) = say(folder.path(), NOW, &[words, &["-O", "ics"]].concat());
        assert_eq!(exit, 2, "{words:?}: {said}");
        assert!(said.contains("only `due`") && said.contains("-O json"), "{said}");
    }
}
