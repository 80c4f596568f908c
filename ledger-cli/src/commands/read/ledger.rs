//! Questions about the ledger as a whole: status, verify, replay.
//!
//! `verify` reads the file also where it is not the one that was seen before: that is one of its findings.

use super::show;
use crate::args::{ReplayArgs, VerifyArgs};
use crate::context::Context;
use crate::fault::{self, Done, Fault};
use crate::kept::{self, Ledger};
use crate::pinned::Pinned;
use crate::{edge, open};
use ledger_core::book::{Book, Entry, Place, Presence, Project};
use ledger_core::ledger::{Anchor, AskScope, LedgerError, Replayed, Verified, is_fault};
use ledger_core::question::movement::sentence;
use ledger_core::question::record::recorded_text;
use ledger_core::question::{Answer, Basis, Body, Cell, Column, Label, Loss, View};
use ledger_core::rule::{Finding, Severity};
use ledger_core::say;
use ledger_core::tree::{Head, KeptHead};
use ledger_core::vocabulary::{LedgerId, Position, Say};
use words::say;

/// One screen about the ledger: a row of figures for machines, a line each for people.
pub(super) fn status(context: &Context) -> Result<Answer, Fault> {
    let ledger = open::open(context)?;
    let view = ledger.view(&context.ask(AskScope::All)?)?;
    let pinned = context.sight.borrow().pinned.clone();
    let figures = status_figures(&view, &pinned, context);
    let lost = view.losses();
    let says = lost.iter().map(told).chain(pinned.accepted()).collect();
    let extra = vec![("pin", pinned.cell()), ("losses", losses(&lost))];
    let findings = view.findings.clone();
    let answer = Answer::of("status", say!("status-title"), view.basis(), Body::Record(figures));
    Ok(Answer { says, findings, extra, ..answer })
}

