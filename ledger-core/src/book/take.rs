//! Taking: which units an event means where something that was recorded later has set a part of its lot apart.
//!
//! An event that took a lot as a whole takes what the lot has become by its day: late SSA for ten of twenty makes two lots of
//! it, and a release of the twenty gives back both. Rules ask the same question that the fold does. Absent by design:
//! whether there is enough.

use super::{Account, Apart, Came, Entry, Lot, Place, Project, Was};
use crate::event::{Arriving, Event, Leaving, Part};
use crate::vocabulary::{Licence, LotId, Position};
use std::collections::{BTreeMap, BTreeSet};

/// What units are after an event took them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// The same licence.
    Itself,
    /// Another licence; it becomes a lot of its own.
    Another,
}

/// The lots that a part of an event means, with the units of each. The first is the lot that it names; that one owes what
/// nothing accounts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Units by their lots.
    pub lots: Vec<(LotId, i64)>,
    /// How many of the units are there.
    pub there: i64,
}

/// The lots that an event brings from another project.
fn arrived(event: &Event) -> &[Arriving] {
    if let Event::DeviceMovedIn(moved) = event {
        return &moved.lots;
    }
    if let Event::LicencesTransferredIn(moved) = event { &moved.lots } else { &[] }
}

/// What an event takes of a lot: each licence with its units. Nothing where a part of it makes that lot.
fn taken_of(event: &Event, lot: LotId) -> BTreeMap<&Licence, i64> {
    let mut parts = event.parts();
    if let Event::LicencesConverted(converted) = event {
        parts.extend(converted.parts.iter().map(|changed| &changed.part));
    }
    if let Event::LicencesUpgraded(upgraded) = event {
        parts.extend(upgraded.parts.iter().map(|changed| &changed.part));
    }
    let mut leaving: &[Leaving] = &[];
    if let Event::LicencesTransferredOut(moved) = event {
        leaving = &moved.lots;
    }
    if let Event::DeviceMovedOut(moved) = event {
        leaving = &moved.lots;
    }
    let mut taken = BTreeMap::new();
    if parts.iter().any(|part| part.into == lot) {
        return taken;
    }
    let of_parts = parts.into_iter().map(|part| (part.lot, &part.licence, part.units));
    let of_leaving = leaving.iter().map(|leaving| (leaving.lot, &leaving.licence, leaving.units));
    for (_, licence, units) in of_parts.chain(of_leaving).filter(|(named, ..)| *named == lot) {
        *taken.entry(licence).or_default() += units.signed();
    }
    taken
}

impl Entry {
    /// Whether it says itself that nothing accounts for the units that it takes of a lot: the lot bears its number, and none
    /// of its parts makes it. An amendment says so of no more than what was recorded.
    pub fn calls_unproven(&self, lot: LotId) -> bool {
        let taken = taken_of(&self.fact.event, lot);
        let was_recorded = |was: &Was| {
            let recorded = taken_of(&was.recorded.fact.event, lot);
            taken.iter().all(|(licence, units)| recorded.get(licence).is_some_and(|recorded| recorded >= units))
        };
        lot.made_by == self.version && !taken.is_empty() && self.was.as_ref().is_none_or(was_recorded)
    }

    /// Where a lot came from that it takes from and that is not there.
    pub(super) fn origin_of(&self, lot: LotId) -> Came {
        if self.calls_unproven(lot) { Came::Unproven } else { Came::Missing }
    }
}

impl Project {
    /// The lots that a part means at a place, for an event that was recorded at a position.
    pub fn found(&self, part: &Part, place: &Place, became: Became, position: Position) -> Found {
        let wanted = part.units.signed();
        let own = self.lots.get(&part.lot).map_or(0, |lot| lot.units_at(place));
        if own >= wanted || !self.lots.contains_key(&part.lot) {
            return Found { lots: vec![(part.lot, wanted)], there: own };
        }
        let apart = self.apart_from(part, place, became, position);
        let all: i64 = own.max(0) + apart.iter().map(|(lot, _)| lot.units_at(place)).sum::<i64>();
        let is_whole = part.into == part.lot || all == wanted;
        let mut missing = wanted - own.max(0);
        let mut beyond = Vec::new();
        for (lot, _) in apart.into_iter().filter(|(_, returned)| is_whole || *returned) {
            let units = lot.units_at(place).min(missing);
            if units > 0 {
                beyond.push((lot.id, units));
                missing -= units;
            }
        }
        let rest = wanted - beyond.iter().map(|(_, units)| units).sum::<i64>();
        let there = own + beyond.iter().map(|(_, units)| units).sum::<i64>();
        Found { lots: [(part.lot, rest)].into_iter().chain(beyond).collect(), there }
    }

