//! What the program says beside its figures, word for word: which lots a verdict leaves out, what became of a company that is
//! gone or renamed, and what an annulment took back.
//!
//! Each test tells one small ledger of its own to the program. Absent by design: layout (goldens) and refusals (scenarios).

use replay_tests::program::program;
use std::process::Command;
use tempfile::TempDir;

/// How every ledger begins: events 0 to 2 are the ledger, the company and its project; 3 is a device, 4 a key.
const BEGUN: [&str; 3] = [
    "init --company 'Muster GmbH' --date 2014-01-01",
    "device add 00-90-33-00-00-01 --project DEFAULT --company 'Muster GmbH' --model ip6010 --software 12 --date 2014-01-02",
    "key redeem K-1 --project DEFAULT --company 'Muster GmbH' --item 'PBX-App(innovaphone-pbx-conference)=5' --item PBX-Port12=10 \
     --date 2014-01-03",
];

struct Told(TempDir);

impl Told {
    fn begun() -> Self {
        let told = Self(tempfile::tempdir().expect("a folder can be made"));
        told.all(&BEGUN);
        told
    }

    fn all(&self, lines: &[&str]) {
        lines.iter().for_each(|line| drop(self.said(line)));
    }

    /// What the program answers to a line that succeeds.
    fn said(&self, line: &str) -> String {
        let mut command = Command::new(program().expect("the program is built"));
        command.env_clear().current_dir(self.0.path()).args(words(line)).env("USER", "clerk");
        command.envs([
            ("LICLEDGER", "words.db"),
            ("LICLEDGER_STATE", "state"),
            ("LICLEDGER_NOW", "2014-06-01T12:00:00Z"),
        ]);
        let output = command.output().expect("the program can be started");
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        assert!(output.status.success(), "{line}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    fn says(&self, line: &str, expected: &str) {
        let said = self.said(line);
        assert!(said.contains(expected), "{line} does not say {expected:?}:\n{said}");
    }

    fn is_silent(&self, line: &str, words: &str) {
        let said = self.said(line);
        assert!(!said.contains(words), "{line} says {words:?}:\n{said}");
    }
}

/// The words of a line; what stands between apostrophes is one word.
fn words(line: &str) -> Vec<&str> {
    let pieces = line.split('\'').enumerate();
    pieces.flat_map(|(at, piece)| if at % 2 == 0 { piece.split_whitespace().collect() } else { vec![piece] }).collect()
}

const BIND_APP: &str = "licence bind 'PBX-App(innovaphone-pbx-conference)' 3 --to 00-90-33-00-00-01 --date 2014-01-04";
const BIND_PORTS: &str = "licence bind PBX-Port12 4 --to 00-90-33-00-00-01 --date 2014-01-04";

#[test]
fn the_verdict_of_ssa_names_a_bound_licence_without_a_version_that_it_leaves_out() {
    let told = Told::begun();
    told.is_silent("ssa show", "it has no version");
    told.all(&[BIND_APP]);
    // Nothing that could be covered is bound, so there is no verdict; the lot is named all the same.
    let note = "no SSA can cover lot 4.1 (PBX-App(innovaphone-pbx-conference)): it has no version";
    told.says("ssa show", note);
    told.is_silent("ssa show", "under SSA");
    told.all(&[BIND_PORTS]);
    told.says("ssa show", "DEFAULT is not under SSA: lot 5.1 is not covered");
    told.says("ssa show", &format!("{note}, and the verdict leaves it out"));
    told.says("ssa show --json", r#""without_version":["4.1"]"#);
}

#[test]
fn a_company_that_is_gone_or_renamed_is_shown_with_what_became_of_it() {
    let told = Told::begun();
    told.all(&["company add 'Falsch AG' --date 2014-02-01"]);
    told.is_silent("company show 'Falsch AG'", "annulled");
    told.all(&["event annul 6 --reason 'its first project'", "event annul 5 --reason 'no such company'"]);
    told.says("company show 'Falsch AG'", "company Falsch AG (event 5) was annulled by event 8");
    told.all(&["event annul 8 --reason 'there is one'"]);
    told.is_silent("company show 'Falsch AG'", "annulled");
    told.all(&["event amend 5 --set 'company=Richtig AG' --reason 'misspelt'"]);
    told.says("company show 'Falsch AG'", "company Falsch AG (event 5) is called Richtig AG since event 10");
    told.is_silent("company show 'Richtig AG'", "Falsch AG");
}

#[test]
fn the_annulment_of_a_correction_says_which_correction_it_takes_back() {
    let told = Told::begun();
    told.all(&[BIND_PORTS, "event amend 5 --set parts.0.units=3 --reason 'three were bound'"]);
    let bound = |units: u32| format!("{units} PBX-Port12 bound to 00-90-33-00-00-01");
    let annulled = format!("event 6 annulled (amendment of event 5: {})", bound(3));
    told.says("event annul 6 --reason 'four after all'", &annulled);
    told.says("event show 7", &annulled);
    let amended = format!("event 5 amended: {} (was: {}) [annulled by event 7]", bound(3), bound(4));
    told.says("event show 6", &amended);
    told.says("event annul 7 --reason 'three it is'", "event 7 annulled (annulment of event 6)");
}
