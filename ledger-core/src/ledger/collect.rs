//! Collecting the facts of an import: each act is decided on the book of its own day, with the earlier ones in it.
//!
//! Absent by design: where acts come from, and sealing.

use crate::book::{Book, Entry, Timeline};
use crate::catalogue::{Catalogue, Rulebook};
use crate::decide::{self, Command, Decision, Mode, ProjectChoice, Refusal, Situation};
use crate::event::{Event, Remarks};
use crate::rule::{self, Finding, Rulebooks};
use crate::vocabulary::{Day, Head, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// The facts of a plan while they are collected.
pub(super) struct Collector<'a> {
    pub(super) catalogue: &'static Catalogue,
    pub(super) rulebook: &'a Rulebook,
    pub(super) rulebooks: &'a Rulebooks,
    pub(super) timeline: &'a Timeline,
    pub(super) ledger_stream: StreamId,
    pub(super) today: Day,
    pub(super) head: Head,
    pub(super) book: Book,
    /// What counts of the ledger, up to the day after which something else does.
    pub(super) known: Vec<&'a Entry>,
    pub(super) settled_until: Option<Day>,
    pub(super) folded: usize,
    pub(super) new: Vec<Entry>,
    pub(super) versions: BTreeMap<StreamId, u64>,
    pub(super) next_position: u64,
}

impl Collector<'_> {
    /// Folds what the ledger knows up to the day.
    pub(super) fn advance(&mut self, day: Day) {
        if self.settled_until.is_none_or(|settled| settled < day) {
            self.turn(day);
        }
        while let Some(entry) = self.known.get(self.folded).filter(|entry| entry.effective <= day) {
            self.book.evolve(entry);
            self.folded += 1;
        }
    }

    /// From a turning day on other events count: the book is folded anew, with the facts collected so far.
    fn turn(&mut self, day: Day) {
        self.known = self.timeline.resolved(day);
        self.settled_until = self.timeline.horizons(day).first().copied();
        self.folded = self.known.partition_point(|entry| entry.effective <= day);
        let mut counts: Vec<&Entry> = self.known[..self.folded].to_vec();
        counts.extend(&self.new);
        counts.sort_by_key(|entry| (entry.effective, entry.position));
        self.book = Book::fold(counts);
    }

    pub(super) fn record(
        &mut self,
        day: Day,
        command: &Command,
        fresh: StreamId,
        within: Option<&ProjectChoice>,
        remarks: &Remarks,
    ) -> Result<(Decision, Vec<Entry>), Refusal> {
        let situation = Situation {
            catalogue: self.catalogue,
            rulebook: self.rulebook,
            rulebooks: self.rulebooks,
            timeline: self.timeline,
            book: &self.book,
            day,
            today: self.today,
            head: self.head,
            next_position: self.next_position,
            versions: &self.versions,
            ledger_stream: self.ledger_stream,
            fresh_stream: fresh,
            remarks,
        };
        let decision = decide::decide(&situation, Mode::Record, command)?;
        if let Some(choice) = within {
            situation.is_within(choice, &decision)?;
        }
        let entries = situation.entries(Mode::Record, &decision.drafts);
        for entry in &entries {
            self.book.evolve(entry);
            self.versions.insert(entry.stream, entry.version);
            self.next_position += 1;
        }
        self.new.extend(entries.iter().cloned());
        Ok((decision, entries))
    }

    /// What events that were recorded before break with the new ones in their places, and did not break without them.
    pub(super) fn later(&mut self, first: Day) -> Vec<Finding> {
        let known = self.timeline.entries();
        if known.last().is_none_or(|entry| entry.effective <= first) {
            return Vec::new();
        }
        let all = self.timeline.with(&self.new);
        let new: BTreeSet<Position> = self.new.iter().map(|entry| entry.position).collect();
        let mut broken: Vec<Finding> = Vec::new();
        for horizon in self.timeline.horizons(first) {
            let assess = |timeline: &Timeline| rule::assess(self.catalogue, self.rulebooks, timeline, horizon).1;
            let mut found = decide::newly_broken(&assess(self.timeline), assess(&all));
            found.retain(|finding| finding.events.last().is_none_or(|position| !new.contains(position)));
            found.retain(|finding| !broken.contains(finding));
            broken.extend(found);
        }
        broken
    }

    pub(super) fn knows(&self, choice: &ProjectChoice) -> bool {
        let opens = |entry: &Entry| {
            let Event::ProjectOpened(opened) = &entry.fact.event else { return false };
            opened.project == choice.project && choice.company.as_ref().is_none_or(|c| *c == opened.company)
        };
        !matches!(
            self.book.project_named(choice.company.as_ref(), &choice.project),
            Err(crate::book::NoProject::Unknown)
        ) || self.timeline.entries().iter().any(opens)
    }
}
