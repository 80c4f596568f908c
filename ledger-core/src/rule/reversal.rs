//! What a reversal cannot undo: an act that is for good stays as it happened, by the rule of the act.
//!
//! A reversal says that the act happened and was undone; what never happened is annulled. Absent by design: what stays of an
//! act that was reversed (the book's).

use super::release::{is_of_generation_6, is_of_generation_7, keeps_licences};
use super::{Finding, hardware};
use crate::book::{Entry, Timeline};
use crate::catalogue::{Catalogue, Rulebook};
use crate::event::{Event, LicencesBound, Part};
use crate::say;
use crate::vocabulary::{Day, Licence, Serial, Step, StreamId};
use std::collections::BTreeMap;

/// What a reversal is judged with: the catalogue, the rulebook that it names, and its day.
#[derive(Debug, Clone, Copy)]
pub struct Undoing<'a> {
    /// Families and models.
    pub catalogue: &'a Catalogue,
    /// The rulebook that judges the reversal.
    pub rulebook: &'a Rulebook,
    /// The day of the reversal.
    pub day: Day,
}

/// Models of devices as the events of their projects name them: a fact can give one serial number to devices of two.
pub type Models = BTreeMap<(StreamId, Serial), String>;

/// The models of all devices that ever were.
pub fn models(timeline: &Timeline) -> Models {
    let mut models = Models::new();
    for entry in timeline.entries() {
        let Some(entry) = timeline.as_amended(entry.position) else { continue };
        let mut is_of = |serial: &Serial, model: &str| {
            models.insert((entry.stream, serial.clone()), model.to_owned());
        };
        if let Event::DeviceAdded(added) = &entry.fact.event {
            is_of(&added.serial, &added.model);
        }
        if let Event::DeviceMovedIn(moved) = &entry.fact.event {
            is_of(&moved.device.serial, &moved.device.model);
        }
        if let Event::DeviceReplaced(replaced) = &entry.fact.event {
            is_of(&replaced.new, &replaced.model);
        }
    }
    models
}

/// What forbids that an act is reversed, in the order in which a refusal would name it.
///
/// Sources: those of the rules that are named.
pub fn for_good(undoing: Undoing<'_>, models: &Models, act: &Entry) -> Vec<Finding> {
    let found = match &act.fact.event {
        Event::LicencesBound(bound) => {
            let model = models.get(&(act.stream, bound.serial.clone())).map(String::as_str);
            bound.parts.iter().filter_map(|part| stays_bound(undoing, bound, part, model)).collect()
        }
        Event::DeviceReplaced(replaced) => {
            replaced.parts.iter().filter_map(|part| stays_with(undoing, &part.licence, &replaced.new)).collect()
        }
        Event::WarrantyActivated(activated) => {
            let message = say!("war-3-warranty-extension-bound-device");
            vec![Finding::error("WAR-3", &activated.extension.key, message, "")]
        }
        Event::TrialIssued(issued) => {
            let message = say!("prj-8-trial-issued-once-each");
            vec![Finding::error("PRJ-8", &issued.serial, message, "")]
        }
        // A key that is cancelled stays used, a release that is undone keeps its condition: the book remembers both. All
        // others have a way back in the licence world.
        Event::KeyRedeemed(_)
        | Event::LicencesReleased(_)
        | Event::LicencesConverted(_)
        | Event::LicencesUpgraded(_)
        | Event::LicencesTransferredOut(_)
        | Event::LicencesTransferredIn(_)
        | Event::CreditsReceived(_)
        | Event::CreditsTransferredOut(_)
        | Event::CreditsTransferredIn(_)
        | Event::SsaApplied(_)
        | Event::ProjectOpened(_)
        | Event::ProjectClosed
        | Event::DeviceAdded(_)
        | Event::DeviceSoftwareChanged(_)
        | Event::DeviceRoleChanged(_)
        | Event::DeviceMovedOut(_)
        | Event::DeviceMovedIn(_)
        | Event::CompanyAdded(_)
        | Event::NoteAdded(_)
        // Not reversed at all (TIME-1).
        | Event::LedgerCreated(_)
        | Event::RulebookAdopted(_)
        | Event::ImportCommitted(_)
        | Event::LossAccepted(_)
        | Event::PeriodClosed(_)
        | Event::EventAnnulled(_)
        | Event::EventReversed(_)
        | Event::EventAmended(_) => Vec::new(),
    };
    let annul = say!("reversal-annul", annul = Step::Annul(act.position));
    let with_way = |finding: Finding| {
        let next = match finding.next.is_nothing() {
            true => annul.clone(),
            false => say!("either", one = &finding.next, other = &annul),
        };
        Finding { next, ..finding }
    };
    found.into_iter().map(with_way).collect()
}

/// HW-2 and IPVA-4: licences that stay with their device.
fn stays_with(undoing: Undoing<'_>, licence: &Licence, serial: &Serial) -> Option<Finding> {
    if hardware::is_hardware(undoing.catalogue, licence) {
        let message = say!("hw-2-hardware-licence-bound-good-2", serial = serial);
        let next = say!("hw-2-next", replace = Step::ReplaceDevice(Some(serial.clone())));
        return Some(Finding::error("HW-2", licence, message, next));
    }
    hardware::ipva_4(licence)
}

/// What keeps a bound licence on its device: the rules of a release that nothing lifts later.
fn stays_bound(undoing: Undoing<'_>, bound: &LicencesBound, part: &Part, model: Option<&str>) -> Option<Finding> {
    let (licence, serial) = (&part.licence, &bound.serial);
    if let Some(finding) = stays_with(undoing, licence, serial) {
        return Some(finding);
    }
    if is_of_generation_6(licence) {
        let message = say!("rel-3-counts-licence-version-never", serial = serial);
        return Some(Finding::error("REL-3", licence, message, ""));
    }
    if is_of_generation_7(licence) {
        let message = say!("rel-5-version-taking-off-needs", serial = serial);
        let release = Step::Release { licence: licence.clone(), from: serial.clone(), consent: true };
        let next = say!("rel-5-reversal-next", release = release);
        return Some(Finding::error("REL-5", licence, message, next));
    }
    keeps_licences(undoing.catalogue, undoing.rulebook, undoing.day, licence, model?).then(|| {
        let message = say!("rel-6-bound-virtual-appliance-gives", serial = serial);
        let name = undoing.rulebook.name();
        let next = say!("rel-6-rulebook-allows", name = name);
        Finding::error("REL-6", licence, message, next)
    })
}
