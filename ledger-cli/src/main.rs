//! licledger: a tamper-evident ledger of innovaphone PBX licences, on the command line.
//!
//! Reading order: `args` (what can be said), `edge` and `context` (texts and the world become words), `commands` (what
//! is done), then `confirm`, `receipt` and `fault` (what is asked and answered). Absent by design: rules and figures,
//! which the core knows.

mod args;
mod commands;
mod confirm;
mod context;
mod edge;
mod fault;
mod intake;
mod kept;
mod open;
mod pinned;
mod print;
mod read;
mod receipt;
mod render;
mod style;
mod usage;
mod user;

use args::{Cli, Format};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};
use context::Context;
use fault::{Done, Exit, Fault};
use ledger_core::say;
use ledger_core::vocabulary::Step;
use print::Delivery;
use std::ffi::OsString;
use std::process::ExitCode;
use style::Style;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(internal));
    let words: Vec<OsString> = std::env::args_os().collect();
    if words.len() < 2 {
        print::out(&Cli::command().render_help().to_string());
        return deliver(Exit::Done, false).into();
    }
    let parsed = Cli::command().try_get_matches_from(&words);
    let parsed = parsed.and_then(|matches| Cli::from_arg_matches(&matches).map(|cli| (cli, matches)));
    match parsed {
        Ok((cli, matches)) => {
            repeat_ledger(&cli, &matches);
            run(cli).into()
        }
        Err(error) => unparsed(&error, &words).into(),
    }
}

/// A ledger that the command line names is named by the commands that are shown, too. One from the environment is there
/// for the next command anyway.
fn repeat_ledger(cli: &Cli, matches: &ArgMatches) {
    let is_named = matches.value_source("ledger") == Some(ValueSource::CommandLine);
    if let Some(file) = cli.globals.ledger.as_ref().filter(|_| is_named) {
        words::step::name_ledger(file);
    }
}

fn run(cli: Cli) -> Exit {
    let as_json = cli.globals.json || cli.globals.format == Format::Json;
    let context = match Context::of(&cli.globals).and_then(open::settle) {
        Ok(context) => context,
        Err(fault) => return tell(&fault, as_json, Style { colour: false }),
    };
    let exit = match commands::run(cli.verb, &context) {
        Ok(done) => ended(done, &context),
        Err(fault) => tell(&fault, as_json, context.err_style),
    };
    deliver(exit, as_json)
}

/// What a command has seen is remembered once it has succeeded, and what is wrong with pins is told in any case.
fn ended(done: Done, context: &Context) -> Exit {
    if done != Done::Broken {
        open::remember(context);
    }
    let sight = context.sight.borrow();
    if !sight.is_told {
        print::err(&receipt::news(&sight.findings, context.err_style));
    }
    match done {
        Done::Plain if !sight.findings.is_empty() => Exit::Findings,
        done => done.into(),
    }
}

fn tell(fault: &Fault, as_json: bool, style: Style) -> Exit {
    print::err(&if as_json { fault.json() } else { fault.render(style) });
    fault.exit
}

/// A reader that went away changes nothing. An answer that could not be written does: nobody knows then what was
/// recorded, and a ledger that is not whole stays one.
fn deliver(exit: Exit, as_json: bool) -> Exit {
    let Delivery { is_unread, failed, untold } = print::delivered();
    let commands: Vec<String> = untold.iter().map(ToString::to_string).collect();
    let commands = commands.join(", ");
    let Some(why) = failed else {
        if is_unread && !untold.is_empty() {
            print::err(&format!("note: recorded as command {commands}; nobody read the answer\n"));
        }
        return exit;
    };
    let style = Style { colour: false };
    if untold.is_empty() {
        let message = format!("the answer could not be written: {why}");
        let next = "make room, or send the answer elsewhere, and ask again";
        let lost = tell(&Fault::new(Exit::Unreadable, "OUTPUT", "", message, next), as_json, style);
        return if exit == Exit::Integrity { exit } else { lost };
    }
    let message = format!("recorded as command {commands}, but the answer could not be written: {why}");
    let next = say!("untold-next", ask = Step::AskCommand(untold.first().copied()));
    tell(&Fault::new(Exit::Unknown, "OUTPUT", "", message, next), as_json, style)
}

/// Help, version and what clap cannot understand.
fn unparsed(error: &clap::Error, words: &[OsString]) -> Exit {
    let shown = || {
        let text = error.render();
        if context::paints() { text.ansi().to_string() } else { text.to_string() }
    };
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        print::out(&shown());
        return deliver(Exit::Done, false);
    }
    let fault = usage::fault(error);
    if asks_for_json(words) {
        print::err(&fault.json());
    } else {
        if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            print::err(&shown());
        }
        print::err(&fault.render(Style { colour: false }));
    }
    Exit::Usage
}

/// Whether a command line that could not be parsed asks for JSON.
fn asks_for_json(words: &[OsString]) -> bool {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let alone = words.iter().any(|word| matches!(&**word, "--json" | "--format=json" | "-Ojson" | "-O=json"));
    let pair = |pair: &[std::borrow::Cow<'_, str>]| matches!(&*pair[0], "-O" | "--format") && pair[1] == "json";
    alone || words.windows(2).any(pair)
}

/// A mistake of the program: said in one line, without a dump.
fn internal(info: &std::panic::PanicHookInfo<'_>) {
    let what = info.payload_as_str().unwrap_or("no reason is known");
    let place = info.location().map(|l| format!(" ({}:{})", l.file(), l.line())).unwrap_or_default();
    print::err(&format!("error[INTERNAL]: internal error: {what}{place}; nothing more was written\n"));
    print::err("  next: report this with the command that led here; the ledger is as it was after the last receipt\n");
    std::process::exit(Exit::Internal as i32);
}
