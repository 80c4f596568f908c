//! Licences in the model: redeemed, bound, released, converted, upgraded, one unit after the other.
//!
//! Absent by design: what is allowed.

use super::row::{Row, inner, list, number, optional_number, optional_text, span, text};
use super::unit::{Dates, FREE, Portion};
use super::{Date, Mistake, Model, portion, untiered};
use serde_json::Value;

impl Model {
    pub(super) fn redeem(&mut self, row: &Row) -> Result<(), String> {
        for item in list(&row.payload, "items")? {
            let portion = portion(&row.stream, item)?;
            let units = number(item, "units")?;
            let (licence, dates) = self.units.known(portion);
            self.flows.push((row.stream.clone(), untiered(&licence), units));
            (0..units).for_each(|_| self.units.add(Portion { licence: &licence, ..portion }, FREE, dates.clone()));
        }
        let credits = optional_number(&row.payload, "credits").unwrap_or_default();
        let project = self.project(&row.stream);
        project.credits += credits;
        project.keys += 1;
        self.keys.extend(optional_text(&row.payload, "key").map(str::to_owned));
        Ok(())
    }

    /// Moves the units of a part from one place to another, into the lot that the event names.
    pub(super) fn shift(
        &mut self,
        row: &Row,
        part: &Value,
        from: &str,
        to: &str,
        change: impl Fn(&mut Dates),
    ) -> Result<(), String> {
        let portion = portion(&row.stream, part)?;
        let mut lots = vec![text(part, "into")?.to_owned()];
        let taken = self.taken(row, part, from, false)?;
        self.units.redate_mentioned(&row.stream, text(part, "into")?, &change);
        for (lot, licence, mut dates) in taken {
            change(&mut dates);
            self.units.add(Portion { lot: &lot, licence: &licence, ..portion }, to, dates);
            lots.push(lot);
        }
        lots.dedup();
        lots.iter().for_each(|lot| self.gather(portion.project, lot));
        Ok(())
    }

    pub(super) fn bind(&mut self, row: &Row) -> Result<(), String> {
        let serial = text(&row.payload, "serial")?;
        for part in list(&row.payload, "parts")? {
            self.shift(row, part, FREE, serial, |dates| {
                dates.first_bound = dates.first_bound.or(Some(row.effective));
                dates.anchor = dates.anchor.or(Some(row.effective));
            })?;
        }
        Ok(())
    }

    pub(super) fn release(&mut self, row: &Row) -> Result<(), String> {
        let serial = text(&row.payload, "serial")?;
        let moves_date = self.is_mistaken(Mistake::ReleaseMovesFirstBinding);
        for part in list(&row.payload, "parts")? {
            self.shift(row, part, serial, FREE, |dates| {
                dates.first_bound = if moves_date { Some(row.effective) } else { dates.first_bound };
            })?;
        }
        self.keep_at_eight(row)
    }

    /// A release of version 7 with consent keeps the device at version 8 for good, even where the release is reversed.
    pub(super) fn keep_at_eight(&mut self, row: &Row) -> Result<(), String> {
        let is_seven = |part: &Value| {
            let name = part.get("licence").and_then(Value::as_str).unwrap_or_default();
            let version: String =
                name.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            version == "7"
        };
        let any_seven = list(&row.payload, "parts")?.iter().any(is_seven);
        if any_seven && row.payload.get("consent_v8").and_then(Value::as_bool) == Some(true) {
            self.on_device(row, "serial", |d| d.min_software = Some(d.min_software.map_or(8, |least| least.max(8))))?;
        }
        Ok(())
    }

    /// What a reversed binding leaves: the units are free, and were bound once (SSA-1).
    pub(super) fn remember_binding(&mut self, row: &Row) -> Result<(), String> {
        for part in list(&row.payload, "parts")? {
            let there = self.units.held(&row.stream, text(part, "lot")?, FREE);
            if there >= number(part, "units")? {
                self.shift(row, part, FREE, FREE, |dates| {
                    dates.first_bound = dates.first_bound.or(Some(row.effective));
                    dates.anchor = dates.anchor.or(Some(row.effective));
                })?;
                self.returns(row, part)?;
            }
        }
        Ok(())
    }

    /// Units become another licence where they are.
    pub(super) fn change(
        &mut self,
        row: &Row,
        changed: &Value,
        place: &str,
        redate: impl Fn(&mut Dates),
    ) -> Result<(), String> {
        let (part, becomes, stream) = (inner(changed, "part")?, text(changed, "becomes")?, row.stream.as_str());
        let mut lots = vec![text(part, "into")?.to_owned()];
        let taken = self.taken(row, part, place, true)?;
        self.units.redate_mentioned(stream, text(part, "into")?, &redate);
        for (lot, licence, mut dates) in taken {
            redate(&mut dates);
            self.flows.push((stream.to_owned(), untiered(&licence), -1));
            self.flows.push((stream.to_owned(), untiered(becomes), 1));
            self.units.add(Portion { project: stream, lot: &lot, licence: becomes }, place, dates);
            lots.push(lot);
        }
        lots.dedup();
        lots.iter().for_each(|lot| self.gather(stream, lot));
        Ok(())
    }

    pub(super) fn convert(&mut self, row: &Row) -> Result<(), String> {
        let year = span(inner(&row.payload, "coverage")?)?;
        let keeps = self.is_mistaken(Mistake::ConversionKeepsCoverage);
        for changed in list(&row.payload, "parts")? {
            self.change(row, changed, FREE, |dates| {
                if !keeps {
                    dates.coverage = cut_off(&dates.coverage, year.0);
                }
                dates.coverage.push(year);
                dates.anchor = Some(year.0);
            })?;
        }
        let price = optional_number(&row.payload, "credits").unwrap_or_default();
        if !self.is_mistaken(Mistake::ConversionIsFree) {
            self.project(&row.stream).credits -= price;
        }
        Ok(())
    }

    pub(super) fn upgrade(&mut self, row: &Row) -> Result<(), String> {
        let place = optional_text(&row.payload, "serial").unwrap_or(FREE);
        for changed in list(&row.payload, "parts")? {
            self.change(row, changed, place, |_| {})?;
        }
        Ok(())
    }
}

/// What had been granted by a day, and nothing after it.
fn cut_off(coverage: &[(Date, Date)], day: Date) -> Vec<(Date, Date)> {
    coverage.iter().filter(|(from, _)| *from < day).map(|(from, until)| (*from, (*until).min(day))).collect()
}
