//! What is wrong with a file or a row, and how it is shown to a person.
//!
//! Absent by design: colours, exit codes and the choice of how many faults are printed.

use super::csv;
use super::show::{self, Excerpt};

/// Characters of a row or cell that are kept.
pub(super) const MAX_KEPT: usize = 500;

/// What is wrong with one row or one of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowFault {
    /// Stable code (`IMP-DATE`).
    pub code: &'static str,
    /// What is wrong; safe to show.
    pub message: String,
    /// Physical line on which the row begins, from 1.
    pub line: u64,
    /// Number of the cell, from 1; absent where the row as a whole is meant.
    pub column: Option<usize>,
    /// The cell's heading as the file spells it; absent as `column` is.
    pub heading: Option<String>,
    /// The cell's text as it stands in the file, cut to 500 characters; empty where no cell is meant. Not escaped.
    pub cell: String,
    /// The row's source text, cut to 500 characters. Not escaped.
    pub row: String,
    /// What to do next.
    pub hint: String,
    /// The part of the row that is shown, and where its caret stands.
    pub(super) excerpt: Excerpt,
}

impl RowFault {
    /// The place in the form `file.csv:14:5 (column E "SSA bis")`.
    pub(crate) fn place(&self, file: &str) -> String {
        let mut place = format!("{}:{}", show::cut(file, 200), self.line);
        if let Some(column) = self.column {
            place.push_str(&format!(":{column} (column {}", letters(column)));
            if let Some(heading) = self.heading.as_deref().filter(|heading| !heading.is_empty()) {
                place.push_str(&format!(" \"{}\"", show::cut(heading, 60)));
            }
            place.push(')');
        }
        place
    }

    /// The fault in four lines: what and where, the row, a caret under the cell, and the fix.
    pub(crate) fn render(&self, file: &str) -> String {
        let head = format!("error[{}]: {} --> {}", self.code, show::escape(&self.message), self.place(file));
        let Excerpt { text, caret_from, caret_width } = &self.excerpt;
        let caret = format!("{}{}", " ".repeat(*caret_from), "^".repeat(*caret_width));
        format!("{head}\n  {text}\n  {caret}\nhelp: {}\n", show::escape(&self.hint))
    }
}

/// A record's source text and place: what faults in it are made from.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// The source text without the line end.
    pub text: &'a str,
    /// What stands between its cells.
    pub delimiter: u8,
}

/// A cell of a record, by its number from 0, with its heading and text.
#[derive(Clone, Copy)]
pub(super) struct CellOf<'a> {
    /// Number of the cell, from 0.
    pub index: usize,
    /// Heading as the file spells it.
    pub heading: &'a str,
    /// The cell's text.
    pub text: &'a str,
}

impl Source<'_> {
    /// A fault of the record as a whole.
    pub(super) fn whole(&self, code: &'static str, message: impl Into<String>, hint: impl Into<String>) -> RowFault {
        RowFault {
            code,
            message: message.into(),
            line: self.line,
            column: None,
            heading: None,
            cell: String::new(),
            row: show::first_chars(self.text, MAX_KEPT),
            hint: hint.into(),
            excerpt: show::excerpt(self.text, None),
        }
    }

    /// A fault of one cell.
    pub(super) fn cell(
        &self,
        cell: CellOf<'_>,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> RowFault {
        let range = csv::field_range(self.text, self.delimiter, cell.index).unwrap_or(self.text.len()..self.text.len());
        RowFault {
            column: Some(cell.index + 1),
            heading: Some(cell.heading.to_owned()),
            cell: show::first_chars(cell.text, MAX_KEPT),
            excerpt: show::excerpt(self.text, Some(range)),
            ..self.whole(code, message, hint)
        }
    }
}

/// A column's name in a spreadsheet: 1 is A, 27 is AA.
pub(super) fn letters(column: usize) -> String {
    let mut rest = column;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let names: Vec<String> = [1, 5, 26, 27, 52, 53, 100].iter().map(|n| letters(*n)).collect();
        assert_eq!(names, ["A", "E", "Z", "AA", "AZ", "BA", "CV"]);
    }
}
