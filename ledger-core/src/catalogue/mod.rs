//! The catalogue: licence families, device models, the rulebook and the list of rules, all of them data.
//!
//! The data stands in files of the `schemas` folder and is built into the program; adding a family, a tier or a
//! model touches only those files. Absent by design: events, licences that someone owns, prices.

mod document;
mod family;
mod model;
mod nearest;
mod policy;
mod rulebook;
mod rulebook_file;
mod rules;

pub use family::{BindsTo, FamilyEntry, Metric, VoicemailModel};
pub use model::{Model, ModelClass};
pub use policy::{Policy, PolicyKind};
pub use rulebook::{Rulebook, RulebookEntry, RulebookFault};
pub use rules::{Rule, RuleKind, rule, rules};

use crate::vocabulary::{Family, Licence};
use family::FamilyFile;
use model::ModelFile;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const SHIPPED: &str = include_str!("../../../schemas/catalogue.json");

/// What exists: every licence family and every device model that the program knows.
#[derive(Debug)]
pub struct Catalogue {
    families: Vec<FamilyEntry>,
    by_name: BTreeMap<Family, usize>,
    models: BTreeMap<String, Model>,
}

/// The catalogue's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogueFile {
    #[expect(dead_code, reason = "the title is for people who open the file")]
    title: String,
    families: Vec<FamilyFile>,
    models: Vec<ModelFile>,
}

impl Catalogue {
    /// The catalogue that this program ships, read once.
    pub fn shipped() -> &'static Catalogue {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| {
            let file = serde_json::from_str(SHIPPED).expect("the shipped catalogue is tested against its schema");
            Self::of(file)
        })
    }

    fn of(file: CatalogueFile) -> Self {
        let families: Vec<FamilyEntry> = file.families.into_iter().map(FamilyFile::entry).collect();
        let mut by_name = BTreeMap::new();
        for (place, entry) in families.iter().enumerate() {
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                let earlier = by_name.insert(name.clone(), place);
                assert!(earlier.is_none(), "the shipped catalogue names {name} once");
            }
        }
        let models = file.models.into_iter().map(ModelFile::model).map(|model| (model.name.clone(), model)).collect();
        Self { families, by_name, models }
    }

    /// The entry of a family, by its name or an alias, whatever the case; `None` if it is not catalogued (NAME-3).
    pub fn family(&self, family: &Family) -> Option<&FamilyEntry> {
        self.by_name.get(family).and_then(|place| self.families.get(*place))
    }

    /// All families, in the catalogue's order.
    pub fn families(&self) -> impl Iterator<Item = &FamilyEntry> {
        self.families.iter()
    }

    /// The licence under its family's canonical name (NAME-2, NAME-4); an uncatalogued one comes back unchanged.
    pub fn canonical(&self, licence: Licence) -> Licence {
        match self.family(&licence.family) {
            Some(entry) => Licence { family: entry.name.clone(), ..licence },
            None => licence,
        }
    }

    /// A device model by its name, whatever the case; `None` if it is not catalogued.
    pub fn model(&self, name: &str) -> Option<&Model> {
        self.models.get(&name.trim().to_ascii_lowercase())
    }

    /// All device models, by name.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        self.models.values()
    }
}
