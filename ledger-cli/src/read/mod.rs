//! Reading a CSV file of transactions: bytes in, typed rows or all of their faults out.
//!
//! The way of a file: bytes are sniffed and decoded ([`decode`]), the table is found by its heading row ([`sniff`],
//! [`layout`]), records are cut and checked ([`csv`]), and each becomes a [`Row`] ([`map`], [`reading`], [`cell`]) under a
//! [`Profile`]. Absent by design: files and paths, the ledger, rules of the business, and any judgement whether a row
//! is new.

mod cell;
mod column;
mod csv;
mod decode;
mod fault;
mod file_fault;
mod layout;
mod map;
mod nearest;
mod profile;
mod profile_source;
mod reading;
mod row;
mod show;
mod sniff;
mod wording;

pub(crate) use column::{Column, Language};
pub(crate) use decode::Encoding;
pub(crate) use fault::RowFault;
pub(crate) use file_fault::FileFault;
pub(crate) use profile::Profile;
pub(crate) use row::{Act, Known, Licensing, Role, Row, Spelling, WarrantyVariant};

use map::Outcome;

/// The most bytes of a file that are looked at.
pub(crate) const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Longest text of a file in bytes of UTF-8: a byte of another encoding can become three.
pub(crate) const MAX_TEXT: usize = 96 * 1024 * 1024;
/// The most rows of one file.
pub(crate) const MAX_ROWS: usize = 1_000_000;
/// After so many faults the rest of a file is not read any more.
pub(crate) const MAX_FAULTS: usize = 10_000;

/// A file that was understood in full.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The rows, in the file's order.
    pub rows: Vec<Row>,
    /// How the bytes were read; `encoding.word()` is the word that `--encoding` takes.
    pub encoding: Encoding,
    /// What stands between cells.
    pub delimiter: char,
    /// Name of the profile that gave the columns their meaning.
    pub profile: String,
    /// The bytes of that profile, which a ledger keeps.
    pub profile_bytes: Vec<u8>,
    /// Language of the headings, which decides what a point or comma between digits means.
    pub language: Language,
    /// What a person should look at, though nothing is refused for it; by line.
    pub warnings: Vec<Warning>,
    /// What was left out, and how often.
    pub skipped: Skipped,
}

/// Something odd that is no reason to refuse the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Warning {
    /// Physical line, from 1.
    pub line: u64,
    /// Stable code (`IMP-MOJIBAKE`).
    pub code: &'static str,
    /// What was seen; safe to show.
    pub message: String,
}

/// Counts of records that carry no transaction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Skipped {
    /// Records before the heading row.
    pub preamble: u64,
    /// Records whose cells are all blank.
    pub blank: u64,
    /// Headings that stand again further down.
    pub headings: u64,
    /// Sums at the end of a block.
    pub totals: u64,
}

/// Why a file gave no rows.
#[derive(Debug)]
pub(crate) enum ReadFault {
    /// It cannot be read as a whole.
    File(FileFault),
    /// It is a table, but rows or headings are wrong: all of them, in the file's order.
    Rows(Vec<RowFault>),
}

impl From<FileFault> for ReadFault {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

/// Reads the whole file `name` under the profile; `encoding` beats what the bytes look like.
///
/// The name is used in messages only. Any fault in any row refuses the file, after all rows have been looked at
/// (up to [`MAX_FAULTS`] faults, the last of which then says so).
pub(crate) fn read(
    name: &str,
    bytes: &[u8],
    profile: &Profile,
    encoding: Option<Encoding>,
) -> Result<Parsed, ReadFault> {
    let decoded = decode::decode(name, bytes, encoding)?;
    let table = sniff::table(&decoded.text, profile)?;
    let Outcome { rows, faults, warnings, skipped } = map::rows(&decoded.text, &table, profile)?;
    if !faults.is_empty() {
        return Err(ReadFault::Rows(faults));
    }
    let mut warnings: Vec<Warning> = decoded.warnings.into_iter().chain(warnings).collect();
    warnings.sort_by_key(|warning| warning.line);
    Ok(Parsed {
        rows,
        encoding: decoded.encoding,
        delimiter: char::from(table.delimiter),
        profile: profile.name().to_owned(),
        profile_bytes: profile.bytes().to_vec(),
        language: table.layout.language,
        warnings,
        skipped,
    })
}

#[cfg(test)]
mod tests;
