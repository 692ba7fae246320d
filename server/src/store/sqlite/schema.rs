//! Tables of the database, how a connection is set up, and how an older file becomes a newer one. Every connection to
//! the database is opened here, so that none can forget the settings that durability and erasure rest on.
//!
//! Layout: entries are appended in rowid order, so that a commit of many streams writes few neighbouring pages; one
//! small index finds the entries of a stream. (Clustering by stream would write one page for each stream touched.)

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::unused_space::DATABASE_PAGES_MAX;
use crate::store::StoreError;

/// Marks the file as ours ("PWAY"), for `file` and for us.
const APPLICATION_ID: i32 = 0x5057_4159;

/// How long a connection waits for a lock that another process holds (a backup, an inspection by hand).
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// Step n brings a file from version n to n + 1. Released steps are never edited: files in the field went through them.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, sequence INTEGER NOT NULL, bytes BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX entry_by_stream ON entry (stream, sequence);
    CREATE TABLE snapshot (stream INTEGER PRIMARY KEY, through INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE pair (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
"];

/// Opens a connection that may write, with every setting that the store's promises need.
pub(in crate::store) fn connect(database: &Path) -> Result<Connection, rusqlite::Error> {
    // Without CREATE: a database that vanished while the server runs is an error, not an empty database.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(LOCK_WAIT)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         -- An acknowledged commit survives a power cut: the log is synced before COMMIT returns.
         PRAGMA synchronous = FULL;
         -- On macOS a plain fsync stops at the drive's cache.
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         -- What is deleted is overwritten with zeros.
         PRAGMA secure_delete = ON;
         -- Checkpoints are the checkpointer's work, never the writer's.
         PRAGMA wal_autocheckpoint = 0;
         -- Temporary tables would leave content in files that nobody erases.
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;",
    )?;
    connection.pragma_update_and_check(None, "max_page_count", DATABASE_PAGES_MAX, |_| Ok(()))?;
    let journal: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    // Some file systems silently refuse WAL; without it a commit would not be what we promise.
    if journal != "wal" || synchronous != 2 {
        return Err(rusqlite::Error::InvalidParameterName(format!(
            "the file system does not support the write-ahead log (journal {journal}, synchronous {synchronous})"
        )));
    }
    Ok(connection)
}

/// Opens a connection that only reads.
pub(super) fn connect_reader(database: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = connect(database)?;
    connection.execute_batch("PRAGMA query_only = ON")?;
    Ok(connection)
}

/// Opens a connection that cannot change one byte of the file, not even its journal mode: a backup that was looked at
/// must still be what its manifest says.
pub(super) fn connect_inspector(database: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(database, flags)?;
    connection.busy_timeout(LOCK_WAIT)?;
    connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;")?;
    Ok(connection)
}

/// Brings the file to the newest version, all steps or none.
///
/// # Errors
/// [`StoreError::TooNew`] for a file of a later program, [`StoreError::Failed`] for a file that is not ours.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    migrate_with(connection, MIGRATIONS)
}

fn migrate_with(connection: &mut Connection, steps: &[&str]) -> Result<(), StoreError> {
    let known = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(StoreError::from)?;
    let found = version(&transaction)?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    for step in steps.iter().skip(found as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

/// Version of the file; 0 for an empty one.
///
/// # Errors
/// [`StoreError::TooNew`] for a version beyond what this program knows, [`StoreError::Failed`] for a file that another
/// program wrote.
pub(in crate::store) fn checked_version(connection: &Connection) -> Result<u32, StoreError> {
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    let found = version(connection)?;
    if found > known { Err(StoreError::TooNew { found, known }) } else { Ok(found) }
}

fn version(connection: &Connection) -> Result<u32, StoreError> {
    let found: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let empty = found == 0 && application == 0 && tables == 0;
    if application != APPLICATION_ID && !empty {
        return Err(StoreError::Failed("the database was not written by Pairway".to_owned()));
    }
    Ok(found)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn empty() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    fn tables(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn store_22_later_steps_run_on_an_older_file_and_keep_its_content() {
        let mut connection = empty();
        migrate_with(&mut connection, &["CREATE TABLE a (x)"]).unwrap();
        connection.execute("INSERT INTO a VALUES (7)", []).unwrap();
        migrate_with(&mut connection, &["CREATE TABLE a (x)", "ALTER TABLE a ADD COLUMN y DEFAULT 8"])
            .unwrap();
        let row: (i64, i64) =
            connection.query_row("SELECT x, y FROM a", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        assert_eq!(row, (7, 8));
        assert_eq!(version(&connection).unwrap(), 2);
    }

    #[test]
    fn store_21_a_step_that_fails_leaves_the_file_as_it_was() {
        let mut connection = empty();
        migrate_with(&mut connection, &["CREATE TABLE a (x)"]).unwrap();
        let steps = ["CREATE TABLE a (x)", "CREATE TABLE b (x)", "CREATE TABLE b (x)"];
        assert!(matches!(migrate_with(&mut connection, &steps), Err(StoreError::Failed(_))));
        assert_eq!((version(&connection).unwrap(), tables(&connection)), (1, 1));
    }

    #[test]
    fn store_21_a_newer_file_is_refused_and_left_alone() {
        let mut connection = empty();
        migrate_with(&mut connection, &["CREATE TABLE a (x)", "CREATE TABLE b (x)"]).unwrap();
        let refused = migrate_with(&mut connection, &["CREATE TABLE a (x)"]);
        assert!(matches!(refused, Err(StoreError::TooNew { found: 2, known: 1 })));
        assert_eq!((version(&connection).unwrap(), tables(&connection)), (2, 2));
    }

    #[test]
    fn store_21_a_database_of_another_program_is_refused() {
        let mut connection = empty();
        connection.execute_batch("CREATE TABLE recipes (x)").unwrap();
        assert!(matches!(migrate(&mut connection), Err(StoreError::Failed(_))));
        assert_eq!(tables(&connection), 1);
    }
}
