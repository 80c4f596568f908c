//! Loading: sealed bytes are checked, decoded and brought onto the timeline.
//!
//! Nothing goes on unchecked: payload hash, header hash and the chain of every loaded stream. Absent by design: rules.

use super::{Ledger, LedgerError};
use crate::book::{Entry, Timeline};
use crate::catalogue::Rulebook;
use crate::event::seal::{Origin, Sealed};
use crate::event::subject::{Subject, SubjectKind, subjects};
use crate::event::wire::{self, DecodeError};
use crate::rule::Rulebooks;
use crate::rule::warranty::base_terms;
use crate::store::{Log, Scope};
use crate::vocabulary::{Day, Hash, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};

const PAGE: usize = 4096;

/// Which events a question needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// Every stream.
    Everything,
    /// The ledger's own stream, these, and those that share a device, a key or a move with them: what is unique in the
    /// whole ledger, and what went from one project to another, is judged on all of them.
    Streams(BTreeSet<StreamId>),
}

/// Loaded events.
pub(super) struct Loaded {
    pub(super) timeline: Timeline,
    pub(super) rulebooks: Rulebooks,
    /// Last version and hash of each loaded stream.
    pub(super) tips: BTreeMap<StreamId, (u64, Hash)>,
    /// The rulebook adopted last.
    pub(super) in_force: Hash,
    /// Events whose payload was withheld, in the order of positions.
    pub(super) withheld: Vec<Sealed>,
    /// The devices and keys by which related streams were looked for; none where everything was read.
    pub(super) shared: BTreeSet<Subject>,
}

/// What was read so far.
#[derive(Default)]
struct Read {
    tips: BTreeMap<StreamId, (u64, Hash)>,
    entries: Vec<Entry>,
    withheld: Vec<Sealed>,
}

/// Reads one sealed event; nothing where its payload was withheld.
pub(super) fn decode(sealed: &Sealed) -> Result<Option<Entry>, LedgerError> {
    let wrong = |what: &str| LedgerError::Integrity { at: Some(sealed.position), what: what.to_owned() };
    if !sealed.is_whole() {
        return Err(wrong("its hash is not that of its bytes"));
    }
    let Some(payload) = &sealed.payload else { return Ok(None) };
    let header = &sealed.header;
    let fact = wire::decode(&header.kind, header.schema, payload).map_err(|error| match error {
        DecodeError::Unknown(_) => LedgerError::Newer(sealed.position, error),
        DecodeError::Malformed(why) => wrong(&why),
    })?;
    Ok(Some(Entry {
        position: sealed.position,
        stream: header.stream,
        version: header.version,
        event_id: header.event,
        command: header.command,
        effective: Day::parse(&header.effective).map_err(|fault| wrong(&fault.to_string()))?,
        recorded: header.recorded,
        origin: Origin::from_code(header.origin).ok_or_else(|| wrong("its origin is no known number"))?,
        actor: header.actor.clone(),
        rulebook: header.rulebook,
        hash: sealed.hash,
        fact,
        was: None,
        undone: false,
    }))
}

impl<S: Log> Ledger<S> {
    /// Loads what a question needs below a position.
    pub(super) fn load(&self, reach: &Reach, below: Position) -> Result<Loaded, LedgerError> {
        let mut read = Read::default();
        let mut shared = BTreeSet::new();
        match reach {
            Reach::Everything => {
                self.read(Scope::All, below, &mut read)?;
                all_there(&read.tips, below)?;
            }
            Reach::Streams(streams) => {
                self.read(Scope::Stream(self.ledger_stream()), below, &mut read)?;
                for stream in streams {
                    self.read_once(*stream, below, &mut read)?;
                }
                shared = unique(&read.entries);
                for stream in self.relatives(&read.entries, &shared, below)? {
                    self.read_once(stream, below, &mut read)?;
                }
            }
        }
        let Read { tips, entries, mut withheld } = read;
        withheld.sort_by_key(|sealed| sealed.position);
        let adopts = |entry: &&Entry| adopted(entry).is_some();
        let in_force = entries.iter().filter(adopts).max_by_key(|entry| entry.position).and_then(adopted);
        let mut rulebooks = Rulebooks::new();
        let named: BTreeSet<Hash> = entries.iter().map(|entry| entry.rulebook).chain(in_force).collect();
        for hash in named {
            rulebooks.insert(hash, self.rulebook(hash)?);
        }
        let in_force = in_force.unwrap_or_else(|| Rulebook::shipped().hash());
        let timeline = Timeline::of(entries, base_terms(&rulebooks));
        Ok(Loaded { timeline, rulebooks, tips, in_force, withheld, shared })
    }

