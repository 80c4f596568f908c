//! What there is: companies, projects, devices, keys, imports.

use super::{Cell, Column, Report, View};
use crate::book::{Device, Entry, Place, Presence, Project};
use crate::event::{Event, ProjectOpened};
use crate::vocabulary::{CompanyName, Serial, Software, Version, in_years};
use serde_json::json;

fn report(view: &View, name: &'static str, title: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Report {
    let findings = view.findings.clone();
    Report {
        findings,
        ..Report::of(name, title, view.basis(), columns, rows).or_say(format!("no {}", title.to_lowercase()))
    }
}

/// Companies with the number of their projects.
pub fn companies(view: &View) -> Report {
    let row = |company: &CompanyName| {
        let projects = view.projects().into_iter().filter(|project| project.company() == Some(company));
        let names: Vec<String> = projects.map(Project::name).collect();
        vec![Cell::text(company), Cell::Count(i64::try_from(names.len()).unwrap_or(i64::MAX)), Cell::List(names)]
    };
    let rows = view.companies().iter().map(row).collect();
    let columns =
        vec![Column::left("company", "Company"), Column::right("count", "Projects"), Column::left("projects", "Names")];
    report(view, "companies", "Companies", columns, rows)
}

/// The projects of a company; of one that was annulled or has another name by now, what became of it.
pub fn company(view: &View, company: &CompanyName) -> Report {
    let mut report = projects(view);
    if view.book.companies.contains_key(company) {
        return report;
    }
    let undone = view.timeline.resolution(view.as_of).undone;
    let became = |entry: &Entry| {
        let Event::CompanyAdded(added) = &entry.fact.event else { return None };
        if added.company != *company {
            return None;
        }
        if let Some(by) = undone.get(&entry.position) {
            let what = by.correcting.participle();
            return Some(format!("company {company} (event {}) was {what} by event {}", entry.position, by.position));
        }
        let stands = view.timeline.as_amended(entry.position)?;
        let Event::CompanyAdded(now) = &stands.fact.event else { return None };
        let by = stands.was.as_ref()?.by;
        Some(format!("company {company} (event {}) is called {} since event {by}", entry.position, now.company))
    };
    report.notes.extend(view.timeline.entries().iter().filter_map(became));
    report
}

/// Projects with their owner, life and size.
pub fn projects(view: &View) -> Report {
    let columns = vec![
        Column::left("company", "Company"),
        Column::left("project", "Project"),
        Column::left("opened", "Opened"),
        Column::left("closed", "Closed"),
        Column::right("devices", "Devices"),
        Column::right("free", "Free"),
        Column::right("bound", "Bound"),
        Column::right("credits", "Credits"),
        Column::hidden("stream"),
        Column::hidden("events"),
    ];
    let rows = view.projects().into_iter().map(project_row).collect();
    let mut report = Report { groups: true, ..report(view, "projects", "Projects", columns, rows) };
    let notes = view.projects().into_iter().flat_map(|project| {
        let note =
            |(day, position, note): &(crate::vocabulary::Day, crate::vocabulary::Position, crate::event::NoteAdded)| {
                let topic = note.topic.map_or_else(String::new, |topic| format!("{topic}: "));
                format!("{day} {} · {topic}{} (event {position})", project.name(), note.text)
            };
        project.notes.iter().map(note).collect::<Vec<_>>()
    });
    report.notes.extend(notes);
    report
}

fn project_row(project: &Project) -> Vec<Cell> {
    let units = |free: bool| -> i64 {
        let holdings = project.lots.values().flat_map(|lot| lot.holdings.iter());
        holdings.filter(|(place, _)| (**place == Place::Free) == free).map(|(_, units)| *units).sum()
    };
    let devices = project.devices.values().filter(|device| device.presence == Presence::Here).count();
    vec![
        Cell::optional(project.company(), Cell::text),
        Cell::Text(project.name()),
        Cell::optional(project.opened, Cell::Day),
        Cell::optional(project.closed, Cell::Day),
        Cell::Count(i64::try_from(devices).unwrap_or(i64::MAX)),
        Cell::Count(units(true)),
        Cell::Count(units(false)),
        Cell::Count(project.credits),
        Cell::text(project.id),
        Cell::Number(project.events),
    ]
}

const DEVICE_COLUMNS: [Column; 11] = [
    Column::left("project", "Project"),
    Column::left("device", "Device"),
    Column::left("model", "Model"),
    Column::left("role", "Role"),
    Column::left("licensing", "Licensing"),
    Column::right("", "Software").people_only(),
    Column::hidden("software"),
    Column::hidden("release"),
    Column::hidden("service"),
    Column::right("min_software", "At least"),
    Column::left("purchased", "Purchased"),
];

fn version_cell(version: Option<Version>) -> Cell {
    Cell::optional(version, |version| Cell::Number(u64::from(version.get())))
}

fn part_cell(part: Option<u16>) -> Cell {
    Cell::optional(part, |part| Cell::Number(u64::from(part)))
}

fn device_row(view: &View, project: &Project, device: &Device) -> Vec<Cell> {
    vec![
        Cell::Text(view.project_name(project.id)),
        Cell::text(&device.serial),
        Cell::text(&device.model),
        Cell::text(device.role),
        Cell::text(device.licensing),
        Cell::optional(device.software, Cell::text),
        version_cell(device.runs()),
        part_cell(device.software.and_then(Software::release)),
        part_cell(device.software.and_then(Software::service)),
        version_cell(view.book.min_software(device)),
        Cell::optional(device.purchased, Cell::Day),
    ]
}

