//! What runs anew: an extension of a warranty ends by the day of purchase as it is known now (WAR-7).
//!
//! An end that was reckoned when the extension was recorded follows an amended day of purchase; an end that somebody named
//! stays. Absent by design: rulebooks; a base warranty other than a year is never guessed.

use super::{Entry, Timeline};
use crate::event::{DeviceAdded, Event};
use crate::vocabulary::{Day, Position, Serial, StreamId};
use std::collections::BTreeMap;

/// Months of the base warranty (WAR-1: one year from the purchase).
const BASE_MONTHS: u32 = 12;

/// The days of purchase of a device: as it was said before, and as it is known now.
struct Purchase {
    before: Vec<Day>,
    now: Option<Day>,
}

/// A device in its project: what a project's own stream says must be enough.
type Here = (StreamId, Serial);

/// Extensions that end on another day since the day of purchase was amended, by their position.
pub(super) fn extensions(timeline: &Timeline) -> BTreeMap<Position, Entry> {
    let amended = purchases(timeline);
    if amended.is_empty() {
        return BTreeMap::new();
    }
    let replaced = replacements(timeline);
    let anew = |recorded: &Entry| {
        let entry = timeline.as_amended(recorded.position)?;
        let Event::WarrantyActivated(activated) = &entry.fact.event else { return None };
        // Reported replacements can go in a circle; the way back is no longer than there are of them.
        let back = |here: &Here| replaced.get(here).map(|old| (here.0, old.clone()));
        let first = (entry.stream, activated.serial.clone());
        let mut stood = std::iter::successors(Some(first), back).take(replaced.len() + 1);
        let purchase = stood.find_map(|here| amended.get(&here))?;
        let months = activated.extension.years.get().checked_mul(12)?.checked_add(BASE_MONTHS)?;
        let stored = activated.extension.until?;
        purchase.before.iter().find(|day| day.plus_months(months) == Some(stored))?;
        let until = purchase.now?.plus_months(months).filter(|until| *until != stored)?;
        let mut entry = entry.clone();
        if let Event::WarrantyActivated(activated) = &mut entry.fact.event {
            activated.extension.until = Some(until);
        }
        Some((entry.position, entry))
    };
    timeline.entries().iter().filter_map(anew).collect()
}

/// What an event, or what an amendment makes of one, says of a device that comes into its project.
fn coming(event: &Event) -> Option<&DeviceAdded> {
    if let Event::EventAmended(amended) = event {
        return coming(&amended.becomes.event);
    }
    if let Event::DeviceMovedIn(moved) = event {
        return Some(&moved.device);
    }
    if let Event::DeviceAdded(added) = event { Some(added) } else { None }
}

/// Devices whose day of purchase was amended.
fn purchases(timeline: &Timeline) -> BTreeMap<Here, Purchase> {
    let mut purchases: BTreeMap<Here, Purchase> = BTreeMap::new();
    for entry in timeline.entries() {
        let Some(said) = coming(&entry.fact.event) else { continue };
        let amended = timeline.as_amended(timeline.act(entry).position);
        let Some(now) = amended.and_then(|entry| coming(&entry.fact.event)) else { continue };
        if let Some(before) = said.purchased.filter(|before| now.purchased != Some(*before)) {
            let purchase = purchases.entry((entry.stream, now.serial.clone()));
            let purchase = purchase.or_insert_with(|| Purchase { before: Vec::new(), now: now.purchased });
            purchase.before.push(before);
        }
    }
    purchases
}

/// The device that each one came in the place of.
fn replacements(timeline: &Timeline) -> BTreeMap<Here, Serial> {
    let replaced = |recorded: &Entry| {
        let entry = timeline.as_amended(recorded.position)?;
        let Event::DeviceReplaced(replaced) = &entry.fact.event else { return None };
        Some(((entry.stream, replaced.new.clone()), replaced.old.clone()))
    };
    timeline.entries().iter().filter_map(replaced).collect()
}
