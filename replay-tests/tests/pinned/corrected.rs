//! What is corrected and closed after the history that is pinned. New acts go to the end.
//!
//! Absent by design: what it looks like afterwards.

use super::clerk::{Clerk, day};
use ledger_core::decide::{Command, Setting};
use ledger_core::event::Remarks;
use ledger_core::ledger::Order;
use ledger_core::store::{Scope, Store};
use ledger_core::vocabulary::{ClosingName, Position};

/// An amended binding, an annulled note, credits that went back,
/// and a year.
pub(crate) fn write<S: Store>(clerk: &mut Clerk<S>) {
    let amended = Command::Amend {
        target: at(clerk, "licences-bound", 0),
        settings: vec![Setting { field: "parts.0.units".to_owned(), value: Some("85".to_owned()) }],
    };
    clerk.fact("2020-01-22", amended, "the delivery note says 85");
    let annulled = Command::Annul { target: at(clerk, "note-added", 0) };
    clerk.order(&because("the letter was about another site", Order::of(annulled)));
    let reversed = Command::Reverse { target: at(clerk, "credits-received", 0) };
    clerk.order(&because("paid back", Order { day: Some(day("2024-06-01")), ..Order::of(reversed) }));
    let (name, until) = (ClosingName::parse("2024").expect("a name"), day("2025-01-01"));
    clerk.order(&Order::of(Command::ClosePeriod { name, until, project: None }));
}

fn because(reason: &str, order: Order) -> Order {
    Order { remarks: Remarks { reason: Some(reason.to_owned()), ..Remarks::default() }, ..order }
}

/// The position of an event of a kind, counted from 0.
fn at<S: Store>(clerk: &Clerk<S>, kind: &str, nth: usize) -> Position {
    let page = clerk.ledger.store().page(Scope::All, Position(0), Position(u64::MAX), usize::MAX).expect("reads");
    page.iter().filter(|event| event.header.kind == kind).nth(nth).expect("there is one").position
}
