//! What became of the orders of a history, counted.
//!
//! Absent by design: why they were refused, beyond the code.

use std::collections::BTreeMap;

/// What became of the orders of one kind.
#[derive(Debug, Default)]
pub struct Counts {
    /// Accepted.
    pub accepted: u64,
    /// Refused, by the code of the refusal.
    pub refusals: BTreeMap<String, u64>,
}

/// How many orders were accepted and refused.
#[derive(Debug, Default)]
pub struct Tally {
    /// By what they ask for.
    pub by_act: BTreeMap<String, Counts>,
    /// Figures whose explanation was added up.
    pub explained: u64,
}

impl Tally {
    /// Counts one order by its act, and the code of its refusal.
    pub fn count(&mut self, act: String, refusal: Option<String>) {
        let counts = self.by_act.entry(act).or_default();
        match refusal {
            None => counts.accepted += 1,
            Some(code) => *counts.refusals.entry(code).or_default() += 1,
        }
    }

    /// Adds the counts of another history.
    pub fn add(&mut self, other: Tally) {
        self.explained += other.explained;
        for (act, more) in other.by_act {
            let counts = self.by_act.entry(act).or_default();
            counts.accepted += more.accepted;
            for (code, count) in more.refusals {
                *counts.refusals.entry(code).or_default() += count;
            }
        }
    }

    /// How many orders of a kind were accepted.
    pub fn accepted(&self, act: &str) -> u64 {
        self.by_act.get(act).map_or(0, |counts| counts.accepted)
    }

    /// How many orders were accepted, and how many refused.
    pub fn total(&self) -> (u64, u64) {
        let counts = self.by_act.values();
        counts.fold((0, 0), |(accepted, refused), counts| {
            (accepted + counts.accepted, refused + counts.refusals.values().sum::<u64>())
        })
    }
}
