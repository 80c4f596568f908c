//! The book: what the events add up to. Companies, projects, devices, lots, credits, coverage.
//!
//! Folding is total: it never refuses, it never clamps. A holding that went below zero is kept as it is, so that rules
//! can report it. Everything names the positions that it rests on. Absent by design: rules, refusals and today's date.

mod correction;
mod device;
mod fold;
mod held;
mod kept;
mod lot;
mod posting;
mod rerun;
mod take;
mod timeline;

pub use correction::{Correcting, Correction, Resolution};
pub use device::{Device, Presence, Trial};
pub use held::Held;
pub use lot::{Apart, Came, Lot, Place};
pub use posting::{Account, Posting, Postings};
pub use rerun::BaseTerms;
pub use take::{Became, Found};
pub use timeline::{Entry, Step, Timeline, Was};

use crate::event::ProjectRef;
use crate::vocabulary::{
    CompanyName, Day, Hash, KeyCode, Licence, LotId, Named, Position, ProjectName, Serial, StreamId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that some events add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    /// Companies that were added, each with the position that says so.
    pub companies: BTreeMap<CompanyName, Position>,
    /// Rulebooks by the order of their adoption; the first came with the ledger.
    pub rulebooks: Vec<Adopted>,
    /// Projects by their stream.
    pub projects: BTreeMap<StreamId, Project>,
    /// Imported files.
    pub imports: Vec<Imported>,
    /// Closed periods, each with the event that closed it.
    pub closings: Vec<(Position, crate::event::PeriodClosed)>,
    at: BTreeMap<Serial, Vec<StreamId>>,
    used_keys: BTreeMap<KeyCode, Vec<Position>>,
    used_rmas: BTreeMap<String, Vec<Position>>,
    kept: BTreeMap<Serial, kept::Kept>,
}

/// A rulebook that is or was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// BLAKE3 of its bytes.
    pub rulebook: Hash,
    /// Its name.
    pub name: String,
    /// Day of adoption.
    pub since: Day,
    /// The event that adopted it.
    pub position: Position,
}

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The event that ended the import.
    pub position: Position,
    /// What it says.
    pub import: crate::event::ImportCommitted,
}

/// One project: a free balance, credits and devices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its stream.
    pub id: StreamId,
    /// Owner and name; absent while no opening event has been folded.
    pub named: Option<(CompanyName, ProjectName)>,
    /// Day of opening.
    pub opened: Option<Day>,
    /// Day of closing.
    pub closed: Option<Day>,
    /// Devices that are or were in the project.
    pub devices: BTreeMap<Serial, Device>,
    /// Lots that are or were in the project.
    pub lots: BTreeMap<LotId, Lot>,
    /// Service credits in the balance; below zero only where reported facts do not add up.
    pub credits: i64,
    /// Keys that were redeemed into the project.
    pub keys: Vec<Redeemed>,
    /// Notes, rental contracts among them.
    pub notes: Vec<(Day, Position, crate::event::NoteAdded)>,
    /// What came in and went out, by licence without its tier.
    pub flows: BTreeMap<Licence, Flow>,
    /// Lots that hold less than nothing, each with the place.
    pub short: BTreeSet<(LotId, Place)>,
    /// What the last event posted.
    pub posted: Postings,
    /// Events folded so far.
    pub events: u64,
}

/// A key that was redeemed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redeemed {
    /// The day.
    pub day: Day,
    /// The event.
    pub position: Position,
    /// What the key held.
    pub key: crate::event::KeyRedeemed,
    /// Order number or other reference, where given.
    pub reference: Option<String>,
}

/// Units that entered or left a project, by the way they did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flow {
    /// Credited by keys.
    pub credited: i64,
    /// Came from other projects.
    pub arrived: i64,
    /// Left for other projects.
    pub left: i64,
    /// Came out of another version by conversion or upgrade.
    pub changed_into: i64,
    /// Became another version by conversion or upgrade.
    pub changed_away: i64,
}

impl Flow {
    /// What must be free or bound if nothing was lost.
    pub fn owned(self) -> i64 {
        self.credited + self.arrived + self.changed_into - self.left - self.changed_away
    }
}

/// Why a project could not be named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoProject {
    /// None has the name.
    Unknown,
    /// Several companies have one of the name.
    Several(Vec<CompanyName>),
}

impl Book {
    /// The project of that name; the company is needed only where several have one.
    ///
    /// # Errors
    /// Says whether none or several match.
    pub fn project_named(&self, company: Option<&CompanyName>, name: &ProjectName) -> Result<&Project, NoProject> {
        let matching: Vec<&Project> = self
            .projects
            .values()
            .filter(|p| p.named.as_ref().is_some_and(|(c, n)| n == name && company.is_none_or(|wanted| wanted == c)))
            .collect();
        match matching[..] {
            [] => Err(NoProject::Unknown),
            [project] => Ok(project),
            _ => Err(NoProject::Several(matching.iter().filter_map(|p| p.company().cloned()).collect())),
        }
    }

