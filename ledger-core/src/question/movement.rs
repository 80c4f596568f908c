//! Movements: what an event moves from where to where, and what it says in a sentence.
//!
//! Absent by design: balances; a movement is read off the event only.

use super::Cell;
use crate::book::Place;
use crate::event::{Arriving, Changed, Covered, Event, KeyItem, Leaving, Part, Topic};
use crate::say;
use crate::vocabulary::{Arg, Credits, Day, KeyCode, Licence, ProjectName, Say, Serial, Units};
use std::collections::{BTreeMap, BTreeSet};

/// What moves, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// Units of a licence, which is named without its tier.
    Units(Licence, i64),
    /// Service credits.
    Credits(i64),
}

impl Amount {
    /// The licence; absent where credits move.
    pub fn licence(&self) -> Option<&Licence> {
        match self {
            Self::Units(licence, _) => Some(licence),
            Self::Credits(_) => None,
        }
    }
}

/// Where something comes from or goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The free balance of the project.
    Free,
    /// A device.
    Device(Serial),
    /// The key that brought it.
    Key(KeyCode),
    /// Another project.
    Project(ProjectName),
    /// Credits that came without a key.
    Received,
    /// Credits that were used up.
    Spent,
    /// Licences that become others by a conversion.
    Converted,
    /// Licences that become others by an upgrade.
    Upgraded,
}

impl End {
    fn of(serial: Option<&Serial>) -> Self {
        serial.map_or(Self::Free, |serial| Self::Device(serial.clone()))
    }

    /// The end as rows show it.
    pub fn cell(&self) -> Cell {
        match self {
            Self::Free => Cell::Place(Place::Free),
            Self::Device(serial) => Cell::Place(Place::Device(serial.clone())),
            Self::Key(key) => Cell::Say(say!("end-key", key = key)),
            Self::Project(project) => Cell::Say(say!("end-project", project = project)),
            Self::Received => Cell::Word("received"),
            Self::Spent => Cell::Word("spent"),
            Self::Converted => Cell::Word("converted"),
            Self::Upgraded => Cell::Word("upgraded"),
        }
    }
}

/// An amount that goes from one place to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// What moves.
    pub amount: Amount,
    /// Where from.
    pub from: End,
    /// Where to.
    pub to: End,
}

impl Movement {
    /// The same amount on its way back.
    pub fn back(self) -> Self {
        Self { from: self.to, to: self.from, ..self }
    }

    /// By how much the free balance changes, in units or in credits.
    pub fn free(&self) -> i64 {
        let (Amount::Units(_, count) | Amount::Credits(count)) = self.amount;
        let arrives = if self.to == End::Free { count } else { 0 };
        arrives - if self.from == End::Free { count } else { 0 }
    }

    /// Whether it goes to a device or comes from it.
    pub fn touches(&self, device: &Serial) -> bool {
        [&self.from, &self.to].into_iter().any(|end| matches!(end, End::Device(serial) if serial == device))
    }

    fn said(&self) -> Say {
        match &self.amount {
            Amount::Units(licence, units) => say!("amount-units", units = *units, licence = licence),
            Amount::Credits(credits) => say!("amount-credits", credits = *credits),
        }
    }
}

/// Everything that an event moves, parts of one licence taken together.
pub fn movements(event: &Event) -> Vec<Movement> {
    match event {
        Event::KeyRedeemed(e) => {
            let from = End::Key(e.key.clone());
            let items = e.items.iter().map(|item: &KeyItem| (&item.licence, item.units));
            credits_too(grouped(items, &from, &End::Free), e.credits, from, End::Free)
        }
        Event::LicencesBound(e) => grouped(parts(&e.parts), &End::Free, &End::Device(e.serial.clone())),
        Event::LicencesReleased(e) => grouped(parts(&e.parts), &End::Device(e.serial.clone()), &End::Free),
        Event::DeviceReplaced(e) => grouped(parts(&e.parts), &End::Device(e.old.clone()), &End::Device(e.new.clone())),
        Event::LicencesConverted(e) => {
            let moves = changes(&e.parts, &End::Free, &End::Converted);
            credits_too(moves, e.credits, End::Free, End::Spent)
        }
        Event::LicencesUpgraded(e) => changes(&e.parts, &End::of(e.serial.as_ref()), &End::Upgraded),
        Event::LicencesTransferredOut(e) => grouped(leaving(&e.lots), &End::Free, &End::Project(e.to.project.clone())),
        Event::LicencesTransferredIn(e) => {
            grouped(arriving(&e.lots), &End::Project(e.from.project.clone()), &End::Free)
        }
        Event::DeviceMovedOut(e) => {
            grouped(leaving(&e.lots), &End::Device(e.serial.clone()), &End::Project(e.to.project.clone()))
        }
        Event::DeviceMovedIn(e) => {
            let device = End::Device(e.device.serial.clone());
            grouped(arriving(&e.lots), &End::Project(e.from.project.clone()), &device)
        }
        Event::CreditsReceived(e) => credits_too(Vec::new(), Some(e.credits), End::Received, End::Free),
        Event::CreditsTransferredOut(e) => {
            credits_too(Vec::new(), Some(e.credits), End::Free, End::Project(e.to.project.clone()))
        }
        Event::CreditsTransferredIn(e) => {
            credits_too(Vec::new(), Some(e.credits), End::Project(e.from.project.clone()), End::Free)
        }
        Event::SsaApplied(e) => credits_too(Vec::new(), e.credits, End::Free, End::Spent),
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

fn grouped<'a>(units: impl Iterator<Item = (&'a Licence, Units)>, from: &End, to: &End) -> Vec<Movement> {
    let mut sums: BTreeMap<Licence, i64> = BTreeMap::new();
    for (licence, units) in units {
        *sums.entry(licence.untiered()).or_default() += units.signed();
    }
    let movement = |(licence, units): (Licence, i64)| Movement {
        amount: Amount::Units(licence, units),
        from: from.clone(),
        to: to.clone(),
    };
    sums.into_iter().map(movement).collect()
}

