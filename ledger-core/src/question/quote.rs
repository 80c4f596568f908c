//! Quote: what a purchase of SSA would grant and take on a day, lot by lot. Nothing is written.
//!
//! Units are chosen and reckoned by the functions that the act itself uses. Absent by design: the act.

use super::ssa::device_at;
use super::{Answer, Cell, Column, View};
use crate::book::{Lot, Project};
use crate::rule::price::{self, Offer, Price, Term};
use crate::rule::target::{self, NotMeant, Placed, SsaTarget};
use crate::rule::{Finding, hardware, ssa};
use crate::say;
use crate::vocabulary::{Credits, Say, Step, Years};
use std::collections::BTreeMap;

/// What is asked: which units, and the term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The units, as the act names them.
    pub target: SsaTarget,
    /// How far; the least whole years that reach past the day, for each lot by itself, where absent.
    pub term: Option<Term>,
}

/// A lot's units with what they would get.
struct Line<'a> {
    placed: Placed<'a>,
    /// Absent where a day was named instead.
    years: Option<u32>,
    offer: Offer,
}

/// What SSA for a project's units would grant and take, on the day of the view and by its rulebook.
///
/// # Errors
/// Says what is not there, as the act would.
pub fn quote(view: &View, wish: &Wish) -> Result<Answer, NotMeant> {
    let projects = view.projects();
    let Some(project) = projects.first() else {
        return Err(NotMeant::Nothing("project that is open", format!("on {}", view.as_of), say!("quote-later")));
    };
    let mut findings = view.findings.clone();
    findings.extend(closed(project));
    let mut lines = Vec::new();
    for placed in target::placed(project, &canonical(view, &wish.target))? {
        match line(view, placed, wish.term) {
            Ok(line) => lines.push(line),
            Err(finding) if findings.contains(&finding) => {}
            Err(finding) => findings.push(finding),
        }
    }
    findings.extend(notices(view, project, &lines));
    Ok(report(view, project, &lines, findings))
}

fn canonical(view: &View, target: &SsaTarget) -> SsaTarget {
    match target {
        SsaTarget::Type { licence, units, serial } => {
            let licence = view.catalogue.canonical(licence.clone());
            SsaTarget::Type { licence, units: *units, serial: serial.clone() }
        }
        SsaTarget::All | SsaTarget::Device(_) | SsaTarget::Lot(_) => target.clone(),
    }
}

/// PRJ-1: nothing can be bought in a closed project.
///
/// Source: "Lizenzverwaltung über das Portal my.innovaphone".
fn closed(project: &Project) -> Option<Finding> {
    let message = say!("prj-1-quote", day = project.closed?);
    Some(Finding::error("PRJ-1", project.name(), message, say!("prj-1-quote-next")))
}

/// A lot that can be quoted, or the rule that the act would break.
fn line<'a>(view: &View, placed: Placed<'a>, term: Option<Term>) -> Result<Line<'a>, Finding> {
    let lot = placed.lot;
    let refused =
        hardware::unversioned(view.catalogue, &lot.licence, &say!("participle-ssa")).or_else(|| ssa::never_bound(lot));
    if let Some(finding) = refused {
        return Err(finding);
    }
    let term = term.map_or_else(|| least(lot, view), Ok)?;
    let offer = price::offer(&view.rulebook, lot, placed.units, view.as_of, term)?;
    let years = if let Term::Years(years) = term { Some(years.get()) } else { None };
    Ok(Line { placed, years, offer })
}

/// The least whole years that reach past the day, at least one (SSA-4).
fn least(lot: &Lot, view: &View) -> Result<Term, Finding> {
    let years = ssa::least_years(lot, view.as_of).and_then(Years::new);
    years.map(Term::Years).ok_or_else(|| {
        let message = say!("ssa-4-no-years", lot = lot.id, day = view.as_of);
        Finding::error("SSA-4", &lot.licence, message, say!("ssa-4-no-years-next"))
    })
}

