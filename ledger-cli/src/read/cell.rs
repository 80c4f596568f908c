//! One cell to one value: days, numbers, names and words, with what is wrong where it is none.
//!
//! A cell that could be read two ways is refused. Absent by design: which cells an act needs.

use super::column::{Column, Language};
use super::nearest::nearest;
use super::show::quoted;
use super::wording::fold;
use ledger_core::vocabulary::{Day, Fault, Software, code_point, hidden, one_spelling};
use std::collections::BTreeMap;

/// The most characters of a free text.
const MAX_TEXT: usize = 2000;

/// Why a cell is not the value it should be.
#[derive(Debug)]
pub(super) struct Problem {
    /// What is wrong; safe to show.
    pub message: String,
    /// What would be right.
    pub hint: String,
}

impl Problem {
    fn new(text: &str, what: impl std::fmt::Display, hint: impl Into<String>) -> Self {
        Self { message: format!("{} {what}", quoted(text)), hint: hint.into() }
    }

    /// A fault of the vocabulary about the cell's own text; a licence rule stays in the message.
    pub(super) fn of(fault: Fault, text: &str) -> Self {
        let mut what = fault.message;
        if let Some(at) = fault.at {
            what.push_str(&format!(" (at character {at})"));
        }
        if !matches!(fault.rule, "DATE" | "NUMBER" | "TEXT") {
            what.push_str(&format!(" [{}]", fault.rule));
        }
        Self::new(text, what, fault.next)
    }
}

/// The code of a fault in the column.
pub(super) fn code(column: Column) -> &'static str {
    match column {
        Column::Date | Column::SsaUntil | Column::Purchased => "IMP-DATE",
        Column::Act => "IMP-ACT",
        Column::Serial => "IMP-SERIAL",
        Column::Licence => "IMP-LICENCE",
        Column::Quantity | Column::Ssc | Column::Years => "IMP-NUMBER",
        Column::ToVersion | Column::Software => "IMP-VERSION",
        Column::Role | Column::Licensing | Column::Variant | Column::Consent => "IMP-WORD",
        Column::Company | Column::Project | Column::Model | Column::Key | Column::Certificate => "IMP-TEXT",
        Column::To | Column::Reference | Column::Note => "IMP-TEXT",
    }
}

/// Reads a day: `2016-12-31`, `31.12.2016`, or `31.12.16`, where 90 to 99 are in 1990 to 1999 and 00 to 89 after 2000.
pub(super) fn day(text: &str) -> Result<Day, Problem> {
    let full = with_century(text);
    Day::parse(full.as_deref().unwrap_or(text)).map_err(|fault| {
        let serial = text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
        let mut problem = Problem::of(fault, text);
        if serial {
            problem.hint = "looks like a spreadsheet's number of a day: format the column as a date".to_owned();
        }
        problem
    })
}

/// Reads the day on which SSA ends; words and dashes for "for ever" or "none" are refused by name.
pub(super) fn ssa_end(text: &str) -> Result<Day, Problem> {
    if text.chars().any(|c| c.is_ascii_digit()) {
        return day(text);
    }
    Err(Problem::new(
        text,
        "is no end of SSA: a date is needed",
        "write the day as 2016-12-24 or 24.12.2016, or leave the cell empty and name the years",
    ))
}

fn with_century(text: &str) -> Option<String> {
    let (rest, year) = text.rsplit_once('.')?;
    let short: u32 = (year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit())).then(|| year.parse().ok())??;
    Some(format!("{rest}.{}{year}", if short >= 90 { "19" } else { "20" }))
}

/// Reads a number with `parse` after taking out the language's thousands separators, where they stand by position.
pub(super) fn number<T>(text: &str, language: Language, parse: fn(&str) -> Result<T, Fault>) -> Result<T, Problem> {
    let plain = if text.contains(['.', ',']) { ungrouped(text, language)? } else { text.to_owned() };
    parse(&plain).map_err(|fault| Problem::of(fault, text))
}

fn ungrouped(text: &str, language: Language) -> Result<String, Problem> {
    let hint = "write a whole number in plain digits, such as 1000";
    let separator = match language {
        Language::German => '.',
        Language::English => ',',
        Language::Mixed => {
            return Err(Problem::new(text, "can be read two ways, as the headings are in no one language", hint));
        }
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let mut groups = text.split(separator);
    let first = groups.next().unwrap_or_default();
    let grouped = digits(first) && first.len() <= 3 && !first.starts_with('0');
    if !grouped || !groups.all(|group| digits(group) && group.len() == 3) {
        let what = format!("is no whole number with {separator:?} between thousands, as the headings' language has it");
        return Err(Problem::new(text, what, hint));
    }
    Ok(text.replace(separator, ""))
}

/// Reads a software version: `12`, `V12`, `12r2`, `12r2 sr5`.
pub(super) fn software(text: &str) -> Result<Software, Problem> {
    Software::parse(text).map_err(|fault| Problem::of(fault, text))
}

/// Reads one of a few words.
pub(super) fn word<T: Copy>(text: &str, known: &BTreeMap<String, T>) -> Result<T, Problem> {
    let folded = fold(text);
    known.get(&folded).copied().ok_or_else(|| {
        let hint = match nearest(&folded, known.keys().map(String::as_str)) {
            Some(near) => format!("write {} if that is meant", quoted(near)),
            None => format!("write one of: {}", known.keys().cloned().collect::<Vec<_>>().join(", ")),
        };
        Problem::new(text, "is not known here", hint)
    })
}

/// Takes what is quoted from elsewhere on one line, in its one spelling and free of what nobody sees.
pub(super) fn line(text: &str) -> Result<String, Problem> {
    free(text.to_owned()).map(|text| one_spelling(&text))
}

/// Takes a free text that may have several lines, which then end in LF.
pub(super) fn lines(text: &str) -> Result<String, Problem> {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    for part in plain.split('\n') {
        free(part.to_owned())?;
    }
    free_length(&plain)?;
    Ok(plain)
}

fn free(text: String) -> Result<String, Problem> {
    if let Some((at, c)) = hidden(&text) {
        let what = format!("holds the hidden character {} (at character {at})", code_point(c));
        return Err(Problem::new(&text, what, "remove it from the cell"));
    }
    free_length(&text)?;
    Ok(text)
}

fn free_length(text: &str) -> Result<(), Problem> {
    if text.chars().nth(MAX_TEXT).is_some() {
        return Err(Problem::new(text, format!("is longer than {MAX_TEXT} characters"), "shorten the text"));
    }
    Ok(())
}
