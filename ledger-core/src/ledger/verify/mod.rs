//! Verifying: everything again from the bytes on disk, and every derived table against the events in both directions.
//!
//! Where the ledger ends is read first, and nothing but what lies before that is looked at: whatever is written
//! meanwhile changes no answer. Reading order: [`walk`] goes over the events, `chain`, `batch` and `meaning` look at each
//! of them; the other files compare what was kept of all. What may be claimed: nothing was changed, taken out or put in
//! up to the last head that somebody else holds. Absent by design: rules of the licence world, but for quantities below
//! zero, which are told and are no fault of the record.

mod act;
mod asked;
mod batch;
mod chain;
mod closing;
mod document;
mod evidence;
mod halves;
mod head;
mod index;
mod meaning;
mod price;
mod request;
mod units;
mod walk;
mod written;

use super::{Ledger, LedgerError};
use crate::question::Loss;
use crate::rule::{Finding, Severity};
use crate::store::Log;
use crate::tree::Head;
use crate::vocabulary::Position;
use walk::Walk;

/// Who else holds a head that a range of events is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// A checkpoint that somebody else holds.
    Foreign,
    /// A checkpoint of one's own.
    Own,
    /// Nobody.
    None,
}

impl Anchor {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Foreign => "foreign",
            Self::Own => "own",
            Self::None => "none",
        }
    }
}

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Events that were read.
    pub events: u64,
    /// Streams that they stand in.
    pub streams: usize,
    /// Documents that the ledger keeps.
    pub documents: usize,
    /// The tree over the stored hashes, computed anew.
    pub head: Head,
    /// The pin that it was compared with.
    pub pin: Option<Head>,
    /// For each range of positions, who else holds a head over it.
    pub ranges: Vec<(u64, u64, Anchor)>,
    /// Events whose payload was withheld.
    pub withheld: Vec<Position>,
    /// Losses that were accepted, in the order of positions.
    pub losses: Vec<Loss>,
    /// What is wrong with the record, in the order of positions where it has one; and payloads that were withheld.
    pub findings: Vec<Finding>,
    /// Lots that hold less than nothing somewhere: reported facts that do not add up. The record is whole with them. They
    /// are looked for only where it is.
    pub below_zero: Vec<Finding>,
}

impl Verified {
    /// Faults of the record itself: it is not what was sealed, or holds what no command writes.
    pub fn faults(&self) -> usize {
        self.findings.iter().filter(|finding| is_fault(finding)).count()
    }
}

/// Whether a finding says that the record itself is wrong. A payload that was withheld is none: the record allows it. Nor
/// is what a reported fact breaks.
pub fn is_fault(finding: &Finding) -> bool {
    finding.severity == Severity::Error && finding.rule.starts_with("INT-") && !finding.is_told_always()
}

impl<S: Log> Ledger<S> {
    /// Reads every stored byte again and compares it with what it must be.
    ///
    /// # Errors
    /// Fails only when the store cannot be read at all; what is wrong with the ledger is in the findings.
    pub fn verify(&self, pin: Option<Head>) -> Result<Verified, LedgerError> {
        self.verify_at(pin, None)
    }

    /// The same with the time of today (microseconds since 1970 UTC), from which recorded times must not lie far ahead.
    ///
    /// # Errors
    /// As [`Ledger::verify`].
    pub fn verify_at(&self, pin: Option<Head>, now: Option<i64>) -> Result<Verified, LedgerError> {
        let mut walk = Walk::new(self.id(), now);
        let stored = walk.readable("INT-TREE", "tree", self.store.tip())?.map(|tip| tip.head);
        let below = stored.map_or(Position(u64::MAX), |head| Position(head.size));
        self.read_events(&mut walk, below)?;
        let timeline = walk.timeline();
        walk.check_halves(&timeline);
        walk.check_closings(&timeline);
        walk.check_rows(&timeline);
        self.check_targets(&mut walk)?;
        let documents = self.check_documents(&mut walk, &timeline, below)?;
        walk.check_prices(&timeline);
        self.check_index(&mut walk, below)?;
        walk.check_heads(stored, pin);
        self.check_end(&mut walk, below)?;
        let broken = |what: String| {
            let next = "restore a copy whose head somebody else holds";
            Finding::error("INT-STORE", "the ledger file", what, next)
        };
        walk.findings.extend(self.store.integrity()?.into_iter().map(broken));
        let below_zero = if walk.findings.is_empty() { units::below_zero(&timeline) } else { Vec::new() };
        let withheld = super::withheld::findings(&walk.withheld, &timeline);
        Ok(Verified { below_zero, ..walk.verified(documents, pin, withheld) })
    }
}
