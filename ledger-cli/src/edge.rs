//! The edge: texts of the command line become words of the vocabulary, once.
//!
//! Absent by design: whether the words name something that exists.

use crate::args::{LicensingWord, Lots, PickWord, RoleWord, TopicWord, VariantWord};
use crate::fault::Fault;
use chrono::{DateTime, NaiveDateTime};
use ledger_core::catalogue::Catalogue;
use ledger_core::decide::{Choice, ItemAsked, Pick, Take};
use ledger_core::event::{Licensing, Role, Topic, WarrantyVariant};
use ledger_core::say;
use ledger_core::vocabulary::{self, Credits, Licence, LotId, Step, Units};

/// Reads one word; `option` is how the command line calls it.
pub(crate) fn word<T>(option: &str, text: &str, parse: fn(&str) -> Result<T, vocabulary::Fault>) -> Result<T, Fault> {
    parse(text).map_err(|fault| Fault::of_word(option, &fault))
}

/// Reads one word, where it was given.
pub(crate) fn optional<T>(
    option: &str,
    text: Option<&String>,
    parse: fn(&str) -> Result<T, vocabulary::Fault>,
) -> Result<Option<T>, Fault> {
    text.map(|text| word(option, text, parse)).transpose()
}

/// Reads a number of events.
pub(crate) fn position(option: &str, text: &str) -> Result<u64, Fault> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = if digits { text.parse().ok() } else { None };
    number.ok_or_else(|| {
        let next = say!("usage-position-next", status = Step::ShowStatus);
        Fault::usage(option, format!("{text:?} is no position"), next)
    })
}

/// How a state of knowledge is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// By the number of events.
    Position(u64),
    /// By a time, in microseconds since 1970 UTC.
    Time(i64),
}

impl Known {
    /// The number, where it was named.
    pub(crate) fn position(self) -> Option<u64> {
        if let Self::Position(position) = self { Some(position) } else { None }
    }

    /// The time, where it was named.
    pub(crate) fn time(self) -> Option<i64> {
        if let Self::Time(micros) = self { Some(micros) } else { None }
    }
}

/// Reads a number of events, or a time with its zone: without one it would mean another moment at each place.
pub(crate) fn known(option: &str, text: &str) -> Result<Known, Fault> {
    let looks_like_time = text.contains(':') || text.contains('-') && text.contains('T');
    let next = "write a time with its zone, such as 2026-11-24T10:00:00Z or 2026-11-24T11:00:00+01:00, or a position";
    if !looks_like_time {
        let read = position(option, text).map(Known::Position);
        return read
            .map_err(|fault| if text.contains(['-', '.']) { Fault { next: next.to_owned(), ..fault } } else { fault });
    }
    match DateTime::parse_from_rfc3339(text) {
        Ok(time) => Ok(Known::Time(time.timestamp_micros())),
        Err(_) if has_no_zone(text) => Err(Fault::usage(option, format!("{text:?} names no time zone"), next)),
        Err(error) => Err(Fault::usage(option, format!("{text:?} is no time: {error}"), next)),
    }
}

fn has_no_zone(text: &str) -> bool {
    let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    forms.iter().any(|form| NaiveDateTime::parse_from_str(text, form).is_ok())
}

/// Longest reason, reference or note in characters.
const LONGEST_TEXT: usize = 2000;

/// Reads a free text: something visible, not too long, without a character that nobody sees.
pub(crate) fn text(option: &str, text: &str) -> Result<String, Fault> {
    if text.trim().is_empty() {
        let next = format!("write 1 to {LONGEST_TEXT} visible characters");
        return Err(Fault::usage(option, "it is empty", next));
    }
    remark(option, text)
}

/// Reads a free text that may be empty: whether it must be there is for a rule to say.
pub(crate) fn remark(option: &str, text: &str) -> Result<String, Fault> {
    let trimmed = text.trim();
    let next = format!("write at most {LONGEST_TEXT} visible characters");
    if trimmed.chars().count() > LONGEST_TEXT {
        return Err(Fault::usage(option, format!("it is longer than {LONGEST_TEXT} characters"), next));
    }
    if let Some((at, c)) = vocabulary::hidden(trimmed) {
        let kind = if c.is_control() { "control" } else { "hidden" };
        let message = format!("it holds the {kind} character {} (at character {at})", vocabulary::code_point(c));
        return Err(Fault::usage(option, message, next));
    }
    Ok(trimmed.to_owned())
}

/// Reads what is quoted from elsewhere and looked for again, such as a reference: as a free text, in its one spelling.
pub(crate) fn quoted(option: &str, given: &str) -> Result<String, Fault> {
    remark(option, given).map(|text| vocabulary::one_spelling(&text))
}

/// Reads a licence and brings it into the catalogue's spelling.
pub(crate) fn licence(text: &str) -> Result<Licence, Fault> {
    word("TYPE", text, |text| Catalogue::shipped().read(text))
}

