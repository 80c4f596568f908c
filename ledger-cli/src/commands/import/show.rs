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
use ledger_core::question::record::recorded_text;
use ledger_core::question::report::{Basis, Cell, Column, Report};
use ledger_core::vocabulary::Position;
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

fn report(view: &View, name: &'static str, title: String, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Report {
    let basis = Basis { rulebook: String::new(), ..view.basis() };
    Report::of(name, title, basis, columns, rows)
}

fn count(number: u64) -> Cell {
    Cell::Count(i64::try_from(number).unwrap_or(i64::MAX))
}

fn recorded(view: &View, position: Position) -> Cell {
    let entry = view.timeline.entries().iter().find(|entry| entry.position == position);
    Cell::optional(entry, |entry| Cell::Text(recorded_text(entry.recorded)))
}

fn list(view: &View) -> Report {
    let columns = vec![
        Column::right("position", "Event"),
        Column::left("recorded", "Recorded"),
        Column::left("file", "File"),
        Column::right("rows_new", "New"),
        Column::right("rows_known", "Known"),
        Column::left("profile", "Profile"),
        Column::left("encoding", "Encoding"),
    ];
    let row = |imported: &Imported| {
        let ImportCommitted { name, rows_new, rows_known, profile, encoding, .. } = &imported.import;
        vec![
            Cell::Number(imported.position.0),
            recorded(view, imported.position),
            Cell::text(name),
            count(*rows_new),
            count(*rows_known),
            Cell::text(profile),
            Cell::text(encoding),
        ]
    };
    let rows = view.book.imports.iter().map(row).collect();
    let mut report = report(view, "imports", "Imported files".to_owned(), columns, rows);
    if report.rows.is_empty() {
        report.notes.push("nothing was imported; `licledger import FILE` does".to_owned());
    }
    report
}

/// One import: what became of its rows, and by which file.
fn one(view: &View, position: u64) -> Result<Report, Fault> {
    let Some(imported) = view.book.imports.iter().find(|imported| imported.position.0 == position) else {
        let next = "`licledger import list` shows the imports and their events";
        return Err(Fault::new(Exit::NotFound, "NOT-FOUND", position, "no import ended with that event", next));
    };
    let import = &imported.import;
    let range = import.before.size..import.after.size;
    let mut kinds: BTreeMap<&str, i64> = BTreeMap::new();
    for entry in view.timeline.entries().iter().filter(|entry| range.contains(&entry.position.0)) {
        *kinds.entry(entry.fact.event.kind()).or_default() += 1;
    }
    let columns = vec![Column::left("kind", "Kind"), Column::right("events", "Events")];
    let rows = kinds.into_iter().map(|(kind, events)| vec![Cell::text(kind), Cell::Count(events)]).collect();
    let mut report = report(view, "import", format!("Import {position}: {}", import.name), columns, rows);
    let ImportCommitted { bytes, profile, encoding, rows_new, rows_known, before, after, .. } = import;
    report.notes = vec![
        format!("{rows_new} new acts, {rows_known} known already; profile {profile}, {encoding}"),
        format!("file {} ({bytes} bytes), kept in the ledger", import.file),
        format!("head before {} {}, after {} {}", before.size, before.root, after.size, after.root),
    ];
    report.extra = vec![
        ("position", Cell::Number(position)),
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
