//! Balance: free and bound licences by project and licence, and the credits of each project.
//!
//! Tiers of a family are one kind of licence (PORT-1): they are counted together and listed apart.

use super::{Cell, Column, Kind, Report, View, wants};
use crate::book::{Lot, Place, Project};
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

/// Units of one licence, in one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// In the free balance.
    pub free: i64,
    /// Bound to devices.
    pub bound: i64,
    /// Bound and covered by SSA on the day.
    pub covered: i64,
    /// Units by the floor of their price tier; base units under 0.
    pub tiers: BTreeMap<u32, i64>,
}

impl Figures {
    fn add(&mut self, lot: &Lot, place: &Place, units: i64, covered: bool) {
        match place {
            Place::Free => self.free += units,
            Place::Device(_) => {
                self.bound += units;
                self.covered += if covered { units } else { 0 };
            }
        }
        *self.tiers.entry(lot.licence.tier.unwrap_or(0)).or_default() += units;
    }

    fn is_nothing(&self) -> bool {
        self.free == 0 && self.bound == 0
    }
}

/// The figures of a project on a day, by licence without its tier, and by device where that is asked for.
pub fn figures(project: &Project, day: Day, by: By) -> BTreeMap<(Licence, Option<Serial>), Figures> {
    let mut rows: BTreeMap<(Licence, Option<Serial>), Figures> = BTreeMap::new();
    for lot in project.lots.values() {
        let covered = lot.is_covered(day);
        for (place, units) in &lot.holdings {
            let device = match (by, place) {
                (By::Device, Place::Device(serial)) => Some(serial.clone()),
                (By::Device, Place::Free) | (By::Licence, _) => None,
            };
            rows.entry((lot.licence.untiered(), device)).or_default().add(lot, place, *units, covered);
        }
    }
    rows.retain(|_, figures| !figures.is_nothing());
    rows
}

/// The balance of every project in the view, of one kind of licence alone where it is named.
pub fn balance(view: &View, by: By, only: Option<&Kind>) -> Report {
    let mut rows = Vec::new();
    let mut sums = Figures::default();
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
    figures: &Figures,
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
fn totals(sums: &Figures, by: By) -> Vec<Cell> {
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
