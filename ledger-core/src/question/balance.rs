//! Balance: free and bound licences by project and licence, and the credits of each project.
//!
//! Tiers of a family are one kind of licence (PORT-1): they are counted together and listed apart.

use super::{Cell, Column, Kind, Report, View, wants};
use crate::book::{Held, Place, Project};
use crate::vocabulary::{Day, Licence, Serial};
use std::collections::BTreeMap;

/// Family under which service credits are reported.
pub(super) const CREDITS: &str = "SSC";

/// By what the balance is broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A row for each licence of a project.
    Licence,
    /// A row for each licence and place: the free balance and every device.
    Device,
}

/// The figures of a project on a day, by licence without its tier, and by device where that is asked for.
pub fn figures(project: &Project, day: Day, by: By) -> BTreeMap<(Licence, Option<Serial>), Held> {
    match by {
        By::Licence => project.held(day).into_iter().map(|(licence, held)| ((licence, None), held)).collect(),
        By::Device => project.held_by_device(day),
    }
}

/// The balance of every project in the view, of one kind of licence alone where it is named.
pub fn balance(view: &View, by: By, only: Option<&Kind>) -> Report {
    let mut rows = Vec::new();
    let mut sums = Held::default();
    for project in view.projects() {
        let licences = figures(project, view.as_of, by).into_iter().filter(|((licence, _), _)| wants(only, licence));
        for ((licence, device), figures) in licences {
            sums.free += figures.free;
            sums.bound += figures.bound;
            sums.covered += figures.covered;
            rows.push(licence_row(view, project, &licence, device.as_ref(), &figures, by));
        }
        if project.credits != 0 && only.is_none_or(|kind| *kind == Kind::Credits) {
            rows.push(credits_row(view, project, by));
        }
    }
    Report {
        totals: Some(totals(&sums, by)),
        groups: true,
        findings: view.findings.clone(),
        ..Report::of("balance", "Balance", view.basis(), columns(by), rows).or_say("no licences and no credits")
    }
}

fn columns(by: By) -> Vec<Column> {
    let mut columns = vec![
        Column::left("", "Project").people_only(),
        Column::hidden("project"),
        Column::hidden("company"),
        Column::left("licence", "Licence"),
        Column::hidden("family"),
        Column::hidden("version"),
        Column::hidden("variant"),
        Column::right("free", "Free"),
        Column::right("bound", "Bound"),
        Column::right("total", "Total"),
        Column::right("ssa_covered", "Under SSA"),
        Column::hidden("tiers"),
    ];
    if by == By::Device {
        columns.insert(4, Column::left("", "Where").people_only());
        columns.insert(5, Column::hidden("device"));
    }
    columns
}

fn licence_row(
    view: &View,
    project: &Project,
    licence: &Licence,
    device: Option<&Serial>,
    figures: &Held,
    by: By,
) -> Vec<Cell> {
    let tiers = figures.tiers.iter().map(|(floor, units)| (floor.to_string(), *units)).collect();
    let mut row = vec![
        Cell::Text(view.project_name(project.id)),
        Cell::Text(project.name()),
        Cell::optional(project.company(), Cell::text),
        Cell::text(licence),
        Cell::text(&licence.family),
        Cell::optional(licence.version, |version| Cell::Number(u64::from(version.get()))),
        Cell::optional(licence.variant, Cell::text),
        Cell::Count(figures.free),
        Cell::Count(figures.bound),
        Cell::Count(figures.free + figures.bound),
        Cell::Count(figures.covered),
        Cell::Counts(tiers),
    ];
    if by == By::Device {
        row.insert(4, device.map_or_else(|| Cell::text(Place::Free.word()), Cell::text));
        row.insert(5, Cell::optional(device, Cell::text));
    }
    row
}

fn credits_row(view: &View, project: &Project, by: By) -> Vec<Cell> {
    let mut row = vec![
        Cell::Text(view.project_name(project.id)),
        Cell::Text(project.name()),
        Cell::optional(project.company(), Cell::text),
        Cell::text(CREDITS),
        Cell::text(CREDITS),
        Cell::Absent,
        Cell::Absent,
        Cell::Count(project.credits),
        Cell::Count(0),
        Cell::Count(project.credits),
        Cell::Count(0),
        Cell::Counts(BTreeMap::new()),
    ];
    if by == By::Device {
        row.insert(4, Cell::Absent);
        row.insert(5, Cell::Absent);
    }
    row
}

/// Sums over licences; credits are another unit and stay out.
fn totals(sums: &Held, by: By) -> Vec<Cell> {
    let mut row = vec![
        Cell::text("Licences"),
        Cell::Absent,
        Cell::Absent,
        Cell::Absent,
        Cell::Absent,
        Cell::Absent,
        Cell::Absent,
        Cell::Count(sums.free),
        Cell::Count(sums.bound),
        Cell::Count(sums.free + sums.bound),
        Cell::Count(sums.covered),
        Cell::Absent,
    ];
    if by == By::Device {
        row.insert(4, Cell::Absent);
        row.insert(5, Cell::Absent);
    }
    row
}
