//! The timeline: events in the order in which they are true, (effective, position), and those of them that count.
//!
//! Absent by design: reading stores and folding.

use super::BaseTerms;
use super::correction::{self, Correcting, Correction, Resolution};
use crate::event::Fact;
use crate::event::seal::Origin;
use crate::vocabulary::{CommandId, Day, EventId, Hash, Position, StreamId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One event as the book and the rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Place in the whole ledger.
    pub position: Position,
    /// The stream that it stands in.
    pub stream: StreamId,
    /// Place in the stream.
    pub version: u64,
    /// Its own id.
    pub event_id: EventId,
    /// The command that wrote it.
    pub command: CommandId,
    /// Day from which it is true.
    pub effective: Day,
    /// When the ledger learnt it, microseconds since 1970 UTC.
    pub recorded: i64,
    /// Why it stands there.
    pub origin: Origin,
    /// Who said so.
    pub actor: String,
    /// The rulebook that judged it.
    pub rulebook: Hash,
    /// The stored hash.
    pub hash: Hash,
    /// What happened.
    pub fact: Fact,
    /// The event as it was recorded, where an amendment put another content or day in its place.
    pub was: Option<Was>,
    /// Whether it happened and was undone by now: what it did does not count, and what stays of it does. A key stays used,
    /// a first binding keeps its day.
    pub undone: bool,
}

/// What an amendment put something else in the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Was {
    /// The event as it was recorded first.
    pub recorded: Arc<Entry>,
    /// The amendment by which it counts.
    pub by: Position,
}

/// Everything that was recorded, in the order (effective, position), with its corrections resolved on demand.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    entries: Vec<Entry>,
    /// Where the event at each position stands among the entries.
    places: BTreeMap<Position, usize>,
    corrections: Vec<Correction>,
    pub(super) stand_ins: BTreeMap<Position, Entry>,
    /// What stays of an event that was reversed, by its position.
    traces: BTreeMap<Position, Entry>,
    /// Extensions whose end runs anew since something was corrected that it follows from (WAR-7), by their position.
    rerun: BTreeMap<Position, Entry>,
    /// What is in force at the end of time.
    pub(super) settled: Resolution,
    /// How long a base warranty runs.
    pub(super) terms: BaseTerms,
}

/// Something that happens on the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// An event that counts from here on, as a correction left it.
    Happens(&'a Entry),
    /// An event that counted until here.
    Undone {
        /// What does not count any more.
        what: &'a Entry,
        /// The reversal that says so.
        by: &'a Entry,
    },
}

impl Entry {
    /// The entry with another content that an amendment at a position gives it.
    pub fn amended(&self, fact: Fact, effective: Day, by: Position) -> Self {
        let recorded = self.was.as_ref().map_or_else(|| Arc::new(self.clone()), |was| was.recorded.clone());
        Self { effective, fact, was: Some(Was { recorded, by }), ..self.clone() }
    }
}

impl<'a> Step<'a> {
    /// The event that stands at this place of the timeline.
    pub fn entry(self) -> &'a Entry {
        match self {
            Self::Happens(entry) | Self::Undone { by: entry, .. } => entry,
        }
    }
}

impl Timeline {
    /// Brings events into the order of the timeline, whatever order they come in; ends of warranties stay as they are said.
    pub fn new(entries: Vec<Entry>) -> Self {
        Self::of(entries, BaseTerms::default())
    }

    /// The same where rulebooks tell how long a base warranty runs.
    pub fn of(mut entries: Vec<Entry>, terms: BaseTerms) -> Self {
        entries.sort_by_key(place);
        let corrections = correction::corrections(&entries);
        let stand_ins = correction::stand_ins(&entries, &corrections);
        let places = entries.iter().enumerate().map(|(place, entry)| (entry.position, place)).collect();
        let settled = correction::resolve(&corrections, Day::MAX);
        let (traces, rerun) = (BTreeMap::new(), BTreeMap::new());
        let mut timeline = Self { entries, places, corrections, stand_ins, traces, rerun, settled, terms };
        if !timeline.corrections.is_empty() {
            timeline.traces = timeline.left_by_reversals();
            timeline.rerun = super::rerun::extensions(&timeline);
        }
        timeline
    }

