//! The house: imports only go down, the core is free of clock, ids, environment and printing, SQL stays in its room,
//! every file says what it is for and is reached, and the top level holds nothing else.
//!
//! Absent by design: taste. Sizes and names are read, not tested.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each room of the core and the rooms that it may import from.
const FLOORS: [(&str, &[&str]); 10] = [
    ("vocabulary", &[]),
    ("catalogue", &["vocabulary"]),
    ("event", &["vocabulary"]),
    ("tree", &["vocabulary"]),
    ("book", &["vocabulary", "event"]),
    ("rule", &["vocabulary", "catalogue", "event", "book"]),
    ("decide", &["vocabulary", "catalogue", "event", "book", "rule"]),
    ("question", &["vocabulary", "catalogue", "event", "book", "rule", "tree"]),
    ("store", &["vocabulary", "event", "tree"]),
    ("ledger", &["vocabulary", "catalogue", "event", "tree", "book", "rule", "decide", "question", "store"]),
];

const TOP_LEVEL: [&str; 8] =
    ["CHANGELOG.md", "Cargo.lock", "Cargo.toml", "LICENSE", "README.md", "ledger-cli", "ledger-core", "schemas"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the project can be read") {
            let path = entry.expect("an entry of a folder can be read").path();
            if path.is_dir() && !path.ends_with("target") {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The text without its comments: what is said there is no import.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file can be read");
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn core_rooms() -> BTreeMap<String, Vec<PathBuf>> {
    let source = root().join("ledger-core/src");
    let mut rooms: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in rust_files(&source) {
        let inside = path.strip_prefix(&source).expect("the file lies in the core");
        let room = inside.iter().next().map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
        rooms.entry(room.trim_end_matches(".rs").to_owned()).or_default().push(path);
    }
    rooms
}

/// Names that follow `crate::` in a text, also inside braces (`crate::{a, b}` is not used in this house).
fn imports(text: &str) -> BTreeSet<String> {
    let after = text.split("crate::").skip(1);
    after.map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()).collect()
}

fn complain(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn imports_of_the_core_only_go_down() {
    let rooms = core_rooms();
    let known: BTreeSet<&str> = FLOORS.iter().map(|(room, _)| *room).collect();
    let mut faults = Vec::new();
    for (room, files) in rooms.iter().filter(|(room, _)| *room != "lib") {
        let Some((_, allowed)) = FLOORS.iter().find(|(name, _)| name == room) else {
            faults.push(format!("the room {room} stands on no floor: give it one in FLOORS"));
            continue;
        };
        for file in files {
            let up = imports(&code(file)).into_iter().filter(|name| known.contains(name.as_str()));
            let up = up.filter(|name| name != room && !allowed.contains(&name.as_str()));
            faults.extend(up.map(|name| format!("{} imports {name}, which lies above {room}", file.display())));
        }
    }
    complain(faults);
}

#[test]
fn the_core_is_told_the_time_the_ids_and_the_actor() {
    let banned = [
        "::now(",
        "new_v4",
        "new_v7",
        "std::env",
        "env::var",
        "println!",
        "eprintln!",
        "std::net",
        "SystemTime",
        "Instant",
    ];
    let mut faults = Vec::new();
    for (room, files) in core_rooms() {
        for file in files {
            let text = code(&file);
            let hits = banned.iter().filter(|word| text.contains(**word));
            faults.extend(hits.map(|word| format!("{} uses {word}", file.display())));
            let outside = ["std::fs", "std::process"].iter().filter(|word| room != "store" && text.contains(**word));
            faults.extend(outside.map(|word| format!("{} uses {word}, which only the store may", file.display())));
        }
    }
    complain(faults);
}

#[test]
fn sql_stays_in_the_sqlite_store() {
    let mut faults = Vec::new();
    for folder in ["ledger-core/src", "ledger-cli/src"] {
        for file in rust_files(&root().join(folder)) {
            let text = code(&file);
            let inside = file.components().any(|part| part.as_os_str() == "sqlite");
            if !inside && (text.contains("rusqlite") || text.contains("SELECT ") || text.contains("PRAGMA")) {
                faults.push(format!("{} speaks SQL", file.display()));
            }
        }
    }
    complain(faults);
}

/// A comparison by keys is total because the order of its keys is; two files hold orders of their own, which `orders`
/// tries over random values.
#[test]
fn every_comparison_is_a_key() {
    let banned = [".sort_by(", ".sort_unstable_by(", ".max_by(", ".min_by(", ".is_sorted_by(", "impl Ord for"];
    let tried = ["ledger-core/src/vocabulary/names.rs", "ledger-core/src/vocabulary/licence.rs"];
    let mut faults = Vec::new();
    for folder in ["ledger-core", "ledger-cli", "replay-tests"] {
        for file in rust_files(&root().join(folder)) {
            // This file holds the words that it looks for.
            if tried.iter().any(|path| file.ends_with(path)) || file.ends_with("replay-tests/tests/house.rs") {
                continue;
            }
            let text = code(&file);
            let hits = banned.iter().filter(|word| text.contains(**word));
            faults.extend(hits.map(|word| format!("{} compares with {word}: sort by a key", file.display())));
        }
    }
    complain(faults);
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut faults = Vec::new();
    for folder in ["ledger-core", "ledger-cli", "replay-tests"] {
        for file in rust_files(&root().join(folder)) {
            let text = fs::read_to_string(&file).expect("a source file can be read");
            if !text.starts_with("//!") {
                faults.push(format!("{} does not begin with what it is for (//!)", file.display()));
            }
        }
    }
    complain(faults);
}

#[test]
fn every_source_file_is_reached() {
    let mut faults = Vec::new();
    for folder in ["ledger-core/src", "ledger-cli/src", "replay-tests/src"] {
        for file in rust_files(&root().join(folder)) {
            let stem = file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            let folder = file.parent().expect("a file lies in a folder");
            let (name, home) = if stem == "mod" {
                let name = folder.file_name().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
                (name, folder.parent().expect("a room lies in a folder"))
            } else {
                (stem, folder)
            };
            // A library of its own in the shell, so that tests read the words that people read.
            let is_library = name == "words" && home.ends_with("ledger-cli/src");
            if matches!(name.as_str(), "lib" | "main") || is_library {
                continue;
            }
            let declares = |path: PathBuf| {
                fs::read_to_string(path).is_ok_and(|text| {
                    text.lines().any(|line| line.trim().trim_end_matches(';').ends_with(&format!("mod {name}")))
                })
            };
            let beside = home.with_extension("rs");
            let homes = [home.join("mod.rs"), home.join("lib.rs"), home.join("main.rs"), beside];
            if !homes.into_iter().any(declares) {
                faults.push(format!("{} is declared nowhere", file.display()));
            }
        }
    }
    complain(faults);
}

#[test]
fn the_top_level_holds_nothing_else() {
    let mut names: Vec<String> = fs::read_dir(root())
        .expect("the project's folder can be read")
        .filter_map(|entry| entry.ok().map(|entry| entry.file_name().to_string_lossy().into_owned()))
        .filter(|name| !name.starts_with('.') && name != "target" && name != "replay-tests")
        .collect();
    names.sort();
    let extra: Vec<String> = names.iter().filter(|name| !TOP_LEVEL.contains(&name.as_str())).cloned().collect();
    complain(extra);
    let missing = TOP_LEVEL.iter().filter(|name| !names.iter().any(|there| there == *name));
    complain(missing.map(|name| format!("{name} is missing at the top level")).collect());
}
