//! The y-websocket wire as stock clients of all versions use it.

use pairway_crdt::frame::y_websocket::{self, Message as YMessage};

use super::*;
use crate::room::tests::Trouble;

fn step1(vector: &[u8]) -> Vec<u8> {
    y_websocket::encode(YMessage::Sync(SyncMessage::Step1(vector)))
}

fn update(bytes: &[u8]) -> Vec<u8> {
    y_websocket::encode(YMessage::Sync(SyncMessage::Update(bytes)))
}

/// The one message of a frame; more would be lost on clients up to 3.1.
fn only(heard: &Heard) -> YMessage<'_> {
    let messages = y_websocket::decode_all(heard.bytes()).unwrap();
    assert_eq!(messages.len(), 1);
    messages[0]
}

#[tokio::test(start_paused = true)]
async fn sock_40_a_state_vector_is_answered_by_step2_even_if_empty_then_step1_then_presence() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut one = house.yjs(&house.address(), Some("t")).await;
    one.sends(step1(&[0])).await;
    assert_eq!(one.hears().await, Heard::Bytes(vec![0, 1, 2, 0, 0]));
    assert!(matches!(only(&one.hears().await), YMessage::Sync(SyncMessage::Step1(_))));
    let entries = [1, 5, 1, 2, b'{', b'}'];
    one.sends(y_websocket::encode(YMessage::Awareness(&entries))).await;
    // Its own presence is not sent back; that it was heard is seen by asking, once it is durable whose the id is.
    assert_eq!(one.hears_for(Duration::from_secs(1)).await, []);
    one.sends(y_websocket::encode(YMessage::QueryAwareness)).await;
    assert_eq!(only(&one.hears().await), YMessage::Awareness(&entries));
    let mut two = house.yjs(&house.address(), Some("t")).await;
    two.sends(step1(&[0])).await;
    assert!(matches!(only(&two.hears().await), YMessage::Sync(SyncMessage::Step2(_))));
    assert!(matches!(only(&two.hears().await), YMessage::Sync(SyncMessage::Step1(_))));
    assert_eq!(only(&two.hears().await), YMessage::Awareness(&entries));
}

#[tokio::test(start_paused = true)]
async fn sock_41_two_messages_in_one_frame_are_both_heard() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.yjs(&house.address(), Some("t")).await;
    let mut frame = step1(&[0]);
    frame.extend(update(&client.types("a")));
    client.sends(frame).await;
    let heard = [client.hears().await, client.hears().await, client.hears().await];
    assert!(matches!(only(&heard[0]), YMessage::Sync(SyncMessage::Step2(_))));
    assert_eq!(house.room_text().await, "a");
}

#[tokio::test(start_paused = true)]
async fn sock_42_an_authors_update_comes_back_only_when_it_is_durable() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    house.admits("u", Access::ReadWrite);
    let mut one = house.yjs(&house.address(), Some("t")).await;
    let mut two = house.yjs(&house.address(), Some("u")).await;
    for client in [&mut one, &mut two] {
        client.sends(step1(&[0])).await;
        client.hears_for(Duration::from_secs(1)).await;
    }
    // Their first edit waits until it is durable whose its id is.
    let first = one.types("x");
    one.sends(update(&first)).await;
    assert_eq!(two.hears().await, Heard::Bytes(update(&first)));
    assert_eq!(one.hears().await, Heard::Bytes(update(&first)));
    house.store.set(Trouble::Hanging);
    let edit = one.types("a");
    one.sends(update(&edit)).await;
    assert_eq!(two.hears().await, Heard::Bytes(update(&edit)), "peers see it at once");
    assert_eq!(one.hears_for(Duration::from_secs(2)).await, []);
    house.store.set(Trouble::None);
    assert_eq!(one.hears().await, Heard::Bytes(update(&edit)));
}

#[tokio::test(start_paused = true)]
async fn sock_43_a_denied_client_is_told_kept_without_service_and_closed_for_good() {
    let house = House::new();
    house.admits("t", Access::Denied);
    let cases = [
        (house.address(), Some("unknown"), 4401),
        (house.address(), Some("t"), 4403),
        (house.address(), None, 4403),
        ("no such document".to_owned(), Some("t"), 4403),
    ];
    for (document, token, code) in cases {
        let mut client = house.yjs(&document, token).await;
        let began = tokio::time::Instant::now();
        client.sends(step1(&[0])).await;
        assert!(matches!(only(&client.hears().await), YMessage::Denied(_)));
        assert_eq!(client.hears().await, Heard::Closed(code), "nothing else is said");
        assert_eq!(began.elapsed().as_secs(), PARKED.as_secs());
    }
}

