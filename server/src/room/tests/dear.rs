//! Updates that cost much: their sender pays, other rooms go on.

use pairway_crdt::gate::update::walk;
use pairway_crdt::limits::UPDATE_WORK_MAX;

use super::*;

fn number(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

/// Letters of client 9 in the list of a root, each before the one that came first.
fn list(count: u64) -> Bytes {
    let first = vec![4, 1, 1, b't', 1, b'x'];
    let more = (0..count).flat_map(|clock| before(clock, b'a'));
    let structs: Vec<u8> = first.into_iter().chain(more).collect();
    [vec![1], number(count + 1), vec![9, 0], structs, vec![0]].concat().into()
}

fn before(clock: u64, letter: u8) -> Vec<u8> {
    [vec![0x44, 9], number(clock), vec![1, letter]].concat()
}

/// As many letters of another client, each before another one of that list: every one is compared with all that is there.
fn between(client: u8, count: u64) -> Bytes {
    let structs: Vec<u8> = (0..count).flat_map(|clock| before(clock * 7_919 % count, b'b')).collect();
    [vec![1], number(count), vec![client, 0], structs, vec![0]].concat().into()
}

#[tokio::test(start_paused = true)]
async fn room_91_who_sends_dear_updates_is_told_and_read_no_further_until_they_are_paid_for() {
    let house = House::new();
    let mut attacker = house.person().await;
    attacker.sends(list(1_000)).await;
    attacker.rests().await;
    attacker.takes();
    let mut sent = 0_u8;
    let told = loop {
        attacker.sends(between(10 + sent, 700)).await;
        attacker.rests().await;
        sent += 1;
        let got = attacker.takes();
        assert!(!got.contains(&Got::Refused), "{got:?}");
        if got.contains(&Got::Notice(Notice::TooFast)) {
            break true;
        }
        if u64::from(sent) * 700_000 > 2 * (WORK_PER_PERSON_PER_MINUTE + UPDATE_WORK_MAX) {
            break false;
        }
    };
    assert!(told, "{sent} updates of so many letters each cost nothing");
    let honest = house.joins(ParticipantId::random(), Access::ReadWrite, Echo::Never).await;
    let began = tokio::time::Instant::now();
    honest.sends(list(1)).await;
    assert_eq!(began.elapsed(), Duration::ZERO, "others do not pay");
    attacker.sends(Bytes::from_static(&[0, 0])).await;
    assert!(began.elapsed() > Duration::ZERO, "the attacker does");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn room_92_a_room_that_is_sent_dear_updates_holds_no_other_room_up() {
    let house = House::new();
    let mut attackers = Vec::new();
    for _ in 0..8 {
        attackers.push(house.person().await);
    }
    attackers[0].sends(list(300)).await;
    attackers[0].rests().await;
    let elsewhere = DocumentName::Map(house.workshop.clone(), MapId::random());
    let mut other = house.joins_document(&elsewhere, Access::ReadWrite).await;
    other.sync().await;
    for (number, attacker) in attackers.iter().enumerate() {
        attacker.sends(between(u8::try_from(number).unwrap() + 10, 300)).await;
    }
    for _ in 0..50 {
        other.edits("a").await;
    }
    other.rests().await;
    assert_eq!(house.rooms.read(&elsewhere, text_of).await.unwrap().len(), 50);
    for attacker in &attackers {
        attacker.rests().await;
    }
    // All of it is taken all the same, one after the other.
    let ids = || async {
        let vector = house.rooms.read(&house.map, Document::state_vector).await.unwrap();
        super::super::state_vector::decode(&vector).len()
    };
    while ids().await <= attackers.len() {
        tokio::time::sleep(PRESENCE_TICK).await;
    }
}

/// Under which ids the updates are that somebody was sent, in their order.
fn ids_of_updates(person: &Person) -> Vec<u64> {
    let mut taken = Vec::new();
    person.outbox.try_take(usize::MAX, &mut taken);
    let id_of = |delivery: &Delivery| match delivery {
        Delivery::Update(payload) => Some(walk(payload.bytes()).unwrap().sections()[0].client),
        _ => None,
    };
    taken.iter().filter_map(|(_, delivery)| id_of(delivery)).collect()
}

#[tokio::test(start_paused = true)]
async fn room_94_dear_updates_wait_behind_all_cheap_ones_and_each_until_the_one_before_is_paid_for() {
    let house = House::new();
    let (mut one, other, mut honest) = (house.person().await, house.person().await, house.person().await);
    let mut watcher = house.person().await;
    for client in [9, 10, 11, 12] {
        one.membership.reserve(client).await;
    }
    one.sends(list(1_000)).await;
    one.rests().await;
    one.takes();
    watcher.takes();
    one.sends(between(10, 1_000)).await;
    one.membership.mark(1).await.unwrap();
    other.sends(between(11, 1_000)).await;
    let id = honest.document.client_id();
    honest.edits("a").await;
    honest.edits("b").await;
    honest.rests().await;
    assert_eq!(ids_of_updates(&watcher), [id, id, 11], "of two dear ones that of who has made less work");
    assert_eq!(one.takes(), [Got::Update; 3], "the other one waits");
    honest.edits("c").await;
    honest.rests().await;
    assert_eq!(ids_of_updates(&watcher), [id]);
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(ids_of_updates(&watcher), [10]);
    let durable = Got::Mark(1, MarkAnswer::Durable);
    assert_eq!(one.takes(), [Got::Update, Got::Saved, durable], "and what came behind it stays there");
}

#[tokio::test(start_paused = true)]
async fn room_94_a_dear_update_is_taken_though_its_sender_has_gone_or_the_server_stops() {
    let house = House::new();
    let (one, other) = (house.person().await, house.person().await);
    for client in [9, 10, 11] {
        one.membership.reserve(client).await;
    }
    one.sends(list(1_000)).await;
    one.sends(between(10, 1_000)).await;
    drop(one);
    other.sends(between(11, 1_000)).await;
    house.rooms.shutdown().await;
    let kept = house.store.stored(&house.map).await;
    assert_eq!([9, 10, 11].map(|client| kept.known(client)), [1_001, 1_000, 1_000]);
}
