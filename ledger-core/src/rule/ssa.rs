//! SSA: coverage, credits, conversion and upgrade.

use super::{Behind, Case, Finding, resting_on};
use crate::book::Lot;
use crate::event::{Changed, Covered};
use crate::vocabulary::{Credits, Day, Licence, LotId, Span, in_years};

fn lot<'a>(case: Case<'a>, id: LotId) -> Option<&'a Lot> {
    case.project()?.lots.get(&id)
}

/// SSA-2: credits are spent from the balance and never run below zero.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits".
pub fn ssa_2(case: Case<'_>, spent: Option<Credits>) -> Option<Finding> {
    let (spent, project) = (spent?.signed(), case.project()?);
    (spent > 0 && project.credits < spent).then(|| {
        let message = format!("{spent} credits are to be spent, the balance holds {}", project.credits);
        let next = format!(
            "receive them first: `licledger credit receive {} --project {}`",
            spent - project.credits,
            project.name()
        );
        Finding::error("SSA-2", project.name(), message, next).figures(project.credits, spent).about(Behind::Credits)
    })
}

/// SSA-3: a licence comes under SSA only once it has been bound.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits" (day of the first binding).
pub fn ssa_3(case: Case<'_>, covered: &Covered) -> Option<Finding> {
    never_bound(lot(case, covered.part.lot)?)
}

/// SSA-3 for a purchase that is only thought of.
///
/// Source: as [`ssa_3`].
pub fn never_bound(lot: &Lot) -> Option<Finding> {
    lot.first_bound.is_none().then(|| {
        let message = format!("lot {} was never bound, so SSA has no day to start from", lot.id);
        let finding = Finding::error("SSA-3", &lot.licence, message, "bind it to a device first");
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
        let message =
            format!("lot {} would be covered from {}, its coverage goes on from {start}", lot.id, covered.span.from);
        let finding = Finding::error("SSA-4", &lot.licence, message, "coverage has no gaps and no overlaps");
        return Some(resting_on(finding, &lot.events).about(Behind::Coverage(lot.id)));
    }
    falls_short(lot, covered.span, case.day())
}

/// SSA-4 for a purchase that is only thought of: an interval that does not reach past the day on which it is bought.
///
/// Source: as [`ssa_4`].
pub fn falls_short(lot: &Lot, span: Span, day: Day) -> Option<Finding> {
    if span.until > day {
        return None;
    }
    let message = format!("lot {} would be covered until {}, which is not past {day}", lot.id, span.until);
    let least = least_years(lot, day);
    let next =
        least.map_or_else(|| "name a later end".to_owned(), |n| format!("the least term that does is {}", in_years(n)));
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

/// SSA-5: an upgrade is free when the version came out inside a coverage interval, and never brings a new feature.
///
/// Source: "Software-Service-Agreement und Software-Service-Credits".
pub fn ssa_5(case: Case<'_>, changed: &Changed, version_date: Option<Day>) -> Option<Finding> {
    let (from, to) = (&changed.part.licence, &changed.becomes);
    let (old, new) = (from.version?, to.version?);
    let subject = format!("{from} (lot {})", changed.part.lot);
    if new <= old {
        let next = "a lower version is a conversion in the balance: `licledger licence convert`";
        return Some(Finding::error("SSA-5", subject, format!("version {new} is not above {old}"), next));
    }
    let since = case.catalogue.family(&from.family).and_then(|entry| entry.since.or(entry.min_version));
    if since.is_some_and(|since| old < since) {
        let message =
            format!("{} did not exist at version {old}: it is a new feature, which SSA does not bring", from.family);
        return Some(Finding::error("SSA-5", subject, message, "buy it anew"));
    }
    let Some(date) = version_date else {
        let message = format!("the version date of {new} is unknown");
        let next = "adopt a rulebook that names it: `licledger rulebook adopt FILE`";
        return Some(Finding::error("SSA-5", subject, message, next));
    };
    if date > case.day() {
        let message = format!("version {new} comes out on {date}, after {}", case.day());
        return Some(Finding::error("SSA-5", subject, message, format!("upgrade on {date} or later")));
    }
    let lot = lot(case, changed.part.lot)?;
    if lot.coverage.iter().any(|span| span.contains(date)) {
        return None;
    }
    let spans: Vec<String> = lot.coverage.iter().map(ToString::to_string).collect();
    let covered =
        if spans.is_empty() { "it was never under SSA".to_owned() } else { format!("its SSA: {}", spans.join(", ")) };
    let message = format!("version {new} came out on {date}, outside its coverage; {covered}");
    let next = "SSA that covers that day, or a conversion in the balance (one year of SSA)";
    let finding = Finding::error("SSA-5", subject, message, next);
    Some(resting_on(finding, &lot.events).about(Behind::Coverage(lot.id)))
}

/// SSA-6: a conversion goes to another version.
///
/// Source: "Umwandlung einer dezentralen in eine zentrale Lizenzierung".
pub fn ssa_6_other_version(from: &Licence, to: &Licence) -> Option<Finding> {
    (from.version == to.version && from.family == to.family).then(|| {
        let message = "has that version already; converting it would only lose its SSA";
        Finding::error("SSA-6", from, message, "name another version with `--to-version`")
    })
}

/// SSA-11: where the rulebook has no SSC value, the caller names the credits; never 0 by default.
///
/// Source: the vendor publishes no SSC values.
pub fn ssa_11(case: Case<'_>, credits: Option<Credits>, act: &str) -> Option<Finding> {
    if credits.is_some() {
        return None;
    }
    let subject = case.project().map_or_else(String::new, |project| project.name());
    let message =
        format!("what {act} took in credits is not stated, and rulebook {} has no value for it", case.rulebook.name());
    let finding = Finding::error(
        "SSA-11",
        subject,
        message,
        "name the credits (`--credits N`), or adopt a rulebook with SSC values",
    );
    Some(finding.as_warning())
}
