//! Values and dates of the rulebook that the histories adopt, read from its own text.
//!
//! Absent by design: rulebooks that a history does not adopt.

use super::Date;
use super::row::{Row, list, number, text};
use crate::generate::EXAMPLE_RULEBOOK;
use std::collections::BTreeMap;

/// What the rulebook in force says.
#[derive(Debug, Clone)]
pub(super) struct Rulebook {
    values: BTreeMap<String, i64>,
    dates: BTreeMap<i64, Date>,
    /// How often a late year is paid.
    pub late_factor: i64,
}

impl Rulebook {
    /// The one that the rows adopted, or the shipped one, which has neither values nor dates.
    ///
    /// # Errors
    /// Says what the text lacks.
    pub(super) fn adopted(rows: &[Row]) -> Result<Self, String> {
        let mut rulebook = Self { values: BTreeMap::new(), dates: BTreeMap::new(), late_factor: 1 };
        if !rows.iter().any(|row| row.kind == "rulebook-adopted") {
            return Ok(rulebook);
        }
        let example: serde_json::Value = serde_json::from_str(EXAMPLE_RULEBOOK).map_err(|e| e.to_string())?;
        for value in list(&example, "ssc_values")? {
            rulebook.values.insert(text(value, "family")?.to_owned(), number(value, "credits")?);
        }
        for dated in list(&example, "version_dates")? {
            rulebook.dates.insert(number(dated, "version")?, Date::parse(text(dated, "date")?)?);
        }
        for policy in list(&example, "policies")?.iter().filter(|policy| text(policy, "name") == Ok("ssa_late_factor"))
        {
            rulebook.late_factor = number(policy, "value")?;
        }
        Ok(rulebook)
    }

    /// Credits for a year of one licence of a family.
    pub(super) fn value(&self, family: &str) -> Option<i64> {
        self.values.get(family).copied()
    }

    /// The day of a version.
    pub(super) fn date(&self, version: i64) -> Option<Date> {
        self.dates.get(&version).copied()
    }
}
