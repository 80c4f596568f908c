//! UC-2, VM-4 and VM-5: licences that cannot become each other, and a family that does not go below version 10.

use super::{Case, Finding};
use crate::book::Place;
use crate::catalogue::VoicemailModel;
use crate::event::DeviceSoftwareChanged;
use crate::say;
use crate::vocabulary::{Licence, Serial, Step};

/// UC-2: a UC licence is not converted into its parts, nor parts into it.
///
/// Source: "UC-Lizenz", Besonderheiten.
pub fn uc_2(case: Case<'_>, from: &Licence, to: &Licence) -> Option<Finding> {
    let parts_of =
        |whole: &Licence| case.catalogue.family(&whole.family).map(|e| e.parts.as_slice()).unwrap_or_default();
    let splits = parts_of(from).contains(&to.family);
    let joins = parts_of(to).contains(&from.family);
    (splits || joins).then(|| {
        let message = format!("cannot become {to}: a UC licence is indivisible");
        Finding::error("UC-2", from, message, "convert UC licences to UC licences of another version")
    })
}

/// VM-4: no way from the old voicemail model to the new one; it is bought anew for all users.
///
/// Source: "Voicemail-Lizenz", the warning below Besonderheiten.
pub fn vm_4(case: Case<'_>, from: &Licence, to: &Licence) -> Option<Finding> {
    let model = |licence: &Licence| case.catalogue.family(&licence.family).and_then(|entry| entry.voicemail);
    let crosses = matches!(
        (model(from), model(to)),
        (Some(VoicemailModel::Old), Some(VoicemailModel::New)) | (Some(VoicemailModel::New), Some(VoicemailModel::Old))
    );
    crosses.then(|| {
        let message = format!("cannot become {to}: the two voicemail models cannot be converted into each other");
        Finding::error("VM-4", from, message, "redeem PBX-VoicemailUser licences for all users")
    })
}

/// VM-5: a family does not exist below its first version (`PBX-VoicemailUser`: 10).
///
/// Source: "Voicemail-Lizenz", Besonderheiten.
pub fn vm_5(case: Case<'_>, licence: &Licence) -> Option<Finding> {
    let least = case.catalogue.family(&licence.family)?.min_version?;
    let version = licence.version.filter(|version| *version < least)?;
    let message = format!("does not exist in version {version}: {} begins with version {least}", licence.family);
    let finding = Finding::error("VM-5", licence, message, format!("name version {least} or higher"));
    Some(finding.figures(i64::from(version.get()), i64::from(least.get())))
}

/// VM-5: a device below the family's first version cannot use it.
///
/// Source: "Voicemail-Lizenz", Besonderheiten.
pub fn vm_5_device(case: Case<'_>, licence: &Licence, serial: &Serial) -> Option<Finding> {
    let least = case.catalogue.family(&licence.family)?.min_version?;
    let software = case.book.device(serial)?.1.runs().filter(|software| *software < least)?;
    let message = format!("cannot be used on {serial}, which runs software {software}: it needs {least} or higher");
    let newer = Step::RecordSoftware { serial: serial.clone(), version: Some(least), on: Some(case.day()) };
    let next = say!("vm-5-next", newer = newer);
    let finding = Finding::error("VM-5", licence, message, next);
    Some(finding.figures(i64::from(software.get()), i64::from(least.get())))
}

/// VM-5: a device that uses it cannot go below that version.
///
/// Source: "Voicemail-Lizenz", Besonderheiten.
pub fn vm_5_software(case: Case<'_>, changed: &DeviceSoftwareChanged) -> Option<Finding> {
    let place = Place::Device(changed.serial.clone());
    let bound = case.project()?.lots.values().filter(|lot| lot.units_at(&place) > 0);
    let mut too_new = bound.filter_map(|lot| {
        let least = case.catalogue.family(&lot.licence.family)?.min_version?;
        (changed.software.major() < least).then_some((&lot.licence, least))
    });
    let (licence, least) = too_new.next()?;
    let message =
        format!("cannot go to software {}: {licence} is bound to it and needs {least} or higher", changed.software);
    let finding = Finding::error("VM-5", &changed.serial, message, "release those licences first");
    Some(finding.figures(i64::from(changed.software.major().get()), i64::from(least.get())))
}
