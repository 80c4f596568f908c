//! Hides what differs from run to run: ids, hashes and the beginnings of hashes.
//!
//! Equal values get equal numbers, in the order in which they appear, and everything keeps its width, so that tables
//! stay as they are. Absent by design: times, since the clock stands still, and paths, since they are relative.

/// Characters of a hash that is shown shortened.
const SHORT: usize = 12;
/// Characters of a whole hash.
const WHOLE: usize = 64;
/// Where the dashes of a UUID stand.
const DASHES: [usize; 4] = [8, 13, 18, 23];
/// Characters of a UUID.
const UUID: usize = 36;
/// Ids that stand in a case's command line.
const GIVEN: &str = "00000000-0000-4000-8000-";

/// The text with every id and hash replaced by its number.
pub(crate) fn masked(text: &str) -> String {
    let mut seen: Vec<String> = Vec::new();
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        masked.push_str(&mask(token, &mut seen));
        let gap = after.find(is_part).unwrap_or(after.len());
        masked.push_str(&after[..gap]);
        rest = &after[gap..];
    }
    masked
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '-'
}

fn mask(token: &str, seen: &mut Vec<String>) -> String {
    if !is_uuid(token) && !is_hash(token) {
        return token.to_owned();
    }
    let key = if is_hash(token) { &token[..SHORT] } else { token };
    let at = seen.iter().position(|earlier| earlier == key).unwrap_or_else(|| {
        seen.push(key.to_owned());
        seen.len() - 1
    });
    let number = (at + 1).to_string();
    let plain = token.chars().map(|c| if c == '-' { c } else { '#' }).take(token.len() - number.len());
    plain.chain(number.chars()).collect()
}

fn is_hex(c: char) -> bool {
    c.is_ascii_digit() || ('a'..='f').contains(&c)
}

fn is_hash(token: &str) -> bool {
    matches!(token.len(), SHORT | WHOLE) && token.chars().all(is_hex)
}

fn is_uuid(token: &str) -> bool {
    let fits = |(at, c)| if DASHES.contains(&at) { c == '-' } else { is_hex(c) };
    token.len() == UUID && token.chars().enumerate().all(fits) && !token.starts_with(GIVEN)
}

#[test]
fn ids_and_hashes_become_numbers_of_the_same_width() {
    let hash = "fec4548bd0ba8838acf5ac0684fd6ba893f4285d57675459333590a0244d3cec";
    let text = format!("head 146 fec4548bd0ba · {hash} · 01a20cf7-8f05-763a-80d5-0f434df6b127 · 00-90-33-1c-04-10");
    let dots = "#".repeat(63);
    let expected =
        format!("head 146 ###########1 · {dots}1 · ########-####-####-####-###########2 · 00-90-33-1c-04-10");
    assert_eq!(masked(&text), expected);
}
