//! Rows to events and back: column by column, nothing computed.
//!
//! Absent by design: checking hashes.

use crate::event::seal::{Header, Sealed};
use crate::event::subject::{Subject, SubjectKind};
use crate::vocabulary::{CommandId, EventId, Hash, LedgerId, Position, StreamId};
use rusqlite::types::Type;
use rusqlite::{Error, Result, Row, Statement, params};
use uuid::Uuid;

/// Reads an event from the columns in their fixed order.
pub(super) fn sealed(row: &Row<'_>) -> Result<Sealed> {
    let header = Header {
        suite: row.get(0)?,
        ledger: LedgerId(id(row, 1)?),
        stream: stream(row, 2)?,
        version: count(row, 3)?,
        previous: hash(row, 4)?,
        event: EventId(id(row, 5)?),
        command: CommandId(id(row, 6)?),
        request: hash(row, 7)?,
        part: row.get(8)?,
        parts: row.get(9)?,
        kind: row.get(10)?,
        schema: row.get(11)?,
        origin: row.get(12)?,
        effective: row.get(13)?,
        recorded: row.get(14)?,
        actor: row.get(15)?,
        rulebook: hash(row, 16)?,
        payload_hash: hash(row, 17)?,
    };
    Ok(Sealed { position: position(row, 18)?, header, payload: row.get(19)?, hash: hash(row, 20)? })
}

/// Writes an event into the columns in their fixed order.
pub(super) fn insert(statement: &mut Statement<'_>, sealed: &Sealed) -> Result<usize> {
    let h = &sealed.header;
    statement.execute(params![
        h.suite,
        h.ledger.0.as_bytes(),
        h.stream.0.as_bytes(),
        signed(h.version)?,
        h.previous.0,
        h.event.0.as_bytes(),
        h.command.0.as_bytes(),
        h.request.0,
        h.part,
        h.parts,
        h.kind,
        h.schema,
        h.origin,
        h.effective,
        h.recorded,
        h.actor,
        h.rulebook.0,
        h.payload_hash.0,
        signed(sealed.position.0)?,
        sealed.payload,
        sealed.hash.0,
    ])
}

/// Reads an index entry: kind, name, position.
pub(super) fn subject(row: &Row<'_>) -> Result<(Subject, Position)> {
    let word: String = row.get(0)?;
    let kind = SubjectKind::from_word(&word).ok_or_else(|| {
        Error::FromSqlConversionFailure(0, Type::Text, format!("{word:?} is no kind of subject").into())
    })?;
    Ok((Subject::new(kind, row.get::<_, String>(1)?), position(row, 2)?))
}

pub(super) fn stream(row: &Row<'_>, column: usize) -> Result<StreamId> {
    id(row, column).map(StreamId)
}

pub(super) fn position(row: &Row<'_>, column: usize) -> Result<Position> {
    count(row, column).map(Position)
}

pub(super) fn hash(row: &Row<'_>, column: usize) -> Result<Hash> {
    row.get(column).map(Hash)
}

pub(super) fn count(row: &Row<'_>, column: usize) -> Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| Error::IntegralValueOutOfRange(column, number))
}

/// A number for a column; SQLite counts to 2^63 - 1.
pub(super) fn signed(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|error| Error::ToSqlConversionFailure(error.into()))
}

fn id(row: &Row<'_>, column: usize) -> Result<Uuid> {
    row.get(column).map(Uuid::from_bytes)
}
