//! A case as its file tells it: what is prepared, what is run, and how it must end.
//!
//! One line, one statement: a word, then its text. `case` begins one; what stands before the first holds for all.
//! Preparing: `before COMMAND`, `with DAMAGE`, `env NAME=VALUE`; the input by `file TEXT` (pieces of it), `encoding`,
//! or by `heading`, `row`, and `cells ACT | COLUMN=VALUE`, the good row of an `act` but for some cells. Running: `run`.
//! Ending: `exit NUMBER CODE`, `finding RULE`, `at LINE[:COLUMN] CODE`, `says` in the message, `next` in the next step.
//! Absent by design: doing any of it.

use std::collections::BTreeMap;

/// One bad input.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    /// The group, which is the file's name up to the first hyphen.
    pub(crate) group: String,
    /// The file, without its ending.
    pub(crate) file: String,
    /// A title, unique in its file.
    pub(crate) name: String,
    /// Commands that succeed before it.
    pub(crate) before: Vec<String>,
    /// What is done to the world before it.
    pub(crate) with: Vec<String>,
    /// Variables of the environment.
    pub(crate) env: Vec<(String, String)>,
    /// Pieces of the input file; rows end with a line end.
    pub(crate) input: Vec<String>,
    /// Encoding of the input file, where it is not UTF-8.
    pub(crate) encoding: Option<String>,
    /// The command line.
    pub(crate) run: String,
    /// Exit code.
    pub(crate) exit: i32,
    /// Code of the error; absent where a report says it.
    pub(crate) code: Option<String>,
    /// Rules of findings in the report.
    pub(crate) findings: Vec<String>,
    /// Places in the input with the code of the fault there.
    pub(crate) places: Vec<Place>,
    /// Texts that the message holds.
    pub(crate) says: Vec<String>,
    /// Texts that the next step holds.
    pub(crate) next: Vec<String>,
}

impl Case {
    /// Whether the program waits for a lock.
    pub(crate) fn waits(&self) -> bool {
        self.with.iter().any(|what| what.starts_with("lock "))
    }

    /// An input with rows begins with the heading.
    fn begin(&mut self, rows: &Rows) {
        if let (true, Some(heading)) = (self.input.is_empty(), &rows.heading) {
            self.input.push(format!("{heading}\\n"));
        }
    }
}

/// Where in an input something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// Physical line, from 1.
    pub(crate) line: u64,
    /// Number of the cell, from 1; absent where the row as a whole is meant.
    pub(crate) column: Option<u64>,
    /// Code of the fault.
    pub(crate) code: String,
}

/// What lines of a file share: the heading of its rows, and a good row of each act.
#[derive(Default)]
struct Rows {
    heading: Option<String>,
    acts: BTreeMap<String, String>,
}

impl Rows {
    /// A row from cells told by their headings, `bind | Anzahl=0`: what the act's good row says, but for those named.
    fn row(&self, told: &str) -> Result<String, String> {
        let (act, changes) = told.split_once(" | ").unwrap_or((told, ""));
        let good = self.acts.get(act).ok_or_else(|| format!("there is no act {act}"))?;
        let mut cells = BTreeMap::new();
        for cell in good.split(" | ").chain(changes.split(" | ").filter(|cell| !cell.is_empty())) {
            let (name, value) = cell.split_once('=').ok_or_else(|| format!("{cell} is no cell"))?;
            cells.insert(name, value);
        }
        let heading = self.heading.as_deref().unwrap_or_default();
        let row: Vec<&str> = heading.split(';').map(|name| cells.remove(name).unwrap_or_default()).collect();
        match cells.keys().next() {
            Some(name) => Err(format!("no column is called {name}")),
            None => Ok(row.join(";")),
        }
    }
}

/// Reads every case of a file.
///
/// # Errors
/// Says which line is not understood, or which case is not whole.
pub(crate) fn cases(file: &str, text: &str) -> Result<Vec<Case>, String> {
    let group = file.split('-').next().unwrap_or(file).to_owned();
    let fresh = |name: &str| Case {
        group: group.clone(),
        file: file.to_owned(),
        name: name.to_owned(),
        exit: -1,
        ..Case::default()
    };
    let mut defaults = fresh("");
    let mut rows = Rows::default();
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let at = |what: &str| format!("{file}:{number}: {what}: {line}");
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match (word, cases.last_mut()) {
            ("" | "#", _) => {}
            ("heading", _) => rows.heading = Some(rest.to_owned()),
            ("act", _) => {
                let (act, cells) = rest.split_once(' ').ok_or_else(|| at("an act has no cells"))?;
                rows.acts.insert(act.to_owned(), cells.to_owned());
            }
            ("case", _) => cases.push(Case { name: rest.to_owned(), ..defaults.clone() }),
            (_, None) => state(&mut defaults, word, rest, &rows).map_err(|what| at(&what))?,
            (_, Some(case)) => state(case, word, rest, &rows).map_err(|what| at(&what))?,
        }
    }
    match cases.iter().find(|case| case.run.is_empty() || case.exit < 1) {
        Some(case) => Err(format!("{file}: case {:?} does not say what is run and how it ends", case.name)),
        None => Ok(cases),
    }
}

fn state(case: &mut Case, word: &str, rest: &str, rows: &Rows) -> Result<(), String> {
    let text = rest.trim_start().to_owned();
    match word {
        "before" => case.before.push(text),
        "with" => case.with.push(text),
        "env" => {
            let (name, value) = text.split_once('=').ok_or("a variable has no =")?;
            case.env.push((name.to_owned(), value.to_owned()));
        }
        "file" => case.input.push(text),
        "row" => {
            case.begin(rows);
            case.input.push(format!("{text}\\n"));
        }
        "cells" => {
            case.begin(rows);
            case.input.push(format!("{}\\n", rows.row(&text)?));
        }
        "encoding" => case.encoding = Some(text),
        "run" => case.run = text,
        "exit" => {
            let (exit, code) = text.split_once(' ').unwrap_or((&text, ""));
            case.exit = exit.parse().map_err(|_| "an exit code is a number".to_owned())?;
            case.code = (!code.is_empty()).then(|| code.to_owned());
        }
        "finding" => case.findings.push(text),
        "at" => case.places.push(place(&text).ok_or("a place is LINE[:COLUMN] CODE")?),
        "says" => case.says.push(text),
        "next" => case.next.push(text),
        _ => return Err("this word is not known".to_owned()),
    }
    Ok(())
}

fn place(text: &str) -> Option<Place> {
    let (place, code) = text.split_once(' ')?;
    let (line, column) = match place.split_once(':') {
        Some((line, column)) => (line, Some(column.parse().ok()?)),
        None => (place, None),
    };
    Some(Place { line: line.parse().ok()?, column, code: code.to_owned() })
}
