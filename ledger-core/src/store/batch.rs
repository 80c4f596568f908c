//! The sequencer: a batch gets the next positions if it follows the ledger; the same answer for every store, before anything
//! is written.
//!
//! Absent by design: whether the events make sense.

use super::{AppendError, Batch, Expect, Log, StoreError, Streams};
use crate::event::seal::Sealed;
use crate::vocabulary::{EventId, Hash, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// Gives a batch its positions and checks it against the store: what it rests on, versions, predecessors, ids and hashes.
///
/// `found` is the number of events in the store.
pub(super) fn place(store: &impl Log, batch: &mut Batch, found: u64) -> Result<(), AppendError> {
    check_ground(store, &batch.expect, found)?;
    let mut tips = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for (entry, position) in batch.entries.iter_mut().zip(found..) {
        entry.sealed.position = Position(position);
        let sealed = &entry.sealed;
        if !sealed.is_whole() {
            return Err(unfit(sealed, "its hash is not that of its header and payload").into());
        }
        check_stream(store, &mut tips, sealed)?;
        check_id(store, &mut ids, sealed)?;
    }
    Ok(())
}

/// Whether what others have added touches nothing that the batch rests on.
fn check_ground(store: &impl Log, expect: &Expect, found: u64) -> Result<(), AppendError> {
    if expect.size == found {
        return Ok(());
    }
    let moved = Err(AppendError::Moved { expected: expect.size, found });
    let Streams::These(versions) = &expect.streams else { return moved };
    if found < expect.size {
        return moved;
    }
    for (stream, version) in versions {
        if store.stream_tip(*stream)?.map_or(0, |(last, _)| last) != *version {
            return moved;
        }
    }
    let since = store.subjects(Position(expect.size), Position(found))?;
    if since.iter().any(|(subject, _)| expect.names_it(subject)) { moved } else { Ok(()) }
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
