//! SSA-8: the days before an end on which a reminder is due, as the rulebook names them.
//!
//! Absent by design: what ends (the question's), and who is reminded how.

use crate::catalogue::{Policy, Rulebook};
use crate::vocabulary::Day;

/// Days before an end on which reminders are due; a step that the rulebook does not know is absent.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits"; the days are the ledger's own defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminders {
    /// The first reminder, the longest before the end.
    pub first: Option<u32>,
    /// The second.
    pub second: Option<u32>,
    /// The third and last.
    pub third: Option<u32>,
}

impl Reminders {
    /// What a rulebook says on a day.
    pub fn of(rulebook: &Rulebook, day: Day) -> Self {
        let days = |policy| rulebook.integer(policy, day);
        Self {
            first: days(Policy::ReminderFirstDays),
            second: days(Policy::ReminderSecondDays),
            third: days(Policy::ReminderThirdDays),
        }
    }

    /// The smallest step that so many days do not exceed: the reminder that is due.
    pub fn step(self, days_left: i64) -> Option<u32> {
        let reached = |step: &u32| days_left <= i64::from(*step);
        [self.first, self.second, self.third].into_iter().flatten().filter(reached).min()
    }

    /// Days that a look ahead takes in where nobody says how many: up to the first reminder, where one is known.
    pub fn window(self) -> Option<u32> {
        self.first
    }
}
