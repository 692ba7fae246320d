//! Backups of running stores, and restoring them: whole, cut, damaged, hostile.

use super::manifest::MANIFEST_FILE;
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
    assert!(matches!(backup(&data, &copy), Err(StoreError::Failed(text)) if text.contains("exists already")));
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
    let made_at = Manifest::read(&copy).unwrap().created_at;
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
        assert!(matches!(restore(&copy, &target), Err(StoreError::Failed(text)) if text.contains("damaged")));
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
    for path in [&copy, &copy.join(DATABASE_FILE), &copy.join(SECRET_FILE), &data, &data.join(DATABASE_FILE)]
    {
        use std::os::unix::fs::PermissionsExt;
        let others = fs::metadata(path).unwrap().permissions().mode() & 0o077;
        assert_eq!(others, 0, "{}", path.display());
    }
}
