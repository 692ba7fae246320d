//! The contract of the store as tests: one suite, run for every implementation by `store_contract!(open)` in the
//! implementation's own test module, where `open` is an expression that gives a new, empty store. What only one
//! implementation promises (files, power cuts, queues) is tested beside that implementation.

use bytes::Bytes;

use super::{BATCH_BYTES_MAX, Batch, Sequence, Store, StoreError, StreamContent, StreamTail};

/// One test function for each rule; the expression is evaluated anew for each.
macro_rules! store_contract {
    ($open:expr) => {
        $crate::store::contract::store_contract! { @rules $open =>
            a_batch_has_all_its_effects
            the_answer_numbers_each_append
            entries_come_back_in_the_order_of_the_calls
            a_dropped_future_does_not_take_its_batch_back
            an_unknown_stream_is_empty
            a_snapshot_replaces_what_it_covers
            numbers_go_on_after_everything_was_compacted
            a_snapshot_that_does_not_fit_is_refused
            a_dropped_stream_is_gone_and_starts_anew
            one_batch_can_replace_a_stream_and_a_key
            a_condition_that_fails_refuses_the_whole_batch
            of_two_rivals_one_wins
            keys_are_listed_by_prefix_in_order
            streams_are_listed_by_prefix_in_order
            close_commits_what_is_queued_and_then_refuses
            a_batch_that_expects_another_head_of_a_stream_is_refused
            of_two_who_decided_on_the_same_head_one_wins
            a_tail_is_what_came_after_a_number
            a_tail_says_what_was_compacted_or_dropped_meanwhile
            a_range_of_keys_is_bounded_and_in_order
            several_keys_are_read_in_the_order_asked_for
            a_batch_at_the_limit_is_taken_and_one_over_it_refused
        }
    };
    (@rules $open:expr => $($rule:ident)*) => { $(
        #[tokio::test]
        async fn $rule() {
            $crate::store::contract::$rule(&$open).await;
        }
    )* };
}
pub(crate) use store_contract;

/// A batch that appends these entries.
pub(crate) fn appends(entries: &[(&str, &str)]) -> Batch {
    let appends = entries.iter().map(|(stream, entry)| ((*stream).to_owned(), bytes(entry))).collect();
    Batch { appends, ..Batch::default() }
}

/// A batch that sets one key.
pub(crate) fn put(key: &str, value: &str) -> Batch {
    Batch { puts: vec![(key.to_owned(), value.into())], ..Batch::default() }
}

fn bytes(text: &str) -> Bytes {
    Bytes::copy_from_slice(text.as_bytes())
}

fn content(snapshot: Option<(u64, &str)>, entries: &[(u64, &str)]) -> StreamContent {
    StreamContent {
        snapshot: snapshot.map(|(through, text)| (through, bytes(text))),
        entries: entries.iter().map(|(sequence, text)| (*sequence, bytes(text))).collect(),
    }
}

/// A batch is all or nothing. The answer gives the sequence number of each append, in the order of the
/// appends; the first number of a stream is 1.
pub(crate) async fn a_batch_has_all_its_effects(store: &dyn Store) {
    store.commit(put("old", "value")).await.unwrap();
    let mut batch = appends(&[("map/a", "one"), ("map/b", "two")]);
    batch.puts.push(("key".to_owned(), b"value".to_vec()));
    batch.removes.push("old".to_owned());
    store.commit(batch).await.unwrap();
    assert_eq!(store.load("map/a").await.unwrap(), content(None, &[(1, "one")]));
    assert_eq!(store.load("map/b").await.unwrap(), content(None, &[(1, "two")]));
    assert_eq!(store.get("key").await.unwrap(), Some(b"value".to_vec()));
    assert_eq!(store.get("old").await.unwrap(), None);
}

