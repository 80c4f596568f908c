//! What a row means: its act as a command of the ledger.
//!
//! The reader has checked which columns an act needs; what still lacks here is an error, never a guess. Absent by
//! design: judgement, and rows of one key as separate acts.

use super::{Homes, project_of};
use crate::read::{self, Act as Word, Row};
use ledger_core::catalogue::Catalogue;
use ledger_core::decide::{Becoming, Choice, Command, ItemAsked, ProjectChoice, SsaTarget, Take, Term};
use ledger_core::event::{DeviceAdded, Licensing, Role, Topic, WarrantyVariant};
use ledger_core::vocabulary::{ProjectName, Serial};

/// What a row lacks to be an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lack {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) next: String,
}

impl Lack {
    pub(super) fn blank(heading: &str) -> Self {
        let message = format!("the row needs \"{heading}\", which is blank");
        Self { code: "IMP-BLANK", message, next: format!("fill \"{heading}\" in this row") }
    }

    fn two_things(what: &str) -> Self {
        let message = format!("the row names {what}, and one row is one act");
        Self { code: "IMP-TWICE", message, next: "make a row of each".to_owned() }
    }
}

/// A cell that the act needs.
fn need<T: Clone>(cell: &Option<T>, heading: &str) -> Result<T, Lack> {
    cell.clone().ok_or_else(|| Lack::blank(heading))
}

/// The command of a row that stands for itself.
pub(super) fn of(row: &Row, choice: Choice, homes: &Homes<'_>) -> Result<Command, Lack> {
    let serial = || need(&row.serial, "Seriennummer");
    let project = || need(&project_of(row), "Projekt");
    Ok(match row.act {
        Word::Credit => redeem(&[row])?,
        Word::Bind => Command::Bind { take: take(row, choice)?, serial: serial()? },
        Word::Release => Command::Release {
            take: take(row, choice)?,
            serial: serial()?,
            certificate: row.certificate.clone(),
            consent: row.consent.unwrap_or(false),
        },
        Word::Convert => Command::Convert {
            take: take(row, choice)?,
            project: project()?,
            becoming: Becoming::Version(need(&row.to_version, "Nach Version")?),
            credits: row.ssc,
        },
        Word::Upgrade => Command::Upgrade {
            take: take(row, choice)?,
            serial: row.serial.clone(),
            project: project_of(row).filter(|_| row.serial.is_none()),
            version: need(&row.to_version, "Nach Version")?,
        },
        Word::SscCredit => Command::ReceiveCredits { project: project()?, credits: need(&row.ssc, "SSC")? },
        Word::Ssa => ssa(row, homes)?,
        Word::Warranty => Command::ActivateWarranty {
            key: need(&row.key, "Schlüssel")?,
            serial: serial()?,
            years: need(&row.years, "Jahre")?,
            variant: variant(need(&row.variant, "Variante")?),
            bought: row.purchased,
        },
        Word::Device => Command::AddDevice { project: project()?, device: device(row)? },
        Word::Transfer => transfer(row, choice)?,
        Word::Replace => replace(row)?,
        Word::Software => Command::ChangeSoftware { serial: serial()?, software: need(&row.software, "Software")? },
        Word::Role => {
            Command::ChangeRole { serial: serial()?, role: row.role.map(role), licensing: row.licensing.map(licensing) }
        }
        Word::Trial => Command::IssueTrial {
            licence: need(&row.licence, "Lizenztyp")?,
            units: need(&row.quantity, "Anzahl")?,
            serial: serial()?,
        },
        Word::Rental => note(row, rented(row)?, Some(Topic::Rental))?,
        Word::Note => note(row, need(&row.note, "Bemerkung")?, None)?,
        Word::Close => Command::CloseProject { project: project()? },
    })
}

/// One redemption of everything that the rows of a key list.
pub(super) fn redeem(rows: &[&Row]) -> Result<Command, Lack> {
    let first = rows.first().ok_or_else(|| Lack::blank("Schlüssel"))?;
    let mut items = Vec::new();
    for row in rows {
        if let Some(licence) = &row.licence {
            let name = Catalogue::shipped().canonical(licence.clone()).to_string();
            let raw = row.licence_raw.clone().filter(|raw| *raw != name);
            items.push(ItemAsked::Licences(licence.clone(), need(&row.quantity, "Anzahl")?, raw));
        }
        items.extend(row.ssc.map(ItemAsked::Credits));
    }
    let project = need(&project_of(first), "Projekt")?;
    Ok(Command::RedeemKey { project, key: need(&first.key, "Schlüssel")?, items })
}

