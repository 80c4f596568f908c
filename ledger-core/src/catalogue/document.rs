//! A JSON document read strictly, with the path to whatever is wrong: no key twice, no fraction, nothing unexpected.
//!
//! Absent by design: what the fields of a rulebook mean.

use super::rulebook::RulebookFault;
use crate::vocabulary::{Day, Version, is_hidden};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::fmt;

/// Reads a document in which no object names a key twice and every number is whole.
pub(super) fn read(bytes: &[u8]) -> Result<Value, RulebookFault> {
    let seen = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { path: "$", fault: &seen }.deserialize(&mut reader);
    value.and_then(|value| reader.end().map(|()| value)).map_err(|error| {
        let syntax = || {
            RulebookFault::new("$", format!("is not JSON: {error}"), "write one JSON object in UTF-8, without comments")
        };
        seen.take().unwrap_or_else(syntax)
    })
}

/// Reads the value at a path; the first problem is stored in `fault`, since an error of the parser has no room for a path.
struct Strict<'a> {
    path: &'a str,
    fault: &'a RefCell<Option<RulebookFault>>,
}

impl Strict<'_> {
    fn refuse<E: Error>(&self, path: &str, message: String, next: &str) -> E {
        let error = E::custom(&message);
        *self.fault.borrow_mut() = Some(RulebookFault::new(path, message, next));
        error
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Err(self.refuse(self.path, format!("is {value}, not a whole number"), "write a whole number in plain digits"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let path = format!("{}[{}]", self.path, list.len());
            match items.next_element_seed(Strict { path: &path, fault: self.fault })? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = fields.next_key::<String>()? {
            let path = format!("{}.{}", self.path, shown(&key));
            if object.contains_key(&key) {
                return Err(self.refuse(&path, "stands twice in its object".to_owned(), "keep one of the two"));
            }
            let value = fields.next_value_seed(Strict { path: &path, fault: self.fault })?;
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// A text of the document as it may stand in a message: short and on one line.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(60).map(|c| if is_hidden(c) { '?' } else { c }).collect()
}

/// A value of the document and the path to it.
pub(super) struct At<'a> {
    pub(super) path: String,
    value: &'a Value,
}

impl<'a> At<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self { path: "$".to_owned(), value }
    }

    pub(super) fn fault(&self, message: impl Into<String>, next: impl Into<String>) -> RulebookFault {
        RulebookFault::new(&self.path, message, next)
    }

    /// Checks that this is an object of only the known keys.
    pub(super) fn object(&self, known: &[&str]) -> Result<(), RulebookFault> {
        let Value::Object(fields) = self.value else {
            return Err(self.fault("is not an object", format!("write an object with {}", known.join(", "))));
        };
        match fields.keys().find(|key| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some(key) => Err(RulebookFault::new(
                &format!("{}.{}", self.path, shown(key)),
                "is no field of this object",
                format!("leave it out; the fields are {}", known.join(", ")),
            )),
        }
    }

    pub(super) fn field(&self, key: &str) -> Option<At<'a>> {
        self.value.get(key).map(|value| At { path: format!("{}.{key}", self.path), value })
    }

    pub(super) fn needed(&self, key: &str) -> Result<At<'a>, RulebookFault> {
        self.field(key).ok_or_else(|| self.fault(format!("has no {key}"), format!("add the field {key}")))
    }

    /// The objects of a list; an absent list is an empty one.
    pub(super) fn list(&self, key: &str) -> Result<Vec<At<'a>>, RulebookFault> {
        let Some(list) = self.field(key) else { return Ok(Vec::new()) };
        let Value::Array(items) = list.value else {
            return Err(list.fault("is not a list", "write a list, empty if there is nothing to say"));
        };
        let item = |(place, value)| At { path: format!("{}[{place}]", list.path), value };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// The text if this is one, whatever it holds.
    pub(super) fn word(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// A text of 1 to `most` characters on one line.
    pub(super) fn text(&self, most: usize) -> Result<String, RulebookFault> {
        let Some(text) = self.word() else {
            return Err(self.fault("is not a text", "write a text in double quotes"));
        };
        let length = text.chars().count();
        if text.trim().is_empty() {
            return Err(self.fault("is empty", format!("write 1 to {most} characters")));
        }
        if length > most {
            return Err(self.fault(format!("has {length} characters"), format!("write 1 to {most} characters")));
        }
        if text.trim() != text || text.chars().any(char::is_control) {
            let message = "has control characters, or blanks at its start or end";
            return Err(self.fault(message, "write plain text on one line"));
        }
        Ok(text.to_owned())
    }

    pub(super) fn flag(&self) -> Result<bool, RulebookFault> {
        let next = "write true or false, or \"unknown\"";
        self.value.as_bool().ok_or_else(|| self.fault(format!("is {}, not yes or no", self.kind()), next))
    }

    pub(super) fn number(&self, least: u32, most: u32) -> Result<u32, RulebookFault> {
        let next = format!("write a whole number from {least} to {most}, or \"unknown\" for a value");
        if !self.value.is_number() {
            return Err(self.fault(format!("is {}, not a number", self.kind()), next));
        }
        let number = self.value.as_u64().and_then(|n| u32::try_from(n).ok()).filter(|n| (least..=most).contains(n));
        number.ok_or_else(|| self.fault(format!("is {}, outside {least} to {most}", self.value), next))
    }

    pub(super) fn version(&self) -> Result<Version, RulebookFault> {
        let number = self.number(1, 99)?;
        let version = u16::try_from(number).ok().and_then(Version::new);
        version.ok_or_else(|| self.fault("is no version", "write a major version from 1 to 99"))
    }

    /// A date, in the one form that files use.
    pub(super) fn day(&self) -> Result<Day, RulebookFault> {
        let next = "write a date as 2016-12-24, from 1990 to 2100";
        let text = self.word().ok_or_else(|| self.fault(format!("is {}, not a date", self.kind()), next))?;
        let day = Day::parse(text).map_err(|fault| self.fault(format!("is no date: {}", fault.message), next))?;
        if day.to_string() != text {
            return Err(self.fault(format!("is {}, not the form of dates in files", shown(text)), next));
        }
        Ok(day)
    }

    fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "yes or no",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}
