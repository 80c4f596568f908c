//! A log of plain files: one for each event, one for each document, and nothing derived. Index and tree are made of them on
//! reading.
//!
//! An event's file holds its header field by field, a line each in hashing order, then its payload. Absent by design: writing
//! a single event, and trust: what the files say is verified as it is in every log.

use ledger_core::event::seal::{Header, Sealed};
use ledger_core::event::subject::{Subject, SubjectKind, subjects};
use ledger_core::event::wire;
use ledger_core::store::{Log, Scope, StoreError, Tip};
use ledger_core::tree::head_of;
use ledger_core::vocabulary::{CommandId, EventId, Hash, LedgerId, Position, StreamId};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::str::FromStr;

/// A ledger that was read from a folder.
pub(crate) struct Folder {
    events: Vec<Sealed>,
    hashes: Vec<Hash>,
    documents: BTreeMap<Hash, Vec<u8>>,
    /// By position, then by the kind's word and by name.
    index: Vec<(Subject, Position)>,
}

/// Writes whatever a log holds into a folder.
pub(crate) fn write(log: &impl Log, place: &Path) {
    for name in ["events", "documents"] {
        fs::create_dir(place.join(name)).expect("makes a folder");
    }
    for sealed in log.page(Scope::All, Position(0), Position(u64::MAX), usize::MAX).expect("reads") {
        fs::write(place.join(format!("events/{:08}", sealed.position.0)), text_of(&sealed)).expect("writes");
    }
    for hash in log.documents(None, usize::MAX).expect("reads") {
        let bytes = log.document(hash).expect("reads").expect("it is listed");
        fs::write(place.join(format!("documents/{hash}")), bytes).expect("writes");
    }
}

fn text_of(sealed: &Sealed) -> String {
    let h = &sealed.header;
    let lines: [&dyn std::fmt::Display; 20] = [
        &h.suite,
        &h.ledger,
        &h.stream,
        &h.version,
        &h.previous,
        &h.event,
        &h.command,
        &h.request,
        &h.part,
        &h.parts,
        &h.kind,
        &h.schema,
        &h.origin,
        &h.effective,
        &h.recorded,
        &h.actor,
        &h.rulebook,
        &h.payload_hash,
        &sealed.hash,
        &sealed.payload.as_deref().unwrap_or_default(),
    ];
    lines.map(ToString::to_string).join("\n")
}

/// Reads an event's file; its number is its position.
fn sealed_of(position: Position, text: &str) -> Option<Sealed> {
    let mut lines = text.splitn(20, '\n');
    let mut next = || lines.next();
    let header = Header {
        suite: read(next())?,
        ledger: LedgerId(read(next())?),
        stream: StreamId(read(next())?),
        version: read(next())?,
        previous: hash(next())?,
        event: EventId(read(next())?),
        command: CommandId(read(next())?),
        request: hash(next())?,
        part: read(next())?,
        parts: read(next())?,
        kind: read(next())?,
        schema: read(next())?,
        origin: read(next())?,
        effective: read(next())?,
        recorded: read(next())?,
        actor: read(next())?,
        rulebook: hash(next())?,
        payload_hash: hash(next())?,
    };
    let hash = hash(next())?;
    Some(Sealed { position, header, payload: next().map(str::to_owned).filter(|payload| !payload.is_empty()), hash })
}

fn read<T: FromStr>(line: Option<&str>) -> Option<T> {
    line?.parse().ok()
}

fn hash(line: Option<&str>) -> Option<Hash> {
    Hash::parse(line?).ok()
}

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let named = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(path).expect("a file"))
    };
    entries.map(named).collect()
}

impl Folder {
    /// Reads every file.
    pub(crate) fn read(place: &Path) -> Self {
        let event = |(name, bytes): (String, Vec<u8>)| {
            let position = Position(name.parse().expect("a position"));
            sealed_of(position, &String::from_utf8(bytes).expect("text")).expect("an event")
        };
        let events: Vec<Sealed> = files(&place.join("events")).into_iter().map(event).collect();
        let document = |(name, bytes): (String, Vec<u8>)| (Hash::parse(&name).expect("a hash"), bytes);
        let documents = files(&place.join("documents")).into_iter().map(document).collect();
        let mut index: Vec<(Subject, Position)> = events.iter().flat_map(found_by).collect();
        index.sort_by_key(|(subject, position)| (*position, subject.kind.word(), subject.name.clone()));
        index.dedup();
        Self { hashes: events.iter().map(|sealed| sealed.hash).collect(), events, documents, index }
    }

