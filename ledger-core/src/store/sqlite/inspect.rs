//! Looking at a ledger file and at what lies beside it, before SQLite opens anything.
//!
//! SQLite takes what lies beside a file under certain names for a part of it: it would merge a stray write-ahead log, roll
//! back a journal of another file, wait for ever at a pipe. So names, kinds and headers are judged first, and what is not
//! right is refused and left as it is. Nothing here waits or writes. Absent by design: the tables, which SQLite reads.

use super::header::{self, Header};
use super::journal::Journal;
use super::{draft, place};
use crate::store::StoreError;
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Longest path in bytes that SQLite takes.
const LONGEST_PATH: usize = 511;
/// Longest file name in bytes that file systems take, with `-journal` behind it.
const LONGEST_NAME: usize = 255;
/// How often a file is looked at again that somebody is writing, a millisecond apart.
const LOOKS: u32 = 500;

/// The file by its canonical path, and what the folder says of it.
///
/// # Errors
///
/// Says that there is none, or none that can be a ledger.
#[expect(clippy::wildcard_enum_match_arm, reason = "the standard library's list of errors is open")]
pub(super) fn found(path: &Path) -> Result<(PathBuf, Metadata), StoreError> {
    let missing = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => StoreError::NotFound(path.to_owned()),
        _ => StoreError::prevented("looking for the ledger", path, error),
    };
    let resolved = fs::canonicalize(path).map_err(missing)?;
    let file = fs::metadata(&resolved).map_err(missing)?;
    let no_ledger = |why: &str| Err(StoreError::NotALedger(resolved.clone(), why.to_owned()));
    if let Some(kind) = place::other_kind(&file) {
        return no_ledger(&format!("it is {kind}"));
    }
    if file.len() == 0 {
        return no_ledger("it is empty");
    }
    check_length(&resolved)?;
    match draft::other_names(&resolved, &file) {
        0 => Ok((resolved, file)),
        others => Err(StoreError::HardLinked(resolved, others.saturating_add(1))),
    }
}

/// Refuses a path for which SQLite has no room, in words that say so.
pub(super) fn check_length(path: &Path) -> Result<(), StoreError> {
    let whole = path.as_os_str().as_encoded_bytes().len();
    let name = path.file_name().map_or(0, |name| name.as_encoded_bytes().len() + "-journal".len());
    let (is, of, most) = if name > LONGEST_NAME {
        (name, "its name and that of its journal", LONGEST_NAME)
    } else if whole > LONGEST_PATH {
        (whole, "its path", LONGEST_PATH)
    } else {
        return Ok(());
    };
    let cause = format!("{of} would have {is} bytes, {most} are the most");
    Err(StoreError::prevented("using the ledger's path", path, std::io::Error::new(ErrorKind::InvalidFilename, cause)))
}

/// Judges the header and what lies beside the file; says whether a journal is there that holds something.
///
/// While somebody writes, both change; so the journal is read before and after the file, and a pair counts only if it did
/// not change in between.
///
/// # Errors
///
/// Says what is not right; [`StoreError::Locked`] where it changes without end.
pub(super) fn judge(path: &Path) -> Result<bool, StoreError> {
    let at = place::beside(path, place::JOURNAL);
    let mut refused = None;
    for look in 0..LOOKS {
        let before = Journal::read(&at)?;
        let (header, length) = head_of(path)?;
        check_strays(path)?;
        if Journal::read(&at)? == before {
            let judged = match &before {
                Some(journal) => journal.judge(&at, header, length),
                None => check_pages(path, header, length),
            };
            let seen = (before, header, length);
            match judged {
                Ok(()) => return Ok(seen.0.is_some()),
                // What is wrong once can be a write that was seen half-way; what is wrong twice is wrong.
                Err(error) if refused.as_ref() == Some(&seen) => return Err(error),
                Err(_) => refused = Some(seen),
            }
        }
        if look > 0 {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    Err(StoreError::Locked)
}

/// Whether all pages are there that the header counts.
fn check_pages(path: &Path, header: Header, length: u64) -> Result<(), StoreError> {
    if u64::from(header.pages).saturating_mul(header.page) <= length {
        return Ok(());
    }
    Err(StoreError::damaged(format!("{} is cut short: it ends after {length} bytes", path.display())))
}

/// Whether something is there that SQLite would take for a write-ahead log.
fn check_strays(path: &Path) -> Result<(), StoreError> {
    for (end, name) in [("-wal", "write-ahead log"), ("-shm", "index of a write-ahead log")] {
        let stray = place::beside(path, end);
        let Some(file) = place::kind_of(&stray)? else { continue };
        let what = match place::other_kind(&file) {
            Some(kind) => kind.to_owned(),
            None if end == "-wal" && is_log(&stray) => format!("the {name} of some database"),
            None => format!("a file of {} bytes that is no {name}", file.len()),
        };
        let why = format!("it is {what}, and a ledger has no {name}");
        let next = "move it elsewhere if it belongs to nothing, then run the command again";
        return Err(StoreError::SideFile { path: stray, why, next });
    }
    Ok(())
}

/// Whether a file begins like a write-ahead log; what cannot be read does not.
fn is_log(path: &Path) -> bool {
    let mut bytes = [0_u8; 4];
    let read = place::open(path).and_then(|mut file| file.read_exact(&mut bytes));
    read.is_ok() && matches!(bytes, [0x37, 0x7f, 0x06, 0x82 | 0x83])
}

/// The header, judged, and the length of the file in bytes.
fn head_of(path: &Path) -> Result<(Header, u64), StoreError> {
    let fault = |error| StoreError::prevented("reading the ledger's header", path, error);
    let file = place::open(path).map_err(fault)?;
    if let Some(kind) = place::other_kind(&file.metadata().map_err(fault)?) {
        return Err(StoreError::NotALedger(path.to_owned(), format!("it is {kind}")));
    }
    let mut bytes = Vec::with_capacity(header::LENGTH);
    (&file).take(u64::try_from(header::LENGTH).unwrap_or(u64::MAX)).read_to_end(&mut bytes).map_err(fault)?;
    if bytes.len() < header::LENGTH {
        return Err(place::not_a_database(path));
    }
    // After the header: a file only grows.
    Ok((Header::judged(&bytes, path)?, file.metadata().map_err(fault)?.len()))
}
