//! Nobody is told of an id before it is durable whose it is; nothing else waits for that.

use super::refusals::presence;
use super::*;
use crate::auth::records;

fn id_of(person: &Person) -> u32 {
    u32::try_from(person.document.client_id()).unwrap()
}

async fn is_kept(house: &House, person: &Person) -> bool {
    let DocumentName::Map(workshop, map) = &house.map else { unreachable!("a house has a map") };
    let key = records::writer_key((workshop, map), person.document.client_id());
    house.store.get(&key).await.unwrap().is_some()
}

async fn known(house: &House, person: &Person) -> u32 {
    let client = person.document.client_id();
    house.rooms.read(&house.map, move |document| document.known(client)).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn room_93_what_is_written_and_shown_under_a_new_id_waits_for_one_commit_and_nothing_else_does() {
    let house = House::new();
    let (mut ann, mut ben) = (house.newcomer().await, house.person().await);
    let mut cem = house.person().await;
    house.store.set(Trouble::Hanging);
    ann.membership.show(presence(id_of(&ann), 1, "{}")).await.unwrap();
    ann.edits("a").await;
    ann.membership.mark(1).await.unwrap();
    ann.rests().await;
    ben.edits("b").await;
    tokio::time::sleep(PRESENCE_TICK * 3).await;
    cem.membership.query_presence().await.unwrap();
    cem.rests().await;
    assert_eq!(cem.takes(), [Got::Update, Got::Presence], "Ben's words, and that nobody is here");
    assert_eq!((cem.text().as_str(), known(&house, &ann).await), ("b", 0));
    let mut late = house.newcomer().await;
    assert_eq!(late.text(), "b");

    house.store.set(Trouble::None);
    ann.rests().await;
    tokio::time::sleep(PRESENCE_TICK * 3).await;
    assert!(is_kept(&house, &ann).await);
    assert_eq!(cem.takes(), [Got::Update, Got::Presence]);
    assert_eq!(ann.takes(), [Got::Update, Got::Saved, Got::Mark(1, MarkAnswer::Durable)]);
    late.takes();
    assert_eq!((cem.text(), late.text()), (ann.text(), ann.text()));

    house.store.set(Trouble::Hanging);
    ann.membership.show(presence(id_of(&ann), 2, r#"{"x":1}"#)).await.unwrap();
    ann.edits("c").await;
    tokio::time::sleep(PRESENCE_TICK * 3).await;
    assert_eq!(cem.takes(), [Got::Update, Got::Presence], "her id is not new any more");
}

#[tokio::test(start_paused = true)]
async fn room_93_what_was_sent_under_a_new_id_is_taken_though_its_connection_is_gone() {
    let house = House::new();
    let (mut ann, mut ben) = (house.newcomer().await, house.person().await);
    house.store.set(Trouble::Hanging);
    ann.membership.show(presence(id_of(&ann), 1, "{}")).await.unwrap();
    ann.edits("a").await;
    let Person { document, membership, outbox, participant } = ann;
    drop(membership);
    ben.rests().await;
    house.store.set(Trouble::None);
    ben.rests().await;
    tokio::time::sleep(PRESENCE_TICK * 3).await;
    assert_eq!((ben.takes(), ben.text().as_str()), (vec![Got::Update], "a"));
    assert_eq!(house.store.stored_text(&house.map).await, "a");
    drop((document, outbox, participant));
}

#[tokio::test(start_paused = true)]
async fn room_93_what_is_sent_behind_it_keeps_its_place() {
    let house = House::new();
    let mut ann = house.newcomer().await;
    house.store.set(Trouble::Hanging);
    for id in 1..3 {
        ann.edits("a").await;
        ann.membership.mark(id).await.unwrap();
    }
    ann.rests().await;
    assert_eq!(ann.takes(), []);
    house.store.set(Trouble::None);
    ann.rests().await;
    let durable = |id| Got::Mark(id, MarkAnswer::Durable);
    assert_eq!(ann.takes(), [Got::Saved, durable(1), Got::Saved, durable(2)]);
    assert_eq!(house.store.stored_text(&house.map).await, "aa");
}

#[tokio::test(start_paused = true)]
async fn room_93_what_waits_is_judged_by_the_rights_of_when_it_is_taken() {
    let house = House::new();
    let mut ann = house.newcomer().await;
    house.store.set(Trouble::Hanging);
    ann.edits("a").await;
    ann.membership.mark(1).await.unwrap();
    ann.membership.set_access(Access::ReadOnly, RightsChange::Freeze).await.unwrap();
    ann.rests().await;
    house.store.set(Trouble::None);
    ann.rests().await;
    let refused = Got::Mark(1, MarkAnswer::Refused(Recovery::Rebuild));
    assert_eq!(ann.takes(), [Got::Notice(Notice::Frozen), Got::Refused, refused]);
    assert_eq!(house.store.stored_text(&house.map).await, "");
}

#[tokio::test(start_paused = true)]
async fn room_93_presence_that_was_taken_back_meanwhile_is_not_shown() {
    let house = House::new();
    let (ann, mut ben) = (house.newcomer().await, house.person().await);
    house.store.set(Trouble::Hanging);
    ann.membership.show(presence(id_of(&ann), 1, "{}")).await.unwrap();
    ann.membership.show(presence(id_of(&ann), 2, "null")).await.unwrap();
    ann.rests().await;
    house.store.set(Trouble::None);
    ann.rests().await;
    tokio::time::sleep(PRESENCE_TICK * 3).await;
    assert_eq!(ben.takes(), []);
}

#[tokio::test(start_paused = true)]
async fn room_93_a_server_that_stops_takes_what_waits() {
    let house = House::new();
    let mut ann = house.newcomer().await;
    ann.edits("a").await;
    house.rooms.shutdown().await;
    assert_eq!(ann.takes(), [Got::Saved]);
    assert_eq!(house.store.stored_text(&house.map).await, "a");
}

#[tokio::test(start_paused = true)]
async fn room_93_an_update_under_more_ids_than_are_kept_for_a_person_gets_in() {
    let house = House::new();
    let mut ann = house.newcomer().await;
    for _ in 0..WRITERS_PER_PERSON_MAX + 10 {
        ann.document = Document::rebuild(Some(&ann.document.encode()), std::iter::empty()).unwrap();
        ann.types("a");
    }
    ann.sends_step2(&[0]).await;
    ann.rests().await;
    assert_eq!(ann.takes(), [Got::Saved]);
    assert_eq!(house.store.stored_text(&house.map).await.len(), WRITERS_PER_PERSON_MAX + 10);
}

/// What somebody else wrote under an id is noted in the commit that carries it, also when that is one of a server edit.
#[tokio::test(start_paused = true)]
async fn room_36_a_server_edit_that_carries_words_of_people_carries_whose_they_are() {
    let mut house = House::new();
    let mut ann = house.newcomer().await;
    ann.edits("a").await;
    ann.rests().await;
    let id = ann.document.client_id();
    ann.types("honest");
    house.rooms = Rooms::new(house.store.clone(), RoomSettings::default());
    let thief = house.person().await;
    house.store.set(Trouble::Failing);
    thief.sends(super::claims_model::tombstone(id, 1, 6)).await;
    thief.rests().await;
    // The server is killed after the commit of the edit.
    house.store.set(Trouble::HangingAfterOne);
    house.rooms.edit(&house.map, |document| type_into(document, "s")).await.unwrap();
    house.rooms = Rooms::new(house.store.clone(), RoomSettings::default());
    let back = house.joins(ann.participant.clone(), Access::ReadWrite, Echo::Never).await;
    back.membership.step1(ann.document.state_vector().into()).await.unwrap();
    back.rests().await;
    let mut taken = Vec::new();
    back.outbox.try_take(usize::MAX, &mut taken);
    let asked = taken.iter().find_map(|(_, delivery)| match delivery {
        Delivery::Step1(vector) => Some(vector.clone()),
        _ => None,
    });
    assert_eq!(super::super::state_vector::decode(&asked.unwrap()).get(&id), Some(&1), "not 7");
}
