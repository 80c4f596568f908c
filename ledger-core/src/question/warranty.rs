//! Warranty: when it ends for every device, and by which key it was extended.

use super::{Answer, Cell, Column, View};
use crate::book::{Device, Presence, Project};
use crate::rule::warranty::warranty_until;
use crate::rule::{Finding, Severity};
use crate::say;
use crate::vocabulary::Serial;

/// Every device that is in a project on the day, or only one.
pub fn warranty(view: &View, only: Option<&Serial>) -> Answer {
    let mut rows = Vec::new();
    let mut findings = view.findings.clone();
    for project in view.projects() {
        let here = project.devices.values().filter(|device| device.presence == Presence::Here);
        for device in here.filter(|device| only.is_none_or(|serial| *serial == device.serial)) {
            rows.push(row(view, project, device));
            findings.extend(unknown_end(device));
        }
    }
    let columns = vec![
        Column::left("project"),
        Column::left("device"),
        Column::left("model"),
        Column::left("purchased"),
        Column::right("extended_years"),
        Column::left("until"),
        Column::left("in_force").people_only(),
        Column::left("key"),
    ];
    let report = Answer::table("warranty", say!("warranty-title"), view.basis(), columns, rows);
    Answer { findings, ..report }.in_groups().or_say(say!("warranty-none"))
}

fn row(view: &View, project: &Project, device: &Device) -> Vec<Cell> {
    let until = warranty_until(&view.rulebooks, device);
    let years = device.warranty.as_ref().map_or(0, |extension| extension.years.get());
    vec![
        view.project(project.id),
        Cell::Device(device.serial.clone()),
        Cell::text(&device.model),
        Cell::optional(device.purchased, Cell::Day),
        Cell::Count(i64::from(years)),
        Cell::optional(until, Cell::Day),
        until.map_or_else(|| Cell::Say(say!("unknown")), |until| Cell::Flag(view.as_of < until)),
        Cell::optional(device.warranty_key(), Cell::text),
    ]
}

/// WAR-7: without a day of purchase the end is not known.
///
/// Source: "Garantieverlängerung".
pub(super) fn unknown_end(device: &Device) -> Option<Finding> {
    device.purchased.is_none().then(|| {
        let finding = Finding::error("WAR-7", &device.serial, say!("war-7-unknown"), say!("war-7-unknown-next"));
        Finding { severity: Severity::Notice, events: device.events.clone(), ..finding }
    })
}
