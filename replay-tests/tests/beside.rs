//! Verification and replay beside a writer: they give the answer of one head, whatever is written meanwhile.
//!
//! Absent by design: timing. The writer goes on until the readers have made their rounds, and no outcome depends on who
//! is faster.

#[path = "support/clerk.rs"]
mod clerk;
#[path = "support/history.rs"]
mod history;

use ledger_core::ledger::Ledger;
use ledger_core::store::Sqlite;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// How often each reader looks.
const ROUNDS: usize = 25;

fn verified(path: &Path) -> Vec<String> {
    let look = |round: usize| {
        let ledger = Ledger::open_file(path).expect("it opens");
        let verified = ledger.verify(None).expect("it reads");
        let told = verified.findings.iter().map(|f| format!("round {round}: {} {}: {}", f.rule, f.subject, f.message));
        let whole = ledger.head_at(verified.head.size).expect("it reads") == verified.head;
        told.chain((!whole).then(|| format!("round {round}: not the head of its size"))).collect::<Vec<_>>()
    };
    (0..ROUNDS).flat_map(look).collect()
}

fn replayed(path: &Path) -> Vec<String> {
    let look = |round: usize| {
        let ledger = Ledger::open_file(path).expect("it opens");
        let replayed = ledger.replay(None, &mut |_, _| {}).expect("it reads");
        let told = replayed.findings.iter().map(|f| format!("round {round}: {} {}: {}", f.rule, f.subject, f.message));
        let whole = ledger.head_at(replayed.events).expect("it reads") == replayed.head;
        told.chain((!whole).then(|| format!("round {round}: not the head of its size"))).collect::<Vec<_>>()
    };
    (0..ROUNDS).flat_map(look).collect()
}

#[test]
fn no_false_alarm_beside_a_writer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("busy.db");
    let mut clerk =
        history::written(1, history::MOVED, |first| Sqlite::create_with(&path, first).expect("a new ledger"));
    let done = AtomicBool::new(false);
    let (written, verified, replayed) = std::thread::scope(|scope| {
        let verifier = scope.spawn(|| verified(&path));
        let replayer = scope.spawn(|| replayed(&path));
        let writer = scope.spawn(|| {
            let mut written = 0_u64;
            while !done.load(Ordering::Relaxed) {
                clerk.fact("2024-06-01", history::note(&format!("note {written}")), "busy");
                written += 1;
            }
            written
        });
        let verified = verifier.join().expect("it ends");
        let replayed = replayer.join().expect("it ends");
        done.store(true, Ordering::Relaxed);
        (writer.join().expect("it ends"), verified, replayed)
    });
    println!("{written} events were written meanwhile");
    assert!(verified.is_empty(), "{verified:#?}");
    assert!(replayed.is_empty(), "{replayed:#?}");
    let last = Ledger::open_file(&path).expect("it opens").verify(None).expect("it reads");
    assert_eq!(last.findings, []);
}
