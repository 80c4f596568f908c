//! Moves: every figure that a correction would move, each with the days between which it does.
//!
//! Two timelines are walked side by side, day by day where anything happens. Absent by design: findings, which the
//! decision names by itself.

use super::diff::{concerned, subject_cell};
use super::figure::{FigureKey, Figures, Value, figures, moved};
use super::{Answer, Basis, Cell, Column, Labels};
use crate::book::{Book, Entry, Timeline};
use crate::rule::Rulebooks;
use crate::say;
use crate::vocabulary::{Day, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// A figure that is another one from a day on, for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The figure.
    pub key: FigureKey,
    /// The first day on which it differs.
    pub from: Day,
    /// The first day on which it does not, or differs otherwise; absent where that does not end.
    pub until: Option<Day>,
    /// What it was.
    pub before: Option<Value>,
    /// What it would be.
    pub after: Option<Value>,
}

/// Everything that differs between two timelines on any day, in the order of figures and days.
pub fn moves(before: &Timeline, after: &Timeline, rulebooks: &Rulebooks) -> Vec<Move> {
    let (mut old, mut new) = (Walk::of(before), Walk::of(after));
    let days: BTreeSet<Day> = old.days().into_iter().chain(new.days()).collect();
    let mut open: BTreeMap<FigureKey, Move> = BTreeMap::new();
    let mut closed: Vec<Move> = Vec::new();
    for day in days {
        let (was, is) = (old.figures(day, rulebooks), new.figures(day, rulebooks));
        let differ: BTreeMap<FigureKey, (Option<Value>, Option<Value>)> =
            moved(&was, &is).into_iter().map(|moved| (moved.key, (moved.before, moved.after))).collect();
        let goes_on = |a: &Move| differ.get(&a.key) == Some(&(a.before.clone(), a.after.clone()));
        let (kept, ended): (Vec<Move>, Vec<Move>) = open.into_values().partition(goes_on);
        closed.extend(ended.into_iter().map(|ended| Move { until: Some(day), ..ended }));
        open = kept.into_iter().map(|kept| (kept.key.clone(), kept)).collect();
        for (key, (before, after)) in differ {
            open.entry(key.clone()).or_insert(Move { key, from: day, until: None, before, after });
        }
    }
    closed.extend(open.into_values());
    closed.sort_by_cached_key(|moved| (moved.key.clone(), moved.from));
    closed
}

/// The events that move figures, by their streams: the corrections that one timeline knows and the other does not, each with
/// what it goes back to.
pub fn causes(before: &Timeline, after: &Timeline) -> BTreeMap<StreamId, BTreeSet<Position>> {
    let mut causes: BTreeMap<StreamId, BTreeSet<Position>> = BTreeMap::new();
    for entry in after.entries().iter().filter(|entry| before.at(entry.position).is_none()) {
        let named = causes.entry(entry.stream).or_default();
        named.extend([entry.position, after.act(entry).position]);
    }
    causes
}

/// The moves as a table; `labels` says what projects are called. Each names the events that move it: those of its own project,
/// or all where none of them is of it.
pub fn report(
    moves: &[Move],
    labels: &Labels,
    causes: &BTreeMap<StreamId, BTreeSet<Position>>,
    basis: Basis,
) -> Answer {
    let all: BTreeSet<Position> = causes.values().flatten().copied().collect();
    let row = |moved: &Move| {
        let FigureKey { stream, subject, figure } = &moved.key;
        let project = labels.label(*stream);
        let [licence, device, lot] = concerned(subject);
        let value = |value: &Option<Value>| match value {
            None if figure.counts() => Cell::Count(0),
            value => Cell::optional(value.as_ref(), Value::cell),
        };
        vec![
            Cell::Project(project.clone()),
            subject_cell(subject, project),
            licence,
            device,
            lot,
            Cell::Word(figure.word()),
            Cell::Day(moved.from),
            Cell::optional(moved.until, Cell::Day),
            value(&moved.before),
            value(&moved.after),
            Cell::Positions(causes.get(stream).unwrap_or(&all).iter().copied().collect()),
        ]
    };
    let columns = vec![
        Column::left("project"),
        Column::left("subject"),
        Column::hidden("licence"),
        Column::hidden("device"),
        Column::hidden("lot"),
        Column::left("figure"),
        Column::left("from"),
        Column::left("until"),
        Column::left("before"),
        Column::left("after"),
        Column::left("events"),
    ];
    let rows = moves.iter().map(row).collect();
    let report = Answer::table("moves", say!("moves-title"), basis, columns, rows).or_say(say!("moves-none"));
    report.in_groups()
}

/// A timeline that is folded from one day to the next.
struct Walk<'a> {
    timeline: &'a Timeline,
    resolved: Vec<&'a Entry>,
    settled_until: Option<Day>,
    folded: usize,
    book: Book,
}

impl<'a> Walk<'a> {
    fn of(timeline: &'a Timeline) -> Self {
        Self { timeline, resolved: Vec::new(), settled_until: None, folded: 0, book: Book::default() }
    }

    /// Days on which a figure can change: those of events, and those on which coverage begins or ends.
    fn days(&self) -> BTreeSet<Day> {
        let settled = self.timeline.horizons(Day::MIN).into_iter().map(|horizon| self.timeline.in_effect(horizon));
        let mut days = self.timeline.turning_days();
        for counts in settled {
            days.extend(counts.iter().map(|entry| entry.effective));
            let book = Book::fold(counts);
            let lots = book.projects.values().flat_map(|project| project.lots.values());
            days.extend(lots.flat_map(|lot| lot.coverage.iter()).flat_map(|span| [span.from, span.until]));
            let devices = book.projects.values().flat_map(|project| project.devices.values());
            days.extend(devices.flat_map(|device| device.trial_licences.iter()).map(|trial| trial.until));
        }
        days
    }

    fn figures(&mut self, day: Day, rulebooks: &Rulebooks) -> Figures {
        if self.settled_until.is_none_or(|settled| settled < day) {
            self.resolved = self.timeline.resolved(day);
            self.settled_until = self.timeline.horizons(day).first().copied();
            (self.folded, self.book) = (0, Book::default());
        }
        while let Some(entry) = self.resolved.get(self.folded).filter(|entry| entry.effective <= day) {
            self.book.evolve(entry);
            self.folded += 1;
        }
        figures(&self.book, |_| true, day, rulebooks)
    }
}
