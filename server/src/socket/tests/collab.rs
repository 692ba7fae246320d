//! The Hocuspocus wire as stock providers use it.

use pairway_crdt::limits::ADDRESS_BYTES_MAX;
use serde_json::{Value, json};

use super::*;
use crate::room::RightsChange;
use crate::room::tests::Trouble;

fn json_of(body: &OwnBody) -> Value {
    let OwnBody::Stateless(text) = body else { panic!("expected a stateless message, heard {body:?}") };
    serde_json::from_str(text).unwrap()
}

fn mark(id: u64) -> String {
    json!({ "kind": "mark", "id": id }).to_string()
}

#[tokio::test(start_paused = true)]
async fn sock_1_what_comes_before_the_sign_in_waits_and_answers_carry_the_exact_address() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    for suffix in ["", "\0session-1"] {
        let address = format!("{}{suffix}", house.address());
        let mut client = house.collab().await;
        client.says(&address, Body::Sync(SyncMessage::Step1(&[0]))).await;
        client.signs_in(&address, "t").await;
        let heard = [client.hears().await, client.hears().await, client.hears().await];
        assert!(heard.iter().all(|heard| heard.address() == address));
        let bodies = heard.map(|heard| heard.body());
        assert_eq!(bodies, [OwnBody::Granted(Scope::ReadWrite), OwnBody::Step2(vec![0, 0]), OwnBody::Step1]);
    }
}

#[tokio::test(start_paused = true)]
async fn sock_2_each_frame_has_one_status_and_only_once_it_is_durable() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    house.store.set(Trouble::Hanging);
    client.edits(&house.address(), "a").await;
    client.edits(&house.address(), "b").await;
    client.says(&house.address(), Body::Stateless(&mark(7))).await;
    assert_eq!(client.hears_for(Duration::from_secs(1)).await, []);
    house.store.set(Trouble::None);
    let bodies = [client.hears().await.body(), client.hears().await.body()];
    assert_eq!(bodies, [OwnBody::Saved, OwnBody::Saved]);
    assert_eq!(json_of(&client.hears().await.body()), json!({ "kind": "durable", "id": 7 }));
    assert_eq!(house.store.stored_text(&house.map).await, "ab");
}

#[tokio::test(start_paused = true)]
async fn sock_3_a_reader_is_told_its_scope_and_its_edits_are_refused_with_their_recovery() {
    let house = House::new();
    house.admits("r", Access::ReadOnly);
    let mut client = house.collab().await;
    client.signs_in(&house.address(), "r").await;
    assert_eq!(client.hears().await.body(), OwnBody::Granted(Scope::ReadOnly));
    client.syncs(&house.address()).await;
    client.edits(&house.address(), "a").await;
    client.says(&house.address(), Body::Stateless(&mark(1))).await;
    assert_eq!(client.hears().await.body(), OwnBody::Refused);
    let answer = json_of(&client.hears().await.body());
    assert_eq!(
        (&answer["kind"], &answer["id"], &answer["recovery"]),
        (&json!("refused"), &json!(1), &json!("rebuild"))
    );
    assert_eq!(house.room_text().await, "");
}

