//! `explain`: what a subject names becomes a figure, or what a rule found.
//!
//! Absent by design: the explanation itself (the core's).

use super::{device_scope, kind, serial};
use crate::args::{ExplainArgs, FigureWord};
use crate::context::Context;
use crate::fault::{Exit, Fault};
use crate::kept::Ledger;
use crate::open;
use ledger_core::book::Project;
use ledger_core::catalogue;
use ledger_core::ledger::Ask;
use ledger_core::question::explain::{self, Side, Subject};
use ledger_core::question::{Answer, Kind, View};
use ledger_core::rule::Finding;
use ledger_core::say;
use ledger_core::vocabulary::{Licence, LotId, Serial, Step};
use std::collections::BTreeSet;

/// What can be explained.
const ANYTHING: &str = "name a licence, SSC, a lot (with `--project`), a serial number or the identifier of a rule";

/// Explains a figure, or what a rule found.
///
/// # Errors
/// Says what a subject does not name.
pub(super) fn explain_of(args: &ExplainArgs, context: &Context) -> Result<Answer, Fault> {
    let text = args.subject.as_str();
    if args.not_yet_known && context.known_at.is_none() && context.known_at_time.is_none() {
        let next = "add `--known-at POSITION`, or leave it out";
        return Err(Fault::usage("--not-yet-known", "without `--known-at` everything is known", next));
    }
    let figures = if args.device.is_some() { Some("--device") } else { args.figure.map(|_| "--figure") };
    if let (Some(option), false) = (figures, has_figures(text)) {
        let next = "leave it out, or name a licence";
        return Err(Fault::usage(option, format!("{text:?} has no figure to choose"), next));
    }
    let ledger = open::open(context)?;
    if let Some(rule) = catalogue::rule(text) {
        return found_by(&ledger, &rule.id, context);
    }
    let device = match Serial::parse(text) {
        Ok(serial) => Some(serial),
        Err(_) => args.device.as_deref().map(|text| serial("--device", text)).transpose()?,
    };
    let ask = context.ask(device_scope(context, device.as_ref()))?;
    let view = ledger.view(&ask)?;
    let subjects = subjects(args, &view, context)?;
    let beyond = match ask.known_at {
        Some(_) => Some(ledger.view(&Ask { known_at: None, ..ask })?),
        None => None,
    };
    Ok(explain::figures(&view, &subjects, beyond.as_ref(), args.not_yet_known))
}

/// Whether a subject is a licence: credits, lots, devices and rules have one thing to explain each.
fn has_figures(text: &str) -> bool {
    let is_other = catalogue::rule(text).is_some() || Serial::parse(text).is_ok() || LotId::parse(text).is_ok();
    !is_other && !matches!(kind(text), Ok(Kind::Credits))
}

fn found_by(ledger: &Ledger, rule: &str, context: &Context) -> Result<Answer, Fault> {
    let view = ledger.view(&context.ask(context.scope())?)?;
    let found: Vec<&Finding> = view.findings.iter().filter(|finding| finding.rule == rule).collect();
    let mut report = explain::findings(&view, &found);
    if found.is_empty() {
        report.says = vec![say!("explain-not-broken", rule = rule, show = Step::ShowRule(rule.to_owned()))];
    }
    Ok(report)
}

fn subjects(args: &ExplainArgs, view: &View, context: &Context) -> Result<Vec<Subject>, Fault> {
    let text = args.subject.as_str();
    if let Ok(serial) = Serial::parse(text) {
        let stream =
            view.book.device_anywhere(&serial).map(|(project, _)| project.id).filter(|stream| view.shows(*stream));
        let missing = || not_there(text, format!("it is in no project on {}", view.as_of));
        return Ok(vec![Subject::Warranty { stream: stream.ok_or_else(missing)?, serial }]);
    }
    if let Ok(lot) = LotId::parse(text) {
        context.needs_project()?;
        let holds = |project: &&Project| project.lots.contains_key(&lot);
        let project = view.projects().into_iter().find(holds);
        let missing = || not_there(text, format!("there is no such lot on {}", view.as_of));
        return Ok(vec![Subject::Coverage { stream: project.ok_or_else(missing)?.id, lot }]);
    }
    let sides = sides(args)?;
    let unknown = |fault: Fault| Fault {
        next: words::say(&say!("usage-explain-next", anything = ANYTHING, rules = Step::ListRules)),
        ..fault
    };
    let subjects: Vec<Subject> = match kind(text).map_err(unknown)? {
        Kind::Credits => view.projects().into_iter().map(|project| Subject::Credits { stream: project.id }).collect(),
        Kind::Licence(licence) => units(view, &sides, |found| *found == licence),
        Kind::Family(family) => units(view, &sides, |found| found.family == family),
    };
    if subjects.is_empty() {
        return Err(not_there(text, format!("no project has or had it up to {}", view.as_of)));
    }
    Ok(subjects)
}

/// A figure for every project and licence that was ever there.
fn units(view: &View, sides: &[Side], meant: impl Fn(&Licence) -> bool) -> Vec<Subject> {
    let of_project = |project: &Project| {
        let held = project.lots.values().map(|lot| lot.licence.untiered());
        let licences: BTreeSet<Licence> =
            held.chain(project.flows.keys().cloned()).filter(|held| meant(held)).collect();
        let subject = |licence: Licence| {
            let stream = project.id;
            let of_side =
                move |side: &Side| Subject::Units { stream, licence: licence.clone(), side: side.clone(), lot: None };
            sides.iter().map(of_side).collect::<Vec<_>>()
        };
        licences.into_iter().flat_map(subject).collect::<Vec<_>>()
    };
    view.projects().into_iter().flat_map(of_project).collect()
}

/// The figures that were asked for; both halves of the balance where none was named.
fn sides(args: &ExplainArgs) -> Result<Vec<Side>, Fault> {
    if let Some(device) = &args.device {
        return Ok(vec![Side::On(serial("--device", device)?)]);
    }
    Ok(match args.figure {
        Some(FigureWord::Free) => vec![Side::Free],
        Some(FigureWord::Bound) => vec![Side::Bound],
        Some(FigureWord::Total) => vec![Side::Total],
        Some(FigureWord::SsaCovered) => vec![Side::Covered],
        None => vec![Side::Free, Side::Bound],
    })
}

fn not_there(subject: &str, message: String) -> Fault {
    Fault::new(Exit::NotFound, "NOT-FOUND", subject, message, ANYTHING)
}
