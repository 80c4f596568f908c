//! Reading a rulebook's file: every field checked at its path, then laid over the rulebook that it extends.
//!
//! Absent by design: files and folders. The bytes come from a ledger or from whoever adopts a rulebook.

use super::document::{At, read, shown};
use super::rulebook::{Dated, Rulebook, RulebookFault, SHIPPED_NAME, Setting, SscKey};
use super::{Catalogue, Policy, PolicyKind};
use crate::vocabulary::{Day, Family, Hash, Variant, Version};

/// Largest file that is read.
const MAX_BYTES: usize = 1024 * 1024;
const MAX_NAME: usize = 60;
const MAX_TITLE: usize = 200;
const MAX_SOURCE: usize = 500;
const MAX_NOTE: usize = 1000;
/// Most credits that one licence can cost a year.
const MAX_SSC_VALUE: u32 = 1_000_000;
const UNKNOWN: &str = "unknown";

pub(super) fn parse(bytes: &[u8]) -> Result<Rulebook, RulebookFault> {
    if bytes.len() > MAX_BYTES {
        let message = format!("has {} bytes", bytes.len());
        return Err(RulebookFault::new("$", message, format!("keep a rulebook within {MAX_BYTES} bytes")));
    }
    let document = read(bytes)?;
    let root = At::root(&document);
    root.object(&["name", "title", "source", "extends", "policies", "ssc_values", "version_dates"])?;
    let own = Rulebook {
        name: name(&root, bytes)?,
        title: root.needed("title")?.text(MAX_TITLE)?,
        source: root.needed("source")?.text(MAX_SOURCE)?,
        extends: root.field("extends").map(|field| extends(&field)).transpose()?,
        hash: Hash::blake3(bytes),
        policies: entries(&root, "policies", policy)?,
        ssc_values: entries(&root, "ssc_values", ssc_value)?,
        version_dates: entries(&root, "version_dates", version_date)?,
    };
    Ok(if own.extends.is_some() { laid_over(own, Rulebook::shipped()) } else { own })
}

/// The rulebook's name; that of a shipped one belongs to its very bytes.
fn name(root: &At<'_>, bytes: &[u8]) -> Result<String, RulebookFault> {
    let field = root.needed("name")?;
    let name = field.text(MAX_NAME)?;
    if name.eq_ignore_ascii_case(SHIPPED_NAME) && bytes != Rulebook::shipped_bytes() {
        return Err(field.fault(
            format!("is {name:?}, the name of a rulebook that the program ships"),
            format!("give this one a name of its own and write \"extends\": \"{SHIPPED_NAME}\""),
        ));
    }
    Ok(name)
}

fn extends(field: &At<'_>) -> Result<String, RulebookFault> {
    let base = field.text(MAX_NAME)?;
    if base == SHIPPED_NAME {
        return Ok(base);
    }
    let next = format!("extend {SHIPPED_NAME}, or leave the field out");
    Err(field.fault(format!("is {base:?}, which is no rulebook that the program ships"), next))
}

/// Reads a list of entries, no two of them with one key and day, and puts them in the order of key and day.
fn entries<K: Ord + Clone, V>(
    root: &At<'_>,
    list: &str,
    entry: impl Fn(&At<'_>) -> Result<Dated<K, V>, RulebookFault>,
) -> Result<Vec<Dated<K, V>>, RulebookFault> {
    let mut entries: Vec<Dated<K, V>> = Vec::new();
    for item in root.list(list)? {
        let new = entry(&item)?;
        if let Some(place) = entries.iter().position(|e| e.key == new.key && e.from == new.from) {
            let message = format!("says again what {list}[{place}] says from the same day on");
            return Err(item.fault(message, "keep one of the two, or date the later one with \"from\""));
        }
        entries.push(new);
    }
    entries.sort_by_cached_key(|entry| (entry.key.clone(), entry.from));
    Ok(entries)
}

fn policy(item: &At<'_>) -> Result<Dated<Policy, Setting>, RulebookFault> {
    item.object(&["name", "from", "value", "unit", "source", "note"])?;
    let name = item.needed("name")?;
    let word = name.text(MAX_NAME)?;
    let Some(policy) = Policy::named(&word) else {
        let known: Vec<&str> = Policy::ALL.iter().map(|policy| policy.word()).collect();
        return Err(
            name.fault(format!("is {word:?}, which is no policy"), format!("write one of {}", known.join(", ")))
        );
    };
    check_unit(item, policy)?;
    let setting = |field: &At<'_>| match policy.kind() {
        PolicyKind::Flag => field.flag().map(Setting::Flag),
        PolicyKind::Number { least, most, .. } => field.number(least, most).map(Setting::Number),
    };
    dated(item, policy, "value", setting)
}

