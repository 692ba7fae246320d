//! What is known of a data folder besides its data: when it was last used, and how many workshops were ever made in it.
//!
//! Kept in a file of its own, so that it is still there when the database is not, or lost its newest part. It is no part of
//! a backup: a folder that was restored has its own history. Owns the file; decides nothing.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StoreError;
use super::files::{self, failed};

/// Name of the file in the data folder.
pub const FACTS_FILE: &str = "folder.json";

const FORMAT: &str = "pairway-folder";
/// The file has about a hundred bytes; anything larger is not ours.
const FILE_BYTES_MAX: u64 = 64 * 1024;

/// What is known of a data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FolderFacts {
    format: String,
    /// The newest time at which a server used it, by a clock that had not jumped; milliseconds since 1970.
    pub last_used_ms: u64,
    /// How many workshops were ever made in it, deleted ones counted.
    pub workshops_made: u64,
}

impl FolderFacts {
    /// These facts.
    #[must_use]
    pub fn new(last_used_ms: u64, workshops_made: u64) -> Self {
        Self { format: FORMAT.to_owned(), last_used_ms, workshops_made }
    }

    /// Reads the file of a folder; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read or is not ours.
    pub fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(FACTS_FILE);
        let mut text = Vec::new();
        let read = fs::File::open(&path)
            .and_then(|file| io::Read::read_to_end(&mut io::Read::take(file, FILE_BYTES_MAX), &mut text));
        match read {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("read", &path, &error)),
        }
        match serde_json::from_slice::<Self>(&text) {
            Ok(facts) if facts.format == FORMAT => Ok(Some(facts)),
            Ok(_) | Err(_) => Err(StoreError::Failed(format!("{} is not readable", path.display()))),
        }
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let (path, fresh) = (folder.join(FACTS_FILE), folder.join(format!("{FACTS_FILE}.new")));
        let text = serde_json::to_vec(self).map_err(|error| StoreError::Failed(error.to_string()))?;
        match fs::remove_file(&fresh) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed("remove", &fresh, &error)),
        }
        files::write_new(&fresh, &text)?;
        fs::rename(&fresh, &path).map_err(|error| failed("rename", &fresh, &error))?;
        files::sync_folder(folder)
    }
}

/// When the files of a folder were last written, milliseconds since 1970: for folders of before there were facts. `None`
/// when there is no database.
#[must_use]
pub fn last_written_ms(folder: &Path) -> Option<u64> {
    let written = |name: String| {
        let modified = fs::metadata(folder.join(name)).ok()?.modified().ok()?;
        let since = modified.duration_since(std::time::UNIX_EPOCH).ok()?;
        u64::try_from(since.as_millis()).ok()
    };
    let database = written(files::DATABASE_FILE.to_owned())?;
    Some(written(format!("{}-wal", files::DATABASE_FILE)).unwrap_or(0).max(database))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_back_replaced_whole_and_refused_when_damaged() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(FolderFacts::read(folder.path()).unwrap(), None);
        assert_eq!(last_written_ms(folder.path()), None);
        FolderFacts::new(1, 2).write(folder.path()).unwrap();
        FolderFacts::new(3, 4).write(folder.path()).unwrap();
        assert_eq!(FolderFacts::read(folder.path()).unwrap(), Some(FolderFacts::new(3, 4)));
        for damaged in ["", "{}", r#"{"format":"other","lastUsedMs":1,"workshopsMade":1}"#] {
            fs::write(folder.path().join(FACTS_FILE), damaged).unwrap();
            assert!(FolderFacts::read(folder.path()).is_err(), "{damaged:?}");
        }
    }
}
