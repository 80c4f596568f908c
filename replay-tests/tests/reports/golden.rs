//! The goldens: answers as somebody read them and found them right.
//!
//! Absent by design: what is asked, and masks.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of goldens, and what was compared with it.
pub(crate) struct Goldens {
    folder: PathBuf,
    write: bool,
    seen: BTreeSet<String>,
    faults: Vec<String>,
}

impl Goldens {
    /// The goldens of this package, to be written anew if the environment says so.
    pub(crate) fn open() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("goldens");
        let write = std::env::var_os("GOLDENS").is_some_and(|value| value == "write");
        Self { folder, write, seen: BTreeSet::new(), faults: Vec::new() }
    }

    /// Compares an answer with its golden, or writes it.
    pub(crate) fn compare(&mut self, name: &str, answer: &str) {
        self.seen.insert(name.to_owned());
        let path = self.folder.join(name);
        if self.write {
            fs::write(&path, answer).expect("a golden can be written");
            return;
        }
        match fs::read_to_string(&path) {
            Ok(golden) => self.faults.extend(difference(&golden, answer).map(|lines| format!("{name}: {lines}"))),
            Err(_) => self.faults.push(format!("{name}: there is no golden; GOLDENS=write makes it")),
        }
    }

    /// What differed, and goldens that nothing was compared with; those are removed where goldens are written.
    pub(crate) fn close(self) -> Vec<String> {
        let mut faults = self.faults;
        for entry in fs::read_dir(&self.folder).expect("the folder of goldens can be read") {
            let path = entry.expect("an entry can be read").path();
            let name = path.file_name().expect("an entry has a name").to_string_lossy().into_owned();
            if self.seen.contains(&name) {
                continue;
            }
            if self.write {
                fs::remove_file(&path).expect("a golden can be removed");
            } else {
                faults.push(format!("{name}: nothing is asked for this golden; GOLDENS=write removes it"));
            }
        }
        faults
    }
}

/// The first line that differs, as it was and as it is.
fn difference(golden: &str, answer: &str) -> Option<String> {
    if golden == answer {
        return None;
    }
    let (was, is): (Vec<&str>, Vec<&str>) = (golden.lines().collect(), answer.lines().collect());
    let at = was.iter().zip(&is).position(|(a, b)| a != b).unwrap_or(was.len().min(is.len()));
    let line = |lines: &[&str]| lines.get(at).map_or_else(|| "(nothing)".to_owned(), |line| (*line).to_owned());
    Some(format!("line {} differs\n  was  {}\n  is   {}", at + 1, line(&was), line(&is)))
}