/// Devices that are in a project on the day.
pub fn devices(view: &View) -> Report {
    let here = |project: &Project| {
        let devices = project.devices.values().filter(|device| device.presence == Presence::Here);
        devices.map(|device| device_row(view, project, device)).collect::<Vec<_>>()
    };
    let rows = view.projects().into_iter().flat_map(here).collect();
    Report { groups: true, ..report(view, "devices", "Devices", DEVICE_COLUMNS.to_vec(), rows) }
}

/// One device: what it is, and the lots that are bound to it.
pub fn device(view: &View, serial: &Serial) -> Option<Report> {
    let (project, device) = view.book.device_anywhere(serial).filter(|(project, _)| view.shows(project.id))?;
    let place = Place::Device(serial.clone());
    let bound = project.lots.values().filter(|lot| lot.units_at(&place) != 0);
    let rows = bound
        .map(|lot| {
            vec![
                Cell::text(lot.id),
                Cell::text(&lot.licence),
                Cell::Count(lot.units_at(&place)),
                Cell::optional(lot.first_bound, Cell::Day),
                Cell::optional(lot.covered_until(), Cell::Day),
            ]
        })
        .collect();
    let columns = vec![
        Column::left("lot", "Lot"),
        Column::left("licence", "Licence"),
        Column::right("units", "Units"),
        Column::left("first_bound", "First bound"),
        Column::left("until", "SSA until (excluded)"),
    ];
    let mut report = report(view, "device", "bound licences", columns, rows);
    report.title = format!("{} {} in {}", device.model, device.serial, project.name());
    report.notes.extend(device_notes(device, view.book.min_software(device)));
    report.extra.push(("device", device_object(project, device, view.book.min_software(device))));
    report.findings =
        view.findings.iter().filter(|f| f.is_told_always() || f.subject == serial.as_str()).cloned().collect();
    Some(report)
}

fn device_notes(device: &Device, at_least: Option<Version>) -> Vec<String> {
    let software = device.software.map_or_else(|| "unknown".to_owned(), |version| version.to_string());
    let mut notes = vec![format!(
        "{} · {} licensing · software {software} · here since {}",
        device.role, device.licensing, device.since
    )];
    notes.extend(at_least.map(|version| format!("stays on version {version} or higher (REL-5)")));
    match &device.presence {
        Presence::Here => {}
        Presence::MovedTo(_) => notes.push("it has left this project".to_owned()),
        Presence::ReplacedBy(new) => notes.push(format!("it was replaced by {new}")),
    }
    notes.extend(device.trial_licences.iter().map(|trial| {
        format!("trial of {} {} from {} until {} (excluded)", trial.units, trial.licence, trial.from, trial.until)
    }));
    notes
}

/// Whether a device is still in the project, in words.
pub(super) fn presence(device: &Device) -> String {
    match &device.presence {
        Presence::Here => "here".to_owned(),
        Presence::MovedTo(_) => "moved".to_owned(),
        Presence::ReplacedBy(new) => format!("replaced by {new}"),
    }
}

fn device_object(project: &Project, device: &Device, at_least: Option<Version>) -> Cell {
    let trials: Vec<serde_json::Value> = device
        .trial_licences
        .iter()
        .map(|t| json!({"licence": t.licence.to_string(), "units": t.units.get(), "from": t.from.to_string(), "until": t.until.to_string()}))
        .collect();
    let mut object = json!({
        "device": device.serial.to_string(), "model": device.model, "project": project.name(),
        "role": device.role.word(), "licensing": device.licensing.word(), "since": device.since.to_string(),
        "presence": presence(device), "trials": trials,
    });
    if let Some(software) = device.software {
        object["software"] = software.major().get().into();
        let parts = [("release", software.release()), ("service", software.service())];
        for (name, part) in parts.into_iter().filter_map(|(name, part)| Some((name, part?))) {
            object[name] = part.into();
        }
    }
    if let Some(version) = at_least {
        object["min_software"] = version.get().into();
    }
    if let Some(day) = device.purchased {
        object["purchased"] = day.to_string().into();
    }
    Cell::Json(object.to_string())
}

/// Keys that were redeemed, for licences and for warranties; also where that was reversed, for a key stays used.
pub fn keys(view: &View) -> Report {
    let counts = view.timeline.in_effect(view.as_of).into_iter().filter(|entry| view.shows_event(entry));
    let entries = counts.filter(|entry| entry.fact.event.key().is_some());
    let rows = entries.filter_map(|entry| {
        let key = entry.fact.event.key()?;
        let holds = match &entry.fact.event {
            Event::KeyRedeemed(redeemed) => {
                let items = redeemed.items.iter().map(|item| format!("{}={}", item.licence, item.units));
                items.chain(redeemed.credits.map(|credits| format!("SSC={credits}"))).collect()
            }
            Event::WarrantyActivated(e) => {
                vec![format!("warranty of {} for {}", in_years(e.extension.years.get()), e.serial)]
            }
            _ => Vec::new(),
        };
        let holds = if entry.undone { holds.into_iter().chain(["reversed".to_owned()]).collect() } else { holds };
        Some(vec![
            Cell::Text(view.project_name(entry.stream)),
            Cell::text(key),
            Cell::Day(entry.effective),
            Cell::List(holds),
            Cell::optional(entry.fact.remarks.reference.as_ref(), Cell::text),
            Cell::Number(entry.position.0),
        ])
    });
    let columns = vec![
        Column::left("project", "Project"),
        Column::left("key", "Key"),
        Column::left("redeemed", "Redeemed"),
        Column::left("holds", "Holds"),
        Column::left("reference", "Reference"),
        Column::right("position", "Event"),
    ];
    let rows = rows.collect();
    report(view, "keys", "Keys", columns, rows)
}

/// How a project's opening event names it.
pub fn opening_words(opened: &ProjectOpened) -> String {
    format!("project {} of {} opened", opened.project, opened.company)
}
