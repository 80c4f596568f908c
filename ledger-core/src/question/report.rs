//! A report: the typed answer to a question, with what it rests on.
//!
//! Cells say what they are, a quantity, a day, a lot, an absence, and a renderer decides how that looks. Sentences are
//! data, and a heading is found by the report and the key of its column. Absent by design: formats, widths, colours and
//! languages.

use super::adjustment::Adjustment;
use super::label::Label;
use crate::book::Place;
use crate::rule::finding::Finding;
use crate::tree::Head;
use crate::vocabulary::{Credits, Day, LedgerId, Licence, LotId, Position, Say, Serial, Span, Units};
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

/// One column. What it is called for people is looked up by the report's name and its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Key in a JSON row, in snake case; no other column of its report has it.
    pub key: &'static str,
    /// The side its cells keep to.
    pub align: Align,
    /// Whether people see it.
    pub is_shown: bool,
    /// Whether it is part of a JSON row.
    pub in_json: bool,
}

impl Column {
    /// A column of names, texts or days.
    pub const fn left(key: &'static str) -> Self {
        Self { key, align: Align::Left, is_shown: true, in_json: true }
    }

    /// A column of quantities.
    pub const fn right(key: &'static str) -> Self {
        Self { key, align: Align::Right, is_shown: true, in_json: true }
    }

    /// A column that only machines see.
    pub const fn hidden(key: &'static str) -> Self {
        Self { key, align: Align::Left, is_shown: false, in_json: true }
    }

    /// The same column, only for people.
    pub const fn people_only(self) -> Self {
        Self { in_json: false, ..self }
    }
}

/// One typed value of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// No value: neither zero nor an empty text.
    Absent,
    /// A name or any other text, as somebody wrote it.
    Text(String),
    /// A word that programs know: a kind, an origin, a role.
    Word(&'static str),
    /// A sentence, or a part of one.
    Say(Say),
    /// A number of licences, below zero only where reported facts do not add up.
    Units(i64),
    /// A number of service credits.
    Credits(i64),
    /// How many, in what its heading names.
    Count(i64),
    /// A number that names something, such as a version: never grouped, never a sum.
    Number(u64),
    /// Yes or no.
    Flag(bool),
    /// A calendar day.
    Day(Day),
    /// A moment, in microseconds since 1970 UTC.
    Time(i64),
    /// A licence.
    Licence(Licence),
    /// A device.
    Device(Serial),
    /// A lot.
    Lot(LotId),
    /// A device, or the free balance.
    Place(Place),
    /// A project with its company.
    Project(Label),
    /// The place of an event in the ledger.
    Event(Position),
    /// Half-open spans of days in the order of the acts that made them, never merged.
    Spans(Vec<Span>),
    /// Quantities by name, such as units by tier.
    Counts(BTreeMap<String, i64>),
    /// Places of events in the ledger.
    Positions(Vec<Position>),
    /// An event's payload, which is canonical JSON, as it is stored.
    Payload(String),
    /// Several values.
    List(Vec<Cell>),
    /// Several values by name.
    Record(Vec<(&'static str, Cell)>),
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

    /// A cell of units.
    pub fn units(units: Units) -> Self {
        Self::Units(units.signed())
    }

    /// A cell of credits.
    pub fn credits(credits: Credits) -> Self {
        Self::Credits(credits.signed())
    }

    /// A cell that counts things at hand; more than a quantity can be is the most that it can be.
    pub fn count(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// A head as an object of its size and its root.
    pub fn head(head: &Head) -> Self {
        Self::Record(vec![("root", Self::text(head.root)), ("size", Self::Number(head.size))])
    }

    /// The quantity of a cell that holds one.
    pub fn quantity(&self) -> Option<i64> {
        match self {
            Self::Units(count) | Self::Credits(count) | Self::Count(count) => Some(*count),
            Self::Absent
            | Self::Text(_)
            | Self::Word(_)
            | Self::Say(_)
            | Self::Number(_)
            | Self::Flag(_)
            | Self::Day(_)
            | Self::Time(_)
            | Self::Licence(_)
            | Self::Device(_)
            | Self::Lot(_)
            | Self::Place(_)
            | Self::Project(_)
            | Self::Event(_)
            | Self::Spans(_)
            | Self::Counts(_)
            | Self::Positions(_)
            | Self::Payload(_)
            | Self::List(_)
            | Self::Record(_) => None,
        }
    }
}

/// Rows that follow each other and are of one kind. A column without a value in any of them is not theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What they are.
    pub title: Say,
    /// How many rows.
    pub rows: usize,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its name in `licledger.<name>/1`.
    pub name: &'static str,
    /// One line for people.
    pub title: Say,
    /// What it rests on.
    pub basis: Basis,
    /// Its columns; every row has a cell for each, in this order.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// A row of sums, if sums mean something; only for people.
    pub totals: Option<Vec<Cell>>,
    /// Whether rows belong together by their first shown column; only for people.
    pub groups: bool,
    /// The rows in parts, each a table of its own for people; empty where all rows are one table.
    pub parts: Vec<Part>,
    /// Whether people see the rows as a tree: a part without a title is a root, the parts after it are its branches.
    pub tree: bool,
    /// Sentences below the table, also the one that says why it is empty; only for people.
    pub notes: Vec<Say>,
    /// Further values of the document as a whole; only for machines.
    pub extra: Vec<(&'static str, Cell)>,
    /// What the rules found on the way.
    pub findings: Vec<Finding>,
}

impl Report {
    /// A report of nothing but rows; the rest is filled in where it is needed.
    pub fn of(name: &'static str, title: Say, basis: Basis, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self {
            name,
            title,
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
    pub fn or_say(mut self, sentence: Say) -> Self {
        if self.rows.is_empty() {
            self.notes.push(sentence);
        }
        self
    }
}
