//! Imports: what ends one counts its rows, each row of a file is recorded once, and what is quoted stands in the file.
//!
//! A row is compared with the file, and with what its event says, where the program's own profile read it. Absent by design: reading a file into rows, which takes its profile.

use super::act::key_in;
use super::walk::{Walk, wrong};
use crate::book::{Entry, Timeline};
use crate::event::{Event, Evidence};
use crate::rule::Finding;
use crate::vocabulary::{CommandId, Day, Hash, Position, Serial};
use std::collections::{BTreeMap, BTreeSet};

/// An event keeps no more characters of a row.
const MOST_KEPT: usize = 500;

impl Walk {
    /// Imports and the rows that they brought.
    pub(super) fn check_rows(&mut self, timeline: &Timeline) {
        let mut rows: Vec<(&Entry, &Evidence)> = timeline
            .entries()
            .iter()
            .filter_map(|entry| Some((entry, entry.fact.remarks.evidence.as_ref()?)))
            .collect();
        rows.sort_by_key(|(entry, _)| entry.position);
        let undone = timeline.resolution(Day::MAX).undone;
        let mut first: BTreeMap<Hash, Position> = BTreeMap::new();
        for (entry, evidence) in &rows {
            let Some(before) = first.insert(evidence.identity, entry.position) else { continue };
            let half = timeline.other_half(entry).is_some_and(|other| other.position == before);
            if !half && !undone.contains_key(&before) && !undone.contains_key(&entry.position) {
                let message = format!("event {before} records the same row of a file");
                self.findings.push(wrong("INT-ROW", entry.position, message));
            }
        }
        let mut brought: BTreeMap<Hash, Vec<(u64, u64)>> = BTreeMap::new();
        let mut imports: Vec<&Entry> = timeline.entries().iter().collect();
        imports.retain(|entry| matches!(entry.fact.event, Event::ImportCommitted(_)));
        for entry in imports {
            if let Some((file, range)) = self.check_import(entry, &rows) {
                brought.entry(file).or_default().push(range);
            }
        }
        let mut open: BTreeSet<Hash> = BTreeSet::new();
        for (entry, evidence) in rows {
            let short = evidence.file.short();
            match brought.get(&evidence.file) {
                None if open.insert(evidence.file) && self.knows_after(entry.position) => {
                    let message = format!("it comes from file {short}, whose import was not ended");
                    self.findings.push(wrong("INT-BATCH", entry.position, message));
                }
                Some(ranges) if !ranges.iter().any(|(from, to)| (*from..*to).contains(&entry.position.0)) => {
                    let message = format!("it quotes file {short}, and stands outside of its import");
                    self.findings.push(wrong("INT-IMPORT", entry.position, message));
                }
                None | Some(_) => {}
            }
        }
    }

    /// Whether all that stands behind a position is known.
    fn knows_after(&self, at: Position) -> bool {
        self.unknown.range(at..).next().is_none()
    }

    /// Gives the file and the positions that an import brought.
    fn check_import(&mut self, entry: &Entry, rows: &[(&Entry, &Evidence)]) -> Option<(Hash, (u64, u64))> {
        let Event::ImportCommitted(import) = &entry.fact.event else { return None };
        let (at, from, to) = (entry.position, import.before.size, import.after.size);
        let range = Some((import.file, (from, to)));
        if to != at.0 || from > to {
            let message = format!("it says that it brought events {from} to {to}, it stands at {at}");
            self.findings.push(wrong("INT-IMPORT", at, message));
            return Some((import.file, (from.min(at.0), at.0)));
        }
        if self.unknown.range(Position(from)..at).next().is_some() {
            return range;
        }
        let inside =
            rows.partition_point(|(row, _)| row.position.0 < from)..rows.partition_point(|(row, _)| row.position < at);
        let inside = rows.get(inside).unwrap_or_default();
        let identities: BTreeSet<Hash> =
            inside.iter().filter(|(_, e)| e.file == import.file).map(|(_, e)| e.identity).collect();
        let counted = u64::try_from(identities.len()).unwrap_or(u64::MAX);
        if counted != import.rows_new {
            let message = format!("it counts {} new rows, {counted} are recorded", import.rows_new);
            self.findings.push(wrong("INT-IMPORT", at, message));
        }
        let own = self.batches.iter().find(|batch| batch.first <= at && at <= batch.last).map(|batch| batch.request);
        let mut number = 0_u64;
        let first = self.batches.partition_point(|batch| batch.first.0 < from);
        for batch in self.batches.iter().skip(first).take_while(|batch| batch.last < at) {
            number += 1;
            if Some(batch.request) != own || batch.command != entry.command.derived(number) {
                let message =
                    format!("events {} to {} stand among its rows, and are none of them", batch.first, batch.last);
                self.findings.push(wrong("INT-IMPORT", at, message));
                return range;
            }
        }
        range
    }
}

