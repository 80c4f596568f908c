//! A device model as the catalogue describes it: what it is and what comes built in.
//!
//! Absent by design: single devices, their serial numbers and their software.

use serde::Deserialize;

/// What kind of device a model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelClass {
    /// A gateway.
    Hardware,
    /// A virtual appliance, known by the MAC address of its virtual machine (IPVA-4).
    Virtual,
    /// A DECT base station.
    Dect,
}

impl ModelClass {
    /// The word for this class in files and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hardware => "hardware",
            Self::Virtual => "virtual",
            Self::Dect => "dect",
        }
    }
}

/// One device model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Name in lower case: `ip411`.
    pub name: String,
    /// What kind of device it is.
    pub class: ModelClass,
    /// Whether a PBX can run on it.
    pub pbx: bool,
    /// Whether it has BRI interfaces.
    pub bri: bool,
    /// Whether it has PRI interfaces.
    pub pri: bool,
    /// Whether all hardware licences are built in, so that further ones are redundant (HW-4).
    pub includes_hardware_licences: bool,
    /// Where this is said.
    pub source: String,
}

/// A model in the catalogue's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelFile {
    name: String,
    class: ModelClass,
    #[serde(default)]
    pbx: bool,
    #[serde(default)]
    bri: bool,
    #[serde(default)]
    pri: bool,
    #[serde(default)]
    includes_hardware_licences: bool,
    source: String,
}

impl ModelFile {
    pub(super) fn model(self) -> Model {
        Model {
            name: self.name.to_ascii_lowercase(),
            class: self.class,
            pbx: self.pbx,
            bri: self.bri,
            pri: self.pri,
            includes_hardware_licences: self.includes_hardware_licences,
            source: self.source,
        }
    }
}
