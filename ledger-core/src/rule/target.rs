//! What an SSA act means: the units, lot by lot and place by place, that a target names.
//!
//! The act and its quote choose with the same functions. Absent by design: prices, names of new lots, and whether the
//! act is allowed.

use super::Finding;
use crate::book::{Lot, Place, Project};
use crate::say;
use crate::vocabulary::{Licence, LotId, Named, Position, Say, Serial, Step, Units};
use std::collections::BTreeMap;

/// Which lots come under SSA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SsaTarget {
    /// Every versioned licence that is bound in the project.
    All,
    /// Every versioned licence that is bound to the device.
    Device(Serial),
    /// One lot.
    Lot(LotId),
    /// Bound licences of one kind; all of them, or that many by the order of their lots, on one device or on any.
    Type {
        /// The licence.
        licence: Licence,
        /// How many units; all where absent.
        units: Option<Units>,
        /// The device; any where absent.
        serial: Option<Serial>,
    },
}

/// Units of a lot and where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The lot.
    pub lot: &'a Lot,
    /// How many of its units.
    pub units: Units,
    /// Where they are.
    pub place: Place,
}

/// Why a target names no units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotMeant {
    /// The project holds nothing of that lot.
    NoLot(LotId, Option<Named>),
    /// There is nothing of the kind: what was looked for, where, and what to do next.
    Nothing(&'static str, String, Say),
    /// There are fewer units than were named.
    Short(Finding),
}

/// The units that a target means, in the order in which an act takes them. A licence must be in the catalogue's spelling.
///
/// # Errors
/// Says what is not there.
pub fn placed<'a>(project: &'a Project, target: &SsaTarget) -> Result<Vec<Placed<'a>>, NotMeant> {
    let is_bound = |lot: &&Lot| lot.holdings.keys().any(|place| *place != Place::Free);
    let versioned = || project.lots.values().filter(|lot| lot.licence.version.is_some());
    let (units, wherein) = match target {
        SsaTarget::All => {
            (versioned().filter(is_bound).flat_map(everywhere).collect::<Vec<_>>(), format!("in {}", project.name()))
        }
        SsaTarget::Device(serial) => {
            let place = Place::Device(serial.clone());
            (versioned().filter_map(|lot| whole(lot, &place)).collect(), format!("on {serial}"))
        }
        SsaTarget::Lot(id) => {
            let units: Vec<Placed<'_>> = project.lots.get(id).into_iter().flat_map(everywhere).collect();
            return if units.is_empty() { Err(NotMeant::NoLot(*id, project.place())) } else { Ok(units) };
        }
        SsaTarget::Type { licence, units, serial } => return of_type(project, licence, *units, serial.as_ref()),
    };
    if units.is_empty() {
        let next = say!("nothing-bound-next", balance = show_balance(project));
        return Err(NotMeant::Nothing("bound licence with a version", wherein, next));
    }
    Ok(units)
}

fn show_balance(project: &Project) -> Step {
    Step::ShowBalance { of: project.place(), by_device: false, on: None }
}

/// A lot as it is, in each of its places.
fn everywhere(lot: &Lot) -> impl Iterator<Item = Placed<'_>> {
    lot.holdings.keys().filter_map(|place| whole(lot, place))
}

/// All that a lot has in a place.
fn whole<'a>(lot: &'a Lot, place: &Place) -> Option<Placed<'a>> {
    Some(Placed { lot, units: counted(lot.units_at(place))?, place: place.clone() })
}

fn counted(units: i64) -> Option<Units> {
    u32::try_from(units).ok().and_then(Units::new)
}

/// Bound units of one licence: all of them, or as many as are asked for; free ones where nothing is bound and no device is
/// named.
fn of_type<'a>(
    project: &'a Project,
    licence: &Licence,
    units: Option<Units>,
    serial: Option<&Serial>,
) -> Result<Vec<Placed<'a>>, NotMeant> {
    let mut places: Vec<Place> = match serial {
        Some(serial) => vec![Place::Device(serial.clone())],
        None => project.devices.keys().cloned().map(Place::Device).collect(),
    };
    places.retain(|place| project.units_at(licence, place) > 0);
    if places.is_empty() && serial.is_none() && project.units_at(licence, &Place::Free) > 0 {
        places.push(Place::Free);
    }
    let mut wanted = units.map(Units::signed);
    let mut taken = Vec::new();
    for place in &places {
        let there = project.units_at(licence, place);
        let take = wanted.map_or(there, |wanted| wanted.min(there));
        taken.extend(take_at(project, licence, place, take));
        wanted = wanted.map(|wanted| wanted - take);
    }
    if taken.is_empty() {
        let wherein = match serial {
            Some(serial) => format!("{licence} on {serial}"),
            None => format!("{licence} in {}", project.name()),
        };
        let next = say!("nothing-there-next", balance = show_balance(project));
        return Err(NotMeant::Nothing("licence", wherein, next));
    }
    if let Some(short) = wanted.filter(|short| *short > 0) {
        let have = units.map_or(0, Units::signed) - short;
        let message = say!("prj-4-covered", short = have + short, have = have);
        return Err(NotMeant::Short(Finding::error("PRJ-4", licence, message, say!("prj-4-name-most"))));
    }
    Ok(taken)
}

/// So many units of a licence at a place, in the order in which their lots came.
fn take_at<'a>(project: &'a Project, licence: &Licence, place: &Place, mut wanted: i64) -> Vec<Placed<'a>> {
    let there = |lot: &&Lot| licence.covers(&lot.licence) && lot.units_at(place) > 0;
    let mut taken = Vec::new();
    for lot in in_order(project.lots.values().filter(there).collect(), |_| ()) {
        let Some(units) = counted(lot.units_at(place).min(wanted)) else { break };
        wanted -= units.signed();
        taken.push(Placed { lot, units, place: place.clone() });
    }
    taken
}

/// What a command cannot tell apart by itself: variants and dates.
pub fn looks(lot: &Lot) -> impl Ord + '_ {
    (lot.licence.variant, lot.first_bound, &lot.coverage)
}

/// The order in which lots give units: by what is preferred (it may look at [`looks`] and at nothing else), then as the
/// lots came, but a lot of a higher tier never before one of a lower tier that looks the same. Such a lot waits until
/// the last of those has come. Every lot has a key, so the order is total however many lots there are.
pub fn in_order<K: Ord>(mut lots: Vec<&Lot>, preferred: impl Fn(&Lot) -> K) -> Vec<&Lot> {
    let mut last = BTreeMap::new();
    for lot in &lots {
        let by_tier: &mut BTreeMap<Option<u32>, (Position, LotId)> = last.entry(looks(lot)).or_default();
        by_tier.entry(lot.licence.tier).and_modify(|last| *last = origin(lot).max(*last)).or_insert(origin(lot));
    }
    lots.sort_by_cached_key(|lot| {
        let lower =
            last.get(&looks(lot)).and_then(|by_tier| by_tier.range(..lot.licence.tier).map(|(_, last)| *last).max());
        (preferred(lot), lower.max(Some(origin(lot))), lot.licence.tier, origin(lot))
    });
    lots
}

/// The event that made a lot, and the lot's name: no two lots of a project share both.
fn origin(lot: &Lot) -> (Position, LotId) {
    (lot.made.1, lot.id)
}
