//! Which files import which, and where they do so in a circle.
//!
//! A path is followed to the longest module that it begins with. A file and those above it in its own folder are one thing to a
//! reader, so that such imports are left out. Absent by design: names that a file takes from another's re-exports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Circles that are still there, each with the files of its source folder.
pub(crate) const KNOWN_CIRCLES: [&str; 1] = ["catalogue::document catalogue::rulebook catalogue::rulebook_file"];

type Module = Vec<String>;
type Imports = BTreeMap<Module, BTreeSet<Module>>;

/// Every circle of a library or program, as the names of its files.
pub(crate) fn circles_in(source: &str) -> Vec<String> {
    let imports = imports_of(&super::root().join(source));
    let reached: BTreeMap<&Module, BTreeSet<Module>> = imports.keys().map(|m| (m, reach(&imports, m))).collect();
    let mut circles = BTreeSet::new();
    for (module, beyond) in &reached {
        if beyond.contains(*module) {
            let mutual = |other: &&Module| reached.get(other).is_some_and(|back| back.contains(*module));
            let circle: Vec<String> = beyond.iter().filter(mutual).map(|module| module.join("::")).collect();
            circles.insert(circle.join(" "));
        }
    }
    circles.into_iter().collect()
}

/// What can be reached from a file by way of imports.
fn reach(imports: &Imports, from: &Module) -> BTreeSet<Module> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(module) = open.pop() {
        for next in imports.get(module).into_iter().flatten() {
            if reached.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    reached
}

fn imports_of(source: &Path) -> Imports {
    let files: BTreeMap<Module, String> =
        super::rust_files(source).iter().map(|file| (module_of(source, file), super::code(file))).collect();
    let known = |path: &[String]| (0..=path.len()).rev().map(|n| path[..n].to_vec()).find(|m| files.contains_key(m));
    let mut imports = Imports::new();
    for (module, text) in &files {
        let named = paths_in(text).into_iter().filter_map(|path| known(&absolute(module, &path)));
        let apart = |other: &Module| !module.starts_with(other) && !other.starts_with(module);
        imports.insert(module.clone(), named.filter(apart).collect());
    }
    imports
}

/// `["store", "sqlite", "open"]` of `store/sqlite/open.rs`; a folder's own file stands for the folder.
fn module_of(source: &Path, file: &Path) -> Module {
    let inside = file.strip_prefix(source).expect("the file lies in there").with_extension("");
    let mut parts: Module = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
        parts.pop();
    }
    parts
}

/// The path from the top, of one that may begin with `crate`, `super` or `self`.
fn absolute(module: &Module, path: &[String]) -> Module {
    let mut at = module.clone();
    for part in path {
        match part.as_str() {
            "crate" => at.clear(),
            "super" => drop(at.pop()),
            "self" => {}
            name => at.push(name.to_owned()),
        }
    }
    at
}

/// Every path in a text that begins with `crate`, `super` or `self`, with its braces multiplied out.
fn paths_in(text: &str) -> Vec<Vec<String>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for begin in ["crate::", "super::", "self::"] {
        for (at, _) in text.match_indices(begin) {
            if !text[..at].ends_with(|c: char| is_part(c) || c == ':') {
                found.extend(multiplied(&text[at..]));
            }
        }
    }
    found
}

/// The paths of `a::{b, c::d}` and whatever comes after: `a::b` and `a::c::d`.
fn multiplied(text: &str) -> Vec<Vec<String>> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    let (head, rest) = text.split_at(end);
    let head: Vec<String> = head.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let Some(inside) = rest.strip_prefix('{').filter(|_| text[..end].ends_with("::")) else { return vec![head] };
    let mut paths = Vec::new();
    let (mut depth, mut from) = (0_u32, 0);
    for (at, c) in inside.char_indices() {
        let ends = depth == 0 && matches!(c, ',' | '}');
        if ends {
            let tails = multiplied(inside[from..at].trim());
            paths.extend(tails.into_iter().map(|tail| head.iter().cloned().chain(tail).collect()));
            from = at + 1;
        }
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            _ => {}
        }
    }
    paths
}

#[test]
fn paths_are_multiplied_out_and_followed() {
    let text = "use super::{one, two::{Three, four}}; use crate::book::Book; fn f(x: super::super::X) {}";
    let mut paths: Vec<String> = paths_in(text).iter().map(|path| path.join("::")).collect();
    paths.sort();
    let expected = ["crate::book::Book", "super::one", "super::super::X", "super::two::Three", "super::two::four"];
    assert_eq!(paths, expected);
    let here: Module = ["store".to_owned(), "memory".to_owned()].to_vec();
    let path = ["super".to_owned(), "batch".to_owned(), "place".to_owned()];
    assert_eq!(absolute(&here, &path).join("::"), "store::batch::place");
}
