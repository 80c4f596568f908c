//! Reading: a stored payload as a fact, if it is spelt as the ledger writes it.
//!
//! Absent by design: writing.

use super::about::ClosedProjectV1;
use super::nested::{
    ArrivingV1, ChangedV1, CoveredV1, DeviceV1, DeviceV2, ExtensionV1, KeyItemV1, LeavingV1, PartV1, ProjectRefV1,
    TrialV2, credits, exact, lift_all, precise, units, version, word, years,
};
use super::shape::*;
use super::{DecodeError, SCHEMA, SECOND, THIRD, schema_of};
use crate::event::{
    CompanyAdded, CreditsReceived, CreditsTransferredIn, CreditsTransferredOut, DeviceMovedIn, DeviceMovedOut,
    DeviceReplaced, DeviceRoleChanged, DeviceSoftwareChanged, Event, EventAmended, EventAnnulled, EventReversed, Fact,
    ImportCommitted, KeyRedeemed, LedgerCreated, LicencesBound, LicencesConverted, LicencesReleased,
    LicencesTransferredIn, LicencesTransferredOut, LicencesUpgraded, Licensing, LossAccepted, NoteAdded, PeriodClosed,
    ProjectOpened, Remarks, Role, RulebookAdopted, SsaApplied, Topic, TrialIssued, WarrantyActivated, canonical,
};
use crate::vocabulary::{ClosingName, CompanyName, Day, Hash, KeyCode, Licence, ProjectName, Serial, Software};
use serde_json::{Map, Value};

/// Reads a stored payload by the kind and the schema number that its header names.
///
/// # Errors
/// Refuses bytes that are not their own canonical form, unknown kinds and values that cannot be.
pub fn decode(kind: &str, schema: u16, text: &str) -> Result<Fact, DecodeError> {
    canonical::check(text).map_err(|e| DecodeError::Malformed(e.to_string()))?;
    let (event, remarks) = match (kind, schema) {
        ("warranty-activated", SECOND) => {
            let (s, r) = WarrantyActivatedV2::read(text)?;
            let (serial, extension) = (exact(&s.serial, Serial::parse)?, s.extension.lift()?);
            let bought = Some(exact(&s.bought, Day::parse)?);
            (Event::WarrantyActivated(WarrantyActivated { serial, extension, bought }), r)
        }
        ("device-moved-in", SECOND) => {
            let (s, r) = DeviceMovedInV2::read(text)?;
            let event = DeviceMovedIn {
                from: s.from.lift()?,
                device: s.device.lift()?,
                min_software: s.min_software.map(version).transpose()?,
                warranty: s.warranty.map(ExtensionV1::lift).transpose()?,
                trials: s.trials,
                running: Some(lift_all(s.running, TrialV2::lift)?),
                rulebook: s.rulebook.map(|text| exact(&text, Hash::parse)).transpose()?,
                lots: lift_all(s.lots, ArrivingV1::lift)?,
            };
            (Event::DeviceMovedIn(event), r)
        }
        ("device-moved-in", THIRD) => {
            let (s, r) = DeviceMovedInV3::read(text)?;
            let event = DeviceMovedIn {
                from: s.from.lift()?,
                device: s.device.lift()?,
                min_software: s.min_software.map(version).transpose()?,
                warranty: s.warranty.map(ExtensionV1::lift).transpose()?,
                trials: s.trials,
                running: s.running.map(|running| lift_all(running, TrialV2::lift)).transpose()?,
                rulebook: s.rulebook.map(|text| exact(&text, Hash::parse)).transpose()?,
                lots: lift_all(s.lots, ArrivingV1::lift)?,
            };
            (Event::DeviceMovedIn(event), r)
        }
        ("device-added", SECOND) => {
            let (s, r) = DeviceAddedV2::read(text)?;
            let DeviceAddedV2 { licensing, model, purchased, release, role, serial, service, software, .. } = s;
            let device = DeviceV2 { licensing, model, purchased, release, role, serial, service, software };
            (Event::DeviceAdded(device.lift()?), r)
        }
        ("device-software-changed", SECOND) => {
            let (s, r) = DeviceSoftwareChangedV2::read(text)?;
            let (serial, software) = (exact(&s.serial, Serial::parse)?, precise(s.software, s.release, s.service)?);
            (Event::DeviceSoftwareChanged(DeviceSoftwareChanged { serial, software }), r)
        }
        ("event-amended", SECOND | THIRD) => first(kind, text)?,
        (kind, SCHEMA) => first(kind, text)?,
        (kind, schema) => return Err(DecodeError::Unknown(format!("{kind} with schema {schema}"))),
    };
    let written = schema_of(&event);
    if written != schema {
        return Err(DecodeError::Malformed(format!("what it says is written with schema {written}, not {schema}")));
    }
    Ok(Fact { event, remarks })
}

