//! What a batch and a compaction do to the tables, inside a transaction that the caller owns. Pure SQL: no queue, no
//! thread, no answer.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::{Batch, Sequence, StoreError};

/// What a job did.
#[derive(Debug)]
pub(super) struct Applied {
    /// The number of each append.
    pub(super) sequences: Vec<Sequence>,
    /// What still lies in the log after the commit.
    pub(super) remains: Remains,
}

/// Old bytes that a job made invalid: they lie in the log (and before the next checkpoint in the database file) until
/// they are erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remains {
    /// Only new content was written.
    Nothing,
    /// Content was replaced: to be erased soon.
    Replaced,
    /// Somebody asked for content to be gone: to be erased before the answer.
    Deleted,
}

/// Why a job had no effect.
#[derive(Debug)]
pub(super) enum Refusal {
    Conflict { key: String },
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Conflict { key } => Self::Conflict { key },
            Refusal::Database(error) => error.into(),
        }
    }
}

pub(super) fn commit(connection: &Connection, batch: &Batch) -> Result<Applied, Refusal> {
    check_conditions(connection, batch)?;
    let mut deleted = 0;
    for name in &batch.drops {
        deleted += drop_stream(connection, name)?;
    }
    let mut sequences = Vec::with_capacity(batch.appends.len());
    for (name, entry) in &batch.appends {
        sequences.push(append(connection, name, entry)?);
    }
    for key in &batch.removes {
        deleted += connection.prepare_cached("DELETE FROM pair WHERE key = ?1")?.execute([key])?;
    }
    let mut replaced = false;
    for (key, value) in &batch.puts {
        replaced |= put(connection, key, value)?;
    }
    let remains = match (deleted, replaced) {
        (0, false) => Remains::Nothing,
        (0, true) => Remains::Replaced,
        (_, _) => Remains::Deleted,
    };
    Ok(Applied { sequences, remains })
}

pub(super) fn compact(
    connection: &Connection,
    name: &str,
    through: Sequence,
    snapshot: &[u8],
) -> Result<Applied, Refusal> {
    let conflict = || Refusal::Conflict { key: name.to_owned() };
    let stream = find_stream(connection, name)?.ok_or_else(conflict)?;
    let covered = covered_by_snapshot(connection, stream)?;
    let last = last_sequence(connection, stream)?;
    let through = i64::try_from(through).map_err(|_| conflict())?;
    if through < covered.unwrap_or(1) || through > last {
        return Err(conflict());
    }
    let mut replace = connection.prepare_cached(
        "INSERT INTO snapshot (stream, through, bytes) VALUES (?1, ?2, ?3)
         ON CONFLICT (stream) DO UPDATE SET through = excluded.through, bytes = excluded.bytes",
    )?;
    replace.execute(params![stream, through, snapshot])?;
    connection
        .prepare_cached("DELETE FROM entry WHERE stream = ?1 AND sequence <= ?2")?
        .execute([stream, through])?;
    Ok(Applied { sequences: Vec::new(), remains: Remains::Replaced })
}

fn check_conditions(connection: &Connection, batch: &Batch) -> Result<(), Refusal> {
    let mut select = connection.prepare_cached("SELECT value FROM pair WHERE key = ?1")?;
    for (key, expected) in &batch.expects {
        let found: Option<Vec<u8>> = select.query_row([key], |row| row.get(0)).optional()?;
        if found != *expected {
            return Err(Refusal::Conflict { key: key.clone() });
        }
    }
    for (stream, expected) in &batch.expects_heads {
        if head(connection, stream)? != *expected {
            return Err(Refusal::Conflict { key: stream.clone() });
        }
    }
    Ok(())
}

/// The last sequence number of a stream; 0 when it does not exist.
fn head(connection: &Connection, name: &str) -> Result<Sequence, rusqlite::Error> {
    match find_stream(connection, name)? {
        Some(stream) => Ok(last_sequence(connection, stream)?.unsigned_abs()),
        None => Ok(0),
    }
}

/// The id of a stream, if it exists.
pub(super) fn find_stream(connection: &Connection, name: &str) -> Result<Option<i64>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT id FROM stream WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// The number that the snapshot of a stream covers, if it has one.
pub(super) fn covered_by_snapshot(
    connection: &Connection,
    stream: i64,
) -> Result<Option<i64>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT through FROM snapshot WHERE stream = ?1")?
        .query_row([stream], |row| row.get(0))
        .optional()
}

/// The last number of a stream that exists.
pub(super) fn last_sequence(connection: &Connection, stream: i64) -> Result<i64, rusqlite::Error> {
    let of_entries: Option<i64> = connection
        .prepare_cached("SELECT max(sequence) FROM entry WHERE stream = ?1")?
        .query_row([stream], |row| row.get(0))?;
    match of_entries {
        Some(last) => Ok(last),
        None => Ok(covered_by_snapshot(connection, stream)?.unwrap_or(0)),
    }
}

fn append(connection: &Connection, name: &str, entry: &[u8]) -> Result<Sequence, rusqlite::Error> {
    let (stream, sequence) = match find_stream(connection, name)? {
        Some(stream) => (stream, last_sequence(connection, stream)? + 1),
        None => (connection.prepare_cached("INSERT INTO stream (name) VALUES (?1)")?.insert([name])?, 1),
    };
    let mut insert =
        connection.prepare_cached("INSERT INTO entry (stream, sequence, bytes) VALUES (?1, ?2, ?3)")?;
    insert.execute(params![stream, sequence, entry])?;
    Ok(sequence.unsigned_abs())
}

/// Gives the number of streams that were there to be dropped: 0 or 1.
fn drop_stream(connection: &Connection, name: &str) -> Result<usize, rusqlite::Error> {
    let Some(stream) = find_stream(connection, name)? else { return Ok(0) };
    connection.prepare_cached("DELETE FROM entry WHERE stream = ?1")?.execute([stream])?;
    connection.prepare_cached("DELETE FROM snapshot WHERE stream = ?1")?.execute([stream])?;
    connection.prepare_cached("DELETE FROM stream WHERE id = ?1")?.execute([stream])
}

/// Sets a key; true when another value was there.
fn put(connection: &Connection, key: &str, value: &[u8]) -> Result<bool, rusqlite::Error> {
    let updated = connection
        .prepare_cached("UPDATE pair SET value = ?2 WHERE key = ?1")?
        .execute(params![key, value])?;
    if updated == 0 {
        let mut insert = connection.prepare_cached("INSERT INTO pair (key, value) VALUES (?1, ?2)")?;
        insert.execute(params![key, value])?;
    }
    Ok(updated > 0)
}
