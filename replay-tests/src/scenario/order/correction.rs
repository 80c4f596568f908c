//! `event annul|reverse|amend` and `close`.

use super::{Line, NoOrder};
use ledger_core::decide::{Command, Setting};
use ledger_core::vocabulary::{ClosingName, Day, Position};

pub(super) fn command(verb: &str, line: &mut Line) -> Result<Command, NoOrder> {
    let position = line.word("POSITION")?;
    let target = position.parse().map(Position).map_err(|_| line.wrong(format!("no position: {position}")))?;
    Ok(match verb {
        "annul" => Command::Annul { target },
        "reverse" => Command::Reverse { target },
        "amend" => Command::Amend { target, settings: settings(line)? },
        _ => return Err(line.wrong(format!("no such verb: event {verb}"))),
    })
}

fn settings(line: &mut Line) -> Result<Vec<Setting>, NoOrder> {
    let mut settings = Vec::new();
    while let Some(text) = line.option("--set") {
        let (field, value) = text.split_once('=').ok_or_else(|| line.wrong(format!("no FIELD=VALUE: {text}")))?;
        settings.push(Setting { field: field.to_owned(), value: Some(value.to_owned()) });
    }
    while let Some(field) = line.option("--unset") {
        settings.push(Setting { field, value: None });
    }
    Ok(settings)
}

pub(super) fn close(name: &str, line: &mut Line) -> Result<Command, NoOrder> {
    let until = Day::parse(&line.needed("--until")?)?;
    Ok(Command::ClosePeriod { name: ClosingName::parse(name)?, until, project: line.project_if("--project")? })
}
