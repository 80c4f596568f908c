//! Reading a figure from a book: its value, what makes it up, and the rules that it is reckoned by.
//!
//! Absent by design: steps and events.

use super::Before;
use crate::book::{Book, Came, Device, Entry, Lot, Place, Presence, Project};
use crate::event::Event;
use crate::question::Label;
use crate::question::movement::{Movement, movements};
use crate::rule::Rulebooks;
use crate::rule::warranty::warranty_until;
use crate::say;
use crate::vocabulary::{Arg, Day, Licence, LotId, Say, Serial, StreamId};

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Units of a licence in a project, or of one lot only if it is named.
    Units {
        /// The project.
        stream: StreamId,
        /// The licence, without its tier.
        licence: Licence,
        /// Which of them.
        side: Side,
        /// The lot.
        lot: Option<LotId>,
    },
    /// The service credits of a project.
    Credits {
        /// The project.
        stream: StreamId,
    },
    /// The end of a lot's SSA.
    Coverage {
        /// The project.
        stream: StreamId,
        /// The lot.
        lot: LotId,
    },
    /// The end of a device's warranty.
    Warranty {
        /// The project that it is in.
        stream: StreamId,
        /// The device.
        serial: Serial,
    },
}

/// Which units of a licence are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// Those in the free balance.
    Free,
    /// Those bound to any device.
    Bound,
    /// All of them.
    Total,
    /// Bound ones that SSA covers on the day.
    Covered,
    /// Those on one device.
    On(Serial),
}

impl Side {
    pub(super) fn at(place: &Place) -> Self {
        match place {
            Place::Free => Self::Free,
            Place::Device(serial) => Self::On(serial.clone()),
        }
    }

    fn counts(&self, lot: &Lot, place: &Place, day: Day) -> bool {
        match self {
            Self::Free => *place == Place::Free,
            Self::Bound => *place != Place::Free,
            Self::Total => true,
            Self::Covered => *place != Place::Free && lot.is_covered(day),
            Self::On(serial) => *place == Place::Device(serial.clone()),
        }
    }
}

/// A figure as it stands in a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// Units or credits.
    pub(super) count: Option<i64>,
    /// First day outside.
    pub(super) until: Option<Day>,
    /// What makes it up, in words; nothing for counts.
    pub(super) state: Say,
}

impl Reading {
    /// That of a figure that is not there.
    const NONE: Self = Self { count: None, until: None, state: Say::NOTHING };
}

impl Subject {
    /// The project whose events are told.
    pub(super) fn stream(&self) -> StreamId {
        match self {
            Self::Units { stream, .. }
            | Self::Credits { stream }
            | Self::Coverage { stream, .. }
            | Self::Warranty { stream, .. } => *stream,
        }
    }

