//! NAME and the tiers of PORT-1, STBY-1 and VM-1: names that the catalogue knows.
//!
//! The grammar itself (NAME-1, NAME-2, VER-1) is kept by the vocabulary: a name that breaks it never becomes a value.

use super::amended::brings;
use super::{Case, Finding};
use crate::event::Part;
use crate::event::seal::Origin;
use crate::say;
use crate::vocabulary::{Licence, Step};

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
    let message = format!("the family {} is not in the catalogue", licence.family);
    let next = match case.catalogue.nearest(&licence.family) {
        Some(near) => {
            let near = Licence { family: near.name.clone(), ..licence.clone() };
            say!("name-3-near-next", show = Step::ShowLicence(Some(near.clone())), near = near)
        }
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
            let message = "is a base licence or a user licence, and the name does not say which";
            Finding::error("NAME-5", licence, message, format!("write {licence}:base or {licence}:user"))
        }
        (false, Some(variant)) => {
            let message = format!("{} has no variants, {variant} was given", licence.family);
            Finding::error("NAME-5", licence, message, "leave the variant out")
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
    let tiers: Vec<String> = entry.tiers.iter().map(|t| format!("%{t}")).collect();
    let next = if tiers.is_empty() {
        format!("{} is sold without tiers: leave %{floor} out", entry.name)
    } else {
        format!("its tiers are {}", tiers.join(", "))
    };
    Some(Finding::error(rule, licence, format!("{} has no tier %{floor}", entry.name), next))
}

/// PRJ-4: no licence becomes one of another family, whatever its version.
///
/// Source: the ledger's own (conservation); the guide knows conversion between versions alone.
pub fn same_family(from: &Licence, to: &Licence) -> Option<Finding> {
    if from.family == to.family && from.tier == to.tier && from.cap == to.cap && from.variant == to.variant {
        return None;
    }
    let message = format!("would become {to}; only the version of a licence can change");
    Some(Finding::error("PRJ-4", from, message, "name a version with `--to-version`"))
}
