//! Corrections: what was annulled, reversed or amended, by whom, why, and whether that still holds.
//!
//! Absent by design: which figures a correction moved (a difference says so).

use super::links::Links;
use super::movement::sentence;
use super::record::recorded_text;
use super::{Cell, Column, Report, View};
use crate::book::Correction;
use crate::event::Event;

/// Every correction of the view, in the order in which they were recorded.
pub fn corrections(view: &View) -> Report {
    let links = Links::of(&view.timeline);
    let shown = view.timeline.corrections().iter().filter_map(|correction| row(view, &links, correction));
    let columns = vec![
        Column::right("position", "Event"),
        Column::hidden("recorded"),
        Column::left("effective", "Effective"),
        Column::left("project", "Project"),
        Column::left("correction", "It was"),
        Column::right("target", "Target"),
        Column::left("was", "What was recorded"),
        Column::left("becomes", "What did happen"),
        Column::left("open", "Holds"),
        Column::right("corrected_by", "Corrected by"),
        Column::left("actor", "Actor"),
        Column::left("reason", "Reason"),
    ];
    let rows: Vec<Vec<Cell>> = shown.collect();
    Report {
        findings: view.findings.clone(),
        ..Report::of("corrections", "Corrections", view.basis(), columns, rows).or_say("nothing was corrected")
    }
}

fn row(view: &View, links: &Links<'_>, correction: &Correction) -> Option<Vec<Cell>> {
    let entry = view.timeline.at(correction.position)?;
    if !view.shows_event(entry) || view.timeline.reaches(entry) > view.as_of {
        return None;
    }
    let target = correction.target.and_then(|position| view.timeline.at(position));
    let becomes = if let Event::EventAmended(amended) = &entry.fact.event {
        Cell::Text(sentence(&amended.becomes.event))
    } else {
        Cell::Absent
    };
    Some(vec![
        Cell::Number(entry.position.0),
        Cell::Text(recorded_text(entry.recorded)),
        Cell::Day(entry.effective),
        Cell::Text(view.project_name(entry.stream)),
        Cell::text(correction.correcting.participle()),
        Cell::optional(correction.target, |position| Cell::Number(position.0)),
        Cell::optional(target, |target| Cell::Text(links.named(target))),
        becomes,
        Cell::Flag(links.is_open(correction.position)),
        Cell::optional(links.corrected_by(entry.position), |position| Cell::Number(position.0)),
        Cell::text(&entry.actor),
        Cell::optional(entry.fact.remarks.reason.as_ref(), Cell::text),
    ])
}
