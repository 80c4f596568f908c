//! Links: what a correction corrects, by what an event was corrected, and both in a sentence.
//!
//! Absent by design: what a correction does to figures.

use super::movement::sentence;
use crate::book::{Correcting, Correction, Entry, Timeline};
use crate::vocabulary::{Day, Position};
use std::collections::BTreeSet;

/// The corrections of a view, open or not.
pub struct Links<'a> {
    timeline: &'a Timeline,
    undone: BTreeSet<Position>,
}

impl<'a> Links<'a> {
    /// Those that a timeline knows of.
    pub fn of(timeline: &'a Timeline) -> Self {
        Self { timeline, undone: timeline.resolution(Day::MAX).undone.into_keys().collect() }
    }

    fn correction(&self, position: Position) -> Option<&Correction> {
        self.timeline.corrections().iter().find(|correction| correction.position == position)
    }

    /// What an event corrects, if it is a correction.
    pub fn corrects(&self, position: Position) -> Option<Position> {
        self.correction(position)?.target
    }

    /// What a correction goes back to, one by one: its target, what that corrects, and so on.
    pub fn chain(&self, position: Position) -> Vec<&'a Entry> {
        let mut chain = Vec::new();
        let mut next = self.corrects(position);
        while let Some(entry) = next.and_then(|position| self.timeline.at(position)) {
            next = self.corrects(entry.position);
            chain.push(entry);
        }
        chain
    }

    /// The open correction of an event.
    pub fn corrected_by(&self, position: Position) -> Option<Position> {
        self.open_correction(position).map(|correction| correction.position)
    }

    /// Whether a correction holds: it is not annulled itself.
    pub fn is_open(&self, correction: Position) -> bool {
        !self.undone.contains(&correction)
    }

    fn open_correction(&self, position: Position) -> Option<&Correction> {
        let open = |correction: &&Correction| !self.undone.contains(&correction.position);
        self.timeline.corrections().iter().filter(open).find(|correction| correction.target == Some(position))
    }

    /// Events with everything that corrects them, and what corrects that.
    pub fn with_corrections(&self, events: impl Iterator<Item = Position>) -> BTreeSet<Position> {
        let mut all: BTreeSet<Position> = events.collect();
        for correction in self.timeline.corrections() {
            if correction.target.is_some_and(|target| all.contains(&target)) {
                all.insert(correction.position);
            }
        }
        all
    }

    /// An event in a sentence, with what it corrects and by what it was corrected.
    pub fn told(&self, entry: &Entry) -> String {
        let said = match self.correction(entry.position) {
            Some(correction) => self.correction_told(correction, entry),
            None => sentence(&entry.fact.event),
        };
        match self.open_correction(entry.position) {
            None => said,
            Some(Correction { correcting: Correcting::Reverses, position, day, .. }) => {
                format!("{said} [reversed on {day} by event {position}]")
            }
            Some(Correction { correcting, position, .. }) => {
                format!("{said} [{} by event {position}]", correcting.participle())
            }
        }
    }

    fn correction_told(&self, correction: &Correction, entry: &Entry) -> String {
        let Some(target) = correction.target.and_then(|position| self.timeline.at(position)) else {
            return sentence(&entry.fact.event);
        };
        let (position, was) = (target.position, sentence(&target.fact.event));
        match &entry.fact.event {
            crate::event::Event::EventAmended(amended) => {
                let moved = entry.effective != target.effective;
                let day = if moved {
                    format!(" on {} instead of {}", entry.effective, target.effective)
                } else {
                    String::new()
                };
                format!("event {position} amended{day}: {} (was: {was})", sentence(&amended.becomes.event))
            }
            _ => format!("event {position} {} ({was})", correction.correcting.participle()),
        }
    }
}
