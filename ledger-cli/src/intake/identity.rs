//! By what a row is known again when another file brings it.
//!
//! Absent by design: the normalised fields of a row, which the reader hashes.

use crate::read::Row;
use ledger_core::vocabulary::{CompanyName, Hash, ProjectName};

const OF_ROW: &str = "licledger.row-identity/1";
const OF_ROWS: &str = "licledger.rows-identity/1";
const OF_KEY: &str = "licledger.key-redemption/1";

/// Identity of a row: its content, and how often that content had stood in the file up to it.
pub(super) fn of_row(content: Hash, occurrence: u64) -> Hash {
    let mut bytes = OF_ROW.as_bytes().to_vec();
    bytes.extend(content.0);
    bytes.extend(occurrence.to_be_bytes());
    Hash::blake3(&bytes)
}

/// Identity of rows that are one act, in whatever order they stand.
pub(super) fn of_rows(mut contents: Vec<Hash>) -> Hash {
    contents.sort_by_key(|content| content.0);
    let mut bytes = OF_ROWS.as_bytes().to_vec();
    contents.iter().for_each(|content| bytes.extend(content.0));
    Hash::blake3(&bytes)
}

/// What makes rows the same redemption, whatever they say that the key held.
pub(super) fn of_key(row: &Row) -> Hash {
    let mut bytes = OF_KEY.as_bytes().to_vec();
    let company = row.company.as_ref().map(CompanyName::folded).unwrap_or_default();
    let project = row.project.as_ref().map(ProjectName::folded).unwrap_or_default();
    let key = row.key.as_ref().map(ToString::to_string).unwrap_or_default();
    for field in [row.date.to_string(), company, project, key] {
        bytes.extend(field.as_bytes());
        bytes.push(0);
    }
    Hash::blake3(&bytes)
}
