//! PRJ-4 for a state: nothing is below zero. For an act that changes more than its own day: no day gets further below it.
//!
//! Absent by design: which event took too much; the rules about events say that.

use super::{Behind, Finding};
use crate::book::{Book, Came, Entry, Lot, Place, Project};
use crate::say;
use crate::vocabulary::{Arg, Day, Licence, LotId, Position, Step, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// PRJ-4: a lot holds at no place less than nothing. Units that no event accounts for are owed until as many of their licence
/// are at the place.
///
/// Source: the ledger's own (conservation).
pub fn below_zero(book: &Book) -> Vec<Finding> {
    let of_project = |project: &Project| {
        let lot = |(lot, place): &(LotId, Place)| {
            let lot = project.lots.get(lot).filter(|lot| is_owed(project, lot, place))?;
            Some(finding(project, lot, place, lot.units_at(place)))
        };
        project.short.iter().filter_map(lot).collect::<Vec<_>>()
    };
    book.projects.values().flat_map(of_project).collect()
}

fn is_owed(project: &Project, lot: &Lot, place: &Place) -> bool {
    let is_debt = lot.came == Came::Unproven && lot.holdings.values().all(|units| *units < 0);
    !is_debt || project.short_at(&lot.licence.untiered(), place).is_some_and(|units| units < 0)
}

fn finding(project: &Project, lot: &Lot, place: &Place, units: i64) -> Finding {
    let wherein = match place {
        Place::Free => say!("in-the-balance-of", project = project.name()),
        Place::Device(serial) => say!("on-device-in", device = serial, project = project.name()),
    };
    let message = say!("prj-4-lot-holds-more-taken", id = lot.id, units = units, wherein = wherein);
    let explain = Step::Explain { licence: lot.licence.untiered(), of: project.place() };
    let next = say!("prj-4-below-next", explain = explain);
    let behind = Behind::Units { licence: lot.licence.clone(), place: place.clone(), lot: Some(lot.id) };
    let finding = Finding::error("PRJ-4", lot.licence.untiered(), message, next).figures(units, 0).about(behind);
    // The event that made the lot comes last: by it the finding is the same one, whatever else happens to the lot.
    let mut events = lot.events.clone();
    let first = events.iter().position(|event| *event == lot.made.1);
    events.rotate_left(first.map_or(0, |first| first + 1));
    Finding { events, ..finding }
}

/// What can be below zero in a project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Figure {
    /// All lots of a licence, each at each place, whether other lots make good for them or not.
    Lots(Licence),
    /// A licence at all places, each over its lots.
    Places(Licence),
    /// Service credits.
    Credits,
}

/// How far below zero figures are, each with the event that moved it there, where one did; what is not is left out.
type Depths = BTreeMap<Figure, (i64, Option<Position>)>;

/// What happens, from a book on.
#[derive(Debug)]
pub struct Course<'a> {
    /// What was before.
    pub book: Book,
    /// What follows, in the order of the timeline.
    pub entries: Vec<&'a Entry>,
}

/// PRJ-4, SSA-2: on no day from one on does an act leave a figure further below zero than it was. Units of unproven origin
/// count, too, where others make good for them. The first breach of each figure is told; those of the act's own events are
/// not, which are judged as what they are.
///
/// Source: the ledger's own (conservation).
pub fn further_below_zero(before: Course<'_>, after: Course<'_>, from: Day, own: &BTreeSet<Position>) -> Vec<Finding> {
    let at_first = |book: &Book| {
        let of = |(stream, project): (&StreamId, &Project)| (*stream, depths_of(project, &Depths::new(), None));
        book.projects.iter().map(of).filter(|(_, depths)| !depths.is_empty()).collect::<BTreeMap<_, _>>()
    };
    let (first, mut acted) = (at_first(&before.book), at_first(&after.book));
    for (stream, depths) in &mut acted {
        let known = first.get(stream);
        for (figure, (depth, event)) in depths {
            let was = known.and_then(|known| known.get(figure)).map_or(0, |(was, _)| *was);
            *event = own.first().copied().filter(|_| *depth > was);
        }
    }
    let (book, is) = depths(&after, acted, from);
    if is.is_empty() {
        return Vec::new();
    }
    let (_, was) = depths(&before, first, from);
    let days: BTreeSet<Day> = was.keys().chain(is.keys()).map(|(_, day)| *day).collect();
    let streams: BTreeSet<StreamId> = is.keys().map(|(stream, _)| *stream).collect();
    let mut told: BTreeSet<(StreamId, Figure)> = BTreeSet::new();
    let mut found = Vec::new();
    for (stream, day) in streams.iter().flat_map(|stream| days.iter().map(|day| (*stream, *day))) {
        let (Some(project), Some(now)) = (book.projects.get(&stream), on(&is, stream, day)) else { continue };
        let there = |entry: &&&Entry| entry.stream == stream && entry.effective <= day;
        let last = || after.entries.iter().rev().find(there).map(|entry| entry.position);
        for (figure, (depth, event)) in now {
            let known = on(&was, stream, day).and_then(|was| was.get(figure)).map_or(0, |(depth, _)| *depth);
            let is_own = event.is_some_and(|event| own.contains(&event));
            if *depth > known && !is_own && told.insert((stream, figure.clone())) {
                found.push(further(project, figure, day, (*depth, known), event.or_else(last)));
            }
        }
    }
    found
}

