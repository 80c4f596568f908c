//! Stored shapes: how each fact is written, by hand and apart from the types that the rest of the program uses.
//!
//! A shape is never edited. A new one stands beside it under the next schema number, and old ones are lifted in
//! [`decode`]. Each has a JSON Schema under `schemas/event/`. In `shape` stand the payloads, in `nested` and `about`
//! what they hold, in `write` and `read` the two ways. Absent by design: hashing, and what facts mean.

mod about;
mod nested;
mod read;
mod shape;
mod write;

pub use read::decode;
pub use write::encode;

use crate::vocabulary::Fault;
use std::fmt;

/// Why a stored payload cannot be read as a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// The kind or its schema number is not known: the ledger is newer than the program.
    Unknown(String),
    /// The bytes are not canonical, have another shape, or hold a value that cannot be.
    Malformed(String),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(what) => write!(f, "the event kind {what} is not known to this program"),
            Self::Malformed(why) => write!(f, "the stored payload cannot be read: {why}"),
        }
    }
}

impl std::error::Error for DecodeError {}

impl From<Fault> for DecodeError {
    fn from(fault: Fault) -> Self {
        Self::Malformed(fault.to_string())
    }
}

/// The schema number under which every kind is written today.
pub const SCHEMA: u16 = 1;
