//! The rules: one function for each validity rule of the catalogue, under its identifier, with its source in the guide.
//!
//! [`judge`] holds one event against the book as it stood before it and returns what is broken, in the order in which
//! a refusal would name it. The same functions refuse commands and report facts. Absent by design: stores, today's
//! date, and the choosing of lots.

pub mod amended;
pub mod balance;
pub mod correction;
pub mod finding;
pub mod hardware;
pub mod moving;
pub mod name;
pub mod price;
pub mod project;
pub mod release;
pub mod reminder;
pub mod reversal;
pub mod ssa;
pub mod target;
pub mod voicemail;
pub mod warranty;

pub use balance::{Course, below_zero, further_below_zero};
pub use finding::{Behind, Finding, Severity};

use crate::book::{Became, Book, Entry, Place, Project, Timeline};
use crate::catalogue::{Catalogue, Rulebook};
use crate::event::{
    Changed, Covered, Event, KeyRedeemed, Leaving, LicencesBound, LicencesConverted, LicencesReleased,
    LicencesUpgraded, Part, SsaApplied,
};
use crate::say;
use crate::vocabulary::{Day, Hash, Position, Step};
use project::{Going, Taken};
use std::collections::BTreeMap;

/// Rulebooks by the hash that events name.
pub type Rulebooks = BTreeMap<Hash, Rulebook>;

/// What every rule may look at: the event in question, the book before it, and the data that judges it.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Families, tiers and models.
    pub catalogue: &'a Catalogue,
    /// The rulebook that the event names.
    pub rulebook: &'a Rulebook,
    /// All rulebooks that events name.
    pub rulebooks: &'a Rulebooks,
    /// The book before the event.
    pub book: &'a Book,
    /// The event.
    pub entry: &'a Entry,
}

impl<'a> Case<'a> {
    /// The project of the event as it stood before it.
    pub fn project(&self) -> Option<&'a Project> {
        self.book.projects.get(&self.entry.stream)
    }

    /// The day of the event.
    pub fn day(&self) -> Day {
        self.entry.effective
    }
}

/// Everything that the event breaks, in the order in which a refusal would name it.
pub fn judge(case: Case<'_>) -> Vec<Finding> {
    if case.entry.undone {
        return Vec::new();
    }
    let mut found: Vec<Finding> = project::prj_1(case).into_iter().collect();
    match &case.entry.fact.event {
        Event::ProjectOpened(e) => found.extend(project::prj_1_unique_name(case, e)),
        Event::DeviceAdded(e) => {
            found.extend(project::prj_6_one_device(case, &e.serial));
            found.extend(project::prj_6_prefix(case, &e.serial, &e.model));
            found.extend(project::prj_1_model(case, &e.serial, &e.model));
            found.extend(warranty::war_1(case, e));
        }
        Event::DeviceSoftwareChanged(e) => {
            found.extend(release::rel_5_minimum(case, e));
            found.extend(voicemail::vm_5_software(case, e));
        }
        Event::DeviceMovedOut(e) => {
            found.extend(project::prj_5_company(case, &e.to, &e.serial.to_string()));
            let place = Place::Device(e.serial.clone());
            found.extend(project::prj_4_held(case, &leaving(&e.lots), &place));
            found.extend(moving::prj_5_everything(case, e));
            found.extend(moving::prj_5_whole(case, &e.lots, &place));
        }
        Event::DeviceReplaced(e) => {
            found.extend(project::prj_7_rma(e));
            found.extend(project::prj_7_once(case, e));
            found.extend(hardware::ipva_4_replace(case, e));
            found.extend(hardware::hw_6_replace(case, e));
            found.extend(project::prj_6_one_device(case, &e.new));
            found.extend(project::prj_6_prefix(case, &e.new, &e.model));
            found.extend(project::prj_1_model(case, &e.new, &e.model));
        }
        Event::KeyRedeemed(e) => found.extend(judge_key(case, e)),
        Event::LicencesBound(e) => found.extend(judge_binding(case, e)),
        Event::LicencesReleased(e) => found.extend(judge_release(case, e)),
        Event::LicencesConverted(e) => found.extend(judge_conversion(case, e)),
        Event::LicencesUpgraded(e) => found.extend(judge_upgrade(case, e)),
        Event::LicencesTransferredOut(e) => {
            found.extend(release::rel_2(case, e));
            found.extend(project::prj_5_company(case, &e.to, "free licences"));
            found.extend(project::prj_3(case, &leaving(&e.lots)));
            found.extend(moving::prj_5_whole(case, &e.lots, &Place::Free));
        }
        Event::DeviceMovedIn(e) => {
            found.extend(moving::prj_5_device(case, e));
            found.extend(moving::prj_5_lots(case, &e.from, &e.lots));
        }
        Event::LicencesTransferredIn(e) => found.extend(moving::prj_5_lots(case, &e.from, &e.lots)),
        Event::CreditsTransferredOut(e) => {
            found.extend(project::prj_5_company(case, &e.to, "service credits"));
            found.extend(ssa::ssa_2(case, Some(e.credits)));
        }
        Event::SsaApplied(e) => found.extend(judge_ssa(case, e)),
        Event::WarrantyActivated(e) => {
            found.extend(warranty::war_1_hardware(case, e));
            found.extend(warranty::war_7(case, e));
            found.extend(warranty::war_2(case, e));
            found.extend(warranty::war_4(case, e));
            found.extend(project::key_used_once(case, "WAR-3", &e.extension.key));
            found.extend(warranty::war_5(case, e));
            found.extend(warranty::war_6(case, e));
        }
        Event::TrialIssued(e) => {
            found.extend(name::name_3(case, &e.licence));
            found.extend(name::name_5(case, &e.licence));
            found.extend(name::tier(case, &e.licence));
            found.extend(voicemail::vm_5(case, &e.licence));
            found.extend(voicemail::vm_5_device(case, &e.licence, &e.serial));
            found.extend(project::prj_8(case, e));
        }
        Event::PeriodClosed(e) => found.extend(correction::time_4(case, e)),
        Event::EventAnnulled(_)
        | Event::EventReversed(_)
        | Event::EventAmended(_)
        | Event::LedgerCreated(_)
        | Event::RulebookAdopted(_)
        | Event::CompanyAdded(_)
        | Event::ImportCommitted(_)
        | Event::LossAccepted(_)
        | Event::ProjectClosed
        | Event::DeviceRoleChanged(_)
        | Event::CreditsReceived(_)
        | Event::CreditsTransferredIn(_)
        | Event::NoteAdded(_) => {}
    }
    found.extend(amended::judge(case));
    let mut once: Vec<Finding> = Vec::new();
    for finding in found {
        if !once.contains(&finding) {
            once.push(finding);
        }
    }
    once.iter_mut().for_each(|finding| finding.events.push(case.entry.position));
    once
}

