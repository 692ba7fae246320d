//! The order is law: gate, apply, fan out and log, acknowledge when durable.

use super::*;

#[tokio::test(start_paused = true)]
async fn room_1_peers_see_an_edit_at_once_and_its_author_is_told_when_it_is_durable() {
    let house = House::new();
    let (mut one, mut two) = (house.person().await, house.person().await);
    house.store.set(Trouble::Hanging);
    one.edits("a").await;
    one.membership.mark(7).await.unwrap();
    one.rests().await;
    assert_eq!(two.takes(), [Got::Update]);
    assert_eq!((two.text().as_str(), one.takes()), ("a", vec![]));
    assert_eq!(house.store.stored_text(&house.map).await, "");
    house.store.set(Trouble::None);
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved, Got::Mark(7, MarkAnswer::Durable)]);
    assert_eq!(house.store.stored_text(&house.map).await, "a");
}

#[tokio::test(start_paused = true)]
async fn room_2_a_failing_store_is_told_to_everybody_and_the_room_recovers_by_itself() {
    let house = House::new();
    let (mut one, mut two) = (house.person().await, house.person().await);
    house.store.set(Trouble::Failing);
    one.edits("a").await;
    one.rests().await;
    assert_eq!(one.takes(), [Got::Notice(Notice::StoreDown)]);
    assert_eq!(two.takes(), [Got::Update, Got::Notice(Notice::StoreDown)]);
    tokio::time::sleep(RETRY_WAIT.1 * 3).await;
    one.edits("b").await;
    one.rests().await;
    assert_eq!(
        (one.takes(), two.takes()),
        (vec![], vec![Got::Update]),
        "still nothing is saved, and told once"
    );
    let mut newcomer = house.joins(ParticipantId::random(), Access::ReadWrite, Echo::Never).await;
    assert_eq!(newcomer.takes(), [Got::Notice(Notice::StoreDown)]);
    house.store.set(Trouble::None);
    tokio::time::sleep(RETRY_WAIT.1).await;
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved, Got::Saved, Got::Notice(Notice::StoreUp)]);
    assert_eq!(two.takes(), [Got::Notice(Notice::StoreUp)]);
    assert_eq!(house.store.stored_text(&house.map).await, "ab");
}

#[tokio::test(start_paused = true)]
async fn room_2_a_store_that_hangs_is_a_store_that_is_down() {
    let house = House::new();
    let mut one = house.person().await;
    house.store.set(Trouble::Hanging);
    one.edits("a").await;
    tokio::time::sleep(COMMIT_SLOW * 2).await;
    assert_eq!(one.takes(), [Got::Notice(Notice::StoreDown)]);
    house.store.set(Trouble::None);
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved, Got::Notice(Notice::StoreUp)]);
}

#[tokio::test(start_paused = true)]
async fn room_3_what_waits_for_a_store_that_is_down_is_bounded_and_asked_for_again() {
    let mut sender = Document::new();
    let updates: Vec<Bytes> = (0..3).map(|_| type_into(&mut sender, &"x".repeat(1_000))).collect();
    let tail_bytes_max = updates[0].len() + updates[1].len();
    let house = House::with(RoomSettings { tail_bytes_max, ..RoomSettings::default() });
    let mut one = house.person().await;
    one.membership.reserve(sender.client_id()).await;
    one.rests().await;
    house.store.set(Trouble::Failing);
    for update in updates {
        one.sends(update).await;
    }
    one.membership.mark(1).await.unwrap();
    one.rests().await;
    assert_eq!(one.takes(), [Got::Refused, Got::Notice(Notice::StoreDown)], "two fit to the byte");
    house.store.set(Trouble::None);
    tokio::time::sleep(RETRY_WAIT.1).await;
    one.rests().await;
    let refused = Got::Mark(1, MarkAnswer::Refused(Recovery::Again));
    assert_eq!(one.takes(), [Got::Saved, Got::Saved, refused, Got::Notice(Notice::StoreUp), Got::Step1]);
    one.document = sender;
    let server = house.rooms.read(&house.map, Document::state_vector).await.unwrap();
    one.sends_step2(&server).await;
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved]);
    assert_eq!(house.store.stored_text(&house.map).await, one.text());
}

