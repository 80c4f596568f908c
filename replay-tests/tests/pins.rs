//! What was seen of a ledger before: another ledger, an older one, a pin that is gone or cannot be read, and what is
//! accepted. Each through the program, with exit codes.
//!
//! Absent by design: changed bytes inside a ledger, which `attacks` holds.

use data_encoding::HEXLOWER;
use replay_tests::place::{Answer, Place};
use serde_json::Value;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

const BIND: &str = "licence bind PBX-Port12 1 --to 00-90-33-01-02-03 --date 2013-03-01";
const RECEIVE: &str = "credit receive 100 --project DEFAULT --date 2016-02-01";

/// The only pin of the place.
fn pin(place: &Place) -> String {
    let names = place.names("state");
    assert_eq!(names.len(), 1, "one pin: {names:?}");
    format!("state/{}", names[0])
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.out).unwrap_or_else(|error| panic!("{error}: {}{}", answer.out, answer.err))
}

/// A command with another folder of pins: somebody else, or another machine.
fn elsewhere(place: &Place, line: &str) -> Answer {
    let output = place.command(line).env("LICLEDGER_STATE", "attacker").output().expect("the program can be started");
    let answer = Answer::of(&output);
    assert_eq!(answer.code, Some(0), "{line}\n{}", answer.err);
    answer
}

#[test]
fn another_ledger_at_a_known_place_is_told_until_somebody_accepts_it() {
    let place = Place::prepared();
    elsewhere(&place, "init --company 'Muster GmbH' --ledger e.db");
    fs::rename(place.path("e.db"), place.path("l.db")).expect("a file can be moved");
    let before = (place.bytes("l.db"), place.bytes(&pin(&place)));
    for line in ["balance", "status", "due", "history DEFAULT", "company add X", "import list"] {
        let answer = place.check(line, 5, "another ledger lies here than was seen before");
        assert!(answer.says("PIN-LEDGER"), "{}", answer.err);
    }
    place.check("verify", 5, "error INT-PIN");
    let said = json(&place.run("verify --json"));
    assert_eq!((&said["pin"]["compared"], &said["pin"]["size"]), (&true.into(), &7.into()), "{said}");
    place.check("balance --no-pin", 0, "head 3");
    place.check("restore --accept-loss --reason x --yes", 5, "another ledger lies here");
    assert_eq!(before, (place.bytes("l.db"), place.bytes(&pin(&place))));
    place.check("restore --accept-ledger --reason 'a new company'", 8, "CONFIRM");
    place.check("restore --accept-ledger --reason 'a new company' --yes", 0, "is the right one at");
    let file = place.bytes("l.db");
    place.check("verify", 0, "accepted here by clerk on 2026-11-24T10:00:00Z");
    assert_eq!(json(&place.run("status --json"))["pin"]["accepted"]["reason"], "a new company");
    let kept = place.names("state").into_iter().filter(|name| name.starts_with("accepted-")).count();
    assert_eq!((kept, file), (1, place.bytes("l.db")), "it is kept outside of the ledger");
    place.done("company add Y");
    place.check("restore --accept-ledger --reason x --yes", 3, "NO-LOSS");
}

#[test]
fn an_empty_ledger_in_place_of_a_full_one_is_another_ledger() {
    let place = Place::prepared();
    place.done("init --ledger n.db");
    fs::rename(place.path("n.db"), place.path("l.db")).expect("a file can be moved");
    place.check("balance", 5, "another ledger lies here");
}

#[test]
fn a_new_ledger_made_where_one_was_deleted_says_what_was_seen() {
    let place = Place::prepared();
    fs::remove_file(place.path("l.db")).expect("a file can be removed");
    // Its journal lies there empty.
    fs::remove_file(place.path("l.db-journal")).expect("a file can be removed");
    place.check("init --company 'Muster GmbH'", 0, "with 7 events was seen here before");
    place.check("verify", 0, "whole;");
}

