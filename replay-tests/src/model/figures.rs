//! Figures: everything that is compared, as a plain list of names and values.
//!
//! Absent by design: where the figures come from; the model and the core's book write the same list.

use super::date::Date;
use super::device::Device;
use super::unit::{FREE, Unit};
use super::{Mistake, Model, untiered};
use std::collections::{BTreeMap, BTreeSet};

/// Names and values, such as `<project> free PBX-Port12` and `40`.
pub type Figures = BTreeMap<String, String>;

/// The first figure in which two lists differ, in words.
pub fn difference(model: &Figures, core: &Figures) -> Option<String> {
    let names: BTreeSet<&String> = model.keys().chain(core.keys()).collect();
    let value = |figures: &Figures, name: &String| figures.get(name).cloned().unwrap_or_else(|| "nothing".to_owned());
    let differs = names.into_iter().find(|name| model.get(*name) != core.get(*name))?;
    Some(format!("{differs}: the model says {}, the book says {}", value(model, differs), value(core, differs)))
}

/// Adds to a sum that is kept only while it is not zero.
pub(super) fn add(sums: &mut BTreeMap<String, i64>, name: String, more: i64) {
    *sums.entry(name).or_default() += more;
}

/// Takes the sums that are not zero over into the figures.
pub(super) fn settle(figures: &mut Figures, sums: BTreeMap<String, i64>) {
    let shown = sums.into_iter().filter(|(_, sum)| *sum != 0);
    figures.extend(shown.map(|(name, sum)| (name, sum.to_string())));
}

/// An optional value in words.
pub(super) fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

impl Model {
    /// The model's figures, and what is under SSA on each of some days.
    pub fn figures(&self, days: &[Date]) -> Figures {
        let mut figures = Figures::new();
        for project in &self.projects {
            let stream = &project.stream;
            figures.insert(format!("{stream} name"), project.name.clone());
            figures.insert(format!("{stream} opened"), or_none(project.opened));
            figures.insert(format!("{stream} closed"), or_none(project.closed));
            figures.insert(format!("{stream} credits"), project.credits.to_string());
            figures.insert(format!("{stream} keys"), project.keys.to_string());
            for day in days {
                self.coverage_on(stream, *day, &mut figures);
            }
        }
        let closings = self.closings.iter();
        figures.extend(closings.map(|(at, name, until)| (format!("closing {at}"), format!("{name}, before {until}"))));
        self.balances(&mut figures);
        self.lots(&mut figures);
        self.device_figures(&mut figures);
        figures
    }

    /// Days on which some coverage begins or ends, in order.
    pub fn edges(&self) -> Vec<Date> {
        let spans = self.units.all.iter().flat_map(|unit| unit.dates.coverage.iter());
        let days: BTreeSet<Date> = spans.flat_map(|(from, until)| [*from, *until]).collect();
        days.into_iter().collect()
    }

    /// Bound units of each licence that SSA covers, and whether it covers all that have a version (SSA-9).
    fn coverage_on(&self, stream: &str, day: Date, figures: &mut Figures) {
        let mut places: BTreeMap<(&str, &str), Vec<&Unit>> = BTreeMap::new();
        for unit in self.units.all.iter().filter(|unit| unit.project == stream) {
            if let Some(place) = unit.place.as_deref().filter(|place| *place != FREE) {
                places.entry((&unit.lot, place)).or_default().push(unit);
            }
        }
        let (mut sums, mut is_whole) = (BTreeMap::new(), true);
        for units in places.values() {
            let bound: i64 = units.iter().map(|unit| unit.worth).sum();
            let Some(unit) = units.iter().find(|unit| unit.worth == 1).filter(|_| bound > 0) else { continue };
            if self.covers(unit, day) {
                add(&mut sums, format!("{stream} covered on {day} {}", untiered(&unit.licence)), bound);
            } else if has_version(&unit.licence) {
                is_whole = false;
            }
        }
        figures.insert(format!("{stream} ssa on {day}"), is_whole.to_string());
        settle(figures, sums);
    }

    fn covers(&self, unit: &Unit, day: Date) -> bool {
        let late = self.mistake == Some(Mistake::CoverageEndsLate);
        unit.dates.cover(day) || (late && unit.dates.coverage.iter().any(|(_, until)| *until == day))
    }

