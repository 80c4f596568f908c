//! Events of devices: what runs where, warranties, moves and replacements.
//!
//! Absent by design: the licences that a device carries along, which are shapes of their own.

use super::{Arriving, Leaving, Part, ProjectRef};
use crate::vocabulary::{Day, Hash, KeyCode, Licence, Serial, Software, Units, Version, Years};

/// What a device does in its installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Holds the licences of a centrally licensed installation.
    Master,
    /// A PBX below a master.
    Slave,
    /// Takes over when another PBX fails.
    Standby,
    /// A gateway without a PBX.
    Gateway,
}

words!(Role { Master = "master", Slave = "slave", Standby = "standby", Gateway = "gateway" });

/// Whether a PBX draws licences from its master or has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Licensing {
    /// Licences are bound on the master and drawn from there.
    Central,
    /// The PBX has licences of its own and can use none of the master's.
    Decentral,
}

words!(Licensing { Central = "central", Decentral = "decentral" });

/// See [`Event::DeviceAdded`](super::Event::DeviceAdded).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceAdded {
    /// The serial number.
    pub serial: Serial,
    /// The vendor's model name in lower case.
    pub model: String,
    /// What it does.
    pub role: Role,
    /// Where its licences are.
    pub licensing: Licensing,
    /// Its software, where known.
    pub software: Option<Software>,
    /// Day of purchase, where known: the start of its warranty.
    pub purchased: Option<Day>,
}

/// See [`Event::DeviceSoftwareChanged`](super::Event::DeviceSoftwareChanged).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceSoftwareChanged {
    /// The device.
    pub serial: Serial,
    /// What it runs now.
    pub software: Software,
}

/// See [`Event::DeviceRoleChanged`](super::Event::DeviceRoleChanged).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRoleChanged {
    /// The device.
    pub serial: Serial,
    /// The new role, if it changed.
    pub role: Option<Role>,
    /// The new way of licensing, if it changed.
    pub licensing: Option<Licensing>,
}

/// See [`Event::DeviceMovedOut`](super::Event::DeviceMovedOut).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceMovedOut {
    /// The device.
    pub serial: Serial,
    /// Where it went.
    pub to: ProjectRef,
    /// What was bound to it.
    pub lots: Vec<Leaving>,
}

/// See [`Event::DeviceMovedIn`](super::Event::DeviceMovedIn).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceMovedIn {
    /// Where it came from.
    pub from: ProjectRef,
    /// The device as it was there.
    pub device: DeviceAdded,
    /// Version below which it must not go (REL-5).
    pub min_software: Option<Version>,
    /// Its warranty extension.
    pub warranty: Option<Extension>,
    /// How many trials it has had.
    pub trials: u32,
    /// The trial licences on it; absent where the record does not say, as in ledgers before 0.3.0.
    pub running: Option<Vec<Trial>>,
    /// The rulebook by which its base warranty runs (WAR-1); absent where it is the one that judges the move.
    pub rulebook: Option<Hash>,
    /// What is bound to it.
    pub lots: Vec<Arriving>,
}

/// Trial licences on a device (PRJ-8).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The licence.
    pub licence: Licence,
    /// How many.
    pub units: Units,
    /// Day of issue.
    pub from: Day,
    /// First day on which they no longer run.
    pub until: Day,
}

/// Which of the vendor's two warranty articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WarrantyVariant {
    /// Bought with the device and bound at once.
    AtPurchase,
    /// Bought and bound inside the base warranty.
    AfterPurchase,
}

words!(WarrantyVariant { AtPurchase = "at-purchase", AfterPurchase = "after-purchase" });

/// A warranty extension as it travels with its device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The key that activated it.
    pub key: KeyCode,
    /// Years beyond the base warranty.
    pub years: Years,
    /// Which of the two articles.
    pub variant: WarrantyVariant,
    /// First day without warranty, where the day of purchase is known.
    pub until: Option<Day>,
}

/// See [`Event::DeviceReplaced`](super::Event::DeviceReplaced).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceReplaced {
    /// The device that went back.
    pub old: Serial,
    /// The device that came.
    pub new: Serial,
    /// Model of the new device.
    pub model: String,
    /// The vendor's number of the return.
    pub rma: String,
    /// What was bound to the old device and is now bound to the new one.
    pub parts: Vec<Part>,
}

/// See [`Event::WarrantyActivated`](super::Event::WarrantyActivated).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WarrantyActivated {
    /// The device.
    pub serial: Serial,
    /// The extension.
    pub extension: Extension,
    /// Day on which the extension was bought, where it is said (WAR-6).
    pub bought: Option<Day>,
}