pub(crate) async fn the_answer_numbers_each_append(store: &dyn Store) {
    let first = store.commit(appends(&[("a", "1"), ("b", "1"), ("a", "2")])).await.unwrap();
    assert_eq!(first, [1, 1, 2]);
    assert_eq!(store.commit(appends(&[("b", "2"), ("a", "3")])).await.unwrap(), [2, 3]);
    assert_eq!(store.commit(Batch::default()).await.unwrap(), Vec::<u64>::new());
}

/// Batches take effect in the order of the calls. A caller that throws its answer away does not take the
/// batch back.
pub(crate) async fn entries_come_back_in_the_order_of_the_calls(store: &dyn Store) {
    let entries: Vec<String> = (0..300).map(|index| format!("entry {index}")).collect();
    let pending: Vec<_> = entries.iter().map(|entry| store.commit(appends(&[("a", entry)]))).collect();
    // Awaited backwards: the order was settled by the calls.
    for (index, commit) in pending.into_iter().enumerate().rev() {
        assert_eq!(commit.await.unwrap(), [index as u64 + 1]);
    }
    let loaded = store.load("a").await.unwrap().entries;
    assert_eq!(loaded.len(), entries.len());
    for (index, (sequence, entry)) in loaded.iter().enumerate() {
        assert_eq!((*sequence, entry.as_ref()), (index as u64 + 1, entries[index].as_bytes()));
    }
}

pub(crate) async fn a_dropped_future_does_not_take_its_batch_back(store: &dyn Store) {
    drop(store.commit(appends(&[("a", "one")])));
    store.commit(appends(&[("a", "two")])).await.unwrap();
    assert_eq!(store.load("a").await.unwrap(), content(None, &[(1, "one"), (2, "two")]));
}

/// A stream gives back its snapshot, then its entries in the order they were appended. An unknown stream is
/// empty.
pub(crate) async fn an_unknown_stream_is_empty(store: &dyn Store) {
    assert_eq!(store.load("map/none").await.unwrap(), StreamContent::default());
    assert_eq!(store.streams("").await.unwrap(), Vec::<String>::new());
}

/// Compaction replaces all entries up to a number by a snapshot, at once or not at all. Later entries stay,
/// and numbers go on.
pub(crate) async fn a_snapshot_replaces_what_it_covers(store: &dyn Store) {
    store.commit(appends(&[("a", "1"), ("a", "2"), ("a", "3"), ("b", "other")])).await.unwrap();
    store.compact("a", 2, bytes("1+2")).await.unwrap();
    assert_eq!(store.load("a").await.unwrap(), content(Some((2, "1+2")), &[(3, "3")]));
    assert_eq!(store.commit(appends(&[("a", "4")])).await.unwrap(), [4]);
    store.compact("a", 3, bytes("1+2+3")).await.unwrap();
    assert_eq!(store.load("a").await.unwrap(), content(Some((3, "1+2+3")), &[(4, "4")]));
    assert_eq!(store.load("b").await.unwrap(), content(None, &[(1, "other")]));
}

pub(crate) async fn numbers_go_on_after_everything_was_compacted(store: &dyn Store) {
    store.commit(appends(&[("a", "1"), ("a", "2")])).await.unwrap();
    store.compact("a", 2, bytes("1+2")).await.unwrap();
    assert_eq!(store.load("a").await.unwrap(), content(Some((2, "1+2")), &[]));
    assert_eq!(store.commit(appends(&[("a", "3")])).await.unwrap(), [3]);
    assert_eq!(store.load("a").await.unwrap(), content(Some((2, "1+2")), &[(3, "3")]));
}

