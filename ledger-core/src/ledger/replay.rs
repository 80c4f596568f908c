//! Replaying: the book again from genesis, in more than one way, and all derived tables with it.
//!
//! The whole ledger folded at once, each project folded from its own stream alone, and the tree and index rebuilt must
//! agree. Absent by design: judging the past by other rulebooks.

use super::load::Reach;
use super::{Ledger, LedgerError};
use crate::book::{Book, Entry, Project, Timeline};
use crate::rule::{self, Finding};
use crate::store::Log;
use crate::tree::Head;
use crate::vocabulary::{Day, Hash, Position, StreamId};
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a replay rebuilt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// Events that were folded.
    pub events: u64,
    /// The tree over them.
    pub head: Head,
    /// Projects that were rebuilt.
    pub projects: usize,
    /// Devices in them.
    pub devices: usize,
    /// Lots in them.
    pub lots: usize,
    /// BLAKE3 of the rebuilt state as text: the same for everybody who replays the same events.
    pub state: Hash,
    /// Events whose payload was withheld: what they say was not folded.
    pub withheld: Vec<Position>,
    /// Where two ways of rebuilding differ, and quantities that do not add up.
    pub findings: Vec<Finding>,
}

impl<S: Log> Ledger<S> {
    /// Rebuilds everything from the events below a position, all where absent; `step` sees every event in the order of
    /// the timeline, with the book after it.
    ///
    /// # Errors
    /// Fails where stored bytes are not whole.
    pub fn replay(
        &self,
        until: Option<Position>,
        step: &mut dyn FnMut(&Entry, &Book),
    ) -> Result<Replayed, LedgerError> {
        let head = self.head()?;
        let size = head.size;
        let below = until.map_or(size, |position| position.0.min(size));
        let loaded = self.load(&Reach::Everything, Position(below))?;
        let mut book = Book::default();
        for entry in loaded.timeline.in_effect(Day::MAX) {
            book.evolve(entry);
            if !entry.undone {
                step(entry, &book);
            }
        }
        let mut findings = rule::prj_4(book.projects.values());
        findings.extend(alone(&book, &loaded.timeline));
        if below == size {
            let unknown = loaded.withheld.iter().map(|sealed| sealed.position).collect();
            findings.extend(self.derived_faults(loaded.timeline.entries(), unknown, head)?);
        }
        super::withheld::known_targets(&mut findings, &loaded.withheld, &loaded.timeline);
        findings.extend(super::withheld::findings(&loaded.withheld, &loaded.timeline));
        Ok(Replayed {
            withheld: loaded.withheld.iter().map(|sealed| sealed.position).collect(),
            events: below,
            head: if below == size { head } else { self.head_at(below)? },
            projects: book.projects.len(),
            devices: book.projects.values().map(|project| project.devices.len()).sum(),
            lots: book.projects.values().map(|project| project.lots.len()).sum(),
            state: Hash::blake3(state(&book).as_bytes()),
            findings,
        })
    }
}

/// Each project folded from its own stream must be the project of the whole book.
fn alone(book: &Book, timeline: &Timeline) -> Vec<Finding> {
    let mut streams: BTreeMap<StreamId, Vec<Entry>> = BTreeMap::new();
    for entry in timeline.entries() {
        streams.entry(entry.stream).or_default().push(entry.clone());
    }
    let differs = |(stream, project): (&StreamId, &Project)| {
        let own = timeline.alone(streams.get(stream).cloned().unwrap_or_default());
        let own = Book::fold(own.in_effect(Day::MAX));
        let same = own.projects.get(stream) == Some(project);
        (!same).then(|| {
            let message = "folded from its own stream it is not what the whole ledger says";
            Finding::error("INT-REPLAY", project.name(), message, "report this with a copy of the ledger")
        })
    };
    book.projects.iter().filter_map(differs).collect()
}

/// The rebuilt state as text, a line for each lot, device and balance.
fn state(book: &Book) -> String {
    let mut text = String::new();
    for project in book.projects.values() {
        let name =
            project.reference().map_or_else(String::new, |named| format!("{} / {}", named.company, named.project));
        line(&mut text, format_args!("project {} {name} credits {}", project.id, project.credits));
        for lot in project.lots.values() {
            let spans: Vec<String> = lot.coverage.iter().map(ToString::to_string).collect();
            let first = lot.first_bound.map_or_else(String::new, |day| day.to_string());
            for (place, units) in &lot.holdings {
                let (place, ssa) = (place.word(), spans.join(" "));
                line(&mut text, format_args!("lot {} {} {units} {place} {first} {ssa}", lot.id, lot.licence));
            }
        }
        for device in project.devices.values() {
            let software = device.software.map_or_else(|| "0".to_owned(), |software| software.to_string());
            line(&mut text, format_args!("device {} {} {software} {:?}", device.serial, device.role, device.presence));
        }
    }
    text
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = writeln!(text, "{line}");
}
