//! Earlier imports: a list of them, and one.
//!
//! Absent by design: the rows themselves; the ledger keeps the file, and its events name their rows.

use super::profiles;
use crate::args::ImportVerb;
use crate::commands::read;
use crate::context::Context;
use crate::fault::{Done, Exit, Fault};
use crate::{edge, open};
use ledger_core::book::Imported;
use ledger_core::event::ImportCommitted;
use ledger_core::ledger::{AskScope, View};
use ledger_core::question::answer::{Answer, Basis, Cell, Column};
use ledger_core::say;
use ledger_core::vocabulary::{Position, Say, Step};
use std::collections::BTreeMap;

/// Answers a question about imports.
///
/// # Errors
/// Says that there is no such import, or what is wrong with the ledger.
pub(super) fn run(verb: &ImportVerb, context: &Context) -> Result<Done, Fault> {
    if matches!(verb, ImportVerb::Profiles) {
        return profiles::run(context);
    }
    let ledger = open::open(context)?;
    let view = ledger.view(&context.ask(AskScope::All)?)?;
    let report = match verb {
        ImportVerb::Show { position } => one(&view, edge::position("POSITION", position)?)?,
        ImportVerb::List | ImportVerb::Profiles => list(&view),
    };
    read::show(&report, context);
    Ok(Done::Plain)
}

fn report(view: &View, name: &'static str, title: Say, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Answer {
    let basis = Basis { rulebook: String::new(), ..view.basis() };
    Answer::table(name, title, basis, columns, rows)
}

fn count(number: u64) -> Cell {
    Cell::Count(i64::try_from(number).unwrap_or(i64::MAX))
}

fn recorded(view: &View, position: Position) -> Cell {
    let entry = view.timeline.entries().iter().find(|entry| entry.position == position);
    Cell::optional(entry, |entry| Cell::Time(entry.recorded))
}

fn list(view: &View) -> Answer {
    let columns = vec![
        Column::right("position"),
        Column::left("recorded"),
        Column::left("file"),
        Column::right("rows_new"),
        Column::right("rows_known"),
        Column::left("profile"),
        Column::left("encoding"),
    ];
    let row = |imported: &Imported| {
        let ImportCommitted { name, rows_new, rows_known, profile, encoding, .. } = &imported.import;
        vec![
            Cell::Event(imported.position),
            recorded(view, imported.position),
            Cell::text(name),
            count(*rows_new),
            count(*rows_known),
            Cell::text(profile),
            Cell::text(encoding),
        ]
    };
    let rows = view.book.imports.iter().map(row).collect();
    let mut report = report(view, "imports", say!("imports-title"), columns, rows);
    if report.is_empty() {
        report.says.push(say!("imports-none", import = Step::Import));
    }
    report
}

/// One import: what became of its rows, and by which file.
fn one(view: &View, position: u64) -> Result<Answer, Fault> {
    let Some(imported) = view.book.imports.iter().find(|imported| imported.position.0 == position) else {
        let next = say!("missing-import-next", list = Step::ListImports);
        return Err(Fault::new(Exit::NotFound, "NOT-FOUND", position, "no import ended with that event", next));
    };
    let import = &imported.import;
    let range = import.before.size..import.after.size;
    let mut kinds: BTreeMap<&'static str, i64> = BTreeMap::new();
    for entry in view.timeline.entries().iter().filter(|entry| range.contains(&entry.position.0)) {
        *kinds.entry(entry.fact.event.kind()).or_default() += 1;
    }
    let columns = vec![Column::left("kind"), Column::right("events")];
    let rows = kinds.into_iter().map(|(kind, events)| vec![Cell::Word(kind), Cell::Count(events)]).collect();
    let mut report =
        report(view, "import", say!("import-title", event = Position(position), file = &import.name), columns, rows);
    let ImportCommitted { bytes, profile, encoding, rows_new, rows_known, before, after, .. } = import;
    report.says = vec![
        say!("import-rows", new = *rows_new, known = *rows_known, profile = profile, encoding = encoding),
        say!("import-file", hash = import.file, bytes = *bytes),
        say!("import-heads", before = before.size, root = before.root, after = after.size, then = after.root),
    ];
    report.extra = vec![
        ("position", Cell::Event(imported.position)),
        ("recorded", recorded(view, imported.position)),
        ("file", Cell::text(&import.name)),
        ("file_hash", Cell::text(import.file)),
        ("bytes", Cell::Number(*bytes)),
        ("profile", Cell::text(profile)),
        ("profile_hash", Cell::text(import.profile_hash)),
        ("encoding", Cell::text(encoding)),
        ("rows_new", Cell::Number(*rows_new)),
        ("rows_known", Cell::Number(*rows_known)),
    ];
    Ok(report)
}
