//! Restatement: given what someone kept, what has been recorded since that takes effect on or before the day it spoke
//! about, and which figures that moved.
//!
//! Absent by design: whether the ledger is the one that was kept (the roof compares heads).

use super::diff::compared;
use super::{Cell, Report, View};
use crate::tree::{Checkpoint, KeptIn};
use serde_json::json;

/// What differs on one day between what was known when something was kept and what is known now.
///
/// `checkpoint` is what names the kept state, where it is more than a position.
pub fn restatement(kept: &View, now: &View, checkpoint: Option<&Checkpoint>) -> Report {
    let title = format!("Restatement of {}, kept at {}", kept.as_of, kept.known_at);
    let mut report = compared("restatement", title, kept, now);
    if report.rows.is_empty() {
        report.notes = vec!["nothing that was recorded since takes effect on or before that day".to_owned()];
    }
    let (origin, signers) = match checkpoint.map(|checkpoint| &checkpoint.kept_in) {
        Some(KeptIn::Note { origin, signers }) => (Some(origin), signers.as_slice()),
        Some(KeptIn::Report { .. }) | None => (None, &[][..]),
    };
    if let Some(origin) = origin {
        let by = signers.join(", ");
        let note = format!("the head is that of the checkpoint of {origin}; its signature (by {by}) was not checked");
        report.notes.push(note);
    } else if checkpoint.is_some() {
        report.notes.push("the head is that of the report, which nobody signed".to_owned());
    }
    let mut head = json!({"size": kept.head.size, "root": kept.head.root.to_string()});
    if let Some(origin) = origin {
        head["origin"] = origin.as_str().into();
    }
    report.extra = vec![("kept", Cell::Json(head.to_string())), ("signature_checked", Cell::Flag(false))];
    if checkpoint.is_none() {
        report.extra.pop();
    }
    report
}
