//! Movements: what an event moves from where to where, and what it says in a sentence.
//!
//! Absent by design: balances; a movement is read off the event alone.

use super::holding::opening_words;
use crate::event::{Arriving, Changed, Covered, Event, KeyItem, Leaving, Part, Topic};
use crate::vocabulary::{Credits, Day, Licence, Units, in_years};
use std::collections::{BTreeMap, BTreeSet};

/// Units of one licence that go from one place to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The licence without its tier, or `SSC`.
    pub licence: String,
    /// Where from.
    pub from: String,
    /// Where to.
    pub to: String,
    /// How many.
    pub units: i64,
    /// By how much the free balance of the licence changes.
    pub free: i64,
}

impl Movement {
    /// The same units on their way back.
    pub fn back(self) -> Self {
        Self { from: self.to, to: self.from, free: -self.free, ..self }
    }
}

const FREE: &str = "free";

/// Everything that an event moves, parts of one licence taken together.
pub fn movements(event: &Event) -> Vec<Movement> {
    match event {
        Event::KeyRedeemed(e) => {
            let from = format!("key {}", e.key);
            let items = e.items.iter().map(|item: &KeyItem| (&item.licence, item.units));
            credits_too(grouped(items, &from, FREE), e.credits, &from, FREE)
        }
        Event::LicencesBound(e) => grouped(parts(&e.parts), FREE, e.serial.as_str()),
        Event::LicencesReleased(e) => grouped(parts(&e.parts), e.serial.as_str(), FREE),
        Event::DeviceReplaced(e) => grouped(parts(&e.parts), e.old.as_str(), e.new.as_str()),
        Event::LicencesConverted(e) => {
            let mut moves = changes(&e.parts, FREE, "converted");
            moves = credits_too(moves, e.credits, FREE, "spent");
            moves
        }
        Event::LicencesUpgraded(e) => {
            let place = e.serial.as_ref().map_or(FREE, |serial| serial.as_str());
            changes(&e.parts, place, "upgraded")
        }
        Event::LicencesTransferredOut(e) => grouped(leaving(&e.lots), FREE, &format!("project {}", e.to.project)),
        Event::LicencesTransferredIn(e) => grouped(arriving(&e.lots), &format!("project {}", e.from.project), FREE),
        Event::DeviceMovedOut(e) => grouped(leaving(&e.lots), e.serial.as_str(), &format!("project {}", e.to.project)),
        Event::DeviceMovedIn(e) => {
            grouped(arriving(&e.lots), &format!("project {}", e.from.project), e.device.serial.as_str())
        }
        Event::CreditsReceived(e) => credits_too(Vec::new(), Some(e.credits), "received", FREE),
        Event::CreditsTransferredOut(e) => {
            credits_too(Vec::new(), Some(e.credits), FREE, &format!("project {}", e.to.project))
        }
        Event::CreditsTransferredIn(e) => {
            credits_too(Vec::new(), Some(e.credits), &format!("project {}", e.from.project), FREE)
        }
        Event::SsaApplied(e) => credits_too(Vec::new(), e.credits, FREE, "spent"),
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
        | Event::WarrantyActivated(_)
        | Event::TrialIssued(_)
        | Event::NoteAdded(_)
        | Event::EventAnnulled(_)
        | Event::EventReversed(_)
        | Event::EventAmended(_)
        | Event::PeriodClosed(_) => Vec::new(),
    }
}

fn parts(parts: &[Part]) -> impl Iterator<Item = (&Licence, Units)> {
    parts.iter().map(|part| (&part.licence, part.units))
}

fn leaving(lots: &[Leaving]) -> impl Iterator<Item = (&Licence, Units)> {
    lots.iter().map(|lot| (&lot.licence, lot.units))
}

fn arriving(lots: &[Arriving]) -> impl Iterator<Item = (&Licence, Units)> {
    lots.iter().map(|lot| (&lot.licence, lot.units))
}

