//! Questions about the ledger as a whole: status, verify, replay.
//!
//! `verify` reads the file also where it is not the one that was seen before: that is one of its findings.

use super::show;
use crate::args::{ReplayArgs, VerifyArgs};
use crate::context::Context;
use crate::fault::{self, Done, Fault};
use crate::pinned::Pinned;
use crate::{edge, open};
use ledger_core::book::{Book, Entry, Place, Presence, Project};
use ledger_core::ledger::{Anchor, AskScope, Ledger, LedgerError, Replayed, Verified, is_fault};
use ledger_core::question::movement::sentence;
use ledger_core::question::record::recorded_text;
use ledger_core::question::{Basis, Cell, Column, Loss, Report, View};
use ledger_core::rule::{Finding, Severity};
use ledger_core::store::Sqlite;
use ledger_core::tree::{Head, KeptHead};
use ledger_core::vocabulary::{LedgerId, Position};
use serde_json::json;

/// One screen about the ledger: a row of figures for machines, a line each for people.
pub(super) fn status(context: &Context) -> Result<Report, Fault> {
    let ledger = open::open(context)?;
    let view = ledger.view(&context.ask(AskScope::All)?)?;
    let pinned = context.sight.borrow().pinned.clone();
    let figures = status_figures(&view, &pinned, context);
    let name = |key: &str| key.replace('_', " ");
    let widest = figures.iter().map(|(column, _)| column.key.len()).max().unwrap_or_default();
    let line = |(column, cell): &(Column, Cell)| format!("{:<widest$}  {}", name(column.key), said(cell));
    let lost = view.losses();
    let mut notes: Vec<String> = figures.iter().map(line).chain(lost.iter().map(told)).collect();
    notes.extend(pinned.accepted());
    let extra = vec![("pin", pinned.cell()), ("losses", losses(&lost))];
    let (columns, row) = figures.into_iter().unzip();
    let findings = view.findings.clone();
    Ok(Report { notes, findings, extra, ..Report::of("status", "Ledger", view.basis(), columns, vec![row]) })
}

/// A figure in words.
fn said(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Count(count) => count.to_string(),
        _ => "none".to_owned(),
    }
}