/// Rows that do not stand in the file as they are quoted, or that say something else than their events.
pub(super) fn quotes(bytes: &[u8], encoding: &str, rows: &[&Entry]) -> Vec<Finding> {
    let Some(text) = Text::of(bytes, encoding) else {
        let message = format!("its file is no text in {encoding}, as its import says");
        return rows.first().map(|row| wrong("INT-ROW", row.position, message)).into_iter().collect();
    };
    let lines = text.lines();
    let known: BTreeSet<&str> = lines.iter().copied().collect();
    let mut findings = Vec::new();
    for entry in rows {
        let Some(evidence) = &entry.fact.remarks.evidence else { continue };
        if !text.holds(&lines, &known, evidence) {
            let message = format!("line {} of its file is not the row that it quotes", evidence.row);
            findings.push(wrong("INT-ROW", entry.position, message));
        } else if let Some(what) = unlike(entry, &evidence.raw) {
            findings.push(wrong("INT-ROW", entry.position, format!("the row that it quotes names another {what}")));
        }
    }
    findings
}

/// A file's text; where the encoding's table is not known here, characters beyond ASCII all look the same.
struct Text {
    text: String,
    masked: bool,
}

impl Text {
    fn of(bytes: &[u8], encoding: &str) -> Option<Self> {
        let plain: String =
            encoding.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let wide = |of: fn([u8; 2]) -> u16| {
            let (pairs, rest) = bytes.as_chunks::<2>();
            let units = pairs.iter().map(|pair| of(*pair));
            rest.is_empty().then(|| char::decode_utf16(units).collect::<Result<String, _>>().ok()).flatten()
        };
        let (text, masked) = match plain.as_str() {
            "utf8" => (std::str::from_utf8(bytes).ok()?.to_owned(), false),
            "utf16le" => (wide(u16::from_le_bytes)?, false),
            "utf16be" => (wide(u16::from_be_bytes)?, false),
            _ => (bytes.iter().map(|byte| mask(char::from(*byte))).collect(), true),
        };
        Some(Self { text: text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned), masked })
    }

    /// Line ends are LF, CRLF or CR.
    fn lines(&self) -> Vec<&str> {
        let ends = |text: &str| text.contains('\n');
        if ends(&self.text) {
            return self.text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
        }
        self.text.split('\r').collect()
    }

    fn holds(&self, lines: &[&str], known: &BTreeSet<&str>, evidence: &Evidence) -> bool {
        let raw: String = if self.masked { evidence.raw.chars().map(mask).collect() } else { evidence.raw.clone() };
        let raw = raw.replace("\r\n", "\n").replace('\r', "\n");
        let Some(from) = evidence.row.checked_sub(1).and_then(|line| usize::try_from(line).ok()) else { return false };
        let mut rows = raw.split('\n').enumerate();
        let mut side_by_side = true;
        rows.all(|(number, row)| {
            let there =
                from.checked_add(number).and_then(|line| lines.get(line)).is_some_and(|line| line.starts_with(row));
            side_by_side &= there;
            // The rows of one key can stand apart; the first stands on the line that is named.
            let apart = || known.contains(row) || known.range(row..).next().is_some_and(|line| line.starts_with(row));
            side_by_side || number > 0 && apart()
        })
    }
}

fn mask(c: char) -> char {
    if c.is_ascii() { c } else { char::REPLACEMENT_CHARACTER }
}

