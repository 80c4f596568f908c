//! Names that are not in the catalogue, and the family that each most likely means.
//!
//! Absent by design: which names are well-formed (the vocabulary knows that), and what is done with an unknown one.

use super::{Catalogue, FamilyEntry};
use crate::vocabulary::{Family, Fault, Licence};

impl Catalogue {
    /// Reads a licence and brings it into the catalogue's spelling. What is wrong with a name that lacks a version is said
    /// of the family that it names, or most likely means.
    ///
    /// # Errors
    /// As [`Licence::parse`].
    pub fn read(&self, text: &str) -> Result<Licence, Fault> {
        Licence::parse(text).map(|licence| self.canonical(licence)).map_err(|fault| self.explained(fault))
    }

    fn explained(&self, fault: Fault) -> Fault {
        let Some(family) = fault.family.as_ref().filter(|_| fault.rule == "VER-1") else { return fault };
        if self.family(family).is_some() {
            let message = "has no version where every licence of this family has one".to_owned();
            return Fault { message, ..fault };
        }
        match self.nearest(family, |_| true) {
            Some(near) => Fault { next: format!("{} may be meant; {}", near.name, fault.next), ..fault },
            None => fault,
        }
    }

    /// The licence that one of an unknown family most likely means. A hardware licence has no version (HW-1), so a name
    /// with a version means none of those: what is offered can be written.
    pub fn meant(&self, licence: &Licence) -> Option<Licence> {
        let near = self.nearest(&licence.family, |entry| licence.version.is_none() || !entry.hardware)?;
        Some(Licence { family: near.name.clone(), ..licence.clone() })
    }

    /// The family that a name most likely means: the one with the fewest letters to change, if they are few enough for
    /// its length. `PRIs` means `Relay-PRIs`.
    fn nearest(&self, family: &Family, fits: impl Fn(&FamilyEntry) -> bool) -> Option<&FamilyEntry> {
        let wanted = family.as_str().to_ascii_lowercase();
        let bare = |name: &str| name.split_once('-').map_or(name, |(_, rest)| rest).to_owned();
        let wanted = bare(&wanted);
        let allowed = (wanted.chars().count() / 3).clamp(1, 3);
        let distance = |entry: &FamilyEntry| {
            let name = entry.name.as_str().to_ascii_lowercase();
            strsim::osa_distance(&wanted, &bare(&name)).min(strsim::osa_distance(&wanted, &name))
        };
        let best = self
            .families()
            .filter(|entry| fits(entry))
            .map(|entry| (distance(entry), entry))
            .min_by_key(|(distance, _)| *distance)?;
        (best.0 <= allowed).then_some(best.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wanted: Option<&str>) {
        let family = Family::named(&format!("PBX-{text}"));
        let found = Catalogue::shipped().nearest(&family, |_| true).map(|entry| entry.name.to_string());
        assert_eq!(found.as_deref(), wanted, "{text}");
    }

    #[test]
    fn a_misspelled_family_finds_its_neighbour_and_a_strange_one_none() {
        check("Prot", Some("PBX-Port"));
        check("PRIs", Some("Relay-PRIs"));
        check("BX-Port", Some("PBX-Port"));
        check("Quatsch", None);
    }

    #[test]
    fn what_is_offered_for_a_name_with_a_version_can_have_one() {
        let meant = |text: &str| {
            let licence = Licence::parse(text).expect("the name is well-formed");
            Catalogue::shipped().meant(&licence).map(|licence| licence.to_string())
        };
        assert_eq!(meant("PBX-Prot12"), Some("PBX-Port12".to_owned()));
        assert_eq!(meant("PBX-Prts12"), None);
    }

    #[test]
    fn only_of_a_family_that_exists_it_is_said_that_its_licences_have_versions() {
        let said = |text: &str| Catalogue::shipped().read(text).map_err(|fault| (fault.message, fault.next));
        let (message, _) = said("PBX-Port").expect_err("it has no version");
        assert_eq!(message, "has no version where every licence of this family has one");
        let (message, next) = said("PRIs").expect_err("it has no version");
        assert!(!message.contains("this family") && next.starts_with("Relay-PRIs may be meant"), "{message} {next}");
    }
}
