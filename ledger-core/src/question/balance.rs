//! Balance: free and bound licences by project and licence, and the credits of each project.
//!
//! Tiers of a family are one kind of licence (PORT-1): they are counted together and listed apart.

use super::{Answer, Cell, Column, Kind, View, wants};
use crate::book::{Held, Place, Project};
use crate::say;
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

/// The balance of every project in the view, only of one kind of licence if it is named.
pub fn balance(view: &View, by: By, only: Option<&Kind>) -> Answer {
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
    Answer {
        findings: view.findings.clone(),
        ..Answer::table("balance", say!("balance-title"), view.basis(), columns(by), rows)
    }
    .in_groups()
    .with_totals(Some(totals(&sums, by)))
    .or_say(say!("balance-empty"))
}

fn columns(by: By) -> Vec<Column> {
    let places: &[Column] = match by {
        By::Licence => &[],
        By::Device => &[Column::left("where").people_only(), Column::hidden("device")],
    };
    let figures = [
        Column::hidden("family"),
        Column::hidden("version"),
        Column::hidden("variant"),
        Column::right("free"),
        Column::right("bound"),
        Column::right("total"),
        Column::right("ssa_covered"),
        Column::hidden("tiers"),
    ];
    [&[Column::left("project"), Column::left("licence")], places, &figures].concat()
}

/// One row of it. Where it is stands only in a balance by device.
struct Row {
    project: Cell,
    licence: Cell,
    place: [Cell; 2],
    family: Cell,
    version: Cell,
    variant: Cell,
    free: i64,
    bound: i64,
    covered: i64,
    unit: fn(i64) -> Cell,
    tiers: Cell,
}

impl Row {
    fn cells(self, by: By) -> Vec<Cell> {
        let places = match by {
            By::Licence => Vec::new(),
            By::Device => self.place.into(),
        };
        let figures = [
            self.family,
            self.version,
            self.variant,
            (self.unit)(self.free),
            (self.unit)(self.bound),
            (self.unit)(self.free + self.bound),
            (self.unit)(self.covered),
            self.tiers,
        ];
        [self.project, self.licence].into_iter().chain(places).chain(figures).collect()
    }
}

fn licence_row(
    view: &View,
    project: &Project,
    licence: &Licence,
    device: Option<&Serial>,
    figures: &Held,
    by: By,
) -> Vec<Cell> {
    let place = device.map_or(Place::Free, |serial| Place::Device(serial.clone()));
    let row = Row {
        project: view.project(project.id),
        licence: Cell::Licence(licence.clone()),
        place: [Cell::Place(place), Cell::optional(device.cloned(), Cell::Device)],
        family: Cell::text(&licence.family),
        version: Cell::optional(licence.version, |version| Cell::Number(u64::from(version.get()))),
        variant: Cell::optional(licence.variant, Cell::text),
        free: figures.free,
        bound: figures.bound,
        covered: figures.covered,
        unit: Cell::Units,
        tiers: Cell::Counts(figures.tiers.iter().map(|(floor, units)| (floor.to_string(), *units)).collect()),
    };
    row.cells(by)
}

fn credits_row(view: &View, project: &Project, by: By) -> Vec<Cell> {
    let row = Row {
        project: view.project(project.id),
        licence: Cell::Word(CREDITS),
        place: [Cell::Absent, Cell::Absent],
        family: Cell::Word(CREDITS),
        version: Cell::Absent,
        variant: Cell::Absent,
        free: project.credits,
        bound: 0,
        covered: 0,
        unit: Cell::Credits,
        tiers: Cell::Counts(BTreeMap::new()),
    };
    row.cells(by)
}

/// Sums over licences; credits are another unit and stay out.
fn totals(sums: &Held, by: By) -> Vec<Cell> {
    let row = Row {
        project: Cell::Say(say!("balance-totals")),
        licence: Cell::Absent,
        place: [Cell::Absent, Cell::Absent],
        family: Cell::Absent,
        version: Cell::Absent,
        variant: Cell::Absent,
        free: sums.free,
        bound: sums.bound,
        covered: sums.covered,
        unit: Cell::Units,
        tiers: Cell::Absent,
    };
    row.cells(by)
}
