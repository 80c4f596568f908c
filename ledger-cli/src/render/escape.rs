//! Makes text safe to show: what a terminal would obey, or nobody would see, is written out.
//!
//! Names come from files and command lines, and a name may hold an escape sequence, a reversed reading order or an
//! invisible letter. Absent by design: the way back. Exact bytes are for JSON; this is for eyes.

use std::borrow::Cow;

/// The text with every control and invisible character, line breaks and tabs too, shown as `\u{1b}`.
pub(crate) fn terminal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match is_unsafe(character) {
            true => shown.extend(character.escape_unicode()),
            false => shown.push(character),
        }
    }
    Cow::Owned(shown)
}

/// Whether a terminal might act on the character, reorder its neighbours, or show nothing at all.
pub(crate) fn is_unsafe(character: char) -> bool {
    character.is_control() || reorders(character) || breaks_lines(character) || is_invisible(character)
}

/// Bidirectional controls (Unicode Standard Annex 9): marks, embeddings, overrides and isolates.
fn reorders(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn breaks_lines(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}')
}

/// Characters without a shape: joiners, fillers, selectors, tags, the soft hyphen and the byte order mark.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200d}'
            | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::terminal;
    use std::borrow::Cow;

    fn check(raw: &str, shown: &str) {
        assert_eq!(terminal(raw), shown);
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        check("Müller & Söhne · Zürich → 2016", "Müller & Söhne · Zürich → 2016");
        assert!(matches!(terminal("Größe 日本"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_terminal_is_given_nothing_to_obey() {
        check("\u{1b}[31mred", r"\u{1b}[31mred");
        check("\u{1b}]8;;http://x\u{7}link\u{1b}]8;;\u{7}", r"\u{1b}]8;;http://x\u{7}link\u{1b}]8;;\u{7}");
        check("bell\u{7}", r"bell\u{7}");
        check("over\rwritten", r"over\u{d}written");
        check("two\nlines\tapart", r"two\u{a}lines\u{9}apart");
        check("\u{9b}2J", r"\u{9b}2J");
        check("\0\u{7f}\u{85}", r"\u{0}\u{7f}\u{85}");
    }

    #[test]
    fn a_name_reads_in_the_order_it_is_stored() {
        check("abc\u{202e}fed", r"abc\u{202e}fed");
        check("\u{2066}x\u{2069}\u{200f}", r"\u{2066}x\u{2069}\u{200f}");
    }

    #[test]
    fn two_names_that_differ_look_different() {
        check("Ber\u{200b}lin", r"Ber\u{200b}lin");
        check("Ber\u{ad}lin", r"Ber\u{ad}lin");
        check("\u{feff}Berlin\u{2028}", r"\u{feff}Berlin\u{2028}");
        check("Berlin\u{e0041}\u{fe0f}", r"Berlin\u{e0041}\u{fe0f}");
    }
}
