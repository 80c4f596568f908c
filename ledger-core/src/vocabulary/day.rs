//! Calendar days without a time zone, and half-open spans of them.
//!
//! Arithmetic starts from an anchor each time and never chains: 29 February plus a year is 28 February, plus four
//! years is 29 February again. Absent by design: today.

use super::Fault;
use chrono::{Datelike, Months, NaiveDate};
use std::fmt;

/// A local calendar date between 1990-01-01 and 2100-12-31.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(NaiveDate);

impl Day {
    /// The first day a ledger can speak about.
    pub const MIN: Day = Day(match NaiveDate::from_ymd_opt(1990, 1, 1) {
        Some(date) => date,
        None => NaiveDate::MIN,
    });
    /// The last day a ledger can speak about.
    pub const MAX: Day = Day(match NaiveDate::from_ymd_opt(2100, 12, 31) {
        Some(date) => date,
        None => NaiveDate::MAX,
    });

    /// Makes a day from its parts, if it exists and lies in the range of a ledger.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::in_range)
    }

    /// Takes a calendar date if it lies in the range of a ledger.
    pub fn in_range(date: NaiveDate) -> Option<Self> {
        (Self::MIN.0..=Self::MAX.0).contains(&date).then_some(Self(date))
    }

    /// The UTC calendar day of a time (microseconds since 1970 UTC), if it lies in the range of a ledger: the same in
    /// every time zone.
    pub fn of_utc(micros: i64) -> Option<Self> {
        chrono::DateTime::from_timestamp_micros(micros).and_then(|time| Self::in_range(time.date_naive()))
    }

    /// The calendar date.
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// Reads `2016-12-24` or `24.12.2016`; anything that could be read two ways is refused, never guessed.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let trimmed = text.trim();
        let digits = |part: &str, len: std::ops::RangeInclusive<usize>| {
            (len.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u32>().ok())?
        };
        let fault = |message: &str| Fault::new("DATE", text, None, message, "write a date as 2016-12-24 or 24.12.2016");
        let parts: Vec<&str> = trimmed.split(['-', '.', '/']).collect();
        let [a, b, c] = parts[..] else { return Err(fault("is not a date")) };
        if trimmed.contains('/') {
            return Err(fault("can be read as day/month or month/day"));
        }
        let (year, month, day) = match (trimmed.contains('-'), trimmed.contains('.')) {
            (true, false) => (digits(a, 4..=4), digits(b, 2..=2), digits(c, 2..=2)),
            (false, true) => (digits(c, 4..=4), digits(b, 1..=2), digits(a, 1..=2)),
            _ => return Err(fault("is not a date")),
        };
        let (Some(year), Some(month), Some(day)) = (year, month, day) else { return Err(fault("is not a date")) };
        let year = i32::try_from(year).map_err(|_| fault("is not a date"))?;
        let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
            return Err(fault("is not a calendar date"));
        };
        Self::in_range(date).ok_or_else(|| fault("lies outside 1990-01-01 to 2100-12-31"))
    }

    /// The same day `years` later, 28 February where 29 February does not exist; `None` past the range.
    pub fn plus_years(self, years: u32) -> Option<Self> {
        self.plus_months(years.checked_mul(12)?)
    }

    /// The same day `months` later, clamped to the month's last day; `None` past the range.
    pub fn plus_months(self, months: u32) -> Option<Self> {
        self.0.checked_add_months(Months::new(months)).and_then(Self::in_range)
    }

    /// The day `days` later; `None` past the range.
    pub fn plus_days(self, days: u32) -> Option<Self> {
        self.0.checked_add_days(chrono::Days::new(u64::from(days))).and_then(Self::in_range)
    }

    /// The day before; `None` before the range.
    pub fn eve(self) -> Option<Self> {
        self.0.pred_opt().and_then(Self::in_range)
    }

    /// Days from `earlier` to this day, negative if it lies before.
    pub fn days_since(self, earlier: Day) -> i64 {
        self.0.signed_duration_since(earlier.0).num_days()
    }

    /// Whole years that have passed from `anchor` to this day; 0 if it lies before.
    pub fn whole_years_since(self, anchor: Day) -> u32 {
        let guess = u32::try_from(self.0.year() - anchor.0.year()).unwrap_or(0);
        (0..=guess).rev().find(|n| anchor.plus_years(*n).is_some_and(|day| day <= self)).unwrap_or(0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Days from `from` (included) to `until` (excluded).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first day inside.
    pub from: Day,
    /// The first day no longer inside.
    pub until: Day,
}

impl Span {
    /// Whether the day lies inside.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.until
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {})", self.from, self.until)
    }
}