fn status_figures(view: &View, pinned: &Pinned, context: &Context) -> Vec<(Column, Cell)> {
    let projects = view.projects();
    let count = |n: usize| Cell::Count(i64::try_from(n).unwrap_or(i64::MAX));
    let devices = projects.iter().flat_map(|project| project.devices.values());
    let (free, bound) = projects.iter().map(|project| units(project)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let last = view.timeline.entries().iter().map(|entry| entry.recorded).max();
    let errors = view.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let figure = |key, cell| (Column::hidden(key), cell);
    // The pin speaks of the place, and of today: it stands apart from the figures, which never change.
    let seen = (Column::hidden("pinned").people_only(), Cell::Text(pinned.text()));
    vec![
        figure("file", Cell::text(context.ledger.display())),
        figure("ledger", Cell::text(view.ledger)),
        figure("events", Cell::Number(view.known_at)),
        figure("last_recorded", Cell::optional(last, |micros| Cell::Text(recorded_text(micros)))),
        seen,
        figure("rulebook", Cell::text(view.rulebook.name())),
        figure("companies", count(view.book.company_names().len())),
        figure("projects", count(projects.len())),
        figure("projects_open", count(projects.iter().filter(|project| project.closed.is_none()).count())),
        figure("devices", count(devices.filter(|device| device.presence == Presence::Here).count())),
        figure("free", Cell::Count(free)),
        figure("bound", Cell::Count(bound)),
        figure("credits", Cell::Count(projects.iter().map(|project| project.credits).sum())),
        figure("findings", count(view.findings.len())),
        figure("errors", count(errors)),
    ]
}

fn units(project: &Project) -> (i64, i64) {
    let holdings = project.lots.values().flat_map(|lot| lot.holdings.iter());
    holdings.fold((0, 0), |(free, bound), (place, units)| match place {
        Place::Free => (free + units, bound),
        Place::Device(_) => (free, bound + units),
    })
}

/// Verifies the file and shows what was found.
pub(super) fn verify(args: &VerifyArgs, context: &Context) -> Result<Done, Fault> {
    let kept = kept_head(&args.head)?;
    let ledger = Ledger::open_file(&context.ledger)?;
    let differs = open::look(context, &ledger)?;
    let mut verified = ledger.verify_at(None, context.likely_now())?;
    if let Some(error) = &differs {
        let finding = unlike(error, &verified.findings);
        verified.findings.push(finding);
    }
    if let Some(kept) = &kept {
        compare(&ledger, kept, &mut verified)?;
    }
    let done = outcome(&verified.findings);
    let pinned = context.sight.borrow().pinned.clone();
    let mut report = verified_report(ledger.id(), verified, kept.as_ref(), &pinned, differs.is_none());
    if context.as_of.is_some() || context.known_at.is_some() {
        report.notes.push(
            "the whole file was read: `--as-of` and `--known-at` choose answers, not what is verified".to_owned(),
        );
    }
    show(&report, &context.timeless());
    Ok(done)
}

/// The ledger is not the one that was seen before. A loss is offered to be accepted only where nothing else is wrong.
fn unlike(error: &LedgerError, others: &[Finding]) -> Finding {
    let is_whole = others.iter().all(|finding| finding.severity != Severity::Error);
    let next = if is_whole { fault::next_of_pin(error) } else { fault::NEXT_OF_DAMAGED };
    Finding::error("INT-PIN", "pin", error.to_string(), next)
}

/// The head that was named; its number and its digits may stand apart, as reports print them.
fn kept_head(words: &[String]) -> Result<Option<KeptHead>, Fault> {
    let named = (!words.is_empty()).then(|| words.join(" "));
    edge::optional("--head", named.as_ref(), KeptHead::parse)
}

/// Compares the ledger with a head that was kept elsewhere, and says up to where it vouches for the events.
fn compare(ledger: &Ledger<Sqlite>, kept: &KeptHead, verified: &mut Verified) -> Result<(), Fault> {
    if ledger.begins_with(kept)? {
        let (size, end) = (kept.size(), verified.head.size);
        let ranges = [(0, size, Anchor::Own), (size, end, Anchor::None)];
        verified.ranges = ranges.into_iter().filter(|(from, to, _)| from < to).collect();
        return Ok(());
    }
    let held = verified.head.size;
    let message = if kept.size() > held {
        format!("it is a head over {} events, and the ledger holds {held}", kept.size())
    } else {
        let found = ledger.head_at(kept.size())?;
        format!("the first {} events have another root, {}", found.size, found.root)
    };
    let next = "keep the file as it is, and compare the head with where it was kept; then look for the ledger that it belongs to";
    verified.findings.push(Finding::error("INT-HEAD", format!("head {kept}"), message, next));
    Ok(())
}

/// A fault of the record is worse than what the record holds.
fn outcome<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Done {
    let worst = |finding: &Finding| match finding.severity {
        _ if is_fault(finding) => 2,
        Severity::Error | Severity::Warning => 1,
        Severity::Notice => 0,
    };
    match findings.into_iter().map(worst).max().unwrap_or(0) {
        0 => Done::Plain,
        1 => Done::Findings,
        _ => Done::Broken,
    }
}

/// `1 payload was withheld`, `2 payloads were withheld`.
fn withheld_words(count: usize) -> String {
    if count == 1 { "1 payload was withheld".to_owned() } else { format!("{count} payloads were withheld") }
}

fn basis(ledger: LedgerId, head: Head) -> Basis {
    Basis {
        ledger,
        as_of: None,
        known_at: head.size,
        known_at_time: None,
        head,
        rulebook: String::new(),
        adjustments: Vec::new(),
    }
}

/// A loss that was accepted, in a sentence.
fn told(loss: &Loss) -> String {
    let Loss { position, recorded, pinned, found } = loss;
    let when = recorded_text(*recorded);
    format!("a loss was accepted (event {position}, recorded {when}): {pinned} had been seen, {found} was there")
}

/// Losses that were accepted, for machines.
fn losses(losses: &[Loss]) -> Cell {
    let head = |head: Head| json!({"size": head.size, "root": head.root.to_string()});
    let loss = |loss: &Loss| {
        let recorded = recorded_text(loss.recorded);
        let (pinned, found) = (head(loss.pinned), head(loss.found));
        json!({"position": loss.position.0, "recorded": recorded, "pinned": pinned, "found": found})
    };
    Cell::Json(serde_json::Value::Array(losses.iter().map(loss).collect()).to_string())
}

fn verified_report(
    ledger: LedgerId,
    verified: Verified,
    kept: Option<&KeptHead>,
    pinned: &Pinned,
    goes_on: bool,
) -> Report {
    let ranges =
        verified.ranges.iter().map(|(from, to, anchor)| json!({"from": from, "to": to, "anchor": anchor.word()}));
    let ranges: Vec<serde_json::Value> = ranges.collect();
    let errors = verified.faults();
    let withheld = verified.withheld.len();
    let mut notes = vec![format!(
        "{} events in {} streams and {} documents read: payloads, headers, chains, batches, times, tree, index",
        verified.events, verified.streams, verified.documents
    )];
    notes.push(match pinned {
        Pinned::Compared(_) if goes_on => format!("{}: the ledger goes on from there", pinned.text()),
        Pinned::Compared(_) => format!("{}: the ledger does NOT go on from there", pinned.text()),
        Pinned::First | Pinned::Passed | Pinned::Unreadable(_) => {
            format!("{}; an older copy of the ledger would not have shown", pinned.text())
        }
    });
    notes.extend(pinned.accepted());
    let agrees = verified.ranges.iter().any(|(.., anchor)| *anchor == Anchor::Own);
    if let Some(kept) = kept {
        let (size, digits) = (kept.size(), kept.kept_digits());
        let verdict = if agrees { "they agree" } else { "they do NOT agree" };
        notes.push(format!(
            "the root over the first {size} events compared with the {digits} digits that were named: {verdict}"
        ));
    }
    notes.extend(verified.losses.iter().map(told));
    notes.push(match errors {
        0 if withheld > 0 => format!("whole, except that {}", withheld_words(withheld)),
        0 if agrees => "whole; up to the head that was named, a rewrite of everything would show".to_owned(),
        0 => "whole; nobody else holds a head over it, so this says nothing about a rewrite of everything".to_owned(),
        1 => "NOT whole: 1 fault".to_owned(),
        _ => format!("NOT whole: {errors} faults"),
    });
    Report {
        notes,
        extra: vec![
            ("events", Cell::Number(verified.events)),
            ("ranges", Cell::Json(serde_json::Value::Array(ranges).to_string())),
            ("pin", pinned.cell()),
            ("faults", Cell::Count(i64::try_from(errors).unwrap_or(i64::MAX))),
            ("withheld", Cell::Positions(verified.withheld)),
            ("losses", losses(&verified.losses)),
        ],
        findings: verified.findings.into_iter().chain(verified.below_zero).collect(),
        ..Report::of("verify", "Verification", basis(ledger, verified.head), Vec::new(), Vec::new())
    }
}

/// Rebuilds everything from genesis and shows whether all ways agree.
pub(super) fn replay(args: &ReplayArgs, context: &Context) -> Result<Done, Fault> {
    let ledger = open::open(context)?;
    let until = args.until.as_deref().map(|text| edge::position("--until", text)).transpose()?.or(context.known_at);
    let mut rows = Vec::new();
    let mut keep = |entry: &Entry, book: &Book| {
        if args.step && context.as_of.is_none_or(|day| entry.effective <= day) {
            rows.push(step_row(entry, book));
        }
    };
    let replayed = ledger.replay(until.map(Position), &mut keep)?;
    let done = replay_outcome(&replayed);
    let timed = if args.until.is_some() { context.timeless() } else { context.clone() };
    show(&replayed_report(ledger.id(), replayed, rows), &timed);
    Ok(done)
}

/// Figures that do not add up are a fault of the program or of the record; a withheld payload is neither.
fn replay_outcome(replayed: &Replayed) -> Done {
    let differs = replayed.findings.iter().any(|finding| !finding.is_told_always());
    match (differs, replayed.withheld.is_empty()) {
        (true, _) => Done::Broken,
        (false, false) => Done::Findings,
        (false, true) => Done::Plain,
    }
}

fn step_row(entry: &Entry, book: &Book) -> Vec<Cell> {
    let project = book.projects.get(&entry.stream);
    let (free, bound) = project.map_or((0, 0), units);
    vec![
        Cell::Number(entry.position.0),
        Cell::Day(entry.effective),
        Cell::Text(project.map_or_else(|| "ledger".to_owned(), Project::name)),
        Cell::Text(sentence(&entry.fact.event)),
        Cell::Count(free),
        Cell::Count(bound),
        Cell::Count(project.map_or(0, |project| project.credits)),
    ]
}

fn replayed_report(ledger: LedgerId, replayed: Replayed, rows: Vec<Vec<Cell>>) -> Report {
    let withheld = replayed.withheld.len();
    let agreed = match replayed.findings.iter().any(|finding| !finding.is_told_always()) {
        true => "they do NOT agree".to_owned(),
        false if withheld > 0 => format!("all that is there agrees, but {}", withheld_words(withheld)),
        false => "all agree".to_owned(),
    };
    let columns = vec![
        Column::right("position", "Event"),
        Column::left("effective", "Effective"),
        Column::left("project", "Project"),
        Column::left("what", "What"),
        Column::right("free", "Free then"),
        Column::right("bound", "Bound then"),
        Column::right("credits", "Credits then"),
    ];
    Report {
        notes: vec![
            format!(
                "{} events rebuilt {} projects, {} devices and {} lots",
                replayed.events, replayed.projects, replayed.devices, replayed.lots
            ),
            format!("the whole ledger, each project alone, tree and index: {agreed}"),
            format!("state {}", replayed.state),
        ],
        extra: vec![
            ("events", Cell::Number(replayed.events)),
            ("projects", Cell::Count(i64::try_from(replayed.projects).unwrap_or(i64::MAX))),
            ("devices", Cell::Count(i64::try_from(replayed.devices).unwrap_or(i64::MAX))),
            ("lots", Cell::Count(i64::try_from(replayed.lots).unwrap_or(i64::MAX))),
            ("state", Cell::text(replayed.state)),
            ("withheld", Cell::Positions(replayed.withheld)),
        ],
        findings: replayed.findings,
        ..Report::of("replay", "Replay", basis(ledger, replayed.head), columns, rows)
    }
}
