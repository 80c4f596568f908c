//! SSA in the model: which units an act covers, and what an interval should be.
//!
//! Absent by design: prices (`price`), and whether an act is allowed (`law`).

use super::row::{Row, inner, list, optional_number, span};
use super::unit::{Dates, FREE};
use super::{Date, Mistake, Model};

impl Model {
    /// An act of SSA covers units where they are.
    pub(super) fn cover(&mut self, row: &Row) -> Result<(), String> {
        let spent = optional_number(&row.payload, "credits").unwrap_or_default();
        self.project(&row.stream).credits -= spent;
        for covered in list(&row.payload, "lots")? {
            let (part, interval) = (inner(covered, "part")?, span(inner(covered, "span")?)?);
            let place = covered.get("serial").and_then(|serial| serial.as_str()).unwrap_or(FREE).to_owned();
            self.shift(row, part, &place, &place, |dates| dates.coverage.push(interval))?;
        }
        Ok(())
    }
}

/// The day from which a purchase runs: the end of the last interval, or the first binding, whichever is later.
pub(super) fn starts(dates: &Dates, mistake: Option<Mistake>) -> Option<Date> {
    let last = dates.coverage.iter().map(|(_, until)| *until).max();
    if mistake == Some(Mistake::PurchaseForgetsFirstBinding) {
        return last.or(dates.first_bound);
    }
    last.max(dates.first_bound)
}

/// The end of so many years that begin on a day: whole years from the anchor, which is the first binding, or the last
/// day on which an interval began or ended that is no whole number of years after it.
pub(super) fn ends(dates: &Dates, start: Date, years: u32, mistake: Option<Mistake>) -> Date {
    if mistake == Some(Mistake::TermsGoStepByStep) {
        return start.plus_years(years);
    }
    let passed = |anchor: Date, day: Date| (0..100).find(|n| anchor.plus_years(*n) == day);
    let mut anchor = dates.first_bound;
    for day in dates.coverage.iter().map(|(from, _)| *from).chain([start]) {
        anchor = anchor.filter(|anchor| passed(*anchor, day).is_some()).or(Some(day));
    }
    let anchor = anchor.unwrap_or(start);
    anchor.plus_years(passed(anchor, start).unwrap_or_default() + years)
}
