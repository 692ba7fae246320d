//! Every refusal names its recovery, and hurts nobody else.

use super::*;

fn refused(id: u64, recovery: Recovery) -> Got {
    Got::Mark(id, MarkAnswer::Refused(recovery))
}

#[tokio::test(start_paused = true)]
async fn room_30_a_reader_that_edits_is_refused_and_one_that_repeats_is_not() {
    let house = House::new();
    let mut writer = house.person().await;
    writer.edits("a").await;
    let mut reader = house.joins(ParticipantId::random(), Access::ReadOnly, Echo::Never).await;
    reader.sync().await;
    reader.sends_step2(&[0]).await;
    reader.membership.mark(1).await.unwrap();
    reader.edits("b").await;
    reader.membership.mark(2).await.unwrap();
    reader.membership.mark(3).await.unwrap();
    reader.rests().await;
    let durable = |id| Got::Mark(id, MarkAnswer::Durable);
    assert_eq!(
        reader.takes(),
        [Got::Saved, durable(1), Got::Refused, refused(2, Recovery::Rebuild), durable(3)]
    );
    writer.rests().await;
    assert_eq!(writer.takes(), [Got::Saved], "nobody sees a refused edit");
    assert_eq!(house.store.stored_text(&house.map).await, "a");
}

#[tokio::test(start_paused = true)]
async fn room_31_a_missing_dependency_is_asked_for_and_acknowledged_when_it_is_covered() {
    let house = House::new();
    let (mut one, mut two) = (house.person().await, house.person().await);
    let lost = one.types("a");
    let late = one.types("b");
    one.sends(late).await;
    one.membership.mark(1).await.unwrap();
    one.rests().await;
    assert_eq!(one.takes(), [Got::Step1, refused(1, Recovery::Again)]);
    assert_eq!(two.takes(), [], "nobody gets what cannot be integrated");
    let server = house.rooms.read(&house.map, Document::state_vector).await.unwrap();
    one.sends_step2(&server).await;
    one.membership.mark(2).await.unwrap();
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved, Got::Saved, Got::Mark(2, MarkAnswer::Durable)]);
    assert_eq!((two.takes(), two.text().as_str()), (vec![Got::Update], "ab"));
    assert!(!lost.is_empty());
}

#[tokio::test(start_paused = true)]
async fn room_31_a_mark_behind_a_gap_waits_for_what_fills_it_and_not_only_for_what_was_there_before() {
    let house = House::new();
    let (mut one, mut two) = (house.person().await, house.person().await);
    // Another's edit is on its way to the disk, so that the mark is not answered at once.
    house.store.set(Trouble::Hanging);
    two.edits("x").await;
    two.rests().await;
    one.types("a");
    let late = one.types("b");
    one.sends(late).await;
    one.membership.mark(1).await.unwrap();
    let server = house.rooms.read(&house.map, Document::state_vector).await.unwrap();
    one.sends_step2(&server).await;
    one.rests().await;
    house.store.set(Trouble::HangingAfterOne);
    one.rests().await;
    assert_eq!(house.store.stored_text(&house.map).await, "x", "one's words are not durable");
    let told = one.takes();
    assert!(!told.iter().any(|got| matches!(got, Got::Mark(..) | Got::Saved)), "{told:?}");
    house.store.set(Trouble::None);
    one.rests().await;
    assert_eq!(one.takes(), [Got::Mark(1, MarkAnswer::Durable), Got::Saved, Got::Saved]);
    assert!(house.store.stored_text(&house.map).await.contains("ab"));
}

#[tokio::test(start_paused = true)]
async fn room_31_asking_is_bounded_and_then_the_member_must_come_back() {
    let house = House::new();
    let mut one = house.person().await;
    one.types("never sent");
    for _ in 0..MISSING_ASKS_MAX {
        let gap = one.types("b");
        one.membership.write(Write { kind: WriteKind::Step2, bytes: gap }).await.unwrap();
    }
    one.rests().await;
    assert_eq!(one.takes(), vec![Got::Step1; MISSING_ASKS_MAX as usize]);
    let gap = one.types("b");
    one.membership.write(Write { kind: WriteKind::Step2, bytes: gap }).await.unwrap();
    assert_eq!(one.told().await, Control::Parted(Parting::OutOfStep));
}

