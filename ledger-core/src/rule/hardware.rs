//! HW, IPVA-4 and IPVA-5: licences that belong to their hardware, or to the MAC of a virtual machine, for good.

use super::{Case, Finding};
use crate::catalogue::{BindsTo, Catalogue, ModelClass};
use crate::event::DeviceReplaced;
use crate::say;
use crate::vocabulary::{Arg, Family, Licence, Say, Serial, Step};

pub(super) fn is_hardware(catalogue: &Catalogue, licence: &Licence) -> bool {
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
        let message = say!("hw-2-hardware-licence-bound-good");
        let next = say!("hw-2-next", replace = Step::ReplaceDevice(case.entry.fact.event.device().cloned()));
        Finding::error("HW-2", licence, message, next)
    })
}

/// HW-3: a hardware licence has no version, so nothing that rests on versions applies to it.
///
/// Source: "Hardware-Lizenzen", Besonderheiten; the same holds for any licence without a version (VER-1).
pub fn hw_3(case: Case<'_>, licence: &Licence, act: &Say) -> Option<Finding> {
    unversioned(case.catalogue, licence, act)
}

/// HW-3 and VER-1 for a quote.
///
/// Source: as [`hw_3`].
pub fn unversioned(catalogue: &Catalogue, licence: &Licence, act: &Say) -> Option<Finding> {
    if is_hardware(catalogue, licence) {
        let message = say!("hw-3-hardware-licence-without-version", act = act);
        return Some(Finding::error("HW-3", licence, message, say!("hw-3-leave-hardware-licences-out")));
    }
    licence.version.is_none().then(|| {
        let message = say!("ver-1-version-cannot", act = act);
        Finding::error("VER-1", licence, message, say!("ver-1-name-licence-version"))
    })
}

/// IPVA-4: an IPVA licence is bound to the MAC of its virtual machine and never released (also REL-3).
///
/// Source: "IPVA-Lizenz", Besonderheiten.
pub fn ipva_4(licence: &Licence) -> Option<Finding> {
    is_ipva(licence).then(|| {
        let message = say!("ipva-4-bound-mac-virtual-machine");
        Finding::error("IPVA-4", licence, message, say!("ipva-4-keep-mac-when-virtual"))
    })
}

/// IPVA-4: a virtual machine is not replaced by RMA, and no RMA takes an IPVA licence to another MAC address.
///
/// Source: "IPVA-Lizenz", Besonderheiten (bound to the MAC address of the virtual machine).
pub fn ipva_4_replace(case: Case<'_>, replaced: &DeviceReplaced) -> Option<Finding> {
    let device = case.project()?.devices.get(&replaced.old);
    let is_virtual = device.and_then(|device| class(case, &device.model)) == Some(ModelClass::Virtual);
    let carried = replaced.parts.iter().map(|part| &part.licence).find(|licence| is_ipva(licence));
    let message = match carried {
        Some(licence) => say!("ipva-4-bound-mac-address-cannot", licence = licence, new = replaced.new),
        None if is_virtual => say!("ipva-4-virtual-machine-rma-replaces"),
        None => return None,
    };
    let next = say!("ipva-4-set-up-virtual-machine");
    Some(Finding::error("IPVA-4", &replaced.old, message, next))
}

/// IPVA-5: an IPVA licence is bound to a virtual machine only; a model that the catalogue does not know is asked about.
///
/// Source: "IPVA-Lizenz", Besonderheiten.
pub fn ipva_5(case: Case<'_>, licence: &Licence, serial: &Serial) -> Option<Finding> {
    let (_, device) = case.book.device(serial)?;
    let is_of_ipva = case.catalogue.family(&licence.family).is_some_and(|entry| entry.binds_to == BindsTo::Ipva);
    if !is_of_ipva {
        return None;
    }
    let next = say!("ipva-5-name-device-model-ipva");
    match class(case, &device.model) {
        Some(ModelClass::Virtual) => None,
        Some(ModelClass::Hardware | ModelClass::Dect) => {
            let message = say!("ipva-5-bound-mac-address-virtual", serial = serial, model = device.model);
            Some(Finding::error("IPVA-5", licence, message, next))
        }
        None => {
            let message =
                say!("ipva-5-bound-good-nobody-knows", serial = serial, model = Arg::Quoted(device.model.to_string()));
            Some(Finding::error("IPVA-5", licence, message, next).as_warning())
        }
    }
}

/// HW-6: a hardware licence is bound to hardware, not to a virtual machine; a model that the catalogue does not know is
/// asked about.
///
/// Source: "Hardware-Lizenzen" (interfaces and channels of a gateway).
pub fn hw_6(case: Case<'_>, licence: &Licence, serial: &Serial) -> Option<Finding> {
    let (_, device) = case.book.device(serial)?;
    needs_hardware(case, licence, serial, &device.model)
}

/// HW-6: a replacement does not bring a hardware licence onto a virtual machine.
///
/// Source: as [`hw_6`].
pub fn hw_6_replace(case: Case<'_>, replaced: &DeviceReplaced) -> Option<Finding> {
    let mut moved = replaced.parts.iter().map(|part| &part.licence);
    moved.find_map(|licence| needs_hardware(case, licence, &replaced.new, &replaced.model))
}

fn needs_hardware(case: Case<'_>, licence: &Licence, serial: &Serial, model: &str) -> Option<Finding> {
    if !is_hardware(case.catalogue, licence) {
        return None;
    }
    let next = say!("hw-6-next", list = Step::ListDevices);
    match class(case, model) {
        Some(ModelClass::Hardware | ModelClass::Dect) => None,
        Some(ModelClass::Virtual) => {
            let message = say!("hw-6-hardware-licence-virtual-machine", serial = serial, model = model);
            Some(Finding::error("HW-6", licence, message, next))
        }
        None => {
            let message = say!("hw-6-bound-good-nobody-knows", serial = serial, model = Arg::Quoted(model.to_string()));
            Some(Finding::error("HW-6", licence, message, next).as_warning())
        }
    }
}

fn class(case: Case<'_>, model: &str) -> Option<ModelClass> {
    case.catalogue.model(model).map(|model| model.class)
}
