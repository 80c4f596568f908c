//! Answers that cannot be delivered: a reader that goes away changes nothing, and a write whose answer is lost says so
//! with its command's id.
//!
//! Absent by design: what the answers say.

use replay_tests::place::{Answer, Place};
use std::fs::File;
use std::io::pipe;
use std::process::Stdio;

const BIND: &str = "licence bind PBX-Port12 1 --to 00-90-33-01-02-03 --date 2013-03-01";
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ledger-cli/sample/history.csv");

/// Runs a line with a full disk as its standard output.
fn full(place: &Place, line: &str) -> Answer {
    let full = File::options().write(true).open("/dev/full").expect("a full disk is there");
    Answer::of(&place.command(line).stdout(full).stderr(Stdio::piped()).output().expect("the program can be started"))
}

/// Runs a line whose reader has gone away before it begins.
fn unread(place: &Place, line: &str) -> Answer {
    let (reader, writer) = pipe().expect("a pipe can be made");
    drop(reader);
    Answer::of(&place.command(line).stdout(writer).stderr(Stdio::piped()).output().expect("the program can be started"))
}

/// The id in the sentence about what was recorded.
fn command(err: &str) -> &str {
    let after = err.split_once("recorded as command ").map(|(_, after)| after).expect("the command is named");
    after.get(..36).expect("an id has 36 characters")
}

#[test]
fn a_reader_that_goes_away_changes_no_exit_code() {
    let place = Place::prepared();
    for (line, code) in [
        ("balance", 0),
        ("verify", 0),
        ("due --within 1200m", 0),
        ("rules", 0),
        ("rules --json", 0),
        ("event list", 0),
        ("status --json", 0),
        ("import profiles", 0),
        ("licence show PBX-Port12", 0),
        ("--help", 0),
        ("balance --help", 0),
        ("--version", 0),
        ("verify --head 3:00112233445566778899", 5),
        ("balance --project Nowhere", 3),
        ("licence bind PBX-Port12 1000 --to 00-90-33-01-02-03", 4),
        (&format!("{BIND} --dry-run"), 0),
    ] {
        let (read, unread) = (place.run(line), unread(&place, line));
        assert_eq!((unread.code, read.code), (Some(code), Some(code)), "{line}\n{}{}", unread.err, read.err);
        assert_eq!(unread.err, read.err, "{line}: nothing is said about the reader");
    }
}

#[test]
fn findings_and_damage_keep_their_exit_codes_without_a_reader() {
    let place = Place::prepared();
    place.done("ssa apply --project DEFAULT --all --until 2014-02-20 --credits 20 --date 2013-02-20 --yes");
    assert_eq!(unread(&place, "due --within 90d --as-of 2014-01-01").code, Some(1));
    let mut bytes = place.bytes("l.db");
    let at = bytes.windows(10).position(|part| part == b"\"units\":20").expect("a payload holds units");
    bytes[at + 9] = b'9';
    std::fs::write(place.path("l.db"), bytes).expect("a ledger can be written");
    for _ in 0..3 {
        let answer = unread(&place, "verify");
        assert_eq!((answer.code, answer.err.as_str()), (Some(5), ""));
    }
    assert_eq!(full(&place, "verify").code, Some(5), "what is not whole stays so on a full disk");
}

#[test]
fn a_write_without_a_reader_is_done_and_names_its_command() {
    let place = Place::prepared();
    let answer = unread(&place, BIND);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    place.check(&format!("status --command-id {}", command(&answer.err)), 0, "licences");
}

#[test]
fn a_write_whose_answer_is_lost_ends_with_9_and_names_its_command() {
    let place = Place::prepared();
    let (before, _) = place.head();
    for line in [BIND, &format!("{BIND} --json"), "company add 'Beispiel AG'", &format!("import {SAMPLE}")] {
        let answer = full(&place, line);
        assert_eq!(answer.code, Some(9), "{line}\n{}", answer.err);
        assert!(answer.says("but the answer could not be written"), "{line}\n{}", answer.err);
        place.check(&format!("status --command-id {}", command(&answer.err)), 0, "head");
    }
    assert!(place.head().0 >= before + 4, "each was recorded");
    let answer = full(&place, &format!("{BIND} --quiet"));
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "who asks for no answer loses none");
}

#[test]
fn a_new_ledger_a_demonstration_and_a_restored_ledger_say_what_was_recorded() {
    let place = Place::new();
    let answer = full(&place, "init --company 'Muster GmbH'");
    assert_eq!(answer.code, Some(9), "{}", answer.err);
    place.check(&format!("status --command-id {}", command(&answer.err)), 0, "ledger-created");
    assert_eq!(full(&place, "demo --dir demo").code, Some(9));
    place.copy("l.db", "backup");
    place.done("company add X");
    place.copy("backup", "l.db");
    let answer = full(&place, "restore --accept-loss --reason 'the disk failed' --yes");
    assert_eq!(answer.code, Some(9), "{}", answer.err);
    place.check(&format!("status --command-id {}", command(&answer.err)), 0, "loss-accepted");
}

#[test]
fn a_question_whose_answer_is_lost_says_so() {
    let place = Place::prepared();
    let lines =
        ["balance", "balance --json", "due", "rules", "import profiles", "licence show PBX-Port12", "--help", "verify"];
    for line in lines {
        let answer = full(&place, line);
        assert_eq!(answer.code, Some(6), "{line}\n{}", answer.err);
        assert!(answer.says("the answer could not be written"), "{line}\n{}", answer.err);
    }
    let answer = full(&place, &format!("{BIND} --dry-run"));
    assert_eq!(answer.code, Some(6), "{}", answer.err);
    assert!(!answer.says("recorded as command"), "{}", answer.err);
}
