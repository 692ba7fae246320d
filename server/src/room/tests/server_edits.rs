//! Server-written changes: commit, then fan out; what cannot be committed never was.

use super::*;

#[tokio::test(start_paused = true)]
async fn room_40_a_server_edit_is_durable_before_anybody_sees_it() {
    let house = House::new();
    let mut one = house.person().await;
    house.store.set(Trouble::Hanging);
    let (rooms, map) = (house.rooms.clone(), house.map.clone());
    let edit = tokio::spawn(async move { rooms.edit(&map, |document| type_into(document, "s")).await });
    tokio::time::sleep(PRESENCE_TICK).await;
    assert_eq!(one.takes(), []);
    house.store.set(Trouble::None);
    edit.await.unwrap().unwrap();
    one.rests().await;
    assert_eq!((one.takes(), one.text().as_str()), (vec![Got::Update], "s"));
    assert_eq!(house.store.stored_text(&house.map).await, "s");
}

#[tokio::test(start_paused = true)]
async fn room_40_a_server_edit_that_cannot_be_committed_is_undone_and_others_edits_stay() {
    let house = House::new();
    let mut one = house.person().await;
    one.edits("a").await;
    one.rests().await;
    house.store.set(Trouble::Failing);
    one.edits("b").await;
    let failed = house.rooms.edit(&house.map, |document| type_into(document, "ghost")).await;
    assert!(matches!(failed, Err(RoomError::Store(StoreError::Failed(_)))));
    house.store.set(Trouble::None);
    tokio::time::sleep(RETRY_WAIT.1).await;
    one.rests().await;
    assert_eq!(house.rooms.read(&house.map, text_of).await.unwrap(), "ab");
    assert_eq!(house.store.stored_text(&house.map).await, "ab");
    assert_eq!(one.text(), "ab");
    assert!(!one.takes().contains(&Got::Update));
    house.rooms.edit(&house.map, |document| type_into(document, "c")).await.unwrap();
    one.rests().await;
    one.takes();
    assert_eq!((one.text().as_str(), house.store.stored_text(&house.map).await.as_str()), ("abc", "abc"));
}

/// An edit and the keys that belong to it are committed together or not at all; a condition that does not
/// hold refuses both.
#[tokio::test(start_paused = true)]
async fn an_edit_and_what_belongs_to_it_are_committed_together_or_not_at_all() {
    let house = House::new();
    let put = |expected: Option<&str>| Batch {
        puts: vec![("key".to_owned(), b"value".to_vec())],
        expects: vec![("key".to_owned(), expected.map(|value| value.as_bytes().to_vec()))],
        ..Batch::default()
    };
    house.rooms.edit_with(&house.map, put(None), |document| type_into(document, "a")).await.unwrap();
    assert_eq!(house.store.get("key").await.unwrap().as_deref(), Some(&b"value"[..]));
    let conflict = house.rooms.edit_with(&house.map, put(None), |document| type_into(document, "b")).await;
    assert!(matches!(conflict, Err(RoomError::Store(StoreError::Conflict { .. }))));
    assert_eq!(house.rooms.read(&house.map, text_of).await.unwrap(), "a");
    assert_eq!(house.store.stored_text(&house.map).await, "a");
}

/// An edit that changes nothing writes nothing.
#[tokio::test(start_paused = true)]
async fn an_edit_that_changes_nothing_writes_nothing() {
    let house = House::new();
    let mut one = house.person().await;
    let value = house.rooms.edit(&house.map, |_| 7).await.unwrap();
    one.rests().await;
    assert_eq!((value, one.takes()), (7, vec![]));
    assert!(house.store.inner.load(&house.map.to_string()).await.unwrap().entries.is_empty());
}

