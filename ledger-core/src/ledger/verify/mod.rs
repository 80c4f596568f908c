//! Verifying: everything again from the bytes on disk, and every derived table against the events in both directions.
//!
//! What may be claimed: nothing was changed, taken out or put in up to the last head that somebody else holds. Absent
//! by design: rules of the licence world.

mod batch;
mod chain;
mod derived;
mod document;
mod meaning;
mod walk;

use super::{Ledger, LedgerError};
use crate::rule::Finding;
use crate::store::Store;
use crate::tree::Head;
use walk::Walk;

/// Events, index and head are read one after the other: what is found while others write is looked at again.
const ATTEMPTS: u32 = 5;

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
    /// What is wrong, in the order of positions.
    pub findings: Vec<Finding>,
}

impl<S: Store> Ledger<S> {
    /// Reads every stored byte again and compares it with what it must be.
    ///
    /// # Errors
    /// Fails only when the store cannot be read at all; what is wrong with the ledger is in the findings.
    pub fn verify(&self, pin: Option<Head>) -> Result<Verified, LedgerError> {
        for _ in 1..ATTEMPTS {
            let before = self.head().ok();
            let verified = self.verify_once(pin)?;
            if verified.findings.is_empty() || self.head().ok() == before {
                return Ok(verified);
            }
        }
        self.verify_once(pin)
    }

    fn verify_once(&self, pin: Option<Head>) -> Result<Verified, LedgerError> {
        let mut walk = Walk::new();
        self.read_events(&mut walk)?;
        walk.end_batch();
        walk.check_evidence();
        self.check_targets(&mut walk)?;
        let documents = self.check_documents(&mut walk)?;
        self.check_index(&mut walk)?;
        let head = walk.frontier.head();
        self.check_head(head, pin, &mut walk)?;
        let broken = |what: String| {
            let next = "restore a copy whose head somebody else holds";
            Finding::error("INT-STORE", "the ledger file", what, next)
        };
        walk.findings.extend(self.store.integrity()?.into_iter().map(broken));
        Ok(Verified {
            events: head.size,
            streams: walk.tips.len(),
            documents,
            head,
            pin,
            ranges: vec![(0, head.size, Anchor::None)],
            findings: walk.findings,
        })
    }
}
