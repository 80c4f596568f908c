//! Writing: a fact in the stored shape of its kind.
//!
//! Absent by design: reading back.

use super::about::{BecomesV1, ClosedProjectV1, TargetV1};
use super::nested::{
    ArrivingV1, ChangedV1, CoveredV1, DeviceV1, DeviceV2, ExtensionV1, KeyItemV1, LeavingV1, PartV1, ProjectRefV1,
    RemarksV1, SeenV1, SpanV1, TrialV2,
};
use super::shape::*;
use crate::event::{DeviceMovedIn, Event, Fact, Remarks, canonical};
use crate::vocabulary::{Credits, Serial, Version, Years};

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

/// Writes a fact in its stored shape, which has the schema number that [`schema_of`](super::schema_of) names.
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
            if let Some(runs) = e.software.filter(|runs| runs.is_precise()) {
                let DeviceV2 { licensing, model, purchased, release, role, serial, service, software } =
                    DeviceV2::of(e, runs);
                stored!(r, DeviceAddedV2 { licensing, model, purchased, release, role, serial, service, software })
            } else {
                let DeviceV1 { licensing, model, purchased, role, serial, software } = DeviceV1::of(e);
                stored!(r, DeviceAddedV1 { licensing, model, purchased, role, serial, software })
            }
        }
        Event::DeviceSoftwareChanged(e) => {
            let (serial, software) = (e.serial.to_string(), e.software.major().get());
            if e.software.is_precise() {
                let (release, service) = (e.software.release(), e.software.service());
                stored!(r, DeviceSoftwareChangedV2 { release, serial, service, software })
            } else {
                stored!(r, DeviceSoftwareChangedV1 { serial, software })
            }
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
        Event::DeviceMovedIn(e) => moved_in(e, r),
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
            let (extension, serial) = (ExtensionV1::of(&e.extension), e.serial.to_string());
            match e.bought {
                Some(bought) => stored!(r, WarrantyActivatedV2 { bought: bought.to_string(), extension, serial }),
                None => stored!(r, WarrantyActivatedV1 { extension, serial }),
            }
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
        Event::EventAnnulled(e) => stored!(r, EventAnnulledV1 { target: TargetV1::of(e.target) }),
        Event::EventReversed(e) => stored!(r, EventReversedV1 { target: TargetV1::of(e.target) }),
        Event::EventAmended(e) => {
            stored!(r, EventAmendedV1 { becomes: BecomesV1::of(&e.becomes)?, target: TargetV1::of(e.target) })
        }
        Event::PeriodClosed(e) => {
            stored!(
                r,
                PeriodClosedV1 {
                    head: SeenV1::of(e.head),
                    name: e.name.to_string(),
                    project: e.project.as_ref().map(ProjectRefV1::of),
                    totals: e.totals.iter().map(ClosedProjectV1::of).collect(),
                    until: e.until.to_string()
                }
            )
        }
    }
}

/// A device of whose software more than the major version is known is stored in the third shape, one that came with its
/// trials, or with a rulebook of its own, in the second, any other in the first.
fn moved_in(e: &DeviceMovedIn, r: &Remarks) -> Result<String, canonical::NotCanonical> {
    if let Some(runs) = e.device.software.filter(|runs| runs.is_precise()) {
        return stored!(
            r,
            DeviceMovedInV3 {
                device: DeviceV2::of(&e.device, runs),
                from: ProjectRefV1::of(&e.from),
                lots: ArrivingV1::all(&e.lots),
                min_software: e.min_software.map(Version::get),
                rulebook: e.rulebook.map(|rulebook| rulebook.to_string()),
                running: e.running.as_ref().map(|running| running.iter().map(TrialV2::of).collect()),
                trials: e.trials,
                warranty: e.warranty.as_ref().map(ExtensionV1::of)
            }
        );
    }
    let Some(running) = &e.running else {
        return stored!(
            r,
            DeviceMovedInV1 {
                device: DeviceV1::of(&e.device),
                from: ProjectRefV1::of(&e.from),
                lots: ArrivingV1::all(&e.lots),
                min_software: e.min_software.map(Version::get),
                trials: e.trials,
                warranty: e.warranty.as_ref().map(ExtensionV1::of)
            }
        );
    };
    stored!(
        r,
        DeviceMovedInV2 {
            device: DeviceV1::of(&e.device),
            from: ProjectRefV1::of(&e.from),
            lots: ArrivingV1::all(&e.lots),
            min_software: e.min_software.map(Version::get),
            rulebook: e.rulebook.map(|rulebook| rulebook.to_string()),
            running: running.iter().map(TrialV2::of).collect(),
            trials: e.trials,
            warranty: e.warranty.as_ref().map(ExtensionV1::of)
        }
    )
}
