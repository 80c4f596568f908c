//! `licence show`: what the catalogue knows of a licence, and how units of it split over price tiers.
//!
//! Absent by design: the ledger, and what someone owns.

use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Exit, Fault};
use crate::print;
use crate::render::{escape, json};
use ledger_core::catalogue::{BindsTo, Catalogue, FamilyEntry, Policy, Rulebook};
use ledger_core::say;
use ledger_core::vocabulary::{Licence, Step, Units};
use serde::Serialize;
use std::collections::BTreeMap;

/// Shows a licence.
///
/// # Errors
/// Says that the name is none, or that its family is not catalogued.
pub(crate) fn licence(context: &Context, text: &str, units: Option<&String>) -> Result<Done, Fault> {
    let licence = edge::licence(text)?;
    let units = edge::optional("N", units, Units::parse)?;
    let Some(family) = Catalogue::shipped().family(&licence.family) else {
        let message = "the name is well-formed, but its family is not in the catalogue";
        let next = match Catalogue::shipped().meant(&licence) {
            Some(near) => say!("unknown-family-near-next", show = Step::ShowLicence(Some(near.clone())), near = near),
            None => say!("unknown-family-next"),
        };
        return Err(Fault::new(Exit::NotFound, "NAME-3", &licence, message, next));
    };
    if context.is_json() {
        print::out(&json::line(&Document::of(&licence, family, units)));
        return Ok(Done::Plain);
    }
    let mut out = format!("{}\n{}\n\n", context.style.bold(&licence.to_string()), escape::terminal(&family.title));
    for (name, value) in lines(context, &licence, family, units) {
        out += &format!("{name:<14}{}\n", wrap(&value, 96, &" ".repeat(14)));
    }
    print::out(&out);
    Ok(Done::Plain)
}

/// Breaks a text into lines of at most so many characters; further lines are indented.
pub(super) fn wrap(text: &str, width: usize, indent: &str) -> String {
    let text = escape::terminal(text);
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { continue };
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.join(&format!("\n{indent}"))
}

fn tier(floor: Option<u32>) -> String {
    floor.map_or_else(|| "base".to_owned(), |floor| format!("%{floor}"))
}

fn lines(
    context: &Context,
    licence: &Licence,
    family: &FamilyEntry,
    units: Option<Units>,
) -> Vec<(&'static str, String)> {
    let mut lines = vec![("family", family.name.to_string())];
    let mut line = |name, value: Option<String>| lines.extend(value.map(|value| (name, value)));
    line("counted", Some(format!("{} ({})", family.metric.word().replace('_', " "), family.unit)));
    line("version", Some(licence.version.map_or_else(|| "none".to_owned(), |version| version.to_string())));
    line("variant", licence.variant.map(|variant| variant.to_string()));
    let missing = family.has_variants && licence.variant.is_none();
    line("variants", missing.then(|| format!("base and user are told apart: {licence}:base, {licence}:user")));
    line("cap", licence.cap.map(|cap| format!("{cap} (small business)")));
    let tiers: Vec<String> =
        family.tiers.iter().map(|floor| format!("%{floor} from {}", floor.saturating_add(1))).collect();
    line("tiers", Some(if tiers.is_empty() { "none".to_owned() } else { tiers.join(", ") }));
    line("split", units.map(|units| split(family, units)));
    line("hardware", family.hardware.then(|| "yes: no version, bound for good".to_owned()));
    line("released", Some(released(context, family)));
    line("binds to", (family.binds_to == BindsTo::Ipva).then(|| "virtual appliances only".to_owned()));
    line("since", family.since.map(|version| format!("version {version}")));
    line("lowest", family.min_version.map(|version| format!("version {version}")));
    let parts: Vec<String> = family.parts.iter().map(ToString::to_string).collect();
    line("stands for", (!parts.is_empty()).then(|| parts.join(", ")));
    line("serves", (!family.serves.is_empty()).then(|| family.serves.join(", ")));
    let aliases: Vec<String> = family.aliases.iter().map(ToString::to_string).collect();
    line("also called", (!aliases.is_empty()).then(|| aliases.join(", ")));
    line("legacy", family.legacy.then(|| "a form of versions 6 and 7".to_owned()));
    line("source", Some(family.source.clone()));
    lines
}

/// Whether a binding can be undone (REL-1, REL-3), by the shipped rulebook.
fn released(context: &Context, family: &FamilyEntry) -> String {
    let least = Rulebook::shipped().integer(Policy::ReleaseMinVersion, context.as_of.unwrap_or(context.today));
    match (family.never_released, least) {
        (true, _) => "never".to_owned(),
        (false, Some(version)) => format!("yes, from version {version} on"),
        (false, None) => "yes; from which version on is not known".to_owned(),
    }
}

fn split(family: &FamilyEntry, units: Units) -> String {
    let parts: Vec<String> =
        family.split(units).into_iter().map(|(floor, units)| format!("{units} {}", tier(floor))).collect();
    format!("{units} = {}", parts.join(" + "))
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    licence: String,
    family: &'a str,
    title: &'a str,
    metric: &'a str,
    unit: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    variant: Option<String>,
    tiers: &'a [u32],
    #[serde(skip_serializing_if = "Option::is_none")]
    split: Option<BTreeMap<String, u32>>,
    hardware: bool,
    never_released: bool,
    binds_to: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_version: Option<u16>,
    parts: Vec<&'a str>,
    serves: &'a [String],
    aliases: Vec<&'a str>,
    legacy: bool,
    source: &'a str,
}

impl<'a> Document<'a> {
    fn of(licence: &Licence, family: &'a FamilyEntry, units: Option<Units>) -> Self {
        let split = |units| {
            let parts = family.split(units).into_iter();
            parts.map(|(floor, units)| (floor.unwrap_or_default().to_string(), units.get())).collect()
        };
        Self {
            schema: "licledger.licence/1",
            licence: licence.to_string(),
            family: family.name.as_str(),
            title: &family.title,
            metric: family.metric.word(),
            unit: &family.unit,
            version: licence.version.map(|version| version.get()),
            variant: licence.variant.map(|variant| variant.to_string()),
            tiers: &family.tiers,
            split: units.map(split),
            hardware: family.hardware,
            never_released: family.never_released,
            binds_to: if family.binds_to == BindsTo::Ipva { "ipva" } else { "any" },
            since: family.since.map(|version| version.get()),
            min_version: family.min_version.map(|version| version.get()),
            parts: family.parts.iter().map(|family| family.as_str()).collect(),
            serves: &family.serves,
            aliases: family.aliases.iter().map(|family| family.as_str()).collect(),
            legacy: family.legacy,
            source: &family.source,
        }
    }
}
