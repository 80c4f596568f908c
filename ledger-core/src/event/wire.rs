//! Stored shapes: how each fact is written, by hand and apart from the types that the rest of the program uses.
//!
//! A shape is never edited. A new one stands beside it under the next schema number, and old ones are lifted in
//! [`decode`]. Each has a JSON Schema under `schemas/event/`. Absent by design: hashing, and what facts mean.

use super::{
    Arriving, Changed, CompanyAdded, Covered, CreditsReceived, CreditsTransferredIn, CreditsTransferredOut,
    DeviceAdded, DeviceMovedIn, DeviceMovedOut, DeviceReplaced, DeviceRoleChanged, DeviceSoftwareChanged, Event,
    Evidence, Extension, Fact, ImportCommitted, KeyItem, KeyRedeemed, Leaving, LedgerCreated, LicencesBound,
    LicencesConverted, LicencesReleased, LicencesTransferredIn, LicencesTransferredOut, LicencesUpgraded, Licensing,
    LossAccepted, NoteAdded, Part, ProjectOpened, ProjectRef, Remarks, Role, RulebookAdopted, Seen, SsaApplied, Topic,
    TrialIssued, WarrantyActivated, WarrantyVariant, canonical,
};
use crate::vocabulary::{
    CompanyName, Credits, Day, Fault, Hash, KeyCode, Licence, LotId, ProjectName, Serial, Span, StreamId, Units,
    Version, Years,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a stored payload cannot be read as a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// The kind or its schema number is not known: the ledger is newer than the program.
    Unknown(String),
    /// The bytes are not canonical, have another shape, or hold a value that cannot be.
    Malformed(String),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(what) => write!(f, "the event kind {what} is not known to this program"),
            Self::Malformed(why) => write!(f, "the stored payload cannot be read: {why}"),
        }
    }
}

impl std::error::Error for DecodeError {}

impl From<Fault> for DecodeError {
    fn from(fault: Fault) -> Self {
        Self::Malformed(fault.to_string())
    }
}

/// The schema number under which every kind is written today.
pub const SCHEMA: u16 = 1;

/// Declares stored shapes; each also holds what was said about the fact.
macro_rules! shapes {
    ($($name:ident { $($field:ident: $ty:ty),* $(,)? })+) => {$(
        #[derive(Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $name {
            $($field: $ty,)*
            evidence: Option<EvidenceV1>,
            reason: Option<String>,
            #[serde(rename = "ref")]
            reference: Option<String>,
        }

        impl $name {
            fn text(self) -> Result<String, canonical::NotCanonical> {
                canonical::write(serde_json::to_value(self).map_err(|_| canonical::NotCanonical { at: 0 })?)
            }

            fn read(text: &str) -> Result<(Self, Remarks), DecodeError> {
                let mut shape: Self = serde_json::from_str(text).map_err(|e| DecodeError::Malformed(e.to_string()))?;
                let remarks = RemarksV1 {
                    evidence: shape.evidence.take(), reason: shape.reason.take(), reference: shape.reference.take(),
                }.lift()?;
                Ok((shape, remarks))
            }
        }
    )+};
}

