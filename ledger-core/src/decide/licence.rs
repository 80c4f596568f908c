//! Licences: redeem, bind, release, convert, upgrade, transfer, trial.
//!
//! Absent by design: rules; they judge the events that come out of here.

use super::device::{arriving, leaving};
use super::select::{LotNames, select};
use super::{Becoming, Draft, ItemAsked, Plan, ProjectChoice, Refusal, Situation, Stakes, Take};
use crate::book::{Lot, Place, Project};
use crate::catalogue::Policy;
use crate::event::{
    Arriving, Changed, Event, KeyItem, KeyRedeemed, Leaving, LicencesBound, LicencesConverted, LicencesReleased,
    LicencesTransferredIn, LicencesTransferredOut, LicencesUpgraded, Part, TrialIssued,
};
use crate::rule::price::{Price, too_much};
use crate::rule::ssa::{price_of_conversion, unheard_of};
use crate::say;
use crate::vocabulary::{Credits, Day, Fault, KeyCode, Licence, Say, Serial, Span, Step, Units, Version};
use std::collections::BTreeSet;

pub(super) fn redeem(
    situation: &Situation<'_>,
    project: &ProjectChoice,
    key: &KeyCode,
    asked: &[ItemAsked],
) -> Result<Plan, Refusal> {
    let stream = situation.project(project)?;
    let mut names = LotNames::of_event(situation.next_version(stream));
    let (mut items, mut credits) = (Vec::new(), 0_u64);
    for item in asked {
        match item {
            ItemAsked::Licences(licence, units, raw) => {
                let licence = situation.catalogue.canonical(licence.clone());
                items.push(KeyItem { lot: names.fresh(), licence, units: *units, raw: raw.clone() });
            }
            ItemAsked::Credits(more) => credits = credits.saturating_add(u64::from(more.get())),
            ItemAsked::Rental(count) => {
                let message = say!("prj-9-rental", count = *count);
                let of = situation.state(stream).place().unwrap_or_else(|| project.named());
                let next = say!("prj-9-rental-next", note = Step::NoteRental(of));
                return Err(Refusal::rule("PRJ-9", key, message, next));
            }
        }
    }
    let Some(total) = Credits::from_u64(credits) else {
        return Err(Refusal::rule(
            "SSA-2",
            key,
            format!("{credits} credits are more than one act can move"),
            "split them",
        ));
    };
    let credits = asked.iter().any(|item| matches!(item, ItemAsked::Credits(_))).then_some(total);
    let event = KeyRedeemed { key: key.clone(), items, credits };
    Ok(Plan::one(stream, Event::KeyRedeemed(event), Stakes::Reversible))
}

/// The take with its licence in the catalogue's spelling.
fn canonical(situation: &Situation<'_>, take: &Take) -> Take {
    Take { licence: situation.catalogue.canonical(take.licence.clone()), ..take.clone() }
}

pub(super) fn bind(situation: &Situation<'_>, take: &Take, serial: &Serial) -> Result<Plan, Refusal> {
    let take = canonical(situation, take);
    let stream = situation.device(serial)?;
    let mut names = LotNames::of_event(situation.next_version(stream));
    let selection = select(&situation.state(stream), &Place::Free, &take, situation.day, &mut names)?;
    let family = situation.catalogue.family(&take.licence.family);
    let stays = family.is_some_and(|entry| entry.never_released);
    let stakes = if stays {
        let stay = say!("stakes-stays", family = take.licence.family.as_str());
        let state = situation.state(stream);
        let model = state.devices.get(serial).map(|device| device.model.as_str()).unwrap_or_default();
        Stakes::Final(serial.clone(), super::device::with_unknown_model(situation, stay, model))
    } else {
        Stakes::Reversible
    };
    let event = LicencesBound { serial: serial.clone(), parts: selection.parts };
    Ok(Plan::one(stream, Event::LicencesBound(event), stakes).with_open(selection.open))
}

pub(super) fn release(
    situation: &Situation<'_>,
    take: &Take,
    serial: &Serial,
    certificate: Option<&str>,
    consent: bool,
) -> Result<Plan, Refusal> {
    let take = canonical(situation, take);
    let stream = situation.device(serial)?;
    let mut names = LotNames::of_event(situation.next_version(stream));
    let place = Place::Device(serial.clone());
    let selection = select(&situation.state(stream), &place, &take, situation.day, &mut names)?;
    let event = LicencesReleased {
        serial: serial.clone(),
        certificate: certificate.map(|text| text.trim().to_owned()),
        consent,
        parts: selection.parts,
    };
    Ok(Plan::one(stream, Event::LicencesReleased(event), Stakes::Reversible).with_open(selection.open))
}

