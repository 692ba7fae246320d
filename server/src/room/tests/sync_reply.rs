//! What members get of the document: states, diffs, one diff for a slow reader, presence.

use super::refusals::presence;
use super::*;

#[tokio::test(start_paused = true)]
async fn sock_40_a_newcomer_gets_the_whole_state_then_our_state_vector_then_presence() {
    let house = House::new();
    let mut one = house.person().await;
    one.edits("a").await;
    one.membership.show(presence(9, 1, "{}")).await.unwrap();
    let mut two = house.joins(ParticipantId::random(), Access::ReadOnly, Echo::Never).await;
    two.membership.step1(Bytes::from_static(&[0])).await.unwrap();
    two.rests().await;
    assert_eq!(two.takes()[..3], [Got::State, Got::Step1, Got::Presence]);
    assert_eq!(two.text(), "a");
}

#[tokio::test(start_paused = true)]
async fn sock_40_an_empty_document_is_answered_too() {
    let house = House::new();
    let mut one = house.joins(ParticipantId::random(), Access::ReadOnly, Echo::Never).await;
    one.membership.step1(Bytes::from_static(&[0])).await.unwrap();
    one.rests().await;
    let mut taken = Vec::new();
    one.outbox.try_take(usize::MAX, &mut taken);
    let Delivery::State(payload) = &taken[0].1 else { panic!("no state came") };
    assert_eq!(payload.bytes().as_ref(), [0, 0]);
    assert!(is_empty(&one.document) && one.takes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn sock_40_a_returner_gets_only_what_it_lacks() {
    let house = House::new();
    let (mut one, mut two) = (house.person().await, house.person().await);
    one.edits(&"x".repeat(5_000)).await;
    one.rests().await;
    two.takes();
    one.edits("y").await;
    two.membership.step1(two.document.state_vector().into()).await.unwrap();
    two.rests().await;
    let mut taken = Vec::new();
    two.outbox.try_take(usize::MAX, &mut taken);
    let state = taken.iter().find_map(|(_, delivery)| match delivery {
        Delivery::State(payload) => Some(payload.bytes().len()),
        _ => None,
    });
    assert!(state.unwrap() < 100);
}

#[tokio::test(start_paused = true)]
async fn room_62_a_full_outbox_is_dropped_as_a_whole_and_made_good_by_one_diff() {
    let house = House::new();
    let (mut one, mut slow) = (house.person().await, house.person().await);
    one.edits("begin ").await;
    one.rests().await;
    slow.takes();
    let chunk = "x".repeat(OUTBOX_BYTES_MAX / 4);
    for _ in 0..6 {
        one.edits(&chunk).await;
    }
    one.edits(" end").await;
    one.rests().await;
    assert_eq!(slow.takes(), [], "nothing of it is left, and nothing came after a gap");
    slow.outbox.try_take(usize::MAX, &mut Vec::new());
    slow.drains().await;
    assert_eq!(slow.takes(), [Got::Diff]);
    assert_eq!(slow.text(), one.text());
    one.edits("!").await;
    one.rests().await;
    assert_eq!(slow.takes(), [Got::Update], "and then it goes on as before");
}

#[tokio::test(start_paused = true)]
async fn room_62_a_client_that_asks_without_reading_costs_one_answer() {
    let house = House::new();
    let mut one = house.person().await;
    one.edits("a").await;
    let mut two = house.joins(ParticipantId::random(), Access::ReadOnly, Echo::Never).await;
    for _ in 0..10 {
        two.membership.step1(Bytes::from_static(&[0])).await.unwrap();
    }
    two.rests().await;
    assert_eq!(two.takes(), [Got::State, Got::Step1]);
    two.drains().await;
    assert_eq!(two.takes(), [Got::State, Got::Step1], "the newest question is answered when there is room");
}

#[tokio::test(start_paused = true)]
async fn room_64_presence_goes_out_merged_once_a_tick_and_not_to_its_only_speaker() {
    let house = House::new();
    let (mut one, mut two) = (house.person().await, house.person().await);
    for clock in 1..=5 {
        one.membership.show(presence(9, clock, "{}")).await.unwrap();
    }
    one.rests().await;
    assert_eq!(two.takes(), [], "not before the tick");
    tokio::time::sleep(PRESENCE_TICK * 2).await;
    assert_eq!((one.takes(), two.takes()), (vec![], vec![Got::Presence]));
    drop(one);
    tokio::time::sleep(PRESENCE_TICK * 2).await;
    assert_eq!(two.takes(), [Got::Presence], "gone when the connection is");
    two.membership.query_presence().await.unwrap();
    two.rests().await;
    let mut taken = Vec::new();
    two.outbox.try_take(usize::MAX, &mut taken);
    let Delivery::Presence(payload) = &taken[0].1 else { panic!("no presence came") };
    assert_eq!(payload.bytes().as_ref(), [0], "nobody is here");
}

#[tokio::test(start_paused = true)]
async fn room_51_who_is_connected_and_silent_is_asked_and_stays_present_until_the_connection_ends() {
    let house = House::new();
    let (mut hidden, mut two) = (house.person().await, house.person().await);
    hidden.membership.show(presence(9, 3, "{}")).await.unwrap();
    tokio::time::sleep(Duration::from_secs(25)).await;
    hidden.rests().await;
    assert_eq!(hidden.takes(), [Got::Presence, Got::AskPresence], "its own removal, then for all states");
    tokio::time::sleep(Duration::from_secs(600)).await;
    two.takes();
    two.membership.query_presence().await.unwrap();
    two.rests().await;
    let mut taken = Vec::new();
    two.outbox.try_take(usize::MAX, &mut taken);
    let Delivery::Presence(payload) = &taken[0].1 else { panic!("no presence came") };
    assert_eq!(*payload.bytes(), presence(9, 3, "{}"));
    drop(hidden);
    tokio::time::sleep(PRESENCE_TICK * 2).await;
    assert_eq!(two.takes(), [Got::Presence], "gone with its connection");
}

#[tokio::test(start_paused = true)]
async fn room_65_a_presence_state_that_names_somebody_else_is_dropped_with_a_notice() {
    let house = House::new();
    let (mut one, mut two) = (house.person().await, house.person().await);
    let state = format!(r#"{{"participant":"{}"}}"#, two.participant);
    one.membership.show(presence(9, 1, &state)).await.unwrap();
    tokio::time::sleep(PRESENCE_TICK * 2).await;
    assert_eq!((one.takes(), two.takes()), (vec![Got::Notice(Notice::Identity)], vec![]));
}
