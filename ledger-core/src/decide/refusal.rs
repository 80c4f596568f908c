//! A refusal: which rule, about what, with which figures, and what would be allowed.
//!
//! Absent by design: exit codes and layout.

use super::{Command, ProjectChoice};
use crate::book::{Entry, Timeline};
use crate::rule::Finding;
use crate::rule::finding::WITHHELD;
use crate::rule::target::NotMeant;
use crate::say;
use crate::vocabulary::{Arg, CompanyName, Day, Licence, LotId, Named, Position, Say, Serial, Span, Step};
use std::fmt;

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
pub enum Refusal {
    /// Something that the command names is not in the ledger; the message names it.
    Missing(Told),
    /// Several things in the ledger have the name that the command gives.
    Ambiguous(Told),
    /// A rule forbids it.
    Rule(Box<Grounds>),
    /// A later event would break, or this one on the day of a later reversal.
    Later {
        /// The rule, and what it would find then.
        grounds: Box<Grounds>,
        /// The event that would break, where it is another one.
        at: Option<Position>,
        /// What was tried and why it is refused.
        told: Told,
    },
    /// Only a person can say which lots are meant.
    Choice {
        /// The licence that is asked for.
        licence: Licence,
        /// Lots to choose from.
        candidates: Vec<Candidate>,
        /// What is asked.
        told: Told,
    },
    /// A payload was withheld that the act would have to know.
    Withheld {
        /// The event.
        event: Position,
        /// Why it has to be known.
        told: Told,
    },
    /// A row of a file is no act.
    Row {
        /// Identifier of what is wrong with it.
        code: &'static str,
        /// What is wrong with it.
        told: Told,
    },
}

/// What is told of a refusal, beside its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub subject: String,
    /// What was tried and why it is refused, with its figures.
    pub message: Say,
    /// What would be allowed.
    pub next: Say,
}

/// What a rule found, and the events that would have been recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// What was found.
    pub finding: Finding,
    /// The events of the act; none where it was refused before there were any.
    pub entries: Vec<Entry>,
}

impl Told {
    fn new(subject: impl ToString, message: impl Into<Say>, next: impl Into<Say>) -> Self {
        Self { subject: subject.to_string(), message: message.into(), next: next.into() }
    }
}

