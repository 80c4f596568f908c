//! Settings: fields of a stored payload and what they become, as `--set` and `--unset` name them.
//!
//! Values are as strict as all that is stored: numbers are whole, a name stands in an object once, no text is empty. Absent
//! by design: what the changed payload says (its reader knows), and which events may be changed.

use crate::vocabulary::{self, CompanyName, KeyCode, ProjectName};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// A field of a stored payload and what it becomes; nothing takes the field away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Path of the field: `credits`, `parts.0.units`.
    pub field: String,
    /// The new value as a person writes it; absent where the field is taken away.
    pub value: Option<String>,
}

/// Fields that hold a text where they are there at all: a reference of digits is no number.
const TEXTS: [&str; 4] = ["certificate", "raw", "reason", "ref"];

/// Fields of a move that only one of its two halves has.
const ONE_SIDE: [&str; 6] = ["to", "from", "device", "serial", "warranty", "lots.0.was"];

impl Setting {
    /// Puts the value at its path; fields that a person never names are refused. `both` says that it goes into the two
    /// halves of a move.
    pub(super) fn apply(&self, payload: &mut Map<String, Value>, both: bool) -> Result<(), String> {
        let Self { field, value } = self;
        let within = |one: &&str| field == *one || field.starts_with(&format!("{one}."));
        if both && ONE_SIDE.iter().any(within) {
            return Err(format!("{field} belongs to one side of the move; annul the move and record it anew"));
        }
        if within(&"evidence") {
            return Err("the row of the file that says so stays as it was read".to_owned());
        }
        let path: Vec<&str> = field.split('.').collect();
        let (last, parents) = path.split_last().ok_or("a field has no name")?;
        let missing = || format!("there is no field {field}");
        let mut place = Parent::Object(payload);
        for step in parents {
            place = place.step(step).ok_or_else(missing)?;
        }
        match value {
            Some(text) => {
                let value = fitting(field, place.get(last), text)?;
                place.put(last, value).ok_or_else(missing)
            }
            None => place.take(last).ok_or_else(|| format!("{} to take away", missing())),
        }
    }
}

/// The value that a text stands for where another stands: of the same kind, and any kind where none stands yet.
fn fitting(field: &str, stands: Option<&Value>, text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Err(format!("{field} would be empty; `--unset {field}` takes it away"));
    }
    let read = serde_json::from_str::<Strict>(text).map(|Strict(value)| value);
    let is_none = |kind: &str| format!("{field} holds {kind}, and {text:?} is none");
    let told = |kind: &str| match &read {
        Err(error) if text.starts_with(['[', '{']) => format!("{}: {}", is_none(kind), plainly(&error.to_string())),
        Ok(_) | Err(_) => is_none(kind),
    };
    let last = field.rsplit('.').next().unwrap_or(field);
    let text_of = || spelt(last, Value::String(text.to_owned()));
    let (kind, fits): (&str, fn(&Value) -> bool) = match stands {
        Some(Value::String(_)) => return text_of(),
        None | Some(Value::Null) if TEXTS.contains(&last) => return text_of(),
        None | Some(Value::Null) => return read.map_or_else(|_| text_of(), |value| spelt(last, value)),
        Some(Value::Number(_)) => ("a whole number", Value::is_number),
        Some(Value::Bool(_)) => ("a yes or no (true, false)", Value::is_boolean),
        Some(Value::Array(_)) => ("a list", Value::is_array),
        Some(Value::Object(_)) => ("an object", Value::is_object),
    };
    match &read {
        Ok(value) if fits(value) => spelt(last, value.clone()),
        Ok(_) | Err(_) => Err(told(kind)),
    }
}