fn status_figures(view: &View, pinned: &Pinned, context: &Context) -> Vec<(Column, Cell)> {
    let projects = view.projects();
    let count = Cell::count;
    let devices = projects.iter().flat_map(|project| project.devices.values());
    let (free, bound) = projects.iter().map(|project| units(project)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let last = view.timeline.entries().iter().map(|entry| entry.recorded).max();
    let errors = view.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let figure = |key, cell| (Column::hidden(key), cell);
    // Which day an act takes that names none: an answer about a day that was named does not depend on it.
    let today = context.as_of.is_none().then_some(context.today);
    // The pin speaks of the place, and of today: it stands apart from the figures, which never change.
    let seen = (Column::hidden("pinned").people_only(), Cell::Say(pinned.text()));
    vec![
        figure("file", Cell::text(context.ledger.display())),
        figure("ledger", Cell::text(view.ledger)),
        figure("events", Cell::Number(view.known_at)),
        figure("last_recorded", Cell::optional(last, Cell::Time)),
        seen,
        figure("rulebook", Cell::text(view.rulebook.name())),
        figure("companies", count(view.book.company_names().len())),
        figure("projects", count(projects.len())),
        figure("projects_open", count(projects.iter().filter(|project| project.closed.is_none()).count())),
        figure("devices", count(devices.filter(|device| device.presence == Presence::Here).count())),
        figure("free", Cell::Units(free)),
        figure("bound", Cell::Units(bound)),
        figure("credits", Cell::Credits(projects.iter().map(|project| project.credits).sum())),
        figure("findings", count(view.findings.len())),
        figure("errors", count(errors)),
        figure("today", Cell::optional(today, Cell::text)),
        figure("zone", Cell::optional(today.map(|_| context.zone()), Cell::text)),
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
    let ledger = kept::open(&context.ledger)?;
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
        report.says.push(say!("verify-whole-file"));
    }
    show(&report, &context.timeless());
    Ok(done)
}

/// The ledger is not the one that was seen before. A loss is offered to be accepted only where nothing else is wrong.
fn unlike(error: &LedgerError, others: &[Finding]) -> Finding {
    let is_whole = others.iter().all(|finding| finding.severity != Severity::Error);
    let next = if is_whole { fault::next_of_pin(error) } else { fault::NEXT_OF_DAMAGED.into() };
    Finding::error("INT-PIN", "pin", error.to_string(), next)
}

/// The head that was named; its number and its digits may stand apart, as reports print them.
fn kept_head(words: &[String]) -> Result<Option<KeptHead>, Fault> {
    let named = (!words.is_empty()).then(|| words.join(" "));
    edge::optional("--head", named.as_ref(), KeptHead::parse)
}

/// Compares the ledger with a head that was kept elsewhere, and says up to where it vouches for the events.
fn compare(ledger: &Ledger, kept: &KeptHead, verified: &mut Verified) -> Result<(), Fault> {
    if ledger.begins_with(kept)? {
        let (size, end) = (kept.size(), verified.head.size);
        let ranges = [(0, size, Anchor::Own), (size, end, Anchor::None)];
        verified.ranges = ranges.into_iter().filter(|(from, to, _)| from < to).collect();
        return Ok(());
    }
    let held = verified.head.size;
    let message = if kept.size() > held {
        say!("int-head-longer", events = kept.size(), held = held)
    } else {
        let found = ledger.head_at(kept.size())?;
        say!("int-head-differs", events = found.size, root = found.root)
    };
    let subject = say(&say!("int-head-subject", head = kept.to_string()));
    verified.findings.push(Finding::error("INT-HEAD", subject, message, say!("int-head-next")));
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
fn told(loss: &Loss) -> Say {
    let Loss { position, recorded, pinned, found } = loss;
    let (time, seen, there) = (recorded_text(*recorded), pinned.to_string(), found.to_string());
    say!("loss-accepted", event = *position, time = time, seen = seen, there = there)
}

/// Losses that were accepted, for machines.
fn losses(losses: &[Loss]) -> Cell {
    let loss = |loss: &Loss| {
        Cell::Record(vec![
            ("found", Cell::head(&loss.found)),
            ("pinned", Cell::head(&loss.pinned)),
            ("position", Cell::Event(loss.position)),
            ("recorded", Cell::Time(loss.recorded)),
        ])
    };
    Cell::List(losses.iter().map(loss).collect())
}

fn verified_report(
    ledger: LedgerId,
    verified: Verified,
    kept: Option<&KeptHead>,
    pinned: &Pinned,
    goes_on: bool,
) -> Answer {
    let range = |(from, to, anchor): &(u64, u64, Anchor)| {
        let ends = [("from", Cell::Number(*from)), ("to", Cell::Number(*to))];
        Cell::Record([("anchor", Cell::Word(anchor.word()))].into_iter().chain(ends).collect())
    };
    let ranges = verified.ranges.iter().map(range).collect();
    let errors = verified.faults();
    let withheld = verified.withheld.len();
    let (events, streams, documents) = (verified.events, verified.streams, verified.documents);
    let mut notes = vec![say!("verify-read", events = events, streams = streams, documents = documents)];
    notes.push(match pinned {
        Pinned::Compared(_) if goes_on => say!("verify-goes-on", pin = pinned.text()),
        Pinned::Compared(_) => say!("verify-does-not-go-on", pin = pinned.text()),
        Pinned::First | Pinned::Passed | Pinned::Unreadable(_) => say!("verify-not-compared", pin = pinned.text()),
    });
    notes.extend(pinned.accepted());
    let agrees = verified.ranges.iter().any(|(.., anchor)| *anchor == Anchor::Own);
    if let Some(kept) = kept {
        let (size, digits) = (kept.size(), kept.kept_digits());
        notes.push(match agrees {
            true => say!("verify-head-agrees", events = size, digits = digits),
            false => say!("verify-head-differs", events = size, digits = digits),
        });
    }
    notes.extend(verified.losses.iter().map(told));
    notes.push(match errors {
        0 if withheld > 0 => say!("verify-whole-but", withheld = say!("payloads-withheld", payloads = withheld)),
        0 if agrees => say!("verify-whole-named"),
        0 => say!("verify-whole"),
        _ => say!("verify-not-whole", faults = errors),
    });
    Answer {
        says: notes,
        extra: vec![
            ("events", Cell::Number(verified.events)),
            ("ranges", Cell::List(ranges)),
            ("pin", pinned.cell()),
            ("faults", Cell::count(errors)),
            ("withheld", Cell::Positions(verified.withheld)),
            ("losses", losses(&verified.losses)),
        ],
        findings: verified.findings.into_iter().chain(verified.below_zero).collect(),
        ..Answer::table("verify", say!("verify-title"), basis(ledger, verified.head), Vec::new(), Vec::new())
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
        Cell::Event(entry.position),
        Cell::Day(entry.effective),
        Cell::Project(project.map_or_else(Label::ledger, Label::of)),
        Cell::Say(sentence(&entry.fact.event)),
        Cell::Units(free),
        Cell::Units(bound),
        Cell::Credits(project.map_or(0, |project| project.credits)),
    ]
}

fn replayed_report(ledger: LedgerId, replayed: Replayed, rows: Vec<Vec<Cell>>) -> Answer {
    let withheld = replayed.withheld.len();
    let agreed = match replayed.findings.iter().any(|finding| !finding.is_told_always()) {
        true => say!("replay-differs"),
        false if withheld > 0 => say!("replay-agrees-but", withheld = say!("payloads-withheld", payloads = withheld)),
        false => say!("replay-agrees"),
    };
    let columns = vec![
        Column::right("position"),
        Column::left("effective"),
        Column::left("project"),
        Column::left("what"),
        Column::right("free"),
        Column::right("bound"),
        Column::right("credits"),
    ];
    Answer {
        says: vec![
            say!(
                "replay-rebuilt",
                events = replayed.events,
                projects = replayed.projects,
                devices = replayed.devices,
                lots = replayed.lots,
            ),
            say!("replay-compared", agreed = agreed),
            say!("replay-state", state = replayed.state.to_string()),
        ],
        extra: vec![
            ("events", Cell::Number(replayed.events)),
            ("projects", Cell::count(replayed.projects)),
            ("devices", Cell::count(replayed.devices)),
            ("lots", Cell::count(replayed.lots)),
            ("state", Cell::text(replayed.state)),
            ("withheld", Cell::Positions(replayed.withheld)),
        ],
        findings: replayed.findings,
        ..Answer::table("replay", say!("replay-title"), basis(ledger, replayed.head), columns, rows)
    }
}