/// Reads a payload that comes without a schema number: its fields tell which shape of its kind it has.
///
/// # Errors
/// As [`decode`].
pub fn decode_written(kind: &str, text: &str) -> Result<Fact, DecodeError> {
    let fields: Map<String, Value> = serde_json::from_str(text).map_err(|e| DecodeError::Malformed(e.to_string()))?;
    let is_precise = |device: &Map<String, Value>| device.contains_key("release") || device.contains_key("service");
    let of_device = || fields.get("device").and_then(Value::as_object);
    let schema = match kind {
        "warranty-activated" if fields.contains_key("bought") => SECOND,
        "device-added" | "device-software-changed" if is_precise(&fields) => SECOND,
        "device-moved-in" if of_device().is_some_and(is_precise) => THIRD,
        "device-moved-in" if fields.contains_key("running") => SECOND,
        "event-amended" => fields.get("becomes").map_or(SCHEMA, amending),
        _ => SCHEMA,
    };
    decode(kind, schema, text)
}

/// The schema number of an amendment that leads to a payload of that kind and number.
fn amending(becomes: &Value) -> u16 {
    let kind = becomes.get("kind").and_then(Value::as_str).unwrap_or_default();
    match becomes.get("schema").and_then(Value::as_u64).and_then(|schema| u16::try_from(schema).ok()) {
        None | Some(SCHEMA) => SCHEMA,
        Some(SECOND) if matches!(kind, "device-moved-in" | "warranty-activated") => SECOND,
        Some(_) => THIRD,
    }
}

