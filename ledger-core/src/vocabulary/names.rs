//! Names that people give: companies, projects, keys and operators. Compared without case; a key also without blanks
//! and hyphens. Control and invisible direction characters are refused, so that two names never only look alike.

use super::Fault;
use std::cmp::Ordering;
use std::fmt;

/// Characters that change nothing visible, or the direction of what stands around them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Trims, checks for hidden characters and the length in characters.
fn plain_text(text: &str, what: &str, max: usize) -> Result<String, Fault> {
    let trimmed = text.trim();
    let next = format!("give a {what} of 1 to {max} visible characters");
    if trimmed.is_empty() {
        return Err(Fault::new("TEXT", text, None, format!("is empty where a {what} is needed"), next));
    }
    if let Some(at) = trimmed.chars().position(is_hidden) {
        return Err(Fault::new("TEXT", text, Some(at + 1), format!("holds a hidden character in a {what}"), next));
    }
    if trimmed.chars().count() > max {
        return Err(Fault::new("TEXT", text, None, format!("is longer than {max} characters"), next));
    }
    Ok(trimmed.to_owned())
}

macro_rules! caseless_name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(String);

        impl $name {
            /// Trims and checks the text.
            pub fn parse(text: &str) -> Result<Self, Fault> {
                plain_text(text, $what, $max).map(Self)
            }

            /// The name as it was given.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The form that names are compared by: lower case.
            pub fn folded(&self) -> String {
                self.0.to_lowercase()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.folded() == other.folded()
            }
        }
        impl Eq for $name {}
        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.folded().cmp(&other.folded())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

caseless_name!(
    /// A company: the owner of projects, and the border that no licence crosses.
    CompanyName, "company name", 120
);
caseless_name!(
    /// A project of a company; unique in the company. `DEFAULT` stands for what lies outside any other project.
    ProjectName, "project name", 120
);
caseless_name!(
    /// What a closing of a period is called; unique in the ledger.
    ClosingName, "name of a closing", 120
);
caseless_name!(
    /// The operator who says so: a short id, no full name or address.
    Actor, "operator id", 40
);

/// An activation key: opaque text, compared without case, blanks and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyCode(String);

impl KeyCode {
    /// Reads a key and brings it into the form by which keys are compared: upper case, no blanks, no hyphens.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let plain = plain_text(text, "key", 120)?;
        let code: String = plain.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if code.is_empty() {
            return Err(Fault::new(
                "TEXT",
                text,
                None,
                "holds no letter or digit",
                "give the key as it stands on the certificate",
            ));
        }
        plain_text(&code.to_uppercase(), "key", 120).map(Self)
    }

    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
