//! What is done to a world before a case runs: files that are none, ledgers that are damaged, locks.
//!
//! Absent by design: judging how the program takes it.

use crate::world::World;
use rusqlite::Connection;
use std::fs;
use std::os::unix::fs::{FileExt, PermissionsExt, symlink};
use std::process::Command;

/// What must live as long as the case runs.
pub(crate) enum Held {
    /// Nothing.
    Nothing,
    /// A lock on the ledger.
    Lock(Connection),
}

/// Does one thing to the world.
///
/// # Errors
/// Says what cannot be done or is not known.
pub(crate) fn inflict(world: &mut World<'_>, what: &str) -> Result<Held, String> {
    let (word, rest) = what.split_once(' ').unwrap_or((what, ""));
    match word {
        "folder" => io(fs::create_dir_all(world.path(rest)?))?,
        "fifo" => run("mkfifo", &world.path(rest)?)?,
        "mode" => {
            let (mode, path) = rest.split_once(' ').ok_or("mode MODE PATH")?;
            let mode = u32::from_str_radix(mode, 8).map_err(|error| error.to_string())?;
            io(fs::set_permissions(world.path(path)?, fs::Permissions::from_mode(mode)))?;
        }
        "link" => {
            let (path, to) = rest.split_once(' ').ok_or("link PATH TARGET")?;
            io(symlink(world.path(to)?, world.path(path)?))?;
        }
        "hard-link" => io(fs::hard_link(world.ledger(), world.path(rest)?))?,
        "put" => {
            let (path, text) = rest.split_once(' ').unwrap_or((rest, ""));
            world.put(&world.path(path)?, text)?;
        }
        "remove" => io(fs::remove_file(world.path(rest)?))?,
        "cut" => cut(world, rest)?,
        "overwrite" => overwrite(world, rest)?,
        "sql" => sql(world, rest)?,
        "tamper" => tamper(world, rest)?,
        "other-database" => {
            io(fs::remove_file(world.ledger()))?;
            sql(world, rest)?;
        }
        "older" => io(fs::write(world.ledger(), world.prepared()))?,
        "pin" => pin(world, rest)?,
        "lock" => {
            world.be_patient();
            let connection = open(world)?;
            connection.execute_batch(&format!("BEGIN {rest}")).map_err(|error| error.to_string())?;
            return Ok(Held::Lock(connection));
        }
        _ => return Err(format!("{word} is nothing that can be done")),
    }
    Ok(Held::Nothing)
}

fn io<T>(result: std::io::Result<T>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

fn run(program: &str, path: &std::path::Path) -> Result<(), String> {
    let status = io(Command::new(program).arg(path).status())?;
    if status.success() { Ok(()) } else { Err(format!("{program} failed")) }
}

fn open(world: &World<'_>) -> Result<Connection, String> {
    Connection::open(world.ledger()).map_err(|error| error.to_string())
}

fn sql(world: &World<'_>, statements: &str) -> Result<(), String> {
    open(world)?.execute_batch(statements).map_err(|error| format!("{statements}: {error}"))
}

/// Changes rows behind the guards, and puts the guards back.
fn tamper(world: &World<'_>, statements: &str) -> Result<(), String> {
    let connection = open(world)?;
    let fault = |error: rusqlite::Error| format!("{statements}: {error}");
    let mut query = connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").map_err(fault)?;
    let guards = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).map_err(fault)?;
    let guards: Vec<(String, String)> = guards.collect::<Result<_, _>>().map_err(fault)?;
    connection.execute_batch("PRAGMA foreign_keys = OFF").map_err(fault)?;
    for (name, _) in &guards {
        connection.execute_batch(&format!("DROP TRIGGER \"{name}\"")).map_err(fault)?;
    }
    connection.execute_batch(statements).map_err(fault)?;
    for (_, text) in &guards {
        connection.execute_batch(text).map_err(fault)?;
    }
    Ok(())
}

/// Leaves so many bytes; a negative number takes them from the end.
fn cut(world: &World<'_>, rest: &str) -> Result<(), String> {
    let bytes = i64::try_from(world.prepared().len()).map_err(|error| error.to_string())?;
    let wanted: i64 = rest.parse().map_err(|_| "cut BYTES")?;
    let left = u64::try_from(if wanted < 0 { bytes + wanted } else { wanted }).map_err(|error| error.to_string())?;
    io(io(fs::OpenOptions::new().write(true).open(world.ledger()))?.set_len(left))
}

fn overwrite(world: &World<'_>, rest: &str) -> Result<(), String> {
    let (at, text) = rest.split_once(' ').ok_or("overwrite OFFSET TEXT")?;
    let at = at.parse().map_err(|_| "overwrite OFFSET TEXT")?;
    let file = io(fs::OpenOptions::new().write(true).open(world.ledger()))?;
    io(file.write_all_at(&world.bytes(text)?, at))
}

/// Changes every pin: a text replaces it, `old => new` a part of it.
fn pin(world: &World<'_>, rest: &str) -> Result<(), String> {
    let mut found = 0;
    for entry in io(fs::read_dir(world.path("{state}")?))? {
        let path = io(entry)?.path();
        found += 1;
        match rest.split_once(" => ") {
            Some((old, new)) => {
                let text = io(fs::read_to_string(&path))?;
                let changed = text.replace(old, new);
                if changed == text {
                    return Err(format!("the pin does not hold {old}: {text}"));
                }
                io(fs::write(&path, changed))?;
            }
            None => world.put(&path, rest)?,
        }
    }
    if found == 1 { Ok(()) } else { Err(format!("there are {found} pins where one is expected")) }
}
