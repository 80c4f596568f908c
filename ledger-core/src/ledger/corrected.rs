//! A correction that is decided and not recorded: the timeline without it and with it.
//!
//! Absent by design: the comparison itself (a question).

use super::Proposal;
use crate::book::{Book, Timeline};
use crate::catalogue::Rulebook;
use crate::question::{Answer, Basis, Labels, moves};
use crate::rule::Rulebooks;
use crate::tree::Head;
use crate::vocabulary::{Day, LedgerId};

/// Both sides of a correction.
#[derive(Debug, Clone)]
pub(super) struct Corrected {
    pub(super) ledger: LedgerId,
    pub(super) head: Head,
    pub(super) before: Timeline,
    pub(super) after: Timeline,
    pub(super) rulebook: Rulebook,
    pub(super) rulebooks: Rulebooks,
}

impl Proposal {
    /// Every figure that the act would move on any day; absent for what corrects nothing.
    pub fn moves(&self) -> Option<Answer> {
        let Corrected { ledger, head, before, after, rulebook, rulebooks } = self.corrected.as_ref()?;
        let labels = Labels::of(&Book::fold(before.in_effect(Day::MAX)));
        let basis = Basis {
            ledger: *ledger,
            as_of: Some(self.day),
            known_at: head.size,
            known_at_time: None,
            head: *head,
            rulebook: rulebook.name().to_owned(),
            adjustments: Vec::new(),
        };
        Some(moves::report(&moves::moves(before, after, rulebooks), &labels, &moves::causes(before, after), basis))
    }
}
