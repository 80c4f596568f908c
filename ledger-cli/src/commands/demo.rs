//! `demo`: a ledger with a history of its own, and the daily questions answered on it.
//!
//! The company, its serial numbers and every value of the rulebook are invented. Absent by design: any use of the
//! user's own ledger or state folder.

use super::import::record_bytes;
use super::read;
use crate::args::{BalanceArgs, DemoArgs, Question, SsaArgs, VerifyArgs, WarrantyArgs};
use crate::context::{Context, fresh_id};
use crate::fault::{Done, Exit, Fault};
use crate::kept::{self, Ledger};
use crate::render::escape;
use crate::{open, print};
use ledger_core::catalogue::Rulebook;
use ledger_core::decide::Command;
use ledger_core::ledger::{self, Order, Proposed};
use std::path::{Path, PathBuf};

const HISTORY: &[u8] = include_bytes!("../../sample/history.csv");
const RULEBOOK: &[u8] = include_bytes!("../../sample/example-rulebook.json");
const PROGRAM: &str = concat!("licledger ", env!("CARGO_PKG_VERSION"));
/// Ledgers that one folder takes.
const MOST_LEDGERS: u32 = 1000;

/// Makes the ledger and shows it.
///
/// # Errors
/// Says what cannot be written.
pub(crate) fn run(args: &DemoArgs, context: &Context) -> Result<Done, Fault> {
    context.has_day("set the clock; nothing was written")?;
    let folder = folder(args.dir.as_deref())?;
    let file = free_name(&folder)?;
    let mut inside = context.clone();
    inside.ledger.clone_from(&file);
    inside.state = folder.join("state");
    inside.sight = std::rc::Rc::default();
    (inside.require_pin, inside.no_pin) = (false, false);
    (inside.as_of, inside.known_at, inside.known_at_time) = (None, None, None);
    (inside.project, inside.company) = (None, None);
    say(&inside, &format!("a ledger of an invented company, in {}", file.display()));
    let mut ledger = begin(&inside)?;
    adopt(&inside, &mut ledger)?;
    heading(&inside, "History from 2012 on, imported from a CSV file");
    record_bytes(&inside, &mut ledger, "history.csv", HISTORY.to_vec())?;
    drop(ledger);
    let questions = [
        ("What is there (licledger balance)", Question::Balance(BalanceArgs { licence: None, by: None })),
        ("What is under SSA until when (licledger ssa)", Question::Ssa(SsaArgs { licence: None, device: None })),
        ("Warranties (licledger warranty)", Question::Warranty(WarrantyArgs { device: None })),
        ("Is it all still as it was recorded (licledger verify)", Question::Verify(VerifyArgs { head: Vec::new() })),
    ];
    for (title, question) in questions {
        heading(&inside, title);
        read::run(&question, &inside)?;
    }
    heading(&inside, "Go on with");
    for command in [
        "history 00-90-33-2e-90-41",
        "balance --project Zentrale --as-of 2017-10-08",
        "licence bind PBX-myPBX13 10 --to 00-90-33-1c-04-10 --dry-run",
    ] {
        say(&inside, &format!("  licledger --ledger {} {command}", quoted(&file)));
    }
    Ok(Done::Plain)
}

/// The folder that was named, or a fresh one.
fn folder(named: Option<&Path>) -> Result<PathBuf, Fault> {
    let fault = |folder: &Path, error: &std::io::Error| {
        let message = format!("the folder cannot be made: {error}");
        Fault::new(Exit::Unreadable, "FILE", folder.display(), message, "name another one with `--dir DIR`")
    };
    let (folder, made) = match named {
        Some(folder) => (folder.to_path_buf(), std::fs::create_dir_all(folder)),
        None => {
            let fresh = std::env::temp_dir().join(format!("licledger-demo-{}", fresh_id().simple()));
            let made = std::fs::create_dir(&fresh);
            (fresh, made)
        }
    };
    made.map_err(|error| fault(&folder, &error))?;
    Ok(folder)
}

/// A name in the folder that no earlier demonstration took.
fn free_name(folder: &Path) -> Result<PathBuf, Fault> {
    let name = |n: u32| if n == 1 { "demo.db".to_owned() } else { format!("demo-{n}.db") };
    let free = (1..=MOST_LEDGERS).map(|n| folder.join(name(n))).find(|file| !file.exists());
    free.ok_or_else(|| {
        let message = format!("it holds {MOST_LEDGERS} demonstrations already");
        Fault::new(Exit::Conflict, "EXISTS", folder.display(), message, "name another one with `--dir DIR`")
    })
}

fn begin(context: &Context) -> Result<Ledger, Fault> {
    let mut ids = fresh_id;
    let mut stamp = context.stamp(context.actor(None)?, &mut ids);
    let (_, command, batch) = ledger::genesis(PROGRAM, None, context.today, &mut stamp)?;
    let ledger = kept::make(&context.ledger, batch)?;
    print::recorded(command);
    open::pin(context, &ledger);
    Ok(ledger)
}

fn adopt(context: &Context, ledger: &mut Ledger) -> Result<(), Fault> {
    let rulebook = Rulebook::parse(RULEBOOK)
        .map_err(|fault| Fault::new(Exit::Internal, "RULEBOOK", "example", fault.to_string(), fault.next))?;
    let command = Command::AdoptRulebook { name: rulebook.name().to_owned(), rulebook: rulebook.hash() };
    let order = Order { documents: vec![RULEBOOK.to_vec()], ..Order::of(command) };
    let mut ids = fresh_id;
    let mut stamp = context.stamp(context.actor(None)?, &mut ids);
    if let Proposed::New(proposal) = ledger.propose(&order, &mut stamp)? {
        print::recorded(ledger.commit(*proposal, &mut stamp)?.command);
        open::pin(context, ledger);
    }
    say(context, &format!("rulebook {:?}: {}", rulebook.name(), rulebook.title()));
    Ok(())
}

fn heading(context: &Context, title: &str) {
    if !context.is_json() && !context.quiet {
        print::out(&format!("\n{}\n\n", context.style.bold(&format!("── {title}"))));
    }
}

fn say(context: &Context, text: &str) {
    if !context.is_json() && !context.quiet {
        print::out(&format!("{}\n", escape::terminal(text)));
    }
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-~:\\".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