shapes! {
    LedgerCreatedV1 { program: String, rulebook: String, rulebook_name: String }
    RulebookAdoptedV1 { name: String, rulebook: String }
    CompanyAddedV1 { company: String }
    ImportCommittedV1 {
        after: SeenV1, before: SeenV1, bytes: u64, encoding: String, file: String, name: String, profile: String,
        profile_hash: String, rows_known: u64, rows_new: u64,
    }
    LossAcceptedV1 { found: SeenV1, pinned: SeenV1 }
    ProjectOpenedV1 { company: String, project: String }
    ProjectClosedV1 {}
    DeviceAddedV1 {
        licensing: String, model: String, purchased: Option<String>, role: String, serial: String, software: Option<u16>,
    }
    DeviceSoftwareChangedV1 { serial: String, software: u16 }
    DeviceRoleChangedV1 { licensing: Option<String>, role: Option<String>, serial: String }
    DeviceMovedOutV1 { lots: Vec<LeavingV1>, serial: String, to: ProjectRefV1 }
    DeviceMovedInV1 {
        device: DeviceV1, from: ProjectRefV1, lots: Vec<ArrivingV1>, min_software: Option<u16>, trials: u32,
        warranty: Option<ExtensionV1>,
    }
    DeviceReplacedV1 { model: String, new: String, old: String, parts: Vec<PartV1>, rma: String }
    KeyRedeemedV1 { credits: Option<u32>, items: Vec<KeyItemV1>, key: String }
    LicencesBoundV1 { parts: Vec<PartV1>, serial: String }
    LicencesReleasedV1 { certificate: Option<String>, consent_v8: bool, parts: Vec<PartV1>, serial: String }
    LicencesConvertedV1 { coverage: SpanV1, credits: Option<u32>, parts: Vec<ChangedV1> }
    LicencesUpgradedV1 { parts: Vec<ChangedV1>, serial: Option<String>, version_date: Option<String> }
    LicencesTransferredOutV1 { lots: Vec<LeavingV1>, to: ProjectRefV1 }
    LicencesTransferredInV1 { from: ProjectRefV1, lots: Vec<ArrivingV1> }
    CreditsReceivedV1 { credits: u32 }
    CreditsTransferredOutV1 { credits: u32, to: ProjectRefV1 }
    CreditsTransferredInV1 { credits: u32, from: ProjectRefV1 }
    SsaAppliedV1 { credits: Option<u32>, lots: Vec<CoveredV1>, years: Option<u32> }
    WarrantyActivatedV1 { extension: ExtensionV1, serial: String }
    TrialIssuedV1 { licence: String, serial: String, units: u32, until: String }
    NoteAddedV1 { serial: Option<String>, text: String, topic: Option<String> }
}

/// Fills a shape, with what was said about the fact, and writes it.
macro_rules! stored {
    ($remarks:expr, $name:ident { $($fields:tt)* }) => {{
        let RemarksV1 { evidence, reason, reference } = RemarksV1::of($remarks);
        stored!(@fill $name { evidence, reason, reference } $($fields)*).text()
    }};
    (@fill $name:ident { $($said:ident),* } $($field:ident $(: $value:expr)?),*) => {
        $name { $($field $(: $value)?,)* $($said,)* }
    };
}

