//! Attacks on the ledger's file: each must be found, by the finding that names it, and nothing may panic.
//!
//! The attacker may do anything to the file, also rebuild all that is derived from the events. What he cannot do
//! unseen is to touch what a head that somebody else holds commits to. Absent by design: attacks on that head, and on
//! the program.

#[path = "attacks/bits.rs"]
mod bits;
#[path = "support/clerk.rs"]
mod clerk;
#[path = "attacks/derived.rs"]
mod derived;
#[path = "support/history.rs"]
mod history;
#[path = "attacks/rows.rs"]
mod rows;
#[path = "attacks/siege.rs"]
mod siege;

use siege::Siege;

/// Attacks by name, each at once and some again with everything derived rebuilt. A new attack raises it.
const ATTACKS: usize = 196;
/// Bits in the three events of the short history.
const BITS: usize = 9_184;
/// Bytes of the file in which a bit is flipped.
const BYTES: usize = 4_000;
/// Says which bits; printed with what was missed.
const SEED: u64 = 20_261_124;

#[test]
fn every_attack_is_found_by_the_finding_that_names_it() {
    let mut siege = Siege::new();
    rows::columns(&mut siege);
    rows::statements(&mut siege);
    rows::insertions(&mut siege);
    rows::resealed(&mut siege);
    rows::wholes(&mut siege);
    derived::derived(&mut siege);
    derived::documents(&mut siege);
    derived::tables(&mut siege);
    rows::genesis(&mut siege);
    bits::in_circles(&mut siege);
    assert!(siege.missed.is_empty(), "{:#?}", siege.missed);
    assert_eq!(siege.found, ATTACKS);
}

#[test]
fn a_ledger_that_nobody_attacked_is_clean() {
    let siege = Siege::new();
    assert!(siege::codes_of(&siege.copy(), Some(siege.pin)).is_empty());
    let path = siege.copy();
    siege::disarmed(&path, siege::mend);
    assert!(siege::codes_of(&path, Some(siege.pin)).is_empty(), "the attacker's own tools change nothing");
}

#[test]
fn no_bit_of_an_event_changes_unseen() {
    let flips = bits::of_events();
    println!("{flips:?}");
    assert!(flips.missed.is_empty(), "{:#?}", flips.missed);
    assert_eq!(flips.reported + flips.refused, flips.tried);
    assert_eq!(flips.tried, BITS);
}

#[test]
fn no_byte_of_the_file_changes_an_answer_unseen() {
    let flips = bits::of_the_file(BYTES, SEED);
    println!("{flips:?}");
    assert!(flips.missed.is_empty(), "seed {SEED}: {:#?}", flips.missed);
    assert_eq!((flips.tried, flips.reported + flips.harmless), (BYTES, BYTES));
}
