//! A ledger in memory: for tests, and for trying a command without writing.
//!
//! Absent by design: durability, and anything that a ledger file does not answer in the same way.

use super::{AppendError, Batch, Entry, Log, Scope, Store, StoreError, Tip, batch};
use crate::event::seal::Sealed;
use crate::event::subject::{Subject, SubjectKind};
use crate::tree::{Frontier, Head};
use crate::vocabulary::{CommandId, EventId, Hash, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

/// A store that is gone when it is dropped.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    events: Vec<Sealed>,
    frontier: Frontier,
    by_stream: BTreeMap<StreamId, Vec<usize>>,
    by_id: BTreeMap<EventId, usize>,
    by_command: BTreeMap<CommandId, Vec<usize>>,
    /// By stored word, name and place: the order in which names are listed.
    subjects: BTreeMap<(&'static str, String), BTreeSet<usize>>,
    documents: BTreeMap<Hash, Vec<u8>>,
}

impl Memory {
    /// An empty ledger.
    pub fn new() -> Self {
        Self::default()
    }

    fn at<'a>(&'a self, places: &'a [usize]) -> impl Iterator<Item = &'a Sealed> {
        places.iter().filter_map(|place| self.events.get(*place))
    }

    fn located(&self, places: &BTreeSet<usize>) -> impl Iterator<Item = (StreamId, Position)> {
        places.iter().filter_map(|place| self.events.get(*place)).map(|e| (e.header.stream, e.position))
    }

    fn take(&mut self, entry: Entry) {
        let Entry { sealed, subjects } = entry;
        let place = self.events.len();
        self.frontier.push(sealed.hash);
        self.by_stream.entry(sealed.header.stream).or_default().push(place);
        self.by_id.insert(sealed.header.event, place);
        self.by_command.entry(sealed.header.command).or_default().push(place);
        for Subject { kind, name } in subjects {
            self.subjects.entry((kind.word(), name)).or_default().insert(place);
        }
        self.events.push(sealed);
    }
}

impl Log for Memory {
    fn tip(&self) -> Result<Tip, StoreError> {
        let last_recorded = self.events.last().map(|event| event.header.recorded);
        Ok(Tip { head: self.frontier.head(), last_recorded })
    }

    fn stream_tip(&self, stream: StreamId) -> Result<Option<(u64, Hash)>, StoreError> {
        let last = self.by_stream.get(&stream).and_then(|places| self.events.get(*places.last()?));
        Ok(last.map(|event| (event.header.version, event.hash)))
    }

    fn page(&self, scope: Scope, from: Position, below: Position, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let wanted = |event: &&Sealed| (from..below).contains(&event.position);
        Ok(match scope {
            Scope::All => {
                let skip = usize::try_from(from.0).unwrap_or(usize::MAX);
                self.events.iter().skip(skip).filter(wanted).take(limit).cloned().collect()
            }
            Scope::Stream(stream) => {
                let places = self.by_stream.get(&stream).map_or(&[][..], Vec::as_slice);
                self.at(places).filter(wanted).take(limit).cloned().collect()
            }
        })
    }

    fn leaves(&self, from: Position, below: Position) -> Result<Vec<Hash>, StoreError> {
        let wanted = |event: &&Sealed| (from..below).contains(&event.position);
        Ok(self.events.iter().filter(wanted).map(|event| event.hash).collect())
    }

    fn event_by_id(&self, id: EventId) -> Result<Option<Sealed>, StoreError> {
        Ok(self.by_id.get(&id).and_then(|place| self.events.get(*place)).cloned())
    }

    fn by_command(&self, command: CommandId) -> Result<Vec<Sealed>, StoreError> {
        let places = self.by_command.get(&command).map_or(&[][..], Vec::as_slice);
        Ok(self.at(places).cloned().collect())
    }

    fn find(&self, subject: &Subject) -> Result<Vec<(StreamId, Position)>, StoreError> {
        let places = self.subjects.get(&(subject.kind.word(), subject.name.clone()));
        Ok(places.map_or_else(Vec::new, |places| self.located(places).collect()))
    }

    fn list(&self, kind: SubjectKind) -> Result<Vec<(String, StreamId, Position)>, StoreError> {
        let names =
            self.subjects.range((kind.word(), String::new())..).take_while(|((word, _), _)| *word == kind.word());
        let rows = names.flat_map(|((_, name), places)| {
            self.located(places).map(move |(stream, position)| (name.clone(), stream, position))
        });
        Ok(rows.collect())
    }

    fn subjects(&self, from: Position, below: Position) -> Result<Vec<(Subject, Position)>, StoreError> {
        let mut rows = Vec::new();
        for kind in SubjectKind::ALL {
            let named = self.list(kind)?.into_iter().map(|(name, _, position)| (Subject::new(kind, name), position));
            rows.extend(named);
        }
        // Kinds came by word and names in byte order; a stable sort keeps that within a position.
        rows.retain(|(_, position)| (from..below).contains(position));
        rows.sort_by_key(|(_, position)| *position);
        Ok(rows)
    }

    fn document(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.documents.get(&hash).cloned())
    }

    fn documents(&self, after: Option<Hash>, limit: usize) -> Result<Vec<Hash>, StoreError> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        Ok(self.documents.range((from, Bound::Unbounded)).map(|(hash, _)| *hash).take(limit).collect())
    }

    fn integrity(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
}

impl Store for Memory {
    fn hold(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    fn let_go(&mut self) {}

    fn append(&mut self, mut batch: Batch) -> Result<Head, AppendError> {
        batch::place(self, &mut batch, self.frontier.size())?;
        batch.entries.into_iter().for_each(|entry| self.take(entry));
        for bytes in batch.documents {
            self.documents.entry(Hash::blake3(&bytes)).or_insert(bytes);
        }
        Ok(self.frontier.head())
    }
}