    /// Every reversed event as what stays of it. One that is undone before it happened leaves nothing.
    fn left_by_reversals(&self) -> BTreeMap<Position, Entry> {
        let reversed = self.settled.undone.iter().filter(|(_, by)| by.correcting == Correcting::Reverses);
        let trace = |(position, by): (&Position, &Correction)| {
            let entry = self.as_amended(*position).filter(|entry| entry.effective <= by.day)?;
            Some((*position, Entry { undone: true, ..entry.clone() }))
        };
        reversed.filter_map(trace).collect()
    }

    /// The same timeline with further events in their places.
    pub fn with(&self, more: &[Entry]) -> Self {
        self.alone(self.entries.iter().chain(more).cloned().collect())
    }

    /// Some events, such as those of one project, on a timeline of their own by the same rulebooks.
    pub fn alone(&self, entries: Vec<Entry>) -> Self {
        Self::of(entries, self.terms.clone())
    }

    /// Everything that was recorded, corrected or not, and the corrections.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was recorded about the days up to this one, corrected or not.
    fn recorded_until(&self, day: Day) -> &[Entry] {
        &self.entries[..self.entries.partition_point(|entry| entry.effective <= day)]
    }

    /// The event at a position, as it was recorded.
    pub fn at(&self, position: Position) -> Option<&Entry> {
        self.places.get(&position).and_then(|place| self.entries.get(*place))
    }

    /// The event at a position as a correction left it, whatever the day; as it was recorded where none changed it.
    pub fn as_amended(&self, position: Position) -> Option<&Entry> {
        let rerun = self.rerun.get(&position);
        let amendment = self.settled.amended.get(&position);
        rerun.or_else(|| self.stand_ins.get(amendment?)).or_else(|| self.at(position))
    }

    /// What stays of an event once it is reversed; absent where it is not, or was never in force.
    pub fn trace(&self, position: Position) -> Option<&Entry> {
        self.traces.get(&position)
    }

    /// The act that an event goes back to: what it corrects, what that corrects, and so on; itself where it is no
    /// correction.
    pub fn act<'a>(&'a self, entry: &'a Entry) -> &'a Entry {
        let mut act = entry;
        while let Some(target) = self.correction(act.position).and_then(|correction| self.at(correction.target?)) {
            act = target;
        }
        act
    }

    /// The other half of a move between two projects: it was written beside the first, by the same command. Of the
    /// correction of a half, that of the other half.
    pub fn other_half(&self, entry: &Entry) -> Option<&Entry> {
        let act = self.act(entry);
        let kind = act.fact.event.kind();
        let (place, other_kind) = match (kind.strip_suffix("-out"), kind.strip_suffix("-in")) {
            (Some(move_), _) => (act.position.0.checked_add(1)?, format!("{move_}-in")),
            (None, Some(move_)) => (act.position.0.checked_sub(1)?, format!("{move_}-out")),
            (None, None) => return None,
        };
        let is_other = |other: &&Entry| other.command == act.command && other.fact.event.kind() == other_kind;
        let other = self.at(Position(place)).filter(is_other)?;
        if act.position == entry.position {
            return Some(other);
        }
        let beside = self.entries.iter().filter(|found| found.command == entry.command);
        beside.filter(|found| found.position != entry.position).find(|found| self.act(found).position == other.position)
    }

    /// The first day on which an event changes anything: an annulment and an amendment reach back to what they correct, a
    /// reversal to its own day.
    pub fn reaches(&self, entry: &Entry) -> Day {
        let mut first = entry.effective;
        let mut next = self.correction(entry.position);
        while let Some(correction) = next.filter(|correction| correction.correcting != Correcting::Reverses) {
            let Some(target) = correction.target.and_then(|position| self.at(position)) else { break };
            first = first.min(target.effective);
            next = self.correction(target.position);
        }
        first
    }

    /// What was recorded that changes anything up to the end of a day, corrected or not.
    pub fn reaching(&self, day: Day) -> Vec<&Entry> {
        if self.corrections.is_empty() {
            return self.recorded_until(day).iter().collect();
        }
        self.entries.iter().filter(|entry| self.reaches(entry) <= day).collect()
    }

