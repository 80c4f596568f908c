//! A view: the book at the end of a day, as known at a position, with what it rests on.
//!
//! Absent by design: how it was loaded (the roof's), and what is asked of it (the other files of this room).

use super::Whose;
use super::adjustment::adjustments;
use super::answer::{Basis, Cell};
use super::label::Labels;
use crate::book::{Book, Entry, Project, Timeline};
use crate::catalogue::{Catalogue, Rulebook};
use crate::event::Event;
use crate::event::seal::Sealed;
use crate::rule::{Finding, Rulebooks};
use crate::tree::Head;
use crate::vocabulary::{CompanyName, Day, LedgerId, Position, StreamId};
use std::collections::BTreeSet;

/// A loss that was accepted: the ledger went on although it was not the one that had been seen at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loss {
    /// The event that says so.
    pub position: Position,
    /// When it was recorded, microseconds since 1970 UTC.
    pub recorded: i64,
    /// What had been seen.
    pub pinned: Head,
    /// What was there.
    pub found: Head,
}

/// A book with what it rests on.
#[derive(Debug)]
pub struct View {
    /// The ledger.
    pub ledger: LedgerId,
    /// State at the end of that day.
    pub as_of: Day,
    /// Events below that position were known.
    pub known_at: u64,
    /// The tree over the known events.
    pub head: Head,
    /// Every loaded event, also those after the day.
    pub timeline: Timeline,
    /// The book at the end of the day.
    pub book: Book,
    /// What events in scope break, and quantities that do not add up.
    pub findings: Vec<Finding>,
    /// Events of the streams that were read whose payload was withheld: what they say is not on the timeline.
    pub withheld: Vec<Sealed>,
    /// The rulebook in force.
    pub rulebook: Rulebook,
    /// All rulebooks that events name.
    pub rulebooks: Rulebooks,
    /// Families, tiers and models.
    pub catalogue: &'static Catalogue,
    /// What projects are called.
    pub labels: Labels,
    /// What was asked for; everything where absent.
    pub scope: Option<Whose>,
}

impl View {
    /// Projects in scope, by company and name.
    pub fn projects(&self) -> Vec<&Project> {
        let mut projects: Vec<&Project> = self.book.projects.values().filter(|p| self.shows(p.id)).collect();
        projects.sort_by_cached_key(|project| (project.named.clone(), project.id));
        projects
    }

    /// Whether a project's stream is in scope.
    pub fn shows(&self, stream: StreamId) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.streams.contains(&stream))
    }

    /// Whether an event is in scope: it is one of a project that is, or it names the company.
    pub fn shows_event(&self, entry: &Entry) -> bool {
        self.scope
            .as_ref()
            .is_none_or(|scope| scope.streams.contains(&entry.stream) || scope.events.contains(&entry.position))
    }

    /// Whether the payload of an event may be shown: where a company was asked for, one that names another is not.
    pub fn shows_payload(&self, entry: &Entry) -> bool {
        let Some(scope) = self.scope.as_ref().filter(|scope| !scope.streams.contains(&entry.stream)) else {
            return true;
        };
        entry.fact.event.mentions().companies().all(|company| scope.names.contains(company))
    }

    /// Companies in scope: the one that was asked for, and the owners of the projects.
    pub fn companies(&self) -> BTreeSet<CompanyName> {
        let owners: BTreeSet<&CompanyName> = self.projects().into_iter().filter_map(Project::company).collect();
        let is_meant = |company: &CompanyName| {
            self.scope.as_ref().is_none_or(|scope| scope.names.contains(company) || owners.contains(company))
        };
        self.book.company_names().into_iter().filter(is_meant).collect()
    }

    /// What was recorded in scope about the days up to the one in question, corrected or not, in the order of the
    /// timeline.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.timeline.reaching(self.as_of).into_iter().filter(|entry| self.shows_event(entry))
    }

    /// What counts of it: the events that the book is folded from.
    pub fn in_effect(&self) -> impl Iterator<Item = &Entry> {
        let counts = self.timeline.in_effect(self.as_of).into_iter().filter(|entry| !entry.undone);
        counts.filter(|entry| self.shows_event(entry))
    }

    /// What every report about this view prints about itself.
    pub fn basis(&self) -> Basis {
        Basis {
            ledger: self.ledger,
            as_of: Some(self.as_of),
            known_at: self.known_at,
            known_at_time: None,
            head: self.head,
            rulebook: self.rulebook.name().to_owned(),
            adjustments: adjustments(self),
        }
    }

    /// Losses that were accepted, in the order in which they were recorded.
    pub fn losses(&self) -> Vec<Loss> {
        let loss = |entry: &Entry| {
            let Event::LossAccepted(loss) = &entry.fact.event else { return None };
            Some(Loss { position: entry.position, recorded: entry.recorded, pinned: loss.pinned, found: loss.found })
        };
        let mut losses: Vec<Loss> = self.timeline.entries().iter().filter_map(loss).collect();
        losses.sort_by_key(|loss| loss.position);
        losses
    }

    /// The project of a stream as rows name it.
    pub fn project(&self, stream: StreamId) -> Cell {
        Cell::Project(self.labels.label(stream))
    }
}
