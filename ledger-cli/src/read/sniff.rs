//! What a file is, told by its content and never by its name: a container that is no CSV, or a table with its
//! delimiter and heading row.
//!
//! Absent by design: opening containers.

use super::csv::{self, Extents};
use super::file_fault::FileFault;
use super::layout::Layout;
use super::profile::Profile;
use super::show;

/// Rows before the heading row that are tolerated.
const MAX_PREAMBLE: usize = 20;
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// A table that was found in a text.
#[derive(Debug)]
pub(super) struct Table {
    /// What stands between cells.
    pub delimiter: u8,
    /// Byte at which the heading row begins.
    pub start: usize,
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// Records before it.
    pub preamble: u64,
    /// Its columns.
    pub layout: Layout,
}

/// First bytes by which kinds of files are known that are not text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"\x1F\x8B", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xFD7zXZ\0", "xz-compressed"),
    (b"\x28\xB5\x2F\xFD", "zstd-compressed"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Office file (XLS or an encrypted XLSX)"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"{\\rtf", "an RTF document"),
    (b"\xFF\xFE\0\0", "UTF-32 text"),
    (b"\0\0\xFE\xFF", "UTF-32 text"),
];

/// Refuses a file that is no text, by its first bytes.
pub(super) fn refuse_container(name: &str, bytes: &[u8]) -> Result<(), FileFault> {
    let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) else { return Ok(()) };
    let holds = |part: &[u8]| bytes[..bytes.len().min(1 << 20)].windows(part.len()).any(|window| window == part);
    let kind = match *kind {
        "a ZIP archive" if holds(b"xl/") => "an XLSX workbook",
        "a ZIP archive" if holds(b"opendocument.spreadsheet") => "an OpenDocument spreadsheet",
        other => other,
    };
    Err(not_csv(kind, &format!(", whatever the name {} says", show::quoted(name))))
}

/// Refuses text of another grammar.
pub(super) fn refuse_markup(text: &str) -> Result<(), FileFault> {
    let start: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    let kind = match start.as_str() {
        s if s.starts_with("<!doctype html") || s.starts_with("<html") || s.starts_with("<table") => "an HTML page",
        s if s.starts_with("<?xml") || s.starts_with("<licenses") => "an XML document",
        s if s.starts_with("{\"") || s.starts_with("[{") || s.starts_with("{\n") => "a JSON document",
        _ => return Ok(()),
    };
    Err(not_csv(kind, ""))
}

fn not_csv(kind: &str, more: &str) -> FileFault {
    let message = format!("file is no CSV: its content is {kind}{more}");
    FileFault::new("IMP-FORMAT", message, "save or export it as CSV (UTF-8) and import that")
}

/// Finds the heading row and with it the delimiter.
pub(super) fn table(text: &str, profile: &Profile) -> Result<Table, FileFault> {
    let (start, line, forced) = separator_line(text)?;
    let candidates = forced.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let mut found: Vec<Table> =
        candidates.iter().filter_map(|delimiter| heading_row(text, *delimiter, start, line, profile)).collect();
    found.sort_by_key(|table| std::cmp::Reverse((table.layout.has_needed(profile), table.layout.known())));
    if let [first, second, ..] = &found[..]
        && first.layout.known() == second.layout.known()
    {
        let [one, two] = [first, second].map(|table| show::quoted(&char::from(table.delimiter).to_string()));
        let message = format!("both {one} and {two} could stand between the cells");
        return Err(FileFault::new("IMP-DELIMITER", message, "put a line such as sep=; before the heading row"));
    }
    found.into_iter().next().ok_or_else(|| no_heading(text, &candidates, start, line, profile))
}

/// A first line `sep=;`: where the table begins behind it, and the delimiter that it names.
fn separator_line(text: &str) -> Result<(usize, u64, Option<u8>), FileFault> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let first = text[..end].trim_matches([' ', '"']);
    let Some(named) = first.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).map(|_| &first[4..]) else {
        return Ok((0, 1, None));
    };
    let named = if named.is_empty() && text[..end].ends_with('\t') { "\t" } else { named };
    let Some(delimiter) = DELIMITERS.into_iter().find(|d| named.as_bytes() == [*d]) else {
        let message = format!("{} names a delimiter that cannot be read", show::quoted(first));
        return Err(FileFault::new("IMP-DELIMITER", message, "separate cells by a semicolon, comma, tab or |"));
    };
    let behind = if text[end..].starts_with("\r\n") { end + 2 } else { (end + 1).min(text.len()) };
    Ok((behind, 2, Some(delimiter)))
}

/// The first record that has all needed headings, or else the one with most known headings, at least two.
fn heading_row(text: &str, delimiter: u8, start: usize, line: u64, profile: &Profile) -> Option<Table> {
    let mut best: Option<Table> = None;
    let records = Extents::new(text, delimiter, start, line).map_while(Result::ok).take(MAX_PREAMBLE + 1);
    for (preamble, extent) in (0..).zip(records) {
        let cells = csv::cells(&text[extent.bytes.clone()], delimiter);
        let layout = Layout::new(cells, profile);
        let (known, complete) = (layout.known(), layout.has_needed(profile));
        let better = best.as_ref().is_none_or(|best| known > best.layout.known());
        if complete || (known >= 2 && better) {
            best = Some(Table { delimiter, start: extent.bytes.start, line: extent.line, preamble, layout });
        }
        if complete {
            break;
        }
    }
    best
}

fn no_heading(text: &str, candidates: &[u8], start: usize, line: u64, profile: &Profile) -> FileFault {
    let broken =
        |delimiter: &u8| Extents::new(text, *delimiter, start, line).take(MAX_PREAMBLE + 1).find_map(Result::err);
    if let Some(fault) = candidates.iter().find_map(broken) {
        return fault;
    }
    let needed: Vec<String> =
        profile.needed.iter().filter_map(|column| Some(profile.spelled.get(column)?.join("/"))).collect();
    let message = format!("no heading row of the profile {} among the first {} rows", profile.name(), MAX_PREAMBLE + 1);
    let next = format!("head the columns with at least {}, separated by ; , tab or |", needed.join(" and "));
    FileFault::new("IMP-HEADING", message, next)
}
