//! Taking parts of lots: which units an event means by a lot, once others were set apart from it late or returned.
//!
//! The words are those of `schemas/meaning.md`. Absent by design: what becomes of the units that are taken.

use super::row::{Row, number, optional_list, optional_number, optional_text, text};
use super::unit::{Dates, Portion, Unit};
use super::{Mistake, Model, portion};
use serde_json::Value;

/// A lot that was set apart from another one.
#[derive(Debug, Clone)]
pub(super) struct Apart {
    project: String,
    lot: String,
    from: String,
    /// Position of the event that set it apart, as it was recorded first; of the amendment where an arrival did.
    since: u64,
    /// Whether a reversal did, and gave the units back.
    is_returned: bool,
}

/// What an event took: the lot that the units are in from now on, licence and dates of each unit.
pub(super) type Taken = Vec<(String, String, Dates)>;

/// The number of a lot: the version that made it, and its part.
fn number_of(lot: &str) -> (u64, u64) {
    let mut numbers = lot.split('.').filter_map(|number| number.parse().ok());
    (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default())
}

impl Model {
    /// Lots that were set apart from one, or from one so found, and that an event of a position means, too: those that were
    /// returned, and those that were set apart later. With each stands whether it was returned.
    fn set_apart(&self, project: &str, lot: &str, position: u64) -> Vec<(String, bool)> {
        let mut found = vec![(lot.to_owned(), false)];
        let mut next = 0;
        while let Some((parent, _)) = found.get(next).cloned() {
            next += 1;
            let of_parent = |apart: &&Apart| apart.project == project && apart.from == parent;
            for apart in self.apart.iter().filter(of_parent) {
                let counts = apart.is_returned || apart.since > position;
                if counts && !found.iter().any(|(lot, _)| *lot == apart.lot) {
                    found.push((apart.lot.clone(), apart.is_returned));
                }
            }
        }
        found.remove(0);
        found.sort_by_key(|(lot, _)| number_of(lot));
        found
    }

    pub(super) fn sets_apart(&mut self, row: &Row, lot: &str, from: &str, since: u64, is_returned: bool) {
        self.apart.retain(|apart| apart.project != row.stream || apart.lot != lot);
        let (project, lot, from) = (row.stream.clone(), lot.to_owned(), from.to_owned());
        self.apart.push(Apart { project, lot, from, since, is_returned });
    }

    /// What goes along with a part is apart from where that goes, since the same recording as before; but a lot that keeps
    /// its name beside one that keeps its own stays where it stood.
    fn goes_along(&mut self, row: &Row, lot: &str, name: &str, (from, into): (&str, &str)) {
        if lot == name && from == into {
            return;
        }
        let before = self.apart.iter().find(|apart| apart.project == row.stream && apart.lot == lot);
        let Some(before) = before.cloned().filter(|_| name != into) else { return };
        self.apart.retain(|apart| apart.project != row.stream || apart.lot != name);
        self.apart.push(Apart { lot: name.to_owned(), from: into.to_owned(), ..before });
    }

    /// A lot is of one licence: units that it had as another one became it, which changes nothing in all.
    pub(super) fn gather(&mut self, project: &str, lot: &str) {
        for (old, new, units) in self.units.gather(project, lot) {
            self.flows.push((project.to_owned(), super::untiered(&old), -units));
            self.flows.push((project.to_owned(), super::untiered(&new), units));
        }
    }

    /// What a reversed binding split off stays apart, and goes along with what it was split off from.
    pub(super) fn returns(&mut self, row: &Row, part: &Value) -> Result<(), String> {
        let (lot, into) = (text(part, "lot")?, text(part, "into")?);
        if lot != into {
            self.sets_apart(row, into, lot, row.position, true);
        }
        Ok(())
    }

    /// An amendment of an arrival may name lots that the first recording did not: each is set apart from the first lot of that
    /// recording that arrives with so many units fewer.
    pub(super) fn arrives_apart(&mut self, row: &Row) -> Result<(), String> {
        let Some(first) = row.first.clone() else { return Ok(()) };
        let (lots, before) = (optional_list(&row.payload, "lots"), optional_list(&first, "lots"));
        let units_in = |lots: &[Value], lot: &str| -> i64 {
            let of_lot = lots.iter().filter(|part| optional_text(part, "lot") == Some(lot));
            of_lot.filter_map(|part| optional_number(part, "units")).sum()
        };
        for part in lots {
            let (lot, units) = (text(part, "lot")?, number(part, "units")?);
            let is_new = before.iter().all(|old| optional_text(old, "lot") != Some(lot));
            let fewer = |old: &&str| units_in(before, old) - units_in(lots, old) >= units;
            let mut origins = before.iter().filter_map(|old| optional_text(old, "lot"));
            if let Some(origin) = origins.find(fewer).filter(|_| is_new) {
                self.sets_apart(row, lot, origin, row.recorded, false);
            }
        }
        Ok(())
    }

