//! What stays with a serial number, whatever became of the record of its device: its trials (PRJ-8), and the version below
//! which it must not go (REL-5).
//!
//! A device that moved to another project had its trial there. When that move is undone, the other project knows no such
//! device any more, and the first one never heard of the trial: so the book remembers both by the serial number. Absent by design: the device as a
//! project knows it.

use super::{Book, Device, Entry};
use crate::event::{Event, LicencesReleased};
use crate::vocabulary::{Position, Serial, Version};

/// What stays with a serial number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// The events that issued trials.
    trials: Vec<Position>,
    min_software: Option<Version>,
}

/// The version below which a device must not go once version 7 licences came off it on that condition.
pub(super) fn condition(released: &LicencesReleased) -> Option<Version> {
    let is_seven = released.parts.iter().any(|part| part.licence.version == Version::new(7));
    Version::new(8).filter(|_| released.consent && is_seven)
}

impl Book {
    /// Remembers what an event leaves with its device, also one that was reversed since: it did happen.
    pub(super) fn keep(&mut self, entry: &Entry) {
        if let Event::TrialIssued(issued) = &entry.fact.event {
            self.kept.entry(issued.serial.clone()).or_default().trials.push(entry.position);
        }
        if let Event::LicencesReleased(released) = &entry.fact.event
            && let Some(version) = condition(released)
        {
            let kept = self.kept.entry(released.serial.clone()).or_default();
            kept.min_software = kept.min_software.max(Some(version));
        }
        if let Event::DeviceReplaced(replaced) = &entry.fact.event
            && !entry.undone
            && let Some(old) = self.kept.get(&replaced.old).cloned()
        {
            let new = self.kept.entry(replaced.new.clone()).or_default();
            new.trials.extend(old.trials);
            new.min_software = new.min_software.max(old.min_software);
        }
    }

    /// The events that issued trials to a device or to one that it came in the place of, in whatever project; also those
    /// that were reversed.
    pub fn trials_of(&self, serial: &Serial) -> &[Position] {
        self.kept.get(serial).map_or(&[], |kept| &kept.trials)
    }

    /// The version below which a device must not go, in whatever project that became its condition.
    pub fn min_software(&self, device: &Device) -> Option<Version> {
        self.kept.get(&device.serial).and_then(|kept| kept.min_software).max(device.min_software)
    }
}
