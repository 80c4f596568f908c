//! Writing to the terminal: a reader that went away ends the program quietly.
//!
//! Absent by design: what is written.

use crate::fault::Exit;
use std::io::{self, ErrorKind, Write};

/// Writes to the standard output.
pub(crate) fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    if let Err(error) = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        if error.kind() == ErrorKind::BrokenPipe {
            std::process::exit(Exit::Done as i32);
        }
        err(&format!("error[IO]: the answer could not be written: {error}\n"));
        std::process::exit(Exit::Internal as i32);
    }
}

/// Writes to the standard error; what cannot be written there is lost.
pub(crate) fn err(text: &str) {
    let mut stderr = io::stderr().lock();
    let _ = stderr.write_all(text.as_bytes()).and_then(|()| stderr.flush());
}