/// Units that change always become a lot of their own. What no licence can be is refused for facts, too: the record
/// could not hold it.
fn changed(
    parts: Vec<Part>,
    names: &mut LotNames,
    becomes: impl Fn(&Licence) -> Result<Licence, Fault>,
) -> Result<Vec<Changed>, Refusal> {
    let change = |part: Part| {
        let into = if part.into == part.lot { names.fresh() } else { part.into };
        let becomes = becomes(&part.licence).map_err(|fault| {
            Refusal::rule(
                fault.rule,
                &part.licence,
                format!("cannot become {}: it {}", fault.input, fault.message),
                fault.next,
            )
        })?;
        Ok(Changed { becomes, part: Part { into, ..part } })
    };
    parts.into_iter().map(change).collect()
}

fn becoming(situation: &Situation<'_>, from: &Licence, to: &Becoming) -> Result<Licence, Fault> {
    match to {
        Becoming::Version(version) => from.at_version(*version),
        Becoming::Licence(named) => {
            let named = situation.catalogue.canonical(named.clone());
            let alike = named.family == from.family;
            Ok(if alike {
                Licence { tier: named.tier.or(from.tier), variant: named.variant.or(from.variant), ..named }
            } else {
                named
            })
        }
    }
}

pub(super) fn convert(
    situation: &Situation<'_>,
    take: &Take,
    project: &ProjectChoice,
    to: &Becoming,
    named: Option<Credits>,
) -> Result<Plan, Refusal> {
    let take = canonical(situation, take);
    let stream = situation.project(project)?;
    let state = situation.state(stream);
    let mut names = LotNames::of_event(situation.next_version(stream));
    let selection = select(&state, &Place::Free, &take, situation.day, &mut names)?;
    let parts = changed(selection.parts, &mut names, |licence| becoming(situation, licence, to))?;
    if converted_years(situation).is_none() {
        let message = "the rulebook does not know how long the SSA of a conversion runs";
        return Err(Refusal::rule("SSA-6", &take.licence, message, "adopt a rulebook with `conversion_ssa_years`"));
    }
    let Some(coverage) = converted_span(situation) else {
        let message = format!("a year of SSA from {} would end beyond what a ledger can speak about", situation.day);
        return Err(Refusal::rule("SSA-6", &take.licence, message, "choose an earlier `--date`"));
    };
    let price = price_of_conversion(situation.rulebook, &parts, situation.day);
    let credits = named.or(price.exact());
    let open_price = credits.is_none().then(|| match price {
        Price::TooMuch => Refusal::by_rule(&too_much(&take.licence)),
        Price::Unknown | Price::Between(..) | Price::Exact(_) => no_value(situation, &parts, &say!("act-converting")),
    });
    let stakes = Stakes::Costly(conversion_costs(&state, &parts, situation, credits));
    let event = LicencesConverted { parts, coverage, credits };
    let plan = Plan::one(stream, Event::LicencesConverted(event), stakes);
    Ok(plan.with_open(selection.open.into_iter().chain(open_price)))
}

fn no_value(situation: &Situation<'_>, parts: &[Changed], act: &Say) -> Refusal {
    let value = |licence: &Licence| situation.rulebook.ssc_value(licence, situation.day);
    let unknown = parts.iter().find(|changed| value(&changed.becomes).is_none());
    let subject = unknown.map_or_else(String::new, |changed| changed.becomes.untiered().to_string());
    super::service::unknown_value(situation, &subject, act)
}

/// What a conversion costs and ends, a line each.
fn conversion_costs(
    state: &Project,
    parts: &[Changed],
    situation: &Situation<'_>,
    credits: Option<Credits>,
) -> Vec<Say> {
    let mut lines = Vec::new();
    for changed in parts {
        let lot = state.lots.get(&changed.part.lot);
        if let Some(end) = lot.and_then(Lot::covered_until).filter(|end| *end > situation.day) {
            let Part { units, licence, .. } = &changed.part;
            lines.push(say!("stakes-loses", units = *units, licence = licence, end = end));
        }
    }
    let versions: BTreeSet<Version> = parts.iter().filter_map(|changed| changed.becomes.version).collect();
    let unheard = |version| unheard_of(situation.rulebook, Some(state), version, situation.day);
    lines.extend(versions.into_iter().filter_map(unheard));
    lines.extend(credits.map(|credits| super::service::balance_line(state, credits)));
    lines
}

