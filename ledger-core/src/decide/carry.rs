//! Carrying: what is recorded late and lies before a move between projects goes along when both halves of the move are
//! amended in the same act.
//!
//! The timeline is folded once, and every move on the way is made what it would have been. Absent by design: whether that is
//! allowed; rules judge the timeline with the amendments in their places.

use super::device::{arriving_as, bound_to, leaving};
use super::{Draft, Situation};
use crate::book::{Book, Correcting, Entry, Lot, Place, Project, Timeline};
use crate::event::{
    Arriving, DeviceMovedIn, DeviceMovedOut, Event, EventAmended, Fact, Leaving, LicencesTransferredIn,
    LicencesTransferredOut, ProjectOpened, Target,
};
use crate::rule::project::Taken;
use crate::vocabulary::{Day, LotId, Position, Units};
use std::collections::BTreeMap;

/// An amendment that an act brings along, on a day of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The amendment.
    pub draft: Draft,
    /// The day of the move.
    pub day: Day,
}

/// Amendments of the moves that would take something else along with new events in their places.
pub(super) fn carried(situation: &Situation<'_>, entries: &[Entry]) -> Vec<Carried> {
    let timeline = situation.timeline.with(entries);
    let mut book = Book::default();
    let mut arrivals: BTreeMap<Position, Event> = BTreeMap::new();
    let mut carried = Vec::new();
    for entry in timeline.in_effect(Day::MAX) {
        let is_new = entries.iter().any(|new| new.position == entry.position);
        let becomes = match arrivals.remove(&entry.position) {
            _ if entry.undone || is_new => None,
            Some(arrival) => Some(arrival),
            None => departure(&timeline, &book, entry).map(|(departure, at, arrival)| {
                arrivals.insert(at, arrival);
                departure
            }),
        };
        match becomes.filter(|becomes| *becomes != entry.fact.event) {
            Some(event) => {
                let fact = Fact { event, ..entry.fact.clone() };
                carried.push(Carried { draft: amendment(&timeline, entry, fact.clone()), day: entry.effective });
                book.evolve(&entry.amended(fact, entry.effective, Position(u64::MAX)));
            }
            None => book.evolve(entry),
        }
    }
    carried
}

/// A company that gets another name gets it in the openings of its projects, too.
pub(super) fn renamed(situation: &Situation<'_>, drafts: &[Draft]) -> Vec<Carried> {
    let timeline = situation.timeline;
    let renames = |draft: &Draft| {
        let Event::EventAmended(amended) = &draft.event else { return None };
        let Event::CompanyAdded(now) = &amended.becomes.event else { return None };
        let is_target = |entry: &&Entry| entry.stream == draft.stream && entry.version == amended.target.version;
        let target = timeline.entries().iter().find(is_target)?;
        let stands = timeline.as_amended(timeline.act(target).position)?;
        let Event::CompanyAdded(was) = &stands.fact.event else { return None };
        (was.company != now.company).then(|| (was.company.clone(), now.company.clone()))
    };
    let mut carried = Vec::new();
    for (was, now) in drafts.iter().filter_map(renames) {
        for entry in timeline.resolved(Day::MAX).into_iter().filter(|entry| !entry.undone) {
            let Event::ProjectOpened(opened) = &entry.fact.event else { continue };
            if opened.company == was {
                let event = Event::ProjectOpened(ProjectOpened { company: now.clone(), ..opened.clone() });
                let fact = Fact { event, ..entry.fact.clone() };
                carried.push(Carried { draft: amendment(timeline, entry, fact), day: entry.effective });
            }
        }
    }
    carried
}

/// The amendment of an event, or of the amendment by which it counts.
fn amendment(timeline: &Timeline, entry: &Entry, becomes: Fact) -> Draft {
    let undone = timeline.resolution(Day::MAX).undone;
    let amends = |position: Position| {
        let mut corrections = timeline.corrections().iter().filter(|c| c.correcting == Correcting::Amends);
        corrections.find(|c| c.target == Some(position) && !undone.contains_key(&c.position)).map(|c| c.position)
    };
    let mut last = entry.position;
    while let Some(next) = amends(last) {
        last = next;
    }
    let corrected = timeline.at(last).unwrap_or(entry);
    let target = Target { version: corrected.version, event: corrected.event_id };
    Draft { stream: entry.stream, event: Event::EventAmended(EventAmended { target, becomes: Box::new(becomes) }) }
}

