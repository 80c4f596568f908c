//! Rows: stored events as the model reads them, header fields and plain JSON.
//!
//! Absent by design: the core's decoder and its facts.

use super::date::Date;
use ledger_core::event::seal::Sealed;
use serde_json::Value;

/// One stored event.
#[derive(Debug, Clone)]
pub struct Row {
    /// Place in the whole ledger.
    pub position: u64,
    /// The stream that it stands in, which names its project.
    pub stream: String,
    /// Its place in the stream.
    pub version: u64,
    /// Its id.
    pub event: String,
    /// Day from which it is true.
    pub effective: Date,
    /// Past-tense fact in kebab case.
    pub kind: String,
    /// The stored payload.
    pub payload: Value,
    /// Position at which this was said: its own, or that of the amendment that stands.
    pub recorded: u64,
    /// The payload that was recorded first, where an amendment stands.
    pub first: Option<Value>,
}

impl Row {
    /// Reads a stored event.
    ///
    /// # Errors
    /// Says what is missing: the payload, or a readable day.
    pub fn of(sealed: &Sealed) -> Result<Self, String> {
        let position = sealed.position.0;
        let text = sealed.payload.as_deref().ok_or_else(|| format!("event {position} has no payload"))?;
        Ok(Self {
            position,
            stream: sealed.header.stream.to_string(),
            version: sealed.header.version,
            event: sealed.header.event.to_string(),
            effective: Date::parse(&sealed.header.effective)?,
            kind: sealed.header.kind.clone(),
            payload: serde_json::from_str(text).map_err(|e| format!("payload of event {position}: {e}"))?,
            recorded: position,
            first: None,
        })
    }

    /// Whether it speaks of another event.
    pub fn is_correction(&self) -> bool {
        matches!(self.kind.as_str(), "event-annulled" | "event-reversed" | "event-amended")
    }

    /// Kind and payload that an amendment puts in the place of its target's.
    ///
    /// # Errors
    /// Names what it does not say.
    pub fn becomes(&self) -> Result<(&str, &Value), String> {
        let becomes = inner(&self.payload, "becomes")?;
        Ok((text(becomes, "kind")?, inner(becomes, "payload")?))
    }
}

/// A text field.
///
/// # Errors
/// Names the field that is not there.
pub fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str, String> {
    optional_text(value, field).ok_or_else(|| format!("no text {field:?} in {value}"))
}

/// A text field that may be absent.
pub fn optional_text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field).and_then(Value::as_str)
}

/// A number field that may be absent.
pub fn optional_number(value: &Value, field: &str) -> Option<i64> {
    value.get(field).and_then(Value::as_i64)
}

/// A number field.
///
/// # Errors
/// Names the field that is not there.
pub fn number(value: &Value, field: &str) -> Result<i64, String> {
    optional_number(value, field).ok_or_else(|| format!("no number {field:?} in {value}"))
}

/// A day field that may be absent.
///
/// # Errors
/// Names a text that is no day.
pub fn optional_day(value: &Value, field: &str) -> Result<Option<Date>, String> {
    optional_text(value, field).map(Date::parse).transpose()
}

/// A list field.
///
/// # Errors
/// Names the field that is not there.
pub fn list<'a>(value: &'a Value, field: &str) -> Result<&'a [Value], String> {
    value.get(field).and_then(Value::as_array).map(Vec::as_slice).ok_or_else(|| format!("no list {field:?} in {value}"))
}

/// A list field; nothing where it is absent.
pub fn optional_list<'a>(value: &'a Value, field: &str) -> &'a [Value] {
    value.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A nested field.
///
/// # Errors
/// Names the field that is not there.
pub fn inner<'a>(value: &'a Value, field: &str) -> Result<&'a Value, String> {
    value.get(field).ok_or_else(|| format!("no {field:?} in {value}"))
}

/// An interval `{from, until}`, the last day excluded.
///
/// # Errors
/// Names what is missing or no day.
pub fn span(value: &Value) -> Result<(Date, Date), String> {
    Ok((Date::parse(text(value, "from")?)?, Date::parse(text(value, "until")?)?))
}