/// Reads what an act takes.
pub(crate) fn take(kind: &str, units: &str, lots: &Lots) -> Result<Take, Fault> {
    let choice = match (&lots.lot, lots.pick) {
        (Some(lot), _) => Choice::Lot(word("--lot", lot, LotId::parse)?),
        (None, Some(pick)) => Choice::Pick(pick.into()),
        (None, None) => Choice::Open,
    };
    Ok(Take { licence: licence(kind)?, units: word("N", units, Units::parse)?, choice })
}

/// Reads `PBX-Port12=100`, `SSC=50` or `iSC=3`.
pub(crate) fn item(text: &str) -> Result<ItemAsked, Fault> {
    let next = "write an item as NAME=N, such as PBX-Port12=100 or SSC=50";
    let Some((name, count)) = text.rsplit_once('=') else {
        return Err(Fault::usage("--item", format!("{text:?} has no = between name and number"), next));
    };
    let name = name.trim();
    if name.eq_ignore_ascii_case("SSC") {
        return Ok(ItemAsked::Credits(word("--item SSC", count, Credits::parse)?));
    }
    if name.eq_ignore_ascii_case("iSC") {
        return Ok(ItemAsked::Rental(word("--item iSC", count, Credits::parse)?.get()));
    }
    let licence = licence(name)?;
    let units = word("--item", count, Units::parse)?;
    let raw = (licence.to_string() != name).then(|| name.to_owned());
    Ok(ItemAsked::Licences(licence, units, raw))
}

impl From<PickWord> for Pick {
    fn from(word: PickWord) -> Self {
        match word {
            PickWord::OldestSsa => Self::OldestSsa,
            PickWord::NewestSsa => Self::NewestSsa,
            PickWord::Fifo => Self::Fifo,
        }
    }
}

impl From<RoleWord> for Role {
    fn from(word: RoleWord) -> Self {
        match word {
            RoleWord::Master => Self::Master,
            RoleWord::Slave => Self::Slave,
            RoleWord::Standby => Self::Standby,
            RoleWord::Gateway => Self::Gateway,
        }
    }
}

impl From<LicensingWord> for Licensing {
    fn from(word: LicensingWord) -> Self {
        match word {
            LicensingWord::Central => Self::Central,
            LicensingWord::Decentral => Self::Decentral,
        }
    }
}

impl From<VariantWord> for WarrantyVariant {
    fn from(word: VariantWord) -> Self {
        match word {
            VariantWord::AtPurchase => Self::AtPurchase,
            VariantWord::AfterPurchase => Self::AfterPurchase,
        }
    }
}

impl From<TopicWord> for Topic {
    fn from(word: TopicWord) -> Self {
        match word {
            TopicWord::Rental => Self::Rental,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::Exit;

    fn check(text: &str, code: &str, exit: Exit) {
        let fault = item(text).expect_err("the item is wrong");
        assert_eq!((fault.code.as_str(), fault.exit), (code, exit), "{text}");
    }

    #[test]
    fn an_item_is_a_licence_credits_or_rental_currency() {
        assert!(matches!(item("ssc=50"), Ok(ItemAsked::Credits(c)) if c.get() == 50));
        assert!(matches!(item("iSC=3"), Ok(ItemAsked::Rental(3))));
        assert!(matches!(item("PBX-Port12%500=100"), Ok(ItemAsked::Licences(_, _, None))));
    }

    #[test]
    fn a_spelling_of_its_own_is_kept() {
        let Ok(ItemAsked::Licences(licence, units, Some(raw))) = item("port 12 = 100") else {
            panic!("the item is a licence")
        };
        assert_eq!((licence.to_string().as_str(), units.get(), raw.as_str()), ("PBX-Port12", 100, "port 12"));
    }

    #[test]
    fn what_is_no_item_is_refused_by_its_cause() {
        check("PBX-Port12", "USAGE", Exit::Usage);
        check("PBX-Port12=1.000", "NUMBER", Exit::Usage);
        check("PBX-Port=100", "VER-1", Exit::Refused);
        check("PBX-Port12?=100", "NAME-1", Exit::Refused);
    }

    #[test]
    fn what_was_known_is_named_by_a_position_or_by_a_time_with_its_zone() {
        let time = |text: &str| known("--known-at", text).ok().and_then(Known::time);
        assert_eq!(known("--known-at", "57").ok().and_then(Known::position), Some(57));
        assert_eq!(time("2026-11-24T10:00:00Z"), Some(1_795_514_400_000_000));
        assert_eq!(time("2026-11-24T11:00:00.000001+01:00"), Some(1_795_514_400_000_001));
        for text in ["2026-11-24T10:00:00", "2026-11-24 10:00", "10:00", "2026-13-24T10:00:00Z", "2026-11-24", ""] {
            assert!(known("--known-at", text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_position_is_plain_digits() {
        assert!(matches!(position("--known-at", "57"), Ok(57)));
        assert!(position("--known-at", "-1").is_err());
        assert!(position("--known-at", "").is_err());
        assert!(position("--known-at", "99999999999999999999999").is_err());
    }
}