/// A snapshot that does not fit its stream (unknown stream, a number not yet written, or behind the present
/// snapshot) is refused and changes nothing.
pub(crate) async fn a_snapshot_that_does_not_fit_is_refused(store: &dyn Store) {
    store.commit(appends(&[("a", "1"), ("a", "2"), ("a", "3")])).await.unwrap();
    store.compact("a", 2, bytes("1+2")).await.unwrap();
    let misfits = [("unknown", 1), ("a", 4), ("a", 1), ("a", 0), ("a", u64::MAX)];
    for (stream, through) in misfits {
        let refused = store.compact(stream, through, bytes("wrong")).await;
        assert!(matches!(refused, Err(StoreError::Conflict { key }) if key == stream), "{stream} {through}");
    }
    assert_eq!(store.load("a").await.unwrap(), content(Some((2, "1+2")), &[(3, "3")]));
    assert_eq!(store.streams("").await.unwrap(), ["a"]);
}

/// A dropped stream is gone and its numbers start anew. Inside a batch the order is: conditions, drops,
/// appends, removes, puts; so one batch can replace a stream or a key.
pub(crate) async fn a_dropped_stream_is_gone_and_starts_anew(store: &dyn Store) {
    store.commit(appends(&[("a", "1"), ("a", "2"), ("a", "3"), ("ab", "other")])).await.unwrap();
    store.compact("a", 2, bytes("1+2")).await.unwrap();
    let drops = vec!["a".to_owned(), "unknown".to_owned()];
    store.commit(Batch { drops, ..Batch::default() }).await.unwrap();
    assert_eq!(store.load("a").await.unwrap(), StreamContent::default());
    assert_eq!(store.streams("").await.unwrap(), ["ab"]);
    assert_eq!(store.commit(appends(&[("a", "new")])).await.unwrap(), [1]);
    assert_eq!(store.load("a").await.unwrap(), content(None, &[(1, "new")]));
}

pub(crate) async fn one_batch_can_replace_a_stream_and_a_key(store: &dyn Store) {
    store.commit(appends(&[("a", "1"), ("a", "2")])).await.unwrap();
    store.commit(put("key", "old")).await.unwrap();
    let mut replacing = appends(&[("a", "new")]);
    replacing.drops.push("a".to_owned());
    replacing.puts.push(("key".to_owned(), b"new".to_vec()));
    replacing.removes.push("key".to_owned());
    assert_eq!(store.commit(replacing).await.unwrap(), [1]);
    assert_eq!(store.load("a").await.unwrap(), content(None, &[(1, "new")]));
    assert_eq!(store.get("key").await.unwrap(), Some(b"new".to_vec()));
}

/// A batch with a condition that does not hold is refused as a whole. Of two batches that claim the same
/// key, exactly one wins.
pub(crate) async fn a_condition_that_fails_refuses_the_whole_batch(store: &dyn Store) {
    store.commit(put("key", "value")).await.unwrap();
    store.commit(appends(&[("kept", "1")])).await.unwrap();
    let failing: [(&str, Option<&str>); 4] =
        [("key", Some("other")), ("key", None), ("absent", Some("")), ("absent", Some("value"))];
    for (key, expected) in failing {
        let mut batch = appends(&[("a", "1")]);
        batch.puts.push(("other".to_owned(), Vec::new()));
        batch.removes.push("key".to_owned());
        batch.drops.push("kept".to_owned());
        batch.expects.push(("key".to_owned(), Some(b"value".to_vec())));
        batch.expects.push((key.to_owned(), expected.map(|value| value.as_bytes().to_vec())));
        let refused = store.commit(batch).await;
        assert!(
            matches!(refused, Err(StoreError::Conflict { key: named }) if named == key),
            "{key} {expected:?}"
        );
    }
    assert_eq!(store.streams("").await.unwrap(), ["kept"]);
    assert_eq!(store.list("").await.unwrap(), [("key".to_owned(), b"value".to_vec())]);

    let mut holding = put("key", "next");
    holding.expects.push(("key".to_owned(), Some(b"value".to_vec())));
    holding.expects.push(("absent".to_owned(), None));
    store.commit(holding).await.unwrap();
    assert_eq!(store.get("key").await.unwrap(), Some(b"next".to_vec()));
}

