//! Sentences as data: which sentence is meant, and with which values. Whoever shows it writes the words.
//!
//! A [`Say`] is made by [`say!`](crate::say): a key and arguments by name. The words of each key stand in
//! `schemas/text/en.ftl`. Absent by design: words, languages, and how a value looks.

use super::{
    Actor, ClosingName, CommandId, CompanyName, Credits, Day, Family, Hash, KeyCode, Licence, LotId, Position,
    ProjectName, Serial, Software, Span, Step, Units, Variant, Version, Years,
};
use std::fmt;

/// Which sentence, with which values.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Say {
    /// Key of its words.
    pub key: &'static str,
    /// Values by the name that the words call them by.
    pub args: Vec<(&'static str, Arg)>,
}

/// One value in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arg {
    /// A text as somebody wrote it: a name, a file, a heading.
    Name(String),
    /// A text as somebody wrote it, shown between quotation marks with its hidden characters named.
    Quoted(String),
    /// A number of anything: units, credits, events, years.
    Count(i64),
    /// A calendar day.
    Day(Day),
    /// A span of days, half open.
    Span(Span),
    /// A licence.
    Licence(Licence),
    /// A lot.
    Lot(LotId),
    /// A device.
    Device(Serial),
    /// An event by its position.
    Event(Position),
    /// A software version.
    Version(Version),
    /// A hash.
    Hash(Hash),
    /// Another sentence, or a part of one.
    Say(Say),
    /// What somebody may do next.
    Step(Step),
    /// Several values, one after the other.
    List(Vec<Arg>),
}

/// Makes a [`Say`](crate::vocabulary::Say): a key, and values by name.
///
/// ```
/// use ledger_core::{say, vocabulary::{Arg, Day}};
///
/// let since = say!("prj-1-closed", day = Day::parse("2016-12-24")?);
/// assert_eq!(since.args, [("day", Arg::Day(Day::parse("2016-12-24")?))]);
/// # Ok::<(), ledger_core::vocabulary::Fault>(())
/// ```
#[macro_export]
macro_rules! say {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::vocabulary::Say {
            key: $key,
            args: vec![$((stringify!($name), $crate::vocabulary::ToArg::to_arg(&$value))),*],
        }
    };
}

impl Say {
    /// No words at all.
    pub const NOTHING: Self = Self { key: "", args: Vec::new() };

    /// Whether there is nothing to say.
    pub fn is_nothing(&self) -> bool {
        self.key.is_empty()
    }
}

/// For developers: the key and the values. People read the words of the key.
impl fmt::Display for Say {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key)?;
        for (name, value) in &self.args {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

/// As [`Say`]'s.
impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(text) => f.write_str(text),
            Self::Quoted(text) => write!(f, "{text:?}"),
            Self::Count(count) => count.fmt(f),
            Self::Day(day) => day.fmt(f),
            Self::Span(span) => span.fmt(f),
            Self::Licence(licence) => licence.fmt(f),
            Self::Lot(lot) => lot.fmt(f),
            Self::Device(serial) => serial.fmt(f),
            Self::Event(position) => position.fmt(f),
            Self::Version(version) => version.fmt(f),
            Self::Hash(hash) => hash.fmt(f),
            Self::Say(say) => write!(f, "({say})"),
            Self::Step(step) => write!(f, "{step:?}"),
            Self::List(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", values.join(", "))
            }
        }
    }
}

/// A value that sentences can show.
pub trait ToArg {
    /// The value as a sentence holds it.
    fn to_arg(&self) -> Arg;
}

impl ToArg for Arg {
    fn to_arg(&self) -> Arg {
        self.clone()
    }
}

impl<T: ToArg + ?Sized> ToArg for &T {
    fn to_arg(&self) -> Arg {
        (**self).to_arg()
    }
}

macro_rules! arg {
    ($($variant:ident($kind:ty)),* $(,)?) => {$(
        impl ToArg for $kind {
            fn to_arg(&self) -> Arg {
                Arg::$variant(self.clone())
            }
        }
    )*};
}

arg!(
    Name(String),
    Count(i64),
    Day(Day),
    Span(Span),
    Licence(Licence),
    Lot(LotId),
    Device(Serial),
    Event(Position),
    Version(Version),
    Hash(Hash),
    Say(Say),
    Step(Step),
);

macro_rules! arg_name {
    ($($kind:ty),* $(,)?) => {$(
        impl ToArg for $kind {
            fn to_arg(&self) -> Arg {
                Arg::Name(self.to_string())
            }
        }
    )*};
}

arg_name!(str, CompanyName, ProjectName, KeyCode, Actor, ClosingName, CommandId, Software, Family, Variant);

macro_rules! arg_count {
    ($($kind:ty),* $(,)?) => {$(
        impl ToArg for $kind {
            fn to_arg(&self) -> Arg {
                Arg::Count(i64::from(*self))
            }
        }
    )*};
}

arg_count!(u8, u16, u32, i32);

/// More than a quantity can be is the most that it can be.
impl ToArg for u64 {
    fn to_arg(&self) -> Arg {
        Arg::Count(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

/// As that of `u64`.
impl ToArg for usize {
    fn to_arg(&self) -> Arg {
        Arg::Count(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl ToArg for Units {
    fn to_arg(&self) -> Arg {
        Arg::Count(self.signed())
    }
}

impl ToArg for Credits {
    fn to_arg(&self) -> Arg {
        Arg::Count(self.signed())
    }
}

impl ToArg for Years {
    fn to_arg(&self) -> Arg {
        Arg::Count(i64::from(self.get()))
    }
}

impl<T: ToArg> FromIterator<T> for Arg {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::List(values.into_iter().map(|value| value.to_arg()).collect())
    }
}

/// A sentence whose words are not a key yet.
impl From<String> for Say {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::NOTHING } else { Self { key: "as-written", args: vec![("text", Arg::Name(text))] } }
    }
}

/// As that of `String`.
impl From<&String> for Say {
    fn from(text: &String) -> Self {
        Self::from(text.to_owned())
    }
}

/// As that of `String`.
impl From<&str> for Say {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}
