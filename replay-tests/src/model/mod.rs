//! A second, plain model of the book, to be compared with the core's.
//!
//! It reads the stored payloads as JSON, keeps one record for every single licence and reckons dates by itself. Reading
//! order: [`Model`] here, then `correction` (which rows count), `unit`, `licences`, `moving`, `covering`, `closing`,
//! `figures` (what is compared), `book` (the core's side of it), `sound` (what must hold for every book), `history` (a
//! ledger and the model side by side), `compare` (what of it is compared). Absent by design: any code of the core's
//! book, rules or decisions, and any care for speed.

pub mod book;
mod closing;
mod compare;
mod correction;
mod covering;
pub mod date;
pub mod device;
pub mod explained;
mod figures;
pub mod history;
mod judged;
mod law;
mod licences;
mod moving;
mod pick;
mod price;
pub mod row;
pub mod sound;
mod taking;
pub mod tally;
pub mod unit;

pub use figures::{Figures, difference};

use correction::{Happened, Known};
use date::Date;
use device::Device;
use row::{Row, inner, number, optional_text, text};
use serde_json::Value;
use taking::Apart;
use unit::{FREE, Portion, Units};

/// A mistake that the model makes on purpose, to show that the comparison finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// A release sets the day of the first binding anew.
    ReleaseMovesFirstBinding,
    /// A conversion lets the old SSA run on.
    ConversionKeepsCoverage,
    /// A transfer loses the dates of what it moves.
    TransferForgetsDates,
    /// A conversion costs nothing.
    ConversionIsFree,
    /// A replacement leaves the licences on the old device.
    ReplacementLeavesLicences,
    /// Coverage includes its last day.
    CoverageEndsLate,
    /// A warranty ends after eleven months, whatever its extension.
    WarrantyIsShort,
    /// An annulled event still counts.
    AnnulledStillCounts,
    /// A reversed event does not count from its own day on.
    ReversalCountsFromTarget,
    /// An amended event happens on the day on which it was first said to.
    AmendmentKeepsDay,
    /// An annulled annulment annuls all the same.
    AnnulledAnnulmentStays,
    /// An act that took a lot as a whole leaves what late events split off it.
    WholeActsLeaveTheLate,
    /// A replacement takes what it lists, and nothing that was recorded late.
    ReplacementTakesTheListed,
    /// A reversed binding was none.
    ReversalForgetsBinding,
    /// A trial stays in the project that its device leaves.
    TrialsStayBehind,
    /// The end of a warranty stays when the day of purchase turns out to be another.
    WarrantyKeepsItsEnd,
    /// Years are added to the last end, step by step.
    TermsGoStepByStep,
    /// A purchase goes on from the last end, though the first binding came later.
    PurchaseForgetsFirstBinding,
    /// Among lots that are alike the tier is taken before the base.
    TierBeforeBase,
    /// SSA that is over still counts where lots are chosen by it.
    LapsedIsCovered,
    /// A conversion costs the credits of two years.
    ConversionCostsTwice,
    /// A trial runs for four months.
    TrialRunsForFourMonths,
}

/// A project by its stream.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its stream.
    pub stream: String,
    /// Owner and name.
    pub name: String,
    /// Day of opening.
    pub opened: Option<Date>,
    /// Day of closing.
    pub closed: Option<Date>,
    /// Service credits, below zero where facts do not add up.
    pub credits: i64,
    /// Keys redeemed.
    pub keys: u64,
}

/// Everything that some rows add up to.
#[derive(Debug, Clone, Default)]
pub struct Model {
    /// Projects in the order in which they were first spoken of.
    pub projects: Vec<Project>,
    /// Every single licence.
    pub units: Units,
    /// Every device of every project.
    pub devices: Vec<Device>,
    /// What came in (above zero) and went out (below), by project and licence: one entry for each part of an event.
    pub flows: Vec<(String, String, i64)>,
    /// What arrived in a project with other dates, or another warranty, than it had left the other project with.
    pub altered: Vec<String>,
    /// Closings: position, name and the day until which.
    pub closings: Vec<(u64, String, Date)>,
    /// Keys that were used, for licences or for a warranty.
    pub keys: Vec<String>,
    /// Numbers of returns that were used.
    pub rmas: Vec<String>,
    apart: Vec<Apart>,
    mistake: Option<Mistake>,
}

