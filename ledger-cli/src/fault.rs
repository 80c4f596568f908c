//! Failures and refusals as the command line shows them: one form for people, one for machines, one exit code each.
//!
//! The exit codes stand here and nowhere else. Absent by design: deciding what is wrong.

use crate::render::{escape, json};
use crate::style::Style;
use ledger_core::decide::{Candidate, Refusal};
use ledger_core::ledger::LedgerError;
use ledger_core::say;
use ledger_core::store::{PinError, StoreError};
use ledger_core::vocabulary::{self, Say, Step};
use serde::Serialize;
use std::process::ExitCode;
use words::say;

/// What to do about a pin that cannot be read.
pub(crate) fn mend() -> Say {
    say!("pin-file-next", verify = Step::VerifyHead)
}

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// Done, with findings where they were asked for.
    Findings = 1,
    /// The command line cannot be understood.
    Usage = 2,
    /// Something that was named does not exist.
    NotFound = 3,
    /// A rule says no; nothing was written.
    Refused = 4,
    /// Stored bytes are not what was sealed, or not what was seen before.
    Integrity = 5,
    /// An input cannot be read as a whole.
    Unreadable = 6,
    /// The ledger moved or is locked, or a command id is taken.
    Conflict = 7,
    /// Not confirmed.
    Unconfirmed = 8,
    /// Nobody knows whether it was written.
    Unknown = 9,
    /// A mistake of the program.
    Internal = 70,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// How a command ends when nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// As it should.
    Plain,
    /// With findings, where they were asked for.
    Findings,
    /// With a ledger that is not whole.
    Broken,
}

impl From<Done> for Exit {
    fn from(done: Done) -> Self {
        match done {
            Done::Plain => Self::Done,
            Done::Findings => Self::Findings,
            Done::Broken => Self::Integrity,
        }
    }
}

/// What can be said: a text, or a sentence that is data.
pub(crate) trait Spoken {
    /// Its words.
    fn spoken(self) -> String;
}

impl Spoken for &str {
    fn spoken(self) -> String {
        self.to_owned()
    }
}

impl Spoken for &String {
    fn spoken(self) -> String {
        self.clone()
    }
}

impl Spoken for String {
    fn spoken(self) -> String {
        self
    }
}

impl Spoken for Say {
    fn spoken(self) -> String {
        say(&self)
    }
}

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub(crate) struct Fault {
    /// How the program ends.
    pub exit: Exit,
    /// Identifier of a rule or of a cause.
    pub code: String,
    /// What it is about; may be empty.
    pub subject: String,
    /// What was tried and why it failed.
    pub message: String,
    /// What to do next; may be empty.
    pub next: String,
    /// Lots to choose from.
    pub candidates: Vec<Candidate>,
    /// Rows of a file, for machines.
    pub rows: Vec<serde_json::Value>,
    /// A text of its own for people, shown instead of code, subject and message; it must be safe to show.
    pub text: Option<String>,
}

impl Fault {
    /// A fault with an exit code, an identifier, its subject, what happened and what to do next.
    pub(crate) fn new(exit: Exit, code: &str, subject: impl ToString, message: impl Spoken, next: impl Spoken) -> Self {
        Self {
            exit,
            code: code.to_owned(),
            subject: cut(&subject.to_string()),
            message: cut(&message.spoken()),
            next: cut(&next.spoken()),
            candidates: Vec::new(),
            rows: Vec::new(),
            text: None,
        }
    }

    /// The command line cannot be understood.
    pub(crate) fn usage(subject: impl ToString, message: impl Spoken, next: impl Spoken) -> Self {
        Self::new(Exit::Usage, "USAGE", subject, message, next)
    }

    /// A text that is no word of the vocabulary: refused by its rule, or a matter of usage.
    pub(crate) fn of_word(option: &str, fault: &vocabulary::Fault) -> Self {
        if matches!(fault.rule, "DATE" | "NUMBER" | "TEXT") {
            return Self::new(Exit::Usage, fault.rule, option, fault.to_string(), &fault.next);
        }
        let place = fault.at.map(|at| format!(" (at character {at})")).unwrap_or_default();
        Self::new(Exit::Refused, fault.rule, &fault.input, format!("{}{place}", fault.message), &fault.next)
    }

