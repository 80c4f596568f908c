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
        let message = say!("uc-2-cannot-become-uc-licence", to = to);
        Finding::error("UC-2", from, message, say!("uc-2-convert-uc-licences-uc"))
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
        let message = say!("vm-4-cannot-become-two-voicemail", to = to);
        Finding::error("VM-4", from, message, say!("vm-4-redeem-pbx-voicemailuser-licences"))
    })
}

/// VM-5: a family does not exist below its first version (`PBX-VoicemailUser`: 10).
///
/// Source: "Voicemail-Lizenz", Besonderheiten.
pub fn vm_5(case: Case<'_>, licence: &Licence) -> Option<Finding> {
    let least = case.catalogue.family(&licence.family)?.min_version?;
    let version = licence.version.filter(|version| *version < least)?;
    let message = say!("vm-5-does-exist-version-begins", version = version, family = licence.family, least = least);
    let finding = Finding::error("VM-5", licence, message, say!("vm-5-name-version-higher", least = least));
    Some(finding.figures(i64::from(version.get()), i64::from(least.get())))
}

/// VM-5: a device below the family's first version cannot use it.
///
/// Source: "Voicemail-Lizenz", Besonderheiten.
pub fn vm_5_device(case: Case<'_>, licence: &Licence, serial: &Serial) -> Option<Finding> {
    let least = case.catalogue.family(&licence.family)?.min_version?;
    let software = case.book.device(serial)?.1.runs().filter(|software| *software < least)?;
    let message = say!("vm-5-cannot-used-runs-software", serial = serial, software = software, least = least);
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
    let message = say!("vm-5-cannot-go-software-bound", software = changed.software, licence = licence, least = least);
    let finding = Finding::error("VM-5", &changed.serial, message, say!("vm-5-release-those-licences-first"));
    Some(finding.figures(i64::from(changed.software.major().get()), i64::from(least.get())))
}
