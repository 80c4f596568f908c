//! The licence ledger's core.
//!
//! Reading order, from the ground up: [`vocabulary`], [`catalogue`], [`event`] and [`tree`], [`book`], [`rule`],
//! [`decide`] and [`question`]; beside them [`store`], and above all [`ledger`], which connects them. Imports only go
//! down. Absent by design: clocks, generated ids, environment, printing and network. The caller brings the time, the
//! ids and the actor.

#![warn(clippy::wildcard_enum_match_arm, reason = "the compiler lists the places that a new kind must visit")]

pub mod book;
pub mod catalogue;
pub mod decide;
pub mod event;
pub mod ledger;
pub mod question;
pub mod rule;
pub mod store;
pub mod tree;
pub mod vocabulary;
