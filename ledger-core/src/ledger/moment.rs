//! Times and positions: how many events had been recorded by a time, and when one was.
//!
//! Recorded times never decrease by position, so that a time is found by halving. Absent by design: clocks, and
//! checking that rule (verification does).

use super::{Ledger, LedgerError};
use crate::store::{Log, Scope};
use crate::vocabulary::Position;

impl<S: Log> Ledger<S> {
    /// The number of events that were recorded up to and including a time (microseconds since 1970 UTC).
    ///
    /// # Errors
    /// Fails when the store cannot be read.
    pub fn known_by(&self, time: i64) -> Result<u64, LedgerError> {
        let (mut known, mut later) = (0, self.head()?.size);
        while known < later {
            let middle = known + (later - known) / 2;
            match self.recorded_at(Position(middle))? {
                Some(recorded) if recorded <= time => known = middle + 1,
                Some(_) | None => later = middle,
            }
        }
        Ok(known)
    }

    /// When the event of that position was recorded, microseconds since 1970 UTC; absent where there is none.
    ///
    /// # Errors
    /// Fails when the store cannot be read.
    pub fn recorded_at(&self, position: Position) -> Result<Option<i64>, LedgerError> {
        let next = Position(position.0.saturating_add(1));
        let found = self.store.page(Scope::All, position, next, 1)?;
        Ok(found.first().map(|sealed| sealed.header.recorded))
    }
}
