//! Corrections, resolved: which events count at the end of a day, and with which content.
//!
//! An annulled event never counts. A reversed one counts before the day of its reversal, and from that day on the book
//! is what it would be without it, but for what stays: it did happen. An amended one counts with its new content, in its own place. A correction is an event
//! and can be corrected the same way. Resolving is total: a correction that speaks of nothing does nothing. Absent by
//! design: whether a correction was allowed.

use super::Entry;
use crate::event::Event;
use crate::vocabulary::{Day, Position, StreamId};
use std::collections::BTreeMap;

/// What a correction says about its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Correcting {
    /// It never happened.
    Annuls,
    /// It was undone on the day of the correction.
    Reverses,
    /// It happened otherwise.
    Amends,
}

impl Correcting {
    /// What the target is, once corrected: `annulled`, `reversed`, `amended`.
    pub fn participle(self) -> &'static str {
        match self {
            Self::Annuls => "annulled",
            Self::Reverses => "reversed",
            Self::Amends => "amended",
        }
    }
}

/// A correction and what it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// The correction.
    pub position: Position,
    /// What it says.
    pub correcting: Correcting,
    /// Its day.
    pub day: Day,
    /// The earlier event of its stream that it speaks of; absent where there is no such event.
    pub target: Option<Position>,
}

/// What is in force at the end of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// Events that do not count, each with the correction that says so.
    pub undone: BTreeMap<Position, Correction>,
    /// Events that count otherwise than they were recorded, each with the amendment that says how.
    pub amended: BTreeMap<Position, Position>,
}

/// What an event says about an earlier one.
fn correcting(event: &Event) -> Option<Correcting> {
    if let Event::EventAnnulled(_) = event {
        return Some(Correcting::Annuls);
    }
    if let Event::EventReversed(_) = event {
        return Some(Correcting::Reverses);
    }
    if let Event::EventAmended(_) = event { Some(Correcting::Amends) } else { None }
}

/// Every correction among some events, in the order of positions.
pub(super) fn corrections(entries: &[Entry]) -> Vec<Correction> {
    let corrects = |entry: &&Entry| entry.fact.event.target().is_some();
    if !entries.iter().any(|entry| corrects(&entry)) {
        return Vec::new();
    }
    let place = |entry: &Entry| (entry.stream, entry.version);
    let places: BTreeMap<(StreamId, u64), &Entry> = entries.iter().map(|entry| (place(entry), entry)).collect();
    let correction = |entry: &Entry| {
        let named = entry.fact.event.target()?;
        let earlier = |found: &&&Entry| found.event_id == named.event && found.version < entry.version;
        let target = places.get(&(entry.stream, named.version)).filter(earlier).map(|found| found.position);
        let correcting = correcting(&entry.fact.event)?;
        Some(Correction { position: entry.position, correcting, day: entry.effective, target })
    };
    let mut found: Vec<Correction> = entries.iter().filter_map(correction).collect();
    found.sort_by_key(|correction| correction.position);
    found
}

/// What is in force at the end of a day. Later corrections are looked at first: what corrects a correction comes after it.
pub(super) fn resolve(corrections: &[Correction], day: Day) -> Resolution {
    let mut resolution = Resolution::default();
    for correction in corrections.iter().rev() {
        let Some(target) = correction.target.filter(|_| !resolution.undone.contains_key(&correction.position)) else {
            continue;
        };
        match correction.correcting {
            Correcting::Annuls => {
                resolution.undone.insert(target, *correction);
            }
            // What never happened leaves nothing that a reversal could leave, whichever was recorded first.
            Correcting::Reverses if correction.day <= day => {
                let is_annulled = |by: &Correction| by.correcting == Correcting::Annuls;
                if !resolution.undone.get(&target).is_some_and(is_annulled) {
                    resolution.undone.insert(target, *correction);
                }
            }
            Correcting::Reverses => {}
            Correcting::Amends => {
                let says = resolution.amended.get(&correction.position).copied().unwrap_or(correction.position);
                resolution.amended.insert(target, says);
            }
        }
    }
    resolution
}

/// What each amendment puts in the place of the event that it goes back to, by the position of the amendment.
pub(super) fn stand_ins(entries: &[Entry], corrections: &[Correction]) -> BTreeMap<Position, Entry> {
    let mut made: BTreeMap<Position, Entry> = BTreeMap::new();
    if corrections.is_empty() {
        return made;
    }
    let by_position: BTreeMap<Position, &Entry> = entries.iter().map(|entry| (entry.position, entry)).collect();
    for correction in corrections {
        let amendment = by_position.get(&correction.position);
        let Some(Event::EventAmended(amended)) = amendment.map(|entry| &entry.fact.event) else { continue };
        let (Some(amendment), Some(target)) = (amendment, correction.target) else { continue };
        let Some(stood) = made.get(&target).or_else(|| by_position.get(&target).copied()) else { continue };
        // What was judged stays judged by its rulebook, and so does what an amendment makes of it.
        let entry = stood.amended((*amended.becomes).clone(), amendment.effective, correction.position);
        made.insert(correction.position, entry);
    }
    made
}
