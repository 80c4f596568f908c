//! The acts that are tried, and the ledger that they are tried on.
//!
//! Absent by design: faults.

use replay_tests::large::Failure;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The moment at which everything happens.
const NOW: &str = "2026-11-24T10:00:00Z";
const MASTER: &str = "00-90-33-01-02-03";
const LIST: &str = "Datum;Vorgang;Firma;Projekt;Seriennummer;Lizenztyp;Anzahl;Schlüssel\n\
    11.02.2013;Einbuchung;Muster GmbH;DEFAULT;;PBX-Port12;30;K-1\n\
    12.02.2013;Bindung;Muster GmbH;DEFAULT;00-90-33-01-02-03;PBX-Port12;20;\n\
    13.02.2013;Einbuchung;Muster GmbH;DEFAULT;;PBX-Fax12;5;K-2\n";

/// A command that writes.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    /// What it is called here.
    pub name: &'static str,
    words: &'static [&'static str],
    /// Whether it makes the ledger.
    pub makes_ledger: bool,
}

/// The program, and a ledger that was prepared.
#[derive(Debug, Clone)]
pub(crate) struct World {
    program: PathBuf,
    folder: PathBuf,
}

/// A folder with a ledger and a state of its own.
#[derive(Debug, Clone)]
pub(crate) struct Site {
    /// The folder.
    pub folder: PathBuf,
    program: PathBuf,
}

impl Act {
    /// Every act that is tried.
    pub(crate) fn all() -> Vec<Self> {
        let act = |name, words| Self { name, words, makes_ledger: false };
        vec![
            act("bind", &["licence", "bind", "PBX-Port12", "5", "--to", MASTER, "--date", "2014-01-01"]),
            act("import", &["import", "list.csv"]),
            act(
                "transfer",
                &["licence", "transfer", "PBX-Port12", "5", "--from-project", "DEFAULT", "--to-project", "Werk"],
            ),
            act("correction", &["event", "annul", "6", "--reason", "booked twice"]),
            act("close", &["close", "2013", "--until", "2014-01-01"]),
            Self { name: "init", words: &["init", "--company", "Muster GmbH"], makes_ledger: true },
        ]
    }

    /// Where a sparse walk through the points begins: elsewhere for each act, so that all kinds of points have their turn.
    pub(crate) fn offset(&self, step: usize) -> usize {
        self.name.len() % step
    }

    /// The words of the command, with an id of its own where it takes one.
    pub(crate) fn words(&self) -> Vec<&'static str> {
        let id: &[&str] = match self.name {
            "init" | "import" => &[],
            _ => &["--command-id", COMMAND],
        };
        [self.words, id].concat()
    }
}

/// The id of the command.
pub(crate) const COMMAND: &str = "01a19b7c-a680-7000-8000-00000000c0de";

impl World {
    /// Prepares a ledger.
    ///
    /// # Errors
    /// Says which command failed.
    pub(crate) fn build(program: &Path, folder: &Path) -> Result<Self, Failure> {
        let world = Self { program: program.to_owned(), folder: folder.to_owned() };
        let base = Site { folder: folder.join("base"), program: program.to_owned() };
        fs::create_dir_all(&base.folder)?;
        let steps: [&[&str]; 5] = [
            &["init", "--company", "Muster GmbH", "--date", "2012-01-01"],
            &["project", "open", "Werk", "--company", "Muster GmbH", "--date", "2012-01-02"],
            &[
                "device",
                "add",
                MASTER,
                "--project",
                "DEFAULT",
                "--model",
                "ip6010",
                "--software",
                "12",
                "--date",
                "2013-02-01",
            ],
            &[
                "key",
                "redeem",
                "4711-ABCD",
                "--project",
                "DEFAULT",
                "--item",
                "PBX-Port12=60",
                "--item",
                "SSC=50",
                "--date",
                "2013-02-10",
            ],
            &["licence", "bind", "PBX-Port12", "10", "--to", MASTER, "--date", "2013-02-20"],
        ];
        for words in steps {
            let output = base.command(words).output()?;
            if !output.status.success() {
                return Err(format!("{words:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
            }
        }
        Ok(world)
    }

    /// A fresh folder: a copy of the prepared ledger with its pins at the same path, or an empty one.
    ///
    /// # Errors
    /// Fails where files cannot be copied.
    pub(crate) fn site(&self, number: u32, act: &Act) -> Result<Site, Failure> {
        let folder = self.folder.join(format!("site-{number}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("state"))?;
        fs::write(folder.join("list.csv"), LIST)?;
        let site = Site { folder, program: self.program.clone() };
        if !act.makes_ledger {
            fs::copy(self.folder.join("base/ledger.db"), site.ledger())?;
            // The first look at the copy pins it at its own place.
            site.run(&["status"])?;
        }
        Ok(site)
    }
}

impl Site {
    /// The ledger's file.
    pub(crate) fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.db")
    }

    /// A command of the program, not yet started.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(words);
        self.settle(&mut command);
        command
    }

    /// The same under `strace` with further options.
    pub(crate) fn traced(&self, options: &[String], words: &[&str]) -> Command {
        let mut command = Command::new("strace");
        command.args(["-f", "-qq"]).args(options).arg(&self.program).args(words);
        self.settle(&mut command);
        command
    }

    /// Runs a command of the program.
    ///
    /// # Errors
    /// Fails where it cannot be started.
    pub(crate) fn run(&self, words: &[&str]) -> Result<Output, Failure> {
        Ok(self.command(words).output()?)
    }

    fn settle(&self, command: &mut Command) {
        command.current_dir(&self.folder).env("HOME", &self.folder).env("LC_ALL", "C.UTF-8").env("NO_COLOR", "1");
        command.env("LICLEDGER", self.ledger()).env("LICLEDGER_STATE", self.folder.join("state"));
        command.env("LICLEDGER_NOW", NOW).env("LICLEDGER_ACTOR", "siege").env_remove("RUST_BACKTRACE");
    }
}
