//! PRJ: projects, devices, keys and quantities.

use super::{Behind, Case, Finding, resting_on};
use crate::book::{Became, Came, Place, Presence, Project};
use crate::catalogue::{ModelClass, Policy};
use crate::event::{DeviceReplaced, Event, KeyRedeemed, Leaving, Part, ProjectOpened, ProjectRef, TrialIssued};
use crate::say;
use crate::vocabulary::{Arg, KeyCode, Licence, LotId, Position, Say, Serial, Step, VendorPrefix, Version};

/// PRJ-1: things happen in a project that is open, and to devices that are in it.
///
/// Source: "Lizenzverwaltung über das Portal my.innovaphone".
pub fn prj_1(case: Case<'_>) -> Option<Finding> {
    let event = &case.entry.fact.event;
    if matches!(event, Event::ProjectOpened(_)) || is_ledgers_own(event) {
        return None;
    }
    let opened = case.project().filter(|project| project.opened.is_some());
    let Some(project) = opened else {
        let message = say!("prj-1-project-open", day = case.day());
        return Some(Finding::error("PRJ-1", "project", message, say!("prj-1-open-project-earlier")));
    };
    if let Some(closed) = project.closed {
        let message = say!("prj-1-project-closed", closed = closed);
        return Some(Finding::error("PRJ-1", project.name(), message, say!("prj-1-use-another-project")));
    }
    let arrives = matches!(event, Event::DeviceAdded(_) | Event::DeviceMovedIn(_) | Event::NoteAdded(_));
    let serial = event.device().filter(|_| !arrives)?;
    match project.devices.get(serial).map(|device| &device.presence) {
        Some(Presence::Here) => None,
        found => {
            let message = match found {
                Some(Presence::MovedTo(_)) => say!("prj-1-left-project", project = project.name()),
                Some(Presence::ReplacedBy(new)) => say!("prj-1-replaced", new = new),
                Some(Presence::Here) | None => say!("prj-1-project", project = project.name(), day = case.day()),
            };
            Some(Finding::error(
                "PRJ-1",
                serial,
                message,
                say!("prj-1-history-next", history = Step::ShowHistory(serial.clone())),
            ))
        }
    }
}

fn is_ledgers_own(event: &Event) -> bool {
    matches!(
        event,
        Event::LedgerCreated(_)
            | Event::RulebookAdopted(_)
            | Event::CompanyAdded(_)
            | Event::ImportCommitted(_)
            | Event::LossAccepted(_)
            | Event::PeriodClosed(_)
            | Event::EventAnnulled(_)
            | Event::EventReversed(_)
            | Event::EventAmended(_)
    )
}

/// PRJ-1: a project's name is unique in its company.
///
/// Source: the vendor's portal.
pub fn prj_1_unique_name(case: Case<'_>, opened: &ProjectOpened) -> Option<Finding> {
    let same = |p: &&Project| p.named.as_ref() == Some(&(opened.company.clone(), opened.project.clone()));
    case.book.projects.values().find(same).map(|other| {
        let since = other.opened.map_or(Say::NOTHING, |day| say!("since", day = day));
        let message = say!("prj-1-project-name", company = opened.company, since = since);
        Finding::error("PRJ-1", &opened.project, message, say!("time-4-choose-another-name"))
    })
}

/// PRJ-1: a model that the catalogue does not know is accepted with a warning.
///
/// Source: the vendor's public list of devices.
pub fn prj_1_model(case: Case<'_>, serial: &Serial, model: &str) -> Option<Finding> {
    case.catalogue.model(model).is_none().then(|| {
        let message = say!("prj-1-model-catalogue-so-includes", model = Arg::Quoted(model.to_string()));
        Finding::error("PRJ-1", serial, message, say!("prj-1-check-spelling-ip-ip")).as_warning()
    })
}

