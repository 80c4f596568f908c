//! The shapes that events about events hold: the target of a correction, what it becomes, the totals of a closing.
//!
//! What an event becomes is stored in the shape of its own kind, so that a later shape of that kind is lifted in one
//! place. Absent by design: payloads as a whole.

use super::nested::{ProjectRefV1, exact, lift_all};
use super::{DecodeError, decode, encode, schema_of};
use crate::event::{ClosedLicence, ClosedProject, Fact, Target, canonical};
use crate::vocabulary::{EventId, Licence};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TargetV1 {
    pub(super) event: String,
    pub(super) version: u64,
}

impl TargetV1 {
    pub(super) fn of(target: Target) -> Self {
        Self { event: target.event.to_string(), version: target.version }
    }

    pub(super) fn lift(self) -> Result<Target, DecodeError> {
        if self.version == 0 {
            return Err(DecodeError::Malformed("a version is counted from 1".to_owned()));
        }
        Ok(Target { version: self.version, event: exact(&self.event, EventId::parse)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BecomesV1 {
    pub(super) kind: String,
    pub(super) payload: Map<String, Value>,
    pub(super) schema: u16,
}

impl BecomesV1 {
    pub(super) fn of(fact: &Fact) -> Result<Self, canonical::NotCanonical> {
        let text = encode(fact)?;
        let payload = serde_json::from_str(&text).map_err(|_| canonical::NotCanonical { at: 0 })?;
        Ok(Self { kind: fact.event.kind().to_owned(), payload, schema: schema_of(&fact.event) })
    }

    /// An amendment cannot turn an event into a correction: that would be a correction of the correction.
    pub(super) fn lift(self) -> Result<Fact, DecodeError> {
        let text = canonical::write(Value::Object(self.payload)).map_err(|e| DecodeError::Malformed(e.to_string()))?;
        let about = ["event-annulled", "event-reversed", "event-amended", "period-closed"];
        if about.contains(&self.kind.as_str()) {
            return Err(DecodeError::Malformed(format!("nothing becomes {}", self.kind)));
        }
        decode(&self.kind, self.schema, &text)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClosedProjectV1 {
    pub(super) credits: i64,
    pub(super) licences: Vec<ClosedLicenceV1>,
    pub(super) project: ProjectRefV1,
}

impl ClosedProjectV1 {
    pub(super) fn of(closed: &ClosedProject) -> Self {
        Self {
            credits: closed.credits,
            licences: closed.licences.iter().map(ClosedLicenceV1::of).collect(),
            project: ProjectRefV1::of(&closed.project),
        }
    }

    pub(super) fn lift(self) -> Result<ClosedProject, DecodeError> {
        Ok(ClosedProject {
            project: self.project.lift()?,
            credits: self.credits,
            licences: lift_all(self.licences, ClosedLicenceV1::lift)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClosedLicenceV1 {
    pub(super) bound: i64,
    pub(super) free: i64,
    pub(super) licence: String,
    pub(super) ssa_covered: i64,
}

impl ClosedLicenceV1 {
    fn of(closed: &ClosedLicence) -> Self {
        Self {
            bound: closed.bound,
            free: closed.free,
            licence: closed.licence.to_string(),
            ssa_covered: closed.covered,
        }
    }

    fn lift(self) -> Result<ClosedLicence, DecodeError> {
        Ok(ClosedLicence {
            licence: exact(&self.licence, Licence::parse)?,
            free: self.free,
            bound: self.bound,
            covered: self.ssa_covered,
        })
    }
}
