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
mod open;
mod print;
mod read;
mod receipt;
mod render;

use args::{Cli, Format};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use context::{Context, Style};
use fault::{Exit, Fault};
use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(internal));
    let words: Vec<OsString> = std::env::args_os().collect();
    if words.len() < 2 {
        print::out(&Cli::command().render_help().to_string());
        return Exit::Done.into();
    }
    match Cli::try_parse_from(&words) {
        Ok(cli) => run(cli).into(),
        Err(error) => unparsed(&error, &words).into(),
    }
}

fn run(cli: Cli) -> Exit {
    let as_json = cli.globals.json || cli.globals.format == Format::Json;
    let (answer, style) = match Context::of(&cli.globals) {
        Ok(context) => {
            let style = context.err_style;
            (open::settle(context).and_then(|context| commands::run(cli.verb, &context)), style)
        }
        Err(fault) => (Err(fault), Style { colour: false }),
    };
    match answer {
        Ok(done) => done.into(),
        Err(fault) => {
            print::err(&if as_json { fault.json() } else { fault.render(style) });
            fault.exit
        }
    }
}

/// Help, version and what clap cannot understand.
fn unparsed(error: &clap::Error, words: &[OsString]) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A reader that went away needs no help.
        let _ = error.print();
        return Exit::Done;
    }
    let fault = usage(error);
    if asks_for_json(words) {
        print::err(&fault.json());
    } else {
        if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            let _ = error.print();
        }
        print::err(&fault.render(Style { colour: false }));
    }
    Exit::Usage
}

/// What clap cannot understand, in the form of every other error.
fn usage(error: &clap::Error) -> Fault {
    let text = error.to_string();
    let (told, usage) = text.split_once("Usage: ").unwrap_or((&text, ""));
    let usage = usage.lines().next().unwrap_or_default();
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Fault::usage("", "a verb or an argument is missing", format!("write `{usage}`"));
    }
    let lines = || told.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_pointer = |line: &&str| line.starts_with("For more information");
    let is_hint = |line: &&str| line.starts_with("tip: ") || line.starts_with('[');
    let message: Vec<&str> = lines().filter(|line| !is_hint(line) && !is_pointer(line)).collect();
    let message = message.join(" ");
    let hints =
        lines().filter(is_hint).map(|line| line.trim_start_matches("tip: ").trim_matches(['[', ']']).to_owned());
    let hints = hints.filter(|hint| !hint.starts_with("to pass "));
    let shape = (!usage.is_empty()).then(|| format!("write `{usage}`"));
    let next: Vec<String> = hints.chain(shape).collect();
    let next = if next.is_empty() { "`licledger --help` shows verbs and options".to_owned() } else { next.join("; ") };
    Fault::usage("", cut(message.trim_start_matches("error: ")), cut(&next))
}

/// A text that echoes the command line, at a length that can be read.
fn cut(text: &str) -> String {
    const MOST: usize = 400;
    let shown: String = text.chars().take(MOST).collect();
    if shown.len() < text.len() { shown + "…" } else { shown }
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
