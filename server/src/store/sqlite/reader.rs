//! The threads that read, each with a connection of its own: in WAL mode they see the last commit and never wait for
//! the writer. A connection that gave an error is thrown away and opened again for the next read.

use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

use super::{apply, schema};
use crate::store::{Sequence, StoreError, StreamContent, StreamTail};

/// A read in the queue; it answers its caller itself.
pub(super) type Read = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Health + Send>;

/// What a read says of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    Sound,
    Suspect,
}

/// Reads until the queue ends.
pub(super) fn run(database: &Path, reads: &Mutex<Receiver<Read>>) {
    let mut connection: Option<Connection> = None;
    loop {
        // The lock is held while waiting: whoever holds it takes the next read, the other thread waits for the lock.
        let next = reads.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(read) = next else { return };
        let opened = match connection.take() {
            Some(open) => Ok(open),
            None => schema::connect_reader(database).map_err(StoreError::from),
        };
        let health = read(opened.as_ref().map_err(Clone::clone));
        connection = opened.ok().filter(|_| health == Health::Sound);
    }
}

pub(super) fn load(connection: &Connection, name: &str) -> Result<StreamContent, rusqlite::Error> {
    // One transaction: snapshot and entries of the same moment.
    let transaction = connection.unchecked_transaction()?;
    load_within(&transaction, name)
}

/// As [`load`], inside of a transaction that the caller began.
pub(super) fn load_within(connection: &Connection, name: &str) -> Result<StreamContent, rusqlite::Error> {
    let Some(stream) = apply::find_stream(connection, name)? else {
        return Ok(StreamContent::default());
    };
    let snapshot = connection
        .prepare_cached("SELECT through, bytes FROM snapshot WHERE stream = ?1")?
        .query_row([stream], numbered)
        .optional()?;
    let entries = connection
        .prepare_cached("SELECT sequence, bytes FROM entry WHERE stream = ?1 ORDER BY sequence")?
        .query_map([stream], numbered)?
        .collect::<Result<_, _>>()?;
    Ok(StreamContent { snapshot, entries })
}

pub(super) fn load_after(
    connection: &Connection,
    name: &str,
    after: Sequence,
) -> Result<StreamTail, rusqlite::Error> {
    // One transaction: head, snapshot and entries of the same moment.
    let transaction = connection.unchecked_transaction()?;
    let Some(stream) = apply::find_stream(&transaction, name)? else { return Ok(StreamTail::default()) };
    let compacted_through = apply::covered_by_snapshot(&transaction, stream)?.unwrap_or(0).unsigned_abs();
    let head = apply::last_sequence(&transaction, stream)?.unsigned_abs();
    let entries = transaction
        .prepare_cached(
            "SELECT sequence, bytes FROM entry WHERE stream = ?1 AND sequence > ?2 ORDER BY sequence",
        )?
        // Beyond the largest number that SQLite knows there is nothing.
        .query_map([stream, i64::try_from(after).unwrap_or(i64::MAX)], numbered)?
        .collect::<Result<_, _>>()?;
    Ok(StreamTail { head, compacted_through, entries })
}

fn numbered(row: &rusqlite::Row<'_>) -> Result<(Sequence, bytes::Bytes), rusqlite::Error> {
    Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, Vec<u8>>(1)?.into()))
}

pub(super) fn get(connection: &Connection, key: &str) -> Result<Option<Vec<u8>>, rusqlite::Error> {
    let mut select = connection.prepare_cached("SELECT value FROM pair WHERE key = ?1")?;
    select.query_row([key], |row| row.get(0)).optional()
}

pub(super) fn get_many(
    connection: &Connection,
    keys: &[String],
) -> Result<Vec<Option<Vec<u8>>>, rusqlite::Error> {
    // One transaction: all values of the same moment.
    let transaction = connection.unchecked_transaction()?;
    keys.iter().map(|key| get(&transaction, key)).collect()
}

pub(super) fn range(
    connection: &Connection,
    (from, to): (&str, &str),
    limit: usize,
) -> Result<Vec<(String, Vec<u8>)>, rusqlite::Error> {
    let mut select = connection
        .prepare_cached("SELECT key, value FROM pair WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT ?3")?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let pairs = select.query_map(rusqlite::params![from, to, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
    pairs.collect()
}

pub(super) fn list(connection: &Connection, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, rusqlite::Error> {
    // From the prefix on in byte order until the first key without it: no pattern, so no character has a meaning.
    let mut select = connection.prepare_cached("SELECT key, value FROM pair WHERE key >= ?1 ORDER BY key")?;
    let mut rows = select.query([prefix])?;
    let mut pairs = Vec::new();
    while let Some(row) = rows.next()? {
        let key: String = row.get(0)?;
        if !key.starts_with(prefix) {
            break;
        }
        pairs.push((key, row.get(1)?));
    }
    Ok(pairs)
}

pub(super) fn streams(connection: &Connection, prefix: &str) -> Result<Vec<String>, rusqlite::Error> {
    let mut select = connection.prepare_cached("SELECT name FROM stream WHERE name >= ?1 ORDER BY name")?;
    let mut rows = select.query([prefix])?;
    let mut names = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        if !name.starts_with(prefix) {
            break;
        }
        names.push(name);
    }
    Ok(names)
}
