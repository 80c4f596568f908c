//! Service: credits, SSA and warranty.
//!
//! Absent by design: rules; they judge the events that come out of here.

use super::select::{LotNames, select, whole};
use super::{Choice, Draft, Mode, Pick, Plan, ProjectChoice, Refusal, Situation, SsaTarget, Stakes, Take, Term};
use crate::book::{Lot, Place, Project};
use crate::event::{
    Covered, CreditsReceived, CreditsTransferredIn, CreditsTransferredOut, Event, Extension, Part, SsaApplied,
    WarrantyActivated, WarrantyVariant,
};
use crate::rule::warranty::extended_until;
use crate::vocabulary::{Credits, Day, KeyCode, Licence, Serial, Span, StreamId, Units, Years, in_years};

pub(super) fn receive(situation: &Situation<'_>, project: &ProjectChoice, credits: Credits) -> Result<Plan, Refusal> {
    let stream = situation.project(project)?;
    nonzero(credits)?;
    Ok(Plan::one(stream, Event::CreditsReceived(CreditsReceived { credits }), Stakes::Reversible(None)))
}

fn nonzero(credits: Credits) -> Result<(), Refusal> {
    if credits.get() > 0 {
        return Ok(());
    }
    Err(Refusal::rule("SSA-2", "SSC", "0 credits change no balance", "name at least one credit"))
}

pub(super) fn transfer(
    situation: &Situation<'_>,
    credits: Credits,
    from: &ProjectChoice,
    to: &ProjectChoice,
) -> Result<Plan, Refusal> {
    let (from_stream, to_stream) = (situation.project(from)?, situation.project(to)?);
    let (from, to) = (situation.project_ref(from_stream)?, situation.project_ref(to_stream)?);
    nonzero(credits)?;
    if from_stream == to_stream {
        return Err(Refusal::rule(
            "PRJ-5",
            "SSC",
            "both projects are the same",
            "choose another project of the company",
        ));
    }
    let undo = format!(
        "licledger credit transfer {credits} --from-project '{}' --to-project '{}' --company '{}'",
        to.project, from.project, from.company
    );
    let out = CreditsTransferredOut { to, credits };
    let into = CreditsTransferredIn { from, credits };
    let drafts = vec![
        Draft { stream: from_stream, event: Event::CreditsTransferredOut(out) },
        Draft { stream: to_stream, event: Event::CreditsTransferredIn(into) },
    ];
    Ok(Plan { drafts, stakes: Stakes::Reversible(Some(undo)), open: Vec::new() })
}

pub(super) fn unknown_value(situation: &Situation<'_>, subject: &str, act: &str) -> Refusal {
    let message =
        format!("rulebook {} has no SSC value for it, so what {act} takes is not known", situation.rulebook.name());
    let next =
        "name the credits with `--credits N`, or adopt a rulebook with SSC values: `licledger rulebook adopt FILE`";
    Refusal::rule("SSA-11", subject, message, next)
}

pub(super) fn balance_line(state: &Project, credits: Credits) -> String {
    format!("{credits} of {} credits are spent, {} remain", state.credits, state.credits - credits.signed())
}

pub(super) fn apply(
    situation: &Situation<'_>,
    mode: Mode,
    project: &ProjectChoice,
    target: &SsaTarget,
    term: Term,
    named: Option<Credits>,
) -> Result<Plan, Refusal> {
    let stream = situation.project(project)?;
    let state = situation.state(stream);
    let parts = targets(situation, stream, &state, target)?;
    let mut lots = Vec::new();
    let mut open = Vec::new();
    for (part, place) in parts {
        match cover(situation, &state, part, place, term)? {
            Share::Known(covered) => lots.push(covered),
            Share::Open(covered, refusal) => {
                lots.push(covered);
                open.push(refusal);
            }
        }
    }
    let computed = if open.is_empty() { total(&lots) } else { None };
    let credits = named.or(computed);
    if named.is_some() {
        lots.iter_mut().for_each(|covered| covered.credits = None);
    }
    if credits.is_some() || mode == Mode::Record {
        open.clear();
    }
    let mut lines: Vec<String> = lots.iter().map(share_line).collect();
    lines.extend(credits.map(|credits| balance_line(&state, credits)));
    let years = if let Term::Years(years) = term { Some(years) } else { None };
    let event = SsaApplied { years, lots, credits };
    Ok(Plan::one(stream, Event::SsaApplied(event), Stakes::Costly(lines)).with_open(open))
}