    fn read(&self, scope: Scope, below: Position, read: &mut Read) -> Result<(), LedgerError> {
        let mut from = Position(0);
        loop {
            let page = self.store.page(scope, from, below, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            from = Position(last.position.0 + 1);
            for sealed in page {
                follow(&mut read.tips, &sealed)?;
                match decode(&sealed)? {
                    Some(entry) => read.entries.push(entry),
                    None => read.withheld.push(sealed),
                }
            }
        }
    }

    /// A rulebook that events name, from the ledger's own documents.
    pub(super) fn rulebook(&self, hash: Hash) -> Result<Rulebook, LedgerError> {
        let shipped = Rulebook::shipped();
        if hash == shipped.hash() {
            return Ok(shipped.clone());
        }
        let missing = |what: String| LedgerError::Integrity { at: None, what };
        let bytes = self.store.document(hash)?;
        let bytes = bytes.ok_or_else(|| missing(format!("the rulebook {} is missing in the ledger", hash.short())))?;
        if Hash::blake3(&bytes) != hash {
            return Err(missing(format!("the rulebook {} was changed in the ledger", hash.short())));
        }
        Rulebook::parse(&bytes).map_err(|fault| missing(format!("the rulebook {}: {fault}", hash.short())))
    }

    /// Streams in which subjects are spoken of below a position: what comes later must not change an earlier view.
    pub(super) fn streams_of(&self, wanted: &[Subject], below: Position) -> Result<BTreeSet<StreamId>, LedgerError> {
        let mut streams = BTreeSet::new();
        for subject in self.as_listed(wanted)? {
            let found = self.store.find(&subject)?.into_iter().filter(|(_, position)| *position < below);
            streams.extend(found.map(|(stream, _)| stream));
        }
        Ok(streams)
    }

    /// The subjects under every spelling that the index has of them: earlier versions listed names and keys as they were
    /// given, in whatever normal form and with whatever blanks and dashes.
    fn as_listed(&self, wanted: &[Subject]) -> Result<BTreeSet<Subject>, LedgerError> {
        let mut listed: BTreeSet<Subject> = wanted.iter().cloned().collect();
        for kind in [SubjectKind::Company, SubjectKind::Project, SubjectKind::Key] {
            let of_kind = |subject: &&Subject| subject.kind == kind;
            let compared: BTreeSet<String> = wanted.iter().filter(of_kind).map(Subject::compared).collect();
            if compared.is_empty() {
                continue;
            }
            let others = self.store.respellable(kind)?.into_iter().map(|name| Subject::new(kind, name));
            listed.extend(others.filter(|other| compared.contains(&other.compared())));
        }
        Ok(listed)
    }

    /// Streams that speak of the same devices and keys as these events, and those that they moved something to or from.
    fn relatives(
        &self,
        entries: &[Entry],
        shared: &BTreeSet<Subject>,
        below: Position,
    ) -> Result<BTreeSet<StreamId>, LedgerError> {
        let mut streams = self.streams_of(&shared.iter().cloned().collect::<Vec<_>>(), below)?;
        streams.extend(entries.iter().filter_map(|entry| entry.fact.event.counterpart()).map(|other| other.stream));
        Ok(streams)
    }

    fn read_once(&self, stream: StreamId, below: Position, read: &mut Read) -> Result<(), LedgerError> {
        if read.tips.contains_key(&stream) {
            return Ok(());
        }
        self.read(Scope::Stream(stream), below, read)
    }
}

/// The devices and keys that events speak of: what is unique in the whole ledger.
fn unique(entries: &[Entry]) -> BTreeSet<Subject> {
    let unique = |subject: &Subject| matches!(subject.kind, SubjectKind::Device | SubjectKind::Key);
    entries.iter().flat_map(|entry| subjects(&entry.fact)).filter(unique).collect()
}

/// Streams whose last events are missing have whole chains; only their number tells.
fn all_there(tips: &BTreeMap<StreamId, (u64, Hash)>, below: Position) -> Result<(), LedgerError> {
    let found: u64 = tips.values().map(|(version, _)| *version).sum();
    if found == below.0 {
        return Ok(());
    }
    let what = format!("it holds {found} events below position {below}, there must be {below}");
    Err(LedgerError::Integrity { at: None, what })
}

/// The chain of a stream goes on without a gap.
fn follow(tips: &mut BTreeMap<StreamId, (u64, Hash)>, sealed: &Sealed) -> Result<(), LedgerError> {
    let (version, hash) = tips.get(&sealed.header.stream).copied().unwrap_or((0, Hash::ZERO));
    if sealed.header.version != version + 1 || sealed.header.previous != hash {
        let what = format!("it does not follow version {version} of its stream");
        return Err(LedgerError::Integrity { at: Some(sealed.position), what });
    }
    tips.insert(sealed.header.stream, (sealed.header.version, sealed.hash));
    Ok(())
}

/// The rulebook that an event puts in force.
pub(super) fn adopted(entry: &Entry) -> Option<Hash> {
    if let crate::event::Event::RulebookAdopted(adopted) = &entry.fact.event {
        return Some(adopted.rulebook);
    }
    if let crate::event::Event::LedgerCreated(created) = &entry.fact.event { Some(created.rulebook) } else { None }
}
