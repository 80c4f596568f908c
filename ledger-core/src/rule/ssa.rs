//! SSA: coverage, credits, conversion and upgrade.

use super::price::{self, Price};
use super::{Behind, Case, Finding, resting_on};
use crate::book::{Device, Lot, Project};
use crate::catalogue::{Policy, Rulebook};
use crate::event::seal::Origin;
use crate::event::{Changed, Covered, SsaApplied};
use crate::say;
use crate::vocabulary::{Credits, Day, Licence, LotId, Say, Span, Step, Version};

/// The version that the licence guide speaks of, V12r2: it exists, whatever a rulebook dates.
const GUIDE_VERSION: u16 = 12;

fn lot<'a>(case: Case<'a>, id: LotId) -> Option<&'a Lot> {
    case.project()?.lots.get(&id)
}

/// SSA-2: credits are spent from the balance and never run below zero.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits".
pub fn ssa_2(case: Case<'_>, spent: Option<Credits>) -> Option<Finding> {
    let (spent, project) = (spent?.signed(), case.project()?);
    (spent > 0 && project.credits < spent).then(|| {
        let message = say!("ssa-2-credits-spent-balance-holds", spent = spent, credits = project.credits);
        let lacking = u64::try_from(spent.saturating_sub(project.credits)).ok().and_then(Credits::from_u64);
        let next = match lacking {
            Some(credits) => {
                let receive = Step::ReceiveCredits { credits, of: project.place(), on: Some(case.day()) };
                say!("ssa-2-next", receive = receive)
            }
            None => say!("ssa-2-beyond-next"),
        };
        Finding::error("SSA-2", project.name(), message, next).figures(project.credits, spent).about(Behind::Credits)
    })
}

/// SSA-3: a licence comes under SSA only once it has been bound.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits" (day of the first binding).
pub fn ssa_3(case: Case<'_>, covered: &Covered) -> Option<Finding> {
    never_bound(lot(case, covered.part.lot)?)
}

/// SSA-3 for a quote.
///
/// Source: as [`ssa_3`].
pub fn never_bound(lot: &Lot) -> Option<Finding> {
    lot.first_bound.is_none().then(|| {
        let message = say!("ssa-3-lot-never-bound-so", id = lot.id);
        let finding = Finding::error("SSA-3", &lot.licence, message, say!("ssa-3-bind-device-first"));
        resting_on(finding, &lot.events).about(Behind::Coverage(lot.id))
    })
}

/// SSA-4: coverage is continuous and reaches past the day on which it is bought.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits" (extension in time).
pub fn ssa_4(case: Case<'_>, covered: &Covered) -> Option<Finding> {
    let lot = lot(case, covered.part.lot)?;
    let start = lot.coverage_starts()?;
    if covered.span.from != start {
        let message = say!("ssa-4-lot-covered-coverage-goes", id = lot.id, span = covered.span.from, start = start);
        let finding = Finding::error("SSA-4", &lot.licence, message, say!("ssa-4-coverage-gaps-overlaps"));
        return Some(resting_on(finding, &lot.events).about(Behind::Coverage(lot.id)));
    }
    falls_short(lot, covered.span, case.day())
}

/// SSA-4 for a quote: an interval that does not reach past the day on which it is bought.
///
/// Source: as [`ssa_4`].
pub fn falls_short(lot: &Lot, span: Span, day: Day) -> Option<Finding> {
    if span.until > day {
        return None;
    }
    let message = say!("ssa-4-lot-covered-until-past", id = lot.id, until = span.until, day = day);
    let least = least_years(lot, day);
    let next = least.map_or_else(|| say!("ssa-4-name-later-end"), |n| say!("ssa-4-least-term-does", years = n));
    let finding = Finding::error("SSA-4", &lot.licence, message, next);
    let asked = i64::from(span.until.whole_years_since(span.from));
    let finding = least.map_or(finding.clone(), |least| finding.figures(asked, i64::from(least)));
    Some(resting_on(finding, &lot.events).about(Behind::Coverage(lot.id)))
}

/// The least number of years whose end lies past the day.
pub fn least_years(lot: &Lot, day: Day) -> Option<u32> {
    let start = lot.coverage_starts()?;
    (1..=60).find(|years| lot.term_end(start, *years).is_some_and(|end| end > day))
}

