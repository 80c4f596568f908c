//! Closing a period: the totals of its last day and the head that they rest on.
//!
//! Nothing is locked: what is recorded later about closed days still counts, and every report shows it as an adjustment.
//! Absent by design: those reports.

use super::{Plan, ProjectChoice, Refusal, Situation, Stakes};
use crate::book::{Held, Project};
use crate::event::{ClosedLicence, ClosedProject, Event, PeriodClosed};
use crate::vocabulary::{ClosingName, Day, Licence, StreamId};

pub(super) fn close(
    situation: &Situation<'_>,
    name: &ClosingName,
    until: Day,
    project: Option<&ProjectChoice>,
) -> Result<Plan, Refusal> {
    if until > situation.today {
        let message = format!("the days before {until} are not over on {}", situation.today);
        let next = format!("the latest is `--until {}`", situation.today);
        return Err(Refusal::rule("TIME-4", name, message, next));
    }
    if until.eve().is_none() {
        let message = format!("no day lies before {until}");
        return Err(Refusal::rule("TIME-4", name, message, "name the first day that is not closed"));
    }
    let only: Option<StreamId> = project.map(|choice| situation.project(choice)).transpose()?;
    let closed = situation.book.projects.values().filter(|project| only.is_none_or(|stream| stream == project.id));
    let event = PeriodClosed {
        name: name.clone(),
        until,
        project: only.map(|stream| situation.project_ref(stream)).transpose()?,
        head: situation.head,
        totals: closed.filter_map(|project| closed_project(project, situation.day)).collect(),
    };
    Ok(Plan::one(situation.ledger_stream, Event::PeriodClosed(event), Stakes::Reversible))
}

/// What a project holds at the end of a day.
pub(crate) fn closed_project(project: &Project, day: Day) -> Option<ClosedProject> {
    let closed = |(licence, held): (Licence, Held)| ClosedLicence {
        licence,
        free: held.free,
        bound: held.bound,
        covered: held.covered,
    };
    Some(ClosedProject {
        project: project.reference()?,
        credits: project.credits,
        licences: project.held(day).into_iter().map(closed).collect(),
    })
}
