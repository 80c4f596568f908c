//! NAME and the tiers of PORT-1, STBY-1 and VM-1: names that the catalogue knows.
//!
//! The grammar itself (NAME-1, NAME-2, VER-1) is kept by the vocabulary: a name that breaks it never becomes a value.

use super::amended::brings;
use super::{Case, Finding};
use crate::event::Part;
use crate::event::seal::Origin;
use crate::say;
use crate::vocabulary::{Arg, Licence, Step};

/// Reported facts may carry names that nobody knows; a command may not, nor an amendment that brings them.
fn by_origin(case: Case<'_>, licence: &Licence, finding: Finding) -> Finding {
    let is_asked = case.entry.origin == Origin::Decision || brings(case, licence);
    if is_asked { finding } else { finding.as_warning() }
}

/// NAME-3: a family that the catalogue does not know is a finding in facts, and refused in a command.
///
/// Source: the ledger's own; the guide lists the technical name of every licence in its overview tables.
pub fn name_3(case: Case<'_>, licence: &Licence) -> Option<Finding> {
    if case.catalogue.family(&licence.family).is_some() {
        return None;
    }
    let message = say!("name-3-family-catalogue", family = licence.family);
    let next = match case.catalogue.meant(licence) {
        Some(near) => say!("name-3-near-next", show = Step::ShowLicence(Some(near.clone())), near = near),
        None => say!("name-3-next"),
    };
    Some(by_origin(case, licence, Finding::error("NAME-3", licence, message, next)))
}

/// NAME-3 and NAME-5 for units that no lot of the project accounts for: lots that are there were judged when they came.
///
/// Source: as [`name_3`] and [`name_5`].
pub fn of_unknown_lot(case: Case<'_>, part: &Part) -> Option<Finding> {
    let known = case.project().is_some_and(|project| project.lots.contains_key(&part.lot));
    if known { None } else { name_3(case, &part.licence).or_else(|| name_5(case, &part.licence)) }
}

/// NAME-5: base and user licence of Voice Recording share one name; the variant tells them apart.
///
/// Source: "Voice Recording-Grund- und Userlizenz", overview table.
pub fn name_5(case: Case<'_>, licence: &Licence) -> Option<Finding> {
    let entry = case.catalogue.family(&licence.family)?;
    let finding = match (entry.has_variants, licence.variant) {
        (true, None) => {
            let message = say!("name-5-base-licence-user-licence");
            Finding::error("NAME-5", licence, message, say!("name-5-write-base-user", licence = licence))
        }
        (false, Some(variant)) => {
            let message = say!("name-5-variants-given", family = licence.family, variant = variant);
            Finding::error("NAME-5", licence, message, say!("name-5-leave-variant-out"))
        }
        (true, Some(_)) | (false, None) => return None,
    };
    Some(by_origin(case, licence, finding))
}

/// PORT-1, STBY-1, VM-1: a price tier is one of the family's own.
///
/// Source: "Port-Lizenz", "Standby-Lizenz" and "Voicemail-Lizenz", overview tables.
pub fn tier(case: Case<'_>, licence: &Licence) -> Option<Finding> {
    let floor = licence.tier?;
    let entry = case.catalogue.family(&licence.family)?;
    if entry.tiers.contains(&floor) {
        return None;
    }
    let rule = match entry.name.as_str() {
        "PBX-Standby" => "STBY-1",
        "PBX-Voicemail" => "VM-1",
        _ => "PORT-1",
    };
    let tiers: Arg = entry.tiers.iter().map(|tier| say!("tier", tier = tier)).collect();
    let next = if entry.tiers.is_empty() {
        say!("prj-4-sold-without-tiers-leave", entry = entry.name, floor = floor)
    } else {
        say!("prj-4-tiers", tiers = tiers)
    };
    Some(Finding::error(rule, licence, say!("prj-4-tier", entry = entry.name, floor = floor), next))
}

/// PRJ-4: no licence becomes one of another family, whatever its version.
///
/// Source: the ledger's own (conservation); the guide knows conversion between versions only.
pub fn same_family(from: &Licence, to: &Licence) -> Option<Finding> {
    if from.family == to.family && from.tier == to.tier && from.cap == to.cap && from.variant == to.variant {
        return None;
    }
    let message = say!("prj-4-become-only-version-licence", to = to);
    Some(Finding::error("PRJ-4", from, message, say!("prj-4-name-version")))
}
