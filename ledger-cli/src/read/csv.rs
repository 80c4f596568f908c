//! Cuts a text into records and says on which physical line each begins.
//!
//! The `csv` crate takes the quotes out of fields; it is too lenient to be alone: it accepts a file that ends inside a
//! quoted field, lets one field swallow the rest of a file, and glues text to a closing quote. [`Extents`] walks the
//! same grammar, refuses or marks those, and keeps the source text of each record. Absent by design: headings, meaning.

use super::file_fault::FileFault;
use std::ops::Range;

/// The most bytes of one field.
const MAX_FIELD: usize = 64 * 1024;
/// The most fields of one record.
const MAX_FIELDS: usize = 100;

/// Where a record stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extent {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Its bytes, without the line end.
    pub bytes: Range<usize>,
    /// The field (from 0) in which a quote stands where none may: inside plain text, or text behind a closing quote.
    pub stray_quote: Option<usize>,
}

/// The records of a text, one after the other; empty lines are counted and left out.
pub(super) struct Extents<'a> {
    text: &'a [u8],
    delimiter: u8,
    at: usize,
    line: u64,
}

/// How a field ended, or why it cannot be read.
enum FieldEnd {
    Delimiter,
    Record,
}

impl<'a> Extents<'a> {
    /// Starts at the byte `at`, which is the beginning of the physical line `line`.
    pub(super) fn new(text: &'a str, delimiter: u8, at: usize, line: u64) -> Self {
        Self { text: text.as_bytes(), delimiter, at, line }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Passes one line end (LF, CRLF or CR) if it stands here.
    fn line_end(&mut self) -> bool {
        match self.peek() {
            Some(b'\r') if self.text.get(self.at + 1) == Some(&b'\n') => self.at += 2,
            Some(b'\r' | b'\n') => self.at += 1,
            _ => return false,
        }
        self.line = self.line.saturating_add(1);
        true
    }

    fn record(&mut self) -> Result<Extent, FileFault> {
        let (line, start) = (self.line, self.at);
        let mut stray_quote = None;
        for field in 0.. {
            if field == MAX_FIELDS {
                let message = format!("row on line {line} has more than {MAX_FIELDS} columns, the limit");
                return Err(FileFault::new("IMP-LIMIT", message, "export only the columns that are needed"));
            }
            let (field_line, field_start) = (self.line, self.at);
            let clean = if self.peek() == Some(b'"') { self.quoted()? } else { self.plain() };
            if !clean {
                stray_quote = stray_quote.or(Some(field));
            }
            if self.at - field_start > MAX_FIELD {
                let message = format!("field on line {field_line} is longer than {MAX_FIELD} bytes, the limit");
                return Err(FileFault::new(
                    "IMP-LIMIT",
                    message,
                    "look for a missing quote there, or shorten the text",
                ));
            }
            if let FieldEnd::Record = self.field_end() {
                break;
            }
        }
        let bytes = start..self.at;
        self.line_end();
        Ok(Extent { line, bytes, stray_quote })
    }

    /// Passes the delimiter if one stands here; a line end stays for the caller.
    fn field_end(&mut self) -> FieldEnd {
        if self.peek() == Some(self.delimiter) {
            self.at += 1;
            return FieldEnd::Delimiter;
        }
        FieldEnd::Record
    }

    /// Passes plain text up to its end; says whether it is free of quotes.
    fn plain(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let len = rest.iter().position(|b| *b == self.delimiter || matches!(b, b'\r' | b'\n')).unwrap_or(rest.len());
        self.at += len;
        !rest[..len].contains(&b'"')
    }

    /// Passes a quoted field and what stands behind it; says whether that is at most blanks.
    fn quoted(&mut self) -> Result<bool, FileFault> {
        let began = self.line;
        self.at += 1;
        loop {
            match self.peek() {
                None => {
                    let message = format!("file ends inside a quoted field that began at line {began}");
                    let next = "the file is cut or a closing quote is missing: export it again, or close the quote";
                    return Err(FileFault::new("IMP-QUOTE", message, next));
                }
                Some(b'"') if self.text.get(self.at + 1) == Some(&b'"') => self.at += 2,
                Some(b'"') => break,
                Some(b'\r' | b'\n') => {
                    self.line_end();
                }
                Some(_) => self.at += 1,
            }
        }
        self.at += 1;
        let behind = self.at;
        self.plain();
        Ok(self.text[behind..self.at].iter().all(|b| *b == b' '))
    }
}

impl Iterator for Extents<'_> {
    type Item = Result<Extent, FileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.line_end() {}
        self.peek()?;
        let record = self.record();
        if record.is_err() {
            self.at = self.text.len();
        }
        Some(record)
    }
}

