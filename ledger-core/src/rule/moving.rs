//! PRJ-5 beyond the company: what moves between two projects arrives as it left, and leaves nothing behind.
//!
//! A late act on the first project can contradict a move that was recorded before; these rules notice it. Absent by
//! design: the border between companies, which stands with the other rules of projects.

use super::{Case, Finding};
use crate::book::{Lot, Place};
use crate::event::{Arriving, DeviceMovedIn, DeviceMovedOut, ProjectRef};

const NEXT: &str = "record what happened before the move in the project that it went to, on a later day";

/// PRJ-5: a device takes along all that is bound to it.
///
/// Source: "Lizenzverwaltung über das Portal my.innovaphone"; the vendor's portal moves a device with its licences.
pub fn prj_5_everything(case: Case<'_>, moved: &DeviceMovedOut) -> Option<Finding> {
    let place = Place::Device(moved.serial.clone());
    let bound: i64 = case.project()?.lots.values().map(|lot| lot.units_at(&place)).sum();
    let leaving: i64 = moved.lots.iter().map(|lot| lot.units.signed()).sum();
    (bound > leaving).then(|| {
        let message = format!("{bound} licences are bound to it, its move takes {leaving} along");
        Finding::error("PRJ-5", &moved.serial, message, NEXT).figures(leaving, bound)
    })
}

/// PRJ-5: a device arrives with the software, warranty, trials and conditions that it left with.
///
/// Source: as [`prj_5_everything`].
pub fn prj_5_device(case: Case<'_>, moved: &DeviceMovedIn) -> Option<Finding> {
    let left = case.book.projects.get(&moved.from.stream)?.devices.get(&moved.device.serial)?;
    let as_it_left = left.as_added() == moved.device
        && left.min_software == moved.min_software
        && left.warranty == moved.warranty
        && left.trials == moved.trials;
    (!as_it_left).then(|| {
        let message =
            format!("it left {} otherwise than it arrived (software, role, warranty or trials)", moved.from.project);
        Finding::error("PRJ-5", &moved.device.serial, message, NEXT)
    })
}

/// PRJ-5: lots arrive with their licence, their dates and their coverage.
///
/// Source: as [`prj_5_everything`].
pub fn prj_5_lots(case: Case<'_>, from: &ProjectRef, lots: &[Arriving]) -> Vec<Finding> {
    let Some(source) = case.book.projects.get(&from.stream) else { return Vec::new() };
    let altered = |arriving: &Arriving| {
        let left = source.lots.get(&arriving.was).filter(|left| !is_same(left, arriving))?;
        let message =
            format!("lot {} left {} with other dates or coverage than it arrived with", left.id, from.project);
        Some(Finding::error("PRJ-5", &arriving.licence, message, NEXT))
    };
    lots.iter().filter_map(altered).collect()
}

fn is_same(left: &Lot, arriving: &Arriving) -> bool {
    left.licence == arriving.licence
        && left.first_bound == arriving.first_bound
        && left.anchor == arriving.anchor
        && left.coverage == arriving.coverage
}
