//! A profile: which headings mean which columns, which words mean which acts, and what each act needs.
//!
//! Profiles are data, and the hash of their bytes goes into the event that an import leaves behind. Absent by design:
//! guessing between profiles.

use super::column::{Column, Language};
use super::file_fault::FileFault;
use super::profile_source::Source;
use super::row::Act;
use super::wording::{Demand, Words, fold};
use std::collections::BTreeMap;

/// A checked profile, ready to be looked up in.
#[derive(Debug)]
pub(crate) struct Profile {
    name: String,
    bytes: Vec<u8>,
    /// Folded heading to column; the language is absent for words that both have.
    pub(super) headings: BTreeMap<String, (Column, Option<Language>)>,
    /// Headings as the profile spells them, by column.
    pub(super) spelled: BTreeMap<Column, Vec<String>>,
    /// Columns without which no row has a meaning.
    pub(super) needed: Vec<Column>,
    /// Folded word to act.
    pub(super) acts: BTreeMap<String, Act>,
    /// By act.
    pub(super) demands: BTreeMap<Act, Demand>,
    /// Words of the columns that hold one of a few.
    pub(super) words: Words,
    /// First cells, folded, of rows that hold sums.
    pub(super) totals: Vec<String>,
    /// Cells that count as blank.
    pub(super) blank: Vec<String>,
}

const TRANSACTIONS: &[u8] = include_bytes!("../../../schemas/profile/transactions.v1.json");

impl Profile {
    /// The built-in profile `transactions`.
    pub(crate) fn transactions() -> Result<Self, FileFault> {
        Self::parse(TRANSACTIONS)
    }

    /// Reads a profile and checks that no word in it means two things and no act is missing.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, FileFault> {
        let fault = |message: String| FileFault::new("IMP-PROFILE", message, "correct the profile's JSON");
        let source: Source =
            serde_json::from_slice(bytes).map_err(|error| fault(format!("profile cannot be read: {error}")))?;
        let headings = source.headings().map_err(fault)?;
        let acts = source.act_words().map_err(fault)?;
        let demands: BTreeMap<Act, Demand> =
            source.acts.iter().map(|act| (act.act, act.demand(&source.always))).collect();
        if let Some(missing) = Act::ALL.iter().find(|act| !demands.contains_key(act)) {
            return Err(fault(format!("profile says nothing about the act {missing}")));
        }
        let spelled = source.columns.iter().map(|c| (c.column, c.de.iter().chain(&c.en).cloned().collect())).collect();
        Ok(Self {
            name: source.name(),
            bytes: bytes.to_vec(),
            headings,
            spelled,
            needed: source.columns.iter().filter(|c| c.needed).map(|c| c.column).collect(),
            acts,
            demands,
            words: source.words.folded(),
            totals: source.totals.iter().map(|word| fold(word)).collect(),
            blank: source.blank,
        })
    }

    /// Name and version: `transactions.v1`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The profile's bytes, as a ledger keeps them.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A column's heading as the profile first spells it in the language (German where none could be told).
    pub(super) fn heading(&self, column: Column, language: Language) -> &str {
        let spelled = self.spelled.get(&column).map_or(&[][..], Vec::as_slice);
        let fits = |name: &&String| {
            let known = self.headings.get(&fold(name)).and_then(|(_, known)| *known);
            known.is_none() || known == Some(if language == Language::English { language } else { Language::German })
        };
        spelled.iter().find(fits).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_profile_is_sound() {
        let profile = Profile::transactions().expect("the built-in profile reads");
        assert_eq!(profile.name(), "transactions.v1");
        assert_eq!(profile.spelled.len(), Column::COUNT);
        assert_eq!(profile.headings.get("schlüssel"), Some(&(Column::Key, Some(Language::German))));
        assert_eq!(profile.headings.get("ssc"), Some(&(Column::Ssc, None)));
        assert_eq!(profile.heading(Column::Serial, Language::English), "Serial");
        assert_eq!(profile.heading(Column::Serial, Language::Mixed), "Seriennummer");
    }

    #[test]
    fn a_word_that_means_two_things_is_refused() {
        let text = String::from_utf8_lossy(TRANSACTIONS).replace("[\"Modell\"]", "[\"Firma\"]");
        let fault = Profile::parse(text.as_bytes()).expect_err("Firma is a company");
        assert_eq!(fault.message, "heading \"Firma\" means two columns");
    }
}
