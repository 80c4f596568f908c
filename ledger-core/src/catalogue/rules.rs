//! The list of rules: identifier, kind, wording and source of each, and whether the program enforces it.
//!
//! Absent by design: the rules themselves, which are functions elsewhere and carry the same identifiers.

use serde::Deserialize;
use std::sync::OnceLock;

const SHIPPED: &str = include_str!("../../../schemas/rules.json");

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum RuleKind {
    /// A command that breaks it is refused.
    #[serde(rename = "V")]
    Validity,
    /// It says something about a state, as a finding, and refuses nothing.
    #[serde(rename = "C")]
    Compliance,
    /// It says how a figure is computed.
    #[serde(rename = "D")]
    Derivation,
}

impl RuleKind {
    /// The word for this kind in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Validity => "validity",
            Self::Compliance => "compliance",
            Self::Derivation => "derivation",
        }
    }
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Identifier: `REL-3`.
    pub id: String,
    /// What it does.
    pub kind: RuleKind,
    /// Section, the identifier's first part: `REL`.
    pub section: String,
    /// Title in English.
    pub title: String,
    /// What it says, in one or two sentences.
    pub text: String,
    /// Where it is said.
    pub source: String,
    /// Whether the program enforces, reports or computes it.
    pub built: bool,
}

/// All rules, section by section.
pub fn rules() -> &'static [Rule] {
    static RULES: OnceLock<Vec<Rule>> = OnceLock::new();
    RULES.get_or_init(|| serde_json::from_str(SHIPPED).expect("the shipped list of rules is tested"))
}

/// A rule by its identifier, whatever the case; `None` if there is none.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.id.eq_ignore_ascii_case(id.trim()))
}
