//! Verbs that write, noun by noun.
//!
//! Licences and agreements have files of their own. Absent by design: whether an act is allowed.

use super::{EventAsk, LicensingWord, RoleWord, TopicWord, VariantWord, WarrantyArgs, Writing};
use clap::{ArgGroup, Args, Subcommand};
use std::path::PathBuf;

/// Options of `init`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger init
  licledger init --company 'Muster GmbH'
  licledger init --ledger /srv/licences.db --company 'Muster GmbH' --date 2012-01-01")]
pub(crate) struct InitArgs {
    /// Let the ledger begin on that day instead of today
    #[arg(long, value_name = "DATE", help_heading = "Recording")]
    pub date: Option<String>,
    /// Say who records it; your user name otherwise
    #[arg(long, value_name = "NAME", env = "LICLEDGER_ACTOR", hide_env_values = true, help_heading = "Recording")]
    pub actor: Option<String>,
}

/// Options of `restore`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger status
  licledger restore --accept-loss --reason 'disk failed, backup of last night'
  licledger restore --accept-loss --reason 'backup of last night' --yes
  licledger restore --accept-ledger --reason 'the ledger of the new company'")]
#[command(group(ArgGroup::new("accepted").required(true)))]
pub(crate) struct RestoreArgs {
    /// Go on with a ledger that is shorter than it was seen before, and record in it that events are missing
    #[arg(long, group = "accepted")]
    pub accept_loss: bool,
    /// Let this ledger be the right one here although another was seen; kept beside the pins, not in the ledger
    #[arg(long, group = "accepted")]
    pub accept_ledger: bool,
    /// Say why
    #[arg(long, value_name = "TEXT", required = true)]
    pub reason: String,
    /// Say who records it; your user name otherwise
    #[arg(long, value_name = "NAME", env = "LICLEDGER_ACTOR", hide_env_values = true)]
    pub actor: Option<String>,
    /// Confirm without being asked
    #[arg(long)]
    pub yes: bool,
}