/// What held at the end of a day.
fn on(depths: &BTreeMap<(StreamId, Day), Depths>, stream: StreamId, day: Day) -> Option<&Depths> {
    depths.range((stream, Day::MIN)..=(stream, day)).next_back().map(|(_, depths)| depths)
}

/// How far below zero each project is at the end of the days on which that changes, from a day on, and the book at last.
fn depths(
    course: &Course<'_>,
    mut last: BTreeMap<StreamId, Depths>,
    from: Day,
) -> (Book, BTreeMap<(StreamId, Day), Depths>) {
    let mut book = course.book.clone();
    let at_first = last.iter().map(|(stream, depths)| ((*stream, from), depths.clone()));
    let mut by_day: BTreeMap<(StreamId, Day), Depths> = at_first.collect();
    for entry in &course.entries {
        book.evolve(entry);
        let Some(project) = book.projects.get(&entry.stream) else { continue };
        let was = last.remove(&entry.stream).unwrap_or_default();
        let is = depths_of(project, &was, Some(entry.position));
        if is != was {
            by_day.insert((entry.stream, entry.effective.max(from)), is.clone());
        }
        if !is.is_empty() {
            last.insert(entry.stream, is);
        }
    }
    (book, by_day)
}

/// How far below zero a project is after the event at a position.
fn depths_of(project: &Project, was: &Depths, position: Option<Position>) -> Depths {
    let mut depths: BTreeMap<Figure, i64> = BTreeMap::from([(Figure::Credits, -project.credits.min(0))]);
    let mut places: BTreeSet<(Licence, &Place)> = BTreeSet::new();
    for (lot, place) in &project.short {
        let Some(lot) = project.lots.get(lot) else { continue };
        *depths.entry(Figure::Lots(lot.licence.untiered())).or_default() -= lot.units_at(place);
        places.insert((lot.licence.untiered(), place));
    }
    for (licence, place) in places {
        let missing = -project.units_at(&licence, place).min(0);
        *depths.entry(Figure::Places(licence)).or_default() += missing;
    }
    let with_event = |(figure, depth): (Figure, i64)| {
        let held = was.get(&figure).filter(|(was, _)| *was == depth);
        let event = held.map_or(position, |(_, event)| *event);
        (depth > 0).then_some((figure, (depth, event)))
    };
    depths.into_iter().filter_map(with_event).collect()
}

fn further(
    project: &Project,
    figure: &Figure,
    day: Day,
    (depth, known): (i64, i64),
    event: Option<Position>,
) -> Finding {
    let name = Arg::Name(project.name());
    let explain = |licence: &Licence| Step::Explain { licence: licence.clone(), of: project.place() };
    let finding = match figure {
        Figure::Lots(licence) => {
            let what = say!("prj-4-lots-further", project = name, units = depth, before = known, day = day);
            Finding::error("PRJ-4", licence, what, say!("prj-4-further-next", explain = explain(licence)))
        }
        Figure::Places(licence) => {
            let what = say!("prj-4-places-further", project = name, units = depth, before = known, day = day);
            Finding::error("PRJ-4", licence, what, say!("prj-4-further-next", explain = explain(licence)))
        }
        Figure::Credits => {
            let what = say!("ssa-2-further", project = name, credits = depth, before = known, day = day);
            Finding::error("SSA-2", project.name(), what, say!("ssa-2-further-next")).about(Behind::Credits)
        }
    };
    Finding { events: event.into_iter().collect(), ..finding.figures(-depth, -known) }
}
