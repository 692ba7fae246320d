//! How connections end: removal, deletion, shutdown, silence, and a failing room.

use super::*;
use crate::room::tests::Trouble;

#[tokio::test(start_paused = true)]
async fn sock_31_a_removed_person_is_told_and_what_it_still_sends_is_dropped() {
    let house = House::new();
    let participant = house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    house.sockets.rooms.revoke(&house.workshop, &participant, "revoked");
    let OwnBody::Stateless(notice) = client.hears().await.body() else { panic!("no notice came") };
    assert!(notice.contains("\"removed\""));
    assert_eq!(client.hears().await.body(), OwnBody::Denied("revoked".to_owned()));
    client.edits(&house.address(), "a").await;
    client.sends(vec![9]).await;
    assert_eq!(client.hears().await, Heard::Bytes(vec![10]), "the connection itself stays");
    assert_eq!(house.room_text().await, "");
}

#[tokio::test(start_paused = true)]
async fn sock_32_a_deleted_workshop_ends_its_connections_for_good() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    house.sockets.rooms.delete_workshop(&house.workshop).await.unwrap();
    assert_eq!(client.ends().await, Heard::Closed(4404));
    let mut late = house.collab().await;
    late.signs_in(&house.address(), "t").await;
    assert_eq!(late.hears().await.body(), OwnBody::Denied("deleted".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn sock_33_a_stopping_server_acknowledges_what_is_durable_and_says_come_back() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let (mut client, mut nobody) = (house.member("t").await, house.collab().await);
    house.store.set(Trouble::Hanging);
    client.edits(&house.address(), "a").await;
    assert_eq!(client.hears_for(Duration::from_secs(1)).await, []);
    house.store.set(Trouble::None);
    let stop = async {
        house.sockets.rooms.shutdown().await;
        house.sockets.shutdown().await;
    };
    let hear = async { (client.hears().await.body(), client.ends().await, nobody.ends().await) };
    let (heard, ()) = tokio::join!(hear, stop);
    assert_eq!(heard, (OwnBody::Saved, Heard::Closed(4503), Heard::Closed(4503)));
}

#[tokio::test(start_paused = true)]
async fn sock_34_a_half_open_connection_is_noticed_and_leaves_the_room() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut other = house.member("t").await;
    let mut dead = house.member("t").await;
    let entries = [1, 5, 1, 2, b'{', b'}'];
    dead.says(&house.address(), Body::Awareness(&entries)).await;
    assert_eq!(other.hears().await.body(), OwnBody::Presence(entries.to_vec()));
    // From here on nobody reads or answers on the dead one; its stream stays open.
    let gone = OwnBody::Presence(vec![1, 5, 1, 4, b'n', b'u', b'l', b'l']);
    let heard = other.hears_for(SILENCE_MAX + PING).await;
    assert!(heard.iter().any(|heard| heard.bytes() != [9] && heard.body() == gone));
    drop(dead);
}

#[tokio::test(start_paused = true)]
async fn sock_35_a_failed_room_ends_its_connections_so_that_they_come_back() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    client.edits(&house.address(), "a").await;
    assert_eq!(client.hears().await.body(), OwnBody::Saved);
    assert!(
        house
            .sockets
            .rooms
            .read(&house.map, |_| panic!("a mistake of ours"))
            .await
            .is_err_and(|_: crate::room::RoomError| true)
    );
    assert_eq!(client.ends().await, Heard::Closed(1011));
    assert_eq!(text_of(&house.member("t").await.document), "a");
}

#[tokio::test(start_paused = true)]
async fn sock_36_hostile_updates_end_one_connection_and_no_other() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut good = house.member("t").await;
    let hostile: [&[u8]; 4] =
        [&[1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0], &[0xff, 0xff, 0xff, 0x7f], &[], &[0, 0, 0]];
    for bytes in hostile {
        let mut bad = house.member("t").await;
        bad.says(&house.address(), Body::Sync(SyncMessage::Update(bytes))).await;
        assert_eq!(bad.hears().await.body(), OwnBody::Refused);
        assert_eq!(bad.ends().await, Heard::Closed(4400));
    }
    let mut bad = house.member("t").await;
    bad.says(&house.address(), Body::Sync(SyncMessage::Step1(&[0x80, 0x80, 0x80, 0x80, 0x01]))).await;
    assert_eq!(bad.ends().await, Heard::Closed(4400));
    good.edits(&house.address(), "a").await;
    assert_eq!(good.hears().await.body(), OwnBody::Saved);
}
