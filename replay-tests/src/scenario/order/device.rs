//! `device …`.

use super::{Line, NoOrder};
use ledger_core::decide::Command;
use ledger_core::event::{DeviceAdded, Licensing, Role};
use ledger_core::vocabulary::{Day, Serial, Software};

pub(super) fn command(verb: &str, line: &mut Line) -> Result<Command, NoOrder> {
    let serial = Serial::parse(&line.word("SERIAL")?)?;
    Ok(match verb {
        "add" => Command::AddDevice { project: line.project("--project")?, device: added(serial, line)? },
        "software" => Command::ChangeSoftware { serial, software: Software::parse(&line.word("V")?)? },
        "role" => Command::ChangeRole { serial, role: role(line)?, licensing: licensing(line)? },
        "move" => Command::MoveDevice { serial, to: line.project("--to-project")? },
        "replace" => {
            let new = Serial::parse(&line.word("NEW")?)?;
            let model = line.option("--model");
            Command::ReplaceDevice { old: serial, new, model, rma: line.needed("--rma")? }
        }
        _ => return Err(line.wrong(format!("no such verb: device {verb}"))),
    })
}

fn added(serial: Serial, line: &mut Line) -> Result<DeviceAdded, NoOrder> {
    Ok(DeviceAdded {
        serial,
        model: line.needed("--model")?.to_lowercase(),
        role: role(line)?.unwrap_or(Role::Master),
        licensing: licensing(line)?.unwrap_or(Licensing::Central),
        software: line.option("--software").map(|text| Software::parse(&text)).transpose()?,
        purchased: line.option("--purchased").map(|text| Day::parse(&text)).transpose()?,
    })
}

fn role(line: &mut Line) -> Result<Option<Role>, NoOrder> {
    let Some(word) = line.option("--role") else { return Ok(None) };
    Role::from_word(&word).map(Some).ok_or_else(|| line.wrong(format!("no role: {word}")))
}

fn licensing(line: &mut Line) -> Result<Option<Licensing>, NoOrder> {
    let Some(word) = line.option("--licensing") else { return Ok(None) };
    Licensing::from_word(&word).map(Some).ok_or_else(|| line.wrong(format!("no licensing: {word}")))
}
