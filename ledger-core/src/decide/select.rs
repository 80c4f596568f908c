//! Selecting lots: which units an act takes, in which order, and when only a person can say.
//!
//! Lots that differ in nothing but their tier or their origin are one to a command: base units first, then the order
//! in which they came. Where dates differ and not everything is taken, the choice is the caller's.

use super::{Candidate, Choice, Pick, Refusal, Take};
use crate::book::{Lot, Place, Project};
use crate::event::Part;
use crate::rule::target::{in_order, looks};
use crate::say;
use crate::vocabulary::{Day, LotId, Step, Units};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Names for the lots that an event makes.
pub(super) struct LotNames {
    made_by: u64,
    next: u32,
}

impl LotNames {
    pub(super) fn of_event(version: u64) -> Self {
        Self { made_by: version, next: 1 }
    }

    pub(super) fn fresh(&mut self) -> LotId {
        let part = self.next;
        self.next = self.next.saturating_add(1);
        LotId { made_by: self.made_by, part }
    }
}

/// Units that were found, and the choice that is still open.
pub(super) struct Selection {
    pub(super) parts: Vec<Part>,
    pub(super) open: Option<Refusal>,
}

/// Finds units of a licence at a place. A named lot gives all of them, whether it holds them or not; a command takes no more
/// from it than it holds, even where a reversal gave other units of it back. Otherwise what the
/// place does not hold is taken from a lot of unproven origin: a command is refused for it by a rule, a fact is recorded
/// with it.
///
/// # Errors
/// Refuses a lot that is not there, or not of that licence.
pub(super) fn select(
    project: &Project,
    place: &Place,
    take: &Take,
    day: Day,
    names: &mut LotNames,
) -> Result<Selection, Refusal> {
    let lots = in_order(candidates(project, place, take)?, |lot| preferred(take.choice, day, lot));
    let held: i64 = lots.iter().map(|lot| lot.units_at(place)).sum();
    let open = open_choice(&lots, place, take, held);
    let mut wanted = take.units.signed();
    if let (Choice::Lot(_), [lot]) = (take.choice, &lots[..]) {
        let into = if lot.units() == wanted && held == wanted { lot.id } else { names.fresh() };
        let part = Part { lot: lot.id, licence: lot.licence.clone(), units: take.units, into };
        let open = (held < wanted).then(|| beyond(project, lot, held, take));
        return Ok(Selection { parts: vec![part], open });
    }
    let mut available = project.units_at(&take.licence, place).max(0);
    let mut parts = Vec::new();
    for lot in lots {
        let units = lot.units_at(place).min(wanted).min(available);
        let Some(taken) = u32::try_from(units).ok().and_then(Units::new) else { break };
        wanted -= units;
        available -= units;
        let into = if lot.units() == units { lot.id } else { names.fresh() };
        parts.push(Part { lot: lot.id, licence: lot.licence.clone(), units: taken, into });
    }
    if let Some(units) = u32::try_from(wanted).ok().and_then(Units::new) {
        parts.push(Part { lot: names.fresh(), licence: take.licence.clone(), units, into: names.fresh() });
    }
    Ok(Selection { parts, open })
}

fn candidates<'a>(project: &'a Project, place: &Place, take: &Take) -> Result<Vec<&'a Lot>, Refusal> {
    let there = |lot: &&Lot| take.licence.covers(&lot.licence) && lot.units_at(place) > 0;
    let Choice::Lot(id) = take.choice else { return Ok(project.lots.values().filter(there).collect()) };
    let lot = project.lots.get(&id).ok_or_else(|| Refusal::no_lot(id, project.place()))?;
    if !take.licence.covers(&lot.licence) {
        let message = format!("lot {id} is of {}", lot.licence);
        return Err(Refusal::rule("LOT-CHOICE", &take.licence, message, "name a lot of the licence that is asked for"));
    }
    Ok(vec![lot])
}

fn open_choice(lots: &[&Lot], place: &Place, take: &Take, held: i64) -> Option<Refusal> {
    let kinds: BTreeSet<_> = lots.iter().map(|lot| looks(lot)).collect();
    let is_open = take.choice == Choice::Open && kinds.len() > 1 && take.units.signed() < held;
    is_open.then(|| {
        let candidate = |lot: &&Lot| Candidate {
            lot: lot.id,
            licence: lot.licence.clone(),
            units: lot.units_at(place),
            first_bound: lot.first_bound,
            coverage: lot.coverage.clone(),
        };
        Refusal::choice(&take.licence, take.units.get(), lots.iter().map(candidate).collect())
    })
}

/// Units beyond what a named lot holds are those of other lots, with dates of their own.
fn beyond(project: &Project, lot: &Lot, held: i64, take: &Take) -> Refusal {
    let message = format!("lot {} holds {} there, {} are asked for", lot.id, held.max(0), take.units);
    let next = say!("lot-short-next", lots = Step::ShowLots(project.place()));
    Refusal::rule("LOT-CHOICE", &take.licence, message, next)
}

/// What a preference compares: lots without running SSA last, the others by its end.
fn preferred(choice: Choice, day: Day, lot: &Lot) -> (bool, Option<Day>, Reverse<Option<Day>>) {
    let end = lot.covered_until().filter(|end| *end > day);
    match choice {
        Choice::Pick(Pick::OldestSsa) => (end.is_none(), end, Reverse(None)),
        Choice::Pick(Pick::NewestSsa) => (end.is_none(), None, Reverse(end)),
        Choice::Pick(Pick::Fifo) | Choice::Lot(_) | Choice::Open => (false, None, Reverse(None)),
    }
}

/// Everything of one licence kind that is bound, as whole lots.
pub(super) fn whole(lot: &Lot, place: &Place, names: &mut LotNames) -> Option<Part> {
    let units = u32::try_from(lot.units_at(place)).ok().and_then(Units::new)?;
    let into = if lot.units() == units.signed() { lot.id } else { names.fresh() };
    Some(Part { lot: lot.id, licence: lot.licence.clone(), units, into })
}
