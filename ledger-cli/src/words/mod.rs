//! Words: sentences that are data become English.
//!
//! The words of every key stand in `schemas/text/en.ftl`, in the syntax of Fluent. [`say`] finds them and fills in the
//! values; [`step`] writes what somebody may do next as a command. This room is a library, so that tests read the same
//! words as people. Absent by design: which sentence is meant (the core says that), and what a terminal may be shown.

pub mod step;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use ledger_core::vocabulary::{Arg, Say};
use std::sync::OnceLock;

/// The English words, as they are shipped.
pub const ENGLISH: &str = include_str!("../../../schemas/text/en.ftl");

/// Numbers up to here are told exactly as numbers, and choose between one and many.
const EXACT: i64 = 1 << 53;

type Words = FluentBundle<FluentResource>;

fn english() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Words::new_concurrent(vec!["en-GB".parse().expect("en-GB is a language")]);
        // Marks of direction around each value would be hidden characters in every sentence.
        words.set_use_isolating(false);
        let resource = FluentResource::try_new(ENGLISH.to_owned()).expect("the shipped words are tested");
        words.add_resource(resource).expect("a test sees each key once");
        words
    })
}

/// The words of a sentence. A key that has none, which a test forbids, is shown with its values.
pub fn say(say: &Say) -> String {
    if say.is_nothing() {
        return String::new();
    }
    let words = english();
    let Some(pattern) = words.get_message(say.key).and_then(|message| message.value()) else {
        return say.to_string();
    };
    let args: FluentArgs<'_> = say.args.iter().map(|(name, arg)| (*name, value(arg))).collect();
    let mut faults = Vec::new();
    let text = words.format_pattern(pattern, Some(&args), &mut faults).into_owned();
    if faults.is_empty() { text } else { say.to_string() }
}

/// What a column of a report is called: by the words for it in that report, or in every one.
pub fn heading(report: &str, key: &str) -> String {
    let named = [format!("heading-{report}-{key}"), format!("heading-{key}")];
    let words = english();
    let found = named.iter().find_map(|name| words.get_message(name)?.value());
    // A column without words, which a test forbids, is shown with its key.
    found.map_or_else(|| key.to_owned(), |pattern| words.format_pattern(pattern, None, &mut Vec::new()).into_owned())
}

fn value(arg: &Arg) -> FluentValue<'static> {
    match arg {
        Arg::Count(count) if (-EXACT..=EXACT).contains(count) => {
            // Within these bounds every whole number is told exactly.
            #[expect(clippy::cast_precision_loss, reason = "the bounds are those of exact numbers")]
            let number = *count as f64;
            FluentValue::Number(FluentNumber::new(number, fluent_bundle::types::FluentNumberOptions::default()))
        }
        _ => FluentValue::String(shown(arg).into()),
    }
}

/// A value by itself, as sentences show it.
pub fn shown(arg: &Arg) -> String {
    match arg {
        Arg::Say(part) => say(part),
        Arg::Step(step) => format!("`{}`", step::command(step)),
        Arg::List(values) => values.iter().map(shown).collect::<Vec<_>>().join(", "),
        Arg::Name(_)
        | Arg::Quoted(_)
        | Arg::Count(_)
        | Arg::Day(_)
        | Arg::Span(_)
        | Arg::Licence(_)
        | Arg::Lot(_)
        | Arg::Device(_)
        | Arg::Event(_)
        | Arg::Version(_)
        | Arg::Hash(_) => arg.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger_core::say;

    #[test]
    fn a_sentence_without_a_key_yet_is_shown_as_it_was_written() {
        assert_eq!(say(&Say::from("23 are { $free } of \"x\"\u{1b}")), "23 are { $free } of \"x\"\u{1b}");
        assert_eq!(say(&Say::from("")), "");
    }

    #[test]
    fn a_key_without_words_is_shown_with_its_values() {
        let unknown = Say { key: "nobody-wrote-this", args: vec![("n", Arg::Count(3))] };
        assert_eq!(say(&unknown), "nobody-wrote-this n=3");
    }

    #[test]
    fn numbers_are_told_exactly() {
        for n in [0, -1, 1_000_000, EXACT - 1, EXACT, -EXACT, EXACT + 1, i64::MAX, i64::MIN] {
            let list: Arg = [n].into_iter().collect();
            assert_eq!(say(&say!("as-written", text = n)), n.to_string());
            assert_eq!(say(&say!("as-written", text = list)), n.to_string());
        }
    }
}
