//! Sealing: the header of an event, byte for byte, and its hash (suite 1).
//!
//! A header commits to everything that is said about an event; the payload is committed to by its hash, so that it can
//! be withheld without breaking the chain. Absent by design: what the payload means, where bytes are kept, and the
//! making of ids and times.

use crate::vocabulary::{CommandId, EventId, Hash, LedgerId, Position, StreamId};

/// The only suite so far: this header layout, BLAKE3 chain, SHA-256 tree, canonical JSON payload.
pub const SUITE: u8 = 1;

/// Key-derivation context of the event hash; never changes within suite 1.
pub const CONTEXT: &str = "licence-ledger 2026-11 event suite 1";

/// Why an event stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A command was judged and accepted.
    Decision,
    /// Reported, and recorded as it happened.
    Fact,
    /// A statement of a state.
    Observation,
    /// Corrects an earlier event.
    Correction,
    /// Made by the ledger itself.
    System,
}

impl Origin {
    /// The stored number.
    pub fn code(self) -> u8 {
        match self {
            Self::Decision => 1,
            Self::Fact => 2,
            Self::Observation => 3,
            Self::Correction => 4,
            Self::System => 5,
        }
    }

    /// Reads the stored number.
    pub fn from_code(code: u8) -> Option<Self> {
        [Self::Decision, Self::Fact, Self::Observation, Self::Correction, Self::System]
            .into_iter()
            .find(|o| o.code() == code)
    }

    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Fact => "fact",
            Self::Observation => "observation",
            Self::Correction => "correction",
            Self::System => "system",
        }
    }
}

/// Every field that is hashed, in hashing order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Layout and algorithms; [`SUITE`].
    pub suite: u8,
    /// The ledger that the event belongs to.
    pub ledger: LedgerId,
    /// The stream that the event belongs to.
    pub stream: StreamId,
    /// Place in the stream, dense from 1.
    pub version: u64,
    /// Hash of the stream's event before; zeros for version 1.
    pub previous: Hash,
    /// The event's own id.
    pub event: EventId,
    /// The command that wrote it.
    pub command: CommandId,
    /// BLAKE3 of the command's business input in canonical form.
    pub request: Hash,
    /// Place in the command's batch, from 1.
    pub part: u16,
    /// Size of the command's batch.
    pub parts: u16,
    /// Past-tense fact in kebab case.
    pub kind: String,
    /// Version of the payload's shape for that kind.
    pub schema: u16,
    /// Stored number of an [`Origin`].
    pub origin: u8,
    /// Calendar date from which it is true, `YYYY-MM-DD`.
    pub effective: String,
    /// Microseconds since 1970 UTC, never decreasing by position.
    pub recorded: i64,
    /// Who said so.
    pub actor: String,
    /// BLAKE3 of the rulebook that judged it.
    pub rulebook: Hash,
    /// BLAKE3 of the stored payload bytes.
    pub payload_hash: Hash,
}

impl Header {
    /// The bytes that are hashed: integers big-endian, texts behind their u32 length.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(320);
        let text = |out: &mut Vec<u8>, text: &str| {
            out.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend(text.as_bytes());
        };
        out.push(self.suite);
        out.extend(self.ledger.0.as_bytes());
        out.extend(self.stream.0.as_bytes());
        out.extend(self.version.to_be_bytes());
        out.extend(self.previous.0);
        out.extend(self.event.0.as_bytes());
        out.extend(self.command.0.as_bytes());
        out.extend(self.request.0);
        out.extend(self.part.to_be_bytes());
        out.extend(self.parts.to_be_bytes());
        text(&mut out, &self.kind);
        out.extend(self.schema.to_be_bytes());
        out.push(self.origin);
        text(&mut out, &self.effective);
        out.extend(self.recorded.to_be_bytes());
        text(&mut out, &self.actor);
        out.extend(self.rulebook.0);
        out.extend(self.payload_hash.0);
        out
    }

    /// The event's hash: BLAKE3 in key-derivation mode over [`Header::bytes`].
    pub fn hash(&self) -> Hash {
        Hash(blake3::derive_key(CONTEXT, &self.bytes()))
    }
}

/// An event as it is stored: position, header, payload text and the hash that the chain and the tree go on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Place in the whole ledger. Not hashed: the tree over all events commits to it.
    pub position: Position,
    /// The hashed fields.
    pub header: Header,
    /// The stored payload, canonical JSON; absent where it was withheld.
    pub payload: Option<String>,
    /// The stored hash.
    pub hash: Hash,
}

impl Sealed {
    /// Whether the stored hash is that of the header, and the payload that which the header names.
    pub fn is_whole(&self) -> bool {
        self.hash == self.header.hash()
            && self.payload.as_ref().is_none_or(|text| Hash::blake3(text.as_bytes()) == self.header.payload_hash)
    }
}
