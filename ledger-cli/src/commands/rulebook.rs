//! `rulebook`: adopt, list, show and compare what rules have to be told.
//!
//! Absent by design: values. They stand in rulebooks, with their sources.

use super::read;
use super::record::record_with;
use crate::args::{RulebookVerb, Writing};
use crate::context::Context;
use crate::fault::{Done, Exit, Fault};
use crate::kept::Ledger;
use crate::open;
use crate::receipt::{self, Beside};
use ledger_core::catalogue::{Policy, Rulebook, RulebookEntry, RulebookFault};
use ledger_core::decide::Command;
use ledger_core::ledger::{Ask, AskScope, Receipt, View};
use ledger_core::question::answer::{Answer, Cell, Column};
use ledger_core::say;
use ledger_core::store::Log;
use ledger_core::vocabulary::{Day, Hash, Say, Step};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Largest file that is looked at.
const MOST_BYTES: u64 = 1024 * 1024;

/// Adopts, lists, shows or compares rulebooks.
///
/// # Errors
/// Says what was refused or failed.
pub(crate) fn run(verb: &RulebookVerb, context: &Context) -> Result<Done, Fault> {
    match verb {
        RulebookVerb::List => answer(context, list),
        RulebookVerb::Show { rulebook } => answer(context, |_, ledger, view| show(ledger, view, rulebook.as_deref())),
        RulebookVerb::Diff { first, second } => answer(context, |_, ledger, view| diff(ledger, view, first, second)),
        RulebookVerb::Adopt { file, writing } => adopt(context, file, writing),
    }
}

fn adopt(context: &Context, file: &Path, writing: &Writing) -> Result<Done, Fault> {
    let bytes = bytes_of(file)?;
    let rulebook = Rulebook::parse(&bytes).map_err(|fault| unreadable(file, &fault))?;
    for policy in unread(&rulebook) {
        open::warn(context, &format!("{policy} is kept, but no rule of this program reads it yet"));
    }
    if let Some(receipt) = in_force_already(context, &rulebook)? {
        receipt::show(context, &receipt, &Beside::default());
        return Ok(Done::Plain);
    }
    let command = Command::AdoptRulebook { name: rulebook.name().to_owned(), rulebook: rulebook.hash() };
    record_with(context, writing, command, vec![bytes])
}

/// The rulebook's own policies that nothing looks at.
fn unread(rulebook: &Rulebook) -> Vec<String> {
    let own = rulebook.entries().into_iter().filter(|entry| !entry.from_base);
    let is_unread = |key: &String| {
        let policy = key.strip_prefix("policy.").and_then(Policy::named);
        policy.is_some_and(|policy| !policy.is_read())
    };
    own.map(|entry| entry.key).filter(is_unread).collect()
}

