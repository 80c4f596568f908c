//! Devices: what runs where, its software, its warranty and its trials.
//!
//! Absent by design: what a model can do (the catalogue's), and whether a change was allowed.

use super::Entry;
pub use crate::event::Trial;
use crate::event::{DeviceAdded, Extension, Licensing, Role};
use crate::vocabulary::{Day, Hash, KeyCode, Position, Serial, Software, StreamId, Version};

/// Whether a device is still in the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// It is here.
    Here,
    /// It moved to another project.
    MovedTo(StreamId),
    /// The vendor replaced it by another.
    ReplacedBy(Serial),
}

/// A device as a project knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its serial number.
    pub serial: Serial,
    /// The vendor's model name.
    pub model: String,
    /// What it does.
    pub role: Role,
    /// Where its licences are.
    pub licensing: Licensing,
    /// Its software, where known.
    pub software: Option<Software>,
    /// The version below which it must not go, since licences were released on that condition (REL-5).
    pub min_software: Option<Version>,
    /// Day of purchase, where known.
    pub purchased: Option<Day>,
    /// Its warranty extension.
    pub warranty: Option<Extension>,
    /// Trials of this and earlier projects.
    pub trials: u32,
    /// Trial licences on it, outside every balance (PRJ-8).
    pub trial_licences: Vec<Trial>,
    /// Whether it is still here.
    pub presence: Presence,
    /// The rulebook in force when it came into the ledger: by that one its base warranty runs (WAR-1).
    pub rulebook: Hash,
    /// Day since which it has been here.
    pub since: Day,
    /// Events that it rests on.
    pub events: Vec<Position>,
}

impl Device {
    pub(super) fn added(event: &DeviceAdded, entry: &Entry) -> Self {
        Self {
            serial: event.serial.clone(),
            model: event.model.clone(),
            role: event.role,
            licensing: event.licensing,
            software: event.software,
            min_software: None,
            purchased: event.purchased,
            warranty: None,
            trials: 0,
            trial_licences: Vec::new(),
            presence: Presence::Here,
            rulebook: entry.rulebook,
            since: entry.effective,
            events: vec![entry.position],
        }
    }

    /// Its trial licences in the words of an event; nothing where it has none.
    pub fn running(&self) -> Option<Vec<Trial>> {
        (!self.trial_licences.is_empty()).then(|| self.trial_licences.clone())
    }

    /// The major version of its software, which rules ask for.
    pub fn runs(&self) -> Option<Version> {
        self.software.map(Software::major)
    }

    /// The device in the words of an event.
    pub fn as_added(&self) -> DeviceAdded {
        DeviceAdded {
            serial: self.serial.clone(),
            model: self.model.clone(),
            role: self.role,
            licensing: self.licensing,
            software: self.software,
            purchased: self.purchased,
        }
    }

    /// First day without warranty: purchase, base term and extension (WAR-7); absent where the purchase is not known, or the
    /// base term and no end was recorded.
    pub fn warranty_until(&self, base_months: Option<u32>) -> Option<Day> {
        let purchased = self.purchased?;
        let extension = self.warranty.as_ref();
        if let Some(stored) = extension.and_then(|e| e.until) {
            return Some(stored);
        }
        let extended = extension.map_or(Some(0), |e| e.years.get().checked_mul(12))?;
        purchased.plus_months(base_months?.checked_add(extended)?)
    }

    /// The key of the extension.
    pub fn warranty_key(&self) -> Option<&KeyCode> {
        self.warranty.as_ref().map(|extension| &extension.key)
    }
}
