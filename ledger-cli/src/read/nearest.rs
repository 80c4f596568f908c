//! The known word that a misspelled one most likely meant.

/// Letters of a word that are compared.
const LONGEST: usize = 60;

/// The known word with the fewest letters to change, if they are few enough for its length. All words folded.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word: String = word.chars().take(LONGEST).collect();
    let allowed = (word.chars().count() / 3).clamp(1, 3);
    let best = known.map(|candidate| (strsim::levenshtein(&word, candidate), candidate)).min()?;
    (best.0 <= allowed).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelled_word_finds_its_neighbour_and_a_strange_one_none() {
        let known = || ["datum", "vorgang", "seriennummer", "to"].into_iter();
        assert_eq!(nearest("dattum", known()), Some("datum"));
        assert_eq!(nearest("serien-nummer", known()), Some("seriennummer"));
        assert_eq!(nearest("preis", known()), None);
    }
}
