//! The ledger's file and what lies beside it: what is no ledger, no side file of it, or of another state of it, is told as
//! what it is, and nothing that only reads changes a byte or a name.
//!
//! Through the program. Absent by design: kills and power failures; `stores` and the campaigns have them.

#[path = "files/place.rs"]
mod place;
#[path = "files/sqlite.rs"]
mod sqlite;
#[path = "files/world.rs"]
mod world;

use place::Place;
use std::fs;

/// Commands that only read.
const READING: [&str; 4] = ["balance", "verify", "status", "replay"];
/// A command that writes.
const WRITING: &str = "company add Beispiel";

/// Every reading command and a writing one end with the code, say all the words, and leave every byte and name as it was.
fn refused(place: &Place, code: i32, words: &[&str]) {
    let before = place.everything();
    for line in READING.iter().chain([&WRITING]) {
        let (found, text) = place.run(line);
        assert_eq!(found, code, "{line}: {text}");
        for word in words {
            assert!(text.contains(word), "{line} does not say {word:?}: {text}");
        }
        assert!(text.contains("next"), "{line} does not say what to do: {text}");
        assert_eq!(place.everything(), before, "{line} changed something");
    }
}

/// The ledger is as good as before.
fn whole(place: &Place) {
    let (code, text) = place.run("verify");
    assert_eq!(code, 0, "{text}");
}

#[test]
fn a_stray_write_ahead_log_is_refused_and_merged_into_nothing() {
    let place = Place::begun();
    let (log, index) = sqlite::write_ahead_log(&place.ledger());
    for (end, bytes, word) in [
        ("-wal", &log[..], "write-ahead log"),
        ("-wal", b"garbage", "7 bytes that is no write-ahead log"),
        ("-wal", b"", "0 bytes that is no write-ahead log"),
        ("-shm", &index[..], "index of a write-ahead log"),
    ] {
        fs::write(place.beside(end), bytes).expect("writes");
        refused(&place, 6, &["SIDE-FILE", end, word, "move it elsewhere"]);
        fs::remove_file(place.beside(end)).expect("removes");
        whole(&place);
    }
}

#[test]
fn the_database_of_another_program_keeps_its_write_ahead_log() {
    let place = Place::begun();
    sqlite::foreign_with_log(&place.ledger());
    refused(&place, 6, &["NOT-A-LEDGER", "another program"]);
}

/// Its name, how it is made, and what is said of it.
type Change = (&'static str, fn(&Place), &'static str);

#[test]
fn a_ledger_that_another_program_changed_is_told_what_was_changed() {
    let changes: [Change; 6] = [
        ("WAL mode", |place| sqlite::run(&place.ledger(), "PRAGMA journal_mode = WAL"), "WAL mode"),
        ("UTF-16", |place| sqlite::as_utf_16(&place.ledger()), "UTF-16"),
        ("statistics", |place| sqlite::run(&place.ledger(), "ANALYZE"), "another program ran ANALYZE"),
        ("schema format", |place| place.put_byte(47, 5), "schema format is 5"),
        ("reserved bytes", |place| place.put_byte(20, 8), "reserved bytes in a page is 8"),
        ("versions", |place| place.put_byte(19, 7), "7 to read"),
    ];
    for (name, change, words) in changes {
        let place = Place::begun();
        change(&place);
        assert!(place.everything().contains_key("l.db"), "{name}");
        refused(&place, 5, &["SCHEMA", words]);
    }
}

#[test]
fn a_file_of_a_wrong_length_is_damaged() {
    let place = Place::begun();
    let ledger = fs::read(place.ledger()).expect("reads");
    let longer = [&ledger[..], b"x"].concat();
    for (bytes, words) in [(&ledger[..ledger.len() - 4096], "cut short"), (&longer, "1 bytes behind its last page")] {
        fs::write(place.ledger(), bytes).expect("writes");
        refused(&place, 5, &["DAMAGED", words]);
    }
}

