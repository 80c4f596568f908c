//! The world of a case: a copy of the prepared ledger in a folder of its own, and the program that is run there.
//!
//! Absent by design: what must come of it.

use crate::case::Case;
use crate::text::{Names, bytes, words};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How long the program may take; a lock is waited for.
const PATIENCE: Duration = Duration::from_secs(10);
const PATIENCE_WITH_A_LOCK: Duration = Duration::from_secs(20);
/// How often it is looked whether the program has ended.
const PULSE: Duration = Duration::from_millis(3);

/// The prepared ledger and what its names stand for.
pub(crate) struct Prepared {
    program: PathBuf,
    ledger: Vec<u8>,
    names: Names,
}

/// A folder with a copy of the ledger.
pub(crate) struct World<'a> {
    prepared: &'a Prepared,
    folder: tempfile::TempDir,
    names: Names,
    env: Vec<(String, String)>,
    patience: Duration,
}

/// What the program answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// Exit code; `None` where it did not end in time or was ended by a signal.
    pub(crate) exit: Option<i32>,
    /// Standard output.
    pub(crate) out: Vec<u8>,
    /// Standard error.
    pub(crate) err: Vec<u8>,
}

/// Every file of a folder with its bytes, but for pins.
pub(crate) type Inventory = BTreeMap<PathBuf, Option<Vec<u8>>>;

impl Prepared {
    /// Lets the program make the ledger that every case begins with, told by lines `name NAME VALUE`, `on DAY` and
    /// `run COMMAND`.
    ///
    /// # Errors
    /// Says which line failed.
    pub(crate) fn new(program: &Path, text: &str) -> Result<Self, String> {
        let mut prepared = Self { program: program.to_owned(), ledger: Vec::new(), names: Names::new() };
        let ledger = {
            let mut world = World::new(&prepared, &[])?;
            let mut names = Names::new();
            for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
                match word {
                    "name" => {
                        let (name, value) = rest.split_once(' ').ok_or("a name has no value")?;
                        names.insert(name.to_owned(), value.to_owned());
                        world.names.insert(name.to_owned(), value.to_owned());
                    }
                    "on" => world.env = vec![("LICLEDGER_NOW".to_owned(), format!("{rest}T10:00:00Z"))],
                    "file" => world.put(&world.folder.path().join("in/prepared"), rest)?,
                    _ => world.succeed(rest)?,
                }
            }
            let ledger = fs::read(world.ledger()).map_err(|error| format!("the prepared ledger: {error}"))?;
            prepared.names = names;
            ledger
        };
        prepared.ledger = ledger;
        Ok(prepared)
    }
}

impl<'a> World<'a> {
    /// A fresh folder with the prepared ledger.
    ///
    /// # Errors
    /// Fails when the folder cannot be made.
    pub(crate) fn new(prepared: &'a Prepared, env: &[(String, String)]) -> Result<Self, String> {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.map_err(|error| format!("a folder cannot be made: {error}"))?;
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let mut names = prepared.names.clone();
        for (name, file) in
            [("dir", ""), ("in", "in"), ("state", "state"), ("ledger", "ledger.db"), ("file", "in/rows.csv")]
        {
            names.insert(name.to_owned(), path(file).trim_end_matches('/').to_owned());
        }
        fs::create_dir(folder.path().join("in")).map_err(|error| error.to_string())?;
        if !prepared.ledger.is_empty() {
            fs::write(folder.path().join("ledger.db"), &prepared.ledger).map_err(|error| error.to_string())?;
        }
        Ok(Self { prepared, folder, names, env: env.to_vec(), patience: PATIENCE })
    }

    /// Path of the ledger.
    pub(crate) fn ledger(&self) -> PathBuf {
        self.folder.path().join("ledger.db")
    }

    /// A path in the world, from a text with placeholders.
    ///
    /// # Errors
    /// As [`bytes`].
    pub(crate) fn path(&self, text: &str) -> Result<PathBuf, String> {
        bytes(text, &self.names).map(|bytes| PathBuf::from(OsString::from_vec(bytes)))
    }

    /// The bytes that a text stands for here.
    ///
    /// # Errors
    /// As [`bytes`].
    pub(crate) fn bytes(&self, text: &str) -> Result<Vec<u8>, String> {
        bytes(text, &self.names)
    }