fn grouped<'a>(units: impl Iterator<Item = (&'a Licence, Units)>, from: &str, to: &str) -> Vec<Movement> {
    let mut sums: BTreeMap<Licence, i64> = BTreeMap::new();
    for (licence, units) in units {
        *sums.entry(licence.untiered()).or_default() += units.signed();
    }
    let movement = |(licence, units): (Licence, i64)| movement(licence.to_string(), from, to, units);
    sums.into_iter().map(movement).collect()
}

fn movement(licence: String, from: &str, to: &str, units: i64) -> Movement {
    let free = if to == FREE { units } else { 0 } - if from == FREE { units } else { 0 };
    Movement { licence, from: from.to_owned(), to: to.to_owned(), units, free }
}

fn changes(changed: &[Changed], place: &str, how: &str) -> Vec<Movement> {
    let away = grouped(changed.iter().map(|c| (&c.part.licence, c.part.units)), place, how);
    let into = grouped(changed.iter().map(|c| (&c.becomes, c.part.units)), how, place);
    away.into_iter().chain(into).collect()
}

fn credits_too(mut moves: Vec<Movement>, credits: Option<Credits>, from: &str, to: &str) -> Vec<Movement> {
    let credits = credits.filter(|credits| credits.get() > 0);
    moves.extend(credits.map(|credits| movement("SSC".to_owned(), from, to, credits.signed())));
    moves
}

/// The event in a sentence, without its day and its project.
pub fn sentence(event: &Event) -> String {
    match event {
        Event::LedgerCreated(e) => format!("ledger begun with rulebook {}", e.rulebook_name),
        Event::RulebookAdopted(e) => format!("rulebook {} adopted", e.name),
        Event::CompanyAdded(e) => format!("company {} added", e.company),
        Event::ImportCommitted(e) => format!("{} imported: {} new, {} known", e.name, e.rows_new, e.rows_known),
        Event::LossAccepted(e) => {
            format!("loss accepted: {} events were seen here, {} are left", e.pinned.size, e.found.size)
        }
        Event::ProjectOpened(e) => opening_words(e),
        Event::ProjectClosed => "project closed".to_owned(),
        Event::DeviceAdded(e) => {
            let purchased = e.purchased.map_or_else(String::new, |day| format!(", purchased {day}"));
            format!("{} {} added as {}{purchased}", e.model, e.serial, e.role)
        }
        Event::DeviceSoftwareChanged(e) => format!("{} runs software {}", e.serial, e.software),
        Event::DeviceRoleChanged(e) => {
            let role = e.role.map(|role| role.to_string());
            let licensing = e.licensing.map(|licensing| format!("{licensing} licensing"));
            let both: Vec<String> = role.into_iter().chain(licensing).collect();
            format!("{} is now {}", e.serial, both.join(", "))
        }
        Event::DeviceMovedOut(e) => format!("{} moved to project {}{}", e.serial, e.to.project, with(event)),
        Event::DeviceMovedIn(e) => format!("{} came from project {}{}", e.device.serial, e.from.project, with(event)),
        Event::DeviceReplaced(e) => format!("{} replaced by {} (RMA {}){}", e.old, e.new, e.rma, with(event)),
        Event::KeyRedeemed(e) => format!("key {} redeemed: {}", e.key, counts(event)),
        Event::LicencesBound(e) => format!("{} bound to {}", counts(event), e.serial),
        Event::LicencesReleased(e) => {
            let consent = if e.consent { ", it stays on version 8 or higher" } else { "" };
            format!("{} released from {}{consent}", counts(event), e.serial)
        }
        Event::LicencesConverted(e) => {
            let spent = e.credits.map_or_else(|| "credits not stated".to_owned(), |c| format!("{c} credits"));
            format!("{} ({spent}), SSA {}", becoming(&e.parts, "converted to"), e.coverage)
        }
        Event::LicencesUpgraded(e) => {
            let place = e.serial.as_ref().map_or_else(|| "in the balance".to_owned(), |serial| format!("on {serial}"));
            format!("{} {place}", becoming(&e.parts, "upgraded to"))
        }
        Event::LicencesTransferredOut(e) => format!("{} transferred to project {}", counts(event), e.to.project),
        Event::LicencesTransferredIn(e) => format!("{} came from project {}", counts(event), e.from.project),
        Event::CreditsReceived(e) => format!("{} credits received", e.credits),
        Event::CreditsTransferredOut(e) => format!("{} credits transferred to project {}", e.credits, e.to.project),
        Event::CreditsTransferredIn(e) => format!("{} credits came from project {}", e.credits, e.from.project),
        Event::SsaApplied(e) => {
            let spent = e.credits.map_or_else(|| "credits not stated".to_owned(), |c| format!("{c} credits"));
            format!("SSA for {} ({spent})", covered_lots(&e.lots))
        }
        Event::WarrantyActivated(e) => {
            let x = &e.extension;
            let until = x.until.map_or_else(|| "an unknown day".to_owned(), |day| day.to_string());
            format!("warranty of {} extended by {} ({}), until {until}", e.serial, in_years(x.years.get()), x.variant)
        }
        Event::TrialIssued(e) => format!("trial of {} {} on {} until {}", e.units, e.licence, e.serial, e.until),
        Event::NoteAdded(e) => match e.topic {
            Some(Topic::Rental) => format!("rental: {}", e.text),
            None => format!("note: {}", e.text),
        },
        Event::EventAnnulled(_) => "an earlier event annulled: it never happened".to_owned(),
        Event::EventReversed(_) => "an earlier event reversed: undone from this day on".to_owned(),
        Event::EventAmended(e) => format!("an earlier event amended: {}", sentence(&e.becomes.event)),
        Event::PeriodClosed(e) => {
            let project =
                e.project.as_ref().map_or_else(String::new, |project| format!(" of project {}", project.project));
            format!("period {}{project} closed: every day before {}", e.name, e.until)
        }
    }
}

