//! The library as a world: the core over a store in memory.
//!
//! Days, ids and the actor come from here, always the same. Absent by design: most reports that the core makes;
//! the picture is drawn from the book itself, but for what ends soon.

use super::order::{NoOrder, order};
use super::{Balance, Document, End, Kind, LotSeen, Moment, Outcome, Picture, Seen, Step, World};
use ledger_core::book::{Book, Place, Presence, Project};
use ledger_core::catalogue::Catalogue;
use ledger_core::decide::Refusal;
use ledger_core::event::seal::Sealed;
use ledger_core::ledger::{Ask, AskScope, Ledger, LedgerError, Proposed, Stamp, View, genesis};
use ledger_core::question::due::{due, usual_window};
use ledger_core::question::ssa::verdict;
use ledger_core::rule::Finding;
use ledger_core::rule::warranty::warranty_until;
use ledger_core::store::{Log, Memory, Scope, Store};
use ledger_core::vocabulary::{Actor, Day, Licence, Position, Units};
use std::collections::BTreeMap;
use uuid::Uuid;
use words::say;

/// Microseconds of a day.
const DAY_US: i64 = 86_400_000_000;
/// Days from 1970-01-01 to the first day of a ledger, 1990-01-01.
const EPOCH_TO_FIRST_DAY: i64 = 7305;

/// A ledger in memory.
pub struct Library {
    ledger: Ledger<Memory>,
    documents: Vec<Document>,
    today: Day,
    last_id: u128,
}

impl Library {
    /// A new ledger without a company.
    ///
    /// # Errors
    /// Fails only when the core cannot begin a ledger.
    pub fn new() -> Result<Self, String> {
        let today = Day::parse("2014-01-01").map_err(told)?;
        let mut last_id = 0;
        let mut store = Memory::new();
        stamped(today, &mut last_id, |stamp| {
            let (_, _, batch) = genesis("licledger in a scenario", None, today, stamp).map_err(told)?;
            store.append(batch).map_err(told)
        })?;
        let ledger = Ledger::over(store).map_err(told)?;
        Ok(Self { ledger, documents: Vec::new(), today, last_id })
    }

    /// Everything that was recorded so far, in order.
    ///
    /// # Errors
    /// Fails only when the store cannot be read.
    pub fn sealed(&self) -> Result<Vec<Sealed>, String> {
        let head = self.ledger.head().map_err(told)?;
        self.ledger.store().page(Scope::All, Position(0), Position(head.size), usize::MAX).map_err(told)
    }

