//! The heading row: which column stands where, and in which language.
//!
//! Absent by design: finding the row ([`super::sniff`] does).

use super::column::{Column, Language};
use super::fault::{CellOf, RowFault, Source};
use super::nearest::nearest;
use super::profile::Profile;
use super::show::quoted;
use super::wording::fold;

/// The columns of a file, in its order.
#[derive(Debug)]
pub(super) struct Layout {
    /// Headings as the file spells them, without blank ones at the end.
    pub headings: Vec<String>,
    /// What each column means; absent where the heading is blank, unknown or stands a second time.
    pub columns: Vec<Option<Column>>,
    /// Language of the headings.
    pub language: Language,
    /// Where each column stands, from 0, by [`Column`].
    places: [Option<usize>; Column::COUNT],
}

impl Layout {
    /// Reads a record as a heading row, whatever it holds.
    pub(super) fn new(cells: Vec<String>, profile: &Profile) -> Self {
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let headings: Vec<String> = cells.into_iter().take(filled).collect();
        let known: Vec<_> = headings.iter().map(|heading| profile.headings.get(&fold(heading)).copied()).collect();
        let mut places = [None; Column::COUNT];
        let mut columns = Vec::new();
        for (index, column) in known.iter().map(|known| known.map(|(column, _)| column)).enumerate() {
            let first = column.filter(|column| places[*column as usize].is_none());
            if let Some(column) = first {
                places[column as usize] = Some(index);
            }
            columns.push(first);
        }
        let speaks = |language| known.iter().flatten().any(|(_, word)| *word == Some(language));
        let language = match (speaks(Language::German), speaks(Language::English)) {
            (true, false) => Language::German,
            (false, true) => Language::English,
            _ => Language::Mixed,
        };
        Self { headings, columns, language, places }
    }

    /// How many columns have a meaning.
    pub(super) fn known(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// Where the column stands, from 0.
    pub(super) fn place(&self, column: Column) -> Option<usize> {
        self.places[column as usize]
    }

    /// Whether every column is there without which no row has a meaning.
    pub(super) fn has_needed(&self, profile: &Profile) -> bool {
        profile.needed.iter().all(|column| self.place(*column).is_some())
    }

    /// The column's heading as the file spells it, or as the profile does where the file lacks it.
    pub(super) fn heading<'a>(&'a self, column: Column, profile: &'a Profile) -> &'a str {
        match self.place(column).and_then(|index| self.headings.get(index)) {
            Some(heading) => heading,
            None => profile.heading(column, self.language),
        }
    }

    /// Whether the cells are the headings once more.
    pub(super) fn is_repeated_by(&self, cells: &[&str]) -> bool {
        let cells = cells.iter().copied().chain(std::iter::repeat(""));
        self.headings.iter().zip(cells).all(|(heading, cell)| heading == cell || fold(heading) == fold(cell))
    }

    /// Everything that is wrong with the headings.
    pub(super) fn faults(&self, source: Source<'_>, profile: &Profile) -> Vec<RowFault> {
        let mut faults: Vec<RowFault> = profile
            .needed
            .iter()
            .filter(|column| self.place(**column).is_none())
            .map(|column| missing(*column, source, profile))
            .collect();
        for (index, heading) in self.headings.iter().enumerate() {
            if heading.is_empty() || self.columns[index].is_some() {
                continue;
            }
            let cell = CellOf { index, heading, text: heading };
            let first = profile.headings.get(&fold(heading)).and_then(|(column, _)| self.place(*column));
            faults.push(match first.and_then(|first| self.headings.get(first)) {
                Some(first) => {
                    let message = format!("heading {} means the same column as {}", quoted(heading), quoted(first));
                    source.cell(cell, "IMP-HEADING", message, "remove or rename one of the two columns")
                }
                None => unknown(cell, source, profile),
            });
        }
        faults
    }
}

fn missing(column: Column, source: Source<'_>, profile: &Profile) -> RowFault {
    let names: Vec<String> = profile.spelled.get(&column).into_iter().flatten().map(|name| quoted(name)).collect();
    let message = format!("no column has the heading {}", names.join(" or "));
    source.whole("IMP-HEADING", message, "add the column; no row can be understood without it")
}

fn unknown(cell: CellOf<'_>, source: Source<'_>, profile: &Profile) -> RowFault {
    let near = nearest(&fold(cell.heading), profile.headings.keys().map(String::as_str));
    let spelled = near.and_then(|near| profile.spelled.values().flatten().find(|name| fold(name) == near));
    let hint = match spelled {
        Some(name) => format!("write {} if that is meant, or remove the column", quoted(name)),
        None => {
            let names: Vec<&str> =
                profile.spelled.values().filter_map(|names| names.first()).map(String::as_str).collect();
            format!("remove the column, or rename it to one of: {}", names.join(", "))
        }
    };
    let message = format!("heading {} is not known to the profile {}", quoted(cell.heading), profile.name());
    source.cell(cell, "IMP-HEADING", message, hint)
}
