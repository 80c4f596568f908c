//! The world fails: the disk is full or broken, a permission is missing. Each failing call of the system is told with its
//! path and its cause, the exit code says whether something was written, and the ledger is whole afterwards.
//!
//! Calls are made to fail by `strace`; where it is missing or may not trace, these tests say so and check nothing. Absent by
//! design: kills, which `stores` has, and power failures.

use super::place::Place;
use replay_tests::program::program;
use std::fs;
use std::process::{Command, Stdio};

/// Most calls of one kind that are made to fail in turn.
const CALLS: u32 = 60;

/// Whether calls can be made to fail here.
fn can_fail() -> bool {
    let traced = Command::new("strace").args(["-f", "-qq", "-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    let can = traced.is_ok_and(|status| status.success());
    if !can {
        println!("strace is missing or may not trace: nothing was checked");
    }
    can
}

/// Runs a line with one call failing; `None` if it never came to that call.
fn failing(place: &Place, line: &str, call: &str, error: &str, when: u32) -> Option<(i32, String)> {
    let log = place.folder().join("trace");
    let mut command = place.tool("strace", &["-f", "-qq", "-o"]);
    command.arg(&log).arg("-e").arg(format!("trace={call}"));
    command.arg("-e").arg(format!("inject={call}:error={error}:when={when}"));
    command.arg(program().expect("the program is built")).args(line.split(' '));
    let output = command.output().expect("strace can be started");
    let reached = fs::read_to_string(&log).expect("the trace can be read").contains("INJECTED");
    fs::remove_file(log).expect("removes");
    let text = [output.stdout, output.stderr].concat();
    reached.then(|| (output.status.code().expect("it ends by itself"), String::from_utf8_lossy(&text).into_owned()))
}

/// Every call of a kind fails in turn; `check` sees how the command ended.
fn each(place: &Place, line: &str, (call, error): (&str, &str), mut check: impl FnMut(u32, i32, &str)) {
    for when in 1..=CALLS {
        let Some((code, text)) = failing(place, line, call, error, when) else { return };
        check(when, code, &text);
    }
}

fn whole(place: &Place, after: &str) {
    let (code, text) = place.run("verify");
    assert_eq!(code, 0, "after {after}: {text}");
}

#[test]
fn a_read_that_fails_once_is_no_damage() {
    let place = Place::begun();
    if !can_fail() {
        return;
    }
    let before = place.everything();
    for failure in [("pread64", "EIO"), ("openat", "EMFILE")] {
        each(&place, "balance", failure, |when, code, text| {
            // The locale, the clock's zone and what the system loads are none of the ledger's.
            let what = format!("{failure:?} {when}: {code} {text}");
            assert!(matches!(code, 0 | 1 | 6 | 7 | 127), "{what}");
            assert!(!text.contains("damaged") && !text.contains("panicked"), "{what}");
            assert!(code == 0 || code == 127 || text.contains("next") || text.contains("warning"), "{what}");
        });
    }
    assert_eq!(place.everything(), before);
    whole(&place, "reads that failed");
}

#[test]
fn a_write_that_fails_says_whether_it_was_written() {
    let place = Place::begun();
    if !can_fail() {
        return;
    }
    let mut names = 0;
    let failures =
        [("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fsync", "EIO"), ("fdatasync", "EIO"), ("ftruncate", "EIO")];
    for failure in failures {
        for when in 1..=CALLS {
            names += 1;
            let name = format!("Name{names}x");
            let line = format!("company add {name}");
            let Some((code, text)) = failing(&place, &line, failure.0, failure.1, when) else { break };
            let what = format!("{failure:?} {when}: {code} {text}");
            assert!(matches!(code, 0 | 6 | 9), "{what}");
            assert!(failure != ("pwrite64", "ENOSPC") || code != 9, "a full disk is a definite no: {what}");
            assert!(failure.1 != "ENOSPC" || code == 0 || text.contains("the disk is full"), "{what}");
            let there = place.run("company list").1.contains(&name);
            assert!(
                match code {
                    0 => there,
                    6 => !there,
                    _ => text.contains("--command-id"),
                },
                "{what}; there: {there}"
            );
            whole(&place, &what);
        }
    }
}

#[test]
fn a_new_ledger_is_there_as_a_whole_or_not_at_all_and_that_is_said() {
    let place = Place::empty();
    if !can_fail() {
        return;
    }
    let failures =
        [("fsync", "EIO"), ("fdatasync", "EIO"), ("pwrite64", "ENOSPC"), ("link,linkat", "EPERM"), ("mkdir", "EACCES")];
    for failure in failures {
        each(&place, "init --ledger deep/new.db", failure, |when, code, text| {
            let what = format!("{failure:?} {when}: {code} {text}");
            let there = place.folder().join("deep/new.db").exists();
            assert!(matches!(code, 0 | 6), "{what}");
            if code == 6 {
                assert_eq!(there, text.contains("was made and is whole"), "{what}");
                assert!(text.contains("next"), "{what}");
            }
            assert!(there || !place.folder().join("deep").exists(), "something is left: {what}");
            if there {
                assert_eq!(place.run("verify --ledger deep/new.db").0, 0, "{what}");
                fs::remove_dir_all(place.folder().join("deep")).expect("removes");
                place.forget();
            }
        });
    }
}

#[cfg(unix)]
#[test]
fn a_cut_off_write_where_nothing_can_be_written_is_told_with_path_and_cause() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::begun();
    if !can_fail() {
        return;
    }
    let killed = |when: u32| {
        let mut command = place.tool("strace", &["-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync,fdatasync", "-e"]);
        command.arg(format!("inject=fsync,fdatasync:signal=KILL:when={when}"));
        command.arg(program().expect("the program is built")).args(["company", "add", "Cut"]);
        command.output().expect("strace can be started")
    };
    let is_hot = || fs::read(place.journal()).is_ok_and(|bytes| bytes.first().is_some_and(|byte| *byte != 0));
    let found = (1..9).find(|when| {
        drop(killed(*when));
        is_hot()
    });
    assert!(found.is_some(), "no kill left a journal");
    let everything = place.everything();
    let mode = |path: &std::path::Path, bits| {
        fs::set_permissions(path, fs::Permissions::from_mode(bits)).expect("sets");
    };
    let states =
        [(place.folder().to_owned(), 0o555, 0o755), (place.ledger(), 0o444, 0o600), (place.journal(), 0o444, 0o600)];
    for (path, closed, open) in states {
        mode(&path, closed);
        let told = place.run_unprivileged("balance");
        mode(&path, open);
        let Some((code, text)) = told else { break };
        assert_eq!(code, 6, "{}: {text}", path.display());
        assert!(text.contains("HOT-JOURNAL") && text.contains("cannot be written"), "{text}");
        assert!(text.contains(&*path.to_string_lossy()), "{text}");
        assert_eq!(place.everything(), everything, "{}", path.display());
    }
    whole(&place, "the cut-off write");
}
