//! Events of licences and credits: redeem, bind, release, convert, upgrade, transfer, SSA, trial.
//!
//! Absent by design: whether any of it was allowed.

use super::ProjectRef;
use crate::vocabulary::{Credits, Day, KeyCode, Licence, LotId, Serial, Span, Units, Years};

/// Units of a lot that an act moves or changes. A whole lot keeps its name, a part of it becomes a lot of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The lot that they are taken from.
    pub lot: LotId,
    /// Its licence.
    pub licence: Licence,
    /// How many units.
    pub units: Units,
    /// The lot that they are afterwards.
    pub into: LotId,
}

/// Units that become licences of another version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The units.
    pub part: Part,
    /// What they are from now on.
    pub becomes: Licence,
}

/// Units of a lot that leave a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The lot.
    pub lot: LotId,
    /// Its licence.
    pub licence: Licence,
    /// How many units leave.
    pub units: Units,
}

/// A lot that comes from another project, with all that travels along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arriving {
    /// Its name here.
    pub lot: LotId,
    /// Its name in the project that it left.
    pub was: LotId,
    /// Its licence.
    pub licence: Licence,
    /// How many units arrive.
    pub units: Units,
    /// Day of the first binding of all.
    pub first_bound: Option<Day>,
    /// Day from which terms of SSA are counted: the first binding, or the last conversion.
    pub anchor: Option<Day>,
    /// SSA so far.
    pub coverage: Vec<Span>,
}

/// Licences of one kind on a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyItem {
    /// The lot that they are from now on.
    pub lot: LotId,
    /// The licence.
    pub licence: Licence,
    /// How many.
    pub units: Units,
    /// The name as the source spelt it, where it differs.
    pub raw: Option<String>,
}

/// See [`Event::KeyRedeemed`](super::Event::KeyRedeemed).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRedeemed {
    /// The key.
    pub key: KeyCode,
    /// The licences that it held.
    pub items: Vec<KeyItem>,
    /// The service credits that it held.
    pub credits: Option<Credits>,
}

/// See [`Event::LicencesBound`](super::Event::LicencesBound).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesBound {
    /// The device.
    pub serial: Serial,
    /// The units, taken from the free balance.
    pub parts: Vec<Part>,
}

/// See [`Event::LicencesReleased`](super::Event::LicencesReleased).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesReleased {
    /// The device.
    pub serial: Serial,
    /// The device's release file, or its reference.
    pub certificate: Option<String>,
    /// Whether it was agreed that the device never goes below version 8 again (REL-5).
    pub consent: bool,
    /// The units, back in the free balance.
    pub parts: Vec<Part>,
}

/// See [`Event::LicencesConverted`](super::Event::LicencesConverted).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesConverted {
    /// The units, in the free balance.
    pub parts: Vec<Changed>,
    /// The year of SSA that begins with the conversion (SSA-6).
    pub coverage: Span,
    /// Credits that it took; absent where a reported fact does not say.
    pub credits: Option<Credits>,
}

/// See [`Event::LicencesUpgraded`](super::Event::LicencesUpgraded).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesUpgraded {
    /// The device on which they are bound; absent for the free balance.
    pub serial: Option<Serial>,
    /// The units.
    pub parts: Vec<Changed>,
    /// The day from which the new version was available; absent where it is not known.
    pub version_date: Option<Day>,
}

/// See [`Event::LicencesTransferredOut`](super::Event::LicencesTransferredOut).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesTransferredOut {
    /// Where they went.
    pub to: ProjectRef,
    /// The units, from the free balance.
    pub lots: Vec<Leaving>,
}

/// See [`Event::LicencesTransferredIn`](super::Event::LicencesTransferredIn).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicencesTransferredIn {
    /// Where they came from.
    pub from: ProjectRef,
    /// The units, in the free balance.
    pub lots: Vec<Arriving>,
}

/// See [`Event::CreditsReceived`](super::Event::CreditsReceived).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditsReceived {
    /// How many.
    pub credits: Credits,
}

/// See [`Event::CreditsTransferredOut`](super::Event::CreditsTransferredOut).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditsTransferredOut {
    /// Where they went.
    pub to: ProjectRef,
    /// How many.
    pub credits: Credits,
}

/// See [`Event::CreditsTransferredIn`](super::Event::CreditsTransferredIn).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditsTransferredIn {
    /// Where they came from.
    pub from: ProjectRef,
    /// How many.
    pub credits: Credits,
}

/// One lot's share of an SSA act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The units; they stay where they are.
    pub part: Part,
    /// The device on which they are bound; absent for the free balance.
    pub serial: Option<Serial>,
    /// The interval that was granted.
    pub span: Span,
    /// Whole years of it that had passed on the day of the act.
    pub late_years: u32,
    /// Credits for this lot, where they were computed from the rulebook.
    pub credits: Option<Credits>,
}

/// See [`Event::SsaApplied`](super::Event::SsaApplied).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SsaApplied {
    /// The term that was asked for; absent where an end date was named instead.
    pub years: Option<Years>,
    /// The lots and the interval that each got.
    pub lots: Vec<Covered>,
    /// Credits that it took in all; absent where a reported fact does not say.
    pub credits: Option<Credits>,
}

/// See [`Event::TrialIssued`](super::Event::TrialIssued).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialIssued {
    /// The device.
    pub serial: Serial,
    /// The licence.
    pub licence: Licence,
    /// How many.
    pub units: Units,
    /// First day on which they no longer run.
    pub until: Day,
}
