//! One history: a ledger, the generator that gives it orders, and the model that adds up what is stored.
//!
//! Absent by design: how many histories there are, what happens when one fails, and what is compared (`compare`).

use super::date::Date;
use super::row::Row;
use super::tally::Tally;
use super::{Mistake, Model, sound};
use crate::generate::{Generator, Kind, Random, Shares};
use ledger_core::decide::{Command, Mode};
use ledger_core::ledger::{Ledger, LedgerError, Order, Proposed, Stamp, View, genesis};
use ledger_core::rule::Finding;
use ledger_core::store::{Log, Memory, Scope, Store};
use ledger_core::vocabulary::{Actor, CompanyName, Day, Position};
use std::collections::BTreeSet;
use std::fmt::Display;

/// An error as its text.
pub fn in_words(error: impl Display) -> String {
    error.to_string()
}

/// The word that a command begins with; whether it corrects a correction; for corrections, whether it is a fact.
fn act(order: &Order, rows: &[Row]) -> String {
    let words = format!("{:?}", order.command);
    let word = words.split([' ', '{']).next().unwrap_or_default();
    let target = match &order.command {
        Command::Annul { target } | Command::Reverse { target } | Command::Amend { target, .. } => *target,
        _ => return word.to_owned(),
    };
    let of_correction = rows.iter().any(|row| row.position == target.0 && row.is_correction());
    let of_what = if of_correction { " of a correction" } else { "" };
    let as_what = if order.mode == Mode::Record { " as a fact" } else { "" };
    format!("{word}{of_what}{as_what}")
}

/// What a correction speaks of: each field that it sets, as `amend licences-bound parts.N.units`, or the kind of event that
/// it takes back.
fn corrected(order: &Order, rows: &[Row]) -> Vec<String> {
    let kind = |target: &Position| {
        let row = rows.iter().find(|row| row.position == target.0);
        row.map_or("nothing", |row| row.becomes().map_or(row.kind.as_str(), |(kind, _)| kind))
    };
    let spelt = |field: &str| {
        let parts = field.split('.').map(|part| if part.parse::<u64>().is_ok() { "N" } else { part });
        parts.collect::<Vec<_>>().join(".")
    };
    match &order.command {
        Command::Amend { target, settings } => {
            settings.iter().map(|setting| format!("amend {} {}", kind(target), spelt(&setting.field))).collect()
        }
        Command::Reverse { target } => vec![format!("reverse {}", kind(target))],
        _ => Vec::new(),
    }
}

/// One history.
#[derive(Debug)]
pub struct History {
    pub(super) ledger: Ledger<Memory>,
    /// Makes the orders.
    pub generator: Generator,
    /// Chance for the comparisons, apart from that for the orders.
    pub(super) samples: Random,
    ids: u64,
    now: i64,
    /// Every stored event.
    pub rows: Vec<Row>,
    /// What the generator looks at: every row in the order of its recording, as corrections leave it.
    pub seen: Model,
    pub(super) mistake: Option<Mistake>,
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
    pub fn begin(seed: u64, kind: Kind, shares: Shares, mistake: Option<Mistake>) -> Result<Self, String> {
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
        let mut history = Self {
            ledger: Ledger::over(store).map_err(in_words)?,
            generator: Generator::new(seed, first_day, kind, shares),
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

    /// What the ledger is kept in.
    pub fn store(&self) -> &Memory {
        self.ledger.store()
    }

    pub(super) fn size(&self) -> Result<u64, String> {
        Ok(self.ledger.head().map_err(in_words)?.size)
    }

    /// Reads the rows that were appended from a position on.
    fn read_on(&mut self, from: u64) -> Result<(), String> {
        let below = Position(self.size()?);
        let page = self.ledger.store().page(Scope::All, Position(from), below, usize::MAX).map_err(in_words)?;
        for sealed in &page {
            let row = Row::of(sealed)?;
            self.rows.push(row.clone());
            if row.is_correction() {
                self.seen = Model::as_recorded(&self.rows)?;
            } else {
                self.seen.apply(&row)?;
            }
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
        let (act, corrected) = (act(order, &self.rows), corrected(order, &self.rows));
        match answer {
            Ok(()) => {
                self.judge(order, before.size)?;
                self.has_facts |= order.mode == Mode::Record;
                self.read_on(before.size)?;
                self.tally.count(act, corrected, None);
                Ok(None)
            }
            Err(LedgerError::Refused(refusal)) => {
                if self.ledger.head().map_err(in_words)? != before {
                    return Err(format!("the refused order {order:?} moved the head"));
                }
                if refusal.code() == "LOT-CHOICE" {
                    self.check_asked(order)?;
                }
                self.tally.count(act, corrected, Some(refusal.code()));
                Ok(Some(refusal.to_string()))
            }
            Err(error) => Err(format!("{order:?} failed: {error}")),
        }
    }

    /// The history goes on at this time (microseconds since 1970 UTC) and later.
    pub fn recorded_from(self, now: i64) -> Self {
        Self { now, ..self }
    }

    /// Judged orders alone, late ones and corrections too, leave no error on any day; in the order of time everything arrives as it left and nothing
    /// stays behind.
    ///
    /// # Errors
    /// Names the breach.
    pub fn check_judged(&mut self) -> Result<(), String> {
        if self.has_facts {
            return Ok(());
        }
        for day in [Day::MAX, self.generator.today(), self.any_day()?, self.any_day()?] {
            let view = self.view(day, None)?;
            if let Some((rule, subject, position)) = errors(&view).first() {
                return Err(format!("judged orders alone brought {rule} {subject} at {position:?}, as of {day}"));
            }
            sound::nothing_owed(&view.book)?;
        }
        self.check_moves(&self.view(Day::MAX, None)?)
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