    /// The key of the figure for machines.
    pub(super) fn figure(&self) -> &'static str {
        match self {
            Self::Units { side: Side::Free, .. } => "free",
            Self::Units { side: Side::Bound | Side::On(_), .. } => "bound",
            Self::Units { side: Side::Total, .. } => "total",
            Self::Units { side: Side::Covered, .. } => "ssa_covered",
            Self::Credits { .. } => "credits",
            Self::Coverage { .. } => "ssa_until",
            Self::Warranty { .. } => "warranty_until",
        }
    }

    /// The licence, the device and the lot that it is about.
    pub(super) fn concerned(&self) -> (Option<&Licence>, Option<&Serial>, Option<LotId>) {
        match self {
            Self::Units { licence, side: Side::On(serial), lot, .. } => (Some(licence), Some(serial), *lot),
            Self::Units { licence, lot, .. } => (Some(licence), None, *lot),
            Self::Credits { .. } => (None, None, None),
            Self::Coverage { lot, .. } => (None, None, Some(*lot)),
            Self::Warranty { serial, .. } => (None, Some(serial), None),
        }
    }

    /// What it is about.
    pub(super) fn named(&self) -> Say {
        match self {
            Self::Units { licence, side: Side::On(serial), lot: Some(lot), .. } => {
                say!("subject-of-lot-on", licence = licence, lot = *lot, device = serial)
            }
            Self::Units { licence, side: Side::On(serial), lot: None, .. } => {
                say!("subject-on", licence = licence, device = serial)
            }
            Self::Units { licence, lot: Some(lot), .. } => say!("subject-of-lot", licence = licence, lot = *lot),
            Self::Units { licence, lot: None, .. } => say!("subject-licence", licence = licence),
            Self::Credits { .. } => say!("subject-credits"),
            Self::Coverage { lot, .. } => say!("subject-lot", lot = *lot),
            Self::Warranty { serial, .. } => say!("subject-device", device = serial),
        }
    }

    /// The figure in a sentence.
    pub(super) fn said(&self, reading: &Reading, project: &Label, when: Say) -> Say {
        let n = reading.count.unwrap_or_default();
        let until = reading.until;
        match self {
            Self::Units { side, .. } => {
                let what = self.named();
                match side {
                    Side::Free => say!("figure-free", n = n, what = what, project = project, when = when),
                    Side::Bound | Side::On(_) => {
                        say!("figure-bound", n = n, what = what, project = project, when = when)
                    }
                    Side::Total => say!("figure-total", n = n, what = what, project = project, when = when),
                    Side::Covered => say!("figure-covered", n = n, what = what, project = project, when = when),
                }
            }
            Self::Credits { .. } => say!("figure-credits", n = n, project = project, when = when),
            Self::Coverage { lot, .. } => match until {
                Some(until) => say!("figure-ssa", lot = *lot, project = project, until = until, when = when),
                None => say!("figure-no-ssa", lot = *lot, project = project, when = when),
            },
            Self::Warranty { serial, .. } => match until {
                Some(until) => say!("figure-warranty", device = serial, until = until, when = when),
                None => say!("figure-warranty-unknown", device = serial, when = when),
            },
        }
    }

    /// The figure in a book. `lineage` are the lots or devices that stood for the subject before it had its name.
    pub(super) fn read(&self, book: &Book, day: Day, rulebooks: &Rulebooks, lineage: &Lineage) -> Reading {
        match self {
            Self::Units { .. } => {
                let counted = self.lots(book, day).into_iter().map(|(_, units)| units).sum();
                Reading { count: Some(counted), ..Reading::NONE }
            }
            Self::Credits { stream } => {
                let credits = book.projects.get(stream).map_or(0, |project| project.credits);
                Reading { count: Some(credits), ..Reading::NONE }
            }
            Self::Coverage { .. } => lineage.lot(book).map_or(Reading::NONE, |lot| Reading {
                count: None,
                until: lot.covered_until(),
                state: lot_state(lot),
            }),
            Self::Warranty { .. } => lineage.device(book).map_or(Reading::NONE, |device| Reading {
                count: None,
                until: warranty_until(rulebooks, device),
                state: device_state(device),
            }),
        }
    }

    /// The lots that a count is made of, with how many units each gives; none for what is no count of units.
    pub(super) fn lots<'b>(&self, book: &'b Book, day: Day) -> Vec<(&'b Lot, i64)> {
        let Self::Units { stream, licence, side, lot } = self else { return Vec::new() };
        let Some(project) = book.projects.get(stream) else { return Vec::new() };
        let meant = |found: &&Lot| found.licence.untiered() == *licence && lot.is_none_or(|lot| lot == found.id);
        let units = |found: &Lot| -> i64 {
            found.holdings.iter().filter(|(place, _)| side.counts(found, place, day)).map(|(_, units)| *units).sum()
        };
        let counted = project.lots.values().filter(meant).map(|lot| (lot, units(lot)));
        counted.filter(|(_, units)| *units != 0).collect()
    }

    /// Whether an event speaks of the subject, also one that does not count.
    pub(super) fn is_spoken_of(&self, entry: &Entry, lineage: &Lineage) -> bool {
        let event = if let Event::EventAmended(amended) = &entry.fact.event {
            &amended.becomes.event
        } else {
            &entry.fact.event
        };
        let moves =
            |meant: &dyn Fn(&Movement) -> bool| entry.stream == self.stream() && movements(event).iter().any(meant);
        match self {
            Self::Units { licence, side: Side::On(serial), .. } => {
                moves(&|moved| moved.amount.licence() == Some(licence) && moved.touches(serial))
            }
            Self::Units { licence, .. } => moves(&|moved| moved.amount.licence() == Some(licence)),
            Self::Credits { .. } => moves(&|moved| moved.amount.licence().is_none()),
            Self::Coverage { .. } => lineage.tells_of_lots(entry, &event.lots()),
            Self::Warranty { .. } => lineage.tells_of_devices(event),
        }
    }
}

