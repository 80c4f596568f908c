//! Corrections in the model: which of the known rows count at the end of a day, and what they say then.
//!
//! Both questions are asked anew for every row, of every correction that speaks of it; a correction is a row like any
//! other. Absent by design: memory, and what a correction does to a figure: the rest is added up as if it had been recorded
//! that way.

use super::row::{Row, inner, number, optional_day, text};
use super::{Date, Mistake, Model};
use serde_json::Value;
use std::borrow::Cow;

/// The rows that are known, and the day at whose end they are looked at.
pub(super) struct Known<'a> {
    rows: Vec<&'a Row>,
    corrections: Vec<&'a Row>,
    day: Date,
    mistake: Option<Mistake>,
}

/// What a row says once corrections are heard, and the position at which that was said.
struct Saying<'a> {
    kind: &'a str,
    payload: &'a Value,
    effective: Date,
    position: u64,
}

/// A row that happened, as it is to be read.
pub(super) struct Happened<'a> {
    /// The row.
    pub(super) row: Cow<'a, Row>,
    /// Whether it is undone by now.
    pub(super) is_undone: bool,
    /// Whether it was in effect before it was undone, so that it leaves a trace.
    pub(super) leaves_trace: bool,
    /// Whether it names the end of a warranty, rather than what purchase and years gave when it was said.
    pub(super) names_its_end: bool,
}

/// Events that say when a device was bought, and what became of it.
const ABOUT_DEVICES: [&str; 4] = ["device-added", "device-replaced", "device-moved-out", "device-moved-in"];

impl<'a> Known<'a> {
    /// The rows below a position, at the end of a day.
    pub(super) fn below(rows: &'a [Row], known_at: u64, day: Date, mistake: Option<Mistake>) -> Self {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.position < known_at).collect();
        let corrections = rows.iter().copied().filter(|row| row.is_correction()).collect();
        Self { rows, corrections, day, mistake }
    }