    /// Lots beside the named one that a part means, and how many units of each.
    fn meant(&self, row: &Row, part: &Value, place: &str, same: bool) -> Result<Vec<(String, i64)>, String> {
        let (portion, units) = (portion(&row.stream, part)?, number(part, "units")?);
        let held = |lot: &str| self.units.held(&row.stream, lot, place);
        let own = held(portion.lot);
        let is_there = self.units.all.iter().any(|unit| unit.project == row.stream && unit.lot == portion.lot);
        if own >= units || !is_there || self.is_mistaken(Mistake::WholeActsLeaveTheLate) {
            return Ok(Vec::new());
        }
        let mut found = self.set_apart(&row.stream, portion.lot, row.position);
        let is_alike = |lot: &str| self.units.known(Portion { lot, ..portion }).0 == portion.licence;
        found.retain(|(lot, _)| held(lot) > 0 && (!same || is_alike(lot)));
        let whole = optional_text(part, "into").is_none_or(|into| into == portion.lot);
        let sum: i64 = found.iter().map(|(lot, _)| held(lot)).sum();
        if !whole && own.max(0) + sum != units {
            found.retain(|(_, is_returned)| *is_returned);
        }
        let mut missing = units - own.max(0);
        let mut meant = Vec::new();
        for (lot, _) in found {
            let taken = held(&lot).min(missing);
            missing -= taken;
            meant.extend((taken > 0).then_some((lot, taken)));
        }
        Ok(meant)
    }

    /// Units at a place that a part can take.
    pub(super) fn reach(&self, row: &Row, part: &Value, place: &str, same: bool) -> Result<i64, String> {
        let own = self.units.held(&row.stream, text(part, "lot")?, place).max(0);
        Ok(own + self.meant(row, part, place, same)?.iter().map(|(_, units)| units).sum::<i64>())
    }

    /// Takes the units of a part off a place, each with the lot that it is in from now on.
    pub(super) fn taken(&mut self, row: &Row, part: &Value, place: &str, same: bool) -> Result<Taken, String> {
        let (portion, into, units) = (portion(&row.stream, part)?, text(part, "into")?, number(part, "units")?);
        let mut taken: Taken = Vec::new();
        for (lot, count) in self.meant(row, part, place, same)? {
            let held: i64 = self.units.places(&row.stream, &lot).iter().map(|(_, units)| units).sum();
            let is_whole = !same && held == count;
            let name = if is_whole { lot.clone() } else { self.free_name(row, &taken)? };
            for _ in 0..count {
                let (licence, dates) = self.units.take(Portion { lot: &lot, ..portion }, place);
                taken.push((name.clone(), licence, dates));
            }
            self.goes_along(row, &lot, &name, (portion.lot, into));
        }
        let own = units - i64::try_from(taken.len()).unwrap_or_default();
        if portion.lot == into {
            let name = self.free_name(row, &taken)?;
            self.units.rename_rest(portion, place, units, &name);
        }
        for _ in 0..own {
            let (licence, dates) = self.units.take(portion, place);
            taken.push((into.to_owned(), licence, dates));
        }
        if own == 0 {
            let (licence, dates) = self.units.known(portion);
            self.units.mention(Portion { lot: into, licence: &licence, ..portion }, dates);
        }
        if portion.lot != into {
            self.sets_apart(row, into, portion.lot, row.position, false);
        }
        Ok(taken)
    }

    /// A name for a lot that an event makes without saying so.
    fn free_name(&self, row: &Row, taken: &Taken) -> Result<String, String> {
        let said = row.payload.to_string();
        let in_use = |name: &String| {
            let of_lot = |unit: &Unit| unit.project == row.stream && unit.lot == *name;
            said.contains(&format!("{name:?}"))
                || taken.iter().any(|(lot, ..)| lot == name)
                || self.units.all.iter().any(of_lot)
        };
        let mut names = (1..1_000).map(|place| format!("{}.{place}", row.version));
        names.find(|name| !in_use(name)).ok_or_else(|| "no name is free".to_owned())
    }

    /// Licences of the units that leave a project, of all lots that are meant.
    pub(super) fn leaving(&mut self, row: &Row, part: &Value, place: &str) -> Result<Vec<String>, String> {
        let (portion, units) = (portion(&row.stream, part)?, number(part, "units")?);
        let mut leaves = self.meant(row, part, place, false)?;
        let others: i64 = leaves.iter().map(|(_, units)| units).sum();
        leaves.push((portion.lot.to_owned(), units - others));
        let mut licences = Vec::new();
        for (lot, count) in leaves {
            licences.extend((0..count).map(|_| self.units.take(Portion { lot: &lot, ..portion }, place).0));
        }
        Ok(licences)
    }
}
