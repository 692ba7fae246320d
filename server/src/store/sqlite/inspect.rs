//! Looking into a data folder from outside of the server, also while one runs: for checks and for `pairway token`.
//!
//! Takes no lock and writes nothing; everything it reads is of one moment.

use std::path::Path;

use rusqlite::Connection;

use super::{reader, schema};
use crate::store::files::DATABASE_FILE;
use crate::store::{StoreError, StreamContent};

/// A look at the database of a data folder at one moment.
#[derive(Debug)]
pub struct Inspection {
    connection: Connection,
}

impl Inspection {
    /// Opens the database of a folder for reading.
    ///
    /// # Errors
    /// [`StoreError::Failed`] when there is none or it is not ours, [`StoreError::TooNew`] for data of a later version.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let database = folder.join(DATABASE_FILE);
        if !database.is_file() {
            return Err(StoreError::Failed(format!("there is no data in {}", folder.display())));
        }
        let connection = schema::connect_inspector(&database)?;
        schema::checked_version(&connection)?;
        // Left open on purpose: every later read sees the moment of the first one.
        connection.execute_batch("BEGIN")?;
        Ok(Self { connection })
    }

    /// What SQLite finds wrong with the file; empty when it is whole.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn damage(&self) -> Result<Vec<String>, StoreError> {
        let mut check = self.connection.prepare("PRAGMA integrity_check")?;
        let findings = check.query_map([], |row| row.get::<_, String>(0))?;
        let findings: Vec<String> = findings.collect::<Result<_, _>>()?;
        Ok(if findings == ["ok"] { Vec::new() } else { findings })
    }

    /// All keys with this prefix and their values, in key order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn list(&self, prefix: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        Ok(reader::list(&self.connection, prefix)?)
    }

    /// Names of all streams with this prefix, in order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn streams(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        Ok(reader::streams(&self.connection, prefix)?)
    }

    /// The content of a stream; an unknown one is empty.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn load(&self, stream: &str) -> Result<StreamContent, StoreError> {
        Ok(reader::load_within(&self.connection, stream)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Batch, Store, backup};

    #[tokio::test]
    async fn host_4_a_look_needs_no_lock_sees_one_moment_and_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let store = SqliteStore::open(&data).unwrap();
        let put = |value: &str| Batch {
            puts: vec![("key".to_owned(), value.as_bytes().to_vec())],
            appends: vec![("stream".to_owned(), value.to_owned().into())],
            ..Batch::default()
        };
        store.commit(put("one")).await.unwrap();
        let inspection = Inspection::open(&data).unwrap();
        assert_eq!(inspection.list("").unwrap(), [("key".to_owned(), b"one".to_vec())]);
        store.commit(put("two")).await.unwrap();
        assert_eq!(inspection.list("").unwrap()[0].1, b"one");
        assert_eq!(inspection.load("stream").unwrap().entries.len(), 1);
        assert_eq!(Inspection::open(&data).unwrap().streams("").unwrap(), ["stream"]);
        assert_eq!(inspection.damage().unwrap(), Vec::<String>::new());
        drop(inspection);

        let copy = folder.path().join("copy");
        backup::backup(&data, &copy).unwrap();
        assert_eq!(Inspection::open(&copy).unwrap().list("").unwrap()[0].1, b"two");
        backup::restore(&copy, &folder.path().join("restored")).expect("the backup is as it was written");
    }
}
