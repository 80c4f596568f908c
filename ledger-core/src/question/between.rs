//! Between: the events that one of two views counts and the other does not, and which of them speak of a figure.
//!
//! Absent by design: figures and their values, and how any of it is shown.

use super::View;
use super::figure::{About, Figure, FigureKey};
use super::links::Links;
use super::movement::{Amount, movements};
use crate::book::{Entry, Lot};
use crate::event::Event;
use crate::vocabulary::{Position, Serial, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// Two views and what lies between them.
pub(super) struct Between<'a> {
    /// The first view.
    pub(super) before: &'a View,
    /// The second.
    pub(super) after: &'a View,
    /// The corrections of the view that knows more.
    pub(super) links: Links<'a>,
    /// Events that only one of them counts.
    pub(super) entries: BTreeMap<Position, &'a Entry>,
    /// Those, and events that both count, each otherwise.
    moving: BTreeSet<Position>,
    of_stream: BTreeMap<StreamId, Vec<&'a Entry>>,
    of_device: BTreeMap<(StreamId, &'a Serial), BTreeSet<Position>>,
}

impl<'a> Between<'a> {
    /// Compares what the views count.
    pub(super) fn of(before: &'a View, after: &'a View) -> Self {
        let mut entries: BTreeMap<Position, &Entry> = before.entries().map(|entry| (entry.position, entry)).collect();
        for entry in after.entries() {
            if entries.remove(&entry.position).is_none() {
                entries.insert(entry.position, entry);
            }
        }
        let knows_more = if before.known_at > after.known_at { before } else { after };
        let links = Links::of(&knows_more.timeline);
        let otherwise = counted_otherwise(before, after);
        if before.known_at == after.known_at {
            // An amended day can lie on either side of the two days, whenever it was recorded.
            let counted = otherwise.iter().filter_map(|at| knows_more.timeline.at(*at));
            entries.extend(counted.map(|entry| (entry.position, entry)));
        }
        let moving: BTreeSet<Position> =
            links.with_corrections(otherwise.into_iter()).into_iter().chain(entries.keys().copied()).collect();
        let mut of_stream: BTreeMap<StreamId, Vec<&Entry>> = BTreeMap::new();
        let mut of_device: BTreeMap<(StreamId, &Serial), BTreeSet<Position>> = BTreeMap::new();
        for entry in moving.iter().filter_map(|position| knows_more.timeline.at(*position)) {
            let position = &entry.position;
            of_stream.entry(entry.stream).or_default().push(entry);
            let corrected = links.chain(*position);
            for serial in corrected.into_iter().chain([entry]).flat_map(|entry| entry.fact.event.mentions().devices) {
                of_device.entry((entry.stream, serial)).or_default().insert(*position);
            }
        }
        Self { before, after, links, entries, moving, of_stream, of_device }
    }

    /// The events that moved a figure: those that lie between and speak of its subject. Where the day alone moved it, those
    /// that its end or its beginning rests on.
    pub(super) fn speaking_of(&self, key: &FigureKey) -> Vec<Position> {
        let resting = self.links.with_corrections(self.resting(key).into_iter());
        let between: Vec<Position> = resting.iter().copied().filter(|at| self.moving.contains(at)).collect();
        if !between.is_empty() {
            return between;
        }
        let grants = |at: &Position| self.links.event(*at).is_some_and(grants);
        let granting: Vec<Position> = resting.iter().copied().filter(grants).collect();
        if granting.is_empty() { resting.into_iter().collect() } else { granting }
    }

    /// Everything that a figure rests on, on either side.
    fn resting(&self, key: &FigureKey) -> BTreeSet<Position> {
        let stream = key.stream;
        match (&key.subject, key.figure) {
            (About::Project, Figure::Opened) => self.own(stream, |event| matches!(event, Event::ProjectOpened(_))),
            (About::Project, Figure::Closed) => self.own(stream, |event| matches!(event, Event::ProjectClosed)),
            (About::Project, Figure::UnderSsa) => self.of_lots(stream, |lot| lot.licence.version.is_some()),
            (About::Project, _) => {
                let is_credits = |amount: &Amount| matches!(amount, Amount::Credits(_));
                self.own(stream, |event| movements(event).iter().any(|moved| is_credits(&moved.amount)))
            }
            (About::Licence(licence), _) => self.of_lots(stream, |lot| lot.licence.untiered() == *licence),
            (About::On(licence, serial), _) => {
                let lots = self.of_lots(stream, |lot| lot.licence.untiered() == *licence);
                let both: BTreeSet<Position> = lots.intersection(&self.of_device(stream, serial)).copied().collect();
                if both.is_empty() { lots } else { both }
            }
            (About::Lot(id), _) => {
                let lots = self.projects(stream).filter_map(|project| project.lots.get(id));
                lots.flat_map(|lot| lot.events.iter().copied()).collect()
            }
            (About::Device(serial), _) => {
                let between = self.of_device(stream, serial);
                if !between.is_empty() {
                    return between;
                }
                let devices = self.projects(stream).filter_map(|project| project.devices.get(serial));
                devices.flat_map(|device| device.events.iter().copied()).collect()
            }
            (About::Rule(rule, subject), _) => {
                let found = self.before.findings.iter().chain(&self.after.findings);
                let meant = found.filter(|finding| finding.rule == *rule && finding.subject == *subject);
                meant.flat_map(|finding| finding.events.iter().copied()).collect()
            }
        }
    }

    fn own(&self, stream: StreamId, wanted: impl Fn(&Event) -> bool) -> BTreeSet<Position> {
        let here = self.of_stream.get(&stream).into_iter().flatten();
        here.filter(|entry| wanted(&entry.fact.event)).map(|entry| entry.position).collect()
    }

    fn of_device(&self, stream: StreamId, serial: &Serial) -> BTreeSet<Position> {
        self.of_device.get(&(stream, serial)).cloned().unwrap_or_default()
    }

    /// The project on both sides.
    fn projects(&self, stream: StreamId) -> impl Iterator<Item = &'a crate::book::Project> {
        [self.before, self.after].into_iter().filter_map(move |view| view.book.projects.get(&stream))
    }

    /// What the lots of a project rest on, on both sides.
    fn of_lots(&self, stream: StreamId, wanted: impl Fn(&Lot) -> bool) -> BTreeSet<Position> {
        let lots = self.projects(stream).flat_map(|project| project.lots.values()).filter(|lot| wanted(lot));
        lots.flat_map(|lot| lot.events.iter().copied()).collect()
    }
}

