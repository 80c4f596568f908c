//! SSA in the model: which units an act covers, and what the interval should have been.
//!
//! Absent by design: prices.

use super::row::{Row, inner, list, number, span};
use super::unit::{Dates, FREE};
use super::{Date, Model, portion};

impl Model {
    /// An act of SSA covers units where they are.
    pub(super) fn cover(&mut self, row: &Row) -> Result<(), String> {
        let spent = super::optional_number(&row.payload, "credits").unwrap_or_default();
        self.project(&row.stream).credits -= spent;
        for covered in list(&row.payload, "lots")? {
            let (part, interval) = (inner(covered, "part")?, span(inner(covered, "span")?)?);
            let place = covered.get("serial").and_then(|serial| serial.as_str()).unwrap_or(FREE).to_owned();
            self.shift(row, part, &place, &place, |dates| dates.coverage.push(interval))?;
        }
        Ok(())
    }

    /// Compares the intervals of an act of whole years with those that the model reckons from its own dates: each starts
    /// at the end of the last one, or at the anchor, and ends whole years from the anchor where it can.
    ///
    /// # Errors
    /// Names the lot whose interval should have been another.
    pub fn check_terms(&self, row: &Row) -> Result<(), String> {
        let Some(years) = super::optional_number(&row.payload, "years").and_then(|n| u32::try_from(n).ok()) else {
            return Ok(());
        };
        for covered in list(&row.payload, "lots")? {
            let part = inner(covered, "part")?;
            let portion = portion(&row.stream, part)?;
            let granted = span(inner(covered, "span")?)?;
            let of_lot = |u: &&super::unit::Unit| {
                u.project == portion.project && u.lot == portion.lot && u.place.is_some() && u.worth == 1
            };
            let Some(unit) = self.units.all.iter().find(of_lot) else { continue };
            let Some(start) = starts(&unit.dates) else { continue };
            let expected = (start, ends(&unit.dates, start, years));
            if granted != expected {
                let (lot, (from, until)) = (portion.lot, expected);
                return Err(format!(
                    "lot {lot} was covered [{}, {}) for {years} years, the model reckons [{from}, {until})",
                    granted.0, granted.1
                ));
            }
            let late = number(covered, "late_years")?;
            let passed = (1..=years).filter(|n| ends(&unit.dates, start, *n) <= row.effective).count();
            if i64::try_from(passed) != Ok(late) {
                return Err(format!("lot {}: {late} late years are stored, the model counts {passed}", portion.lot));
            }
        }
        Ok(())
    }
}

fn starts(dates: &Dates) -> Option<Date> {
    dates.coverage.iter().map(|(_, until)| *until).max().or(dates.anchor)
}

fn ends(dates: &Dates, start: Date, years: u32) -> Date {
    let whole = |anchor: Date| (0..100).find(|n| anchor.plus_years(*n) == start).map(|n| anchor.plus_years(n + years));
    dates.anchor.and_then(whole).unwrap_or_else(|| start.plus_years(years))
}
