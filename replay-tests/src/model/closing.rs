//! Closings in the model: that they are there, and whether their totals are what the model counts.
//!
//! Absent by design: adjustments, which follow from later rows.

use super::row::{Row, inner, list, number, optional_text, text};
use super::unit::FREE;
use super::{Date, Model, untiered};
use std::collections::{BTreeMap, BTreeSet};

/// Free, bound, and bound under SSA.
type Counted = (i64, i64, i64);

impl Model {
    pub(super) fn close(&mut self, row: &Row) -> Result<(), String> {
        let until = Date::parse(text(&row.payload, "until")?)?;
        self.closings.push((row.position, text(&row.payload, "name")?.to_owned(), until));
        Ok(())
    }

    /// Compares the totals of a closing with what the model, at the end of the last closed day, counts.
    ///
    /// # Errors
    /// Names the totals that only one of the two has.
    pub fn check_closing(&self, row: &Row) -> Result<(), String> {
        let only = row.payload.get("project").and_then(|project| optional_text(project, "stream"));
        let mut closed = BTreeSet::new();
        for total in list(&row.payload, "totals")? {
            let stream = text(inner(total, "project")?, "stream")?;
            closed.insert(format!("{stream} credits {}", number(total, "credits")?));
            for held in list(total, "licences")? {
                let counted = (number(held, "free")?, number(held, "bound")?, number(held, "ssa_covered")?);
                closed.insert(counted_in_words(stream, text(held, "licence")?, counted));
            }
        }
        let expected = self.totals(only, row.effective);
        match expected.symmetric_difference(&closed).next() {
            None => Ok(()),
            Some(total) => Err(format!("a closing and the model do not agree on {total:?}")),
        }
    }

    fn totals(&self, only: Option<&str>, day: Date) -> BTreeSet<String> {
        let mut counts: BTreeMap<(&str, String), Counted> = BTreeMap::new();
        for unit in &self.units.all {
            let Some(place) = &unit.place else { continue };
            let (free, bound, covered) = counts.entry((&unit.project, untiered(&unit.licence))).or_default();
            *(if place == FREE { free } else { bound }) += unit.worth;
            *covered += if place != FREE && unit.dates.cover(day) { unit.worth } else { 0 };
        }
        let is_closed = |stream: &str| {
            let named = self.projects.iter().any(|project| project.stream == stream && project.name != "?");
            named && only.is_none_or(|only| only == stream)
        };
        let counts = counts
            .into_iter()
            .filter(|((stream, _), (free, bound, _))| is_closed(stream) && (*free != 0 || *bound != 0));
        let credits = self.projects.iter().filter(|project| is_closed(&project.stream));
        let credits = credits.map(|project| format!("{} credits {}", project.stream, project.credits));
        counts.map(|((stream, licence), counted)| counted_in_words(stream, &licence, counted)).chain(credits).collect()
    }
}

fn counted_in_words(stream: &str, licence: &str, (free, bound, covered): Counted) -> String {
    format!("{stream} {licence} free {free} bound {bound} covered {covered}")
}
