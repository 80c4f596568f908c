//! Folding: one event after another into the book. Total by design: no refusal, no rule, no failure.

use super::kept::condition;
use super::take::Became;
use super::{
    Account, Adopted, Book, Came, Device, Entry, Imported, Lot, Place, Postings, Presence, Project, Redeemed, Trial,
    folded_rma,
};
use crate::event::{Arriving, Changed, Covered, Event, KeyRedeemed, Leaving, LicencesReleased, Part, ProjectRef};
use crate::vocabulary::{Credits, Day, Licence, LotId, Position, Serial, Span};
use std::collections::BTreeMap;

impl Book {
    /// Folds events that stand in the order of the timeline.
    pub fn fold<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut book = Self::default();
        entries.into_iter().for_each(|entry| book.evolve(entry));
        book
    }

    /// Folds one more event.
    pub fn evolve(&mut self, entry: &Entry) {
        if let Some(project) = self.projects.get_mut(&entry.stream) {
            project.posted = Postings::default();
        }
        if entry.undone {
            return self.leave_trace(entry);
        }
        let (day, position) = (entry.effective, entry.position);
        match &entry.fact.event {
            Event::LedgerCreated(e) => self.adopt(e.rulebook, &e.rulebook_name, day, position),
            Event::RulebookAdopted(e) => self.adopt(e.rulebook, &e.name, day, position),
            Event::CompanyAdded(e) => {
                self.companies.entry(e.company.clone()).or_insert(position);
            }
            Event::ImportCommitted(e) => self.imports.push(Imported { position, import: e.clone() }),
            Event::PeriodClosed(e) => self.closings.push((position, e.clone())),
            // The timeline has resolved corrections before anything is folded.
            Event::LossAccepted(_) | Event::EventAnnulled(_) | Event::EventReversed(_) | Event::EventAmended(_) => {}
            Event::ProjectOpened(_)
            | Event::ProjectClosed
            | Event::DeviceAdded(_)
            | Event::DeviceSoftwareChanged(_)
            | Event::DeviceRoleChanged(_)
            | Event::DeviceMovedOut(_)
            | Event::DeviceMovedIn(_)
            | Event::DeviceReplaced(_)
            | Event::KeyRedeemed(_)
            | Event::LicencesBound(_)
            | Event::LicencesReleased(_)
            | Event::LicencesConverted(_)
            | Event::LicencesUpgraded(_)
            | Event::LicencesTransferredOut(_)
            | Event::LicencesTransferredIn(_)
            | Event::CreditsReceived(_)
            | Event::CreditsTransferredOut(_)
            | Event::CreditsTransferredIn(_)
            | Event::SsaApplied(_)
            | Event::WarrantyActivated(_)
            | Event::TrialIssued(_)
            | Event::NoteAdded(_) => self.evolve_project(entry),
        }
    }

    /// What stays of an event that was reversed: it did happen.
    fn leave_trace(&mut self, entry: &Entry) {
        if let Some(key) = entry.fact.event.key() {
            self.used_keys.entry(key.clone()).or_default().push(entry.position);
        }
        if let Event::DeviceReplaced(replaced) = &entry.fact.event {
            self.used_rmas.entry(folded_rma(&replaced.rma)).or_default().push(entry.position);
        }
        self.keep(entry);
        if let Some(project) = self.projects.get_mut(&entry.stream) {
            project.leave_trace(entry);
        }
    }

    fn adopt(&mut self, rulebook: crate::vocabulary::Hash, name: &str, since: Day, position: Position) {
        self.rulebooks.push(Adopted { rulebook, name: name.to_owned(), since, position });
    }

    fn evolve_project(&mut self, entry: &Entry) {
        let project = self.projects.entry(entry.stream).or_insert_with(|| Project::empty(entry.stream));
        project.evolve(entry);
        if let Some(serial) = arrives(&entry.fact.event) {
            self.at.entry(serial.clone()).or_default().push(entry.stream);
        }
        if let Event::DeviceReplaced(replaced) = &entry.fact.event {
            self.used_rmas.entry(folded_rma(&replaced.rma)).or_default().push(entry.position);
        }
        if let Some(key) = entry.fact.event.key() {
            self.used_keys.entry(key.clone()).or_default().push(entry.position);
        }
        self.keep(entry);
    }
}

/// The device that an event brings into its project, or puts there in the place of another.
pub(super) fn arrives(event: &Event) -> Option<&Serial> {
    if let Event::DeviceAdded(added) = event {
        return Some(&added.serial);
    }
    if let Event::DeviceMovedIn(moved) = event {
        return Some(&moved.device.serial);
    }
    if let Event::DeviceReplaced(replaced) = event { Some(&replaced.new) } else { None }
}

