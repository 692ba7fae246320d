//! Backup and restore of a data folder. A backup is one folder:
//!
//! ```text
//! pairway.db    the database at one moment, without deleted content and without open ballots
//! secret.key    the key that signs tokens, so that people stay signed in after a restore
//! backup.json   what belongs to the backup: length and SHA-256 of each file; written last
//! ```
//!
//! A backup is as confidential as the data folder: it holds the key. This file knows the files of the data folder, but
//! nothing of rooms; it works beside a running server because SQLite gives each connection one moment of the database.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use self::manifest::{Manifest, copy_file, file_facts};
use super::epoch::{EPOCH_KEY, Epoch};
use super::files::{self, DATABASE_FILE, FolderLock, LOCK_FILE, SECRET_FILE, failed};
use super::sqlite::changed_pages::Pages;
use super::sqlite::{schema, unused_space};
use super::{NOT_IN_BACKUPS_END, NOT_IN_BACKUPS_PREFIX, StoreError};
use crate::clock::now_ms;

mod manifest;

/// Ending of a file or folder that is not complete yet.
const PARTIAL: &str = "partial";

/// Copies the data folder to a new folder, also while a server uses it.
///
/// The copy appears under its name only once it is complete and on disk; an interrupted one leaves a folder ending in
/// `.partial`, which the next backup to the same place removes.
///
/// # Errors
/// [`StoreError::Failed`] when `to` exists, when there is no data, or when the disk fails; [`StoreError::TooNew`] for
/// data of a later version.
pub fn backup(folder: &Path, to: &Path) -> Result<(), StoreError> {
    let database = folder.join(DATABASE_FILE);
    if !database.is_file() {
        return Err(StoreError::Failed(format!("there is no data in {}", folder.display())));
    }
    if to.exists() {
        return Err(StoreError::Failed(format!("{} exists already", to.display())));
    }
    let partial = partial_path(to);
    if partial.exists() {
        fs::remove_dir_all(&partial).map_err(|error| failed("remove", &partial, &error))?;
    }
    files::create_folder(&partial)?;

    let mut facts = BTreeMap::new();
    let copied_database = partial.join(DATABASE_FILE);
    copy_database(&database, &copied_database)?;
    facts.insert(DATABASE_FILE.to_owned(), file_facts(&copied_database)?);
    let secret = folder.join(SECRET_FILE);
    if secret.is_file() {
        let copied_secret = partial.join(SECRET_FILE);
        facts.insert(SECRET_FILE.to_owned(), copy_file(&secret, &copied_secret)?);
    }
    Manifest::of(facts, now_ms()).write(&partial)?;
    files::sync_folder(&partial)?;
    fs::rename(&partial, to).map_err(|error| failed("rename", &partial, &error))?;
    files::sync_folder(&files::parent_of(to))
}

/// Puts a backup into an empty or new data folder.
///
/// Every file is compared with the manifest and the database is checked before anything takes its final name; the
/// database takes it last. After an interruption the same restore can be started again.
///
/// # Errors
/// [`StoreError::InUse`] when a server uses the folder, [`StoreError::Failed`] when the folder is not empty, when the
/// backup is damaged or incomplete, or when the disk fails; [`StoreError::TooNew`] for a backup of a later version.
pub fn restore(from: &Path, folder: &Path) -> Result<(), StoreError> {
    let manifest = Manifest::read(from)?;
    files::create_folder(folder)?;
    let _lock = FolderLock::take(folder)?;
    refuse_content(folder)?;

    for (name, expected) in &manifest.files {
        let target = partial_path(&folder.join(name));
        remove_leftover(&target)?;
        let found = copy_file(&from.join(name), &target)?;
        if found != *expected {
            return Err(StoreError::Failed(format!(
                "the backup is damaged: {name} is not as it was written"
            )));
        }
    }
    let database = partial_path(&folder.join(DATABASE_FILE));
    check_database(&database)?;
    begin_epoch(&database, &Epoch::begin(now_ms(), Some(manifest.created_at)))?;

    // The database last: a folder without it never looks like a finished restore.
    let (databases, others): (Vec<_>, Vec<_>) =
        manifest.files.keys().partition(|name| *name == DATABASE_FILE);
    for name in others.into_iter().chain(databases) {
        let target = folder.join(name);
        let partial = partial_path(&target);
        fs::rename(&partial, &target).map_err(|error| failed("rename", &partial, &error))?;
        files::sync_folder(folder)?;
    }
    Ok(())
}

