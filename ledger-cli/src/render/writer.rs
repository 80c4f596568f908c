//! What every format has in common: it writes an answer.
//!
//! Absent by design: formats. Each is a file of its own.

use ledger_core::question::Answer;
use std::io;

/// A form that answers can be written in.
pub(crate) trait Writer {
    /// Writes an answer.
    ///
    /// # Errors
    /// Gives on what hinders `out`.
    fn write(&self, answer: &Answer, out: &mut dyn io::Write) -> io::Result<()>;
}
