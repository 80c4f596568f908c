//! The rulebook: what a rule needs to be told, dated and with its source, and "unknown" where nobody knows.
//!
//! A ledger keeps the rulebooks that it adopted as bytes, and each event names the one that judged it by its hash.
//! Absent by design: defaults in code. What no entry answers is unknown, and the caller must say what follows.

use super::{Policy, rulebook_file};
use crate::vocabulary::{Day, Family, Hash, Licence, Variant, Version};
use std::collections::BTreeSet;
use std::fmt;
use std::sync::OnceLock;

/// Name of the rulebook that this program ships.
pub(super) const SHIPPED_NAME: &str = "v12r2";
const SHIPPED: &[u8] = include_bytes!("../../../schemas/rulebook/v12r2.json");

/// A rulebook, laid over the one that it extends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rulebook {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) extends: Option<String>,
    pub(super) hash: Hash,
    pub(super) policies: Vec<Dated<Policy, Setting>>,
    pub(super) ssc_values: Vec<Dated<SscKey, u32>>,
    pub(super) version_dates: Vec<Dated<Version, Day>>,
}

/// What an entry says about its key from a day on, until the next entry of that key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated<K, V> {
    pub(super) key: K,
    /// First day on which it holds; absent where it has always held.
    pub(super) from: Option<Day>,
    /// Absent where the entry says "unknown".
    pub(super) value: Option<V>,
    pub(super) source: String,
    pub(super) note: Option<String>,
    pub(super) from_base: bool,
}

/// A policy's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    Number(u32),
    Flag(bool),
}

/// The licences that an SSC value speaks about: a family, or one version or variant of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SscKey {
    pub(super) family: Family,
    pub(super) version: Option<Version>,
    pub(super) variant: Option<Variant>,
}

/// One line of a rulebook, for people: what `rulebook show` lists and `rulebook diff` compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulebookEntry {
    /// `policy.refund`, `ssc.PBX-Port`, `ssc.PBX-Port12`, `version.12`.
    pub key: String,
    /// First day on which it holds; absent where it has always held.
    pub from: Option<Day>,
    /// `8`, `yes`, `no`, a date, or `unknown`.
    pub value: String,
    /// What the value counts.
    pub unit: String,
    /// Where this is said.
    pub source: String,
    /// A remark.
    pub note: Option<String>,
    /// Whether it comes from the rulebook that this one extends.
    pub from_base: bool,
}

/// Why bytes are not a rulebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulebookFault {
    /// Path to the fault in the document: `$.policies[3].value`.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// What would be accepted.
    pub next: String,
}

impl RulebookFault {
    pub(super) fn new(path: &str, message: impl Into<String>, next: impl Into<String>) -> Self {
        Self { path: path.to_owned(), message: message.into(), next: next.into() }
    }
}

impl fmt::Display for RulebookFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read the rulebook: {} {}", self.path, self.message)
    }
}

impl std::error::Error for RulebookFault {}

