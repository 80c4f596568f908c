//! Companies, projects, devices and notes: what happens around licences.
//!
//! Absent by design: rules; they judge the events that come out of here.

use super::select::{LotNames, whole};
use super::{Draft, Mode, Plan, ProjectChoice, Refusal, Situation, Stakes};
use crate::book::{Lot, Place, Presence, Project};
use crate::event::{
    Arriving, CompanyAdded, DeviceAdded, DeviceMovedIn, DeviceMovedOut, DeviceReplaced, DeviceRoleChanged,
    DeviceSoftwareChanged, Event, Leaving, Licensing, NoteAdded, ProjectOpened, Role, Topic,
};
use crate::say;
use crate::vocabulary::{Arg, CompanyName, LotId, ProjectName, Say, Serial, Software, Step, Units};

/// The project that stands for what a company holds outside any other project.
const DEFAULT_PROJECT: &str = "DEFAULT";

pub(super) fn add_company(situation: &Situation<'_>, company: &CompanyName) -> Result<Plan, Refusal> {
    if situation.knows_company(company) {
        let next = say!("known-company-next", list = Step::ListCompanies);
        return Err(Refusal::rule("PRJ-1", company, "the ledger knows a company of that name", next));
    }
    let name =
        ProjectName::parse(DEFAULT_PROJECT).map_err(|fault| Refusal::rule("PRJ-1", company, fault.message, ""))?;
    let opened = ProjectOpened { company: company.clone(), project: name };
    let added = Event::CompanyAdded(CompanyAdded { company: company.clone() });
    let drafts = vec![
        Draft { stream: situation.ledger_stream, event: added },
        Draft { stream: situation.fresh_stream, event: Event::ProjectOpened(opened) },
    ];
    Ok(Plan { drafts, stakes: Stakes::Reversible, open: Vec::new() })
}

/// A reported project may belong to a company that nobody added; a command names one that is known.
pub(super) fn open_project(
    situation: &Situation<'_>,
    mode: Mode,
    company: &CompanyName,
    project: &ProjectName,
) -> Result<Plan, Refusal> {
    let known = situation.knows_company(company);
    if mode == Mode::Judge && !known {
        let next = say!("missing-company-next", add = Step::AddCompany(Some(company.clone())));
        return Err(Refusal::missing("company", company.as_str(), next));
    }
    let opened = ProjectOpened { company: company.clone(), project: project.clone() };
    let opening = Draft { stream: situation.fresh_stream, event: Event::ProjectOpened(opened) };
    let added = Draft {
        stream: situation.ledger_stream,
        event: Event::CompanyAdded(CompanyAdded { company: company.clone() }),
    };
    let drafts = if known { vec![opening] } else { vec![added, opening] };
    Ok(Plan { drafts, stakes: Stakes::Reversible, open: Vec::new() })
}

/// What a project still holds when it is closed, and what closing means.
pub(super) fn closing_lines(state: &Project) -> Vec<Say> {
    let units: i64 = state.lots.values().map(Lot::units).sum();
    let devices = state.devices.values().filter(|device| device.presence == Presence::Here).count();
    let mut left = Vec::new();
    if units != 0 {
        left.push(say!("stakes-left-licences", n = units));
    }
    if state.credits != 0 {
        left.push(say!("stakes-left-credits", n = state.credits));
    }
    if devices != 0 {
        left.push(say!("stakes-left-devices", n = devices));
    }
    let mut lines = Vec::new();
    if !left.is_empty() {
        lines.push(say!("stakes-left", left = Arg::from_iter(left), project = state.name()));
    }
    lines.push(say!("stakes-closed"));
    lines
}

pub(super) fn add(situation: &Situation<'_>, project: &ProjectChoice, device: &DeviceAdded) -> Result<Plan, Refusal> {
    let stream = situation.project(project)?;
    Ok(Plan::one(stream, Event::DeviceAdded(device.clone()), Stakes::Reversible))
}

pub(super) fn change_software(situation: &Situation<'_>, serial: &Serial, software: Software) -> Result<Plan, Refusal> {
    let stream = situation.device(serial)?;
    let event = DeviceSoftwareChanged { serial: serial.clone(), software };
    Ok(Plan::one(stream, Event::DeviceSoftwareChanged(event), Stakes::Reversible))
}

pub(super) fn change_role(
    situation: &Situation<'_>,
    serial: &Serial,
    role: Option<Role>,
    licensing: Option<Licensing>,
) -> Result<Plan, Refusal> {
    let stream = situation.device(serial)?;
    let event = DeviceRoleChanged { serial: serial.clone(), role, licensing };
    Ok(Plan::one(stream, Event::DeviceRoleChanged(event), Stakes::Reversible))
}

