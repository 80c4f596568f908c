//! Restatement: given what someone kept, what has been recorded since that takes effect on or before the day it spoke
//! about, and which figures that moved.
//!
//! Absent by design: whether the ledger is the one that was kept (the roof compares heads).

use super::diff::compared;
use super::{Answer, Cell, View};
use crate::say;
use crate::tree::{Checkpoint, KeptIn};
use crate::vocabulary::Arg;

/// What differs on one day between what was known when something was kept and what is known now.
///
/// `checkpoint` is what names the kept state, where it is more than a position.
pub fn restatement(kept: &View, now: &View, checkpoint: Option<&Checkpoint>) -> Answer {
    let title = say!("restatement-title", day = kept.as_of, kept = kept.known_at);
    let mut report = compared("restatement", title, kept, now);
    if report.is_empty() {
        report.says = vec![say!("restatement-none")];
    }
    let (origin, signers) = match checkpoint.map(|checkpoint| &checkpoint.kept_in) {
        Some(KeptIn::Note { origin, signers }) => (Some(origin), signers.as_slice()),
        Some(KeptIn::Report { .. }) | None => (None, &[][..]),
    };
    let mut head = vec![("root", Cell::text(kept.head.root)), ("size", Cell::Number(kept.head.size))];
    if let Some(origin) = origin {
        let by: Arg = signers.iter().map(String::as_str).collect();
        report.says.push(say!("restatement-of-note", origin = origin, signers = by));
        head.insert(0, ("origin", Cell::text(origin)));
    } else if checkpoint.is_some() {
        report.says.push(say!("restatement-of-report"));
    }
    report.extra = vec![("kept", Cell::Record(head)), ("signature_checked", Cell::Flag(false))];
    if checkpoint.is_none() {
        report.extra.pop();
    }
    report
}
