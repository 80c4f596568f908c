//! Ledgers that are sealed without fault and that no command wrote: corrections of nothing, of themselves, in circles,
//! of other kinds, and closings with absurd totals.
//!
//! Every question answers or fails with a documented exit code, in time; what is wrong is named by `verify` or by a
//! finding in the reports. Absent by design: bytes that are not what was sealed (`attacks`).

#![cfg(unix)]

#[path = "support/clerk.rs"]
mod clerk;
#[path = "hostile/forge.rs"]
mod forge;
#[path = "support/history.rs"]
mod history;
#[path = "hostile/question.rs"]
mod question;

use forge::{Forge, Forged, note};
use ledger_core::book::Book;
use ledger_core::event::{
    ClosedLicence, ClosedProject, Event, EventAmended, EventAnnulled, EventReversed, Fact, PeriodClosed, ProjectRef,
    Remarks, Target,
};
use ledger_core::ledger::{Ask, AskScope, Ledger};
use ledger_core::vocabulary::{ClosingName, CompanyName, Day, Hash, Head, Licence, ProjectName, StreamId};
use question::{Desk, Expected};

/// The kind of an event that upgrades, releases and SSA rest on.
const BOUND: &str = "licences-bound";
/// The kind of an event in another project, on which nothing rests.
const NOTE: &str = "note-added";
/// Corrections in a row.
const CHAIN: u32 = 5_000;

fn annuls(target: Target) -> Event {
    Event::EventAnnulled(EventAnnulled { target })
}

fn reverses(target: Target) -> Event {
    Event::EventReversed(EventReversed { target })
}

fn amends(target: Target, becomes: Event) -> Event {
    let becomes = Box::new(Fact { event: becomes, remarks: Remarks::default() });
    Event::EventAmended(EventAmended { target, becomes })
}

fn closes(project: Option<ProjectRef>, until: Day, amount: i64) -> Event {
    let licence = ClosedLicence {
        licence: Licence::parse("PBX-Port11").expect("a licence"),
        free: amount,
        bound: -amount,
        covered: amount,
    };
    let nobody = ProjectRef {
        stream: StreamId(uuid::Uuid::from_u128(77)),
        company: CompanyName::parse("Niemand").expect("a company"),
        project: ProjectName::parse("Nirgends").expect("a project"),
    };
    let totals = ClosedProject { project: nobody, credits: amount, licences: vec![licence] };
    Event::PeriodClosed(PeriodClosed {
        name: ClosingName::parse("absurd").expect("a name"),
        until,
        project,
        head: Head { size: 9_000_000, root: Hash::ZERO },
        totals: vec![totals],
    })
}

/// A ledger with what the forger appends to it, and how it must be told.
fn told(name: &str, forge: impl FnOnce(&mut Forge), expected: &Expected<'_>) {
    let desk = Desk::new();
    let mut forger = Forge::open(&desk.ledger());
    forge(&mut forger);
    forger.append();
    let faults = desk.faults(expected);
    assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
}

const OF_NOTHING: Expected<'_> = Expected { verify: &["INT-TARGET"], findings: &["TIME-1"], readable: true };
const BY_RULE: fn(&'static [&'static str]) -> Expected<'static> =
    |findings| Expected { verify: &[], findings, readable: true };

#[test]
fn a_correction_of_itself() {
    let itself = |f: &mut Forge| {
        let (stream, own) = (f.stream_of(BOUND), f.next_in(BOUND));
        f.put(stream, annuls(own), "2024-06-01");
    };
    told("annuls itself", itself, &OF_NOTHING);
    let becomes_itself = |f: &mut Forge| {
        let (stream, own) = (f.stream_of(NOTE), f.next_in(NOTE));
        f.put(stream, amends(own, note("new")), "2024-06-01");
    };
    told("amends itself", becomes_itself, &OF_NOTHING);
}

#[test]
fn a_correction_of_what_comes_later() {
    let later = |f: &mut Forge| {
        let stream = f.stream_of(BOUND);
        let next = f.next_in(BOUND);
        f.put(stream, reverses(Target { version: next.version + 1, event: f.id_after(1) }), "2024-06-01");
        f.put(stream, note("later"), "2024-06-02");
    };
    told("reverses what comes later", later, &OF_NOTHING);
    let circle = |f: &mut Forge| {
        let stream = f.stream_of(BOUND);
        let first = f.next_in(BOUND);
        f.put(stream, annuls(Target { version: first.version + 1, event: f.id_after(1) }), "2024-06-01");
        f.put(stream, annuls(first), "2024-06-01");
    };
    told("two that annul each other", circle, &OF_NOTHING);
}

#[test]
fn a_correction_whose_place_and_id_do_not_agree() {
    let elsewhere = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(NOTE), f.target(BOUND));
        f.put(stream, annuls(target), "2024-06-01");
    };
    told("in another stream", elsewhere, &OF_NOTHING);
    let wrong_id = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(BOUND), f.target(BOUND));
        f.put(stream, annuls(Target { event: f.target(NOTE).event, ..target }), "2024-06-01");
    };
    told("the right place and another id", wrong_id, &OF_NOTHING);
    let wrong_version = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(BOUND), f.target(BOUND));
        f.put(stream, annuls(Target { version: target.version + 1, ..target }), "2024-06-01");
    };
    told("the right id and another place", wrong_version, &OF_NOTHING);
    let beyond = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(BOUND), f.target(BOUND));
        f.put(stream, annuls(Target { version: (1 << 53) - 1, ..target }), "2024-06-01");
    };
    told("a place beyond all", beyond, &OF_NOTHING);
}