fn partial_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, ToOwned::to_owned);
    name.push(".");
    name.push(PARTIAL);
    path.with_file_name(name)
}

/// The database at one moment, into a file of its own. It is written anew, so it holds nothing that was deleted.
fn copy_database(database: &Path, target: &Path) -> Result<(), StoreError> {
    // Made beforehand, because SQLite would let others read it.
    files::create_file(target)?;
    let connection = schema::connect(database)?;
    schema::checked_version(&connection)?;
    let target_name = target.to_str().ok_or_else(|| {
        StoreError::Failed(format!("the path {} cannot be written as text", target.display()))
    })?;
    connection.execute("VACUUM INTO ?1", [target_name])?;
    leave_out_what_is_open(target)?;
    let synced = File::open(target).and_then(|file| file.sync_all());
    synced.map_err(|error| failed("sync", target, &error))
}

/// Takes out of the copy what no backup holds; its bytes are overwritten.
fn leave_out_what_is_open(target: &Path) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(target, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // No file beside the copy, where the bytes would stand once more.
    connection.execute_batch("PRAGMA journal_mode = MEMORY; PRAGMA secure_delete = ON;")?;
    connection.execute(
        "DELETE FROM pair WHERE key >= ?1 AND key < ?2",
        [NOT_IN_BACKUPS_PREFIX, NOT_IN_BACKUPS_END],
    )?;
    unused_space::erase(&connection, &Pages::All)?;
    connection.close().map_err(|(_, error)| error.into())
}

/// Only the lock and leftovers of an interrupted restore may lie in a folder that is restored to.
fn refuse_content(folder: &Path) -> Result<(), StoreError> {
    let ours =
        [LOCK_FILE.to_owned(), format!("{DATABASE_FILE}.{PARTIAL}"), format!("{SECRET_FILE}.{PARTIAL}")];
    let interrupted = folder.join(format!("{DATABASE_FILE}.{PARTIAL}")).exists();
    for entry in fs::read_dir(folder).map_err(|error| failed("read", folder, &error))? {
        let name = entry.map_err(|error| failed("read", folder, &error))?.file_name();
        let left_over = ours.iter().any(|ours| name == ours.as_str())
            // Renamed already, while the database was not yet: the restore was cut between the two.
            || (interrupted && name == SECRET_FILE);
        if !left_over {
            return Err(StoreError::Failed(format!(
                "{} is not empty (it holds {}): restore only into a new folder",
                folder.display(),
                name.display()
            )));
        }
    }
    Ok(())
}

fn remove_leftover(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed("remove", path, &error)),
    }
}

fn check_database(path: &Path) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    schema::checked_version(&connection)?;
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StoreError::Failed(format!("the database in the backup is damaged: {verdict}")))
    }
}

/// Notes in the restored database that it was set back, before it takes its name: no server ever serves it without that.
fn begin_epoch(database: &Path, epoch: &Epoch) -> Result<(), StoreError> {
    let connection = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Nothing is left beside the file when the connection closes.
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;")?;
    connection.execute(
        "INSERT OR REPLACE INTO pair (key, value) VALUES (?1, ?2)",
        (EPOCH_KEY, epoch.to_bytes()?),
    )?;
    connection.close().map_err(|(_, error)| error)?;
    let synced = File::open(database).and_then(|file| file.sync_all());
    synced.map_err(|error| failed("sync", database, &error))
}

#[cfg(test)]
mod tests;
