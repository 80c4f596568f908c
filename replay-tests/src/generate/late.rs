//! Acts that lie shortly before an event which took everything, and are recorded after it.
//!
//! Absent by design: whether such an act goes along; that is what the model and the ledger have to agree on.

use super::kind::Ask;
use super::{Generator, Perhaps};
use crate::model::Model;
use crate::model::date::Date;
use crate::model::row::{Row, optional_text};
use crate::model::unit::FREE;
use ledger_core::decide::Command;
use ledger_core::vocabulary::Day;

/// What may come late, the likely ones more often.
const LATE: [Ask; 11] = [
    Ask::Bind,
    Ask::Bind,
    Ask::Release,
    Ask::Release,
    Ask::ApplySsa,
    Ask::ApplySsa,
    Ask::ApplySsa,
    Ask::Software,
    Ask::Trial,
    Ask::Upgrade,
    Ask::Warranty,
];

impl Generator {
    /// A late act about the device, or the project, that some event took as a whole.
    ///
    /// # Errors
    /// Fails where a payload lacks what it should have, or the generator's own words are no words of the vocabulary.
    pub(super) fn late(&mut self, rows: &[Row]) -> Result<Perhaps<(Command, Day)>, String> {
        let takes = |row: &&Row| {
            let kinds = ["device-replaced", "device-moved-out", "licences-released", "licences-transferred-out"];
            kinds.contains(&row.kind.as_str())
        };
        let wholes: Vec<&Row> = rows.iter().filter(takes).collect();
        let Some(whole) = self.random.pick(&wholes).copied() else { return Ok(None) };
        let mut day = Day::parse(&whole.effective.to_string()).map_err(|fault| fault.to_string())?;
        for _ in 0..self.random.from_to(0, 60) {
            day = day.eve().filter(|eve| eve.to_string().as_str() >= "2012-01-01").unwrap_or(day);
        }
        let past = Model::of(rows, u64::MAX, Date::parse(&day.to_string())?, None)?;
        let serial = optional_text(&whole.payload, "serial").or(optional_text(&whole.payload, "old"));
        let near = around(past, &whole.stream, serial);
        for _ in 0..4 {
            let Some(ask) = self.random.pick(&LATE).copied() else { return Ok(None) };
            if let Some(command) = self.ask(ask, &near).map_err(|fault| fault.to_string())? {
                return Ok(Some((command, day)));
            }
        }
        Ok(None)
    }
}

/// A model that shows one project, and of its devices the one in question.
fn around(mut model: Model, stream: &str, serial: Option<&str>) -> Model {
    model.devices.retain(|device| device.project == stream && serial.is_none_or(|serial| device.serial == serial));
    let is_near = |place: &str| place == FREE || serial.is_none_or(|serial| place == serial);
    model.units.all.retain(|unit| unit.project == stream && unit.place.as_deref().is_some_and(is_near));
    model
}