/// PRJ-2: an activation key is redeemed once; WAR-3: a warranty key is used once.
///
/// Source: the vendor's portal; "Garantieverlängerung".
pub fn key_used_once(case: Case<'_>, rule: &'static str, key: &KeyCode) -> Option<Finding> {
    let uses = case.book.uses_of_key(key);
    let first = uses.first()?;
    let message = say!("prj-2-key-used-before-event", first = first);
    let next = say!("prj-2-used-next", show = Step::ShowEvent(*first));
    Some(resting_on(Finding::error(rule, key, message, next), uses))
}

/// PRJ-2: a key holds something.
///
/// Source: the vendor's portal (the certificate of a key lists what it holds).
pub fn prj_2_holds_something(redeemed: &KeyRedeemed) -> Option<Finding> {
    let empty = redeemed.items.is_empty() && redeemed.credits.is_none_or(|credits| credits.get() == 0);
    empty.then(|| {
        let next = say!("prj-2-list-certificate-says");
        Finding::error("PRJ-2", &redeemed.key, say!("prj-2-key-credit-nothing"), next)
    })
}

/// Where units go that an event takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Going {
    /// They stay where they are, and what they are.
    Nowhere,
    /// They go to another place of the project, or become another licence.
    Elsewhere,
    /// They leave the project, so that they are no lot of it afterwards.
    Away,
}

/// Units that an event takes off a place.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The lot, its licence, how many, and the lot that they are afterwards.
    pub part: Part,
    /// Whether they become another licence.
    pub became: Became,
    /// Where they go.
    pub going: Going,
}

impl Taken {
    /// Units that leave their project; they go under the name that they have.
    pub fn leaving(leaving: &Leaving) -> Self {
        let Leaving { lot, licence, units } = leaving.clone();
        Self { part: Part { lot, licence, units, into: lot }, became: Became::Itself, going: Going::Away }
    }
}

/// The parts of an event as what they take.
pub fn taken(parts: &[Part], going: Going) -> Vec<Taken> {
    parts.iter().map(|part| Taken { part: part.clone(), became: Became::Itself, going }).collect()
}

/// More is taken than there is.
pub(super) struct Shortage<'a> {
    pub(super) licence: &'a Licence,
    /// The lot that is short; absent where no event accounts for the units.
    lot: Option<LotId>,
    pub(super) there: i64,
    pub(super) wanted: i64,
}

impl Shortage<'_> {
    /// ` of lot 12.1`, where one lot is short.
    pub(super) fn of_lot(&self) -> Say {
        self.lot.map_or(Say::NOTHING, |lot| say!("of-lot", lot = lot))
    }

    /// What fell short.
    pub(super) fn behind(&self, place: &Place) -> Behind {
        Behind::Units { licence: self.licence.clone(), place: place.clone(), lot: self.lot }
    }
}

/// What an event takes beyond what there is.
///
/// A lot answers for its own units of its own licence, however many parts name it; one that is not there has none. Units that
/// the event itself calls unproven are held against everything that the place holds of their licence, less what the same event
/// takes otherwise; so is everything where lots of the licence hold less than nothing at the place, since what is there is less
/// than what each of the others holds.
pub(super) fn shortages<'a>(case: Case<'_>, place: &Place, taken: &'a [Taken]) -> Vec<Shortage<'a>> {
    let Some(project) = case.project() else { return Vec::new() };
    let of_part = |Taken { part, became, .. }: &'a Taken| {
        let Part { lot, licence, units, .. } = part;
        let known = project.lots.get(lot);
        if known.is_none_or(|known| known.came == Came::Unproven) && case.entry.calls_unproven(*lot) {
            let alike = taken.iter().filter(|other| licence.covers(&other.part.licence));
            let wanted = alike.map(|other| other.part.units.signed()).sum();
            return Shortage { licence, lot: None, there: project.units_at(licence, place), wanted };
        }
        let of_lot = taken.iter().filter(|other| other.part.lot == *lot);
        let wanted = of_lot.map(|other| other.part.units.signed()).sum();
        let there = match known.filter(|known| known.licence == *licence) {
            None => 0,
            Some(_) if wanted == units.signed() => project.found(part, place, *became, case.entry.position).there,
            Some(known) => known.units_at(place),
        };
        Shortage { licence, lot: Some(*lot), there, wanted }
    };
    let of_place = |Taken { part, .. }: &'a Taken| {
        let licence = part.licence.untiered();
        let there = project.short_at(&licence, place)?;
        let goes = |other: &&Taken| other.going != Going::Nowhere && licence.covers(&other.part.licence);
        let wanted = taken.iter().filter(goes).map(|other| other.part.units.signed()).sum();
        Some(Shortage { licence: &part.licence, lot: None, there, wanted })
    };
    let is_short = |shortage: &Shortage<'_>| shortage.there < shortage.wanted;
    let short: Vec<Shortage<'a>> = taken.iter().map(of_part).filter(is_short).collect();
    let goes = taken.iter().filter(|taken| taken.going != Going::Nowhere && short.is_empty());
    let of_places: Vec<Shortage<'a>> = goes.filter_map(of_place).filter(is_short).collect();
    short.into_iter().chain(of_places).collect()
}

