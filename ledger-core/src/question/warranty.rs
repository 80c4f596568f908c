//! Warranty: when it ends for every device, and by which key it was extended.

use super::{Cell, Column, Report, View};
use crate::book::{Device, Presence, Project};
use crate::rule::warranty::warranty_until;
use crate::rule::{Finding, Severity};
use crate::vocabulary::Serial;

/// Every device that is in a project on the day, or one alone.
pub fn warranty(view: &View, only: Option<&Serial>) -> Report {
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
        Column::left("project", "Project"),
        Column::left("device", "Device"),
        Column::left("model", "Model"),
        Column::left("purchased", "Purchased"),
        Column::right("extended_years", "Extended years"),
        Column::left("until", "Until (excluded)"),
        Column::left("", "In force").people_only(),
        Column::left("key", "Key"),
    ];
    Report {
        groups: true,
        findings,
        ..Report::of("warranty", "Warranty", view.basis(), columns, rows).or_say("no devices")
    }
}

fn row(view: &View, project: &Project, device: &Device) -> Vec<Cell> {
    let until = warranty_until(&view.rulebooks, device);
    let years = device.warranty.as_ref().map_or(0, |extension| extension.years.get());
    vec![
        Cell::Text(view.project_name(project.id)),
        Cell::text(&device.serial),
        Cell::text(&device.model),
        Cell::optional(device.purchased, Cell::Day),
        Cell::Count(i64::from(years)),
        Cell::optional(until, Cell::Day),
        until.map_or_else(|| Cell::text("unknown"), |until| Cell::Flag(view.as_of < until)),
        Cell::optional(device.warranty_key(), Cell::text),
    ]
}

/// WAR-7: without a day of purchase the end is not known.
///
/// Source: "Garantieverlängerung".
pub(super) fn unknown_end(device: &Device) -> Option<Finding> {
    device.purchased.is_none().then(|| {
        let message = "its day of purchase is not known, so neither is the end of its warranty";
        let finding = Finding::error("WAR-7", &device.serial, message, "the invoice or the vendor's portal says it");
        Finding { severity: Severity::Notice, events: device.events.clone(), ..finding }
    })
}
