//! What a program reads from a ledger, as text: balances, lots, devices, findings, and the head.
//!
//! Only what must never change for the same events: no sentences, no layout. Absent by design: figures that depend on
//! the day on which one asks.

use super::clerk::day;
use ledger_core::book::{Device, Lot, Presence, Project};
use ledger_core::ledger::{Ask, AskScope, Ledger};
use ledger_core::question::View;
use ledger_core::question::balance::{By, figures};
use ledger_core::store::{Log, Sqlite};
use std::fmt::Display;

/// Days on which the whole ledger is asked.
const DAYS: [&str; 4] = ["2020-06-01", "2021-12-31", "2024-04-02", "2026-06-01"];

/// Draws the ledger.
pub(crate) fn of(ledger: &Ledger<Sqlite>) -> String {
    let mut lines = vec![format!("ledger {}", ledger.id()), format!("head {}", ledger.head().expect("reads"))];
    let verified = ledger.verify(None).expect("reads");
    lines.push(format!("verified {} {} {}", verified.events, verified.streams, verified.documents));
    lines.extend(verified.findings.iter().map(|finding| format!("verified {} {}", finding.rule, finding.subject)));
    for on in DAYS {
        let view = ledger.view(&Ask { scope: AskScope::All, as_of: day(on), known_at: None }).expect("it answers");
        lines.push(format!("as of {on}"));
        lines.extend(view.book.projects.values().flat_map(|project| lines_of(&view, project)));
        lines.extend(view.findings.iter().map(|finding| {
            let events: Vec<u64> = finding.events.iter().map(|position| position.0).collect();
            format!("finding {} {} {} {events:?}", finding.rule, finding.severity, finding.subject)
        }));
    }
    let known = ledger.store().documents(None, usize::MAX).expect("reads");
    lines.extend(known.iter().map(|hash| format!("document {hash}")));
    lines.join("\n") + "\n"
}

fn lines_of(view: &View, project: &Project) -> Vec<String> {
    let company = or_dash(project.company());
    let closed = or_dash(project.closed);
    let mut lines = vec![format!("project {company} / {} credits {} closed {closed}", project.name(), project.credits)];
    for ((licence, device), sums) in figures(project, view.as_of, By::Device) {
        let (free, bound, covered) = (sums.free, sums.bound, sums.covered);
        lines.push(format!("  balance {licence} {} free {free} bound {bound} covered {covered}", or_dash(device)));
    }
    lines.extend(project.lots.values().map(lot));
    lines.extend(project.devices.values().map(device));
    lines
}

fn lot(lot: &Lot) -> String {
    let spans: Vec<String> = lot.coverage.iter().map(ToString::to_string).collect();
    let held: Vec<String> = lot.holdings.iter().map(|(place, units)| format!("{}={units}", place.word())).collect();
    let (first, anchor) = (or_dash(lot.first_bound), or_dash(lot.anchor));
    format!(
        "  lot {} {} {} first {first} anchor {anchor} ssa [{}]",
        lot.id,
        lot.licence,
        held.join(" "),
        spans.join(" ")
    )
}

fn device(device: &Device) -> String {
    let (software, until) = (or_dash(device.software), or_dash(device.warranty.as_ref().and_then(|w| w.until)));
    let Device { serial, model, role, licensing, trials, .. } = device;
    let presence = match &device.presence {
        Presence::Here => "here".to_owned(),
        Presence::MovedTo(stream) => format!("moved to {stream}"),
        Presence::ReplacedBy(serial) => format!("replaced by {serial}"),
    };
    format!("  device {serial} {model} {role} {licensing} {software} warranty {until} trials {trials} {presence}")
}

fn or_dash(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}
