//! Acts: propose, then commit. Between the two a person may be asked.
//!
//! A proposal that was made on an older head is not committed: the ledger says that it moved. Absent by design:
//! asking, and what an act means.

use super::corrected::Corrected;
use super::order::Order;
use super::prepare::Prepared;
use super::seal::{Sealer, Unsealed};
use super::{Ledger, LedgerError, Stamp};
use crate::book::{Book, Entry, Timeline};
use crate::catalogue::Rulebook;
use crate::decide::{self, Decision, Mode};
use crate::event::subject::subjects;
use crate::event::{Fact, Remarks};
use crate::question::links::Links;
use crate::rule::{self, Rulebooks};
use crate::store::{Batch, Expect, Log, Store};
use crate::tree::Head;
use crate::vocabulary::{CommandId, Day, EventId, Hash, Position, Say, StreamId};
use std::collections::BTreeSet;

/// Why a move is amended, where nobody says it otherwise.
const CARRIED: &str = "goes along with what was recorded late";

/// A decided act that was not recorded yet.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The command's id.
    pub command: CommandId,
    /// What was decided.
    pub decision: Decision,
    /// Effective day.
    pub day: Day,
    /// Judged or recorded.
    pub mode: Mode,
    /// What each event says, in its order.
    pub told: Vec<Say>,
    /// What it rests on.
    pub expect: Expect,
    pub(super) corrected: Option<Corrected>,
    remarks: Remarks,
    request: String,
    rulebook: Hash,
    documents: Vec<Vec<u8>>,
}

/// The answer to an order.
#[derive(Debug, Clone)]
pub enum Proposed {
    /// Decided, to be committed.
    New(Box<Proposal>),
    /// The same command was recorded before: its receipt again.
    Already(Receipt),
}

/// One event as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its position.
    pub position: Position,
    /// Its kind.
    pub kind: String,
    /// Its hash.
    pub hash: Hash,
    /// Its id.
    pub event: EventId,
}

/// What a write answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The command's id.
    pub command: CommandId,
    /// Whether it was recorded earlier.
    pub already_recorded: bool,
    /// Its events.
    pub events: Vec<Recorded>,
    /// The tree after it.
    pub head: Head,
    /// Whether the clock stood before the last recorded time, which then counts on by one.
    pub clock_ran_back: bool,
}

impl<S: Log> Ledger<S> {
    /// Decides an order on the ledger as it is, without writing.
    ///
    /// # Errors
    /// Refusals, a command id that stands for another request, a head that is not the expected one, and whatever the
    /// store cannot do.
    pub fn propose(&self, order: &Order, stamp: &mut Stamp<'_>) -> Result<Proposed, LedgerError> {
        let request = decide::request(&order.command, order.mode, order.day, &order.remarks, order.carry)
            .map_err(|e| LedgerError::Integrity { at: None, what: e.to_string() })?;
        let earlier = order.command_id.map(|id| self.receipt(id)).transpose()?.flatten();
        if let Some(receipt) = earlier {
            return self.same_request(receipt.command, &request).map(|()| Proposed::Already(receipt));
        }
        let head = self.head()?;
        if let Some(expected) = order.expect_head.filter(|expected| *expected != head.size) {
            return Err(LedgerError::Moved { expected, found: head.size });
        }
        let prepared = self.prepare(order, head, stamp)?;
        let situation = prepared.situation();
        let mut decision = decide::decide_carrying(&situation, order.mode, &order.command, order.carry)?;
        let entries = situation.entries_carrying(order.mode, &decision.drafts, &decision.carried);
        if order.mode == Mode::Record {
            decision.findings.extend(decide::later(&situation, &entries));
            decision.findings.extend(prepared.withheld.iter().cloned());
        }
        let Prepared { timeline, book, rulebook, rulebooks, in_force, day, mut expect, .. } = prepared;
        expect.also(entries.iter().flat_map(|entry| subjects(&entry.fact)));
        conserve(&after(&timeline, &book, &entries))?;
        let told = told(&timeline, &entries);
        let corrected = self.corrected(timeline, &entries, head, (rulebook, rulebooks));
        Ok(Proposed::New(Box::new(Proposal {
            told,
            corrected,
            command: order.command_id.unwrap_or_else(|| CommandId((stamp.ids)())),
            decision,
            day,
            mode: order.mode,
            expect,
            remarks: order.remarks.clone(),
            request,
            rulebook: in_force,
            documents: order.documents.clone(),
        })))
    }

    /// Both sides of a correction, to be compared where somebody wants to see what it moves.
    fn corrected(
        &self,
        before: Timeline,
        entries: &[Entry],
        head: Head,
        books: (Rulebook, Rulebooks),
    ) -> Option<Corrected> {
        let is_correction = |entry: &Entry| entry.fact.event.target().is_some();
        let after = entries.iter().any(is_correction).then(|| before.with(entries))?;
        let (rulebook, rulebooks) = books;
        Some(Corrected { ledger: self.id, head, before, after, rulebook, rulebooks })
    }

    /// The receipt of a command that was recorded, as it would be given again.
    ///
    /// # Errors
    /// Fails when the store cannot be read.
    pub fn receipt(&self, command: CommandId) -> Result<Option<Receipt>, LedgerError> {
        let events = self.store.by_command(command)?;
        if events.is_empty() {
            return Ok(None);
        }
        let events = events.iter().map(recorded).collect();
        Ok(Some(Receipt { command, already_recorded: true, events, head: self.head()?, clock_ran_back: false }))
    }

