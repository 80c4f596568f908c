//! Two writers who decided on the same head: who touches nothing that the other read is recorded too; who does is told that
//! the ledger moved.
//!
//! Absent by design: processes; the same holds for them, since a store compares inside the transaction in which it writes.

use super::history;
use ledger_core::decide::{Command, ProjectChoice};
use ledger_core::event::{DeviceAdded, Licensing, Role};
use ledger_core::ledger::{Ledger, LedgerError, Order, Proposal, Proposed, Stamp};
use ledger_core::store::{Batch, Store};
use ledger_core::vocabulary::{Actor, CommandId, CompanyName, Credits, Day, Position, ProjectName, Serial};
use uuid::Uuid;

const SERIAL: &str = "00-90-33-05-00-01";
const OTHER: &str = "00-90-33-05-00-02";

/// What two writers do, and whether the second has to look again.
type Pair = (&'static str, fn() -> Order, fn() -> Order, bool);

const PAIRS: [Pair; 10] = [
    ("credits for two projects", || credits("Zentrale"), || credits("Werk"), false),
    ("devices of two projects", || device("Zentrale", SERIAL), || device("Werk", OTHER), false),
    ("a note beside a device", || Order::of(history::note("in Werk")), || device("Zentrale", SERIAL), false),
    ("credits for one project", || credits("Werk"), || credits("Werk"), true),
    ("one device in two projects", || device("Zentrale", SERIAL), || device("Werk", SERIAL), true),
    ("a company, which is known everywhere", || company("Neubau AG"), || credits("Werk"), true),
    ("one command id for two acts", || named(credits("Zentrale")), || named(credits("Werk")), true),
    ("an act that wants the head as it was", || credits("Zentrale"), || expecting(credits("Werk")), true),
    ("a correction, whose way back names its own position", || credits("Zentrale"), annulment, true),
    ("a removal of a project, whose credits came in", || credits("Werk"), closing, true),
];

fn choice(name: &str) -> ProjectChoice {
    ProjectChoice { company: None, project: ProjectName::parse(name).expect("a project") }
}

fn credits(project: &str) -> Order {
    let credits = Credits::new(7).expect("a number of credits");
    Order::of(Command::ReceiveCredits { project: choice(project), credits })
}

fn device(project: &str, serial: &str) -> Order {
    let device = DeviceAdded {
        serial: Serial::parse(serial).expect("a serial number"),
        model: "ip811".to_owned(),
        role: Role::Master,
        licensing: Licensing::Central,
        software: None,
        purchased: None,
    };
    Order::of(Command::AddDevice { project: choice(project), device })
}

fn company(name: &str) -> Order {
    Order::of(Command::AddCompany { company: CompanyName::parse(name).expect("a company") })
}

fn named(order: Order) -> Order {
    Order { command_id: Some(CommandId(Uuid::from_u64_pair(0x7000, 1))), ..order }
}

fn expecting(order: Order) -> Order {
    Order { expect_head: Some(9), ..order }
}

fn annulment() -> Order {
    Order::of(Command::Annul { target: Position(8) })
}

fn closing() -> Order {
    Order::of(Command::CloseProject { project: choice("Werk") })
}

/// One writer at a ledger: ids of its own.
struct Writer(u64);

impl Writer {
    fn stamped<T>(&mut self, act: impl FnOnce(&mut Stamp<'_>) -> T) -> T {
        let mut ids = || {
            self.0 += 1;
            Uuid::from_u64_pair(0x019e_8000_0000_7000, 0x9000_0000_0000_0000 + self.0)
        };
        let (today, actor) =
            (Day::parse("2026-06-02").expect("a day"), Actor::parse("writer").expect("an operator id"));
        act(&mut Stamp { now: 1_780_400_000_000_000, today, actor, ids: &mut ids })
    }

    fn proposed<S: Store>(&mut self, ledger: &Ledger<S>, order: &Order) -> Proposal {
        match self.stamped(|stamp| ledger.propose(order, stamp)) {
            Ok(Proposed::New(proposal)) => *proposal,
            other => panic!("{:?}: {other:?}", order.command),
        }
    }
}

pub(crate) fn only_who_is_touched_looks_again<S: Store>(make: impl Fn(Batch) -> S) {
    for (title, first, second, must_look_again) in PAIRS {
        let mut ledger = history::begun(1, &make).ledger;
        let mut writer = Writer(0);
        let note = writer.proposed(&ledger, &Order::of(history::note("at position 8")));
        writer.stamped(|stamp| ledger.commit(note, stamp)).expect("it is recorded");
        let (one, two) = (writer.proposed(&ledger, &first()), writer.proposed(&ledger, &second()));
        let one = writer.stamped(|stamp| ledger.commit(one, stamp)).expect(title);
        assert_eq!(one.events[0].position, Position(9), "{title}");
        match writer.stamped(|stamp| ledger.commit(two, stamp)) {
            Ok(two) => {
                assert!(!must_look_again, "{title}: the second was recorded on what the first had changed");
                let place = two.events[0].position;
                assert_eq!(place.0, one.head.size, "{title}: the position is given when it is written");
                assert!(
                    ledger.receipt(two.command).is_ok_and(|told| told.is_some_and(|told| told.events == two.events))
                );
            }
            Err(LedgerError::Moved { expected: 9, found }) => {
                assert!(must_look_again, "{title}: the second had to look again");
                assert_eq!((found, ledger.head().expect("reads")), (one.head.size, one.head), "{title}");
            }
            Err(error) => panic!("{title}: {error}"),
        }
        assert_eq!(ledger.verify(None).expect("reads").findings, [], "{title}");
        // Nobody is kept out by an attempt that failed.
        let next = writer.proposed(&ledger, &Order::of(history::note("afterwards")));
        writer.stamped(|stamp| ledger.commit(next, stamp)).expect(title);
    }
}
