//! Figures: everything that a book answers, each under a typed key, in one ordered map, so that two books can be compared.
//!
//! A count of zero is no entry: what is not there and what is none are the same balance. Absent by design: arithmetic of
//! its own (balance, SSA and warranty say what a figure is), and what findings say (they are added by whoever has a view).

use super::balance::{self, By};
use super::{Cell, View, holding, ssa};
use crate::book::{Book, Device, Presence, Project};
use crate::rule::Rulebooks;
use crate::rule::warranty::warranty_until;
use crate::vocabulary::{Day, Licence, LotId, Position, Say, Serial, Span, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// What a figure is about, inside its project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The project itself.
    Project,
    /// A licence without its tier.
    Licence(Licence),
    /// A licence without its tier, on one device.
    On(Licence, Serial),
    /// A lot that holds units.
    Lot(LotId),
    /// A device.
    Device(Serial),
    /// What a rule says of a subject: the rule's identifier and the subject's name.
    Rule(&'static str, String),
}

/// Which figure of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Units in the free balance.
    Free,
    /// Units bound to devices.
    Bound,
    /// Bound units that are covered by SSA on the day.
    Covered,
    /// Service credits.
    Credits,
    /// Day of the first binding.
    FirstBound,
    /// First day without SSA.
    SsaUntil,
    /// SSA, one span for each act.
    Ssa,
    /// Software version of a device.
    Software,
    /// First day without warranty.
    WarrantyUntil,
    /// Whether a device is in the project.
    Presence,
    /// First day on which no trial runs any more.
    TrialUntil,
    /// Day of opening.
    Opened,
    /// Day of closing.
    Closed,
    /// Whether everything that can be is under SSA (SSA-9).
    UnderSsa,
    /// How often the rules found it.
    Findings,
}

impl Figure {
    /// The word that reports use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Bound => "bound",
            Self::Covered => "ssa_covered",
            Self::Credits => "credits",
            Self::FirstBound => "first_bound",
            Self::SsaUntil => "ssa_until",
            Self::Ssa => "ssa",
            Self::Software => "software",
            Self::WarrantyUntil => "warranty_until",
            Self::Presence => "presence",
            Self::TrialUntil => "trial_until",
            Self::Opened => "opened",
            Self::Closed => "closed",
            Self::UnderSsa => "under_ssa",
            Self::Findings => "findings",
        }
    }

    /// Whether it is the first day outside of something.
    pub const fn is_end(self) -> bool {
        matches!(self, Self::SsaUntil | Self::WarrantyUntil | Self::TrialUntil)
    }

    /// Whether it counts something, so that a difference means something and absence is zero.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Free | Self::Bound | Self::Covered | Self::Credits | Self::Findings)
    }
}

/// The name of a figure in the whole ledger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureKey {
    /// The project's stream, or the ledger's own.
    pub stream: StreamId,
    /// What it is about.
    pub subject: About,
    /// Which figure of it.
    pub figure: Figure,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Units, credits or findings; never zero, below zero only where reported facts do not add up.
    Count(i64),
    /// A version.
    Number(u64),
    /// A day; where a figure is called `until` it is the first day outside.
    Day(Day),
    /// Half-open spans in the order of their acts.
    Spans(Vec<Span>),
    /// Yes or no.
    Flag(bool),
    /// A software version with its release.
    Text(String),
    /// Words.
    Say(Say),
}

impl Value {
    /// The value as a report shows it.
    pub fn cell(&self) -> Cell {
        match self {
            Self::Count(count) => Cell::Count(*count),
            Self::Number(number) => Cell::Number(*number),
            Self::Day(day) => Cell::Day(*day),
            Self::Spans(spans) => Cell::Spans(spans.clone()),
            Self::Flag(flag) => Cell::Flag(*flag),
            Self::Text(text) => Cell::Text(text.clone()),
            Self::Say(said) => Cell::Say(said.clone()),
        }
    }
}

/// Figures by their names.
pub type Figures = BTreeMap<FigureKey, Value>;

/// A figure that is not the same in two books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its name.
    pub key: FigureKey,
    /// Its value in the first book.
    pub before: Option<Value>,
    /// Its value in the second.
    pub after: Option<Value>,
}

impl Moved {
    /// By how much a count moved; absent for what is not counted.
    pub fn change(&self) -> Option<i64> {
        let count = |value: &Option<Value>| if let Some(Value::Count(count)) = value { *count } else { 0 };
        self.key.figure.counts().then(|| count(&self.after).saturating_sub(count(&self.before)))
    }
}