pub(super) fn move_to(situation: &Situation<'_>, serial: &Serial, to: &ProjectChoice) -> Result<Plan, Refusal> {
    let (from_stream, to_stream) = (situation.device(serial)?, situation.project(to)?);
    let (from, to) = (situation.project_ref(from_stream)?, situation.project_ref(to_stream)?);
    if from_stream == to_stream {
        let message = format!("is in project {} already", to.project);
        return Err(Refusal::rule("PRJ-5", serial, message, "choose another project of the company"));
    }
    let state = situation.state(from_stream);
    let Some(device) = state.devices.get(serial) else {
        let message = format!("is not in project {} on {}", from.project, situation.day);
        return Err(Refusal::rule("PRJ-1", serial, message, "choose a later `--date`"));
    };
    let mut names = LotNames::of_event(situation.next_version(to_stream));
    let bound = bound_to(&state, serial);
    let lots: Vec<Arriving> = bound.iter().map(|(lot, units)| arriving(lot, *units, &mut names)).collect();
    let out = DeviceMovedOut {
        serial: serial.clone(),
        to,
        lots: bound.iter().map(|(lot, units)| leaving(lot, *units)).collect(),
    };
    // Whoever reads the stream of the new project alone must come to the same warranty.
    let rulebook = (device.rulebook != situation.rulebook.hash()).then_some(device.rulebook);
    let into = DeviceMovedIn {
        from,
        device: device.as_added(),
        min_software: device.min_software,
        warranty: device.warranty.clone(),
        trials: device.trials,
        running: device.running().or_else(|| rulebook.map(|_| Vec::new())),
        rulebook,
        lots,
    };
    let drafts = vec![
        Draft { stream: from_stream, event: Event::DeviceMovedOut(out) },
        Draft { stream: to_stream, event: Event::DeviceMovedIn(into) },
    ];
    Ok(Plan { drafts, stakes: Stakes::Reversible, open: Vec::new() })
}

/// Lots that are bound to a device, with the units that are there.
pub(super) fn bound_to<'a>(project: &'a Project, serial: &Serial) -> Vec<(&'a Lot, Units)> {
    let place = Place::Device(serial.clone());
    let there = |lot: &'a Lot| u32::try_from(lot.units_at(&place)).ok().and_then(Units::new).map(|units| (lot, units));
    project.lots.values().filter_map(there).collect()
}

pub(super) fn leaving(lot: &Lot, units: Units) -> Leaving {
    Leaving { lot: lot.id, licence: lot.licence.clone(), units }
}

pub(super) fn arriving(lot: &Lot, units: Units, names: &mut LotNames) -> Arriving {
    arriving_as(lot, units, names.fresh())
}

/// A lot as it arrives under a name.
pub(super) fn arriving_as(lot: &Lot, units: Units, name: LotId) -> Arriving {
    Arriving {
        lot: name,
        was: lot.id,
        licence: lot.licence.clone(),
        units,
        first_bound: lot.first_bound,
        anchor: lot.anchor,
        coverage: lot.coverage.clone(),
    }
}

pub(super) fn replace(
    situation: &Situation<'_>,
    old: &Serial,
    new: &Serial,
    model: Option<&str>,
    rma: &str,
) -> Result<Plan, Refusal> {
    let stream = situation.device(old)?;
    let state = situation.state(stream);
    let place = Place::Device(old.clone());
    let mut names = LotNames::of_event(situation.next_version(stream));
    let known_model = state.devices.get(old).map(|device| device.model.clone());
    let event = DeviceReplaced {
        old: old.clone(),
        new: new.clone(),
        model: model.map(str::to_owned).or(known_model).unwrap_or_default(),
        rma: rma.trim().to_owned(),
        parts: state.lots.values().filter_map(|lot| whole(lot, &place, &mut names)).collect(),
    };
    let is_here = state.devices.get(old).is_some_and(|device| device.presence == Presence::Here);
    let why = if is_here { say!("stakes-replaced") } else { say!("stakes-not-here") };
    let stakes = Stakes::Final(old.clone(), with_unknown_model(situation, why, &event.model));
    Ok(Plan::one(stream, Event::DeviceReplaced(event), stakes))
}

/// What is asked about an act for good, and that nobody knows what the device is where the catalogue does not know its
/// model: a virtual machine or hardware.
pub(super) fn with_unknown_model(situation: &Situation<'_>, why: Say, model: &str) -> Say {
    if situation.catalogue.model(model).is_some() {
        return why;
    }
    say!("stakes-unknown-model", why = why, model = Arg::Quoted(model.to_owned()))
}

pub(super) fn note(
    situation: &Situation<'_>,
    project: Option<&ProjectChoice>,
    serial: Option<&Serial>,
    text: &str,
    topic: Option<Topic>,
) -> Result<Plan, Refusal> {
    let stream = match (project, serial) {
        (Some(project), _) => situation.project(project)?,
        (None, Some(serial)) => situation.device(serial)?,
        (None, None) => return Err(Refusal::missing("project", "for the note", "name one with `--project NAME`")),
    };
    if let Some(serial) = serial {
        situation.device(serial)?;
    }
    let event = NoteAdded { text: text.trim().to_owned(), topic, serial: serial.cloned() };
    Ok(Plan::one(stream, Event::NoteAdded(event), Stakes::Reversible))
}
