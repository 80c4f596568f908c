//! The arithmetic of SSA: which interval a lot gets, how much of it is late, and what it takes in credits.
//!
//! An act, its quote and a reminder reckon here and nowhere else. A price is exact, or lies between two bounds where the
//! rulebook names no late factor, or is unknown where it has no SSC value. Absent by design: balances, and whether an act
//! is allowed.

use super::Finding;
use crate::book::Lot;
use crate::catalogue::{Policy, Rulebook};
use crate::say;
use crate::vocabulary::{Credits, Day, Licence, Say, Span, Step, Units, Years};

/// The term of a purchase of SSA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Whole years from where the coverage of each lot starts.
    Years(Years),
    /// Up to a day, the first one no longer covered; aligns the ends of lots.
    Until(Day),
}

/// More years than lie between the first and the last day that a ledger can speak about.
const MOST_YEARS: u32 = 111;
/// Days by which the rest of a term beyond whole years counts.
const DAYS_OF_A_YEAR: u64 = 365;

/// What a purchase of SSA grants units of one lot, and what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The interval.
    pub span: Span,
    /// Whole years of it that have passed on the day of the purchase.
    pub late_years: u32,
    /// Credits for each unit and year; absent where the rulebook has no value.
    pub value: Option<u32>,
    /// What it takes.
    pub price: Price,
}

/// Credits, as far as the rulebook tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Price {
    /// So many.
    Exact(Credits),
    /// Late years are part of it and the rulebook names no factor for them (SSA-4): at least, and at most. Absent where
    /// it is more than one act can spend, the upper bound also where the rulebook names none.
    Between(Option<Credits>, Option<Credits>),
    /// The rulebook has no SSC value (SSA-11).
    Unknown,
    /// More than one act can spend (SSA-2).
    TooMuch,
}

impl Price {
    /// The figure, where there is one.
    pub fn exact(self) -> Option<Credits> {
        if let Self::Exact(credits) = self { Some(credits) } else { None }
    }

    /// The least and the most that it can be; both the same where it is exact.
    pub fn bounds(self) -> (Option<Credits>, Option<Credits>) {
        match self {
            Self::Exact(credits) => (Some(credits), Some(credits)),
            Self::Between(low, high) => (low, high),
            Self::Unknown | Self::TooMuch => (None, None),
        }
    }

    /// Whether the figures are bounds.
    pub fn is_estimate(self) -> bool {
        matches!(self, Self::Between(..))
    }
}

/// What a purchase on a day would grant units of a lot (SSA-1), and what it would take (SSA-2, SSA-4).
///
/// # Errors
/// A finding of SSA-4 where the coverage would not end after its start, or ends beyond what a ledger can speak about.
pub fn offer(rulebook: &Rulebook, lot: &Lot, units: Units, day: Day, term: Term) -> Result<Offer, Finding> {
    let start = lot.coverage_starts().unwrap_or(day);
    let until = match term {
        Term::Years(years) => lot.term_end(start, years.get()),
        Term::Until(until) => Some(until),
    };
    let Some(until) = until.filter(|until| *until > start) else {
        let message = say!("ssa-4-coverage-end-after-where", start = start);
        return Err(Finding::error("SSA-4", &lot.licence, message, say!("ssa-4-name-later-end-fewer")));
    };
    let span = Span { from: start, until };
    let value = rulebook.ssc_value(&lot.licence, day);
    Ok(Offer { span, late_years: late_years(lot, span, day), value, price: price(rulebook, lot, units, day, span) })
}

/// What an interval of a lot takes, bought on a day (SSA-2, SSA-4). It depends on nothing but the interval: named by its
/// years or by its end, one interval has one price.
pub fn price(rulebook: &Rulebook, lot: &Lot, units: Units, day: Day, span: Span) -> Price {
    let Some(value) = rulebook.ssc_value(&lot.licence, day) else { return Price::Unknown };
    let charge = Charge::of(lot, span, late_years(lot, span, day));
    let factor = if charge.late_years == 0 { Some(1) } else { rulebook.late_factor(day) };
    if let Some(factor) = factor {
        return charge.credits(value, units, factor).map_or(Price::TooMuch, Price::Exact);
    }
    let (low, high) = late_bounds(rulebook, day);
    Price::Between(charge.credits(value, units, low), high.and_then(|high| charge.credits(value, units, high)))
}

/// Whole years of an interval that have passed on a day; the year that is running is not late.
fn late_years(lot: &Lot, span: Span, day: Day) -> u32 {
    whole_years(lot, span.from, day.min(span.until))
}

/// Whole years of a lot's terms from a start that have ended on a day.
fn whole_years(lot: &Lot, start: Day, day: Day) -> u32 {
    let has_ended = |years: &u32| lot.term_end(start, *years).is_some_and(|end| end <= day);
    (1..=MOST_YEARS).take_while(has_ended).last().unwrap_or(0)
}

/// How much of a yearly value an interval takes: its whole years, its days beyond them in proportion to a 365-day year,
/// and late years as often again as the factor says.
struct Charge {
    years: u32,
    days: u64,
    late_years: u32,
}

