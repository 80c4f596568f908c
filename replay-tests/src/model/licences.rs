//! Licences in the model: redeemed, bound, released, converted, upgraded, one unit after the other.
//!
//! Absent by design: what is allowed.

use super::row::{Row, inner, list, number, optional_number, optional_text, span, text};
use super::unit::{Dates, FREE, Portion};
use super::{Date, Mistake, Model, Split, portion, untiered};
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

    /// What a correction brought back into a lot is not meant by an event that took the lot as a whole.
    pub(super) fn leave_behind(&mut self, row: &Row, part: &Value, from: &str) -> Result<(), String> {
        let portion = portion(&row.stream, part)?;
        if portion.lot != text(part, "into")? {
            return Ok(());
        }
        let name = self.free_name(row)?;
        self.units.rename_rest(portion, from, number(part, "units")?, &name);
        Ok(())
    }

    /// A name for a lot that an event makes without saying so.
    fn free_name(&self, row: &Row) -> Result<String, String> {
        let said = row.payload.to_string();
        let in_use = |name: &String| {
            let of_lot = |unit: &super::unit::Unit| unit.project == row.stream && unit.lot == *name;
            said.contains(&format!("{name:?}")) || self.units.all.iter().any(of_lot)
        };
        let mut names = (1..1_000).map(|place| format!("{}.{place}", row.version));
        names.find(|name| !in_use(name)).ok_or_else(|| "no name is free".to_owned())
    }

    /// Lots that were split off a lot, and off those, by events that were recorded after a position.
    pub(super) fn late_kin(&self, project: &str, lot: &str, position: u64) -> Vec<String> {
        let mut kin = vec![lot.to_owned()];
        let mut next = 0;
        while let Some(parent) = kin.get(next).cloned() {
            next += 1;
            let is_late =
                |split: &&Split| split.project == project && split.from == parent && split.position > position;
            for split in self.splits.iter().filter(is_late) {
                if !kin.contains(&split.into) {
                    kin.push(split.into.clone());
                }
            }
        }
        kin.remove(0);
        kin
    }

    /// Units at a place of a lot, and of those that late events split off it.
    pub(super) fn reach(&self, project: &str, lot: &str, place: &str, position: u64) -> i64 {
        let kin = self.late_kin(project, lot, position);
        let held = |lot: &str| self.units.held(project, lot, place).max(0);
        held(lot) + kin.iter().map(|lot| held(lot)).sum::<i64>()
    }

    /// Takes the units of a part off a place, each with the lot that it belongs to from now on. An act that took the lot
    /// as a whole takes what late events have made of it, too: lots that it takes as a whole keep their names.
    fn taken(
        &mut self,
        row: &Row,
        part: &Value,
        from: &str,
        same: bool,
    ) -> Result<Vec<(String, String, Dates)>, String> {
        let (portion, into, units) = (portion(&row.stream, part)?, text(part, "into")?, number(part, "units")?);
        let own = self.units.held(portion.project, portion.lot, from).max(0);
        let kin = self.late_kin(portion.project, portion.lot, row.position);
        let licence = self.units.known(portion).0;
        let is_alike = |lot: &String| !same || self.units.known(Portion { lot, ..portion }).0 == licence;
        let kin: Vec<String> = kin.into_iter().filter(is_alike).collect();
        let set_apart: i64 = kin.iter().map(|kin| self.units.held(portion.project, kin, from).max(0)).sum();
        let is_whole = portion.lot == into || (own < units && own + set_apart == units);
        let mut taken = Vec::new();
        let mut missing = units - own;
        let goes_along = is_whole && !self.is_mistaken(Mistake::WholeActsLeaveTheLate);
        for kin in kin.iter().filter(|_| goes_along) {
            let there = self.units.held(portion.project, kin, from).max(0);
            let name = if there <= missing { kin.clone() } else { self.free_name(row)? };
            for _ in 0..there.min(missing) {
                let (licence, dates) = self.units.take(Portion { lot: kin, ..portion }, from);
                taken.push((name.clone(), licence, dates));
            }
            missing -= there.min(missing).max(0);
        }
        if portion.lot != into {
            self.splits.push(Split {
                project: portion.project.to_owned(),
                from: portion.lot.to_owned(),
                into: into.to_owned(),
                position: row.position,
            });
        }
        let own = units - i64::try_from(taken.len()).unwrap_or_default();
        for _ in 0..own {
            let (licence, dates) = self.units.take(portion, from);
            taken.push((into.to_owned(), licence, dates));
        }
        Ok(taken)
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
        let mut lots = Vec::new();
        for (lot, licence, mut dates) in self.taken(row, part, from, false)? {
            change(&mut dates);
            self.units.add(Portion { lot: &lot, licence: &licence, ..portion }, to, dates);
            lots.push(lot);
        }
        lots.dedup();
        lots.iter().for_each(|lot| self.units.gather(portion.project, lot));
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
        let mut lots = Vec::new();
        for (lot, licence, mut dates) in self.taken(row, part, place, true)? {
            redate(&mut dates);
            self.flows.push((stream.to_owned(), untiered(&licence), -1));
            self.flows.push((stream.to_owned(), untiered(becomes), 1));
            self.units.add(Portion { project: stream, lot: &lot, licence: becomes }, place, dates);
            lots.push(lot);
        }
        lots.dedup();
        lots.iter().for_each(|lot| self.units.gather(stream, lot));
        Ok(())
    }

    pub(super) fn convert(&mut self, row: &Row) -> Result<(), String> {
        let year = span(inner(&row.payload, "coverage")?)?;
        let keeps = self.is_mistaken(Mistake::ConversionKeepsCoverage);
        for changed in list(&row.payload, "parts")? {
            self.change(row, changed, FREE, |dates| {
                if !keeps {
                    dates.coverage = cut_off(&dates.coverage, row.effective);
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
