//! What somebody accepted: that another ledger, or a shorter one, is the right one at a place from then on.
//!
//! It is kept outside of any ledger, since the ledger in question is the one that nobody knew. Absent by design: whether
//! it may be accepted.

use crate::tree::Head;
use crate::vocabulary::{Actor, Hash, LedgerId};
use serde::{Deserialize, Serialize};

/// Who accepted what, when and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// The place, as a text for people.
    pub place: String,
    /// What had been seen before.
    pub before: (LedgerId, Head),
    /// What was accepted in its place.
    pub found: (LedgerId, Head),
}

/// A head as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    pub(super) size: u64,
    pub(super) root: String,
}

/// A ledger's head as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stood {
    ledger: String,
    size: u64,
    root: String,
}

/// An acceptance as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Accepted {
    at_us: i64,
    actor: String,
    reason: String,
    place: String,
    before: Stood,
    found: Stood,
}

/// The acceptance as one line.
pub(super) fn written(accepted: &Acceptance) -> String {
    serde_json::to_string(&Accepted::of(accepted)).unwrap_or_default()
}

impl Seen {
    pub(super) fn of(head: &Head) -> Self {
        Self { size: head.size, root: head.root.to_string() }
    }

    pub(super) fn head(self) -> Result<Head, String> {
        let root = Hash::parse(&self.root).map_err(|_| "its root is not a hash")?;
        Ok(Head { size: self.size, root })
    }
}

impl Stood {
    fn of((ledger, head): &(LedgerId, Head)) -> Self {
        Self { ledger: ledger.to_string(), size: head.size, root: head.root.to_string() }
    }

    fn read(self) -> Result<(LedgerId, Head), String> {
        let ledger = LedgerId::parse(&self.ledger).map_err(|_| "its ledger is no id")?;
        Ok((ledger, Seen { size: self.size, root: self.root }.head()?))
    }
}

impl Accepted {
    pub(super) fn of(accepted: &Acceptance) -> Self {
        Self {
            at_us: accepted.at,
            actor: accepted.actor.clone(),
            reason: accepted.reason.clone(),
            place: accepted.place.clone(),
            before: Stood::of(&accepted.before),
            found: Stood::of(&accepted.found),
        }
    }
}

impl TryFrom<Accepted> for Acceptance {
    type Error = String;

    fn try_from(stored: Accepted) -> Result<Self, String> {
        let actor = Actor::parse(&stored.actor).map_err(|_| "its actor is no name")?;
        Ok(Self {
            at: stored.at_us,
            actor: actor.to_string(),
            reason: stored.reason,
            place: stored.place,
            before: stored.before.read()?,
            found: stored.found.read()?,
        })
    }
}
