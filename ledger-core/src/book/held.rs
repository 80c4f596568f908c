//! Held: what a project holds of each licence at the end of a day, free, bound and covered.
//!
//! Tiers of a family are one kind of licence (PORT-1): they are counted together and told apart. Absent by design:
//! tables.

use super::{Lot, Place, Project};
use crate::vocabulary::{Day, Licence, Serial};
use std::collections::BTreeMap;

/// Units of one licence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// In the free balance.
    pub free: i64,
    /// Bound to devices.
    pub bound: i64,
    /// Bound and covered by SSA on the day.
    pub covered: i64,
    /// Units by the floor of their price tier; base units under 0.
    pub tiers: BTreeMap<u32, i64>,
}

impl Held {
    fn add(&mut self, lot: &Lot, place: &Place, units: i64, day: Day) {
        match place {
            Place::Free => self.free += units,
            Place::Device(_) => {
                self.bound += units;
                self.covered += if lot.is_covered(day) { units } else { 0 };
            }
        }
        *self.tiers.entry(lot.licence.tier.unwrap_or(0)).or_default() += units;
    }

    fn is_nothing(&self) -> bool {
        self.free == 0 && self.bound == 0
    }
}

impl Project {
    /// What the project holds of each licence without its tier; licences that come to nothing are left out.
    pub fn held(&self, day: Day) -> BTreeMap<Licence, Held> {
        self.held_by(day, |_| ()).into_iter().map(|((licence, ()), held)| (licence, held)).collect()
    }

    /// The same for each place: a device, or the free balance where none is named.
    pub fn held_by_device(&self, day: Day) -> BTreeMap<(Licence, Option<Serial>), Held> {
        self.held_by(day, |place| if let Place::Device(serial) = place { Some(serial.clone()) } else { None })
    }

    fn held_by<K: Ord>(&self, day: Day, key: impl Fn(&Place) -> K) -> BTreeMap<(Licence, K), Held> {
        let mut rows: BTreeMap<(Licence, K), Held> = BTreeMap::new();
        for lot in self.lots.values() {
            for (place, units) in &lot.holdings {
                rows.entry((lot.licence.untiered(), key(place))).or_default().add(lot, place, *units, day);
            }
        }
        rows.retain(|_, held| !held.is_nothing());
        rows
    }
}
