//! Leaving a database nothing that it could do with a connection: limits, defences, patience.
//!
//! Absent by design: settings of durability, which only a file that is written needs.

use super::wait;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use std::time::Duration;

/// How long a statement waits for other processes.
const WAIT: Duration = Duration::from_secs(10);
/// Longest row in bytes: a 50 MB document and what stands around it.
const LONGEST_ROW: i32 = 64 * 1024 * 1024;
const STATEMENTS: usize = 40;

/// Leaves a database nothing that it could do with this connection.
pub(super) fn harden(connection: &mut Connection) -> rusqlite::Result<()> {
    wait::at_most(connection, WAIT)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_ROW)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        // Without it statements are planned anew for each bound value.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        connection.set_db_config(setting, on)?;
    }
    Ok(())
}
