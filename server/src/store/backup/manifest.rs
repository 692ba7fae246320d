//! What belongs to a backup: the length and the SHA-256 of each of its files, in `backup.json`. Owns that file's form and how
//! files are measured.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::store::StoreError;
use crate::store::files::{self, DATABASE_FILE, SECRET_FILE, failed};

/// Its name in the folder of the backup.
pub(super) const MANIFEST_FILE: &str = "backup.json";
const MANIFEST_FORMAT: &str = "pairway-backup";
const MANIFEST_VERSION: u32 = 1;
/// Bytes read at once while a file is copied or checked.
const COPY_BYTES: usize = 256 * 1024;
/// A manifest is a few hundred bytes; anything larger is not ours.
const MANIFEST_BYTES_MAX: u64 = 64 * 1024;

/// The files of a backup, and when it was made.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    format: String,
    version: u32,
    /// Milliseconds since 1970.
    pub(super) created_at: u64,
    pub(super) files: BTreeMap<String, FileFacts>,
}

/// What a file of a backup must be.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileFacts {
    bytes: u64,
    sha256: String,
}

impl Manifest {
    /// Of these files, made at this time.
    pub(super) fn of(files: BTreeMap<String, FileFacts>, created_at: u64) -> Self {
        Self { format: MANIFEST_FORMAT.to_owned(), version: MANIFEST_VERSION, created_at, files }
    }

    /// Writes it into the folder of a backup.
    pub(super) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| StoreError::Failed(error.to_string()))?;
        files::write_new(&folder.join(MANIFEST_FILE), &text)
    }

    /// Reads it from the folder of a backup.
    ///
    /// # Errors
    /// When it is none of ours, or of a later version.
    pub(super) fn read(folder: &Path) -> Result<Self, StoreError> {
        let path = &folder.join(MANIFEST_FILE);
        let read = || {
            let mut text = Vec::new();
            io::Read::read_to_end(&mut io::Read::take(File::open(path)?, MANIFEST_BYTES_MAX), &mut text)?;
            Ok(text)
        };
        let text = read().map_err(|error| failed("read", path, &error))?;
        let damaged = |why: &str| StoreError::Failed(format!("{} is not a backup: {why}", path.display()));
        let manifest: Self = serde_json::from_slice(&text).map_err(|error| damaged(&error.to_string()))?;
        if manifest.format != MANIFEST_FORMAT {
            return Err(damaged("its format is unknown"));
        }
        if manifest.version > MANIFEST_VERSION {
            return Err(StoreError::TooNew { found: manifest.version, known: MANIFEST_VERSION });
        }
        // Only the names we write: a manifest must not be able to reach other files.
        if manifest.files.keys().any(|name| name != DATABASE_FILE && name != SECRET_FILE) {
            return Err(damaged("it lists unknown files"));
        }
        if !manifest.files.contains_key(DATABASE_FILE) {
            return Err(damaged("it has no database"));
        }
        Ok(manifest)
    }
}

/// Copies a file, and says what was read.
pub(super) fn copy_file(from: &Path, to: &Path) -> Result<FileFacts, StoreError> {
    files::create_file(to)?;
    let copy = || {
        let mut target = File::options().write(true).open(to)?;
        let facts = digest(&mut File::open(from)?, &mut target)?;
        target.sync_all()?;
        Ok(facts)
    };
    copy().map_err(|error| failed("copy", from, &error))
}

/// What a file is.
pub(super) fn file_facts(path: &Path) -> Result<FileFacts, StoreError> {
    let read = || digest(&mut File::open(path)?, &mut io::sink());
    read().map_err(|error| failed("read", path, &error))
}

fn digest(from: &mut impl io::Read, to: &mut impl io::Write) -> io::Result<FileFacts> {
    let mut hash = Sha256::new();
    let mut bytes = 0;
    let mut buffer = vec![0; COPY_BYTES];
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        hash.update(&buffer[..count]);
        to.write_all(&buffer[..count])?;
        bytes += count as u64;
    }
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(FileFacts { bytes, sha256 })
}
