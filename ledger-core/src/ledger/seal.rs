//! Sealing a batch: drafts get their place, their time and their hashes.
//!
//! Absent by design: deciding, and the store.

use super::{LedgerError, Stamp};
use crate::catalogue::Rulebook;
use crate::decide::Draft;
use crate::event::seal::{Header, Origin, SUITE, Sealed};
use crate::event::subject::subjects;
use crate::event::{CompanyAdded, Event, Fact, LedgerCreated, ProjectOpened, Remarks, canonical, wire};
use crate::store::{Batch, Entry, Expect, Tip};
use crate::tree::{Frontier, Head};
use crate::vocabulary::{CommandId, CompanyName, Day, EventId, Hash, LedgerId, Position, ProjectName, StreamId};
use std::collections::BTreeMap;

/// The most events of one command: their place in the batch is a u16.
pub(super) const MOST_PARTS: usize = 50_000;

/// One event that waits for its seal.
#[derive(Debug)]
pub(super) struct Unsealed {
    pub(super) stream: StreamId,
    pub(super) effective: Day,
    pub(super) origin: Origin,
    pub(super) rulebook: Hash,
    pub(super) fact: Fact,
}

/// Seals batches that follow the end of a ledger.
pub(super) struct Sealer {
    ledger: LedgerId,
    position: u64,
    tips: BTreeMap<StreamId, (u64, Hash)>,
    recorded: i64,
    /// Whether the clock stood before the last recorded time.
    pub(super) clock_ran_back: bool,
}

impl Sealer {
    pub(super) fn new(ledger: LedgerId, tip: Tip, tips: BTreeMap<StreamId, (u64, Hash)>, now: i64) -> Self {
        let clock_ran_back = tip.last_recorded.is_some_and(|last| now < last);
        let recorded = match tip.last_recorded {
            Some(last) if now < last => last.saturating_add(1),
            _ => now,
        };
        Self { ledger, position: tip.head.size, tips, recorded, clock_ran_back }
    }

    /// Seals the events of one command.
    pub(super) fn seal(
        &mut self,
        command: CommandId,
        request: Hash,
        events: Vec<Unsealed>,
        stamp: &mut Stamp<'_>,
    ) -> Result<Vec<Entry>, LedgerError> {
        let parts = u16::try_from(events.len()).map_err(|_| not_sealable("the batch is too large"))?;
        let actor = stamp.actor.as_str().to_owned();
        let mut entries = Vec::with_capacity(events.len());
        for (event, part) in events.into_iter().zip(1..) {
            let payload = readable(&event.fact)?;
            let (version, previous) = self.tips.get(&event.stream).copied().unwrap_or((0, Hash::ZERO));
            let header = Header {
                suite: SUITE,
                ledger: self.ledger,
                stream: event.stream,
                version: version + 1,
                previous,
                event: EventId((stamp.ids)()),
                command,
                request,
                part,
                parts,
                kind: event.fact.event.kind().to_owned(),
                schema: wire::schema_of(&event.fact.event),
                origin: event.origin.code(),
                effective: event.effective.to_string(),
                recorded: self.recorded,
                actor: actor.clone(),
                rulebook: event.rulebook,
                payload_hash: Hash::blake3(payload.as_bytes()),
            };
            let hash = header.hash();
            self.tips.insert(event.stream, (version + 1, hash));
            let sealed = Sealed { position: Position(self.position), header, payload: Some(payload), hash };
            self.position += 1;
            entries.push(Entry { sealed, subjects: subjects(&event.fact) });
        }
        Ok(entries)
    }
}

/// The stored text of a fact, which must read back as the same fact: nothing is sealed that could not be opened again.
fn readable(fact: &Fact) -> Result<String, LedgerError> {
    let payload = wire::encode(fact).map_err(|e| not_sealable(&e.to_string()))?;
    match wire::decode(fact.event.kind(), wire::schema_of(&fact.event), &payload) {
        Ok(read) if read == *fact => Ok(payload),
        Ok(_) => Err(not_sealable("a payload would read back as something else")),
        Err(error) => Err(not_sealable(&error.to_string())),
    }
}

fn not_sealable(why: &str) -> LedgerError {
    LedgerError::Integrity { at: None, what: format!("the events cannot be sealed: {why}; nothing was written") }
}

/// The head after further events.
pub(super) fn head_after(leaves: impl IntoIterator<Item = Hash>, entries: &[Entry]) -> Head {
    let mut frontier = Frontier::new();
    leaves.into_iter().for_each(|leaf| frontier.push(leaf));
    entries.iter().for_each(|entry| frontier.push(entry.sealed.hash));
    frontier.head()
}

/// The first batch of a new ledger: its beginning, and a company with its project `DEFAULT` where one is named.
///
/// # Errors
/// Fails only when a text cannot be written, which the vocabulary rules out.
pub fn genesis(
    program: &str,
    company: Option<&CompanyName>,
    day: Day,
    stamp: &mut Stamp<'_>,
) -> Result<(LedgerId, CommandId, Batch), LedgerError> {
    let ledger = LedgerId((stamp.ids)());
    let command = CommandId((stamp.ids)());
    let stream = StreamId::of_ledger(ledger);
    let shipped = Rulebook::shipped();
    let created = LedgerCreated {
        program: program.to_owned(),
        rulebook: shipped.hash(),
        rulebook_name: shipped.name().to_owned(),
    };
    let mut drafts = vec![Draft { stream, event: Event::LedgerCreated(created) }];
    if let Some(company) = company {
        let project = ProjectName::parse("DEFAULT").map_err(|fault| not_sealable(&fault.to_string()))?;
        drafts.push(Draft { stream, event: Event::CompanyAdded(CompanyAdded { company: company.clone() }) });
        let opened = ProjectOpened { company: company.clone(), project };
        drafts.push(Draft { stream: StreamId((stamp.ids)()), event: Event::ProjectOpened(opened) });
    }
    let mut request = serde_json::Map::new();
    request.insert("act".to_owned(), "init".into());
    request.insert("company".to_owned(), company.map_or(serde_json::Value::Null, |c| c.folded().into()));
    let request = canonical::write(request.into()).map_err(|e| not_sealable(&e.to_string()))?;
    let unsealed = |draft: Draft| Unsealed {
        stream: draft.stream,
        effective: day,
        origin: if matches!(draft.event, Event::LedgerCreated(_)) { Origin::System } else { Origin::Decision },
        rulebook: shipped.hash(),
        fact: Fact { event: draft.event, remarks: Remarks::default() },
    };
    let empty = Tip { head: Frontier::new().head(), last_recorded: None };
    let mut sealer = Sealer::new(ledger, empty, BTreeMap::new(), stamp.now);
    let events = drafts.into_iter().map(unsealed).collect();
    let entries = sealer.seal(command, Hash::blake3(request.as_bytes()), events, stamp)?;
    let documents = vec![request.into_bytes(), Rulebook::shipped_bytes().to_vec()];
    Ok((ledger, command, Batch { expect: Expect::everything(0), entries, documents }))
}
