//! Quote: what a purchase of SSA would grant and take on a day, lot by lot. Nothing is written.
//!
//! Units are chosen and reckoned by the functions that the act itself uses. Absent by design: the act.

use super::{Cell, Column, Report, View};
use crate::book::{Lot, Place, Project};
use crate::rule::price::{self, Offer, Price, Term};
use crate::rule::target::{self, NotMeant, Placed, SsaTarget};
use crate::rule::{Finding, hardware, ssa};
use crate::say;
use crate::vocabulary::{Credits, Step, Years};
use std::collections::BTreeMap;

/// Heading of what it takes.
const CREDITS: &str = "Credits";

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
pub fn quote(view: &View, wish: &Wish) -> Result<Report, NotMeant> {
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
    findings.extend(notices(view, &lines));
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
    let message = format!("the project was closed on {}, so nothing can be bought in it", project.closed?);
    Some(Finding::error("PRJ-1", project.name(), message, "use another project"))
}

/// A lot that can be quoted, or the rule that the act would break.
fn line<'a>(view: &View, placed: Placed<'a>, term: Option<Term>) -> Result<Line<'a>, Finding> {
    let lot = placed.lot;
    let refused =
        hardware::unversioned(view.catalogue, &lot.licence, "put under SSA").or_else(|| ssa::never_bound(lot));
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
        let message = format!("no whole years of lot {} reach past {}", lot.id, view.as_of);
        Finding::error("SSA-4", &lot.licence, message, "name the end with `--until DATE`")
    })
}

