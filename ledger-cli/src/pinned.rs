//! What was remembered of a ledger before a command, in words for people and as an object for programs.
//!
//! Absent by design: reading and writing pins.

use crate::render::instant;
use ledger_core::question::Cell;
use ledger_core::rule::Finding;
use ledger_core::store::{Acceptance, Pin, Recalled};
use ledger_core::tree::Head;
use ledger_core::vocabulary::LedgerId;
use serde_json::{Map, Value};

/// What a command saw of its ledger, kept until it has ended.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sight {
    /// What was remembered before the command.
    pub pinned: Pinned,
    /// What is wrong with pins, to be told with the answer.
    pub findings: Vec<Finding>,
    /// Whether an answer has told them.
    pub is_told: bool,
    /// The head to be remembered when the command has succeeded.
    pub remembers: Option<(LedgerId, Head)>,
}

/// What was remembered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Pinned {
    /// This ledger or this place was seen before, and was compared.
    Compared(Box<Seen>),
    /// Nothing was remembered.
    First,
    /// A pin could not be read, for that reason.
    Unreadable(String),
    /// Nobody looked: `--no-pin`, or a command that needs no ledger.
    #[default]
    Passed,
}

/// What was seen before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pin: Pin,
    /// Whether the pin is of this place.
    here: bool,
}

impl Pinned {
    /// What speaks of the ledger: a pin that cannot be read, the longest one of it, or one of its place.
    pub(crate) fn of(recalled: &Recalled, ledger: LedgerId) -> Self {
        if let Some(error) = recalled.unreadable.first() {
            return Self::Unreadable(error.to_string());
        }
        match recalled.longest(ledger).or_else(|| recalled.other(ledger)) {
            Some(pin) => {
                let here = recalled.here.contains(pin);
                Self::Compared(Box::new(Seen { pin: pin.clone(), here }))
            }
            None => Self::First,
        }
    }

    /// In words.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Compared(seen) => seen.text(),
            Self::First => "not compared: nothing was remembered of this ledger or place before".to_owned(),
            Self::Unreadable(what) => format!("not compared: {what}"),
            Self::Passed => "not compared, as `--no-pin` asks".to_owned(),
        }
    }

    /// What was accepted at this place, in words.
    pub(crate) fn accepted(&self) -> Option<String> {
        let Self::Compared(seen) = self else { return None };
        let Acceptance { at, actor, reason, before, .. } = seen.pin.accepted.as_ref()?;
        let (ledger, head) = before;
        let (at, size) = (instant(*at), head.size);
        Some(format!("accepted here by {actor} on {at} in place of ledger {ledger} with {size} events: {reason}"))
    }

    /// For programs.
    pub(crate) fn cell(&self) -> Cell {
        let mut fields = Map::new();
        fields.insert("compared".to_owned(), matches!(self, Self::Compared(_)).into());
        match self {
            Self::Compared(seen) => {
                let Pin { ledger, place, head, seen: at, since, accepted, .. } = &seen.pin;
                fields.insert("ledger".to_owned(), ledger.to_string().into());
                fields.insert("size".to_owned(), head.size.into());
                fields.insert("root".to_owned(), head.root.to_string().into());
                if !seen.here {
                    fields.insert("place".to_owned(), place.as_str().into());
                }
                let times = [("seen", *at), ("since", *since)];
                let times = times.into_iter().filter_map(|(name, at)| Some((name.to_owned(), instant(at?).into())));
                fields.extend(times);
                fields.extend(accepted.as_ref().map(|accepted| ("accepted".to_owned(), acceptance(accepted))));
            }
            Self::First | Self::Unreadable(_) | Self::Passed => {
                fields.insert("reason".to_owned(), self.text().into());
            }
        }
        Cell::Json(Value::Object(fields).to_string())
    }
}

impl Seen {
    fn text(&self) -> String {
        let Pin { place, head, seen, since, .. } = &self.pin;
        let place = if self.here { "here".to_owned() } else { format!("at {place}") };
        let seen = seen.map_or_else(String::new, |at| format!(" on {}", instant(at)));
        let since = since.map_or_else(String::new, |at| format!(", first on {}", instant(at)));
        format!("{} events were seen {place} before this command{seen}{since}; root {}", head.size, head.root)
    }
}

fn acceptance(accepted: &Acceptance) -> Value {
    let (ledger, head) = &accepted.before;
    serde_json::json!({
        "at": instant(accepted.at),
        "actor": accepted.actor,
        "reason": accepted.reason,
        "ledger": ledger.to_string(),
        "size": head.size,
        "root": head.root.to_string(),
    })
}
