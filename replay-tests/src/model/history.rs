//! One history: a ledger, the generator that gives it orders, and the model that adds up what is stored.
//!
//! Absent by design: how many histories there are, and what happens when one fails.

use super::date::Date;
use super::row::Row;
use super::tally::Tally;
use super::{Mistake, Model, book, difference, sound};
use crate::generate::{Generator, Random};
use ledger_core::book::Book;
use ledger_core::decide::{Command, Mode, ProjectChoice};
use ledger_core::ledger::{Ask, AskScope, Ledger, LedgerError, Order, Proposed, Stamp, View, genesis};
use ledger_core::rule::Finding;
use ledger_core::store::{Memory, Scope, Store};
use ledger_core::vocabulary::{Actor, CompanyName, Day, Position};
use std::collections::BTreeSet;
use std::fmt::Display;

/// Days and positions that are compared besides now and all.
const SAMPLES: usize = 3;
/// Days on which coverage begins or ends that are asked for coverage, the latest first.
const EDGES: usize = 4;

/// An error as its text.
pub fn in_words(error: impl Display) -> String {
    error.to_string()
}

/// The word that a command begins with.
fn act(command: &Command) -> String {
    let words = format!("{command:?}");
    words.split([' ', '{']).next().unwrap_or_default().to_owned()
}

/// A book that must stay as it is, whatever is appended.
#[derive(Debug)]
pub struct Remembered {
    known_at: u64,
    as_of: Day,
    book: Book,
}

/// One history.
#[derive(Debug)]
pub struct History {
    ledger: Ledger<Memory>,
    /// Makes the orders.
    pub generator: Generator,
    /// Chance for the comparisons, apart from that for the orders.
    samples: Random,
    ids: u64,
    now: i64,
    /// Every stored event.
    pub rows: Vec<Row>,
    /// What the generator looks at: every row in the order of its recording.
    pub seen: Model,
    mistake: Option<Mistake>,
    /// Whether facts were recorded, and orders for an earlier day than one before.
    has_facts: bool,
    /// What became of the orders.
    pub tally: Tally,
}

fn id(seed: u64, count: u64) -> uuid::Uuid {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&seed.rotate_left(20).wrapping_add(count).to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(count, &bytes).into_uuid()
}

impl History {
    /// Begins a ledger with the generator's opening.
    ///
    /// # Errors
    /// Says what of the opening was refused, or what failed.
    pub fn begin(seed: u64, mistake: Option<Mistake>) -> Result<Self, String> {
        let first_day = Day::new(2012, 1, 1).ok_or("no first day")?;
        let company = CompanyName::parse("Erste AG").map_err(in_words)?;
        let actor = Actor::parse("simulator").map_err(in_words)?;
        let (mut ids, now) = (0, 1_325_376_000_000_000);
        let mut fresh = || {
            ids += 1;
            id(seed, ids)
        };
        let mut stamp = Stamp { now, today: first_day, actor, ids: &mut fresh };
        let (_, _, batch) = genesis("simulate", Some(&company), first_day, &mut stamp).map_err(in_words)?;
        let mut store = Memory::new();
        store.append(batch).map_err(|e| format!("{e:?}"))?;
        let (facts, late) = match seed % 4 {
            0 => (0, 0),
            1 => (0, 20),
            _ => (14, 18),
        };
        let mut history = Self {
            ledger: Ledger::over(store).map_err(in_words)?,
            generator: Generator::new(seed, first_day, facts, late),
            samples: Random::of(!seed),
            ids,
            now,
            rows: Vec::new(),
            seen: Model::default(),
            mistake,
            has_facts: false,
            tally: Tally::default(),
        };
        history.read_on(0)?;
        for order in history.generator.opening(&company).map_err(in_words)? {
            if let Some(refusal) = history.give(seed, &order)? {
                return Err(format!("the opening {order:?} was refused: {refusal}"));
            }
        }
        history.tally = Tally::default();
        Ok(history)
    }

