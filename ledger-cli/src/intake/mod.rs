//! From rows of a file to acts of the ledger: one act for each row, and one for all rows of a key.
//!
//! Reading order: the acts here, what a row means in [`command`], by what it is known again in [`identity`]. Absent by
//! design: reading files, rules of the business, and whether the ledger knows a row already.

mod command;
mod identity;
#[cfg(test)]
mod tests;

use crate::read::{Act as Word, Known, Row, Spelling};
use command::Lack;
use ledger_core::decide::{Choice, Pick, ProjectChoice, Refusal};
use ledger_core::event::Remarks;
use ledger_core::ledger::{Act, ImportFault, RowOf};
use ledger_core::vocabulary::{CompanyName, Day, Hash, KeyCode, ProjectName, Serial};
use std::collections::BTreeMap;

/// Says in which project a device was on a day, as far as the ledger knows.
pub(crate) type Lookup<'a> = dyn Fn(&Serial, Day) -> Option<ProjectChoice> + 'a;

/// The projects of devices, as the rows so far tell it.
struct Homes<'a> {
    told: BTreeMap<Serial, ProjectChoice>,
    ledger: &'a Lookup<'a>,
}

impl Homes<'_> {
    fn of(&self, serial: &Serial, day: Day) -> Option<ProjectChoice> {
        self.told.get(serial).cloned().or_else(|| (self.ledger)(serial, day))
    }

    /// Follows a device that comes, moves or is exchanged.
    fn follow(&mut self, row: &Row) {
        let Some(serial) = &row.serial else { return };
        let before = self.told.get(serial).cloned();
        let to = row.to.as_deref();
        let (device, home) = match row.act {
            Word::Device => (Some(serial.clone()), project_of(row)),
            Word::Transfer => {
                let company = row.company.clone().or(before.and_then(|home| home.company));
                let to = to.and_then(|name| ProjectName::parse(name).ok());
                (Some(serial.clone()), to.map(|project| ProjectChoice { company, project }))
            }
            Word::Replace => (to.and_then(|name| Serial::parse(name).ok()), project_of(row).or(before)),
            _ => return,
        };
        if let (Some(device), Some(home)) = (device, home) {
            self.told.insert(device, home);
        }
    }
}

/// The project that the row names.
fn project_of(row: &Row) -> Option<ProjectChoice> {
    row.project.clone().map(|project| ProjectChoice { company: row.company.clone(), project })
}

/// What makes rows of a key one redemption.
type KeyOn<'a> = (&'a KeyCode, Day, Option<&'a CompanyName>, Option<&'a ProjectName>);

/// The key that a crediting row redeems.
fn redeemed(row: &Row) -> Option<KeyOn<'_>> {
    let key = row.key.as_ref().filter(|_| row.act == Word::Credit)?;
    Some((key, row.date, row.company.as_ref(), row.project.as_ref()))
}

/// Makes acts of rows; several lots with different dates are taken in the order of `pick`.
///
/// # Errors
/// Every row that says too little, or two things at once.
pub(crate) fn acts(rows: &[Row], pick: Pick, lookup: &Lookup<'_>) -> Result<Vec<Act>, Vec<ImportFault>> {
    let mut by_day: Vec<&Row> = rows.iter().collect();
    by_day.sort_by_key(|row| row.date);
    let mut of_key: BTreeMap<KeyOn<'_>, Vec<&Row>> = BTreeMap::new();
    for row in &by_day {
        if let Some(key) = redeemed(row) {
            of_key.entry(key).or_default().push(row);
        }
    }
    let mut homes = Homes { told: BTreeMap::new(), ledger: lookup };
    let mut seen = Seen::default();
    let (mut acts, mut faults) = (Vec::new(), Vec::new());
    for row in by_day {
        let made = match redeemed(row) {
            None => act(row, pick, &mut homes, &mut seen),
            Some(key) => match of_key.remove(&key) {
                Some(group) => redemption(&group),
                None => continue,
            },
        };
        match made {
            Ok(act) => acts.push(act),
            Err(lack) => faults.push(fault(row, lack)),
        }
    }
    faults.sort_by_key(|fault| fault.line);
    if faults.is_empty() { Ok(acts) } else { Err(faults) }
}

