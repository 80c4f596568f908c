//! Getting the bytes of a file, or of the standard input, within the reader's limit.
//!
//! What is no ordinary file is refused before it is opened: a pipe without a writer would wait for ever, a device might
//! never end. Absent by design: what the bytes mean.

use crate::read::MAX_BYTES;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The bytes of a source and its name.
#[derive(Debug)]
pub(super) struct Input {
    /// Name without folders, as the ledger keeps it.
    pub(super) name: String,
    /// All bytes.
    pub(super) bytes: Vec<u8>,
}

/// Why there are no bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InputFault {
    /// Whether there is simply no such file.
    pub(super) missing: bool,
    /// Stable code.
    pub(super) code: &'static str,
    /// What was tried and what came of it.
    pub(super) message: String,
    /// What to do next.
    pub(super) next: String,
}

impl InputFault {
    fn new(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self { missing: false, code: "IMP-FILE", message: message.into(), next: next.into() }
    }

    fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => {
                let fault = Self::new("cannot be read: there is no such file", "check the name and the folder");
                Self { missing: true, code: "NOT-FOUND", ..fault }
            }
            io::ErrorKind::PermissionDenied => {
                Self::new("cannot be read: permission denied", "make the file readable for yourself")
            }
            _ => Self::new(format!("cannot be read: {error}"), "copy the file to another place and try again"),
        }
    }
}

/// Reads a file; `-` is the standard input.
pub(super) fn read(path: &Path) -> Result<Input, InputFault> {
    if path == Path::new("-") {
        return Ok(Input { name: "stdin".to_owned(), bytes: all(io::stdin().lock())? });
    }
    let about = std::fs::metadata(path).map_err(|error| InputFault::of(&error))?;
    if about.is_dir() {
        return Err(InputFault::new("is a folder", "name the files in it"));
    }
    if !about.is_file() {
        let next = "name an ordinary file, or pass the data on the standard input with `-`";
        return Err(InputFault::new("is a pipe or a device, not a file", next));
    }
    if about.len() > u64::try_from(MAX_BYTES).unwrap_or(u64::MAX) {
        return Err(too_large());
    }
    let file = File::open(path).map_err(|error| InputFault::of(&error))?;
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    Ok(Input { name: name.into_owned(), bytes: all(file)? })
}

/// Everything up to the limit, whatever the length was said to be.
fn all(source: impl Read) -> Result<Vec<u8>, InputFault> {
    let most = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    source.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| InputFault::of(&error))?;
    if bytes.len() > MAX_BYTES { Err(too_large()) } else { Ok(bytes) }
}

fn too_large() -> InputFault {
    let message = format!("has more than {} MiB, the limit", MAX_BYTES / (1024 * 1024));
    let next = "split it into smaller files, each with the heading row";
    InputFault { code: "IMP-LIMIT", ..InputFault::new(message, next) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_refused_by_name() {
        let folder = read(&std::env::temp_dir()).expect_err("a folder is no file");
        assert_eq!((folder.missing, folder.message.as_str()), (false, "is a folder"));
        let missing = read(Path::new("/nowhere/history.csv")).expect_err("it is not there");
        assert!(missing.missing && missing.code == "NOT-FOUND");
        if Path::new("/dev/null").exists() {
            assert!(read(Path::new("/dev/null")).err().is_some_and(|fault| fault.message.contains("device")));
        }
    }

    #[test]
    fn the_limit_holds_also_where_no_length_is_known() {
        let fault = all(io::repeat(b'a')).expect_err("it never ends");
        assert_eq!(fault.code, "IMP-LIMIT");
    }
}
