//! Waiting for other processes: short, at random, and not for ever.
//!
//! SQLite's own waiting grows to a tenth of a second, so that who comes late passes who has waited long. Here everybody who
//! waits looks again every few milliseconds, each after a time of its own, and nobody is passed for long. Absent by design:
//! a queue, which a killed process would leave standing.

use rusqlite::Connection;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// Shortest pause and what is added at random, in microseconds.
const PAUSE: (u64, u64) = (300, 4_000);

/// Lets a connection wait, pauses summed, up to `limit` each time that another process is in the way.
pub(super) fn at_most(connection: &mut Connection, limit: Duration) -> rusqlite::Result<()> {
    let mut waited = Duration::ZERO;
    let mut random = RandomState::new().build_hasher();
    connection.busy_handler(Some(move |tries: i32| {
        if tries == 0 {
            waited = Duration::ZERO;
        }
        if waited >= limit {
            return false;
        }
        random.write_i32(tries);
        let pause = Duration::from_micros(PAUSE.0 + random.finish() % PAUSE.1);
        std::thread::sleep(pause);
        waited += pause;
        true
    }))
}