impl Model {
    /// A model of nothing that makes a mistake on purpose.
    pub fn mistaken(mistake: Option<Mistake>) -> Self {
        Self { mistake, ..Self::default() }
    }

    /// Adds up the rows below a position that are true by the end of a day.
    ///
    /// # Errors
    /// Says what a payload lacks.
    pub fn of(rows: &[Row], known_at: u64, as_of: Date, mistake: Option<Mistake>) -> Result<Self, String> {
        let mut rows = Known::below(rows, known_at, as_of, mistake).happened()?;
        rows.retain(|happened| happened.row.effective <= as_of);
        rows.sort_by_key(|happened| (happened.row.effective, happened.row.position));
        let mut model = Self::mistaken(mistake);
        rows.iter().try_for_each(|happened| model.live(happened))?;
        Ok(model)
    }

    /// Adds up what lies before an event at a place of the order in which events happen: once as it counts on that day,
    /// and once as if nothing had been undone.
    ///
    /// # Errors
    /// Says what a payload lacks.
    pub fn before(
        rows: &[Row],
        known_at: u64,
        day: Date,
        position: u64,
        mistake: Option<Mistake>,
    ) -> Result<(Self, Self), String> {
        let mut rows = Known::below(rows, known_at, day, mistake).happened()?;
        rows.retain(|happened| (happened.row.effective, happened.row.position) < (day, position));
        rows.sort_by_key(|happened| (happened.row.effective, happened.row.position));
        let (mut counting, mut ever) = (Self::mistaken(mistake), Self::mistaken(mistake));
        for happened in &rows {
            counting.live(happened)?;
            if !happened.is_undone || happened.leaves_trace {
                ever.apply(&happened.row)?;
            }
        }
        Ok((counting, ever))
    }

    /// Adds up all rows in the order in which they were recorded, as their corrections leave them in the end.
    ///
    /// # Errors
    /// Says what a payload lacks.
    pub fn as_recorded(rows: &[Row]) -> Result<Self, String> {
        let last_day = Date { year: 9999, month: 12, day: 31 };
        let mut model = Self::default();
        let happened = Known::below(rows, u64::MAX, last_day, None).happened()?;
        happened.iter().try_for_each(|happened| model.live(happened))?;
        Ok(model)
    }

    /// Adds a row, or what is left of one that was undone: a first binding, a trial that is used up, a device that
    /// stays at version 8. What happened, happened.
    fn live(&mut self, happened: &Happened<'_>) -> Result<(), String> {
        let Happened { row, is_undone, leaves_trace, names_its_end } = happened;
        if !is_undone {
            self.project_of(row);
        }
        match row.kind.as_str() {
            "warranty-activated" if !is_undone => self.extend_warranty(row, *names_its_end),
            _ if !is_undone => self.apply(row),
            _ if !leaves_trace => Ok(()),
            "licences-bound" if !self.is_mistaken(Mistake::ReversalForgetsBinding) => self.remember_binding(row),
            "licences-released" => self.keep_at_eight(row),
            "trial-issued" => self.on_device(row, "serial", |device| device.trials += 1),
            _ => Ok(()),
        }
    }

    /// Adds one more row, which is no correction: those change what was added before.
    ///
    /// # Errors
    /// Says what its payload lacks.
    pub fn apply(&mut self, row: &Row) -> Result<(), String> {
        let payload = &row.payload;
        self.project_of(row);
        match row.kind.as_str() {
            "project-opened" => self.open(row),
            "project-closed" => {
                self.project(&row.stream).closed = Some(row.effective);
                Ok(())
            }
            "device-added" => self.put(Device::described(&row.stream, payload)?),
            "device-software-changed" => {
                let software = number(payload, "software")?;
                self.on_device(row, "serial", |device| device.software = Some(software))
            }
            "device-moved-out" => self.move_out(row),
            "device-moved-in" => self.move_in(row),
            "device-replaced" => self.replace(row),
            "key-redeemed" => self.redeem(row),
            "licences-bound" => self.bind(row),
            "licences-released" => self.release(row),
            "licences-converted" => self.convert(row),
            "licences-upgraded" => self.upgrade(row),
            "licences-transferred-out" => self.leave(row, FREE),
            "licences-transferred-in" => self.arrive(row, FREE),
            "credits-received" | "credits-transferred-in" => self.credit(row, 1),
            "credits-transferred-out" => self.credit(row, -1),
            "ssa-applied" => self.cover(row),
            "warranty-activated" => self.extend_warranty(row, false),
            "trial-issued" => self.issue_trial(row),
            "period-closed" => self.close(row),
            kind if is_of_ledger(kind) || kind == "device-role-changed" || kind == "note-added" => Ok(()),
            other => Err(format!("the model knows no event {other}")),
        }
    }

