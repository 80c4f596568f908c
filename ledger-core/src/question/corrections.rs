//! Corrections: what was annulled, reversed or amended, by whom, why, and whether that still holds.
//!
//! Absent by design: which figures a correction moved (a difference says so).

use super::links::Links;
use super::movement::sentence;
use super::{Answer, Cell, Column, View};
use crate::book::Correction;
use crate::event::Event;
use crate::say;

/// Every correction of the view, in the order in which they were recorded.
pub fn corrections(view: &View) -> Answer {
    let links = Links::of(&view.timeline);
    let shown = view.timeline.corrections().iter().filter_map(|correction| row(view, &links, correction));
    let columns = vec![
        Column::right("position"),
        Column::hidden("recorded"),
        Column::left("effective"),
        Column::left("project"),
        Column::left("correction"),
        Column::right("target"),
        Column::left("was"),
        Column::left("becomes"),
        Column::left("open"),
        Column::right("corrected_by"),
        Column::left("actor"),
        Column::hidden("reference"),
        Column::left("reason"),
    ];
    let rows: Vec<Vec<Cell>> = shown.collect();
    let report = Answer::table("corrections", say!("corrections-title"), view.basis(), columns, rows);
    Answer { findings: view.findings.clone(), ..report }.or_say(say!("corrections-none"))
}

fn row(view: &View, links: &Links<'_>, correction: &Correction) -> Option<Vec<Cell>> {
    let entry = view.timeline.at(correction.position)?;
    if !view.shows_event(entry) || view.timeline.reaches(entry) > view.as_of {
        return None;
    }
    let target = correction.target.and_then(|position| view.timeline.at(position));
    let becomes = if let Event::EventAmended(amended) = &entry.fact.event {
        Cell::Say(sentence(&amended.becomes.event))
    } else {
        Cell::Absent
    };
    Some(vec![
        Cell::Event(entry.position),
        Cell::Time(entry.recorded),
        Cell::Day(entry.effective),
        view.project(entry.stream),
        Cell::Word(correction.correcting.participle()),
        Cell::optional(correction.target, Cell::Event),
        Cell::optional(target, |target| Cell::Say(links.named(target))),
        becomes,
        Cell::Flag(links.is_open(correction.position)),
        Cell::optional(links.corrected_by(entry.position), Cell::Event),
        Cell::text(&entry.actor),
        Cell::optional(entry.fact.remarks.reference.as_ref(), Cell::text),
        Cell::optional(entry.fact.remarks.reason.as_ref(), Cell::text),
    ])
}
