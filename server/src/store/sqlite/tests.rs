//! What the SQLite store promises beyond the common contract: files, restarts, queues, failures.

use super::*;

/// A store together with its folder, which goes when the test ends.
struct TestStore {
    store: SqliteStore,
    _folder: tempfile::TempDir,
}

impl TestStore {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { store: SqliteStore::open(folder.path()).unwrap(), _folder: folder }
    }
}

impl std::ops::Deref for TestStore {
    type Target = SqliteStore;

    fn deref(&self) -> &SqliteStore {
        &self.store
    }
}

mod contract {
    super::super::super::contract::store_contract!(*super::TestStore::new());
}