fn changes(changed: &[Changed], place: &End, how: &End) -> Vec<Movement> {
    let away = grouped(changed.iter().map(|c| (&c.part.licence, c.part.units)), place, how);
    let into = grouped(changed.iter().map(|c| (&c.becomes, c.part.units)), how, place);
    away.into_iter().chain(into).collect()
}

fn credits_too(mut moves: Vec<Movement>, credits: Option<Credits>, from: End, to: End) -> Vec<Movement> {
    let credits = credits.filter(|credits| credits.get() > 0);
    moves.extend(credits.map(|credits| Movement { amount: Amount::Credits(credits.signed()), from, to }));
    moves
}

/// The event in a sentence, without its day and its project.
pub fn sentence(event: &Event) -> Say {
    match event {
        Event::LedgerCreated(e) => say!("told-ledger-created", rulebook = &e.rulebook_name),
        Event::RulebookAdopted(e) => say!("told-rulebook-adopted", rulebook = &e.name),
        Event::CompanyAdded(e) => say!("told-company-added", company = &e.company),
        Event::ImportCommitted(e) => {
            say!("told-import-committed", file = &e.name, new = e.rows_new, known = e.rows_known)
        }
        Event::LossAccepted(e) => say!("told-loss-accepted", seen = e.pinned.size, left = e.found.size),
        Event::ProjectOpened(e) => say!("told-project-opened", project = &e.project, company = &e.company),
        Event::ProjectClosed => say!("told-project-closed"),
        Event::DeviceAdded(e) => {
            let purchased = e.purchased.map_or(Say::NOTHING, |day| say!("told-device-purchased", day = day));
            let role = e.role.word();
            say!("told-device-added", model = &e.model, device = &e.serial, role = role, purchased = purchased)
        }
        Event::DeviceSoftwareChanged(e) => {
            say!("told-device-software-changed", device = &e.serial, version = e.software.to_string())
        }
        Event::DeviceRoleChanged(e) => {
            let role = e.role.map(|role| say!("told-device-role", role = role.word()));
            let licensing = e.licensing.map(|licensing| say!("told-device-licensing", licensing = licensing.word()));
            let both: Vec<Say> = role.into_iter().chain(licensing).collect();
            say!("told-device-role-changed", device = &e.serial, now = both.into_iter().collect::<Arg>())
        }
        Event::DeviceMovedOut(e) => {
            say!("told-device-moved-out", device = &e.serial, project = &e.to.project, with = with(event))
        }
        Event::DeviceMovedIn(e) => {
            let device = &e.device.serial;
            say!("told-device-moved-in", device = device, project = &e.from.project, with = with(event))
        }
        Event::DeviceReplaced(e) => {
            say!("told-device-replaced", old = &e.old, new = &e.new, rma = &e.rma, with = with(event))
        }
        Event::KeyRedeemed(e) => say!("told-key-redeemed", key = &e.key, what = amounts(event)),
        Event::LicencesBound(e) => say!("told-licences-bound", what = amounts(event), device = &e.serial),
        Event::LicencesReleased(e) if e.consent => {
            say!("told-licences-released-consent", what = amounts(event), device = &e.serial)
        }
        Event::LicencesReleased(e) => say!("told-licences-released", what = amounts(event), device = &e.serial),
        Event::LicencesConverted(e) => {
            let (what, spent) = (becoming(&e.parts, Becoming::Converted), spent(e.credits));
            say!("told-licences-converted", what = what, spent = spent, span = e.coverage)
        }
        Event::LicencesUpgraded(e) => {
            let what = becoming(&e.parts, Becoming::Upgraded);
            match &e.serial {
                Some(serial) => say!("told-licences-upgraded-on", what = what, device = serial),
                None => say!("told-licences-upgraded", what = what),
            }
        }
        Event::LicencesTransferredOut(e) => {
            say!("told-licences-transferred-out", what = amounts(event), project = &e.to.project)
        }
        Event::LicencesTransferredIn(e) => {
            say!("told-licences-transferred-in", what = amounts(event), project = &e.from.project)
        }
        Event::CreditsReceived(e) => say!("told-credits-received", credits = e.credits),
        Event::CreditsTransferredOut(e) => {
            say!("told-credits-transferred-out", credits = e.credits, project = &e.to.project)
        }
        Event::CreditsTransferredIn(e) => {
            say!("told-credits-transferred-in", credits = e.credits, project = &e.from.project)
        }
        Event::SsaApplied(e) => say!("told-ssa-applied", what = covered_lots(&e.lots), spent = spent(e.credits)),
        Event::WarrantyActivated(e) => {
            let (years, variant) = (e.extension.years.get(), e.extension.variant.to_string());
            let until = e.extension.until.map_or_else(|| Arg::Say(say!("an-unknown-day")), Arg::Day);
            say!("told-warranty-activated", device = &e.serial, years = years, variant = variant, until = until)
        }
        Event::TrialIssued(e) => {
            let (units, until) = (e.units, e.until);
            say!("told-trial-issued", units = units, licence = &e.licence, device = &e.serial, until = until)
        }
        Event::NoteAdded(e) => match e.topic {
            Some(Topic::Rental) => say!("told-note-rental", text = &e.text),
            None => say!("told-note-added", text = &e.text),
        },
        Event::EventAnnulled(_) => say!("told-event-annulled"),
        Event::EventReversed(_) => say!("told-event-reversed"),
        Event::EventAmended(e) => say!("told-event-amended", becomes = sentence(&e.becomes.event)),
        Event::PeriodClosed(e) => match &e.project {
            Some(of) => {
                say!("told-period-closed-of", closing = &e.name, project = &of.project, until = e.until)
            }
            None => say!("told-period-closed", closing = &e.name, until = e.until),
        },
    }
}

