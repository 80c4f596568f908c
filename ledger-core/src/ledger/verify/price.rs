//! SSA as it was stored: the intervals are those that the paid years give, and the credits add up.
//!
//! What a person named stands as it was named; only what the program reckoned is reckoned again, from the event and the
//! rulebook that it names. Absent by design: whether an act was allowed (the rules), and amendments, which a person words.

use super::walk::{Walk, wrong};
use crate::book::{Entry, Timeline};
use crate::catalogue::{Policy, Rulebook};
use crate::event::{Covered, Event, LicencesConverted, SsaApplied};
use crate::rule::Rulebooks;
use crate::vocabulary::{Day, Span, Years};

/// Days of a year, where credits are counted by days.
const DAYS_OF_A_YEAR: u64 = 365;

impl Walk {
    pub(super) fn check_prices(&mut self, timeline: &Timeline) {
        for entry in timeline.entries() {
            let mut what = None;
            if let Event::SsaApplied(applied) = &entry.fact.event {
                what = applied_otherwise(applied);
            }
            if let Event::LicencesConverted(converted) = &entry.fact.event {
                what = converted_otherwise(converted, entry);
            }
            let what = what.or_else(|| priced_otherwise(&self.parsed, entry));
            if let Some(message) = what {
                self.findings.push(wrong("INT-SSA", entry.position, message));
            }
        }
    }
}

/// Whether an interval is that many years; the last day of February may fall on either of two days.
fn lasts(span: Span, years: u32) -> bool {
    span.from.plus_years(years).is_some_and(|end| end.days_since(span.until).abs() <= 1)
}

fn applied_otherwise(applied: &SsaApplied) -> Option<String> {
    let other = |years: Years| applied.lots.iter().find(|lot| !lasts(lot.span, years.get())).map(|lot| (years, lot));
    if let Some((years, lot)) = applied.years.and_then(other) {
        let (id, span) = (lot.part.lot, lot.span);
        return Some(format!("lot {id} got {span}, which is not the term of {years} years that it names"));
    }
    if let Some(lot) = applied.lots.iter().find(|lot| lot.late_years > lot.span.until.whole_years_since(lot.span.from))
    {
        let years = lot.late_years;
        return Some(format!("{years} years of lot {} are late, which is more than it got", lot.part.lot));
    }
    let shares: Vec<u64> =
        applied.lots.iter().filter_map(|lot| lot.credits).map(|share| u64::from(share.get())).collect();
    if shares.is_empty() {
        return None;
    }
    let sum: u64 = shares.iter().sum();
    let all = shares.len() == applied.lots.len();
    match applied.credits.map(|credits| u64::from(credits.get())) {
        Some(credits) if !all || credits != sum => Some(format!("it took {credits} credits, its lots {sum}")),
        None if all => Some(format!("its lots took {sum} credits, it says of none")),
        Some(_) | None => None,
    }
}

fn converted_otherwise(converted: &LicencesConverted, entry: &Entry) -> Option<String> {
    let span = converted.coverage;
    let late = span.from != entry.effective;
    let years = span.until.whole_years_since(span.from).max(1);
    (late || !lasts(span, years))
        .then(|| format!("its SSA, {span}, does not begin on {} and last whole years", entry.effective))
}

/// What the rulebook that an event names makes of it, where it has the values.
fn priced_otherwise(rulebooks: &Rulebooks, entry: &Entry) -> Option<String> {
    let rulebook = rulebooks.get(&entry.rulebook)?;
    if let Event::LicencesConverted(converted) = &entry.fact.event {
        let years = rulebook.integer(Policy::ConversionSsaYears, entry.effective)?;
        return (!lasts(converted.coverage, years))
            .then(|| format!("its SSA, {}, is not the term of a conversion, {years} years", converted.coverage));
    }
    let Event::SsaApplied(applied) = &entry.fact.event else { return None };
    applied.lots.iter().find_map(|lot| {
        let (least, most) = bounds(rulebook, lot, applied, entry.effective)?;
        let credits = u64::from(lot.credits?.get());
        let message = format!("lot {} took {credits} credits, by its rulebook {most} at most", lot.part.lot);
        let low = format!("lot {} took {credits} credits, by its rulebook {least} at least", lot.part.lot);
        if credits > most { Some(message) } else { (credits < least).then_some(low) }
    })
}

/// What one lot takes: value x units x years, late years by the factor; up to a named day in proportion, or by whole
/// years where it ends on one.
fn bounds(rulebook: &Rulebook, lot: &Covered, applied: &SsaApplied, day: Day) -> Option<(u64, u64)> {
    let value = u64::from(rulebook.ssc_value(&lot.part.licence, day)?);
    let factor = if lot.late_years == 0 { 1 } else { rulebook.late_factor(day)? };
    let late = u64::from(lot.late_years).checked_mul(u64::from(factor.saturating_sub(1)))?;
    let units = value.checked_mul(u64::from(lot.part.units.get()))?;
    if let Some(years) = applied.years {
        let exact = units.checked_mul(u64::from(years.get()).checked_add(late)?)?;
        return Some((exact, exact));
    }
    let whole = u64::from(lot.span.until.whole_years_since(lot.span.from));
    let days = u64::try_from(lot.span.until.days_since(lot.span.from)).ok()?;
    let by_days = units.checked_mul(days.checked_add(DAYS_OF_A_YEAR.checked_mul(late)?)?)?.div_ceil(DAYS_OF_A_YEAR);
    let least = units.checked_mul(whole.checked_add(late)?)?;
    Some((least, by_days.max(units.checked_mul(whole.checked_add(late)?)?)))
}
