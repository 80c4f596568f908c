//! Deciding: a command, judged on the timeline, becomes events or a refusal.
//!
//! The same path serves reported facts, which are never refused for breaking a rule: they are recorded with their
//! findings. Order of a refusal: what the command names must exist; then the rules in the order of [`rule::judge`];
//! then what only a person can say (which lot, how many credits); then later events that would break. Absent by
//! design: stores, clocks, generated ids and the adopting of files.

mod carry;
mod closing;
mod command;
mod correction;
mod device;
mod licence;
mod refusal;
mod request;
mod select;
mod service;
mod setting;
mod term;

pub use carry::Carried;
pub(crate) use closing::closed_project;
pub use command::{Becoming, Choice, Command, ItemAsked, Pick, ProjectChoice, Take};
pub use correction::day_of_target;
pub use refusal::{Candidate, Grounds, Refusal, Told};
pub use request::{conflicts, request};
pub use setting::Setting;

pub use crate::rule::price::Term;
pub use crate::rule::target::SsaTarget;

use crate::book::{Book, Entry, Project, Timeline};
use crate::catalogue::{Catalogue, Rulebook};
use crate::event::seal::Origin;
use crate::event::{Event, Fact, ProjectRef, Remarks};
use crate::rule::{self, Case, Course, Finding, Rulebooks};
use crate::vocabulary::{CommandId, CompanyName, Day, EventId, Hash, Head, Position, Say, Serial, Step, StreamId};
use std::collections::{BTreeMap, BTreeSet};

/// Whether a rule that breaks refuses the act or is reported about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A command: refused when it breaks a rule.
    Judge,
    /// A reported fact: recorded as it happened, with its findings.
    Record,
}

impl Mode {
    /// The origin that an event of this mode carries.
    pub fn origin_of(self, event: &Event) -> Origin {
        if event.target().is_some() {
            return Origin::Correction;
        }
        if matches!(event, Event::PeriodClosed(_)) {
            return Origin::System;
        }
        match self {
            Self::Judge => Origin::Decision,
            Self::Record => Origin::Fact,
        }
    }
}

/// Everything that a decision may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// Families, tiers and models.
    pub catalogue: &'a Catalogue,
    /// The rulebook in force.
    pub rulebook: &'a Rulebook,
    /// All rulebooks that events name.
    pub rulebooks: &'a Rulebooks,
    /// Every loaded event.
    pub timeline: &'a Timeline,
    /// The book at the end of the day of the act.
    pub book: &'a Book,
    /// The day of the act.
    pub day: Day,
    /// The calendar day on which it is decided.
    pub today: Day,
    /// The tree over everything recorded so far.
    pub head: Head,
    /// Position that the next event gets.
    pub next_position: u64,
    /// Last version of each stream.
    pub versions: &'a BTreeMap<StreamId, u64>,
    /// The ledger's own stream.
    pub ledger_stream: StreamId,
    /// A stream id that nobody has used, for a project that is opened.
    pub fresh_stream: StreamId,
    /// What is said about the act: some of it is allowed with a reason only (SSA-12).
    pub remarks: &'a Remarks,
}

/// An event that is decided but not sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The stream that it goes into.
    pub stream: StreamId,
    /// What happened.
    pub event: Event,
}

/// What an act puts at stake, and so how much confirmation it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stakes {
    /// It can be undone.
    Reversible,
    /// It costs credits or drops SSA: what was and what will be, a line each.
    Costly(Vec<Say>),
    /// It cannot be undone in the real world: the device whose serial number must be repeated, and why.
    Final(Serial, Say),
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The events, in order.
    pub drafts: Vec<Draft>,
    /// Amendments of moves that go along with them, each on the day of its move.
    pub carried: Vec<Carried>,
    /// What is at stake.
    pub stakes: Stakes,
    /// What takes it back, one step after the other; nothing where it cannot be taken back.
    pub undo: Vec<Step>,
    /// What rules have to say without refusing it; in the mode [`Mode::Record`] also what it breaks.
    pub findings: Vec<Finding>,
}

