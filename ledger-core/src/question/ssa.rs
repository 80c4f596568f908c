//! SSA: every lot that can be under an agreement, its intervals, and whether each project is covered on the day.

use super::{Answer, Cell, Column, Kind, Label, View, wants};
use crate::book::{Lot, Place, Project};
use crate::say;
use crate::vocabulary::{Arg, Day, LotId, Say, Serial, Span};

/// A project is under SSA on a day when every versioned licence bound in it is covered that day (SSA-9): the lots that
/// prevent it; absent where no such licence is bound.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits".
pub fn verdict(project: &Project, day: Day) -> Option<Vec<LotId>> {
    let is_bound = |lot: &&Lot| lot.holdings.iter().any(|(place, units)| *place != Place::Free && *units > 0);
    let versioned = project.lots.values().filter(|lot| lot.licence.version.is_some());
    let bound: Vec<&Lot> = versioned.filter(is_bound).collect();
    let preventing = bound.iter().filter(|lot| !lot.is_covered(day)).map(|lot| lot.id);
    (!bound.is_empty()).then(|| preventing.collect())
}

/// Bound lots that no SSA can ever cover, since their licence has no version though it is no hardware licence: an app
/// licence whose source names none. The verdict leaves them out and says so beside it.
///
/// Source: "Version der Lizenz"; hardware licences are left out without a word, since they have no SSA at all (HW-3).
fn without_version<'a>(view: &View, project: &'a Project) -> Vec<&'a Lot> {
    let is_bound = |lot: &&Lot| lot.holdings.iter().any(|(place, units)| *place != Place::Free && *units > 0);
    let is_hardware = |lot: &Lot| view.catalogue.family(&lot.licence.family).is_some_and(|entry| entry.hardware);
    let unversioned = project.lots.values().filter(|lot| lot.licence.version.is_none() && !is_hardware(lot));
    unversioned.filter(is_bound).collect()
}

/// Every lot with a version, by project, in the order of lots; only of one kind or on one device if it is named.
pub fn ssa(view: &View, only: Option<&Kind>, device: Option<&Serial>) -> Answer {
    let is_there = |place: &Place| device.is_none_or(|serial| *place == Place::Device(serial.clone()));
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    let mut verdicts = Vec::new();
    for project in view.projects() {
        let lots = project.lots.values().filter(|lot| lot.licence.version.is_some() && wants(only, &lot.licence));
        for lot in lots {
            let places = lot.holdings.iter().filter(|(place, _)| is_there(place));
            rows.extend(places.map(|(place, units)| row(view, project, lot, place, *units)));
        }
        let outside = without_version(view, project);
        if let Some(preventing) = verdict(project, view.as_of) {
            let label = view.labels.label(project.id);
            notes.push(said(&label, &preventing));
            let lots = |lots: Vec<LotId>| Cell::List(lots.into_iter().map(Cell::Lot).collect());
            let is_under = preventing.is_empty();
            verdicts.push(Cell::Record(vec![
                ("preventing", lots(preventing)),
                ("project", Cell::Project(label)),
                ("under_ssa", Cell::Flag(is_under)),
                ("without_version", lots(outside.iter().map(|lot| lot.id).collect())),
            ]));
        }
        notes.extend(outside.into_iter().map(|lot| say!("ssa-never", lot = lot.id, licence = &lot.licence)));
    }
    if rows.is_empty() {
        notes.push(say!("ssa-none"));
    }
    let columns = vec![
        Column::left("project"),
        Column::left("lot"),
        Column::left("licence"),
        Column::right("units"),
        Column::left("location"),
        Column::hidden("device"),
        Column::left("first_bound"),
        Column::hidden("intervals"),
        Column::left("spans").people_only(),
        Column::right("acts").people_only(),
        Column::left("covered"),
        Column::hidden("until"),
    ];
    Answer {
        says: notes,
        extra: vec![("projects", Cell::List(verdicts))],
        findings: view.findings.clone(),
        ..Answer::table("ssa", say!("ssa-title"), view.basis(), columns, rows).in_groups()
    }
}

/// Intervals that follow each other without a gap as one, for people; each act's own interval is kept beside it.
fn joined(coverage: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for span in coverage {
        match joined.last_mut() {
            Some(last) if last.until == span.from => last.until = span.until,
            _ => joined.push(*span),
        }
    }
    joined
}

fn said(project: &Label, lots: &[LotId]) -> Say {
    match lots {
        [] => say!("ssa-under", project = project),
        [lot] => say!("ssa-not-under", project = project, lot = *lot),
        lots => say!("ssa-not-under-lots", project = project, lots = lots.iter().copied().collect::<Arg>()),
    }
}

/// The device that units are bound to.
pub(super) fn device_at(place: &Place) -> Cell {
    match place {
        Place::Free => Cell::Absent,
        Place::Device(serial) => Cell::Device(serial.clone()),
    }
}

fn row(view: &View, project: &Project, lot: &Lot, place: &Place, units: i64) -> Vec<Cell> {
    vec![
        view.project(project.id),
        Cell::Lot(lot.id),
        Cell::Licence(lot.licence.clone()),
        Cell::Units(units),
        Cell::Place(place.clone()),
        device_at(place),
        Cell::optional(lot.first_bound, Cell::Day),
        Cell::Spans(lot.coverage.clone()),
        Cell::Spans(joined(&lot.coverage)),
        Cell::count(lot.coverage.len()),
        Cell::Flag(lot.is_covered(view.as_of)),
        Cell::optional(lot.covered_until(), Cell::Day),
    ]
}
