//! A folder with a ledger in it, the program run there, and every byte and name of the folder.
//!
//! Absent by design: what must be right.

use replay_tests::program::program;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use tempfile::TempDir;

/// A folder of its own; pins lie in a second one.
pub(crate) struct Place {
    folder: TempDir,
    state: TempDir,
}

impl Place {
    /// A folder without a ledger.
    pub(crate) fn empty() -> Self {
        let folder = || tempfile::tempdir().expect("a temporary folder");
        Self { folder: folder(), state: folder() }
    }

    /// A folder with a ledger of a few events, and nothing beside it.
    pub(crate) fn begun() -> Self {
        let place = Self::empty();
        place.done("init --company Muster --date 2012-01-01");
        (0..5).for_each(|n| place.done(&format!("company add Firma{n}")));
        fs::remove_file(place.journal()).expect("the emptied journal is there");
        place
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn ledger(&self) -> PathBuf {
        self.folder().join("l.db")
    }

    pub(crate) fn journal(&self) -> PathBuf {
        self.beside("-journal")
    }

    /// The ledger's name with an ending.
    pub(crate) fn beside(&self, end: &str) -> PathBuf {
        ended_with(&self.ledger(), end)
    }

    /// Overwrites one byte of the ledger.
    pub(crate) fn put_byte(&self, place: usize, byte: u8) {
        let mut bytes = fs::read(self.ledger()).expect("reads");
        bytes[place] = byte;
        fs::write(self.ledger(), bytes).expect("writes");
    }

    /// A file of bindings in a project of its own.
    pub(crate) fn put_rows(&self, name: &str, rows: u32) {
        let mut text = "Datum;Vorgang;Firma;Projekt;Seriennummer;Lizenztyp;Anzahl;Schlüssel;Bemerkung\n\
            10.02.2013;Einbuchung;Muster;DEFAULT;;PBX-Port12;100000;KEY-1;\n"
            .to_owned();
        text.extend(
            (0..rows).map(|n| format!("20.02.2013;Bindung;Muster;DEFAULT;00-90-33-01-02-03;PBX-Port12;1;;row {n}\n")),
        );
        fs::write(self.folder().join(name), text).expect("writes");
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(program().expect("the program is built"));
        command.env_clear().current_dir(self.folder()).args(line.split(' '));
        command.envs([("LICLEDGER", "l.db"), ("LICLEDGER_NOW", "2026-11-24T10:00:00Z"), ("USER", "clerk")]);
        command.env("LICLEDGER_STATE", self.state.path()).stdin(Stdio::null());
        command
    }

    /// Another program, in the surroundings of ours.
    pub(crate) fn tool(&self, name: &str, words: &[&str]) -> Command {
        let mut command = Command::new(name);
        command.env_clear().envs(std::env::var_os("PATH").map(|path| ("PATH", path))).current_dir(self.folder());
        command.envs([("LICLEDGER", "l.db"), ("LICLEDGER_NOW", "2026-11-24T10:00:00Z"), ("USER", "clerk")]);
        command.env("LICLEDGER_STATE", self.state.path()).stdin(Stdio::null()).args(words);
        command
    }

    /// Forgets what was seen of ledgers.
    pub(crate) fn forget(&self) {
        for entry in fs::read_dir(self.state.path()).expect("lists").flatten() {
            let path = entry.path();
            let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
            gone.expect("removes");
        }
    }

    /// Runs a line without the rights of an administrator; `None` where that needs a tool that is not there.
    #[cfg(unix)]
    pub(crate) fn run_unprivileged(&self, line: &str) -> Option<(i32, String)> {
        use std::os::unix::fs::MetadataExt;
        const NOBODY: u32 = 65_534;
        let program = program().expect("the program is built");
        let owner = fs::metadata(self.state.path()).expect("there").uid();
        if owner != 0 && owner != NOBODY {
            return Some(self.run(line));
        }
        let give = |path: &Path| std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).expect("is given away");
        let inside =
            |path: &Path| fs::read_dir(path).expect("lists").flatten().map(|entry| entry.path()).collect::<Vec<_>>();
        for folder in [self.folder(), self.state.path()] {
            give(folder);
            inside(folder).iter().for_each(|path| give(path));
        }
        // What lies in an administrator's folders cannot be started by anybody else.
        let copy = self.state.path().join("licledger");
        // By a program of its own: a copy that this one writes is "busy" in whatever another test starts meanwhile.
        let copied = Command::new("cp").arg(program).arg(&copy).status().expect("cp can be started");
        assert!(copied.success());
        let switched = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        let output = self.tool("setpriv", &switched).arg(&copy).args(line.split(' ')).output();
        fs::remove_file(copy).expect("removes");
        let output = output.ok()?;
        let text = [output.stdout, output.stderr].concat();
        Some((output.status.code()?, String::from_utf8_lossy(&text).into_owned()))
    }

