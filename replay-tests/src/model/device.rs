//! Devices as the model keeps them: one record for each device and project.
//!
//! Absent by design: what a model name means.

use super::date::Date;
use super::row::{number, optional_day, optional_number, text};
use serde_json::Value;

/// Months of warranty from the purchase, before any extension.
const BASE_MONTHS: u32 = 12;

/// A device in a project.
#[derive(Debug, Clone)]
pub struct Device {
    /// The project's stream.
    pub project: String,
    /// Its serial number.
    pub serial: String,
    /// The vendor's model name.
    pub model: String,
    /// The software that it runs.
    pub software: Option<i64>,
    /// The version below which it must not go.
    pub min_software: Option<i64>,
    /// Day of purchase.
    pub purchased: Option<Date>,
    /// Years of the warranty extension.
    pub extension: Option<u32>,
    /// The end that a fact named, which nothing moves.
    pub granted: Option<Date>,
    /// Trials so far.
    pub trials: i64,
    /// Trial licences issued here: licence, units, from, until.
    pub trial_licences: Vec<String>,
    /// Where it went: nothing while it is here.
    pub gone: Option<String>,
}

impl Device {
    /// The device as an event describes it.
    ///
    /// # Errors
    /// Names what the event does not say.
    pub fn described(project: &str, description: &Value) -> Result<Self, String> {
        Ok(Self {
            project: project.to_owned(),
            serial: text(description, "serial")?.to_owned(),
            model: text(description, "model")?.to_owned(),
            software: optional_number(description, "software"),
            min_software: None,
            purchased: optional_day(description, "purchased")?,
            extension: None,
            granted: None,
            trials: 0,
            trial_licences: Vec::new(),
            gone: None,
        })
    }

    /// Takes over the years of a warranty extension, and its end where that was named: what runs from the day of
    /// purchase runs anew when that day, or the years, turn out to be others (WAR-7).
    ///
    /// # Errors
    /// Says that it names no years.
    pub fn extend(&mut self, extension: &Value, names_its_end: bool) -> Result<(), String> {
        let years = number(extension, "years")?;
        self.extension = Some(u32::try_from(years).map_err(|e| format!("{years} years: {e}"))?);
        self.granted = if names_its_end { optional_day(extension, "until")? } else { None };
        Ok(())
    }

    /// The end that an extension of so many years should grant, reckoned from the purchase alone.
    pub fn extended(&self, years: u32) -> Option<Date> {
        self.purchased.map(|day| day.plus_months(BASE_MONTHS + 12 * years))
    }

    /// What must be the same when the device arrives in another project: software, least software, purchase, extension
    /// and trials.
    pub fn travelling(&self) -> impl PartialEq {
        let trials = (self.trials, self.trial_licences.clone());
        (self.software, self.min_software, self.purchased, self.extension, trials)
    }

    /// First day without warranty: the end that was named, or what the purchase and the years give.
    pub fn warranty_until(&self) -> Option<Date> {
        self.granted.or_else(|| self.extended(self.extension.unwrap_or_default()))
    }
}