pub(crate) async fn of_two_rivals_one_wins(store: &dyn Store) {
    let claim = |value: &str| {
        let mut batch = put("claimed", value);
        batch.expects.push(("claimed".to_owned(), None));
        store.commit(batch)
    };
    let (first, second) = (claim("first"), claim("second"));
    assert!(matches!(second.await, Err(StoreError::Conflict { .. })));
    first.await.unwrap();
    assert_eq!(store.get("claimed").await.unwrap(), Some(b"first".to_vec()));
}

/// Keys are listed by prefix in byte order; no character of a prefix has a special meaning.
pub(crate) async fn keys_are_listed_by_prefix_in_order(store: &dyn Store) {
    // Characters with a meaning for LIKE and GLOB, capitals beside small letters, and letters of several bytes.
    let keys =
        ["p/", "p/B", "p/a", "p/%", "p/_", "p/*", "p/é", "p0", "P/a", "o", "p", "p/a/b", "q\u{10ffff}"];
    for key in keys {
        store.commit(put(key, key)).await.unwrap();
    }
    let listed: Vec<String> = store.list("p/").await.unwrap().into_iter().map(|(key, _)| key).collect();
    assert_eq!(listed, ["p/", "p/%", "p/*", "p/B", "p/_", "p/a", "p/a/b", "p/é"]);
    assert_eq!(store.list("p/%").await.unwrap(), [("p/%".to_owned(), b"p/%".to_vec())]);
    assert_eq!(store.list("q\u{10ffff}").await.unwrap().len(), 1);
    assert_eq!(store.list("").await.unwrap().len(), keys.len());
    assert_eq!(store.list("none").await.unwrap(), Vec::new());
    assert_eq!(store.get("p/A").await.unwrap(), None);
}

/// Names of streams are listed by prefix in byte order.
pub(crate) async fn streams_are_listed_by_prefix_in_order(store: &dyn Store) {
    store
        .commit(appends(&[("map/b/2", "x"), ("map/b/1", "x"), ("map/a/1", "x"), ("mapx", "x")]))
        .await
        .unwrap();
    store.compact("map/b/1", 1, bytes("x")).await.unwrap();
    assert_eq!(store.streams("map/").await.unwrap(), ["map/a/1", "map/b/1", "map/b/2"]);
    assert_eq!(store.streams("map/b/").await.unwrap(), ["map/b/1", "map/b/2"]);
    assert_eq!(store.streams("").await.unwrap().len(), 4);
}

/// Closing commits what is queued; every later call is refused as closed.
pub(crate) async fn close_commits_what_is_queued_and_then_refuses(store: &dyn Store) {
    let queued: Vec<_> = (0..50).map(|_| store.commit(appends(&[("a", "entry")]))).collect();
    store.close().await.unwrap();
    for (index, commit) in queued.into_iter().enumerate() {
        assert_eq!(commit.await.unwrap(), [index as u64 + 1]);
    }
    assert!(matches!(store.commit(Batch::default()).await, Err(StoreError::Closed)));
    assert!(matches!(store.load("a").await, Err(StoreError::Closed)));
    assert!(matches!(store.load_after("a", 1).await, Err(StoreError::Closed)));
    assert!(matches!(store.get_many(&["a"]).await, Err(StoreError::Closed)));
    assert!(matches!(store.range("a", "b", 1).await, Err(StoreError::Closed)));
    assert!(matches!(store.compact("a", 1, Bytes::new()).await, Err(StoreError::Closed)));
    assert!(matches!(store.get("a").await, Err(StoreError::Closed)));
    assert!(matches!(store.list("a").await, Err(StoreError::Closed)));
    assert!(matches!(store.streams("a").await, Err(StoreError::Closed)));
    assert!(matches!(store.close().await, Err(StoreError::Closed)));
}

