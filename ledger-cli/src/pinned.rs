//! What was remembered of a ledger before a command, in words for people and as an object for programs.
//!
//! Absent by design: reading and writing pins.

use crate::render::instant;
use ledger_core::question::Cell;
use ledger_core::rule::Finding;
use ledger_core::say;
use ledger_core::store::{Acceptance, Pin, Recalled};
use ledger_core::tree::Head;
use ledger_core::vocabulary::{LedgerId, Say};

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
    pub(crate) fn text(&self) -> Say {
        match self {
            Self::Compared(seen) => seen.text(),
            Self::First => say!("pin-first"),
            Self::Unreadable(what) => say!("pin-unreadable", what = what),
            Self::Passed => say!("pin-passed"),
        }
    }

    /// What was accepted at this place, in words.
    pub(crate) fn accepted(&self) -> Option<Say> {
        let Self::Compared(seen) = self else { return None };
        let Acceptance { at, actor, reason, before, .. } = seen.pin.accepted.as_ref()?;
        let (ledger, events) = (before.0.to_string(), before.1.size);
        Some(say!(
            "pin-accepted",
            actor = actor,
            time = instant(*at),
            ledger = ledger,
            events = events,
            reason = reason,
        ))
    }

    /// For programs.
    pub(crate) fn cell(&self) -> Cell {
        let compared = Cell::Flag(matches!(self, Self::Compared(_)));
        let Self::Compared(seen) = self else {
            return Cell::Record(vec![("compared", compared), ("reason", Cell::Say(self.text()))]);
        };
        let Pin { ledger, place, head, seen: at, since, accepted, .. } = &seen.pin;
        let time = |at: &Option<i64>| Cell::optional(*at, |at| Cell::Text(instant(at)));
        Cell::Record(vec![
            ("accepted", Cell::optional(accepted.as_ref(), acceptance)),
            ("compared", compared),
            ("ledger", Cell::text(ledger)),
            ("place", if seen.here { Cell::Absent } else { Cell::text(place) }),
            ("root", Cell::text(head.root)),
            ("seen", time(at)),
            ("since", time(since)),
            ("size", Cell::Number(head.size)),
        ])
    }
}

impl Seen {
    fn text(&self) -> Say {
        let Pin { place, head, seen, since, .. } = &self.pin;
        let place = if self.here { say!("pin-here") } else { say!("pin-at", place = place) };
        let seen = seen.map_or(Say::NOTHING, |at| say!("pin-seen", time = instant(at)));
        let since = since.map_or(Say::NOTHING, |at| say!("pin-since", time = instant(at)));
        say!("pin-compared", events = head.size, place = place, seen = seen, since = since, root = head.root)
    }
}

fn acceptance(accepted: &Acceptance) -> Cell {
    let (ledger, head) = &accepted.before;
    Cell::Record(vec![
        ("actor", Cell::text(&accepted.actor)),
        ("at", Cell::Text(instant(accepted.at))),
        ("ledger", Cell::text(ledger)),
        ("reason", Cell::text(&accepted.reason)),
        ("root", Cell::text(head.root)),
        ("size", Cell::Number(head.size)),
    ])
}
