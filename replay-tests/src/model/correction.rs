//! Corrections in the model: which of the known rows count at the end of a day, and what they say then.
//!
//! Both questions are asked anew for every row, of every correction that speaks of it; a correction is a row like any
//! other. Absent by design: memory, and what a correction does to a figure: the rest is added up as if it had been recorded
//! that way.

use super::row::{Row, inner, number, text};
use super::{Date, Mistake};
use serde_json::Value;
use std::borrow::Cow;

/// The rows that are known, and the day at whose end they are looked at.
pub(super) struct Known<'a> {
    rows: Vec<&'a Row>,
    corrections: Vec<&'a Row>,
    day: Date,
    mistake: Option<Mistake>,
}

/// What a row says once corrections are heard.
struct Saying<'a> {
    kind: &'a str,
    payload: &'a Value,
    effective: Date,
}

impl<'a> Known<'a> {
    /// The rows below a position, at the end of a day.
    pub(super) fn below(rows: &'a [Row], known_at: u64, day: Date, mistake: Option<Mistake>) -> Self {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.position < known_at).collect();
        let corrections = rows.iter().copied().filter(|row| row.is_correction()).collect();
        Self { rows, corrections, day, mistake }
    }

    /// The rows that count, each as it is to be read, in the order of their recording; days after the one in question too.
    ///
    /// # Errors
    /// Says what a correction lacks.
    pub(super) fn counting(&self) -> Result<Vec<Cow<'a, Row>>, String> {
        let mut counting = Vec::new();
        for row in self.rows.iter().filter(|row| !row.is_correction()) {
            if self.counts(row)? {
                counting.push(self.read(row)?);
            }
        }
        Ok(counting)
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

    /// A row counts unless a correction that counts itself says that it never happened, or that it is undone by now.
    fn counts(&self, row: &Row) -> Result<bool, String> {
        if self.mistake == Some(Mistake::AnnulledAnnulmentStays) && row.kind == "event-annulled" {
            return Ok(true);
        }
        for correction in self.about(row)? {
            if self.undoes(correction) && self.counts(correction)? {
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
            return Ok(Saying { kind: &row.kind, payload: &row.payload, effective: row.effective });
        }
        let (kind, payload) = row.becomes()?;
        Ok(Saying { kind, payload, effective: row.effective })
    }

    /// A row with what it says, in its own place.
    fn read(&self, row: &'a Row) -> Result<Cow<'a, Row>, String> {
        let Saying { kind, payload, effective } = self.says(row)?;
        if std::ptr::eq(payload, &row.payload) {
            return Ok(Cow::Borrowed(row));
        }
        let keeps_day = self.mistake == Some(Mistake::AmendmentKeepsDay);
        let effective = if keeps_day { row.effective } else { effective };
        Ok(Cow::Owned(Row { kind: kind.to_owned(), payload: payload.clone(), effective, ..row.clone() }))
    }
}
