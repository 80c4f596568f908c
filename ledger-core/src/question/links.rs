//! Links: what a correction corrects, by what an event was corrected, and both in a sentence.
//!
//! Absent by design: what a correction does to figures.

use super::movement::sentence;
use crate::book::{Correcting, Correction, Entry, Timeline};
use crate::event::Event;
use crate::say;
use crate::vocabulary::{Day, Position, Say};
use std::collections::{BTreeMap, BTreeSet};

/// The corrections of a view, open or not.
pub struct Links<'a> {
    timeline: &'a Timeline,
    undone: BTreeSet<Position>,
    /// By its target, the first correction of it that holds.
    open: BTreeMap<Position, &'a Correction>,
}

impl<'a> Links<'a> {
    /// Those that a timeline knows of.
    pub fn of(timeline: &'a Timeline) -> Self {
        let undone: BTreeSet<Position> = timeline.resolution(Day::MAX).undone.into_keys().collect();
        let holds = |correction: &&Correction| !undone.contains(&correction.position);
        let mut open = BTreeMap::new();
        for correction in timeline.corrections().iter().filter(holds) {
            if let Some(target) = correction.target {
                open.entry(target).or_insert(correction);
            }
        }
        Self { timeline, undone, open }
    }

    fn correction(&self, position: Position) -> Option<&Correction> {
        self.timeline.correction(position)
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

    /// What was recorded at a position.
    pub fn event(&self, position: Position) -> Option<&'a Event> {
        self.timeline.at(position).map(|entry| &entry.fact.event)
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
        self.open.get(&position).copied()
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
    pub fn told(&self, entry: &Entry) -> Say {
        let said = match self.correction(entry.position) {
            Some(correction) => self.correction_told(correction, entry),
            None => sentence(&entry.fact.event),
        };
        let Some(Correction { correcting, position, day, .. }) = self.open_correction(entry.position) else {
            return said;
        };
        match correcting {
            Correcting::Reverses => say!("corrected-reversed", said = said, day = *day, event = *position),
            Correcting::Annuls => say!("corrected-annulled", said = said, event = *position),
            Correcting::Amends => say!("corrected-amended", said = said, event = *position),
        }
    }

    fn correction_told(&self, correction: &Correction, entry: &Entry) -> Say {
        let Some(target) = correction.target.and_then(|position| self.timeline.at(position)) else {
            return sentence(&entry.fact.event);
        };
        let (position, was) = (target.position, self.named(target));
        if let Event::EventAmended(amended) = &entry.fact.event {
            return amendment(entry, target, &was, sentence(&amended.becomes.event));
        }
        let what = match self.correction(target.position) {
            Some(Correction { correcting: Correcting::Amends, target: Some(of), .. }) => {
                say!("correction-of-amendment", event = *of, was = was)
            }
            _ => was,
        };
        match correction.correcting {
            Correcting::Annuls => say!("correction-annuls", event = position, what = what),
            Correcting::Reverses => say!("correction-reverses", event = position, what = what),
            Correcting::Amends => say!("correction-amends", event = position, what = what),
        }
    }

    /// An event in a phrase: what it says, or what it is the correction of.
    pub fn named(&self, entry: &Entry) -> Say {
        match (&entry.fact.event, self.correction(entry.position).and_then(|correction| correction.target)) {
            (Event::EventAmended(amended), _) => sentence(&amended.becomes.event),
            (Event::EventAnnulled(_), Some(target)) => say!("named-annulment", event = target),
            (Event::EventReversed(_), Some(target)) => say!("named-reversal", event = target),
            (event, _) => sentence(event),
        }
    }

    /// The amendments that an event counts by, the last one first.
    pub fn amendments(&self, position: Position) -> Vec<&'a Entry> {
        let mut found = Vec::new();
        let mut next = self.corrected_by(position);
        while let Some(entry) = next.and_then(|position| self.timeline.at(position)) {
            next = self.corrected_by(entry.position);
            if matches!(entry.fact.event, Event::EventAmended(_)) {
                found.insert(0, entry);
            }
        }
        found
    }
}

/// An amendment in a sentence: what it says instead, and of what.
fn amendment(entry: &Entry, target: &Entry, was: &Say, becomes: Say) -> Say {
    let day = match entry.effective == target.effective {
        true => Say::NOTHING,
        false => say!("correction-amends-day", day = entry.effective, before = target.effective),
    };
    let before = if *was == becomes { Say::NOTHING } else { say!("correction-amends-was", was = was) };
    say!("correction-amended", event = target.position, day = day, becomes = becomes, before = before)
}