/// What an edit may build on comes before it in the log.
#[tokio::test(start_paused = true)]
async fn an_edit_that_builds_on_what_is_not_logged_yet_comes_after_it_in_the_log() {
    let house = House::new();
    let mut one = house.person().await;
    house.store.set(Trouble::Failing);
    one.edits("a").await;
    one.rests().await;
    house.store.set(Trouble::None);
    house.rooms.edit(&house.map, |document| type_into(document, "s")).await.unwrap();
    one.rests().await;
    assert_eq!(house.store.stored_text(&house.map).await, "as");
    assert!(one.takes().contains(&Got::Saved), "the same commit made it durable");
}

/// An edit may decide inside the room, on what the document holds; when it decides against, nothing of it
/// is committed.
#[tokio::test(start_paused = true)]
async fn an_edit_that_decides_against_itself_commits_nothing_of_its_batch() {
    let house = House::new();
    let put = || Batch { puts: vec![("key".to_owned(), b"value".to_vec())], ..Batch::default() };
    let refused = house.rooms.try_edit_with(&house.map, put(), |_| Err::<(), _>("no")).await.unwrap();
    assert_eq!(refused, Err("no"));
    assert_eq!(house.store.get("key").await.unwrap(), None);
    let done = house.rooms.try_edit_with(&house.map, put(), |document| {
        type_into(document, "a");
        Ok::<_, &str>(7)
    });
    assert_eq!(done.await.unwrap(), Ok(7));
    assert_eq!(house.store.get("key").await.unwrap().as_deref(), Some(&b"value"[..]));
}

/// The name of a map's record in the workshop of a house: a document that only the server writes.
fn record_of(house: &House) -> DocumentName {
    let DocumentName::Map(workshop, map) = &house.map else { unreachable!("a house has a map") };
    DocumentName::Record(workshop.clone(), map.clone())
}

/// An edit of a document that only the server writes is committed only if nobody else wrote to it
/// meanwhile. Otherwise it is refused as a conflict, and the room and its members get what was written.
#[tokio::test(start_paused = true)]
async fn an_edit_of_a_server_written_document_conflicts_with_what_another_wrote_and_the_room_catches_up() {
    let house = House::new();
    let record = record_of(&house);
    house.rooms.edit(&record, |document| type_into(document, "a")).await.unwrap();
    let (seen, head) = house.rooms.read_with_head(&record, text_of).await.unwrap();
    assert_eq!((seen.as_str(), head), ("a", 1));
    let mut reader = house.joins_document(&record, Access::ReadOnly).await;
    reader.sync().await;

    // Another server appends to the same stream.
    let mut elsewhere = house.store.stored(&record).await;
    let update = type_into(&mut elsewhere, "b");
    let appends = vec![(record.to_string(), update)];
    house.store.inner.commit(Batch { appends, ..Batch::default() }).await.unwrap();

    let refused = house.rooms.edit(&record, |document| type_into(document, "c")).await;
    let stream = record.to_string();
    assert!(matches!(refused, Err(RoomError::Store(StoreError::Conflict { key })) if key == stream));
    reader.rests().await;
    assert_eq!((reader.takes(), reader.text().as_str()), (vec![Got::Update], "ab"));
    assert_eq!(house.rooms.read_with_head(&record, text_of).await.unwrap(), ("ab".to_owned(), 2));
    // What was decided on the head before does not hold any more, in another document either.
    let batch = Batch { expects_heads: vec![(stream.clone(), head)], ..Batch::default() };
    let stale = house.rooms.edit_with(&house.map, batch, |document| type_into(document, "x")).await;
    assert!(matches!(stale, Err(RoomError::Store(StoreError::Conflict { key })) if key == stream));
    assert_eq!(house.rooms.read(&house.map, text_of).await.unwrap(), "");

    // Of its own head the room knows that without the store, and has nothing to load.
    let loads = house.store.loads.load(Ordering::SeqCst);
    let batch = Batch { expects_heads: vec![(stream.clone(), head)], ..Batch::default() };
    let stale = house.rooms.edit_with(&record, batch, |document| type_into(document, "x")).await;
    assert!(matches!(stale, Err(RoomError::Store(StoreError::Conflict { key })) if key == stream));
    assert_eq!(house.store.loads.load(Ordering::SeqCst), loads);

    house.rooms.edit(&record, |document| type_into(document, "c")).await.unwrap();
    reader.rests().await;
    reader.takes();
    assert_eq!((reader.text().as_str(), house.store.stored_text(&record).await.as_str()), ("abc", "abc"));
}

