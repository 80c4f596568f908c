//! Refusals: the answer no, with the rule, the subject, the figures and the way out.
//!
//! Absent by design: exit codes and layout.

use super::{Command, ProjectChoice};
use crate::book::{Entry, Timeline};
use crate::rule::Finding;
use crate::rule::target::NotMeant;
use crate::vocabulary::{CompanyName, Day, Licence, LotId, Serial, Span};
use std::fmt;

/// Why an act was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// Something that the command names is not in the ledger.
    NotFound,
    /// A rule forbids it.
    Rule,
    /// Only a person can say which lots are meant.
    Choice,
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
    pub message: String,
    /// What would be allowed.
    pub next: String,
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
    pub(super) fn rule(
        code: &str,
        subject: impl ToString,
        message: impl Into<String>,
        next: impl Into<String>,
    ) -> Self {
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
        let which = entry.map_or_else(
            || "from a later reversal on, it would itself break".to_owned(),
            |e| format!("event {} ({} of {}) would break then", e.position, e.fact.event.kind(), e.effective),
        );
        let message = format!("{which}: {}", finding.message);
        let corrects = matches!(command, Command::Annul { .. } | Command::Reverse { .. } | Command::Amend { .. });
        let amends = |act: &Entry, entry: &Entry| {
            let target = act.fact.event.target().map(|target| target.version);
            matches!(command, Command::Amend { .. }) && act.stream == entry.stream && target == Some(entry.version)
        };
        let way = match entry.filter(|_| corrects) {
            Some(entry) if acts.iter().any(|act| amends(act, entry)) => "set what agrees with it".to_owned(),
            Some(entry) => format!("correct event {} first", entry.position),
            // A closing takes its day from what it closes.
            None if matches!(command, Command::ClosePeriod { .. }) => finding.next.clone(),
            None => format!("choose a later `--date`, or {}", finding.next),
        };
        let next = format!("{way}; if it did happen: `--fact --reason TEXT`");
        Self::rule(finding.rule, &finding.subject, message, next)
    }

    /// The same refusal with what it rests on.
    pub(super) fn on(self, finding: &Finding, entries: &[Entry]) -> Self {
        let grounds = Grounds { finding: finding.clone(), entries: entries.to_vec() };
        Self { grounds: Some(Box::new(grounds)), ..self }
    }

    /// Something that the ledger does not hold.
    pub(crate) fn missing(what: &str, name: &str, next: &str) -> Self {
        Self {
            kind: RefusalKind::NotFound,
            code: "NOT-FOUND".to_owned(),
            subject: name.to_owned(),
            message: format!("the ledger has no {what} {name}"),
            next: next.to_owned(),
            candidates: Vec::new(),
            grounds: None,
        }
    }

    pub(crate) fn no_project(choice: &ProjectChoice) -> Self {
        let name = match &choice.company {
            Some(company) => format!("{} of {company}", choice.project),
            None => choice.project.to_string(),
        };
        Self::missing("project", &name, "`licledger project list` shows them; `licledger project open` opens one")
    }

    pub(crate) fn several_projects(choice: &ProjectChoice, companies: &[CompanyName]) -> Self {
        let names: Vec<String> = companies.iter().map(ToString::to_string).collect();
        let message = format!("several companies have a project of that name: {}", names.join(", "));
        let next = "say which with `--company NAME`";
        Self { kind: RefusalKind::NotFound, ..Self::rule("NOT-FOUND", &choice.project, message, next) }
    }

    pub(crate) fn no_device(serial: &Serial) -> Self {
        let next = "`licledger device list` shows them; `licledger device add` brings one in";
        Self::missing("device", serial.as_str(), next)
    }

    pub(super) fn no_lot(lot: LotId, project: &str) -> Self {
        let next = format!("`licledger ssa --project {project}` lists the lots");
        Self::missing("lot", &format!("{lot} in project {project}"), &next)
    }

    pub(super) fn choice(licence: &Licence, units: u32, candidates: Vec<Candidate>) -> Self {
        let message =
            format!("{units} are asked for, and {} lots with different dates could give them", candidates.len());
        Self {
            kind: RefusalKind::Choice,
            candidates,
            ..Self::rule(
                "LOT-CHOICE",
                licence,
                message,
                "say which with `--lot LOT` or `--pick oldest-ssa|newest-ssa|fifo`",
            )
        }
    }
}

impl From<NotMeant> for Refusal {
    fn from(reason: NotMeant) -> Self {
        match reason {
            NotMeant::NoLot(lot, project) => Self::no_lot(lot, &project),
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