/// Writes a fact in its stored shape, which has the schema number [`SCHEMA`].
///
/// # Errors
/// Fails when a text holds what canonical JSON cannot, which the vocabulary rules out.
pub fn encode(fact: &Fact) -> Result<String, canonical::NotCanonical> {
    let r = &fact.remarks;
    match &fact.event {
        Event::LedgerCreated(e) => {
            stored!(
                r,
                LedgerCreatedV1 {
                    program: e.program.clone(),
                    rulebook: e.rulebook.to_string(),
                    rulebook_name: e.rulebook_name.clone()
                }
            )
        }
        Event::RulebookAdopted(e) => {
            stored!(r, RulebookAdoptedV1 { name: e.name.clone(), rulebook: e.rulebook.to_string() })
        }
        Event::CompanyAdded(e) => stored!(r, CompanyAddedV1 { company: e.company.to_string() }),
        Event::ImportCommitted(e) => {
            stored!(
                r,
                ImportCommittedV1 {
                    after: SeenV1::of(e.after),
                    before: SeenV1::of(e.before),
                    bytes: e.bytes,
                    encoding: e.encoding.clone(),
                    file: e.file.to_string(),
                    name: e.name.clone(),
                    profile: e.profile.clone(),
                    profile_hash: e.profile_hash.to_string(),
                    rows_known: e.rows_known,
                    rows_new: e.rows_new
                }
            )
        }
        Event::LossAccepted(e) => {
            stored!(r, LossAcceptedV1 { found: SeenV1::of(e.found), pinned: SeenV1::of(e.pinned) })
        }
        Event::ProjectOpened(e) => {
            stored!(r, ProjectOpenedV1 { company: e.company.to_string(), project: e.project.to_string() })
        }
        Event::ProjectClosed => stored!(r, ProjectClosedV1 {}),
        Event::DeviceAdded(e) => {
            let DeviceV1 { licensing, model, purchased, role, serial, software } = DeviceV1::of(e);
            stored!(r, DeviceAddedV1 { licensing, model, purchased, role, serial, software })
        }
        Event::DeviceSoftwareChanged(e) => {
            stored!(r, DeviceSoftwareChangedV1 { serial: e.serial.to_string(), software: e.software.get() })
        }
        Event::DeviceRoleChanged(e) => {
            stored!(
                r,
                DeviceRoleChangedV1 {
                    licensing: e.licensing.map(|l| l.to_string()),
                    role: e.role.map(|role| role.to_string()),
                    serial: e.serial.to_string()
                }
            )
        }
        Event::DeviceMovedOut(e) => {
            stored!(
                r,
                DeviceMovedOutV1 {
                    lots: LeavingV1::all(&e.lots),
                    serial: e.serial.to_string(),
                    to: ProjectRefV1::of(&e.to)
                }
            )
        }
        Event::DeviceMovedIn(e) => {
            stored!(
                r,
                DeviceMovedInV1 {
                    device: DeviceV1::of(&e.device),
                    from: ProjectRefV1::of(&e.from),
                    lots: ArrivingV1::all(&e.lots),
                    min_software: e.min_software.map(Version::get),
                    trials: e.trials,
                    warranty: e.warranty.as_ref().map(ExtensionV1::of)
                }
            )
        }
        Event::DeviceReplaced(e) => {
            stored!(
                r,
                DeviceReplacedV1 {
                    model: e.model.clone(),
                    new: e.new.to_string(),
                    old: e.old.to_string(),
                    parts: PartV1::all(&e.parts),
                    rma: e.rma.clone()
                }
            )
        }
        Event::KeyRedeemed(e) => {
            stored!(
                r,
                KeyRedeemedV1 {
                    credits: e.credits.map(Credits::get),
                    items: e.items.iter().map(KeyItemV1::of).collect(),
                    key: e.key.to_string()
                }
            )
        }
        Event::LicencesBound(e) => {
            stored!(r, LicencesBoundV1 { parts: PartV1::all(&e.parts), serial: e.serial.to_string() })
        }
        Event::LicencesReleased(e) => {
            stored!(
                r,
                LicencesReleasedV1 {
                    certificate: e.certificate.clone(),
                    consent_v8: e.consent,
                    parts: PartV1::all(&e.parts),
                    serial: e.serial.to_string()
                }
            )
        }
        Event::LicencesConverted(e) => {
            stored!(
                r,
                LicencesConvertedV1 {
                    coverage: SpanV1::of(e.coverage),
                    credits: e.credits.map(Credits::get),
                    parts: ChangedV1::all(&e.parts)
                }
            )
        }
        Event::LicencesUpgraded(e) => {
            stored!(
                r,
                LicencesUpgradedV1 {
                    parts: ChangedV1::all(&e.parts),
                    serial: e.serial.as_ref().map(Serial::to_string),
                    version_date: e.version_date.map(|day| day.to_string())
                }
            )
        }
        Event::LicencesTransferredOut(e) => {
            stored!(r, LicencesTransferredOutV1 { lots: LeavingV1::all(&e.lots), to: ProjectRefV1::of(&e.to) })
        }
        Event::LicencesTransferredIn(e) => {
            stored!(r, LicencesTransferredInV1 { from: ProjectRefV1::of(&e.from), lots: ArrivingV1::all(&e.lots) })
        }
        Event::CreditsReceived(e) => stored!(r, CreditsReceivedV1 { credits: e.credits.get() }),
        Event::CreditsTransferredOut(e) => {
            stored!(r, CreditsTransferredOutV1 { credits: e.credits.get(), to: ProjectRefV1::of(&e.to) })
        }
        Event::CreditsTransferredIn(e) => {
            stored!(r, CreditsTransferredInV1 { credits: e.credits.get(), from: ProjectRefV1::of(&e.from) })
        }
        Event::SsaApplied(e) => {
            stored!(
                r,
                SsaAppliedV1 {
                    credits: e.credits.map(Credits::get),
                    lots: e.lots.iter().map(CoveredV1::of).collect(),
                    years: e.years.map(Years::get)
                }
            )
        }
        Event::WarrantyActivated(e) => {
            stored!(r, WarrantyActivatedV1 { extension: ExtensionV1::of(&e.extension), serial: e.serial.to_string() })
        }
        Event::TrialIssued(e) => {
            stored!(
                r,
                TrialIssuedV1 {
                    licence: e.licence.to_string(),
                    serial: e.serial.to_string(),
                    units: e.units.get(),
                    until: e.until.to_string()
                }
            )
        }
        Event::NoteAdded(e) => {
            stored!(
                r,
                NoteAddedV1 {
                    serial: e.serial.as_ref().map(Serial::to_string),
                    text: e.text.clone(),
                    topic: e.topic.map(|topic| topic.to_string())
                }
            )
        }
    }
}

