//! What the SQLite store promises beyond the common contract: files, restarts, queues, groups, erasure. Power cuts and
//! failing disks are tested from outside, in the tests crate.

use std::fs;
use std::time::Duration;

use super::*;
use crate::store::contract::{appends, put};

/// A store together with its folder, which goes when the test ends.
struct TestStore {
    store: SqliteStore,
    folder: tempfile::TempDir,
}

impl TestStore {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { store: SqliteStore::open(folder.path()).unwrap(), folder }
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join(DATABASE_FILE)
    }

    /// Runs SQL on a connection of its own, as a person with a database tool would.
    fn tool(&self, sql: &str) -> Connection {
        let tool = Connection::open(self.database()).unwrap();
        tool.execute_batch(sql).unwrap();
        tool
    }

    /// Keeps the writer waiting, and waits until it has taken `first` out of its queue: what is committed now makes
    /// one group, until the connection is dropped.
    async fn hold_writer(&self) -> (Connection, StoreFuture<Vec<Sequence>>) {
        let holder = self.tool("BEGIN IMMEDIATE");
        let first = self.commit(put("first", "value"));
        eventually(|| self.queued_bytes.load(Ordering::Relaxed) == 0).await;
        (holder, first)
    }

    /// Whether these bytes lie anywhere in the folder.
    fn holds(&self, marker: &str) -> bool {
        let files = fs::read_dir(self.folder.path()).unwrap();
        files
            .map(|file| fs::read(file.unwrap().path()).unwrap())
            .any(|content| content.windows(marker.len()).any(|window| window == marker.as_bytes()))
    }
}

impl std::ops::Deref for TestStore {
    type Target = SqliteStore;

    fn deref(&self) -> &SqliteStore {
        &self.store
    }
}

/// Waits for a condition of another thread; a condition that never comes fails the test.
async fn eventually(mut holds: impl FnMut() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("the condition never came");
}

mod contract {
    super::super::super::contract::store_contract!(*super::TestStore::new());
}

#[tokio::test]
async fn store_20_one_process_at_a_time_uses_a_folder() {
    let open = TestStore::new();
    let refused = SqliteStore::open(open.folder.path()).unwrap_err();
    let folder = open.folder.path().display().to_string();
    assert_eq!(refused.to_string(), format!("another pairway process is using the data folder {folder}"));
    assert!(matches!(refused, StoreError::InUse(_)));
    open.close().await.unwrap();
    // Closing and dropping both free it.
    drop(SqliteStore::open(open.folder.path()).unwrap());
    drop(SqliteStore::open(open.folder.path()).unwrap());
}

#[tokio::test]
async fn store_21_data_of_a_newer_program_is_refused_and_left_alone() {
    let old = TestStore::new();
    old.close().await.unwrap();
    drop(old.tool("PRAGMA user_version = 99"));
    let before = fs::read(old.database()).unwrap();
    let refused = SqliteStore::open(old.folder.path());
    assert!(matches!(refused, Err(StoreError::TooNew { found: 99, known: 1 })));
    assert_eq!(fs::read(old.database()).unwrap(), before);
}