#[test]
fn the_journal_of_a_newer_state_is_not_rolled_into_a_copy_that_was_put_back() {
    let place = Place::begun();
    let backup = fs::read(place.ledger()).expect("reads");
    (0..30).for_each(|n| place.done(&format!("company add Later{n}")));
    let journal = sqlite::hot_journal(&place.ledger());
    let newest = fs::read(place.ledger()).expect("reads");
    fs::write(place.journal(), &journal).expect("writes");
    fs::write(place.ledger(), &backup).expect("writes");
    refused(&place, 6, &["SIDE-FILE", "-journal", "pages; the ledger has", "move the journal elsewhere"]);
    // A copy of the same length, a few changes older: only the counter of changes tells.
    fs::remove_file(place.journal()).expect("removes");
    fs::write(place.ledger(), &newest).expect("writes");
    let older = fs::read(place.ledger()).expect("reads");
    sqlite::touch(&place.ledger(), 3);
    let journal = sqlite::hot_journal(&place.ledger());
    assert_eq!(fs::read(place.ledger()).expect("reads").len(), older.len(), "the test needs equal lengths");
    fs::write(place.journal(), &journal).expect("writes");
    fs::write(place.ledger(), &older).expect("writes");
    refused(&place, 6, &["SIDE-FILE", "another state of the ledger"]);
    fs::remove_file(place.journal()).expect("removes");
    whole(&place);
}

#[test]
fn the_journal_of_a_write_that_was_cut_off_is_rolled_back() {
    let place = Place::begun();
    let before = fs::read(place.ledger()).expect("reads");
    for first in ["", sqlite::CHANGE_OF_THE_FIRST_PAGE] {
        let (cut_off, journal) = sqlite::cut_off(&place.ledger(), first);
        assert_ne!(cut_off, before, "the write reached the file");
        fs::write(place.ledger(), cut_off).expect("writes");
        fs::write(place.journal(), journal).expect("writes");
        whole(&place);
        assert_eq!(fs::read(place.ledger()).expect("reads"), before);
    }
}

#[test]
fn a_forged_journal_cuts_nothing_off() {
    let place = Place::begun();
    let pages = u32::try_from(fs::metadata(place.ledger()).expect("there").len() / 4096).expect("few");
    let head = |saved: u32, pages: u32, page: u32| {
        let numbers: Vec<u8> = [saved, 7, pages, 512, page].into_iter().flat_map(u32::to_be_bytes).collect();
        let mut bytes = [&[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7], &numbers[..]].concat();
        bytes.resize(512, 0);
        bytes
    };
    let named = [head(0, pages, 4096), b"/tmp/other-journal".to_vec(), head(0, 0, 0)[..8].to_vec()].concat();
    for (bytes, words) in [
        (head(0, 1, 4096), "cut the ledger"),
        (head(0, 0, 4096), "of a file of 0 pages"),
        (head(u32::MAX, 2, 4096), "cut the ledger"),
        (head(0, pages + 1, 4096), "pages; the ledger has"),
        (head(0, pages, 1024), "pages of 1024 bytes"),
        (b"no journal".to_vec(), "10 bytes that is no journal"),
        (named, "several databases"),
    ] {
        fs::write(place.journal(), bytes).expect("writes");
        refused(&place, 6, &["SIDE-FILE", "-journal", words]);
    }
    // What holds nothing, or was emptied with zeros, is no hindrance.
    for bytes in [&b""[..], &[0; 600]] {
        fs::write(place.journal(), bytes).expect("writes");
        whole(&place);
    }
}

