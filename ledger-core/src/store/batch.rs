//! Whether a batch follows the end of the ledger: the same answer for every store, before anything is written.
//!
//! Absent by design: whether the events make sense.

use super::{AppendError, Batch, Log, StoreError};
use crate::event::seal::Sealed;
use crate::vocabulary::{EventId, Hash, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// Checks size, positions, versions, predecessors, ids and hashes of a batch against the store.
///
/// `found` is the number of events in the store.
pub(super) fn check(store: &impl Log, batch: &Batch, found: u64) -> Result<(), AppendError> {
    if batch.expected_size != found {
        return Err(AppendError::Moved { expected: batch.expected_size, found });
    }
    let mut tips = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for (entry, position) in batch.entries.iter().zip(found..) {
        let sealed = &entry.sealed;
        check_place(sealed, position)?;
        check_stream(store, &mut tips, sealed)?;
        check_id(store, &mut ids, sealed)?;
    }
    Ok(())
}

fn check_place(sealed: &Sealed, position: u64) -> Result<(), StoreError> {
    if sealed.position.0 != position {
        return Err(unfit(sealed, format!("position {position} is the next one")));
    }
    if !sealed.is_whole() {
        return Err(unfit(sealed, "its hash is not that of its header and payload"));
    }
    Ok(())
}

fn check_stream(
    store: &impl Log,
    tips: &mut BTreeMap<StreamId, (u64, Hash)>,
    sealed: &Sealed,
) -> Result<(), StoreError> {
    let header = &sealed.header;
    let tip = match tips.get(&header.stream) {
        Some(tip) => Some(*tip),
        None => store.stream_tip(header.stream)?,
    };
    let (last, hash) = tip.unwrap_or((0, Hash::ZERO));
    if last.checked_add(1) != Some(header.version) {
        return Err(unfit(sealed, format!("version {} does not follow version {last} of its stream", header.version)));
    }
    if header.previous != hash {
        return Err(unfit(sealed, format!("previous is not the hash of version {last} of its stream")));
    }
    tips.insert(header.stream, (header.version, sealed.hash));
    Ok(())
}

fn check_id(store: &impl Log, ids: &mut BTreeSet<EventId>, sealed: &Sealed) -> Result<(), StoreError> {
    let id = sealed.header.event;
    if !ids.insert(id) || store.event_by_id(id)?.is_some() {
        return Err(unfit(sealed, "its id is taken"));
    }
    Ok(())
}

fn unfit(sealed: &Sealed, why: impl std::fmt::Display) -> StoreError {
    StoreError::Unfit { what: format!("event {} at position {}: {why}", sealed.header.event, sealed.position) }
}