/// Verbs of companies.
#[derive(Debug, Subcommand)]
pub(crate) enum CompanyVerb {
    /// Make a company known, with its project DEFAULT
    Add {
        /// Its name
        name: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// List companies
    List,
    /// Show a company and its projects
    Show {
        /// Its name
        name: String,
    },
}

/// Verbs of projects.
#[derive(Debug, Subcommand)]
pub(crate) enum ProjectVerb {
    /// Open a project of a company (--company)
    Open {
        /// Its name
        name: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Close a project for good
    Close {
        /// Its name
        name: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// List projects
    List,
    /// Show a project
    Show {
        /// Its name
        name: String,
    },
}

/// Verbs of devices.
#[derive(Debug, Subcommand)]
pub(crate) enum DeviceVerb {
    /// Bring a device into a project (--project)
    Add(DeviceAdd),
    /// List devices
    List,
    /// Show a device
    Show {
        /// Its serial number
        serial: String,
    },
    /// Record the software that a device runs
    Software {
        /// Its serial number
        #[arg(value_name = "SERIAL")]
        device: String,
        /// What it runs now: 12, 12r2, or 12r2 sr5
        #[arg(value_name = "VERSION")]
        software: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Record another role or way of licensing
    Role {
        /// Its serial number
        #[arg(value_name = "SERIAL")]
        device: String,
        /// What it does from now on
        #[arg(long, value_enum, required_unless_present = "licensing")]
        role: Option<RoleWord>,
        /// Where its licences are from now on
        #[arg(long, value_enum)]
        licensing: Option<LicensingWord>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Move a device, with all that is bound to it, to another project of the company
    Move {
        /// Its serial number
        #[arg(value_name = "SERIAL")]
        device: String,
        /// Where it goes
        #[arg(long, value_name = "NAME")]
        to_project: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Record that the vendor replaced a device: everything moves to the new one
    Replace {
        /// Serial number of the device that went back
        old: String,
        /// Serial number of the device that came
        new: String,
        /// The vendor's number of the return
        #[arg(long, value_name = "ID")]
        rma: Option<String>,
        /// Model of the new device, where it is another
        #[arg(long, value_name = "MODEL")]
        model: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Options of `device add`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger device add 00-90-33-01-02-ab --project Zentrale --model ip6010 --software 12
  licledger device add 009033010203 --project Zentrale --model ip411 --role slave --purchased 24.12.2016
  licledger device add 02-90-33-0a-0b-0c --project Zentrale --model ipva --licensing decentral")]
pub(crate) struct DeviceAdd {
    /// Its serial number
    #[arg(value_name = "SERIAL")]
    pub device: String,
    /// The vendor's model name, such as ip411
    #[arg(long)]
    pub model: String,
    /// What it does; master where its model can run a PBX, gateway otherwise
    #[arg(long, value_enum)]
    pub role: Option<RoleWord>,
    /// Its software: 12, 12r2, or 12r2 sr5
    #[arg(long, value_name = "VERSION")]
    pub software: Option<String>,
    /// Day of purchase, from which its warranty counts
    #[arg(long, value_name = "DATE")]
    pub purchased: Option<String>,
    /// Where its licences are
    #[arg(long, value_enum, default_value = "central")]
    pub licensing: LicensingWord,
    #[command(flatten)]
    pub writing: Writing,
}

/// Verbs of keys.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one command line in a run of the program")]
pub(crate) enum KeyVerb {
    /// Redeem an activation key into a project (--project)
    #[command(after_help = "Examples:
  licledger key redeem 4711-ABCD --project Zentrale --item 'PBX-Port12=100'
  licledger key redeem 4711-ABCE --project Zentrale --item 'PBX-Port12%500=100' --item 'SSC=50' --ref AB-2016-17
  licledger key list --project Zentrale")]
    Redeem {
        /// The key as it stands on the certificate
        key: String,
        /// What it holds: a licence and its units, or SSC and credits
        #[arg(long = "item", value_name = "NAME=N", required = true)]
        items: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// List redeemed keys
    List,
}

/// Verbs of service credits.
#[derive(Debug, Subcommand)]
pub(crate) enum CreditVerb {
    /// Receive credits into a project (--project)
    Receive {
        /// How many
        #[arg(value_name = "N")]
        credits: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Transfer credits to another project of the company
    Transfer {
        /// How many
        #[arg(value_name = "N")]
        credits: String,
        /// Where they leave
        #[arg(long, value_name = "NAME")]
        from_project: String,
        /// Where they arrive
        #[arg(long, value_name = "NAME")]
        to_project: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Verbs of warranties.
#[derive(Debug, Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one command line in a run of the program")]
pub(crate) enum WarrantyVerb {
    /// Show warranties by device
    Show(WarrantyArgs),
    /// Activate the extension of a device's warranty
    Activate {
        /// The key as it stands on the certificate
        key: String,
        /// The device
        #[arg(long, value_name = "SERIAL")]
        device: String,
        /// Years beyond the base warranty
        #[arg(long, value_name = "N")]
        years: String,
        /// Which of the vendor's two articles
        #[arg(long, value_enum)]
        variant: VariantWord,
        /// Day on which the extension was bought
        #[arg(long, value_name = "DATE")]
        bought: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Options of `close`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger close 2016 --until 2017-01-01
  licledger close 'Q3 2026' --until 2026-10-01 --project Zentrale

What is recorded later about closed days still counts, and every report shows it as a prior-period adjustment.
A closing takes its day from --until: there is no --date")]
pub(crate) struct CloseArgs {
    /// What the closing is called
    pub name: String,
    /// First day that is not closed: every day before it is
    #[arg(long, value_name = "DATE")]
    pub until: String,
    #[command(flatten)]
    pub writing: Writing,
}

/// Verbs of events.
#[derive(Debug, Subcommand)]
pub(crate) enum EventVerb {
    /// What can be asked.
    #[command(flatten)]
    Ask(EventAsk),
    /// Record that an event never happened
    Annul(EventAnnul),
    /// Record that an event was undone on a day
    Reverse(EventReverse),
    /// Record that an event happened with another content, or on another day
    Amend(EventAmend),
    /// Write something down about a project (--project) or a device
    Note {
        /// The text
        text: String,
        /// The device that it speaks of
        #[arg(long, value_name = "SERIAL")]
        device: Option<String>,
        /// Give it a meaning: rental contracts stay outside balances
        #[arg(long, value_enum)]
        topic: Option<TopicWord>,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Options of `event annul`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger event annul 12 --reason 'bound to the wrong project' --dry-run
  licledger event annul 12 --reason 'bound to the wrong project'

What never happened takes the day of the event: there is no --date")]
pub(crate) struct EventAnnul {
    /// Position of the event that never happened; both halves of a move between projects go together
    #[arg(value_name = "POSITION")]
    pub event: String,
    #[command(flatten)]
    pub writing: Writing,
}

/// Options of `event reverse`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger event reverse 12 --date 2016-03-01 --reason 'the vendor cancelled the key' --dry-run
  licledger event reverse 12 --date 2016-03-01 --reason 'the vendor cancelled the key'")]
pub(crate) struct EventReverse {
    /// Position of the event that was undone; before --date it still counts
    #[arg(value_name = "POSITION")]
    pub event: String,
    #[command(flatten)]
    pub writing: Writing,
}

/// Options of `event amend`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  licledger event show 12 --json
  licledger event amend 12 --set parts.0.units=40 --reason 'forty were bound, not fifty' --dry-run
  licledger event amend 12 --date 2013-02-25 --reason 'the delivery note says so'
  licledger event amend 14 --set credits=30 --unset ref --reason 'invoice corrected'

Fields are those of the stored payload; items of a list count from 0. Without --date the event keeps its day")]
pub(crate) struct EventAmend {
    /// Position of the event that happened otherwise; --date moves it to another day
    #[arg(value_name = "POSITION")]
    pub event: String,
    /// Give a field another value
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// Take a field away
    #[arg(long = "unset", value_name = "FIELD")]
    pub unset: Vec<String>,
    #[command(flatten)]
    pub writing: Writing,
}

/// Verbs of rulebooks.
#[derive(Debug, Subcommand)]
pub(crate) enum RulebookVerb {
    /// List the rulebooks that the ledger adopted
    List,
    /// Show a rulebook with its sources
    Show {
        /// Name, hash or file; the one in force otherwise
        #[arg(value_name = "RULEBOOK")]
        rulebook: Option<String>,
    },
    /// Put a rulebook into force for what is recorded from now on
    Adopt {
        /// JSON file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        writing: Writing,
    },
    /// Show in what two rulebooks differ
    Diff {
        /// Name, hash or file
        #[arg(value_name = "A")]
        first: String,
        /// Name, hash or file
        #[arg(value_name = "B")]
        second: String,
    },
}
