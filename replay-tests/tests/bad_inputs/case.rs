//! A case as its file tells it: what is prepared, what is run, and how it must end.
//!
//! One line, one statement: a word, then its text. Absent by design: doing any of it.

/// One bad input.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// The group, which is the file's name up to the first hyphen.
    pub group: String,
    /// The file, without its ending.
    pub file: String,
    /// A title, unique in its file.
    pub name: String,
    /// Commands that succeed before it.
    pub before: Vec<String>,
    /// What is done to the world before it.
    pub with: Vec<String>,
    /// Variables of the environment.
    pub env: Vec<(String, String)>,
    /// Pieces of the input file; rows end with a line end.
    pub input: Vec<String>,
    /// Encoding of the input file, where it is not UTF-8.
    pub encoding: Option<String>,
    /// The command line.
    pub run: String,
    /// Exit code.
    pub exit: i32,
    /// Code of the error; absent where a report says it.
    pub code: Option<String>,
    /// Rules of findings in the report.
    pub findings: Vec<String>,
    /// Places in the input with the code of the fault there.
    pub places: Vec<Place>,
    /// Texts that the message holds.
    pub says: Vec<String>,
    /// Texts that the next step holds.
    pub next: Vec<String>,
}

/// Where in an input something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Physical line, from 1.
    pub line: u64,
    /// Number of the cell, from 1; absent where the row as a whole is meant.
    pub column: Option<u64>,
    /// Code of the fault.
    pub code: String,
}

/// Reads every case of a file.
///
/// # Errors
/// Says which line is not understood, or which case is not whole.
pub fn cases(file: &str, text: &str) -> Result<Vec<Case>, String> {
    let group = file.split('-').next().unwrap_or(file).to_owned();
    let fresh = |name: &str| Case {
        group: group.clone(),
        file: file.to_owned(),
        name: name.to_owned(),
        exit: -1,
        ..Case::default()
    };
    let mut defaults = fresh("");
    let mut heading = None;
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let at = |what: &str| format!("{file}:{number}: {what}: {line}");
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match (word, cases.last_mut()) {
            ("" | "#", _) => {}
            ("heading", _) => heading = Some(rest.to_owned()),
            ("case", _) => cases.push(Case { name: rest.to_owned(), ..defaults.clone() }),
            (_, None) => state(&mut defaults, word, rest, None).map_err(|what| at(&what))?,
            (_, Some(case)) => state(case, word, rest, heading.as_ref()).map_err(|what| at(&what))?,
        }
    }
    match cases.iter().find(|case| case.run.is_empty() || case.exit < 1) {
        Some(case) => Err(format!("{file}: case {:?} does not say what is run and how it ends", case.name)),
        None => Ok(cases),
    }
}

fn state(case: &mut Case, word: &str, rest: &str, heading: Option<&String>) -> Result<(), String> {
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
            if let (true, Some(heading)) = (case.input.is_empty(), heading) {
                case.input.push(format!("{heading}\\n"));
            }
            case.input.push(format!("{text}\\n"));
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
