//! REL: what can be taken off a device, and on which condition.

use super::project::{Going, Shortage, shortages, taken};
use super::{Case, Finding};
use crate::book::{Place, Project};
use crate::catalogue::{Catalogue, ModelClass, Policy, Rulebook};
use crate::event::{DeviceSoftwareChanged, LicencesReleased, LicencesTransferredOut};
use crate::say;
use crate::vocabulary::{Day, Family, Licence, Serial, Step, Version};

const GENERATION_6: u16 = 6;
const GENERATION_7: u16 = 7;

/// Version that a licence counts as: its own, or 6 for legacy forms that name none and so may be of version 6.
fn generation(licence: &Licence) -> Option<u16> {
    licence.version.map(Version::get).or_else(|| licence.is_legacy_form().then_some(GENERATION_6))
}

/// Whether a licence is of version 6, or may be.
pub(super) fn is_of_generation_6(licence: &Licence) -> bool {
    generation(licence) == Some(GENERATION_6)
}

/// Whether a licence is of version 7.
pub(super) fn is_of_generation_7(licence: &Licence) -> bool {
    generation(licence) == Some(GENERATION_7)
}

/// Whether a device of that model keeps a licence since it is a virtual appliance, by the rulebook of the day (REL-6).
pub(super) fn keeps_licences(
    catalogue: &Catalogue,
    rulebook: &Rulebook,
    day: Day,
    licence: &Licence,
    model: &str,
) -> bool {
    let is_virtual = catalogue.model(model).is_some_and(|model| model.class == ModelClass::Virtual);
    let allowed = rulebook.flag(Policy::IpvaOtherLicencesReleased, day).unwrap_or(false);
    is_virtual && licence.family != Family::named("PBX-IPVA") && !allowed
}

/// The version from which licences are released; absent where the rulebook does not know.
fn least_version(case: Case<'_>) -> Option<u16> {
    case.rulebook.integer(Policy::ReleaseMinVersion, case.day()).and_then(|n| u16::try_from(n).ok())
}

/// REL-1: from version 8 on, of the licence and of the device's software.
///
/// Source: "Lizenzfreigabe".
pub fn rel_1(case: Case<'_>, licence: &Licence, serial: &Serial) -> Option<Finding> {
    let Some(least) = least_version(case) else {
        let message = say!("rel-1-unknown");
        return Some(Finding::error("REL-1", licence, message, say!("rel-1-unknown-next")));
    };
    let (_, device) = case.book.device(serial)?;
    if generation(licence).is_some_and(|version| version < least && version != GENERATION_6 && version != GENERATION_7)
    {
        let message = say!("rel-1-can-released-version", least = least);
        return Some(Finding::error("REL-1", licence, message, say!("rel-1-such-licence-stays-where")));
    }
    let finding = match device.runs().map(Version::get) {
        Some(software) if software >= least => return None,
        Some(software) => {
            let message = say!("rel-1-cannot-released-runs-software", serial = serial, software = software);
            Finding::error("REL-1", licence, message, say!("rel-1-can-software", least = least))
                .figures(i64::from(software), i64::from(least))
        }
        None => {
            let message = say!("rel-1-cannot-released-whose-software", serial = serial);
            Finding::error(
                "REL-1",
                licence,
                message,
                say!(
                    "rel-1-software-next",
                    record = Step::RecordSoftware { serial: serial.clone(), version: None, on: Some(case.day()) }
                ),
            )
        }
    };
    Some(finding)
}

/// REL-2: licences that were bound once may only be bound again to devices of the same company.
///
/// Source: "Lizenzfreigabe".
pub fn rel_2(case: Case<'_>, transferred: &LicencesTransferredOut) -> Option<Finding> {
    let project = case.project()?;
    if project.company()? == &transferred.to.company {
        return None;
    }
    let lots = transferred.lots.iter().filter_map(|leaving| project.lots.get(&leaving.lot));
    let once_bound = lots.into_iter().find(|lot| lot.first_bound.is_some())?;
    let message = say!("rel-2-bound-may-only-bound", company = project.company()?, company2 = transferred.to.company);
    Some(Finding::error("REL-2", &once_bound.licence, message, say!("prj-5-choose-project-same-company")))
}

