//! Makes text safe to show: what a terminal would obey, or nobody would see, is written out.
//!
//! Names come from files and command lines, and a name may hold an escape sequence, a reversed reading order or an
//! invisible letter. Absent by design: the way back. Exact bytes are for JSON; this is for eyes.

use ledger_core::vocabulary::is_hidden;
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
    is_hidden(character)
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
