//! The store that the shell keeps its ledgers in: SQLite files. No other file names it.
//!
//! Absent by design: comparing with what was seen before (`open`).

use crate::fault::Fault;
use ledger_core::ledger::LedgerError;
use ledger_core::store::{Batch, Sqlite};
use std::path::Path;

/// A ledger of the shell.
pub(crate) type Ledger = ledger_core::ledger::Ledger<Sqlite>;

/// Opens the ledger that is there, without looking at its pin.
///
/// # Errors
/// Says what is wrong with the file.
pub(crate) fn open(path: &Path) -> Result<Ledger, LedgerError> {
    Ledger::open_file(path)
}

/// Makes a ledger with its first events.
///
/// # Errors
/// Refuses whatever lies there already.
pub(crate) fn make(path: &Path, first: Batch) -> Result<Ledger, Fault> {
    Ok(Ledger::over(Sqlite::create_with(path, first)?)?)
}
