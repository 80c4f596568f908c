//! Labels: what the project of a row is called, with the company that it belongs to.
//!
//! A program reads company and project apart; people see the company only where several have a project of that name.
//! Absent by design: which project is meant (the book finds it).

use crate::book::{Book, Project};
use crate::vocabulary::{Arg, CompanyName, StreamId, ToArg};
use std::collections::BTreeMap;
use std::fmt;

/// What stands in place of a project where something concerns none.
const LEDGER: &str = "ledger";

/// A project as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Its company; absent where it has none, and for what concerns no project.
    pub company: Option<CompanyName>,
    /// Its name; `ledger` for what concerns no project.
    pub name: String,
    /// Whether another company has a project of that name, so that people need the company.
    pub is_shared: bool,
}

impl Label {
    /// That of a project whose name no other company has.
    pub fn of(project: &Project) -> Self {
        Self { company: project.company().cloned(), name: project.name(), is_shared: false }
    }

    /// That of what concerns no project.
    pub fn ledger() -> Self {
        Self { company: None, name: LEDGER.to_owned(), is_shared: false }
    }
}

/// For people: the name, with the company before it where that is needed.
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.company {
            Some(company) if self.is_shared => write!(f, "{company} / {}", self.name),
            Some(_) | None => f.write_str(&self.name),
        }
    }
}

impl ToArg for Label {
    fn to_arg(&self) -> Arg {
        Arg::Name(self.to_string())
    }
}

/// The labels of all projects by their streams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels(BTreeMap<StreamId, Label>);

impl Labels {
    /// Those of a book.
    pub fn of(book: &Book) -> Self {
        let mut namesakes: BTreeMap<String, u32> = BTreeMap::new();
        for (_, name) in book.projects.values().filter_map(|project| project.named.as_ref()) {
            *namesakes.entry(name.folded()).or_default() += 1;
        }
        let is_shared = |project: &Project| {
            let name = project.named.as_ref().map(|(_, name)| name.folded());
            name.and_then(|name| namesakes.get(&name)).is_some_and(|count| *count > 1)
        };
        let label = |project: &Project| Label { is_shared: is_shared(project), ..Label::of(project) };
        Self(book.projects.values().map(|project| (project.id, label(project))).collect())
    }

    /// That of a stream, if it is a project's.
    pub fn get(&self, stream: StreamId) -> Option<&Label> {
        self.0.get(&stream)
    }

    /// That of a stream; the ledger's where it is no project's.
    pub fn label(&self, stream: StreamId) -> Label {
        self.get(stream).cloned().unwrap_or_else(Label::ledger)
    }
}
