//! The ledger and what was seen of it before: whether it goes on from there, is shorter, or is another.
//!
//! Absent by design: files of pins (the store's), and what is done about a difference.

use super::{Ledger, LedgerError};
use crate::store::{Acceptance, Log, Pin, PinStore, Recalled};
use crate::tree::{Frontier, Head, KeptHead};
use crate::vocabulary::Position;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Whether a ledger can be the beginning of one that was seen, as far as heads of that one are remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// The largest remembered head that it holds too, of so many events; none where no remembered head is so short.
    Agrees(Option<u64>),
    /// It differs from what was seen within its first so many events.
    Differs(u64),
}

impl<S: Log> Ledger<S> {
    /// Compares the ledger with a head that was seen before.
    ///
    /// # Errors
    /// [`LedgerError::Pin`] when the ledger is shorter, or its first events are others.
    pub fn check_pin(&self, pinned: Option<Head>) -> Result<(), LedgerError> {
        let Some(pinned) = pinned else { return Ok(()) };
        let found = self.head()?;
        if found.size >= pinned.size && self.head_at(pinned.size)? == pinned {
            return Ok(());
        }
        Err(LedgerError::Pin { pinned, found, place: None })
    }

    /// Compares the ledger with everything that is remembered of it and of its place.
    ///
    /// # Errors
    /// [`LedgerError::OtherLedger`] when another ledger was seen here; [`LedgerError::Pin`] when this one was seen longer,
    /// here or elsewhere, or with other events.
    pub fn compare(&self, recalled: &Recalled) -> Result<(), LedgerError> {
        if let Some(other) = recalled.other(self.id) {
            return Err(LedgerError::OtherLedger { seen: other.ledger, pinned: other.head, found: self.id });
        }
        let longest = recalled.longest(self.id);
        let elsewhere = longest.filter(|pin| !recalled.here.contains(pin));
        let mut pins: Vec<(&Pin, Option<String>)> = recalled.here.iter().map(|pin| (pin, None)).collect();
        pins.extend(elsewhere.map(|pin| (pin, Some(pin.place.clone()))));
        pins.sort_by_key(|(pin, _)| std::cmp::Reverse(pin.head.size));
        for (pin, place) in pins {
            self.check_pin(Some(pin.head)).map_err(|error| {
                let LedgerError::Pin { pinned, found, .. } = error else { return error };
                LedgerError::Pin { pinned, found, place }
            })?;
        }
        Ok(())
    }

    /// Whether the ledger is the beginning of what a pin tells of: its heads that are short enough must be the
    /// ledger's, too.
    ///
    /// # Errors
    /// Fails when the store cannot be read.
    pub fn beginning_of(&self, pin: &Pin) -> Result<Beginning, LedgerError> {
        let size = self.head()?.size;
        let seen: BTreeMap<u64, Head> = pin.earlier.iter().chain([&pin.head]).map(|head| (head.size, *head)).collect();
        let known: Vec<Head> = seen.into_values().filter(|head| head.size <= size).collect();
        let own = self.heads_at(&known.iter().map(|head| head.size).collect())?;
        let differs = known.iter().find(|head| own.get(&head.size) != Some(*head));
        Ok(match differs {
            Some(head) => Beginning::Differs(head.size),
            None => Beginning::Agrees(known.last().map(|head| head.size)),
        })
    }

    /// Whether the ledger's first events are those of a head that was kept elsewhere; false where it has fewer.
    ///
    /// # Errors
    /// Fails when the store cannot be read.
    pub fn begins_with(&self, kept: &KeptHead) -> Result<bool, LedgerError> {
        Ok(kept.size() <= self.head()?.size && kept.is(&self.head_at(kept.size())?))
    }

    /// Whether the stored head is that over the stored hashes.
    ///
    /// # Errors
    /// Fails when the store cannot be read.
    pub fn head_is_that_of_its_events(&self, head: Head) -> Result<bool, LedgerError> {
        Ok(self.heads_at(&BTreeSet::from([head.size]))?.get(&head.size) == Some(&head))
    }

    /// The heads of several sizes, computed from the stored hashes in one pass.
    fn heads_at(&self, sizes: &BTreeSet<u64>) -> Result<BTreeMap<u64, Head>, LedgerError> {
        let mut frontier = Frontier::new();
        let mut heads = BTreeMap::from([(0, frontier.head())]);
        let end = sizes.last().copied().unwrap_or_default();
        for leaf in self.store.leaves(Position(0), Position(end))? {
            frontier.push(leaf);
            if sizes.contains(&frontier.size()) {
                heads.insert(frontier.size(), frontier.head());
            }
        }
        Ok(heads)
    }

    /// What is remembered of this ledger, and of the place that it was opened at.
    ///
    /// # Errors
    /// Fails when the folder of pins cannot be read.
    pub fn recall(&self, pins: &PinStore, place: &Path) -> Result<Recalled, LedgerError> {
        Ok(pins.recall(self.id, place)?)
    }

    /// Remembers the ledger's head at its place, unless a longer one was seen there meanwhile; `at` is the time in
    /// microseconds since 1970 UTC.
    ///
    /// # Errors
    /// Fails when the pin cannot be written; the ledger itself is not affected.
    pub fn remember(&self, pins: &PinStore, place: &Path, at: i64) -> Result<(), LedgerError> {
        Ok(pins.remember(self.id, place, self.head()?, at)?)
    }

    /// Remembers the ledger's head at its place whatever was seen there, since somebody accepted it.
    ///
    /// # Errors
    /// As [`Ledger::remember`].
    pub fn accept(&self, pins: &PinStore, place: &Path, accepted: &Acceptance) -> Result<(), LedgerError> {
        Ok(pins.accept(place, (self.id, self.head()?), accepted)?)
    }
}
