//! Prior-period adjustments: what was recorded after a closing and reaches back into the days that it closed.
//!
//! They count like everything else; every answer names them. Absent by design: the figures that they moved (a
//! restatement says so).

use super::links::Links;
use super::{Label, View};
use crate::book::Entry;
use crate::event::seal::Origin;
use crate::event::{Event, PeriodClosed};
use crate::vocabulary::{ClosingName, Day, Position, Say};

/// An event that adjusts a closed period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// The closing.
    pub closing: ClosingName,
    /// The first day that it did not close.
    pub until: Day,
    /// The event that closed the period.
    pub closed_by: Position,
    /// The event that was recorded later.
    pub position: Position,
    /// The first day that it reaches back to.
    pub reaches: Day,
    /// Its project.
    pub project: Label,
    /// Its kind.
    pub kind: &'static str,
    /// What it says.
    pub what: Say,
}

/// The adjustments that the view counts, by closing and in the order in which they were recorded.
pub fn adjustments(view: &View) -> Vec<Adjustment> {
    let is_closing = |entry: &&Entry| matches!(entry.fact.event, Event::PeriodClosed(_));
    if !view.timeline.entries().iter().any(|entry| is_closing(&entry)) {
        return Vec::new();
    }
    let links = Links::of(&view.timeline);
    let mut closings: Vec<&Entry> = view.timeline.resolved(Day::MAX).into_iter().filter(is_closing).collect();
    closings.sort_by_key(|closing| closing.position);
    let mut found = Vec::new();
    for closing in closings {
        let Event::PeriodClosed(closed) = &closing.fact.event else { continue };
        let mut later: Vec<(&Entry, Day)> = later(view, closing.position, closed).collect();
        later.sort_by_key(|(entry, _)| entry.position);
        found.extend(later.into_iter().map(|(entry, reaches)| Adjustment {
            closing: closed.name.clone(),
            until: closed.until,
            closed_by: closing.position,
            position: entry.position,
            reaches,
            project: view.labels.label(entry.stream),
            kind: entry.fact.event.kind(),
            what: links.told(entry),
        }));
    }
    found
}

fn later<'a>(view: &'a View, closed_by: Position, closed: &'a PeriodClosed) -> impl Iterator<Item = (&'a Entry, Day)> {
    let is_in_scope = move |entry: &&Entry| {
        view.shows_event(entry) && closed.project.as_ref().is_none_or(|project| project.stream == entry.stream)
    };
    let recorded = view.timeline.entries().iter().filter(is_in_scope);
    let later = recorded.filter(move |entry| entry.position > closed_by && entry.origin != Origin::System);
    let reaching = later.map(|entry| (entry, view.timeline.reaches(entry)));
    reaching.filter(|(_, day)| *day < closed.until && *day <= view.as_of)
}
