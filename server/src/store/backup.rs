//! Backup and restore of a data folder. A backup is one folder:
//!
//! ```text
//! pairway.db    the database at one moment, without deleted content
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
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::StoreError;
use super::epoch::{EPOCH_KEY, Epoch};
use super::files::{self, DATABASE_FILE, FolderLock, LOCK_FILE, SECRET_FILE, failed};
use super::sqlite::schema;
use crate::clock::now_ms;

const MANIFEST_FILE: &str = "backup.json";
const MANIFEST_FORMAT: &str = "pairway-backup";
const MANIFEST_VERSION: u32 = 1;
/// Ending of a file or folder that is not complete yet.
const PARTIAL: &str = "partial";
/// Bytes read at once while a file is copied or checked.
const COPY_BYTES: usize = 256 * 1024;
/// A manifest is a few hundred bytes; anything larger is not ours.
const MANIFEST_BYTES_MAX: u64 = 64 * 1024;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    format: String,
    version: u32,
    /// Milliseconds since 1970.
    created_at: u64,
    files: BTreeMap<String, FileFacts>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FileFacts {
    bytes: u64,
    sha256: String,
}

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
    let manifest = Manifest {
        format: MANIFEST_FORMAT.to_owned(),
        version: MANIFEST_VERSION,
        created_at: now_ms(),
        files: facts,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| StoreError::Failed(error.to_string()))?;
    files::write_new(&partial.join(MANIFEST_FILE), &text)?;
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
    let manifest = read_manifest(&from.join(MANIFEST_FILE))?;
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
    let synced = File::open(target).and_then(|file| file.sync_all());
    synced.map_err(|error| failed("sync", target, &error))
}

fn copy_file(from: &Path, to: &Path) -> Result<FileFacts, StoreError> {
    files::create_file(to)?;
    let copy = || {
        let mut target = File::options().write(true).open(to)?;
        let facts = digest(&mut File::open(from)?, &mut target)?;
        target.sync_all()?;
        Ok(facts)
    };
    copy().map_err(|error| failed("copy", from, &error))
}

