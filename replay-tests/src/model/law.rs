//! Rules of the guide as the model reads them: what no command may do, and what a fact may do only with a finding.
//!
//! Absent by design: rules that a state breaks (those are reports), and any word about what to do instead.

use super::covering::{ends, starts};
use super::device::Device;
use super::price::Rulebook;
use super::row::{Row, inner, list, number, optional_day, optional_number, optional_text, span, text};
use super::unit::FREE;
use super::{Mistake, Model};
use serde_json::Value;

/// A rule, and how an act broke it.
pub(super) type Broken = (&'static str, String);

type Verdict = Result<Option<Broken>, String>;

/// What the model knows when it judges an act.
pub(super) struct Law<'a> {
    /// Everything before the act.
    pub before: &'a Model,
    /// Everything that happened before it, also what was undone since.
    pub happened: &'a Model,
    /// Values and dates of the rulebook in force.
    pub rulebook: &'a Rulebook,
}

/// A licence name in its parts: family, and version where it has one.
pub(super) fn split(licence: &str) -> (&str, Option<i64>) {
    let name = licence.split(['%', '*', ':', '#']).next().unwrap_or(licence);
    let family = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (family, name.strip_prefix(family).and_then(|version| version.parse().ok()))
}

/// Whether a licence is bound for good wherever it is bound.
fn is_for_good(licence: &str) -> bool {
    licence.starts_with("Relay-") || licence.starts_with("PBX-IPVA") || split(licence).1 == Some(6)
}

fn is_virtual(model: &str) -> bool {
    model.starts_with("ipva")
}

fn broken(rule: &'static str, how: impl Into<String>) -> Verdict {
    Ok(Some((rule, how.into())))
}

