//! A clerk who writes a ledger the same way every time: ids counted, times counted, one actor.
//!
//! Absent by design: what is written (the history's), and files.

use ledger_core::decide::{Command, Mode};
use ledger_core::event::Remarks;
use ledger_core::ledger::{Act, ImportFile, Ledger, Order, Proposed, Receipt, Stamp, genesis};
use ledger_core::store::{Batch, Store};
use ledger_core::vocabulary::{Actor, CompanyName, Day};
use uuid::Uuid;

/// 1 June 2026, 00:00 UTC, in microseconds.
const START: i64 = 1_780_272_000_000_000;
/// The form of a uuid v7; the clerk's number and the count stand in its last bits.
const FORM: u128 = 0x019e_8000_0000_7000_8000_0000_0000_0000;

/// What a clerk counts.
struct Counts {
    clerk: u32,
    ids: u32,
    acts: i64,
}

impl Counts {
    /// Lends the stamp of the next act: one second after the one before.
    fn stamped<T>(&mut self, act: impl FnOnce(&mut Stamp<'_>) -> T) -> T {
        self.acts += 1;
        let mut ids = || {
            self.ids += 1;
            Uuid::from_u128(FORM | (u128::from(self.clerk) << 32) | u128::from(self.ids))
        };
        let actor = Actor::parse("clerk").expect("an operator id");
        act(&mut Stamp { now: START + self.acts * 1_000_000, today: day("2026-06-01"), actor, ids: &mut ids })
    }
}

/// Writes acts into one ledger.
pub(crate) struct Clerk<S> {
    /// The ledger so far.
    pub(crate) ledger: Ledger<S>,
    counts: Counts,
}

/// Reads a day of the test's own text.
pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

impl<S: Store> Clerk<S> {
    /// Begins a ledger with a company; clerks of other numbers make other ids.
    pub(crate) fn begin(clerk: u32, company: &str, make: impl FnOnce(Batch) -> S) -> Self {
        let mut counts = Counts { clerk, ids: 0, acts: 0 };
        let company = CompanyName::parse(company).expect("a company");
        let begun = counts.stamped(|stamp| genesis("licledger 0.1.0", Some(&company), day("2020-01-02"), stamp));
        let (_, _, batch) = begun.expect("a ledger begins");
        Self { ledger: Ledger::over(make(batch)).expect("it is a ledger"), counts }
    }

    /// Gives an order that is judged and accepted.
    pub(crate) fn order(&mut self, order: &Order) -> Receipt {
        let Self { ledger, counts } = self;
        let done = counts.stamped(|stamp| match ledger.propose(order, stamp)? {
            Proposed::New(proposal) => ledger.commit(*proposal, stamp),
            Proposed::Already(receipt) => Ok(receipt),
        });
        done.unwrap_or_else(|error| panic!("{:?}: {error}", order.command))
    }

    /// Has a command judged and written.
    pub(crate) fn act(&mut self, on: &str, command: Command) -> Receipt {
        self.order(&Order { day: Some(day(on)), ..Order::of(command) })
    }

    /// Writes a reported fact, whatever rules say of it.
    pub(crate) fn fact(&mut self, on: &str, command: Command, reason: &str) -> Receipt {
        let remarks = Remarks { reason: Some(reason.to_owned()), reference: Some("AB-7".to_owned()), evidence: None };
        self.order(&Order { day: Some(day(on)), mode: Mode::Record, remarks, ..Order::of(command) })
    }

    /// Imports acts from a file.
    pub(crate) fn import(&mut self, file: ImportFile, acts: Vec<Act>) -> Receipt {
        let Self { ledger, counts } = self;
        counts.stamped(|stamp| {
            let plan = ledger.plan_import(file, acts, stamp, &mut |_| {}).expect("every row can be recorded");
            ledger.commit_import(plan, stamp).expect("it is recorded")
        })
    }
}
