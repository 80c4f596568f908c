//! Units: one record for each single licence that ever was, in one flat list.
//!
//! A unit that leaves its lot stays in the list as a trace without a place, so that its lot's dates remain readable.
//! A unit that is taken from where none is leaves a debt, worth -1. Absent by design: lots, indexes and sums.

use super::date::Date;

/// The place of free units; bound ones carry the serial number of their device.
pub const FREE: &str = "free";

/// What travels with a unit wherever it goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dates {
    /// Day of the first binding.
    pub first_bound: Option<Date>,
    /// Day from which terms of SSA are counted.
    pub anchor: Option<Date>,
    /// Intervals of SSA, in the order in which they were granted.
    pub coverage: Vec<(Date, Date)>,
}

impl Dates {
    /// Whether SSA covers the day.
    pub fn cover(&self, day: Date) -> bool {
        self.coverage.iter().any(|(from, until)| *from <= day && day < *until)
    }
}

/// One licence.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The project's stream.
    pub project: String,
    /// Name of the lot that it belongs to.
    pub lot: String,
    /// Its licence, as the last event named it.
    pub licence: String,
    /// [`FREE`] or a serial number; nothing once it has left the lot.
    pub place: Option<String>,
    /// 1, or -1 for a debt.
    pub worth: i64,
    /// First binding, anchor, coverage.
    pub dates: Dates,
    /// The last change, in the order of changes.
    pub touched: u64,
}

/// All units, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// The records.
    pub all: Vec<Unit>,
    changes: u64,
}

/// What one part of an event says: that many units of one lot of one project.
#[derive(Debug, Clone, Copy)]
pub struct Portion<'a> {
    /// The project's stream.
    pub project: &'a str,
    /// The lot.
    pub lot: &'a str,
    /// The licence that the event names.
    pub licence: &'a str,
}

impl Units {
    /// A unit comes in.
    pub fn add(&mut self, portion: Portion<'_>, place: &str, dates: Dates) {
        self.record(portion, Some(place), 1, dates);
    }

    fn record(&mut self, portion: Portion<'_>, place: Option<&str>, worth: i64, dates: Dates) {
        self.changes += 1;
        self.all.push(Unit {
            project: portion.project.to_owned(),
            lot: portion.lot.to_owned(),
            licence: portion.licence.to_owned(),
            place: place.map(str::to_owned),
            worth,
            dates,
            touched: self.changes,
        });
    }

    /// Takes one unit off a place and gives its licence and dates; where there is none, a debt stays behind and the
    /// lot's own licence and dates are given.
    pub fn take(&mut self, portion: Portion<'_>, place: &str) -> (String, Dates) {
        self.changes += 1;
        let touched = self.changes;
        let is_it = |u: &&mut Unit| {
            u.worth == 1 && u.lot == portion.lot && u.project == portion.project && u.place.as_deref() == Some(place)
        };
        if let Some(unit) = self.all.iter_mut().find(is_it) {
            unit.place = None;
            unit.touched = touched;
            return (unit.licence.clone(), unit.dates.clone());
        }
        let (licence, dates) = match self.last_of(portion) {
            Some(unit) => (unit.licence.clone(), unit.dates.clone()),
            None => (portion.licence.to_owned(), Dates::default()),
        };
        self.record(Portion { licence: &licence, ..portion }, Some(place), -1, dates.clone());
        (licence, dates)
    }

    /// The record of a lot that says most about it: one that is still there, or the one that left last.
    fn last_of(&self, portion: Portion<'_>) -> Option<&Unit> {
        let of_lot = self.all.iter().filter(|u| u.worth == 1 && u.lot == portion.lot && u.project == portion.project);
        of_lot.max_by_key(|unit| (unit.place.is_some(), unit.touched))
    }

    /// The dates with which the last unit left a lot.
    pub fn left_with(&self, project: &str, lot: &str) -> Option<&Dates> {
        let traces = self.all.iter().filter(|u| u.project == project && u.lot == lot && u.place.is_none());
        traces.max_by_key(|unit| unit.touched).map(|unit| &unit.dates)
    }

    /// Changes the dates of every record of a lot, also of traces and debts.
    pub fn redate(&mut self, project: &str, lot: &str, change: impl Fn(&mut Dates)) {
        let of_lot = self.all.iter_mut().filter(|unit| unit.project == project && unit.lot == lot);
        of_lot.for_each(|unit| change(&mut unit.dates));
    }

    /// Sum of units at each place of a lot that has any, by the place's name, the free balance first.
    pub fn places(&self, project: &str, lot: &str) -> Vec<(String, i64)> {
        let mut sums: Vec<(String, i64)> = Vec::new();
        for unit in self.all.iter().filter(|unit| unit.project == project && unit.lot == lot) {
            let Some(place) = &unit.place else { continue };
            match sums.iter_mut().find(|(name, _)| name == place) {
                Some((_, sum)) => *sum += unit.worth,
                None => sums.push((place.clone(), unit.worth)),
            }
        }
        sums.retain(|(_, sum)| *sum != 0);
        sums.sort_by_key(|(place, _)| (place != FREE, place.clone()));
        sums
    }
}