/// An edit that panics or breaks the document is refused and nothing of its batch is committed; the
/// document is built anew from the log and what is not logged yet.
#[tokio::test(start_paused = true)]
async fn an_edit_that_breaks_the_document_is_refused_and_the_document_built_anew() {
    let house = House::new();
    let mut one = house.person().await;
    one.edits("a").await;
    one.rests().await;
    one.takes();
    house.store.set(Trouble::Failing);
    one.edits("b").await;
    let put = || Batch { puts: vec![("key".to_owned(), b"value".to_vec())], ..Batch::default() };
    let breaks = |document: &mut Document| {
        let key = "k".repeat(pairway_crdt::limits::MAP_KEY_BYTES_MAX + 1);
        document.write(|txn, _| yrs::Map::insert(&txn.get_or_insert_map("map"), txn, key, 1));
        assert!(document.is_poisoned());
    };
    let broken = house.rooms.edit_with(&house.map, put(), breaks).await;
    assert!(matches!(broken, Err(RoomError::EditFailed)));
    // What it answered after that rests on a document that was empty by then.
    let decide = move |document: &mut Document| {
        breaks(document);
        Err::<(), _>("nothing here")
    };
    let decided = house.rooms.try_edit_with(&house.map, put(), decide).await;
    assert!(matches!(decided, Err(RoomError::EditFailed)));
    let panicked = house.rooms.edit_with(&house.map, put(), |document| {
        type_into(document, "ghost");
        assert!(document.is_poisoned(), "an edit panics outside of the engine");
    });
    assert!(matches!(panicked.await, Err(RoomError::EditFailed)));
    house.store.set(Trouble::None);
    tokio::time::sleep(RETRY_WAIT.1).await;
    one.rests().await;
    assert_eq!(house.store.get("key").await.unwrap(), None);
    assert_eq!(house.rooms.read(&house.map, text_of).await.unwrap(), "ab");
    assert_eq!(house.store.stored_text(&house.map).await, "ab");
    assert!(!one.takes().contains(&Got::Update));

    house.rooms.edit_with(&house.map, put(), |document| type_into(document, "c")).await.unwrap();
    one.edits("d").await;
    one.rests().await;
    one.takes();
    assert_eq!(one.text(), house.store.stored_text(&house.map).await);
    assert_eq!(house.rooms.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_edit_that_decides_against_itself_after_it_wrote_is_undone() {
    let house = House::new();
    let refused = house.rooms.try_edit_with(&house.map, Batch::default(), |document| {
        type_into(document, "ghost");
        Err::<(), _>("no")
    });
    assert_eq!(refused.await.unwrap(), Err("no"));
    house.rooms.edit(&house.map, |document| type_into(document, "a")).await.unwrap();
    assert_eq!(house.rooms.read(&house.map, text_of).await.unwrap(), "a");
    assert_eq!(house.store.stored_text(&house.map).await, "a");
}

#[tokio::test(start_paused = true)]
async fn an_edit_of_the_server_never_encodes_the_document_and_several_writes_stay_in_order() {
    let house = House::new();
    let mut one = house.person().await;
    let before = house.rooms.read(&house.map, Document::encodings).await.unwrap();
    for _ in 0..20 {
        let twice = |document: &mut Document| {
            type_into(document, "a");
            type_into(document, "b");
        };
        house.rooms.edit(&house.map, twice).await.unwrap();
    }
    let after = house.rooms.read(&house.map, Document::encodings).await.unwrap();
    assert_eq!(after - before, 0);
    one.rests().await;
    one.takes();
    assert_eq!((one.text(), house.store.stored_text(&house.map).await), ("ab".repeat(20), "ab".repeat(20)));
}
