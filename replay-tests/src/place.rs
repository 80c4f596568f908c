//! A place of its own for a ledger: a folder with the ledger file `l.db` and the state folder `state`, and the program
//! run in it with the clock standing still.
//!
//! Absent by design: what is tried there.

use crate::program::program;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The time of every command that names no other.
pub const NOW: &str = "2026-11-24T10:00:00Z";

/// A folder, and what the environment of a command is there.
#[derive(Debug)]
pub struct Place {
    folder: TempDir,
}

/// What a command answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Exit code; absent where a signal ended the command.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Place {
    /// An empty folder, on a memory disk where there is one.
    ///
    /// # Panics
    /// Where no folder can be made.
    #[expect(clippy::new_without_default, reason = "a folder on a disk is no default value")]
    pub fn new() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self { folder: folder.expect("a folder can be made") }
    }

    /// A folder with a ledger: a company, a device, a key with 60 ports, 20 of them bound; 7 events.
    ///
    /// # Panics
    /// Where a line fails.
    pub fn prepared() -> Self {
        let place = Self::new();
        for line in [
            "init --company 'Muster GmbH' --date 2012-01-01",
            "device add 00-90-33-01-02-03 --project DEFAULT --model ip6010 --software 12 --purchased 2013-01-10 \
             --date 2013-02-01",
            "key redeem 4711-ABCD --project DEFAULT --item PBX-Port12=60 --item SSC=50 --date 2013-02-10",
            "licence bind PBX-Port12 20 --to 00-90-33-01-02-03 --date 2013-02-20",
            "credit receive 7 --project DEFAULT --date 2013-02-21",
        ] {
            place.done(line);
        }
        place
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The bytes of a file in the folder.
    ///
    /// # Panics
    /// Where it cannot be read.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).expect("a file of the place can be read")
    }

    /// Copies a file inside the folder, over another where there is one.
    ///
    /// # Panics
    /// Where it cannot be copied.
    pub fn copy(&self, from: &str, to: &str) {
        fs::copy(self.path(from), self.path(to)).expect("a file of the place can be copied");
    }

    /// Names of the files in a folder of the place, sorted; none where there is no such folder.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// The program with a line's words, ready to run; what stands between apostrophes is one word.
    ///
    /// # Panics
    /// Where the program cannot be built.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(program().expect("the program is built"));
        command.env_clear().current_dir(self.folder.path()).args(words(line));
        command.envs([("LICLEDGER", "l.db"), ("LICLEDGER_STATE", "state"), ("LICLEDGER_NOW", NOW), ("USER", "clerk")]);
        command
    }

    /// Runs a line.
    ///
    /// # Panics
    /// Where the program cannot be started.
    pub fn run(&self, line: &str) -> Answer {
        Answer::of(&self.command(line).output().expect("the program can be started"))
    }

    /// Runs a line that must succeed, and gives what it said.
    ///
    /// # Panics
    /// Where it does not.
    pub fn done(&self, line: &str) -> String {
        let answer = self.run(line);
        assert_eq!(answer.code, Some(0), "{line}\n{}{}", answer.out, answer.err);
        answer.out
    }

    /// Runs a line and compares its exit code and something that it says on either output.
    ///
    /// # Panics
    /// Where they are others.
    pub fn check(&self, line: &str, code: i32, says: &str) -> Answer {
        let answer = self.run(line);
        assert_eq!(answer.code, Some(code), "{line}\n{}{}", answer.out, answer.err);
        assert!(answer.says(says), "{line} does not say {says:?}\n{}{}", answer.out, answer.err);
        answer
    }

    /// Size and root of the ledger's head, as `status` shows it for programs.
    ///
    /// # Panics
    /// Where it shows none.
    pub fn head(&self) -> (u64, String) {
        let document: serde_json::Value = serde_json::from_str(&self.done("status --json")).expect("it is a document");
        let size = document["head"]["size"].as_u64().expect("a head has a size");
        (size, document["head"]["root"].as_str().expect("a head has a root").to_owned())
    }
}

impl Answer {
    /// Takes it from an output.
    pub fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Whether either output holds the text.
    pub fn says(&self, text: &str) -> bool {
        self.out.contains(text) || self.err.contains(text)
    }
}

/// The words of a line.
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
