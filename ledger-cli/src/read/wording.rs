//! What a profile's words stand for, and the form in which words are compared.
//!
//! Absent by design: where the words come from (`profile_source`).

use super::column::Column;
use super::row::{Licensing, Role, WarrantyVariant};
use ledger_core::vocabulary::one_spelling;
use std::collections::BTreeMap;

/// What an act needs of a row, and what else it can use.
#[derive(Debug)]
pub(super) struct Demand {
    /// The act's name as people write it: German and canonical.
    pub title: String,
    /// Columns that must be filled.
    pub needs: Vec<Column>,
    /// Choices: of each, one alternative must be filled in full.
    pub either: Vec<Vec<Vec<Column>>>,
    /// Every column that has a meaning for the act.
    pub usable: Vec<Column>,
}

/// The words of columns that hold one of a few.
#[derive(Debug)]
pub(super) struct Words {
    /// Roles of a device.
    pub role: BTreeMap<String, Role>,
    /// Kinds of licensing.
    pub licensing: BTreeMap<String, Licensing>,
    /// Variants of a warranty extension.
    pub variant: BTreeMap<String, WarrantyVariant>,
    /// Yes and no.
    pub consent: BTreeMap<String, bool>,
}

/// Brings a heading or word into the form it is compared by: composed letters in lower case, single blanks, none around.
pub(super) fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    one_spelling(&words.join(" ")).to_lowercase()
}
