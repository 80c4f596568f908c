//! Words: every sentence has its words, and all words are said. Keys and values are read off the sources.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Values = BTreeSet<String>;

/// The sources outside of tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// Every source with its code: no tests and no comments.
fn code() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = ["ledger-core/src", "ledger-cli/src"].map(|folder| sources(&root.join(folder)));
    let read = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).expect("sources are text");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<_>>().join("\n");
        (file, code)
    };
    files.into_iter().flatten().map(read).collect()
}

/// Keys that the sources say, each with its values and the file that says it.
fn said() -> Vec<(String, Values, PathBuf)> {
    let mut said = Vec::new();
    for (file, code) in code() {
        // Each call up to its end, also where another one stands inside of it.
        for call in code.match_indices("say!(").map(|(at, begins)| &code[at + begins.len()..]) {
            let Some((key, rest)) = call.trim_start().strip_prefix('"').and_then(|call| call.split_once('"')) else {
                continue;
            };
            said.push((key.to_owned(), names(rest), file.clone()));
        }
    }
    said
}

/// Words of a column, and of its report only where it has words of its own, come after this.
const HEADING: &str = "heading-";

/// Keys of the columns that people see.
fn columns() -> Values {
    let mut keys = Values::new();
    for (_, code) in code() {
        for made in ["Column::left(\"", "Column::right(\"", "figure(\""] {
            let keys_of = code.split(made).skip(1).filter_map(|rest| rest.split_once('"'));
            keys.extend(keys_of.map(|(key, _)| key.to_owned()));
        }
    }
    keys.insert("pinned".to_owned());
    keys
}

#[test]
fn every_column_has_a_heading_and_every_heading_a_column() {
    let (columns, written) = (columns(), written());
    let headings: Values = written.keys().filter_map(|key| key.strip_prefix(HEADING).map(str::to_owned)).collect();
    let is_of = |heading: &str, key: &str| heading == key || heading.ends_with(&format!("-{key}"));
    let bare = columns.iter().filter(|key| !headings.iter().any(|heading| is_of(heading, key)));
    let idle = headings.iter().filter(|heading| !columns.iter().any(|key| is_of(heading, key)));
    assert_eq!(bare.collect::<Vec<_>>(), Vec::<&String>::new(), "columns without a heading");
    assert_eq!(idle.collect::<Vec<_>>(), Vec::<&String>::new(), "headings without a column");
}

/// The names before `=` at the first depth of a call, up to its end.
fn names(call: &str) -> Values {
    let (mut depth, mut in_text, mut word) = (0_usize, false, String::new());
    let mut found = Values::new();
    let mut characters = call.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if in_text => drop(characters.next()),
            '"' => in_text = !in_text,
            _ if in_text => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => word.clear(),
            '=' if depth == 0 && characters.peek() != Some(&'=') && !word.trim().is_empty() => {
                let name = word.trim();
                if name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                    found.insert(name.to_owned());
                }
                word.push('=');
            }
            _ if depth == 0 => word.push(character),
            _ => {}
        }
    }
    found
}

/// Keys that have words, each with the values that its words name.
fn written() -> BTreeMap<String, Values> {
    let resource = fluent_syntax::parser::parse(words::ENGLISH).expect("the words are Fluent");
    let mut written = BTreeMap::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            let mut values = Values::new();
            message.value.iter().for_each(|pattern| of_pattern(pattern, &mut values));
            let before = written.insert(message.id.name.to_owned(), values);
            assert!(before.is_none(), "{} has words twice", message.id.name);
        }
    }
    written
}

fn of_pattern(pattern: &Pattern<&str>, values: &mut Values) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression } => of_expression(expression, values),
        }
    }
}

fn of_expression(expression: &Expression<&str>, values: &mut Values) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, values),
        Expression::Select { selector, variants } => {
            of_inline(selector, values);
            variants.iter().for_each(|variant| of_pattern(&variant.value, values));
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, values: &mut Values) {
    match inline {
        InlineExpression::VariableReference { id } => drop(values.insert(id.name.to_owned())),
        InlineExpression::Placeable { expression } => of_expression(expression, values),
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        other => panic!("the words use nothing but values: {other:?}"),
    }
}

#[test]
fn every_sentence_has_words_and_every_words_are_said() {
    let (said, written) = (said(), written());
    assert!(!said.is_empty() && !written.is_empty());
    let mut faults = Vec::new();
    for (key, values, file) in &said {
        match written.get(key) {
            None => faults.push(format!("{key} has no words ({})", file.display())),
            Some(named) if named != values => {
                faults.push(format!("{key}: {} gives {values:?}, its words name {named:?}", file.display()));
            }
            Some(_) => {}
        }
    }
    let keys: BTreeSet<&str> = said.iter().map(|(key, _, _)| key.as_str()).chain(["as-written"]).collect();
    let sentences = written.keys().filter(|key| !key.starts_with(HEADING));
    faults.extend(sentences.filter(|key| !keys.contains(key.as_str())).map(|key| format!("{key} is never said")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
