//! How a row is recognised when another file contains it.
//!
//! Absent by design: the normalised fields of a row, which the reader hashes.

use crate::read::{Column, Row, Spelling};
use ledger_core::vocabulary::Hash;

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
    key_on(row, [Column::Company, Column::Project, Column::Key].map(|column| row.named(column)))
}

/// The same as an earlier version made it of a file that spelt it so.
pub(super) fn of_key_before(row: &Row, spelling: Spelling) -> Hash {
    key_on(row, [Column::Company, Column::Project, Column::Key].map(|column| row.named_before(column, spelling)))
}

fn key_on(row: &Row, [company, project, key]: [Option<String>; 3]) -> Hash {
    let mut bytes = OF_KEY.as_bytes().to_vec();
    for field in [Some(row.date.to_string()), company, project, key].map(Option::unwrap_or_default) {
        bytes.extend(field.as_bytes());
        bytes.push(0);
    }
    Hash::blake3(&bytes)
}