#[test]
fn an_older_copy_is_known_by_way_of_a_link_and_at_any_place() {
    let place = Place::prepared();
    place.copy("l.db", "old.db");
    place.done(BIND);
    let whole = place.bytes("l.db");
    place.check("balance --ledger old.db", 5, "the ledger ends at 7 events, 8 were seen at");
    place.check("balance --ledger old.db --no-pin", 0, "head 7");
    place.check("verify --ledger old.db --no-pin", 0, "not compared, as `--no-pin` asks");
    place.check(&format!("{BIND} --ledger old.db --no-pin"), 2, "--no-pin");
    fs::rename(place.path("l.db"), place.path("kept.db")).expect("a file can be moved");
    std::os::unix::fs::symlink("old.db", place.path("l.db")).expect("a link can be made");
    for line in ["balance", "verify", BIND] {
        place.check(line, 5, "the ledger ends at 7 events, 8 were seen here before");
    }
    fs::remove_file(place.path("l.db")).expect("a link can be removed");
    std::os::unix::fs::symlink("kept.db", place.path("l.db")).expect("a link can be made");
    let moved = place.check("balance", 0, "head 8");
    assert!(!moved.says("first seen"), "{}", moved.err);
    assert_eq!(place.bytes("kept.db"), whole);
}

#[test]
fn a_ledger_that_was_moved_goes_on_and_a_fork_of_it_does_not() {
    let place = Place::prepared();
    place.copy("l.db", "fork.db");
    fs::rename(place.path("l.db"), place.path("moved.db")).expect("a file can be moved");
    place.check("verify --ledger moved.db", 0, "the ledger goes on from there");
    place.done(&format!("{BIND} --ledger moved.db"));
    place.done(&format!("{BIND} --ledger moved.db"));
    place.check(&format!("{RECEIVE} --ledger fork.db"), 5, "9 were seen at");
}

/// Ways in which a pin cannot be read, each made in place of the one that is given.
fn spoilt(way: &str, path: &Path) {
    let text = fs::read_to_string(path).expect("a pin can be read");
    let put = |text: &str| fs::write(path, text).expect("a pin can be written");
    let remove = || fs::remove_file(path).expect("a pin can be removed");
    match way {
        "folder" => {
            remove();
            fs::create_dir(path).expect("a folder can be made");
        }
        "fifo" => {
            remove();
            let made = Command::new("mkfifo").arg(path).status().expect("mkfifo can be run");
            assert!(made.success());
        }
        "link" => {
            let kept = path.with_file_name("kept");
            fs::rename(path, &kept).expect("a pin can be moved");
            std::os::unix::fs::symlink(kept, path).expect("a link can be made");
        }
        "huge" => {
            let file = File::options().write(true).open(path).expect("a pin can be opened");
            file.set_len(1 << 40).expect("a file can have a hole");
        }
        "empty" => put(""),
        "garbage" => put("\u{1b}[2J no pin"),
        "bytes" => fs::write(path, [0xff, 0xfe, 0]).expect("a pin can be written"),
        "twice" => put(&text.replacen("\"size\":", "\"size\":1,\"size\":", 1)),
        "more" => put(&text.replacen('{', "{\"size2\":1,", 1)),
        "other" => put(&text.replace("l.db", "m.db")),
        "root" => put(&text.replacen("\"root\":\"", "\"root\":\"zz", 1)),
        other => panic!("no such way: {other}"),
    }
}

#[test]
fn a_pin_that_cannot_be_read_is_a_finding_for_readers_and_refuses_writers() {
    for way in ["folder", "fifo", "link", "huge", "empty", "garbage", "bytes", "twice", "more", "other", "root"] {
        let place = Place::prepared();
        let name = pin(&place);
        spoilt(way, &place.path(&name));
        let ledger = place.bytes("l.db");
        for line in ["verify", "balance", "status", "event list"] {
            let answer = place.check(line, 1, "warning PIN-FILE");
            assert!(!answer.out.contains('\u{1b}'), "{way}: {}", answer.out);
        }
        for line in ["verify --json", "status --json"] {
            let said = json(&place.check(line, 1, "PIN-FILE"));
            assert_eq!(said["pin"]["compared"], false, "{way}: {said}");
        }
        for line in [BIND, RECEIVE, "company add X", "event annul 6 --reason x"] {
            place.check(line, 5, "error[PIN-FILE]");
        }
        place.check("restore --accept-loss --reason x --yes", 5, "PIN-FILE");
        place.check("balance --require-pin", 5, "PIN-MISSING");
        assert_eq!(place.bytes("l.db"), ledger, "{way}: nothing is written");
        let names = place.names("state");
        assert!(names.iter().all(|name| !name.contains("new")), "{way}: {names:?}");
        place.check("balance --no-pin", 0, "head 7");
    }
}

