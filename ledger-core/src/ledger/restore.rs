//! Accepting a loss: a ledger that is shorter than its pin, or different from it, goes on from here and says so for good.
//!
//! Absent by design: finding out what was lost, and asking whether that is wanted.

use super::load::Reach;
use super::seal::{Sealer, Unsealed};
use super::{Ledger, LedgerError, Receipt, Recorded, Stamp};
use crate::event::seal::Origin;
use crate::event::{Event, Fact, LossAccepted, Remarks, canonical};
use crate::store::{Batch, Expect, Store};
use crate::tree::Head;
use crate::vocabulary::{CommandId, Hash, Position};
use std::collections::{BTreeMap, BTreeSet};

impl<S: Store> Ledger<S> {
    /// Records that the ledger goes on although it is not the one that was `pinned` at its place.
    ///
    /// # Errors
    /// [`LedgerError::Moved`] when the ledger grew meanwhile, [`LedgerError::OutcomeUnknown`] after a write error, and
    /// whatever the store cannot do.
    pub fn accept_loss(
        &mut self,
        pinned: Head,
        remarks: Remarks,
        stamp: &mut Stamp<'_>,
    ) -> Result<Receipt, LedgerError> {
        let tip = self.store.tip()?;
        let found = tip.head;
        let stream = self.ledger_stream();
        let rulebook = self.load(&Reach::Streams(BTreeSet::new()), Position(found.size))?.in_force;
        let stream_tip = self.store.stream_tip(stream)?;
        let tips: BTreeMap<_, _> = stream_tip.map(|tip| (stream, tip)).into_iter().collect();
        let event = LossAccepted { pinned, found };
        let fact = Fact { event: Event::LossAccepted(event), remarks };
        let request = request(pinned)?;
        let command = CommandId((stamp.ids)());
        let mut sealer = Sealer::new(self.id, tip, tips, stamp.now);
        let unsealed = Unsealed { stream, effective: stamp.today, origin: Origin::System, rulebook, fact };
        let entries = sealer.seal(command, Hash::blake3(request.as_bytes()), vec![unsealed], stamp)?;
        let recorded = |entry: &crate::store::Entry| Recorded {
            position: entry.sealed.position,
            kind: entry.sealed.header.kind.clone(),
            hash: entry.sealed.hash,
            event: entry.sealed.header.event,
        };
        let events = entries.iter().map(recorded).collect();
        let batch = Batch { expect: Expect::everything(found.size), entries, documents: vec![request.into_bytes()] };
        let head = self.store.append(batch).map_err(|error| LedgerError::of_append(error, command))?;
        let clock_ran_back = sealer.clock_ran_back;
        Ok(Receipt { command, already_recorded: false, events, head, clock_ran_back })
    }
}

fn request(pinned: Head) -> Result<String, LedgerError> {
    let fields = [("act", "restore-accept-loss".to_owned()), ("pinned", pinned.to_string())];
    let fields: serde_json::Map<String, serde_json::Value> =
        fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    canonical::write(fields.into()).map_err(|error| LedgerError::Integrity { at: None, what: error.to_string() })
}
