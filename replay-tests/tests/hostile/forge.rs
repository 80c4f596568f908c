//! A forger: appends whatever he likes to a ledger's file, sealed as the ledger seals.
//!
//! Absent by design: what is wrong with it.

use ledger_core::event::seal::{Header, Sealed};
use ledger_core::event::subject::subjects;
use ledger_core::event::{Event, Fact, NoteAdded, Remarks, Target, wire};
use ledger_core::store::{Batch, Entry, Scope, Sqlite, Store};
use ledger_core::vocabulary::{CommandId, EventId, Hash, Position, StreamId};
use std::collections::BTreeMap;
use std::path::Path;
use uuid::Uuid;

/// What stands for the request of a forged command.
const REQUEST: &[u8] = b"{}";
/// Ids of forged events and commands count from here.
const FIRST_ID: u128 = 1 << 100;

/// Events in wait for a ledger.
pub(crate) struct Forge {
    store: Sqlite,
    events: Vec<Sealed>,
    tips: BTreeMap<StreamId, (u64, Hash)>,
    made: Vec<Entry>,
}

/// What a later correction names a forged event by.
pub(crate) struct Forged {
    /// Its place in its stream, and its id.
    pub(crate) target: Target,
}

/// A note without a device.
pub(crate) fn note(text: &str) -> Event {
    Event::NoteAdded(NoteAdded { text: text.to_owned(), topic: None, serial: None })
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(FIRST_ID + number)
}

fn named(event: &Sealed) -> (StreamId, Target) {
    let header = &event.header;
    (header.stream, Target { version: header.version, event: header.event })
}

impl Forge {
    /// Reads a ledger's file.
    pub(crate) fn open(path: &Path) -> Self {
        let store = Sqlite::open(path).expect("it opens");
        let events = store.page(Scope::All, Position(0), Position(u64::MAX), 1000).expect("it reads");
        let tips = events.iter().map(|e| (e.header.stream, (e.header.version, e.hash))).collect();
        Self { store, events, tips, made: Vec::new() }
    }

    fn first(&self, kind: &str) -> &Sealed {
        self.events.iter().find(|event| event.header.kind == kind).expect("there is such an event")
    }

    /// The stream of the first event of a kind.
    pub(crate) fn stream_of(&self, kind: &str) -> StreamId {
        self.first(kind).header.stream
    }

    /// What a correction names the first event of a kind by.
    pub(crate) fn target(&self, kind: &str) -> Target {
        named(self.first(kind)).1
    }

    /// Stream and name of every event of a kind.
    pub(crate) fn all(&self, kind: &str) -> Vec<(StreamId, Target)> {
        self.events.iter().filter(|event| event.header.kind == kind).map(named).collect()
    }

    /// What the first event of a kind says.
    pub(crate) fn event(&self, kind: &str) -> Event {
        let sealed = self.first(kind);
        let payload = sealed.payload.as_deref().expect("it has a payload");
        wire::decode(kind, sealed.header.schema, payload).expect("it reads").event
    }

    /// Place and id of the next event in the stream of the first event of a kind.
    pub(crate) fn next_in(&self, kind: &str) -> Target {
        let version = self.tips[&self.stream_of(kind)].0 + 1;
        Target { version, event: self.id_after(0) }
    }

    /// The id of the event that comes after so many others.
    pub(crate) fn id_after(&self, others: usize) -> EventId {
        EventId(id(2 * (self.made.len() + others) as u128))
    }

    /// Seals an event that follows the end of a stream.
    pub(crate) fn put(&mut self, stream: StreamId, event: Event, day: &str) -> Forged {
        let like = self.events.last().expect("a ledger has a beginning").header.clone();
        let fact = Fact { event, remarks: Remarks { reason: Some("forged".to_owned()), ..Remarks::default() } };
        let payload = wire::encode(&fact).expect("it can be written");
        let (version, previous) = self.tips[&stream];
        let number = self.made.len() as u128;
        let header = Header {
            stream,
            version: version + 1,
            previous,
            event: self.id_after(0),
            command: CommandId(id(2 * number + 1)),
            request: Hash::blake3(REQUEST),
            part: 1,
            parts: 1,
            kind: fact.event.kind().to_owned(),
            origin: 4,
            effective: day.to_owned(),
            payload_hash: Hash::blake3(payload.as_bytes()),
            ..like
        };
        let hash = header.hash();
        self.tips.insert(stream, (version + 1, hash));
        let position = Position((self.events.len() + self.made.len()) as u64);
        let target = Target { version: header.version, event: header.event };
        let sealed = Sealed { position, header, payload: Some(payload), hash };
        self.made.push(Entry { sealed, subjects: subjects(&fact) });
        Forged { target }
    }

    /// Writes it all.
    pub(crate) fn append(mut self) {
        let expected_size = self.events.len() as u64;
        let batch = Batch { expected_size, entries: self.made, documents: vec![REQUEST.to_vec()] };
        self.store.append(batch).expect("a store takes whatever follows");
    }
}