    /// The rows that happened, each as it is to be read, in the order of their recording; days after the one in question
    /// too.
    ///
    /// # Errors
    /// Says what a correction lacks.
    pub(super) fn happened(&self) -> Result<Vec<Happened<'a>>, String> {
        let mut happened = Vec::new();
        for row in self.rows.iter().filter(|row| !row.is_correction()) {
            if self.stands(row, false)? {
                let read = self.read(row)?;
                let names_its_end = read.kind == "warranty-activated" && self.names_end_since(row, &read)?;
                let is_undone = !self.stands(row, true)?;
                let leaves_trace = is_undone && self.was_in_effect(row, &read)?;
                happened.push(Happened { row: read, is_undone, leaves_trace, names_its_end });
            }
        }
        Ok(happened)
    }

    /// Whether the reversals of a row lie on its day or after it.
    fn was_in_effect(&self, row: &Row, read: &Row) -> Result<bool, String> {
        for correction in self.about(row)? {
            let is_early = correction.kind == "event-reversed" && correction.effective < read.effective;
            if is_early && self.counts(correction)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether the end of an extension was named: by the first saying of it that stands, each amendment that left it as it
    /// was left out.
    fn names_end_since(&self, recorded: &'a Row, read: &Row) -> Result<bool, String> {
        let until = |row: &Row| inner(&row.payload, "extension").and_then(|extension| optional_day(extension, "until"));
        let mut said = recorded.clone();
        for amendment in self.sayings(recorded)? {
            let (kind, payload) = amendment.becomes()?;
            let (kind, payload, recorded) = (kind.to_owned(), payload.clone(), amendment.position);
            let next = Row { kind, payload, recorded, ..said.clone() };
            if until(&next)? != until(&said)? {
                said = next;
            }
        }
        let said = Row { effective: read.effective, ..said };
        self.names_end(&said, said.recorded)
    }

    /// The amendments that stand, from that of the row to the last.
    fn sayings(&self, row: &'a Row) -> Result<Vec<&'a Row>, String> {
        let mut sayings = Vec::new();
        let mut last = row;
        'next: loop {
            for correction in self.about(last)? {
                if correction.kind == "event-amended" && self.counts(correction)? {
                    sayings.push(correction);
                    last = correction;
                    continue 'next;
                }
            }
            return Ok(sayings);
        }
    }

    /// Whether the end of an extension is another than the one that followed from what was known when it was said.
    fn names_end(&self, row: &Row, said_at: u64) -> Result<bool, String> {
        let extension = inner(&row.payload, "extension")?;
        let Some(until) = optional_day(extension, "until")? else { return Ok(false) };
        if self.mistake == Some(Mistake::WarrantyKeepsItsEnd) {
            return Ok(true);
        }
        let is_known = |other: &&&Row| {
            other.position < said_at && (other.is_correction() || ABOUT_DEVICES.contains(&other.kind.as_str()))
        };
        let known: Vec<Row> = self.rows.iter().filter(is_known).map(|other| (*other).clone()).collect();
        let model = Model::of(&known, u64::MAX, row.effective, None)?;
        let (serial, years) = (text(&row.payload, "serial")?, number(extension, "years")?);
        let years = u32::try_from(years).map_err(|e| e.to_string())?;
        let device = model.devices.iter().find(|device| device.project == row.stream && device.serial == serial);
        Ok(device.and_then(|device| device.extended(years)) != Some(until))
    }

    /// Corrections that speak of a row.
    fn about(&self, row: &Row) -> Result<Vec<&'a Row>, String> {
        let mut about = Vec::new();
        for correction in self.corrections.iter().filter(|c| c.stream == row.stream && c.version > row.version) {
            let target = inner(&correction.payload, "target")?;
            let is_it = i64::try_from(row.version) == Ok(number(target, "version")?);
            if is_it && text(target, "event")? == row.event {
                about.push(*correction);
            }
        }
        Ok(about)
    }

    fn counts(&self, row: &Row) -> Result<bool, String> {
        self.stands(row, true)
    }

    /// A row stands unless a correction that counts itself says that it never happened, or, where reversals are heard, that
    /// it is undone by now.
    fn stands(&self, row: &Row, hears_reversals: bool) -> Result<bool, String> {
        if self.mistake == Some(Mistake::AnnulledAnnulmentStays) && row.kind == "event-annulled" {
            return Ok(true);
        }
        for correction in self.about(row)? {
            let is_heard = hears_reversals || correction.kind != "event-reversed";
            if is_heard && self.undoes(correction) && self.counts(correction)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn undoes(&self, correction: &Row) -> bool {
        match correction.kind.as_str() {
            "event-annulled" => self.mistake != Some(Mistake::AnnulledStillCounts),
            "event-reversed" => {
                correction.effective <= self.day || self.mistake == Some(Mistake::ReversalCountsFromTarget)
            }
            _ => false,
        }
    }

    /// What a row says: what an amendment of it says that counts, or what it was recorded with.
    fn says(&self, row: &'a Row) -> Result<Saying<'a>, String> {
        for correction in self.about(row)? {
            if correction.kind == "event-amended" && self.counts(correction)? {
                return self.says(correction);
            }
        }
        if row.kind != "event-amended" {
            return Ok(Saying {
                kind: &row.kind,
                payload: &row.payload,
                effective: row.effective,
                position: row.position,
            });
        }
        let (kind, payload) = row.becomes()?;
        Ok(Saying { kind, payload, effective: row.effective, position: row.position })
    }

    /// A row with what it says, in its own place.
    fn read(&self, row: &'a Row) -> Result<Cow<'a, Row>, String> {
        let Saying { kind, payload, effective, position } = self.says(row)?;
        if std::ptr::eq(payload, &row.payload) {
            return Ok(Cow::Borrowed(row));
        }
        let keeps_day = self.mistake == Some(Mistake::AmendmentKeepsDay);
        let effective = if keeps_day { row.effective } else { effective };
        let (kind, payload) = (kind.to_owned(), payload.clone());
        let (recorded, first) = (position, Some(row.payload.clone()));
        Ok(Cow::Owned(Row { kind, payload, effective, recorded, first, ..row.clone() }))
    }
}