impl Project {
    fn evolve(&mut self, entry: &Entry) {
        self.events += 1;
        let (day, position) = (entry.effective, entry.position);
        match &entry.fact.event {
            Event::ProjectOpened(e) => {
                self.named = Some((e.company.clone(), e.project.clone()));
                self.opened = Some(day);
            }
            Event::ProjectClosed => self.closed = Some(day),
            Event::DeviceAdded(e) => {
                self.devices.insert(e.serial.clone(), Device::added(e, entry));
            }
            Event::DeviceSoftwareChanged(e) => {
                self.on_device(&e.serial, position, |device| device.software = Some(e.software));
            }
            Event::DeviceRoleChanged(e) => self.on_device(&e.serial, position, |device| {
                device.role = e.role.unwrap_or(device.role);
                device.licensing = e.licensing.unwrap_or(device.licensing);
            }),
            Event::DeviceMovedOut(e) => {
                self.leave(&e.lots, &Place::Device(e.serial.clone()), entry);
                self.on_device(&e.serial, position, |device| device.presence = Presence::MovedTo(e.to.stream));
            }
            Event::DeviceMovedIn(e) => {
                let mut device = Device::added(&e.device, entry);
                device.min_software = e.min_software;
                device.warranty = e.warranty.clone();
                device.trials = e.trials;
                device.rulebook = e.rulebook.unwrap_or(entry.rulebook);
                device.trial_licences = e.running.clone().unwrap_or_default();
                self.arrive(&e.lots, &e.from, &Place::Device(device.serial.clone()), entry);
                self.devices.insert(device.serial.clone(), device);
            }
            Event::DeviceReplaced(e) => self.replace(e, entry),
            Event::KeyRedeemed(e) => self.redeem(e, entry),
            Event::LicencesBound(e) => {
                let device = Place::Device(e.serial.clone());
                for part in &e.parts {
                    for (lot, units) in self.take(part, &Place::Free, Became::Itself, entry) {
                        self.put(lot, &device, units, |lot| lot.bind(day));
                    }
                }
            }
            Event::LicencesReleased(e) => {
                let device = Place::Device(e.serial.clone());
                for part in &e.parts {
                    for (lot, units) in self.take(part, &device, Became::Itself, entry) {
                        self.put(lot, &Place::Free, units, |_| {});
                    }
                }
                self.keep_floor(e, position);
            }
            Event::LicencesConverted(e) => {
                self.post_credits(-e.credits.map_or(0, Credits::signed));
                e.parts.iter().for_each(|changed| self.convert(changed, e.coverage, entry));
            }
            Event::LicencesUpgraded(e) => {
                let place = e.serial.clone().map_or(Place::Free, Place::Device);
                for changed in &e.parts {
                    self.change(changed, &place, entry);
                }
            }
            Event::LicencesTransferredOut(e) => self.leave(&e.lots, &Place::Free, entry),
            Event::LicencesTransferredIn(e) => self.arrive(&e.lots, &e.from, &Place::Free, entry),
            Event::CreditsReceived(e) => self.post_credits(e.credits.signed()),
            Event::CreditsTransferredOut(e) => self.post_credits(-e.credits.signed()),
            Event::CreditsTransferredIn(e) => self.post_credits(e.credits.signed()),
            Event::SsaApplied(e) => {
                self.post_credits(-e.credits.map_or(0, Credits::signed));
                e.lots.iter().for_each(|covered| self.cover(covered, entry));
            }
            Event::WarrantyActivated(e) => {
                self.on_device(&e.serial, position, |device| device.warranty = Some(e.extension.clone()));
            }
            Event::TrialIssued(e) => {
                let trial = Trial { licence: e.licence.clone(), units: e.units, from: day, until: e.until };
                self.on_device(&e.serial, position, |device| {
                    device.trials += 1;
                    device.trial_licences.push(trial);
                });
            }
            Event::NoteAdded(e) => self.notes.push((day, position, e.clone())),
            Event::LedgerCreated(_)
            | Event::RulebookAdopted(_)
            | Event::CompanyAdded(_)
            | Event::ImportCommitted(_)
            | Event::LossAccepted(_)
            | Event::PeriodClosed(_)
            | Event::EventAnnulled(_)
            | Event::EventReversed(_)
            | Event::EventAmended(_) => {}
        }
    }

    /// A first binding keeps its day (SSA-1), a trial counts as the one of its device (PRJ-8), and a device stays on version 8
    /// once that was the condition of a release (REL-5).
    fn leave_trace(&mut self, entry: &Entry) {
        let event = &entry.fact.event;
        if let Event::LicencesBound(bound) = event {
            bound.parts.iter().for_each(|part| self.return_bound(part, entry));
        }
        if let Event::LicencesReleased(released) = event {
            self.keep_floor(released, entry.position);
        }
        if let Event::TrialIssued(issued) = event {
            self.on_device(&issued.serial, entry.position, |device| device.trials += 1);
        }
    }

    /// Version 7 licences came off on the condition that the device never goes below version 8 again.
    fn keep_floor(&mut self, released: &LicencesReleased, position: Position) {
        if let Some(floor) = condition(released) {
            let at_least = |device: &mut Device| device.min_software = device.min_software.max(Some(floor));
            self.on_device(&released.serial, position, at_least);
        }
    }

