//! Service: credits, SSA and warranty.
//!
//! Absent by design: rules; they judge the events that come out of here.

use super::select::LotNames;
use super::{Draft, Mode, Plan, ProjectChoice, Refusal, Situation, SsaTarget, Stakes, Term};
use crate::book::{Device, Lot, Place, Project};
use crate::event::{
    Covered, CreditsReceived, CreditsTransferredIn, CreditsTransferredOut, Event, Extension, Part, SsaApplied,
    WarrantyActivated, WarrantyVariant,
};
use crate::rule::price::{self, Offer, Price};
use crate::rule::target::{self, Placed};
use crate::rule::warranty::{extended_until, rulebook_of};
use crate::say;
use crate::vocabulary::{Credits, Day, KeyCode, Say, Serial, Years};

pub(super) fn receive(situation: &Situation<'_>, project: &ProjectChoice, credits: Credits) -> Result<Plan, Refusal> {
    let stream = situation.project(project)?;
    nonzero(credits)?;
    Ok(Plan::one(stream, Event::CreditsReceived(CreditsReceived { credits }), Stakes::Reversible))
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
    let out = CreditsTransferredOut { to, credits };
    let into = CreditsTransferredIn { from, credits };
    let drafts = vec![
        Draft { stream: from_stream, event: Event::CreditsTransferredOut(out) },
        Draft { stream: to_stream, event: Event::CreditsTransferredIn(into) },
    ];
    Ok(Plan { drafts, stakes: Stakes::Reversible, open: Vec::new() })
}

pub(super) fn unknown_value(situation: &Situation<'_>, subject: &str, act: &Say) -> Refusal {
    Refusal::by_rule(&price::unknown_value(situation.rulebook, subject, act))
}

pub(super) fn balance_line(state: &Project, credits: Credits) -> Say {
    let left = state.credits.saturating_sub(credits.signed());
    say!("stakes-credits", spent = credits, held = state.credits, left = left)
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
    let mut names = LotNames::of_event(situation.next_version(stream));
    let mut lots = Vec::new();
    let mut open = Vec::new();
    for placed in meant(situation, &state, target)? {
        let (covered, refusal) = cover(situation, placed, term, &mut names)?;
        lots.push(covered);
        open.extend(refusal);
    }
    let computed = if open.is_empty() { price::total(lots.iter().map(|covered| covered.credits)) } else { None };
    let credits = named.or(computed);
    if named.is_some() {
        lots.iter_mut().for_each(|covered| covered.credits = None);
    }
    if credits.is_some() || mode == Mode::Record {
        open.clear();
    }
    let mut lines: Vec<Say> = lots.iter().map(share_line).collect();
    lines.extend(credits.map(|credits| balance_line(&state, credits)));
    let years = if let Term::Years(years) = term { Some(years) } else { None };
    let event = SsaApplied { years, lots, credits };
    Ok(Plan::one(stream, Event::SsaApplied(event), Stakes::Costly(lines)).with_open(open))
}

fn share_line(covered: &Covered) -> Say {
    let Covered { part, span, late_years, .. } = covered;
    let (units, licence, lot) = (part.units, &part.licence, part.lot);
    if *late_years > 0 {
        return say!(
            "stakes-covered-late",
            units = units,
            licence = licence,
            lot = lot,
            span = span,
            years = *late_years
        );
    }
    say!("stakes-covered", units = units, licence = licence, lot = lot, span = span)
}

/// The units that an SSA act means.
fn meant<'a>(situation: &Situation<'_>, state: &'a Project, target: &SsaTarget) -> Result<Vec<Placed<'a>>, Refusal> {
    let target = match target {
        SsaTarget::Device(serial) => {
            situation.device(serial)?;
            target.clone()
        }
        SsaTarget::Type { licence, units, serial } => {
            let licence = situation.catalogue.canonical(licence.clone());
            SsaTarget::Type { licence, units: *units, serial: serial.clone() }
        }
        SsaTarget::All | SsaTarget::Lot(_) => target.clone(),
    };
    Ok(target::placed(state, &target)?)
}

/// One lot's share of the act; where its price is not known, the refusal that says so.
fn cover(
    situation: &Situation<'_>,
    placed: Placed<'_>,
    term: Term,
    names: &mut LotNames,
) -> Result<(Covered, Option<Refusal>), Refusal> {
    let Placed { lot, units, place } = placed;
    let offer = price::offer(situation.rulebook, lot, units, situation.day, term)
        .map_err(|finding| Refusal::by_rule(&finding))?;
    let into = if lot.units() == units.signed() { lot.id } else { names.fresh() };
    let part = Part { lot: lot.id, licence: lot.licence.clone(), units, into };
    let serial = if let Place::Device(serial) = place { Some(serial) } else { None };
    let refusal = unpriced(situation, lot, &offer);
    let credits = offer.price.exact();
    Ok((Covered { part, serial, span: offer.span, late_years: offer.late_years, credits }, refusal))
}

/// Why an offer has no price that an act could take.
fn unpriced(situation: &Situation<'_>, lot: &Lot, offer: &Offer) -> Option<Refusal> {
    match offer.price {
        Price::Exact(_) => None,
        Price::Unknown => Some(unknown_value(situation, &lot.licence.untiered().to_string(), &say!("act-ssa"))),
        Price::Between(..) => {
            Some(Refusal::by_rule(&price::unknown_factor(situation.rulebook, &lot.licence, offer.late_years)))
        }
        Price::TooMuch => Some(Refusal::by_rule(&price::too_much(&lot.licence))),
    }
}

pub(super) fn activate(
    situation: &Situation<'_>,
    key: &KeyCode,
    serial: &Serial,
    years: Years,
    variant: WarrantyVariant,
    bought: Option<Day>,
) -> Result<Plan, Refusal> {
    let stream = situation.device(serial)?;
    let state = situation.state(stream);
    let ends = |device: &Device| {
        let purchased = device.purchased?;
        extended_until(rulebook_of(situation.rulebooks, device), purchased, years, purchased)
    };
    let until = state.devices.get(serial).and_then(ends);
    let extension = Extension { key: key.clone(), years, variant, until };
    let event = WarrantyActivated { serial: serial.clone(), extension, bought };
    let stakes = Stakes::Final(serial.clone(), say!("stakes-warranty"));
    Ok(Plan::one(stream, Event::WarrantyActivated(event), stakes))
}
