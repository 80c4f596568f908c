//! Lots: units that share one origin, one day of first binding and one coverage, wherever they are.
//!
//! A part of a lot that moves becomes a lot of its own which knows its parent. Absent by design: which lots a command
//! should take.

use crate::event::ProjectRef;
use crate::vocabulary::{Day, Licence, LotId, Position, Serial, Span};
use std::collections::BTreeMap;

/// Where units are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the project's free balance.
    Free,
    /// Bound to a device.
    Device(Serial),
}

impl Place {
    /// `free`, or the serial number.
    pub fn word(&self) -> String {
        match self {
            Self::Free => "free".to_owned(),
            Self::Device(serial) => serial.to_string(),
        }
    }
}

/// Where a lot came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// Credited by a key.
    Key,
    /// Split off another lot of the project.
    Split(LotId),
    /// Transferred or moved in from another project's lot.
    Project(ProjectRef, LotId),
    /// Taken by a reported fact although the ledger knows of no such units, as the fact itself says.
    Unproven,
    /// Taken before any event brought it: the one that should have was corrected or lies later, or an amendment names a lot
    /// that there is not.
    Missing,
}

/// Units with one origin, one first-binding date and one coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Its name in the project.
    pub id: LotId,
    /// What it is a lot of.
    pub licence: Licence,
    /// Where it came from.
    pub came: Came,
    /// Day and position of the event that made it.
    pub made: (Day, Position),
    /// Day of the first binding to a device; never moved by release, rebinding or conversion (SSA-1).
    pub first_bound: Option<Day>,
    /// Day from which terms of SSA are counted: the first binding, or the last conversion.
    pub anchor: Option<Day>,
    /// SSA: one interval for each act, in order.
    pub coverage: Vec<Span>,
    /// Units by place; never zero, below zero only where reported facts do not add up.
    pub holdings: BTreeMap<Place, i64>,
    /// Events that it rests on.
    pub events: Vec<Position>,
    /// What it was a part of, for events that speak of the whole.
    pub apart: Option<Apart>,
}

/// Units that stand apart from the lot that they were a part of. An event that was recorded before they did took them
/// together with the rest: it says the whole, and means them, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Apart {
    /// The lot that they were a part of.
    pub of: LotId,
    /// The recording that set them apart.
    pub since: Position,
    /// Whether a binding did that was reversed: then also later events may speak of the whole.
    pub returned: bool,
}

impl Lot {
    /// Units at a place.
    pub fn units_at(&self, place: &Place) -> i64 {
        self.holdings.get(place).copied().unwrap_or_default()
    }

    /// Units in all places.
    pub fn units(&self) -> i64 {
        self.holdings.values().sum()
    }

    /// Whether SSA covers the day.
    pub fn is_covered(&self, day: Day) -> bool {
        self.coverage.iter().any(|span| span.contains(day))
    }

    /// End of the last interval, the first day no longer covered.
    pub fn covered_until(&self) -> Option<Day> {
        self.coverage.iter().map(|span| span.until).max()
    }

    /// Where a purchase of SSA starts: at the end of the last interval or at the first binding, whichever is later
    /// (SSA-4).
    pub fn coverage_starts(&self) -> Option<Day> {
        self.covered_until().max(self.first_bound.or(self.anchor))
    }

    /// The end of a term of whole years from `start`. Years are counted from the day from which those before `start` were
    /// counted, and never from the end of another year: what ends on 28 February for want of a 29th does not move
    /// the next leap day (SSA-1).
    pub fn term_end(&self, start: Day, years: u32) -> Option<Day> {
        let from = self.counted_from(start);
        from.plus_years(start.whole_years_since(from).checked_add(years)?)
    }

    /// The day from which years that end on `start` were counted: the anchor, or the last day since then on which an
    /// interval ended or began elsewhere than after whole years; `start` itself where no interval leads to it.
    fn counted_from(&self, start: Day) -> Day {
        let Some(mut from) = self.anchor else { return start };
        let ends_a_year = |from: Day, day: Day| from.plus_years(day.whole_years_since(from)) == Some(day);
        let anchor = from;
        for span in self.coverage.iter().filter(|span| span.until > anchor) {
            for turn in [span.from, span.until] {
                if !ends_a_year(from, turn) {
                    from = turn;
                }
            }
        }
        if ends_a_year(from, start) { from } else { start }
    }

    /// It is bound to a device; the first time counts for good (SSA-1).
    pub(super) fn bind(&mut self, day: Day) {
        self.first_bound = self.first_bound.or(Some(day));
        self.anchor = self.anchor.or(Some(day));
    }

    /// One more event that it rests on.
    pub(super) fn rest_on(&mut self, position: Position) {
        if self.events.last() != Some(&position) {
            self.events.push(position);
        }
    }
}
