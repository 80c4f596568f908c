//! What runs anew: an extension of a warranty ends by its device, the day of purchase and its years as they are known now
//! (WAR-7).
//!
//! An end that was reckoned when it was said follows what was amended since; an end that somebody named stays. What a
//! project's own stream says must be enough. Absent by design: rulebooks; whoever has them tells the months of a base
//! warranty.

use super::correction::{self, Correcting, Resolution};
use super::fold::arrives;
use super::{Entry, Timeline};
use crate::event::{Event, WarrantyActivated};
use crate::vocabulary::{Day, Hash, Position, Serial, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// Months of the base warranty, by rulebook and from a day of purchase on (WAR-1); absent where the rulebook does not know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseTerms(BTreeMap<Hash, BTreeMap<Day, Option<u32>>>);

impl BaseTerms {
    /// The terms that rulebooks name, each by the first day of purchase for which it holds.
    pub fn new(terms: BTreeMap<Hash, BTreeMap<Day, Option<u32>>>) -> Self {
        Self(terms)
    }

    /// Months of the base warranty of a device that was purchased on a day.
    fn months(&self, rulebook: Hash, purchased: Day) -> Option<u32> {
        self.0.get(&rulebook)?.range(..=purchased).next_back().and_then(|(_, months)| *months)
    }
}

/// A purchase as it is known: its day, and the rulebook by which the base warranty runs.
type Purchase = (Day, Hash);

/// Acts that say when a device was purchased, or what it came in the place of, by their streams.
struct Devices<'a> {
    timeline: &'a Timeline,
    acts: BTreeMap<StreamId, Vec<Position>>,
}

/// Extensions that end on another day since something was corrected from which their ends follow, by the position of the event
/// that says them.
pub(super) fn extensions(timeline: &Timeline) -> BTreeMap<Position, Entry> {
    let devices = Devices::of(timeline);
    let corrected: BTreeSet<Position> =
        timeline.corrections().iter().filter_map(|c| Some(timeline.act(timeline.at(c.target?)?).position)).collect();
    let unsure: BTreeSet<StreamId> = devices
        .acts
        .iter()
        .filter(|(_, acts)| acts.iter().any(|act| corrected.contains(act)))
        .map(|(stream, _)| *stream)
        .collect();
    let can_differ = |entry: &&Entry| corrected.contains(&entry.position) || unsure.contains(&entry.stream);
    let acts = timeline.entries().iter().filter(|entry| said(entry).is_some());
    acts.filter(can_differ).filter_map(|act| devices.anew(act)).map(|entry| (entry.position, entry)).collect()
}

/// What an entry says of an extension; nothing where it is another event.
fn said(entry: &Entry) -> Option<&WarrantyActivated> {
    if let Event::WarrantyActivated(activated) = &entry.fact.event { Some(activated) } else { None }
}

impl<'a> Devices<'a> {
    fn of(timeline: &'a Timeline) -> Self {
        let mut acts: BTreeMap<StreamId, Vec<Position>> = BTreeMap::new();
        let tells =
            |event: &Event| matches!(event, Event::DeviceAdded(_) | Event::DeviceMovedIn(_) | Event::DeviceReplaced(_));
        for entry in timeline.entries().iter().filter(|entry| tells(&entry.fact.event)) {
            acts.entry(entry.stream).or_default().push(entry.position);
        }
        Self { timeline, acts }
    }

    /// An act with the end that follows from what is known now, where it is another one and nobody named the one that it says.
    fn anew(&self, act: &'a Entry) -> Option<Entry> {
        let sayings = self.sayings(act);
        let stands = *sayings.last()?;
        let now = said(stands)?;
        let stored = now.extension.until?;
        let everything = Position(u64::MAX);
        let (stream, day) = (act.stream, stands.effective);
        let until = self.end(now, (stream, day), everything).filter(|until| *until != stored)?;
        // Who said the end first: what an amendment leaves as it was it does not say.
        let ends = |entry: &Entry| said(entry).and_then(|said| said.extension.until);
        let since = sayings.iter().rposition(|entry| ends(entry) != Some(stored)).map_or(0, |before| before + 1);
        let first = *sayings.get(since)?;
        let told = first.was.as_ref().map_or(first.position, |was| was.by);
        let reckoned = self.end(said(first)?, (stream, day), told)?;
        let mut anew = stands.clone();
        if let Event::WarrantyActivated(activated) = &mut anew.fact.event {
            activated.extension.until = Some(until);
        }
        (reckoned == stored).then_some(anew)
    }

    /// What was said of an act: as it was recorded, and by each amendment that holds, in the order of recording.
    fn sayings(&self, act: &'a Entry) -> Vec<&'a Entry> {
        let mut sayings = vec![act];
        let mut last = act.position;
        let amends = |correction: &&correction::Correction, last: Position| {
            correction.correcting == Correcting::Amends
                && correction.target == Some(last)
                && !self.timeline.settled.undone.contains_key(&correction.position)
        };
        while let Some(next) = self.timeline.corrections().iter().find(|correction| amends(correction, last)) {
            last = next.position;
            sayings.extend(self.timeline.stand_ins.get(&last));
        }
        sayings
    }

    /// The end that purchase and years give in a project on a day, by what was recorded below a position.
    fn end(&self, said: &WarrantyActivated, (stream, day): (StreamId, Day), below: Position) -> Option<Day> {
        let (purchased, rulebook) = self.purchase(stream, &said.serial, day, below)?;
        let extended = said.extension.years.get().checked_mul(12)?;
        purchased.plus_months(self.timeline.terms.months(rulebook, purchased)?.checked_add(extended)?)
    }

    /// When a device of a project was purchased, as it was known on a day by what was recorded below a position; of one that came in
    /// the place of another, when that one was.
    fn purchase(&self, stream: StreamId, serial: &Serial, day: Day, below: Position) -> Option<Purchase> {
        let known = self.timeline.corrections();
        let known = &known[..known.partition_point(|correction| correction.position < below)];
        let resolution = correction::resolve(known, day);
        let acts = self.acts.get(&stream)?;
        let mut serial = serial.clone();
        // Reported replacements can go in a circle; the way back is no longer than there are acts.
        for _ in acts {
            let of_device = acts.iter().filter(|act| **act < below).filter_map(|act| self.known(*act, &resolution));
            let of_device =
                of_device.filter(|entry| entry.effective <= day && arrives(&entry.fact.event) == Some(&serial));
            let entry = of_device.max_by_key(|entry| (entry.effective, entry.position))?;
            if let Event::DeviceReplaced(replaced) = &entry.fact.event {
                serial = replaced.old.clone();
                continue;
            }
            if let Event::DeviceMovedIn(moved) = &entry.fact.event {
                return Some((moved.device.purchased?, moved.rulebook.unwrap_or(entry.rulebook)));
            }
            let Event::DeviceAdded(added) = &entry.fact.event else { return None };
            return Some((added.purchased?, entry.rulebook));
        }
        None
    }

    /// An act as corrections leave it; nothing where it is undone by then.
    fn known(&self, act: Position, resolution: &Resolution) -> Option<&'a Entry> {
        if resolution.undone.contains_key(&act) {
            return None;
        }
        let stands = resolution.amended.get(&act).and_then(|amendment| self.timeline.stand_ins.get(amendment));
        stands.or_else(|| self.timeline.at(act))
    }
}
