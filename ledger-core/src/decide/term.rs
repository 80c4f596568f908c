//! Terms: what an amended purchase of SSA grants and takes when it is said to be for other years.
//!
//! Intervals, late years and shares follow from the years, so whoever amends the years need not name them. What was named stays.
//! Absent by design: rules; they judge what comes out of here.

use super::Situation;
use crate::book::{Book, Entry};
use crate::event::{Covered, SsaApplied};
use crate::rule::price::{self, Offer, Term};

/// Gives a purchase the intervals of its other years, where the amendment names none; its credits, too, where they were the
/// shares of its lots.
pub(super) fn rerun(now: &mut SsaApplied, was: &SsaApplied, situation: &Situation<'_>, act: &Entry) {
    let Some(years) = now.years.filter(|years| Some(*years) != was.years && now.lots == was.lots) else { return };
    let Some(offers) = offers(now, situation, act, Term::Years(years)) else { return };
    for (covered, offer) in now.lots.iter_mut().zip(offers) {
        covered.span = offer.span;
        covered.late_years = offer.late_years;
        covered.credits = covered.credits.and(offer.price.exact());
    }
    let shares = |applied: &SsaApplied| price::total(applied.lots.iter().map(|covered| covered.credits));
    if now.credits == was.credits && was.credits.is_some() && was.credits == shares(was) {
        now.credits = shares(now).or(now.credits);
    }
}

/// What each lot gets by a term, as it stood before the act; nothing where one of them is not there or cannot get it.
fn offers(now: &SsaApplied, situation: &Situation<'_>, act: &Entry, term: Term) -> Option<Vec<Offer>> {
    let place = (situation.day, act.position);
    let before = situation.timeline.in_effect(situation.day).into_iter();
    let before = before.filter(|entry| entry.position != act.position && (entry.effective, entry.position) < place);
    let book = Book::fold(before);
    let lots = &book.projects.get(&act.stream)?.lots;
    let of_lot = |covered: &Covered| {
        let Covered { part, .. } = covered;
        price::offer(situation.rulebook, lots.get(&part.lot)?, part.units, situation.day, term).ok()
    };
    now.lots.iter().map(of_lot).collect()
}