fn judge_key(case: Case<'_>, redeemed: &KeyRedeemed) -> Vec<Finding> {
    let of_item = |licence| {
        [
            name::name_3(case, licence),
            name::name_5(case, licence),
            name::tier(case, licence),
            voicemail::vm_5(case, licence),
        ]
    };
    let items = redeemed.items.iter().flat_map(|item| of_item(&item.licence)).flatten();
    let key = [project::key_used_once(case, "PRJ-2", &redeemed.key), project::prj_2_holds_something(redeemed)];
    key.into_iter().flatten().chain(items).collect()
}

fn judge_binding(case: Case<'_>, bound: &LicencesBound) -> Vec<Finding> {
    let of_part = |part: &Part| {
        [
            name::of_unknown_lot(case, part),
            hardware::ipva_5(case, &part.licence, &bound.serial),
            hardware::hw_6(case, &part.licence, &bound.serial),
            voicemail::vm_5_device(case, &part.licence, &bound.serial),
        ]
    };
    let by_name = bound.parts.iter().flat_map(of_part).flatten();
    by_name.chain(project::prj_3(case, &project::taken(&bound.parts, Going::Elsewhere))).collect()
}

fn judge_release(case: Case<'_>, released: &LicencesReleased) -> Vec<Finding> {
    let of_part = |part: &Part| {
        [
            hardware::hw_2(case, &part.licence),
            hardware::ipva_4(&part.licence),
            release::rel_3(&part.licence),
            release::rel_6(case, &part.licence, &released.serial),
            release::rel_5(case, &part.licence, released),
            release::rel_1(case, &part.licence, &released.serial),
        ]
    };
    let by_name = released.parts.iter().flat_map(of_part).flatten();
    let certificate = release::rel_4(released);
    by_name.chain(certificate).chain(release::rel_7(case, released)).collect()
}

fn judge_conversion(case: Case<'_>, converted: &LicencesConverted) -> Vec<Finding> {
    let of_part = |changed: &Changed| {
        let (from, to) = (&changed.part.licence, &changed.becomes);
        [
            name::of_unknown_lot(case, &changed.part),
            hardware::hw_3(case, from, &say!("participle-converted")),
            voicemail::uc_2(case, from, to),
            voicemail::vm_4(case, from, to),
            name::same_family(from, to),
            ssa::ssa_6_other_version(from, to),
            voicemail::vm_5(case, to),
            ssa::ssa_13(case, to),
        ]
    };
    let by_name = converted.parts.iter().flat_map(of_part).flatten();
    let quantities = project::prj_3(case, &changed(&converted.parts));
    let worth = ssa::price_of_conversion(case.rulebook, &converted.parts, case.day());
    let price = [
        ssa::ssa_11(case, converted.credits, &say!("act-this-conversion")),
        ssa::ssa_12(case, converted.credits, worth, &say!("act-this-conversion")),
        ssa::ssa_2(case, converted.credits),
    ];
    by_name.chain(quantities).chain(price.into_iter().flatten()).collect()
}