    fn same_request(&self, command: CommandId, request: &str) -> Result<(), LedgerError> {
        let stored = self.store.by_command(command)?.first().map(|sealed| sealed.header.request);
        if stored == Some(Hash::blake3(request.as_bytes())) {
            return Ok(());
        }
        let first = stored.map(|hash| self.store.document(hash)).transpose()?.flatten().unwrap_or_default();
        let first = String::from_utf8_lossy(&first).into_owned();
        Err(LedgerError::CommandReused(command, decide::conflicts(&first, request)))
    }
}

impl<S: Store> Ledger<S> {
    /// Records a proposal: all of its events, or none.
    ///
    /// # Errors
    /// [`LedgerError::Moved`] when others have touched what it was decided on; [`LedgerError::OutcomeUnknown`] after a
    /// write error.
    pub fn commit(&mut self, proposal: Proposal, stamp: &mut Stamp<'_>) -> Result<Receipt, LedgerError> {
        // The recorded time and the predecessors are those of the end that is written to.
        self.store.hold()?;
        let done = self.commit_held(proposal, stamp);
        if done.is_err() {
            self.store.let_go();
        }
        done
    }

    fn commit_held(&mut self, proposal: Proposal, stamp: &mut Stamp<'_>) -> Result<Receipt, LedgerError> {
        let tip = self.store.tip()?;
        let (expected, found) = (proposal.expect.size, tip.head.size);
        // A command id stands for one act in the whole ledger, whatever streams it touches.
        if found != expected && !self.store.by_command(proposal.command)?.is_empty() {
            return Err(LedgerError::Moved { expected, found });
        }
        let carried = proposal.decision.carried;
        let written = proposal.decision.drafts.iter().chain(carried.iter().map(|carried| &carried.draft));
        let streams: BTreeSet<StreamId> = written.map(|draft| draft.stream).collect();
        let mut tips = std::collections::BTreeMap::new();
        for stream in streams {
            tips.extend(self.store.stream_tip(stream)?.map(|tip| (stream, tip)));
        }
        let unsealed = |(draft, effective, remarks): (decide::Draft, Day, Remarks)| Unsealed {
            stream: draft.stream,
            effective,
            origin: proposal.mode.origin_of(&draft.event),
            rulebook: proposal.rulebook,
            fact: Fact { event: draft.event, remarks },
        };
        let remarks = proposal.remarks;
        let why = remarks.reason.clone().unwrap_or_else(|| CARRIED.to_owned());
        let because = Remarks { reason: Some(why), ..remarks.clone() };
        let acts = proposal.decision.drafts.into_iter().map(|draft| (draft, proposal.day, remarks.clone()));
        let along = carried.into_iter().map(|carried| (carried.draft, carried.day, because.clone()));
        let events = acts.chain(along).map(unsealed).collect();
        let mut sealer = Sealer::new(self.id, tip, tips, stamp.now);
        let request = Hash::blake3(proposal.request.as_bytes());
        let entries = sealer.seal(proposal.command, request, events, stamp)?;
        let events = entries.iter().map(|entry| recorded(&entry.sealed)).collect();
        let mut documents = proposal.documents;
        documents.push(proposal.request.into_bytes());
        let batch = Batch { expect: proposal.expect, entries, documents };
        let head = self.store.append(batch).map_err(|error| LedgerError::of_append(error, proposal.command))?;
        let clock_ran_back = sealer.clock_ran_back;
        Ok(Receipt { command: proposal.command, already_recorded: false, events, head, clock_ran_back })
    }

    /// Keeps other writers out until the next commit has ended or [`Ledger::let_go`] is called, so that what is decided
    /// meanwhile is still true when it is written. For a last attempt, after others were overtaken.
    ///
    /// # Errors
    /// Fails as a write would where the ledger is locked or write-protected.
    pub fn hold(&mut self) -> Result<(), LedgerError> {
        Ok(self.store.hold()?)
    }

    /// Lets other writers in again.
    pub fn let_go(&mut self) {
        self.store.let_go();
    }
}

fn recorded(sealed: &crate::event::seal::Sealed) -> Recorded {
    Recorded {
        position: sealed.position,
        kind: sealed.header.kind.clone(),
        hash: sealed.hash,
        event: sealed.header.event,
    }
}

/// PRJ-4 is checked after every fold, also on what is about to be recorded.
pub(super) fn conserve(book: &Book) -> Result<(), LedgerError> {
    match rule::prj_4(book.projects.values()).into_iter().next() {
        None => Ok(()),
        Some(finding) => {
            let what = format!("{}: {}; nothing was written", finding.rule, finding.message);
            Err(LedgerError::Integrity { at: None, what })
        }
    }
}

/// What new events say; a correction names what it corrects.
fn told(timeline: &Timeline, entries: &[Entry]) -> Vec<Say> {
    let corrects = entries.iter().any(|entry| entry.fact.event.target().is_some());
    let timeline = if corrects { timeline.with(entries) } else { Timeline::default() };
    let links = Links::of(&timeline);
    entries.iter().map(|entry| links.told(entry)).collect()
}

/// The book with the new events; a correction may change it from long before.
fn after(timeline: &Timeline, book: &Book, entries: &[Entry]) -> Book {
    if entries.iter().any(|entry| entry.fact.event.target().is_some()) {
        return Book::fold(timeline.with(entries).in_effect(Day::MAX));
    }
    let mut after = book.clone();
    entries.iter().for_each(|entry| after.evolve(entry));
    after
}