    /// For people: code, subject and message, candidates, and the next step.
    pub(crate) fn render(&self, style: Style) -> String {
        let mut lines = Vec::new();
        match &self.text {
            Some(text) => lines.push(text.trim_end().to_owned()),
            None => {
                let subject = if self.subject.is_empty() { String::new() } else { format!("{}: ", self.subject) };
                let what = format!("{subject}{}", self.message);
                let head = style.red(&format!("error[{}]", self.code));
                lines.push(format!("{head}: {}", escape::terminal(&what)));
            }
        }
        lines.extend(candidates(&self.candidates));
        if !self.next.is_empty() {
            lines.push(format!("  {}: {}", style.bold("next"), escape::terminal(&self.next)));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// For machines: one object on one line.
    pub(crate) fn json(&self) -> String {
        json::line(&Document { error: Reason::of(self) })
    }
}

/// Longest text of an error in characters; arguments and files can be longer than anybody reads.
const LONGEST: usize = 4000;
/// Longest word in it, which is longer than a path that is easily read.
const LONGEST_WORD: usize = 400;

/// A text that may echo an argument, at a length that can be read.
pub(crate) fn cut(text: &str) -> String {
    if text.len() <= LONGEST_WORD {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut word = 0_usize;
    for (count, character) in text.chars().enumerate() {
        if count >= LONGEST {
            shown.push('…');
            break;
        }
        word = if character == ' ' { 0 } else { word.saturating_add(1) };
        match word {
            0..=LONGEST_WORD => shown.push(character),
            _ if word == LONGEST_WORD.saturating_add(1) => shown.push('…'),
            _ => {}
        }
    }
    shown
}

/// Lots to choose from, in columns.
fn candidates(candidates: &[Candidate]) -> Vec<String> {
    if candidates.is_empty() {
        return Vec::new();
    }
    let heading = ["lot", "licence", "units", "first bound", "SSA until"].map(str::to_owned);
    let row = |candidate: &Candidate| {
        let until = candidate.coverage.iter().map(|span| span.until).max();
        [
            candidate.lot.to_string(),
            escape::terminal(&candidate.licence.to_string()).into_owned(),
            candidate.units.to_string(),
            candidate.first_bound.map_or_else(|| "never".to_owned(), |day| day.to_string()),
            until.map_or_else(|| "none".to_owned(), |day| day.to_string()),
        ]
    };
    let rows: Vec<[String; 5]> = std::iter::once(heading).chain(candidates.iter().map(row)).collect();
    let widths: [usize; 5] =
        std::array::from_fn(|i| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or_default());
    let line = |row: &[String; 5]| {
        let [lot, licence, units, first, until] = row;
        let [a, b, c, d, _] = widths;
        format!("  {lot:<a$}  {licence:<b$}  {units:>c$}  {first:<d$}  {until}")
    };
    rows.iter().map(line).collect()
}

#[derive(Serialize)]
struct Document<'a> {
    error: Reason<'a>,
}

#[derive(Serialize)]
struct Reason<'a> {
    code: &'a str,
    message: &'a str,
    subject: &'a str,
    next: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<Offer>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    rows: &'a [serde_json::Value],
}

#[derive(Serialize)]
struct Offer {
    lot: String,
    licence: String,
    units: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_bound: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl<'a> Reason<'a> {
    fn of(fault: &'a Fault) -> Self {
        let offer = |candidate: &Candidate| Offer {
            lot: candidate.lot.to_string(),
            licence: candidate.licence.to_string(),
            units: candidate.units,
            first_bound: candidate.first_bound.map(|day| day.to_string()),
            until: candidate.coverage.iter().map(|span| span.until).max().map(|day| day.to_string()),
        };
        let Fault { code, message, subject, next, candidates, rows, .. } = fault;
        Self { code, message, subject, next, candidates: candidates.iter().map(offer).collect(), rows }
    }
}

/// What a refusal is about, where its message does not name it anyway.
pub(crate) fn subject_of(refusal: &Refusal) -> &str {
    match refusal {
        Refusal::Missing(_) => "",
        Refusal::Ambiguous(_)
        | Refusal::Rule(_)
        | Refusal::Later { .. }
        | Refusal::Choice { .. }
        | Refusal::Withheld { .. }
        | Refusal::Row { .. } => refusal.subject(),
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        let exit = if refusal.is_not_found() { Exit::NotFound } else { Exit::Refused };
        let (message, next) = (say(refusal.message()), say(refusal.next()));
        let candidates = refusal.candidates().to_vec();
        Self { candidates, ..Self::new(exit, refusal.code(), subject_of(&refusal), message, next) }
    }
}

/// What to do with a ledger that is not the one that was seen before, and is whole otherwise.
pub(crate) fn next_of_pin(error: &LedgerError) -> Say {
    match error {
        LedgerError::Pin { pinned, found, .. } if found.size < pinned.size => {
            say!("pin-older-next", accept = Step::AcceptLoss)
        }
        LedgerError::OtherLedger { .. } => say!("pin-other-next", accept = Step::AcceptLedger),
        _ => say!("pin-differs-next", accept = Step::AcceptLedger),
    }
}

/// What to do with a ledger that is not whole.
pub(crate) const NEXT_OF_DAMAGED: &str = "keep the file as it is, and bring back a copy that is whole";

impl From<LedgerError> for Fault {
    fn from(error: LedgerError) -> Self {
        let message = error.to_string();
        match error {
            LedgerError::Refused(refusal) => refusal.into(),
            LedgerError::Store(error) => error.into(),
            LedgerError::Moved { .. } => {
                let next = say!("moved-next", list = Step::ListEvents);
                Self::new(Exit::Conflict, "MOVED", "", message, next)
            }
            LedgerError::OutcomeUnknown(command, _) => {
                let next = say!("outcome-unknown-next", ask = Step::AskCommand(Some(command)));
                Self::new(Exit::Unknown, "OUTCOME-UNKNOWN", command, message, next)
            }
            LedgerError::CommandReused(command, _) => {
                let next = say!("command-reused-next", ask = Step::AskCommand(Some(command)));
                Self::new(Exit::Conflict, "COMMAND-REUSED", "", message, next)
            }
            LedgerError::Integrity { .. } => {
                let next = say!("integrity-next", verify = Step::Verify);
                Self::new(Exit::Integrity, "INTEGRITY", "", message, next)
            }
            LedgerError::Pin { .. } => {
                let next = next_of_pin(&error);
                Self::new(Exit::Integrity, "PIN", "", message, next)
            }
            LedgerError::OtherLedger { .. } => {
                let next = next_of_pin(&error);
                Self::new(Exit::Integrity, "PIN-LEDGER", "", message, next)
            }
            LedgerError::PinFile(error) => error.into(),
            LedgerError::Newer(..) => Self::new(Exit::Unreadable, "NEWER", "", message, "use a newer licledger"),
            LedgerError::Rows(_) => {
                Self::new(Exit::Unreadable, "IMP-ROWS", "", message, "correct the rows and import the file again")
            }
        }
    }
}

impl From<PinError> for Fault {
    fn from(error: PinError) -> Self {
        let message = error.to_string();
        match error {
            PinError::Damaged(..) => Self::new(Exit::Integrity, "PIN-FILE", "", message, mend()),
            PinError::Io { .. } => {
                Self::new(Exit::Unreadable, "PIN-FILE", "", message, "check the folder and its permissions")
            }
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let (message, next) = (error.to_string(), error.next());
        let plain = |exit, code| Self::new(exit, code, "", &message, next.clone());
        match &error {
            StoreError::NotFound(path) => {
                Self::new(Exit::NotFound, "NO-LEDGER", path.display(), "there is no ledger", next)
            }
            StoreError::Exists(path) => {
                let message = "it exists already and was left as it is";
                Self::new(Exit::Conflict, "EXISTS", path.display(), message, next)
            }
            StoreError::NotALedger(path, why) => {
                let message = format!("it is no ledger: {why}");
                Self::new(Exit::Unreadable, "NOT-A-LEDGER", path.display(), message, next)
            }
            StoreError::NewerFormat { .. } => plain(Exit::Unreadable, "NEWER"),
            StoreError::SchemaDiffers { .. } => plain(Exit::Integrity, "SCHEMA"),
            StoreError::Damaged { .. } => plain(Exit::Integrity, "DAMAGED"),
            StoreError::Locked => plain(Exit::Conflict, "LOCKED"),
            StoreError::ReadOnly(_) => plain(Exit::Conflict, "READ-ONLY"),
            StoreError::HotJournal(..) => plain(Exit::Unreadable, "HOT-JOURNAL"),
            StoreError::SideFile { .. } => plain(Exit::Unreadable, "SIDE-FILE"),
            StoreError::Replaced(_) => plain(Exit::Conflict, "REPLACED"),
            StoreError::HardLinked(..) => plain(Exit::Conflict, "HARD-LINKED"),
            StoreError::Unfit { .. } => plain(Exit::Internal, "UNFIT"),
            StoreError::Prevented { obstacle, .. } => plain(Exit::Unreadable, obstacle.code()),
            StoreError::NotSynced { .. } => plain(Exit::Unreadable, "NOT-SYNCED"),
            StoreError::Failed { .. } => plain(Exit::Internal, "SQLITE"),
        }
    }
}
