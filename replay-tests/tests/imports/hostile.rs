//! Files that mean harm: what a terminal obeys, what turns reading order around, what a spreadsheet computes.
//!
//! A cell that has a meaning is refused for it; what is merely kept (the row's own text, a column that no act uses, a
//! file's name) goes in. Neither reaches a terminal as it is. Absent by design: files of other formats.

use crate::desk::{Answer, Desk};
use std::fs;

/// Texts that nobody may be shown as they are.
const HARM: [&str; 12] = [
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]8;;http://evil.example/\u{7}click\u{1b}]8;;\u{7}",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{9b}31m",
    "a\u{8}b",
    "\u{7f}",
    "GmbH\u{202e}fdp",
    "\u{2066}x\u{2069}\u{200f}",
    "Ber\u{200b}lin",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{feff}Berlin\u{2028}x",
];

/// Texts that a spreadsheet would compute; a ledger keeps them as names.
const FORMULAS: [&str; 6] =
    ["=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "=HYPERLINK(\"http://evil.example\")", "'=1"];

const HEADINGS: &str =
    "Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Lizenztyp;Anzahl;Schlüssel;Zertifikat;Referenz;Bemerkung";

/// Questions that show everything there is; `{last}` is the position of the last event.
const QUESTIONS: [&str; 20] = [
    "status",
    "balance",
    "balance --by device",
    "register",
    "ssa show",
    "warranty show",
    "company list",
    "project list",
    "device list",
    "device show 00-90-33-00-00-01",
    "history 00-90-33-00-00-01",
    "key list",
    "event list",
    "import list",
    "import show {last}",
    "event show {last}",
    "rulebook list",
    "rules",
    "verify",
    "replay",
];

fn is_harmless(character: char) -> bool {
    let turns =
        matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    character == '\n' || !(character.is_control() || turns || character == '\u{feff}')
}

fn check(what: &str, answer: &Answer) {
    for said in [&answer.out, &answer.err] {
        let harm = said.lines().find(|line| !line.chars().all(is_harmless));
        assert_eq!(harm, None, "{what}");
    }
    assert!(!answer.out.contains('\r') && !answer.err.contains('\r'), "{what}");
}

/// Runs every question in both forms.
fn check_everything(desk: &Desk) {
    let size = desk.head()["size"].as_u64().expect("a size");
    let last = (size - 1).to_string();
    let mut lines: Vec<String> = QUESTIONS.iter().map(|question| question.replace("{last}", &last)).collect();
    lines.extend((0..size).map(|position| format!("event show {position}")));
    for line in lines {
        for form in ["", " --json"] {
            let answer = desk.run(&format!("{line}{form}"));
            assert!(matches!(answer.code, 0 | 1), "{line}: {answer:?}");
            check(&line, &answer);
        }
    }
}

/// A row of each kind of cell that keeps a text of its own, with that text.
fn rows(text: &str, number: usize) -> Vec<String> {
    let cell = format!("\"{}\"", text.replace('"', "\"\""));
    vec![
        format!("01.02.2016;Einbuchung;{cell};P{number};;;PBX-Port12;1;A-{number};;;"),
        format!("01.02.2016;Einbuchung;Muster;{cell};;;PBX-Port12;1;B-{number};;;"),
        format!("01.02.2016;Einbuchung;Muster;P;;;PBX-Port12;1;C-{number};{cell};;"),
        format!("01.02.2016;Einbuchung;Muster;P;;;PBX-Port12;1;D-{number};;{cell};"),
        format!("01.02.2016;Einbuchung;Muster;P;;;PBX-Port12;1;E-{number};;;{cell}"),
        format!("01.02.2016;Notiz;Muster;P;;;;;;;;{cell}"),
    ]
}

fn file(headings: &str, rows: &[String]) -> Vec<u8> {
    let device = "01.01.2016;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;;;;".to_owned();
    let lines = [headings.to_owned(), device].into_iter().chain(rows.iter().cloned());
    lines.map(|line| format!("{line}\n")).collect::<String>().into_bytes()
}

#[test]
fn cells_that_a_terminal_obeys_are_refused_and_not_shown() {
    let desk = Desk::ready();
    let before = desk.bytes();
    for (number, text) in HARM.iter().enumerate() {
        for row in rows(text, number) {
            let bytes = file(HEADINGS, std::slice::from_ref(&row));
            let answer = desk.import("harm.csv", &bytes);
            assert_eq!(answer.code, 6, "{row:?}: {answer:?}");
            check(&row, &answer);
            let answer = desk.words(&["import", "harm.csv"]);
            check(&row, &answer);
        }
    }
    assert!(desk.bytes() == before, "the ledger's bytes changed");
}

#[test]
fn what_is_kept_for_the_record_alone_is_shown_written_out() {
    let desk = Desk::ready();
    for (number, text) in HARM.iter().enumerate() {
        // A redemption uses no serial number, a title and a sum are no rows: none of them is read.
        let row = format!("01.02.2016;Einbuchung;Muster;P;\"{text}\";;PBX-Port12;1;A-{number};;;");
        let sum = format!("Summe;\"{text}\";;;;;;;;;;");
        let bytes = [format!("\"{text}\"\n").into_bytes(), file(HEADINGS, &[row, sum])].concat();
        let name = format!("{number} {text}.csv").replace('/', "-");
        fs::write(desk.path(&name), &bytes).expect("a file can be written");
        check(&name, &desk.words(&["import", &name, "--dry-run"]).done());
        check(&name, &desk.words(&["import", &name]).done());
        check(&name, &desk.import(&name, &bytes).done());
        check(&name, &desk.words(&["import", &format!("missing {name}")]));
    }
    check_everything(&desk);
    desk.verify();
}

#[test]
fn headings_that_a_terminal_obeys_are_refused_and_not_shown() {
    let desk = Desk::ready();
    for text in HARM {
        let bytes = file(&format!("{HEADINGS};\"Intern {text}\""), &[]);
        let answer = desk.import("headings.csv", &bytes);
        assert_eq!(answer.code, 6, "{answer:?}");
        check(text, &answer);
        check(text, &desk.words(&["import", "headings.csv"]));
    }
}

#[test]
fn what_a_spreadsheet_computes_is_kept_as_it_is() {
    let desk = Desk::ready();
    let rows: Vec<String> = FORMULAS.iter().enumerate().flat_map(|(number, text)| rows(text, number)).collect();
    let answer = desk.import("formulas.csv", &file(HEADINGS, &rows)).done();
    check("import", &answer);
    let projects = desk.rows("project list").to_string();
    for text in FORMULAS {
        let kept = serde_json::to_string(text).expect("a text is JSON");
        assert!(projects.contains(&kept), "{kept}: {projects}");
    }
    check_everything(&desk);
}