/// What the parts of this room hand to [`decide`].
struct Plan {
    drafts: Vec<Draft>,
    stakes: Stakes,
    /// Refusals that hold only if no rule refuses first: choices and figures that the caller must name.
    open: Vec<Refusal>,
}

impl Plan {
    fn one(stream: StreamId, event: Event, stakes: Stakes) -> Self {
        Self { drafts: vec![Draft { stream, event }], stakes, open: Vec::new() }
    }

    fn with_open(self, open: impl IntoIterator<Item = Refusal>) -> Self {
        Self { open: open.into_iter().collect(), ..self }
    }
}

/// Decides a command in a situation.
///
/// # Errors
/// A [`Refusal`] names the rule, the subject, the figures and the way out. In the mode [`Mode::Record`] only what
/// breaks the record itself is refused: an unknown project or serial number, or a lot that is not there.
pub fn decide(situation: &Situation<'_>, mode: Mode, command: &Command) -> Result<Decision, Refusal> {
    decide_carrying(situation, mode, command, false)
}

/// Decides a command, and where `carry` says so what moves between projects take along because of it.
///
/// # Errors
/// As [`decide`].
pub fn decide_carrying(
    situation: &Situation<'_>,
    mode: Mode,
    command: &Command,
    carry: bool,
) -> Result<Decision, Refusal> {
    let plan = plan(situation, mode, command)?;
    let mut entries = situation.entries(mode, &plan.drafts);
    let mut carried = carry::renamed(situation, &plan.drafts);
    if carry {
        carried.extend(carry::carried(situation, &entries));
    }
    if !carried.is_empty() {
        entries = situation.entries_carrying(mode, &plan.drafts, &carried);
    }
    let findings = judged(situation, &entries);
    if let Some(finding) = findings.iter().find(|finding| finding.breaks_the_record()) {
        return Err(Refusal::of_act(finding, &entries));
    }
    if mode == Mode::Judge {
        if let Some(finding) = findings.iter().find(|finding| finding.refuses()) {
            return Err(Refusal::of_act(finding, &entries));
        }
        if let Some(refusal) = plan.open.into_iter().next() {
            return Err(refusal);
        }
        if let Some(finding) = later(situation, &entries).first() {
            return Err(Refusal::of_later(finding, situation.timeline, command, &entries));
        }
    }
    let undo = undo(mode, &plan.stakes, &entries[..plan.drafts.len().min(entries.len())]);
    Ok(Decision { drafts: plan.drafts, carried, stakes: plan.stakes, undo, findings })
}

/// What takes an act back: what never happened is annulled, the last event first. The halves of a move and of its
/// correction go together. What costs or is for good is no slip, unless it was recorded as a fact and was none.
fn undo(mode: Mode, stakes: &Stakes, entries: &[Entry]) -> Vec<Step> {
    let is_slip = mode == Mode::Record || *stakes == Stakes::Reversible;
    if !is_slip || !entries.iter().all(rule::correction::can_be_annulled) {
        return Vec::new();
    }
    let go_together = |entry: &Entry| entry.fact.event.target().is_some() || entry.fact.event.counterpart().is_some();
    let acts = if entries.first().is_some_and(go_together) { &entries[..1] } else { entries };
    acts.iter().rev().map(|entry| Step::Annul(entry.position)).collect()
}

/// What the new events break themselves.
fn judged(situation: &Situation<'_>, entries: &[Entry]) -> Vec<Finding> {
    let Situation { catalogue, rulebook, rulebooks, book, .. } = *situation;
    let by_event = entries.iter().flat_map(|entry| rule::judge(Case { catalogue, rulebook, rulebooks, book, entry }));
    let mut findings: Vec<Finding> = by_event.collect();
    if entries.iter().any(|entry| entry.fact.event.target().is_some()) {
        let Situation { catalogue, rulebooks, timeline, .. } = *situation;
        let known = rule::correction::corrections(catalogue, rulebooks, timeline);
        let broken = rule::correction::corrections(catalogue, rulebooks, &timeline.with(entries));
        findings.extend(broken.into_iter().filter(|finding| !known.contains(finding)));
    }
    findings
}

