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
        Ok(())
    }

    /// What a correction brought back into a lot is not meant by an event that took the lot as a whole.
    pub(super) fn leave_behind(&mut self, row: &Row, part: &Value, from: &str) -> Result<(), String> {
        let portion = portion(&row.stream, part)?;
        if portion.lot != text(part, "into")? {
            return Ok(());
        }
        let said = row.payload.to_string();
        let in_use = |name: &String| {
            let of_lot = |unit: &super::unit::Unit| unit.project == row.stream && unit.lot == *name;
            said.contains(&format!("{name:?}")) || self.units.all.iter().any(of_lot)
        };
        let names = (1..1_000).map(|place| format!("{}.{place}", row.version));
        let name = names.into_iter().find(|name| !in_use(name)).ok_or("no name is free")?;
        self.units.rename_rest(portion, from, number(part, "units")?, &name);
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
        self.leave_behind(row, part, from)?;
        let portion = portion(&row.stream, part)?;
        let into = text(part, "into")?;
        let taken: Vec<(String, Dates)> = (0..number(part, "units")?).map(|_| self.units.take(portion, from)).collect();
        for (licence, mut dates) in taken {
            change(&mut dates);
            self.units.add(Portion { lot: into, licence: &licence, ..portion }, to, dates);
        }
        self.units.gather(portion.project, into);
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

    /// Units become another licence where they are.
    pub(super) fn change(
        &mut self,
        stream: &str,
        changed: &Value,
        place: &str,
        redate: impl Fn(&mut Dates),
    ) -> Result<(), String> {
        let part = inner(changed, "part")?;
        let (portion, units, becomes) = (portion(stream, part)?, number(part, "units")?, text(changed, "becomes")?);
        let into = text(part, "into")?;
        let taken: Vec<(String, Dates)> = (0..units).map(|_| self.units.take(portion, place)).collect();
        for (licence, mut dates) in taken {
            redate(&mut dates);
            self.flows.push((stream.to_owned(), untiered(&licence), -1));
            self.flows.push((stream.to_owned(), untiered(becomes), 1));
            self.units.add(Portion { project: stream, lot: into, licence: becomes }, place, dates);
        }
        self.units.gather(stream, into);
        Ok(())
    }

    pub(super) fn convert(&mut self, row: &Row) -> Result<(), String> {
        let year = span(inner(&row.payload, "coverage")?)?;
        let keeps = self.is_mistaken(Mistake::ConversionKeepsCoverage);
        for changed in list(&row.payload, "parts")? {
            self.change(&row.stream, changed, FREE, |dates| {
                if !keeps {
                    dates.coverage = cut_off(&dates.coverage, row.effective);
                }
                dates.coverage.push(year);
                dates.anchor = Some(row.effective);
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
            self.change(&row.stream, changed, place, |_| {})?;
        }
        Ok(())
    }
}

/// What had been granted by a day, and nothing after it.
fn cut_off(coverage: &[(Date, Date)], day: Date) -> Vec<(Date, Date)> {
    coverage.iter().filter(|(from, _)| *from < day).map(|(from, until)| (*from, (*until).min(day))).collect()
}
