//! Heads that people keep: every answer shows one whole, and `verify --head` compares it with the ledger.
//!
//! Absent by design: heads in files, which `restatement` takes.

use replay_tests::place::Place;

/// Digits of a whole root.
const WHOLE: usize = 64;

/// Size and root in the first line that shows a head.
fn head(shown: &str) -> (u64, String) {
    let mut words = shown.split_whitespace().skip_while(|word| *word != "head").skip(1);
    let size = words.next().and_then(|word| word.parse().ok()).expect("a head has a size");
    (size, words.next().expect("a head has a root").to_owned())
}

#[test]
fn every_answer_shows_the_whole_head_and_verify_takes_it_back() {
    let place = Place::prepared();
    let lines =
        ["balance", "status", "verify", "replay", "due", "credit receive 5 --project DEFAULT --date 2016-01-01"];
    for line in lines {
        let shown = place.run(line).out;
        let (size, root) = head(&shown);
        assert!(root.len() == WHOLE && root.bytes().all(|b| b.is_ascii_hexdigit()), "{line}\n{shown}");
        place.check(&format!("verify --head {size}:{root}"), 0, "with the 64 digits that were named: they agree");
    }
}

#[test]
fn a_head_that_was_kept_is_compared_as_far_as_it_was_kept() {
    let place = Place::prepared();
    let (size, root) = place.head();
    place.done("credit receive 5 --project DEFAULT --date 2016-01-01");
    let first = &root[..16];
    place.check(&format!("verify --head {size}:{first}"), 0, &format!("the first {size} events"));
    place.check(&format!("verify --head {size} {root}"), 0, "they agree");
    place.check(&format!("verify --head {size}:{}", root.to_uppercase()), 0, "they agree");
    place.check(
        &format!("verify --json --head {size}:{first}"),
        0,
        &format!(r#"{{"anchor":"own","from":0,"to":{size}}}"#),
    );
    place.check(&format!("verify --head {size}:{}", &root[..15]), 2, "too few digits");
    place.check(&format!("verify --head {root}"), 2, "number of events");
    place.check("verify --head 0:e3b0c44298fc1c149afb", 2, "every ledger has");
    let other: String = first.chars().map(|c| if c == '0' { '1' } else { '0' }).collect();
    place.check(&format!("verify --head {size}:{other}"), 5, "INT-HEAD");
    place.check(&format!("verify --head {}:{first}", size - 1), 5, "have another root");
    place.check(&format!("verify --head {}:{first}", size + 2), 5, "events, and the ledger holds");
    place.check(&format!("verify --json --head {}:{first}", size + 2), 5, r#""rule":"INT-HEAD","severity":"error""#);
}
