//! Quantities with their unit in the type. Stored numbers stay within 2^53 - 1 by construction (u32).
//!
//! Absent by design: floats and wrapping arithmetic.

use super::{Fault, Software};
use std::fmt;

fn number(text: &str, what: &str, min: u32, max: u32) -> Result<u32, Fault> {
    let trimmed = text.trim();
    let fault = |message: String| {
        Fault::new("NUMBER", text, None, message, format!("write a whole number from {min} to {max} in plain digits"))
    };
    if trimmed.is_empty() || !trimmed.bytes().all(|b| b.is_ascii_digit()) {
        return Err(fault(format!("is not a number of {what}")));
    }
    match trimmed.parse::<u32>() {
        Ok(n) if (min..=max).contains(&n) => Ok(n),
        _ => Err(fault(format!("is outside {min} to {max} {what}"))),
    }
}

/// A number of licences that an act moves: 1 to 10,000,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Units(u32);

impl Units {
    /// The most that one act can move.
    pub const MAX: u32 = 10_000_000;

    /// Checks the bounds: at least one, at most [`Units::MAX`].
    pub fn new(count: u32) -> Option<Self> {
        (1..=Self::MAX).contains(&count).then_some(Self(count))
    }

    /// Reads plain digits; a thousands separator is refused, since `1.000` could be one.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        number(text, "licences", 1, Self::MAX).map(Self)
    }

    /// The plain number.
    pub fn get(self) -> u32 {
        self.0
    }

    /// The number for signed sums.
    pub fn signed(self) -> i64 {
        i64::from(self.0)
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Software service credits (SSC): 0 to 1,000,000,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credits(u32);

impl Credits {
    /// The most that one act can move.
    pub const MAX: u32 = 1_000_000_000;

    /// Checks the upper bound.
    pub fn new(count: u32) -> Option<Self> {
        (count <= Self::MAX).then_some(Self(count))
    }

    /// Takes a computed figure if it lies within the bounds.
    pub fn from_u64(count: u64) -> Option<Self> {
        u32::try_from(count).ok().and_then(Self::new)
    }

    /// Reads plain digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        number(text, "credits", 0, Self::MAX).map(Self)
    }

    /// The plain number.
    pub fn get(self) -> u32 {
        self.0
    }

    /// The number for signed sums.
    pub fn signed(self) -> i64 {
        i64::from(self.0)
    }
}

impl fmt::Display for Credits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A major version of a licence or of software: 1 to 99.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u16);

impl Version {
    /// Checks the bounds.
    pub fn new(major: u16) -> Option<Self> {
        (1..=99).contains(&major).then_some(Self(major))
    }

    /// Reads `12`, `V12` or `v12`, and `12r2 sr5` as the major version that it is.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        if let Some(software) = Software::parse(text).ok().filter(|software| software.is_precise()) {
            return Ok(software.major());
        }
        let trimmed = text.trim();
        let digits = trimmed.strip_prefix(['v', 'V']).unwrap_or(trimmed);
        let major = number(digits, "version", 1, 99).map_err(|fault| Fault { input: text.to_owned(), ..fault })?;
        Ok(Self(u16::try_from(major).unwrap_or(u16::MAX)))
    }

    /// The plain number.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A term in whole years: 1 to 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Years(u32);

impl Years {
    /// Checks the bounds.
    pub fn new(years: u32) -> Option<Self> {
        (1..=50).contains(&years).then_some(Self(years))
    }

    /// Reads plain digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        number(text, "years", 1, 50).map(Self)
    }

    /// The plain number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A number of years in words: `1 year`, `3 years`.
pub fn in_years(years: u32) -> String {
    if years == 1 { "1 year".to_owned() } else { format!("{years} years") }
}