#[test]
fn corrections_that_a_rule_forbids() {
    let twice = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(NOTE), f.target(NOTE));
        f.put(stream, annuls(target), "2024-06-01");
        f.put(stream, reverses(target), "2024-06-01");
        f.put(stream, amends(target, note("new")), "2024-06-01");
    };
    told("three open ones", twice, &BY_RULE(&["TIME-2"]));
    let kind = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(BOUND), f.target(BOUND));
        f.put(stream, amends(target, note("never bound")), "2024-06-01");
    };
    told("another kind", kind, &BY_RULE(&["TIME-1"]));
    let becomes = |f: &mut Forge| {
        let stream = f.stream_of(NOTE);
        f.put(stream, amends(f.target(NOTE), Event::ProjectClosed), "2020-01-03");
    };
    told("a note that becomes the end of its project", becomes, &BY_RULE(&["TIME-1"]));
    let early = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(BOUND), f.target(BOUND));
        f.put(stream, reverses(target), "1990-01-01");
    };
    told("before its target", early, &BY_RULE(&["TIME-3", "PRJ-4"]));
    let genesis = |f: &mut Forge| {
        let stream = f.stream_of("ledger-created");
        f.put(stream, annuls(f.target("ledger-created")), "2020-01-02");
        f.put(stream, annuls(f.target("rulebook-adopted")), "2020-01-02");
    };
    told("the beginning and the rulebook", genesis, &BY_RULE(&["TIME-1"]));
    let far = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(BOUND), f.target(BOUND));
        f.put(stream, amends(target, f.event(BOUND)), "2100-12-31");
        let (stream, target) = (f.stream_of(NOTE), f.target(NOTE));
        f.put(stream, amends(target, note("before all")), "1990-01-01");
    };
    told("at both ends of time", far, &BY_RULE(&["PRJ-1"]));
}

/// The book of a ledger to which somebody appended corrections of the first event of a kind.
fn book_with(kind: &str, corrections: &[fn(Target) -> Event]) -> Book {
    let desk = Desk::new();
    let mut forger = Forge::open(&desk.ledger());
    let (stream, target) = (forger.stream_of(kind), forger.target(kind));
    for correction in corrections {
        forger.put(stream, correction(target), "2024-06-01");
    }
    forger.append();
    let ledger = Ledger::open_file(&desk.ledger()).expect("it opens");
    ledger.view(&Ask { scope: AskScope::All, as_of: Day::MAX, known_at: None }).expect("it reads").book
}

#[test]
fn what_never_happened_leaves_nothing_that_its_reversal_could_leave() {
    for kind in [BOUND, "trial-issued", "key-redeemed", "device-replaced"] {
        let never = book_with(kind, &[annuls]);
        assert!(never != book_with(kind, &[reverses]), "{kind}: a reversal alone leaves something");
        for (name, both) in
            [("reversed, then annulled", [reverses, annuls]), ("annulled, then reversed", [annuls, reverses])]
        {
            assert!(never == book_with(kind, &both), "{kind}, {name}: another book than without it");
        }
    }
}

#[test]
fn every_project_never_opened() {
    let opened = |f: &mut Forge| {
        for (stream, target) in f.all("project-opened") {
            f.put(stream, annuls(target), "2020-01-03");
        }
    };
    told("no project", opened, &BY_RULE(&["PRJ-1"]));
}

#[test]
fn an_amendment_that_holds_a_correction_is_no_event() {
    let unreadable = Expected { verify: &["INT-SHAPE"], findings: &[], readable: false };
    let holds = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(NOTE), f.target(NOTE));
        f.put(stream, amends(target, annuls(target)), "2024-06-01");
    };
    told("an amendment to an annulment", holds, &unreadable);
    let deep = |f: &mut Forge| {
        let (stream, target) = (f.stream_of(NOTE), f.target(NOTE));
        f.put(stream, amends(target, amends(target, amends(target, note("deep")))), "2024-06-01");
    };
    told("an amendment to an amendment to an amendment", deep, &unreadable);
}

#[test]
fn closings_with_absurd_totals() {
    let day = |text| Day::parse(text).expect("a day");
    let most = (1 << 53) - 1;
    let absurd = |f: &mut Forge| {
        let stream = f.stream_of("ledger-created");
        f.put(stream, closes(None, day("2100-12-31"), most), "2026-01-01");
        f.put(stream, closes(None, day("1990-01-01"), -most), "2026-01-01");
        let nobody = ProjectRef {
            stream: StreamId(uuid::Uuid::from_u128(78)),
            company: CompanyName::parse("Niemand").expect("a company"),
            project: ProjectName::parse("Nirgends").expect("a project"),
        };
        f.put(stream, closes(Some(nobody), day("2100-12-31"), most), "1990-01-01");
        let elsewhere = f.stream_of(NOTE);
        f.put(elsewhere, closes(None, day("2025-01-01"), 0), "2024-12-31");
        f.put(elsewhere, note("adjusts"), "2024-01-01");
    };
    let named =
        Expected { verify: &["INT-CLOSING", "INT-STREAM", "INT-REQUEST"], findings: &["TIME-4"], readable: true };
    told("absurd closings", absurd, &named);
}

#[test]
fn corrections_of_corrections_without_end_are_resolved() {
    type Makes = fn(&Forge, Target) -> Event;
    let makes: [(&str, Makes); 2] =
        [("annuls", |_, target| annuls(target)), ("amends", |_, target| amends(target, note("once more")))];
    for (name, make) in makes {
        let chain = |f: &mut Forge| {
            let (stream, mut target) = (f.stream_of(NOTE), f.target(NOTE));
            for _ in 0..CHAIN {
                let Forged { target: made } = f.put(stream, make(f, target), "2024-06-01");
                target = made;
            }
        };
        told(&format!("a chain that {name}"), chain, &Expected { verify: &[], findings: &[], readable: true });
    }
}