/// A batch or snapshot of up to 64 MiB is taken, a larger one is refused before it is queued.
pub(crate) async fn a_batch_at_the_limit_is_taken_and_one_over_it_refused(store: &dyn Store) {
    let at_limit = Bytes::from(vec![7; BATCH_BYTES_MAX - 1]);
    let over = Bytes::from(vec![7; BATCH_BYTES_MAX]);
    let batch = |entry: &Bytes| Batch { appends: vec![("a".to_owned(), entry.clone())], ..Batch::default() };
    assert!(matches!(store.commit(batch(&over)).await, Err(StoreError::TooLarge { .. })));
    assert_eq!(store.commit(batch(&at_limit)).await.unwrap(), [1]);
    assert!(matches!(store.compact("a", 1, over).await, Err(StoreError::TooLarge { .. })));
    store.compact("a", 1, at_limit.clone()).await.unwrap();
    assert_eq!(store.load("a").await.unwrap().snapshot, Some((1, at_limit)));
}

/// A batch that appends to a stream if its head is this.
fn appends_at(stream: &str, entry: &str, head: Sequence) -> Batch {
    Batch { expects_heads: vec![(stream.to_owned(), head)], ..appends(&[(stream, entry)]) }
}

/// A batch may expect the last number of a stream (0: the stream does not exist). When it differs the batch
/// is refused as a whole and the stream named. Of two batches that expect the same number and append,
/// exactly one wins.
pub(crate) async fn a_batch_that_expects_another_head_of_a_stream_is_refused(store: &dyn Store) {
    store.commit(appends_at("a", "1", 0)).await.unwrap();
    store.commit(appends_at("a", "2", 1)).await.unwrap();
    for (stream, head) in [("a", 0), ("a", 1), ("a", 3), ("never", 1)] {
        let mut batch = appends_at(stream, "refused", head);
        batch.puts.push(("key".to_owned(), Vec::new()));
        batch.drops.push("a".to_owned());
        batch.expects_heads.insert(0, ("other".to_owned(), 0));
        let refused = store.commit(batch).await;
        assert!(
            matches!(refused, Err(StoreError::Conflict { key: named }) if named == stream),
            "{stream} {head}"
        );
    }
    assert_eq!(store.load("a").await.unwrap(), content(None, &[(1, "1"), (2, "2")]));
    assert_eq!((store.get("key").await.unwrap(), store.streams("").await.unwrap().len()), (None, 1));

    // A head is a number, however much of the stream was compacted, and conditions come before drops.
    store.compact("a", 2, bytes("snapshot")).await.unwrap();
    let mut replaced = appends_at("a", "anew", 2);
    replaced.drops.push("a".to_owned());
    assert_eq!(store.commit(replaced).await.unwrap(), [1]);
    assert_eq!(store.commit(appends_at("a", "3", 1)).await.unwrap(), [2]);
    store.commit(Batch { drops: vec!["a".to_owned()], ..Batch::default() }).await.unwrap();
    store.commit(appends_at("a", "first", 0)).await.unwrap();
}

pub(crate) async fn of_two_who_decided_on_the_same_head_one_wins(store: &dyn Store) {
    store.commit(appends(&[("a", "1")])).await.unwrap();
    let (first, second) =
        (store.commit(appends_at("a", "first", 1)), store.commit(appends_at("a", "second", 1)));
    assert!(matches!(second.await, Err(StoreError::Conflict { .. })));
    assert_eq!(first.await.unwrap(), [2]);
    assert_eq!(store.load("a").await.unwrap(), content(None, &[(1, "1"), (2, "first")]));
}

fn tail(head: Sequence, compacted_through: Sequence, entries: &[(u64, &str)]) -> StreamTail {
    StreamTail { head, compacted_through, entries: content(None, entries).entries }
}

