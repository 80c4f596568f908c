//! Closings: the totals that an event keeps are those of its day, as the ledger then knew it.
//!
//! Each project is folded from its own stream, and goes on from one closing to the next unless something late came
//! between. Absent by design: what was recorded later about closed days (an adjustment, which reports show).

use super::walk::{Walk, wrong};
use crate::book::{Book, Entry, Timeline};
use crate::decide::closed_project;
use crate::event::{ClosedProject, Event, PeriodClosed};
use crate::vocabulary::{Day, StreamId};
use std::collections::BTreeMap;

impl Walk {
    pub(super) fn check_closings(&mut self, timeline: &Timeline) {
        let closed = |entry: &&Entry| matches!(entry.fact.event, Event::PeriodClosed(_));
        let mut closings: Vec<&Entry> = timeline.entries().iter().filter(closed).collect();
        if closings.is_empty() {
            return;
        }
        closings.sort_by_key(|entry| entry.position);
        let mut streams: BTreeMap<StreamId, Stream<'_>> = BTreeMap::new();
        for entry in timeline.entries() {
            streams.entry(entry.stream).or_default().entries.push(entry);
        }
        streams.remove(&StreamId::of_ledger(self.ledger));
        for entry in closings {
            let Event::PeriodClosed(closing) = &entry.fact.event else { continue };
            if let Some(message) = self.misdated(entry, closing) {
                self.findings.push(wrong("INT-CLOSING", entry.position, message));
                continue;
            }
            let of = closing.project.as_ref().map(|project| project.stream);
            // What is not known cannot be added up again; a tree of another size is named already.
            if closing.head.size != entry.position.0 || !self.knows_before(closing.head.size, of) {
                continue;
            }
            let day = entry.effective;
            let meant = streams.iter_mut().filter(|(stream, _)| of.is_none_or(|wanted| **stream == wanted));
            let totals: Vec<ClosedProject> =
                meant.filter_map(|(id, stream)| stream.total(*id, day, closing.head.size)).collect();
            if let Some(message) = unlike(closing, &totals) {
                self.findings.push(wrong("INT-CLOSING", entry.position, message));
            }
        }
    }

    /// A closing has the day before the first open one, and closes no day that was still to come when it was recorded.
    fn misdated(&self, entry: &Entry, closing: &PeriodClosed) -> Option<String> {
        if closing.until.eve() != Some(entry.effective) {
            return Some(format!("it closes the days before {}, and has the day {}", closing.until, entry.effective));
        }
        // Only whoever names the time of today vouches that recorded times are those of a clock. Zones differ: somewhere it
        // was the next day already.
        self.now?;
        let latest = Day::of_utc(entry.recorded).and_then(|day| day.plus_days(1))?;
        (closing.until > latest).then(|| {
            format!("it closes the days before {}, which were still to come when it was recorded", closing.until)
        })
    }
}

/// A project's events in the order of the timeline, and how far they are folded.
#[derive(Default)]
struct Stream<'a> {
    entries: Vec<&'a Entry>,
    book: Book,
    folded: Option<(Day, u64)>,
}

impl Stream<'_> {
    /// What the project held at the end of a day, as the first events of the ledger say.
    fn total(&mut self, id: StreamId, day: Day, known: u64) -> Option<ClosedProject> {
        let corrected =
            self.entries.iter().any(|entry| entry.position.0 < known && entry.fact.event.target().is_some());
        if corrected {
            let then = self.entries.iter().filter(|entry| entry.position.0 < known);
            let then = Timeline::new(then.map(|entry| (*entry).clone()).collect());
            self.folded = None;
            return closed_project(Book::fold(then.in_effect(day)).projects.get(&id)?, day);
        }
        let late = |(to, before): (Day, u64)| {
            let new = |entry: &Entry| (before..known).contains(&entry.position.0);
            day < to || known < before || self.entries.iter().any(|entry| new(entry) && entry.effective <= to)
        };
        let from = self.folded.filter(|folded| !late(*folded)).map(|(to, _)| to);
        if from.is_none() {
            self.book = Book::default();
        }
        let meant = |entry: &&&Entry| {
            entry.position.0 < known && entry.effective <= day && from.is_none_or(|from| entry.effective > from)
        };
        for entry in self.entries.iter().filter(meant) {
            self.book.evolve(entry);
        }
        self.folded = Some((day, known));
        closed_project(self.book.projects.get(&id)?, day)
    }
}

/// The first project of which a closing says something else.
fn unlike(closing: &PeriodClosed, totals: &[ClosedProject]) -> Option<String> {
    let other = closing.totals.iter().find(|total| !totals.contains(total));
    if let Some(total) = other {
        let name = &total.project.project;
        return Some(format!("its totals of project {name} are not those of the last closed day"));
    }
    let missing = totals.iter().find(|total| !closing.totals.contains(total));
    if let Some(total) = missing {
        return Some(format!("it has no totals of project {}", total.project.project));
    }
    (closing.totals.len() != totals.len()).then(|| "it names the totals of a project twice".to_owned())
}