fn plan(situation: &Situation<'_>, mode: Mode, command: &Command) -> Result<Plan, Refusal> {
    match command {
        Command::AdoptRulebook { name, rulebook } => {
            let event = crate::event::RulebookAdopted { rulebook: *rulebook, name: name.clone() };
            Ok(Plan::one(situation.ledger_stream, Event::RulebookAdopted(event), Stakes::Reversible))
        }
        Command::AddCompany { company } => device::add_company(situation, company),
        Command::OpenProject { company, project } => device::open_project(situation, mode, company, project),
        Command::CloseProject { project } => {
            let stream = situation.project(project)?;
            let stakes = Stakes::Costly(device::closing_lines(&situation.state(stream)));
            Ok(Plan::one(stream, Event::ProjectClosed, stakes))
        }
        Command::AddDevice { project, device } => device::add(situation, project, device),
        Command::ChangeSoftware { serial, software } => device::change_software(situation, serial, *software),
        Command::ChangeRole { serial, role, licensing } => device::change_role(situation, serial, *role, *licensing),
        Command::MoveDevice { serial, to } => device::move_to(situation, serial, to),
        Command::ReplaceDevice { old, new, model, rma } => device::replace(situation, old, new, model.as_deref(), rma),
        Command::RedeemKey { project, key, items } => licence::redeem(situation, project, key, items),
        Command::Bind { take, serial } => licence::bind(situation, take, serial),
        Command::Release { take, serial, certificate, consent } => {
            licence::release(situation, take, serial, certificate.as_deref(), *consent)
        }
        Command::Convert { take, project, becoming, credits } => {
            licence::convert(situation, take, project, becoming, *credits)
        }
        Command::Upgrade { take, serial, project, version } => {
            licence::upgrade(situation, take, serial.as_ref(), project.as_ref(), *version)
        }
        Command::TransferLicences { take, from, to } => licence::transfer(situation, take, from, to),
        Command::IssueTrial { licence, units, serial } => licence::trial(situation, licence, *units, serial),
        Command::ReceiveCredits { project, credits } => service::receive(situation, project, *credits),
        Command::TransferCredits { credits, from, to } => service::transfer(situation, *credits, from, to),
        Command::ApplySsa { project, target, term, credits } => {
            service::apply(situation, mode, project, target, *term, *credits)
        }
        Command::ActivateWarranty { key, serial, years, variant, bought } => {
            service::activate(situation, key, serial, *years, *variant, *bought)
        }
        Command::AddNote { project, serial, text, topic } => {
            device::note(situation, project.as_ref(), serial.as_ref(), text, *topic)
        }
        Command::Annul { target } => correction::annul(situation, *target),
        Command::Reverse { target } => correction::reverse(situation, *target),
        Command::Amend { target, settings } => correction::amend(situation, *target, settings),
        Command::ClosePeriod { name, until, project } => closing::close(situation, name, *until, project.as_ref()),
    }
}

/// What other events would break with the new ones in their place, and do not break without them. A command is refused
/// for it, a fact is recorded with it.
pub fn later(situation: &Situation<'_>, entries: &[Entry]) -> Vec<Finding> {
    let corrects = entries.iter().any(|entry| entry.fact.event.target().is_some());
    if corrects || situation.timeline.turning_days().last().is_some_and(|turn| *turn > situation.day) {
        return elsewhere(situation, entries);
    }
    let resolved = situation.timeline.resolved(Day::MAX);
    let later = &resolved[resolved.partition_point(|entry| entry.effective <= situation.day)..];
    if later.is_empty() {
        return Vec::new();
    }
    let follow = |book: &mut Book| rule::follow(situation.catalogue, situation.rulebooks, book, later.iter().copied());
    let before = follow(&mut situation.book.clone());
    let mut book = situation.book.clone();
    entries.iter().for_each(|entry| book.evolve(entry));
    let broken = newly_broken(&before, follow(&mut book.clone()));
    if !broken.is_empty() {
        return broken;
    }
    let own = entries.iter().map(|entry| entry.position).collect();
    let before = Course { book: situation.book.clone(), entries: later.to_vec() };
    rule::further_below_zero(before, Course { book, entries: later.to_vec() }, situation.day, &own)
}

