//! The JSON of a profile, as it stands in its file, and how it becomes what a reader looks up in.
//!
//! Absent by design: the lookup ([`super::profile`] does it).

use super::column::{Column, Language};
use super::row::{Act, Licensing, Role, WarrantyVariant};
use super::wording::{Demand, Words, fold};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    profile: String,
    version: u32,
    #[serde(rename = "purpose")]
    _purpose: String,
    pub columns: Vec<ColumnSource>,
    pub always: Vec<Column>,
    pub acts: Vec<ActSource>,
    pub words: WordsSource,
    pub totals: Vec<String>,
    pub blank: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnSource {
    pub column: Column,
    #[serde(default)]
    pub needed: bool,
    pub de: Vec<String>,
    pub en: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActSource {
    pub act: Act,
    pub de: Vec<String>,
    pub en: Vec<String>,
    #[serde(default)]
    needs: Vec<Column>,
    #[serde(default)]
    either: Vec<Vec<Vec<Column>>>,
    #[serde(default)]
    takes: Vec<Column>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsSource {
    role: BTreeMap<Role, Vec<String>>,
    licensing: BTreeMap<Licensing, Vec<String>>,
    variant: BTreeMap<WarrantyVariant, Vec<String>>,
    consent: Consent,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consent {
    yes: Vec<String>,
    no: Vec<String>,
}

impl Source {
    pub(super) fn name(&self) -> String {
        format!("{}.v{}", self.profile, self.version)
    }

    pub(super) fn headings(&self) -> Result<BTreeMap<String, (Column, Option<Language>)>, String> {
        let mut headings: BTreeMap<String, (Column, Option<Language>)> = BTreeMap::new();
        for source in &self.columns {
            let german = source.de.iter().map(|name| (name, Language::German));
            let english = source.en.iter().map(|name| (name, Language::English));
            for (name, language) in german.chain(english) {
                match headings.get_mut(&fold(name)) {
                    None => {
                        headings.insert(fold(name), (source.column, Some(language)));
                    }
                    Some((column, known)) if *column == source.column => {
                        *known = known.filter(|known| *known == language);
                    }
                    Some(_) => return Err(format!("heading {name:?} means two columns")),
                }
            }
        }
        Ok(headings)
    }

    pub(super) fn act_words(&self) -> Result<BTreeMap<String, Act>, String> {
        let mut words = BTreeMap::new();
        for source in &self.acts {
            for name in source.de.iter().chain(&source.en) {
                if words.insert(fold(name), source.act).is_some_and(|known| known != source.act) {
                    return Err(format!("word {name:?} means two acts"));
                }
            }
        }
        Ok(words)
    }
}

impl ActSource {
    pub(super) fn demand(&self, always: &[Column]) -> Demand {
        let chosen = self.either.iter().flatten().flatten();
        let usable = always.iter().chain(&self.needs).chain(chosen).chain(&self.takes).copied().collect();
        let title = match self.de.first() {
            Some(german) if fold(german) != self.act.word() => format!("{german} ({})", self.act),
            _ => self.act.to_string(),
        };
        Demand { title, needs: self.needs.clone(), either: self.either.clone(), usable }
    }
}

impl WordsSource {
    pub(super) fn folded(&self) -> Words {
        let yes = self.consent.yes.iter().map(|word| (fold(word), true));
        let no = self.consent.no.iter().map(|word| (fold(word), false));
        Words {
            role: by_word(&self.role),
            licensing: by_word(&self.licensing),
            variant: by_word(&self.variant),
            consent: yes.chain(no).collect(),
        }
    }
}

fn by_word<T: Copy>(source: &BTreeMap<T, Vec<String>>) -> BTreeMap<String, T> {
    source.iter().flat_map(|(value, words)| words.iter().map(|word| (fold(word), *value))).collect()
}
