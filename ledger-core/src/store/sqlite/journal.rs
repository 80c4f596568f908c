//! The rollback journal beside a ledger file, read and compared with the file before SQLite rolls it back.
//!
//! A journal holds the pages that a write changes as they were, and the number of pages that there were. What is left of a
//! write that was cut off is rolled back by the next command. But SQLite does so with any journal that lies there, be it of
//! a newer file than the one beside it, or forged. So a journal must fit: the file still has the pages that the journal
//! counts on, and its counter of changes is the journal's or one ahead. The format is that of
//! <https://www.sqlite.org/fileformat2.html#the_rollback_journal>. Absent by design: rolling back, which SQLite does.

use super::header::{Header, number};
use super::place;
use crate::store::StoreError;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

const MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// Bytes of a header that are used; it fills a sector.
const HEADER: usize = 28;
/// Number of pages, in a header that leaves the counting to the file's length.
const COUNTED_BY_LENGTH: u64 = 0xffff_ffff;
/// Every so many bytes of a page count for its checksum.
const SUMMED: usize = 200;
/// What to do with a journal that does not fit.
const NEXT: &str = "if the ledger was put here from a copy, move the journal elsewhere; else bring back the file that it \
                    belongs to; then run the command again";

/// A journal that holds something.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Journal {
    length: u64,
    start: Vec<u8>,
    /// Number of pages saved, as the first header says.
    saved: u64,
    /// Copy of the ledger's first page; absent if it was not saved.
    first_page: Option<Vec<u8>>,
    /// Whether a second journal is named at its end.
    names_another: bool,
}

impl Journal {
    /// Reads the journal; `None` if there is none, or one that holds nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError::SideFile`] where something else has its name, [`StoreError::Prevented`] where it cannot be read.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        let Some(kind) = place::kind_of(path)? else { return Ok(None) };
        if let Some(kind) = place::other_kind(&kind) {
            let why = format!("it is {kind}, where the ledger's journal would lie");
            let next = "move it elsewhere, then run the command again";
            return Err(StoreError::SideFile { path: path.to_owned(), why, next });
        }
        let mut file = match place::open(path) {
            Ok(file) => file,
            // Its writer has ended and taken it away.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::prevented("reading the journal", path, error)),
        };
        Self::of(&mut file).map_err(|error| StoreError::prevented("reading the journal", path, error))
    }

    fn of(file: &mut File) -> std::io::Result<Option<Self>> {
        let length = file.metadata()?.len();
        let start = bytes_at(file, 0, HEADER)?;
        // SQLite looks at the first byte, too: a writer that keeps its journal empties it with zeros.
        if start.first().is_none_or(|byte| *byte == 0) {
            return Ok(None);
        }
        let end = bytes_at(file, length.saturating_sub(8), 8)?;
        let names_another = length > 512 && end == MAGIC;
        let saved = number(&start, 8, 4).unwrap_or(0);
        let first_page = first_page(file, length)?;
        Ok(Some(Self { length, start, saved, first_page, names_another }))
    }

    /// Whether it is the journal of a write to one database.
    pub(super) fn is_alone(&self) -> bool {
        !self.names_another
    }

    /// Compares the journal with the file that it lies beside.
    ///
    /// # Errors
    ///
    /// [`StoreError::SideFile`] where rolling back would make another file of it.
    pub(super) fn judge(&self, path: &Path, file: Header, length: u64) -> Result<(), StoreError> {
        let refuse = |why: String| Err(in_the_way(path, why));
        let field = |offset| number(&self.start, offset, 4).unwrap_or(0);
        if self.start.get(..8) != Some(&MAGIC[..]) || self.start.len() < HEADER {
            return refuse(format!("it is a file of {} bytes that is no journal", self.length));
        }
        let (before, sector, page) = (field(16), field(20), field(24));
        if page != file.page || !sector.is_power_of_two() || !(32..=65_536).contains(&sector) {
            return refuse(format!(
                "it is the journal of a file with pages of {page} bytes; the ledger's have {}",
                file.page
            ));
        }
        if self.names_another {
            return refuse("it belongs to a write to several databases, which a ledger never has".to_owned());
        }
        let there = length / file.page;
        if before == 0 || before > there {
            return refuse(format!("it is the journal of a file of {before} pages; the ledger has {there}"));
        }
        match &self.first_page {
            Some(bytes) => judge_first_page(path, bytes, before, file),
            // Without it the write has not changed the first page, which then still says how many pages there were.
            None if before == u64::from(file.pages) && (self.saved > 0 || before == there) => Ok(()),
            None => refuse(format!("it would cut the ledger from {there} pages to {before}")),
        }
    }
}

