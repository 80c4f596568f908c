//! Command lines that cannot be understood, told from the typed parts of what the parser says.
//!
//! Absent by design: the parser's own sentences. None of them is read back.

use crate::fault::{Fault, Spoken};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use ledger_core::say;
use ledger_core::vocabulary::{Arg, Say, Step};

/// Characters of a command line that an error echoes at most.
const MOST: usize = 400;

/// What the parser cannot understand, in the form of every other error.
pub(crate) fn fault(error: &clap::Error) -> Fault {
    let shape = shape(error).map(|usage| say!("usage-write", usage = usage));
    let hints: Vec<String> = hints(error).into_iter().chain(shape).map(|hint| hint.spoken()).collect();
    let next = match hints.is_empty() {
        true => say!("usage-help-next", help = Step::Help).spoken(),
        false => hints.join("; "),
    };
    Fault::usage("", cut(&message(error).spoken()), cut(&next))
}

/// What is wrong.
fn message(error: &clap::Error) -> Say {
    let one = |kind| texts(error, kind).join(", ");
    let (argument, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::UnknownArgument => say!("usage-unknown-argument", argument = argument),
        ErrorKind::InvalidSubcommand => say!("usage-unknown-verb", verb = one(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => say!("usage-no-value", argument = argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say!("usage-bad-value", value = value, argument = argument)
        }
        ErrorKind::MissingRequiredArgument => {
            let arguments = texts(error, ContextKind::InvalidArg).join(" ");
            say!("usage-missing", arguments = arguments)
        }
        ErrorKind::ArgumentConflict => {
            let other = one(ContextKind::PriorArg);
            if other == argument {
                return say!("usage-twice", argument = argument);
            }
            say!("usage-conflict", argument = argument, other = other)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => say!("usage-incomplete"),
        ErrorKind::InvalidUtf8 => say!("usage-not-text"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            say!("usage-count-of-values", argument = argument)
        }
        ErrorKind::NoEquals => say!("usage-no-equals", argument = argument),
        // The parser may learn of further kinds.
        _ => say!("usage-other"),
    }
}

/// What may have been meant.
fn hints(error: &clap::Error) -> Vec<Say> {
    let quoted = |kind| -> Vec<String> { texts(error, kind).iter().map(|text| format!("'{text}'")).collect() };
    let mut hints = Vec::new();
    let values = texts(error, ContextKind::ValidValue);
    if !values.is_empty() {
        hints.push(say!("usage-values", values = Arg::from_iter(values)));
    }
    let arguments = quoted(ContextKind::SuggestedArg);
    if !arguments.is_empty() {
        hints.push(say!("usage-similar-argument", arguments = Arg::from_iter(arguments)));
    }
    let verbs = quoted(ContextKind::SuggestedSubcommand);
    if !verbs.is_empty() {
        hints.push(say!("usage-similar-verb", n = verbs.len(), verbs = Arg::from_iter(verbs)));
    }
    let values = quoted(ContextKind::SuggestedValue);
    if !values.is_empty() {
        hints.push(say!("usage-similar-value", values = Arg::from_iter(values)));
    }
    hints
}

/// How the command is written: the parser gives it as `Usage: licledger …`, of which the label is left out.
fn shape(error: &clap::Error) -> Option<String> {
    let ContextValue::StyledStr(usage) = error.get(ContextKind::Usage)? else { return None };
    let usage = usage.to_string();
    let command = usage.find("licledger").map(|at| &usage[at..])?;
    command.lines().next().map(|line| line.trim_end().to_owned())
}

/// The texts of a part; none where the parser does not name it.
fn texts(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        Some(_) | None => Vec::new(),
    }
}

/// A text that echoes the command line, at a length that can be read.
fn cut(text: &str) -> String {
    let shown: String = text.chars().take(MOST).collect();
    if shown.len() < text.len() { shown + "…" } else { shown }
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::args::Cli;
    use clap::Parser;

    fn check(line: &str, message: &str, next: &str) {
        let words = std::iter::once("licledger").chain(line.split(' '));
        let told = fault(&Cli::try_parse_from(words).expect_err("the line is wrong"));
        assert_eq!(told.message, message, "{line}");
        assert!(told.next.contains(next), "{line}: {}", told.next);
    }

    #[test]
    fn a_line_is_told_by_what_is_wrong_and_what_may_be_meant() {
        check(
            "balnce",
            "unrecognized subcommand 'balnce'",
            "a similar subcommand exists: 'balance'; write `licledger ",
        );
        check("balance --compny x", "unexpected argument '--compny' found", "a similar argument exists: '--company'");
        check("balance -O pdf", "invalid value 'pdf' for '--format <FORMAT>'", "possible values: text, json, ics");
        check(
            "ssa quote --all --lot 1.1",
            "the argument '--all' cannot be used with '--lot <LOT>'",
            "write `licledger ",
        );
        check("event annul", "the following required arguments were not provided: <POSITION>", "write `licledger ");
    }
}
