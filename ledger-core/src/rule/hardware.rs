//! HW and IPVA-4: licences that belong to their hardware, or to the MAC of a virtual machine, for good.

use super::{Case, Finding};
use crate::catalogue::{BindsTo, Catalogue, ModelClass};
use crate::event::DeviceReplaced;
use crate::vocabulary::{Family, Licence, Serial};

fn is_hardware(catalogue: &Catalogue, licence: &Licence) -> bool {
    catalogue.family(&licence.family).is_some_and(|entry| entry.hardware)
}

fn is_ipva(licence: &Licence) -> bool {
    licence.family == Family::named("PBX-IPVA")
}

/// HW-2: a hardware licence is bound for good (also REL-3).
///
/// Source: "Hardware-Lizenzen", Besonderheiten.
pub fn hw_2(case: Case<'_>, licence: &Licence) -> Option<Finding> {
    is_hardware(case.catalogue, licence).then(|| {
        let message = "is a hardware licence, bound for good (HW-2, REL-3)";
        let next = "only an RMA moves it: `licledger device replace OLD NEW --rma ID`";
        Finding::error("HW-2", licence, message, next)
    })
}

/// HW-3: a hardware licence has no version, so nothing that rests on versions applies to it.
///
/// Source: "Hardware-Lizenzen", Besonderheiten; the same holds for any licence without a version (VER-1).
pub fn hw_3(case: Case<'_>, licence: &Licence, act: &str) -> Option<Finding> {
    unversioned(case.catalogue, licence, act)
}

/// HW-3 and VER-1 for an act that is only thought of.
///
/// Source: as [`hw_3`].
pub fn unversioned(catalogue: &Catalogue, licence: &Licence, act: &str) -> Option<Finding> {
    if is_hardware(catalogue, licence) {
        let message = format!("is a hardware licence without a version and cannot be {act}");
        return Some(Finding::error("HW-3", licence, message, "leave hardware licences out"));
    }
    licence.version.is_none().then(|| {
        let message = format!("has no version and cannot be {act}");
        Finding::error("VER-1", licence, message, "name a licence that has a version")
    })
}

/// IPVA-4: an IPVA licence is bound to the MAC of its virtual machine and never released (also REL-3).
///
/// Source: "IPVA-Lizenz", Besonderheiten.
pub fn ipva_4(licence: &Licence) -> Option<Finding> {
    is_ipva(licence).then(|| {
        let message = "is bound to the MAC of its virtual machine and never released (IPVA-4, REL-3)";
        Finding::error("IPVA-4", licence, message, "keep the MAC when the virtual machine moves")
    })
}

/// IPVA-4: an IPVA licence is bound to a virtual machine, not to hardware.
///
/// Source: "IPVA-Lizenz", Besonderheiten.
pub fn ipva_4_bind(case: Case<'_>, licence: &Licence, serial: &Serial) -> Option<Finding> {
    let (_, device) = case.book.device(serial)?;
    needs_virtual(case, licence, serial, &device.model)
}

/// IPVA-4: nor does a replacement bring it onto hardware.
///
/// Source: as [`ipva_4_bind`].
pub fn ipva_4_replace(case: Case<'_>, replaced: &DeviceReplaced) -> Option<Finding> {
    let mut moved = replaced.parts.iter().map(|part| &part.licence);
    moved.find_map(|licence| needs_virtual(case, licence, &replaced.new, &replaced.model))
}

fn needs_virtual(case: Case<'_>, licence: &Licence, serial: &Serial, model: &str) -> Option<Finding> {
    let entry = case.catalogue.family(&licence.family)?;
    let is_virtual = case.catalogue.model(model).is_none_or(|model| model.class == ModelClass::Virtual);
    (entry.binds_to == BindsTo::Ipva && !is_virtual).then(|| {
        let message = format!("is bound to the MAC of a virtual machine, {serial} is an {model}");
        Finding::error("IPVA-4", licence, message, "name a device of the model ipva")
    })
}
