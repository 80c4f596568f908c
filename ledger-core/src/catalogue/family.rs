//! A licence family as the catalogue describes it: what it counts, its price tiers, where it may be bound.
//!
//! Absent by design: the grammar of names (the vocabulary's) and what the rules make of these facts.

use crate::vocabulary::{Family, Units, Version};
use serde::Deserialize;

/// How licences of a family are counted and drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// One for each interface or channel of a device, bound for good (HW-1).
    Fixed,
    /// Drawn while something is registered or running, freed afterwards (PORT-5, OP-1, SP-1).
    Floating,
    /// Drawn as soon as the function is configured at a user, used or not (USER-1).
    User,
    /// One for each use at the same time (RTC-1).
    Concurrent,
    /// As many as there are port licences (STBY-2, VM-1).
    PortCount,
    /// One for each waiting queue (QM-1).
    Queue,
    /// One base for each recording PBX, one user for each further recorded user (REC-1, REC-2).
    Recorder,
    /// A form of versions 6 and 7, counted as its name says.
    Legacy,
}

impl Metric {
    /// The word for this metric in files and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Floating => "floating",
            Self::User => "user",
            Self::Concurrent => "concurrent",
            Self::PortCount => "port_count",
            Self::Queue => "queue",
            Self::Recorder => "recorder",
            Self::Legacy => "legacy",
        }
    }
}

/// Devices that a family can be bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BindsTo {
    /// Any device.
    #[default]
    Any,
    /// Only virtual appliances (IPVA-4).
    Ipva,
}

/// The two ways of licensing voicemail, which cannot be combined (VM-3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VoicemailModel {
    /// As many as port licences (VM-1).
    Old,
    /// One for each user, from version 10 (VM-2).
    New,
}

/// One licence family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyEntry {
    /// Canonical technical name.
    pub name: Family,
    /// Title in English.
    pub title: String,
    /// How it is counted.
    pub metric: Metric,
    /// What one unit stands for, in words: "per port".
    pub unit: String,
    /// Floors of the price tiers, ascending: 500 is the tier from the 501st unit. Empty without tiers.
    pub tiers: Vec<u32>,
    /// Whether this is a hardware licence: no version, bound for good (HW-2, HW-3).
    pub hardware: bool,
    /// Whether it can never be released, whatever its version (HW-2, IPVA-4).
    pub never_released: bool,
    /// Devices that it can be bound to.
    pub binds_to: BindsTo,
    /// Lowest version that exists (VM-5); absent where none is known.
    pub min_version: Option<Version>,
    /// Version with which the family came, a new feature for anything older (SSA-5); absent where not public.
    pub since: Option<Version>,
    /// Whether a licence of it is complete only with its variant (NAME-5).
    pub has_variants: bool,
    /// Voicemail model that it belongs to; absent for all but voicemail.
    pub voicemail: Option<VoicemailModel>,
    /// Families that it stands for at one user (UC-1).
    pub parts: Vec<Family>,
    /// What its units are used for, where that is more than the title says (HW-5): `isdn`, `conference`.
    pub serves: Vec<String>,
    /// Other names of the same family (NAME-4).
    pub aliases: Vec<Family>,
    /// Largest number of units of the capped small-business form (`PBX-Port8*20`); absent where there is no such form.
    pub small_business_cap: Option<u32>,
    /// Whether this is a form of versions 6 and 7.
    pub legacy: bool,
    /// Where this is said.
    pub source: String,
}

impl FamilyEntry {
    /// Splits a quantity over base and tiers by their floors (PORT-1, VM-1): 600 ports are 500 and 100 `%500`.
    ///
    /// Ascending, parts without units left out; the sum of the parts is the quantity. `None` stands for base units.
    pub fn split(&self, units: Units) -> Vec<(Option<u32>, Units)> {
        let floors = std::iter::once(0).chain(self.tiers.iter().copied());
        let ends = self.tiers.iter().copied().chain(std::iter::once(u32::MAX));
        floors
            .zip(ends)
            .filter_map(|(floor, end)| {
                let inside = units.get().min(end).checked_sub(floor).and_then(Units::new)?;
                Some(((floor > 0).then_some(floor), inside))
            })
            .collect()
    }

    /// Whether the family is priced with a tier of this floor.
    pub fn has_tier(&self, floor: u32) -> bool {
        self.tiers.contains(&floor)
    }
}

/// A family in the catalogue's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FamilyFile {
    name: String,
    title: String,
    metric: Metric,
    unit: String,
    #[serde(default)]
    tiers: Vec<u32>,
    #[serde(default)]
    hardware: bool,
    #[serde(default)]
    never_released: bool,
    #[serde(default)]
    binds_to: BindsTo,
    min_version: Option<u16>,
    since: Option<u16>,
    #[serde(default)]
    variants: Vec<String>,
    voicemail_model: Option<VoicemailModel>,
    #[serde(default)]
    parts: Vec<String>,
    #[serde(default)]
    serves: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    small_business_cap: Option<u32>,
    #[serde(default)]
    legacy: bool,
    source: String,
}

impl FamilyFile {
    pub(super) fn entry(self) -> FamilyEntry {
        let named = |names: Vec<String>| names.iter().map(|name| Family::named(name)).collect();
        assert!(self.tiers.is_sorted(), "the tiers of {} ascend in the shipped catalogue", self.name);
        FamilyEntry {
            name: Family::named(&self.name),
            title: self.title,
            metric: self.metric,
            unit: self.unit,
            tiers: self.tiers,
            hardware: self.hardware,
            never_released: self.never_released,
            binds_to: self.binds_to,
            min_version: self.min_version.and_then(Version::new),
            since: self.since.and_then(Version::new),
            has_variants: !self.variants.is_empty(),
            voicemail: self.voicemail_model,
            parts: named(self.parts),
            serves: self.serves,
            aliases: named(self.aliases),
            small_business_cap: self.small_business_cap,
            legacy: self.legacy,
            source: self.source,
        }
    }
}
