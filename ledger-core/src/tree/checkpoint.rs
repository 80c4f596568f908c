//! Checkpoints: a head that somebody keeps outside the ledger, read from what it is kept in.
//!
//! Two forms: a signed note (C2SP tlog-checkpoint in C2SP signed-note) and any JSON report of this program, whose `head`
//! says the same. Absent by design: checking signatures, writing checkpoints, and whether the ledger is the one that is
//! meant.

use super::Head;
use crate::vocabulary::{Day, Hash};
use data_encoding::BASE64;
use serde::Deserialize;
use std::fmt;

/// Largest checkpoint that is looked at, in bytes: notes are some hundred bytes long, reports rarely longer than this.
pub const MOST_BYTES: usize = 1024 * 1024;
/// What a signature line begins with: an em dash and a blank.
const SIGNATURE: &str = "\u{2014} ";
/// A signature follows the first four bytes of its key's hash.
const KEY_ID: usize = 4;

/// A head and what it was found in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The head that was kept.
    pub head: Head,
    /// What it was kept in.
    pub kept_in: KeptIn,
}

/// What a head was kept in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptIn {
    /// A signed note.
    Note {
        /// The log that it speaks of, as its first line says.
        origin: String,
        /// Names of those who signed, unchecked.
        signers: Vec<String>,
    },
    /// A JSON report, which nobody signs.
    Report {
        /// The day that it speaks about, where it names one.
        as_of: Option<Day>,
    },
}

/// Why a text is no checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointFault {
    /// Line in question, from 1; absent where no line can be named.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl CheckpointFault {
    fn new(line: impl Into<Option<usize>>, message: impl Into<String>) -> Self {
        Self { line: line.into(), message: message.into() }
    }
}

impl fmt::Display for CheckpointFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl Checkpoint {
    /// Reads a signed note or a JSON report; its signatures are looked at in form alone.
    ///
    /// # Errors
    /// Says what is wrong, and in which line.
    pub fn parse(bytes: &[u8]) -> Result<Self, CheckpointFault> {
        if bytes.len() > MOST_BYTES {
            return Err(CheckpointFault::new(None, format!("it is longer than {MOST_BYTES} bytes")));
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Err(CheckpointFault::new(None, "it is no text in UTF-8"));
        };
        if text.trim_start().starts_with('{') { report(text) } else { note(text) }
    }
}

#[derive(Deserialize)]
struct Document {
    head: Kept,
    as_of: Option<String>,
}

#[derive(Deserialize)]
struct Kept {
    size: u64,
    root: String,
}

fn report(text: &str) -> Result<Checkpoint, CheckpointFault> {
    let document: Document = serde_json::from_str(text)
        .map_err(|error| CheckpointFault::new(error.line(), format!("no report with a head: {error}")))?;
    let root = Hash::parse(&document.head.root)
        .map_err(|_| CheckpointFault::new(None, "the root in its head is not 64 hex digits"))?;
    let as_of = document.as_of.as_deref().map(Day::parse).transpose();
    let as_of = as_of.map_err(|_| CheckpointFault::new(None, "its as_of is no date"))?;
    Ok(Checkpoint { head: Head { size: document.head.size, root }, kept_in: KeptIn::Report { as_of } })
}

/// A text that ends with a line break, a blank line, and one line for each signature.
fn note(text: &str) -> Result<Checkpoint, CheckpointFault> {
    if let Some(at) = text.lines().position(|line| line.chars().any(char::is_control)) {
        return Err(CheckpointFault::new(at + 1, "it holds a control character, which no signed note may"));
    }
    let Some((body, signatures)) = text.rsplit_once("\n\n") else {
        return Err(CheckpointFault::new(None, "it has no blank line before its signatures"));
    };
    let lines: Vec<&str> = body.split('\n').collect();
    let [origin, size, root, ..] = lines[..] else {
        return Err(CheckpointFault::new(None, "it lacks the three lines origin, size and root"));
    };
    if let Some(at) = lines.iter().position(|line| line.is_empty()) {
        return Err(CheckpointFault::new(at + 1, "it is empty, and only the line before the signatures may be"));
    }
    let head = Head { size: decimal(size)?, root: root_of(root)? };
    let signers = signers(signatures, lines.len() + 2)?;
    Ok(Checkpoint { head, kept_in: KeptIn::Note { origin: origin.to_owned(), signers } })
}