/// Positions at which the two views count another event, or the same one otherwise: on another day, with another content,
/// or undone in one of them.
fn counted_otherwise(before: &View, after: &View) -> BTreeSet<Position> {
    let (was, is) = (counted(before), counted(after));
    let same = |a: &Entry, b: &Entry| (a.effective, a.undone, &a.fact) == (b.effective, b.undone, &b.fact);
    let differs = |at: &&Position| match (was.get(at), is.get(at)) {
        (Some(a), Some(b)) => !same(a, b),
        (one, other) => one.is_some() || other.is_some(),
    };
    was.keys().chain(is.keys()).filter(differs).copied().collect()
}

/// What a view counts, and what stays of what was reversed.
fn counted(view: &View) -> BTreeMap<Position, &Entry> {
    let in_effect = view.timeline.in_effect(view.as_of).into_iter().filter(|entry| view.shows_event(entry));
    in_effect.map(|entry| (entry.position, entry)).collect()
}

/// Whether an event, or what an amendment makes of one, lets something run for a time.
fn grants(event: &Event) -> bool {
    if let Event::EventAmended(amended) = event {
        return grants(&amended.becomes.event);
    }
    matches!(
        event,
        Event::SsaApplied(_)
            | Event::LicencesConverted(_)
            | Event::TrialIssued(_)
            | Event::WarrantyActivated(_)
            | Event::LicencesTransferredIn(_)
            | Event::DeviceMovedIn(_)
    )
}