/// The end of a stream can be read from a number on. The answer says the stream's last number and the
/// number that its snapshot covers, so that a reader knows when entries in between were compacted or the
/// stream was dropped.
pub(crate) async fn a_tail_is_what_came_after_a_number(store: &dyn Store) {
    assert_eq!(store.load_after("a", 0).await.unwrap(), StreamTail::default());
    store.commit(appends(&[("a", "1"), ("b", "other"), ("a", "2"), ("a", "3")])).await.unwrap();
    assert_eq!(store.load_after("a", 0).await.unwrap(), tail(3, 0, &[(1, "1"), (2, "2"), (3, "3")]));
    assert_eq!(store.load_after("a", 2).await.unwrap(), tail(3, 0, &[(3, "3")]));
    let nothing = store.load_after("a", 3).await.unwrap();
    assert_eq!(nothing, tail(3, 0, &[]));
    assert!(nothing.continues(3));
}

pub(crate) async fn a_tail_says_what_was_compacted_or_dropped_meanwhile(store: &dyn Store) {
    store.commit(appends(&[("a", "1"), ("a", "2"), ("a", "3"), ("a", "4")])).await.unwrap();
    store.compact("a", 3, bytes("snapshot")).await.unwrap();
    let missed = store.load_after("a", 1).await.unwrap();
    assert_eq!(missed, tail(4, 3, &[(4, "4")]));
    assert_eq!((missed.continues(1), missed.continues(3), missed.continues(4)), (false, true, true));
    store.compact("a", 4, bytes("snapshot")).await.unwrap();
    assert_eq!(store.load_after("a", 4).await.unwrap(), tail(4, 4, &[]));

    let mut anew = appends(&[("a", "new")]);
    anew.drops.push("a".to_owned());
    store.commit(anew).await.unwrap();
    let other = store.load_after("a", 4).await.unwrap();
    assert_eq!((other.clone(), other.continues(4)), (tail(1, 0, &[]), false));
    assert_eq!(store.load_after("a", u64::MAX).await.unwrap(), tail(1, 0, &[]));
}

/// A range of keys is read in byte order from a first key (included) to a last one (not included), at most
/// as many as asked for.
pub(crate) async fn a_range_of_keys_is_bounded_and_in_order(store: &dyn Store) {
    for key in ["due/01", "due/02", "due/02/a", "due/03", "due/é", "Due/01", "due", "due0"] {
        store.commit(put(key, key)).await.unwrap();
    }
    let keys = async |from: &str, to: &str, limit: usize| -> Vec<String> {
        store.range(from, to, limit).await.unwrap().into_iter().map(|(key, _)| key).collect()
    };
    assert_eq!(keys("due/", "due/03", 10).await, ["due/01", "due/02", "due/02/a"]);
    assert_eq!(keys("due/02", "due/03", 10).await, ["due/02", "due/02/a"]);
    assert_eq!(keys("due/", "due0", 2).await, ["due/01", "due/02"]);
    // The next page begins behind the last key of the one before.
    assert_eq!(keys("due/02\0", "due0", 10).await, ["due/02/a", "due/03", "due/é"]);
    assert_eq!(keys("due/03", "due/03", 10).await, Vec::<String>::new());
    assert_eq!(keys("due/03", "due/01", 10).await, Vec::<String>::new());
    assert_eq!(keys("due/", "due0", 0).await, Vec::<String>::new());
    assert_eq!(
        store.range("due/01", "due/02", 1).await.unwrap(),
        [("due/01".to_owned(), b"due/01".to_vec())]
    );
}

/// Several keys are read as they are at one moment, in the order asked for.
pub(crate) async fn several_keys_are_read_in_the_order_asked_for(store: &dyn Store) {
    store.commit(put("a", "1")).await.unwrap();
    store.commit(put("b", "")).await.unwrap();
    let read = store.get_many(&["b", "none", "a", "a"]).await.unwrap();
    assert_eq!(read, [Some(Vec::new()), None, Some(b"1".to_vec()), Some(b"1".to_vec())]);
    assert_eq!(store.get_many(&[]).await.unwrap(), Vec::<Option<Vec<u8>>>::new());
}