#[test]
fn an_older_copy_under_a_pin_that_cannot_be_read_does_not_pass_for_the_ledger() {
    let place = Place::prepared();
    place.copy("l.db", "old.db");
    place.done(BIND);
    spoilt("folder", &place.path(&pin(&place)));
    place.copy("old.db", "l.db");
    place.check("verify", 1, "not compared");
    place.check(BIND, 5, "nothing was written");
}

#[test]
fn a_pin_that_is_gone_is_told_once_and_refused_where_one_is_required() {
    let place = Place::prepared();
    fs::remove_file(place.path(&pin(&place))).expect("a pin can be removed");
    place.check("verify --require-pin", 5, "PIN-MISSING");
    place.check(&format!("{BIND} --require-pin"), 5, "PIN-MISSING");
    assert!(place.names("state").is_empty(), "what was refused is not remembered");
    let said = json(&place.run("verify --json --as-of 2016-01-01"));
    assert_eq!(said["pin"]["compared"], false, "{said}");
    let again = place.check("balance --require-pin", 0, "head 7");
    assert!(!again.says("first seen"), "{}", again.err);
    fs::remove_file(place.path(&pin(&place))).expect("a pin can be removed");
    place.check("balance", 0, "note: first seen here");
    assert!(!place.run("balance").says("first seen"));
    let said = json(&place.run("status --json --require-pin"));
    assert_eq!((&said["pin"]["size"], &said["pin"]["seen"]), (&7.into(), &"2026-11-24T10:00:00Z".into()));
}

#[test]
fn status_and_verify_say_what_was_pinned_before_they_ran() {
    let place = Place::prepared();
    elsewhere(&place, BIND);
    for _ in 0..2 {
        elsewhere(&place, BIND);
    }
    let said = json(&place.run("verify --json"));
    assert_eq!((&said["head"]["size"], &said["pin"]["size"]), (&10.into(), &7.into()), "{said}");
    place.check("status", 0, "10 events were seen here before this command");
}

#[test]
fn what_did_not_load_is_not_remembered() {
    let place = Place::prepared();
    let before = place.bytes(&pin(&place));
    elsewhere(&place, BIND);
    place.check("history 'no such thing'", 3, "");
    place.check("balance --project 'no such project'", 3, "");
    assert_eq!(place.bytes(&pin(&place)), before);
}

#[test]
fn drafts_of_killed_commands_are_cleared_and_links_and_running_commands_are_not() {
    let place = Place::prepared();
    let name = pin(&place);
    let left = ["state/x.json.new-17-0", &format!("{name}.new-0011223344556677")].map(str::to_owned);
    for draft in &left {
        fs::write(place.path(draft), "half").expect("a draft can be written");
    }
    fs::write(place.path("precious"), "kept").expect("a file can be written");
    std::os::unix::fs::symlink(place.path("precious"), place.path("state/l.new-1")).expect("a link can be made");
    let held = File::create(place.path("state/held.new-1")).expect("a draft can be made");
    held.lock().expect("a draft can be locked");
    place.done("balance");
    let names = place.names("state");
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(["held.new-1", "l.new-1"].iter().all(|name| names.contains(&(*name).to_owned())), "{names:?}");
    assert_eq!(place.bytes("precious"), b"kept");
    drop(held);
    place.done(BIND);
    assert_eq!(place.names("state").len(), 2, "{:?}", place.names("state"));
}

#[test]
fn a_pin_of_an_earlier_release_is_honoured_and_taken_over() {
    let place = Place::prepared();
    let stored: Value = serde_json::from_slice(&place.bytes(&pin(&place))).expect("a pin is JSON");
    fs::remove_file(place.path(&pin(&place))).expect("a pin can be removed");
    let path = fs::canonicalize(place.path("l.db")).expect("a path can be resolved");
    let id = stored["ledger"].as_str().expect("a ledger has an id").replace('-', "");
    let bytes = HEXLOWER.decode(id.as_bytes()).expect("an id is hex");
    let hash = blake3::hash(&[&bytes[..], path.as_os_str().as_encoded_bytes()].concat()).to_hex();
    let first = format!("state/{}.json", &hash[..32]);
    let text = |size: u64, root: &str| {
        let path = path.to_string_lossy();
        serde_json::json!({"ledger": stored["ledger"], "path": path, "size": size, "root": root}).to_string()
    };
    let put = |text: String| fs::write(place.path(&first), text).expect("a pin can be written");
    put(text(9, &"0".repeat(64)));
    place.check("balance", 5, "the ledger ends at 7 events, 9 were seen here before");
    put(text(7, &"0".repeat(64)));
    place.check("verify", 5, "the ledger's first 7 events are not those that were seen here before");
    put("{}".to_owned());
    place.check("balance", 1, "PIN-FILE");
    put(text(7, stored["root"].as_str().expect("a root is text")));
    place.check("balance --require-pin", 0, "head 7");
    assert!(!place.path(&first).exists(), "its place is taken by one of today's form");
    place.check("balance --require-pin", 0, "head 7");
}