/// What keeps the act from being done as it is quoted, or its price from being known: once for each licence.
fn notices(view: &View, lines: &[Line<'_>]) -> Vec<Finding> {
    let short = |line: &Line<'_>| ssa::falls_short(line.placed.lot, line.offer.span, view.as_of);
    let mut found: Vec<Finding> = lines.iter().filter_map(short).collect();
    let mut once: BTreeMap<(u8, String), Finding> = BTreeMap::new();
    for Line { placed, offer, .. } in lines {
        let licence = placed.lot.licence.untiered();
        let (order, finding) = match offer.price {
            Price::Exact(_) => continue,
            Price::TooMuch => (0, price::too_much(&licence)),
            Price::Unknown => (1, of_the_act(price::unknown_value(&view.rulebook, &licence.to_string(), "SSA"))),
            Price::Between(..) => (2, of_the_act(price::unknown_factor(&view.rulebook, &licence, offer.late_years))),
        };
        once.entry((order, licence.to_string())).or_insert(finding);
    }
    found.extend(once.into_values());
    found
}

/// A price that the act needs and the quote can do without.
fn of_the_act(finding: Finding) -> Finding {
    Finding { next: say!("quote-of-the-act", apply = Step::ApplySsa, next = &finding.next), ..finding.as_notice() }
}

fn report(view: &View, project: &Project, lines: &[Line<'_>], findings: Vec<Finding>) -> Report {
    let columns = vec![
        Column::hidden("project"),
        Column::left("lot", "Lot"),
        Column::left("licence", "Licence"),
        Column::right("units", "Units"),
        Column::left("location", "Where"),
        Column::left("first_bound", "First bound"),
        Column::hidden("until"),
        Column::left("from", "From"),
        Column::left("to", "To (excluded)"),
        Column::right("years", "Years"),
        Column::right("late_years", "Late years"),
        Column::right("ssc_value", "SSC/year"),
        Column::hidden("credits"),
        Column::hidden("credits_low"),
        Column::hidden("credits_high"),
        Column::right("", CREDITS).people_only(),
        Column::hidden("estimate"),
    ];
    let rows = lines.iter().map(|line| row(view, project, line)).collect();
    let sum = Sum::of(lines);
    let title = format!("What SSA would take in {} on {}", view.project_name(project.id), view.as_of);
    let totals = (lines.len() > 1).then(|| total_row(&columns, lines, &sum));
    let report = Report::of("quote", title, view.basis(), columns, rows);
    let extra = vec![
        ("balance", Cell::Count(project.credits)),
        ("credits", figure(sum.exact)),
        ("credits_low", figure(sum.low)),
        ("credits_high", figure(sum.high)),
        ("estimate", Cell::Flag(sum.estimate)),
    ];
    let notes = if lines.is_empty() { Vec::new() } else { sum.notes(view, project) };
    Report { totals, notes, extra, findings, ..report }.or_say("none of these licences can be put under SSA")
}

pub(super) fn figure(credits: Option<Credits>) -> Cell {
    Cell::optional(credits, |credits| Cell::Count(credits.signed()))
}

fn row(view: &View, project: &Project, line: &Line<'_>) -> Vec<Cell> {
    let Line { placed: Placed { lot, units, place }, years, offer } = line;
    let (low, high) = offer.price.bounds();
    vec![
        Cell::Text(view.project_name(project.id)),
        Cell::text(lot.id),
        Cell::text(&lot.licence),
        Cell::Count(units.signed()),
        Cell::Text(Place::word(place)),
        Cell::optional(lot.first_bound, Cell::Day),
        Cell::optional(lot.covered_until(), Cell::Day),
        Cell::Day(offer.span.from),
        Cell::Day(offer.span.until),
        Cell::optional(*years, |years| Cell::Count(i64::from(years))),
        Cell::Count(i64::from(offer.late_years)),
        Cell::optional(offer.value, |value| Cell::Count(i64::from(value))),
        figure(offer.price.exact()),
        figure(low),
        figure(high),
        if offer.price == Price::TooMuch { Cell::text("too many") } else { told(offer.price.exact(), low, high) },
        Cell::Flag(offer.price.is_estimate()),
    ]
}

/// Credits for people: a figure, bounds, or `unknown`.
pub(super) fn told(exact: Option<Credits>, low: Option<Credits>, high: Option<Credits>) -> Cell {
    match (exact, low, high) {
        (Some(exact), ..) => figure(Some(exact)),
        (None, Some(low), Some(high)) if low == high => figure(Some(low)),
        (None, Some(low), Some(high)) => Cell::Text(format!("{low} to {high}")),
        (None, Some(low), None) => Cell::Text(format!("{low} or more")),
        (None, None, _) => Cell::text("unknown"),
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

    fn notes(&self, view: &View, project: &Project) -> Vec<String> {
        let rulebook = view.rulebook.name();
        let mut notes = vec![self.balance(project.credits)];
        if self.is_unknown {
            notes.push(format!(
                "rulebook {rulebook} has no SSC value for some of it; what is unknown is never 0 (SSA-11)"
            ));
        }
        if self.estimate {
            notes.push(format!(
                "estimate: late years count once or more, and rulebook {rulebook} names no factor for them (SSA-4)"
            ));
        }
        notes
    }

    /// The balance now, and after the act or what it lacks (SSA-2).
    fn balance(&self, balance: i64) -> String {
        let after = |credits: Credits| balance - credits.signed();
        let told = |credits: Credits| match after(credits) {
            left if left >= 0 => format!("{left} would remain"),
            short => format!("{} more are needed (SSA-2)", -short),
        };
        let rest = match (self.exact, self.low, self.high) {
            (Some(exact), ..) => told(exact),
            (None, Some(low), Some(high)) if after(high) >= 0 => {
                format!("{} to {} would remain", after(high), after(low))
            }
            (None, Some(low), _) if after(low) < 0 => format!("at least {} more are needed (SSA-2)", -after(low)),
            (None, Some(_), Some(high)) => format!("it may be that {} more are needed (SSA-2)", -after(high)),
            (None, ..) => "what would remain is not known".to_owned(),
        };
        format!("balance: {balance} credits; {rest}")
    }
}

fn total_row(columns: &[Column], lines: &[Line<'_>], sum: &Sum) -> Vec<Cell> {
    let units = lines.iter().map(|line| line.placed.units.signed()).sum();
    let cell = |column: &Column| match column.heading {
        "Lot" => Cell::text("Total"),
        "Units" => Cell::Count(units),
        CREDITS => told(sum.exact, sum.low, sum.high),
        _ => Cell::Absent,
    };
    columns.iter().map(cell).collect()
}