    fn view(&self, moment: &Moment) -> Result<View, String> {
        let as_of = moment.as_of.as_ref().map(|day| Day::parse(day)).transpose().map_err(told)?;
        let ask = Ask { scope: AskScope::All, as_of: as_of.unwrap_or(self.today), known_at: moment.known_at };
        self.ledger.view(&ask).map_err(told)
    }
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The form of a UUID of version 7, with the count in its last bits.
const ID_FORM: u128 = 0x019e_8000_0000_7000_8000_0000_0000_0000;

/// Calls with the time at noon of a day, and ids that count on.
fn stamped<T>(
    day: Day,
    last_id: &mut u128,
    call: impl FnOnce(&mut Stamp<'_>) -> Result<T, String>,
) -> Result<T, String> {
    let actor = Actor::parse("scenario").map_err(told)?;
    let mut ids = || {
        *last_id += 1;
        Uuid::from_u128(ID_FORM | *last_id)
    };
    let now = (day.days_since(Day::MIN) + EPOCH_TO_FIRST_DAY) * DAY_US + DAY_US / 2;
    call(&mut Stamp { now, today: day, actor, ids: &mut ids })
}

impl World for Library {
    fn keep(&mut self, document: &Document) -> Result<(), String> {
        self.documents.push(document.clone());
        Ok(())
    }

    fn perform(&mut self, step: &Step) -> Result<Outcome, String> {
        self.today = Day::parse(&step.day).map_err(told)?;
        let order = match order(&step.words, &self.documents) {
            Ok(order) => order,
            Err(NoOrder::Line(what)) => return Err(what),
            Err(NoOrder::Fault(fault)) => {
                let said = format!("{fault}; {}", fault.next);
                let is_rule = !matches!(fault.rule, "DATE" | "NUMBER" | "TEXT");
                return Ok(if is_rule { Outcome::Refused(fault.rule.to_owned(), said) } else { Outcome::Usage(said) });
            }
        };
        let Self { ledger, last_id, today, .. } = self;
        stamped(*today, last_id, |stamp| {
            let done = ledger.propose(&order, stamp).and_then(|proposed| match proposed {
                Proposed::New(proposal) => ledger.commit(*proposal, stamp).map(|_| ()),
                Proposed::Already(_) => Ok(()),
            });
            match done {
                Ok(()) => Ok(Outcome::Accepted),
                Err(LedgerError::Refused(refusal)) => Ok(answer(&refusal)),
                Err(error @ (LedgerError::Moved { .. } | LedgerError::CommandReused(..))) => {
                    Ok(Outcome::Conflict(error.to_string()))
                }
                Err(other) => Err(other.to_string()),
            }
        })
    }

    fn head(&mut self) -> Result<String, String> {
        let head = self.ledger.head().map_err(told)?;
        Ok(format!("{} {}", head.size, head.root))
    }

    fn picture(&mut self, moment: &Moment) -> Result<Picture, String> {
        let view = self.view(moment)?;
        let due = usual_window(&view).map(|window| due(&view, window, None));
        let findings: Vec<Seen> = view.findings.iter().map(seen).collect();
        let ahead =
            due.iter().flat_map(|due| &due.findings).map(seen).filter(|seen| !findings.contains(seen)).collect();
        let mut picture = Picture {
            findings,
            ahead,
            due: due.as_ref().map(End::of_report).unwrap_or_default(),
            ..Picture::default()
        };
        draw(&mut picture, &view.book, &view);
        let below = Position(view.known_at);
        let events = self.ledger.store().page(Scope::All, Position(0), below, usize::MAX).map_err(told)?;
        let told_event = |sealed: Sealed| (sealed.header.kind, sealed.payload);
        picture.events = events.into_iter().map(told_event).map(|(k, p)| (k, p.unwrap_or_default())).collect();
        Ok(picture)
    }

    fn kind(&mut self, licence: &str, units: u32) -> Result<Kind, String> {
        let licence = Licence::parse(licence).map_err(told)?;
        let entry = Catalogue::shipped().family(&licence.family);
        let entry = entry.ok_or_else(|| format!("no family {}", licence.family))?;
        let units = Units::new(units).ok_or_else(|| format!("{units} units"))?;
        let split = entry.split(units).into_iter().map(|(tier, units)| (tier.unwrap_or(0), units.get()));
        Ok(Kind {
            unit: entry.unit.clone(),
            serves: entry.serves.clone(),
            parts: entry.parts.iter().map(ToString::to_string).collect(),
            split: split.collect(),
        })
    }
}

fn seen(finding: &Finding) -> Seen {
    Seen {
        rule: finding.rule.to_owned(),
        severity: finding.severity.word().to_owned(),
        subject: finding.subject.clone(),
        message: say(&finding.message),
    }
}

fn answer(refusal: &Refusal) -> Outcome {
    let said = format!("{}: {}; {}", refusal.subject(), say(refusal.message()), say(refusal.next()));
    if refusal.is_not_found() { Outcome::Missing(said) } else { Outcome::Refused(refusal.code().to_owned(), said) }
}

fn draw(picture: &mut Picture, book: &Book, view: &View) {
    for project in book.projects.values() {
        draw_lots(picture, project, view.as_of);
        picture.credits.insert(project.name(), project.credits);
        let preventing = verdict(project, view.as_of).unwrap_or_default().iter().map(ToString::to_string).collect();
        picture.preventing.insert(project.name(), preventing);
        for device in project.devices.values().filter(|device| device.presence == Presence::Here) {
            let until = warranty_until(&view.rulebooks, device);
            picture.warranties.insert(device.serial.to_string(), until.map(|day| day.to_string()));
            let minimum = view.book.min_software(device).map(|version| version.get());
            picture.minimums.insert(device.serial.to_string(), minimum);
        }
    }
}

fn draw_lots(picture: &mut Picture, project: &Project, day: Day) {
    let mut balances: BTreeMap<String, Balance> = BTreeMap::new();
    for lot in project.lots.values() {
        let balance = balances.entry(lot.licence.untiered().to_string()).or_default();
        for (place, units) in &lot.holdings {
            match place {
                Place::Free => balance.free += units,
                Place::Device(_) => balance.bound += units,
            }
            if *place != Place::Free && lot.is_covered(day) {
                balance.covered += units;
            }
            picture.lots.push(LotSeen {
                project: project.name(),
                lot: lot.id.to_string(),
                licence: lot.licence.to_string(),
                place: place.word(),
                units: *units,
                first_bound: lot.first_bound.map(|day| day.to_string()),
                spans: lot.coverage.iter().map(|span| (span.from.to_string(), span.until.to_string())).collect(),
            });
        }
    }
    let named = balances.into_iter().map(|(licence, balance)| ((project.name(), licence), balance));
    picture.balances.extend(named);
}
