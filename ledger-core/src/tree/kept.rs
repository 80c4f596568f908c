//! A head as somebody kept it: copied from a report or a receipt, whole or from its beginning on.
//!
//! Absent by design: heads in files, which [`super::checkpoint`] reads, and comparing it with a ledger.

use super::Head;
use crate::vocabulary::Fault;
use std::fmt;

/// Fewest hex digits of a root that say something: 64 bits. With fewer, two ledgers of the same digits can be made.
const FEWEST_DIGITS: usize = 16;
/// Hex digits of a whole root.
const WHOLE: usize = 64;

/// The number of events, and the root from its first digit on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptHead {
    size: u64,
    /// Hex digits in lower case, 16 to 64.
    digits: String,
}

impl KeptHead {
    /// Reads `57:3f3f3f3f3f3f3f3f`; a blank may stand in place of the colon, and capital letters mean the same.
    ///
    /// # Errors
    /// Says what is missing: the number of events, or enough digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let next =
            format!("write the number of events and {FEWEST_DIGITS} to {WHOLE} hex digits of the root, as SIZE:DIGITS");
        let fault = |message: &str| Fault::new("TEXT", text, None, message, next.clone());
        let trimmed = text.trim();
        let Some((size, digits)) = trimmed.split_once([':', ' ']) else {
            return Err(fault("is no head: the number of events and the digits belong together"));
        };
        let (size, digits) = (size.trim(), digits.trim());
        let plain = !size.is_empty() && size.bytes().all(|b| b.is_ascii_digit());
        let Some(size) = plain.then(|| size.parse().ok()).flatten() else {
            return Err(fault("is no head: it does not begin with a number of events"));
        };
        if size == 0 {
            return Err(fault("is a head over no events, which every ledger has"));
        }
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(fault("is no head: the root is written in hex digits (0 to 9, a to f)"));
        }
        if digits.len() < FEWEST_DIGITS {
            return Err(fault("has too few digits: two ledgers that begin with the same few can be made"));
        }
        if digits.len() > WHOLE {
            return Err(fault("has more digits than a root"));
        }
        Ok(Self { size, digits: digits.to_ascii_lowercase() })
    }

    /// Number of events under it.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// How many digits were kept.
    pub fn kept_digits(&self) -> usize {
        self.digits.len()
    }

    /// Whether a head is the one that was kept, as far as it was.
    pub fn is(&self, head: &Head) -> bool {
        self.size == head.size && head.root.to_string().starts_with(&self.digits)
    }
}

impl fmt::Display for KeptHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.size, self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::Hash;

    fn check(text: &str, says: &str) {
        let fault = KeptHead::parse(text).expect_err("it is no head");
        assert!(fault.to_string().contains(says), "{fault}\n{text}");
    }

    #[test]
    fn a_head_is_kept_whole_or_from_its_beginning_on() {
        let head = Head { size: 57, root: Hash([0x3f; 32]) };
        for kept in
            [head.to_string(), head.words(), "57:3F3F3F3F3F3F3F3F".to_owned(), " 57  3f3f3f3f3f3f3f3f ".to_owned()]
        {
            assert!(KeptHead::parse(&kept).expect("it is a head").is(&head), "{kept}");
        }
        for other in ["56:3f3f3f3f3f3f3f3f", "57:3f3f3f3f3f3f3f3e"] {
            assert!(!KeptHead::parse(other).expect("it is a head").is(&head), "{other}");
        }
    }

    #[test]
    fn what_says_too_little_is_no_head() {
        check("57:3f3f3f3f3f3f3f3", "too few digits");
        check("57", "belong together");
        check("3f3f3f3f3f3f3f3f", "belong together");
        check(":3f3f3f3f3f3f3f3f", "number of events");
        check("-1:3f3f3f3f3f3f3f3f", "number of events");
        check("99999999999999999999999:3f3f3f3f3f3f3f3f", "number of events");
        check("0:e3b0c44298fc1c14", "over no events");
        check("57:", "hex digits");
        check("57:3f3f3f3f3f3f3f3g", "hex digits");
        check(&format!("57:{}", "3f".repeat(33)), "more digits");
    }
}
