//! How rooms begin and end: one load, unloading, compaction, revocation, deletion, shutdown.

use std::time::Duration;

use super::*;

/// However many ask for a document at once, it is loaded once and there is one room.
#[tokio::test(start_paused = true)]
async fn two_first_visitors_at_once_get_one_room_and_one_load() {
    let house = House::new();
    let (mut one, mut two) = tokio::join!(house.person(), house.person());
    assert_eq!((house.store.loads.load(Ordering::SeqCst), house.rooms.count()), (1, 1));
    one.edits("a").await;
    one.rests().await;
    assert_eq!(two.takes(), [Got::Update]);
}

/// A room without members and with everything durable is unloaded after 60 s.
#[tokio::test(start_paused = true)]
async fn a_room_nobody_is_in_is_unloaded_and_comes_back_whole() {
    let house = House::new();
    let mut one = house.person().await;
    one.edits("a").await;
    tokio::time::sleep(RoomSettings::default().idle_unload * 3).await;
    assert_eq!(house.rooms.count(), 1, "somebody is here, however quiet");
    drop(one);
    tokio::time::sleep(RoomSettings::default().idle_unload - Duration::from_secs(5)).await;
    assert_eq!(house.rooms.count(), 1);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(house.rooms.count(), 0);
    assert_eq!(house.person().await.text(), "a");
}

#[tokio::test(start_paused = true)]
async fn a_room_with_undurable_edits_is_not_unloaded() {
    let house = House::new();
    let mut one = house.person().await;
    house.store.set(Trouble::Failing);
    one.edits("a").await;
    drop(one);
    tokio::time::sleep(RoomSettings::default().idle_unload * 5).await;
    assert_eq!(house.rooms.count(), 1);
    house.store.set(Trouble::None);
    tokio::time::sleep(RoomSettings::default().idle_unload * 2).await;
    assert_eq!((house.rooms.count(), house.store.stored_text(&house.map).await.as_str()), (0, "a"));
}

