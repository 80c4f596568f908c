//! PRJ-4 for a state: nothing is below zero.
//!
//! Absent by design: which event took too much; the rules about events say that.

use super::{Behind, Finding};
use crate::book::{Book, Came, Lot, Place, Project};

/// PRJ-4: a lot holds at no place less than nothing. Units that no event accounts for are owed until as many of their licence
/// are at the place.
///
/// Source: the ledger's own (conservation).
pub fn below_zero(book: &Book) -> Vec<Finding> {
    let of_project = |project: &Project| {
        let of_lot = |lot: &Lot| {
            let short = lot.holdings.iter().filter(|(place, units)| **units < 0 && is_owed(project, lot, place));
            short.map(|(place, units)| finding(project, lot, place, *units)).collect::<Vec<_>>()
        };
        project.lots.values().flat_map(of_lot).collect::<Vec<_>>()
    };
    book.projects.values().flat_map(of_project).collect()
}

fn is_owed(project: &Project, lot: &Lot, place: &Place) -> bool {
    let is_debt = lot.came == Came::Unproven && lot.holdings.values().all(|units| *units < 0);
    !is_debt || project.units_at(&lot.licence.untiered(), place) < 0
}

fn finding(project: &Project, lot: &Lot, place: &Place, units: i64) -> Finding {
    let wherein = match place {
        Place::Free => format!("in the balance of {}", project.name()),
        Place::Device(serial) => format!("on {serial} in {}", project.name()),
    };
    let message = format!("lot {} holds {units} {wherein}: more was taken than came", lot.id);
    let next = format!(
        "`licledger explain {} --project '{}'` shows the events; record what is missing, or correct the event that took too much",
        lot.licence.untiered(),
        project.name()
    );
    let behind = Behind::Units { licence: lot.licence.clone(), place: place.clone(), lot: Some(lot.id) };
    let finding = Finding::error("PRJ-4", lot.licence.untiered(), message, next).figures(units, 0).about(behind);
    // The event that made the lot comes last: by it the finding is the same one, whatever else happens to the lot.
    let mut events = lot.events.clone();
    let first = events.iter().position(|event| *event == lot.made.1);
    events.rotate_left(first.map_or(0, |first| first + 1));
    Finding { events, ..finding }
}
