//! The stored payload of each kind of event.
//!
//! Absent by design: the values inside, which are shapes of their own.

use super::DecodeError;
use super::about::{BecomesV1, ClosedProjectV1, TargetV1};
use super::nested::{
    ArrivingV1, ChangedV1, CoveredV1, DeviceV1, DeviceV2, EvidenceV1, ExtensionV1, KeyItemV1, LeavingV1, PartV1,
    ProjectRefV1, RemarksV1, SeenV1, SpanV1, TrialV2,
};
use crate::event::{Remarks, canonical};
use serde::{Deserialize, Serialize};

/// Declares stored shapes; each also holds what was said about the fact.
macro_rules! shapes {
    ($($name:ident { $($field:ident: $ty:ty),* $(,)? })+) => {$(
        #[derive(Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            $(pub(super) $field: $ty,)*
            pub(super) evidence: Option<EvidenceV1>,
            pub(super) reason: Option<String>,
            #[serde(rename = "ref")]
            pub(super) reference: Option<String>,
        }

        impl $name {
            pub(super) fn text(self) -> Result<String, canonical::NotCanonical> {
                canonical::write(serde_json::to_value(self).map_err(|_| canonical::NotCanonical { at: 0 })?)
            }

            pub(super) fn read(text: &str) -> Result<(Self, Remarks), DecodeError> {
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
    DeviceAddedV2 {
        licensing: String, model: String, purchased: Option<String>, release: Option<u16>, role: String, serial: String,
        service: Option<u16>, software: u16,
    }
    DeviceSoftwareChangedV1 { serial: String, software: u16 }
    DeviceSoftwareChangedV2 { release: Option<u16>, serial: String, service: Option<u16>, software: u16 }
    DeviceRoleChangedV1 { licensing: Option<String>, role: Option<String>, serial: String }
    DeviceMovedOutV1 { lots: Vec<LeavingV1>, serial: String, to: ProjectRefV1 }
    DeviceMovedInV1 {
        device: DeviceV1, from: ProjectRefV1, lots: Vec<ArrivingV1>, min_software: Option<u16>, trials: u32,
        warranty: Option<ExtensionV1>,
    }
    DeviceMovedInV2 {
        device: DeviceV1, from: ProjectRefV1, lots: Vec<ArrivingV1>, min_software: Option<u16>, rulebook: Option<String>,
        running: Vec<TrialV2>, trials: u32, warranty: Option<ExtensionV1>,
    }
    DeviceMovedInV3 {
        device: DeviceV2, from: ProjectRefV1, lots: Vec<ArrivingV1>, min_software: Option<u16>, rulebook: Option<String>,
        running: Option<Vec<TrialV2>>, trials: u32, warranty: Option<ExtensionV1>,
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
    WarrantyActivatedV2 { bought: String, extension: ExtensionV1, serial: String }
    TrialIssuedV1 { licence: String, serial: String, units: u32, until: String }
    NoteAddedV1 { serial: Option<String>, text: String, topic: Option<String> }
    EventAnnulledV1 { target: TargetV1 }
    EventReversedV1 { target: TargetV1 }
    EventAmendedV1 { becomes: BecomesV1, target: TargetV1 }
    PeriodClosedV1 {
        head: SeenV1, name: String, project: Option<ProjectRefV1>, totals: Vec<ClosedProjectV1>, until: String,
    }
}