    /// Every correction, in the order of positions.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// The correction at a position, where one stands there.
    pub fn correction(&self, position: Position) -> Option<&Correction> {
        let place = self.corrections.binary_search_by_key(&position, |correction| correction.position).ok()?;
        self.corrections.get(place)
    }

    /// What is in force at the end of a day.
    pub fn resolution(&self, day: Day) -> Resolution {
        correction::resolve(&self.corrections, day)
    }

    /// Events of all days, as the corrections that are in force at the end of a day leave them; of a reversed one what
    /// stays of it.
    pub fn resolved(&self, day: Day) -> Vec<&Entry> {
        let resolution = self.resolution(day);
        let counts = |entry: &'_ Entry| match resolution.undone.get(&entry.position) {
            None => true,
            Some(by) => by.correcting == Correcting::Reverses && self.traces.contains_key(&entry.position),
        };
        let mut resolved: Vec<&Entry> = self.entries.iter().filter(|entry| counts(entry)).collect();
        if !resolution.amended.is_empty() || !resolution.undone.is_empty() {
            // An amended amendment stays where it is; what it says stands in the place of the event that it goes back to.
            let is_act = |entry: &&mut &Entry| entry.fact.event.target().is_none();
            let stands = |entry: &Entry| match resolution.undone.contains_key(&entry.position) {
                true => self.traces.get(&entry.position),
                false => self.rerun.get(&entry.position).or_else(|| {
                    let amendment = resolution.amended.get(&entry.position)?;
                    self.stand_ins.get(amendment)
                }),
            };
            resolved.iter_mut().filter(is_act).for_each(|entry| *entry = stands(entry).unwrap_or(entry));
            resolved.sort_by_key(|entry| place(entry));
        }
        resolved
    }

    /// What counts at the end of a day, and what stays of what was reversed by then, in the order of the timeline.
    pub fn in_effect(&self, day: Day) -> Vec<&Entry> {
        let mut counts = self.resolved(day);
        counts.truncate(counts.partition_point(|entry| entry.effective <= day));
        counts
    }

    /// What happens up to the end of a day, in the order of the timeline: what counts, and what was undone on its way.
    pub fn steps(&self, day: Day) -> Vec<Step<'_>> {
        let resolution = self.resolution(day);
        let reversed = |entry: &&Entry| {
            let undone = resolution.undone.get(&entry.position);
            undone.filter(|correction| correction.correcting == Correcting::Reverses).copied()
        };
        let with_its_end = |what: &Entry| Some((self.as_amended(what.position)?, self.at(reversed(&what)?.position)?));
        // A reported reversal can lie before its target, which then never counts.
        let lasts = |(what, by): &(&Entry, &Entry)| place(what) < place(by);
        let undone: Vec<(&Entry, &Entry)> = self.entries.iter().filter_map(with_its_end).filter(lasts).collect();
        let ends: BTreeSet<Position> = undone.iter().map(|(_, by)| by.position).collect();
        let goes_on = |entry: &&Entry| !entry.undone && !ends.contains(&entry.position);
        let mut steps: Vec<Step<'_>> = self.in_effect(day).into_iter().filter(goes_on).map(Step::Happens).collect();
        steps.extend(undone.into_iter().flat_map(|(what, by)| [Step::Happens(what), Step::Undone { what, by }]));
        steps.sort_by_key(|step| place(step.entry()));
        steps
    }

    /// Days on which something that counted until then is undone: between two of them, the same events count.
    pub fn turning_days(&self) -> BTreeSet<Day> {
        let reverses = |correction: &&Correction| correction.correcting == Correcting::Reverses;
        self.corrections.iter().filter(reverses).map(|correction| correction.day).collect()
    }

    /// Days at whose ends the books from a day on are settled: the eves of later turning days, and the end of time.
    pub fn horizons(&self, from: Day) -> Vec<Day> {
        let eves = self.turning_days().into_iter().filter(|turn| *turn > from).filter_map(Day::eve);
        eves.chain([Day::MAX]).collect()
    }
}

fn place(entry: &Entry) -> (Day, Position) {
    (entry.effective, entry.position)
}
