//! One record to one row: every cell is read, every need of its act checked, every fault recorded.
//!
//! Absent by design: which records are no rows at all ([`super::map`] skips those), and any rule of the business.

use super::cell::{self, Problem};
use super::column::Column;
use super::csv::Extent;
use super::fault::{CellOf, MAX_KEPT, RowFault, Source};
use super::profile::Profile;
use super::row::{Act, Row};
use super::show;
use super::sniff::Table;
use super::wording::Demand;
use ledger_core::catalogue::Catalogue;
use ledger_core::vocabulary::{CompanyName, Credits, Day, Fault, KeyCode, ProjectName, Serial, Units, Version, Years};
use std::collections::BTreeMap;

/// Filled cells without meaning: first line and number of rows, by act and column.
pub(super) type Unused = BTreeMap<(Act, Column), (u64, u64)>;

/// One record on its way to a row.
pub(super) struct Reading<'a> {
    /// The table that it stands in.
    pub table: &'a Table,
    /// What its columns and words mean.
    pub profile: &'a Profile,
    /// Its source text and place.
    pub source: Source<'a>,
    /// Its cells, trimmed.
    pub cells: &'a [&'a str],
    /// Where faults go.
    pub faults: &'a mut Vec<RowFault>,
}

impl<'a> Reading<'a> {
    /// Reads the record; `None` when it has faults, which are then recorded.
    pub(super) fn row(&mut self, extent: &Extent, unused: &mut Unused) -> Option<Row> {
        let before = self.faults.len();
        if !self.is_well_formed(extent) {
            return None;
        }
        let act = self.take(Column::Act, None, |text| cell::word(text, &self.profile.acts));
        let demand = act.and_then(|act| self.profile.demands.get(&act));
        let row = self.values(act, demand);
        if let (Some(act), Some(demand)) = (act, demand) {
            self.check_needs(demand);
            self.note_unused(act, demand, unused);
        }
        self.faults[before..].sort_by_key(|fault| fault.column);
        row.filter(|_| self.faults.len() == before)
    }

    fn is_well_formed(&mut self, extent: &Extent) -> bool {
        let (have, want) = (self.cells.len(), self.table.layout.headings.len());
        if let Some(index) = extent.stray_quote {
            let hint = "put the whole cell into quotes and double those inside it";
            self.fault_at(
                index,
                "IMP-QUOTE",
                "a quote stands inside a cell that is not wholly quoted".to_owned(),
                hint,
            );
            return false;
        }
        let extra = self.cells.iter().skip(want).position(|cell| !cell.is_empty());
        if have < want || extra.is_some() {
            let message = format!("row has {have} cells where the heading row has {want}");
            let hint = "compare the row with its source: a cell is missing, or holds a delimiter without quotes";
            match extra {
                Some(extra) => self.fault_at(want + extra, "IMP-RAGGED", message, hint),
                None => self.faults.push(self.source.whole("IMP-RAGGED", message, hint)),
            }
            return false;
        }
        let nameless = |index: &usize| self.table.layout.headings[*index].is_empty() && !self.cells[*index].is_empty();
        let nameless = (0..want).find(nameless);
        if let Some(index) = nameless {
            let message = format!("{} stands in a column without a heading", show::quoted(self.cells[index]));
            self.fault_at(index, "IMP-HEADING", message, "give the column a heading, or empty it");
        }
        nameless.is_none()
    }

