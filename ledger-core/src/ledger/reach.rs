//! How far a decision must look: the streams that a command can touch, and the day that follows from it.
//!
//! Absent by design: reading them.

use super::load::{Reach, decode};
use super::{Ledger, LedgerError};
use crate::book::Timeline;
use crate::decide::{self, Command, Setting};
use crate::event::{
    self,
    subject::{Subject, SubjectKind},
};
use crate::store::{Log, Scope};
use crate::vocabulary::{CompanyName, Day, KeyCode, Position, ProjectName, Serial};

impl<S: Log> Ledger<S> {
    /// What must be read to decide a command.
    pub(super) fn reach_of(&self, command: &Command, below: Position) -> Result<Reach, LedgerError> {
        match command {
            // An RMA number is used once in the whole ledger, and no index tells where.
            Command::ClosePeriod { project: None, .. } | Command::ReplaceDevice { .. } => Ok(Reach::Everything),
            Command::Annul { target } | Command::Reverse { target } | Command::Amend { target, .. } => {
                let page = self.store.page(Scope::All, *target, below, 1)?;
                let mut streams = self.streams_of(&subjects(command), below)?;
                streams.extend(page.iter().map(|sealed| sealed.header.stream));
                // A company that gets another name gets it in its projects.
                for entry in page.iter().filter_map(|sealed| decode(sealed).ok().flatten()) {
                    let companies = event::subject::subjects(&entry.fact);
                    let companies: Vec<Subject> =
                        companies.into_iter().filter(|subject| subject.kind == SubjectKind::Company).collect();
                    streams.extend(self.streams_of(&companies, below)?);
                }
                Ok(Reach::Streams(streams))
            }
            Command::AdoptRulebook { .. }
            | Command::AddCompany { .. }
            | Command::OpenProject { .. }
            | Command::CloseProject { .. }
            | Command::AddDevice { .. }
            | Command::ChangeSoftware { .. }
            | Command::ChangeRole { .. }
            | Command::MoveDevice { .. }
            | Command::RedeemKey { .. }
            | Command::Bind { .. }
            | Command::Release { .. }
            | Command::Convert { .. }
            | Command::Upgrade { .. }
            | Command::TransferLicences { .. }
            | Command::IssueTrial { .. }
            | Command::ReceiveCredits { .. }
            | Command::TransferCredits { .. }
            | Command::ApplySsa { .. }
            | Command::ActivateWarranty { .. }
            | Command::AddNote { .. }
            | Command::ClosePeriod { project: Some(_), .. } => {
                Ok(Reach::Streams(self.streams_of(&subjects(command), below)?))
            }
        }
    }
}

/// The day of a command that has one of its own.
pub(super) fn day_of(command: &Command, timeline: &Timeline) -> Option<Day> {
    if let Command::ClosePeriod { until, .. } = command {
        return until.eve();
    }
    let (Command::Annul { target } | Command::Amend { target, .. }) = command else { return None };
    decide::day_of_target(timeline, *target)
}

/// Whether an act's way back names the position of its own event, so that the act must get the position that it was
/// decided for.
pub(super) fn names_its_position(command: &Command) -> bool {
    matches!(
        command,
        Command::Annul { .. } | Command::Reverse { .. } | Command::Amend { .. } | Command::ClosePeriod { .. }
    )
}

/// Everything that a command names and that the ledger may know.
pub(super) fn subjects(command: &Command) -> Vec<Subject> {
    let project = |choice: &decide::ProjectChoice| Subject::new(SubjectKind::Project, choice.project.folded());
    let device = |serial: &Serial| Subject::new(SubjectKind::Device, serial.as_str());
    let company = |name: &CompanyName| Subject::new(SubjectKind::Company, name.folded());
    let key = |key: &KeyCode| Subject::new(SubjectKind::Key, key.folded());
    match command {
        Command::AdoptRulebook { .. } => Vec::new(),
        Command::AddCompany { company: name } => vec![company(name)],
        Command::OpenProject { company: name, .. } => vec![company(name)],
        Command::CloseProject { project: p } => vec![project(p)],
        Command::AddDevice { project: p, device: d } => vec![project(p), device(&d.serial)],
        Command::ChangeSoftware { serial, .. }
        | Command::ChangeRole { serial, .. }
        | Command::Bind { serial, .. }
        | Command::Release { serial, .. }
        | Command::IssueTrial { serial, .. } => vec![device(serial)],
        Command::MoveDevice { serial, to } => vec![device(serial), project(to)],
        Command::ReplaceDevice { old, new, .. } => vec![device(old), device(new)],
        Command::RedeemKey { project: p, key: k, .. } => vec![project(p), key(k)],
        Command::Convert { project: p, .. } | Command::ReceiveCredits { project: p, .. } => vec![project(p)],
        Command::Upgrade { serial, project: p, .. } | Command::AddNote { serial, project: p, .. } => {
            serial.iter().map(device).chain(p.iter().map(project)).collect()
        }
        Command::TransferLicences { from, to, .. } | Command::TransferCredits { from, to, .. } => {
            vec![project(from), project(to)]
        }
        Command::ApplySsa { project: p, .. } => vec![project(p)],
        Command::ActivateWarranty { key: k, serial, .. } => vec![key(k), device(serial)],
        Command::ClosePeriod { project: p, .. } => p.iter().map(project).collect(),
        Command::Annul { .. } | Command::Reverse { .. } => Vec::new(),
        Command::Amend { settings, .. } => settings.iter().flat_map(named_by).collect(),
    }
}

/// What a new value may name: whatever its field, a device, a key, a project or a company of that name is looked at.
fn named_by(setting: &Setting) -> Vec<Subject> {
    let mut texts = setting.value.iter().cloned().collect();
    if let Some(Ok(value)) = setting.value.as_deref().map(serde_json::from_str) {
        texts_in(&value, &mut texts);
    }
    let named = |text: &String| {
        [
            Serial::parse(text).map(|serial| Subject::new(SubjectKind::Device, serial.as_str())),
            KeyCode::parse(text).map(|key| Subject::new(SubjectKind::Key, key.folded())),
            ProjectName::parse(text).map(|name| Subject::new(SubjectKind::Project, name.folded())),
            CompanyName::parse(text).map(|name| Subject::new(SubjectKind::Company, name.folded())),
        ]
    };
    texts.iter().flat_map(named).filter_map(Result::ok).collect()
}

fn texts_in(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(list) => list.iter().for_each(|inner| texts_in(inner, texts)),
        serde_json::Value::Object(map) => map.values().for_each(|inner| texts_in(inner, texts)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}