fn share_line(covered: &Covered) -> String {
    let Covered { part, span, late_years, .. } = covered;
    let late = if *late_years > 0 { format!(", {} of it past", in_years(*late_years)) } else { String::new() };
    format!("{} {} (lot {}) are covered {span}{late}", part.units, part.licence, part.lot)
}

fn total(lots: &[Covered]) -> Option<Credits> {
    let mut sum = 0_u64;
    for covered in lots {
        sum = sum.checked_add(u64::from(covered.credits?.get()))?;
    }
    Credits::from_u64(sum)
}

/// The units that an SSA act means.
fn targets(
    situation: &Situation<'_>,
    stream: StreamId,
    state: &Project,
    target: &SsaTarget,
) -> Result<Vec<Placed>, Refusal> {
    let mut names = LotNames::of_event(situation.next_version(stream));
    let is_bound = |lot: &&Lot| lot.holdings.keys().any(|place| *place != Place::Free);
    let parts: Vec<Placed> = match target {
        SsaTarget::All => {
            let versioned = state.lots.values().filter(|lot| lot.licence.version.is_some());
            versioned.filter(is_bound).flat_map(|lot| everywhere(lot, &mut names)).collect()
        }
        SsaTarget::Device(serial) => {
            situation.device(serial)?;
            let place = Place::Device(serial.clone());
            let versioned = state.lots.values().filter(|lot| lot.licence.version.is_some());
            versioned.filter_map(|lot| Some((whole(lot, &place, &mut names)?, place.clone()))).collect()
        }
        SsaTarget::Lot(id) => {
            let parts = state.lots.get(id).map(|lot| everywhere(lot, &mut names)).unwrap_or_default();
            if parts.is_empty() {
                return Err(Refusal::no_lot(*id, &state.name()));
            }
            parts
        }
        SsaTarget::Type { licence, units, serial } => {
            let licence = situation.catalogue.canonical(licence.clone());
            return of_type(situation, state, &licence, *units, serial.as_ref(), &mut names);
        }
    };
    if parts.is_empty() {
        let what = if let SsaTarget::Device(serial) = target {
            format!("on {serial}")
        } else {
            format!("in {}", state.name())
        };
        return Err(Refusal::missing(
            "bound licence with a version",
            &what,
            "bind licences first; `licledger balance` shows what there is",
        ));
    }
    Ok(parts)
}

/// Units of a lot and where they are.
type Placed = (Part, Place);

/// A lot as it is, in each of its places.
fn everywhere(lot: &Lot, names: &mut LotNames) -> Vec<Placed> {
    let placed = |place: &Place| Some((whole(lot, place, names)?, place.clone()));
    lot.holdings.keys().filter_map(placed).collect()
}

/// Bound units of one licence: all of them, or as many as are asked for, in the order of their lots.
fn of_type(
    situation: &Situation<'_>,
    state: &Project,
    licence: &Licence,
    units: Option<Units>,
    serial: Option<&Serial>,
    names: &mut LotNames,
) -> Result<Vec<Placed>, Refusal> {
    let mut places: Vec<Place> = match serial {
        Some(serial) => vec![Place::Device(serial.clone())],
        None => state.devices.keys().cloned().map(Place::Device).collect(),
    };
    places.retain(|place| state.units_at(licence, place) > 0);
    if places.is_empty() && state.units_at(licence, &Place::Free) > 0 {
        places.push(Place::Free);
    }
    let mut wanted = units.map(Units::signed);
    let mut parts = Vec::new();
    for place in &places {
        let there = state.units_at(licence, place);
        let take = wanted.map_or(there, |wanted| wanted.min(there));
        let Some(units) = u32::try_from(take).ok().and_then(Units::new) else { continue };
        let take = Take { licence: licence.clone(), units, choice: Choice::Pick(Pick::Fifo) };
        let selected = select(state, place, &take, situation.day, names)?.parts;
        parts.extend(selected.into_iter().map(|part| (part, place.clone())));
        wanted = wanted.map(|wanted| wanted - units.signed());
    }
    if parts.is_empty() {
        let next = "`licledger balance` shows what there is";
        return Err(Refusal::missing("licence", &format!("{licence} in {}", state.name()), next));
    }
    if let Some(short) = wanted.filter(|short| *short > 0) {
        let have = units.map_or(0, Units::signed) - short;
        let message = format!("{} are to be covered, {have} are there", have + short);
        return Err(Refusal::rule("PRJ-4", licence, message, "name at most what is there"));
    }
    Ok(parts)
}

