//! How connections end: removal, deletion, shutdown, silence, and a failing room.

use tokio::io::AsyncWriteExt;

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
async fn sock_31_a_deleted_workshop_ends_its_connections_for_good() {
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
async fn sock_32_what_is_no_binary_message_ends_with_the_code_of_websockets() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    // Head, mask of zeros, payload.
    let text: &[u8] = &[0x81, 0x81, 0, 0, 0, 0, b'a'];
    let not_utf8: &[u8] = &[0x81, 0x81, 0, 0, 0, 0, 0xff];
    let unknown_opcode: &[u8] = &[0x83, 0x80, 0, 0, 0, 0];
    for (bytes, code) in [(text, 1003), (not_utf8, 1007), (unknown_opcode, 1002)] {
        for mut client in [house.collab().await, house.yjs(&house.address(), Some("t")).await] {
            client.socket.get_mut().write_all(bytes).await.unwrap();
            // Whatever follows is read and passed over, so that a real line is not reset.
            client.tries(vec![0; 3 * STREAM_BYTES]).await;
            assert_eq!(client.ends().await, Heard::Closed(code));
        }
    }
}

/// Inputs known to abort, hang, poison or starve the engine behind a gate that lets them through.
fn hostile() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let deep = [&[1, 1, 1, 0, 8, 1, 1, b'r', 1][..], &[117, 1].repeat(10_000), &[126, 0]].concat();
    let subdocument = [&[1, 1, 1, 0, 9, 1, 1, b'r'][..], &[1, b'g', 118, 0, 0]].concat();
    vec![
        ("legacy JSON that poisons every later encoding", vec![vec![1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0]]),
        ("legacy JSON whose merge cannot be decoded", vec![vec![1, 1, 0, 0, 2, 1, 0, 0, 0, 0]]),
        (
            "clocks at the end of 32 bits",
            vec![vec![1, 1, 2, 0, 0, 1, 0], vec![1, 1, 2, 255, 255, 255, 255, 15, 0, 1, 0]],
        ),
        (
            "clocks that underflow a search",
            vec![vec![1, 1, 3, 255, 255, 255, 255, 15, 0, 1, 0], vec![1, 2, 3, 0, 2, 1, 0, 0, 0, 0, 1, 0]],
        ),
        (
            "an encoding that panics later",
            vec![vec![1, 1, 1, 255, 255, 255, 255, 15, 1, 1, 0, 1, 0], vec![1, 1, 1, 0, 0, 1, 0]],
        ),
        ("values nested ten thousand deep", vec![deep]),
        ("a declared count of clients", vec![vec![0x80, 0x80, 0x80, 0x40]]),
        ("a subdocument", vec![subdocument]),
        ("nothing at all", vec![vec![]]),
        ("bytes after the end", vec![vec![0, 0, 0]]),
    ]
}

#[tokio::test(start_paused = true)]
async fn sock_5_hostile_updates_end_one_connection_and_no_other() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut good = house.member("t").await;
    for (what, updates) in hostile() {
        let mut bad = house.member("t").await;
        for update in updates {
            bad.tries(hocuspocus::encode_sync(&house.address(), SyncMessage::Update(&update))).await;
        }
        assert_eq!(bad.ends().await, Heard::Closed(4400), "{what}");
    }
    let mut bad = house.member("t").await;
    bad.says(&house.address(), Body::Sync(SyncMessage::Step1(&[0x80, 0x80, 0x80, 0x80, 0x01]))).await;
    assert_eq!(bad.ends().await, Heard::Closed(4400), "a declared count in a state vector");
    let mut bad = house.member("t").await;
    bad.says(&house.address(), Body::Awareness(&[0x80, 0xe5, 0x9a, 0x77])).await;
    assert_eq!(bad.ends().await, Heard::Closed(4400), "a declared count in presence");
    good.edits(&house.address(), "a").await;
    let mut saved = false;
    while !saved {
        let heard = good.hears().await;
        saved = heard.bytes() != [9] && heard.body() == OwnBody::Saved;
    }
    assert_eq!(house.room_text().await, "a");
    assert_eq!(house.store.stored_text(&house.map).await, "a", "nothing hostile reached the log");
}

/// Has something happen after the gatekeeper was asked and before the connection is a member of the room.
fn meanwhile(house: &House, happens: impl FnOnce() + Send + 'static) {
    *house.gate.meanwhile.lock().unwrap() = Some(Box::new(happens));
}

/// Removes a person as a command does: first committed, then said to the rooms.
fn removal(house: &House, participant: &ParticipantId) -> impl FnOnce() + Send + 'static {
    let (gate, rooms) = (house.gate.clone(), house.sockets.rooms.clone());
    let (workshop, participant) = (house.workshop.clone(), participant.clone());
    move || {
        gate.access.lock().unwrap().insert(Some(participant.clone()), Err(AuthError::Revoked));
        rooms.revoke(&workshop, &participant, "revoked");
    }
}

fn freeze(house: &House, participant: &ParticipantId) -> impl FnOnce() + Send + 'static {
    let (gate, rooms) = (house.gate.clone(), house.sockets.rooms.clone());
    let (workshop, participant) = (house.workshop.clone(), participant.clone());
    move || {
        gate.access.lock().unwrap().insert(Some(participant), Ok(Access::ReadOnly));
        rooms.refresh_access(&workshop, crate::room::RightsChange::Freeze);
    }
}

#[tokio::test(start_paused = true)]
async fn sock_52_who_is_removed_between_the_check_and_the_join_does_not_get_in() {
    let house = House::new();
    let (participant, _) = (house.admits("t", Access::ReadWrite), house.admits("other", Access::ReadWrite));
    let mut other = house.member("other").await;
    let mut client = house.collab().await;
    meanwhile(&house, removal(&house, &participant));
    client.signs_in(&house.address(), "t").await;
    assert_eq!(client.hears().await.body(), OwnBody::Denied("revoked".to_owned()));
    client.edits(&house.address(), "ghost").await;
    other.edits(&house.address(), "a").await;
    assert_eq!(other.hears().await.body(), OwnBody::Saved);
    assert_eq!(client.hears_for(Duration::from_secs(1)).await, []);
    assert_eq!(house.room_text().await, "a");

    house.allows(&participant, Ok(Access::ReadWrite));
    meanwhile(&house, removal(&house, &participant));
    let mut stock = house.yjs(&house.address(), Some("t")).await;
    assert_eq!(stock.ends().await, Heard::Closed(4401));
}

#[tokio::test(start_paused = true)]
async fn sock_52_who_is_frozen_between_the_check_and_the_join_only_reads() {
    let house = House::new();
    let participant = house.admits("t", Access::ReadWrite);
    let mut client = house.collab().await;
    meanwhile(&house, freeze(&house, &participant));
    client.signs_in(&house.address(), "t").await;
    assert_eq!(client.hears().await.body(), OwnBody::Granted(Scope::ReadOnly));
    client.syncs(&house.address()).await;
    client.edits(&house.address(), "ghost").await;
    assert_eq!(client.hears().await.body(), OwnBody::Refused);

    house.allows(&participant, Ok(Access::ReadWrite));
    meanwhile(&house, freeze(&house, &participant));
    let mut stock = house.yjs(&house.address(), Some("t")).await;
    let update = type_into(&mut stock.document, "ghost");
    let frame = pairway_crdt::frame::y_websocket::Message::Sync(SyncMessage::Update(&update));
    stock.sends(pairway_crdt::frame::y_websocket::encode(frame)).await;
    stock.hears().await;
    assert_eq!(house.room_text().await, "");
}
