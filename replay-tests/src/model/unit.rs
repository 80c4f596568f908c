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

    /// A lot that an event made, or spoke of, without a unit of it is known from then on, with its dates.
    pub fn mention(&mut self, portion: Portion<'_>, dates: Dates) {
        self.record(portion, None, 1, dates);
    }

    /// Changes the dates of a lot that was just mentioned, if it was.
    pub fn redate_mentioned(&mut self, project: &str, lot: &str, change: impl Fn(&mut Dates)) {
        let is_it = |unit: &&mut Unit| unit.place.is_none() && unit.project == project && unit.lot == lot;
        let last = self.changes;
        if let Some(unit) = self.all.last_mut().filter(is_it).filter(|unit| unit.touched == last) {
            change(&mut unit.dates);
        }
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

    /// Units of a lot at a place, debts counted.
    pub fn held(&self, project: &str, lot: &str, place: &str) -> i64 {
        let there = |unit: &&Unit| unit.project == project && unit.lot == lot && unit.place.as_deref() == Some(place);
        self.all.iter().filter(there).map(|unit| unit.worth).sum()
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
        let (licence, dates) = self.known(portion);
        self.record(Portion { licence: &licence, ..portion }, Some(place), -1, dates.clone());
        (licence, dates)
    }

    /// Units of a lot that an event does not mean, since it took so many as the whole lot, go by another name from now on.
    pub fn rename_rest(&mut self, portion: Portion<'_>, from: &str, units: i64, name: &str) {
        let places = self.places(portion.project, portion.lot);
        let all: i64 = places.iter().map(|(_, sum)| sum).sum();
        let there = places.iter().find(|(place, _)| place == from).map_or(0, |(_, sum)| *sum);
        if all <= units || there < units {
            return;
        }
        let mut meant = 0;
        let is_held = |u: &&mut Unit| u.project == portion.project && u.lot == portion.lot && u.place.is_some();
        for unit in self.all.iter_mut().filter(is_held) {
            if meant < units && unit.worth == 1 && unit.place.as_deref() == Some(from) {
                meant += 1;
            } else {
                name.clone_into(&mut unit.lot);
            }
        }
    }

    /// Whether an event took from the lot of a unit before anything brought it in: when it came is anybody's guess.
    pub fn began_owed(&self, unit: &Unit) -> bool {
        let mut of_lot = self.all.iter().filter(|other| other.project == unit.project && other.lot == unit.lot);
        of_lot.next().is_some_and(|first| first.worth < 0)
    }

    fn last_of(&self, project: &str, lot: &str) -> Option<&Unit> {
        let of_lot = self.all.iter().filter(|unit| unit.project == project && unit.lot == lot);
        of_lot.max_by_key(|unit| unit.touched)
    }

    /// Licence and dates of a lot as the last event left them; those of a new one where there is none.
    pub fn known(&self, portion: Portion<'_>) -> (String, Dates) {
        match self.last_of(portion.project, portion.lot) {
            Some(unit) => (unit.licence.clone(), unit.dates.clone()),
            None => (portion.licence.to_owned(), Dates::default()),
        }
    }

    /// A lot is of one licence and has one set of dates: what the last event said of it goes for all of its records, also for
    /// traces and debts. Gives the licences that some had before, and how many of each become the other.
    pub fn gather(&mut self, project: &str, lot: &str) -> Vec<(String, String, i64)> {
        let Some(Unit { licence, dates, .. }) = self.last_of(project, lot).cloned() else { return Vec::new() };
        let mut renamed = Vec::new();
        for unit in self.all.iter_mut().filter(|unit| unit.project == project && unit.lot == lot) {
            if unit.place.is_some() && unit.licence != licence {
                renamed.push((unit.licence.clone(), licence.clone(), unit.worth));
            }
            unit.licence.clone_from(&licence);
            unit.dates.clone_from(&dates);
        }
        renamed
    }

    /// The dates with which the last unit left a lot.
    pub fn left_with(&self, project: &str, lot: &str) -> Option<&Dates> {
        let traces = self.all.iter().filter(|u| u.project == project && u.lot == lot && u.place.is_none());
        traces.max_by_key(|unit| unit.touched).map(|unit| &unit.dates)
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
