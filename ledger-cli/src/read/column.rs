//! The columns that a transactions file can have, and the languages of their headings.
//!
//! Absent by design: how they are spelled, which is the profile's data.

use serde::Deserialize;

/// What a column of a transactions file can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Column {
    /// Day of the act.
    Date,
    /// What happened.
    Act,
    /// Company that owns the project.
    Company,
    /// Project.
    Project,
    /// Serial number of the device.
    Serial,
    /// Model of the device.
    Model,
    /// Technical licence name.
    Licence,
    /// Number of licences.
    Quantity,
    /// Version that is converted or upgraded to.
    ToVersion,
    /// Software service credits.
    Ssc,
    /// First day that is no longer covered, or as the source has it.
    SsaUntil,
    /// Term in years.
    Years,
    /// Activation key.
    Key,
    /// Certificate of a release or a key.
    Certificate,
    /// Serial number or project on the other side.
    To,
    /// The source's reference, such as an RMA number.
    Reference,
    /// Free text.
    Note,
    /// Role of a device.
    Role,
    /// Central or decentral licensing.
    Licensing,
    /// Software version of a device.
    Software,
    /// Day on which a device was bought.
    Purchased,
    /// Variant of a warranty extension.
    Variant,
    /// Consent that a device stays at V8 or higher.
    Consent,
}

impl Column {
    /// How many columns there are.
    pub(super) const COUNT: usize = Self::Consent as usize + 1;
}

/// The language that a file's headings are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// German: a point groups thousands.
    German,
    /// English: a comma groups thousands.
    English,
    /// Both, or none that could be told: nothing groups thousands.
    Mixed,
}

impl Language {
    /// `de`, `en` or `mixed`.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
            Self::Mixed => "mixed",
        }
    }
}
