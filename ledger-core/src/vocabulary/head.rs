//! The head: what stands for the whole ledger up to a position.
//!
//! Absent by design: how it is reckoned (the tree's), and where it is kept.

use super::Hash;
use std::fmt;

/// How many events there are, and the root of the tree over them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of events; the next event gets this position.
    pub size: u64,
    /// RFC 6962 root of the tree over the first `size` event hashes.
    pub root: Hash,
}

impl Head {
    /// The head as people keep it: the number of events and the whole root, apart by a blank.
    pub fn words(&self) -> String {
        format!("{} {}", self.size, self.root)
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.size, self.root)
    }
}