impl Law<'_> {
    /// Whether anything is known of acts of a kind.
    pub(super) fn knows(kind: &str) -> bool {
        let acts = ["licences-bound", "licences-released", "licences-converted", "licences-upgraded", "ssa-applied"];
        let others = ["key-redeemed", "warranty-activated", "trial-issued", "device-replaced"];
        acts.contains(&kind) || others.contains(&kind)
    }

    /// The first rule that an act breaks.
    ///
    /// # Errors
    /// Says what a payload lacks.
    pub(super) fn broken_by(&self, row: &Row) -> Verdict {
        match row.kind.as_str() {
            "key-redeemed" => self.redeemed(row),
            "licences-bound" => self.bound(row),
            "licences-released" => self.released(row),
            "licences-converted" => self.converted(row),
            "licences-upgraded" => self.upgraded(row),
            "ssa-applied" => self.covered(row),
            "warranty-activated" => self.extended(row),
            "trial-issued" => self.tried(row),
            "device-replaced" => self.replaced(row),
            _ => Ok(None),
        }
    }

    /// The rule that forbids to undo an act, since what it did is for good.
    ///
    /// # Errors
    /// Says what a payload lacks.
    pub(super) fn forbids_reversal(&self, row: &Row) -> Verdict {
        let licences = || -> Result<Vec<&str>, String> {
            list(&row.payload, "parts")?.iter().map(|part| text(part, "licence")).collect()
        };
        match row.kind.as_str() {
            "licences-bound" => {
                let on_virtual = self.device(row, "serial")?.is_some_and(|device| is_virtual(&device.model));
                let stays = licences()?.iter().any(|licence| is_for_good(licence) || split(licence).1 == Some(7));
                if stays || on_virtual {
                    broken("HW-2, IPVA-4, REL-3, REL-5 or REL-6", "bound for good")
                } else {
                    Ok(None)
                }
            }
            "warranty-activated" => broken("WAR-3", "an extension is for good"),
            "trial-issued" => broken("PRJ-8", "a trial is once for each device"),
            _ => Ok(None),
        }
    }

    fn device(&self, row: &Row, field: &str) -> Result<Option<&Device>, String> {
        let serial = text(&row.payload, field)?;
        Ok(self.before.devices.iter().find(|device| device.project == row.stream && device.serial == serial))
    }

    /// Whether the lots of some parts hold less at a place than the parts say.
    fn is_short(&self, row: &Row, parts: &[&Value], place: &str) -> Result<bool, String> {
        for part in parts {
            let lot = text(part, "lot")?;
            let mut wanted = 0;
            for same in parts.iter().filter(|other| optional_text(other, "lot") == Some(lot)) {
                wanted += number(same, "units")?;
            }
            let mut all = (*part).clone();
            all["units"] = wanted.into();
            if self.before.reach(row, &all, place, row.kind == "licences-converted")? < wanted {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn redeemed(&self, row: &Row) -> Verdict {
        let key = text(&row.payload, "key")?;
        if self.happened.keys.iter().any(|used| used == key) { broken("PRJ-2", key) } else { Ok(None) }
    }

    fn bound(&self, row: &Row) -> Verdict {
        let parts: Vec<&Value> = list(&row.payload, "parts")?.iter().collect();
        let device = self.device(row, "serial")?;
        for part in &parts {
            let licence = text(part, "licence")?;
            let Some(model) = device.map(|device| device.model.as_str()) else { continue };
            if licence.starts_with("Relay-") && is_virtual(model) {
                return broken("HW-6", format!("{licence} on {model}"));
            }
            if licence.starts_with("PBX-IPVA") && model.starts_with("ip") && !is_virtual(model) && model != "ip9999" {
                return broken("IPVA-5", format!("{licence} on {model}"));
            }
        }
        if self.is_short(row, &parts, FREE)? { broken("PRJ-3", "more than is free") } else { Ok(None) }
    }

    fn released(&self, row: &Row) -> Verdict {
        let parts: Vec<&Value> = list(&row.payload, "parts")?.iter().collect();
        let device = self.device(row, "serial")?;
        for part in &parts {
            let licence = text(part, "licence")?;
            if is_for_good(licence) {
                return broken("REL-3", licence);
            }
            if device.is_some_and(|device| is_virtual(&device.model)) {
                return broken("REL-6", licence);
            }
            let consents = row.payload.get("consent_v8").and_then(Value::as_bool) == Some(true);
            if split(licence).1 == Some(7) && !consents {
                return broken("REL-5", licence);
            }
        }
        if device.is_some_and(|device| device.software.is_some_and(|software| software < 8)) {
            return broken("REL-1", "software below 8");
        }
        let serial = text(&row.payload, "serial")?;
        if self.is_short(row, &parts, serial)? { broken("REL-7", "more than is bound") } else { Ok(None) }
    }

    fn converted(&self, row: &Row) -> Verdict {
        let year = span(inner(&row.payload, "coverage")?)?;
        if year != (row.effective, row.effective.plus_years(1)) {
            return broken("SSA-6", format!("the year is [{}, {})", year.0, year.1));
        }
        let (mut parts, mut price) = (Vec::new(), Some(0));
        for changed in list(&row.payload, "parts")? {
            let (part, becomes) = (inner(changed, "part")?, text(changed, "becomes")?);
            let (family, Some(version)) = split(becomes) else { return broken("HW-3", becomes) };
            if family == "PBX-VoicemailUser" && version < 10 {
                return broken("VM-5", becomes);
            }
            if self.rulebook.date(version).is_some_and(|date| date > row.effective) {
                return broken("SSA-13", becomes);
            }
            let (units, value) = (number(part, "units")?, self.rulebook.value(family));
            price = price.zip(value).map(|(price, value)| price + units * value);
            parts.push(part);
        }
        if self.is_short(row, &parts, FREE)? {
            return broken("PRJ-3", "more than is free");
        }
        let times = if self.before.mistake == Some(Mistake::ConversionCostsTwice) { 2 } else { 1 };
        self.paid(row, price.map(|price| times * price))
    }

    /// Credits that an act took, beside those that the rulebook names (SSA-12), and what is left (SSA-2).
    fn paid(&self, row: &Row, price: Option<i64>) -> Verdict {
        let credits = optional_number(&row.payload, "credits").unwrap_or_default();
        let is_reasoned = credits != 0 && optional_text(&row.payload, "reason").is_some();
        if let Some(price) = price.filter(|price| *price != credits && !is_reasoned) {
            return broken("SSA-12", format!("{credits} credits instead of {price}"));
        }
        let held = self.before.projects.iter().find(|project| project.stream == row.stream);
        let held = held.map_or(0, |project| project.credits);
        if credits > held.max(0) { broken("SSA-2", format!("{credits} credits of {held}")) } else { Ok(None) }
    }

    fn upgraded(&self, row: &Row) -> Verdict {
        for changed in list(&row.payload, "parts")? {
            let (part, becomes) = (inner(changed, "part")?, text(changed, "becomes")?);
            let (family, version) = split(becomes);
            let licence = text(part, "licence")?;
            if split(licence).0 != family {
                return broken("SSA-5", format!("{licence} becomes {becomes}"));
            }
            let Some(date) = version.and_then(|version| self.rulebook.date(version)) else {
                return broken("SSA-5", format!("the date of {becomes} is unknown"));
            };
            let lot = text(part, "lot")?;
            let of_lot = self.before.units.all.iter().find(|unit| unit.project == row.stream && unit.lot == lot);
            if !of_lot.is_some_and(|unit| unit.dates.cover(date)) {
                return broken("SSA-5", format!("{becomes} of {date} for lot {lot}"));
            }
            if date > row.effective {
                return broken("SSA-5", format!("{becomes} of {date} before that day"));
            }
        }
        Ok(None)
    }

    fn covered(&self, row: &Row) -> Verdict {
        let (mut price, mistake) = (Some((0, 0)), self.before.mistake);
        for covered in list(&row.payload, "lots")? {
            let (part, granted) = (inner(covered, "part")?, span(inner(covered, "span")?)?);
            let (lot, licence, units) = (text(part, "lot")?, text(part, "licence")?, number(part, "units")?);
            let place = optional_text(covered, "serial").unwrap_or(FREE);
            let (family, Some(_)) = split(licence) else { return broken("HW-3 or VER-1", licence) };
            if self.is_short(row, &[part], place)? {
                return broken("PRJ-4", format!("more than there is of lot {lot}"));
            }
            let held = self.before.units.all.iter();
            let held = held.filter(|unit| unit.project == row.stream && unit.lot == lot && unit.worth == 1);
            let Some(unit) = held.max_by_key(|unit| unit.place.is_some()) else { continue };
            let Some(start) = starts(&unit.dates, mistake).filter(|_| unit.dates.first_bound.is_some()) else {
                return broken("SSA-3", format!("lot {lot} was never bound"));
            };
            if granted.0 != start || granted.1 <= row.effective {
                return broken("SSA-4", format!("lot {lot} [{}, {}) instead of from {start}", granted.0, granted.1));
            }
            let years = optional_number(&row.payload, "years").and_then(|years| u32::try_from(years).ok());
            if years.is_some_and(|years| ends(&unit.dates, start, years, mistake) != granted.1) {
                return broken("SSA-1", format!("lot {lot} until {}", granted.1));
            }
            let end = |n| ends(&unit.dates, start, n, mistake);
            let whole = (0_u32..100).take_while(|n| end(*n) <= granted.1).last().unwrap_or_default();
            let late = (1..=whole).filter(|n| end(*n) <= row.effective).count();
            let late = i64::try_from(late).map_err(|e| e.to_string())?;
            let started = i64::from(whole) + i64::from(end(whole) != granted.1);
            let value = self.rulebook.value(family).map(|value| value * units);
            let more = late * (self.rulebook.late_factor - 1);
            price = price.zip(value).map(|((least, most), value)| {
                (least + value * (i64::from(whole) + more), most + value * (started + more))
            });
        }
        let paid = optional_number(&row.payload, "credits").unwrap_or_default();
        let price = price.map(|(least, most)| paid.clamp(least, most));
        self.paid(row, price)
    }

    fn extended(&self, row: &Row) -> Verdict {
        let (extension, device) = (inner(&row.payload, "extension")?, self.device(row, "serial")?);
        let (years, key) = (number(extension, "years")?, text(extension, "key")?);
        if !(1..=4).contains(&years) {
            return broken("WAR-2", format!("{years} years"));
        }
        if self.happened.keys.iter().any(|used| used == key) {
            return broken("WAR-3", key);
        }
        let Some(device) = device else { return Ok(None) };
        if device.extension.is_some() {
            return broken("WAR-4", &device.serial);
        }
        if is_virtual(&device.model) {
            return broken("WAR-1", format!("{} is no hardware", device.model));
        }
        let Some(purchased) = device.purchased else { return broken("WAR-7", "no day of purchase") };
        if row.effective >= purchased.plus_years(1) {
            return broken("WAR-5 or WAR-6", format!("bought {purchased}, extended {}", row.effective));
        }
        let years = u32::try_from(years).map_err(|e| e.to_string())?;
        let until = optional_day(extension, "until")?;
        let expected = purchased.plus_years(1 + years);
        if until == Some(expected) { Ok(None) } else { broken("WAR-7", format!("until {until:?}, not {expected}")) }
    }

    fn tried(&self, row: &Row) -> Verdict {
        let (until, serial) = (optional_day(&row.payload, "until")?, text(&row.payload, "serial")?);
        let months = if self.before.mistake == Some(Mistake::TrialRunsForFourMonths) { 4 } else { 3 };
        if until != Some(row.effective.plus_months(months)) {
            return broken("PRJ-8", format!("until {until:?}"));
        }
        let software = self.device(row, "serial")?.and_then(|device| device.software);
        if software.or(split(text(&row.payload, "licence")?).1).is_some_and(|version| version < 11) {
            return Ok(None);
        }
        // Which of two devices had a trial that a fact gave one serial number is not known.
        let is_here = |device: &&Device| device.serial == serial && device.gone.is_none();
        if self.before.devices.iter().filter(is_here).count() > 1 {
            return Ok(None);
        }
        let here = self.happened.devices.iter().filter(is_here);
        let had: i64 = here.map(|device| device.trials).sum();
        if had > 0 { broken("PRJ-8", format!("{serial} had {had}")) } else { Ok(None) }
    }

    fn replaced(&self, row: &Row) -> Verdict {
        let (old, new, rma) = (self.device(row, "old")?, text(&row.payload, "new")?, text(&row.payload, "rma")?);
        if old.is_some_and(|old| is_virtual(&old.model)) {
            return broken("IPVA-4", "a virtual machine is not replaced");
        }
        if self.before.rmas.iter().any(|used| used == rma) {
            return broken("PRJ-7", format!("{rma} was used"));
        }
        let known = self.before.devices.iter().any(|device| device.serial == new);
        if known { broken("PRJ-6", new) } else { Ok(None) }
    }
}