    /// Lots at a place whose units were a part of a lot when an event was recorded, and whether a reversal gave them back.
    fn apart_from(&self, part: &Part, place: &Place, became: Became, position: Position) -> Vec<(&Lot, bool)> {
        let mut whole = BTreeSet::from([part.lot]);
        let mut apart: BTreeMap<LotId, (&Lot, bool)> = BTreeMap::new();
        loop {
            let is_part = |lot: &&Lot| {
                let stands = lot.apart.filter(|apart| apart.returned || apart.since > position);
                !whole.contains(&lot.id) && stands.is_some_and(|apart| whole.contains(&apart.of))
            };
            let more: Vec<&Lot> = self.lots.values().filter(is_part).collect();
            if more.is_empty() {
                break;
            }
            whole.extend(more.iter().map(|lot| lot.id));
            apart.extend(more.into_iter().map(|lot| (lot.id, (lot, lot.apart.is_some_and(|apart| apart.returned)))));
        }
        let is_meant = |lot: &Lot| became == Became::Itself || lot.licence == part.licence;
        apart.into_values().filter(|(lot, _)| lot.units_at(place) > 0 && is_meant(lot)).collect()
    }

    /// Takes units off a place and gives the lots that they are afterwards; the caller says where they go.
    pub(super) fn take(&mut self, part: &Part, from: &Place, became: Became, entry: &Entry) -> Vec<(LotId, i64)> {
        let mut taken = Vec::new();
        for (lot, units) in self.found(part, from, became, entry.position).lots {
            if lot == part.lot {
                self.take_own(part, units, from, entry);
                taken.push((part.into, units));
            } else {
                taken.push((self.take_apart(lot, units, part, from, became, entry), units));
            }
        }
        taken
    }

    /// Units that were taken are at a place.
    pub(super) fn put(&mut self, lot: LotId, place: &Place, units: i64, change: impl FnOnce(&mut Lot)) {
        if units != 0 {
            self.post(lot, &Account::Place(place.clone()), units);
        }
        self.on_lot(lot, change);
    }

    pub(super) fn on_lot(&mut self, lot: LotId, change: impl FnOnce(&mut Lot)) {
        if let Some(lot) = self.lots.get_mut(&lot) {
            change(lot);
        }
    }

    /// Units of the lot that a part names.
    fn take_own(&mut self, part: &Part, units: i64, from: &Place, entry: &Entry) {
        if part.into == part.lot {
            self.leave_behind(part, units, from, entry);
        }
        self.lot_or_new(part.lot, &part.licence, entry.origin_of(part.lot), entry);
        self.post(part.lot, &Account::Place(from.clone()), -units);
        if part.into == part.lot {
            return;
        }
        let parent = self.lot_or_new(part.lot, &part.licence, entry.origin_of(part.lot), entry).clone();
        self.lot_or_new(part.into, &parent.licence, Came::Split(part.lot), entry);
        self.relabel(part.into, &parent.licence);
        let lot = self.lot_or_new(part.into, &parent.licence, Came::Split(part.lot), entry);
        lot.first_bound = parent.first_bound;
        lot.anchor = parent.anchor;
        lot.coverage = parent.coverage;
        lot.apart = Some(Apart { of: part.lot, since: entry.position, returned: false });
    }