/// The copy of the first page is that of the state before: its counter is the file's, or one behind.
fn judge_first_page(path: &Path, bytes: &[u8], before: u64, file: Header) -> Result<(), StoreError> {
    let Some(saved) = Header::of(bytes) else {
        return Err(in_the_way(path, "it is the journal of a file that is no ledger".to_owned()));
    };
    if u64::from(saved.pages) != before {
        let why = format!("it would leave {before} pages of the {} that it was made for", saved.pages);
        return Err(in_the_way(path, why));
    }
    match file.changes.wrapping_sub(saved.changes) {
        0 | 1 => Ok(()),
        _ => {
            let why = format!(
                "it is the journal of another state of the ledger: it was begun after {} changes, the file has seen {}",
                saved.changes, file.changes
            );
            Err(in_the_way(path, why))
        }
    }
}

fn in_the_way(path: &Path, why: String) -> StoreError {
    StoreError::SideFile { path: path.to_owned(), why, next: NEXT }
}

/// The copy of the first page, looked for in every part of the journal.
fn first_page(file: &mut File, length: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut at = 0;
    let (mut sector, mut page) = (0, 0);
    loop {
        let header = bytes_at(file, at, HEADER)?;
        if header.len() < HEADER || header[..8] != MAGIC {
            return Ok(None);
        }
        let field = |offset| number(&header, offset, 4).unwrap_or(0);
        if at == 0 {
            (sector, page) = (field(20), field(24));
        }
        let is_possible = sector.is_power_of_two() && sector <= 65_536 && page.is_power_of_two() && page <= 65_536;
        if !is_possible || sector < 32 || page < 512 {
            return Ok(None);
        }
        let (record, first) = (page + 8, at + sector);
        let room = length.saturating_sub(first) / record;
        let count = if field(8) == COUNTED_BY_LENGTH { room } else { field(8).min(room) };
        for place in (0..count).map(|index| first + index * record) {
            if number(&bytes_at(file, place, 4)?, 0, 4) == Some(1) {
                let bytes = bytes_at(file, place + 4, usize::try_from(page).unwrap_or(0) + 4)?;
                return Ok(whole(&bytes, field(12)));
            }
        }
        if count == 0 {
            return Ok(None);
        }
        // The next part begins at the next whole sector.
        at = (first + count * record).div_ceil(sector) * sector;
    }
}

/// The page, if its checksum says that it was written as a whole; SQLite rolls back no other.
fn whole(record: &[u8], seed: u64) -> Option<Vec<u8>> {
    let (page, sum) = record.split_at_checked(record.len().checked_sub(4)?)?;
    let places = (1..).map_while(|step: usize| page.len().checked_sub(step * SUMMED)).take_while(|place| *place > 0);
    let total = places.fold(seed, |total, place| total + u64::from(page[place]));
    (number(sum, 0, 4) == Some(total & 0xffff_ffff)).then(|| page.to_vec())
}

/// At most so many bytes from a place; fewer where the file ends.
fn bytes_at(file: &mut File, place: u64, most: usize) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(place))?;
    let mut bytes = Vec::with_capacity(most);
    file.by_ref().take(u64::try_from(most).unwrap_or(u64::MAX)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
