//! What there is: companies, projects, devices, keys, imports.

use super::{Answer, Cell, Column, Label, View};
use crate::book::{Correcting, Device, Entry, Place, Presence, Project, Trial};
use crate::event::{Event, KeyItem, Topic};
use crate::say;
use crate::vocabulary::{Arg, CompanyName, Say, Serial, Software, Version};

fn report(view: &View, name: &'static str, title: Say, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Answer {
    Answer { findings: view.findings.clone(), ..Answer::table(name, title, view.basis(), columns, rows) }
}

/// Companies with the number of their projects.
pub fn companies(view: &View) -> Answer {
    let row = |company: &CompanyName| {
        let projects = view.projects().into_iter().filter(|project| project.company() == Some(company));
        let names: Vec<Cell> = projects.map(|project| Cell::Text(project.name())).collect();
        vec![Cell::text(company), Cell::count(names.len()), Cell::List(names)]
    };
    let rows = view.companies().iter().map(row).collect();
    let columns = vec![Column::left("company"), Column::right("count"), Column::left("projects")];
    report(view, "companies", say!("companies-title"), columns, rows).or_say(say!("companies-none"))
}

/// The projects of a company; of one that was annulled or has another name by now, what became of it.
pub fn company(view: &View, company: &CompanyName) -> Answer {
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
            let (event, by, how) = (entry.position, by.position, by.correcting);
            return Some(match how {
                Correcting::Annuls => say!("company-annulled", company = company, event = event, by = by),
                Correcting::Reverses => say!("company-reversed", company = company, event = event, by = by),
                Correcting::Amends => say!("company-amended", company = company, event = event, by = by),
            });
        }
        let stands = view.timeline.as_amended(entry.position)?;
        let Event::CompanyAdded(now) = &stands.fact.event else { return None };
        let by = stands.was.as_ref()?.by;
        let (event, name) = (entry.position, &now.company);
        Some(say!("company-is-called", company = company, event = event, name = name, by = by))
    };
    report.says.extend(view.timeline.entries().iter().filter_map(became));
    report
}

/// Projects with their owner, life and size.
pub fn projects(view: &View) -> Answer {
    let columns = vec![
        Column::left("company"),
        Column::left("project"),
        Column::left("opened"),
        Column::left("closed"),
        Column::right("devices"),
        Column::right("free"),
        Column::right("bound"),
        Column::right("credits"),
        Column::hidden("stream"),
        Column::hidden("events"),
    ];
    let rows = view.projects().into_iter().map(project_row).collect();
    let mut report =
        report(view, "projects", say!("projects-title"), columns, rows).in_groups().or_say(say!("projects-none"));
    let notes = view.projects().into_iter().flat_map(|project| {
        let note =
            |(day, position, note): &(crate::vocabulary::Day, crate::vocabulary::Position, crate::event::NoteAdded)| {
                let (day, event, text, project) = (*day, *position, &note.text, project.name());
                match note.topic {
                    None => say!("project-note", day = day, project = project, text = text, event = event),
                    Some(Topic::Rental) => {
                        say!("project-note-rental", day = day, project = project, text = text, event = event)
                    }
                }
            };
        project.notes.iter().map(note).collect::<Vec<_>>()
    });
    report.says.extend(notes);
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
        Cell::count(devices),
        Cell::Units(units(true)),
        Cell::Units(units(false)),
        Cell::Credits(project.credits),
        Cell::text(project.id),
        Cell::Number(project.events),
    ]
}

const DEVICE_COLUMNS: [Column; 11] = [
    Column::left("project"),
    Column::left("device"),
    Column::left("model"),
    Column::left("role"),
    Column::left("licensing"),
    Column::right("runs").people_only(),
    Column::hidden("software"),
    Column::hidden("release"),
    Column::hidden("service"),
    Column::right("min_software"),
    Column::left("purchased"),
];

fn version_cell(version: Option<Version>) -> Cell {
    Cell::optional(version, |version| Cell::Number(u64::from(version.get())))
}

fn part_cell(part: Option<u16>) -> Cell {
    Cell::optional(part, |part| Cell::Number(u64::from(part)))
}

fn device_row(view: &View, project: &Project, device: &Device) -> Vec<Cell> {
    vec![
        view.project(project.id),
        Cell::Device(device.serial.clone()),
        Cell::text(&device.model),
        Cell::Word(device.role.word()),
        Cell::Word(device.licensing.word()),
        Cell::optional(device.software, Cell::text),
        version_cell(device.runs()),
        part_cell(device.software.and_then(Software::release)),
        part_cell(device.software.and_then(Software::service)),
        version_cell(view.book.min_software(device)),
        Cell::optional(device.purchased, Cell::Day),
    ]
}

/// Devices that are in a project on the day.
pub fn devices(view: &View) -> Answer {
    let here = |project: &Project| {
        let devices = project.devices.values().filter(|device| device.presence == Presence::Here);
        devices.map(|device| device_row(view, project, device)).collect::<Vec<_>>()
    };
    let rows = view.projects().into_iter().flat_map(here).collect();
    let report = report(view, "devices", say!("devices-title"), DEVICE_COLUMNS.to_vec(), rows);
    report.in_groups().or_say(say!("devices-none"))
}