/// What a move would say of what it takes along, and its other half; nothing for other events.
fn departure(timeline: &Timeline, book: &Book, entry: &Entry) -> Option<(Event, Position, Event)> {
    let other = timeline.other_half(entry)?;
    let arrival = timeline.as_amended(other.position)?;
    let project = book.projects.get(&entry.stream)?;
    if let (Event::DeviceMovedOut(out), Event::DeviceMovedIn(into)) = (&entry.fact.event, &arrival.fact.event) {
        let (out, into) = device(project, out, into, arrival.version)?;
        return Some((Event::DeviceMovedOut(out), arrival.position, Event::DeviceMovedIn(into)));
    }
    if let (Event::LicencesTransferredOut(out), Event::LicencesTransferredIn(into)) =
        (&entry.fact.event, &arrival.fact.event)
    {
        let (out, into) = licences(project, entry.position, out, into, arrival.version);
        return Some((Event::LicencesTransferredOut(out), arrival.position, Event::LicencesTransferredIn(into)));
    }
    None
}

/// A device takes along everything that is on it.
fn device(
    project: &Project,
    out: &DeviceMovedOut,
    into: &DeviceMovedIn,
    version: u64,
) -> Option<(DeviceMovedOut, DeviceMovedIn)> {
    let device = project.devices.get(&out.serial)?;
    let bound = bound_to(project, &out.serial);
    let mut names = Names::of(&into.lots, version);
    let lots = bound.iter().map(|(lot, units)| arriving_as(lot, *units, names.of_lot(lot.id))).collect();
    let out = DeviceMovedOut { lots: bound.iter().map(|(lot, units)| leaving(lot, *units)).collect(), ..out.clone() };
    let into = DeviceMovedIn {
        device: device.as_added(),
        min_software: device.min_software,
        warranty: device.warranty.clone(),
        trials: device.trials,
        running: device.running().or_else(|| into.running.as_ref().map(|_| Vec::new())),
        lots,
        ..into.clone()
    };
    Some((out, into))
}

/// Licences move as the lots that they are by then.
fn licences(
    project: &Project,
    position: Position,
    out: &LicencesTransferredOut,
    into: &LicencesTransferredIn,
    version: u64,
) -> (LicencesTransferredOut, LicencesTransferredIn) {
    let mut names = Names::of(&into.lots, version);
    let (mut leaves, mut arrives): (Vec<Leaving>, Vec<Arriving>) = (Vec::new(), Vec::new());
    for said in &out.lots {
        let taken = Taken::leaving(said);
        let found = project.found(&taken.part, &Place::Free, taken.became, position);
        let parts = found.lots.into_iter().filter_map(|(lot, units)| {
            let units = u32::try_from(units).ok().and_then(Units::new)?;
            project.lots.get(&lot).map(|lot: &Lot| (lot, units))
        });
        let parts: Vec<(&Lot, Units)> = parts.collect();
        if parts.is_empty() {
            leaves.push(said.clone());
            arrives.extend(into.lots.iter().filter(|arriving| arriving.was == said.lot).cloned());
        }
        for (lot, units) in parts {
            leaves.push(leaving(lot, units));
            arrives.push(arriving_as(lot, units, names.of_lot(lot.id)));
        }
    }
    (LicencesTransferredOut { lots: leaves, ..out.clone() }, LicencesTransferredIn { lots: arrives, ..into.clone() })
}

/// Names of lots where they arrive: those that they have there, and further ones of the same event.
struct Names {
    known: BTreeMap<LotId, LotId>,
    version: u64,
    next: u32,
}

impl Names {
    fn of(arriving: &[Arriving], version: u64) -> Self {
        let known = arriving.iter().map(|arriving| (arriving.was, arriving.lot)).collect();
        let last = arriving.iter().map(|arriving| arriving.lot.part).max().unwrap_or(0);
        Self { known, version, next: last.saturating_add(1) }
    }

    fn of_lot(&mut self, lot: LotId) -> LotId {
        if let Some(name) = self.known.get(&lot) {
            return *name;
        }
        let name = LotId { made_by: self.version, part: self.next };
        self.next = self.next.saturating_add(1);
        self.known.insert(lot, name);
        name
    }
}