    fn balances(&self, figures: &mut Figures) {
        let mut sums = BTreeMap::new();
        for unit in &self.units.all {
            let Some(place) = &unit.place else { continue };
            let Unit { project, licence, worth, .. } = unit;
            let kind = untiered(licence);
            add(&mut sums, format!("{project} tier {place} {licence}"), *worth);
            add(&mut sums, format!("{project} total {kind}"), *worth);
            add(&mut sums, format!("{project} {} {kind}", if place == FREE { "free" } else { "bound" }), *worth);
            add(&mut sums, format!("{project} at {place} {kind}"), *worth);
            add(&mut sums, format!("{project} lot {} at {place}", unit.lot), *worth);
            add(&mut sums, format!("{project} lost {kind}"), -*worth);
        }
        for (project, licence, units) in &self.flows {
            add(&mut sums, format!("{project} owned {licence}"), *units);
            add(&mut sums, format!("{project} lost {licence}"), *units);
        }
        settle(figures, sums);
    }

    /// Dates of every lot that has units somewhere; units of one lot with different dates are shown all.
    fn lots(&self, figures: &mut Figures) {
        let mut places: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
        let mut looks: BTreeMap<(&str, &str), BTreeSet<String>> = BTreeMap::new();
        for unit in &self.units.all {
            let Some(place) = &unit.place else { continue };
            *places.entry((&unit.project, &unit.lot, place)).or_default() += unit.worth;
            if unit.worth == 1 {
                let dates = &unit.dates;
                let spans: Vec<String> = dates.coverage.iter().map(|(from, to)| format!("[{from}, {to})")).collect();
                let look = dates_in_words(&unit.licence, or_none(dates.first_bound), or_none(dates.anchor), &spans);
                looks.entry((&unit.project, &unit.lot)).or_default().insert(look);
            }
        }
        let held = places.iter().filter(|(_, sum)| **sum > 0).map(|((project, lot, _), _)| (*project, *lot));
        for (project, lot) in held.collect::<BTreeSet<_>>() {
            let look: Vec<String> = looks.remove(&(project, lot)).unwrap_or_default().into_iter().collect();
            figures.insert(format!("{project} dates of {lot}"), look.join(" and "));
        }
    }

    /// Lots that hold less than nothing at some place: lot, place, units. Units that nobody knows the origin of are owed
    /// only while the place holds less than nothing of their licence.
    pub fn owed(&self) -> Vec<(String, String, i64)> {
        let mut sums: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
        for unit in &self.units.all {
            if let Some(place) = &unit.place {
                *sums.entry((&unit.project, &unit.lot, place)).or_default() += unit.worth;
            }
        }
        let is_owed = |(project, lot, place): (&str, &str, &str)| {
            let of_lot = |unit: &&Unit| unit.project == project && unit.lot == lot;
            let mut units = self.units.all.iter().filter(of_lot);
            let licence = units.clone().next().map(|unit| untiered(&unit.licence)).unwrap_or_default();
            let there = |unit: &&Unit| unit.project == project && unit.place.as_deref() == Some(place);
            let alike = self.units.all.iter().filter(there).filter(|unit| untiered(&unit.licence) == licence);
            units.any(|unit| unit.worth == 1) || alike.map(|unit| unit.worth).sum::<i64>() < 0
        };
        let owed = sums.into_iter().filter(|(held, units)| *units < 0 && is_owed(*held));
        owed.map(|((_, lot, place), units)| (lot.to_owned(), place.to_owned(), units)).collect()
    }

    fn device_figures(&self, figures: &mut Figures) {
        for device in &self.devices {
            let Device { project, serial, model, software, min_software, trials, .. } = device;
            let until = match self.mistake {
                Some(Mistake::WarrantyIsShort) => device.purchased.map(|day| day.plus_months(11)),
                _ => device.warranty_until(),
            };
            let words = format!(
                "{model}, software {}, not below {}, warranty until {}, {trials} trials ({}), gone to {}",
                or_none(*software),
                or_none(*min_software),
                or_none(until),
                device.trial_licences.join(", "),
                or_none(device.gone.as_ref()),
            );
            figures.insert(format!("{project} device {serial}"), words);
        }
    }
}

/// A lot's licence and dates in words, for both sides.
pub(super) fn dates_in_words(licence: &str, first_bound: String, anchor: String, spans: &[String]) -> String {
    format!("{licence}, first bound {first_bound}, counted from {anchor}, covered {}", spans.join(" "))
}

/// Whether a licence name ends with its version, before tier, cap and variant.
fn has_version(licence: &str) -> bool {
    let name = licence.split(['%', '*', ':', '#']).next().unwrap_or(licence);
    name.ends_with(|c: char| c.is_ascii_digit())
}
