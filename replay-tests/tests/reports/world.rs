//! A folder with the sample ledger, and the program run in it with a clock that stands still.
//!
//! Paths are relative to the folder, so that no answer holds an absolute path. Absent by design: what is asked.

use super::asked::{Case, FILES};
use replay_tests::program::program;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What one run of the program said.
pub(crate) struct Said {
    /// Exit code.
    pub(crate) exit: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Said {
    /// Everything that a person sees, below the command line.
    pub(crate) fn text(&self, line: &str) -> String {
        let exit = if self.exit == 0 { String::new() } else { format!("exit {}\n", self.exit) };
        format!("$ licledger {line}\n{}{}{exit}", self.out, self.err)
    }

    /// The document that was said, on the standard output or, after a failure, on the standard error; where a refusal was
    /// explained, the explanation.
    pub(crate) fn document(&self) -> Result<&str, String> {
        match (self.out.lines().count(), self.err.lines().count()) {
            (1, 0) => Ok(&self.out),
            (1, 1) if self.exit != 0 => Ok(&self.out),
            (0, 1) => Ok(&self.err),
            _ => Err(format!("not one line of JSON, but:\n{}{}", self.out, self.err)),
        }
    }
}

/// The folder.
pub(crate) struct World {
    path: PathBuf,
    root: Option<TempDir>,
}

impl World {
    /// Makes the sample ledger once, and files to import.
    pub(crate) fn demo() -> (Said, Self) {
        let root = tempfile::tempdir().expect("a temporary folder can be made");
        let path = root.path().join("sample");
        fs::create_dir(&path).expect("a folder can be made");
        for (name, content) in FILES {
            fs::write(path.join(name), content).expect("a file can be written");
        }
        let world = Self { path, root: Some(root) };
        let said = world.run(&["demo", "--dir", "."]);
        assert_eq!(said.exit, 0, "{}", said.err);
        (said, world)
    }

    /// Makes another sample ledger, told in JSON, one document on each line.
    pub(crate) fn demo_in_json(&self) -> Said {
        let said = self.run(&["demo", "--dir", "other", "--json"]);
        assert_eq!(said.exit, 0, "{}", said.err);
        said
    }

    /// The same ledger in a folder beside it, with what was last seen of it.
    pub(crate) fn copy(&self, name: &str) -> Self {
        let root = self.root.as_ref().expect("the sample lies in a folder of its own");
        let path = root.path().join(name);
        copy(&self.path, &path);
        Self { path, root: None }
    }

    /// Runs the case's command line, and further options.
    pub(crate) fn ask(&self, case: &Case, more: &[&str]) -> Said {
        let words = words(case.line);
        let words: Vec<&str> = words.iter().map(String::as_str).chain(more.iter().copied()).collect();
        self.run(&words)
    }

    fn run(&self, words: &[&str]) -> Said {
        let program = program().expect("the program is built");
        let mut command = Command::new(program);
        command.args(words).current_dir(&self.path).env_clear();
        command.envs([("LICLEDGER_STATE", "state"), ("LICLEDGER_NOW", "2026-11-24T10:00:00Z"), ("USER", "clerk")]);
        if !words.contains(&"demo") {
            command.env("LICLEDGER", "demo.db");
        }
        let output = command.output().expect("the program can be started");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
        let exit = output.status.code().expect("the program ends by itself");
        Said { exit, out: text(output.stdout), err: text(output.stderr) }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("an entry can be read").path();
        let there = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).expect("a file can be copied");
        }
    }
}

/// The words of a command line; what stands between apostrophes is one word.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, piece) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(piece.to_owned());
        } else {
            words.extend(piece.split_whitespace().map(str::to_owned));
        }
    }
    words
}