/// One device: what it is, and the lots that are bound to it.
pub fn device(view: &View, serial: &Serial) -> Option<Answer> {
    let (project, device) = view.book.device_anywhere(serial).filter(|(project, _)| view.shows(project.id))?;
    let place = Place::Device(serial.clone());
    let bound = project.lots.values().filter(|lot| lot.units_at(&place) != 0);
    let rows = bound
        .map(|lot| {
            vec![
                Cell::Lot(lot.id),
                Cell::Licence(lot.licence.clone()),
                Cell::Units(lot.units_at(&place)),
                Cell::optional(lot.first_bound, Cell::Day),
                Cell::optional(lot.covered_until(), Cell::Day),
            ]
        })
        .collect();
    let columns = vec![
        Column::left("lot"),
        Column::left("licence"),
        Column::right("units"),
        Column::left("first_bound"),
        Column::left("until"),
    ];
    let title = say!("device-title", model = &device.model, device = &device.serial, project = &Label::of(project));
    let mut report = report(view, "device", title, columns, rows).or_say(say!("device-none-bound"));
    report.says.extend(device_notes(device, view.book.min_software(device)));
    report.extra.push(("device", device_object(project, device, view.book.min_software(device))));
    report.findings =
        view.findings.iter().filter(|f| f.is_told_always() || f.subject == serial.as_str()).cloned().collect();
    Some(report)
}

fn device_notes(device: &Device, at_least: Option<Version>) -> Vec<Say> {
    let software =
        device.software.map_or_else(|| Arg::Say(say!("unknown")), |software| Arg::Name(software.to_string()));
    let (role, licensing, since) = (device.role.word(), device.licensing.word(), device.since);
    let mut notes = vec![say!("device-is", role = role, licensing = licensing, software = software, since = since)];
    notes.extend(at_least.map(|version| say!("device-stays", version = version)));
    match &device.presence {
        Presence::Here => {}
        Presence::MovedTo(_) => notes.push(say!("device-left")),
        Presence::ReplacedBy(new) => notes.push(say!("device-was-replaced", new = new)),
    }
    notes.extend(device.trial_licences.iter().map(|trial| {
        let Trial { licence, units, from, until, .. } = trial;
        say!("device-trial", units = *units, licence = licence, from = *from, until = *until)
    }));
    notes
}

/// Whether a device is still in the project, in words.
pub(super) fn presence(device: &Device) -> Say {
    match &device.presence {
        Presence::Here => say!("presence-here"),
        Presence::MovedTo(_) => say!("presence-moved"),
        Presence::ReplacedBy(new) => say!("presence-replaced", new = new),
    }
}

fn device_object(project: &Project, device: &Device, at_least: Option<Version>) -> Cell {
    let trial = |trial: &Trial| {
        Cell::Record(vec![
            ("from", Cell::Day(trial.from)),
            ("licence", Cell::Licence(trial.licence.clone())),
            ("units", Cell::units(trial.units)),
            ("until", Cell::Day(trial.until)),
        ])
    };
    Cell::Record(vec![
        ("device", Cell::Device(device.serial.clone())),
        ("licensing", Cell::Word(device.licensing.word())),
        ("min_software", version_cell(at_least)),
        ("model", Cell::text(&device.model)),
        ("presence", Cell::Say(presence(device))),
        ("project", Cell::Project(Label::of(project))),
        ("purchased", Cell::optional(device.purchased, Cell::Day)),
        ("release", part_cell(device.software.and_then(Software::release))),
        ("role", Cell::Word(device.role.word())),
        ("service", part_cell(device.software.and_then(Software::service))),
        ("since", Cell::Day(device.since)),
        ("software", version_cell(device.runs())),
        ("trials", Cell::List(device.trial_licences.iter().map(trial).collect())),
    ])
}

/// Keys that were redeemed, for licences and for warranties; also where that was reversed, for a key stays used.
pub fn keys(view: &View) -> Answer {
    let counts = view.timeline.in_effect(view.as_of).into_iter().filter(|entry| view.shows_event(entry));
    let entries = counts.filter(|entry| entry.fact.event.key().is_some());
    let rows = entries.filter_map(|entry| {
        let key = entry.fact.event.key()?;
        let mut holds = holds(&entry.fact.event);
        holds.extend(entry.undone.then(|| Cell::Say(say!("key-reversed"))));
        Some(vec![
            view.project(entry.stream),
            Cell::text(key),
            Cell::Day(entry.effective),
            Cell::List(holds),
            Cell::optional(entry.fact.remarks.reference.as_ref(), Cell::text),
            Cell::Event(entry.position),
        ])
    });
    let columns = vec![
        Column::left("project"),
        Column::left("key"),
        Column::left("redeemed"),
        Column::left("holds"),
        Column::left("reference"),
        Column::right("position"),
    ];
    let rows = rows.collect();
    report(view, "keys", say!("keys-title"), columns, rows).or_say(say!("keys-none"))
}

fn holds(event: &Event) -> Vec<Cell> {
    if let Event::WarrantyActivated(e) = event {
        return vec![Cell::Say(say!("key-of-warranty", years = e.extension.years.get(), device = &e.serial))];
    }
    let Event::KeyRedeemed(redeemed) = event else { return Vec::new() };
    let item = |item: &KeyItem| Cell::Say(say!("key-item", licence = &item.licence, units = item.units));
    let credits = redeemed.credits.map(|credits| Cell::Say(say!("key-credits", credits = credits)));
    redeemed.items.iter().map(item).chain(credits).collect()
}
