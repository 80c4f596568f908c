//! What an event speaks of: devices, keys, lots, projects, companies and documents, each kind in one place.
//!
//! Every index and every list that looks for the events of a thing asks here, so that two of them cannot disagree. Absent
//! by design: what becomes of a thing (the book's), and who may see it.

use super::{Arriving, Event, Leaving, Part, ProjectRef};
use crate::vocabulary::{CompanyName, Hash, KeyCode, LotId, ProjectName, Serial};

/// Everything that an event names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions<'a> {
    /// Devices that the fact is about, the one that it happened to first.
    pub devices: Vec<&'a Serial>,
    /// Devices on which lots are bound that the fact is about; the fact happened to the lots.
    pub bearers: Vec<&'a Serial>,
    /// The activation key that the fact uses up.
    pub used: Option<&'a KeyCode>,
    /// Activation keys, that one among them.
    pub keys: Vec<&'a KeyCode>,
    /// Lots of the event's own project, each under its old and its new name.
    pub lots: Vec<LotId>,
    /// The other project of a move between two.
    pub counterpart: Option<&'a ProjectRef>,
    /// Projects whose figures it states.
    pub stated: Vec<&'a ProjectRef>,
    /// The company that it is about.
    pub company: Option<&'a CompanyName>,
    /// The project that began with it.
    pub began: Option<&'a ProjectName>,
    /// Documents that the ledger keeps with it.
    pub documents: Vec<Hash>,
}

impl<'a> Mentions<'a> {
    /// Whether it speaks of a device, whatever happened to it.
    pub fn has_device(&self, serial: &Serial) -> bool {
        self.devices.iter().chain(&self.bearers).any(|named| *named == serial)
    }

    /// Every company that it names.
    pub fn companies(&self) -> impl Iterator<Item = &'a CompanyName> {
        let owners = self.counterpart.into_iter().chain(self.stated.clone()).map(|project| &project.company);
        self.company.into_iter().chain(owners)
    }

    fn of_device(serial: &'a Serial) -> Self {
        Self { devices: vec![serial], ..Self::default() }
    }

    fn with_key(self, key: &'a KeyCode) -> Self {
        Self { used: Some(key), keys: vec![key], ..self }
    }

    fn of_document(document: Hash) -> Self {
        Self { documents: vec![document], ..Self::default() }
    }

    fn moving(self, parts: impl IntoIterator<Item = &'a Part>) -> Self {
        Self { lots: parts.into_iter().flat_map(|part| [part.lot, part.into]).collect(), ..self }
    }

    fn leaving(self, to: &'a ProjectRef, lots: &[Leaving]) -> Self {
        Self { counterpart: Some(to), lots: lots.iter().map(|leaving| leaving.lot).collect(), ..self }
    }

    fn arriving(self, from: &'a ProjectRef, lots: &[Arriving]) -> Self {
        Self { counterpart: Some(from), lots: lots.iter().map(|arriving| arriving.lot).collect(), ..self }
    }
}

