//! A ledger in a folder of its own, the program in surroundings of choice, and the verbs that its help shows.
//!
//! Absent by design: what is asked and appended.

use crate::verbs::{FILES, PREPARED};
use replay_tests::program::program;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

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
        for (name, content) in FILES {
            fs::write(desk.folder.path().join(name), content).expect("a file can be written");
        }
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

    /// Number of events.
    pub(crate) fn size(&self) -> u64 {
        let output = self.run("status --json", &Around::plain());
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("status is a document");
        document["head"]["size"].as_u64().expect("a head has a size")
    }

    fn run(&self, line: &str, around: &Around) -> Output {
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

/// Every verb that the help shows and that does something by itself, such as `balance` and `company list`.
pub(crate) fn verbs() -> Vec<String> {
    let mut found = Vec::new();
    for noun in listed(&help(&[])) {
        let text = help(&[&noun]);
        let inner = listed(&text);
        let alone = text.lines().any(|line| {
            line.contains(&format!("licledger {noun}")) && !line.contains("<COMMAND>") && !line.starts_with("  ")
        });
        if inner.is_empty() || alone {
            found.push(noun.clone());
        }
        found.extend(inner.into_iter().map(|verb| format!("{noun} {verb}")));
    }
    found
}

fn help(words: &[&str]) -> String {
    let mut command = Command::new(program().expect("the program is built"));
    let output = command.args(words).arg("--help").output().expect("the program can be started");
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

/// The names below `Commands:`.
fn listed(help: &str) -> Vec<String> {
    let block = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let block = block.take_while(|line| !line.is_empty());
    // Deeper lines go on with the description of the name above them.
    let names = block.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}
