//! Calendar days on (year, month, day) alone, with the model's own arithmetic.
//!
//! Absent by design: the core's days and any date library; that is the point of a second model.

use std::fmt;

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u32,
    /// The month, 1 to 12.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
}

impl Date {
    /// Reads `2016-12-24`.
    ///
    /// # Errors
    /// Names the text that is no calendar day.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fault = || format!("{text:?} is no day of the form 2016-12-24");
        let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
        let [year, month, day] = parts[..] else { return Err(fault()) };
        let exists = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        if exists { Ok(Self { year, month, day }) } else { Err(fault()) }
    }

    /// The same day that many months later, or the last day of that month where it is shorter.
    pub fn plus_months(self, months: u32) -> Self {
        let count = self.year * 12 + (self.month - 1) + months;
        let (year, month) = (count / 12, count % 12 + 1);
        Self { year, month, day: self.day.min(days_in(year, month)) }
    }

    /// The same day that many years later; 28 February where 29 February does not exist.
    pub fn plus_years(self, years: u32) -> Self {
        self.plus_months(years * 12)
    }
}

fn is_leap(year: u32) -> bool {
    (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    fn check(from: &str, months: u32, then: &str) {
        let reckoned = Date::parse(from).map(|date| date.plus_months(months).to_string());
        assert_eq!(reckoned, Ok(then.to_owned()), "{from} plus {months} months");
    }

    #[test]
    fn months_and_years_end_on_the_last_day_where_the_day_does_not_exist() {
        check("2012-01-31", 1, "2012-02-29");
        check("2013-01-31", 1, "2013-02-28");
        check("2013-01-31", 2, "2013-03-31");
        check("2012-02-29", 12, "2013-02-28");
        check("2012-02-29", 48, "2016-02-29");
        check("2099-02-28", 12, "2100-02-28");
        check("2096-02-29", 48, "2100-02-28");
        check("2015-03-01", 48, "2019-03-01");
        check("2014-11-30", 3, "2015-02-28");
        check("2014-12-15", 12, "2015-12-15");
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2013-02-29", "2100-02-29", "2013-13-01", "2013-00-01", "2013-04-31", "2013-4", "soon"] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
        assert!(Date::parse("2000-02-29").is_ok());
    }
}
