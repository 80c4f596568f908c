//! Refusals: the answer no, with the rule, the subject, the figures and the way out.
//!
//! Absent by design: exit codes and layout.

use super::{Command, ProjectChoice};
use crate::book::{Entry, Timeline};
use crate::rule::Finding;
use crate::rule::target::NotMeant;
use crate::say;
use crate::vocabulary::{Arg, CompanyName, Day, Licence, LotId, Named, Say, Serial, Span, Step};
use std::fmt;

/// Why an act was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// Something that the command names is not in the ledger; the message names it.
    Missing,
    /// Several things in the ledger have the name that the command gives.
    Ambiguous,
    /// A rule forbids it.
    Rule,
    /// Only a person can say which lots are meant.
    Choice,
}

impl RefusalKind {
    /// Whether the command names what is not there, or what is there more than once.
    pub fn is_not_found(self) -> bool {
        match self {
            Self::Missing | Self::Ambiguous => true,
            Self::Rule | Self::Choice => false,
        }
    }
}

/// A lot that a command could have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its name.
    pub lot: LotId,
    /// Its licence.
    pub licence: Licence,
    /// Units that are there.
    pub units: i64,
    /// Day of the first binding.
    pub first_bound: Option<Day>,
    /// Its SSA.
    pub coverage: Vec<Span>,
}

/// The answer no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why, in kind.
    pub kind: RefusalKind,
    /// Identifier of the rule; `NOT-FOUND` and `LOT-CHOICE` for the other kinds.
    pub code: String,
    /// What it is about.
    pub subject: String,
    /// What was tried and why it is refused, with its figures.
    pub message: Say,
    /// What would be allowed.
    pub next: Say,
    /// Lots to choose from.
    pub candidates: Vec<Candidate>,
    /// What a rule found, where one refused it.
    pub grounds: Option<Box<Grounds>>,
}

/// What a rule found, and the events that would have been recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// What was found.
    pub finding: Finding,
    /// The events of the act.
    pub entries: Vec<Entry>,
}

impl Refusal {
    pub(super) fn rule(code: &str, subject: impl ToString, message: impl Into<Say>, next: impl Into<Say>) -> Self {
        Self {
            kind: RefusalKind::Rule,
            code: code.to_owned(),
            subject: subject.to_string(),
            message: message.into(),
            next: next.into(),
            candidates: Vec::new(),
            grounds: None,
        }
    }

    pub(super) fn by_rule(finding: &Finding) -> Self {
        Self::rule(finding.rule, &finding.subject, finding.message.clone(), finding.next.clone())
    }

    /// Another event would break, or this one on the day of a reversal: the refusal names its rule, its position and its
    /// day. `acts` are the events of the act itself.
    pub(super) fn of_later(finding: &Finding, timeline: &Timeline, command: &Command, acts: &[Entry]) -> Self {
        let entry = finding.events.last().and_then(|position| timeline.as_amended(*position));
        let what = &finding.message;
        let message = match entry {
            None => say!("later-itself", what = what),
            Some(e) => {
                say!("later-event", event = e.position, kind = e.fact.event.kind(), day = e.effective, what = what)
            }
        };
        let corrects = matches!(command, Command::Annul { .. } | Command::Reverse { .. } | Command::Amend { .. });
        let amends = |act: &Entry, entry: &Entry| {
            let target = act.fact.event.target().map(|target| target.version);
            matches!(command, Command::Amend { .. }) && act.stream == entry.stream && target == Some(entry.version)
        };
        let way = match entry.filter(|_| corrects) {
            Some(entry) if acts.iter().any(|act| amends(act, entry)) => say!("later-set"),
            Some(entry) => say!("later-correct", event = entry.position),
            // A closing takes its day from what it closes.
            None if matches!(command, Command::ClosePeriod { .. }) => finding.next.clone(),
            None => say!("later-date", or = &finding.next),
        };
        let next = say!("later-or-fact", way = way);
        Self::rule(finding.rule, &finding.subject, message, next)
    }

    /// The same refusal with what it rests on.
    pub(super) fn on(self, finding: &Finding, entries: &[Entry]) -> Self {
        let grounds = Grounds { finding: finding.clone(), entries: entries.to_vec() };
        Self { grounds: Some(Box::new(grounds)), ..self }
    }

    /// Something that the ledger does not hold.
    pub(crate) fn missing(what: &str, name: &str, next: impl Into<Say>) -> Self {
        let message = say!("missing", what = what, name = name);
        Self { kind: RefusalKind::Missing, ..Self::rule("NOT-FOUND", name, message, next) }
    }

    pub(crate) fn no_project(choice: &ProjectChoice) -> Self {
        let name = match &choice.company {
            Some(company) => format!("{} of {company}", choice.project),
            None => choice.project.to_string(),
        };
        let next = say!("missing-project-next", list = Step::ListProjects, open = Step::OpenProject);
        Self::missing("project", &name, next)
    }

    pub(crate) fn several_projects(choice: &ProjectChoice, companies: &[CompanyName]) -> Self {
        let message = say!("several-projects", companies = Arg::from_iter(companies));
        let next = say!("several-projects-next");
        Self { kind: RefusalKind::Ambiguous, ..Self::rule("NOT-FOUND", &choice.project, message, next) }
    }

    pub(crate) fn no_device(serial: &Serial) -> Self {
        let next = say!("missing-device-next", list = Step::ListDevices, add = Step::AddDevice);
        Self::missing("device", serial.as_str(), next)
    }

    pub(super) fn no_lot(lot: LotId, project: Option<Named>) -> Self {
        let wherein = project.as_ref().map_or_else(String::new, |named| format!(" in project {}", named.project));
        let next = say!("missing-lot-next", lots = Step::ShowLots(project));
        Self::missing("lot", &format!("{lot}{wherein}"), next)
    }

    pub(super) fn choice(licence: &Licence, units: u32, candidates: Vec<Candidate>) -> Self {
        let message = say!("lot-choice", units = units, lots = candidates.len());
        Self {
            kind: RefusalKind::Choice,
            candidates,
            ..Self::rule("LOT-CHOICE", licence, message, say!("lot-choice-next"))
        }
    }
}

impl From<NotMeant> for Refusal {
    fn from(reason: NotMeant) -> Self {
        match reason {
            NotMeant::NoLot(lot, project) => Self::no_lot(lot, project),
            NotMeant::Nothing(what, wherein, next) => Self::missing(what, &wherein, next),
            NotMeant::Short(finding) => Self::by_rule(&finding),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.code, self.subject, self.message)
    }
}

impl std::error::Error for Refusal {}
