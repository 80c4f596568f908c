//! Attacks on the ledger's file: each must be found, by the finding that names it, and nothing may panic.
//!
//! The attacker may do anything to the file, also rebuild all that is derived from the events. What he cannot do
//! unseen is to touch what a head that somebody else holds commits to. Absent by design: attacks on that head, and on
//! the program.

#[path = "attacks/bits.rs"]
mod bits;
#[path = "support/clerk.rs"]
mod clerk;
#[path = "pinned/corrected.rs"]
mod corrected;
#[path = "attacks/derived.rs"]
mod derived;
#[path = "attacks/fields.rs"]
mod fields;
#[path = "attacks/forged.rs"]
mod forged;
#[path = "support/history.rs"]
mod history;
#[path = "attacks/rows.rs"]
mod rows;
#[path = "attacks/siege.rs"]
mod siege;

use siege::Siege;

/// Attacks by name, each at once and some again with everything derived rebuilt. A new attack raises it.
const ATTACKS: usize = 196;
/// Events that are sealed without fault, chain, tree and index with them, and that no command writes so.
const FORGERIES: usize = 279;
/// Rewrites that leave a ledger without fault: for each of these a head that was kept elsewhere is needed.
const BY_HEAD: usize = 20;
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
fn what_no_command_writes_is_found_at_the_event_that_says_it() {
    let mut siege = Siege::of(corrected::write);
    fields::payloads(&mut siege);
    fields::headers(&mut siege);
    fields::requests(&mut siege);
    forged::appended(&mut siege);
    forged::withheld(&mut siege);
    assert!(siege.missed.is_empty(), "{} missed: {:#?}", siege.missed.len(), siege.missed);
    assert_eq!(siege.found, FORGERIES);
}

#[test]
fn what_only_a_kept_head_tells_is_told_by_it() {
    let mut siege = Siege::new();
    forged::by_head(&mut siege);
    assert!(siege.missed.is_empty(), "{:#?}", siege.missed);
    assert_eq!(siege.found, BY_HEAD);
}

#[test]
fn an_event_that_cannot_be_read_is_named_and_the_rest_is_read() {
    let siege = Siege::new();
    for (column, value) in [("actor", "CAST(x'ff' AS TEXT)"), ("payload", "CAST(x'7bff7d' AS TEXT)")] {
        let path = siege.copy();
        siege::disarmed(&path, |c| siege::run(c, &format!("UPDATE event SET {column} = {value} WHERE position = 13")));
        let verified = ledger_core::ledger::Ledger::open_file(&path).expect("it opens").verify(None).expect("it reads");
        let told: Vec<(&str, &[ledger_core::vocabulary::Position])> =
            verified.findings.iter().map(|finding| (finding.rule, &finding.events[..])).collect();
        assert_eq!(
            told,
            [("INT-STORE", &[ledger_core::vocabulary::Position(13)][..])],
            "{column}: {:#?}",
            verified.findings
        );
        assert_eq!(verified.head, siege.pin, "{column}: the tree is that of the stored hashes");
    }
}

#[test]
fn a_quoted_row_that_is_not_in_its_file_is_found() {
    forged::quoted();
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