/// A log of 2,000 entries or 2 MiB (or twice its snapshot) is replaced by a proved snapshot; edits
/// meanwhile stay.
#[tokio::test(start_paused = true)]
async fn a_long_log_is_compacted_and_edits_meanwhile_survive() {
    let entries_max = 20;
    let house = House::with(RoomSettings { compact_entries: entries_max, ..RoomSettings::default() });
    let mut one = house.person().await;
    for _ in 0..entries_max - 1 {
        one.edits("a").await;
        one.rests().await;
    }
    let stream = house.map.to_string();
    assert!(house.store.inner.load(&stream).await.unwrap().snapshot.is_none(), "not before the bound");
    // The twentieth starts the compaction; the next ones arrive while it runs.
    for _ in 0..5 {
        one.edits("b").await;
    }
    let compacted = || async { house.store.inner.load(&stream).await.unwrap().snapshot.is_some() };
    while !compacted().await {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    one.rests().await;
    assert_eq!(house.store.stored_text(&house.map).await, one.text());
    let content = house.store.inner.load(&stream).await.unwrap();
    assert!(content.entries.len() < entries_max);
    assert_eq!(one.takes(), vec![Got::Saved; entries_max + 4]);
}

#[tokio::test(start_paused = true)]
async fn sock_33_shutdown_commits_acknowledges_and_says_come_back() {
    let house = House::new();
    let mut one = house.person().await;
    house.store.set(Trouble::Failing);
    one.edits("a").await;
    one.rests().await;
    one.takes();
    house.store.set(Trouble::None);
    house.rooms.shutdown().await;
    assert_eq!(one.takes(), [Got::Saved, Got::Notice(Notice::StoreUp)]);
    assert_eq!(one.told().await, Control::Parted(Parting::Stopping));
    assert_eq!(house.store.stored_text(&house.map).await, "a");
    assert!(matches!(house.rooms.open(&house.map).await, Err(RoomError::Stopping)));
}

#[tokio::test(start_paused = true)]
async fn sock_33_shutdown_is_bounded_when_the_store_is_gone() {
    let house = House::new();
    let mut one = house.person().await;
    house.store.set(Trouble::Hanging);
    one.edits("a").await;
    one.rests().await;
    house.rooms.shutdown().await;
    assert_eq!(one.told().await, Control::Parted(Parting::Stopping));
    assert!(!one.takes().contains(&Got::Saved));
}

#[tokio::test(start_paused = true)]
async fn keep_3_a_deleted_workshop_is_gone_for_real_and_cannot_be_opened() {
    let house = House::new();
    let mut one = house.person().await;
    one.edits("a").await;
    one.rests().await;
    one.membership.poison(Bytes::from_static(b"x")).await;
    one.rests().await;
    let other = DocumentName::Scratch("other".to_owned());
    house.rooms.edit(&other, |document| type_into(document, "kept")).await.unwrap();
    let two = house.person().await;
    house.rooms.delete_workshop(&house.workshop).await.unwrap();
    assert_eq!(two.told().await, Control::Parted(Parting::Deleted));
    assert_eq!(house.store.inner.streams("").await.unwrap(), ["scratch/other"]);
    assert!(matches!(house.rooms.open(&house.map).await, Err(RoomError::Deleted)));
}

#[tokio::test(start_paused = true)]
async fn sock_31_a_removed_person_goes_on_every_connection_and_nobody_else() {
    let house = House::new();
    let one = house.person().await;
    let again = house.joins(one.participant.clone(), Access::ReadWrite, Echo::Never).await;
    let mut two = house.person().await;
    house.rooms.revoke(&house.workshop, &one.participant, "revoked");
    let revoked = Control::Parted(Parting::Revoked { reason: "revoked".to_owned() });
    assert_eq!((one.told().await, again.told().await), (revoked.clone(), revoked));
    let update = two.types("a");
    one.sends(update).await;
    two.rests().await;
    assert_eq!(house.store.stored_text(&house.map).await, "", "what it still sends is not heard");
}

#[tokio::test(start_paused = true)]
async fn sock_9_access_is_asked_again_and_a_change_is_told() {
    let house = House::new();
    let mut one = house.person().await;
    house.rooms.refresh_access(&house.workshop, RightsChange::Freeze);
    assert_eq!(one.told().await, Control::RefreshAccess(RightsChange::Freeze));
    one.membership.set_access(Access::ReadOnly, RightsChange::Freeze).await.unwrap();
    one.edits("a").await;
    one.membership.set_access(Access::ReadWrite, RightsChange::Freeze).await.unwrap();
    one.rests().await;
    assert_eq!(one.takes(), [Got::Notice(Notice::Frozen), Got::Refused, Got::Notice(Notice::Thawed)]);
    one.membership.set_access(Access::ReadWrite, RightsChange::Role).await.unwrap();
    one.membership.set_access(Access::ReadOnly, RightsChange::Role).await.unwrap();
    one.rests().await;
    assert_eq!(one.takes(), [Got::Notice(Notice::Role)], "the same rights are not worth a word");
}

#[tokio::test(start_paused = true)]
async fn room_77_what_cannot_be_loaded_is_said_and_tried_again() {
    let house = House::new();
    let appends = vec![(house.map.to_string(), Bytes::from_static(b"not an update"))];
    house.store.inner.commit(Batch { appends, ..Batch::default() }).await.unwrap();
    assert!(matches!(house.rooms.open(&house.map).await, Err(RoomError::Unreadable(_))));
    let drops = vec![house.map.to_string()];
    house.store.inner.commit(Batch { drops, ..Batch::default() }).await.unwrap();
    assert!(house.rooms.open(&house.map).await.is_ok());
}

/// A mailbox holds 4,096 events. When it is full sockets wait and read no further, commands give up as
/// *busy* after 5 s; nothing is dropped.
#[tokio::test(start_paused = true)]
async fn a_full_mailbox_turns_a_command_away_as_busy_and_loses_no_edit() {
    let house = House::new();
    let mut one = house.person().await;
    house.store.set(Trouble::Hanging);
    let (rooms, map) = (house.rooms.clone(), house.map.clone());
    // A server edit waits for its commit, and everything after it in the mailbox.
    let edit = tokio::spawn(async move { rooms.edit(&map, |document| type_into(document, "s")).await });
    tokio::time::sleep(PRESENCE_TICK).await;
    for _ in 0..MAILBOX_EVENTS_MAX {
        one.membership.query_presence().await.unwrap();
    }
    assert!(matches!(house.rooms.read(&house.map, |_| ()).await, Err(RoomError::Busy)));
    let update = one.types("a");
    let late = one.membership.write(Write { kind: WriteKind::Update, bytes: update });
    let (late, _) = tokio::join!(late, async { house.store.set(Trouble::None) });
    late.unwrap();
    edit.await.unwrap().unwrap();
    one.rests().await;
    assert!(house.store.stored_text(&house.map).await.contains('a'));
}
