//! Serial numbers (PRJ-6): the MAC form of gateways and virtual machines, and the IPEI of DECT devices.
//!
//! Absent by design: whether a device with that number exists, and which prefixes a model may have.

use super::Fault;
use super::spelling::{code_point, is_blank, is_dash};
use std::fmt;

/// A serial number in its canonical form: `00-90-33-01-02-ab`, or thirteen characters of an IPEI.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial(String);

/// Which of the two forms a serial number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SerialKind {
    /// Six hex pairs.
    Mac,
    /// International portable equipment identity of a DECT device.
    Ipei,
}

/// Whether the first three pairs of a MAC belong to the vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VendorPrefix {
    /// 00-90-33, 02-90-33, 80-90-33 or 00-01-3e.
    Vendor,
    /// Any other prefix.
    Foreign,
}

const VENDOR_PREFIXES: [&str; 4] = ["00-90-33", "02-90-33", "80-90-33", "00-01-3e"];

impl Serial {
    /// Reads a MAC with `-`, `:`, `.`, blanks or nothing between its pairs, or an IPEI with a right check digit. Every dash
    /// counts as `-`, every blank as a plain one.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let plain: String = text.trim().chars().map(separator).collect();
        let trimmed = plain.as_str();
        let next = "write six hex pairs (00-90-33-01-02-ab) or a 13-character IPEI";
        if trimmed.contains(',') || (trimmed.contains(['e', 'E']) && trimmed.contains('+')) {
            return Err(Fault::new(
                "PRJ-6",
                text,
                None,
                "looks like a serial number that a spreadsheet turned into a number",
                "take it from the device; format the column as text",
            ));
        }
        if let Some((at, c)) = trimmed.chars().enumerate().find(|(_, c)| !c.is_ascii() || c.is_ascii_control()) {
            let message = format!("holds the character {}, which no serial number has", code_point(c));
            return Err(Fault::new("PRJ-6", text, Some(at + 1), message, next));
        }
        if trimmed.len() == 13 && trimmed[..12].bytes().all(|b| b.is_ascii_digit()) {
            return Self::parse_ipei(text, trimmed);
        }
        let digits: String = trimmed.chars().filter(|c| !matches!(c, '-' | ':' | '.' | ' ')).collect();
        if let Some((at, c)) =
            trimmed.chars().enumerate().find(|(_, c)| !matches!(c, '-' | ':' | '.' | ' ') && !c.is_ascii_hexdigit())
        {
            return Err(Fault::new("PRJ-6", text, Some(at + 1), format!("holds {c:?}, which is no hex digit"), next));
        }
        if digits.len() != 12 {
            return Err(Fault::new(
                "PRJ-6",
                text,
                None,
                format!("has {} hex digits, a MAC has 12", digits.len()),
                next,
            ));
        }
        if !evenly_separated(trimmed) {
            return Err(Fault::new("PRJ-6", text, None, "has its separators in odd places", next));
        }
        let lower = digits.to_ascii_lowercase();
        let pairs: Vec<&str> = (0..6).map(|i| &lower[2 * i..2 * i + 2]).collect();
        Ok(Self(pairs.join("-")))
    }

    fn parse_ipei(text: &str, trimmed: &str) -> Result<Self, Fault> {
        let sum: u32 = trimmed[..12].bytes().zip(1..).map(|(digit, place)| u32::from(digit - b'0') * place).sum();
        let expected = match sum % 11 {
            10 => '*',
            check => char::from_digit(check, 10).unwrap_or('*'),
        };
        if !trimmed.ends_with(expected) {
            let message = format!("has a wrong IPEI check digit, {expected:?} would be right");
            return Err(Fault::new("PRJ-6", text, Some(13), message, "compare it with the number on the device"));
        }
        Ok(Self(trimmed.to_owned()))
    }

    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// MAC or IPEI.
    pub fn kind(&self) -> SerialKind {
        if self.0.contains('-') { SerialKind::Mac } else { SerialKind::Ipei }
    }

    /// Whose prefix a MAC has; an IPEI has none and counts as the vendor's.
    pub fn prefix(&self) -> VendorPrefix {
        match self.kind() {
            SerialKind::Mac if !VENDOR_PREFIXES.iter().any(|p| self.0.starts_with(p)) => VendorPrefix::Foreign,
            SerialKind::Mac | SerialKind::Ipei => VendorPrefix::Vendor,
        }
    }
}

/// A dash or a blank of whatever kind as the plain one; any other character as it is.
fn separator(c: char) -> char {
    match c {
        _ if is_dash(c) => '-',
        _ if is_blank(c) => ' ',
        _ => c,
    }
}

/// Separators stand between pairs only (`00-90-33-…`), between groups of two pairs (`0090.3301.02ab`), or nowhere.
fn evenly_separated(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['-', ':', '.', ' ']).collect();
    let len = groups.first().map_or(0, |g| g.len());
    matches!(len, 2 | 4 | 6 | 12) && groups.iter().all(|g| g.len() == len)
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
