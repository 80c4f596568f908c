//! What a batch rests on: the events that it was decided on, and what nobody else may have said since.
//!
//! Two writers of different projects need not wait for each other: what the one adds does not touch what the other read.
//! Whatever could change the decision is named here, and the store compares it in the transaction in which it writes.
//! Absent by design: what a name means, and deciding anew.

use crate::event::subject::Subject;
use crate::vocabulary::StreamId;
use std::collections::{BTreeMap, BTreeSet};

/// What must still be so when a batch is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expect {
    /// Number of events in the ledger when it was read: the last head that was known.
    pub size: u64,
    /// The streams that were read.
    pub streams: Streams,
    /// Names that were looked up, as they are compared ([`Subject::compared`]): no event behind `size` may be found by one.
    pub names: BTreeSet<Subject>,
}

/// Which streams a decision was made on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Streams {
    /// All of them: the ledger may not have grown at all.
    Every,
    /// These, each with its last version; all others may have grown.
    These(BTreeMap<StreamId, u64>),
}

impl Expect {
    /// The whole ledger as it was when it held so many events.
    pub fn everything(size: u64) -> Self {
        Self { size, streams: Streams::Every, names: BTreeSet::new() }
    }

    /// Some streams at their versions, and names under which nothing else was found.
    pub fn of(size: u64, streams: BTreeMap<StreamId, u64>, names: impl IntoIterator<Item = Subject>) -> Self {
        let names = names.into_iter().map(|subject| compared(&subject)).collect();
        Self { size, streams: Streams::These(streams), names }
    }

    /// Further names that nobody else may have spoken of.
    pub(crate) fn also(&mut self, names: impl IntoIterator<Item = Subject>) {
        self.names.extend(names.into_iter().map(|subject| compared(&subject)));
    }

    /// Whether an event with such an index entry touches what was looked up.
    pub(super) fn names_it(&self, subject: &Subject) -> bool {
        self.names.contains(&compared(subject))
    }
}

fn compared(subject: &Subject) -> Subject {
    Subject::new(subject.kind, subject.compared())
}