    /// Runs a line; its exit code and all that it says.
    pub(crate) fn run(&self, line: &str) -> (i32, String) {
        let output = self.command(line).output().expect("the program can be started");
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().expect("it ends by itself"), String::from_utf8_lossy(&text).into_owned())
    }

    /// Runs a line that must succeed.
    pub(crate) fn done(&self, line: &str) {
        let (code, text) = self.run(line);
        assert_eq!(code, 0, "{line}: {text}");
    }

    /// Starts a line and goes on.
    pub(crate) fn start(&self, line: &str) -> Child {
        let mut command = self.command(line);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program can be started")
    }

    /// Adds companies, one command after the other, until [`stop`].
    pub(crate) fn writing_on(&self, number: u32) -> (Arc<AtomicBool>, JoinHandle<u32>) {
        let goes_on = Arc::new(AtomicBool::new(true));
        let seen = Arc::clone(&goes_on);
        let (folder, state) = (self.folder().to_owned(), self.state.path().to_owned());
        let program = program().expect("the program is built").to_owned();
        let thread = std::thread::spawn(move || {
            let mut written = 0;
            while seen.load(Ordering::Relaxed) {
                let mut command = Command::new(&program);
                command.env_clear().current_dir(&folder).env("LICLEDGER", "l.db").env("LICLEDGER_STATE", &state);
                command.env("LICLEDGER_NOW", "2026-11-24T10:00:00Z");
                command.args(["company", "add", &format!("Writer{number}-{written}"), "--quiet"]);
                let output = command.output().expect("the program can be started");
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                written += 1;
            }
            written
        });
        (goes_on, thread)
    }

    /// Names and contents of all that lies in the folder; of what is no file, the kind.
    pub(crate) fn everything(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.folder().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("lists").flatten() {
                let (path, kind) = (entry.path(), entry.file_type().expect("has a kind"));
                let content = match (kind.is_file(), kind.is_dir()) {
                    (true, _) => fs::read(&path).expect("reads"),
                    (_, true) => b"a folder".to_vec(),
                    _ => format!("{kind:?}").into_bytes(),
                };
                if kind.is_dir() {
                    open.push(path.clone());
                }
                let name = path.strip_prefix(self.folder()).expect("inside").to_string_lossy().into_owned();
                found.insert(name, content);
            }
        }
        found
    }
}

/// A path with an ending.
pub(crate) fn ended_with(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// The exit code of what was started.
pub(crate) fn ended(mut child: Child) -> i32 {
    child.wait().expect("it ends").code().expect("by itself")
}

/// Ends a writer; each of its commands succeeded.
pub(crate) fn stop((goes_on, thread): (Arc<AtomicBool>, JoinHandle<u32>)) {
    goes_on.store(false, Ordering::Relaxed);
    let written = thread.join().expect("each of its commands succeeds");
    assert!(written > 0, "it wrote nothing");
}

/// Makes a pipe, by the program that every Unix has for it.
#[cfg(unix)]
pub(crate) fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo can be started");
    assert!(made.success());
}
