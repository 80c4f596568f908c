//! Verbs of licences, and which lots they take.
//!
//! Absent by design: whether an act is allowed. What a rule demands (a certificate) is optional here, so that the rule
//! refuses it by its name.

use super::{PickWord, Writing};
use clap::{Args, Subcommand};

/// Which lots an act takes.
#[derive(Debug, Args)]
pub(crate) struct Lots {
    /// Take units of that lot; `licledger ssa` lists lots
    #[arg(long, value_name = "LOT", conflicts_with = "pick")]
    pub lot: Option<String>,
    /// Take lots in that order, where several with different dates match: by the end of their SSA, uncovered ones
    /// last, or as they came
    #[arg(long, value_enum, value_name = "ORDER")]
    pub pick: Option<PickWord>,
}

/// Verbs of licences.
#[derive(Debug, Subcommand)]
pub(crate) enum LicenceVerb {
    /// Bind free licences to a device
    #[command(after_help = "Examples:
  licledger licence bind PBX-Port12 40 --to 00-90-33-01-02-ab
  licledger licence bind PBX-Port12 40 --to 00-90-33-01-02-ab --pick oldest-ssa
  licledger licence bind Relay-BRIs 2 --to 00-90-33-01-02-ab --yes --serial 00-90-33-01-02-ab")]
    Bind {
        /// Technical name; without a tier every tier
        #[arg(value_name = "TYPE")]
        licence: String,
        /// How many
        #[arg(value_name = "N")]
        units: String,
        /// The device
        #[arg(long, value_name = "SERIAL")]
        to: String,
        #[command(flatten)]
        lots: Lots,
        #[command(flatten)]
        writing: Writing,
    },
    /// Give bound licences back into the free balance
    #[command(after_help = "Examples:
  licledger licence release PBX-Port12 10 --from 00-90-33-01-02-ab --certificate REL-2016-3
  licledger licence release PBX-Port12 10 --from 00-90-33-01-02-ab --certificate REL-2016-3 --lot 12.1
  licledger licence release PBX-Port7 10 --from 00-90-33-01-02-ab --certificate REL-2016-4 --consent-v8")]
    Release {
        /// Technical name; without a tier every tier
        #[arg(value_name = "TYPE")]
        licence: String,
        /// How many
        #[arg(value_name = "N")]
        units: String,
        /// The device
        #[arg(long, value_name = "SERIAL")]
        from: String,
        /// The device's security certificate, or its reference
        #[arg(long, value_name = "REF")]
        certificate: Option<String>,
        /// Agree that the device never goes below version 8 again
        #[arg(long)]
        consent_v8: bool,
        #[command(flatten)]
        lots: Lots,
        #[command(flatten)]
        writing: Writing,
    },
    /// Convert free licences of a project (--project) to another version, which ends their SSA
    Convert {
        /// Technical name; without a tier every tier
        #[arg(value_name = "TYPE")]
        licence: String,
        /// How many
        #[arg(value_name = "N")]
        units: String,
        /// The version that they become
        #[arg(long, value_name = "VERSION", conflicts_with = "to", required_unless_present = "to")]
        to_version: Option<String>,
        /// The licence that they become; another family is refused
        #[arg(long, value_name = "TYPE")]
        to: Option<String>,
        /// Credits that it takes, where the rulebook has no value
        #[arg(long, value_name = "N")]
        credits: Option<String>,
        #[command(flatten)]
        lots: Lots,
        #[command(flatten)]
        writing: Writing,
    },
    /// Bring licences on a device, or free ones of a project, to a version that their SSA covers
    Upgrade {
        /// Technical name; without a tier every tier
        #[arg(value_name = "TYPE")]
        licence: String,
        /// How many
        #[arg(value_name = "N")]
        units: String,
        /// The device; without it the free balance of --project
        #[arg(long, value_name = "SERIAL")]
        device: Option<String>,
        /// The version that they become
        #[arg(long, value_name = "VERSION")]
        to_version: String,
        #[command(flatten)]
        lots: Lots,
        #[command(flatten)]
        writing: Writing,
    },
    /// Transfer free licences to another project of the company
    Transfer {
        /// Technical name; without a tier every tier
        #[arg(value_name = "TYPE")]
        licence: String,
        /// How many
        #[arg(value_name = "N")]
        units: String,
        /// Where they leave
        #[arg(long, value_name = "NAME")]
        from_project: String,
        /// Where they arrive
        #[arg(long, value_name = "NAME")]
        to_project: String,
        #[command(flatten)]
        lots: Lots,
        #[command(flatten)]
        writing: Writing,
    },
    /// Record trial licences on a device
    Trial {
        /// Technical name
        #[arg(value_name = "TYPE")]
        licence: String,
        /// How many
        #[arg(value_name = "N")]
        units: String,
        /// The device
        #[arg(long, value_name = "SERIAL")]
        device: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Show what is known of a licence, and how units of it split over price tiers
    Show {
        /// Technical name, such as PBX-Port12
        #[arg(value_name = "TYPE")]
        licence: String,
        /// Split that many over base and tiers
        #[arg(value_name = "N")]
        units: Option<String>,
    },
}