/// The lots and devices that stood for a subject, the present one first.
#[derive(Debug, Clone, Default)]
pub(super) struct Lineage {
    /// Each with the place of the timeline at which the one before it came out of it.
    lots: Vec<(StreamId, LotId, Before)>,
    devices: Vec<Serial>,
}

impl Lineage {
    /// Follows a subject back through splits, moves and replacements.
    pub(super) fn of(subject: &Subject, book: &Book) -> Self {
        let mut lineage = Self::default();
        match subject {
            Subject::Coverage { stream, lot } => lineage.follow_lot(book, (*stream, *lot)),
            Subject::Warranty { serial, .. } => lineage.follow_device(book, serial),
            Subject::Units { .. } | Subject::Credits { .. } => {}
        }
        lineage
    }

    fn follow_lot(&mut self, book: &Book, (mut stream, mut lot): (StreamId, LotId)) {
        let mut until = None;
        while !self.lots.iter().any(|(s, l, _)| (*s, *l) == (stream, lot)) {
            self.lots.push((stream, lot, until));
            let found = book.projects.get(&stream).and_then(|project| project.lots.get(&lot));
            (stream, lot) = match found.map(|lot| &lot.came) {
                Some(Came::Split(parent)) => (stream, *parent),
                Some(Came::Project(from, was)) => (from.stream, *was),
                Some(Came::Key | Came::Unproven | Came::Missing) | None => return,
            };
            until = found.map(|lot| lot.made);
        }
    }

    fn follow_device(&mut self, book: &Book, serial: &Serial) {
        let mut next = Some(serial.clone());
        while let Some(serial) = next.take().filter(|serial| !self.devices.contains(serial)) {
            let replaced = |device: &&Device| device.presence == Presence::ReplacedBy(serial.clone());
            let mut devices = book.projects.values().flat_map(|project: &Project| project.devices.values());
            next = devices.find(replaced).map(|device| device.serial.clone());
            self.devices.push(serial);
        }
    }

    fn lot<'b>(&self, book: &'b Book) -> Option<&'b Lot> {
        self.lots.iter().find_map(|(stream, lot, _)| book.projects.get(stream)?.lots.get(lot))
    }

    fn device<'b>(&self, book: &'b Book) -> Option<&'b Device> {
        self.devices.iter().find_map(|serial| book.device_anywhere(serial).map(|(_, device)| device))
    }

    fn tells_of_lots(&self, entry: &Entry, named: &[LotId]) -> bool {
        let place = (entry.effective, entry.position);
        let meant = |(stream, lot, until): &(StreamId, LotId, Before)| {
            *stream == entry.stream && named.contains(lot) && until.is_none_or(|until| place <= until)
        };
        self.lots.iter().any(meant)
    }

    fn tells_of_devices(&self, event: &Event) -> bool {
        let replaces = if let Event::DeviceReplaced(e) = event { self.devices.contains(&e.new) } else { false };
        let has_warranty =
            matches!(event, Event::WarrantyActivated(_) | Event::DeviceAdded(_) | Event::DeviceMovedIn(_));
        replaces || (has_warranty && event.device().is_some_and(|serial| self.devices.contains(serial)))
    }
}

fn lot_state(lot: &Lot) -> Say {
    say!("state-lot", lot = lot.id, first = first_bound(lot), covered = covered(lot))
}

/// Since when a lot is bound.
pub(super) fn first_bound(lot: &Lot) -> Say {
    lot.first_bound.map_or_else(|| say!("state-never-bound"), |day| say!("state-first-bound", day = day))
}

/// Its SSA.
pub(super) fn covered(lot: &Lot) -> Say {
    let spans: Arg = lot.coverage.iter().copied().collect();
    if lot.coverage.is_empty() { say!("state-no-ssa") } else { say!("state-ssa", spans = spans) }
}

fn device_state(device: &Device) -> Say {
    let purchased =
        device.purchased.map_or_else(|| say!("state-purchase-unknown"), |day| say!("state-purchased", day = day));
    let extended = device.warranty.as_ref().map_or_else(
        || say!("state-not-extended"),
        |extension| say!("state-extended", years = extension.years.get(), key = &extension.key),
    );
    say!("state-device", device = &device.serial, purchased = purchased, extended = extended)
}