/// A value in the spelling that a command gives it: names in their one spelling, keys in their alphabet, and nothing that
/// nobody sees. A stored payload is read more leniently, since earlier versions wrote it.
fn spelt(name: &str, value: Value) -> Result<Value, String> {
    match value {
        Value::String(text) => spelt_text(name, &text).map(Value::String),
        Value::Array(list) => {
            list.into_iter().map(|item| spelt(name, item)).collect::<Result<_, _>>().map(Value::Array)
        }
        Value::Object(map) => {
            let fields = map.into_iter().map(|(name, value)| spelt(&name, value).map(|value| (name, value)));
            fields.collect::<Result<_, _>>().map(Value::Object)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(value),
    }
}

fn spelt_text(name: &str, text: &str) -> Result<String, String> {
    let has_lines = matches!(name, "reason" | "text");
    let seen = |c: &char| !vocabulary::is_hidden(*c) || (has_lines && *c == '\n');
    if let Some((c, at)) = text.chars().zip(1..).find(|(c, _): &(char, usize)| !seen(c)) {
        let code = vocabulary::code_point(c);
        return Err(format!("{name} would hold the hidden character {code} (at character {at})"));
    }
    let in_words = |fault: vocabulary::Fault| format!("{name}: {fault}");
    match name {
        "company" => CompanyName::parse(text).map(|name| name.to_string()).map_err(in_words),
        "project" => ProjectName::parse(text).map(|name| name.to_string()).map_err(in_words),
        "key" => match KeyCode::parse(text).map_err(in_words)? {
            key if key.as_str() == text => Ok(text.to_owned()),
            key => Err(format!("{text:?} is spelt otherwise than the ledger writes it, {key}")),
        },
        "certificate" | "model" | "ref" | "rma" => Ok(vocabulary::one_spelling(text)),
        _ => Ok(text.to_owned()),
    }
}

/// What a reader of JSON says, without places in a text that nobody wrote and without names of the program's own.
pub(super) fn plainly(why: &str) -> String {
    let why = why.split(" at line ").next().unwrap_or(why);
    let why = why.strip_prefix("the stored payload cannot be read: ").unwrap_or(why);
    if let Some((before, _)) = why.split_once("expected struct ") {
        return format!("{before}expected an object");
    }
    [("u16", u64::from(u16::MAX)), ("u32", u64::from(u32::MAX))]
        .into_iter()
        .fold(why.to_owned(), |why, (kind, most)| {
            why.replace(&format!("expected {kind}"), &format!("expected a number from 0 to {most}"))
        })
}

/// What holds a field: an object by name, or a list by place from 0.
enum Parent<'a> {
    Object(&'a mut Map<String, Value>),
    List(&'a mut Vec<Value>),
}

/// A place in a list, spelt in the one way that it has.
fn index(name: &str) -> Option<usize> {
    name.parse::<usize>().ok().filter(|at| at.to_string() == name)
}

/// Whether a name can stand in a payload.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

impl<'a> Parent<'a> {
    fn of(value: &'a mut Value) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self::Object(map)),
            Value::Array(list) => Some(Self::List(list)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }

    fn step(self, name: &str) -> Option<Self> {
        match self {
            Self::Object(map) => Self::of(map.get_mut(name)?),
            Self::List(list) => Self::of(list.get_mut(index(name)?)?),
        }
    }

    fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Self::Object(map) => map.get(name),
            Self::List(list) => list.get(index(name)?),
        }
    }

    fn put(self, name: &str, value: Value) -> Option<()> {
        match self {
            Self::Object(map) => is_name(name).then(|| drop(map.insert(name.to_owned(), value))),
            Self::List(list) => {
                *list.get_mut(index(name)?)? = value;
                Some(())
            }
        }
    }

    fn take(self, name: &str) -> Option<()> {
        match self {
            Self::Object(map) => map.remove(name).map(|_| ()),
            Self::List(list) => {
                let at = index(name).filter(|at| *at < list.len())?;
                list.remove(at);
                Some(())
            }
        }
    }
}

/// A value of JSON that a payload can hold.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, a text, true, false, a list or an object")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Strict(item)) = list.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some((name, Strict(value))) = object.next_entry::<String, Strict>()? {
            if !is_name(&name) {
                return Err(A::Error::custom(format!("{name:?} is no name of a field")));
            }
            if fields.insert(name.clone(), value).is_some() {
                return Err(A::Error::custom(format!("it says {name} twice")));
            }
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::Setting;
    use serde_json::{Value, json};

    fn check(field: &str, value: &str, wanted: Result<Value, &str>) {
        let mut payload = serde_json::Map::new();
        let setting = Setting { field: field.to_owned(), value: Some(value.to_owned()) };
        let outcome = setting.apply(&mut payload, false).map(|()| payload[field].clone());
        match (outcome, wanted) {
            (Ok(value), Ok(wanted)) => assert_eq!(value, wanted),
            (Err(why), Err(wanted)) => assert!(why.contains(wanted), "{why}"),
            (outcome, _) => panic!("{field}={value}: {outcome:?}"),
        }
    }

    #[test]
    fn a_name_is_written_in_its_one_spelling_wherever_it_stands() {
        check("company", "Cafe\u{301}\u{a0} Nord", Ok(json!("Café Nord")));
        check("ref", "AB\u{a0}7", Ok(json!("AB 7")));
        check("to", r#"{"project":"Su\u0308d  West"}"#, Ok(json!({"project": "Süd West"})));
        check("reason", "as  given", Ok(json!("as  given")));
    }

    #[test]
    fn nothing_hidden_and_no_foreign_key_comes_in_through_a_list_or_an_escape() {
        check("items", r#"[{"raw":"Port\u20638"}]"#, Err("U+2063"));
        check("extension", r#"{"key":"\u0410\u0412"}"#, Err("U+0410"));
        check("text", r#""two\nlines""#, Ok(json!("two\nlines")));
        check("model", r#""ip6010\n""#, Err("U+000A"));
    }
}
