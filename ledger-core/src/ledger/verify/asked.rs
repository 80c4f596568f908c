//! What was asked for: the texts of requests, and what they are compared with.
//!
//! Absent by design: the comparison (`request`, `act`).

use super::written::Batch;
use crate::book::{Entry, Timeline};
use crate::event::{Event, canonical};
use crate::vocabulary::{Position, StreamId};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The text of a request, field by field.
pub(super) struct Fields(pub(super) BTreeMap<String, String>);

impl Fields {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let object: Map<String, Value> = serde_json::from_str(text).ok()?;
        let canonical = canonical::write(Value::Object(object.clone())).ok()? == text;
        let text_of = |value: Value| if let Value::String(text) = value { Some(text) } else { None };
        let fields = object.into_iter().map(|(name, value)| Some((name, text_of(value)?)));
        canonical.then(|| fields.collect::<Option<_>>()).flatten().map(Self)
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// What requests are compared with.
pub(super) struct Asked<'a> {
    pub(super) timeline: &'a Timeline,
    /// Company and project by their folded names: every name that a stream ever had.
    pub(super) names: BTreeMap<StreamId, BTreeSet<(String, String)>>,
    /// The first row and the end of each import.
    pub(super) imports: Vec<(Position, Position)>,
}

impl<'a> Asked<'a> {
    pub(super) fn of(timeline: &'a Timeline) -> Self {
        let mut names: BTreeMap<StreamId, BTreeSet<(String, String)>> = BTreeMap::new();
        let mut imports = Vec::new();
        for entry in timeline.entries() {
            if let Event::ImportCommitted(import) = &entry.fact.event {
                imports.push((Position(import.before.size), entry.position));
            }
            let amended = if let Event::EventAmended(amended) = &entry.fact.event { Some(amended) } else { None };
            let event = amended.map_or(&entry.fact.event, |amended| &amended.becomes.event);
            let Event::ProjectOpened(opened) = event else { continue };
            let name = (opened.company.folded(), opened.project.folded());
            names.entry(entry.stream).or_default().insert(name);
        }
        Self { timeline, names, imports }
    }

    /// Whether a stream is, or was, a project of that name; unknown where its opening cannot be read.
    pub(super) fn is_named(&self, stream: StreamId, is: impl Fn(&(String, String)) -> bool) -> bool {
        self.names.get(&stream).is_none_or(|names| names.iter().any(is))
    }

    pub(super) fn at(&self, position: Position) -> Option<&'a Entry> {
        self.timeline.at(position)
    }

    pub(super) fn other_half(&self, entry: &Entry) -> Option<&'a Entry> {
        self.timeline.other_half(entry)
    }

    /// Whether events stand among the rows of an import, or end it.
    pub(super) fn is_of_import(&self, batch: &Batch) -> bool {
        self.imports.iter().any(|(from, to)| *from <= batch.first && batch.last <= *to)
    }
}
