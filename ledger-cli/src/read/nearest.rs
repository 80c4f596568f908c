//! The known word that a misspelled one most likely meant.

/// The known word with the fewest letters to change, if they are few enough for its length. All words folded.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(60).collect();
    let allowed = (word.len() / 3).clamp(1, 3);
    let best = known.map(|candidate| (distance(&word, candidate), candidate)).min()?;
    (best.0 <= allowed).then_some(best.1)
}

/// Letters to insert, delete or exchange.
fn distance(word: &[char], other: &str) -> usize {
    let mut costs: Vec<usize> = (0..=word.len()).collect();
    for (row, letter) in other.chars().enumerate() {
        let mut diagonal = row;
        costs[0] = row + 1;
        for (i, own) in word.iter().enumerate() {
            let change = diagonal + usize::from(*own != letter);
            diagonal = costs[i + 1];
            costs[i + 1] = change.min(diagonal + 1).min(costs[i] + 1);
        }
    }
    costs[word.len()]
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