/// A few lots one by one, many in sum.
fn covered_lots(lots: &[Covered]) -> String {
    if lots.len() <= 2 {
        return lots.iter().map(covered).collect::<Vec<_>>().join("; ");
    }
    let units: i64 = lots.iter().map(|lot| lot.part.units.signed()).sum();
    let ends: BTreeSet<Day> = lots.iter().map(|lot| lot.span.until).collect();
    let until = match (ends.first(), ends.last()) {
        (Some(first), Some(last)) if first != last => format!(", until {first} to {last}"),
        (Some(end), _) => format!(", until {end}"),
        (None, _) => String::new(),
    };
    format!("{} lots with {units} licences{until}", lots.len())
}

fn covered(covered: &Covered) -> String {
    let Covered { part, span, late_years, .. } = covered;
    let late = if *late_years > 0 { format!(", {} late", in_years(*late_years)) } else { String::new() };
    format!("{} {} {span}{late}", part.units, part.licence)
}

fn counts(event: &Event) -> String {
    let each: Vec<String> = movements(event).iter().map(|m| format!("{} {}", m.units, m.licence)).collect();
    if each.is_empty() { "nothing".to_owned() } else { each.join(", ") }
}

fn with(event: &Event) -> String {
    if movements(event).is_empty() { String::new() } else { format!(" with {}", counts(event)) }
}

fn becoming(changed: &[Changed], how: &str) -> String {
    let mut sums: BTreeMap<(Licence, Licence), i64> = BTreeMap::new();
    for c in changed {
        *sums.entry((c.part.licence.untiered(), c.becomes.untiered())).or_default() += c.part.units.signed();
    }
    let words = |((from, to), units): ((Licence, Licence), i64)| format!("{units} {from} {how} {to}");
    sums.into_iter().map(words).collect::<Vec<_>>().join(", ")
}