fn take(row: &Row, choice: Choice) -> Result<Take, Lack> {
    Ok(Take { licence: need(&row.licence, "Lizenztyp")?, units: need(&row.quantity, "Anzahl")?, choice })
}

/// Where the row names both a term and an end, the end is what was granted.
fn ssa(row: &Row, homes: &Homes<'_>) -> Result<Command, Lack> {
    let term = match (row.ssa_until, row.years) {
        (Some(until), _) => Term::Until(until),
        (None, Some(years)) => Term::Years(years),
        (None, None) => return Err(Lack::blank("Jahre")),
    };
    if row.quantity.is_some() && row.licence.is_none() {
        return Err(Lack::blank("Lizenztyp"));
    }
    let home = || row.serial.as_ref().and_then(|serial| homes.of(serial, row.date));
    let project = need(&project_of(row).or_else(home), "Projekt")?;
    let target = match (&row.licence, &row.serial) {
        (Some(licence), serial) => {
            SsaTarget::Type { licence: licence.clone(), units: row.quantity, serial: serial.clone() }
        }
        (None, Some(serial)) => SsaTarget::Device(serial.clone()),
        (None, None) => SsaTarget::All,
    };
    Ok(Command::ApplySsa { project, target, term, credits: row.ssc })
}

fn device(row: &Row) -> Result<DeviceAdded, Lack> {
    let model = need(&row.model, "Modell")?.trim().to_lowercase();
    let carries_pbx = Catalogue::shipped().model(&model).is_some_and(|model| model.pbx);
    Ok(DeviceAdded {
        serial: need(&row.serial, "Seriennummer")?,
        role: row.role.map_or(if carries_pbx { Role::Master } else { Role::Gateway }, role),
        licensing: row.licensing.map_or(Licensing::Central, licensing),
        software: row.software,
        purchased: row.purchased,
        model,
    })
}

/// Free licences, credits or a device, whichever one of them the row names.
fn transfer(row: &Row, choice: Choice) -> Result<Command, Lack> {
    let to = need(&row.to, "Nach")?;
    let to = ProjectName::parse(&to).map_err(|_| Lack::blank("Nach"))?;
    let to = ProjectChoice { company: row.company.clone(), project: to };
    let from = || need(&project_of(row), "Projekt");
    match (&row.licence, row.ssc, &row.serial) {
        (Some(_), None, None) => Ok(Command::TransferLicences { take: take(row, choice)?, from: from()?, to }),
        (None, Some(credits), None) => Ok(Command::TransferCredits { credits, from: from()?, to }),
        (None, None, Some(serial)) => Ok(Command::MoveDevice { serial: serial.clone(), to }),
        (None, None, None) => Err(Lack::blank("Lizenztyp")),
        _ => Err(Lack::two_things("more than one of licences, credits and a device")),
    }
}

fn replace(row: &Row) -> Result<Command, Lack> {
    let new = need(&row.to, "Nach")?;
    Ok(Command::ReplaceDevice {
        old: need(&row.serial, "Seriennummer")?,
        new: Serial::parse(&new).map_err(|_| Lack::blank("Nach"))?,
        model: row.model.as_ref().map(|model| model.trim().to_lowercase()),
        rma: need(&row.reference, "Referenz")?,
    })
}

fn note(row: &Row, text: String, topic: Option<Topic>) -> Result<Command, Lack> {
    if row.project.is_none() && row.serial.is_none() {
        return Err(Lack::blank("Projekt"));
    }
    Ok(Command::AddNote { project: project_of(row), serial: row.serial.clone(), text, topic })
}

/// A rental in words: rented licences enter no balance (PRJ-9).
fn rented(row: &Row) -> Result<String, Lack> {
    let text = need(&row.note, "Bemerkung")?;
    Ok(match (&row.licence, row.quantity) {
        (Some(licence), Some(units)) => format!("{text} ({units} {licence})"),
        (Some(licence), None) => format!("{text} ({licence})"),
        (None, _) => text,
    })
}

fn role(word: read::Role) -> Role {
    match word {
        read::Role::Master => Role::Master,
        read::Role::Slave => Role::Slave,
        read::Role::Standby => Role::Standby,
        read::Role::Gateway => Role::Gateway,
    }
}

fn licensing(word: read::Licensing) -> Licensing {
    match word {
        read::Licensing::Central => Licensing::Central,
        read::Licensing::Decentral => Licensing::Decentral,
    }
}

fn variant(word: read::WarrantyVariant) -> WarrantyVariant {
    match word {
        read::WarrantyVariant::AtPurchase => WarrantyVariant::AtPurchase,
        read::WarrantyVariant::AfterPurchase => WarrantyVariant::AfterPurchase,
    }
}
