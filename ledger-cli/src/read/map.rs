//! Records to rows: what is no transaction is skipped and counted, everything else becomes a row or faults.
//!
//! All faults are gathered; nothing stops at the first. Absent by design: grouping of rows that belong to one key, and
//! any rule of the business.

use super::cell;
use super::column::Column;
use super::csv::{self, Extents};
use super::fault::{RowFault, Source};
use super::file_fault::FileFault;
use super::profile::Profile;
use super::reading::{Reading, Unused};
use super::row::{Act, Row};
use super::sniff::Table;
use super::wording::fold;
use super::{MAX_FAULTS, MAX_ROWS, Skipped, Warning, show};

/// What came of all records.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The rows without fault.
    pub rows: Vec<Row>,
    /// Everything that is wrong, in the file's order.
    pub faults: Vec<RowFault>,
    /// What to look at.
    pub warnings: Vec<Warning>,
    /// What was left out.
    pub skipped: Skipped,
}

/// Reads all records of the table.
pub(super) fn rows(text: &str, table: &Table, profile: &Profile) -> Result<Outcome, FileFault> {
    let mut outcome =
        Outcome { skipped: Skipped { preamble: table.preamble, ..Skipped::default() }, ..Outcome::default() };
    let mut unused = Unused::new();
    let mut reader = csv::reader(&text[table.start..], table.delimiter);
    let mut record = ::csv::StringRecord::new();
    let (mut heading, mut last_line, mut data_rows) = (true, table.line, 0);
    for extent in Extents::new(text, table.delimiter, table.start, table.line) {
        let extent = extent?;
        if !reader.read_record(&mut record).is_ok_and(|more| more) {
            return Err(out_of_step(extent.line));
        }
        let source = Source { line: extent.line, text: &text[extent.bytes.clone()], delimiter: table.delimiter };
        if heading {
            heading = false;
            outcome.faults = table.layout.faults(source, profile);
            if !table.layout.has_needed(profile) {
                return Ok(outcome);
            }
            continue;
        }
        let cells: Vec<&str> = record.iter().map(str::trim).collect();
        last_line = extent.line;
        if skipped(&cells, table, profile, &mut outcome.skipped) {
            continue;
        }
        data_rows += 1;
        if data_rows > MAX_ROWS {
            let message = format!("file has more than {MAX_ROWS} rows, the limit");
            return Err(FileFault::new("IMP-LIMIT", message, "split it into smaller files, each with the heading row"));
        }
        let mut reading = Reading { table, profile, source, cells: &cells, faults: &mut outcome.faults };
        outcome.rows.extend(reading.row(&extent, &mut unused));
        if outcome.faults.len() >= MAX_FAULTS {
            let message = format!("reading stopped here after {MAX_FAULTS} faults");
            outcome.faults.truncate(MAX_FAULTS - 1);
            outcome.faults.push(source.whole("IMP-LIMIT", message, "correct those above first, then try again"));
            break;
        }
    }
    outcome.warnings = unused_warnings(&unused, table, profile);
    outcome.warnings.extend(end_warnings(text, data_rows, last_line));
    Ok(outcome)
}

fn out_of_step(line: u64) -> FileFault {
    let message = format!("row on line {line} is cut differently by two readers");
    FileFault::new("IMP-QUOTE", message, "look at the quotes before that line, and report the file")
}

/// Whether the record is no transaction; counts it then.
fn skipped(cells: &[&str], table: &Table, profile: &Profile, count: &mut Skipped) -> bool {
    let counter = if cells.iter().all(|cell| cell.is_empty()) {
        &mut count.blank
    } else if table.layout.is_repeated_by(cells) {
        &mut count.headings
    } else if is_total(cells, table, profile) {
        &mut count.totals
    } else {
        return false;
    };
    *counter = counter.saturating_add(1);
    true
}

/// A sum says so in its first filled cell and has neither a date nor an act.
fn is_total(cells: &[&str], table: &Table, profile: &Profile) -> bool {
    let Some(first) = cells.iter().find(|cell| !cell.is_empty()) else { return false };
    if first.chars().count() > 40 || !profile.totals.contains(&fold(first.trim_end_matches(':'))) {
        return false;
    }
    let filled = |column| table.layout.place(column).and_then(|index| cells.get(index)).copied().unwrap_or_default();
    cell::day(filled(Column::Date)).is_err() && !profile.acts.contains_key(&fold(filled(Column::Act)))
}

fn unused_warnings(unused: &Unused, table: &Table, profile: &Profile) -> Vec<Warning> {
    let message = |act: &Act, column: &Column, rows: u64| {
        let heading = show::quoted(table.layout.heading(*column, profile));
        let title = profile.demands.get(act).map_or(act.word(), |demand| demand.title.as_str());
        let more = if rows > 1 { format!(", here and in {} further rows", rows - 1) } else { String::new() };
        format!("column {heading} is filled but not used for {title}{more}")
    };
    let warning = |((act, column), (line, rows)): (&(Act, Column), &(u64, u64))| Warning {
        line: *line,
        code: "IMP-EXTRA",
        message: message(act, column, *rows),
    };
    unused.iter().map(warning).collect()
}

fn end_warnings(text: &str, data_rows: usize, line: u64) -> Option<Warning> {
    if data_rows == 0 {
        let message = "file holds headings and no row".to_owned();
        return Some(Warning { line, code: "IMP-EMPTY", message });
    }
    let message = || "the last row has no line end: check that the file is not cut there".to_owned();
    (!text.ends_with(['\n', '\r'])).then(|| Warning { line, code: "IMP-CUT", message: message() })
}
