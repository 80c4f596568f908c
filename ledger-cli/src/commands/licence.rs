//! `licence`: what is bound, released, converted, upgraded, transferred and tried.

use super::{record::record, show};
use crate::args::LicenceVerb;
use crate::context::Context;
use crate::edge;
use crate::fault::{Done, Fault};
use ledger_core::decide::{Becoming, Command};
use ledger_core::vocabulary::{Credits, Serial, Units, Version};

/// Moves, changes or explains licences.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(verb: &LicenceVerb, context: &Context) -> Result<Done, Fault> {
    match verb {
        LicenceVerb::Bind { licence, units, to, lots, writing } => {
            let take = edge::take(licence, units, lots)?;
            let serial = edge::word("--to", to, Serial::parse)?;
            record(context, writing, Command::Bind { take, serial })
        }
        LicenceVerb::Release { licence, units, from, certificate, consent_v8, lots, writing } => {
            let take = edge::take(licence, units, lots)?;
            let serial = edge::word("--from", from, Serial::parse)?;
            let certificate = certificate.as_ref().map(|text| edge::quoted("--certificate", text)).transpose()?;
            record(context, writing, Command::Release { take, serial, certificate, consent: *consent_v8 })
        }
        LicenceVerb::Convert { licence, units, to_version, to, credits, lots, writing } => {
            let take = edge::take(licence, units, lots)?;
            let becoming = becoming(to_version.as_ref(), to.as_ref())?;
            let credits = edge::optional("--credits", credits.as_ref(), Credits::parse)?;
            record(context, writing, Command::Convert { take, project: context.needs_project()?, becoming, credits })
        }
        LicenceVerb::Upgrade { licence, units, device, to_version, lots, writing } => {
            let take = edge::take(licence, units, lots)?;
            let serial = edge::optional("--device", device.as_ref(), Serial::parse)?;
            let version = edge::word("--to-version", to_version, Version::parse)?;
            let project = if serial.is_none() { Some(context.needs_project()?) } else { context.project_choice() };
            record(context, writing, Command::Upgrade { take, serial, project, version })
        }
        LicenceVerb::Transfer { licence, units, from_project, to_project, lots, writing } => {
            let take = edge::take(licence, units, lots)?;
            let from = context.choice("--from-project", from_project)?;
            let to = context.choice("--to-project", to_project)?;
            record(context, writing, Command::TransferLicences { take, from, to })
        }
        LicenceVerb::Trial { licence, units, device, writing } => {
            let licence = edge::licence(licence)?;
            let units = edge::word("N", units, Units::parse)?;
            let serial = edge::word("--device", device, Serial::parse)?;
            record(context, writing, Command::IssueTrial { licence, units, serial })
        }
        LicenceVerb::Show { licence, units } => show::licence(context, licence, units.as_ref()),
    }
}

fn becoming(version: Option<&String>, licence: Option<&String>) -> Result<Becoming, Fault> {
    match (version, licence) {
        (Some(version), _) => edge::word("--to-version", version, Version::parse).map(Becoming::Version),
        (None, Some(licence)) => edge::licence(licence).map(Becoming::Licence),
        (None, None) => {
            Err(Fault::usage("--to-version", "it is not said what they become", "add `--to-version VERSION`"))
        }
    }
}
