//! Text from a file made inert for a terminal: escaped, cut, and measured in columns.
//!
//! Absent by design: escaping for HTML, CSV or JSON, which is each sink's own.

use ledger_core::vocabulary::is_hidden;

/// A part of a row that fits on a line, with the place of its caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The shown text, already escaped.
    pub text: String,
    /// Columns before the caret.
    pub caret_from: usize,
    /// Columns under the caret, at least one.
    pub caret_width: usize,
}

/// Columns of a row that are shown at most.
const SHOWN: usize = 110;
/// Columns of a cell that are shown at most.
const SHOWN_CELL: usize = 60;
/// Columns that are shown before the cell at most.
const SHOWN_BEFORE: usize = 40;

/// Writes characters that a terminal would obey, hide, reorder or stack as `\u{1b}`; applying it twice changes nothing.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_escaped(&mut out, c));
    out
}

/// Escapes and cuts to `max` columns, with `…` where something is missing.
pub(super) fn cut(text: &str, max: usize) -> String {
    let (head, whole) = head(text, max);
    if whole { head } else { format!("{head}…") }
}

/// The text in quotation marks, escaped and cut: how a cell stands in a message.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", cut(text, SHOWN_CELL))
}

/// The first `max` characters, as they are.
pub(super) fn first_chars(text: &str, max: usize) -> String {
    text.char_indices().nth(max).map_or(text, |(end, _)| &text[..end]).to_owned()
}

/// Shows the row around `cell` (a range of its bytes), or its beginning where no cell is meant.
pub(super) fn excerpt(row: &str, cell: Option<std::ops::Range<usize>>) -> Excerpt {
    let Some(cell) = cell else {
        let text = cut(row, SHOWN);
        let caret_width = width(&text).max(1);
        return Excerpt { text, caret_from: 0, caret_width };
    };
    let part = |range: std::ops::Range<usize>| row.get(range).unwrap_or_default();
    let before = tail(part(0..cell.start), SHOWN_BEFORE);
    let shown = cut(part(cell.clone()), SHOWN_CELL);
    let (caret_from, caret_width) = (width(&before), width(&shown).max(1));
    let room = SHOWN.saturating_sub(caret_from + caret_width);
    let after = cut(part(cell.end..row.len()), room);
    Excerpt { text: format!("{before}{shown}{after}"), caret_from, caret_width }
}

fn push_escaped(out: &mut String, c: char) {
    if is_unsafe(c) {
        out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
    } else {
        out.push(c);
    }
}

/// What nobody sees, and the combining characters: they would pile up on what stands before them.
fn is_unsafe(c: char) -> bool {
    is_hidden(c)
        || matches!(u32::from(c),
            0x300..=0x36F | 0x483..=0x489 | 0x591..=0x5C7 | 0x610..=0x61A | 0x64B..=0x65F | 0x670 | 0x6D6..=0x6ED
            | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

fn head(text: &str, max: usize) -> (String, bool) {
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += shown_width(c);
        if used > max {
            return (out, false);
        }
        push_escaped(&mut out, c);
    }
    (out, true)
}

/// The escaped end of a text, with `…` before it where something is missing.
fn tail(text: &str, max: usize) -> String {
    let mut start = text.len();
    let mut used = 0;
    for (at, c) in text.char_indices().rev() {
        used += shown_width(c);
        if used > max {
            return format!("…{}", escape(&text[start..]));
        }
        start = at;
    }
    escape(text)
}

fn width(escaped: &str) -> usize {
    escaped.chars().map(shown_width).sum()
}

/// Columns that a character takes once it is escaped; East Asian wide forms and emoji take two.
fn shown_width(c: char) -> usize {
    if is_unsafe(c) {
        let mut out = String::new();
        push_escaped(&mut out, c);
        return out.len();
    }
    match u32::from(c) {
        0x1100..=0x115E
        | 0x2E80..=0xA4CF
        | 0xA960..=0xA97F
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF01..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_or_hides_is_left() {
        assert_eq!(escape("a\u{1b}[2J\u{202e}b\u{200b}\tc\u{9b}"), "a\\u{1b}[2J\\u{202e}b\\u{200b}\\u{9}c\\u{9b}");
        assert_eq!(escape("Größe 12\" €"), "Größe 12\" €");
        assert_eq!(escape(&escape("\u{7}")), escape("\u{7}"));
    }

    #[test]
    fn the_caret_stands_under_the_cell_after_escapes_and_wide_characters() {
        let row = "\u{1b};日本;xx;y";
        let from = row.find("xx").unwrap_or(0);
        let shown = excerpt(row, Some(from..from + 2));
        assert_eq!(shown, Excerpt { text: "\\u{1b};日本;xx;y".into(), caret_from: 12, caret_width: 2 });
    }

    #[test]
    fn a_far_cell_is_brought_into_view() {
        let row = format!("{};here;{}", "a".repeat(300), "b".repeat(300));
        let shown = excerpt(&row, Some(301..305));
        let at: String = shown.text.chars().skip(shown.caret_from).take(shown.caret_width).collect();
        assert_eq!(at, "here");
        assert!(shown.text.chars().count() <= SHOWN + 2, "{}", shown.text);
    }
}
