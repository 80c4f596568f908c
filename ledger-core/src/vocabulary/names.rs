//! Names that people give: companies, projects, keys and operators. Compared without case and by one spelling; a key also
//! without blanks and dashes.
//!
//! What a person gives is brought into its one spelling (composed letters, single blanks), and what nobody sees is refused,
//! so that two names never only look alike. What a ledger holds stays as it was written, whatever version wrote it, and is
//! compared in the same way. Absent by design: whether the name is taken.

use super::Fault;
use super::spelling::{code_point, compared, hidden, is_blank, is_dash, one_spelling};
use std::cmp::Ordering;
use std::fmt;

/// Checks a text of one line and brings it into its one spelling; `max` is its length in characters.
fn plain_text(text: &str, what: &str, max: usize) -> Result<String, Fault> {
    let next = format!("give a {what} of 1 to {max} visible characters");
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Err(Fault::new("TEXT", text, None, format!("is empty where a {what} is needed"), next));
    }
    if let Some((at, c)) = hidden(trimmed) {
        let message = format!("holds the hidden character {} in a {what}", code_point(c));
        return Err(Fault::new("TEXT", text, Some(at), message, next));
    }
    let spelt = one_spelling(trimmed);
    if spelt.chars().count() > max {
        return Err(Fault::new("TEXT", text, None, format!("is longer than {max} characters"), next));
    }
    Ok(spelt)
}

/// Checks a text that a ledger holds: what no version of the program ever wrote is refused, and nothing is changed.
fn stored_text(text: &str, what: &str, max: usize) -> Result<String, Fault> {
    let fault = |message: &str| Fault::new("TEXT", text, None, message, format!("a stored {what} is never changed"));
    if text.is_empty() || text.trim() != text {
        return Err(fault("is empty, or has blanks at its ends"));
    }
    if text.chars().any(was_never_taken) {
        return Err(fault("holds a hidden character"));
    }
    if text.chars().count() > max {
        return Err(fault("is too long"));
    }
    Ok(text.to_owned())
}

/// The hidden characters that every version of the program refused; later ones know more.
fn was_never_taken(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

macro_rules! caseless_name {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(String);

        impl $name {
            /// Checks what a person gives and brings it into its one spelling.
            pub fn parse(text: &str) -> Result<Self, Fault> {
                plain_text(text, $what, $max).map(Self)
            }

            /// Takes a name as a ledger holds it, in whatever spelling an earlier version wrote.
            pub fn stored(text: &str) -> Result<Self, Fault> {
                stored_text(text, $what, $max).map(Self)
            }

            /// The name as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The form that names are compared by: the one spelling in lower case.
            pub fn folded(&self) -> String {
                compared(&self.0)
            }

            /// The form under which an index lists the name: as it is written, in lower case.
            pub fn listed(&self) -> String {
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

/// An activation key: letters and digits, compared without case, blanks and dashes.
#[derive(Debug, Clone)]
pub struct KeyCode(String);

/// Longest key in characters.
const LONGEST_KEY: usize = 120;

impl KeyCode {
    /// Reads a key and brings it into its one spelling: ASCII capitals and digits. A character outside that alphabet is
    /// refused by its code point, since Cyrillic and full-width letters look like Latin ones.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let next = "give the key as it is printed on the certificate: letters A to Z and digits, at most 120";
        let fault = |at, message: String| Fault::new("TEXT", text, at, message, next);
        if text.trim().is_empty() {
            return Err(fault(None, "is empty where a key is needed".to_owned()));
        }
        let mut code = String::new();
        for (c, at) in text.trim().chars().zip(1..) {
            match c {
                _ if is_blank(c) || is_dash(c) => {}
                'a'..='z' | 'A'..='Z' | '0'..='9' => code.push(c.to_ascii_uppercase()),
                _ if super::spelling::is_hidden(c) => {
                    return Err(fault(Some(at), format!("holds the hidden character {} in a key", code_point(c))));
                }
                _ => {
                    let message =
                        format!("holds {c:?} ({}), and a key has only letters A to Z and digits", code_point(c));
                    return Err(fault(Some(at), message));
                }
            }
        }
        if code.is_empty() {
            return Err(fault(None, "holds no letter or digit".to_owned()));
        }
        if code.len() > LONGEST_KEY {
            return Err(fault(None, format!("is longer than {LONGEST_KEY} characters")));
        }
        Ok(Self(code))
    }

    /// Takes a key as a ledger holds it: earlier versions took letters of every alphabet, and dashes other than `-`.
    pub fn stored(text: &str) -> Result<Self, Fault> {
        let stored = stored_text(text, "key", LONGEST_KEY)?;
        if text.contains(|c: char| c.is_whitespace() || c == '-') || text.to_uppercase() != text {
            return Err(Fault::new("TEXT", text, None, "is not in capitals without blanks and hyphens", ""));
        }
        Ok(Self(stored))
    }

    /// The key as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that keys are compared by: composed capitals, no blanks, no dashes.
    pub fn folded(&self) -> String {
        if self.0.is_ascii() {
            return self.0.clone();
        }
        one_spelling(&self.0).to_uppercase().chars().filter(|c| !is_blank(*c) && !is_dash(*c)).collect()
    }
}

impl PartialEq for KeyCode {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.folded() == other.folded()
    }
}
impl Eq for KeyCode {}
impl PartialOrd for KeyCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for KeyCode {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.0.is_ascii() && other.0.is_ascii() {
            true => self.0.cmp(&other.0),
            false => self.folded().cmp(&other.folded()),
        }
    }
}
impl fmt::Display for KeyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
