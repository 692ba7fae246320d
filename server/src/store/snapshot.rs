//! Snapshots of documents that are proved before they replace a log (decision D6). The log is replayed into a document
//! and encoded once; the result is decoded again and compared, because after `compact` nothing else is left. It knows
//! streams and documents, but no disk.

use bytes::Bytes;
use pairway_crdt::document::Document;
use pairway_crdt::error::{ApplyError, GateError};

use super::{Sequence, StreamContent};

/// Encoding may join pieces that the log held apart; after this many rounds it must have come to rest.
const ROUNDS_MAX: usize = 3;

/// A snapshot that holds what its log held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedSnapshot {
    /// The last entry it covers; give it to `compact`.
    pub through: Sequence,
    /// The whole document as one update.
    pub bytes: Bytes,
}

/// Why a log was left as it is. The log stays whole and readable in every case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// An entry cannot be applied.
    #[error("entry {sequence} cannot be replayed: {error}")]
    Entry {
        /// Number of the entry; the snapshot's for the snapshot.
        sequence: Sequence,
        /// What was wrong with it.
        error: ApplyError,
    },
    /// An entry builds on something that the log does not hold. A snapshot would lose the entry for good.
    #[error("entry {sequence} builds on something that is missing")]
    Missing {
        /// Number of the entry.
        sequence: Sequence,
    },
    /// The encoded document cannot be read back.
    #[error("the snapshot cannot be read back: {0}")]
    Unreadable(ApplyError),
    /// The encoded document, read back, is not the document.
    #[error("the snapshot differs from its log")]
    Different,
}

impl From<GateError> for SnapshotError {
    fn from(error: GateError) -> Self {
        Self::Unreadable(error.into())
    }
}

/// Replays a log, encodes it, reads that back and compares; `None` when there is no entry to cover.
///
/// Takes time and memory like loading the document three times: call it where blocking is allowed.
///
/// # Errors
/// [`SnapshotError`] when the snapshot would not hold everything that the log holds.
pub fn verified_snapshot(content: &StreamContent) -> Result<Option<VerifiedSnapshot>, SnapshotError> {
    let Some((through, _)) = content.entries.last() else { return Ok(None) };
    let document = replay(content)?;
    let bytes = settled_encoding(&document)?;
    Ok(Some(VerifiedSnapshot { through: *through, bytes }))
}

fn replay(content: &StreamContent) -> Result<Document, SnapshotError> {
    let mut document = Document::new();
    for (sequence, update) in content.snapshot.iter().chain(&content.entries) {
        let sequence = *sequence;
        let applied = document.replay(update).map_err(|error| SnapshotError::Entry { sequence, error })?;
        if applied.missing {
            return Err(SnapshotError::Missing { sequence });
        }
    }
    Ok(document)
}

/// The encoding that reads back as itself and as the document.
fn settled_encoding(document: &Document) -> Result<Bytes, SnapshotError> {
    let mut encoded = document.encode();
    for _ in 0..ROUNDS_MAX {
        let read_back =
            Document::rebuild(None, std::iter::once(&encoded[..])).map_err(SnapshotError::Unreadable)?;
        let again = read_back.encode();
        if same_bytes_in_any_order(&encoded, &again) {
            return if same(document, &read_back)? {
                Ok(encoded.into())
            } else {
                Err(SnapshotError::Different)
            };
        }
        encoded = again;
    }
    Err(SnapshotError::Different)
}

/// Whether two encodings consist of the same bytes. Their order may differ: yrs keeps the keys of a plain object in a
/// `HashMap`, so one and the same `{stage, lane, ord}` is written in another order each time.
fn same_bytes_in_any_order(one: &[u8], other: &[u8]) -> bool {
    let count = |bytes: &[u8]| {
        let mut counts = [0_usize; 256];
        for byte in bytes {
            counts[usize::from(*byte)] += 1;
        }
        counts
    };
    count(one) == count(other)
}

/// Whether each holds all structs and all deletions of the other.
fn same(one: &Document, other: &Document) -> Result<bool, GateError> {
    Ok(one.contains(&other.encode())? && other.contains(&one.encode())?)
}

#[cfg(test)]
mod tests {
    use pairway_crdt::pathway::view::PathwayMap;
    use proptest::prelude::*;
    use yrs::types::ToJson;
    use yrs::{GetString, Map, MapPrelim, ReadTxn, Text, WriteTxn};

    use super::*;
    use crate::store::memory::MemoryStore;
    use crate::store::{Batch, Store};

    fn content(updates: &[Bytes]) -> StreamContent {
        let entries = updates.iter().enumerate().map(|(index, update)| (index as u64 + 1, update.clone()));
        StreamContent { snapshot: None, entries: entries.collect() }
    }

