//! The roof: opens a ledger, proposes and commits acts, answers questions, verifies and replays.
//!
//! It connects the rooms below and holds no rule. Absent by design: clocks, generated ids and environment, which come
//! in through [`Stamp`]; formats; SQL.

mod collect;
mod corrected;
mod error;
mod execute;
mod import;
mod load;
mod moment;
mod order;
mod pinned;
mod prepare;
mod reach;
mod replay;
mod restore;
mod seal;
mod verify;
mod view;
mod withheld;

pub use crate::question::View;
pub use error::LedgerError;
pub use execute::{Proposal, Proposed, Receipt, Recorded};
pub use import::{Act, ImportFault, ImportFile, ImportPlan, RowOf};
pub use order::Order;
pub use pinned::Beginning;
pub use replay::Replayed;
pub use seal::genesis;
pub use verify::{Anchor, Verified, is_fault};
pub use view::{Ask, AskScope};

use crate::store::{Log, StoreError};
use crate::tree::{self, Head};
use crate::vocabulary::{Actor, Day, LedgerId, Position, StreamId};
use uuid::Uuid;

/// What only the shell knows: the time, who speaks, and ids that nobody has used.
pub struct Stamp<'a> {
    /// Microseconds since 1970 UTC.
    pub now: i64,
    /// The local calendar day.
    pub today: Day,
    /// Who says so.
    pub actor: Actor,
    /// Makes a fresh id (uuid v7).
    pub ids: &'a mut dyn FnMut() -> Uuid,
}

/// A ledger in a store.
#[derive(Debug)]
pub struct Ledger<S> {
    store: S,
    id: LedgerId,
}

impl<S: Log> Ledger<S> {
    /// Takes a store that holds a ledger.
    ///
    /// # Errors
    /// Fails when the store is empty or its first event does not begin a ledger.
    pub fn over(store: S) -> Result<Self, LedgerError> {
        let first = store.page(crate::store::Scope::All, Position(0), Position(1), 1)?;
        let Some(first) = first.into_iter().next() else {
            return Err(LedgerError::Integrity { at: None, what: "the ledger has no first event".to_owned() });
        };
        Ok(Self { store, id: first.header.ledger })
    }

    /// The ledger's id.
    pub fn id(&self) -> LedgerId {
        self.id
    }

    /// The stream of what belongs to no project.
    pub fn ledger_stream(&self) -> StreamId {
        StreamId::of_ledger(self.id)
    }

    /// Size and root of the tree.
    ///
    /// # Errors
    /// Fails when the store cannot be read.
    pub fn head(&self) -> Result<Head, LedgerError> {
        Ok(self.store.tip()?.head)
    }

    /// The tree as it was when the ledger held `size` events.
    ///
    /// # Errors
    /// Fails when the store cannot be read.
    pub fn head_at(&self, size: u64) -> Result<Head, LedgerError> {
        let head = self.head()?;
        if size >= head.size {
            return Ok(head);
        }
        Ok(tree::head_of(self.store.leaves(Position(0), Position(size))?))
    }

    /// The store below.
    pub fn store(&self) -> &S {
        &self.store
    }
}

#[cfg(feature = "sqlite")]
impl Ledger<crate::store::Sqlite> {
    /// Opens the ledger file, without looking at its pin.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub fn open_file(path: &std::path::Path) -> Result<Self, LedgerError> {
        Self::over(crate::store::Sqlite::open(path)?)
    }
}

impl From<StoreError> for LedgerError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