    /// The text that a text with placeholders stands for here.
    ///
    /// # Errors
    /// As [`bytes`].
    pub(crate) fn text(&self, text: &str) -> Result<String, String> {
        self.bytes(text).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The ledger's bytes as they were prepared.
    pub(crate) fn prepared(&self) -> &[u8] {
        &self.prepared.ledger
    }

    /// Lets the program take longer: it waits for a lock.
    pub(crate) fn be_patient(&mut self) {
        self.patience = PATIENCE_WITH_A_LOCK;
    }

    /// Writes a file whose bytes a text stands for.
    ///
    /// # Errors
    /// Says what is wrong with the text or the file.
    pub(crate) fn put(&self, path: &Path, text: &str) -> Result<(), String> {
        fs::write(path, self.bytes(text)?).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Writes the input file of a case.
    ///
    /// # Errors
    /// Says what is wrong with the text or the file.
    pub(crate) fn write_input(&self, case: &Case) -> Result<(), String> {
        let plain = self.bytes(&case.input.concat())?;
        let wide = |big: bool| {
            let text = String::from_utf8_lossy(&plain).into_owned();
            text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect::<Vec<u8>>()
        };
        let bytes = match case.encoding.as_deref() {
            None => plain,
            Some("utf-16le") => wide(false),
            Some("utf-16be") => wide(true),
            Some(other) => return Err(format!("{other} is no encoding that a case can be written in")),
        };
        fs::write(self.path("{file}")?, bytes).map_err(|error| error.to_string())
    }

    /// Runs a command that must succeed.
    ///
    /// # Errors
    /// Says how it ended otherwise.
    pub(crate) fn succeed(&self, line: &str) -> Result<(), String> {
        let answer = self.run(line, false)?;
        if answer.exit == Some(0) {
            return Ok(());
        }
        Err(format!("{line}: ended with {:?}: {}", answer.exit, String::from_utf8_lossy(&answer.err)))
    }

    /// Runs a command line; the ledger is named where the line does not.
    ///
    /// # Errors
    /// Says why it could not be started.
    pub(crate) fn run(&self, line: &str, json: bool) -> Result<Answer, String> {
        let words = words(line, &self.names)?;
        let mut command = Command::new(&self.prepared.program);
        if !words.iter().any(|word| word.starts_with(b"--ledger")) {
            command.arg("--ledger").arg(self.ledger());
        }
        if json {
            command.arg("--json");
        }
        command.args(words.into_iter().map(OsString::from_vec));
        self.surround(&mut command)?;
        let outside = self.folder.path().join("state-of-the-run");
        fs::create_dir_all(&outside).map_err(|error| error.to_string())?;
        let (out, err) = (outside.join("out"), outside.join("err"));
        let open = |path: &Path| fs::File::create(path).map(Stdio::from).map_err(|error| error.to_string());
        command.stdin(Stdio::null()).stdout(open(&out)?).stderr(open(&err)?);
        let exit = self.wait(command)?;
        let read = |path: &Path| fs::read(path).map_err(|error| error.to_string());
        Ok(Answer { exit, out: read(&out)?, err: read(&err)? })
    }

    fn surround(&self, command: &mut Command) -> Result<(), String> {
        command.current_dir(self.folder.path().join("in"));
        command.env_clear().env("HOME", self.folder.path()).env("TZ", "UTC").env("LICLEDGER_ACTOR", "tester");
        command.env("LICLEDGER_STATE", self.folder.path().join("state")).env("LICLEDGER_NOW", "2026-11-24T10:00:00Z");
        for (name, value) in &self.env {
            command.env(name, OsString::from_vec(self.bytes(value)?));
        }
        Ok(())
    }

    fn wait(&self, mut command: Command) -> Result<Option<i32>, String> {
        let mut child = command.spawn().map_err(|error| format!("the program cannot be run: {error}"))?;
        let begun = Instant::now();
        loop {
            if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
                return Ok(status.code());
            }
            if begun.elapsed() > self.patience {
                child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
                return Ok(None);
            }
            std::thread::sleep(PULSE);
        }
    }

    /// What lies in the folder, but for pins and the program's output.
    ///
    /// # Errors
    /// Says what cannot be read.
    pub(crate) fn inventory(&self) -> Result<Inventory, String> {
        let mut found = Inventory::new();
        let mut open = vec![self.folder.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).map_err(|error| error.to_string())? {
                let path = entry.map_err(|error| error.to_string())?.path();
                let about = fs::symlink_metadata(&path).map_err(|error| error.to_string())?;
                if path.ends_with("state") || path.ends_with("state-of-the-run") {
                    continue;
                }
                let bytes = about.is_file().then(|| fs::read(&path)).transpose().map_err(|error| error.to_string())?;
                if about.is_dir() {
                    open.push(path.clone());
                }
                found.insert(path, bytes);
            }
        }
        // An emptied journal is how SQLite leaves it.
        let journal = self.folder.path().join("ledger.db-journal");
        if found.get(&journal).is_some_and(|bytes| bytes.as_ref().is_some_and(Vec::is_empty)) {
            found.remove(&journal);
        }
        Ok(found)
    }
}
