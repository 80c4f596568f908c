//! Events about events: corrections, and the closing of a period.
//!
//! A correction changes no stored byte: it is one more event, and the timeline resolves it before anything is folded.
//! Absent by design: what a correction does to the book (the timeline's), and whether it was allowed.

use super::{Fact, ProjectRef};
use crate::vocabulary::{ClosingName, Day, EventId, Head, Licence};

/// The event that a correction speaks of: an earlier one of the same stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Target {
    /// Its place in the stream.
    pub version: u64,
    /// Its id.
    pub event: EventId,
}

/// See [`Event::EventAnnulled`](super::Event::EventAnnulled).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventAnnulled {
    /// What never happened.
    pub target: Target,
}

/// See [`Event::EventReversed`](super::Event::EventReversed).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventReversed {
    /// What was undone.
    pub target: Target,
}

/// See [`Event::EventAmended`](super::Event::EventAmended).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventAmended {
    /// What happened otherwise than it was recorded.
    pub target: Target,
    /// What did happen, with all that is said about it; its day is that of the correction.
    pub becomes: Box<Fact>,
}

/// See [`Event::PeriodClosed`](super::Event::PeriodClosed).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodClosed {
    /// What the closing is called.
    pub name: ClosingName,
    /// The first day that is not closed.
    pub until: Day,
    /// The project that was closed; everything where absent.
    pub project: Option<ProjectRef>,
    /// The tree before this event.
    pub head: Head,
    /// What every project held at the end of the last closed day.
    pub totals: Vec<ClosedProject>,
}

/// What a project held when a period was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedProject {
    /// The project.
    pub project: ProjectRef,
    /// Its service credits.
    pub credits: i64,
    /// Its licences, each without its tier.
    pub licences: Vec<ClosedLicence>,
}

/// Units of a licence when a period was closed; below zero only where reported facts do not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedLicence {
    /// The licence.
    pub licence: Licence,
    /// Units in the free balance.
    pub free: i64,
    /// Units bound to devices.
    pub bound: i64,
    /// Bound units that SSA covered on that day.
    pub covered: i64,
}