/// How often each content of a row has stood in the file: as it is read today, and as an earlier version read it.
#[derive(Default)]
struct Seen {
    now: BTreeMap<Hash, u64>,
    before: BTreeMap<Spelling, BTreeMap<Hash, u64>>,
}

/// The earlier marks that are not the one of today, each once.
fn others(mark: (Hash, Hash), before: [(Hash, Hash); 3]) -> Vec<(Hash, Hash)> {
    let mut others: Vec<(Hash, Hash)> = before.into_iter().filter(|other| *other != mark).collect();
    others.sort();
    others.dedup();
    others
}

impl Seen {
    /// Counts the row; its identity and business.
    fn mark(times: &mut BTreeMap<Hash, u64>, known: Known) -> (Hash, Hash) {
        let occurrence = times.entry(known.content).and_modify(|times| *times += 1).or_insert(1);
        (identity::of_row(known.content, *occurrence), known.business)
    }
}

fn act(row: &Row, pick: Pick, homes: &mut Homes<'_>, seen: &mut Seen) -> Result<Act, Lack> {
    homes.follow(row);
    let mark = Seen::mark(&mut seen.now, row.known());
    let before =
        Spelling::ALL.map(|spelling| Seen::mark(seen.before.entry(spelling).or_default(), row.known_before(spelling)));
    let command = command::of(row, Choice::Pick(pick), homes)?;
    Ok(Act {
        row: RowOf {
            line: row.line,
            raw: row.raw.clone(),
            identity: mark.0,
            business: mark.1,
            earlier: others(mark, before),
        },
        day: row.date,
        company: row.company.clone(),
        project: row.project.clone(),
        command,
        remarks: remarks(&[row]),
    })
}

/// One redemption from all rows of its key, which are never none.
fn redemption(rows: &[&Row]) -> Result<Act, Lack> {
    let first = *rows.first().ok_or_else(|| Lack::blank("Schlüssel"))?;
    let raw: Vec<&str> = rows.iter().map(|row| row.raw.as_str()).collect();
    let mark = (identity::of_rows(rows.iter().map(|row| row.known().content).collect()), identity::of_key(first));
    let before = Spelling::ALL.map(|spelling| {
        let contents = rows.iter().map(|row| row.known_before(spelling).content).collect();
        (identity::of_rows(contents), identity::of_key_before(first, spelling))
    });
    Ok(Act {
        row: RowOf {
            line: first.line,
            raw: raw.join("\n"),
            identity: mark.0,
            business: mark.1,
            earlier: others(mark, before),
        },
        day: first.date,
        company: first.company.clone(),
        project: first.project.clone(),
        command: command::redeem(rows)?,
        remarks: remarks(rows),
    })
}

/// What the rows say about their act besides it, each thing once.
fn remarks(rows: &[&Row]) -> Remarks {
    let (mut references, mut reasons): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let add = |to: &mut Vec<String>, text: Option<String>| {
        to.extend(text.filter(|text| !to.contains(text)));
    };
    for row in rows {
        // A return's number, a release's certificate and a note's text stand in the event itself.
        add(&mut references, row.reference.clone().filter(|_| row.act != Word::Replace));
        let certificate = row.certificate.clone().filter(|_| row.act != Word::Release);
        add(&mut references, certificate);
        add(&mut reasons, row.note.clone().filter(|_| !matches!(row.act, Word::Note | Word::Rental)));
    }
    let joined = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join(", "));
    Remarks { reason: joined(reasons), reference: joined(references), evidence: None }
}

fn fault(row: &Row, lack: Lack) -> ImportFault {
    let refusal = Refusal::of_row(lack.code, row.act, lack.message, lack.next);
    ImportFault { line: row.line, raw: row.raw.clone(), refusal }
}
