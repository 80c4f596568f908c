//! Opening the ledger file, and the pin that remembers outside of it how far it had grown.
//!
//! A pin that cannot be written is a warning: the ledger is as good as before. Absent by design: accepting a loss,
//! which is an act of its own.

use crate::context::Context;
use crate::fault::Fault;
use crate::print;
use crate::render::escape;
use ledger_core::ledger::{Ledger, LedgerError};
use ledger_core::store::{PinError, PinStore, Sqlite, StoreError};
use ledger_core::tree::Head;

/// Opens the ledger and compares it with its pin; a ledger that grew is pinned anew.
///
/// # Errors
/// Says what is wrong with the file, or that it is not the one that was seen before.
pub(crate) fn open(context: &Context) -> Result<Ledger<Sqlite>, Fault> {
    let ledger = Ledger::open_file(&context.ledger)?;
    let pinned = pinned(context, &ledger)?;
    ledger.check_pin(pinned)?;
    if pinned != Some(ledger.head()?) {
        pin(context, &ledger);
    }
    Ok(ledger)
}

/// A time that was named for what was known becomes the number of events that had been recorded by then.
///
/// # Errors
/// Says what is wrong with the file; that there is none is left to the command, which may not need one.
pub(crate) fn settle(mut context: Context) -> Result<Context, Fault> {
    let Some(time) = context.known_at_time else { return Ok(context) };
    match Ledger::open_file(&context.ledger) {
        Ok(ledger) => context.known_at = Some(ledger.known_by(time)?),
        Err(LedgerError::Store(StoreError::NotFound(_))) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(context)
}

/// What was last seen at the ledger's place; a folder that cannot be read is a warning.
///
/// # Errors
/// A damaged pin is no missing pin.
pub(crate) fn pinned(context: &Context, ledger: &Ledger<Sqlite>) -> Result<Option<Head>, Fault> {
    match ledger.pin(&PinStore::new(&context.state)) {
        Ok(pinned) => Ok(pinned),
        Err(LedgerError::PinFile(error @ PinError::Io { .. })) => {
            warn(context, &error.to_string());
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Remembers how far the ledger has grown.
pub(crate) fn pin(context: &Context, ledger: &Ledger<Sqlite>) {
    if let Err(error) = ledger.write_pin(&PinStore::new(&context.state)) {
        warn(context, &error.to_string());
    }
}

/// Remembers the head after a loss that was accepted, whatever was seen before.
pub(crate) fn pin_anew(context: &Context, ledger: &Ledger<Sqlite>) {
    if let Err(error) = ledger.replace_pin(&PinStore::new(&context.state)) {
        warn(context, &error.to_string());
    }
}

/// Warns on the standard error.
pub(crate) fn warn(context: &Context, text: &str) {
    let head = context.err_style.yellow("warning");
    print::err(&format!("{head}: {}\n", escape::terminal(text)));
}