/// Every figure of the projects that `shows` picks, at the end of a day; `rulebooks` are those that its events name.
pub fn figures(book: &Book, shows: impl Fn(StreamId) -> bool, day: Day, rulebooks: &Rulebooks) -> Figures {
    let mut figures = Figures::new();
    for project in book.projects.values().filter(|project| shows(project.id)) {
        let mut sheet = Sheet { stream: project.id, figures: &mut figures };
        sheet.project(project, day);
        sheet.licences(project, day);
        sheet.lots(project);
        for device in project.devices.values() {
            sheet.device(device, rulebooks);
        }
    }
    figures
}

/// Every figure of a view, and what its rules found.
pub fn of_view(view: &View) -> Figures {
    let mut all = figures(&view.book, |stream| view.shows(stream), view.as_of, &view.rulebooks);
    let mut found: BTreeMap<FigureKey, i64> = BTreeMap::new();
    let streams: BTreeMap<Position, StreamId> = match view.findings.is_empty() {
        true => BTreeMap::new(),
        false => view.timeline.entries().iter().map(|entry| (entry.position, entry.stream)).collect(),
    };
    for finding in &view.findings {
        let stream = finding.events.last().and_then(|at| streams.get(at)).copied();
        let stream = stream.unwrap_or_else(|| StreamId::of_ledger(view.ledger));
        let subject = About::Rule(finding.rule, finding.subject.clone());
        *found.entry(FigureKey { stream, subject, figure: Figure::Findings }).or_default() += 1;
    }
    all.extend(found.into_iter().map(|(key, times)| (key, Value::Count(times))));
    all
}

/// The figures that differ, by their names.
pub fn moved(before: &Figures, after: &Figures) -> Vec<Moved> {
    let keys: BTreeSet<&FigureKey> = before.keys().chain(after.keys()).collect();
    let differ = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
    differ
        .map(|key| Moved { key: key.clone(), before: before.get(key).cloned(), after: after.get(key).cloned() })
        .collect()
}

/// The figures of one project while they are collected.
struct Sheet<'a> {
    stream: StreamId,
    figures: &'a mut Figures,
}

impl Sheet<'_> {
    fn put(&mut self, subject: &About, figure: Figure, value: Option<Value>) {
        let value = value.filter(|value| *value != Value::Count(0));
        let key = FigureKey { stream: self.stream, subject: subject.clone(), figure };
        self.figures.extend(value.map(|value| (key, value)));
    }

    fn project(&mut self, project: &Project, day: Day) {
        let it = About::Project;
        self.put(&it, Figure::Credits, Some(Value::Count(project.credits)));
        self.put(&it, Figure::Opened, project.opened.map(Value::Day));
        self.put(&it, Figure::Closed, project.closed.map(Value::Day));
        let verdict = ssa::verdict(project, day);
        self.put(&it, Figure::UnderSsa, verdict.map(|prevented_by| Value::Flag(prevented_by.is_empty())));
    }

    fn licences(&mut self, project: &Project, day: Day) {
        for ((licence, _), counted) in balance::figures(project, day, By::Licence) {
            let it = About::Licence(licence);
            self.put(&it, Figure::Free, Some(Value::Count(counted.free)));
            self.put(&it, Figure::Bound, Some(Value::Count(counted.bound)));
            self.put(&it, Figure::Covered, Some(Value::Count(counted.covered)));
        }
        for ((licence, device), counted) in balance::figures(project, day, By::Device) {
            let Some(serial) = device else { continue };
            self.put(&About::On(licence, serial), Figure::Bound, Some(Value::Count(counted.bound)));
        }
    }

    fn lots(&mut self, project: &Project) {
        for lot in project.lots.values().filter(|lot| !lot.holdings.is_empty()) {
            let it = About::Lot(lot.id);
            self.put(&it, Figure::FirstBound, lot.first_bound.map(Value::Day));
            self.put(&it, Figure::SsaUntil, lot.covered_until().map(Value::Day));
            let spans = (!lot.coverage.is_empty()).then(|| Value::Spans(lot.coverage.clone()));
            self.put(&it, Figure::Ssa, spans);
        }
    }

    /// What a device has is a figure of the project that it is in.
    fn device(&mut self, device: &Device, rulebooks: &Rulebooks) {
        let it = About::Device(device.serial.clone());
        self.put(&it, Figure::Presence, Some(Value::Say(holding::presence(device))));
        if device.presence != Presence::Here {
            return;
        }
        let software = device.software.map(|runs| match runs.is_precise() {
            true => Value::Text(runs.to_string()),
            false => Value::Number(u64::from(runs.major().get())),
        });
        self.put(&it, Figure::Software, software);
        let until = warranty_until(rulebooks, device);
        self.put(&it, Figure::WarrantyUntil, until.map(Value::Day));
        let trial = device.trial_licences.iter().map(|trial| trial.until).max();
        self.put(&it, Figure::TrialUntil, trial.map(Value::Day));
    }
}
