//! The data folder as files: what they are called, that only the server's own account may read them, that a new name
//! survives a power cut, and that one process at a time uses the folder. It knows nothing of what is in the files.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::StoreError;

/// The database in the data folder.
pub const DATABASE_FILE: &str = "pairway.db";
/// The key that signs tokens, in the data folder. Written by the server, copied by backup and restore.
pub const SECRET_FILE: &str = "secret.key";
/// The file whose lock says that a process uses the data folder. It stays when the process ends; only the lock counts.
pub const LOCK_FILE: &str = "pairway.lock";

/// Holds the data folder for this process until it is dropped.
#[derive(Debug)]
pub(super) struct FolderLock {
    // The lock lives as long as the open file, and the system takes it back from a killed process.
    _file: File,
}

impl FolderLock {
    pub(super) fn take(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(LOCK_FILE);
        let file = private_options().create(true).truncate(false).open(&path);
        let file = file.map_err(|error| failed("open", &path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.display().to_string())),
            Err(TryLockError::Error(error)) => Err(failed("lock", &path, &error)),
        }
    }
}

/// Makes the folder, readable by its owner only, and sees to it that its name survives a power cut. A folder that is
/// already there keeps its rights: its owner may have reasons.
pub(super) fn create_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| failed("create", folder, &error))?;
    sync_folder(&parent_of(folder))
}

/// Makes an empty file, readable by its owner only, unless the file is there.
pub(super) fn create_file(path: &Path) -> Result<(), StoreError> {
    let opened = private_options().create(true).truncate(false).open(path);
    opened.map(drop).map_err(|error| failed("create", path, &error))
}

/// Writes a new file, readable by its owner only, through to the disk.
///
/// # Errors
/// Also when the file is there already.
pub(super) fn write_new(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let write = || {
        let mut file = private_options().create_new(true).open(path)?;
        io::Write::write_all(&mut file, content)?;
        file.sync_all()
    };
    write().map_err(|error| failed("write", path, &error))
}

/// Makes new, renamed and removed names in a folder survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|error| failed("sync", folder, &error))
}

/// The folder that holds this path.
pub(super) fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

/// An error that names the file.
pub(super) fn failed(verb: &str, path: &Path, error: &io::Error) -> StoreError {
    StoreError::Failed(format!("cannot {verb} {}: {error}", path.display()))
}

fn private_options() -> OpenOptions {
    let mut options = File::options();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
