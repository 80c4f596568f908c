//! `licence …`.

use super::{Line, NoOrder};
use ledger_core::catalogue::Catalogue;
use ledger_core::decide::{Becoming, Command};
use ledger_core::vocabulary::{Credits, Serial, Version};

pub(super) fn command(verb: &str, line: &mut Line) -> Result<Command, NoOrder> {
    let take = line.take()?;
    Ok(match verb {
        "bind" => Command::Bind { take, serial: line.serial("--to")? },
        "release" => Command::Release {
            take,
            serial: line.serial("--from")?,
            certificate: line.option("--certificate"),
            consent: line.flag("--consent-v8"),
        },
        "convert" => Command::Convert {
            take,
            project: line.project("--project")?,
            becoming: becoming(line)?,
            credits: line.option("--credits").map(|text| Credits::parse(&text)).transpose()?,
        },
        "upgrade" => Command::Upgrade {
            take,
            serial: line.option("--device").map(|serial| Serial::parse(&serial)).transpose()?,
            project: line.project_if("--project")?,
            version: line.version("--to-version")?,
        },
        "transfer" => {
            Command::TransferLicences { take, from: line.project("--from-project")?, to: line.project("--to-project")? }
        }
        "trial" => Command::IssueTrial { licence: take.licence, units: take.units, serial: line.serial("--device")? },
        _ => return Err(line.wrong(format!("no such verb: licence {verb}"))),
    })
}

fn becoming(line: &mut Line) -> Result<Becoming, NoOrder> {
    match (line.option("--to-version"), line.option("--to")) {
        (Some(version), None) => Ok(Becoming::Version(Version::parse(&version)?)),
        (None, Some(licence)) => Ok(Becoming::Licence(Catalogue::shipped().read(&licence)?)),
        _ => Err(line.lacks("--to-version or --to")),
    }
}