/// REL-3: licences of version 6 stay where they are (hardware and IPVA licences: HW-2, IPVA-4).
///
/// Source: "Lizenzfreigabe", the warning.
pub fn rel_3(licence: &Licence) -> Option<Finding> {
    if !is_of_generation_6(licence) {
        return None;
    }
    let message = match licence.version {
        Some(version) => say!("rel-3-licence-version-never-released", version = version),
        None => say!("rel-3-legacy-licence-names-version"),
    };
    Some(Finding::error("REL-3", licence, message, say!("rel-1-such-licence-stays-where")))
}

/// REL-4: a release names its security certificate.
///
/// Source: "Lizenzfreigabe".
pub fn rel_4(released: &LicencesReleased) -> Option<Finding> {
    let named = released.certificate.as_ref().is_some_and(|certificate| !certificate.trim().is_empty());
    (!named).then(|| {
        let message = say!("rel-4-release-names-security-certificate");
        let next = say!("rel-4-name-devices-release-file");
        Finding::error("REL-4", &released.serial, message, next)
    })
}

/// REL-5: version 7 only on software 8 or higher, with recorded consent that the device never goes below 8 again.
///
/// Source: "Lizenzfreigabe", the warning; the vendor's portal asks for the consent.
pub fn rel_5(case: Case<'_>, licence: &Licence, released: &LicencesReleased) -> Option<Finding> {
    if !is_of_generation_7(licence) {
        return None;
    }
    let software = case.book.device(&released.serial).and_then(|(_, device)| device.runs());
    let message = match software {
        Some(software) if software.get() >= 8 && released.consent => return None,
        Some(software) if software.get() >= 8 => {
            say!("rel-5-version-releasing-needs-consent", serial = released.serial)
        }
        Some(software) => say!("rel-5-version-runs-software-higher", serial = released.serial, software = software),
        None => say!("rel-5-version-software-known", serial = released.serial),
    };
    let next = say!("rel-5-give-consent-device-software");
    Some(Finding::error("REL-5", licence, message, next))
}

/// REL-5: a device that gave licences back on that condition never goes below version 8.
///
/// Source: as [`rel_5`].
pub fn rel_5_minimum(case: Case<'_>, changed: &DeviceSoftwareChanged) -> Option<Finding> {
    let floor = case.book.min_software(case.book.device(&changed.serial)?.1)?;
    (changed.software.major() < floor).then(|| {
        let message = say!("rel-5-cannot-go-software-gave", software = changed.software);
        let finding = Finding::error("REL-5", &changed.serial, message, say!("rel-5-stays-higher", floor = floor));
        finding.figures(i64::from(changed.software.major().get()), i64::from(floor.get()))
    })
}

/// REL-6: other licences on a virtual appliance are not released, unless the rulebook allows it.
///
/// Source: "Lizenzfreigabe", the warning ("IPVA-Firmware").
pub fn rel_6(case: Case<'_>, licence: &Licence, serial: &Serial) -> Option<Finding> {
    let (_, device) = case.book.device(serial)?;
    keeps_licences(case.catalogue, case.rulebook, case.day(), licence, &device.model).then(|| {
        let message = say!("rel-6-bound-virtual-appliance-gives", serial = serial);
        let next = say!("rel-6-rulebook-allows-force", rulebook = case.rulebook.name());
        Finding::error("REL-6", licence, message, next)
    })
}

/// REL-7: never more than is bound there of that licence and lot.
///
/// Source: the ledger's own (conservation).
pub fn rel_7(case: Case<'_>, released: &LicencesReleased) -> Vec<Finding> {
    let (serial, place) = (&released.serial, Place::Device(released.serial.clone()));
    let finding = |short: Shortage<'_>| {
        let Shortage { licence, there: bound, wanted, .. } = short;
        let lot = short.of_lot();
        let message = say!("rel-7-released-bound", wanted = wanted, lot = lot, serial = serial, bound = bound.max(0));
        let of = case.project().and_then(Project::place);
        let balance = Step::ShowBalance { of, by_device: true, on: Some(case.day()) };
        let next = say!("rel-7-next", balance = balance, serial = serial);
        Finding::error("REL-7", licence, message, next).figures(bound, wanted).about(short.behind(&place))
    };
    shortages(case, &place, &taken(&released.parts, Going::Elsewhere)).into_iter().map(finding).collect()
}
