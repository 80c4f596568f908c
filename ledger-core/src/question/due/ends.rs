//! Ends: each thing in a project that comes to one, with what the next year takes and what to do before that day.
//!
//! Absent by design: which of them are shown, and in which columns.

use crate::book::{Device, Lot, Place, Presence, Project, Trial};
use crate::question::{Kind, View, wants};
use crate::rule::price::{self, NextYear};
use crate::rule::warranty::warranty_until;
use crate::say;
use crate::vocabulary::{Day, Licence, LotId, Say, Serial, Units};
use std::fmt;

/// What comes to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    Ssa,
    Warranty,
    Trial,
}

impl What {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Ssa => "ssa",
            Self::Warranty => "warranty",
            Self::Trial => "trial",
        }
    }
}

/// What an end is that of. Devices come before lots; lots go by their number, not by their spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    Device(Serial),
    Lot(LotId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device(serial) => serial.fmt(f),
            Self::Lot(lot) => lot.fmt(f),
        }
    }
}

/// One end.
pub(super) struct End<'a> {
    /// First day without.
    pub(super) until: Day,
    pub(super) project: &'a Project,
    pub(super) what: What,
    pub(super) subject: Subject,
    pub(super) licence: Option<&'a Licence>,
    pub(super) units: Option<Units>,
    /// Where the units of a lot are.
    pub(super) place: Option<&'a Place>,
    pub(super) year: Option<NextYear>,
    /// What to do before that day.
    pub(super) next: Say,
}

/// SSA of each lot, in each of its places.
pub(super) fn agreements<'a>(view: &View, project: &'a Project, only: Option<&Kind>) -> Vec<End<'a>> {
    let lots = project.lots.values().filter(|lot| lot.licence.version.is_some() && wants(only, &lot.licence));
    let end = |lot: &'a Lot, until: Day, place: &'a Place, units: Units| End {
        until,
        project,
        what: What::Ssa,
        subject: Subject::Lot(lot.id),
        licence: Some(&lot.licence),
        units: Some(units),
        place: Some(place),
        year: Some(price::next_year(&view.rulebook, lot, units, view.as_of)),
        next: say!("due-next-ssa"),
    };
    let ends = lots.filter_map(|lot| Some((lot, lot.covered_until()?))).flat_map(|(lot, until)| {
        let held = lot.holdings.iter().filter_map(|(place, units)| Some((place, counted(*units)?)));
        held.map(move |(place, units)| (lot, until, place, units))
    });
    ends.map(|(lot, until, place, units)| end(lot, until, place, units)).collect()
}

fn counted(units: i64) -> Option<Units> {
    u32::try_from(units).ok().and_then(Units::new)
}

pub(super) fn warranty<'a>(view: &View, project: &'a Project, device: &'a Device) -> Option<End<'a>> {
    let next = match device.warranty {
        Some(_) => say!("due-next-warranty-over"),
        None => say!("due-next-warranty"),
    };
    Some(End {
        until: warranty_until(&view.rulebooks, device)?,
        project,
        what: What::Warranty,
        subject: Subject::Device(device.serial.clone()),
        licence: None,
        units: None,
        place: None,
        year: None,
        next,
    })
}

pub(super) fn trials<'a>(project: &'a Project, device: &'a Device, only: Option<&Kind>) -> Vec<End<'a>> {
    // They went along with a device that left.
    let here = device.trial_licences.iter().filter(|_| device.presence == Presence::Here);
    let issued = here.filter(|trial| wants(only, &trial.licence));
    let end = |trial: &'a Trial| End {
        until: trial.until,
        project,
        what: What::Trial,
        subject: Subject::Device(device.serial.clone()),
        licence: Some(&trial.licence),
        units: Some(trial.units),
        place: None,
        year: None,
        next: say!("due-next-trial"),
    };
    issued.map(end).collect()
}

/// What the entry is about, for ever: an extension moves the entry and keeps its id. A trial is never extended, so that
/// its end tells it from another of the same licence.
pub(super) fn id(end: &End<'_>) -> String {
    let stream = end.project.id;
    let (what, subject) = (end.what.word(), &end.subject);
    match (end.what, end.licence) {
        (What::Trial, Some(licence)) => format!("{what}/{subject}/{licence}/{}/{stream}", end.until),
        _ => format!("{what}/{subject}/{stream}"),
    }
}
