//! The form of a pin: one JSON object with known fields, each once.
//!
//! Absent by design: files, and whether the pin is the one that was looked for.

use super::record::{Accepted, Seen};
use super::{Acceptance, Pin};
use crate::tree::Head;
use crate::vocabulary::LedgerId;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// A pin as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    ledger: String,
    place: String,
    size: u64,
    root: String,
    /// Microseconds since 1970 UTC, here and below.
    seen_us: i64,
    since_us: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<Seen>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    left: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accepted: Option<Accepted>,
}

/// A pin as 0.1 and 0.2 stored it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    ledger: String,
    path: String,
    size: u64,
    root: String,
}

/// The pin as one line.
pub(super) fn written(pin: &Pin) -> String {
    let seen = pin.seen.unwrap_or_default();
    let stored = Stored {
        ledger: pin.ledger.to_string(),
        place: pin.place.clone(),
        size: pin.head.size,
        root: pin.head.root.to_string(),
        seen_us: seen,
        since_us: pin.since.unwrap_or(seen),
        earlier: pin.earlier.iter().map(Seen::of).collect(),
        left: pin.left,
        accepted: pin.accepted.as_ref().map(Accepted::of),
    };
    serde_json::to_string(&stored).unwrap_or_default()
}

/// Reads a pin.
pub(super) fn parse(text: &str) -> Result<Pin, String> {
    let stored: Stored = serde_json::from_str(text).map_err(|error| format!("it is no pin ({error})"))?;
    let head = Seen { size: stored.size, root: stored.root }.head()?;
    let earlier: Vec<Head> = stored.earlier.into_iter().map(Seen::head).collect::<Result<_, _>>()?;
    let sizes: Vec<u64> = earlier.iter().map(|head| head.size).chain([head.size]).collect();
    if !sizes.windows(2).all(|pair| pair[0] < pair[1]) {
        return Err("its heads do not grow".to_owned());
    }
    Ok(Pin {
        ledger: ledger(&stored.ledger)?,
        place: stored.place,
        head,
        seen: Some(stored.seen_us),
        since: Some(stored.since_us),
        earlier,
        left: stored.left,
        accepted: stored.accepted.map(Acceptance::try_from).transpose()?,
    })
}

/// Reads a pin of 0.1 or 0.2, which must be that of the ledger at the place.
pub(super) fn first(text: &str, wanted: LedgerId, place: &Path) -> Result<Pin, String> {
    let stored: First = serde_json::from_str(text).map_err(|error| format!("it is no pin ({error})"))?;
    let head = Seen { size: stored.size, root: stored.root }.head()?;
    if ledger(&stored.ledger)? != wanted || stored.path != place.to_string_lossy() {
        return Err("it is the pin of another ledger or place".to_owned());
    }
    let (place, earlier) = (stored.path, Vec::new());
    Ok(Pin { ledger: wanted, place, head, seen: None, since: None, earlier, left: false, accepted: None })
}

/// The ledger's id and the digits of the place in the name of a pin.
pub(super) fn ids(name: &str) -> Option<(&str, &str)> {
    const ID: usize = 36;
    let (id, rest) = name.split_at_checked(ID)?;
    let digits = rest.strip_prefix('-')?.strip_suffix(".json")?;
    LedgerId::parse(id).ok().map(|_| (id, digits))
}

fn ledger(text: &str) -> Result<LedgerId, String> {
    LedgerId::parse(text).map_err(|_| "its ledger is no id".to_owned())
}
