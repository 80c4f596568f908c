//! The arithmetic of SSA: which interval a lot gets, how much of it is late, and what it takes in credits.
//!
//! An act, its quote and a reminder reckon here and nowhere else. A price is exact, or lies between two bounds where the
//! rulebook names no late factor, or is unknown where it has no SSC value. Absent by design: balances, and whether an act
//! is allowed.

use super::Finding;
use crate::book::Lot;
use crate::catalogue::{Policy, Rulebook};
use crate::vocabulary::{Credits, Day, Licence, Span, Units, Years, in_years};

/// How far SSA shall reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Whole years from where the coverage of each lot starts.
    Years(Years),
    /// Up to a day, the first one no longer covered; aligns the ends of lots.
    Until(Day),
}

/// Late years beyond this number are not counted: no ledger reaches so far back.
const MOST_YEARS: u32 = 60;
/// Days by which a year counts where a term ends on a named day.
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
        let message = format!("the coverage would not end after {start}, where it starts");
        return Err(Finding::error("SSA-4", &lot.licence, message, "name a later end, or fewer years"));
    };
    let span = Span { from: start, until };
    let late_years = late_years(lot, span, day);
    let value = rulebook.ssc_value(&lot.licence, day);
    let reckoned = Reckoned { units, term, span, late_years };
    let price = value.map_or(Price::Unknown, |value| reckoned.price(rulebook, day, value));
    Ok(Offer { span, late_years, value, price })
}

/// Whole years of an interval that have passed on a day; the year that is running is not late.
fn late_years(lot: &Lot, span: Span, day: Day) -> u32 {
    let has_passed = |years: &u32| lot.term_end(span.from, *years).is_some_and(|end| end <= day && end <= span.until);
    let passed = (1..=MOST_YEARS).take_while(has_passed).last();
    passed.unwrap_or(0)
}

/// What a price depends on besides the rulebook.
struct Reckoned {
    units: Units,
    term: Term,
    span: Span,
    late_years: u32,
}

impl Reckoned {
    fn price(&self, rulebook: &Rulebook, day: Day, value: u32) -> Price {
        let factor = if self.late_years == 0 { Some(1) } else { rulebook.late_factor(day) };
        if let Some(factor) = factor {
            return self.credits(value, factor).map_or(Price::TooMuch, Price::Exact);
        }
        let (low, high) = late_bounds(rulebook, day);
        Price::Between(self.credits(value, low), high.and_then(|high| self.credits(value, high)))
    }

    /// Value x units x years, years that had passed by the factor; up to a named day in proportion to days of a 365-day
    /// year, rounded up.
    fn credits(&self, value: u32, factor: u32) -> Option<Credits> {
        let late = u64::from(self.late_years).checked_mul(u64::from(factor.saturating_sub(1)))?;
        let (charged, per_year) = match self.term {
            Term::Years(years) => (u64::from(years.get()).checked_add(late)?, 1),
            Term::Until(_) => {
                let days = u64::try_from(self.span.until.days_since(self.span.from)).ok()?;
                (days.checked_add(DAYS_OF_A_YEAR.checked_mul(late)?)?, DAYS_OF_A_YEAR)
            }
        };
        let exact = u64::from(value).checked_mul(charged)?.checked_mul(u64::from(self.units.get()))?;
        Credits::from_u64(exact.div_ceil(per_year))
    }
}

/// The least and the most that the factor of late years can be, where the rulebook names none.
fn late_bounds(rulebook: &Rulebook, day: Day) -> (u32, Option<u32>) {
    let low = rulebook.integer(Policy::SsaLateFactorLow, day).unwrap_or(1);
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
pub fn unknown_value(rulebook: &Rulebook, subject: &str, act: &str) -> Finding {
    let message = format!("rulebook {} has no SSC value for it, so what {act} takes is not known", rulebook.name());
    let next =
        "name the credits with `--credits N`, or adopt a rulebook with SSC values: `licledger rulebook adopt FILE`";
    Finding::error("SSA-11", subject, message, next)
}

/// SSA-4: what late years take is unknown where the rulebook names no factor for them.
///
/// Source: the vendor counts them once or twice, and publishes no limit between the two.
pub fn unknown_factor(rulebook: &Rulebook, licence: &Licence, late_years: u32) -> Finding {
    let late = in_years(late_years);
    let message = format!("{late} of it late, and rulebook {} names no factor for that", rulebook.name());
    let next = "name the credits with `--credits N`; the vendor counts late years once or twice";
    Finding::error("SSA-4", licence, message, next)
}

/// SSA-2: one act cannot spend that much.
///
/// Source: the ledger's own bound on credits.
pub fn too_much(licence: &Licence) -> Finding {
    Finding::error("SSA-2", licence, "it would take more credits than one act can spend", "split the act")
}
