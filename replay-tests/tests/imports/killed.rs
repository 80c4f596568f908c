//! An import that is killed leaves all of its rows or none, and running it again completes it.
//!
//! Absent by design: loss of power, which the store's own tests play.

use crate::desk::Desk;
use crate::table::Table;
use replay_tests::generate::Random;
use std::fs;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Rows of the file.
const ROWS: usize = 5000;
/// How often it is killed.
const KILLS: u64 = 10;
/// Decides when; a moment is random all the same.
const SEED: u64 = 9;
/// How often it is looked whether writing began.
const PULSE: Duration = Duration::from_micros(200);

/// A device, then keys and bindings in turn.
fn large() -> Vec<u8> {
    let mut text = "Datum;Vorgang;Firma;Projekt;Seriennummer;Modell;Lizenztyp;Anzahl;Schlüssel\n".to_owned();
    text.push_str("2014-01-01;Gerät;Muster;P;00-90-33-00-00-01;IP6010;;;\n");
    for number in 0..(ROWS - 1) / 2 {
        let day = format!("20{:02}-{:02}-{:02}", 14 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
        text.push_str(&format!("{day};Einbuchung;Muster;P;;;PBX-Port12;3;K-{number:05}\n"));
        text.push_str(&format!("{day};Bindung;Muster;P;00-90-33-00-00-01;;PBX-Port12;{};\n", 1 + number % 3));
    }
    text.into_bytes()
}

/// Waits until the journal says that writing began, or the time is over.
fn await_writing(desk: &Desk, child: &mut Child, most: Duration) {
    let begun = Instant::now();
    let writes = || fs::metadata(desk.path("ledger.db-journal")).is_ok_and(|journal| journal.len() > 0);
    while !writes() && begun.elapsed() < most && matches!(child.try_wait(), Ok(None)) {
        std::thread::sleep(PULSE);
    }
}

/// Starts the import, kills it, and says whether it had ended before.
fn kill(desk: &Desk, chance: &mut Random, whole: Duration, while_writing: bool) -> bool {
    let mut command = desk.command(&["import", "large.csv"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program can be run");
    let span = u64::try_from(whole.as_micros()).unwrap_or(u64::MAX);
    if while_writing {
        await_writing(desk, &mut child, whole * 3);
        std::thread::sleep(Duration::from_micros(chance.below(span / 10)));
    } else {
        std::thread::sleep(Duration::from_micros(chance.below(span)));
    }
    let ended = matches!(child.try_wait(), Ok(Some(_)));
    let _ = child.kill();
    child.wait().expect("the program ends");
    ended
}

#[test]
fn an_import_that_is_killed_leaves_all_or_nothing_and_can_be_run_again() {
    let bytes = large();
    let whole = Desk::ready();
    let empty = whole.head()["size"].clone();
    let begun = Instant::now();
    whole.import("large.csv", &bytes).done();
    let lasts = begun.elapsed();
    let (expected, full) = (whole.everything(), whole.head()["size"].clone());
    let mut chance = Random::of(SEED);
    let (mut cut, mut journals, mut none) = (0, 0, 0);
    for number in 0..KILLS {
        let desk = Desk::ready();
        fs::write(desk.path("large.csv"), &bytes).expect("a file can be written");
        cut += u32::from(!kill(&desk, &mut chance, lasts, number % 2 == 1));
        journals += u32::from(fs::metadata(desk.path("ledger.db-journal")).is_ok_and(|journal| journal.len() > 0));
        desk.verify();
        let size = desk.head()["size"].clone();
        assert!(size == empty || size == full, "kill {number}: {size} events, of {empty} or {full}");
        none += u32::from(size == empty);
        desk.words(&["import", "large.csv"]).done();
        assert_eq!(desk.head()["size"], full, "kill {number}");
        assert_eq!(desk.everything(), expected, "kill {number}");
        desk.verify();
    }
    println!("{cut} of {KILLS} killed before their end, {journals} while writing, {none} had written nothing");
    assert!(cut > 0 && none > 0, "no import was killed in time");
}

#[test]
fn the_large_file_is_as_large_as_it_says() {
    let text = String::from_utf8(large()).expect("text");
    assert_eq!(Table::of(&text).rows.len(), ROWS - 1);
}