#[tokio::test(start_paused = true)]
async fn sock_4_a_denied_document_is_told_and_dropped_and_may_sign_in_again_on_the_same_connection() {
    let house = House::new();
    house.admits("good", Access::ReadWrite);
    house.gate.tokens.lock().unwrap().insert("old".to_owned(), Err(AuthError::Expired));
    let mut client = house.collab().await;
    for (token, reason) in [("bad", "permission-denied"), ("old", "token-expired")] {
        client.signs_in(&house.address(), token).await;
        assert_eq!(client.hears().await.body(), OwnBody::Denied(reason.to_owned()));
    }
    client.edits(&house.address(), "dropped").await;
    client.signs_in(&house.address(), "good").await;
    assert_eq!(client.hears().await.body(), OwnBody::Granted(Scope::ReadWrite));
    assert_eq!(house.room_text().await, "");
    client.signs_in("map/not-a-map", "good").await;
    assert_eq!(client.hears().await.body(), OwnBody::Denied("permission-denied".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn sock_5_what_only_servers_say_and_what_nobody_says_ends_the_connection() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let address = house.address();
    let bodies = [
        Body::BroadcastStateless("{}"),
        Body::SyncReply(SyncMessage::Step2(&[0, 0])),
        Body::SyncStatus(SyncStatus::Saved),
        Body::Auth(Auth::Granted(Scope::ReadWrite)),
    ];
    let mut listener = house.member("t").await;
    for body in bodies {
        let mut client = house.member("t").await;
        client.says(&address, body).await;
        assert_eq!(client.ends().await, Heard::Closed(4400), "{body:?}");
    }
    let mut client = house.member("t").await;
    client.tries(vec![1]).await;
    assert_eq!(client.ends().await, Heard::Closed(4400));
    let mut client = house.member("t").await;
    client.socket.send(Message::Text("hello".into())).await.unwrap();
    assert_eq!(client.ends().await, Heard::Closed(1003));
    assert_eq!(listener.hears_for(Duration::from_secs(1)).await, [], "nobody hears of it");
}

#[tokio::test(start_paused = true)]
async fn sock_6_a_token_that_runs_out_is_noticed_at_the_next_frame_and_without_one() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let (mut busy, mut quiet) = (house.member("t").await, house.member("t").await);
    house.clock.advance(TOKEN_MS - 1);
    busy.edits(&house.address(), "a").await;
    assert_eq!(busy.hears().await.body(), OwnBody::Saved);
    house.clock.advance(1);
    busy.edits(&house.address(), "late").await;
    assert_eq!(busy.hears().await.body(), OwnBody::Denied("token-expired".to_owned()));
    assert_eq!(house.room_text().await, "a");
    let heard = quiet.hears_for(Duration::from_secs(60)).await;
    let denied = OwnBody::Denied("token-expired".to_owned());
    assert_eq!(heard.iter().filter(|heard| heard.bytes() != [9] && heard.body() == denied).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn sock_7_a_fresh_token_goes_on_without_a_gap() {
    let house = House::new();
    let participant = house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    house.renews("t2", &participant, NOW_MS + 2 * TOKEN_MS);
    client.signs_in(&house.address(), "t2").await;
    client.edits(&house.address(), "a").await;
    assert_eq!(client.hears().await.body(), OwnBody::Granted(Scope::ReadWrite));
    assert_eq!(client.hears().await.body(), OwnBody::Saved);
    house.clock.advance(TOKEN_MS);
    client.edits(&house.address(), "b").await;
    assert_eq!(client.hears().await.body(), OwnBody::Saved);
    house.clock.advance(TOKEN_MS);
    client.edits(&house.address(), "c").await;
    assert_eq!(client.hears().await.body(), OwnBody::Denied("token-expired".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn sock_4_one_document_closes_and_the_others_of_the_connection_go_on() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let second = format!("{}\0two", house.address());
    let mut client = house.member("t").await;
    client.signs_in(&second, "t").await;
    assert_eq!(client.hears().await.address(), second);
    client.says(&house.address(), Body::Close(None)).await;
    client.edits(&second, "a").await;
    let heard = client.hears().await;
    assert_eq!((heard.address(), heard.body()), (second.clone(), OwnBody::Saved));
    assert_eq!(client.hears_for(Duration::from_secs(1)).await, [], "the closed one is told nothing");
}

#[tokio::test(start_paused = true)]
async fn sock_9_rights_change_while_connected() {
    let house = House::new();
    let participant = house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    house.allows(&participant, Ok(Access::ReadOnly));
    house.sockets.rooms.refresh_access(&house.workshop, RightsChange::Freeze);
    assert_eq!(client.hears().await.body(), OwnBody::Granted(Scope::ReadOnly));
    assert_eq!(json_of(&client.hears().await.body())["code"], "frozen");
    client.edits(&house.address(), "a").await;
    assert_eq!(client.hears().await.body(), OwnBody::Refused);
    house.allows(&participant, Ok(Access::ReadWrite));
    house.sockets.rooms.refresh_access(&house.workshop, RightsChange::Freeze);
    assert_eq!(client.hears().await.body(), OwnBody::Granted(Scope::ReadWrite));
    assert_eq!(json_of(&client.hears().await.body())["code"], "thawed");
    house.allows(&participant, Err(AuthError::Revoked));
    house.sockets.rooms.refresh_access(&house.workshop, RightsChange::Freeze);
    assert_eq!(client.hears().await.body(), OwnBody::Denied("revoked".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn sock_9_a_gatekeeper_that_cannot_answer_takes_nothing_away() {
    let house = House::new();
    let participant = house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    house.allows(&participant, Err(AuthError::Unavailable));
    house.sockets.rooms.refresh_access(&house.workshop, RightsChange::Freeze);
    client.edits(&house.address(), "a").await;
    assert_eq!(client.hears().await.body(), OwnBody::Saved);
    let mut newcomer = house.collab().await;
    newcomer.signs_in(&house.address(), "t").await;
    assert_eq!(newcomer.ends().await, Heard::Closed(1013), "come back");
}

#[tokio::test(start_paused = true)]
async fn sock_11_an_idle_viewer_hears_something_before_it_would_leave() {
    let house = House::new();
    house.admits("t", Access::ReadOnly);
    for (version, alive) in
        [(Some("4.8.0"), vec![9]), (None, hocuspocus::encode_awareness(&house.address(), &[0]))]
    {
        let mut client = house.collab().await;
        client.says(&house.address(), Body::Auth(Auth::Token { token: "t", version })).await;
        client.hears().await;
        client.syncs(&house.address()).await;
        let began = tokio::time::Instant::now();
        for _ in 0..4 {
            let asked = tokio::time::Instant::now();
            assert_eq!(client.hears().await.bytes(), alive);
            assert!(asked.elapsed() <= KEEP_ALIVE + Duration::from_secs(1));
        }
        assert!(began.elapsed() >= Duration::from_secs(79), "and not more than it must");
    }
}

#[tokio::test(start_paused = true)]
async fn sock_11_a_ping_is_answered_and_a_pong_is_fine() {
    let house = House::new();
    house.admits("t", Access::ReadOnly);
    let mut client = house.member("t").await;
    client.sends(vec![10]).await;
    client.sends(vec![9]).await;
    assert_eq!(client.hears().await, Heard::Bytes(vec![10]));
}

#[tokio::test(start_paused = true)]
async fn sock_13_edits_and_presence_reach_others_of_the_document_and_not_their_sender() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    house.admits("u", Access::ReadOnly);
    let (mut one, mut two) = (house.member("t").await, house.member("u").await);
    one.edits(&house.address(), "a").await;
    assert_eq!(one.hears().await.body(), OwnBody::Saved);
    let OwnBody::Update(update) = two.hears().await.body() else { panic!("no update came") };
    two.document.apply(&update).unwrap();
    assert_eq!(text_of(&two.document), "a");
    let entries = [1, 5, 1, 2, b'{', b'}'];
    one.says(&house.address(), Body::Awareness(&entries)).await;
    assert_eq!(two.hears().await.body(), OwnBody::Presence(entries.to_vec()));
    two.says(&house.address(), Body::Awareness(&entries)).await;
    two.says(&house.address(), Body::QueryAwareness).await;
    assert_eq!(two.hears().await.body(), OwnBody::Presence(entries.to_vec()));
    assert_eq!(one.hears_for(Duration::from_secs(1)).await, [], "an echo goes nowhere");
    drop(two);
    one.says(&house.address(), Body::QueryAwareness).await;
    assert_eq!(one.hears().await.body(), OwnBody::Presence(entries.to_vec()), "and removes nobody");
}

#[tokio::test(start_paused = true)]
async fn sock_53_each_accepted_sign_in_is_told_the_schema_of_the_document() {
    let house = House::new();
    let participant = house.admits("t", Access::ReadWrite);
    let address = format!("{}\0session", house.address());
    let mut client = house.collab().await;
    client.signs_in(&address, "t").await;
    client.signs_in(&house.address(), "nobody").await;
    client.syncs(&address).await;
    let version = u64::from(pairway_crdt::pathway::schema::SCHEMA_VERSION);
    assert_eq!(client.schemas, [(address.clone(), version)], "not for the one that was refused");
    house.renews("fresh", &participant, NOW_MS + TOKEN_MS * 2);
    client.signs_in(&address, "fresh").await;
    client.edits(&address, "a").await;
    while client.hears().await.body() != OwnBody::Saved {}
    assert_eq!(client.schemas, [(address.clone(), version), (address, version)]);
}

#[tokio::test(start_paused = true)]
async fn sock_4_a_document_without_a_name_or_with_an_endless_one_is_refused_alone() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    for address in [String::new(), "a".repeat(ADDRESS_BYTES_MAX + 1), "a".repeat(60_000)] {
        client.signs_in(&address, "t").await;
        client.says(&address, Body::Sync(SyncMessage::Step1(&[0]))).await;
        let heard = client.hears().await;
        let denied = OwnBody::Denied("permission-denied".to_owned());
        assert_eq!((heard.address(), heard.body()), (address, denied));
    }
    client.edits(&house.address(), "a").await;
    assert_eq!(client.hears().await.body(), OwnBody::Saved);
}

#[tokio::test(start_paused = true)]
async fn sock_36_a_frame_of_an_unknown_kind_is_passed_over() {
    let house = House::new();
    house.admits("t", Access::ReadWrite);
    let mut client = house.member("t").await;
    let mut unknown = vec![u8::try_from(house.address().len()).unwrap()];
    unknown.extend(house.address().as_bytes());
    unknown.extend([102, 1, 2, 3]);
    client.sends(unknown).await;
    client.edits(&house.address(), "a").await;
    assert_eq!(client.hears().await.body(), OwnBody::Saved);
}