/// Reads a payload in the first shape of its kind.
fn first(kind: &str, text: &str) -> Result<(Event, Remarks), DecodeError> {
    let read = match kind {
        "ledger-created" => {
            let (s, r) = LedgerCreatedV1::read(text)?;
            let rulebook = exact(&s.rulebook, Hash::parse)?;
            (Event::LedgerCreated(LedgerCreated { program: s.program, rulebook, rulebook_name: s.rulebook_name }), r)
        }
        "rulebook-adopted" => {
            let (s, r) = RulebookAdoptedV1::read(text)?;
            (Event::RulebookAdopted(RulebookAdopted { rulebook: exact(&s.rulebook, Hash::parse)?, name: s.name }), r)
        }
        "company-added" => {
            let (s, r) = CompanyAddedV1::read(text)?;
            (Event::CompanyAdded(CompanyAdded { company: exact(&s.company, CompanyName::stored)? }), r)
        }
        "import-committed" => {
            let (s, r) = ImportCommittedV1::read(text)?;
            let event = ImportCommitted {
                file: exact(&s.file, Hash::parse)?,
                name: s.name,
                bytes: s.bytes,
                profile: s.profile,
                profile_hash: exact(&s.profile_hash, Hash::parse)?,
                encoding: s.encoding,
                rows_new: s.rows_new,
                rows_known: s.rows_known,
                before: s.before.lift()?,
                after: s.after.lift()?,
            };
            (Event::ImportCommitted(event), r)
        }
        "loss-accepted" => {
            let (s, r) = LossAcceptedV1::read(text)?;
            (Event::LossAccepted(LossAccepted { pinned: s.pinned.lift()?, found: s.found.lift()? }), r)
        }
        "project-opened" => {
            let (s, r) = ProjectOpenedV1::read(text)?;
            let company = exact(&s.company, CompanyName::stored)?;
            (Event::ProjectOpened(ProjectOpened { company, project: exact(&s.project, ProjectName::stored)? }), r)
        }
        "project-closed" => (Event::ProjectClosed, ProjectClosedV1::read(text)?.1),
        "device-added" => {
            let (s, r) = DeviceAddedV1::read(text)?;
            let DeviceAddedV1 { licensing, model, purchased, role, serial, software, .. } = s;
            (Event::DeviceAdded(DeviceV1 { licensing, model, purchased, role, serial, software }.lift()?), r)
        }
        "device-software-changed" => {
            let (s, r) = DeviceSoftwareChangedV1::read(text)?;
            let software = Software::from(version(s.software)?);
            (
                Event::DeviceSoftwareChanged(DeviceSoftwareChanged {
                    serial: exact(&s.serial, Serial::parse)?,
                    software,
                }),
                r,
            )
        }
        "device-role-changed" => {
            let (s, r) = DeviceRoleChangedV1::read(text)?;
            let role = s.role.as_deref().map(|w| word(w, Role::from_word)).transpose()?;
            let licensing = s.licensing.as_deref().map(|w| word(w, Licensing::from_word)).transpose()?;
            (
                Event::DeviceRoleChanged(DeviceRoleChanged {
                    serial: exact(&s.serial, Serial::parse)?,
                    role,
                    licensing,
                }),
                r,
            )
        }
        "device-moved-out" => {
            let (s, r) = DeviceMovedOutV1::read(text)?;
            let (serial, to, lots) =
                (exact(&s.serial, Serial::parse)?, s.to.lift()?, lift_all(s.lots, LeavingV1::lift)?);
            (Event::DeviceMovedOut(DeviceMovedOut { serial, to, lots }), r)
        }
        "device-moved-in" => {
            let (s, r) = DeviceMovedInV1::read(text)?;
            let event = DeviceMovedIn {
                from: s.from.lift()?,
                device: s.device.lift()?,
                min_software: s.min_software.map(version).transpose()?,
                warranty: s.warranty.map(ExtensionV1::lift).transpose()?,
                trials: s.trials,
                running: None,
                rulebook: None,
                lots: lift_all(s.lots, ArrivingV1::lift)?,
            };
            (Event::DeviceMovedIn(event), r)
        }
        "device-replaced" => {
            let (s, r) = DeviceReplacedV1::read(text)?;
            let (old, new) = (exact(&s.old, Serial::parse)?, exact(&s.new, Serial::parse)?);
            let parts = lift_all(s.parts, PartV1::lift)?;
            (Event::DeviceReplaced(DeviceReplaced { old, new, model: s.model, rma: s.rma, parts }), r)
        }
        "key-redeemed" => {
            let (s, r) = KeyRedeemedV1::read(text)?;
            let (key, items) = (exact(&s.key, KeyCode::stored)?, lift_all(s.items, KeyItemV1::lift)?);
            (Event::KeyRedeemed(KeyRedeemed { key, items, credits: s.credits.map(credits).transpose()? }), r)
        }
        "licences-bound" => {
            let (s, r) = LicencesBoundV1::read(text)?;
            let parts = lift_all(s.parts, PartV1::lift)?;
            (Event::LicencesBound(LicencesBound { serial: exact(&s.serial, Serial::parse)?, parts }), r)
        }
        "licences-released" => {
            let (s, r) = LicencesReleasedV1::read(text)?;
            let event = LicencesReleased {
                serial: exact(&s.serial, Serial::parse)?,
                certificate: s.certificate,
                consent: s.consent_v8,
                parts: lift_all(s.parts, PartV1::lift)?,
            };
            (Event::LicencesReleased(event), r)
        }
        "licences-converted" => {
            let (s, r) = LicencesConvertedV1::read(text)?;
            let event = LicencesConverted {
                parts: lift_all(s.parts, ChangedV1::lift)?,
                coverage: s.coverage.lift()?,
                credits: s.credits.map(credits).transpose()?,
            };
            (Event::LicencesConverted(event), r)
        }
        "licences-upgraded" => {
            let (s, r) = LicencesUpgradedV1::read(text)?;
            let event = LicencesUpgraded {
                serial: s.serial.as_deref().map(|text| exact(text, Serial::parse)).transpose()?,
                parts: lift_all(s.parts, ChangedV1::lift)?,
                version_date: s.version_date.as_deref().map(|text| exact(text, Day::parse)).transpose()?,
            };
            (Event::LicencesUpgraded(event), r)
        }
        "licences-transferred-out" => {
            let (s, r) = LicencesTransferredOutV1::read(text)?;
            let (to, lots) = (s.to.lift()?, lift_all(s.lots, LeavingV1::lift)?);
            (Event::LicencesTransferredOut(LicencesTransferredOut { to, lots }), r)
        }
        "licences-transferred-in" => {
            let (s, r) = LicencesTransferredInV1::read(text)?;
            let (from, lots) = (s.from.lift()?, lift_all(s.lots, ArrivingV1::lift)?);
            (Event::LicencesTransferredIn(LicencesTransferredIn { from, lots }), r)
        }
        "credits-received" => {
            let (s, r) = CreditsReceivedV1::read(text)?;
            (Event::CreditsReceived(CreditsReceived { credits: credits(s.credits)? }), r)
        }
        "credits-transferred-out" => {
            let (s, r) = CreditsTransferredOutV1::read(text)?;
            let (to, credits) = (s.to.lift()?, credits(s.credits)?);
            (Event::CreditsTransferredOut(CreditsTransferredOut { to, credits }), r)
        }
        "credits-transferred-in" => {
            let (s, r) = CreditsTransferredInV1::read(text)?;
            let (from, credits) = (s.from.lift()?, credits(s.credits)?);
            (Event::CreditsTransferredIn(CreditsTransferredIn { from, credits }), r)
        }
        "ssa-applied" => {
            let (s, r) = SsaAppliedV1::read(text)?;
            let event = SsaApplied {
                years: s.years.map(years).transpose()?,
                lots: lift_all(s.lots, CoveredV1::lift)?,
                credits: s.credits.map(credits).transpose()?,
            };
            (Event::SsaApplied(event), r)
        }
        "warranty-activated" => {
            let (s, r) = WarrantyActivatedV1::read(text)?;
            let (serial, extension) = (exact(&s.serial, Serial::parse)?, s.extension.lift()?);
            (Event::WarrantyActivated(WarrantyActivated { serial, extension, bought: None }), r)
        }
        "trial-issued" => {
            let (s, r) = TrialIssuedV1::read(text)?;
            let event = TrialIssued {
                serial: exact(&s.serial, Serial::parse)?,
                licence: exact(&s.licence, Licence::parse)?,
                units: units(s.units)?,
                until: exact(&s.until, Day::parse)?,
            };
            (Event::TrialIssued(event), r)
        }
        "note-added" => {
            let (s, r) = NoteAddedV1::read(text)?;
            let topic = s.topic.as_deref().map(|w| word(w, Topic::from_word)).transpose()?;
            let serial = s.serial.as_deref().map(|text| exact(text, Serial::parse)).transpose()?;
            (Event::NoteAdded(NoteAdded { text: s.text, topic, serial }), r)
        }
        "event-annulled" => {
            let (s, r) = EventAnnulledV1::read(text)?;
            (Event::EventAnnulled(EventAnnulled { target: s.target.lift()? }), r)
        }
        "event-reversed" => {
            let (s, r) = EventReversedV1::read(text)?;
            (Event::EventReversed(EventReversed { target: s.target.lift()? }), r)
        }
        "event-amended" => {
            let (s, r) = EventAmendedV1::read(text)?;
            (Event::EventAmended(EventAmended { target: s.target.lift()?, becomes: Box::new(s.becomes.lift()?) }), r)
        }
        "period-closed" => {
            let (s, r) = PeriodClosedV1::read(text)?;
            let event = PeriodClosed {
                name: exact(&s.name, ClosingName::stored)?,
                until: exact(&s.until, Day::parse)?,
                project: s.project.map(ProjectRefV1::lift).transpose()?,
                head: s.head.lift()?,
                totals: lift_all(s.totals, ClosedProjectV1::lift)?,
            };
            (Event::PeriodClosed(event), r)
        }
        other => return Err(DecodeError::Unknown(other.to_owned())),
    };
    Ok(read)
}