/// SSA-5: an upgrade is free when the version came out inside a coverage interval, and never brings a new feature. What
/// a person can mend first comes first: a lot without any SSA has no day on which a version could come out.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits"; the vendor's portal may ask for running SSA.
pub fn ssa_5(case: Case<'_>, changed: &Changed, version_date: Option<Day>) -> Option<Finding> {
    let (from, to) = (&changed.part.licence, &changed.becomes);
    let (old, new) = (from.version?, to.version?);
    let subject = format!("{from} (lot {})", changed.part.lot);
    if new <= old {
        let of = case.project().and_then(Project::place);
        let next = say!("ssa-5-lower-next", convert = Step::Convert { licence: from.clone(), of });
        return Some(Finding::error("SSA-5", subject, say!("ssa-5-version-above", new = new, old = old), next));
    }
    let since = case.catalogue.family(&from.family).and_then(|entry| entry.since.or(entry.min_version));
    if since.is_some_and(|since| old < since) {
        let message = say!("ssa-5-did-exist-version-new", family = from.family, old = old);
        return Some(Finding::error("SSA-5", subject, message, say!("ssa-5-buy-anew")));
    }
    let lot = lot(case, changed.part.lot);
    if let Some(lot) = lot.filter(|lot| lot.coverage.is_empty()) {
        let message = say!("ssa-5-never-under-ssa-so", new = new);
        let of = case.project().and_then(Project::place);
        let next = match case.entry.origin {
            Origin::Decision => {
                let apply = Step::ApplySsa { of, lot: Some(lot.id), on: Some(case.day()) };
                say!("ssa-5-never-next", apply = apply)
            }
            // What was recorded has become another lot.
            Origin::Fact | Origin::Observation | Origin::Correction | Origin::System => say!("ssa-5-fact-next"),
        };
        let finding = Finding::error("SSA-5", subject, message, next);
        return Some(resting_on(finding, &lot.events).about(Behind::Coverage(lot.id)));
    }
    let Some(date) = version_date else {
        let message = say!("ssa-5-version-date-unknown", new = new);
        let next = say!("ssa-5-undated-next", adopt = Step::AdoptRulebook);
        return Some(Finding::error("SSA-5", subject, message, next));
    };
    if date > case.day() {
        let message = say!("ssa-5-version-comes-out-after", new = new, date = date, day = case.day());
        return Some(Finding::error("SSA-5", subject, message, say!("ssa-5-upgrade-later", date = date)));
    }
    outside_coverage(case, lot?, changed.part.into, subject, date)
}

/// SSA-5 for a version that came out on a day: outside every interval, or inside one while SSA has ended since.
fn outside_coverage(case: Case<'_>, lot: &Lot, into: LotId, subject: String, date: Day) -> Option<Finding> {
    let spans: Vec<String> = lot.coverage.iter().map(ToString::to_string).collect();
    let spans = spans.join(", ");
    let finding = if !lot.is_covered(date) {
        let message = say!("ssa-5-version-came-out-outside", date = date, spans = spans);
        let next = say!("ssa-5-ssa-covers-day-conversion");
        Finding::error("SSA-5", subject, message, next)
    } else if case.entry.origin == Origin::Decision && !lot.is_covered(case.day()) {
        // What is reported has happened: nobody asks for SSA any more.
        let message = say!("ssa-5-version-came-out-under", date = date, day = case.day());
        let quote = Step::QuoteSsa { of: case.project().and_then(Project::place), lot: Some(into) };
        let next = say!("ssa-5-ended-next", quote = quote);
        Finding::error("SSA-5", subject, message, next).as_notice()
    } else {
        return None;
    };
    Some(resting_on(finding, &lot.events).about(Behind::Coverage(lot.id)))
}

/// SSA-6: a conversion goes to another version.
///
/// Source: "Umwandlung einer dezentralen in eine zentrale Lizenzierung".
pub fn ssa_6_other_version(from: &Licence, to: &Licence) -> Option<Finding> {
    (from.version == to.version && from.family == to.family).then(|| {
        let message = say!("ssa-6-version-already-converting-only");
        Finding::error("SSA-6", from, message, say!("ssa-6-name-another-version"))
    })
}

/// SSA-11: where the rulebook has no SSC value, the caller names the credits; never 0 by default.
///
/// Source: the vendor publishes no SSC values.
pub fn ssa_11(case: Case<'_>, credits: Option<Credits>, act: &Say) -> Option<Finding> {
    if credits.is_some() {
        return None;
    }
    let subject = case.project().map_or_else(String::new, |project| project.name());
    let message = say!("ssa-11-took-credits-stated-rulebook", act = act, rulebook = case.rulebook.name());
    let finding = Finding::error("SSA-11", subject, message, say!("ssa-11-name-credits-adopt-rulebook"));
    Some(finding.as_warning())
}

