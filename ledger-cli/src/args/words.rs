//! Closed lists of words that options take.
//!
//! Absent by design: what the words mean to the core.

use clap::ValueEnum;

/// What a device does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RoleWord {
    /// Holds the licences of the installation
    Master,
    /// A PBX below a master
    Slave,
    /// Takes over when another PBX fails
    Standby,
    /// A gateway without a PBX
    Gateway,
}

/// Where a PBX has its licences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LicensingWord {
    /// On the master
    Central,
    /// On the device itself
    Decentral,
}

/// An order of lots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PickWord {
    /// Covered lots with the earliest end first, uncovered ones last
    OldestSsa,
    /// Covered lots with the latest end first, uncovered ones last
    NewestSsa,
    /// In the order in which they came into being
    Fifo,
}

/// Which warranty article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VariantWord {
    /// Bought with the device
    AtPurchase,
    /// Bought later, inside the base warranty
    AfterPurchase,
}

/// What a note is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TopicWord {
    /// A rental contract
    Rental,
}
