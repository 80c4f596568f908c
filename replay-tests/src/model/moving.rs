//! What moves between projects and devices in the model, and whether it arrives as it left.
//!
//! Absent by design: the other project's consent; each side follows its own event.

use super::device::Device;
use super::row::{Row, inner, list, number, optional_day, optional_number, span, text};
use super::unit::{Dates, Portion};
use super::{Mistake, Model, portion, untiered};

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
            device.extend(extension)?;
        }
        let from = text(inner(&row.payload, "from")?, "stream")?;
        let left = self.devices.iter().find(|known| known.project == from && known.serial == device.serial);
        if left.is_some_and(|left| left.travelling() != device.travelling()) {
            self.altered.push(format!("device {} from {from} to {}", device.serial, row.stream));
        }
        self.arrive(row, &device.serial)?;
        self.put(device)
    }

    pub(super) fn replace(&mut self, row: &Row) -> Result<(), String> {
        let (old, new) = (text(&row.payload, "old")?, text(&row.payload, "new")?);
        let goes_to = if self.is_mistaken(Mistake::ReplacementLeavesLicences) { old } else { new };
        for part in list(&row.payload, "parts")? {
            self.shift(row, part, old, goes_to, |_| {})?;
        }
        let Some(known) = self.devices.iter_mut().find(|d| d.project == row.stream && d.serial == old) else {
            return Ok(());
        };
        let model = text(&row.payload, "model")?.to_owned();
        let replacement = Device { serial: new.to_owned(), model, ..known.clone() };
        known.gone = Some(new.to_owned());
        self.put(replacement)
    }

    pub(super) fn leave(&mut self, row: &Row, place: &str) -> Result<(), String> {
        for leaving in list(&row.payload, "lots")? {
            let portion = portion(&row.stream, leaving)?;
            let units = number(leaving, "units")?;
            for _ in 0..units {
                let (licence, _) = self.units.take(portion, place);
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
            self.units.gather(&row.stream, portion.lot);
        }
        Ok(())
    }
}
