//! `ssa apply`, `credit …`, `warranty activate`.

use super::{Line, NoOrder};
use ledger_core::catalogue::Catalogue;
use ledger_core::decide::{Command, SsaTarget, Term};
use ledger_core::event::WarrantyVariant;
use ledger_core::vocabulary::{Credits, Day, KeyCode, LotId, Serial, Units, Years};

pub(super) fn command(noun: &str, verb: &str, line: &mut Line) -> Result<Command, NoOrder> {
    Ok(match (noun, verb) {
        ("ssa", "apply") => Command::ApplySsa {
            project: line.project("--project")?,
            target: target(line)?,
            term: term(line)?,
            credits: line.option("--credits").map(|text| Credits::parse(&text)).transpose()?,
        },
        ("credit", "receive") => {
            let credits = Credits::parse(&line.word("N")?)?;
            Command::ReceiveCredits { project: line.project("--project")?, credits }
        }
        ("credit", "transfer") => {
            let credits = Credits::parse(&line.word("N")?)?;
            let from = line.project("--from-project")?;
            Command::TransferCredits { credits, from, to: line.project("--to-project")? }
        }
        ("warranty", "activate") => activate(line)?,
        _ => return Err(line.wrong(format!("no such verb: {noun} {verb}"))),
    })
}

fn target(line: &mut Line) -> Result<SsaTarget, NoOrder> {
    let all = line.flag("--all");
    let lot = line.option("--lot").map(|lot| LotId::parse(&lot)).transpose()?;
    let serial = line.option("--device").map(|serial| Serial::parse(&serial)).transpose()?;
    let licence = line.option("--type").map(|licence| Catalogue::shipped().read(&licence)).transpose()?;
    let units = line.option("--units").map(|units| Units::parse(&units)).transpose()?;
    match (all, lot, licence, serial) {
        (true, None, None, None) => Ok(SsaTarget::All),
        (false, Some(lot), None, None) => Ok(SsaTarget::Lot(lot)),
        (false, None, Some(licence), serial) => Ok(SsaTarget::Type { licence, units, serial }),
        (false, None, None, Some(serial)) => Ok(SsaTarget::Device(serial)),
        _ => Err(line.lacks("one of --all, --device, --lot and --type")),
    }
}

fn term(line: &mut Line) -> Result<Term, NoOrder> {
    match (line.option("--years"), line.option("--until")) {
        (Some(years), None) => Ok(Term::Years(Years::parse(&years)?)),
        (None, Some(day)) => Ok(Term::Until(Day::parse(&day)?)),
        _ => Err(line.lacks("--years or --until")),
    }
}

fn activate(line: &mut Line) -> Result<Command, NoOrder> {
    let key = KeyCode::parse(&line.word("KEY")?)?;
    let serial = line.serial("--device")?;
    let years = Years::parse(&line.needed("--years")?)?;
    let word = line.needed("--variant")?;
    let variant = WarrantyVariant::from_word(&word).ok_or_else(|| line.wrong(format!("no variant: {word}")))?;
    let bought = line.option("--bought").map(|day| Day::parse(&day)).transpose()?;
    Ok(Command::ActivateWarranty { key, serial, years, variant, bought })
}
