//! Explanations against the figures that they explain: what the events changed must add up, whatever the history.
//!
//! Absent by design: how an explanation reads.

use ledger_core::question::explain::{self, Side, Subject};
use ledger_core::question::{Answer, Cell, Row, View};
use ledger_core::vocabulary::Day;

/// Explains every figure of a view and adds up what the explanation says.
///
/// # Errors
/// Names the first figure that its explanation does not add up to.
pub fn adds_up(view: &View) -> Result<u64, String> {
    let mut explained = 0;
    for project in view.projects() {
        let stream = project.id;
        explained += 1;
        count(view, Subject::Credits { stream }, project.credits)?;
        for (licence, held) in project.held(view.as_of) {
            let sides = [
                (Side::Free, held.free),
                (Side::Bound, held.bound),
                (Side::Total, held.free + held.bound),
                (Side::Covered, held.covered),
            ];
            for (side, units) in sides {
                explained += 1;
                count(view, Subject::Units { stream, licence: licence.clone(), side, lot: None }, units)?;
            }
        }
        for ((licence, place), held) in project.held_by_device(view.as_of) {
            let Some(serial) = place else { continue };
            explained += 1;
            count(view, Subject::Units { stream, licence, side: Side::On(serial), lot: None }, held.bound)?;
        }
        for lot in project.lots.values() {
            explained += 1;
            end(view, Subject::Coverage { stream, lot: lot.id }, lot.covered_until())?;
        }
    }
    Ok(explained)
}

/// Cells of a kind of row.
fn cells<'a>(report: &'a Answer, part: &'a str, key: &'a str) -> impl Iterator<Item = &'a Cell> {
    let is_part = move |row: &Row<'_>| matches!(row.cell("part"), Some(Cell::Word(word)) if *word == part);
    report.rows().into_iter().filter(is_part).filter_map(move |row| row.cell(key))
}

fn counts(report: &Answer, part: &str, key: &str) -> Vec<i64> {
    cells(report, part, key).filter_map(Cell::quantity).collect()
}

fn count(view: &View, subject: Subject, expected: i64) -> Result<(), String> {
    let report = explain::figures(view, std::slice::from_ref(&subject), None, false);
    let changes = counts(&report, "event", "change");
    let told = [
        ("the figure", counts(&report, "figure", "value").first().copied()),
        ("the changes", Some(changes.iter().sum())),
        ("the last total", Some(counts(&report, "event", "total").last().copied().unwrap_or(0))),
    ];
    let of_lots = matches!(subject, Subject::Units { .. }).then(|| counts(&report, "lot", "units").iter().sum());
    for (what, found) in told.into_iter().chain(of_lots.map(|sum| ("the lots", Some(sum)))) {
        if found != Some(expected) {
            return Err(format!("{subject:?} is {expected}, {what} of its explanation say {found:?}"));
        }
    }
    if changes.contains(&0) {
        return Err(format!("an event that changed nothing stands in the explanation of {subject:?}"));
    }
    Ok(())
}

fn end(view: &View, subject: Subject, expected: Option<Day>) -> Result<(), String> {
    let report = explain::figures(view, std::slice::from_ref(&subject), None, false);
    let day = |cell: &Cell| if let Cell::Day(day) = cell { Some(*day) } else { None };
    let figure = cells(&report, "figure", "until").next().and_then(day);
    let last = cells(&report, "event", "until").last().and_then(day);
    if (figure, last) != (expected, expected) {
        return Err(format!("{subject:?} ends {expected:?}, its explanation says {figure:?} and last {last:?}"));
    }
    Ok(())
}
