//! Postings: what an event does to units and credits, as entries of a journal. Nothing else moves them.
//!
//! An event posts as much to one account as it takes from others, licence by licence: what comes in comes from outside,
//! what goes out goes there. So a project's books balance whatever is reported, and PRJ-4 can be read off any of them.
//! Absent by design: days, streams and positions (a posting is of the entry that made it), and how much is enough.

use super::{Flow, Lot, Place, Project};
use crate::vocabulary::{Licence, LotId};
use std::collections::BTreeMap;

/// Where units are, or where they came from or went.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// A place in the project.
    Place(Place),
    /// The keys that were redeemed.
    Keys,
    /// Other projects, from which units arrive.
    Arrivals,
    /// Other projects, to which units leave.
    Departures,
    /// What became of units by conversion or upgrade, and what they were.
    Changes,
}

/// Units of one lot on one account: more, or fewer where they are below zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The lot.
    pub lot: LotId,
    /// Its licence when it was posted.
    pub licence: Licence,
    /// The account.
    pub account: Account,
    /// How many more are there.
    pub units: i64,
}

/// Everything that one event did to a project's units and credits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Postings {
    /// Units, in the order in which they moved.
    pub units: Vec<Posting>,
    /// Service credits, by how many the balance changed.
    pub credits: i64,
}

impl Postings {
    /// Licences, without their tiers, of which the postings do not come to nothing; there are none.
    pub fn unbalanced(&self) -> Vec<(Licence, i64)> {
        let mut sums: BTreeMap<Licence, i64> = BTreeMap::new();
        for posting in &self.units {
            *sums.entry(posting.licence.untiered()).or_default() += posting.units;
        }
        sums.into_iter().filter(|(_, sum)| *sum != 0).collect()
    }

    /// By how many units each account changed, licence by licence without tiers; accounts that did not are left out.
    pub fn by_account(&self) -> BTreeMap<Licence, BTreeMap<Account, i64>> {
        let mut sums: BTreeMap<Licence, BTreeMap<Account, i64>> = BTreeMap::new();
        for posting in &self.units {
            let of_licence = sums.entry(posting.licence.untiered()).or_default();
            *of_licence.entry(posting.account.clone()).or_default() += posting.units;
        }
        for accounts in sums.values_mut() {
            accounts.retain(|_, units| *units != 0);
        }
        sums.retain(|_, accounts| !accounts.is_empty());
        sums
    }
}

impl Project {
    /// Posts units of a lot to a place, and the same number off the account that they come from. A lot that is not there
    /// is not posted to.
    pub(super) fn post(&mut self, lot: LotId, account: &Account, units: i64) {
        let Some(held) = self.lots.get_mut(&lot) else { return };
        let licence = held.licence.clone();
        match account {
            Account::Place(place) => {
                held.shift(place, units);
                let key = (lot, place.clone());
                if held.units_at(place) < 0 {
                    self.short.insert(key);
                } else {
                    self.short.remove(&key);
                }
            }
            Account::Keys | Account::Arrivals | Account::Departures | Account::Changes => {
                self.flows.entry(licence.untiered()).or_default().post(account, units);
            }
        }
        self.posted.units.push(Posting { lot, licence, account: account.clone(), units });
    }

    /// Posts units of a lot from one account to another.
    pub(super) fn post_over(&mut self, lot: LotId, from: &Account, to: &Account, units: i64) {
        self.post(lot, from, -units);
        self.post(lot, to, units);
    }

    /// Posts credits to the balance.
    pub(super) fn post_credits(&mut self, credits: i64) {
        self.credits += credits;
        self.posted.credits += credits;
    }

    /// All units of a lot are another licence from now on, wherever they are.
    pub(super) fn relabel(&mut self, lot: LotId, becomes: &Licence) {
        let Some(held) = self.lots.get(&lot).filter(|held| held.licence != *becomes) else { return };
        let holdings: Vec<(Place, i64)> = held.holdings.clone().into_iter().collect();
        for (place, units) in &holdings {
            self.post_over(lot, &Account::Place(place.clone()), &Account::Changes, *units);
        }
        if let Some(held) = self.lots.get_mut(&lot) {
            held.licence = becomes.clone();
        }
        for (place, units) in &holdings {
            self.post_over(lot, &Account::Changes, &Account::Place(place.clone()), *units);
        }
    }
}

impl Flow {
    fn post(&mut self, account: &Account, units: i64) {
        match account {
            Account::Place(_) => {}
            Account::Keys => self.credited -= units,
            Account::Arrivals => self.arrived -= units,
            Account::Departures => self.left += units,
            Account::Changes if units > 0 => self.changed_away += units,
            Account::Changes => self.changed_into -= units,
        }
    }
}

impl Lot {
    fn shift(&mut self, place: &Place, units: i64) {
        let held = self.units_at(place) + units;
        if held == 0 {
            self.holdings.remove(place);
        } else {
            self.holdings.insert(place.clone(), held);
        }
    }
}
