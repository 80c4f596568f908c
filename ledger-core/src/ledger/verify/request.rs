//! Requests: what a command was asked for fits the events that it wrote.
//!
//! Fields that say the same as an event must agree with it; what a command leaves to the ledger is not asked. Absent by
//! design: deciding anew, and the fields of each act (`act`).

use super::act::{Act, told_by};
use super::asked::{Asked, Fields};
use super::walk::{Walk, wrong};
use super::written::Batch;
use crate::book::Entry;
use crate::event::Event;
use crate::event::seal::Origin;
use crate::rule::Finding;
use crate::vocabulary::Position;

impl Asked<'_> {
    /// What does not agree between a request and the events of one batch.
    pub(super) fn check(&self, bytes: &[u8], batch: &Batch, walk: &Walk) -> Vec<Finding> {
        let Some(fields) = Fields::read(bytes) else {
            return vec![wrong("INT-REQUEST", batch.first, "its request is no canonical object of texts")];
        };
        let Some(act) = fields.get("act").and_then(Act::from_word) else {
            let message = format!("its request names {:?}, which is no act", fields.get("act").unwrap_or_default());
            return vec![wrong("INT-REQUEST", batch.first, message)];
        };
        let places = (batch.first.0..=batch.last.0).map(Position);
        let entries: Vec<Option<&Entry>> = places.map(|at| self.at(at)).collect();
        let kinds: Vec<Option<&str>> = entries.iter().map(|entry| entry.map(|e| e.fact.event.kind())).collect();
        let whole = batch.part == batch.parts && kinds.len() == usize::from(batch.parts);
        if !act.writes(&kinds, whole) {
            let first = entries
                .iter()
                .zip(batch.first.0..)
                .find(|(entry, _)| entry.is_some_and(|e| !act.may(e.fact.event.kind())));
            let at = first.map_or(batch.first, |(_, at)| Position(at));
            let names: Vec<&str> = kinds.iter().map(|kind| kind.unwrap_or("?")).collect();
            let message = format!("{} writes no {}", act.word(), names.join(", "));
            return vec![wrong("INT-REQUEST", at, message)];
        }
        if act == Act::Import && walk.unknown.is_empty() && !self.is_of_import(batch) {
            return vec![wrong("INT-REQUEST", batch.first, "its request is that of an import, which it is no part of")];
        }
        let mut findings = Vec::new();
        for entry in entries.iter().flatten().filter(|entry| !walk.unknown.contains(&entry.position)) {
            if let Some(what) = self.unlike(&fields, act, entry, entry.position == batch.first) {
                let message = format!("its request says another {what} than it does");
                findings.push(wrong("INT-REQUEST", entry.position, message));
            }
        }
        findings
    }

    /// The first field in which the request and the event do not agree.
    fn unlike(&self, fields: &Fields, act: Act, entry: &Entry, first: bool) -> Option<&'static str> {
        // What goes along with an act has its own day, and corrects what the act does not name.
        let along = !first && matches!(entry.fact.event, Event::EventAmended(_));
        let remarks = &entry.fact.remarks;
        if act.is_ordered() {
            let judged = match fields.get("mode") {
                Some("command") => true,
                Some("fact") => false,
                _ => return Some("mode"),
            };
            let origin = match entry.origin {
                Origin::Decision => judged,
                Origin::Fact => !judged,
                Origin::Observation | Origin::Correction | Origin::System => true,
            };
            if !origin {
                return Some("mode");
            }
            if !along && fields.get("date").is_some_and(|day| day != entry.effective.to_string()) {
                return Some("date");
            }
            if fields.get("reason") != remarks.reason.as_deref() {
                return Some("reason");
            }
            if fields.get("ref") != remarks.reference.as_deref() {
                return Some("ref");
            }
            if remarks.evidence.is_some() {
                return Some("source");
            }
        }
        if act == Act::Init && !matches!(entry.origin, Origin::Decision | Origin::System) {
            return Some("origin");
        }
        if along { None } else { told_by(self, fields, act, entry).err() }
    }
}