fn judge_ssa(case: Case<'_>, applied: &SsaApplied) -> Vec<Finding> {
    let mut at_places: BTreeMap<Place, Vec<Part>> = BTreeMap::new();
    for covered in &applied.lots {
        let place = covered.serial.clone().map_or(Place::Free, Place::Device);
        at_places.entry(place).or_default().push(covered.part.clone());
    }
    let of_lot = |covered: &Covered| {
        let by_rule = [
            hardware::hw_3(case, &covered.part.licence, &say!("participle-ssa")),
            ssa::ssa_3(case, covered),
            ssa::ssa_4(case, covered),
        ];
        // What something late has set apart from the lot goes on from its own coverage.
        let place = covered.serial.clone().map_or(Place::Free, Place::Device);
        let found = case.project().map(|p| p.found(&covered.part, &place, Became::Itself, case.entry.position));
        let beyond = found.into_iter().flat_map(|found| found.lots.into_iter().skip(1));
        let apart = beyond.filter_map(|(lot, _)| {
            let part = Part { lot, ..covered.part.clone() };
            ssa::ssa_4(case, &Covered { part, ..covered.clone() })
        });
        by_rule.into_iter().flatten().chain(apart).collect::<Vec<_>>()
    };
    let held = at_places
        .iter()
        .flat_map(|(place, parts)| project::prj_4_held(case, &project::taken(parts, Going::Nowhere), place));
    let lots = applied.lots.iter().flat_map(of_lot).chain(held);
    let price = [
        ssa::ssa_11(case, applied.credits, &say!("act-this-ssa")),
        ssa::ssa_12(case, applied.credits, ssa::price_of_act(case, applied), &say!("act-this-ssa")),
        ssa::ssa_2(case, applied.credits),
    ];
    lots.chain(price.into_iter().flatten()).collect()
}

fn judge_upgrade(case: Case<'_>, upgraded: &LicencesUpgraded) -> Vec<Finding> {
    let place = upgraded.serial.clone().map_or(Place::Free, Place::Device);
    let of_part = |changed: &Changed| {
        let (from, to) = (&changed.part.licence, &changed.becomes);
        [
            name::of_unknown_lot(case, &changed.part),
            hardware::hw_3(case, from, &say!("participle-upgraded")),
            voicemail::vm_4(case, from, to),
            name::same_family(from, to),
            ssa::ssa_5(case, changed, upgraded.version_date),
        ]
    };
    let by_name = upgraded.parts.iter().flat_map(of_part).flatten();
    by_name.chain(project::prj_4_held(case, &changed(&upgraded.parts), &place)).collect()
}

fn leaving(lots: &[Leaving]) -> Vec<Taken> {
    lots.iter().map(Taken::leaving).collect()
}

fn changed(parts: &[Changed]) -> Vec<Taken> {
    parts
        .iter()
        .map(|changed| Taken { part: changed.part.clone(), became: Became::Another, going: Going::Elsewhere })
        .collect()
}

/// Folds what counts at the end of a day and collects what every event of it breaks, each judged under the rulebook
/// that it names (the shipped one where the ledger does not hold it), and what corrections break.
pub fn assess(catalogue: &Catalogue, rulebooks: &Rulebooks, timeline: &Timeline, until: Day) -> (Book, Vec<Finding>) {
    let mut book = Book::default();
    let mut findings = follow(catalogue, rulebooks, &mut book, timeline.in_effect(until));
    findings.extend(correction::corrections(catalogue, rulebooks, timeline));
    findings.extend(below_zero(&book));
    (book, findings)
}

/// Folds further events into a book and collects what each of them breaks.
pub fn follow<'a>(
    catalogue: &Catalogue,
    rulebooks: &Rulebooks,
    book: &mut Book,
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in entries {
        let rulebook = rulebooks.get(&entry.rulebook).unwrap_or_else(|| Rulebook::shipped());
        findings.extend(judge(Case { catalogue, rulebook, rulebooks, book, entry }));
        book.evolve(entry);
    }
    findings
}

/// PRJ-4 over a whole book: every licence of every project, `credited = free + bound + converted away + left`.
pub fn prj_4<'a>(projects: impl IntoIterator<Item = &'a Project>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for project in projects {
        for (licence, owned, held) in project.unconserved() {
            let message = say!(
                "prj-4-came-stayed-free-bound",
                owned = owned,
                licence = licence,
                held = held,
                project = project.name()
            );
            let next = say!("prj-4-conserved-next", verify = Step::Verify);
            findings.push(Finding::error("PRJ-4", &licence, message, next).figures(held, owned));
        }
    }
    findings
}

/// Positions, for findings that rest on more than the event in question.
fn resting_on(finding: Finding, events: &[Position]) -> Finding {
    Finding { events: events.to_vec(), ..finding }
}
