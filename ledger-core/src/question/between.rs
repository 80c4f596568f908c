//! Between: the events that one of two views counts and the other does not, and which of them speak of a figure.
//!
//! Absent by design: figures and their values, and how any of it is shown.

use super::View;
use super::balance::CREDITS;
use super::figure::{About, Figure, FigureKey};
use super::links::Links;
use super::movement::movements;
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
        let mut of_stream: BTreeMap<StreamId, Vec<&Entry>> = BTreeMap::new();
        let mut of_device: BTreeMap<(StreamId, &Serial), BTreeSet<Position>> = BTreeMap::new();
        for (position, entry) in &entries {
            of_stream.entry(entry.stream).or_default().push(entry);
            let corrected = links.chain(*position);
            for serial in corrected.into_iter().chain([*entry]).flat_map(|entry| devices(&entry.fact.event)) {
                of_device.entry((entry.stream, serial)).or_default().insert(*position);
            }
        }
        Self { before, after, links, entries, of_stream, of_device }
    }

    /// The events that speak of a figure's subject; none where the day alone moved it.
    pub(super) fn speaking_of(&self, key: &FigureKey) -> Vec<Position> {
        let stream = key.stream;
        let resting: BTreeSet<Position> = match (&key.subject, key.figure) {
            (About::Project, Figure::Opened) => self.own(stream, |event| matches!(event, Event::ProjectOpened(_))),
            (About::Project, Figure::Closed) => self.own(stream, |event| matches!(event, Event::ProjectClosed)),
            (About::Project, Figure::UnderSsa) => self.of_lots(stream, |lot| lot.licence.version.is_some()),
            (About::Project, _) => {
                self.own(stream, |event| movements(event).iter().any(|moved| moved.licence == CREDITS))
            }
            (About::Licence(licence), _) => self.of_lots(stream, |lot| lot.licence.untiered() == *licence),
            (About::On(licence, serial), _) => {
                let lots = self.of_lots(stream, |lot| lot.licence.untiered() == *licence);
                lots.intersection(&self.of_device(stream, serial)).copied().collect()
            }
            (About::Lot(id), _) => {
                let lots = self.projects(stream).filter_map(|project| project.lots.get(id));
                lots.flat_map(|lot| lot.events.iter().copied()).collect()
            }
            (About::Device(serial), _) => self.of_device(stream, serial),
            (About::Rule(rule, subject), _) => {
                let found = self.before.findings.iter().chain(&self.after.findings);
                let meant = found.filter(|finding| finding.rule == *rule && finding.subject == *subject);
                meant.flat_map(|finding| finding.events.iter().copied()).collect()
            }
        };
        let with_corrections = self.links.with_corrections(resting.into_iter());
        with_corrections.into_iter().filter(|position| self.entries.contains_key(position)).collect()
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

/// Devices that an event speaks of.
fn devices(event: &Event) -> impl Iterator<Item = &Serial> {
    let came = if let Event::DeviceReplaced(replaced) = event { Some(&replaced.new) } else { None };
    event.device().into_iter().chain(came)
}
