//! Orders: a command with all that was said with it.
//!
//! Absent by design: what becomes of it.

use crate::decide::{Command, Mode};
use crate::event::Remarks;
use crate::vocabulary::{CommandId, Day};

/// A command with all that was said with it.
#[derive(Debug, Clone)]
pub struct Order {
    /// What to do.
    pub command: Command,
    /// Judge it, or record it as a fact.
    pub mode: Mode,
    /// Effective day, where the caller named one; today otherwise.
    pub day: Option<Day>,
    /// Reason, reference, evidence.
    pub remarks: Remarks,
    /// The caller's id for the command; a fresh one where absent.
    pub command_id: Option<CommandId>,
    /// Documents that the command names by their BLAKE3 and that the ledger keeps.
    pub documents: Vec<Vec<u8>>,
    /// Size that the ledger must have.
    pub expect_head: Option<u64>,
    /// Amend moves between projects that take something else along because of it.
    pub carry: bool,
}

impl Order {
    /// An order to be judged, with nothing else said.
    pub fn of(command: Command) -> Self {
        Self {
            command,
            mode: Mode::Judge,
            day: None,
            remarks: Remarks::default(),
            command_id: None,
            documents: Vec::new(),
            expect_head: None,
            carry: false,
        }
    }
}