#[tokio::test(start_paused = true)]
async fn sock_42_an_own_edit_comes_back_only_when_it_is_durable() {
    let house = House::new();
    let mut one = house.joins(ParticipantId::random(), Access::ReadWrite, Echo::WhenDurable).await;
    one.sync().await;
    one.membership.reserve(one.document.client_id()).await;
    one.rests().await;
    house.store.set(Trouble::Hanging);
    one.edits("a").await;
    one.rests().await;
    assert_eq!(one.takes(), []);
    house.store.set(Trouble::None);
    one.rests().await;
    assert_eq!(one.takes(), [Got::Echo, Got::Saved]);
}

#[tokio::test(start_paused = true)]
async fn room_1_a_state_that_holds_own_undurable_edits_waits_for_their_commit() {
    let house = House::new();
    let mut one = house.person().await;
    house.store.set(Trouble::Hanging);
    one.edits("a").await;
    let participant = one.participant.clone();
    drop(one);
    let mut back = house.joins(participant, Access::ReadWrite, Echo::WhenDurable).await;
    let mut other = house.joins(ParticipantId::random(), Access::ReadWrite, Echo::WhenDurable).await;
    for person in [&back, &other] {
        person.membership.step1(Bytes::from_static(&[0])).await.unwrap();
    }
    back.rests().await;
    assert_eq!(back.takes(), [Got::Step1]);
    assert_eq!(other.takes(), [Got::State, Got::Step1], "others need not wait");
    house.store.set(Trouble::None);
    back.rests().await;
    assert_eq!(back.takes(), [Got::State]);
    assert_eq!((back.text().as_str(), other.text().as_str()), ("a", "a"));
}

#[tokio::test(start_paused = true)]
async fn sock_2_marks_are_answered_in_order_after_everything_before_them() {
    let house = House::new();
    let mut one = house.person().await;
    one.membership.mark(1).await.unwrap();
    one.edits("a").await;
    one.membership.mark(2).await.unwrap();
    one.membership.mark(3).await.unwrap();
    one.rests().await;
    let durable = |id| Got::Mark(id, MarkAnswer::Durable);
    assert_eq!(one.takes(), [durable(1), Got::Saved, durable(2), durable(3)]);
}

#[tokio::test(start_paused = true)]
async fn room_1_a_frame_with_nothing_new_is_saved_once_its_content_is_durable() {
    let house = House::new();
    let (mut one, mut two) = (house.person().await, house.person().await);
    house.store.set(Trouble::Hanging);
    let update = one.types("a");
    one.sends(update.clone()).await;
    two.sends(update).await;
    two.sends(Bytes::from_static(&[0, 0])).await;
    two.rests().await;
    assert_eq!(two.takes(), [Got::Update], "what it repeats is not durable yet");
    house.store.set(Trouble::None);
    two.rests().await;
    assert_eq!(two.takes(), [Got::Saved, Got::Saved]);
    assert_eq!(house.store.inner.load(&house.map.to_string()).await.unwrap().entries.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn sock_35_nothing_acknowledged_is_lost_when_the_room_dies() {
    let house = House::new();
    let mut one = house.person().await;
    one.edits("a").await;
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved]);
    house.store.set(Trouble::Hanging);
    one.edits("b").await;
    one.rests().await;
    let died = house.rooms.read(&house.map, |_| panic!("a mistake of ours")).await;
    assert!(matches!(died, Err::<(), _>(RoomError::Ended)));
    assert_eq!(one.told().await, Control::Parted(Parting::RoomFailed));
    house.store.set(Trouble::None);
    let mut back = house.person().await;
    assert_eq!(back.text(), "a", "acknowledged and there; the rest is with its client");
    let server = house.rooms.read(&house.map, Document::state_vector).await.unwrap();
    back.document = one.document;
    back.sends_step2(&server).await;
    back.rests().await;
    assert_eq!(house.store.stored_text(&house.map).await, "ab");
}