/// A unit is there for the reader of the file; one that differs would be misread.
fn check_unit(item: &At<'_>, policy: Policy) -> Result<(), RulebookFault> {
    let Some(field) = item.field("unit") else { return Ok(()) };
    let unit = field.text(MAX_NAME)?;
    if unit == policy.unit() {
        return Ok(());
    }
    let message = format!("is {unit:?}, but {} is given in {}", policy.word(), policy.unit());
    Err(field.fault(message, format!("convert the value and write {:?}", policy.unit())))
}

fn ssc_value(item: &At<'_>) -> Result<Dated<SscKey, u32>, RulebookFault> {
    item.object(&["family", "version", "variant", "from", "credits", "source", "note"])?;
    let field = item.needed("family")?;
    let name = field.text(120)?;
    let Some(family) = Catalogue::shipped().family(&Family::named(&name)) else {
        let next = "write a family of the catalogue without version or tier, such as PBX-Port";
        return Err(field.fault(format!("is {name:?}, which the catalogue does not know"), next));
    };
    if family.hardware {
        return Err(field.fault(format!("is {name:?}, a hardware licence, which has no SSA (HW-3)"), "leave it out"));
    }
    let variant = item.field("variant").map(|field| variant(&field)).transpose()?;
    if variant.is_some() && !family.has_variants {
        return Err(item.fault(format!("names a variant, but {} has none", family.name), "leave the variant out"));
    }
    let version = item.field("version").map(|field| field.version()).transpose()?;
    let key = SscKey { family: family.name.clone(), version, variant };
    dated(item, key, "credits", |field| field.number(0, MAX_SSC_VALUE))
}

fn variant(field: &At<'_>) -> Result<Variant, RulebookFault> {
    match field.word() {
        Some("base") => Ok(Variant::Base),
        Some("user") => Ok(Variant::User),
        _ => Err(field.fault("is no variant", "write \"base\" or \"user\", or leave it out")),
    }
}

fn version_date(item: &At<'_>) -> Result<Dated<Version, Day>, RulebookFault> {
    item.object(&["version", "date", "source", "note"])?;
    let version = item.needed("version")?.version()?;
    dated(item, version, "date", |field| field.day())
}

/// Reads what all entries have: from when, the value or "unknown", the source and a note.
fn dated<K, V>(
    item: &At<'_>,
    key: K,
    value: &str,
    read: impl Fn(&At<'_>) -> Result<V, RulebookFault>,
) -> Result<Dated<K, V>, RulebookFault> {
    let from = item.field("from").map(|field| field.day()).transpose()?;
    let field = item.needed(value)?;
    let value = match field.word() {
        Some(UNKNOWN) => None,
        Some(word) if word.eq_ignore_ascii_case(UNKNOWN) => {
            return Err(field.fault(format!("is {:?}", shown(word)), "write \"unknown\" in lower case"));
        }
        _ => Some(read(&field)?),
    };
    let source = item.needed("source")?.text(MAX_SOURCE)?;
    let note = item.field("note").map(|field| field.text(MAX_NOTE)).transpose()?;
    Ok(Dated { key, from, value, source, note, from_base: false })
}

fn laid_over(own: Rulebook, base: &Rulebook) -> Rulebook {
    Rulebook {
        policies: merged(own.policies, &base.policies),
        ssc_values: merged(own.ssc_values, &base.ssc_values),
        version_dates: merged(own.version_dates, &base.version_dates),
        ..own
    }
}

/// Own entries, and those of the base that begin before any own entry of their key.
fn merged<K: Ord + Clone, V: Clone>(own: Vec<Dated<K, V>>, base: &[Dated<K, V>]) -> Vec<Dated<K, V>> {
    let visible = |entry: &&Dated<K, V>| !own.iter().any(|mine| mine.key == entry.key && mine.from <= entry.from);
    let kept: Vec<Dated<K, V>> =
        base.iter().filter(visible).cloned().map(|entry| Dated { from_base: true, ..entry }).collect();
    let mut all = own;
    all.extend(kept);
    all.sort_by_cached_key(|entry| (entry.key.clone(), entry.from));
    all
}