fn spent(credits: Option<Credits>) -> Say {
    credits.map_or_else(|| say!("told-credits-not-stated"), |credits| say!("told-credits", credits = credits))
}

/// A few lots one by one, many in sum.
fn covered_lots(lots: &[Covered]) -> Say {
    match lots {
        [] => return Say::NOTHING,
        [one] => return covered(one),
        [one, two] => return say!("told-both", one = covered(one), two = covered(two)),
        _ => {}
    }
    let units: i64 = lots.iter().map(|lot| lot.part.units.signed()).sum();
    let ends: BTreeSet<Day> = lots.iter().map(|lot| lot.span.until).collect();
    let count = lots.len();
    match (ends.first(), ends.last()) {
        (Some(first), Some(last)) if first != last => {
            say!("told-lots-covered-until", lots = count, units = units, first = first, last = last)
        }
        (Some(end), _) => say!("told-lots-covered", lots = count, units = units, until = end),
        (None, _) => Say::NOTHING,
    }
}

fn covered(covered: &Covered) -> Say {
    let Covered { part, span, late_years, .. } = covered;
    let late = if *late_years > 0 { say!("told-lot-late", years = *late_years) } else { Say::NOTHING };
    say!("told-lot-covered", units = part.units, licence = &part.licence, span = *span, late = late)
}

fn amounts(event: &Event) -> Arg {
    let each: Vec<Say> = movements(event).iter().map(Movement::said).collect();
    if each.is_empty() { Arg::Say(say!("amount-nothing")) } else { each.into_iter().collect() }
}

fn with(event: &Event) -> Say {
    if movements(event).is_empty() { Say::NOTHING } else { say!("told-with", what = amounts(event)) }
}

/// How licences become others.
#[derive(Clone, Copy)]
enum Becoming {
    Converted,
    Upgraded,
}

fn becoming(changed: &[Changed], how: Becoming) -> Arg {
    let mut sums: BTreeMap<(Licence, Licence), i64> = BTreeMap::new();
    for c in changed {
        *sums.entry((c.part.licence.untiered(), c.becomes.untiered())).or_default() += c.part.units.signed();
    }
    let said = |((from, to), units): ((Licence, Licence), i64)| match how {
        Becoming::Converted => say!("amount-converted", units = units, from = from, to = to),
        Becoming::Upgraded => say!("amount-upgraded", units = units, from = from, to = to),
    };
    sums.into_iter().map(said).collect()
}