impl Event {
    /// Everything that the event names; of an amendment, what its fact names.
    pub fn mentions(&self) -> Mentions<'_> {
        let nothing = Mentions::default();
        match self {
            Self::LedgerCreated(e) => Mentions::of_document(e.rulebook),
            Self::RulebookAdopted(e) => Mentions::of_document(e.rulebook),
            Self::ImportCommitted(e) => Mentions::of_document(e.file),
            Self::CompanyAdded(e) => Mentions { company: Some(&e.company), ..nothing },
            Self::ProjectOpened(e) => Mentions { company: Some(&e.company), began: Some(&e.project), ..nothing },
            Self::DeviceAdded(e) => Mentions::of_device(&e.serial),
            Self::DeviceSoftwareChanged(e) => Mentions::of_device(&e.serial),
            Self::DeviceRoleChanged(e) => Mentions::of_device(&e.serial),
            Self::DeviceMovedOut(e) => Mentions::of_device(&e.serial).leaving(&e.to, &e.lots),
            Self::DeviceMovedIn(e) => Mentions {
                keys: e.warranty.iter().map(|extension| &extension.key).collect(),
                ..Mentions::of_device(&e.device.serial).arriving(&e.from, &e.lots)
            },
            Self::DeviceReplaced(e) => Mentions { devices: vec![&e.old, &e.new], ..nothing }.moving(&e.parts),
            Self::KeyRedeemed(e) => {
                Mentions { lots: e.items.iter().map(|item| item.lot).collect(), ..nothing }.with_key(&e.key)
            }
            Self::LicencesBound(e) => Mentions::of_device(&e.serial).moving(&e.parts),
            Self::LicencesReleased(e) => Mentions::of_device(&e.serial).moving(&e.parts),
            Self::LicencesConverted(e) => nothing.moving(e.parts.iter().map(|changed| &changed.part)),
            Self::LicencesUpgraded(e) => Mentions { devices: e.serial.iter().collect(), ..nothing }
                .moving(e.parts.iter().map(|changed| &changed.part)),
            Self::LicencesTransferredOut(e) => nothing.leaving(&e.to, &e.lots),
            Self::LicencesTransferredIn(e) => nothing.arriving(&e.from, &e.lots),
            Self::CreditsTransferredOut(e) => Mentions { counterpart: Some(&e.to), ..nothing },
            Self::CreditsTransferredIn(e) => Mentions { counterpart: Some(&e.from), ..nothing },
            Self::SsaApplied(e) => {
                let bearers = e.lots.iter().filter_map(|covered| covered.serial.as_ref()).collect();
                Mentions { bearers, ..nothing }.moving(e.lots.iter().map(|covered| &covered.part))
            }
            Self::WarrantyActivated(e) => Mentions::of_device(&e.serial).with_key(&e.extension.key),
            Self::TrialIssued(e) => Mentions::of_device(&e.serial),
            Self::NoteAdded(e) => Mentions { devices: e.serial.iter().collect(), ..nothing },
            Self::EventAmended(e) => Mentions { used: None, ..e.becomes.event.mentions() },
            Self::PeriodClosed(e) => {
                let totals = e.totals.iter().map(|total| &total.project);
                Mentions { stated: e.project.iter().chain(totals).collect(), ..nothing }
            }
            Self::LossAccepted(_)
            | Self::ProjectClosed
            | Self::CreditsReceived(_)
            | Self::EventAnnulled(_)
            | Self::EventReversed(_) => nothing,
        }
    }

    /// The device that the fact happened to, where it happened to one.
    pub fn device(&self) -> Option<&Serial> {
        self.mentions().devices.first().copied()
    }

    /// The other project of a move between two.
    pub fn counterpart(&self) -> Option<&ProjectRef> {
        self.mentions().counterpart
    }

    /// The activation key that the fact uses up.
    pub fn key(&self) -> Option<&KeyCode> {
        self.mentions().used
    }

    /// Every lot that the event names, under its old and its new name.
    pub fn lots(&self) -> Vec<LotId> {
        self.mentions().lots
    }
}

#[cfg(test)]
mod tests {
    use crate::event::{DeviceReplaced, Event};
    use crate::vocabulary::Serial;

    #[test]
    fn a_replacement_speaks_of_both_devices_and_happened_to_the_old_one() {
        let serial = |text| Serial::parse(text).expect("the test writes a serial number");
        let (old, new) = (serial("00-90-33-00-00-01"), serial("00-90-33-00-00-02"));
        let (model, rma) = ("IP811".to_owned(), "R-1".to_owned());
        let replaced = DeviceReplaced { old: old.clone(), new: new.clone(), model, rma, parts: Vec::new() };
        let event = Event::DeviceReplaced(replaced);
        assert_eq!(event.device(), Some(&old));
        assert!(event.mentions().has_device(&old) && event.mentions().has_device(&new));
    }
}