impl Charge {
    fn of(lot: &Lot, span: Span, late_years: u32) -> Self {
        let years = whole_years(lot, span.from, span.until);
        let beyond = lot.term_end(span.from, years).unwrap_or(span.from);
        Self { years, days: u64::try_from(span.until.days_since(beyond)).unwrap_or(0), late_years }
    }

    /// Value x units x years, years that had passed by the factor, days beyond whole years by their part; rounded up.
    fn credits(&self, value: u32, units: Units, factor: u32) -> Option<Credits> {
        let late = u64::from(self.late_years).checked_mul(u64::from(factor.saturating_sub(1)))?;
        let years = u64::from(self.years).checked_add(late)?;
        let days = years.checked_mul(DAYS_OF_A_YEAR)?.checked_add(self.days)?;
        let exact = u64::from(value).checked_mul(days)?.checked_mul(u64::from(units.get()))?;
        Credits::from_u64(exact.div_ceil(DAYS_OF_A_YEAR))
    }
}

/// The least and the most that the factor of late years can be, where the rulebook names none.
fn late_bounds(rulebook: &Rulebook, day: Day) -> (u32, Option<u32>) {
    // No factor is below once, whether or not the rulebook knows a lower bound.
    let low = rulebook.integer(Policy::SsaLateFactorLow, day).unwrap_or(Policy::SsaLateFactorLow.least());
    (low, rulebook.integer(Policy::SsaLateFactorHigh, day).filter(|high| *high >= low))
}

/// What the next year of a lot takes (SSA-8), by the values of a day on which the lot is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextYear {
    /// Bought in time.
    pub now: Option<Credits>,
    /// Bought after the end of the coverage, while that year still runs.
    pub after_low: Option<Credits>,
    /// Bought once that year has passed, so that all of it is late.
    pub after_high: Option<Credits>,
    /// Whether the last figure is a bound, since the rulebook names no late factor.
    pub estimate: bool,
    /// Whether the rulebook has an SSC value.
    pub is_known: bool,
}

/// One more year of a lot: bought on the day, and bought after the end.
pub fn next_year(rulebook: &Rulebook, lot: &Lot, units: Units, day: Day) -> NextYear {
    let value = rulebook.ssc_value(&lot.licence, day);
    let factor = rulebook.late_factor(day);
    let highest = factor.or(late_bounds(rulebook, day).1);
    let year = |factor: u32| {
        let whole = u64::from(value?).checked_mul(u64::from(units.get()))?.checked_mul(u64::from(factor))?;
        Credits::from_u64(whole)
    };
    NextYear {
        now: year(1),
        after_low: year(1),
        after_high: highest.and_then(year),
        estimate: factor.is_none(),
        is_known: value.is_some(),
    }
}

/// The price of several lots together: unknown where one is, and more than one act can spend where the sum is.
pub fn sum(prices: impl IntoIterator<Item = Price>) -> Price {
    let (mut low, mut high, mut is_exact) = (Some(0_u64), Some(0_u64), true);
    let plus = |sum: Option<u64>, more: Option<Credits>| sum?.checked_add(u64::from(more?.get()));
    for price in prices {
        if matches!(price, Price::Unknown | Price::TooMuch) {
            return price;
        }
        let (least, most) = price.bounds();
        (low, high) = (plus(low, least), plus(high, most));
        is_exact = is_exact && price.exact().is_some();
    }
    let (low, high) = (low.and_then(Credits::from_u64), high.and_then(Credits::from_u64));
    match low {
        Some(low) if is_exact => Price::Exact(low),
        None if is_exact => Price::TooMuch,
        low => Price::Between(low, high),
    }
}

/// The sum, where every figure is known and one act can spend it.
pub fn total(credits: impl IntoIterator<Item = Option<Credits>>) -> Option<Credits> {
    let mut sum = 0_u64;
    for share in credits {
        sum = sum.checked_add(u64::from(share?.get()))?;
    }
    Credits::from_u64(sum)
}

/// SSA-11: what an act takes is unknown where the rulebook has no SSC value, and never 0.
///
/// Source: the vendor publishes no SSC values.
pub fn unknown_value(rulebook: &Rulebook, subject: &str, act: &Say) -> Finding {
    let message = say!("ssa-11-rulebook-ssc-value-so", rulebook = rulebook.name(), act = act);
    let next = say!("ssa-11-next", adopt = Step::AdoptRulebook);
    Finding::error("SSA-11", subject, message, next)
}

/// SSA-4: what late years take is unknown where the rulebook names no factor for them.
///
/// Source: the vendor counts them once or twice, and publishes no limit between the two.
pub fn unknown_factor(rulebook: &Rulebook, licence: &Licence, late_years: u32) -> Finding {
    let late = say!("years", years = late_years);
    let message = say!("ssa-4-late-rulebook-names-factor", late = late, rulebook = rulebook.name());
    let next = say!("ssa-4-name-credits-vendor-counts");
    Finding::error("SSA-4", licence, message, next)
}

/// SSA-2: one act cannot spend that much.
///
/// Source: the ledger's own bound on credits.
pub fn too_much(licence: &Licence) -> Finding {
    Finding::error("SSA-2", licence, say!("ssa-2-take-more-credits-one"), say!("ssa-2-split-act"))
}