/// Version 1 as it is in the field. Never edit this text: write the next version's beside it.
const VERSION_1: &str = "
    CREATE TABLE stream (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE entry (
        id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, sequence INTEGER NOT NULL, bytes BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX entry_by_stream ON entry (stream, sequence);
    CREATE TABLE snapshot (stream INTEGER PRIMARY KEY, through INTEGER NOT NULL, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE pair (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO stream VALUES (3, 'map/a/b'), (9, 'audit/a');
    INSERT INTO entry VALUES (10, 3, 5, x'05'), (11, 9, 1, x'01'), (12, 3, 6, x'06');
    INSERT INTO snapshot VALUES (3, 4, x'01020304');
    INSERT INTO pair VALUES ('key', x'76');
    PRAGMA application_id = 1347895641;
    PRAGMA user_version = 1;";

#[tokio::test]
async fn store_22_a_version_1_file_opens_with_its_content() {
    let folder = tempfile::tempdir().unwrap();
    Connection::open(folder.path().join(DATABASE_FILE)).unwrap().execute_batch(VERSION_1).unwrap();
    let store = SqliteStore::open(folder.path()).unwrap();
    let map = store.load("map/a/b").await.unwrap();
    assert_eq!(map.snapshot, Some((4, Bytes::from_static(&[1, 2, 3, 4]))));
    assert_eq!(map.entries, [(5, Bytes::from_static(&[5])), (6, Bytes::from_static(&[6]))]);
    assert_eq!(store.list("").await.unwrap(), [("key".to_owned(), b"v".to_vec())]);
    assert_eq!(store.commit(appends(&[("map/a/b", "7"), ("audit/a", "2")])).await.unwrap(), [7, 2]);
}

#[tokio::test]
async fn durable_1_everything_is_there_after_a_restart() {
    let first = TestStore::new();
    first.commit(appends(&[("a", "1"), ("a", "2"), ("b", "1")])).await.unwrap();
    first.compact("a", 1, Bytes::from_static(b"one")).await.unwrap();
    first.commit(put("key", "value")).await.unwrap();
    let before = (first.load("a").await.unwrap(), first.load("b").await.unwrap());
    first.close().await.unwrap();
    let again = SqliteStore::open(first.folder.path()).unwrap();
    assert_eq!((again.load("a").await.unwrap(), again.load("b").await.unwrap()), before);
    assert_eq!(again.get("key").await.unwrap(), Some(b"value".to_vec()));
    assert_eq!(again.streams("").await.unwrap(), ["a", "b"]);
    assert_eq!(again.commit(appends(&[("a", "3")])).await.unwrap(), [3]);
}

/// The queue before the writer is bounded in batches (4,096) and bytes (128 MiB). When it is full a batch
/// is refused at once as busy, and nothing of it is written.
#[tokio::test]
async fn a_full_queue_refuses_at_once_and_writes_nothing_of_it() {
    let store = TestStore::new();
    let (holder, first) = store.hold_writer().await;
    let queued: Vec<_> = (0..QUEUE_BATCHES_MAX).map(|_| store.commit(appends(&[("a", "taken")]))).collect();
    for _ in 0..3 {
        assert!(matches!(store.commit(appends(&[("a", "refused")])).await, Err(StoreError::Busy)));
    }
    drop(holder);
    first.await.unwrap();
    for (index, commit) in queued.into_iter().enumerate() {
        assert_eq!(commit.await.unwrap(), [index as u64 + 1]);
    }
    let entries = store.load("a").await.unwrap().entries;
    assert_eq!(entries.len(), QUEUE_BATCHES_MAX);
    assert!(entries.iter().all(|(_, entry)| entry == &b"taken"[..]));
    store.commit(appends(&[("a", "taken again")])).await.unwrap();
}

#[tokio::test]
async fn the_queue_is_bounded_in_bytes_too() {
    let store = TestStore::new();
    let (holder, first) = store.hold_writer().await;
    let half = Bytes::from(vec![1; QUEUE_BYTES_MAX / 2 - 1]);
    let large = || Batch { appends: vec![("a".to_owned(), half.clone())], ..Batch::default() };
    let queued = [store.commit(large()), store.commit(large())];
    assert!(matches!(store.commit(put("one", "more")).await, Err(StoreError::Busy)));
    drop(holder);
    first.await.unwrap();
    for commit in queued {
        commit.await.unwrap();
    }
    assert_eq!(store.queued_bytes.load(Ordering::Relaxed), 0);
    store.commit(put("one", "more")).await.unwrap();
}

/// Batches that wait are committed together, with one sync. A batch that is refused or fails does not harm
/// the others of its group.
#[tokio::test]
async fn a_batch_that_is_refused_does_not_harm_its_group() {
    let store = TestStore::new();
    let (holder, first) = store.hold_writer().await;
    let mut conflicting = appends(&[("a", "bad")]);
    conflicting.expects.push(("absent".to_owned(), Some(Vec::new())));
    let before = store.commit(appends(&[("a", "before")]));
    let refused = store.commit(conflicting);
    let misfit = store.compact("none", 1, Bytes::new());
    let after = store.commit(appends(&[("a", "after")]));
    drop(holder);
    first.await.unwrap();
    assert_eq!((before.await.unwrap(), after.await.unwrap()), (vec![1], vec![2]));
    assert!(matches!(refused.await, Err(StoreError::Conflict { .. })));
    assert!(matches!(misfit.await, Err(StoreError::Conflict { .. })));
    assert_eq!(store.load("a").await.unwrap().entries.len(), 2);
}

/// The database refuses the key "bad": undoing the statement, or, as a full disk does, the whole transaction.
#[tokio::test]
async fn a_batch_that_fails_in_the_database_does_not_harm_its_group() {
    for undo in ["ABORT", "FAIL", "ROLLBACK"] {
        let store = TestStore::new();
        drop(store.tool(&format!(
            "CREATE TRIGGER refuse BEFORE INSERT ON pair WHEN new.key = 'bad'
             BEGIN SELECT RAISE({undo}, 'the disk is full'); END"
        )));
        let (holder, first) = store.hold_writer().await;
        let mut bad = appends(&[("a", "bad")]);
        bad.puts = vec![("good".to_owned(), vec![1]), ("bad".to_owned(), vec![1])];
        let before = store.commit(appends(&[("a", "before")]));
        let failed: Vec<_> = (0..5).map(|_| store.commit(bad.clone())).collect();
        let after = store.commit(put("after", "value"));
        drop(holder);
        first.await.unwrap();
        assert_eq!(before.await.unwrap(), [1], "{undo}");
        for commit in failed {
            let error = commit.await.unwrap_err();
            assert!(matches!(&error, StoreError::Failed(text) if text.contains("full")), "{undo}: {error}");
        }
        // After several failures in a row the rest of a group may be refused untried; the next call succeeds.
        let retried = match after.await {
            Ok(sequences) => Ok(sequences),
            Err(StoreError::Failed(_)) => store.commit(put("after", "value")).await,
            Err(error) => Err(error),
        };
        assert_eq!(retried.unwrap(), Vec::<u64>::new(), "{undo}");
        assert_eq!(store.load("a").await.unwrap().entries.len(), 1, "{undo}");
        assert_eq!(store.get("good").await.unwrap(), None, "{undo}");
        assert!(store.get("after").await.unwrap().is_some(), "{undo}");
    }
}

/// Many small entries of several streams side by side: deletion moves cells between pages, which must leave no copy.
#[tokio::test]
async fn store_27_dropped_bytes_are_gone_from_every_file_when_the_answer_comes() {
    let store = TestStore::new();
    let mut pending = Vec::new();
    for index in 0..600 {
        let padding = "-".repeat(index * 37 % 900);
        let (secret, kept) = (format!("secret-entry-{index}{padding}"), format!("kept-{index}{padding}"));
        let mut batch = appends(&[("map/secret-name", &secret), ("map/kept", &kept)]);
        batch.puts.push((format!("secret-key/{index}"), secret.into_bytes()));
        batch.puts.push((format!("kept-key/{index}"), kept.into_bytes()));
        pending.push(store.commit(batch));
    }
    for commit in pending {
        commit.await.unwrap();
    }
    store.compact("map/secret-name", 300, Bytes::from(vec![b's'; 50_000])).await.unwrap();
    assert!(store.holds("secret-entry-") && store.holds("secret-name") && store.holds("secret-key/"));
    let removes = (0..600).map(|index| format!("secret-key/{index}")).collect();
    let drops = vec!["map/secret-name".to_owned()];
    store.commit(Batch { drops, removes, ..Batch::default() }).await.unwrap();
    assert!(!store.holds("secret-"), "deleted content still lies in a file");
    assert!(!store.holds(&"s".repeat(1000)), "a dropped snapshot still lies in a file");
    assert_eq!(store.load("map/kept").await.unwrap().entries.len(), 600);
    assert_eq!(store.list("kept-key/").await.unwrap().len(), 600);
}

/// Keys that come between others move these to other pages, whose unused space keeps a copy.
#[tokio::test]
async fn store_27_a_removed_key_is_gone_also_where_it_stood_before_it_was_moved() {
    let store = TestStore::new();
    let key = |number: usize| format!("key/{:03}", number * 7 % 400);
    for number in 0..400 {
        let value = format!("<secret {}>{}", key(number), "-".repeat(number * 37 % 700));
        store.commit(put(&key(number), &value)).await.unwrap();
    }
    for number in (0..400).map(|number| number * 11 % 400) {
        store.commit(Batch { removes: vec![key(number)], ..Batch::default() }).await.unwrap();
        assert!(!store.holds(&format!("<secret {}>", key(number))), "{} of {number}", key(number));
    }
}

/// A killed server could not erase what its last deletion left.
#[tokio::test]
async fn store_27_a_start_erases_what_is_in_the_unused_space_of_pages() {
    let killed = TestStore::new();
    killed.close().await.unwrap();
    let tool = killed
        .tool("PRAGMA secure_delete = OFF; INSERT INTO pair VALUES ('key', CAST('a secret value' AS BLOB))");
    tool.execute_batch("DELETE FROM pair").unwrap();
    drop(tool);
    assert!(killed.holds("a secret value"));
    drop(SqliteStore::open(killed.folder.path()).unwrap());
    assert!(!killed.holds("a secret value"));
}

#[test]
fn store_27_a_database_has_so_many_pages_and_no_more() {
    let store = TestStore::new();
    let connection = schema::connect(&store.database()).unwrap();
    let most: u32 = connection.pragma_query_value(None, "max_page_count", |row| row.get(0)).unwrap();
    assert_eq!(most, unused_space::DATABASE_PAGES_MAX);
}

#[tokio::test]
async fn store_27_replaced_values_are_erased_soon() {
    let store = TestStore::new();
    store.commit(put("name", "an old nickname")).await.unwrap();
    assert!(store.holds("an old nickname"));
    store.commit(put("name", "another one")).await.unwrap();
    eventually(|| !store.holds("an old nickname")).await;
    store.commit(appends(&[("a", "covered words")])).await.unwrap();
    store.compact("a", 1, Bytes::from_static(b"snapshot")).await.unwrap();
    eventually(|| !store.holds("covered words")).await;
    assert!(store.holds("another one") && store.holds("snapshot"));
}

#[tokio::test]
async fn store_27_a_deletion_waits_for_a_reader_that_still_holds_old_pages() {
    let store = TestStore::new();
    store.commit(appends(&[("a", "read by a backup")])).await.unwrap();
    let reader = store.tool("BEGIN; SELECT count(*) FROM entry;");
    let mut dropped = store.commit(Batch { drops: vec!["a".to_owned()], ..Batch::default() });
    let early = tokio::time::timeout(Duration::from_millis(400), &mut dropped).await;
    assert!(early.is_err(), "answered while old pages were still there");
    // Others are not held up meanwhile.
    store.commit(put("key", "value")).await.unwrap();
    drop(reader);
    dropped.await.unwrap();
    assert!(!store.holds("read by a backup"));
}

#[tokio::test]
async fn store_30_the_log_stays_bounded_under_constant_load() {
    let store = TestStore::new();
    let entry = Bytes::from(vec![1; 1024 * 1024]);
    let batch = || Batch { appends: vec![("a".to_owned(), entry.clone())], ..Batch::default() };
    let mut log_bytes_most = 0;
    let mut pending = std::collections::VecDeque::new();
    for _ in 0..160 {
        pending.push_back(store.commit(batch()));
        if pending.len() > 8 {
            pending.pop_front().unwrap().await.unwrap();
            let log = store.database().with_extension("db-wal");
            log_bytes_most = log_bytes_most.max(fs::metadata(log).unwrap().len());
        }
    }
    for commit in pending {
        commit.await.unwrap();
    }
    // The limit, and what may be written while it is noticed.
    assert!(log_bytes_most < 100 * 1024 * 1024, "the log grew to {log_bytes_most} bytes");
}