pub(super) fn upgrade(
    situation: &Situation<'_>,
    take: &Take,
    serial: Option<&Serial>,
    project: Option<&ProjectChoice>,
    version: Version,
) -> Result<Plan, Refusal> {
    let take = canonical(situation, take);
    let stream = match (serial, project) {
        (Some(serial), _) => situation.device(serial)?,
        (None, Some(project)) => situation.project(project)?,
        (None, None) => {
            let next = "name a device with `--device SERIAL`, or a balance with `--project NAME`";
            return Err(Refusal::missing("place", "for the upgrade", next));
        }
    };
    let place = serial.cloned().map_or(Place::Free, Place::Device);
    let mut names = LotNames::of_event(situation.next_version(stream));
    let selection = select(&situation.state(stream), &place, &take, situation.day, &mut names)?;
    let event = LicencesUpgraded {
        serial: serial.cloned(),
        parts: changed(selection.parts, &mut names, |licence| licence.at_version(version))?,
        version_date: situation.rulebook.version_date(version),
    };
    let plan = Plan::one(stream, Event::LicencesUpgraded(event), Stakes::Reversible);
    Ok(plan.with_open(selection.open))
}

pub(super) fn transfer(
    situation: &Situation<'_>,
    take: &Take,
    from: &ProjectChoice,
    to: &ProjectChoice,
) -> Result<Plan, Refusal> {
    let take = canonical(situation, take);
    let (from_stream, to_stream) = (situation.project(from)?, situation.project(to)?);
    let (from, to) = (situation.project_ref(from_stream)?, situation.project_ref(to_stream)?);
    if from_stream == to_stream {
        let next = "choose another project of the company";
        return Err(Refusal::rule("PRJ-5", &take.licence, "both projects are the same", next));
    }
    let state = situation.state(from_stream);
    let mut out_names = LotNames::of_event(situation.next_version(from_stream));
    let mut names = LotNames::of_event(situation.next_version(to_stream));
    let selection = select(&state, &Place::Free, &take, situation.day, &mut out_names)?;
    let mut arrives = |part: &Part| match state.lots.get(&part.lot) {
        Some(lot) => arriving(lot, part.units, &mut names),
        None => unproven(part, &mut names),
    };
    let arriving_lots: Vec<Arriving> = selection.parts.iter().map(&mut arrives).collect();
    let leaves = |part: &Part| match state.lots.get(&part.lot) {
        Some(lot) => leaving(lot, part.units),
        None => Leaving { lot: part.lot, licence: part.licence.clone(), units: part.units },
    };
    let out = LicencesTransferredOut { to, lots: selection.parts.iter().map(leaves).collect() };
    let into = LicencesTransferredIn { from, lots: arriving_lots };
    let drafts = vec![
        Draft { stream: from_stream, event: Event::LicencesTransferredOut(out) },
        Draft { stream: to_stream, event: Event::LicencesTransferredIn(into) },
    ];
    let open = selection.open.into_iter().collect();
    Ok(Plan { drafts, stakes: Stakes::Reversible, open })
}

fn unproven(part: &Part, names: &mut LotNames) -> Arriving {
    Arriving {
        lot: names.fresh(),
        was: part.lot,
        licence: part.licence.clone(),
        units: part.units,
        first_bound: None,
        anchor: None,
        coverage: Vec::new(),
    }
}

/// Years of SSA that begin with a conversion; absent where the rulebook does not know.
fn converted_years(situation: &Situation<'_>) -> Option<u32> {
    situation.rulebook.integer(Policy::ConversionSsaYears, situation.day)
}

/// The SSA that begins with a conversion on the day.
pub(super) fn converted_span(situation: &Situation<'_>) -> Option<Span> {
    let until = situation.day.plus_years(converted_years(situation)?)?;
    Some(Span { from: situation.day, until })
}

/// First day on which a trial that begins on the day no longer runs.
pub(super) fn trial_end(situation: &Situation<'_>) -> Option<Day> {
    situation.day.plus_months(trial_months(situation)?)
}

/// Months for which a trial runs; absent where the rulebook does not know.
fn trial_months(situation: &Situation<'_>) -> Option<u32> {
    situation.rulebook.integer(Policy::TrialMonths, situation.day)
}

pub(super) fn trial(
    situation: &Situation<'_>,
    licence: &Licence,
    units: Units,
    serial: &Serial,
) -> Result<Plan, Refusal> {
    let stream = situation.device(serial)?;
    let licence = situation.catalogue.canonical(licence.clone());
    if trial_months(situation).is_none() {
        let message = "the rulebook does not know how long a trial runs";
        return Err(Refusal::rule("PRJ-8", serial, message, "adopt a rulebook with `trial_months`"));
    }
    let Some(until) = trial_end(situation) else {
        return Err(Refusal::rule(
            "PRJ-8",
            serial,
            "the trial would end beyond what a ledger can speak about",
            "choose an earlier `--date`",
        ));
    };
    let event = TrialIssued { serial: serial.clone(), licence, units, until };
    Ok(Plan::one(stream, Event::TrialIssued(event), Stakes::Reversible))
}
