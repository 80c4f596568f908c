//! The README's tour, run line by line through the real program: what it shows must be what the program says.
//!
//! In a `console` block a line behind `$ ` is a command; the lines below it must appear in its answer, in that order;
//! `…` stands for anything. A command that is followed by an `error[…]` line must fail, all others must succeed.

use replay_tests::program::program;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Step {
    command: String,
    expected: Vec<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn steps(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            steps.push(Step { command: command.to_owned(), expected: Vec::new() });
        } else if let Some(step) = steps.last_mut().filter(|_| inside) {
            step.expected.push(line.to_owned());
        }
    }
    steps
}

/// Whether the texts between the `…` of a pattern stand in the line, in their order.
fn fits(pattern: &str, line: &str) -> bool {
    let mut rest = line;
    for piece in pattern.split('…').map(str::trim).filter(|piece| !piece.is_empty()) {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    pattern.contains('…') || line.trim_end() == pattern.trim_end()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_tour_of_the_readme_runs_as_it_says() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let program = program().expect("the program is built");
    let readme = std::fs::read_to_string(root().join("README.md")).expect("the README can be read");
    let steps = steps(&readme);
    assert!(steps.len() >= 15, "the tour has only {} commands", steps.len());
    for step in steps {
        let arguments = step.command.strip_prefix("licledger ").expect("the tour runs licledger alone");
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!("\"$LICLEDGER_PROGRAM\" {arguments}"))
            .env("LICLEDGER_PROGRAM", program)
            .env("LICLEDGER", folder.path().join("tour.licledger"))
            .env("LICLEDGER_STATE", folder.path().join("state"))
            .env("LICLEDGER_NOW", "2026-11-24T10:00:00Z")
            .current_dir(root())
            .output()
            .expect("the program can be started");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let fails = step.expected.iter().any(|line| line.starts_with("error["));
        // `due` says by exit code 1 that something ends soon.
        let told = arguments.starts_with("due ") && output.status.code() == Some(1);
        assert_eq!(output.status.success() || told, !fails, "$ {}\n{said}", step.command);
        let lines: Vec<String> = said.lines().map(words).collect();
        let mut from = 0;
        for pattern in &step.expected {
            let hit = lines[from..].iter().position(|line| fits(&words(pattern), line));
            let at = hit.unwrap_or_else(|| panic!("$ {}\nmisses: {pattern}\nin:\n{said}", step.command));
            from += at + 1;
        }
    }
}