/// PRJ-3: binding, converting and transferring take from the free balance, never more than it holds.
///
/// Source: the vendor's portal.
pub fn prj_3(case: Case<'_>, taken: &[Taken]) -> Vec<Finding> {
    let Some(project) = case.project() else { return Vec::new() };
    let finding = |short: Shortage<'_>| {
        let Shortage { licence, there: free, wanted, .. } = short;
        let (lot, name) = (short.of_lot(), project.name());
        let message = say!("prj-3-taken-balance-free", wanted = wanted, lot = lot, name = name, free = free.max(0));
        let balance = Step::ShowBalance { of: project.place(), by_device: false, on: Some(case.day()) };
        let next = say!("prj-3-next", balance = balance);
        Finding::error("PRJ-3", licence, message, next).figures(free, wanted).about(short.behind(&Place::Free))
    };
    shortages(case, &Place::Free, taken).into_iter().map(finding).collect()
}

/// PRJ-4: no event takes units from where they are not.
///
/// Source: the ledger's own (conservation).
pub fn prj_4_held(case: Case<'_>, taken: &[Taken], place: &Place) -> Vec<Finding> {
    let Some(project) = case.project() else { return Vec::new() };
    let finding = |short: Shortage<'_>| {
        let Shortage { licence, there, wanted, .. } = short;
        let (lot, from) = (short.of_lot(), place.word());
        let message = say!("prj-4-taken", wanted = wanted, lot = lot, from = from, there = there.max(0));
        let balance = Step::ShowBalance { of: project.place(), by_device: true, on: Some(case.day()) };
        let next = say!("prj-4-held-next", balance = balance);
        Finding::error("PRJ-4", licence, message, next).figures(there, wanted).about(short.behind(place))
    };
    shortages(case, place, taken).into_iter().map(finding).collect()
}

/// PRJ-5: licences, credits and devices move between projects of one company.
///
/// Source: "Lizenzfreigabe" (inside one company).
pub fn prj_5_company(case: Case<'_>, to: &ProjectRef, what: &str) -> Option<Finding> {
    let from = case.project()?.company()?;
    // The company may have got another name since.
    let company = case.book.projects.get(&to.stream).and_then(Project::company).unwrap_or(&to.company);
    (from != company).then(|| {
        let message = say!("prj-5-cannot-move", what = what, from = from, project = to.project, company = company);
        Finding::error("PRJ-5", what, message, say!("prj-5-choose-project-same-company"))
    })
}

