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
async fn room_41_a_server_edit_that_cannot_be_committed_is_undone_and_others_edits_stay() {
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

#[tokio::test(start_paused = true)]
async fn room_42_an_edit_and_what_belongs_to_it_are_committed_together_or_not_at_all() {
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

#[tokio::test(start_paused = true)]
async fn room_43_an_edit_that_changes_nothing_writes_nothing() {
    let house = House::new();
    let mut one = house.person().await;
    let value = house.rooms.edit(&house.map, |_| 7).await.unwrap();
    one.rests().await;
    assert_eq!((value, one.takes()), (7, vec![]));
    assert!(house.store.inner.load(&house.map.to_string()).await.unwrap().entries.is_empty());
}

#[tokio::test(start_paused = true)]
async fn room_44_an_edit_that_builds_on_what_is_not_logged_yet_comes_after_it_in_the_log() {
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

#[tokio::test(start_paused = true)]
async fn room_45_an_edit_that_decides_against_itself_commits_nothing_of_its_batch() {
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
