//! What ends soon, as a scenario expects it and as both worlds answer it.
//!
//! ```text
//! due PROJECT ssa|warranty|trial SUBJECT until DATE [step N] [now N] [after N to N] [estimate]
//! not due PROJECT ssa|warranty|trial SUBJECT
//! ```
//!
//! SUBJECT is a licence, a lot or a serial number; what a line does not name is not compared. The window is the default
//! one. Absent by design: how a world is asked.

use ledger_core::question::{Answer, Cell, Row};
use serde_json::Value;

/// One end that a world shows, or as much of it as a scenario names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct End {
    /// The project.
    pub project: String,
    /// `ssa`, `warranty` or `trial`.
    pub what: String,
    /// The lot, or the serial number.
    pub subject: String,
    /// The licence; empty for a warranty.
    pub licence: String,
    /// First day without; absent where a scenario expects that nothing ends.
    pub until: Option<String>,
    /// The reminder that is due.
    pub step: Option<i64>,
    /// Credits for a year bought now.
    pub now: Option<i64>,
    /// The least and the most for a year bought after the end.
    pub after: Option<(i64, i64)>,
    /// Whether the last figure is an estimate.
    pub estimate: bool,
}

impl End {
    /// Reads the words behind `due`, or behind `not due`.
    pub(super) fn read(words: &[&str]) -> Option<Self> {
        let [project, what @ ("ssa" | "warranty" | "trial"), subject, ref rest @ ..] = *words else { return None };
        let (project, what, subject) = (project.to_owned(), what.to_owned(), subject.to_owned());
        let mut end = Self { project, what, subject, ..Self::default() };
        let mut rest = rest;
        loop {
            rest = match *rest {
                [] => return Some(end),
                ["until", day, ref more @ ..] => {
                    end.until = Some(day.to_owned());
                    more
                }
                ["step", n, ref more @ ..] => {
                    end.step = Some(n.parse().ok()?);
                    more
                }
                ["now", n, ref more @ ..] => {
                    end.now = Some(n.parse().ok()?);
                    more
                }
                ["after", low, "to", high, ref more @ ..] => {
                    end.after = Some((low.parse().ok()?, high.parse().ok()?));
                    more
                }
                ["estimate", ref more @ ..] => {
                    end.estimate = true;
                    more
                }
                _ => return None,
            };
        }
    }

    /// Whether a world shows an end that is as this one says.
    pub(super) fn is_among(&self, shown: &[Self]) -> bool {
        shown.iter().any(|end| self.is_about(end) && self.agrees(end))
    }

    fn is_about(&self, end: &Self) -> bool {
        let named = self.subject == end.subject || self.subject == end.licence;
        named && self.project == end.project && self.what == end.what
    }

    fn agrees(&self, end: &Self) -> bool {
        let same = |wanted: Option<i64>, found: Option<i64>| wanted.is_none() || wanted == found;
        (self.until.is_none() || self.until == end.until)
            && same(self.step, end.step)
            && same(self.now, end.now)
            && (self.after.is_none() || self.after == end.after)
            && (!self.estimate || end.estimate)
    }

    /// The ends that the library's report shows.
    pub(super) fn of_report(report: &Answer) -> Vec<Self> {
        let row = |row: Row<'_>| {
            let cell = |key: &str| row.cell(key);
            let text = |key: &str| match cell(key) {
                Some(Cell::Text(text)) => Some(text.clone()),
                Some(Cell::Word(word)) => Some((*word).to_owned()),
                Some(Cell::Project(label)) => Some(label.name.clone()),
                Some(Cell::Lot(lot)) => Some(lot.to_string()),
                Some(Cell::Device(serial)) => Some(serial.to_string()),
                Some(Cell::Licence(licence)) => Some(licence.to_string()),
                Some(Cell::Day(day)) => Some(day.to_string()),
                _ => None,
            };
            let count = |key: &str| cell(key).and_then(Cell::quantity);
            Self::of(text, count, cell("estimate") == Some(&Cell::Flag(true)))
        };
        report.rows().into_iter().map(row).collect()
    }

    /// The ends that the program's document shows.
    pub(super) fn of_document(document: &Value) -> Vec<Self> {
        let row = |row: &Value| {
            let text = |key: &str| row[key].as_str().map(str::to_owned);
            Self::of(text, |key| row[key].as_i64(), row["estimate"] == true)
        };
        document["rows"].as_array().into_iter().flatten().map(row).collect()
    }

    fn of(text: impl Fn(&str) -> Option<String>, count: impl Fn(&str) -> Option<i64>, estimate: bool) -> Self {
        Self {
            project: text("project").unwrap_or_default(),
            what: text("what").unwrap_or_default(),
            subject: text("subject").unwrap_or_default(),
            licence: text("licence").unwrap_or_default(),
            until: text("until"),
            step: count("step"),
            now: count("credits_now"),
            after: count("credits_after_low").zip(count("credits_after_high")),
            estimate,
        }
    }
}