/// The receipt of its adoption, where the rulebook is the one in force.
fn in_force_already(context: &Context, rulebook: &Rulebook) -> Result<Option<Receipt>, Fault> {
    let ledger = open::open(context)?;
    let view = ledger.view(&Ask { scope: AskScope::All, as_of: Day::MAX, known_at: None })?;
    let adopted = view.book.rulebook_in_force().filter(|adopted| adopted.rulebook == rulebook.hash());
    let Some(position) = adopted.map(|adopted| adopted.position) else { return Ok(None) };
    let entry = view.timeline.entries().iter().find(|entry| entry.position == position);
    Ok(entry.map(|entry| ledger.receipt(entry.command)).transpose()?.flatten())
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, Fault> {
    let fault =
        |exit, message: String| Fault::new(exit, "FILE", file.display(), message, "name a rulebook's JSON file");
    let data = std::fs::metadata(file).map_err(|error| {
        let exit = if error.kind() == std::io::ErrorKind::NotFound { Exit::NotFound } else { Exit::Unreadable };
        fault(exit, format!("the file cannot be read: {error}"))
    })?;
    if !data.is_file() || data.len() > MOST_BYTES {
        let message = format!("it is no ordinary file of at most {MOST_BYTES} bytes");
        return Err(fault(Exit::Unreadable, message));
    }
    std::fs::read(file).map_err(|error| fault(Exit::Unreadable, format!("the file cannot be read: {error}")))
}

fn unreadable(file: &Path, fault: &RulebookFault) -> Fault {
    Fault::new(Exit::Unreadable, "RULEBOOK", file.display(), fault.to_string(), &fault.next)
}

fn answer(
    context: &Context,
    question: impl Fn(&Context, &Ledger, &View) -> Result<Answer, Fault>,
) -> Result<Done, Fault> {
    let ledger = open::open(context)?;
    let view = ledger.view(&context.ask(AskScope::All)?)?;
    let report = question(context, &ledger, &view)?;
    read::show(&report, context);
    Ok(read::answered(&report))
}

fn report(view: &View, name: &'static str, title: Say, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Answer {
    let withheld = view.findings.iter().filter(|finding| finding.is_told_always()).cloned().collect();
    Answer { findings: withheld, ..Answer::table(name, title, view.basis(), columns, rows) }
}

fn list(_: &Context, _: &Ledger, view: &View) -> Result<Answer, Fault> {
    let columns = vec![
        Column::right("position"),
        Column::left("since"),
        Column::left("name"),
        Column::left("rulebook"),
        Column::left("in_force"),
    ];
    let in_force = view.book.rulebook_in_force().map(|adopted| adopted.position);
    let row = |adopted: &ledger_core::book::Adopted| {
        vec![
            Cell::Event(adopted.position),
            Cell::Day(adopted.since),
            Cell::text(&adopted.name),
            Cell::text(adopted.rulebook.short()),
            Cell::Flag(in_force == Some(adopted.position)),
        ]
    };
    let rows = view.book.rulebooks.iter().map(row).collect();
    Ok(report(view, "rulebooks", say!("rulebooks-title"), columns, rows))
}

fn show(ledger: &Ledger, view: &View, wanted: Option<&str>) -> Result<Answer, Fault> {
    let rulebook = wanted.map_or_else(|| Ok(view.rulebook.clone()), |wanted| named(ledger, view, wanted))?;
    let columns = vec![
        Column::left("key"),
        Column::left("from"),
        Column::left("value"),
        Column::left("unit"),
        Column::left("source"),
        Column::hidden("note"),
    ];
    let row = |entry: RulebookEntry| {
        vec![
            Cell::Text(entry.key),
            Cell::optional(entry.from, Cell::Day),
            Cell::Text(entry.value),
            Cell::Text(entry.unit),
            Cell::Text(entry.source),
            Cell::optional(entry.note, Cell::Text),
        ]
    };
    let rows = rulebook.entries().into_iter().map(row).collect();
    let title = say!("rulebook-title", name = rulebook.name(), title = rulebook.title());
    let mut report = report(view, "rulebook", title, columns, rows);
    report.says.push(say!("rulebook-source", source = rulebook.source()));
    report.says.extend(rulebook.extends().map(|base| say!("rulebook-extends", base = base)));
    report.extra.push(("rulebook", Cell::text(rulebook.name())));
    report.extra.push(("hash", Cell::text(rulebook.hash())));
    Ok(report)
}

/// A rulebook's question and the day from which the answer holds.
type Key = (String, Option<Day>);
/// Answers with their sources.
type Answers = BTreeMap<Key, (String, String)>;

fn diff(ledger: &Ledger, view: &View, first: &str, second: &str) -> Result<Answer, Fault> {
    let (a, b) = (named(ledger, view, first)?, named(ledger, view, second)?);
    let values = |rulebook: &Rulebook| -> Answers {
        rulebook.entries().into_iter().map(|entry| ((entry.key, entry.from), (entry.value, entry.source))).collect()
    };
    let (left, right) = (values(&a), values(&b));
    let keys: BTreeSet<_> = left.keys().chain(right.keys()).collect();
    let value = |side: &Answers, key: &Key| Cell::optional(side.get(key), |(value, _)| Cell::text(value));
    let differs = |key: &&&Key| left.get(**key).map(|(v, _)| v) != right.get(**key).map(|(v, _)| v);
    let row = |key: &Key| {
        let source = right.get(key).or_else(|| left.get(key));
        vec![
            Cell::text(&key.0),
            Cell::optional(key.1, Cell::Day),
            value(&left, key),
            value(&right, key),
            Cell::optional(source, |(_, source)| Cell::text(source)),
        ]
    };
    let rows: Vec<_> = keys.iter().filter(differs).map(|key| row(key)).collect();
    let columns = vec![
        Column::left("key"),
        Column::left("from"),
        Column::left("first"),
        Column::left("second"),
        Column::left("source"),
    ];
    let title = say!("rulebook-diff-title", first = a.name(), second = b.name());
    let mut report = report(view, "rulebook-diff", title, columns, rows);
    if report.is_empty() {
        report.says.push(say!("rulebook-diff-none"));
    }
    Ok(report)
}

/// A rulebook by its name or the beginning of its hash in the ledger, by the shipped name, or by its file.
fn named(ledger: &Ledger, view: &View, wanted: &str) -> Result<Rulebook, Fault> {
    let is_meant = |adopted: &&ledger_core::book::Adopted| {
        let by_hash = wanted.len() >= 6 && adopted.rulebook.to_string().starts_with(&wanted.to_lowercase());
        adopted.name.eq_ignore_ascii_case(wanted) || by_hash
    };
    if let Some(adopted) = view.book.rulebooks.iter().rev().find(is_meant) {
        return stored(ledger, adopted.rulebook);
    }
    if Rulebook::shipped().name().eq_ignore_ascii_case(wanted) {
        return Ok(Rulebook::shipped().clone());
    }
    let file = Path::new(wanted);
    if file.exists() {
        return Rulebook::parse(&bytes_of(file)?).map_err(|fault| unreadable(file, &fault));
    }
    let next = say!("missing-rulebook-next", list = Step::ListRulebooks);
    Err(Fault::new(Exit::NotFound, "NOT-FOUND", wanted, "there is no such rulebook and no such file", next))
}

fn stored(ledger: &Ledger, hash: Hash) -> Result<Rulebook, Fault> {
    let next = || say!("damaged-rulebook-next", verify = Step::Verify);
    let damaged = |what: &str| Fault::new(Exit::Integrity, "INTEGRITY", hash.short(), what, next());
    let bytes = ledger.store().document(hash)?.ok_or_else(|| damaged("the rulebook is missing in the ledger"))?;
    if Hash::blake3(&bytes) != hash {
        return Err(damaged("the rulebook was changed in the ledger"));
    }
    Rulebook::parse(&bytes).map_err(|_| damaged("the rulebook in the ledger cannot be read"))
}