#[cfg(unix)]
#[test]
fn side_files_that_are_no_files_are_named_and_never_waited_for() {
    let place = Place::begun();
    for end in ["-journal", "-wal", "-shm"] {
        let side = place.beside(end);
        std::os::unix::fs::symlink("/nowhere", &side).expect("links");
        refused(&place, 6, &["SIDE-FILE", end, "symbolic link"]);
        fs::remove_file(&side).expect("removes");
        fs::create_dir(&side).expect("makes");
        refused(&place, 6, &["SIDE-FILE", end, "a folder"]);
        fs::remove_dir(&side).expect("removes");
        place::pipe(&side);
        refused(&place, 6, &["SIDE-FILE", end, "pipe"]);
        fs::remove_file(&side).expect("removes");
    }
    whole(&place);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_in_the_ledgers_place_is_named_and_never_waited_for() {
    let place = Place::begun();
    fs::remove_file(place.ledger()).expect("removes");
    place::pipe(&place.ledger());
    refused(&place, 6, &["NOT-A-LEDGER", "pipe"]);
    fs::remove_file(place.ledger()).expect("removes");
    let socket = std::os::unix::net::UnixListener::bind(place.ledger()).expect("binds");
    refused(&place, 6, &["NOT-A-LEDGER", "a socket"]);
    drop(socket);
    fs::remove_file(place.ledger()).expect("removes");
    std::os::unix::fs::symlink("/dev/null", place.ledger()).expect("links");
    refused(&place, 6, &["NOT-A-LEDGER", "a device"]);
}

#[test]
fn reading_changes_no_byte_and_no_name() {
    let place = Place::begun();
    let before = place.everything();
    for line in READING {
        assert_eq!(place.run(line).0, 0, "{line}");
        assert_eq!(place.everything(), before, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn a_new_ledger_is_for_nobody_else_to_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::begun();
    assert_eq!(fs::metadata(place.ledger()).expect("there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_new_ledger_takes_over_nothing_that_lies_in_its_place() {
    let place = Place::begun();
    for end in ["-journal", "-wal", "-shm"] {
        let side = place.folder().join(format!("new.db{end}"));
        fs::write(&side, b"of an earlier file").expect("writes");
        let before = place.everything();
        let (code, text) = place.run("init --ledger new.db");
        assert_eq!(code, 6, "{text}");
        assert!(text.contains("SIDE-FILE") && text.contains("take it for its own"), "{text}");
        assert_eq!(place.everything(), before);
        fs::remove_file(&side).expect("removes");
    }
}

#[test]
fn many_at_once_make_one_ledger_and_it_is_whole() {
    let place = Place::empty();
    for round in 0..6 {
        let ledger = format!("round-{round}/l.db");
        let line = format!("init --ledger {ledger}");
        let makers: Vec<_> = (0..6).map(|_| place.start(&line)).collect();
        let codes: Vec<i32> = makers.into_iter().map(place::ended).collect();
        assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| **code == 7).count(), 5, "{codes:?}");
        let (code, text) = place.run(&format!("verify --ledger {ledger}"));
        assert_eq!(code, 0, "{text}");
        let left = fs::read_dir(place.folder().join(format!("round-{round}"))).expect("lists").count();
        assert_eq!(left, 1, "drafts are left");
    }
}

#[cfg(unix)]
#[test]
fn drafts_of_killed_commands_go_and_drafts_in_use_and_links_stay() {
    let place = Place::empty();
    let draft = |digits: &str| place.folder().join(format!(".licledger-new-{digits}"));
    let (left, used, link) = (draft("0123456789abcdef"), draft("1123456789abcdef"), draft("2123456789abcdef"));
    fs::write(&left, b"").expect("writes");
    fs::write(place::ended_with(&left, "-journal"), b"").expect("writes");
    let lonely = place::ended_with(&draft("3123456789abcdef"), "-journal");
    fs::write(&lonely, b"").expect("writes");
    fs::write(place.folder().join("mine"), b"mine").expect("writes");
    std::os::unix::fs::symlink(place.folder().join("mine"), &link).expect("links");
    let holder = sqlite::held(&used);
    let (code, text) = place.run("init");
    assert_eq!(code, 0, "{text}");
    let there = |path: &std::path::Path| fs::symlink_metadata(path).is_ok();
    assert_eq!([&left, &lonely, &used, &link].map(|path| there(path)), [false, false, true, true]);
    assert_eq!(fs::read(place.folder().join("mine")).expect("reads"), b"mine");
    drop(holder);
}

#[test]
fn paths_that_are_too_long_are_told_so_and_leave_nothing() {
    let place = Place::empty();
    let part = "d".repeat(200);
    let before = place.everything();
    for path in [format!("{part}/{part}/{part}/x.db"), "n".repeat(250), "n".repeat(300)] {
        let (code, text) = place.run(&format!("init --ledger {path}"));
        assert_eq!(code, 6, "{text}");
        assert!(text.contains("PATH-TOO-LONG") && text.contains("bytes") || text.contains("too long"), "{text}");
        assert_eq!(place.everything(), before, "{path}");
    }
    // The longest name that leaves room for a journal's.
    let name = "n".repeat(247);
    place.done(&format!("init --ledger {name}"));
    place.done(&format!("{WRITING} --ledger {name}"));
    place.done(&format!("verify --ledger {name}"));
}

#[cfg(unix)]
#[test]
fn a_file_with_a_second_name_is_told_so() {
    let place = Place::begun();
    fs::hard_link(place.ledger(), place.folder().join("twin.db")).expect("links");
    refused(&place, 7, &["HARD-LINKED", "2 names (hard links)"]);
}

#[test]
fn an_import_beside_busy_writers_is_recorded() {
    let place = Place::begun();
    place.done("device add 00-90-33-01-02-03 --project DEFAULT --model ip6010 --date 2013-02-01");
    place.put_rows("rows.csv", 400);
    let writers: Vec<_> = (0..3).map(|n| place.writing_on(n)).collect();
    let (code, text) = place.run("import rows.csv");
    writers.into_iter().for_each(place::stop);
    assert_eq!(code, 0, "{text}");
    whole(&place);
}