/// What an event says otherwise than its row: the day, the device, the key, or the quantity.
fn unlike(entry: &Entry, raw: &str) -> Option<&'static str> {
    if raw.chars().count() >= MOST_KEPT || raw.contains('"') {
        return None;
    }
    let fields: Vec<&str> = raw
        .split('\n')
        .flat_map(|row| [';', ',', '\t', '|'].into_iter().flat_map(move |by| row.split(by)))
        .map(str::trim)
        .collect();
    let any = |is: &dyn Fn(&str) -> bool| fields.iter().any(|field| is(field));
    if !any(&|field| day(field) == Some(entry.effective)) {
        return Some("day");
    }
    let event = &entry.fact.event;
    if event.device().is_some_and(|device| !any(&|field| Serial::parse(field).is_ok_and(|read| read == *device))) {
        return Some("device");
    }
    if event.key().is_some_and(|key| !any(&|field| key_in(field).is_some_and(|read| read == *key))) {
        return Some("key");
    }
    let counts = |number: u64| any(&|field| digits(field) == Some(number));
    quantities(event).into_iter().any(|number| !counts(number)).then_some("quantity")
}

/// A day as a file writes it, also with a year of two digits.
fn day(field: &str) -> Option<Day> {
    let full =
        field.rsplit_once('.').filter(|(_, year)| year.len() == 2).map(|(rest, year)| format!("{rest}.20{year}"));
    let moment = field.split([' ', 'T']).next().unwrap_or(field);
    [Some(field), full.as_deref(), Some(moment)].into_iter().flatten().find_map(|text| Day::parse(text).ok())
}

/// A number, whatever groups its digits.
fn digits(field: &str) -> Option<u64> {
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, '.' | '\'' | '’' | '\u{a0}' | '\u{202f}' | ' ');
    let plain = field.chars().all(is_mark).then(|| field.chars().filter(char::is_ascii_digit).collect::<String>());
    plain?.parse().ok()
}

/// Quantities that a row names as they are.
fn quantities(event: &Event) -> Vec<u64> {
    let sum = |units: &mut dyn Iterator<Item = u32>| vec![units.map(u64::from).sum()];
    match event {
        Event::LicencesBound(e) => sum(&mut e.parts.iter().map(|part| part.units.get())),
        Event::LicencesReleased(e) => sum(&mut e.parts.iter().map(|part| part.units.get())),
        Event::LicencesConverted(e) => sum(&mut e.parts.iter().map(|changed| changed.part.units.get())),
        Event::LicencesUpgraded(e) => sum(&mut e.parts.iter().map(|changed| changed.part.units.get())),
        Event::LicencesTransferredOut(e) => sum(&mut e.lots.iter().map(|leaving| leaving.units.get())),
        Event::LicencesTransferredIn(e) => sum(&mut e.lots.iter().map(|arriving| arriving.units.get())),
        Event::TrialIssued(e) => vec![u64::from(e.units.get())],
        Event::KeyRedeemed(e) => e.items.iter().map(|item| u64::from(item.units.get())).collect(),
        Event::CreditsReceived(e) => vec![u64::from(e.credits.get())],
        Event::CreditsTransferredOut(e) => vec![u64::from(e.credits.get())],
        Event::CreditsTransferredIn(e) => vec![u64::from(e.credits.get())],
        Event::LedgerCreated(_)
        | Event::RulebookAdopted(_)
        | Event::CompanyAdded(_)
        | Event::ImportCommitted(_)
        | Event::LossAccepted(_)
        | Event::ProjectOpened(_)
        | Event::ProjectClosed
        | Event::DeviceAdded(_)
        | Event::DeviceSoftwareChanged(_)
        | Event::DeviceRoleChanged(_)
        | Event::DeviceMovedOut(_)
        | Event::DeviceMovedIn(_)
        | Event::DeviceReplaced(_)
        | Event::SsaApplied(_)
        | Event::WarrantyActivated(_)
        | Event::NoteAdded(_)
        | Event::EventAnnulled(_)
        | Event::EventReversed(_)
        | Event::EventAmended(_)
        | Event::PeriodClosed(_) => Vec::new(),
    }
}

impl CommandId {
    /// The id of a further batch of a command that holds more events than one batch can number, from 1.
    pub(in crate::ledger) fn derived(self, number: u64) -> Self {
        let mut input = self.0.as_bytes().to_vec();
        input.extend(number.to_be_bytes());
        let hash = Hash::blake3(&input);
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&hash.0[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}
