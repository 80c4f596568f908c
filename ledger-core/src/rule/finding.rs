//! Findings: news about data, each under the identifier of the rule that it is about.
//!
//! A finding refuses nothing by itself. A command whose own event would bring one of severity `error` is refused.

use crate::book::Place;
use crate::vocabulary::{Licence, LotId, Position, Say, Serial};
use std::fmt;

/// A payload that was withheld: no rule, but every answer that it may have touched tells it.
pub const WITHHELD: &str = "INT-WITHHELD";

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A validity rule is broken, or quantities do not add up.
    Error,
    /// Something that a person should look at.
    Warning,
    /// Worth knowing.
    Notice,
}

impl Severity {
    /// Every severity, the gravest first.
    pub const ALL: [Severity; 3] = [Self::Error, Self::Warning, Self::Notice];

    /// The word that reports use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One rule, one subject, and the figures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Identifier of the rule.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about: a serial number, a licence, a key, a project.
    pub subject: String,
    /// What was found, with its figures.
    pub message: Say,
    /// What would be allowed, or what to do.
    pub next: Say,
    /// What there is.
    pub have: Option<i64>,
    /// What there would have to be.
    pub need: Option<i64>,
    /// The events that it rests on.
    pub events: Vec<Position>,
    /// The figure that was compared, as it stood before the last of them.
    pub behind: Option<Box<Behind>>,
}

/// A figure that a rule looked at, in the project of the event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behind {
    /// Units of a licence at a place, of one lot only where it answers for itself.
    Units {
        /// The licence.
        licence: Licence,
        /// The place.
        place: Place,
        /// The lot.
        lot: Option<LotId>,
    },
    /// The service credits in the balance.
    Credits,
    /// The dates and the SSA of a lot.
    Coverage(LotId),
    /// The purchase and the warranty of a device.
    Warranty(Serial),
}

impl Finding {
    /// A broken validity rule.
    pub fn error(rule: &'static str, subject: impl ToString, message: impl Into<Say>, next: impl Into<Say>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            subject: subject.to_string(),
            message: message.into(),
            next: next.into(),
            have: None,
            need: None,
            events: Vec::new(),
            behind: None,
        }
    }

    /// The same finding as one that refuses no command.
    pub fn as_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    /// The same finding as something that is worth knowing.
    pub fn as_notice(self) -> Self {
        Self { severity: Severity::Notice, ..self }
    }

    /// The same finding with what there is and what there would have to be.
    pub fn figures(self, have: i64, need: i64) -> Self {
        Self { have: Some(have), need: Some(need), ..self }
    }

    /// The same finding with the figure that was compared.
    pub fn about(self, behind: Behind) -> Self {
        Self { behind: Some(Box::new(behind)), ..self }
    }

    /// Whether it breaks the record itself, so that not even a fact is recorded with it: a correction that corrects
    /// nothing, or what is corrected already.
    pub fn breaks_the_record(&self) -> bool {
        matches!(self.rule, "TIME-1" | "TIME-2")
    }

    /// Whether every answer tells it, whatever is asked: what was withheld may be part of it.
    pub fn is_told_always(&self) -> bool {
        self.rule == WITHHELD
    }

    /// Whether a command that would bring it is refused.
    pub fn refuses(&self) -> bool {
        self.severity == Severity::Error
    }
}