/// Reads a stored payload by the kind and the schema number that its header names.
///
/// # Errors
/// Refuses bytes that are not their own canonical form, unknown kinds and values that cannot be.
pub fn decode(kind: &str, schema: u16, text: &str) -> Result<Fact, DecodeError> {
    canonical::check(text).map_err(|e| DecodeError::Malformed(e.to_string()))?;
    if schema != SCHEMA {
        return Err(DecodeError::Unknown(format!("{kind} with schema {schema}")));
    }
    let (event, remarks) = match kind {
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
            (Event::CompanyAdded(CompanyAdded { company: exact(&s.company, CompanyName::parse)? }), r)
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
            let company = exact(&s.company, CompanyName::parse)?;
            (Event::ProjectOpened(ProjectOpened { company, project: exact(&s.project, ProjectName::parse)? }), r)
        }
        "project-closed" => (Event::ProjectClosed, ProjectClosedV1::read(text)?.1),
        "device-added" => {
            let (s, r) = DeviceAddedV1::read(text)?;
            let DeviceAddedV1 { licensing, model, purchased, role, serial, software, .. } = s;
            (Event::DeviceAdded(DeviceV1 { licensing, model, purchased, role, serial, software }.lift()?), r)
        }
        "device-software-changed" => {
            let (s, r) = DeviceSoftwareChangedV1::read(text)?;
            let software = version(s.software)?;
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
            let (key, items) = (exact(&s.key, KeyCode::parse)?, lift_all(s.items, KeyItemV1::lift)?);
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
            (Event::WarrantyActivated(WarrantyActivated { serial, extension }), r)
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
        other => return Err(DecodeError::Unknown(other.to_owned())),
    };
    Ok(Fact { event, remarks })
}

/// Reads a value that is spelt as the ledger writes it: a value has one stored text.
fn exact<T: fmt::Display>(text: &str, parse: fn(&str) -> Result<T, Fault>) -> Result<T, DecodeError> {
    let value = parse(text)?;
    if value.to_string() == text {
        return Ok(value);
    }
    Err(DecodeError::Malformed(format!("{text:?} is spelt otherwise than the ledger writes it, {value}")))
}

fn lift_all<V, T>(stored: Vec<V>, lift: impl Fn(V) -> Result<T, DecodeError>) -> Result<Vec<T>, DecodeError> {
    stored.into_iter().map(lift).collect()
}

fn out_of_range(what: &str) -> DecodeError {
    DecodeError::Malformed(format!("{what} is out of range"))
}

fn version(major: u16) -> Result<Version, DecodeError> {
    Version::new(major).ok_or_else(|| out_of_range("a version"))
}

fn units(count: u32) -> Result<Units, DecodeError> {
    Units::new(count).ok_or_else(|| out_of_range("a number of units"))
}

fn credits(count: u32) -> Result<Credits, DecodeError> {
    Credits::new(count).ok_or_else(|| out_of_range("a number of credits"))
}

fn years(count: u32) -> Result<Years, DecodeError> {
    Years::new(count).ok_or_else(|| out_of_range("a number of years"))
}

