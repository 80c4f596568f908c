//! How a text is spelt: the characters that nobody sees, the dashes and blanks that look alike, and the one form of a name.
//!
//! Commands, files and sinks ask here, so that a character is hidden for all of them or for none. The ranges are those of
//! Unicode 17: `Default_Ignorable_Code_Point`, the general categories Cc, Cf, Zl and Zp, private use, the non-characters, and
//! the few letters and marks that have a place but no shape. Absent by design: which texts a name may be made of.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Whether nobody sees the character: a terminal would obey it, reorder its neighbours, or show nothing.
pub fn is_hidden(c: char) -> bool {
    c.is_control() || is_format(c) || has_no_shape(c) || is_of_no_standard(c)
}

/// The first hidden character of a text and its place, counted in characters from 1.
pub fn hidden(text: &str) -> Option<(usize, char)> {
    text.chars().zip(1..).find(|(c, _)| is_hidden(*c)).map(|(c, at)| (at, c))
}

/// A character by its number, as messages name it: `U+200B`.
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Whether the character is a hyphen, a dash or a minus.
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2d7}' | '\u{58a}' | '\u{5be}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2e17}'
                | '\u{2e1a}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{2e40}'
                | '\u{2e5d}'
                | '\u{301c}'
                | '\u{3030}'
                | '\u{30a0}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{10d6e}'
                | '\u{10ead}'
    )
}

/// Whether the character is a blank of whatever width: no tab, no line end.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() && !is_hidden(c)
}

/// The one spelling of a text: composed letters (NFC), one plain blank for each run of blanks, none at the ends.
pub fn one_spelling(text: &str) -> String {
    let composed: String = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    };
    let words: Vec<&str> = composed.trim().split(is_blank).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The text in composed letters (NFC), all else as it is.
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// The text in letters of parts (NFD), all else as it is.
pub fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

/// The form that names are compared by: their one spelling in lower case.
pub(super) fn compared(name: &str) -> String {
    if name.is_ascii() && !name.contains("  ") {
        return name.to_ascii_lowercase();
    }
    one_spelling(&one_spelling(name).to_lowercase())
}

/// Format characters (Cf), line and paragraph separators (Zl, Zp): joiners, marks and turns of the reading direction,
/// invisible operators, tags, the soft hyphen, the byte order mark.
fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{13440}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Fillers, selectors and marks that take a place and show nothing in it.
fn has_no_shape(c: char) -> bool {
    matches!(
        c,
        '\u{34f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
            | '\u{fffc}'
            | '\u{16fe4}'
            | '\u{1d159}'
    )
}

/// Private use and non-characters: what they show, if anything, is up to each machine.
fn is_of_no_standard(c: char) -> bool {
    let number = u32::from(c);
    matches!(number, 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xF_0000..=0x10_FFFF) || number & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::{compared, hidden, is_dash, is_hidden, one_spelling};

    #[test]
    fn what_nobody_sees_is_hidden_in_every_corner_of_unicode() {
        let hidden = "\0\u{1b}\u{7f}\u{85}\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180b}\u{180e}\u{200b}\u{200d}\u{200e}\
                      \u{2028}\u{2029}\u{202e}\u{2060}\u{2062}\u{2066}\u{206f}\u{2800}\u{3164}\u{e000}\u{fe0f}\u{fdd0}\u{feff}\
                      \u{ffa0}\u{fff9}\u{fffc}\u{fffe}\u{13430}\u{16fe4}\u{1bca0}\u{1d159}\u{1d173}\u{1d17a}\u{1fffe}\u{e0001}\
                      \u{e0041}\u{e01ef}\u{f0000}\u{10ffff}";
        assert_eq!(hidden.chars().filter(|c| !is_hidden(*c)).collect::<Vec<_>>(), Vec::<char>::new());
    }

    #[test]
    fn letters_signs_and_blanks_of_every_script_are_seen() {
        let seen = "aZ09 -ß\u{a0}é\u{301}ΣΑΣ Жσς 東京 \u{3000}서울 שלום سلام हिन्दी ไทย €™→½😀\u{fffd}\u{2011}\u{202f}";
        assert_eq!(seen.chars().filter(|c| is_hidden(*c)).collect::<Vec<_>>(), Vec::<char>::new());
    }

    #[test]
    fn the_place_of_a_hidden_character_is_counted_in_characters() {
        assert_eq!(hidden("Bäk\u{200b}erei"), Some((4, '\u{200b}')));
        assert_eq!(hidden("Bäkerei"), None);
    }

    #[test]
    fn a_text_has_one_spelling() {
        let check = |given: &str, wanted: &str| assert_eq!(one_spelling(given), wanted);
        check("Cafe\u{301}", "Café");
        check("\u{a0}Werk\u{a0}\u{2003} Nord\u{3000}", "Werk Nord");
        check("Werk Nord", "Werk Nord");
        check("\u{212b}ngström", "Ångström");
        check("\u{1112}\u{1161}\u{11ab}", "한");
    }

    #[test]
    fn names_are_compared_without_case_and_by_their_one_spelling() {
        let check =
            |one: &str, other: &str, same: bool| assert_eq!(compared(one) == compared(other), same, "{one} {other}");
        check("CAFE\u{301}", "café", true);
        check("Werk  Nord", "werk\u{a0}nord", true);
        check("Straße", "STRASSE", false);
        check("Zentrale", "Z\u{435}ntrale", false);
    }

    #[test]
    fn every_dash_is_a_dash() {
        assert!("-\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{fe63}\u{ff0d}".chars().all(is_dash));
        assert!(!"_~.:/ \u{ad}".chars().any(is_dash));
    }
}
