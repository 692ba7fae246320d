//! Whose client ids are whose: nobody writes on in another's name, and nobody is kept from writing in their own.

use std::time::Duration;

use yrs::updates::decoder::Decode;
use yrs::{Transact, Update};

use super::refusals::presence;
use super::*;

/// A person whose own connection shows the id of its document, has written under it and has said all it has.
async fn writer(house: &House, text: &str) -> Person {
    let mut person = house.newcomer().await;
    person.edits(text).await;
    shows_itself(house, &person, 1).await;
    person.takes();
    person
}

async fn shows_itself(house: &House, person: &Person, clock: u8) {
    person.membership.show(presence(id_of(person), clock, "{}")).await.unwrap();
    person.sends_step2(&house.rooms.read(&house.map, Document::state_vector).await.unwrap()).await;
    person.rests().await;
}

fn id_of(person: &Person) -> u32 {
    u32::try_from(person.document.client_id()).unwrap()
}

/// What somebody else makes of a copy of a person's document: the next words under that person's id.
fn forged_by_a_copy_of(person: &Person) -> Bytes {
    let client_id = yrs::block::ClientID::new(person.document.client_id());
    let doc = yrs::Doc::with_options(yrs::Options { client_id, ..yrs::Options::default() });
    let mut txn = doc.transact_mut();
    txn.apply_update(Update::decode_v1(&person.document.encode()).unwrap()).unwrap();
    let before = txn.state_vector();
    let root = txn.get_or_insert_text("text");
    let end = root.len(&txn);
    root.insert(&mut txn, end, "forged");
    txn.encode_diff_v1(&before).into()
}

/// The same person on a new connection, with the document as it was on their device.
async fn comes_back(house: &House, gone: Person) -> Person {
    let Person { document, participant, .. } = gone;
    let mut back = house.joins(participant, Access::ReadWrite, Echo::Never).await;
    back.document = document;
    back.sync().await;
    back
}

async fn is_refused(house: &House, person: &mut Person, update: Bytes) {
    person.takes();
    person.sends(update).await;
    person.membership.mark(9).await.unwrap();
    person.rests().await;
    assert_eq!(person.takes(), [Got::Refused, Got::Mark(9, MarkAnswer::Refused(Recovery::Rebuild))]);
    assert!(!house.store.stored_text(&house.map).await.contains("forged"));
}

#[tokio::test(start_paused = true)]
async fn room_34_nobody_writes_on_under_the_id_of_somebody_who_is_away() {
    let house = House::with(RoomSettings { idle_unload: Duration::from_secs(60), ..RoomSettings::default() });
    let mut ann = writer(&house, "a").await;
    // As long as what she writes offline: the clocks would be the same, and her words would look like known ones.
    let forged = forged_by_a_copy_of(&ann);
    ann.types("honest");
    let Person { document, participant, outbox, membership } = ann;
    drop(membership);

    let mut ben = house.newcomer().await;
    is_refused(&house, &mut ben, forged.clone()).await;
    // Nor when the room was put away meanwhile and comes back from the store.
    drop(ben);
    tokio::time::sleep(Duration::from_secs(200)).await;
    let mut ben = house.newcomer().await;
    is_refused(&house, &mut ben, forged).await;

    let mut ann =
        comes_back(&house, Person { document, participant, outbox, membership: ben.membership }).await;
    shows_itself(&house, &ann, 2).await;
    ann.membership.mark(1).await.unwrap();
    ann.rests().await;
    assert!(ann.takes().contains(&Got::Mark(1, MarkAnswer::Durable)));
    assert_eq!(house.store.stored_text(&house.map).await, "ahonest");
}

#[tokio::test(start_paused = true)]
async fn room_34_what_a_crash_took_comes_back_from_whoever_has_it_until_its_author_is_here() {
    let mut house = House::new();
    let mut ann = writer(&house, "a").await;
    let mut ben = house.newcomer().await;
    house.store.set(Trouble::Failing);
    ann.edits("b").await;
    ann.rests().await;
    assert!(ben.takes().contains(&Got::Update));
    // The server is killed: "b" is on Ben's screen and on no disk, and Ann is not back yet.
    house.store.set(Trouble::None);
    house.rooms = Rooms::new(house.store.clone(), RoomSettings::default());
    let mut ben = comes_back(&house, ben).await;
    ben.sends_step2(&house.rooms.read(&house.map, Document::state_vector).await.unwrap()).await;
    ben.rests().await;
    assert_eq!(ben.takes(), [Got::Saved]);
    assert_eq!(house.store.stored_text(&house.map).await, "ab");

    let ann = comes_back(&house, ann).await;
    shows_itself(&house, &ann, 2).await;
    let forged = forged_by_a_copy_of(&ann);
    is_refused(&house, &mut ben, forged).await;
}

#[tokio::test(start_paused = true)]
async fn room_34_an_id_is_whose_connection_reveals_it_first_by_showing_it_or_by_writing_under_it() {
    let house = House::new();
    let (ann, mut ben, mut cem) = (house.newcomer().await, house.newcomer().await, house.newcomer().await);
    // Ann only shows hers and goes; what she writes offline is hers.
    ann.membership.show(presence(id_of(&ann), 1, "{}")).await.unwrap();
    ann.sends_step2(&house.rooms.read(&house.map, Document::state_vector).await.unwrap()).await;
    ann.rests().await;
    is_refused(&house, &mut cem, tombstone(ann.document.client_id(), 0)).await;
    // Ben writes under his and shows nothing: Yjs has given him a new id.
    ben.sends_step2(&house.rooms.read(&house.map, Document::state_vector).await.unwrap()).await;
    ben.edits("b").await;
    ben.rests().await;
    cem.membership.show(presence(id_of(&ben), 9, "{}")).await.unwrap();
    cem.rests().await;
    is_refused(&house, &mut cem, tombstone(ben.document.client_id(), 1)).await;
    assert_eq!(house.store.stored_text(&house.map).await, "b");
}

