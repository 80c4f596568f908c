//! Mistakes that the model makes on purpose: each must be found in some history, or the comparison sees less than it says.
//!
//! Absent by design: mistakes of the core; there it is the other way round.

use crate::{FIRST_SEED, Life, live};
use replay_tests::generate::Kind;
use replay_tests::model::Mistake;

/// Each mistake, and the kind of history in which it shows soonest.
const MISTAKES: [(Mistake, Kind); 22] = [
    (Mistake::ReleaseMovesFirstBinding, Kind::Mixed),
    (Mistake::ConversionKeepsCoverage, Kind::Conversions),
    (Mistake::TransferForgetsDates, Kind::Mixed),
    (Mistake::ConversionIsFree, Kind::Conversions),
    (Mistake::ReplacementLeavesLicences, Kind::Mixed),
    (Mistake::CoverageEndsLate, Kind::Credits),
    (Mistake::WarrantyIsShort, Kind::Mixed),
    (Mistake::AnnulledStillCounts, Kind::Mixed),
    (Mistake::ReversalCountsFromTarget, Kind::Reversals),
    (Mistake::AmendmentKeepsDay, Kind::Mixed),
    (Mistake::AnnulledAnnulmentStays, Kind::Mixed),
    (Mistake::WholeActsLeaveTheLate, Kind::LateFacts),
    (Mistake::ReplacementTakesTheListed, Kind::LateFacts),
    (Mistake::ReversalForgetsBinding, Kind::Reversals),
    (Mistake::TrialsStayBehind, Kind::LateFacts),
    (Mistake::WarrantyKeepsItsEnd, Kind::Amendments),
    (Mistake::TermsGoStepByStep, Kind::LeapDays),
    (Mistake::PurchaseForgetsFirstBinding, Kind::Conversions),
    (Mistake::TierBeforeBase, Kind::Lots),
    (Mistake::LapsedIsCovered, Kind::Lots),
    (Mistake::ConversionCostsTwice, Kind::Credits),
    (Mistake::TrialRunsForFourMonths, Kind::Mixed),
];
/// Histories in which a mistake has to show.
const SEEDS: u64 = 120;

/// A difference that a comparison names.
fn difference(life: Life) -> Option<String> {
    live(life).err().filter(|error| error.contains("the model says"))
}

#[test]
fn a_model_with_a_mistake_is_caught() {
    let mut unseen = Vec::new();
    for (mistake, kind) in MISTAKES {
        let caught = (FIRST_SEED..FIRST_SEED + SEEDS).find_map(|seed| {
            let life = Life::of_kind(kind, seed);
            // Where the model is caught without the mistake too, it is not the mistake that was caught.
            difference(Life { mistake: Some(mistake), ..life }).filter(|_| difference(life).is_none())
        });
        println!("{mistake:?}: {caught:?}");
        if caught.is_none() {
            unseen.push(format!("{mistake:?} in {} histories of the kind {}", SEEDS, kind.name()));
        }
    }
    assert!(unseen.is_empty(), "not caught by a comparison:\n{}", unseen.join("\n"));
}