    fn on_device(&mut self, serial: &Serial, position: Position, change: impl FnOnce(&mut Device)) {
        if let Some(device) = self.devices.get_mut(serial) {
            device.events.push(position);
            change(device);
        }
    }

    fn redeem(&mut self, redeemed: &KeyRedeemed, entry: &Entry) {
        for item in &redeemed.items {
            self.lot_or_new(item.lot, &item.licence, Came::Key, entry);
            self.post_over(item.lot, &Account::Keys, &Account::Place(Place::Free), item.units.signed());
        }
        self.post_credits(redeemed.credits.map_or(0, Credits::signed));
        self.keys.push(Redeemed {
            day: entry.effective,
            position: entry.position,
            key: redeemed.clone(),
            reference: entry.fact.remarks.reference.clone(),
        });
    }

    /// The lot of that name; where the timeline has none yet, an empty one.
    pub(super) fn lot_or_new(&mut self, id: LotId, licence: &Licence, came: Came, entry: &Entry) -> &mut Lot {
        let lot = self.lots.entry(id).or_insert_with(|| Lot {
            id,
            licence: licence.clone(),
            came,
            made: (entry.effective, entry.position),
            first_bound: None,
            anchor: None,
            coverage: Vec::new(),
            holdings: BTreeMap::new(),
            events: Vec::new(),
            apart: None,
        });
        lot.rest_on(entry.position);
        lot
    }

    /// Units become another licence where they are; gives the lots that they are then.
    fn change(&mut self, changed: &Changed, place: &Place, entry: &Entry) -> Vec<LotId> {
        let mut lots = Vec::new();
        for (lot, units) in self.take(&changed.part, place, Became::Another, entry) {
            self.put(lot, place, units, |_| {});
            self.relabel(lot, &changed.becomes);
            lots.push(lot);
        }
        lots
    }

    /// A conversion ends running SSA that day and starts a year of its own (SSA-6).
    fn convert(&mut self, changed: &Changed, year: Span, entry: &Entry) {
        for lot in self.change(changed, &Place::Free, entry) {
            self.put(lot, &Place::Free, 0, |lot| {
                lot.coverage.retain(|span| span.from < year.from);
                lot.coverage.iter_mut().for_each(|span| span.until = span.until.min(year.from));
                lot.coverage.push(year);
                lot.anchor = Some(year.from);
            });
        }
    }

    fn cover(&mut self, covered: &Covered, entry: &Entry) {
        let place = covered.serial.clone().map_or(Place::Free, Place::Device);
        for (lot, units) in self.take(&covered.part, &place, Became::Itself, entry) {
            self.put(lot, &place, units, |lot| lot.coverage.push(covered.span));
        }
    }

    fn leave(&mut self, lots: &[Leaving], from: &Place, entry: &Entry) {
        for leaving in lots {
            let part =
                Part { lot: leaving.lot, licence: leaving.licence.clone(), units: leaving.units, into: leaving.lot };
            for (lot, units) in self.found(&part, from, Became::Itself, entry.position).lots {
                self.lot_or_new(lot, &leaving.licence, entry.origin_of(lot), entry);
                self.post_over(lot, &Account::Place(from.clone()), &Account::Departures, units);
            }
        }
    }

    fn arrive(&mut self, lots: &[Arriving], from: &ProjectRef, place: &Place, entry: &Entry) {
        for arriving in lots {
            let came = Came::Project(from.clone(), arriving.was);
            let lot = self.lot_or_new(arriving.lot, &arriving.licence, came, entry);
            lot.first_bound = arriving.first_bound;
            lot.anchor = arriving.anchor;
            lot.coverage = arriving.coverage.clone();
            self.post_over(arriving.lot, &Account::Arrivals, &Account::Place(place.clone()), arriving.units.signed());
        }
        self.set_apart(lots, entry);
    }

    /// Everything that is there on the day goes along (PRJ-7), whatever was known of it when the replacement was recorded.
    fn replace(&mut self, replaced: &crate::event::DeviceReplaced, entry: &Entry) {
        let old_place = Place::Device(replaced.old.clone());
        let new_place = Place::Device(replaced.new.clone());
        self.name_as_replaced(&replaced.parts, &old_place, entry);
        let there = |lot: &Lot| Some((lot.id, lot.units_at(&old_place))).filter(|(_, units)| *units != 0);
        let moving: Vec<(LotId, i64)> = self.lots.values().filter_map(there).collect();
        for (lot, units) in moving {
            self.post_over(lot, &Account::Place(old_place.clone()), &Account::Place(new_place.clone()), units);
            self.on_lot(lot, |lot| lot.rest_on(entry.position));
        }
        if let Some(old) = self.devices.get_mut(&replaced.old) {
            let mut new = old.clone();
            new.serial = replaced.new.clone();
            new.model.clone_from(&replaced.model);
            new.since = entry.effective;
            new.events.push(entry.position);
            old.presence = Presence::ReplacedBy(replaced.new.clone());
            old.events.push(entry.position);
            self.devices.insert(replaced.new.clone(), new);
        }
    }
}
