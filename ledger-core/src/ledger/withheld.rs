//! Withheld payloads: what is known of them, what cannot be reckoned for their sake, and what is not decided beside them.
//!
//! The record allows that a payload is gone: chain and tree hold by its hash. What the event said is in no figure then,
//! and every answer that it may have touched says so. Absent by design: withholding one.

use super::{Ledger, LedgerError};
use crate::book::{Entry, Timeline};
use crate::decide::{Command, Mode, Refusal};
use crate::event::seal::Sealed;
use crate::rule::Finding;
use crate::rule::finding::WITHHELD;
use crate::say;
use crate::store::{Log, Scope};
use crate::vocabulary::{LotId, Position, Say, Step, StreamId};
use std::collections::BTreeSet;

const PAGE: usize = 4096;

/// A finding for each payload that was withheld: what it was, and which later events rest on it.
pub(super) fn findings(withheld: &[Sealed], timeline: &Timeline) -> Vec<Finding> {
    withheld.iter().map(|sealed| finding(sealed, timeline)).collect()
}

fn finding(sealed: &Sealed, timeline: &Timeline) -> Finding {
    let header = &sealed.header;
    let here = |entry: &&Entry| entry.stream == header.stream && entry.version > header.version;
    let is_its = |lot: &LotId| lot.made_by == header.version;
    let mut lots: BTreeSet<LotId> = BTreeSet::new();
    let mut takers: BTreeSet<Position> = BTreeSet::new();
    let mut correctors: BTreeSet<Position> = BTreeSet::new();
    for entry in timeline.entries().iter().filter(here) {
        let named: Vec<LotId> = entry.fact.event.lots().into_iter().filter(is_its).collect();
        if !named.is_empty() {
            takers.insert(entry.position);
            lots.extend(named);
        }
        if entry.fact.event.target().is_some_and(|target| target.event == header.event) {
            correctors.insert(entry.position);
        }
    }
    let mut message = format!(
        "its payload ({} of {}) was withheld: what it says is in no figure here",
        header.kind, header.effective
    );
    if !takers.is_empty() {
        let (events, lots) = (listed("event", &takers), listed("lot", &lots));
        message.push_str(&format!("; {events} rest on {lots}, which it made, and cannot be reckoned"));
    }
    if !correctors.is_empty() {
        message.push_str(&format!("; {} correct it", listed("event", &correctors)));
    }
    let next = say!("int-withheld-next", verify = Step::Verify);
    let finding = Finding::error(WITHHELD, format!("event {}", sealed.position), message, next);
    Finding { events: vec![sealed.position], ..finding }
}

/// `event 13`, `events 13, 14`; of many only the first few.
fn listed<T: std::fmt::Display>(what: &str, all: &BTreeSet<T>) -> String {
    const SHOWN: usize = 5;
    let some: Vec<String> = all.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if all.len() > SHOWN { format!(" and {} more", all.len() - SHOWN) } else { String::new() };
    format!("{what}{} {}{more}", if all.len() == 1 { "" } else { "s" }, some.join(", "))
}

/// Without the findings that only say that a correction's target is not there, where its payload was withheld.
pub(super) fn known_targets(found: &mut Vec<Finding>, withheld: &[Sealed], timeline: &Timeline) {
    if withheld.is_empty() {
        return;
    }
    let is_there = |position: &Position| {
        let target = timeline.at(*position).and_then(|entry| entry.fact.event.target());
        target.is_some_and(|target| withheld.iter().any(|sealed| sealed.header.event == target.event))
    };
    found.retain(|finding| finding.rule != "TIME-1" || !matches!(&finding.events[..], [at] if is_there(at)));
}

/// Whether an event's payload can change what a command is judged by.
fn weighs(sealed: &Sealed, ledger: StreamId) -> bool {
    let kind = sealed.header.kind.as_str();
    if sealed.header.stream == ledger {
        matches!(kind, "ledger-created" | "rulebook-adopted")
    } else {
        kind != "note-added"
    }
}

/// A command is judged on all that its projects hold: not where a part of it was withheld. A fact is recorded as it
/// happened. What was withheld itself cannot be corrected: nobody can see what was wrong.
pub(super) fn refuse(command: &Command, mode: Mode, withheld: &[Sealed], ledger: StreamId) -> Result<(), Refusal> {
    let target =
        if let Command::Annul { target } | Command::Reverse { target } | Command::Amend { target, .. } = command {
            Some(*target)
        } else {
            None
        };
    if let Some(sealed) = withheld.iter().find(|sealed| Some(sealed.position) == target) {
        let message =
            format!("the payload of event {} was withheld: what it says cannot be corrected", sealed.position);
        return Err(refused(sealed, message, "record what is right as an act of its own, with `--fact --reason TEXT`"));
    }
    match withheld.iter().find(|sealed| weighs(sealed, ledger)) {
        Some(sealed) if mode == Mode::Judge => {
            let (at, kind) = (sealed.position, &sealed.header.kind);
            let message =
                format!("the payload of event {at} ({kind}) was withheld, and the act is judged on what it says");
            Err(refused(sealed, message, "if it did happen, record it as reported: `--fact --reason TEXT`"))
        }
        Some(_) | None => Ok(()),
    }
}

fn refused(sealed: &Sealed, message: impl Into<Say>, next: impl Into<Say>) -> Refusal {
    Refusal::withheld(sealed.position, message, next)
}

impl<S: Log> Ledger<S> {
    /// What is not found may be what was withheld: the refusal says so.
    pub(super) fn perhaps_withheld(&self, error: LedgerError, below: Position) -> LedgerError {
        let LedgerError::Refused(refusal) = error else { return error };
        if !refusal.is_not_found() {
            return refusal.into();
        }
        match self.withheld(below) {
            Ok(withheld) if withheld.is_empty() => refusal.into(),
            Ok(withheld) => refusal.perhaps_withheld(listed("event", &withheld)).into(),
            Err(error) => error,
        }
    }

    /// Every event below a position whose payload was withheld.
    fn withheld(&self, below: Position) -> Result<BTreeSet<Position>, LedgerError> {
        let (mut found, mut from) = (BTreeSet::new(), Position(0));
        loop {
            let page = self.store.page(Scope::All, from, below, PAGE)?;
            let Some(last) = page.last() else { return Ok(found) };
            from = Position(last.position.0.saturating_add(1));
            found.extend(page.iter().filter(|sealed| sealed.payload.is_none()).map(|sealed| sealed.position));
        }
    }
}