/// The same where a correction is at work: other events count, and not the same ones on every day.
fn elsewhere(situation: &Situation<'_>, entries: &[Entry]) -> Vec<Finding> {
    let Situation { catalogue, rulebooks, timeline, .. } = *situation;
    let corrected = timeline.with(entries);
    let first = entries.iter().map(|entry| corrected.reaches(entry)).min().unwrap_or(situation.day);
    let horizons: BTreeSet<Day> = timeline.horizons(first).into_iter().chain(corrected.horizons(first)).collect();
    let new: BTreeSet<Position> = entries.iter().map(|entry| entry.position).collect();
    let by_itself = |finding: &Finding| finding.events.last().is_some_and(|position| new.contains(position));
    let mut at_once: Option<Vec<Finding>> = None;
    let mut broken: Vec<Finding> = Vec::new();
    let mut from = first;
    for horizon in horizons {
        let (_, before) = rule::assess(catalogue, rulebooks, timeline, horizon);
        let (_, after) = rule::assess(catalogue, rulebooks, &corrected, horizon);
        let found = newly_broken(&before, after);
        // What the act breaks before any reversal is what it was judged for already.
        let judged =
            at_once.get_or_insert_with(|| found.iter().filter(|finding| by_itself(finding)).cloned().collect());
        let known = |finding: &Finding| judged.iter().chain(&broken).any(|known| same_breach(known, finding));
        let more: Vec<Finding> = found.into_iter().filter(|finding| !known(finding)).collect();
        broken.extend(more);
        if broken.is_empty() {
            let course = |entries| Course { book: Book::default(), entries };
            let (before, after) = (course(timeline.in_effect(horizon)), course(corrected.in_effect(horizon)));
            broken.extend(rule::further_below_zero(before, after, from, &new));
        }
        from = horizon.plus_days(1).unwrap_or(horizon);
    }
    broken
}

/// Breaches that are new, or worse than they were. A warning is none: the same rule can be broken where it warned.
pub(crate) fn newly_broken(before: &[Finding], after: Vec<Finding>) -> Vec<Finding> {
    let is_it = |old: &Finding, new: &Finding| old.refuses() && same_breach(old, new) && gap(old) >= gap(new);
    let known = |finding: &Finding| before.iter().any(|old| is_it(old, finding));
    after.into_iter().filter(|finding| finding.refuses() && !known(finding)).collect()
}

fn same_breach(a: &Finding, b: &Finding) -> bool {
    a.rule == b.rule && a.subject == b.subject && a.events.last() == b.events.last()
}

/// How much is missing.
fn gap(finding: &Finding) -> i64 {
    finding.need.unwrap_or_default() - finding.have.unwrap_or_default()
}

impl<'a> Situation<'a> {
    /// The drafts as the entries that they will be.
    pub fn entries(&self, mode: Mode, drafts: &[Draft]) -> Vec<Entry> {
        let mut next: BTreeMap<StreamId, u64> = BTreeMap::new();
        let mut entry = |draft: &Draft, position: u64| {
            let next = next.entry(draft.stream).or_insert_with(|| self.next_version(draft.stream));
            let version = *next;
            *next += 1;
            Entry {
                position: Position(position),
                stream: draft.stream,
                version,
                event_id: EventId(uuid::Uuid::nil()),
                command: CommandId(uuid::Uuid::nil()),
                effective: self.day,
                recorded: 0,
                origin: mode.origin_of(&draft.event),
                actor: String::new(),
                rulebook: self.rulebook.hash(),
                hash: Hash::ZERO,
                fact: Fact { event: draft.event.clone(), remarks: self.remarks.clone() },
                was: None,
                undone: false,
            }
        };
        drafts.iter().zip(self.next_position..).map(|(draft, position)| entry(draft, position)).collect()
    }

