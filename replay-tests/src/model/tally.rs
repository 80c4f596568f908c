//! What became of the orders of a history, counted.
//!
//! Absent by design: why they were refused, beyond the code.

use std::collections::BTreeMap;

/// How many orders were accepted and refused, by what they ask for.
#[derive(Debug, Default)]
pub struct Tally {
    /// Accepted in all.
    pub accepted: u64,
    /// Refused in all.
    pub refused: u64,
    /// Accepted and refused, by the first word of the command.
    pub by_act: BTreeMap<String, (u64, u64)>,
    /// Refused, by the code of the refusal.
    pub refusals: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts one order by its act, and the code of its refusal.
    pub fn count(&mut self, act: String, refusal: Option<String>) {
        let counts = self.by_act.entry(act).or_default();
        match refusal {
            None => (self.accepted, counts.0) = (self.accepted + 1, counts.0 + 1),
            Some(code) => {
                (self.refused, counts.1) = (self.refused + 1, counts.1 + 1);
                *self.refusals.entry(code).or_default() += 1;
            }
        }
    }

    /// Adds the counts of another history.
    pub fn add(&mut self, other: Tally) {
        self.accepted += other.accepted;
        self.refused += other.refused;
        for (act, (accepted, refused)) in other.by_act {
            let counts = self.by_act.entry(act).or_default();
            *counts = (counts.0 + accepted, counts.1 + refused);
        }
        for (code, count) in other.refusals {
            *self.refusals.entry(code).or_default() += count;
        }
    }
}