    /// Units that stand apart from the lot that a part names. A whole lot keeps its name unless it becomes another licence.
    fn take_apart(&mut self, id: LotId, units: i64, part: &Part, from: &Place, became: Became, entry: &Entry) -> LotId {
        let fresh = self.fresh_name(entry);
        let is_whole = self.lots.get(&id).is_some_and(|lot| lot.units() == units);
        self.post(id, &Account::Place(from.clone()), -units);
        let Some(lot) = self.lots.get_mut(&id) else { return id };
        let apart = lot.apart.map(|apart| Apart { of: part.into, ..apart });
        lot.rest_on(entry.position);
        if is_whole && became == Became::Itself {
            if part.into != part.lot {
                lot.apart = apart;
            }
            return id;
        }
        let made = (entry.effective, entry.position);
        let (came, events) = (Came::Split(id), vec![entry.position]);
        let split = Lot { id: fresh, came, made, events, apart, holdings: BTreeMap::new(), ..lot.clone() };
        self.lots.insert(fresh, split);
        fresh
    }

    /// A name that no lot has, and that the event does not say.
    fn fresh_name(&self, entry: &Entry) -> LotId {
        let named: BTreeSet<LotId> = entry.fact.event.lots().into_iter().collect();
        let mut names = (1..=u32::MAX).map(|place| LotId { made_by: entry.version, part: place });
        let is_free = |name: &LotId| !self.lots.contains_key(name) && !named.contains(name);
        names.find(is_free).unwrap_or(LotId { made_by: entry.version, part: u32::MAX })
    }

    /// An event that took a lot as a whole does not speak of units that a correction gave the lot since: they stay behind
    /// as a lot of their own, named after the event.
    fn leave_behind(&mut self, part: &Part, units: i64, from: &Place, entry: &Entry) {
        let has_more = |lot: &&Lot| units > 0 && lot.units() > units && lot.units_at(from) >= units;
        let Some(lot) = self.lots.get(&part.lot).filter(has_more) else { return };
        let id = self.fresh_name(entry);
        let made = (entry.effective, entry.position);
        let (came, events) = (Came::Split(part.lot), vec![entry.position]);
        let there: Vec<(Place, i64)> = lot.holdings.clone().into_iter().collect();
        let rest = Lot { id, came, made, events, apart: None, holdings: BTreeMap::new(), ..lot.clone() };
        self.lots.insert(id, rest);
        for (place, held) in there {
            let beyond = if place == *from { held - units } else { held };
            let account = Account::Place(place);
            self.post(part.lot, &account, -beyond);
            self.post(id, &account, beyond);
        }
    }

    /// Lots that arrive since a move was amended were a part of those that had arrived with so many units more.
    pub(super) fn set_apart(&mut self, lots: &[Arriving], entry: &Entry) {
        let Some(was) = &entry.was else { return };
        let before = arrived(&was.recorded.fact.event);
        let units =
            |lots: &[Arriving], id: LotId| lots.iter().find(|lot| lot.lot == id).map_or(0, |lot| lot.units.signed());
        let mut less: Vec<(LotId, i64)> =
            before.iter().map(|lot| (lot.lot, lot.units.signed() - units(lots, lot.lot))).collect();
        for lot in lots.iter().filter(|lot| units(before, lot.lot) == 0) {
            let whole = less.iter_mut().find(|(_, missing)| *missing >= lot.units.signed());
            if let (Some((of, missing)), Some(here)) = (whole, self.lots.get_mut(&lot.lot)) {
                *missing -= lot.units.signed();
                here.apart = Some(Apart { of: *of, since: was.by, returned: false });
            }
        }
    }

    /// Units that were bound for a time, and no more since that was reversed: they are free, and were bound once.
    pub(super) fn return_bound(&mut self, part: &Part, entry: &Entry) {
        let units = part.units.signed();
        if self.lots.get(&part.lot).is_none_or(|lot| lot.units_at(&Place::Free) < units) {
            return;
        }
        self.take_own(part, units, &Place::Free, entry);
        self.put(part.into, &Place::Free, units, |lot| {
            lot.bind(entry.effective);
            if part.into != part.lot {
                lot.apart = lot.apart.map(|apart| Apart { returned: true, ..apart });
            }
        });
    }

    /// A replacement moves what is there under the names that it says.
    pub(super) fn name_as_replaced(&mut self, parts: &[Part], old: &Place, entry: &Entry) {
        for part in parts.iter().filter(|part| part.into != part.lot) {
            let there = self.lots.get(&part.lot).map_or(0, |lot| lot.units_at(old));
            if there > 0 {
                self.take_own(part, there, old, entry);
                self.put(part.into, old, there, |_| {});
            }
        }
    }
}
