//! The house: imports only go down, the core is free of clock, ids, environment and printing, SQL stays in its room,
//! every file says what it is for and is reached, and the top level holds nothing else.
//!
//! Absent by design: taste. Sizes and names are read, not tested.

#[path = "house/files.rs"]
mod files;

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

/// Each room of the shell, a file or a folder, and those that it may import from; `main` stands above them all.
const SHELL: [(&str, &[&str]); 18] = [
    ("args", &[]),
    ("print", &[]),
    ("read", &[]),
    ("render", &[]),
    ("style", &[]),
    ("user", &[]),
    ("words", &[]),
    ("pinned", &["render"]),
    ("fault", &["render", "style"]),
    ("kept", &["fault"]),
    // Its tests know the arguments.
    ("usage", &["args", "fault"]),
    ("edge", &["args", "fault"]),
    ("context", &["args", "edge", "fault", "pinned", "style", "user"]),
    ("intake", &["read"]),
    ("open", &["context", "fault", "kept", "pinned", "print", "render"]),
    ("receipt", &["context", "print", "render", "style"]),
    ("confirm", &["args", "context", "edge", "fault", "print", "render"]),
    (
        "commands",
        &[
            "args", "confirm", "context", "edge", "fault", "intake", "kept", "open", "pinned", "print", "read",
            "receipt", "render", "style",
        ],
    ),
];

const TOP_LEVEL: [&str; 10] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "deny.toml",
    "ledger-cli",
    "ledger-core",
    "rust-toolchain.toml",
    "schemas",
];

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

/// The files of each room, a file or a folder, of one program or library.
fn rooms_of(source: &str) -> BTreeMap<String, Vec<PathBuf>> {
    let source = root().join(source);
    let mut rooms: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in rust_files(&source) {
        let inside = path.strip_prefix(&source).expect("the file lies in there");
        let room = inside.iter().next().map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
        rooms.entry(room.trim_end_matches(".rs").to_owned()).or_default().push(path);
    }
    rooms
}

/// Names that follow `crate::` in a text, also inside braces.
fn imports(text: &str) -> BTreeSet<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let after = text.split("crate::").skip(1);
    after
        .flat_map(|rest| match rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            Some((inside, _)) => inside.split(',').map(|one| name(one.trim())).collect(),
            None => vec![name(rest)],
        })
        .collect()
}

fn complain(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn climbs(source: &str, floors: &[(&str, &[&str])]) -> Vec<String> {
    let known: BTreeSet<&str> = floors.iter().map(|(room, _)| *room).collect();
    let mut faults = Vec::new();
    for (room, files) in rooms_of(source).iter().filter(|(room, _)| !matches!(room.as_str(), "lib" | "main")) {
        let Some((_, allowed)) = floors.iter().find(|(name, _)| name == room) else {
            faults.push(format!("the room {room} of {source} stands on no floor: give it one"));
            continue;
        };
        for file in files {
            let up = imports(&code(file)).into_iter().filter(|name| known.contains(name.as_str()));
            let up = up.filter(|name| name != room && !allowed.contains(&name.as_str()));
            faults.extend(up.map(|name| format!("{} imports {name}, which lies above {room}", file.display())));
        }
    }
    faults
}

#[test]
fn imports_of_the_core_only_go_down() {
    complain(climbs("ledger-core/src", &FLOORS));
}

#[test]
fn imports_of_the_shell_only_go_down() {
    complain(climbs("ledger-cli/src", &SHELL));
}

/// A floor that lies above itself would allow a circle of rooms.
#[test]
fn the_floors_are_floors() {
    for floors in [&FLOORS[..], &SHELL] {
        let place = |room: &str| floors.iter().position(|(name, _)| *name == room);
        for (room, allowed) in floors {
            let below = |other: &&str| place(other) < place(room) && place(other).is_some();
            assert!(allowed.iter().all(below), "{room} may import only what is listed before it");
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let circles: Vec<String> = ["ledger-core/src", "ledger-cli/src"].into_iter().flat_map(files::circles_in).collect();
    let known: BTreeSet<&str> = files::KNOWN_CIRCLES.into_iter().collect();
    let new = circles.iter().filter(|circle| !known.contains(circle.as_str()));
    complain(new.map(|circle| format!("these files import each other: {circle}")).collect());
    let gone = known.into_iter().filter(|circle| !circles.iter().any(|found| found == circle));
    complain(gone.map(|circle| format!("this circle is gone, take it off the list: {circle}")).collect());
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
    for (room, files) in rooms_of("ledger-core/src") {
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

/// Statements, and names of settings and of SQLite's own tables.
const SQL: [&str; 14] = [
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "DELETE FROM",
    "CREATE ",
    "BEGIN\"",
    "BEGIN IMMEDIATE",
    "BEGIN EXCLUSIVE",
    "COMMIT\"",
    "ROLLBACK\"",
    "PRAGMA",
    "page_count",
    "user_version\"",
    "sqlite_schema",
];

#[test]
fn sql_stands_in_one_file_of_the_sqlite_store() {
    let mut faults = Vec::new();
    for folder in ["ledger-core/src", "ledger-cli/src"] {
        for file in rust_files(&root().join(folder)) {
            let text = code(&file);
            let inside = file.components().any(|part| part.as_os_str() == "sqlite");
            if !inside && text.contains("rusqlite") {
                faults.push(format!("{} knows SQLite", file.display()));
            }
            if !file.ends_with("sqlite/sql.rs") {
                let said = SQL.iter().filter(|word| text.contains(&format!("\"{word}")));
                faults.extend(said.map(|word| format!("{} speaks SQL: {word}", file.display())));
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