fn decimal(text: &str) -> Result<u64, CheckpointFault> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    let number = if plain { text.parse().ok() } else { None };
    number.ok_or_else(|| CheckpointFault::new(2, "the size is no decimal number without leading zeros"))
}

fn root_of(text: &str) -> Result<Hash, CheckpointFault> {
    let bytes = BASE64.decode(text.as_bytes()).ok();
    let root = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    root.map(Hash).ok_or_else(|| CheckpointFault::new(3, "the root is not 32 bytes in base64"))
}

fn signers(text: &str, first_line: usize) -> Result<Vec<String>, CheckpointFault> {
    let Some(lines) = text.strip_suffix('\n') else {
        return Err(CheckpointFault::new(None, "its last line has no end: it may have been cut"));
    };
    let signer = |(at, line): (usize, &str)| {
        signer(line).map(str::to_owned).ok_or_else(|| {
            let form = format!("a signature is `{SIGNATURE}NAME BASE64`, and this is none");
            CheckpointFault::new(first_line + at, form)
        })
    };
    lines.split('\n').enumerate().map(signer).collect()
}

fn signer(line: &str) -> Option<&str> {
    let (name, signature) = line.strip_prefix(SIGNATURE)?.split_once(' ')?;
    let fits = BASE64.decode(signature.as_bytes()).is_ok_and(|bytes| bytes.len() > KEY_ID);
    (!name.is_empty() && !name.contains('+') && fits).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8/Pz8=";

    fn note_of(head: &str) -> String {
        format!("{head}\n\n\u{2014} licences.example AAAAAAE=\n")
    }

    fn check(text: &str, says: &str) {
        let fault = Checkpoint::parse(text.as_bytes()).expect_err("it is no checkpoint");
        assert!(fault.to_string().contains(says), "{fault}\n{text}");
    }

    #[test]
    fn a_signed_note_says_size_and_root() {
        let text = note_of(&format!("licences.example/ledger\n57\n{ROOT}\nan extension"));
        let read = Checkpoint::parse(text.as_bytes()).expect("it is a checkpoint");
        assert_eq!(read.head, Head { size: 57, root: Hash([0x3f; 32]) });
        let signers = vec!["licences.example".to_owned()];
        assert_eq!(read.kept_in, KeptIn::Note { origin: "licences.example/ledger".to_owned(), signers });
    }

    #[test]
    fn a_report_says_it_in_its_head() {
        let text = format!(
            r#"{{"schema":"licledger.balance/1","head":{{"size":57,"root":"{}"}},"rows":[]}}"#,
            "3f".repeat(32)
        );
        let read = Checkpoint::parse(text.as_bytes()).expect("it is a report");
        assert_eq!(
            (read.head, read.kept_in),
            (Head { size: 57, root: Hash([0x3f; 32]) }, KeptIn::Report { as_of: None })
        );
        check(r#"{"rows":[]}"#, "no report with a head");
        check(r#"{"head":{"size":-1,"root":""}}"#, "no report with a head");
        check(r#"{"head":{"size":1,"root":"3f"}}"#, "64 hex digits");
        check(&"{\"a\":".repeat(100_000), "no report with a head");
    }

    #[test]
    fn what_is_no_note_is_told_with_its_line() {
        check("", "no blank line");
        check("origin\n57\n", "no blank line");
        check(&note_of("origin\n57"), "three lines");
        check(&note_of(&format!("\n57\n{ROOT}")), "line 1");
        check(&note_of(&format!("origin\n057\n{ROOT}")), "line 2");
        check(&note_of(&format!("origin\n99999999999999999999\n{ROOT}")), "line 2");
        check(&note_of("origin\n57\nPz8="), "line 3");
        check(&note_of(&format!("origin\n57\r\n{ROOT}")), "line 2");
        check(&format!("origin\n57\n{ROOT}\n\nsigned, somebody\n"), "line 5");
        check(&format!("origin\n57\n{ROOT}\n\n\u{2014} name AAAA\n"), "line 5");
        check(note_of(&format!("origin\n57\n{ROOT}")).trim_end(), "no end");
    }

    #[test]
    fn bytes_that_are_no_text_and_texts_without_end_are_refused() {
        let fault = Checkpoint::parse(&[0xff, 0xfe, 0]).expect_err("it is no text");
        assert!(fault.to_string().contains("UTF-8"));
        check("\u{0}\u{1}", "control character");
        check(&" ".repeat(MOST_BYTES + 1), "longer than");
    }
}
