//! A report: the typed answer to a question, with what it rests on.
//!
//! Cells say what they are, a quantity, a day, an absence, and a renderer decides how that looks. Absent by design:
//! formats, widths, colours and languages.

use super::adjustment::Adjustment;
use crate::rule::finding::Finding;
use crate::tree::Head;
use crate::vocabulary::{Day, LedgerId, Position, Say, Span};
use std::collections::BTreeMap;
use std::fmt;

/// What an answer rests on: asked again of the same basis, the question has the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The ledger that was asked.
    pub ledger: LedgerId,
    /// The day at whose end things stood so; `None` where the question is not about a day.
    pub as_of: Option<Day>,
    /// Only events at positions below this were known.
    pub known_at: u64,
    /// The time, in microseconds since 1970 UTC, that this position was named by; `None` where the number was named.
    pub known_at_time: Option<i64>,
    /// The tree over everything recorded when the question was asked.
    pub head: Head,
    /// Name of the rulebook in force; empty where none is needed.
    pub rulebook: String,
    /// What was recorded after a closing and reaches back into its days.
    pub adjustments: Vec<Adjustment>,
}

/// The side a column's cells keep to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Names and days.
    Left,
    /// Quantities.
    Right,
}

/// One column: its key for machines, its heading for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Key in a JSON row, in snake case.
    pub key: &'static str,
    /// Heading for people; empty if the column is not shown to them. Where cells exclude a day, it says `until`.
    pub heading: &'static str,
    /// The side its cells keep to.
    pub align: Align,
    /// Whether it is part of a JSON row.
    pub in_json: bool,
}

impl Column {
    /// A column of names, texts or days.
    pub const fn left(key: &'static str, heading: &'static str) -> Self {
        Self { key, heading, align: Align::Left, in_json: true }
    }

    /// A column of quantities.
    pub const fn right(key: &'static str, heading: &'static str) -> Self {
        Self { key, heading, align: Align::Right, in_json: true }
    }

    /// A column that only machines see.
    pub const fn hidden(key: &'static str) -> Self {
        Self { key, heading: "", align: Align::Left, in_json: true }
    }

    /// The same column, for people alone.
    pub const fn people_only(self) -> Self {
        Self { in_json: false, ..self }
    }
}

/// One typed value of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// No value: neither zero nor an empty text.
    Absent,
    /// A name or any other text.
    Text(String),
    /// A sentence.
    Say(Say),
    /// A quantity in the unit its heading names.
    Count(i64),
    /// A number that names something, such as a position or a version: never grouped, never a sum.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// A calendar day.
    Day(Day),
    /// Half-open spans of days in the order of the acts that made them, never merged.
    Spans(Vec<Span>),
    /// Quantities by name, such as units by tier.
    Counts(BTreeMap<String, i64>),
    /// Places of events in the ledger.
    Positions(Vec<Position>),
    /// Canonical JSON, kept as it is.
    Json(String),
    /// Several texts.
    List(Vec<String>),
}

impl Cell {
    /// A text cell of anything that has a written form.
    pub fn text(value: impl fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    /// The cell that `make` builds, or an absent one.
    pub fn optional<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Absent, make)
    }
}

/// Rows that follow each other and are of one kind. A column without a value in any of them is not theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What they are.
    pub title: String,
    /// How many rows.
    pub rows: usize,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name in `licledger.<name>/1`.
    pub name: &'static str,
    /// One line for people.
    pub title: String,
    /// What it rests on.
    pub basis: Basis,
    /// Its columns; every row has a cell for each, in this order.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// A row of sums, if sums mean something; for people alone.
    pub totals: Option<Vec<Cell>>,
    /// Whether rows belong together by their first shown column; for people alone.
    pub groups: bool,
    /// The rows in parts, each a table of its own for people; empty where all rows are one table.
    pub parts: Vec<Part>,
    /// Whether people see the rows as a tree: a part without a title is a root, the parts after it are its branches.
    pub tree: bool,
    /// Sentences below the table, also the one that says why it is empty; for people alone.
    pub notes: Vec<String>,
    /// Further values of the document as a whole; for machines alone.
    pub extra: Vec<(&'static str, Cell)>,
    /// What the rules found on the way.
    pub findings: Vec<Finding>,
}

impl Report {
    /// A report of rows alone; the rest is filled in where it is needed.
    pub fn of(
        name: &'static str,
        title: impl Into<String>,
        basis: Basis,
        columns: Vec<Column>,
        rows: Vec<Vec<Cell>>,
    ) -> Self {
        Self {
            name,
            title: title.into(),
            basis,
            columns,
            rows,
            totals: None,
            groups: false,
            parts: Vec::new(),
            tree: false,
            notes: Vec::new(),
            extra: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The same report with a sentence that says so if it has no rows.
    pub fn or_say(mut self, sentence: impl Into<String>) -> Self {
        if self.rows.is_empty() {
            self.notes.push(sentence.into());
        }
        self
    }
}
