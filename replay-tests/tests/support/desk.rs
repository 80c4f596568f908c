//! A ledger of two companies and the sample in a folder of its own, and the program in surroundings of choice.
//!
//! Absent by design: what is asked and appended.

use replay_tests::program::program;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// How the ledger begins: two companies that both have a project DEFAULT, then the sample.
const PREPARED: &[&str] = &[
    "init --company 'Muster GmbH' --date 2012-01-01",
    "company add 'Beispiel AG' --date 2012-01-01",
    "project open Filiale --company 'Muster GmbH' --date 2012-01-01",
    "device add 00-90-33-01-00-01 --project DEFAULT --company 'Muster GmbH' --model ip6010 --software 12 \
     --purchased 2013-01-10 --date 2013-02-01",
    "device add 00-90-33-01-00-02 --project DEFAULT --company 'Beispiel AG' --model ip6010 --software 12 \
     --date 2013-02-01",
    "key redeem K-1 --project DEFAULT --company 'Muster GmbH' --item PBX-Port12=60 --item SSC=50 --date 2013-02-10",
    "key redeem K-2 --project DEFAULT --company 'Beispiel AG' --item PBX-Port12=20 --date 2013-02-10",
    "licence bind PBX-Port12 20 --to 00-90-33-01-00-01 --date 2013-02-20",
    "licence bind PBX-Port12 10 --to 00-90-33-01-00-02 --date 2013-02-20",
    "rulebook adopt {sample}/example-rulebook.json",
    "import {sample}/history.csv",
];

/// What surrounds the program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around {
    /// The time that stands in for the clock; the real one where absent.
    pub(crate) now: Option<&'static str>,
    /// Time zone.
    pub(crate) zone: Option<&'static str>,
    /// Locale.
    pub(crate) locale: Option<&'static str>,
}

impl Around {
    /// The day of every test, in no zone and no locale.
    pub(crate) const fn plain() -> Self {
        Self { now: Some("2026-11-24T10:00:00Z"), zone: None, locale: None }
    }
}

/// The ledger and its folder.
pub(crate) struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A ledger with two companies and the sample.
    pub(crate) fn prepared() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let desk = Self { folder: folder.expect("a folder can be made") };
        PREPARED.iter().for_each(|line| desk.done(line));
        desk
    }

    /// Runs a line that must succeed.
    pub(crate) fn done(&self, line: &str) {
        self.done_around(line, &Around::plain());
    }

    /// Runs a line that must succeed, in surroundings of choice.
    pub(crate) fn done_around(&self, line: &str, around: &Around) {
        let output = self.run(line, around);
        assert!(output.status.success(), "{line}\n{}", String::from_utf8_lossy(&output.stderr));
    }

    /// Everything that the program says to a question: exit code, answer, error.
    pub(crate) fn ask(&self, line: &str, around: &Around) -> String {
        let output = self.run(line, around);
        let code = output.status.code().expect("the program ends by itself");
        assert!(matches!(code, 0 | 1 | 3), "{line}: {code} {}", String::from_utf8_lossy(&output.stderr));
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        format!("{code} {}{}", text(&output.stdout), text(&output.stderr))
    }

    /// Puts a file beside the ledger.
    pub(crate) fn put(&self, name: &str, content: &str) {
        fs::write(self.folder.path().join(name), content).expect("a file can be written");
    }

    /// Number of events.
    pub(crate) fn size(&self) -> u64 {
        let output = self.run("status --json", &Around::plain());
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("status is a document");
        document["head"]["size"].as_u64().expect("a head has a size")
    }

    /// Runs a line, however it ends.
    pub(crate) fn run(&self, line: &str, around: &Around) -> Output {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger-cli/sample");
        let put = |word: String| {
            word.replace("{sample}", &sample.to_string_lossy())
                .replace("{folder}", &self.folder.path().to_string_lossy())
        };
        let mut command = Command::new(program().expect("the program is built"));
        command.env_clear().current_dir(self.folder.path()).args(words(line).into_iter().map(put));
        command.envs([("LICLEDGER", "known.db"), ("LICLEDGER_STATE", "state"), ("USER", "clerk")]);
        command.envs(around.now.map(|now| ("LICLEDGER_NOW", now)));
        command.envs(around.zone.map(|zone| ("TZ", zone)));
        command.envs(around.locale.into_iter().flat_map(|locale| [("LANG", locale), ("LC_ALL", locale)]));
        command.output().expect("the program can be started")
    }
}

/// The words of a line; what stands between apostrophes is one word.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in line.split('\'').enumerate() {
        match at % 2 {
            0 => words.extend(piece.split_whitespace().map(str::to_owned)),
            _ => words.push(piece.to_owned()),
        }
    }
    words
}