    fn those(&self, wanted: impl Fn(&Sealed) -> bool) -> Vec<Sealed> {
        self.events.iter().filter(|sealed| wanted(sealed)).cloned().collect()
    }

    fn stream_of(&self, position: Position) -> Option<StreamId> {
        self.events.iter().find(|sealed| sealed.position == position).map(|sealed| sealed.header.stream)
    }
}

/// The names that an event is found by, from its own payload.
fn found_by(sealed: &Sealed) -> Vec<(Subject, Position)> {
    let payload = sealed.payload.as_deref().unwrap_or_default();
    let fact = wire::decode(&sealed.header.kind, sealed.header.schema, payload);
    fact.map_or_else(|_| Vec::new(), |fact| subjects(&fact).into_iter().map(|s| (s, sealed.position)).collect())
}

impl Log for Folder {
    fn tip(&self) -> Result<Tip, StoreError> {
        let last_recorded = self.events.last().map(|sealed| sealed.header.recorded);
        Ok(Tip { head: head_of(self.hashes.iter().copied()), last_recorded })
    }

    fn stream_tip(&self, stream: StreamId) -> Result<Option<(u64, Hash)>, StoreError> {
        let last = self.events.iter().rfind(|sealed| sealed.header.stream == stream);
        Ok(last.map(|sealed| (sealed.header.version, sealed.hash)))
    }

    fn page(&self, scope: Scope, from: Position, below: Position, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let is_in = |sealed: &Sealed| match scope {
            Scope::All => true,
            Scope::Stream(stream) => sealed.header.stream == stream,
        };
        let mut page = self.those(|sealed| (from..below).contains(&sealed.position) && is_in(sealed));
        page.truncate(limit);
        Ok(page)
    }

    fn leaves(&self, from: Position, below: Position) -> Result<Vec<Hash>, StoreError> {
        let page = self.page(Scope::All, from, below, usize::MAX)?;
        Ok(page.into_iter().map(|sealed| sealed.hash).collect())
    }

    fn event_by_id(&self, id: EventId) -> Result<Option<Sealed>, StoreError> {
        Ok(self.those(|sealed| sealed.header.event == id).pop())
    }

    fn by_command(&self, command: CommandId) -> Result<Vec<Sealed>, StoreError> {
        Ok(self.those(|sealed| sealed.header.command == command))
    }

    fn find(&self, subject: &Subject) -> Result<Vec<(StreamId, Position)>, StoreError> {
        let found = self.index.iter().filter(|(named, _)| named == subject);
        Ok(found.filter_map(|(_, position)| Some((self.stream_of(*position)?, *position))).collect())
    }

    fn list(&self, kind: SubjectKind) -> Result<Vec<(String, StreamId, Position)>, StoreError> {
        let of_kind = self.index.iter().filter(|(subject, _)| subject.kind == kind);
        let row = |(subject, position): &(Subject, Position)| {
            Some((subject.name.clone(), self.stream_of(*position)?, *position))
        };
        let mut rows: Vec<(String, StreamId, Position)> = of_kind.filter_map(row).collect();
        rows.sort_by_key(|(name, _, position)| (name.clone(), *position));
        Ok(rows)
    }

    fn subjects(&self, from: Position, below: Position) -> Result<Vec<(Subject, Position)>, StoreError> {
        Ok(self.index.iter().filter(|(_, position)| (from..below).contains(position)).cloned().collect())
    }

    fn document(&self, hash: Hash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.documents.get(&hash).cloned())
    }

    fn documents(&self, after: Option<Hash>, limit: usize) -> Result<Vec<Hash>, StoreError> {
        let later = self.documents.keys().filter(|hash| after.is_none_or(|after| **hash > after));
        Ok(later.copied().take(limit).collect())
    }

    fn integrity(&self) -> Result<Vec<String>, StoreError> {
        Ok(Vec::new())
    }
}
