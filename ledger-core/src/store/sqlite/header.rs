//! The first hundred bytes of a ledger file, judged before SQLite sees them.
//!
//! The format is that of <https://www.sqlite.org/fileformat2.html>. Absent by design: what stands behind the header.

use super::{APPLICATION_ID, FORMAT, place};
use crate::store::StoreError;
use std::path::Path;

/// Length of the header in bytes.
pub(super) const LENGTH: usize = 100;
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Bytes that are the same in every ledger: offset, length, value, and what they say.
///
/// Payload fractions and reserved bytes are fixed by the format; the others are as `licledger` makes a file.
const FIXED: [(usize, usize, u64, &str); 8] = [
    (20, 1, 0, "number of reserved bytes in a page"),
    (21, 1, 64, "largest payload fraction"),
    (22, 1, 32, "smallest payload fraction"),
    (23, 1, 32, "payload fraction of a leaf"),
    (44, 4, 4, "schema format"),
    (52, 4, 0, "largest root page, for an automatic vacuum"),
    (56, 4, 1, "text encoding (1 is UTF-8)"),
    (64, 4, 0, "mark of an incremental vacuum"),
];

/// What the header says that is compared with a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// Bytes in a page.
    pub(super) page: u64,
    /// Counts the transactions that changed the file.
    pub(super) changes: u32,
    /// Pages in the file after the last of them.
    pub(super) pages: u32,
}

impl Header {
    /// Reads a header, of the file or of a journal's copy of the first page; `None` if it is none of a ledger's.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let is_ledger = bytes.get(..16)? == MAGIC && i64::try_from(number(bytes, 68, 4)?).ok()? == APPLICATION_ID;
        let page = page(bytes).filter(|_| is_ledger)?;
        let changes = u32::try_from(number(bytes, 24, 4)?).ok()?;
        Some(Self { page, changes, pages: u32::try_from(number(bytes, 28, 4)?).ok()? })
    }

    /// Judges the header of a file.
    ///
    /// # Errors
    ///
    /// Says what it is instead, or what another program changed.
    pub(super) fn judged(bytes: &[u8], path: &Path) -> Result<Self, StoreError> {
        if bytes.get(..16) != Some(MAGIC) {
            return Err(place::not_a_database(path));
        }
        let at = |offset, length| number(bytes, offset, length).ok_or_else(|| place::not_a_database(path));
        let application = at(68, 4)?;
        if i64::try_from(application) != Ok(APPLICATION_ID) {
            let why = format!("it is an SQLite database of another program (application id {application})");
            return Err(StoreError::NotALedger(path.to_owned(), why));
        }
        match i64::try_from(at(60, 4)?).unwrap_or(i64::MAX) {
            FORMAT => {}
            found if found > FORMAT => return Err(StoreError::NewerFormat { found, known: FORMAT }),
            found => {
                return Err(StoreError::NotALedger(path.to_owned(), format!("format {found} was never in use")));
            }
        }
        let differs = |what: String| Err(StoreError::SchemaDiffers { what });
        match (at(18, 1)?, at(19, 1)?) {
            (1, 1) => {}
            (2, 1 | 2) | (1, 2) => {
                return differs(
                    "another program changed it to WAL mode, which keeps events outside the file".to_owned(),
                );
            }
            (write, read) => {
                return differs(format!("the header says format {write} to write and {read} to read, not 1"));
            }
        }
        for (offset, length, right, name) in FIXED {
            let found = at(offset, length)?;
            if (offset, found) == (56, 2) || (offset, found) == (56, 3) {
                return differs("another program stored its texts as UTF-16, not as UTF-8".to_owned());
            }
            if found != right {
                return differs(format!("the header's {name} is {found}, not {right}"));
            }
        }
        Self::of(bytes)
            .ok_or_else(|| StoreError::SchemaDiffers { what: "the header gives no possible page size".into() })
    }
}

/// Bytes in a page: a power of two from 512 to 65,536, the last of them written as 1.
fn page(bytes: &[u8]) -> Option<u64> {
    match number(bytes, 16, 2)? {
        1 => Some(65_536),
        size if size >= 512 && size.is_power_of_two() => Some(size),
        _ => None,
    }
}

/// A big-endian number of up to eight bytes.
pub(super) fn number(bytes: &[u8], offset: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(offset..offset.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
