//! PRJ-5 beyond the company: what moves between two projects arrives as it left, and leaves nothing behind.
//!
//! A late act on the first project can contradict a move that was recorded before; these rules notice it. Absent by
//! design: the border between companies, which stands with the other rules of projects.

use super::project::Taken;
use super::{Case, Finding};
use crate::book::{Lot, Place};
use crate::event::{Arriving, DeviceMovedIn, DeviceMovedOut, Leaving, ProjectRef};
use crate::say;
use crate::vocabulary::{Arg, Say};

/// What is done about a move that something late contradicts: it is amended in the same act.
fn next(case: Case<'_>) -> Say {
    say!("prj-5-carry-next", at = case.entry.position)
}

/// PRJ-5: a device takes along all that is bound to it.
///
/// Source: "Lizenzverwaltung über das Portal my.innovaphone"; the vendor's portal moves a device with its licences.
pub fn prj_5_everything(case: Case<'_>, moved: &DeviceMovedOut) -> Option<Finding> {
    let place = Place::Device(moved.serial.clone());
    let bound: i64 = case.project()?.lots.values().map(|lot| lot.units_at(&place)).sum();
    let leaving: i64 = moved.lots.iter().map(|lot| lot.units.signed()).sum();
    (bound > leaving).then(|| {
        let message = say!("prj-5-licences-bound-move-takes", bound = bound, leaving = leaving);
        Finding::error("PRJ-5", &moved.serial, message, next(case)).figures(leaving, bound)
    })
}

/// PRJ-5: a lot that something late has set in parts moves part by part, each with its own dates.
///
/// Source: as [`prj_5_everything`].
pub fn prj_5_whole(case: Case<'_>, lots: &[Leaving], place: &Place) -> Vec<Finding> {
    let Some(project) = case.project() else { return Vec::new() };
    let in_parts = |leaving: &Leaving| {
        let taken = Taken::leaving(leaving);
        let found = project.found(&taken.part, place, taken.became, case.entry.position);
        (found.lots.len() > 1).then(|| {
            let parts: Arg =
                found.lots.iter().map(|(lot, units)| say!("units-of-lot", units = units, lot = lot)).collect();
            let message = say!("prj-5-move-takes-lot-whole", lot = leaving.lot, parts = parts);
            Finding::error("PRJ-5", &leaving.licence, message, next(case))
        })
    };
    lots.iter().filter_map(in_parts).collect()
}

/// PRJ-5: a device arrives with the software, warranty, trials and conditions that it left with.
///
/// Source: as [`prj_5_everything`].
pub fn prj_5_device(case: Case<'_>, moved: &DeviceMovedIn) -> Option<Finding> {
    let left = case.book.projects.get(&moved.from.stream)?.devices.get(&moved.device.serial)?;
    let as_it_left = left.as_added() == moved.device
        && left.min_software == moved.min_software
        && left.warranty == moved.warranty
        && left.trials == moved.trials
        && moved.running.as_ref().is_none_or(|running| *running == left.trial_licences);
    (!as_it_left).then(|| {
        let message = say!("prj-5-left-otherwise-arrived-software", project = moved.from.project);
        Finding::error("PRJ-5", &moved.device.serial, message, next(case))
    })
}

/// PRJ-5: lots arrive with their licence, their dates and their coverage.
///
/// Source: as [`prj_5_everything`].
pub fn prj_5_lots(case: Case<'_>, from: &ProjectRef, lots: &[Arriving]) -> Vec<Finding> {
    let Some(source) = case.book.projects.get(&from.stream) else { return Vec::new() };
    let altered = |arriving: &Arriving| {
        let left = source.lots.get(&arriving.was).filter(|left| !is_same(left, arriving))?;
        let message = say!("prj-5-lot-left-other-dates", id = left.id, project = from.project);
        Some(Finding::error("PRJ-5", &arriving.licence, message, next(case)))
    };
    lots.iter().filter_map(altered).collect()
}

fn is_same(left: &Lot, arriving: &Arriving) -> bool {
    left.licence == arriving.licence
        && left.first_bound == arriving.first_bound
        && left.anchor == arriving.anchor
        && left.coverage == arriving.coverage
}
