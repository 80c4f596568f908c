//! SSA: every lot that can be under an agreement, its intervals, and whether each project is covered on the day.

use super::{Cell, Column, Kind, Report, View, wants};
use crate::book::{Lot, Place, Project};
use crate::vocabulary::{Day, LotId, Serial, Span};
use serde_json::json;

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

/// Every lot with a version, by project, in the order of lots; of one kind or on one device alone where it is named.
pub fn ssa(view: &View, only: Option<&Kind>, device: Option<&Serial>) -> Report {
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
            let lots: Vec<String> = preventing.iter().map(ToString::to_string).collect();
            let outside: Vec<String> = outside.iter().map(|lot| lot.id.to_string()).collect();
            let (name, is_under) = (project.name(), lots.is_empty());
            notes.push(said(&view.project_name(project.id), &lots));
            verdicts
                .push(json!({"project": name, "under_ssa": is_under, "preventing": lots, "without_version": outside}));
        }
        notes.extend(outside.into_iter().map(|lot| {
            format!(
                "no SSA can cover lot {} ({}): it has no version, and the verdict leaves it out",
                lot.id, lot.licence
            )
        }));
    }
    if rows.is_empty() {
        notes.push("no licences that could be under SSA".to_owned());
    }
    let columns = vec![
        Column::left("project", "Project"),
        Column::left("lot", "Lot"),
        Column::left("licence", "Licence"),
        Column::right("units", "Units"),
        Column::left("location", "Where"),
        Column::left("first_bound", "First bound"),
        Column::hidden("intervals"),
        Column::left("", "SSA from → until (excluded)").people_only(),
        Column::right("", "Acts").people_only(),
        Column::left("covered", "Covered"),
        Column::hidden("until"),
    ];
    Report {
        groups: true,
        notes,
        extra: vec![("projects", Cell::Json(serde_json::Value::Array(verdicts).to_string()))],
        findings: view.findings.clone(),
        ..Report::of("ssa", "Software service agreement", view.basis(), columns, rows)
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

fn said(project: &str, lots: &[String]) -> String {
    match lots {
        [] => format!("{project} is under SSA"),
        [lot] => format!("{project} is not under SSA: lot {lot} is not covered"),
        lots => format!("{project} is not under SSA: lots {} are not covered", lots.join(", ")),
    }
}

fn row(view: &View, project: &Project, lot: &Lot, place: &Place, units: i64) -> Vec<Cell> {
    vec![
        Cell::Text(view.project_name(project.id)),
        Cell::text(lot.id),
        Cell::text(&lot.licence),
        Cell::Count(units),
        Cell::Text(place.word()),
        Cell::optional(lot.first_bound, Cell::Day),
        Cell::Spans(lot.coverage.clone()),
        Cell::Spans(joined(&lot.coverage)),
        Cell::Count(i64::try_from(lot.coverage.len()).unwrap_or(i64::MAX)),
        Cell::Flag(lot.is_covered(view.as_of)),
        Cell::optional(lot.covered_until(), Cell::Day),
    ]
}