    fn size(&self) -> Result<u64, String> {
        Ok(self.ledger.head().map_err(in_words)?.size)
    }

    /// Reads the rows that were appended from a position on.
    fn read_on(&mut self, from: u64) -> Result<(), String> {
        let below = Position(self.size()?);
        let page = self.ledger.store().page(Scope::All, Position(from), below, usize::MAX).map_err(in_words)?;
        for sealed in &page {
            let row = Row::of(sealed)?;
            self.seen.apply(&row)?;
            self.rows.push(row);
        }
        Ok(())
    }

    /// Gives an order; a refusal must leave the ledger as it is.
    ///
    /// # Errors
    /// Says what failed, or what a refusal changed.
    pub fn give(&mut self, seed: u64, order: &Order) -> Result<Option<String>, String> {
        let before = self.ledger.head().map_err(in_words)?;
        let actor = Actor::parse("simulator").map_err(in_words)?;
        self.now += 60_000_000;
        let mut ids = self.ids;
        let mut fresh = || {
            ids += 1;
            id(seed, ids)
        };
        let mut stamp = Stamp { now: self.now, today: self.generator.today(), actor, ids: &mut fresh };
        let answer = match self.ledger.propose(order, &mut stamp) {
            Ok(Proposed::New(proposal)) => self.ledger.commit(*proposal, &mut stamp).map(|_| ()),
            Ok(Proposed::Already(_)) => return Err("a fresh command was recorded before".to_owned()),
            Err(error) => Err(error),
        };
        self.ids = ids;
        let act = act(&order.command);
        match answer {
            Ok(()) => {
                self.check_terms(before.size)?;
                self.has_facts |= order.mode == Mode::Record;
                self.read_on(before.size)?;
                self.tally.count(act, None);
                Ok(None)
            }
            Err(LedgerError::Refused(refusal)) => {
                if self.ledger.head().map_err(in_words)? != before {
                    return Err(format!("the refused order {order:?} moved the head"));
                }
                self.tally.count(act, Some(refusal.code.clone()));
                Ok(Some(refusal.to_string()))
            }
            Err(error) => Err(format!("{order:?} failed: {error}")),
        }
    }

