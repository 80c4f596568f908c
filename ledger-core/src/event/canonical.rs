//! The one text that a payload can have: canonical JSON in a narrow profile.
//!
//! Keys are ASCII snake_case and sorted, there are no insignificant blanks, no floats, no null and no integer beyond
//! 2^53 - 1, so that every right RFC 8785 writer gives the same bytes. Reading checks the bytes; nothing is ever
//! serialised again in order to be verified. Absent by design: the shapes of payloads.

use serde_json::Value;
use std::fmt;

/// The largest integer that every JSON reader keeps exactly.
const MAX_INTEGER: u64 = (1 << 53) - 1;

/// Writes a value in canonical form; an absent optional field (null) is left out.
///
/// # Errors
/// Fails for a value that the profile cannot hold, such as a float.
pub fn write(value: Value) -> Result<String, NotCanonical> {
    let text = serde_json_canonicalizer::to_string(&without_null(value)).map_err(|_| NotCanonical { at: 0 })?;
    check(&text).map(|()| text)
}

fn without_null(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            Value::Object(map.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_null(v))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_null).collect()),
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    }
}

/// Bytes that are not their own canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotCanonical {
    /// Byte at which they first differ from it.
    pub at: usize,
}

impl fmt::Display for NotCanonical {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the text is not canonical JSON of the ledger's profile (byte {})", self.at)
    }
}

impl std::error::Error for NotCanonical {}

/// Checks that the text is an object in its canonical form.
///
/// # Errors
/// Names the first byte that a canonical writer would not have written.
pub fn check(text: &str) -> Result<(), NotCanonical> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    let fine = scanner.peek() == Some(b'{') && scanner.value(0).is_some() && scanner.at == text.len();
    if fine { Ok(()) } else { Err(NotCanonical { at: scanner.at }) }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        (self.peek()? == wanted).then(|| self.at += 1)
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.bytes[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.peek()? {
            _ if depth > 16 => None,
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' => self.string(),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            _ => self.integer(),
        }
    }

    fn object(&mut self, depth: u32) -> Option<()> {
        self.take(b'{')?;
        let mut last: Option<(usize, usize)> = None;
        while self.peek()? != b'}' {
            if last.is_some() {
                self.take(b',')?;
            }
            let key = self.key()?;
            if last.is_some_and(|(from, to)| self.bytes[from..to] >= self.bytes[key.0..key.1]) {
                return None;
            }
            last = Some(key);
            self.take(b':')?;
            self.value(depth + 1)?;
        }
        self.take(b'}')
    }

    fn key(&mut self) -> Option<(usize, usize)> {
        self.take(b'"')?;
        let from = self.at;
        while matches!(self.peek()?, b'a'..=b'z' | b'0'..=b'9' | b'_') {
            self.at += 1;
        }
        let to = self.at;
        self.take(b'"')?;
        (to > from).then_some((from, to))
    }

    fn array(&mut self, depth: u32) -> Option<()> {
        self.take(b'[')?;
        let mut first = true;
        while self.peek()? != b']' {
            if !first {
                self.take(b',')?;
            }
            first = false;
            self.value(depth + 1)?;
        }
        self.take(b']')
    }

    fn string(&mut self) -> Option<()> {
        self.take(b'"')?;
        loop {
            match self.peek()? {
                b'"' => break self.take(b'"'),
                b'\\' => self.escape()?,
                0..=0x1f => return None,
                _ => self.at += 1,
            }
        }
    }

    /// Only what must be escaped is, and in its shortest form.
    fn escape(&mut self) -> Option<()> {
        self.take(b'\\')?;
        if matches!(self.peek()?, b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r') {
            self.at += 1;
            return Some(());
        }
        self.word(b"u00")?;
        let high = self.peek()?;
        let low = *self.bytes.get(self.at + 1)?;
        let has_short_form = high == b'0' && matches!(low, b'8' | b'9' | b'a' | b'c' | b'd');
        let is_control = matches!(high, b'0' | b'1') && matches!(low, b'0'..=b'9' | b'a'..=b'f');
        (is_control && !has_short_form).then(|| self.at += 2)
    }

    fn integer(&mut self) -> Option<()> {
        let from = self.at;
        let negative = self.take(b'-').is_some();
        let digits_from = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        let digits = &self.bytes[digits_from..self.at];
        let plain = match digits {
            [] => false,
            [b'0'] => !negative,
            [b'0', ..] => false,
            _ => true,
        };
        let number = std::str::from_utf8(digits).ok()?.parse::<u64>().ok().filter(|n| *n <= MAX_INTEGER);
        if plain && number.is_some() {
            return Some(());
        }
        self.at = from;
        None
    }
}
