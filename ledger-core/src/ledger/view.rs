//! Views: the book as of a day, as known at a position, for everything or for one project, company, device or key.
//!
//! Absent by design: what is asked of a view (the questions), and the day of today, which the caller names.

use super::load::Reach;
use super::withheld;
use super::{Ledger, LedgerError};
use crate::book::{Entry, Timeline};
use crate::catalogue::Catalogue;
use crate::decide::{ProjectChoice, Refusal};
use crate::event::Event;
use crate::event::subject::{Subject, SubjectKind};
use crate::question::{Labels, View, Whose};
use crate::rule;
use crate::say;
use crate::store::Log;
use crate::vocabulary::{CompanyName, Day, KeyCode, Position, Serial, Step, StreamId};
use std::collections::BTreeSet;

/// What a view shall show.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Which part of the ledger.
    pub scope: AskScope,
    /// State at the end of that day.
    pub as_of: Day,
    /// Only events below that position; all where absent.
    pub known_at: Option<u64>,
}

/// Which part of the ledger a view shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskScope {
    /// Everything.
    All,
    /// One project.
    Project(ProjectChoice),
    /// All projects of a company.
    Company(CompanyName),
    /// The projects that a device is or was in.
    Device(Serial),
    /// The projects that a key was redeemed in.
    Key(KeyCode),
}

impl<S: Log> Ledger<S> {
    /// Folds what was asked for.
    ///
    /// # Errors
    /// Refuses unknown projects and positions beyond the head; fails where stored bytes are not whole.
    pub fn view(&self, ask: &Ask) -> Result<View, LedgerError> {
        let below = Position(ask.known_at.unwrap_or(u64::MAX));
        self.view_of(ask).map_err(|error| self.perhaps_withheld(error, below))
    }

    fn view_of(&self, ask: &Ask) -> Result<View, LedgerError> {
        let size = self.head()?.size;
        let known_at = ask.known_at.unwrap_or(size);
        if known_at > size {
            let next = say!("missing-position-next", status = Step::ShowStatus);
            return Err(Refusal::missing("position", &format!("{known_at}: it holds {size} events"), next).into());
        }
        let below = Position(known_at);
        let (reach, wanted) = self.reach(&ask.scope, below)?;
        let loaded = self.load(&reach, below)?;
        let scope = match &ask.scope {
            AskScope::Project(choice) => {
                Some(Whose::projects(BTreeSet::from([named(&loaded.timeline, choice, ask.as_of)?])))
            }
            AskScope::All => None,
            AskScope::Company(company) => Some(Whose::of(&loaded.timeline, self.ledger_stream(), company, &wanted)),
            AskScope::Device(_) | AskScope::Key(_) => Some(Whose::projects(wanted)),
        };
        let catalogue = Catalogue::shipped();
        let (book, mut findings) = rule::assess(catalogue, &loaded.rulebooks, &loaded.timeline, ask.as_of);
        let rulebook =
            loaded.rulebooks.get(&loaded.in_force).cloned().map_or_else(|| self.rulebook(loaded.in_force), Ok)?;
        let mut view = View {
            ledger: self.id(),
            as_of: ask.as_of,
            known_at,
            head: self.head_at(known_at)?,
            labels: Labels::of(&book),
            timeline: loaded.timeline,
            book,
            findings: Vec::new(),
            withheld: loaded.withheld,
            rulebook,
            rulebooks: loaded.rulebooks,
            catalogue,
            scope,
        };
        let shown: BTreeSet<Position> = view.entries().chain(view.in_effect()).map(|entry| entry.position).collect();
        findings.retain(|finding| finding.events.last().is_none_or(|position| shown.contains(position)));
        findings.extend(rule::prj_4(view.book.projects.values().filter(|project| view.shows(project.id))));
        withheld::known_targets(&mut findings, &view.withheld, &view.timeline);
        view.findings = withheld::findings(&view.withheld, &view.timeline);
        view.findings.extend(findings);
        Ok(view)
    }

    fn reach(&self, scope: &AskScope, below: Position) -> Result<(Reach, BTreeSet<StreamId>), LedgerError> {
        let subject = match scope {
            AskScope::All => return Ok((Reach::Everything, BTreeSet::new())),
            AskScope::Project(choice) => Subject::new(SubjectKind::Project, choice.project.folded()),
            AskScope::Company(company) => Subject::new(SubjectKind::Company, company.folded()),
            AskScope::Device(serial) => Subject::new(SubjectKind::Device, serial.as_str()),
            AskScope::Key(key) => Subject::new(SubjectKind::Key, key.as_str()),
        };
        let streams = self.streams_of(&[subject], below)?;
        let missing = match scope {
            AskScope::Project(choice) => Refusal::no_project(choice),
            AskScope::Company(company) => Refusal::missing(
                "company",
                company.as_str(),
                say!("missing-company-list-next", list = Step::ListCompanies),
            ),
            AskScope::Device(serial) => Refusal::no_device(serial),
            AskScope::Key(key) => {
                Refusal::missing("key", key.as_str(), say!("missing-key-next", list = Step::ListKeys))
            }
            AskScope::All => return Ok((Reach::Everything, streams)),
        };
        if streams.is_empty() {
            return Err(missing.into());
        }
        Ok((Reach::Streams(streams.clone()), streams))
    }
}

/// The stream of a project by its name: one that is open on the day, else one that opens later, else one whose opening was
/// undone.
fn named(timeline: &Timeline, choice: &ProjectChoice, as_of: Day) -> Result<StreamId, LedgerError> {
    let opened = |entry: &Entry| {
        let Event::ProjectOpened(opened) = &entry.fact.event else { return None };
        let is_of = choice.company.as_ref().is_none_or(|company| *company == opened.company);
        let wanted = !entry.undone && opened.project == choice.project && is_of;
        wanted.then(|| (entry.stream, opened.company.clone()))
    };
    let among = |entries: Vec<&Entry>| entries.into_iter().filter_map(opened).collect::<Vec<_>>();
    let mut matching = among(timeline.in_effect(as_of));
    if matching.is_empty() {
        matching = among(timeline.resolved(as_of));
    }
    if matching.is_empty() {
        matching = among(timeline.entries().iter().collect());
    }
    match &matching[..] {
        [] => Err(Refusal::no_project(choice).into()),
        [(stream, _)] => Ok(*stream),
        several => {
            let companies: Vec<CompanyName> = several.iter().map(|(_, company)| company.clone()).collect();
            Err(Refusal::several_projects(choice, &companies).into())
        }
    }
}
