//! An answer: what a question is answered with, and what it rests on. Its body has one of a few forms.
//!
//! Cells say what they are, a quantity, a day, a lot, an absence, and a renderer decides how that looks. Sentences are
//! data, and a heading is found by the answer's name and the key of its column. Absent by design: formats, widths, colours and
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

/// One column. What it is called for people is looked up by the answer's name and its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Key in a JSON row, in snake case; no other column of its table has it.
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

/// One typed value of an answer.
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

/// Rows of one kind, under their columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Its columns; every row has a cell for each, in this order.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
    /// A row of sums, if sums mean something; only for people.
    pub totals: Option<Vec<Cell>>,
    /// Whether rows belong together by their first shown column; only for people.
    pub groups: bool,
}

/// A thing of a tree, such as an event behind a figure: one sentence for people, values by name for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What is said of it.
    pub said: Say,
    /// What stands beside it.
    pub beside: Vec<Say>,
    /// Its values.
    pub fields: Vec<(&'static str, Cell)>,
    /// What hangs on it.
    pub branches: Vec<Branch>,
}

/// Things of one kind that hang on another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// What they are.
    pub title: Say,
    /// They.
    pub nodes: Vec<Node>,
}

/// What an answer consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Rows of one kind.
    Table(Table),
    /// Several tables under their titles. People see neither one without rows nor a column that is empty in all of its rows.
    Sections(Vec<(Say, Table)>),
    /// Things and what hangs on them.
    Tree(Vec<Node>),
    /// One thing by its values; programs see a row of it.
    Record(Vec<(Column, Cell)>),
}

/// A row as programs read it: values by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a>(Vec<(&'static str, &'a Cell)>);

impl<'a> Row<'a> {
    fn of(columns: impl Iterator<Item = &'a Column>, cells: impl Iterator<Item = &'a Cell>) -> Self {
        let shown = columns.zip(cells).filter(|(column, _)| column.in_json);
        Self(shown.map(|(column, cell)| (column.key, cell)).collect())
    }

    /// The value of that name.
    pub fn cell(&self, key: &str) -> Option<&'a Cell> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, cell)| *cell)
    }

    /// All of them, in their order.
    pub fn cells(&self) -> impl Iterator<Item = (&'static str, &'a Cell)> {
        self.0.iter().copied()
    }
}

impl Body {
    /// Its rows as programs read them; a tree from each root to its leaves.
    pub fn rows(&self) -> Vec<Row<'_>> {
        match self {
            Self::Table(table) => table.rows().collect(),
            Self::Sections(sections) => sections.iter().flat_map(|(_, table)| table.rows()).collect(),
            Self::Tree(roots) => {
                let mut rows = Vec::new();
                roots.iter().for_each(|root| root.collect(&mut rows));
                rows
            }
            Self::Record(values) => {
                vec![Row::of(values.iter().map(|(column, _)| column), values.iter().map(|(_, cell)| cell))]
            }
        }
    }
}

impl Table {
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row::of(self.columns.iter(), cells.iter()))
    }
}

impl Node {
    fn collect<'a>(&'a self, rows: &mut Vec<Row<'a>>) {
        rows.push(Row(self.fields.iter().map(|(key, cell)| (*key, cell)).collect()));
        self.branches.iter().flat_map(|branch| &branch.nodes).for_each(|node| node.collect(rows));
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its name in `licledger.<name>/1`.
    pub name: &'static str,
    /// One line for people.
    pub title: Say,
    /// What it rests on.
    pub basis: Basis,
    /// What was asked for.
    pub body: Body,
    /// Sentences below it, also the one that says why it is empty; only for people.
    pub says: Vec<Say>,
    /// Further values of the document as a whole; only for machines.
    pub extra: Vec<(&'static str, Cell)>,
    /// What the rules found on the way.
    pub findings: Vec<Finding>,
}

impl Answer {
    /// An answer of some form; the rest is filled in where it is needed.
    pub fn of(name: &'static str, title: Say, basis: Basis, body: Body) -> Self {
        Self { name, title, basis, body, says: Vec::new(), extra: Vec::new(), findings: Vec::new() }
    }

    /// An answer that is one table.
    pub fn table(name: &'static str, title: Say, basis: Basis, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Self {
        Self::of(name, title, basis, Body::Table(Table { columns, rows, totals: None, groups: false }))
    }

    /// The same answer, its rows in groups by their first shown column.
    pub fn in_groups(mut self) -> Self {
        if let Body::Table(table) = &mut self.body {
            table.groups = true;
        }
        self
    }

    /// The same answer with a row of sums.
    pub fn with_totals(mut self, totals: Option<Vec<Cell>>) -> Self {
        if let Body::Table(table) = &mut self.body {
            table.totals = totals;
        }
        self
    }

    /// Its rows as programs read them.
    pub fn rows(&self) -> Vec<Row<'_>> {
        self.body.rows()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.rows().is_empty()
    }

    /// The same answer with a sentence that says so if it has no rows.
    pub fn or_say(mut self, sentence: Say) -> Self {
        if self.is_empty() {
            self.says.push(sentence);
        }
        self
    }
}