fn file_facts(path: &Path) -> Result<FileFacts, StoreError> {
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

fn read_manifest(path: &Path) -> Result<Manifest, StoreError> {
    let read = || {
        let mut text = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(File::open(path)?, MANIFEST_BYTES_MAX), &mut text)?;
        Ok(text)
    };
    let text = read().map_err(|error| failed("read", path, &error))?;
    let damaged = |why: &str| StoreError::Failed(format!("{} is not a backup: {why}", path.display()));
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|error| damaged(&error.to_string()))?;
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
mod tests {
    use super::*;
    use crate::store::contract::{appends, put};
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Batch, Store};

    struct Folders {
        root: tempfile::TempDir,
    }

    impl Folders {
        fn new() -> Self {
            Self { root: tempfile::tempdir().unwrap() }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.root.path().join(name)
        }

        /// A data folder with something in it, and a backup of it.
        async fn backed_up(&self) -> (PathBuf, PathBuf) {
            let (data, copy) = (self.path("data"), self.path("copy"));
            let store = SqliteStore::open(&data).unwrap();
            fs::write(data.join(SECRET_FILE), b"the signing key").unwrap();
            store.commit(appends(&[("map/a", "one"), ("map/a", "two")])).await.unwrap();
            store.commit(put("key", "value")).await.unwrap();
            store.compact("map/a", 1, b"one"[..].into()).await.unwrap();
            backup(&data, &copy).unwrap();
            store.close().await.unwrap();
            (data, copy)
        }
    }

    #[test]
    fn store_50_the_key_in_the_backup_is_the_one_that_signs_tokens() {
        assert_eq!(SECRET_FILE, crate::auth::token::KEY_FILE);
    }

    #[tokio::test]
    async fn store_50_a_backup_of_a_running_store_restores_everything() {
        let folders = Folders::new();
        let (data, copy) = folders.backed_up().await;
        let restored = folders.path("deep/restored");
        restore(&copy, &restored).unwrap();
        let (before, after) = (SqliteStore::open(&data).unwrap(), SqliteStore::open(&restored).unwrap());
        assert_eq!(before.load("map/a").await.unwrap(), after.load("map/a").await.unwrap());
        assert_eq!(after.load("map/a").await.unwrap().entries.len(), 1);
        assert_eq!(after.get("key").await.unwrap(), Some(b"value".to_vec()));
        assert_eq!(after.list("").await.unwrap().len(), 2, "what was there, and the new epoch");
        assert_eq!(after.commit(appends(&[("map/a", "three")])).await.unwrap(), [3]);
        assert_eq!(fs::read(restored.join(SECRET_FILE)).unwrap(), b"the signing key");
    }

    #[tokio::test]
    async fn store_50_a_backup_holds_one_moment_while_commits_go_on() {
        let folders = Folders::new();
        let data = folders.path("data");
        let store = std::sync::Arc::new(SqliteStore::open(&data).unwrap());
        let writing = tokio::spawn({
            let store = std::sync::Arc::clone(&store);
            async move {
                for index in 0..400 {
                    let entry = index.to_string();
                    store.commit(appends(&[("left", &entry), ("right", &entry)])).await.unwrap();
                }
            }
        });
        let copies: Vec<PathBuf> = (0..5).map(|index| folders.path(&format!("copy{index}"))).collect();
        for copy in &copies {
            let (data, copy) = (data.clone(), copy.clone());
            tokio::task::spawn_blocking(move || backup(&data, &copy)).await.unwrap().unwrap();
        }
        writing.await.unwrap();
        for (index, copy) in copies.iter().enumerate() {
            let restored = folders.path(&format!("restored{index}"));
            restore(copy, &restored).unwrap();
            let store = SqliteStore::open(&restored).unwrap();
            let (left, right) = (store.load("left").await.unwrap(), store.load("right").await.unwrap());
            assert_eq!(left, right, "a batch came into the backup in part");
        }
    }

    #[tokio::test]
    async fn store_50_a_backup_never_overwrites() {
        let folders = Folders::new();
        let (data, copy) = folders.backed_up().await;
        assert!(
            matches!(backup(&data, &copy), Err(StoreError::Failed(text)) if text.contains("exists already"))
        );
        assert!(matches!(backup(&folders.path("nothing"), &folders.path("new")), Err(StoreError::Failed(_))));
        assert!(!folders.path("new").exists());
    }

    #[tokio::test]
    async fn store_50_an_interrupted_backup_is_replaced_by_the_next() {
        let folders = Folders::new();
        let (data, copy) = folders.backed_up().await;
        fs::rename(&copy, partial_path(&copy)).unwrap();
        fs::remove_file(partial_path(&copy).join(MANIFEST_FILE)).unwrap();
        assert!(restore(&partial_path(&copy), &folders.path("restored")).is_err());
        backup(&data, &copy).unwrap();
        assert!(!partial_path(&copy).exists());
        restore(&copy, &folders.path("restored")).unwrap();
    }

    #[tokio::test]
    async fn store_52_restore_refuses_a_folder_that_is_used_or_not_empty() {
        let folders = Folders::new();
        let (data, copy) = folders.backed_up().await;
        assert!(matches!(restore(&copy, &data), Err(StoreError::Failed(text)) if text.contains("not empty")));
        let used = folders.path("used");
        fs::create_dir(&used).unwrap();
        let lock = FolderLock::take(&used).unwrap();
        assert!(matches!(restore(&copy, &used), Err(StoreError::InUse(_))));
        drop(lock);
        restore(&copy, &used).unwrap();
    }

    #[tokio::test]
    async fn store_52_an_interrupted_restore_can_be_started_again() {
        let folders = Folders::new();
        let (_, copy) = folders.backed_up().await;
        let restored = folders.path("restored");
        restore(&copy, &restored).unwrap();
        // As after a cut between the last two names.
        let database = restored.join(DATABASE_FILE);
        fs::rename(&database, partial_path(&database)).unwrap();
        restore(&copy, &restored).unwrap();
        assert_eq!(SqliteStore::open(&restored).unwrap().get("key").await.unwrap(), Some(b"value".to_vec()));
    }

    #[tokio::test]
    async fn store_56_each_restore_begins_an_epoch_of_its_own_and_says_to_when_it_was_set_back() {
        let folders = Folders::new();
        let (data, copy) = folders.backed_up().await;
        let store = SqliteStore::open(&data).unwrap();
        let before = Epoch::of(&store, 7).await.unwrap();
        assert_eq!((before.began_at_ms, before.set_back_to_ms), (7, None));
        assert_eq!(Epoch::of(&store, 8).await.unwrap(), before, "a later start begins no new one");
        let made_at = read_manifest(&copy.join(MANIFEST_FILE)).unwrap().created_at;
        let mut ids = vec![before.id];
        for name in ["one", "two"] {
            let restored = folders.path(name);
            restore(&copy, &restored).unwrap();
            let store = SqliteStore::open(&restored).unwrap();
            let epoch = Epoch::of(&store, 9).await.unwrap();
            assert_eq!(epoch.set_back_to_ms, Some(made_at));
            ids.push(epoch.id);
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 3);
    }

    #[tokio::test]
    async fn store_52_a_damaged_backup_is_refused() {
        let folders = Folders::new();
        let (_, copy) = folders.backed_up().await;
        let database = copy.join(DATABASE_FILE);
        let sound = fs::read(&database).unwrap();
        let mut flipped = sound.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        for (index, damaged) in [&flipped[..], &sound[..sound.len() - 1], &[]].into_iter().enumerate() {
            fs::write(&database, damaged).unwrap();
            let target = folders.path(&format!("restored{index}"));
            assert!(
                matches!(restore(&copy, &target), Err(StoreError::Failed(text)) if text.contains("damaged"))
            );
            assert!(!target.join(DATABASE_FILE).exists());
        }
        fs::write(&database, &sound).unwrap();
        fs::remove_file(copy.join(SECRET_FILE)).unwrap();
        assert!(restore(&copy, &folders.path("without-secret")).is_err());
    }

    #[tokio::test]
    async fn store_52_a_manifest_cannot_reach_other_files() {
        let folders = Folders::new();
        let (_, copy) = folders.backed_up().await;
        let manifest = copy.join(MANIFEST_FILE);
        let reaching = fs::read_to_string(&manifest).unwrap().replace(SECRET_FILE, "../data/secret.key");
        fs::write(&manifest, reaching).unwrap();
        let target = folders.path("restored");
        assert!(
            matches!(restore(&copy, &target), Err(StoreError::Failed(text)) if text.contains("unknown files"))
        );
        assert!(!target.exists());
    }

    #[tokio::test]
    async fn store_54_a_backup_holds_nothing_that_was_deleted_and_only_its_owner_reads_it() {
        let folders = Folders::new();
        let (data, copy) = (folders.path("data"), folders.path("copy"));
        let store = SqliteStore::open(&data).unwrap();
        fs::write(data.join(SECRET_FILE), b"the signing key").unwrap();
        store.commit(appends(&[("map/a", "a marked secret")])).await.unwrap();
        store.commit(Batch { drops: vec!["map/a".to_owned()], ..Batch::default() }).await.unwrap();
        backup(&data, &copy).unwrap();
        let database = fs::read(copy.join(DATABASE_FILE)).unwrap();
        assert!(!database.windows(15).any(|window| window == b"a marked secret"));
        #[cfg(unix)]
        for path in
            [&copy, &copy.join(DATABASE_FILE), &copy.join(SECRET_FILE), &data, &data.join(DATABASE_FILE)]
        {
            use std::os::unix::fs::PermissionsExt;
            let others = fs::metadata(path).unwrap().permissions().mode() & 0o077;
            assert_eq!(others, 0, "{}", path.display());
        }
    }
}
