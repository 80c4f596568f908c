//! The verbs that the program's help shows.
//!
//! Absent by design: what they do.

use replay_tests::program::program;
use std::process::Command;

/// Every verb that the help shows and that does something by itself, such as `balance` and `company list`.
pub(crate) fn verbs() -> Vec<String> {
    let mut found = Vec::new();
    for noun in listed(&help(&[])) {
        let text = help(&[&noun]);
        let inner = listed(&text);
        let alone = text.lines().any(|line| {
            line.contains(&format!("licledger {noun}")) && !line.contains("<COMMAND>") && !line.starts_with("  ")
        });
        if inner.is_empty() || alone {
            found.push(noun.clone());
        }
        found.extend(inner.into_iter().map(|verb| format!("{noun} {verb}")));
    }
    found
}

fn help(words: &[&str]) -> String {
    let mut command = Command::new(program().expect("the program is built"));
    let output = command.args(words).arg("--help").output().expect("the program can be started");
    String::from_utf8(output.stdout).expect("the program writes UTF-8")
}

/// The names below `Commands:`.
fn listed(help: &str) -> Vec<String> {
    let block = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let block = block.take_while(|line| !line.is_empty());
    // Deeper lines go on with the description of the name above them.
    let names = block.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}