/// A reader of the crate that agrees with [`Extents`] about where fields and records end.
pub(super) fn reader(text: &str, delimiter: u8) -> ::csv::Reader<&[u8]> {
    ::csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The cells of one record's source text, without quotes and blanks around them.
pub(super) fn cells(record: &str, delimiter: u8) -> Vec<String> {
    let mut cells = ::csv::StringRecord::new();
    match reader(record, delimiter).read_record(&mut cells) {
        Ok(true) => cells.iter().map(|cell| cell.trim().to_owned()).collect(),
        Ok(false) | Err(_) => Vec::new(),
    }
}

/// The bytes of the field `index` (from 0) inside a record's source text, quotes included.
pub(super) fn field_range(record: &str, delimiter: u8, index: usize) -> Option<Range<usize>> {
    let mut walk = Extents::new(record, delimiter, 0, 1);
    for _ in 0..index {
        if walk.peek() == Some(b'"') {
            walk.quoted().ok()?
        } else {
            walk.plain()
        };
        if let FieldEnd::Record = walk.field_end() {
            return None;
        }
    }
    let start = walk.at;
    if walk.peek() == Some(b'"') {
        walk.quoted().ok()?
    } else {
        walk.plain()
    };
    Some(start..walk.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(text: &str) -> Vec<(u64, &str, Option<usize>)> {
        let extents = Extents::new(text, b';', 0, 1).map(|extent| extent.expect("the text is whole"));
        extents.map(|extent| (extent.line, &text[extent.bytes], extent.stray_quote)).collect()
    }

    #[test]
    fn records_begin_on_physical_lines_whatever_ends_a_line() {
        assert_eq!(walked("a;b\r\n\r\nc\nd\re"), [(1, "a;b", None), (3, "c", None), (4, "d", None), (5, "e", None)]);
        assert_eq!(walked("\"x\r\ny\";z\n\nq"), [(1, "\"x\r\ny\";z", None), (4, "q", None)]);
    }

    #[test]
    fn the_crate_cuts_the_same_records_and_fields() {
        for text in
            ["a;b\r\n\r\nc\nd\re", "\"a\"\"b\";c\n\"\"\n;;\n", "a\"b;c\n\"d\"e;f\n\"g\" ;\"h;\ni\"", "\n\r\n\r", "x;"]
        {
            let mut theirs = reader(text, b';');
            let theirs: Vec<usize> = theirs.records().map(|record| record.expect("valid UTF-8").len()).collect();
            let ours = walked(text).into_iter();
            let ours: Vec<usize> = ours
                .map(|(_, record, _)| (0..).take_while(|i| field_range(record, b';', *i).is_some()).count())
                .collect();
            assert_eq!(ours, theirs, "{text:?}");
        }
    }

    #[test]
    fn a_quote_where_none_may_stand_is_marked() {
        assert_eq!(
            walked("a;b\"c\n\"d\"e;f\n\"g\" ;h"),
            [(1, "a;b\"c", Some(1)), (2, "\"d\"e;f", Some(0)), (3, "\"g\" ;h", None)]
        );
    }

    #[test]
    fn a_file_that_ends_inside_a_quoted_field_is_refused() {
        let last = Extents::new("a;b\n\"c;d\ne;f\n", b';', 0, 1).last().expect("two records");
        let fault = last.expect_err("the second is cut");
        assert_eq!(
            (fault.code, fault.message.as_str()),
            ("IMP-QUOTE", "file ends inside a quoted field that began at line 2")
        );
    }

    #[test]
    fn fields_and_columns_have_limits() {
        let code = |text: &str| Extents::new(text, b';', 0, 1).find_map(Result::err).map(|fault| fault.code);
        assert_eq!(code(&"a;".repeat(99)), None);
        assert_eq!(code(&"a;".repeat(100)), Some("IMP-LIMIT"));
        assert_eq!(code(&"a".repeat(MAX_FIELD)), None);
        assert_eq!(code(&"a".repeat(MAX_FIELD + 1)), Some("IMP-LIMIT"));
        assert_eq!(code(&format!("\"{}", "a\n".repeat(MAX_FIELD))), Some("IMP-QUOTE"));
    }
}
