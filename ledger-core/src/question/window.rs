//! A window of time ahead: days, weeks, or calendar months counted from the day.
//!
//! Absent by design: today, and a window that looks back.

use crate::say;
use crate::vocabulary::{Day, Fault, Say};

/// How far ahead a question looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// So many days.
    Days(u32),
    /// So many calendar months, not months of 30 days.
    Months(u32),
}

/// Most days that a window takes in: a hundred years.
const MOST_DAYS: u32 = 36_525;
/// Most months.
const MOST_MONTHS: u32 = 1200;
const DAYS_OF_A_WEEK: u32 = 7;

impl Window {
    /// Reads `90d`, `12w`, `3m`, or a plain number of days.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let trimmed = text.trim();
        let digits = trimmed.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let (unit, next) = (&trimmed[digits.len()..], "write 90d, 12w, 3m, or a plain number of days");
        let fault = |message: &str| Fault::new("NUMBER", text, None, message, next);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(fault("is no span of days, weeks or months"));
        }
        let within = |number: u32, most: u32| (1..=most).contains(&number).then_some(number);
        let number = digits.parse::<u32>().ok();
        let window = match unit.to_ascii_lowercase().as_str() {
            "" | "d" => number.and_then(|n| within(n, MOST_DAYS)).map(Self::Days),
            "w" => number.and_then(|n| within(n.checked_mul(DAYS_OF_A_WEEK)?, MOST_DAYS)).map(Self::Days),
            "m" => number.and_then(|n| within(n, MOST_MONTHS)).map(Self::Months),
            _ => return Err(fault("is no span of days, weeks or months")),
        };
        window.ok_or_else(|| fault("is outside 1 day to 100 years"))
    }

    /// The last day inside, counted from a day; the last that a ledger can speak about where it reaches beyond.
    pub fn last(self, day: Day) -> Day {
        let last = match self {
            Self::Days(days) => day.plus_days(days),
            Self::Months(months) => day.plus_months(months),
        };
        last.unwrap_or(Day::MAX)
    }
}

impl Window {
    /// The window in words.
    pub fn said(self) -> Say {
        match self {
            Self::Days(days) => say!("window-days", days = days),
            Self::Months(months) => say!("window-months", months = months),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Window;
    use crate::vocabulary::Day;

    fn check(text: &str, from: &str, last: &str) {
        let window = Window::parse(text).expect("the test writes a window");
        let from = Day::parse(from).expect("the test writes a day");
        assert_eq!(window.last(from).to_string(), last, "{text}");
    }

    #[test]
    fn days_weeks_and_calendar_months_are_counted_from_the_day() {
        check("90d", "2026-11-24", "2027-02-22");
        check("90", "2026-11-24", "2027-02-22");
        check(" 12W ", "2026-11-24", "2027-02-16");
        check("3m", "2026-11-30", "2027-02-28");
        check("1m", "2024-01-31", "2024-02-29");
        check("1200m", "2026-11-24", "2100-12-31");
    }

    #[test]
    fn what_is_no_span_of_time_is_refused() {
        for text in
            ["", "d", "0", "0d", "-3d", "3.5m", "3y", "3 m", "99999d", "99999999999", "9999999w", "ten days", "3ü"]
        {
            let fault = Window::parse(text).expect_err(text);
            assert_eq!(fault.rule, "NUMBER", "{text}");
        }
    }
}
