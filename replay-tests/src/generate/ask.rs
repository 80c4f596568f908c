//! One order of each kind, for what the model shows to be there.
//!
//! Absent by design: how often each is asked for.

use super::{Generator, Kind, Perhaps};
use crate::model::Model;
use crate::model::device::Device;
use crate::model::unit::{FREE, Unit};
use ledger_core::decide::{Becoming, Choice, Command, ItemAsked, Pick, ProjectChoice, SsaTarget, Take, Term};
use ledger_core::event::{Role, WarrantyVariant};
use ledger_core::vocabulary::{Credits, Fault, KeyCode, Licence, LotId, ProjectName, Serial, Units, Version, Years};

/// Licences that keys hold, the common ones more often.
const LICENCES: [&str; 19] = [
    "PBX-Port12",
    "PBX-Port12",
    "PBX-Port12%500",
    "PBX-Port12%1000",
    "PBX-Port11",
    "PBX-Port10",
    "PBX-Port10%500",
    "PBX-UC12",
    "PBX-UC11",
    "PBX-VoicemailUser12",
    "PBX-VoicemailUser10",
    "Relay-PRIs",
    "PBX-IPVA12",
    "PBX-App(innovaphone-pbx-conference)12",
    "PBX-App(innovaphone-pbx-conference)",
    "PBX-Recording12:base",
    "PBX-Recording12:user",
    "PBX-Port7",
    "PBX-Standby12%500",
];

const MODELS: [&str; 7] = ["ip811", "ip3011", "ip0013", "ip411", "ipva", "ip6013", "ipva"];

/// Licences that are bound for good, and some that are not.
const FOR_GOOD: [&str; 7] =
    ["Relay-PRIs", "Relay-BRIs", "Relay-Channels", "PBX-IPVA12", "PBX-IPVA11", "PBX-Port12", "PBX-Port7"];

/// Virtual machines, devices, and models that no catalogue knows.
const MACHINES: [&str; 7] = ["ipva", "ipva", "ipvadect", "ip811", "ip6013", "ip9999", "softgate"];

/// Licences to which the rulebook of the histories gives a value.
const VALUED: [&str; 6] = [
    "PBX-Port12",
    "PBX-Port11",
    "PBX-Port10%500",
    "PBX-UC12",
    "PBX-VoicemailUser12",
    "PBX-App(innovaphone-pbx-conference)12",
];

impl Generator {
    pub(super) fn add_device(&mut self) -> Result<Perhaps<Command>, Fault> {
        let models = if self.kind == Kind::Virtual { MACHINES } else { MODELS };
        let model = self.random.pick(&models).copied().unwrap_or("ip811");
        let software = self.random.pick(&[Some(7), Some(9), Some(11), Some(12), Some(12), None]).copied().flatten();
        let Some(project) = self.any_project() else { return Ok(None) };
        if self.random.percent(5) && self.serials > 1 {
            self.serials -= 1;
        }
        Ok(Some(Command::AddDevice { project, device: self.device(model, software)? }))
    }

    fn key(&mut self) -> Result<KeyCode, Fault> {
        self.keys += u32::from(!self.random.percent(4) || self.keys == 0);
        KeyCode::parse(&format!("KEY-{:04}", self.keys))
    }

    pub(super) fn redeem(&mut self) -> Result<Perhaps<Command>, Fault> {
        let Some(project) = self.any_project() else { return Ok(None) };
        let mut items = Vec::new();
        for _ in 0..self.random.from_to(1, 3) {
            let licence = Licence::parse(self.any_licence())?;
            let units = Units::new(self.random.from_to(1, 12));
            items.extend(units.map(|units| ItemAsked::Licences(licence, units, None)));
        }
        if self.random.percent(30) {
            items.extend(Credits::new(self.random.from_to(1, 300)).map(ItemAsked::Credits));
        }
        Ok(Some(Command::RedeemKey { project, key: self.key()?, items }))
    }

