//! A desk: a ledger in a folder of its own, files that lie beside it, and the program.
//!
//! Absent by design: what files hold and what must come of them.

use replay_tests::program::program;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// The moment of every command.
const NOW: &str = "2026-11-24T10:00:00Z";
/// Questions whose rows say where everything is.
const BALANCES: [&str; 2] = ["balance", "balance --by device"];
/// Questions whose rows also say since when and until when.
const EVERYTHING: [&str; 5] = ["balance", "balance --by device", "ssa show", "warranty show", "device list"];

/// A ledger in a folder of its own.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What the program answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Exit code; -1 where a signal ended it.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Answer {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program speaks UTF-8");
        Self { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// The answer as a document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error as a document's inner part.
    pub(crate) fn error(&self) -> Value {
        let document: Value = serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("{error}: {self:?}"));
        document["error"].clone()
    }

    /// The answer, which must be a success.
    pub(crate) fn done(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }
}

/// Where the project keeps the sample.
pub(crate) fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ledger-cli/sample").join(name)
}

/// A ledger in which the example rulebook is in force, made once.
fn ready() -> &'static [u8] {
    static READY: OnceLock<Vec<u8>> = OnceLock::new();
    READY.get_or_init(|| {
        let desk = Desk { folder: folder() };
        desk.run("init").done();
        let rulebook = sample("example-rulebook.json");
        desk.words(&["rulebook", "adopt", &rulebook.to_string_lossy()]).done();
        desk.bytes()
    })
}

/// A folder in memory, where the system has one: what is asked here is not whether a disk keeps its word.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    folder.expect("a folder can be made")
}

impl Desk {
    /// A ledger with the example rulebook and nothing else.
    pub(crate) fn ready() -> Self {
        let desk = Self { folder: folder() };
        fs::write(desk.path("ledger.db"), ready()).expect("a ledger can be written");
        desk
    }

    /// A ready desk that imported a file.
    pub(crate) fn with(bytes: &[u8]) -> Self {
        let desk = Self::ready();
        desk.import("rows.csv", bytes).done();
        desk
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The ledger's bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        fs::read(self.path("ledger.db")).expect("the ledger can be read")
    }

    /// The program, about to be run on the ledger.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program().expect("the program is built"));
        command.args(["--ledger", "ledger.db"]).args(words).current_dir(self.folder.path()).stdin(Stdio::null());
        command.env_clear().env("HOME", self.folder.path()).env("TZ", "UTC").env("LICLEDGER_ACTOR", "importer");
        command.env("LICLEDGER_STATE", self.path("state")).env("LICLEDGER_NOW", NOW);
        command
    }

    /// Runs the program.
    pub(crate) fn words(&self, words: &[&str]) -> Answer {
        Answer::of(&self.command(words).output().expect("the program can be run"))
    }

    /// Runs the program on words that hold no spaces.
    pub(crate) fn run(&self, line: &str) -> Answer {
        self.words(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Lays a file on the desk and imports it; the answer is a document.
    pub(crate) fn import(&self, name: &str, bytes: &[u8]) -> Answer {
        fs::write(self.path(name), bytes).expect("a file can be written");
        self.words(&["--json", "import", name])
    }

    /// The rows with which a question is answered.
    pub(crate) fn rows(&self, question: &str) -> Value {
        let answer = self.run(&format!("--json {question}"));
        assert!(matches!(answer.code, 0 | 1), "{question}: {answer:?}");
        answer.json()["rows"].clone()
    }

    /// Where everything is.
    pub(crate) fn balances(&self) -> Vec<Value> {
        BALANCES.iter().map(|question| self.rows(question)).collect()
    }

    /// Where everything is, since when and until when.
    pub(crate) fn everything(&self) -> Vec<Value> {
        EVERYTHING.iter().map(|question| self.rows(question)).collect()
    }

    /// The head: size and root.
    pub(crate) fn head(&self) -> Value {
        self.run("--json balance").json()["head"].clone()
    }

    /// Has every hash, chain and figure checked.
    pub(crate) fn verify(&self) {
        self.run("verify").done();
    }
}
