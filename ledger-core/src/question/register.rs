//! Register: every movement in the order of the timeline, with the running free balance of its licence.

use super::movement::movements;
use super::record::recorded_text;
use super::{Cell, Column, Report, View};
use crate::vocabulary::{Licence, StreamId};
use std::collections::BTreeMap;

/// Movements of the projects in the view; of one licence alone where it is named.
pub fn register(view: &View, licence: Option<&Licence>) -> Report {
    let wanted = licence.map(|licence| view.catalogue.canonical(licence.untiered()).to_string());
    let mut balances: BTreeMap<(StreamId, String), i64> = BTreeMap::new();
    let mut rows = Vec::new();
    for entry in view.entries() {
        for moved in movements(&entry.fact.event) {
            let balance = balances.entry((entry.stream, moved.licence.clone())).or_default();
            *balance += moved.free;
            if wanted.as_ref().is_some_and(|wanted| *wanted != moved.licence) {
                continue;
            }
            rows.push(vec![
                Cell::Number(entry.position.0),
                Cell::Day(entry.effective),
                Cell::Text(recorded_text(entry.recorded)),
                Cell::Text(view.project_name(entry.stream)),
                Cell::text(entry.fact.event.kind()),
                Cell::Text(moved.licence),
                Cell::Text(moved.from),
                Cell::Text(moved.to),
                Cell::Count(moved.units),
                Cell::Count(*balance),
                Cell::text(&entry.actor),
                Cell::optional(entry.fact.remarks.reason.as_ref(), Cell::text),
            ]);
        }
    }
    let notes = if rows.is_empty() { vec!["no movements".to_owned()] } else { Vec::new() };
    Report {
        name: "register",
        title: "Register".to_owned(),
        basis: view.basis(),
        columns: vec![
            Column::right("position", "Event"),
            Column::left("effective", "Effective"),
            Column::hidden("recorded"),
            Column::left("project", "Project"),
            Column::hidden("kind"),
            Column::left("licence", "Licence"),
            Column::left("from", "From"),
            Column::left("to", "To"),
            Column::right("units", "Units"),
            Column::right("balance", "Free then"),
            Column::left("actor", "Actor"),
            Column::left("reason", "Reason"),
        ],
        rows,
        totals: None,
        groups: false,
        notes,
        extra: Vec::new(),
        findings: view.findings.clone(),
    }
}