#[tokio::test(start_paused = true)]
async fn room_31_a_burst_of_gaps_is_asked_for_once() {
    let house = House::new();
    let mut one = house.person().await;
    one.types("never sent");
    for _ in 0..5 {
        one.edits("b").await;
    }
    one.rests().await;
    assert_eq!(one.takes(), [Got::Step1]);
    let server = house.rooms.read(&house.map, Document::state_vector).await.unwrap();
    one.sends_step2(&server).await;
    one.rests().await;
    assert_eq!(one.takes(), vec![Got::Saved; 6]);
}

#[tokio::test(start_paused = true)]
async fn room_31_frames_that_wait_for_what_is_missing_are_bounded() {
    let house = House::new();
    let mut one = house.person().await;
    one.types("never sent");
    let gap = one.types("b");
    for _ in 0..WITHHELD_FRAMES_MAX {
        one.sends(gap.clone()).await;
    }
    one.rests().await;
    assert_eq!(one.takes(), [Got::Step1]);
    one.sends(gap).await;
    assert_eq!(one.told().await, Control::Parted(Parting::OutOfStep));
}

#[tokio::test(start_paused = true)]
async fn sock_5_hostile_bytes_cost_their_sender_the_connection_and_others_nothing() {
    let house = House::new();
    let mut good = house.person().await;
    for hostile in [&[1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0][..], &[0xff, 0xff, 0xff, 0x7f], &[]] {
        let mut bad = house.person().await;
        bad.sends(Bytes::copy_from_slice(hostile)).await;
        assert_eq!(bad.told().await, Control::Parted(Parting::BadUpdate));
        assert_eq!(bad.takes(), [Got::Refused]);
    }
    let bad = house.person().await;
    bad.membership.step1(Bytes::from_static(&[0x80, 0x80, 0x80, 0x80, 0x01])).await.unwrap();
    assert_eq!(bad.told().await, Control::Parted(Parting::BadUpdate));
    let bad = house.person().await;
    bad.membership.show(Bytes::from_static(&[0x80, 0xe5, 0x9a, 0x77])).await.unwrap();
    assert_eq!(bad.told().await, Control::Parted(Parting::BadUpdate));
    good.edits("a").await;
    good.rests().await;
    assert_eq!(good.takes(), [Got::Saved]);
}

#[tokio::test(start_paused = true)]
async fn room_33_bytes_the_engine_fails_on_are_kept_apart_and_the_room_is_rebuilt_without_them() {
    let house = House::new();
    let (mut good, bad) = (house.person().await, house.person().await);
    good.edits("a").await;
    good.rests().await;
    house.store.set(Trouble::Failing);
    good.edits("b").await;
    good.rests().await;
    house.store.set(Trouble::None);
    good.takes();
    bad.membership.poison(Bytes::from_static(b"offender")).await;
    assert_eq!(bad.told().await, Control::Parted(Parting::BadUpdate));
    good.rests().await;
    assert_eq!(good.takes()[0], Got::Step1, "others are asked for what the room may lack");
    let text = house.rooms.read(&house.map, text_of).await.unwrap();
    assert_eq!(text, "ab", "the log and what was not logged yet");
    let kept = house.store.inner.load(&format!("quarantine/{}", house.map)).await.unwrap();
    assert_eq!(kept.entries[0].1.as_ref(), b"offender");
    good.edits("c").await;
    tokio::time::sleep(RETRY_WAIT.1).await;
    good.rests().await;
    assert_eq!(house.store.stored_text(&house.map).await, "abc");
}

#[tokio::test(start_paused = true)]
async fn room_34_nobody_adds_under_the_servers_client_id_or_under_one_another_person_uses() {
    let house = House::new();
    house.rooms.edit(&house.map, |document| type_into(document, "server ")).await.unwrap();
    let (mut one, mut two) = (house.person().await, house.person().await);
    one.edits("a").await;
    let id = u32::try_from(one.document.client_id()).unwrap();
    one.membership.show(presence(id, 1, "{}")).await.unwrap();
    one.sends_step2(&house.rooms.read(&house.map, Document::state_vector).await.unwrap()).await;
    one.rests().await;
    one.takes();
    two.takes();
    // The other's next clocks, squatted on: a copy of its document goes on in its name.
    let forged = one.types("forged");
    two.sends(forged).await;
    two.membership.mark(1).await.unwrap();
    two.rests().await;
    assert_eq!(two.takes(), [Got::Refused, refused(1, Recovery::Rebuild)]);
    let server = house.rooms.read(&house.map, Document::client_id).await.unwrap();
    assert_ne!(server, two.document.client_id());
    two.sends(under_client(server, 7)).await;
    two.rests().await;
    assert_eq!(two.takes(), [Got::Refused]);
    assert_eq!(house.store.stored_text(&house.map).await, "server a");
}