    fn insert(document: &mut Document, at: u32, text: &str) -> Bytes {
        let insert = |txn: &mut yrs::TransactionMut<'_>, _: &yrs::Doc| {
            let root = txn.get_or_insert_text("text");
            let length = root.len(txn);
            root.insert(txn, at % (length + 1), text);
        };
        document.write(insert).1
    }

    fn remove(document: &mut Document, at: u32, count: u32) -> Bytes {
        let remove = |txn: &mut yrs::TransactionMut<'_>, _: &yrs::Doc| {
            let root = txn.get_or_insert_text("text");
            let length = root.len(txn);
            if length > 0 {
                let from = at % length;
                root.remove_range(txn, from, count.min(length - from));
            }
        };
        document.write(remove).1
    }

    fn set(document: &mut Document, key: u32, value: u32) -> Bytes {
        let set = |txn: &mut yrs::TransactionMut<'_>, _: &yrs::Doc| {
            let root = txn.get_or_insert_map("map");
            let part = root.insert(txn, format!("part {key}"), MapPrelim::default());
            part.insert(txn, "value", value);
            // Plain objects as steps hold them: their keys have no order of their own.
            part.insert(txn, "pos", yrs::any!({ "stage": "s", "lane": "l", "ord": "a0", "more": value }));
        };
        document.write(set).1
    }

    fn read(document: &Document) -> (String, Option<yrs::Any>) {
        // Naming the roots gives a freshly loaded document their types.
        document.read(|txn, _| {
            let text = txn.get_text("text").map(|text| text.get_string(txn)).unwrap_or_default();
            (text, txn.get_map("map").map(|map| map.to_json(txn)))
        })
    }

    /// What one of three peers does.
    #[derive(Debug, Clone)]
    enum Act {
        Insert {
            peer: usize,
            at: u32,
            text: String,
        },
        Remove {
            peer: usize,
            at: u32,
            count: u32,
        },
        Set {
            peer: usize,
            key: u32,
            value: u32,
        },
        /// The peer takes over all that is in the log.
        CatchUp {
            peer: usize,
        },
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            4 => (0..3usize, any::<u32>(), "[a-zé🙂]{1,8}").prop_map(|(peer, at, text)| Act::Insert { peer, at, text }),
            3 => (0..3usize, any::<u32>(), 1..6u32).prop_map(|(peer, at, count)| Act::Remove { peer, at, count }),
            2 => (0..3usize, 0..4u32, any::<u32>()).prop_map(|(peer, key, value)| Act::Set { peer, key, value }),
            2 => (0..3usize).prop_map(|peer| Act::CatchUp { peer }),
        ]
    }

    fn log_of(acts: &[Act]) -> Vec<Bytes> {
        let mut peers = [Document::new(), Document::new(), Document::new()];
        let mut log: Vec<Bytes> = Vec::new();
        for act in acts {
            let written = match act {
                Act::Insert { peer, at, text } => insert(&mut peers[*peer], *at, text),
                Act::Remove { peer, at, count } => remove(&mut peers[*peer], *at, *count),
                Act::Set { peer, key, value } => set(&mut peers[*peer], *key, *value),
                Act::CatchUp { peer } => {
                    for update in &log {
                        peers[*peer].apply(update).unwrap();
                    }
                    continue;
                }
            };
            log.push(written);
        }
        log
    }

    proptest! {
        #[test]
        fn store_41_a_snapshot_holds_what_its_log_held(acts in prop::collection::vec(act(), 1..60)) {
            let log = log_of(&acts);
            prop_assume!(!log.is_empty());
            let snapshot = verified_snapshot(&content(&log)).unwrap().unwrap();
            prop_assert_eq!(snapshot.through, log.len() as u64);
            let replayed = Document::rebuild(None, log.iter().map(|update| &update[..])).unwrap();
            let loaded = Document::rebuild(Some(&snapshot.bytes), std::iter::empty()).unwrap();
            prop_assert!(same(&replayed, &loaded).unwrap());
            prop_assert_eq!(read(&replayed), read(&loaded));
        }
    }

    #[tokio::test]
    async fn store_41_a_compacted_stream_goes_on_and_compacts_again() {
        let store = MemoryStore::new();
        let mut author = Document::new();
        for round in 0..3 {
            for letter in ["a", "b", "c"] {
                let entry = insert(&mut author, round, letter);
                store
                    .commit(Batch { appends: vec![("map".to_owned(), entry)], ..Batch::default() })
                    .await
                    .unwrap();
            }
            let snapshot = verified_snapshot(&store.load("map").await.unwrap()).unwrap().unwrap();
            assert_eq!(snapshot.through, u64::from(round + 1) * 3);
            store.compact("map", snapshot.through, snapshot.bytes).await.unwrap();
        }
        let loaded = store.load("map").await.unwrap();
        assert_eq!(loaded.entries, []);
        assert_eq!(verified_snapshot(&loaded), Ok(None));
        let (_, snapshot) = loaded.snapshot.unwrap();
        let document = Document::rebuild(Some(&snapshot), std::iter::empty()).unwrap();
        assert_eq!(read(&document), read(&author));
        assert_eq!(read(&document).0.len(), 9);
    }

    #[test]
    fn store_41_the_map_of_every_template_can_be_compacted() {
        for template in pairway_crdt::pathway::template::templates() {
            let mut document = Document::new();
            let seeded = pairway_crdt::pathway::seed::seed_template(
                &mut document,
                template,
                &mut crate::ids::random_id,
            );
            let snapshot = verified_snapshot(&content(&[seeded])).unwrap().unwrap();
            let loaded = Document::rebuild(Some(&snapshot.bytes), std::iter::empty()).unwrap();
            let read = |document: &Document| document.read(|txn, _| PathwayMap::read(txn));
            assert_eq!(read(&loaded), read(&document));
        }
    }

    /// An update of one client with letters in a root: a list, each letter before the one that came first, or as many between
    /// those of client 9.
    fn dear(client: u8, root: u8, count: u64) -> Bytes {
        let number = |bytes: &mut Vec<u8>, mut value: u64| {
            while value >= 0x80 {
                bytes.push((value & 0x7f) as u8 | 0x80);
                value >>= 7;
            }
            bytes.push(value as u8);
        };
        let is_list = client == 9;
        let (mut bytes, mut items) = (vec![1], Vec::new());
        if is_list {
            items.extend([4, 1, 1, root, 1, b'x']);
        }
        for clock in 0..count {
            items.extend([0x44, 9]);
            number(&mut items, if is_list { clock } else { clock * 7_919 % count });
            items.extend([1, b'a']);
        }
        number(&mut bytes, count + u64::from(is_list));
        bytes.extend([client, 0]);
        bytes.extend(items);
        bytes.push(0);
        bytes.into()
    }

    #[test]
    fn store_41_a_document_that_was_dear_to_make_is_compacted_again_and_again() {
        let mut document = Document::new();
        let mut log = vec![dear(9, b't', 1_500)];
        log.extend([10, 11, 12].map(|client| dear(client, b't', 1_000)));
        for update in &log {
            document.apply(update).unwrap();
        }
        let first = verified_snapshot(&content(&log)).unwrap().unwrap();
        let at_once = Document::new().apply(&first.bytes);
        assert!(at_once.is_err(), "from outside it is too much at once, or this proves nothing");
        let more = vec![(first.through + 1, insert(&mut document, 0, "more"))];
        let content = StreamContent { snapshot: Some((first.through, first.bytes)), entries: more };
        let second = verified_snapshot(&content).unwrap().unwrap();
        assert_eq!(second.through, content.entries[0].0);
        let read_back = Document::rebuild(None, std::iter::once(&second.bytes[..])).unwrap();
        assert!(same(&document, &read_back).unwrap());
    }

    #[test]
    fn store_41_one_changed_byte_is_seen() {
        assert!(same_bytes_in_any_order(b"stage lane", b"lane stage"));
        assert!(!same_bytes_in_any_order(b"stage lane", b"stage lame"));
        assert!(!same_bytes_in_any_order(b"stage", b"stages"));
    }

    #[test]
    fn store_41_a_log_with_a_hole_or_a_bad_entry_is_left_alone() {
        let mut author = Document::new();
        let log = ["a", "b", "c"].map(|letter| insert(&mut author, 0, letter));
        let mut hole = content(&log);
        hole.entries.remove(1);
        assert_eq!(verified_snapshot(&hole), Err(SnapshotError::Missing { sequence: 3 }));
        let bad = content(&[log[0].clone(), Bytes::from_static(b"\xff\xff")]);
        assert!(matches!(verified_snapshot(&bad), Err(SnapshotError::Entry { sequence: 2, .. })));
        assert_eq!(verified_snapshot(&StreamContent::default()), Ok(None));
    }

    #[test]
    fn store_41_the_comparison_sees_a_lost_insertion_and_a_lost_deletion() {
        let mut author = Document::new();
        let mut log = vec![insert(&mut author, 0, "abcdef"), insert(&mut author, 3, "gh")];
        log.push(remove(&mut author, 1, 2));
        let rebuild = |log: &[Bytes]| Document::rebuild(None, log.iter().map(|update| &update[..])).unwrap();
        let whole = rebuild(&log);
        assert!(same(&whole, &author).unwrap());
        for lost in [&log[..2], &log[..1], &[]] {
            assert!(!same(&whole, &rebuild(lost)).unwrap());
            assert!(!same(&rebuild(lost), &whole).unwrap());
        }
    }
}
