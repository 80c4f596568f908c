//! What was looked at and left out: annulled, reversed or amended, after the day, not yet known.
//!
//! Absent by design: what counts.

use super::reading::{Lineage, Subject};
use super::table::Table;
use super::walk::walk;
use super::{Before, Told};
use crate::book::{Correcting, Entry};
use crate::question::Cell;
use crate::say;
use crate::vocabulary::{Position, Say};

/// Why an event is left out: a word for machines, a phrase for people, and the correction that says so.
type Why = (&'static str, Say, Option<Position>);

/// Known events that speak of the subject and do not count as they were recorded. What was reversed counted until then,
/// and stands among the events.
pub(super) fn known(told: &Told<'_>, subject: &Subject, before: Before, lineage: &Lineage, table: &mut Table<'_>) {
    let resolution = told.timeline.resolution(told.day);
    let speaks = |entry: &&Entry| entry.fact.event.target().is_none() && subject.is_spoken_of(entry, lineage);
    let why = |entry: &Entry| -> Option<Why> {
        if let Some(correction) = resolution.undone.get(&entry.position) {
            let by = correction.position;
            let annulled = ("annulled", say!("left-out-annulled", event = by), Some(by));
            return (correction.correcting != Correcting::Reverses).then_some(annulled);
        }
        if let Some(by) = resolution.amended.get(&entry.position) {
            return Some(("amended", say!("left-out-amended", event = *by), Some(*by)));
        }
        if entry.effective > told.day {
            return Some(("after-the-day", say!("left-out-after-day", day = entry.effective), None));
        }
        let is_after = before.is_some_and(|place| (entry.effective, entry.position) > place);
        is_after.then(|| ("after-the-event", say!("left-out-after-event"), None))
    };
    let left: Vec<(&Entry, Why)> =
        told.timeline.entries().iter().filter(speaks).filter_map(|entry| why(entry).map(|why| (entry, why))).collect();
    table.part(if left.is_empty() { say!("left-out-nothing") } else { say!("left-out") });
    for (entry, (word, said, by)) in left {
        let cells =
            vec![("part", Cell::Word("left_out")), ("why", Cell::Word(word)), ("by", Cell::optional(by, Cell::Event))];
        table.left_out(entry, said, by.and_then(|by| told.timeline.at(by)), cells);
    }
}

/// Events that were recorded since the position that was asked for.
pub(super) fn unknown(
    told: &Told<'_>,
    subject: &Subject,
    known_at: u64,
    beyond: &Told<'_>,
    lists: bool,
    table: &mut Table<'_>,
) {
    let book = walk(told.timeline, told.day, None, |_, _| {});
    let lineage = Lineage::of(subject, &book);
    let speaks = |entry: &&Entry| entry.position.0 >= known_at && subject.is_spoken_of(entry, &lineage);
    let mut since: Vec<&Entry> = beyond.timeline.entries().iter().filter(speaks).collect();
    since.sort_by_key(|entry| entry.position);
    if since.is_empty() {
        return;
    }
    if !lists {
        let (count, first) = (since.len(), since.first().map_or(known_at, |entry| entry.position.0));
        table.note(say!("left-out-unlisted", events = count, subject = subject.named(), first = first));
        return;
    }
    table.part(say!("left-out-unknown"));
    for entry in since {
        let cells = vec![("part", Cell::Word("left_out")), ("why", Cell::Word("not-yet-known"))];
        table.left_out(entry, say!("left-out-unknown"), None, cells);
    }
}
