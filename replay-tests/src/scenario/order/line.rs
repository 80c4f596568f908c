//! A command line taken apart: words in their order, options by name.
//!
//! What nobody asked for is an error at the end, so that a misspelt option never passes unnoticed.

use ledger_core::catalogue::Catalogue;
use ledger_core::decide::{Choice, Pick, ProjectChoice, Take};
use ledger_core::vocabulary::{CompanyName, Fault, LotId, ProjectName, Serial, Units, Version};
use std::collections::VecDeque;

/// Why a line is no order.
#[derive(Debug)]
pub(in super::super) enum NoOrder {
    /// A word of the business that is not one: the program says so to its user.
    Fault(Fault),
    /// A line that the contract does not know: the scenario is wrong.
    Line(String),
}

impl From<Fault> for NoOrder {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Options that stand without a value.
const FLAGS: [&str; 4] = ["--fact", "--consent-v8", "--all", "--carry"];

/// A line that is taken apart.
pub(super) struct Line {
    whole: String,
    words: VecDeque<String>,
    options: Vec<(String, String)>,
    flags: Vec<String>,
}

impl Line {
    pub(super) fn of(words: &[String]) -> Result<Self, NoOrder> {
        let mut line = Self { whole: words.join(" "), words: VecDeque::new(), options: Vec::new(), flags: Vec::new() };
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            if FLAGS.contains(&word.as_str()) {
                line.flags.push(word.clone());
            } else if word.starts_with("--") {
                let value = rest.next().ok_or_else(|| line.lacks(&format!("a value of {word}")))?;
                line.options.push((word.clone(), value.clone()));
            } else {
                line.words.push_back(word.clone());
            }
        }
        Ok(line)
    }

    pub(super) fn wrong(&self, what: impl Into<String>) -> NoOrder {
        NoOrder::Line(format!("{} in: {}", what.into(), self.whole))
    }

    pub(super) fn lacks(&self, what: &str) -> NoOrder {
        self.wrong(format!("lacks {what}"))
    }

    /// The next word.
    pub(super) fn word(&mut self, what: &str) -> Result<String, NoOrder> {
        self.words.pop_front().ok_or_else(|| self.lacks(what))
    }

    /// The first value of an option, taken off.
    pub(super) fn option(&mut self, name: &str) -> Option<String> {
        let place = self.options.iter().position(|(option, _)| option == name)?;
        Some(self.options.remove(place).1)
    }

    pub(super) fn needed(&mut self, name: &str) -> Result<String, NoOrder> {
        self.option(name).ok_or_else(|| self.lacks(name))
    }

    pub(super) fn flag(&mut self, name: &str) -> bool {
        let place = self.flags.iter().position(|flag| flag == name);
        place.map(|place| self.flags.remove(place)).is_some()
    }

    pub(super) fn end(self) -> Result<(), NoOrder> {
        if self.words.is_empty() && self.options.is_empty() && self.flags.is_empty() {
            return Ok(());
        }
        Err(self.wrong(format!("nobody asks for {:?} {:?} {:?}", self.words, self.options, self.flags)))
    }

    pub(super) fn company_word(&mut self) -> Result<CompanyName, NoOrder> {
        Ok(CompanyName::parse(&self.word("NAME")?)?)
    }

    pub(super) fn company(&mut self) -> Result<Option<CompanyName>, NoOrder> {
        Ok(self.option("--company").map(|name| CompanyName::parse(&name)).transpose()?)
    }

    pub(super) fn project_if(&mut self, option: &str) -> Result<Option<ProjectChoice>, NoOrder> {
        let Some(name) = self.option(option) else { return Ok(None) };
        Ok(Some(ProjectChoice { company: self.company()?, project: ProjectName::parse(&name)? }))
    }

    pub(super) fn project(&mut self, option: &str) -> Result<ProjectChoice, NoOrder> {
        self.project_if(option)?.ok_or_else(|| self.lacks(option))
    }

    pub(super) fn serial(&mut self, option: &str) -> Result<Serial, NoOrder> {
        Ok(Serial::parse(&self.needed(option)?)?)
    }

    pub(super) fn version(&mut self, option: &str) -> Result<Version, NoOrder> {
        Ok(Version::parse(&self.needed(option)?)?)
    }

    /// `TYPE N [--lot LOT | --pick ORDER]`.
    pub(super) fn take(&mut self) -> Result<Take, NoOrder> {
        let licence = Catalogue::shipped().read(&self.word("TYPE")?)?;
        let units = Units::parse(&self.word("N")?)?;
        let choice = match (self.option("--lot"), self.option("--pick").as_deref()) {
            (Some(lot), None) => Choice::Lot(LotId::parse(&lot)?),
            (None, Some("oldest-ssa")) => Choice::Pick(Pick::OldestSsa),
            (None, Some("newest-ssa")) => Choice::Pick(Pick::NewestSsa),
            (None, Some("fifo")) => Choice::Pick(Pick::Fifo),
            (None, None) => Choice::Open,
            (_, pick) => return Err(self.wrong(format!("no such pick: {pick:?}"))),
        };
        Ok(Take { licence, units, choice })
    }
}