enum Share {
    Known(Covered),
    /// The interval is known, its price is not: the refusal that says so.
    Open(Covered, Refusal),
}

/// One lot's interval and price (SSA-1, SSA-4).
fn cover(situation: &Situation<'_>, state: &Project, part: Part, place: Place, term: Term) -> Result<Share, Refusal> {
    let day = situation.day;
    let lot = state.lots.get(&part.lot);
    let start = lot.and_then(Lot::coverage_starts).unwrap_or(day);
    let end_after = |years: u32| lot.map_or_else(|| start.plus_years(years), |lot| lot.term_end(start, years));
    let until = match term {
        Term::Years(years) => end_after(years.get()),
        Term::Until(until) => Some(until),
    };
    let Some(until) = until.filter(|until| *until > start) else {
        let message = format!("the coverage would not end after {start}, where it starts");
        return Err(Refusal::rule("SSA-4", &part.licence, message, "name a later end, or fewer years"));
    };
    let late_years = (1..=60).take_while(|n| end_after(*n).is_some_and(|end| end <= day && end <= until)).count();
    let late_years = u32::try_from(late_years).unwrap_or(u32::MAX);
    let priced = price(situation, &part, start, until, term, late_years);
    let serial = if let Place::Device(serial) = place { Some(serial) } else { None };
    let mut covered = Covered { part, serial, span: Span { from: start, until }, late_years, credits: None };
    Ok(match priced {
        Ok(credits) => {
            covered.credits = Some(credits);
            Share::Known(covered)
        }
        Err(refusal) => Share::Open(covered, refusal),
    })
}

/// Credits of one lot: value x units x years, years that had passed by the rulebook's factor; up to a named day in
/// proportion to days of a 365-day year, rounded up.
fn price(
    situation: &Situation<'_>,
    part: &Part,
    start: Day,
    until: Day,
    term: Term,
    late_years: u32,
) -> Result<Credits, Refusal> {
    let value = situation.rulebook.ssc_value(&part.licence, situation.day);
    let Some(value) = value else {
        return Err(unknown_value(situation, &part.licence.untiered().to_string(), "SSA"));
    };
    let factor = if late_years == 0 { Some(1) } else { situation.rulebook.late_factor(situation.day) };
    let Some(factor) = factor else {
        let message = format!(
            "{} of it late, and rulebook {} names no factor for that",
            in_years(late_years),
            situation.rulebook.name()
        );
        let next = "name the credits with `--credits N`; the vendor counts late years once or twice";
        return Err(Refusal::rule("SSA-4", &part.licence, message, next));
    };
    let unit_price = match term {
        Term::Years(years) => {
            let charged = u64::from(years.get()) + u64::from(late_years) * u64::from(factor.saturating_sub(1));
            u64::from(value).checked_mul(charged).and_then(|p| p.checked_mul(u64::from(part.units.get())))
        }
        Term::Until(_) => {
            let days = u64::try_from(until.days_since(start)).unwrap_or(0);
            let charged = days + 365 * u64::from(late_years) * u64::from(factor.saturating_sub(1));
            let exact = u64::from(value).checked_mul(charged).and_then(|p| p.checked_mul(u64::from(part.units.get())));
            exact.map(|exact| exact.div_ceil(365))
        }
    };
    unit_price.and_then(Credits::from_u64).ok_or_else(|| {
        Refusal::rule("SSA-2", &part.licence, "it would take more credits than one act can spend", "split the act")
    })
}

pub(super) fn activate(
    situation: &Situation<'_>,
    key: &KeyCode,
    serial: &Serial,
    years: Years,
    variant: WarrantyVariant,
) -> Result<Plan, Refusal> {
    let stream = situation.device(serial)?;
    let purchased = situation.state(stream).devices.get(serial).and_then(|device| device.purchased);
    let until = purchased.and_then(|day| extended_until(situation.rulebook, day, years, situation.day));
    let extension = Extension { key: key.clone(), years, variant, until };
    let event = WarrantyActivated { serial: serial.clone(), extension };
    let stakes = Stakes::Final(serial.clone(), "a warranty is extended once, with all its years".to_owned());
    Ok(Plan::one(stream, Event::WarrantyActivated(event), stakes))
}
