//! Explain: why a figure is what it is, down to the events, their sources and what was looked at and left out.
//!
//! A figure is read again after every step of the timeline; what each step changed adds up to the figure by
//! construction. Reading order: [`Subject`] here, how one is read in `reading`, the steps in `walk`, what does not count in
//! `left_out`, the table in `table`. Absent by design: other figures' arithmetic, which the book and the rules have.

mod left_out;
mod reading;
mod story;
mod table;
mod walk;

use super::links::Links;
use super::{Answer, Basis, Body, Labels, View};
use crate::book::{Entry, Timeline};
use crate::event::Event;
use crate::rule::{Behind, Finding, Rulebooks};
use crate::say;
use crate::vocabulary::{Day, Hash, Position, StreamId};
pub use reading::{Side, Subject};
use table::Table;

/// What explanations are told from.
pub struct Told<'a> {
    /// Everything that was recorded and is known.
    pub timeline: &'a Timeline,
    /// The rulebooks that events name.
    pub rulebooks: &'a Rulebooks,
    /// What projects are called.
    pub labels: &'a Labels,
    /// The day at whose end figures are read.
    pub day: Day,
}

/// Explains figures as of the view's day; `beyond` is the same view with everything that is known by now.
pub fn figures(view: &View, subjects: &[Subject], beyond: Option<&View>, lists_unknown: bool) -> Answer {
    let told = of_view(view);
    let mut table = Table::new(&told);
    for subject in subjects {
        story::figure(&told, subject, None, &mut table);
        if let Some(beyond) = beyond {
            left_out::unknown(&told, subject, view.known_at, &of_view(beyond), lists_unknown, &mut table);
        }
    }
    Answer { findings: view.findings.clone(), ..finish(table, view.basis()) }
}

/// Explains what the rules found in a view: the rule, the events, and the figure behind it.
pub fn findings(view: &View, found: &[&Finding]) -> Answer {
    let told = of_view(view);
    let mut table = Table::new(&told);
    for finding in found {
        explain_finding(&told, finding, &mut table);
    }
    let withheld = view.findings.iter().filter(|finding| finding.is_told_always()).cloned().collect();
    Answer { findings: withheld, ..finish(table, view.basis()) }
}

/// Explains why an act was refused, on a timeline with the act in its place.
pub fn refusal(told: &Told<'_>, finding: &Finding, act: &[Entry], basis: Basis) -> Answer {
    let mut table = Table::new(told);
    story::act(act, finding, &mut table);
    explain_finding(told, finding, &mut table);
    finish(table, basis)
}

fn of_view(view: &View) -> Told<'_> {
    Told { timeline: &view.timeline, rulebooks: &view.rulebooks, labels: &view.labels, day: view.as_of }
}

fn finish(table: Table<'_>, basis: Basis) -> Answer {
    let (roots, notes) = table.done();
    let report = Answer::of("explain", say!("explain-title"), basis, Body::Tree(roots));
    let report = report.or_say(say!("explain-nothing"));
    let says = report.says.iter().cloned().chain(notes).collect();
    Answer { says, ..report }
}

fn explain_finding(told: &Told<'_>, finding: &Finding, table: &mut Table<'_>) {
    story::finding(told, finding, table);
    let last = finding.events.last().and_then(|position| told.timeline.as_amended(*position));
    let (Some(behind), Some(entry)) = (&finding.behind, last) else { return };
    let subject = subject_behind(behind, entry.stream);
    story::figure(told, &subject, Some((entry.effective, entry.position)), table);
}

fn subject_behind(behind: &Behind, stream: StreamId) -> Subject {
    match behind {
        Behind::Units { licence, place, lot } => {
            Subject::Units { stream, licence: licence.untiered(), side: Side::at(place), lot: *lot }
        }
        Behind::Credits => Subject::Credits { stream },
        Behind::Coverage(lot) => Subject::Coverage { stream, lot: *lot },
        Behind::Warranty(serial) => Subject::Warranty { stream, serial: serial.clone() },
    }
}

impl<'a> Told<'a> {
    fn links(&self) -> Links<'a> {
        Links::of(self.timeline)
    }

    /// The file that a fact came from, by its name.
    fn file_name(&self, hash: Hash) -> Option<&'a str> {
        self.timeline.entries().iter().find_map(|entry| {
            let Event::ImportCommitted(import) = &entry.fact.event else { return None };
            (import.file == hash).then_some(import.name.as_str())
        })
    }
}

/// A place on the timeline: everything before it is told.
type Before = Option<(Day, Position)>;