    /// The intervals of SSA and the ends of warranties that were just granted are those that the model reckons from what was known.
    fn check_terms(&self, from: u64) -> Result<(), String> {
        let below = Position(self.size()?);
        let page = self.ledger.store().page(Scope::All, Position(from), below, usize::MAX).map_err(in_words)?;
        for sealed in &page {
            let reckoned = |row: &Row| Model::of(&self.rows, from, row.effective, None);
            match sealed.header.kind.as_str() {
                "ssa-applied" => Row::of(sealed).and_then(|row| reckoned(&row)?.check_terms(&row))?,
                "warranty-activated" => Row::of(sealed).and_then(|row| reckoned(&row)?.check_extension(&row))?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The book of everything, as of a day.
    ///
    /// # Errors
    /// Says why there is no view.
    pub fn view(&self, as_of: Day, known_at: Option<u64>) -> Result<View, String> {
        self.ledger.view(&Ask { scope: AskScope::All, as_of, known_at }).map_err(in_words)
    }

    /// The book is what the model adds up.
    fn compare(&self, as_of: Day, known_at: u64) -> Result<View, String> {
        let view = self.view(as_of, Some(known_at))?;
        let date = Date::parse(&as_of.to_string())?;
        let model = Model::of(&self.rows, known_at, date, self.mistake)?;
        let mut dates = vec![date];
        dates.extend(model.edges().into_iter().rev().take(EDGES));
        let days: Vec<Day> =
            dates.iter().map(|date| Day::parse(&date.to_string())).collect::<Result<_, _>>().map_err(in_words)?;
        match difference(&model.figures(&dates), &book::figures(&view.book, &days)) {
            None => Ok(view),
            Some(difference) => Err(format!("as of {as_of}, known at {known_at}: {difference}")),
        }
    }

    /// Compares now, some earlier days and some earlier positions.
    ///
    /// # Errors
    /// Names the first figure that differs.
    pub fn compare_samples(&mut self) -> Result<View, String> {
        let (today, size) = (self.generator.today(), self.size()?);
        let first_day = Day::new(2012, 1, 1).ok_or("no first day")?;
        let passed = u64::try_from(today.days_since(first_day)).map_err(in_words)?;
        for _ in 0..SAMPLES {
            let back = u32::try_from(self.samples.below(passed + 1)).map_err(in_words)?;
            self.compare(first_day.plus_days(back).ok_or("no earlier day")?, size)?;
            let known_at = self.samples.below(size + 1);
            self.compare(today, known_at)?;
        }
        self.compare(today, size)
    }

    /// A view of one project shows it as the view of everything does.
    ///
    /// # Errors
    /// Names the project that is another.
    pub fn check_projects(&self, all: &View) -> Result<(), String> {
        for project in all.projects() {
            let Some((company, name)) = project.named.clone() else { continue };
            let scope = AskScope::Project(ProjectChoice { company: Some(company), project: name });
            let ask = Ask { scope, as_of: all.as_of, known_at: None };
            let alone = self.ledger.view(&ask).map_err(in_words)?;
            if alone.projects() != [project] {
                return Err(format!("project {} is another in a view of its own", project.name()));
            }
        }
        Ok(())
    }

    /// Judged orders alone, late ones too, leave no error; in the order of time everything arrives as it left and nothing
    /// stays behind.
    ///
    /// # Errors
    /// Names the breach.
    pub fn check_judged(&self) -> Result<(), String> {
        if self.has_facts {
            return Ok(());
        }
        let view = self.view(Day::MAX, None)?;
        if let Some((rule, subject, position)) = errors(&view).first() {
            return Err(format!("judged orders alone brought {rule} {subject} at {position:?}"));
        }
        self.check_moves(&view)
    }

    /// Nothing stays bound to a device that is gone, and everything arrives as it left.
    ///
    /// # Errors
    /// Names what stayed behind or was altered.
    pub fn check_moves(&self, view: &View) -> Result<(), String> {
        sound::nothing_stranded(&view.book)?;
        let model = Model::of(&self.rows, u64::MAX, Date::parse("2100-12-31")?, None)?;
        model.altered.first().map_or(Ok(()), |altered| Err(format!("arrived altered: {altered}")))
    }

    /// Remembers the book of today.
    ///
    /// # Errors
    /// Says why there is no view.
    pub fn remember(&self) -> Result<Remembered, String> {
        let (known_at, as_of) = (self.size()?, self.generator.today());
        Ok(Remembered { known_at, as_of, book: self.view(as_of, None)?.book })
    }

    /// A remembered book is still the same.
    ///
    /// # Errors
    /// Says that it changed.
    pub fn check_remembered(&self, remembered: &Remembered) -> Result<(), String> {
        let Remembered { known_at, as_of, book } = remembered;
        let again = self.view(*as_of, Some(*known_at))?.book;
        if again == *book { Ok(()) } else { Err(format!("the book of {as_of}, known at {known_at}, has changed")) }
    }
}

/// What tells one broken rule from another.
pub type Breach = (&'static str, String, Option<Position>);

/// The broken rules of a view.
pub fn errors(view: &View) -> BTreeSet<Breach> {
    let breach = |finding: &Finding| (finding.rule, finding.subject.clone(), finding.events.last().copied());
    view.findings.iter().filter(|finding| finding.refuses()).map(breach).collect()
}

/// An accepted command brings no error that was not there before, not even on a later day.
///
/// # Errors
/// Names the first one.
pub fn no_new_error(before: &BTreeSet<Breach>, after: &BTreeSet<Breach>, order: &Order) -> Result<(), String> {
    match after.difference(before).next() {
        None => Ok(()),
        Some((rule, subject, at)) => Err(format!("the accepted {order:?} brought {rule} {subject} at {at:?}")),
    }
}