#[tokio::test(start_paused = true)]
async fn room_35_a_document_grows_to_its_limit_and_not_beyond() {
    let bytes_max = 10_000;
    let house = House::with(RoomSettings { document_bytes_max: bytes_max, ..RoomSettings::default() });
    let mut one = house.person().await;
    one.edits(&"x".repeat(bytes_max - 200)).await;
    one.edits(&"y".repeat(100)).await;
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved, Got::Saved]);
    one.edits(&"z".repeat(200)).await;
    one.membership.mark(1).await.unwrap();
    one.rests().await;
    assert_eq!(one.takes(), [Got::Refused, refused(1, Recovery::Rebuild)]);
    assert!(house.rooms.encoded(&house.map).await.unwrap().len() <= bytes_max);
}

#[tokio::test(start_paused = true)]
async fn room_35_repeating_old_content_does_not_use_up_the_space() {
    let bytes_max = 10_000;
    let house = House::with(RoomSettings { document_bytes_max: bytes_max, ..RoomSettings::default() });
    let mut one = house.person().await;
    one.edits(&"x".repeat(bytes_max / 3)).await;
    for _ in 0..10 {
        one.types("y");
        one.sends_step2(&[0]).await;
    }
    one.rests().await;
    assert_eq!(one.takes(), vec![Got::Saved; 11]);
}

#[tokio::test(start_paused = true)]
async fn room_35_writes_near_the_limit_do_not_each_go_through_the_whole_document() {
    use yrs::Map;
    let bytes_max = 100_000;
    let house = House::with(RoomSettings { document_bytes_max: bytes_max, ..RoomSettings::default() });
    let mut one = house.person().await;
    one.edits(&"x".repeat(bytes_max - 1_000)).await;
    one.rests().await;
    one.takes();
    let encodings = async || house.rooms.read(&house.map, Document::encodings).await.unwrap();
    let overwrite = || {
        let write = |txn: &mut yrs::TransactionMut<'_>, _: &yrs::Doc| {
            txn.get_or_insert_map("goals").insert(txn, "same", "y".repeat(60));
        };
        Document::new().write(write).1
    };
    let before = encodings().await;
    for _ in 0..60 {
        one.sends(overwrite()).await;
    }
    one.rests().await;
    let told = one.takes();
    let count = |told: &[Got], wanted: &Got| told.iter().filter(|got| *got == wanted).count();
    assert!(count(&told, &Got::Saved) >= 10 && count(&told, &Got::Refused) >= 10, "{told:?}");
    assert_eq!(encodings().await, before + 1);
    // What was overwritten has left the document: after a while there is room for a few more.
    tokio::time::advance(MEASURE_AGAIN_WAIT).await;
    one.sends(overwrite()).await;
    one.rests().await;
    assert_eq!(one.takes(), [Got::Saved]);
    assert_eq!(encodings().await, before + 2);
}

/// A presence message with one entry.
pub(super) fn presence(client: u32, clock: u8, state: &str) -> Bytes {
    let mut bytes = vec![1];
    let mut rest = client;
    while rest >= 0x80 {
        bytes.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
    bytes.push(clock);
    bytes.push(state.len() as u8);
    bytes.extend_from_slice(state.as_bytes());
    bytes.into()
}

/// One struct of `client` that follows what it has already.
fn under_client(client: u64, clock: u32) -> Bytes {
    let options = yrs::Options { client_id: yrs::block::ClientID::new(client), ..yrs::Options::default() };
    let doc = yrs::Doc::with_options(options);
    use yrs::Transact;
    for _ in 0..=clock {
        let mut txn = doc.transact_mut();
        let root = txn.get_or_insert_text("text");
        root.insert(&mut txn, 0, "s");
    }
    let txn = doc.transact();
    txn.encode_diff_v1(&yrs::StateVector::default()).into()
}