    /// The project that a device is in now, and the device.
    pub fn device(&self, serial: &Serial) -> Option<(&Project, &Device)> {
        let streams = self.at.get(serial)?;
        streams.iter().rev().filter_map(|s| self.projects.get(s)).find_map(|project| {
            project
                .devices
                .get(serial)
                .filter(|device| device.presence == Presence::Here)
                .map(|device| (project, device))
        })
    }

    /// Any trace of a device, also where it has left or was replaced.
    pub fn device_anywhere(&self, serial: &Serial) -> Option<(&Project, &Device)> {
        self.device(serial).or_else(|| {
            let streams = self.at.get(serial)?;
            streams
                .iter()
                .rev()
                .filter_map(|s| self.projects.get(s))
                .find_map(|p| p.devices.get(serial).map(|d| (p, d)))
        })
    }

    /// The events that used a key up, in the order of the timeline; also those that were reversed, for it was used.
    pub fn uses_of_key(&self, key: &KeyCode) -> &[Position] {
        self.used_keys.get(key).map_or(&[], Vec::as_slice)
    }

    /// The replacements that name an RMA number, in the order of the timeline; compared without case, blanks and hyphens.
    pub fn uses_of_rma(&self, rma: &str) -> &[Position] {
        self.used_rmas.get(&folded_rma(rma)).map_or(&[], Vec::as_slice)
    }

    /// The rulebook adopted last.
    pub fn rulebook_in_force(&self) -> Option<&Adopted> {
        self.rulebooks.iter().max_by_key(|adopted| adopted.position)
    }

    /// Companies that were added or own a project.
    pub fn company_names(&self) -> BTreeSet<CompanyName> {
        self.companies.keys().cloned().chain(self.projects.values().filter_map(|p| p.company().cloned())).collect()
    }
}

impl Project {
    /// A project of which nothing is known yet.
    pub fn empty(id: StreamId) -> Self {
        Self {
            id,
            named: None,
            opened: None,
            closed: None,
            devices: BTreeMap::new(),
            lots: BTreeMap::new(),
            credits: 0,
            keys: Vec::new(),
            notes: Vec::new(),
            flows: BTreeMap::new(),
            short: BTreeSet::new(),
            posted: Postings::default(),
            events: 0,
        }
    }

    /// The owner.
    pub fn company(&self) -> Option<&CompanyName> {
        self.named.as_ref().map(|(company, _)| company)
    }

    /// The project's name, `?` before its opening event.
    pub fn name(&self) -> String {
        self.named.as_ref().map_or_else(|| "?".to_owned(), |(_, name)| name.to_string())
    }

    /// The project as a command names it; `None` before its opening event.
    pub fn place(&self) -> Option<Named> {
        let (company, project) = self.named.clone()?;
        Some(Named { company: Some(company), project })
    }

    /// How events name this project.
    pub fn reference(&self) -> Option<ProjectRef> {
        let (company, project) = self.named.clone()?;
        Some(ProjectRef { stream: self.id, company, project })
    }

    /// Units of a licence at a place, over all lots; a licence without a tier counts every tier.
    pub fn units_at(&self, licence: &Licence, place: &Place) -> i64 {
        self.lots.values().filter(|lot| licence.covers(&lot.licence)).map(|lot| lot.units_at(place)).sum()
    }

    /// What is missing of a licence at a place over all lots, below zero; nothing where no lot of it holds less than nothing there.
    /// A licence without a tier counts every tier.
    pub fn short_at(&self, licence: &Licence, place: &Place) -> Option<i64> {
        let is_of_it = |(lot, there): &&(LotId, Place)| {
            there == place && self.lots.get(lot).is_some_and(|lot| licence.covers(&lot.licence))
        };
        self.short.iter().any(|short| is_of_it(&short)).then(|| self.units_at(licence, place))
    }

    /// Licences for which `credited + arrived + changed into = free + bound + left + changed away` does not hold (PRJ-4).
    pub fn unconserved(&self) -> Vec<(Licence, i64, i64)> {
        let mut held: BTreeMap<Licence, i64> = BTreeMap::new();
        for lot in self.lots.values() {
            *held.entry(lot.licence.untiered()).or_default() += lot.units();
        }
        let kinds: BTreeSet<&Licence> = held.keys().chain(self.flows.keys()).collect();
        let figures = kinds.into_iter().map(|kind| {
            let owned = self.flows.get(kind).copied().unwrap_or_default().owned();
            (kind.clone(), owned, held.get(kind).copied().unwrap_or_default())
        });
        figures.filter(|(_, owned, held)| owned != held).collect()
    }
}

/// An RMA number in the form by which RMA numbers are compared.
fn folded_rma(rma: &str) -> String {
    rma.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}
