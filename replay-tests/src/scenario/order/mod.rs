//! From the words of a command line to an order of the core: the library's own small reader.
//!
//! It knows the same lines as the program and shares nothing with it, so that a scenario means the same to both.
//! Absent by design: help, short flags, and whatever only looks at a ledger.

mod correction;
mod device;
mod licence;
mod line;
mod service;

pub(super) use line::NoOrder;

use super::Document;
use ledger_core::catalogue::Catalogue;
use ledger_core::catalogue::Rulebook;
use ledger_core::decide::{Command, ItemAsked, Mode, ProjectChoice};
use ledger_core::event::Topic;
use ledger_core::ledger::Order;
use ledger_core::vocabulary::{CommandId, Credits, Day, KeyCode, ProjectName, Serial, Units};
use line::Line;

/// The order that a line stands for.
pub(super) fn order(words: &[String], documents: &[Document]) -> Result<Order, NoOrder> {
    let mut line = Line::of(words)?;
    let (noun, verb) = (line.word("noun")?, line.word("verb")?);
    let mut kept = Vec::new();
    let command = match (noun.as_str(), verb.as_str()) {
        ("company", "add") => Command::AddCompany { company: line.company_word()? },
        ("project", "open") => {
            let project = ProjectName::parse(&line.word("NAME")?)?;
            Command::OpenProject { company: line.company()?.ok_or_else(|| line.lacks("--company"))?, project }
        }
        ("project", "close") => {
            let project = ProjectName::parse(&line.word("NAME")?)?;
            Command::CloseProject { project: ProjectChoice { company: line.company()?, project } }
        }
        ("key", "redeem") => redeem(&mut line)?,
        ("event", "note") => note(&mut line)?,
        ("event", verb) => correction::command(verb, &mut line)?,
        ("close", name) => correction::close(name, &mut line)?,
        ("rulebook", "adopt") => {
            let name = line.word("FILE")?;
            let document = documents.iter().find(|document| document.name == name);
            let bytes = document.ok_or_else(|| line.wrong(format!("no file {name}")))?.text.clone().into_bytes();
            let rulebook = Rulebook::parse(&bytes).map_err(|fault| line.wrong(fault.to_string()))?;
            kept.push(bytes);
            Command::AdoptRulebook { name: rulebook.name().to_owned(), rulebook: rulebook.hash() }
        }
        ("device", verb) => device::command(verb, &mut line)?,
        ("licence", verb) => licence::command(verb, &mut line)?,
        ("ssa" | "credit" | "warranty", verb) => service::command(&noun, verb, &mut line)?,
        _ => return Err(line.wrong(format!("no such verb: {noun} {verb}"))),
    };
    finish(line, command, kept)
}

fn finish(mut line: Line, command: Command, documents: Vec<Vec<u8>>) -> Result<Order, NoOrder> {
    let mut order = Order::of(command);
    order.documents = documents;
    order.mode = if line.flag("--fact") { Mode::Record } else { Mode::Judge };
    order.carry = line.flag("--carry");
    order.day = line.option("--date").map(|day| Day::parse(&day)).transpose()?;
    order.remarks.reason = line.option("--reason");
    order.remarks.reference = line.option("--ref");
    order.command_id = line.option("--command-id").map(|id| CommandId::parse(&id)).transpose()?;
    line.end()?;
    Ok(order)
}

fn redeem(line: &mut Line) -> Result<Command, NoOrder> {
    let key = KeyCode::parse(&line.word("KEY")?)?;
    let project = line.project("--project")?;
    let mut items = Vec::new();
    while let Some(asked) = line.option("--item") {
        items.push(item(&asked, line)?);
    }
    Ok(Command::RedeemKey { project, key, items })
}

/// Reads `PBX-Port12=100`, `SSC=50` or `iSC=10`.
fn item(asked: &str, line: &Line) -> Result<ItemAsked, NoOrder> {
    let (name, count) = asked.rsplit_once('=').ok_or_else(|| line.wrong(format!("no item: {asked}")))?;
    if name.eq_ignore_ascii_case("SSC") {
        return Ok(ItemAsked::Credits(Credits::parse(count)?));
    }
    if name.eq_ignore_ascii_case("iSC") {
        return Ok(ItemAsked::Rental(count.parse().map_err(|_| line.wrong(format!("no number: {count}")))?));
    }
    let licence = Catalogue::shipped().read(name)?;
    let raw = (licence.to_string() != name).then(|| name.to_owned());
    Ok(ItemAsked::Licences(licence, Units::parse(count)?, raw))
}

fn note(line: &mut Line) -> Result<Command, NoOrder> {
    let text = line.word("TEXT")?;
    let serial = line.option("--device").map(|serial| Serial::parse(&serial)).transpose()?;
    let project = line.project_if("--project")?;
    let topic = line.option("--topic");
    let topic = topic.map(|word| Topic::from_word(&word).ok_or_else(|| line.wrong(format!("no topic: {word}"))));
    Ok(Command::AddNote { project, serial, text, topic: topic.transpose()? })
}
