//! Walking the timeline step by step, with the book after each of them.
//!
//! Absent by design: what is read from the book.

use super::Before;
use crate::book::{Book, Entry, Step, Timeline};
use crate::vocabulary::Day;

/// Shows every step up to the end of a day, or up to a place of the timeline, with the book after it; gives the last.
pub(super) fn walk<'a>(timeline: &'a Timeline, day: Day, before: Before, mut see: impl FnMut(Step<'a>, &Book)) -> Book {
    let mut counts: Vec<&Entry> = Vec::new();
    let mut book = Book::default();
    for step in timeline.steps(day) {
        let entry = step.entry();
        if before.is_some_and(|place| (entry.effective, entry.position) >= place) {
            break;
        }
        match step {
            Step::Happens(entry) => {
                book.evolve(entry);
                counts.push(entry);
            }
            Step::Undone { what, .. } => {
                // What stays of it takes its place.
                let stays = |counted: &&'a Entry| match counted.position == what.position {
                    true => timeline.trace(what.position),
                    false => Some(*counted),
                };
                counts = counts.iter().filter_map(stays).collect();
                book = Book::fold(counts.iter().copied());
            }
        }
        see(step, &book);
    }
    book
}
