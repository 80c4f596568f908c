//! The Merkle tree of RFC 6962 over the event hashes, in the order of their positions (SHA-256).
//!
//! Leaf data is the 32-byte event hash. Only the right edge is kept: the roots of the perfect subtrees from which head
//! and growth follow; [`checkpoint`] reads a head that was kept in a file, [`KeptHead`] one that was copied. Absent by design: events (32 bytes are all
//! that is seen), proofs and signatures.

pub mod checkpoint;
mod kept;

pub use crate::vocabulary::Head;
pub use checkpoint::{Checkpoint, CheckpointFault, KeptIn};
pub use kept::KeptHead;

use crate::vocabulary::Hash;
use sha2::{Digest, Sha256};

/// Domain separation of leaves and nodes, RFC 6962 section 2.1.
const LEAF: [u8; 1] = [0x00];
const NODE: [u8; 1] = [0x01];

/// The right edge of a growing tree: enough to add leaves and to name the head, in logarithmic space.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frontier {
    size: u64,
    /// Roots of the perfect subtrees from the left (largest) to the right, one for each set bit of `size`.
    roots: Vec<Hash>,
}

impl Frontier {
    /// The largest size that [`Frontier::from_bytes`] accepts: what a signed 64-bit column can hold.
    pub const MAX_SIZE: u64 = i64::MAX.unsigned_abs();

    /// The edge of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a leaf; its data is the event's hash.
    pub fn push(&mut self, event: Hash) {
        let mut subtree = leaf(event);
        let full = self.size.trailing_ones();
        for _ in 0..full {
            // `roots` has one entry for each set bit of `size`, so that there is one to take each time.
            let Some(left) = self.roots.pop() else { break };
            subtree = node(left, subtree);
        }
        self.roots.push(subtree);
        // 2^64 leaves are out of reach: stored sizes are bounded by `MAX_SIZE`, the rest are pushes.
        self.size = self.size.saturating_add(1);
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Size and root; the root of the empty tree is SHA-256 of nothing.
    pub fn head(&self) -> Head {
        let root = self.roots.iter().rev().copied().reduce(|right, left| node(left, right));
        Head { size: self.size, root: root.unwrap_or_else(|| digest([])) }
    }

    /// The form for storing: the size as eight big-endian bytes, then the roots from the left.
    pub fn to_bytes(&self) -> Vec<u8> {
        let roots = self.roots.iter().flat_map(|root| root.0);
        self.size.to_be_bytes().into_iter().chain(roots).collect()
    }

    /// Reads the form for storing; `None` unless there are as many roots as that size has perfect subtrees.
    ///
    /// The roots themselves cannot be checked here: compare the head with [`head_of`] the leaves for that.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, rest) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let (roots, tail) = rest.as_chunks::<32>();
        let fits = tail.is_empty() && size <= Self::MAX_SIZE && u32::try_from(roots.len()) == Ok(size.count_ones());
        fits.then(|| Self { size, roots: roots.iter().copied().map(Hash).collect() })
    }
}

/// The head of the tree over these event hashes, computed from nothing else.
pub fn head_of(leaves: impl IntoIterator<Item = Hash>) -> Head {
    let mut frontier = Frontier::new();
    leaves.into_iter().for_each(|event| frontier.push(event));
    frontier.head()
}

fn leaf(event: Hash) -> Hash {
    digest([&LEAF[..], &event.0])
}

fn node(left: Hash, right: Hash) -> Hash {
    digest([&NODE[..], &left.0, &right.0])
}

fn digest<const N: usize>(parts: [&[u8]; N]) -> Hash {
    let hasher = parts.into_iter().fold(Sha256::new(), |hasher, part| hasher.chain_update(part));
    Hash(hasher.finalize().into())
}