fn word<T>(word: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, DecodeError> {
    read(word).ok_or_else(|| DecodeError::Malformed(format!("{word:?} is no word of its list")))
}

fn optional_day(text: Option<&str>) -> Result<Option<Day>, DecodeError> {
    text.map(|text| exact(text, Day::parse)).transpose()
}

struct RemarksV1 {
    evidence: Option<EvidenceV1>,
    reason: Option<String>,
    reference: Option<String>,
}

impl RemarksV1 {
    fn of(remarks: &Remarks) -> Self {
        Self {
            evidence: remarks.evidence.as_ref().map(EvidenceV1::of),
            reason: remarks.reason.clone(),
            reference: remarks.reference.clone(),
        }
    }

    fn lift(self) -> Result<Remarks, DecodeError> {
        let evidence = self.evidence.map(EvidenceV1::lift).transpose()?;
        Ok(Remarks { reason: self.reason, reference: self.reference, evidence })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceV1 {
    business: String,
    file: String,
    identity: String,
    raw: String,
    row: u64,
    sheet: Option<String>,
}

impl EvidenceV1 {
    fn of(e: &Evidence) -> Self {
        Self {
            business: e.business.to_string(),
            file: e.file.to_string(),
            identity: e.identity.to_string(),
            raw: e.raw.clone(),
            row: e.row,
            sheet: e.sheet.clone(),
        }
    }

    fn lift(self) -> Result<Evidence, DecodeError> {
        Ok(Evidence {
            file: exact(&self.file, Hash::parse)?,
            sheet: self.sheet,
            row: self.row,
            identity: exact(&self.identity, Hash::parse)?,
            business: exact(&self.business, Hash::parse)?,
            raw: self.raw,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeenV1 {
    root: String,
    size: u64,
}

impl SeenV1 {
    fn of(seen: Seen) -> Self {
        Self { root: seen.root.to_string(), size: seen.size }
    }

    fn lift(self) -> Result<Seen, DecodeError> {
        Ok(Seen { size: self.size, root: exact(&self.root, Hash::parse)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectRefV1 {
    company: String,
    project: String,
    stream: String,
}

impl ProjectRefV1 {
    fn of(r: &ProjectRef) -> Self {
        Self { company: r.company.to_string(), project: r.project.to_string(), stream: r.stream.to_string() }
    }

    fn lift(self) -> Result<ProjectRef, DecodeError> {
        Ok(ProjectRef {
            stream: exact(&self.stream, StreamId::parse)?,
            company: exact(&self.company, CompanyName::parse)?,
            project: exact(&self.project, ProjectName::parse)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviceV1 {
    licensing: String,
    model: String,
    purchased: Option<String>,
    role: String,
    serial: String,
    software: Option<u16>,
}

impl DeviceV1 {
    fn of(e: &DeviceAdded) -> Self {
        Self {
            licensing: e.licensing.to_string(),
            model: e.model.clone(),
            purchased: e.purchased.map(|day| day.to_string()),
            role: e.role.to_string(),
            serial: e.serial.to_string(),
            software: e.software.map(Version::get),
        }
    }

    fn lift(self) -> Result<DeviceAdded, DecodeError> {
        Ok(DeviceAdded {
            serial: exact(&self.serial, Serial::parse)?,
            model: self.model,
            role: word(&self.role, Role::from_word)?,
            licensing: word(&self.licensing, Licensing::from_word)?,
            software: self.software.map(version).transpose()?,
            purchased: optional_day(self.purchased.as_deref())?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LeavingV1 {
    licence: String,
    lot: String,
    units: u32,
}

impl LeavingV1 {
    fn all(lots: &[Leaving]) -> Vec<Self> {
        let of = |l: &Leaving| Self { licence: l.licence.to_string(), lot: l.lot.to_string(), units: l.units.get() };
        lots.iter().map(of).collect()
    }

    fn lift(self) -> Result<Leaving, DecodeError> {
        let (lot, licence) = (exact(&self.lot, LotId::parse)?, exact(&self.licence, Licence::parse)?);
        Ok(Leaving { lot, licence, units: units(self.units)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArrivingV1 {
    anchor: Option<String>,
    coverage: Vec<SpanV1>,
    first_bound: Option<String>,
    licence: String,
    lot: String,
    units: u32,
    was: String,
}

impl ArrivingV1 {
    fn all(lots: &[Arriving]) -> Vec<Self> {
        let of = |l: &Arriving| Self {
            anchor: l.anchor.map(|day| day.to_string()),
            coverage: l.coverage.iter().copied().map(SpanV1::of).collect(),
            first_bound: l.first_bound.map(|day| day.to_string()),
            licence: l.licence.to_string(),
            lot: l.lot.to_string(),
            units: l.units.get(),
            was: l.was.to_string(),
        };
        lots.iter().map(of).collect()
    }

    fn lift(self) -> Result<Arriving, DecodeError> {
        Ok(Arriving {
            lot: exact(&self.lot, LotId::parse)?,
            was: exact(&self.was, LotId::parse)?,
            licence: exact(&self.licence, Licence::parse)?,
            units: units(self.units)?,
            first_bound: optional_day(self.first_bound.as_deref())?,
            anchor: optional_day(self.anchor.as_deref())?,
            coverage: lift_all(self.coverage, SpanV1::lift)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SpanV1 {
    from: String,
    until: String,
}

impl SpanV1 {
    fn of(span: Span) -> Self {
        Self { from: span.from.to_string(), until: span.until.to_string() }
    }

    fn lift(self) -> Result<Span, DecodeError> {
        Ok(Span { from: exact(&self.from, Day::parse)?, until: exact(&self.until, Day::parse)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartV1 {
    into: String,
    licence: String,
    lot: String,
    units: u32,
}

impl PartV1 {
    fn of(part: &Part) -> Self {
        Self {
            into: part.into.to_string(),
            licence: part.licence.to_string(),
            lot: part.lot.to_string(),
            units: part.units.get(),
        }
    }

    fn all(parts: &[Part]) -> Vec<Self> {
        parts.iter().map(Self::of).collect()
    }

    fn lift(self) -> Result<Part, DecodeError> {
        Ok(Part {
            lot: exact(&self.lot, LotId::parse)?,
            licence: exact(&self.licence, Licence::parse)?,
            units: units(self.units)?,
            into: exact(&self.into, LotId::parse)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangedV1 {
    becomes: String,
    part: PartV1,
}

impl ChangedV1 {
    fn all(parts: &[Changed]) -> Vec<Self> {
        parts.iter().map(|c| Self { becomes: c.becomes.to_string(), part: PartV1::of(&c.part) }).collect()
    }

    fn lift(self) -> Result<Changed, DecodeError> {
        Ok(Changed { part: self.part.lift()?, becomes: exact(&self.becomes, Licence::parse)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CoveredV1 {
    credits: Option<u32>,
    late_years: u32,
    part: PartV1,
    span: SpanV1,
}

impl CoveredV1 {
    fn of(c: &Covered) -> Self {
        Self {
            credits: c.credits.map(Credits::get),
            late_years: c.late_years,
            part: PartV1::of(&c.part),
            span: SpanV1::of(c.span),
        }
    }

    fn lift(self) -> Result<Covered, DecodeError> {
        Ok(Covered {
            part: self.part.lift()?,
            span: self.span.lift()?,
            late_years: self.late_years,
            credits: self.credits.map(credits).transpose()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyItemV1 {
    licence: String,
    lot: String,
    raw: Option<String>,
    units: u32,
}

impl KeyItemV1 {
    fn of(item: &KeyItem) -> Self {
        Self {
            licence: item.licence.to_string(),
            lot: item.lot.to_string(),
            raw: item.raw.clone(),
            units: item.units.get(),
        }
    }

    fn lift(self) -> Result<KeyItem, DecodeError> {
        let (lot, licence) = (exact(&self.lot, LotId::parse)?, exact(&self.licence, Licence::parse)?);
        Ok(KeyItem { lot, licence, units: units(self.units)?, raw: self.raw })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionV1 {
    key: String,
    until: Option<String>,
    variant: String,
    years: u32,
}

impl ExtensionV1 {
    fn of(e: &Extension) -> Self {
        Self {
            key: e.key.to_string(),
            until: e.until.map(|day| day.to_string()),
            variant: e.variant.to_string(),
            years: e.years.get(),
        }
    }

    fn lift(self) -> Result<Extension, DecodeError> {
        Ok(Extension {
            key: exact(&self.key, KeyCode::parse)?,
            years: years(self.years)?,
            variant: word(&self.variant, WarrantyVariant::from_word)?,
            until: optional_day(self.until.as_deref())?,
        })
    }
}