impl Rulebook {
    /// The rulebook of the licence guide V12r2, which this program ships.
    pub fn shipped() -> &'static Rulebook {
        static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
        RULEBOOK.get_or_init(|| Self::parse(SHIPPED).expect("the shipped rulebook is tested"))
    }

    /// The bytes of the shipped rulebook.
    pub fn shipped_bytes() -> &'static [u8] {
        SHIPPED
    }

    /// Reads a rulebook and lays it over the shipped one that it names in `extends`.
    ///
    /// An entry answers for its key from its own day on; before that, and for every key that the file does not name,
    /// the base answers. The fault names the path in the document, what is wrong there and what would be right.
    pub fn parse(bytes: &[u8]) -> Result<Rulebook, RulebookFault> {
        rulebook_file::parse(bytes)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it as a whole rests on.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// BLAKE3 of the file's bytes, without those of the rulebook that it extends.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Name of the shipped rulebook that it extends, if any.
    pub fn extends(&self) -> Option<&str> {
        self.extends.as_deref()
    }

    /// Credits for one licence and year on that day (SSA-2); `None` is unknown, never free (SSA-11).
    ///
    /// An entry for the licence's variant and version outweighs one for the variant, that one for the version, and
    /// that one for the whole family.
    pub fn ssc_value(&self, licence: &Licence, on: Day) -> Option<u32> {
        let family = SscKey { family: licence.family.clone(), version: None, variant: None };
        let version = SscKey { version: licence.version, ..family.clone() };
        let variant = SscKey { variant: licence.variant, ..family.clone() };
        let both = SscKey { version: licence.version, ..variant.clone() };
        [both, variant, version, family].iter().find_map(|key| valid_on(&self.ssc_values, key, on))?.value
    }

    /// Day on which a version was released; `None` is unknown and never assumed (SSA-5).
    pub fn version_date(&self, version: Version) -> Option<Day> {
        valid_on(&self.version_dates, &version, Day::MAX)?.value
    }

    /// Every version with the day on which it was released, where that is known.
    pub fn dated_versions(&self) -> impl Iterator<Item = (Version, Day)> + '_ {
        self.version_dates.iter().filter_map(|entry| Some((entry.key, self.version_date(entry.key)?)))
    }

    /// How many times the credits of late years are charged on that day (SSA-4); `None` is unknown.
    pub fn late_factor(&self, on: Day) -> Option<u32> {
        self.integer(Policy::SsaLateFactor, on)
    }

    /// A policy's number on that day; `None` is unknown, and so is a policy that answers yes or no.
    pub fn integer(&self, policy: Policy, on: Day) -> Option<u32> {
        match valid_on(&self.policies, &policy, on)?.value? {
            Setting::Number(number) => Some(number),
            Setting::Flag(_) => None,
        }
    }

    /// The days on which another entry of a policy begins.
    pub fn turns(&self, policy: Policy) -> BTreeSet<Day> {
        self.policies.iter().filter(|entry| entry.key == policy).filter_map(|entry| entry.from).collect()
    }

    /// A policy's yes or no on that day; `None` is unknown, and so is a policy that is a number.
    pub fn flag(&self, policy: Policy, on: Day) -> Option<bool> {
        match valid_on(&self.policies, &policy, on)?.value? {
            Setting::Flag(flag) => Some(flag),
            Setting::Number(_) => None,
        }
    }

    /// Every entry that answers on some day, those of the base included: policies, SSC values, version dates, each by
    /// key and day.
    pub fn entries(&self) -> Vec<RulebookEntry> {
        let policies = self.policies.iter().map(|e| e.shown(format!("policy.{}", e.key.word()), e.key.unit()));
        let values = self.ssc_values.iter().map(|e| e.shown(format!("ssc.{}", e.key), "credits per licence and year"));
        let dates = self.version_dates.iter().map(|e| e.shown(format!("version.{}", e.key), "date"));
        policies.chain(values).chain(dates).collect()
    }
}

/// The entry of a key that holds on that day: of those that have begun, the one that began last.
fn valid_on<'a, K: PartialEq, V>(entries: &'a [Dated<K, V>], key: &K, on: Day) -> Option<&'a Dated<K, V>> {
    let begun = |entry: &&Dated<K, V>| entry.key == *key && entry.from.is_none_or(|from| from <= on);
    entries.iter().filter(begun).max_by_key(|entry| entry.from)
}

impl<K, V: fmt::Display> Dated<K, V> {
    fn shown(&self, key: String, unit: &str) -> RulebookEntry {
        RulebookEntry {
            key,
            from: self.from,
            value: self.value.as_ref().map_or_else(|| "unknown".to_owned(), V::to_string),
            unit: unit.to_owned(),
            source: self.source.clone(),
            note: self.note.clone(),
            from_base: self.from_base,
        }
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Flag(true) => f.write_str("yes"),
            Self::Flag(false) => f.write_str("no"),
        }
    }
}

impl fmt::Display for SscKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let licence = Licence { variant: self.variant, ..Licence::plain(self.family.clone(), self.version) };
        licence.fmt(f)
    }
}
