//! The shapes that payloads hold: parts, lots, spans, devices, evidence; and how single values are read.
//!
//! Absent by design: payloads as a whole.

use super::DecodeError;
use crate::event::{
    Arriving, Changed, Covered, DeviceAdded, Evidence, Extension, KeyItem, Leaving, Licensing, Part, ProjectRef,
    Remarks, Role, Trial, WarrantyVariant,
};
use crate::vocabulary::{
    CompanyName, Credits, Day, Fault, Hash, Head, KeyCode, Licence, LotId, ProjectName, Serial, Software, Span,
    StreamId, Units, Version, Years,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Reads a value that is spelt as the ledger writes it: a value has one stored text.
pub(super) fn exact<T: fmt::Display>(text: &str, parse: fn(&str) -> Result<T, Fault>) -> Result<T, DecodeError> {
    let value = parse(text)?;
    if value.to_string() == text {
        return Ok(value);
    }
    Err(DecodeError::Malformed(format!("{text:?} is spelt otherwise than the ledger writes it, {value}")))
}

pub(super) fn lift_all<V, T>(
    stored: Vec<V>,
    lift: impl Fn(V) -> Result<T, DecodeError>,
) -> Result<Vec<T>, DecodeError> {
    stored.into_iter().map(lift).collect()
}

fn out_of_range(what: &str) -> DecodeError {
    DecodeError::Malformed(format!("{what} is out of range"))
}

pub(super) fn version(major: u16) -> Result<Version, DecodeError> {
    Version::new(major).ok_or_else(|| out_of_range("a version"))
}

pub(super) fn precise(major: u16, release: Option<u16>, service: Option<u16>) -> Result<Software, DecodeError> {
    Software::new(version(major)?, release, service).ok_or_else(|| out_of_range("a release"))
}

pub(super) fn units(count: u32) -> Result<Units, DecodeError> {
    Units::new(count).ok_or_else(|| out_of_range("a number of units"))
}

pub(super) fn credits(count: u32) -> Result<Credits, DecodeError> {
    Credits::new(count).ok_or_else(|| out_of_range("a number of credits"))
}

pub(super) fn years(count: u32) -> Result<Years, DecodeError> {
    Years::new(count).ok_or_else(|| out_of_range("a number of years"))
}

pub(super) fn word<T>(word: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, DecodeError> {
    read(word).ok_or_else(|| DecodeError::Malformed(format!("{word:?} is no word of its list")))
}

fn optional_day(text: Option<&str>) -> Result<Option<Day>, DecodeError> {
    text.map(|text| exact(text, Day::parse)).transpose()
}

pub(super) struct RemarksV1 {
    pub(super) evidence: Option<EvidenceV1>,
    pub(super) reason: Option<String>,
    pub(super) reference: Option<String>,
}

impl RemarksV1 {
    pub(super) fn of(remarks: &Remarks) -> Self {
        Self {
            evidence: remarks.evidence.as_ref().map(EvidenceV1::of),
            reason: remarks.reason.clone(),
            reference: remarks.reference.clone(),
        }
    }

    pub(super) fn lift(self) -> Result<Remarks, DecodeError> {
        let evidence = self.evidence.map(EvidenceV1::lift).transpose()?;
        Ok(Remarks { reason: self.reason, reference: self.reference, evidence })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceV1 {
    pub(super) business: String,
    pub(super) file: String,
    pub(super) identity: String,
    pub(super) raw: String,
    pub(super) row: u64,
    pub(super) sheet: Option<String>,
}

impl EvidenceV1 {
    pub(super) fn of(e: &Evidence) -> Self {
        Self {
            business: e.business.to_string(),
            file: e.file.to_string(),
            identity: e.identity.to_string(),
            raw: e.raw.clone(),
            row: e.row,
            sheet: e.sheet.clone(),
        }
    }

    pub(super) fn lift(self) -> Result<Evidence, DecodeError> {
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
pub(super) struct SeenV1 {
    pub(super) root: String,
    pub(super) size: u64,
}

impl SeenV1 {
    pub(super) fn of(head: Head) -> Self {
        Self { root: head.root.to_string(), size: head.size }
    }

    pub(super) fn lift(self) -> Result<Head, DecodeError> {
        Ok(Head { size: self.size, root: exact(&self.root, Hash::parse)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectRefV1 {
    pub(super) company: String,
    pub(super) project: String,
    pub(super) stream: String,
}

impl ProjectRefV1 {
    pub(super) fn of(r: &ProjectRef) -> Self {
        Self { company: r.company.to_string(), project: r.project.to_string(), stream: r.stream.to_string() }
    }

    pub(super) fn lift(self) -> Result<ProjectRef, DecodeError> {
        Ok(ProjectRef {
            stream: exact(&self.stream, StreamId::parse)?,
            company: exact(&self.company, CompanyName::stored)?,
            project: exact(&self.project, ProjectName::stored)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeviceV1 {
    pub(super) licensing: String,
    pub(super) model: String,
    pub(super) purchased: Option<String>,
    pub(super) role: String,
    pub(super) serial: String,
    pub(super) software: Option<u16>,
}

impl DeviceV1 {
    pub(super) fn of(e: &DeviceAdded) -> Self {
        Self {
            licensing: e.licensing.to_string(),
            model: e.model.clone(),
            purchased: e.purchased.map(|day| day.to_string()),
            role: e.role.to_string(),
            serial: e.serial.to_string(),
            software: e.software.map(|software| software.major().get()),
        }
    }

    pub(super) fn lift(self) -> Result<DeviceAdded, DecodeError> {
        Ok(DeviceAdded {
            serial: exact(&self.serial, Serial::parse)?,
            model: self.model,
            role: word(&self.role, Role::from_word)?,
            licensing: word(&self.licensing, Licensing::from_word)?,
            software: self.software.map(version).transpose()?.map(Software::from),
            purchased: optional_day(self.purchased.as_deref())?,
        })
    }
}

/// A device of whose software more than the major version is known.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeviceV2 {
    pub(super) licensing: String,
    pub(super) model: String,
    pub(super) purchased: Option<String>,
    pub(super) release: Option<u16>,
    pub(super) role: String,
    pub(super) serial: String,
    pub(super) service: Option<u16>,
    pub(super) software: u16,
}

impl DeviceV2 {
    pub(super) fn of(e: &DeviceAdded, runs: Software) -> Self {
        let DeviceV1 { licensing, model, purchased, role, serial, software: _ } = DeviceV1::of(e);
        let (release, service, software) = (runs.release(), runs.service(), runs.major().get());
        Self { licensing, model, purchased, release, role, serial, service, software }
    }

    pub(super) fn lift(self) -> Result<DeviceAdded, DecodeError> {
        let Self { licensing, model, purchased, release, role, serial, service, software } = self;
        let runs = Some(precise(software, release, service)?);
        let first = DeviceV1 { licensing, model, purchased, role, serial, software: None }.lift()?;
        Ok(DeviceAdded { software: runs, ..first })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeavingV1 {
    pub(super) licence: String,
    pub(super) lot: String,
    pub(super) units: u32,
}

impl LeavingV1 {
    pub(super) fn all(lots: &[Leaving]) -> Vec<Self> {
        let of = |l: &Leaving| Self { licence: l.licence.to_string(), lot: l.lot.to_string(), units: l.units.get() };
        lots.iter().map(of).collect()
    }

    pub(super) fn lift(self) -> Result<Leaving, DecodeError> {
        let (lot, licence) = (exact(&self.lot, LotId::parse)?, exact(&self.licence, Licence::parse)?);
        Ok(Leaving { lot, licence, units: units(self.units)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArrivingV1 {
    pub(super) anchor: Option<String>,
    pub(super) coverage: Vec<SpanV1>,
    pub(super) first_bound: Option<String>,
    pub(super) licence: String,
    pub(super) lot: String,
    pub(super) units: u32,
    pub(super) was: String,
}

impl ArrivingV1 {
    pub(super) fn all(lots: &[Arriving]) -> Vec<Self> {
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

    pub(super) fn lift(self) -> Result<Arriving, DecodeError> {
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
pub(super) struct SpanV1 {
    pub(super) from: String,
    pub(super) until: String,
}

impl SpanV1 {
    pub(super) fn of(span: Span) -> Self {
        Self { from: span.from.to_string(), until: span.until.to_string() }
    }

    pub(super) fn lift(self) -> Result<Span, DecodeError> {
        Ok(Span { from: exact(&self.from, Day::parse)?, until: exact(&self.until, Day::parse)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartV1 {
    pub(super) into: String,
    pub(super) licence: String,
    pub(super) lot: String,
    pub(super) units: u32,
}

impl PartV1 {
    pub(super) fn of(part: &Part) -> Self {
        Self {
            into: part.into.to_string(),
            licence: part.licence.to_string(),
            lot: part.lot.to_string(),
            units: part.units.get(),
        }
    }

    pub(super) fn all(parts: &[Part]) -> Vec<Self> {
        parts.iter().map(Self::of).collect()
    }

    pub(super) fn lift(self) -> Result<Part, DecodeError> {
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
pub(super) struct ChangedV1 {
    pub(super) becomes: String,
    pub(super) part: PartV1,
}

impl ChangedV1 {
    pub(super) fn all(parts: &[Changed]) -> Vec<Self> {
        parts.iter().map(|c| Self { becomes: c.becomes.to_string(), part: PartV1::of(&c.part) }).collect()
    }

    pub(super) fn lift(self) -> Result<Changed, DecodeError> {
        Ok(Changed { part: self.part.lift()?, becomes: exact(&self.becomes, Licence::parse)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoveredV1 {
    pub(super) credits: Option<u32>,
    pub(super) late_years: u32,
    pub(super) part: PartV1,
    pub(super) serial: Option<String>,
    pub(super) span: SpanV1,
}

impl CoveredV1 {
    pub(super) fn of(c: &Covered) -> Self {
        Self {
            credits: c.credits.map(Credits::get),
            late_years: c.late_years,
            part: PartV1::of(&c.part),
            serial: c.serial.as_ref().map(Serial::to_string),
            span: SpanV1::of(c.span),
        }
    }

    pub(super) fn lift(self) -> Result<Covered, DecodeError> {
        Ok(Covered {
            part: self.part.lift()?,
            serial: self.serial.as_deref().map(|text| exact(text, Serial::parse)).transpose()?,
            span: self.span.lift()?,
            late_years: self.late_years,
            credits: self.credits.map(credits).transpose()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyItemV1 {
    pub(super) licence: String,
    pub(super) lot: String,
    pub(super) raw: Option<String>,
    pub(super) units: u32,
}

impl KeyItemV1 {
    pub(super) fn of(item: &KeyItem) -> Self {
        Self {
            licence: item.licence.to_string(),
            lot: item.lot.to_string(),
            raw: item.raw.clone(),
            units: item.units.get(),
        }
    }

    pub(super) fn lift(self) -> Result<KeyItem, DecodeError> {
        let (lot, licence) = (exact(&self.lot, LotId::parse)?, exact(&self.licence, Licence::parse)?);
        Ok(KeyItem { lot, licence, units: units(self.units)?, raw: self.raw })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExtensionV1 {
    pub(super) key: String,
    pub(super) until: Option<String>,
    pub(super) variant: String,
    pub(super) years: u32,
}

impl ExtensionV1 {
    pub(super) fn of(e: &Extension) -> Self {
        Self {
            key: e.key.to_string(),
            until: e.until.map(|day| day.to_string()),
            variant: e.variant.to_string(),
            years: e.years.get(),
        }
    }

    pub(super) fn lift(self) -> Result<Extension, DecodeError> {
        Ok(Extension {
            key: exact(&self.key, KeyCode::stored)?,
            years: years(self.years)?,
            variant: word(&self.variant, WarrantyVariant::from_word)?,
            until: optional_day(self.until.as_deref())?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrialV2 {
    pub(super) from: String,
    pub(super) licence: String,
    pub(super) units: u32,
    pub(super) until: String,
}

impl TrialV2 {
    pub(super) fn of(trial: &Trial) -> Self {
        Self {
            from: trial.from.to_string(),
            licence: trial.licence.to_string(),
            units: trial.units.get(),
            until: trial.until.to_string(),
        }
    }

    pub(super) fn lift(self) -> Result<Trial, DecodeError> {
        Ok(Trial {
            licence: exact(&self.licence, Licence::parse)?,
            units: units(self.units)?,
            from: exact(&self.from, Day::parse)?,
            until: exact(&self.until, Day::parse)?,
        })
    }
}
