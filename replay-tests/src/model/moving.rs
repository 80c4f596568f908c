//! What moves between projects and devices in the model, and whether it arrives as it left.
//!
//! Absent by design: the other project's consent; each side follows its own event.

use super::device::Device;
use super::row::{Row, inner, list, number, optional_day, optional_list, optional_number, span, text};
use super::unit::{Dates, Portion, Unit};
use super::{Mistake, Model, portion, untiered};
use std::collections::BTreeSet;

impl Model {
    pub(super) fn move_out(&mut self, row: &Row) -> Result<(), String> {
        self.leave(row, text(&row.payload, "serial")?)?;
        let to = text(inner(&row.payload, "to")?, "stream")?.to_owned();
        self.on_device(row, "serial", |device| device.gone = Some(to))
    }

    pub(super) fn move_in(&mut self, row: &Row) -> Result<(), String> {
        let mut device = Device::described(&row.stream, inner(&row.payload, "device")?)?;
        device.min_software = optional_number(&row.payload, "min_software");
        device.trials = number(&row.payload, "trials")?;
        if let Some(extension) = row.payload.get("warranty") {
            let years = u32::try_from(number(extension, "years")?).map_err(|e| e.to_string())?;
            let reckoned = device.extended(years);
            // Without a day of purchase no end follows, and none is known to have been named.
            device.extend(extension, reckoned.is_some() && optional_day(extension, "until")? != reckoned)?;
        }
        let from = text(inner(&row.payload, "from")?, "stream")?;
        let is_forgetful = self.is_mistaken(Mistake::TrialsStayBehind);
        let left = self.devices.iter().find(|known| known.project == from && known.serial == device.serial);
        for running in optional_list(&row.payload, "running").iter().filter(|_| !is_forgetful) {
            let (licence, units) = (text(running, "licence")?, number(running, "units")?);
            let (from, until) = span(running)?;
            device.trial_licences.push(format!("{units} {licence} [{from}, {until})"));
        }
        if left.is_some_and(|left| left.travelling() != device.travelling()) {
            self.altered.push(format!("device {} from {from} to {}", device.serial, row.stream));
        }
        self.arrive(row, &device.serial)?;
        self.put(device)
    }

    pub(super) fn replace(&mut self, row: &Row) -> Result<(), String> {
        let (old, new) = (text(&row.payload, "old")?, text(&row.payload, "new")?);
        let goes_to = if self.is_mistaken(Mistake::ReplacementLeavesLicences) { old } else { new };
        self.rmas.push(text(&row.payload, "rma")?.to_owned());
        if self.is_mistaken(Mistake::ReplacementTakesTheListed) {
            for part in list(&row.payload, "parts")? {
                self.shift(row, part, old, goes_to, |_| {})?;
            }
        } else {
            self.carry_everything(row, old, goes_to)?;
        }
        let Some(known) = self.devices.iter_mut().find(|d| d.project == row.stream && d.serial == old) else {
            return Ok(());
        };
        let model = text(&row.payload, "model")?.to_owned();
        let replacement = Device { serial: new.to_owned(), model, ..known.clone() };
        known.gone = Some(new.to_owned());
        self.put(replacement)
    }

    /// Everything that is on a device on that day goes to another (PRJ-7), whatever the event lists: what was recorded late
    /// is there, what was taken away late is not.
    fn carry_everything(&mut self, row: &Row, old: &str, new: &str) -> Result<(), String> {
        let mut renamed = Vec::new();
        for part in list(&row.payload, "parts")? {
            renamed.push((text(part, "lot")?, text(part, "into")?));
        }
        let on_it = |unit: &&Unit| unit.project == row.stream && unit.place.as_deref() == Some(old);
        let lots: BTreeSet<String> = self.units.all.iter().filter(on_it).map(|unit| unit.lot.clone()).collect();
        for lot in lots {
            let held = self.units.held(&row.stream, &lot, old);
            // Only what is there gets another name.
            let other = renamed.iter().find(|(from, into)| *from == lot && from != into && held > 0);
            let into = other.map_or(lot.as_str(), |(_, into)| *into);
            if into != lot {
                self.sets_apart(row, into, &lot, row.position, false);
            }
            for _ in 0..held {
                let (licence, dates) = self.units.take(Portion { project: &row.stream, lot: &lot, licence: "" }, old);
                self.units.add(Portion { project: &row.stream, lot: into, licence: &licence }, new, dates);
            }
            // What is owed there is owed by the device that took its place.
            let is_owed =
                |unit: &&mut Unit| unit.project == row.stream && unit.lot == lot && unit.place.as_deref() == Some(old);
            for unit in self.units.all.iter_mut().filter(is_owed) {
                unit.place = Some(new.to_owned());
                into.clone_into(&mut unit.lot);
            }
            self.gather(&row.stream, into);
        }
        Ok(())
    }

    /// Units leave the project; those, too, that late events set apart from them.
    pub(super) fn leave(&mut self, row: &Row, place: &str) -> Result<(), String> {
        for leaving in list(&row.payload, "lots")? {
            for licence in self.leaving(row, leaving, place)? {
                self.flows.push((row.stream.clone(), untiered(&licence), -1));
            }
        }
        Ok(())
    }

    pub(super) fn arrive(&mut self, row: &Row, place: &str) -> Result<(), String> {
        for arriving in list(&row.payload, "lots")? {
            let (portion, units) = (portion(&row.stream, arriving)?, number(arriving, "units")?);
            let (licence, _) = self.units.known(portion);
            self.flows.push((row.stream.clone(), untiered(&licence), units));
            let dates = Dates {
                first_bound: optional_day(arriving, "first_bound")?,
                anchor: optional_day(arriving, "anchor")?,
                coverage: list(arriving, "coverage")?.iter().map(span).collect::<Result<_, _>>()?,
            };
            let origin = (text(inner(&row.payload, "from")?, "stream")?, text(arriving, "was")?);
            if self.units.left_with(origin.0, origin.1).is_some_and(|left| *left != dates) {
                self.altered.push(format!("lot {} of {} as {} of {}", origin.1, origin.0, portion.lot, row.stream));
            }
            let dates = if self.is_mistaken(Mistake::TransferForgetsDates) { Dates::default() } else { dates };
            (0..units).for_each(|_| self.units.add(Portion { licence: &licence, ..portion }, place, dates.clone()));
            self.gather(&row.stream, portion.lot);
        }
        self.arrives_apart(row)
    }
}