    /// The project that an event speaks of is there from then on.
    fn project_of(&mut self, row: &Row) {
        if !is_of_ledger(&row.kind) {
            self.project(&row.stream);
        }
    }

    /// The project of a stream, new where nothing was said of it yet.
    fn project(&mut self, stream: &str) -> &mut Project {
        let place = self.projects.iter().position(|project| project.stream == stream).unwrap_or_else(|| {
            let name = "?".to_owned();
            let stream = stream.to_owned();
            self.projects.push(Project { stream, name, opened: None, closed: None, credits: 0, keys: 0 });
            self.projects.len() - 1
        });
        &mut self.projects[place]
    }

    fn is_mistaken(&self, mistake: Mistake) -> bool {
        self.mistake == Some(mistake)
    }

    fn open(&mut self, row: &Row) -> Result<(), String> {
        let name = format!("{} / {}", text(&row.payload, "company")?, text(&row.payload, "project")?);
        let project = self.project(&row.stream);
        project.name = name;
        project.opened = Some(row.effective);
        Ok(())
    }

    fn put(&mut self, device: Device) -> Result<(), String> {
        self.devices.retain(|known| known.project != device.project || known.serial != device.serial);
        self.devices.push(device);
        Ok(())
    }

    fn on_device(&mut self, row: &Row, field: &str, change: impl FnOnce(&mut Device)) -> Result<(), String> {
        let serial = text(&row.payload, field)?;
        if let Some(device) = self.devices.iter_mut().find(|d| d.project == row.stream && d.serial == serial) {
            change(device);
        }
        Ok(())
    }

    fn credit(&mut self, row: &Row, sign: i64) -> Result<(), String> {
        self.project(&row.stream).credits += sign * number(&row.payload, "credits")?;
        Ok(())
    }

    fn extend_warranty(&mut self, row: &Row, names_its_end: bool) -> Result<(), String> {
        let mut extended = Ok(());
        let extension = inner(&row.payload, "extension")?;
        self.on_device(row, "serial", |device| extended = device.extend(extension, names_its_end))?;
        self.keys.extend(optional_text(extension, "key").map(str::to_owned));
        extended
    }

    fn issue_trial(&mut self, row: &Row) -> Result<(), String> {
        let (licence, units) = (text(&row.payload, "licence")?, number(&row.payload, "units")?);
        let trial = format!("{units} {licence} [{}, {})", row.effective, text(&row.payload, "until")?);
        self.on_device(row, "serial", |device| {
            device.trials += 1;
            device.trial_licences.push(trial);
        })
    }
}

fn is_of_ledger(kind: &str) -> bool {
    let about_itself = matches!(kind, "ledger-created" | "rulebook-adopted" | "import-committed" | "loss-accepted");
    about_itself || matches!(kind, "company-added" | "period-closed")
}

fn portion<'a>(project: &'a str, part: &'a Value) -> Result<Portion<'a>, String> {
    Ok(Portion { project, lot: text(part, "lot")?, licence: text(part, "licence")? })
}

/// A licence name without its price tier: `PBX-Port12%500` is `PBX-Port12`.
pub fn untiered(licence: &str) -> String {
    match licence.split_once('%') {
        None => licence.to_owned(),
        Some((head, tail)) => format!("{head}{}", tail.trim_start_matches(|c: char| c.is_ascii_digit())),
    }
}
