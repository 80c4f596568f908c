//! Reading a figure from a book: its value, what makes it up, and the rules that it is reckoned by.
//!
//! Absent by design: steps and events.

use super::Before;
use crate::book::{Book, Came, Device, Entry, Lot, Place, Presence, Project};
use crate::event::Event;
use crate::question::movement::{Movement, movements};
use crate::rule::Rulebooks;
use crate::rule::warranty::warranty_until;
use crate::vocabulary::{Day, Licence, LotId, Serial, StreamId, in_years};

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Units of a licence in a project; of one lot alone where it is named.
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Reading {
    /// Units or credits.
    pub(super) count: Option<i64>,
    /// First day outside.
    pub(super) until: Option<Day>,
    /// What makes it up, in words; empty for counts.
    pub(super) state: String,
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

    /// What it is about, for machines.
    pub(super) fn named(&self) -> String {
        match self {
            Self::Units { licence, side, lot, .. } => {
                let of_lot = lot.map_or_else(String::new, |lot| format!(" of lot {lot}"));
                let on = if let Side::On(serial) = side { format!(" on {serial}") } else { String::new() };
                format!("{licence}{of_lot}{on}")
            }
            Self::Credits { .. } => "SSC".to_owned(),
            Self::Coverage { lot, .. } => format!("lot {lot}"),
            Self::Warranty { serial, .. } => serial.to_string(),
        }
    }

    /// The figure in a sentence.
    pub(super) fn said(&self, reading: &Reading, project: &str, when: &str) -> String {
        let count = reading.count.unwrap_or_default();
        let until = reading.until;
        match self {
            Self::Units { side, .. } => {
                let (what, are) = (self.named(), if count == 1 { "is" } else { "are" });
                match side {
                    Side::Free => format!("{count} {what} {are} free in {project} {when}"),
                    Side::Bound => format!("{count} {what} {are} bound in {project} {when}"),
                    Side::Total => format!("{count} {what} {are} free or bound in {project} {when}"),
                    Side::Covered => format!("{count} bound {what} {are} under SSA in {project} {when}"),
                    Side::On(_) => format!("{count} {what} {are} bound in {project} {when}"),
                }
            }
            Self::Credits { .. } => format!("{count} credits are in the balance of {project} {when}"),
            Self::Coverage { lot, .. } => match until {
                Some(until) => format!("lot {lot} of {project} has SSA until {until} (excluded), as seen {when}"),
                None => format!("lot {lot} of {project} has no SSA, as seen {when}"),
            },
            Self::Warranty { serial, .. } => match until {
                Some(until) => format!("{serial} has warranty until {until} (excluded), as seen {when}"),
                None => format!("the end of the warranty of {serial} is unknown, as seen {when}"),
            },
        }
    }

    /// The figure in a book. `lineage` are the lots or devices that stood for the subject before it had its name.
    pub(super) fn read(&self, book: &Book, day: Day, rulebooks: &Rulebooks, lineage: &Lineage) -> Reading {
        match self {
            Self::Units { .. } => {
                let counted = self.lots(book, day).into_iter().map(|(_, units)| units).sum();
                Reading { count: Some(counted), ..Reading::default() }
            }
            Self::Credits { stream } => {
                let credits = book.projects.get(stream).map_or(0, |project| project.credits);
                Reading { count: Some(credits), ..Reading::default() }
            }
            Self::Coverage { .. } => lineage.lot(book).map_or_else(Reading::default, |lot| Reading {
                count: None,
                until: lot.covered_until(),
                state: lot_state(lot),
            }),
            Self::Warranty { .. } => lineage.device(book).map_or_else(Reading::default, |device| Reading {
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
        let moves = |word: &str, on: &dyn Fn(&str) -> bool| {
            let meant = |moved: &Movement| moved.licence == word && (on(&moved.from) || on(&moved.to));
            entry.stream == self.stream() && movements(event).iter().any(meant)
        };
        match self {
            Self::Units { licence, side: Side::On(serial), .. } => {
                moves(&licence.to_string(), &|place| place == serial.as_str())
            }
            Self::Units { licence, .. } => moves(&licence.to_string(), &|_| true),
            Self::Credits { .. } => moves("SSC", &|_| true),
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

fn lot_state(lot: &Lot) -> String {
    let first = lot.first_bound.map_or_else(|| "never bound".to_owned(), |day| format!("first bound {day}"));
    let spans: Vec<String> = lot.coverage.iter().map(ToString::to_string).collect();
    let covered = if spans.is_empty() { "no SSA".to_owned() } else { format!("SSA {}", spans.join(", ")) };
    format!("lot {}: {first}, {covered}", lot.id)
}

fn device_state(device: &Device) -> String {
    let purchased =
        device.purchased.map_or_else(|| "day of purchase unknown".to_owned(), |day| format!("purchased {day}"));
    let extended = device.warranty.as_ref().map_or_else(
        || "not extended".to_owned(),
        |extension| format!("extended by {} with key {}", in_years(extension.years.get()), extension.key),
    );
    format!("{}: {purchased}, {extended}", device.serial)
}