/// PRJ-6: a serial number stands for one device in the whole ledger.
///
/// Source: the vendor's portal.
pub fn prj_6_one_device(case: Case<'_>, serial: &Serial) -> Option<Finding> {
    let (project, device) = case.book.device_anywhere(serial)?;
    let message = say!("prj-6-stands-device-project-since", project = project.name(), since = device.since);
    let (show, to) = (
        Step::ShowDevice(serial.clone()),
        Step::MoveDevice { serial: serial.clone(), company: project.company().cloned() },
    );
    let next = say!("prj-6-next", show = show, to = to);
    Some(resting_on(Finding::error("PRJ-6", serial, message, next), &device.events))
}

/// PRJ-6: a foreign prefix is an error for hardware; a virtual machine may have one, and it is said.
///
/// Source: the vendor's public list of MAC prefixes.
pub fn prj_6_prefix(case: Case<'_>, serial: &Serial, model: &str) -> Option<Finding> {
    if serial.prefix() == VendorPrefix::Vendor {
        return None;
    }
    let message = say!("prj-6-prefix-vendors-e");
    let finding = Finding::error("PRJ-6", serial, message, say!("prj-6-compare-label-device"));
    let is_virtual = case.catalogue.model(model).is_some_and(|model| model.class == ModelClass::Virtual);
    Some(if is_virtual { finding.as_warning() } else { finding })
}

/// PRJ-7: a replacement names its RMA number.
///
/// Source: the vendor's portal.
pub fn prj_7_rma(replaced: &DeviceReplaced) -> Option<Finding> {
    replaced.rma.trim().is_empty().then(|| {
        let next = say!("prj-7-name");
        Finding::error("PRJ-7", &replaced.old, say!("prj-7-replacement-names-rma-number"), next)
    })
}

/// PRJ-7: an RMA number is used once.
///
/// Source: the vendor's portal (a number for each return).
pub fn prj_7_once(case: Case<'_>, replaced: &DeviceReplaced) -> Option<Finding> {
    let uses = case.book.uses_of_rma(&replaced.rma);
    let first = uses.first()?;
    let message = say!("prj-7-rma-number-used-before", rma = replaced.rma, first = first);
    let next = say!("prj-7-once-next", show = Step::ShowEvent(*first));
    Some(resting_on(Finding::error("PRJ-7", &replaced.old, message, next), uses))
}

/// PRJ-8: trials are issued once per device from version 11 on, and not at all up to version 5; what the rulebook does not
/// know is not judged.
///
/// Source: the vendor's public page on trials.
pub fn prj_8(case: Case<'_>, issued: &TrialIssued) -> Option<Finding> {
    let (_, device) = case.book.device(&issued.serial)?;
    let policy = |policy| case.rulebook.integer(policy, case.day()).and_then(|n| u16::try_from(n).ok());
    let asked = issued.licence.version.map(Version::get);
    let software = device.runs().map(Version::get);
    let named = || [software, asked].into_iter().flatten();
    let early = policy(Policy::TrialNoneUpToVersion)
        .and_then(|none_up_to| Some((named().find(|version| *version <= none_up_to)?, none_up_to)));
    if let Some((version, none_up_to)) = early {
        let message = say!("prj-8-trials-version", version = version);
        return Some(Finding::error("PRJ-8", &issued.serial, message, say!("prj-8-said", none_up_to = none_up_to + 1)));
    }
    let once_from = policy(Policy::TrialOnceFromVersion)?;
    // A trial stays the one of its device when a move that came before it is undone.
    let issued_by = case.book.trials_of(&issued.serial);
    let had = i64::from(device.trials).max(i64::try_from(issued_by.len()).unwrap_or(i64::MAX));
    (had > 0 && software.or(asked).is_none_or(|version| version >= once_from)).then(|| {
        let message = say!("prj-8-trial-version-one-each", once_from = once_from);
        let finding = Finding::error("PRJ-8", &issued.serial, message, say!("prj-8-redeem-key-licences-stay"));
        let further = issued_by.iter().filter(|position| !device.events.contains(position));
        let events: Vec<Position> = device.events.iter().chain(further).copied().collect();
        resting_on(finding, &events).figures(had, 0)
    })
}