    fn any_licence(&mut self) -> &'static str {
        let licences: &[&'static str] = match self.kind {
            Kind::Virtual => &FOR_GOOD,
            Kind::Conversions | Kind::LeapDays | Kind::Credits => &VALUED,
            Kind::Mixed | Kind::Amendments | Kind::Reversals | Kind::LateFacts | Kind::Lots => &LICENCES,
        };
        self.random.pick(licences).copied().unwrap_or_default()
    }

    /// A unit that is at a place of that kind.
    fn unit(&mut self, model: &Model, is_bound: bool) -> Perhaps<Unit> {
        let there = |u: &&Unit| u.worth == 1 && u.place.as_deref().is_some_and(|place| (place != FREE) == is_bound);
        let units: Vec<&Unit> = model.units.all.iter().filter(there).collect();
        self.random.pick(&units).copied().cloned()
    }

    /// Some of the units that are where that unit is; sometimes more than there are.
    fn take(&mut self, model: &Model, unit: &Unit) -> Result<Perhaps<Take>, Fault> {
        let choice = match (self.random.below(10), self.kind) {
            (0, _) => Choice::Open,
            (1, _) | (3..4, Kind::Lots) => Choice::Pick(Pick::OldestSsa),
            (2, _) | (4..6, Kind::Lots) => Choice::Pick(Pick::NewestSsa),
            (3..6, _) => Choice::Lot(LotId::parse(&unit.lot)?),
            _ => Choice::Pick(Pick::Fifo),
        };
        let same = |u: &&Unit| {
            let in_reach = u.licence == unit.licence && (!matches!(choice, Choice::Lot(_)) || u.lot == unit.lot);
            in_reach && u.place == unit.place && u.project == unit.project
        };
        let there: i64 = model.units.all.iter().filter(same).map(|u| u.worth).sum();
        let most = u32::try_from(there).unwrap_or_default().max(1);
        let count = match self.random.below(20) {
            0 => most.saturating_add(self.random.from_to(1, 5)),
            1..8 => most,
            _ => self.random.from_to(1, most),
        };
        let licence = Licence::parse(&unit.licence)?;
        let licence = if self.random.percent(30) { licence.untiered() } else { licence };
        Ok(Units::new(count).map(|units| Take { licence, units, choice }))
    }

    /// The project that a stream stands for.
    fn choice_of(&self, model: &Model, stream: &str) -> Perhaps<ProjectChoice> {
        let named = model.projects.iter().find(|project| project.stream == stream)?;
        let is_it = |p: &&ProjectChoice| {
            p.company.as_ref().is_some_and(|company| named.name == format!("{company} / {}", p.project))
        };
        self.projects.iter().find(is_it).cloned()
    }

    fn device_of(&mut self, model: &Model, stream: Option<&str>) -> Result<Perhaps<Serial>, Fault> {
        let stale = self.random.percent(5);
        let here = |d: &&Device| (stale || d.gone.is_none()) && stream.is_none_or(|stream| d.project == stream);
        let serials: Vec<&str> = model.devices.iter().filter(here).map(|d| d.serial.as_str()).collect();
        self.random.pick(&serials).map(|serial| Serial::parse(serial)).transpose()
    }

    pub(super) fn bind(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(unit) = self.unit(model, false) else { return Ok(None) };
        let Some(take) = self.take(model, &unit)? else { return Ok(None) };
        let reach = if self.random.percent(96) { Some(unit.project.as_str()) } else { None };
        let Some(serial) = self.device_of(model, reach)? else { return Ok(None) };
        let is_virtual = model.devices.iter().any(|d| d.serial == serial.as_str() && d.model == "ipva");
        let often = if self.kind == Kind::Virtual { 50 } else { 10 };
        if unit.licence.starts_with("PBX-IPVA") && !is_virtual && !self.random.percent(often) {
            return Ok(None);
        }
        Ok(Some(Command::Bind { take, serial }))
    }

    pub(super) fn release(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(unit) = self.unit(model, true) else { return Ok(None) };
        let is_virtual = model.devices.iter().any(|d| Some(&d.serial) == unit.place.as_ref() && d.model == "ipva");
        let stays = is_virtual || unit.licence.starts_with("Relay") || unit.licence.starts_with("PBX-IPVA");
        if stays && !self.random.percent(10) {
            return Ok(None);
        }
        let Some(take) = self.take(model, &unit)? else { return Ok(None) };
        let serial = Serial::parse(unit.place.as_deref().unwrap_or_default())?;
        let certificate = (!self.random.percent(5)).then(|| format!("release-{}.xml", self.random.below(1000)));
        let consent = self.random.percent(20);
        Ok(Some(Command::Release { take, serial, certificate, consent }))
    }

    fn some_credits(&mut self, chance: u64) -> Perhaps<Credits> {
        let credits = self.random.from_to(0, if self.kind == Kind::Credits { 60 } else { 12 });
        let chance = if self.kind == Kind::Credits { 50 } else { chance };
        if self.random.percent(chance) { Credits::new(credits) } else { None }
    }

    fn version(&mut self) -> Version {
        let versions: Vec<Version> = [9, 10, 11, 11, 12, 12, 13, 13].into_iter().filter_map(Version::new).collect();
        self.random.pick(&versions).copied().unwrap_or(versions[0])
    }

    pub(super) fn convert(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(unit) = self.unit(model, false) else { return Ok(None) };
        let Some(take) = self.take(model, &unit)? else { return Ok(None) };
        let Some(project) = self.choice_of(model, &unit.project) else { return Ok(None) };
        let version = self.version();
        if take.licence.version.is_none_or(|own| own == version) && !self.random.percent(10) {
            return Ok(None);
        }
        let becoming = match self.random.below(10) {
            0 => match take.licence.at_version(version) {
                Ok(licence) => Becoming::Licence(licence),
                Err(_) => return Ok(None),
            },
            _ => Becoming::Version(version),
        };
        Ok(Some(Command::Convert { take, project, becoming, credits: self.some_credits(70) }))
    }

    pub(super) fn upgrade(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let any = self.random.percent(10);
        let there = |u: &&Unit| u.worth == 1 && u.place.is_some() && (any || !u.dates.coverage.is_empty());
        let units: Vec<&Unit> = model.units.all.iter().filter(there).collect();
        let Some(unit) = self.random.pick(&units).copied().cloned() else { return Ok(None) };
        let Some(take) = self.take(model, &unit)? else { return Ok(None) };
        let version = self.version();
        if take.licence.version.is_none_or(|own| own >= version) && !self.random.percent(10) {
            return Ok(None);
        }
        let serial = unit.place.as_deref().filter(|place| *place != FREE).map(Serial::parse).transpose()?;
        let project = if serial.is_none() { self.choice_of(model, &unit.project) } else { None };
        Ok(Some(Command::Upgrade { take, serial, project, version }))
    }

    pub(super) fn transfer(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(unit) = self.unit(model, false) else { return Ok(None) };
        let Some(take) = self.take(model, &unit)? else { return Ok(None) };
        let Some(from) = self.choice_of(model, &unit.project) else { return Ok(None) };
        let to = self.sibling(&from);
        Ok(to.map(|to| Command::TransferLicences { take, from, to }))
    }

    pub(super) fn receive(&mut self) -> Perhaps<Command> {
        let credits = Credits::new(self.random.from_to(1, 500))?;
        Some(Command::ReceiveCredits { project: self.any_project()?, credits })
    }

    pub(super) fn transfer_credits(&mut self, model: &Model) -> Perhaps<Command> {
        let from = self.any_project()?;
        let to = self.sibling(&from)?;
        let owner = from.company.as_ref()?;
        let name = format!("{owner} / {}", from.project);
        let held = model.projects.iter().find(|project| project.name == name)?.credits;
        let most = u32::try_from(held).unwrap_or_default();
        let beyond = if self.random.percent(10) { 50 } else { 0 };
        let credits = Credits::new(self.random.from_to(1, most.saturating_add(beyond).max(1)))?;
        Some(Command::TransferCredits { credits, from, to })
    }

    fn ssa_target(&mut self, model: &Model, unit: &Unit) -> Result<Perhaps<SsaTarget>, Fault> {
        let serial = Serial::parse(unit.place.as_deref().unwrap_or_default())?;
        Ok(match self.random.below(10) {
            0..2 => Some(SsaTarget::All),
            2..4 => Some(SsaTarget::Device(serial)),
            4..7 => Some(SsaTarget::Lot(LotId::parse(&unit.lot)?)),
            _ => self.take(model, unit)?.map(|take| {
                let units = self.random.percent(60).then_some(take.units);
                let serial = self.random.percent(60).then_some(serial);
                SsaTarget::Type { licence: take.licence, units, serial }
            }),
        })
    }

    pub(super) fn apply_ssa(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(unit) = self.unit(model, true) else { return Ok(None) };
        if !unit.licence.contains("12") && !unit.licence.contains("11") && !self.random.percent(30) {
            return Ok(None);
        }
        let Some(project) = self.choice_of(model, &unit.project) else { return Ok(None) };
        let Some(target) = self.ssa_target(model, &unit)? else { return Ok(None) };
        let ahead = self.random.from_to(30, 1500);
        if self.kind == Kind::LeapDays && self.random.percent(40) {
            let year = self.year() + i32::try_from(self.random.below(5)).unwrap_or_default();
            let until = self.end_of_february(year).map(Term::Until);
            let credits = self.some_credits(75);
            return Ok(until.map(|term| Command::ApplySsa { project, target, term, credits }));
        }
        let term = match (self.random.percent(80), Years::new(self.random.from_to(1, 5))) {
            (true, Some(years)) => Term::Years(years),
            _ => Term::Until(self.day.plus_days(ahead).unwrap_or(self.day)),
        };
        Ok(Some(Command::ApplySsa { project, target, term, credits: self.some_credits(75) }))
    }

    pub(super) fn warranty(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(serial) = self.device_of(model, None)? else { return Ok(None) };
        let variant = match self.random.percent(50) {
            true => WarrantyVariant::AtPurchase,
            false => WarrantyVariant::AfterPurchase,
        };
        let key = self.key()?;
        let years = Years::new(self.random.from_to(1, 5));
        Ok(years.map(|years| Command::ActivateWarranty { key, serial, years, variant, bought: None }))
    }

    pub(super) fn trial(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(serial) = self.device_of(model, None)? else { return Ok(None) };
        let licence = Licence::parse("PBX-UC12")?;
        Ok(Units::new(self.random.from_to(1, 9)).map(|units| Command::IssueTrial { licence, units, serial }))
    }

    pub(super) fn replace(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(old) = self.device_of(model, None)? else { return Ok(None) };
        let new = self.device("ip811", None)?.serial;
        let model = self.random.percent(30).then(|| "ip0013".to_owned());
        let rma = if self.random.percent(95) {
            format!("RMA-{}", self.random.below(if self.kind == Kind::Virtual { 12 } else { 10_000 }))
        } else {
            String::new()
        };
        Ok(Some(Command::ReplaceDevice { old, new, model, rma }))
    }

    pub(super) fn move_device(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let Some(serial) = self.device_of(model, None)? else { return Ok(None) };
        let home = model.devices.iter().find(|d| d.serial == serial.as_str() && d.gone.is_none());
        let Some(from) = home.and_then(|device| self.choice_of(model, &device.project)) else { return Ok(None) };
        Ok(self.sibling(&from).map(|to| Command::MoveDevice { serial, to }))
    }

    pub(super) fn software(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let software = self.version();
        Ok(self.device_of(model, None)?.map(|serial| Command::ChangeSoftware { serial, software: software.into() }))
    }

    pub(super) fn role(&mut self, model: &Model) -> Result<Perhaps<Command>, Fault> {
        let role = self.random.pick(&[Role::Master, Role::Slave, Role::Standby]).copied();
        Ok(self.device_of(model, None)?.map(|serial| Command::ChangeRole { serial, role, licensing: None }))
    }

    pub(super) fn note(&mut self) -> Perhaps<Command> {
        Some(Command::AddNote { project: self.any_project(), serial: None, text: "seen".to_owned(), topic: None })
    }

    /// Rarely, a project is closed; as often, another one opens.
    pub(super) fn close_or_open(&mut self) -> Result<Perhaps<Command>, Fault> {
        if self.random.percent(20) {
            return Ok(self.any_project().map(|project| Command::CloseProject { project }));
        }
        let Some(company) = self.any_project().and_then(|project| project.company) else { return Ok(None) };
        let project = ProjectName::parse(&format!("Projekt {}", self.random.below(5)))?;
        self.projects.push(ProjectChoice { company: Some(company.clone()), project: project.clone() });
        Ok(Some(Command::OpenProject { company, project }))
    }
}
