//! The table of an explanation: rows in the order of a tree, each with its cells for machines and its sentence for people.
//!
//! Absent by design: how a tree is drawn.

use super::Told;
use crate::book::Entry;
use crate::event::Event;
use crate::event::seal::Origin;
use crate::question::links::Links;
use crate::question::movement::sentence;
use crate::question::{Branch, Cell, Node};
use crate::say;
use crate::vocabulary::{Arg, Say};

/// Keys for machines, in their order; what is not among them comes last.
const KEYS: [&str; 41] = [
    "of",
    "part",
    "project",
    "subject",
    "device",
    "figure",
    "value",
    "until",
    "rule",
    "severity",
    "message",
    "next",
    "have",
    "need",
    "lot",
    "licence",
    "units",
    "places",
    "first_bound",
    "intervals",
    "position",
    "effective",
    "recorded",
    "kind",
    "what",
    "change",
    "total",
    "state",
    "actor",
    "origin",
    "ref",
    "reference",
    "reason",
    "file",
    "file_name",
    "row",
    "raw",
    "title",
    "text",
    "source",
    "why",
];

type Cells = Vec<(&'static str, Cell)>;

/// A tree while it is collected.
pub(super) struct Table<'a> {
    told: &'a Told<'a>,
    links: Links<'a>,
    roots: Vec<Node>,
    notes: Vec<Say>,
}

impl<'a> Table<'a> {
    pub(super) fn new(told: &'a Told<'a>) -> Self {
        Self { told, links: told.links(), roots: Vec::new(), notes: Vec::new() }
    }

    /// Begins with another thing that is explained.
    pub(super) fn root<const N: usize>(&mut self, said: Say, cells: [(&'static str, Cell); N]) {
        let fields = fields(self.roots.len().saturating_add(1), cells.into());
        self.roots.push(Node { said, beside: Vec::new(), fields, branches: Vec::new() });
    }

    /// Begins a branch of it.
    pub(super) fn part(&mut self, title: Say) {
        if let Some(root) = self.roots.last_mut() {
            root.branches.push(Branch { title, nodes: Vec::new() });
        }
    }

    pub(super) fn row(&mut self, said: Say, beside: Vec<Say>, cells: Cells) {
        let fields = fields(self.roots.len(), cells);
        let branch = self.roots.last_mut().and_then(|root| root.branches.last_mut());
        if let Some(branch) = branch {
            branch.nodes.push(Node { said, beside, fields, branches: Vec::new() });
        }
    }

    /// An event with what it did to the figure, who said so, and on which evidence.
    pub(super) fn event(&mut self, entry: &Entry, effect: Say, cells: Cells) {
        self.told_event(entry, effect, self.links.told(entry), cells);
    }

    /// An event that does not count, with the reason, and the correction that says so.
    pub(super) fn left_out(&mut self, entry: &Entry, why: Say, by: Option<&Entry>, cells: Cells) {
        self.told_event(entry, why, sentence(&entry.fact.event), cells);
        let tells = by.filter(|by| !matches!(by.fact.event, Event::EventAmended(_)));
        let said = tells.map(|by| say!("explain-of-event", event = by.position, source = self.source(by)));
        let branch = self.roots.last_mut().and_then(|root| root.branches.last_mut());
        if let Some(node) = branch.and_then(|branch| branch.nodes.last_mut()) {
            node.beside.extend(said);
        }
    }

    fn told_event(&mut self, entry: &Entry, effect: Say, what: Say, mut cells: Cells) {
        let effect = if effect.is_nothing() { effect } else { say!("explain-effect", effect = effect) };
        let (day, event) = (entry.effective, entry.position);
        let said = say!("explain-event", day = day, event = event, effect = effect, what = &what);
        let remarks = &entry.fact.remarks;
        let mut beside = vec![self.source(entry)];
        let amendments = self.links.amendments(entry.position).into_iter();
        beside
            .extend(amendments.map(|amendment| {
                say!("explain-of-event", event = amendment.position, source = self.source(amendment))
            }));
        cells.extend([
            ("position", Cell::Event(entry.position)),
            ("project", Cell::Project(self.told.labels.label(entry.stream))),
            ("effective", Cell::Day(entry.effective)),
            ("recorded", if entry.actor.is_empty() { Cell::Absent } else { Cell::Time(entry.recorded) }),
            ("kind", Cell::Word(entry.fact.event.kind())),
            ("what", Cell::Say(what)),
            ("actor", if entry.actor.is_empty() { Cell::Absent } else { Cell::text(&entry.actor) }),
            ("origin", Cell::Word(entry.origin.word())),
            // Version 0.2 called it `ref`.
            ("ref", Cell::optional(remarks.reference.as_ref(), Cell::text)),
            ("reference", Cell::optional(remarks.reference.as_ref(), Cell::text)),
            ("reason", Cell::optional(remarks.reason.as_ref(), Cell::text)),
        ]);
        if let Some(evidence) = &remarks.evidence {
            let name = self.told.file_name(evidence.file);
            let mut lines = evidence.raw.lines();
            let (line, text) = (evidence.row, lines.next().unwrap_or_default());
            beside.push(match name {
                Some(name) => say!("explain-line", file = name, line = line, text = text),
                None => say!("explain-line-of-hash", file = evidence.file.short(), line = line, text = text),
            });
            beside.extend(lines.map(|text| say!("explain-line-more", text = text)));
            cells.extend([
                ("file", Cell::text(evidence.file)),
                ("file_name", Cell::optional(name, Cell::text)),
                ("row", Cell::Number(evidence.row)),
                ("raw", Cell::text(&evidence.raw)),
            ]);
        }
        self.row(said, beside, cells);
    }

    /// Who said so, by which reference, and why.
    fn source(&self, entry: &Entry) -> Say {
        let (remarks, actor) = (&entry.fact.remarks, &entry.actor);
        if actor.is_empty() {
            return say!("explain-proposed");
        }
        let who = match entry.origin {
            Origin::Decision => say!("explain-decided", actor = actor),
            Origin::Fact => say!("explain-reported", actor = actor),
            Origin::Observation => say!("explain-observed", actor = actor),
            Origin::Correction => say!("explain-correction", actor = actor),
            Origin::System => say!("explain-by-ledger", actor = actor),
        };
        let reference = remarks.reference.as_ref().map(|text| say!("explain-reference", reference = text));
        let reason = remarks.reason.as_ref().map(|text| say!("explain-reason", reason = text));
        let all: Arg = [Some(who), reference, reason].into_iter().flatten().collect();
        say!("explain-source", source = all)
    }

    pub(super) fn note(&mut self, note: Say) {
        self.notes.push(note);
    }

    pub(super) fn done(self) -> (Vec<Node>, Vec<Say>) {
        (self.roots, self.notes)
    }
}

/// The values of a row in the order of their keys, after the number of the thing that it belongs to.
fn fields(of: usize, mut cells: Cells) -> Cells {
    cells.push(("of", Cell::Number(u64::try_from(of).unwrap_or(u64::MAX))));
    cells.sort_by_key(|(key, _)| KEYS.iter().position(|known| known == key).unwrap_or(KEYS.len()));
    cells
}
