//! A file of transactions as rows, and how it is written: what stands between cells, how lines end, in which words.
//!
//! Absent by design: meanings. The English words are those that the profile lists.

use crate::desk::sample;
use replay_tests::generate::Random;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A file's headings and rows; the first column is the day, as `31.12.2016`.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The headings.
    pub(crate) headings: Vec<String>,
    /// The rows, with a cell for each heading.
    pub(crate) rows: Vec<Vec<String>>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// What stands between cells.
    pub(crate) delimiter: char,
    /// Whether every cell stands in quotes, or only those that must.
    pub(crate) quoted: bool,
    /// What ends a line.
    pub(crate) end: &'static str,
}

/// As the sample is written.
pub(crate) const PLAIN: Form = Form { delimiter: ';', quoted: false, end: "\n" };

impl Table {
    /// The sample.
    pub(crate) fn sample() -> Self {
        Self::of(&fs::read_to_string(sample("history.csv")).expect("the sample can be read"))
    }

    /// Takes a text apart whose cells are parted by `;`, with quotes around those that hold one.
    pub(crate) fn of(text: &str) -> Self {
        let mut lines = text.lines().map(cells);
        Self { headings: lines.next().expect("a file has headings"), rows: lines.collect() }
    }

    /// The file with other rows.
    pub(crate) fn with(&self, rows: Vec<Vec<String>>) -> Self {
        Self { headings: self.headings.clone(), rows }
    }

    /// Where a column stands.
    pub(crate) fn column(&self, heading: &str) -> usize {
        self.headings.iter().position(|h| h == heading).unwrap_or_else(|| panic!("there is no column {heading}"))
    }

    /// Writes it.
    pub(crate) fn text(&self, form: Form) -> String {
        let line = |cells: &Vec<String>| {
            let cells: Vec<String> = cells.iter().map(|cell| form.cell(cell)).collect();
            format!("{}{}", cells.join(&form.delimiter.to_string()), form.end)
        };
        std::iter::once(&self.headings).chain(&self.rows).map(line).collect()
    }

    /// Its bytes, as the sample is written.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.text(PLAIN).into_bytes()
    }

    /// The same rows under English headings, with English acts, ISO days and commas in thousands.
    pub(crate) fn in_english(&self) -> Self {
        let english = english();
        let mut table = self.clone();
        for heading in &mut table.headings {
            *heading = english[heading.as_str()].clone();
        }
        let (act, ssc) = (self.column("Vorgang"), self.column("SSC"));
        for row in &mut table.rows {
            row[act] = english[row[act].as_str()].clone();
            row[ssc] = row[ssc].replace('.', ",");
        }
        table.in_iso_days()
    }

    /// The same rows with days as `2016-12-31`.
    pub(crate) fn in_iso_days(&self) -> Self {
        let mut table = self.clone();
        table.rows.iter_mut().flatten().for_each(|cell| *cell = iso(cell).unwrap_or_else(|| cell.clone()));
        table
    }

    /// The numbers of the rows of each day, by ISO day.
    pub(crate) fn days(&self) -> BTreeMap<String, Vec<usize>> {
        let mut days: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, row) in self.rows.iter().enumerate() {
            let day = iso(&row[0]).unwrap_or_else(|| row[0].clone());
            days.entry(day).or_default().push(number);
        }
        days
    }

    /// The rows in some other order; those of one day stay in theirs.
    pub(crate) fn across_days(&self, chance: &mut Random) -> Self {
        let mut order: Vec<usize> = (0..self.rows.len()).collect();
        shuffle(&mut order, chance);
        let mut rows: Vec<Vec<String>> = vec![Vec::new(); self.rows.len()];
        for of_day in self.days().values() {
            let places = (0..order.len()).filter(|place| of_day.contains(&order[*place]));
            for (place, number) in places.zip(of_day) {
                rows[place] = self.rows[*number].clone();
            }
        }
        self.with(rows)
    }

    /// The rows with those of some days in another order: each day is touched so many times in a hundred.
    pub(crate) fn within_days(&self, percent: u64, chance: &mut Random) -> Self {
        let mut table = self.clone();
        for of_day in self.days().values().filter(|rows| rows.len() > 1) {
            if chance.percent(percent) {
                let mut order = of_day.clone();
                shuffle(&mut order, chance);
                for (place, number) in of_day.iter().zip(order) {
                    table.rows[*place] = self.rows[number].clone();
                }
            }
        }
        table
    }
}

impl Form {
    fn cell(self, cell: &str) -> String {
        let must = cell.contains([self.delimiter, '"', '\n', '\r']);
        if self.quoted || must { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
    }
}

/// The English word of each German heading and act; both are read without regard to case.
fn english() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/profile/transactions.v1.json");
    let text = fs::read_to_string(path).expect("the profile can be read");
    let profile: Value = serde_json::from_str(&text).expect("the profile is JSON");
    let listed = |key: &str| profile[key].as_array().cloned().unwrap_or_default();
    let word = |entry: &Value, tongue: &str| entry[tongue][0].as_str().unwrap_or_default().to_owned();
    listed("columns").iter().chain(&listed("acts")).map(|entry| (word(entry, "de"), word(entry, "en"))).collect()
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for character in line.chars() {
        match character {
            '"' => quoted = !quoted,
            ';' if !quoted => cells.push(String::new()),
            other => cells.iter_mut().last().into_iter().for_each(|cell| cell.push(other)),
        }
    }
    cells
}

fn iso(cell: &str) -> Option<String> {
    let parts: Vec<&str> = cell.split('.').collect();
    let [day, month, year] = parts[..] else { return None };
    let digits = |part: &str, len| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit());
    (digits(day, 2) && digits(month, 2) && digits(year, 4)).then(|| format!("{year}-{month}-{day}"))
}

/// Every order is as likely as any other.
pub(crate) fn shuffle<T>(things: &mut [T], chance: &mut Random) {
    for last in (1..things.len()).rev() {
        let other = chance.below(u64::try_from(last).unwrap_or_default() + 1);
        things.swap(last, usize::try_from(other).unwrap_or_default());
    }
}
