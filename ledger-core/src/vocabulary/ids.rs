//! Identifiers: each kind its own type, so that a stream can never stand where an event is meant.
//!
//! Absent by design: making new ids. The shell makes them and hands them in.

use super::Fault;
use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use std::fmt;
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Reads the usual hyphenated form.
            pub fn parse(text: &str) -> Result<Self, Fault> {
                Uuid::try_parse(text).map(Self).map_err(|_| {
                    Fault::new("TEXT", text, None, "is not a UUID", "write it as 0190f0c2-…, 36 characters")
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    };
}

uuid_id!(
    /// Names a ledger for ever; part of every event's hash, so that no event moves between ledgers.
    LedgerId
);
uuid_id!(
    /// Names a stream: one for each project, and the ledger's own.
    StreamId
);
uuid_id!(
    /// Names one event (uuid v7).
    EventId
);
uuid_id!(
    /// Names one command, for ever: the same id with the same content is the same act.
    CommandId
);

impl StreamId {
    /// The stream of what belongs to no project: genesis, companies, rulebooks, imports. It has the ledger's own id.
    pub fn of_ledger(ledger: LedgerId) -> Self {
        Self(ledger.0)
    }
}

/// 32 bytes of a hash (BLAKE3 or SHA-256), shown as lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// All zeros: the predecessor of a stream's first event.
    pub const ZERO: Hash = Hash([0; 32]);

    /// BLAKE3 of the bytes.
    pub fn blake3(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Reads 64 hex digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new("TEXT", text, None, "is not a hash", "write 64 hex digits");
        let bytes = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| fault())?;
        bytes.try_into().map(Self).map_err(|_| fault())
    }

    /// The first twelve hex digits, for people.
    pub fn short(&self) -> String {
        self.to_string()[..12].to_owned()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        HEXLOWER.encode_display(&self.0).fmt(f)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An event's place in the whole ledger, dense from 0: the order in which the ledger learnt things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A lot's name inside its project: the version of the event that made it, and its place in that event (`12.1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LotId {
    /// Version, in the project's stream, of the event that made the lot.
    pub made_by: u64,
    /// Place in that event, from 1.
    pub part: u32,
}

impl LotId {
    /// Reads `12.1`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new("TEXT", text, None, "is not a lot", "write a lot as 12.1");
        let (made_by, part) = text.split_once('.').ok_or_else(fault)?;
        let plain = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()) && !t.starts_with('0');
        if !plain(made_by) || !plain(part) {
            return Err(fault());
        }
        Ok(Self { made_by: made_by.parse().map_err(|_| fault())?, part: part.parse().map_err(|_| fault())? })
    }
}

impl fmt::Display for LotId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.made_by, self.part)
    }
}

#[cfg(test)]
mod tests {
    use super::Hash;

    #[test]
    fn a_hash_is_64_hex_digits_and_nothing_else() {
        let text = "0123456789abcdef".repeat(4);
        let hash = Hash::parse(&text).expect("64 digits");
        assert_eq!(hash.to_string(), text);
        assert_eq!(hash.short(), "0123456789ab");
        assert_eq!(Hash::parse(&text.to_uppercase()).ok(), Some(hash));
        for wrong in ["", "0", &text[1..], &format!("{text}00"), &text.replace("01", "+1"), &text.replace('0', "ä")] {
            assert!(Hash::parse(wrong).is_err(), "{wrong}");
        }
    }
}