#[tokio::test(start_paused = true)]
async fn room_36_words_written_offline_never_look_known_when_somebody_took_their_place_after_a_restart() {
    let mut house = House::new();
    let mut ann = writer(&house, "a").await;
    let id = ann.document.client_id();
    ann.types("honest");
    house.rooms = Rooms::new(house.store.clone(), RoomSettings::default());
    // Nobody can know yet whether the server has all of Ann's: it is taken from anybody.
    let cem = house.newcomer().await;
    cem.sends(tombstone(id, 1)).await;
    cem.rests().await;
    let ann = comes_back(&house, ann).await;
    ann.membership.show(presence(id_of(&ann), 2, "{}")).await.unwrap();
    ann.rests().await;
    // Her client answers what it is asked, with what it is asked for.
    let asked = ann.document.diff(&one_clock(id, 1)).unwrap();
    ann.membership.write(Write { kind: WriteKind::Step2, bytes: asked.into() }).await.unwrap();
    ann.membership.mark(1).await.unwrap();
    ann.rests().await;
    let mut ann = ann;
    let told = ann.takes();
    assert_eq!(told, [Got::Refused, Got::Mark(1, MarkAnswer::Refused(Recovery::Rebuild))]);
}

#[tokio::test(start_paused = true)]
async fn room_36_who_may_have_other_words_is_asked_for_them_whatever_the_server_knows() {
    let mut house = House::new();
    let ann = writer(&house, "a").await;
    let id = ann.document.client_id();
    house.rooms = Rooms::new(house.store.clone(), RoomSettings::default());
    let cem = house.newcomer().await;
    cem.sends(tombstone(id, 1)).await;
    cem.rests().await;
    let back = house.joins(ann.participant.clone(), Access::ReadWrite, Echo::Never).await;
    back.membership.step1(ann.document.state_vector().into()).await.unwrap();
    back.rests().await;
    let mut taken = Vec::new();
    back.outbox.try_take(usize::MAX, &mut taken);
    let asked = taken.iter().find_map(|(_, delivery)| match delivery {
        Delivery::Step1(vector) => Some(vector.clone()),
        _ => None,
    });
    assert_eq!(super::super::state_vector::decode(&asked.unwrap()).get(&id), Some(&1), "not 4");
}

#[tokio::test(start_paused = true)]
async fn room_36_what_another_page_of_the_same_person_brings_is_compared_with_what_the_page_itself_wrote() {
    for (brought, expected) in [
        (Brought::Own, vec![Got::Saved, Got::Mark(1, MarkAnswer::Durable)]),
        (Brought::Forged, vec![Got::Refused, Got::Mark(1, MarkAnswer::Refused(Recovery::Rebuild))]),
    ] {
        let mut house = House::new();
        let mut ann = writer(&house, "a").await;
        let id = ann.document.client_id();
        let words = ann.types("two");
        house.rooms = Rooms::new(house.store.clone(), RoomSettings::default());
        // What a crash took, and she has it on another page too; or what somebody else took her clocks with before the crash.
        let bytes = match brought {
            Brought::Own => words,
            Brought::Forged => tombstone(id, 1),
        };
        let other = house.joins(ann.participant.clone(), Access::ReadWrite, Echo::Never).await;
        other.membership.write(Write { kind: WriteKind::Step2, bytes }).await.unwrap();
        other.rests().await;

        let mut ann = comes_back(&house, ann).await;
        ann.membership.show(presence(id_of(&ann), 2, "{}")).await.unwrap();
        ann.rests().await;
        // Her client answers what it is asked, with what it is asked for.
        let asked = ann.document.diff(&one_clock(id, 1)).unwrap();
        ann.membership.write(Write { kind: WriteKind::Step2, bytes: asked.into() }).await.unwrap();
        ann.membership.mark(1).await.unwrap();
        ann.rests().await;
        assert_eq!(ann.takes(), expected, "{brought:?}");
    }
}

/// What another page brings under an id.
#[derive(Debug, Clone, Copy)]
enum Brought {
    Own,
    Forged,
}

/// Three clocks of a client taken by nothing.
fn tombstone(client: u64, clock: u8) -> Bytes {
    let mut bytes = vec![1, 1];
    bytes.extend(&one_clock(client, clock)[1..]);
    bytes.extend([0, 3, 0]);
    bytes.into()
}

/// The state vector of one client.
fn one_clock(client: u64, clock: u8) -> Vec<u8> {
    super::super::state_vector::encode(&[(client, u32::from(clock))].into())
}

#[tokio::test(start_paused = true)]
async fn room_3_one_write_gets_in_however_large_and_more_than_may_wait_is_asked_for_again_without_alarm() {
    let house = House::with(RoomSettings { tail_bytes_max: 1_000, ..RoomSettings::default() });
    let mut one = house.person().await;
    house.store.set(Trouble::Hanging);
    one.edits(&"x".repeat(5_000)).await;
    let second = one.types("y");
    one.sends(second).await;
    one.rests().await;
    house.store.set(Trouble::None);
    one.rests().await;
    assert_eq!(
        one.takes(),
        [Got::Refused, Got::Saved, Got::Step1],
        "and nobody is told that nothing can be saved"
    );
    one.sends_step2(&house.rooms.read(&house.map, Document::state_vector).await.unwrap()).await;
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved]);
    assert_eq!(house.store.stored_text(&house.map).await, one.text());
}