    /// The same with the amendments that go along, each on its own day.
    pub fn entries_carrying(&self, mode: Mode, drafts: &[Draft], carried: &[Carried]) -> Vec<Entry> {
        let all: Vec<Draft> = drafts.iter().chain(carried.iter().map(|carried| &carried.draft)).cloned().collect();
        let mut entries = self.entries(mode, &all);
        let days = carried.iter().map(|carried| carried.day);
        entries.iter_mut().skip(drafts.len()).zip(days).for_each(|(entry, day)| entry.effective = day);
        entries
    }

    /// Version that the next event of a stream gets.
    fn next_version(&self, stream: StreamId) -> u64 {
        self.versions.get(&stream).copied().unwrap_or_default() + 1
    }

    /// Whether the ledger knows a company, whatever the day: a company is a name, and has no beginning of its own.
    fn knows_company(&self, company: &CompanyName) -> bool {
        let names = |entry: &Entry| {
            let event = &entry.fact.event;
            let added = if let Event::CompanyAdded(added) = event { Some(&added.company) } else { None };
            let opened = if let Event::ProjectOpened(opened) = event { Some(&opened.company) } else { None };
            added.or(opened) == Some(company)
        };
        self.book.companies.contains_key(company) || self.timeline.entries().iter().any(names)
    }

    /// The stream of a project that the ledger knows, also where it opens on a later day only.
    fn project(&self, choice: &ProjectChoice) -> Result<StreamId, Refusal> {
        match self.book.project_named(choice.company.as_ref(), &choice.project) {
            Ok(project) => Ok(project.id),
            Err(crate::book::NoProject::Several(companies)) => Err(Refusal::several_projects(choice, &companies)),
            Err(crate::book::NoProject::Unknown) => {
                let opens = |entry: &&Entry| {
                    let Event::ProjectOpened(opened) = &entry.fact.event else { return false };
                    opened.project == choice.project && choice.company.as_ref().is_none_or(|c| *c == opened.company)
                };
                let entry = self.timeline.entries().iter().find(opens);
                entry.map(|entry| entry.stream).ok_or_else(|| Refusal::no_project(choice))
            }
        }
    }

    /// The stream of the project that a device is in, was in, or comes into on a later day.
    fn device(&self, serial: &Serial) -> Result<StreamId, Refusal> {
        if let Some((project, _)) = self.book.device_anywhere(serial) {
            return Ok(project.id);
        }
        let arrives = |entry: &&Entry| entry.fact.event.mentions().devices.contains(&serial);
        let entry = self.timeline.entries().iter().find(arrives);
        entry.map(|entry| entry.stream).ok_or_else(|| Refusal::no_device(serial))
    }

    /// A project as it stands on the day; empty where it opens later.
    fn state(&self, stream: StreamId) -> std::borrow::Cow<'a, Project> {
        match self.book.projects.get(&stream) {
            Some(project) => std::borrow::Cow::Borrowed(project),
            None => std::borrow::Cow::Owned(Project::empty(stream)),
        }
    }

    /// How events name a project, also one that opens later.
    fn project_ref(&self, stream: StreamId) -> Result<ProjectRef, Refusal> {
        if let Some(named) = self.book.projects.get(&stream).and_then(Project::reference) {
            return Ok(named);
        }
        let mut of_stream = self.timeline.entries().iter().filter(|entry| entry.stream == stream);
        let opening = of_stream
            .find_map(|entry| if let Event::ProjectOpened(opened) = &entry.fact.event { Some(opened) } else { None });
        let opened = opening.ok_or_else(|| Refusal::missing("project", &stream.to_string(), "open it first"))?;
        Ok(ProjectRef { stream, company: opened.company.clone(), project: opened.project.clone() })
    }
}

impl Situation<'_> {
    /// A reported act belongs to the project that its row names.
    pub(crate) fn is_within(&self, choice: &ProjectChoice, decision: &Decision) -> Result<(), Refusal> {
        let stream = self.project(choice)?;
        match decision.drafts.first() {
            Some(draft) if draft.stream != stream => {
                let there = self.state(draft.stream).name();
                let message = format!("it concerns project {there}, the row names {}", choice.project);
                Err(Refusal::rule("PRJ-1", &choice.project, message, "correct the project or the serial number"))
            }
            _ => Ok(()),
        }
    }
}