/// SSA-12: credits are those that the rulebook's values give; others need a reason and are a finding, and none are never
/// taken where there is a value. Inside the bounds of late years that the rulebook leaves open, the caller decides.
///
/// Source: the ledger's own; the vendor's portal computes them.
pub fn ssa_12(case: Case<'_>, credits: Option<Credits>, price: Price, act: &Say) -> Option<Finding> {
    let credits = credits?;
    let (low, high) = price.bounds();
    let low = low?;
    if low <= credits && high.is_none_or(|high| credits <= high) {
        return None;
    }
    let rulebook = case.rulebook.name();
    let worth = match high {
        Some(high) if high != low => say!("ssa-12-between", low = low, high = high),
        Some(_) => say!("credits", credits = low),
        None => say!("credits-at-least", low = low),
    };
    let message =
        say!("ssa-12-took-credits-rulebook-takes", act = act, credits = credits, rulebook = rulebook, worth = worth);
    let subject = case.project().map_or_else(String::new, |project| project.name());
    let figures = (credits.signed(), low.signed());
    if credits.get() == 0 {
        let next = say!("ssa-12-leave-out-name-portal");
        return Some(Finding::error("SSA-12", subject, message, next).figures(figures.0, figures.1));
    }
    // An amendment has a reason of its own.
    let has_reason = case.entry.fact.remarks.reason.is_some() || case.entry.was.is_some();
    let is_reported = case.entry.origin != Origin::Decision || has_reason;
    let next = if is_reported { say!("ssa-12-compare-portals-statement") } else { say!("ssa-12-leave-out-say-why") };
    let finding = Finding::error("SSA-12", subject, message, next).figures(figures.0, figures.1);
    Some(if is_reported { finding.as_warning() } else { finding })
}

/// What an SSA act takes by the rulebook that judges it: lot by lot as they stood before it. Unknown where a lot is.
pub fn price_of_act(case: Case<'_>, applied: &SsaApplied) -> Price {
    let of_lot = |covered: &Covered| {
        let lot = lot(case, covered.part.lot)?;
        Some(price::price(case.rulebook, lot, covered.part.units, case.day(), covered.span))
    };
    price::sum(applied.lots.iter().map(|covered| of_lot(covered).unwrap_or(Price::Unknown)))
}

/// What a conversion takes by a rulebook: one term for each unit, by the value of what it becomes (SSA-6).
pub fn price_of_conversion(rulebook: &Rulebook, parts: &[Changed], day: Day) -> Price {
    let Some(years) = rulebook.integer(Policy::ConversionSsaYears, day) else { return Price::Unknown };
    let of_part = |changed: &Changed| {
        let Some(value) = rulebook.ssc_value(&changed.becomes, day) else { return Price::Unknown };
        let units = u64::from(changed.part.units.get());
        let whole = u64::from(value).checked_mul(units).and_then(|sum| sum.checked_mul(u64::from(years)));
        whole.and_then(Credits::from_u64).map_or(Price::TooMuch, Price::Exact)
    };
    price::sum(parts.iter().map(of_part))
}

/// SSA-13: a conversion leads to a version that exists on that day. A version that no date and nothing in the project
/// speaks of is asked about, and kept with a warning.
///
/// Source: the ledger's own; the guide knows conversions between versions that exist.
pub fn ssa_13(case: Case<'_>, becomes: &Licence) -> Option<Finding> {
    let version = becomes.version?;
    if let Some(date) = case.rulebook.version_date(version) {
        return (date > case.day()).then(|| {
            let message = say!("ssa-13-version-comes-out-after", version = version, date = date, day = case.day());
            Finding::error("SSA-13", becomes, message, say!("ssa-13-convert-later", date = date))
        });
    }
    let message = unheard_of(case.rulebook, case.project(), version, case.day())?;
    let next = say!("ssa-13-compare-vendors-list-versions");
    Some(Finding::error("SSA-13", becomes, message, next).as_warning())
}

/// Why a version may not exist on a day: its date is unknown, and it is higher than any that is known. Known are the guide's
/// own, those that the rulebook dates up to that day, and what keys and devices of the project had brought by then.
pub fn unheard_of(rulebook: &Rulebook, project: Option<&Project>, version: Version, day: Day) -> Option<Say> {
    if rulebook.version_date(version).is_some() {
        return None;
    }
    let keys = project.into_iter().flat_map(|project| &project.keys).flat_map(|key| &key.key.items);
    let brought = keys.filter_map(|item| item.licence.version);
    let running = project.into_iter().flat_map(|project| project.devices.values()).filter_map(Device::runs);
    let dated = rulebook.dated_versions().filter(|(_, date)| *date <= day).map(|(version, _)| version);
    let highest = Version::new(GUIDE_VERSION).into_iter().chain(brought).chain(running).chain(dated).max()?;
    (version > highest).then(|| say!("ssa-13-unheard-of", version = version, day = day, highest = highest))
}
