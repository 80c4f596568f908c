//! Whose: what of a ledger is a company's. Its projects are, and of the ledger's own stream what names it.
//!
//! What belongs to the whole ledger (its beginning, rulebooks, imports, other companies) is nobody's. Absent by design: what
//! is shown of it.

use crate::book::{Entry, Timeline};
use crate::event::Event;
use crate::vocabulary::{CompanyName, Day, Position, StreamId};
use std::collections::BTreeSet;

/// What is a company's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whose {
    /// Its name, and those that it was recorded under before they were corrected.
    pub names: BTreeSet<CompanyName>,
    /// Streams of its projects.
    pub streams: BTreeSet<StreamId>,
    /// Events of the ledger's own stream that name it, and what corrects those.
    pub events: BTreeSet<Position>,
}

impl Whose {
    /// Projects, whoever owns them.
    pub fn projects(streams: BTreeSet<StreamId>) -> Self {
        Self { streams, ..Self::default() }
    }

    /// Finds what is a company's among streams that speak of it.
    pub fn of(timeline: &Timeline, ledger: StreamId, company: &CompanyName, streams: &BTreeSet<StreamId>) -> Self {
        let own: Vec<&Entry> = timeline.entries().iter().filter(|entry| entry.stream == ledger).collect();
        let mut whose = Self { names: BTreeSet::from([company.clone()]), ..Self::default() };
        // A name that was corrected leads to the other one, whichever was asked for.
        let mut known = (0, 0);
        while known != (whose.names.len(), whose.events.len()) {
            known = (whose.names.len(), whose.events.len());
            whose.follow(timeline, &own);
        }
        let states = |entry: &&&Entry| {
            let mentions = entry.fact.event.mentions();
            mentions.stated.iter().any(|project| whose.names.contains(&project.company))
        };
        let stated: Vec<Position> = own.iter().filter(states).map(|entry| entry.position).collect();
        whose.events.extend(stated);
        whose.with_corrections(timeline, &own);
        let opened = timeline.resolved(Day::MAX);
        let owner = |stream: StreamId| {
            let standing = opened.iter().copied().filter(|entry| !entry.undone);
            // An opening that was undone still says whose it was to be.
            let recorded = timeline.entries().iter();
            standing.chain(recorded).filter(|entry| entry.stream == stream).find_map(opens)
        };
        let is_its = |stream: &StreamId| owner(*stream).is_some_and(|company| whose.names.contains(company));
        whose.streams = streams.iter().copied().filter(is_its).collect();
        whose
    }

    /// Takes in events that are about a company of one of its names, and the names that these give it.
    fn follow(&mut self, timeline: &Timeline, own: &[&Entry]) {
        for entry in own {
            if entry.fact.event.mentions().company.is_some_and(|company| self.names.contains(company)) {
                self.events.insert(entry.position);
            }
        }
        for correction in timeline.corrections() {
            if let Some(target) = correction.target.filter(|_| self.events.contains(&correction.position)) {
                self.events.insert(target);
            }
        }
        self.with_corrections(timeline, own);
        let named = own.iter().filter(|entry| self.events.contains(&entry.position));
        let names: Vec<CompanyName> = named.filter_map(|entry| entry.fact.event.mentions().company.cloned()).collect();
        self.names.extend(names);
    }

    fn with_corrections(&mut self, timeline: &Timeline, own: &[&Entry]) {
        let is_own = |position: Position| own.iter().any(|entry| entry.position == position);
        for correction in timeline.corrections().iter().filter(|correction| is_own(correction.position)) {
            if correction.target.is_some_and(|target| self.events.contains(&target)) {
                self.events.insert(correction.position);
            }
        }
    }
}

/// The company whose project an event opens.
fn opens(entry: &Entry) -> Option<&CompanyName> {
    if let Event::ProjectOpened(opened) = &entry.fact.event { Some(&opened.company) } else { None }
}
