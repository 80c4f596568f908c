//! A text that is not the word it should be: which rule it breaks, where, and what would be right.

use super::Family;
use std::fmt;

/// Why a text was not accepted as a word of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Rule identifier (`NAME-1`, `PRJ-6`) or `DATE`, `NUMBER`, `TEXT` where no licence rule is meant.
    pub rule: &'static str,
    /// The offending text, as given.
    pub input: String,
    /// Character (from 1) at which the fault was seen, where one can be named.
    pub at: Option<usize>,
    /// The family that the text names, where a licence was read that far.
    pub family: Option<Family>,
    /// What is wrong.
    pub message: String,
    /// What would be accepted.
    pub next: String,
}

impl Fault {
    pub(crate) fn new(
        rule: &'static str,
        input: &str,
        at: Option<usize>,
        message: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
        let input = input.chars().take(200).collect();
        Self { rule, input, at, family: None, message: message.into(), next: next.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.input, self.message)?;
        if let Some(at) = self.at {
            write!(f, " (at character {at})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}