impl Refusal {
    /// Identifier of the rule, or of the kind.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) | Self::Ambiguous(_) => "NOT-FOUND",
            Self::Rule(grounds) | Self::Later { grounds, .. } => grounds.finding.rule,
            Self::Choice { .. } => "LOT-CHOICE",
            Self::Withheld { .. } => WITHHELD,
            Self::Row { code, .. } => code,
        }
    }

    /// What it is about.
    pub fn subject(&self) -> &str {
        match self {
            Self::Rule(grounds) => &grounds.finding.subject,
            Self::Missing(told)
            | Self::Ambiguous(told)
            | Self::Later { told, .. }
            | Self::Choice { told, .. }
            | Self::Withheld { told, .. }
            | Self::Row { told, .. } => &told.subject,
        }
    }

    /// What was tried and why it is refused, with its figures.
    pub fn message(&self) -> &Say {
        match self {
            Self::Rule(grounds) => &grounds.finding.message,
            Self::Missing(told)
            | Self::Ambiguous(told)
            | Self::Later { told, .. }
            | Self::Choice { told, .. }
            | Self::Withheld { told, .. }
            | Self::Row { told, .. } => &told.message,
        }
    }

    /// What would be allowed.
    pub fn next(&self) -> &Say {
        match self {
            Self::Rule(grounds) => &grounds.finding.next,
            Self::Missing(told)
            | Self::Ambiguous(told)
            | Self::Later { told, .. }
            | Self::Choice { told, .. }
            | Self::Withheld { told, .. }
            | Self::Row { told, .. } => &told.next,
        }
    }

    /// Lots to choose from.
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::Choice { candidates, .. } => candidates,
            Self::Missing(_)
            | Self::Ambiguous(_)
            | Self::Rule(_)
            | Self::Later { .. }
            | Self::Withheld { .. }
            | Self::Row { .. } => &[],
        }
    }

    /// What a rule found about the events of the act, where it refused them.
    pub fn grounds(&self) -> Option<&Grounds> {
        match self {
            Self::Rule(grounds) | Self::Later { grounds, .. } => {
                Some(grounds).filter(|g| !g.entries.is_empty()).map(|g| &**g)
            }
            Self::Missing(_) | Self::Ambiguous(_) | Self::Choice { .. } | Self::Withheld { .. } | Self::Row { .. } => {
                None
            }
        }
    }

    /// Whether the command names what is not there, or what is there more than once.
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Missing(_) | Self::Ambiguous(_) => true,
            Self::Rule(_) | Self::Later { .. } | Self::Choice { .. } | Self::Withheld { .. } | Self::Row { .. } => {
                false
            }
        }
    }

    /// The same refusal where what is not found may be what was withheld.
    pub(crate) fn perhaps_withheld(self, events: String) -> Self {
        let perhaps = |told: Told| {
            let message = say!("perhaps-withheld", what = &told.message, events = events);
            Told { message, ..told }
        };
        match self {
            Self::Missing(told) => Self::Missing(perhaps(told)),
            Self::Ambiguous(told) => Self::Ambiguous(perhaps(told)),
            Self::Rule(_) | Self::Later { .. } | Self::Choice { .. } | Self::Withheld { .. } | Self::Row { .. } => self,
        }
    }

    pub(super) fn rule(
        code: &'static str,
        subject: impl ToString,
        message: impl Into<Say>,
        next: impl Into<Say>,
    ) -> Self {
        Self::by_rule(&Finding::error(code, subject, message, next))
    }

    pub(super) fn by_rule(finding: &Finding) -> Self {
        Self::Rule(Box::new(Grounds { finding: finding.clone(), entries: Vec::new() }))
    }

    /// The payload of an event was withheld, which the act would have to know.
    pub(crate) fn withheld(event: Position, message: impl Into<Say>, next: impl Into<Say>) -> Self {
        Self::Withheld { event, told: Told::new(format!("event {event}"), message, next) }
    }

    /// A row of a file that is no act.
    pub fn of_row(code: &'static str, subject: impl ToString, message: impl Into<Say>, next: impl Into<Say>) -> Self {
        Self::Row { code, told: Told::new(subject, message, next) }
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
        let told = Told::new(&finding.subject, message, say!("later-or-fact", way = way));
        let grounds = Box::new(Grounds { finding: finding.clone(), entries: acts.to_vec() });
        Self::Later { grounds, at: entry.map(|entry| entry.position), told }
    }

    /// A rule refuses the events of the act.
    pub(super) fn of_act(finding: &Finding, entries: &[Entry]) -> Self {
        Self::Rule(Box::new(Grounds { finding: finding.clone(), entries: entries.to_vec() }))
    }

    /// Something that the ledger does not hold.
    pub(crate) fn missing(what: &str, name: &str, next: impl Into<Say>) -> Self {
        let message = say!("missing", what = what, name = name);
        Self::Missing(Told::new(name, message, next))
    }

    pub(crate) fn no_project(choice: &ProjectChoice) -> Self {
        let name = match &choice.company {
            Some(company) => format!("{} of {company}", choice.project),
            None => choice.project.to_string(),
        };
        let next =
            say!("missing-project-next", list = Step::ListProjects, open = Step::OpenProject(Some(choice.named())));
        Self::missing("project", &name, next)
    }

    pub(crate) fn several_projects(choice: &ProjectChoice, companies: &[CompanyName]) -> Self {
        let message = say!("several-projects", companies = Arg::from_iter(companies));
        let next = say!("several-projects-next");
        Self::Ambiguous(Told::new(&choice.project, message, next))
    }

    pub(crate) fn no_device(serial: &Serial) -> Self {
        let next = say!("missing-device-next", list = Step::ListDevices, add = Step::AddDevice(Some(serial.clone())));
        Self::missing("device", serial.as_str(), next)
    }

    pub(super) fn no_lot(lot: LotId, project: Option<Named>) -> Self {
        let wherein = project.as_ref().map_or_else(String::new, |named| format!(" in project {}", named.project));
        let next = say!("missing-lot-next", lots = Step::ShowLots(project));
        Self::missing("lot", &format!("{lot}{wherein}"), next)
    }

    pub(super) fn choice(licence: &Licence, units: u32, candidates: Vec<Candidate>) -> Self {
        let message = say!("lot-choice", units = units, lots = candidates.len());
        Self::Choice {
            licence: licence.clone(),
            candidates,
            told: Told::new(licence, message, say!("lot-choice-next")),
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
        write!(f, "{}: {}: {}", self.code(), self.subject(), self.message())
    }
}

impl std::error::Error for Refusal {}
