//! The guard over rooms that fail or hang: every map is looked at in the end, none waits for another.

use std::sync::mpsc;

use pairway_crdt::document::Document;
use pairway_crdt::pathway::meaning::{Meaning, PartName};
use pairway_crdt::pathway::part_reader;
use pairway_crdt::workshop::agreement::{Acts, Agreed};
use pairway_crdt::workshop::pairs::{Pair, PairState, set_pair};
use pairway_crdt::workshop::record;
use pairway_crdt::workshop::scope::Scope;
use yrs::{Map, MapPrelim, TextPrelim, WriteTxn};

use tokio_util::task::TaskTracker;

use super::*;
use crate::auth::permission::Access;
use crate::auth::records::{self, Life, WaitingRoom, WorkshopRecord};
use crate::auth::token::Keys;
use crate::clock::Clock;
use crate::room::tests::{House, Person, Trouble};
use crate::store::epoch::Epoch;
use crate::store::{Batch, Store};
use crate::time_guard::TimeGuard;
use crate::workshop::effect::Effects;

/// A house whose maps are guarded; two maps each with a goal that a pair has agreed.
struct Guarded {
    house: House,
    other: DocumentName,
    guard: Arc<MapGuard>,
}

/// The commands of a house's workshop, whose record says this version of the layout.
pub(in crate::workshop) async fn workshops_of(house: &House, schema_version: u32) -> Workshops {
    let record = WorkshopRecord {
        maps: vec![house.map.map().unwrap().clone()],
        ends_on: "2030-01-01".to_owned(),
        created_at_ms: 1,
        template: String::new(),
        frozen: false,
        resting: false,
        waiting_room: WaitingRoom::Off,
        life: Life::Open,
        schema_version,
        created_by_key: String::new(),
        practice_of: None,
    };
    let put = (records::workshop_key(&house.workshop), records::encode(&record));
    house.store.commit(Batch { puts: vec![put], ..Batch::default() }).await.unwrap();
    Workshops {
        store: house.store.clone(),
        rooms: house.rooms.clone(),
        keys: Arc::new(Keys::random()),
        clock: Clock::stopped(1),
        epoch: Epoch::begin(1, None),
        time: TimeGuard::new(Clock::stopped(1)),
        public_url: "https://example.org".into(),
        retention_days_max: 1,
        copies: Default::default(),
        effects: Effects::default(),
        running: TaskTracker::new(),
        creating: Arc::default(),
        turns: Default::default(),
    }
}

fn goal() -> PartName {
    PartName::parse("goal:g").unwrap()
}

async fn guarded() -> Guarded {
    let house = House::new();
    let workshops = workshops_of(&house, 1).await;
    let pair = Pair {
        name: String::new(),
        challenge: String::new(),
        how_we_work: String::new(),
        patient: "p".to_owned(),
        professional: "q".to_owned(),
        state: PairState::Open,
        asked_by: None,
        since: 1,
        scope: Scope::default(),
        asked_scope: None,
    };
    let facts = facts_document(&house.workshop);
    house.rooms.edit(&facts, move |document| set_pair(document, "pair", &pair)).await.unwrap();
    let other = DocumentName::Map(house.workshop.clone(), MapId::random());
    for map in [&house.map, &other] {
        agree(&house, map, "Fewer falls").await;
    }
    let guard = MapGuard::new(workshops);
    Guarded { house, other, guard }
}

/// A map with a goal of this wording, agreed by the pair.
async fn agree(house: &House, map: &DocumentName, wording: &'static str) {
    let make = move |document: &mut Document| {
        document.write(|txn, _| {
            let goals = txn.get_or_insert_map("goals");
            let goal = goals.insert(txn, "g", MapPrelim::default());
            goal.insert(txn, "title", TextPrelim::new(wording));
        });
    };
    house.rooms.edit(map, make).await.unwrap();
    let say = move |document: &mut Document| {
        let meaning = Meaning::Goal { title: wording.to_owned() };
        let agreed = Some(Agreed { fingerprint: meaning.fingerprint(), at: 1 });
        let acts = Acts { agreed, ..Acts::default() };
        document.write(|txn, _| record::write_acts(txn, ("pair", &goal()), &acts, &meaning));
    };
    let record = DocumentName::Record(house.workshop.clone(), map.map().unwrap().clone());
    house.rooms.edit(&record, say).await.unwrap();
}

/// Somebody who can write in a map and has it.
async fn person(house: &House, map: &DocumentName) -> Person {
    let mut person = house.joins_document(map, Access::ReadWrite).await;
    person.sync().await;
    person
}

fn take_out(document: &mut Document) -> bytes::Bytes {
    let hide = |txn: &mut yrs::TransactionMut<'_>, _: &yrs::Doc| {
        let goals = txn.get_or_insert_map("goals");
        let Some(yrs::Out::YMap(goal)) = goals.get(txn, "g") else { panic!("no goal") };
        goal.insert(txn, "rm", true);
    };
    document.write(hide).1
}

async fn shows(house: &House, map: &DocumentName) -> bool {
    let look = |document: &Document| {
        document.read(|txn, _| part_reader::read_part(txn, &goal()).is_some_and(|now| !now.is_removed))
    };
    house.rooms.read(map, look).await.unwrap()
}