#[test]
fn an_older_copy_goes_on_once_its_loss_is_accepted() {
    let place = Place::prepared();
    place.copy("l.db", "backup");
    place.done(RECEIVE);
    place.copy("backup", "l.db");
    place.check("balance", 5, "the ledger ends at 7 events, 8 were seen here before");
    place.check(RECEIVE, 5, "exit".trim_start_matches("exit"));
    place.check(
        "restore --accept-loss --reason 'the disk failed'",
        8,
        "its first 7 events are those that were seen before",
    );
    place.check("restore --accept-loss --reason 'the disk failed' --yes", 0, "loss-accepted");
    place.check("verify", 0, "whole;");
    place.done(RECEIVE);
    place.check("restore --accept-loss --reason 'once more' --yes", 3, "NO-LOSS");
}

#[test]
fn a_damaged_copy_is_not_accepted_and_stays_as_it_is() {
    let place = Place::prepared();
    place.copy("l.db", "backup");
    place.done(RECEIVE);
    let mut bytes = place.bytes("backup");
    let needle = b"\"units\":20";
    let at = bytes.windows(needle.len()).position(|part| part == needle).expect("a payload holds units");
    bytes[at + needle.len() - 1] = b'9';
    fs::write(place.path("l.db"), &bytes).expect("a ledger can be written");
    let pinned = place.bytes(&pin(&place));
    let verified = place.check("verify", 5, "INT-PAYLOAD");
    assert!(!verified.says("restore"), "a loss is not offered beside damage\n{}", verified.out);
    for line in ["restore --accept-loss --reason x --yes", "restore --accept-ledger --reason x --yes"] {
        place.check(line, 5, "NOT-WHOLE");
        assert!(place.bytes("l.db") == bytes && place.bytes(&pin(&place)) == pinned, "{line}");
    }
}

#[test]
fn what_is_no_beginning_of_what_was_seen_is_no_loss() {
    let place = Place::prepared();
    place.copy("l.db", "backup");
    place.done(BIND);
    place.done(RECEIVE);
    place.copy("backup", "l.db");
    elsewhere(&place, RECEIVE);
    let (file, pinned) = (place.bytes("l.db"), place.bytes(&pin(&place)));
    place.check("balance", 5, "the ledger ends at 8 events, 9 were seen here before");
    let refused = place.check("restore --accept-loss --reason x --yes", 5, "its first 8 events are not those");
    assert!(refused.says("nothing was accepted"), "{}", refused.err);
    elsewhere(&place, RECEIVE);
    place.check("restore --accept-loss --reason x --yes", 5, "the ledger's first 9 events are not those");
    elsewhere(&place, RECEIVE);
    place.check("verify", 5, "INT-PIN");
    place.check("restore --accept-loss --reason x --yes", 5, "the ledger's first 9 events are not those");
    assert_eq!(place.bytes(&pin(&place)), pinned);
    assert!(place.bytes("l.db").len() >= file.len());
    place.check("restore --accept-ledger --reason 'this one is right' --yes", 0, "is the right one");
    place.check("verify", 0, "whole;");
}

#[test]
fn a_folder_of_pins_that_cannot_be_used_hinders_no_reader() {
    let place = Place::prepared();
    let refused = |line: &str| {
        let output = place.command(line).env("LICLEDGER_STATE", "l.db").output().expect("the program can be started");
        Answer::of(&output)
    };
    let answer = refused("balance");
    assert!(answer.code == Some(1) && answer.says("PIN-FILE"), "{answer:?}");
    let answer = refused(BIND);
    assert!(answer.code == Some(5) && answer.says("nothing was written"), "{answer:?}");
}