    /// The cell's text if it is filled.
    fn filled(&self, column: Column) -> Option<&'a str> {
        let cell = self.cells.get(self.table.layout.place(column)?).copied()?;
        (!cell.is_empty() && !self.profile.blank.iter().any(|blank| blank == cell)).then_some(cell)
    }

    /// Whether the cell is filled; a dash for the end of SSA is, though wrongly, and has its own fault.
    fn is_given(&self, column: Column) -> bool {
        let dashed = || self.table.layout.place(column).and_then(|i| self.cells.get(i)).is_some_and(|c| !c.is_empty());
        self.filled(column).is_some() || (column == Column::SsaUntil && dashed())
    }

    /// Reads a filled cell that means something for the act; a fault is recorded and counts as blank.
    fn take<T>(
        &mut self,
        column: Column,
        demand: Option<&Demand>,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<T> {
        if demand.is_some_and(|demand| !demand.usable.contains(&column)) {
            return None;
        }
        match parse(self.filled(column)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                let index = self.table.layout.place(column)?;
                self.fault_at(index, cell::code(column), problem.message, problem.hint);
                None
            }
        }
    }

    /// Every value of the row; `None` without a date or an act, whose absence is recorded.
    fn values(&mut self, act: Option<Act>, demand: Option<&Demand>) -> Option<Row> {
        let (profile, language) = (self.profile, self.table.layout.language);
        let words = &profile.words;
        for column in &profile.needed {
            if self.filled(*column).is_none() {
                self.blank_fault(*column, "every row");
            }
        }
        let date = self.take(Column::Date, demand, cell::day);
        let company = self.take(Column::Company, demand, vocabulary(CompanyName::parse));
        let project = self.take(Column::Project, demand, vocabulary(ProjectName::parse));
        let serial = self.take(Column::Serial, demand, vocabulary(Serial::parse));
        let model = self.take(Column::Model, demand, cell::line);
        let licence = self.take(Column::Licence, demand, vocabulary(|text| Catalogue::shipped().read(text)));
        let quantity = self.take(Column::Quantity, demand, |text| cell::number(text, language, Units::parse));
        let to_version = self.take(Column::ToVersion, demand, vocabulary(Version::parse));
        let ssc = self.take(Column::Ssc, demand, |text| cell::number(text, language, Credits::parse));
        let ssa_until = self.ssa_until(demand);
        let years = self.take(Column::Years, demand, vocabulary(Years::parse));
        let key = self.take(Column::Key, demand, vocabulary(KeyCode::parse));
        let certificate = self.take(Column::Certificate, demand, cell::line);
        let to = self.take(Column::To, demand, |text| other_side(act, text));
        let reference = self.take(Column::Reference, demand, cell::line);
        let note = self.take(Column::Note, demand, cell::lines);
        let role = self.take(Column::Role, demand, |text| cell::word(text, &words.role));
        let licensing = self.take(Column::Licensing, demand, |text| cell::word(text, &words.licensing));
        let software = self.take(Column::Software, demand, cell::software);
        let purchased = self.take(Column::Purchased, demand, cell::day);
        let variant = self.take(Column::Variant, demand, |text| cell::word(text, &words.variant));
        let consent = self.take(Column::Consent, demand, |text| cell::word(text, &words.consent));
        let spelt = [
            (Column::Company, company.as_ref().map(ToString::to_string)),
            (Column::Project, project.as_ref().map(ToString::to_string)),
            (Column::Model, model.clone()),
            (Column::Key, key.as_ref().map(ToString::to_string)),
            (Column::Certificate, certificate.clone()),
            (Column::To, to.clone().filter(|_| act != Some(Act::Replace))),
            (Column::Reference, reference.clone()),
        ];
        let respelt = spelt.into_iter().filter_map(|(column, now)| self.respelt(column, &now?)).collect();
        let licence_raw = licence.as_ref().and(self.filled(Column::Licence)).map(str::to_owned);
        Some(Row {
            line: self.source.line,
            raw: show::first_chars(self.source.text, MAX_KEPT),
            date: date?,
            act: act?,
            company,
            project,
            serial,
            model,
            licence,
            licence_raw,
            quantity,
            to_version,
            ssc,
            ssa_until,
            years,
            key,
            certificate,
            to,
            reference,
            note,
            role,
            licensing,
            software,
            purchased,
            variant,
            consent,
            respelt,
        })
    }

    /// The cell as the file spells it, where that is not how it is spelt now.
    fn respelt(&self, column: Column, now: &str) -> Option<(Column, String)> {
        self.filled(column).filter(|given| *given != now).map(|given| (column, given.to_owned()))
    }

    /// The end of SSA: where the act has one, a dash is no blank but a date that is missing.
    fn ssa_until(&mut self, demand: Option<&Demand>) -> Option<Day> {
        let index = self.table.layout.place(Column::SsaUntil)?;
        let dashed = self.cells.get(index).copied().filter(|cell| !cell.is_empty());
        if dashed.is_some() && self.filled(Column::SsaUntil).is_none() {
            if demand.is_some_and(|demand| demand.usable.contains(&Column::SsaUntil))
                && let Err(problem) = cell::ssa_end(dashed?)
            {
                self.fault_at(index, "IMP-DATE", problem.message, problem.hint);
            }
            return None;
        }
        self.take(Column::SsaUntil, demand, cell::ssa_end)
    }

    /// Records a fault for every needed column that is blank and every choice of which no alternative is filled.
    fn check_needs(&mut self, demand: &Demand) {
        for column in &demand.needs {
            if self.filled(*column).is_none() && !self.profile.needed.contains(column) {
                self.blank_fault(*column, &demand.title);
            }
        }
        for choice in &demand.either {
            let is_met = |columns: &Vec<Column>| columns.iter().all(|column| self.is_given(*column));
            if !choice.iter().any(is_met) {
                self.choice_fault(choice, demand);
            }
        }
    }

    fn blank_fault(&mut self, column: Column, who: &str) {
        let heading = show::quoted(self.table.layout.heading(column, self.profile));
        match self.table.layout.place(column) {
            Some(index) => {
                let message = format!("{who} needs {heading}, which is blank");
                self.fault_at(index, "IMP-BLANK", message, format!("fill {heading} in this row"));
            }
            None => {
                let message = format!("{who} needs {heading}, a column that the file does not have");
                self.faults.push(self.source.whole("IMP-BLANK", message, format!("add the column {heading}")));
            }
        }
    }

    /// Names all alternatives, and points at the first blank cell of the one that is most nearly filled.
    fn choice_fault(&mut self, choice: &[Vec<Column>], demand: &Demand) {
        let heading = |column: &Column| show::quoted(self.table.layout.heading(*column, self.profile));
        let spelled = |columns: &Vec<Column>| columns.iter().map(heading).collect::<Vec<_>>().join(" and ");
        let alternatives = choice.iter().map(spelled).collect::<Vec<_>>().join(", or ");
        let is_blank = |column: &&Column| !self.is_given(**column);
        let nearest = choice.iter().min_by_key(|columns| columns.iter().filter(is_blank).count());
        let place = nearest.and_then(|columns| columns.iter().find(is_blank)).and_then(|c| self.table.layout.place(*c));
        let message = format!("{} needs {alternatives}, and none of these is filled in full", demand.title);
        let hint = "fill the cells of one of them";
        match place {
            Some(index) => self.fault_at(index, "IMP-BLANK", message, hint),
            None => self.faults.push(self.source.whole("IMP-BLANK", message, hint)),
        }
    }

    fn note_unused(&self, act: Act, demand: &Demand, unused: &mut Unused) {
        for column in self.table.layout.columns.iter().flatten() {
            if self.filled(*column).is_some() && !demand.usable.contains(column) {
                let (_, rows) = unused.entry((act, *column)).or_insert((self.source.line, 0));
                *rows = rows.saturating_add(1);
            }
        }
    }

    fn fault_at(&mut self, index: usize, code: &'static str, message: String, hint: impl Into<String>) {
        let heading = self.table.layout.headings.get(index).map_or("", String::as_str);
        let text = self.cells.get(index).copied().unwrap_or_default();
        self.faults.push(self.source.cell(CellOf { index, heading, text }, code, message, hint));
    }
}

/// Reads a cell by a type of the vocabulary.
fn vocabulary<T>(parse: fn(&str) -> Result<T, Fault>) -> impl FnOnce(&str) -> Result<T, Problem> {
    move |text| parse(text).map_err(|fault| Problem::of(fault, text))
}

/// The other side of an act: the new device of a replacement, a project otherwise.
fn other_side(act: Option<Act>, text: &str) -> Result<String, Problem> {
    let name = match act {
        Some(Act::Replace) => Serial::parse(text).map(|serial| serial.to_string()),
        _ => ProjectName::parse(text).map(|project| project.to_string()),
    };
    name.map_err(|fault| Problem::of(fault, text))
}