async fn until_it_shows(house: &House, map: &DocumentName) {
    let shown = async {
        while !shows(house, map).await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(60), shown).await.expect("the goal comes back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn agree_33_a_map_whose_room_hangs_holds_up_no_other_and_is_looked_at_once_it_answers() {
    let Guarded { house, other, guard } = guarded().await;
    let mut writer = person(&house, &other).await;
    house.rooms.edit(&house.map, take_out).await.unwrap();
    let (started, hangs) = tokio::sync::oneshot::channel();
    let (release, released) = mpsc::channel::<()>();
    let (rooms, map) = (house.rooms.clone(), house.map.clone());
    let hanging = tokio::spawn(async move {
        let hang = move |_: &mut Document| {
            let _ = started.send(());
            // Only the room hangs: the thread's other tasks and the timers go on elsewhere.
            let _ = tokio::task::block_in_place(|| released.recv());
        };
        rooms.edit(&map, hang).await
    });
    hangs.await.unwrap();
    let stopping = CancellationToken::new();
    let (running, stop) = (guard.clone(), stopping.clone());
    let guarding = tokio::spawn(async move { running.run(stop).await });
    for _ in 0..3 {
        let update = take_out(&mut writer.document);
        writer.sends(update).await;
        writer.rests().await;
        until_it_shows(&house, &other).await;
        writer.takes();
    }
    release.send(()).unwrap();
    hanging.await.unwrap().unwrap();
    until_it_shows(&house, &house.map).await;
    stopping.cancel();
    guarding.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn agree_33_a_look_that_fails_is_tried_again_until_it_is_done() {
    let Guarded { house, guard, .. } = guarded().await;
    let mut writer = person(&house, &house.map).await;
    let running = guard.clone();
    tokio::spawn(async move { running.run(CancellationToken::new()).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    writer.membership.reserve(writer.document.client_id()).await;
    writer.rests().await;
    house.store.set(Trouble::Failing);
    let update = take_out(&mut writer.document);
    writer.sends(update).await;
    writer.rests().await;
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert!(!shows(&house, &house.map).await, "nothing can be committed");
    house.store.set(Trouble::None);
    tokio::time::sleep(RETRY_WAIT.1 * 2).await;
    assert!(shows(&house, &house.map).await);
}

#[tokio::test(start_paused = true)]
async fn typing_reads_a_record_once_and_again_only_when_something_was_said() {
    let Guarded { house, guard, .. } = guarded().await;
    let mut writer = person(&house, &house.map).await;
    let running = guard.clone();
    tokio::spawn(async move { running.run(CancellationToken::new()).await });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let reads = || guard.record_reads.load(Ordering::Relaxed);
    // Both maps were loaded, so each was looked at.
    assert_eq!(reads(), 2);
    for _ in 0..50 {
        writer.edits("a").await;
        tokio::time::sleep(Duration::from_millis(GUARD_WAIT_MS * 2)).await;
    }
    assert_eq!(reads(), 2);
    agree(&house, &house.map, "Fewer falls at night").await;
    for _ in 0..50 {
        writer.edits("a").await;
        tokio::time::sleep(Duration::from_millis(GUARD_WAIT_MS * 2)).await;
    }
    assert_eq!(reads(), 3);
    // What it remembers is enough to put a part back.
    writer.sync().await;
    let update = take_out(&mut writer.document);
    writer.sends(update).await;
    writer.rests().await;
    assert!(!shows(&house, &house.map).await);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(shows(&house, &house.map).await);
    assert_eq!(reads(), 3);
}

#[test]
fn a_map_waits_longer_after_each_failure_and_no_edit_meanwhile_makes_it_sooner() {
    let (now, mut list) = (Instant::now(), List::default());
    let name = DocumentName::Map(WorkshopId::random(), MapId::random());
    list.add(name.clone(), Waiting { news: News::Born, due: now, failures: 0 });
    let mut waits = Vec::new();
    let mut at = now;
    for _ in 0..8 {
        let (taken, waiting) = list.take_due(at).expect("it is due");
        assert_eq!(taken, name);
        list.add(name.clone(), Waiting { news: News::Edited, due: at, failures: 0 });
        assert_eq!((list.next_due(), list.take_due(at).is_none()), (None, true), "it is looked at already");
        list.finish((taken, waiting, Err(LookError::TimedOut)), at);
        list.add(name.clone(), Waiting { news: News::Edited, due: at, failures: 0 });
        let due = list.next_due().unwrap();
        waits.push((due - at).as_secs());
        at = due;
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
    let (taken, waiting) = list.take_due(at).unwrap();
    assert_eq!(waiting.news, News::Born, "what failed is still to be done");
    list.finish((taken, waiting, Ok(())), at);
    assert_eq!(list.next_due(), None);
    // Nothing is left to look at in a workshop that was deleted.
    list.add(name.clone(), Waiting { news: News::Edited, due: at, failures: 0 });
    let (taken, waiting) = list.take_due(at).unwrap();
    let deleted = Err(LookError::Command(CommandError::SignIn(AuthError::Deleted)));
    list.finish((taken, waiting, deleted), at);
    assert_eq!(list.next_due(), None);
}
