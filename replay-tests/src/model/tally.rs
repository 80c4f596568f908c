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

impl Counts {
    fn count(&mut self, refusal: Option<&str>) {
        match refusal {
            None => self.accepted += 1,
            Some(code) => *self.refusals.entry(code.to_owned()).or_default() += 1,
        }
    }

    fn add(&mut self, more: Counts) {
        self.accepted += more.accepted;
        for (code, count) in more.refusals {
            *self.refusals.entry(code).or_default() += count;
        }
    }
}

/// How many orders were accepted and refused.
#[derive(Debug, Default)]
pub struct Tally {
    /// By what they ask for.
    pub by_act: BTreeMap<String, Counts>,
    /// Amendments and reversals by what they speak of: a field of a kind of event, or the kind alone.
    pub corrected: BTreeMap<String, Counts>,
    /// Figures whose explanation was added up.
    pub explained: u64,
}

impl Tally {
    /// Counts one order by its act, by what it corrects, and the code of its refusal.
    pub fn count(&mut self, act: String, corrected: Vec<String>, refusal: Option<&str>) {
        self.by_act.entry(act).or_default().count(refusal);
        for what in corrected {
            self.corrected.entry(what).or_default().count(refusal);
        }
    }

    /// Adds the counts of another history.
    pub fn add(&mut self, other: Tally) {
        self.explained += other.explained;
        for (act, more) in other.by_act {
            self.by_act.entry(act).or_default().add(more);
        }
        for (what, more) in other.corrected {
            self.corrected.entry(what).or_default().add(more);
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
