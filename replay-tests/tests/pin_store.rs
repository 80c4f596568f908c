//! The folder of pins by itself: one file for each ledger and place, which heads are remembered, who may read them.
//!
//! Absent by design: ledgers, whose comparing with a pin `pins` tries.

use ledger_core::store::{Acceptance, Pin, PinStore, Recalled};
use ledger_core::tree::Head;
use ledger_core::vocabulary::{Hash, LedgerId};
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use uuid::Uuid;

const A: LedgerId = LedgerId(Uuid::from_u128(1));
const B: LedgerId = LedgerId(Uuid::from_u128(2));

fn head(size: u64) -> Head {
    Head { size, root: Hash::blake3(&size.to_be_bytes()) }
}

/// Two places, and the pins.
fn prepared() -> (TempDir, PinStore) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for place in ["one.db", "two.db"] {
        fs::write(folder.path().join(place), b"").expect("a file can be written");
    }
    let pins = PinStore::new(folder.path().join("state/pins"));
    (folder, pins)
}

fn recall(pins: &PinStore, ledger: LedgerId, place: &Path) -> Recalled {
    pins.recall(ledger, place).expect("pins can be recalled")
}

#[test]
fn a_pin_is_kept_for_each_ledger_and_place_and_never_goes_back() {
    let (folder, pins) = prepared();
    let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
    assert!(recall(&pins, A, &one).is_empty());
    for (size, kept) in [(3, 3), (9, 9), (4, 9)] {
        pins.remember(A, &one, head(size), 1_000).expect("a pin can be written");
        assert_eq!(recall(&pins, A, &one).longest(A).map(|pin| pin.head), Some(head(kept)));
    }
    let there = recall(&pins, A, &two);
    assert!(there.here.is_empty() && there.is_unpinned, "{there:?}");
    assert_eq!(there.elsewhere.iter().map(|pin| pin.head.size).collect::<Vec<_>>(), [9]);
    assert_eq!(recall(&pins, B, &one).other(B).map(|pin| pin.ledger), Some(A));
    assert!(recall(&pins, B, &two).is_empty());
    let files: Vec<_> = fs::read_dir(folder.path().join("state/pins")).expect("lists").flatten().collect();
    assert_eq!(files.len(), 1, "one pin, nothing else: {files:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(files[0].metadata().expect("there").permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn earlier_heads_are_remembered_densely_near_the_end_and_thinly_before() {
    let (folder, pins) = prepared();
    let one = folder.path().join("one.db");
    for size in 1..=100 {
        pins.remember(A, &one, head(size), 1_000).expect("a pin can be written");
    }
    let recalled = recall(&pins, A, &one);
    let Pin { head: last, earlier, since, .. } = recalled.longest(A).expect("it is remembered");
    assert_eq!((*last, *since), (head(100), Some(1_000)));
    let sizes: Vec<u64> = earlier.iter().map(|head| head.size).collect();
    assert_eq!(sizes[sizes.len() - 16..], (84..100).collect::<Vec<u64>>());
    assert!(sizes.len() < 30 && sizes.contains(&1) && sizes.contains(&64), "{sizes:?}");
    assert!(earlier.iter().all(|kept| *kept == head(kept.size)));
}

#[test]
fn what_is_accepted_takes_the_place_of_what_was_seen() {
    let (folder, pins) = prepared();
    let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
    pins.remember(A, &one, head(9), 1_000).expect("a pin can be written");
    pins.remember(A, &two, head(8), 1_000).expect("a pin can be written");
    let accepted = |before, found| Acceptance {
        at: 2_000,
        actor: "clerk".to_owned(),
        reason: "a copy of last night".to_owned(),
        place: one.display().to_string(),
        before,
        found,
    };
    pins.accept(&one, (A, head(5)), &accepted((A, head(9)), (A, head(5)))).expect("it can be accepted");
    let recalled = recall(&pins, A, &one);
    assert_eq!(recalled.longest(A).map(|pin| pin.head), Some(head(5)), "no place remembers more");
    assert_eq!(recalled.here[0].accepted.as_ref().map(|accepted| accepted.at), Some(2_000));
    pins.accept(&one, (B, head(3)), &accepted((A, head(5)), (B, head(3)))).expect("it can be accepted");
    assert!(recall(&pins, B, &one).other(B).is_none());
    assert_eq!(recall(&pins, A, &two).longest(A).map(|pin| pin.head), Some(head(5)), "the first is still known");
    pins.remember(A, &one, head(6), 3_000).expect("a pin can be written");
    assert!(recall(&pins, B, &one).other(B).is_some(), "a ledger that came back is seen again");
}