/// What keeps the act from being done as it is quoted, or its price from being known: once for each licence.
fn notices(view: &View, project: &Project, lines: &[Line<'_>]) -> Vec<Finding> {
    let short = |line: &Line<'_>| ssa::falls_short(line.placed.lot, line.offer.span, view.as_of);
    let mut found: Vec<Finding> = lines.iter().filter_map(short).collect();
    let mut once: BTreeMap<(u8, String), Finding> = BTreeMap::new();
    for Line { placed, offer, .. } in lines {
        let licence = placed.lot.licence.untiered();
        let (order, finding) = match offer.price {
            Price::Exact(_) => continue,
            Price::TooMuch => (0, price::too_much(&licence)),
            Price::Unknown => {
                (1, of_the_act(project, price::unknown_value(&view.rulebook, &licence.to_string(), &say!("act-ssa"))))
            }
            Price::Between(..) => {
                (2, of_the_act(project, price::unknown_factor(&view.rulebook, &licence, offer.late_years)))
            }
        };
        once.entry((order, licence.to_string())).or_insert(finding);
    }
    found.extend(once.into_values());
    found
}

/// A price that the act needs and the quote can do without.
fn of_the_act(project: &Project, finding: Finding) -> Finding {
    let apply = Step::ApplySsa { of: project.place(), lot: None, on: None };
    Finding { next: say!("quote-of-the-act", apply = apply, next = &finding.next), ..finding.as_notice() }
}

fn report(view: &View, project: &Project, lines: &[Line<'_>], findings: Vec<Finding>) -> Answer {
    let columns = vec![
        Column::hidden("project"),
        Column::left("lot"),
        Column::left("licence"),
        Column::right("units"),
        Column::left("location"),
        Column::hidden("device"),
        Column::left("first_bound"),
        Column::hidden("until"),
        Column::left("from"),
        Column::left("to"),
        Column::right("years"),
        Column::right("late_years"),
        Column::right("ssc_value"),
        Column::hidden("credits"),
        Column::hidden("credits_low"),
        Column::hidden("credits_high"),
        Column::right("price").people_only(),
        Column::hidden("estimate"),
    ];
    let rows = lines.iter().map(|line| row(view, project, line)).collect();
    let sum = Sum::of(lines);
    let label = view.labels.label(project.id);
    let title = say!("quote-title", project = &label, day = view.as_of);
    let totals = (lines.len() > 1).then(|| total_row(&columns, lines, &sum));
    let report = Answer::table("quote", title, view.basis(), columns, rows);
    let extra = vec![
        ("balance", Cell::Credits(project.credits)),
        ("credits", credits_cell(sum.exact)),
        ("credits_low", credits_cell(sum.low)),
        ("credits_high", credits_cell(sum.high)),
        ("estimate", Cell::Flag(sum.estimate)),
    ];
    let notes = if lines.is_empty() { Vec::new() } else { sum.notes(view, project) };
    Answer { says: notes, extra, findings, ..report }.with_totals(totals).or_say(say!("quote-none"))
}

pub(super) fn credits_cell(credits: Option<Credits>) -> Cell {
    Cell::optional(credits, Cell::credits)
}

fn row(view: &View, project: &Project, line: &Line<'_>) -> Vec<Cell> {
    let Line { placed: Placed { lot, units, place }, years, offer } = line;
    let (low, high) = offer.price.bounds();
    vec![
        view.project(project.id),
        Cell::Lot(lot.id),
        Cell::Licence(lot.licence.clone()),
        Cell::units(*units),
        Cell::Place((*place).clone()),
        device_at(place),
        Cell::optional(lot.first_bound, Cell::Day),
        Cell::optional(lot.covered_until(), Cell::Day),
        Cell::Day(offer.span.from),
        Cell::Day(offer.span.until),
        Cell::optional(*years, |years| Cell::Count(i64::from(years))),
        Cell::Count(i64::from(offer.late_years)),
        Cell::optional(offer.value, |value| Cell::Count(i64::from(value))),
        credits_cell(offer.price.exact()),
        credits_cell(low),
        credits_cell(high),
        if offer.price == Price::TooMuch {
            Cell::Say(say!("quote-too-many"))
        } else {
            told(offer.price.exact(), low, high)
        },
        Cell::Flag(offer.price.is_estimate()),
    ]
}

/// Credits for people: a figure, bounds, or `unknown`.
pub(super) fn told(exact: Option<Credits>, low: Option<Credits>, high: Option<Credits>) -> Cell {
    match (exact, low, high) {
        (Some(exact), ..) => Cell::credits(exact),
        (None, Some(low), Some(high)) if low == high => Cell::credits(low),
        (None, Some(low), Some(high)) => Cell::Say(say!("credits-between", low = low, high = high)),
        (None, Some(low), None) => Cell::Say(say!("credits-or-more", low = low)),
        (None, None, _) => Cell::Say(say!("unknown")),
    }
}

/// What all of it takes.
struct Sum {
    exact: Option<Credits>,
    low: Option<Credits>,
    high: Option<Credits>,
    estimate: bool,
    is_unknown: bool,
}

impl Sum {
    fn of(lines: &[Line<'_>]) -> Self {
        let prices = || lines.iter().map(|line| line.offer.price);
        Self {
            exact: price::total(prices().map(Price::exact)),
            low: price::total(prices().map(|price| price.bounds().0)),
            high: price::total(prices().map(|price| price.bounds().1)),
            estimate: prices().any(Price::is_estimate),
            is_unknown: prices().any(|price| price == Price::Unknown),
        }
    }

    fn notes(&self, view: &View, project: &Project) -> Vec<Say> {
        let rulebook = view.rulebook.name();
        let mut notes = vec![say!("quote-balance", credits = project.credits, rest = self.rest(project.credits))];
        notes.extend(self.is_unknown.then(|| say!("quote-unknown", rulebook = rulebook)));
        notes.extend(self.estimate.then(|| say!("quote-estimate", rulebook = rulebook)));
        notes
    }

    /// What would be left after the act, or what it lacks (SSA-2).
    fn rest(&self, balance: i64) -> Say {
        let after = |credits: Credits| balance - credits.signed();
        match (self.exact, self.low, self.high) {
            (Some(exact), ..) if after(exact) >= 0 => say!("quote-remains", left = after(exact)),
            (Some(exact), ..) => say!("ssa-2-quote-short", short = -after(exact)),
            (None, Some(low), Some(high)) if after(high) >= 0 => {
                say!("quote-remains-between", low = after(high), high = after(low))
            }
            (None, Some(low), _) if after(low) < 0 => say!("ssa-2-quote-short-least", short = -after(low)),
            (None, Some(_), Some(high)) => say!("ssa-2-quote-short-perhaps", short = -after(high)),
            (None, ..) => say!("quote-rest-unknown"),
        }
    }
}

fn total_row(columns: &[Column], lines: &[Line<'_>], sum: &Sum) -> Vec<Cell> {
    let units = lines.iter().map(|line| line.placed.units.signed()).sum();
    let cell = |column: &Column| match column.key {
        "lot" => Cell::Say(say!("total")),
        "units" => Cell::Units(units),
        "price" => told(sum.exact, sum.low, sum.high),
        _ => Cell::Absent,
    };
    columns.iter().map(cell).collect()
}
