//! Confirmation: nothing for what can be undone, a yes for what costs, the serial number for what is final.
//!
//! Absent by design: the decision itself, which says what is at stake.

use crate::args::Writing;
use crate::context::Context;
use crate::edge;
use crate::fault::{Exit, Fault};
use crate::print;
use crate::render::escape;
use ledger_core::decide::{Mode, Stakes};
use ledger_core::vocabulary::Serial;
use std::io::BufRead;
use words::say;

/// Asks where it is needed, and tells whether a person was asked.
///
/// # Errors
/// Ends with exit code 8 where nobody confirms.
pub(crate) fn confirm(context: &Context, writing: &Writing, mode: Mode, stakes: &Stakes) -> Result<bool, Fault> {
    if mode == Mode::Record {
        return Ok(false);
    }
    match stakes {
        Stakes::Reversible => Ok(false),
        Stakes::Costly(lines) => {
            let lines: Vec<String> = lines.iter().map(say).collect();
            costly(context, writing.yes, &lines, "look at it with `--dry-run`, then add `--yes`")
        }
        Stakes::Final(serial, why) => binding(context, writing, serial, &say(why)),
    }
}

/// Shows what is at stake and asks for a yes; `next` says what to do where nobody can be asked.
///
/// # Errors
/// Ends with exit code 8 where nobody confirms.
pub(crate) fn costly(context: &Context, yes: bool, lines: &[String], next: &str) -> Result<bool, Fault> {
    if yes {
        return Ok(false);
    }
    if !context.interactive {
        return Err(unconfirmed(lines.join("; "), next));
    }
    lines.iter().for_each(|line| print::err(&format!("  {}\n", escape::terminal(line))));
    print::err("Record this? [y/N] ");
    match answer().to_lowercase().as_str() {
        "y" | "yes" | "j" | "ja" => Ok(true),
        _ => Err(cancelled()),
    }
}

fn binding(context: &Context, writing: &Writing, serial: &Serial, why: &str) -> Result<bool, Fault> {
    let repeated = edge::optional("--serial", writing.serial.as_ref(), Serial::parse)?;
    let differs = |given: &str| {
        let next = format!("repeat {serial} if that is right, or name the other device in the command");
        Fault::new(Exit::Unconfirmed, "CONFIRM", given, format!("expected the serial number {serial}"), next)
    };
    match repeated {
        Some(given) if given != *serial => return Err(differs(given.as_str())),
        Some(_) if writing.yes => return Ok(false),
        Some(_) | None => {}
    }
    if !context.interactive {
        let next = format!("look at it with `--dry-run`, then add `--yes --serial {serial}`");
        return Err(unconfirmed(format!("{serial}: it cannot be undone: {why}"), &next));
    }
    print::err(&format!("  {} cannot be undone: {}\n", escape::terminal(serial.as_str()), escape::terminal(why)));
    print::err("Type the serial number to record it: ");
    let typed = answer();
    if typed.is_empty() {
        return Err(cancelled());
    }
    match Serial::parse(&typed) {
        Ok(given) if given == *serial => Ok(true),
        _ => Err(differs(&typed)),
    }
}

fn unconfirmed(what: String, next: &str) -> Fault {
    Fault::new(
        Exit::Unconfirmed,
        "CONFIRM",
        "",
        format!("confirmation is required, and there is no terminal to ask on: {what}"),
        next,
    )
}

fn cancelled() -> Fault {
    Fault::new(Exit::Unconfirmed, "CANCELLED", "", "it was not confirmed; nothing was written", "")
}

fn answer() -> String {
    let mut line = String::new();
    // An unreadable answer is no answer.
    let _ = std::io::stdin().lock().read_line(&mut line);
    line.trim().to_owned()
}