#[tokio::test(start_paused = true)]
async fn interop_6_an_idle_viewer_stays_for_ninety_seconds() {
    let house = House::new();
    house.admits("t", Access::ReadOnly);
    let mut client = house.yjs(&house.address(), Some("t")).await;
    client.sends(step1(&[0])).await;
    client.hears_for(Duration::from_secs(1)).await;
    let heard = client.hears_for(Duration::from_secs(90)).await;
    assert_eq!(heard, vec![Heard::Bytes(vec![1, 1, 0]); 4]);
}

#[tokio::test(start_paused = true)]
async fn sock_3_a_reader_that_edits_is_told_and_nobody_sees_it() {
    let house = House::new();
    house.admits("r", Access::ReadOnly);
    let mut client = house.yjs(&house.address(), Some("r")).await;
    let edit = client.types("a");
    client.sends(update(&edit)).await;
    assert!(matches!(only(&client.hears().await), YMessage::Denied(_)));
    assert_eq!(house.room_text().await, "");
}

#[tokio::test(start_paused = true)]
async fn sock_6_a_sign_in_that_runs_out_ends_so_that_the_client_comes_back_with_a_fresh_one() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.yjs(&house.address(), Some("t")).await;
    client.sends(step1(&[0])).await;
    client.hears_for(Duration::from_secs(1)).await;
    house.clock.advance(TOKEN_MS);
    let began = tokio::time::Instant::now();
    assert_eq!(client.ends().await, Heard::Closed(4501));
    assert!(began.elapsed() <= Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn sock_31_a_removed_person_is_told_and_closed_for_good() {
    let house = House::new();
    let participant = house.admits("t", Access::ReadWrite);
    let mut client = house.yjs(&house.address(), Some("t")).await;
    client.sends(step1(&[0])).await;
    client.hears_for(Duration::from_secs(1)).await;
    house.sockets.rooms.revoke(&house.workshop, &participant, "You are no longer in this workshop.");
    assert!(matches!(only(&client.hears().await), YMessage::Denied(_)));
    assert_eq!(client.hears().await, Heard::Closed(4401));
}

#[tokio::test(start_paused = true)]
async fn sock_5_bytes_no_client_sends_end_the_connection_at_once() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    for bytes in [vec![], vec![0, 2, 200], y_websocket::encode(YMessage::Denied("no"))] {
        let mut client = house.yjs(&house.address(), Some("t")).await;
        client.sends(bytes).await;
        assert_eq!(client.hears().await, Heard::Closed(4400));
    }
}

#[tokio::test(start_paused = true)]
async fn gatekeeper_3_scratch_documents_need_no_token_where_they_are_open() {
    let house = House::new();
    let mut shut = house.yjs("scratch/try", None).await;
    assert!(matches!(only(&shut.hears().await), YMessage::Denied(_)));
    house.gate.access.lock().unwrap().insert(None, Ok(Access::ReadWrite));
    let mut open = house.yjs("scratch/try", None).await;
    open.sends(step1(&[0])).await;
    assert_eq!(open.hears().await, Heard::Bytes(vec![0, 1, 2, 0, 0]));
}

#[tokio::test]
async fn sock_10_both_wires_are_reached_over_http_and_plain_requests_are_told_to_upgrade() {
    let house = House::new();
    house.gate.access.lock().unwrap().insert(None, Ok(Access::ReadWrite));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes: Router = super::routes(house.sockets.clone());
    let server = tokio::spawn(async move { axum::serve(listener, routes).await });
    let url = format!("ws://{address}/yjs/scratch/a%20b?x=1");
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    socket.send(Message::Binary(step1(&[0]).into())).await.unwrap();
    let Some(Ok(Message::Binary(first))) = socket.next().await else { panic!("nothing came") };
    assert_eq!(first.as_ref(), [0, 1, 2, 0, 0]);
    assert_eq!(house.sockets.rooms.count(), 1);
    let (mut socket, _) = tokio_tungstenite::connect_async(format!("ws://{address}/collab")).await.unwrap();
    socket.send(Message::Binary(vec![9].into())).await.unwrap();
    let Some(Ok(Message::Binary(pong))) = socket.next().await else { panic!("nothing came") };
    assert_eq!(pong.as_ref(), [10]);
    let mut plain = tokio::net::TcpStream::connect(address).await.unwrap();
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    plain.write_all(b"GET /collab HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    plain.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 426"), "{answer}");
    server.abort();
}

#[tokio::test(start_paused = true)]
async fn sock_36_a_message_of_an_unknown_kind_is_passed_over() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.yjs(&house.address(), Some("t")).await;
    client.sends(vec![102, 1, 2, 3]).await;
    client.sends(y_websocket::encode(YMessage::QueryAwareness)).await;
    assert_eq!(only(&client.hears().await), YMessage::Awareness(&[0]));
}
