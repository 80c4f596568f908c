//! A forger: appends whatever he likes to a ledger's file, sealed as the ledger seals.
//!
//! Absent by design: what is wrong with it.

use ledger_core::decide::Mode;
use ledger_core::event::seal::{Header, Sealed};
use ledger_core::event::subject::subjects;
use ledger_core::event::{Event, Fact, NoteAdded, Remarks, Target, canonical, wire};
use ledger_core::store::{Batch, Entry, Expect, Log, Scope, Sqlite, Store};
use ledger_core::vocabulary::{CommandId, EventId, Hash, Position, StreamId};
use std::collections::BTreeMap;
use std::path::Path;
use uuid::Uuid;

/// Ids of forged events and commands count from here, in the form of a UUID of version 7.
const FIRST_ID: u128 = 0x019e_8000_0000_7000_9000_0000_0000_0000;
/// Why it is done.
const REASON: &str = "forged";

/// Events in wait for a ledger.
pub(crate) struct Forge {
    store: Sqlite,
    events: Vec<Sealed>,
    tips: BTreeMap<StreamId, (u64, Hash)>,
    made: Vec<Entry>,
    requests: Vec<Vec<u8>>,
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
        Self { store, events, tips, made: Vec::new(), requests: Vec::new() }
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

    /// The request by which a clerk would have asked for it.
    fn request(&self, stream: StreamId, event: &Event, day: &str) -> Vec<u8> {
        let place = |target: &Target| {
            let mut all = self.events.iter().chain(self.made.iter().map(|entry| &entry.sealed));
            all.find(|sealed| named(sealed) == (stream, *target)).map_or(99_999, |sealed| sealed.position.0).to_string()
        };
        let mut fields: Vec<(&str, String)> = vec![("mode", "fact".to_owned()), ("reason", REASON.to_owned())];
        fields.push(("date", day.to_owned()));
        match event {
            Event::EventAnnulled(e) => fields.extend([("act", "event-annul".to_owned()), ("target", place(&e.target))]),
            Event::EventReversed(e) => {
                fields.extend([("act", "event-reverse".to_owned()), ("target", place(&e.target))])
            }
            Event::EventAmended(e) => fields.extend([("act", "event-amend".to_owned()), ("target", place(&e.target))]),
            Event::PeriodClosed(e) => {
                fields.extend([("act", "period-close".to_owned()), ("name", e.name.folded())]);
                fields.push(("until", e.until.to_string()));
            }
            Event::NoteAdded(e) => fields.extend([("act", "event-note".to_owned()), ("text", e.text.clone())]),
            other => panic!("nobody forges {}", other.kind()),
        }
        let fields: serde_json::Map<String, serde_json::Value> =
            fields.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
        canonical::write(fields.into()).expect("it can be written").into_bytes()
    }

    /// Seals an event that follows the end of a stream.
    pub(crate) fn put(&mut self, stream: StreamId, event: Event, day: &str) -> Forged {
        let like = self.events.last().expect("a ledger has a beginning").header.clone();
        let fact = Fact { event, remarks: Remarks { reason: Some(REASON.to_owned()), ..Remarks::default() } };
        let request = self.request(stream, &fact.event, day);
        let payload = wire::encode(&fact).expect("it can be written");
        let origin = Mode::Record.origin_of(&fact.event);
        let (version, previous) = self.tips[&stream];
        let number = self.made.len() as u128;
        let header = Header {
            stream,
            version: version + 1,
            previous,
            event: self.id_after(0),
            command: CommandId(id(2 * number + 1)),
            request: Hash::blake3(&request),
            part: 1,
            parts: 1,
            kind: fact.event.kind().to_owned(),
            origin: origin.code(),
            effective: day.to_owned(),
            payload_hash: Hash::blake3(payload.as_bytes()),
            ..like
        };
        let hash = header.hash();
        self.tips.insert(stream, (version + 1, hash));
        let position = Position((self.events.len() + self.made.len()) as u64);
        let target = Target { version: header.version, event: header.event };
        let sealed = Sealed { position, header, payload: Some(payload), hash };
        self.requests.push(request);
        self.made.push(Entry { sealed, subjects: subjects(&fact) });
        Forged { target }
    }

    /// Writes it all.
    pub(crate) fn append(mut self) {
        let expect = Expect::everything(self.events.len() as u64);
        let batch = Batch { expect, entries: self.made, documents: self.requests };
        self.store.append(batch).expect("a store takes whatever follows");
    }
}
