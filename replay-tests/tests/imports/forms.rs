//! One content in many forms: encodings, line ends, delimiters, quotes, languages and spellings of days.
//!
//! Absent by design: files that are no table at all, which the reader's own tests have.

use crate::desk::Desk;
use crate::table::{Form, PLAIN, Table};

fn utf8(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

fn marked(text: &str) -> Vec<u8> {
    [b"\xEF\xBB\xBF", text.as_bytes()].concat()
}

/// Latin-1, which is Windows-1252 for every letter of the sample.
fn windows(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("the sample has Western letters only")).collect()
}

fn sixteen(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// The sample in each form, by name.
fn forms() -> Vec<(&'static str, Vec<u8>)> {
    let sample = Table::sample();
    let english = sample.in_english();
    let form = |delimiter, quoted, end| Form { delimiter, quoted, end };
    let plain = sample.text(PLAIN);
    vec![
        ("utf-8 with its mark", marked(&plain)),
        ("windows-1252", windows(&plain)),
        ("utf-16", sixteen(&plain)),
        ("lines that end in CRLF", utf8(&sample.text(form(';', false, "\r\n")))),
        ("commas and quotes", utf8(&sample.text(form(',', true, "\n")))),
        ("commas, and quotes where they must be", utf8(&sample.text(form(',', false, "\n")))),
        ("tabs", utf8(&sample.text(form('\t', false, "\n")))),
        ("a line that names the delimiter", utf8(&format!("sep=;\n{plain}"))),
        ("English headings, acts, days and numbers", utf8(&english.text(PLAIN))),
        ("English with commas and quotes", utf8(&english.text(form(',', true, "\n")))),
        ("ISO days", utf8(&sample.in_iso_days().text(PLAIN))),
        ("all at once", marked(&format!("sep=,\r\n{}", english.text(form(',', true, "\r\n"))))),
        ("a title, and a sum at the end", utf8(&format!("Lizenzen der Musterbau GmbH\n\n{plain}Summe;;;;;;;9999\n"))),
        ("no end of the last line", utf8(plain.trim_end())),
    ]
}

#[test]
fn the_same_rows_in_another_form_say_the_same() {
    let expected = Desk::with(&Table::sample().bytes()).everything();
    for (name, bytes) in forms() {
        let desk = Desk::ready();
        let told = desk.import("form.csv", &bytes).done().json();
        assert_eq!(told["import"]["rows"], 153, "{name}: {told}");
        assert_eq!(desk.everything(), expected, "{name}");
    }
}

#[test]
fn the_same_rows_in_another_form_are_known_again() {
    let desk = Desk::with(&Table::sample().bytes());
    let before = desk.everything();
    for (name, bytes) in forms() {
        let told = desk.import("form.csv", &bytes).done().json();
        assert_eq!(told["import"]["rows_new"], 0, "{name}: {told}");
        assert_eq!(told["import"]["rows_known"], 136, "{name}: {told}");
    }
    assert_eq!(desk.everything(), before);
    desk.verify();
}
