//! Rows that cannot be recorded, as a person and as a program is told.
//!
//! Absent by design: finding them, and exit codes.

use crate::fault::subject_of;
use crate::read::RowFault;
use crate::render::escape;
use ledger_core::ledger::ImportFault;
use serde_json::{Value, json};
use words::say;

/// Faults that are printed at most.
const SHOWN: usize = 100;
/// Characters of a row that are printed at most.
const ROW_SHOWN: usize = 110;

/// All faults of one file.
pub(super) struct Problems {
    /// The faults that are shown, in the order of their lines.
    pub(super) text: String,
    /// All of them.
    pub(super) rows: Vec<Value>,
    /// What is wrong in one line.
    pub(super) message: String,
}

impl Problems {
    /// What the reader found.
    pub(super) fn of_cells(file: &str, faults: &[RowFault]) -> Self {
        let rendered = faults.iter().take(SHOWN).map(|fault| fault.render(file)).collect();
        let value = |fault: &RowFault| {
            json!({
                "line": fault.line, "column": fault.column, "heading": fault.heading, "code": fault.code,
                "message": fault.message, "cell": fault.cell, "row": fault.row, "hint": fault.hint,
            })
        };
        Self::new(file, rendered, faults.iter().map(value).collect())
    }

    /// What the ledger cannot take.
    pub(super) fn of_rows(file: &str, mut faults: Vec<ImportFault>) -> Self {
        faults.sort_by_key(|fault| fault.line);
        let rendered = faults.iter().take(SHOWN).map(|fault| render(file, fault)).collect();
        let value = |fault: &ImportFault| {
            json!({
                "line": fault.line, "code": fault.refusal.code(), "subject": fault.refusal.subject(),
                "message": say(fault.refusal.message()), "row": fault.raw, "hint": say(fault.refusal.next()),
            })
        };
        Self::new(file, rendered, faults.iter().map(value).collect())
    }

    fn new(file: &str, rendered: Vec<String>, rows: Vec<Value>) -> Self {
        let total = rows.len();
        let mut text = rendered.join("\n");
        if total > rendered.len() {
            text.push_str(&format!("\n… and {} more, in later lines\n", total - rendered.len()));
        }
        let what = if total == 1 { "1 fault".to_owned() } else { format!("{total} faults") };
        let message = format!("{}: {what}, nothing was written", escape::terminal(file));
        Self { text, rows, message }
    }
}

/// The same four lines as for a cell, with the whole row marked.
fn render(file: &str, fault: &ImportFault) -> String {
    let refusal = &fault.refusal;
    let mut lines = fault.raw.lines();
    let row = cut(&escape::terminal(lines.next().unwrap_or_default()));
    let more = match lines.count() {
        0 => String::new(),
        n => format!(" (and {n} more of this key)"),
    };
    let subject = Some(subject_of(refusal)).filter(|subject| !subject.is_empty());
    let subject = subject.map(|subject| format!("{subject}: ")).unwrap_or_default();
    format!(
        "error[{}]: {}{} --> {}:{}\n  {row}{more}\n  {}\nhelp: {}\n",
        refusal.code(),
        escape::terminal(&subject),
        escape::terminal(&say(refusal.message())),
        escape::terminal(file),
        fault.line,
        "^".repeat(row.chars().count().max(1)),
        escape::terminal(&say(refusal.next())),
    )
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(ROW_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ledger_core::decide::{Refusal, Told};

    fn fault(line: u64, raw: &str) -> ImportFault {
        let refusal = Refusal::Missing(Told {
            subject: "00-90-33-00-00-01".to_owned(),
            message: "the ledger has no device 00-90-33-00-00-01".into(),
            next: "`licledger device add` brings one in".into(),
        });
        ImportFault { line, raw: raw.to_owned(), refusal }
    }

    #[test]
    fn a_row_is_shown_with_its_line_and_what_to_do() {
        let problems = Problems::of_rows("a.csv", vec![fault(9, "x"), fault(3, "b;\u{1b}[2J\nc")]);
        let expected = "error[NOT-FOUND]: the ledger has no device 00-90-33-00-00-01 --> a.csv:3\n  \
             b;\\u{1b}[2J (and 1 more of this key)\n  ^^^^^^^^^^^\nhelp: `licledger device add` brings one in\n\n";
        assert!(problems.text.starts_with(expected), "{}", problems.text);
        assert_eq!(problems.message, "a.csv: 2 faults, nothing was written");
        assert_eq!(problems.rows[0]["line"], 3);
    }

    #[test]
    fn many_are_counted_and_a_hundred_shown() {
        let problems = Problems::of_rows("a.csv", (1..=250).map(|line| fault(line, "x")).collect());
        assert_eq!(problems.text.matches("error[").count(), SHOWN);
        assert!(problems.text.ends_with("… and 150 more, in later lines\n"));
        assert_eq!(problems.rows.len(), 250);
    }
}
