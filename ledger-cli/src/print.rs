//! Writing to the terminal, and what became of it: every answer goes this way.
//!
//! A reader that went away is no failure, and the rest of the answer is dropped quietly. Where an answer cannot be
//! written for another reason, the command ends what it does, and its end says so: with the ids of the commands that it
//! recorded and nobody was told of. Absent by design: what is written.

use ledger_core::vocabulary::CommandId;
use std::io::{self, ErrorKind, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What became of the answer so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// Whether the reader went away.
    pub is_unread: bool,
    /// Why the answer could not be written.
    pub failed: Option<String>,
    /// Commands that were recorded and whose receipt was not written.
    pub untold: Vec<CommandId>,
}

impl Delivery {
    const fn new() -> Self {
        Self { is_unread: false, failed: None, untold: Vec::new() }
    }
}

/// There is one standard output.
static DELIVERY: Mutex<Delivery> = Mutex::new(Delivery::new());

fn delivery() -> MutexGuard<'static, Delivery> {
    DELIVERY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What became of the answer.
pub(crate) fn delivered() -> Delivery {
    delivery().clone()
}

/// Writes a text to the standard output; gives whether that was possible.
pub(crate) fn out(text: &str) -> bool {
    written(|stdout| stdout.write_all(text.as_bytes()))
}

/// Lets something write to the standard output; gives whether that was possible.
pub(crate) fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> bool {
    let mut delivery = delivery();
    if delivery.is_unread || delivery.failed.is_some() {
        return false;
    }
    let mut stdout = io::stdout().lock();
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Ok(()) => return true,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => delivery.is_unread = true,
        Err(error) => delivery.failed = Some(error.to_string()),
    }
    false
}

/// Notes that a command was recorded, before anything is said about it.
pub(crate) fn recorded(command: CommandId) {
    delivery().untold.push(command);
}

/// Writes the receipt of what was recorded.
pub(crate) fn receipt(text: &str) {
    if out(text) {
        delivery().untold.clear();
    }
}

/// Writes to the standard error; what cannot be written there is lost.
pub(crate) fn err(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
