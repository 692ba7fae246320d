use super::*;
use crate::store::Store;
use crate::store::memory::MemoryStore;

#[test]
fn effect_keys_are_in_the_order_of_their_times() {
    let (early, late) = (due_key(999, "b"), due_key(1_000_000_000_000, "a"));
    assert!(early < late && late < due_key(1_000_000_000_001, "a"));
    assert!(late < due_until(1_000_000_000_000) && due_until(999_999_999_999) < late);
}

#[test]
fn effect_plans_to_forget_are_one_key_a_workshop_and_hour() {
    let (effects, workshop, noon_ms) = (Effects::default(), WorkshopId::random(), 1_795_348_800_000);
    let mut first = Batch::default();
    let due_ms = effects.plan_forgetting(&mut first, &workshop, noon_ms);
    assert_eq!(
        due_ms,
        noon_ms + COMMAND_MEMORY_MS + HOUR_MS,
        "every command of the hour is a day old by then"
    );
    let mut before_the_commit = Batch::default();
    let _ = effects.plan_forgetting(&mut before_the_commit, &workshop, noon_ms + 1);
    assert_eq!(before_the_commit.puts, first.puts, "not kept yet, so it is written again under the same key");
    effects.planned(&workshop, due_ms);
    let mut later = Batch::default();
    let _ = effects.plan_forgetting(&mut later, &workshop, noon_ms + HOUR_MS - 1);
    assert!(later.puts.is_empty());
    let _ = effects.plan_forgetting(&mut later, &workshop, noon_ms + HOUR_MS);
    assert_eq!(later.puts.len(), 1);
    let keys = keys_of_workshop(&workshop, 7, noon_ms + HOUR_MS);
    assert!(
        keys.contains(&first.puts[0].0)
            && keys.contains(&later.puts[0].0)
            && keys.contains(&end_key(7, &workshop))
    );
}

#[tokio::test]
async fn effect_tickets_wait_for_what_was_carried_out_and_leave_nothing_behind() {
    let effects = Effects::default();
    let mut batch = Batch::default();
    let workshop = WorkshopId::random();
    let caused = vec![
        Effect::RecheckRights { workshop: workshop.clone(), change: RightsChange::Freeze },
        Effect::EraseWorkshop { workshop },
    ];
    let ticket = effects.add(&mut batch, caused, 5);
    assert_eq!((batch.appends.len(), batch.puts.len()), (1, 1), "one for each server, one once");
    let store = MemoryStore::default();
    store.commit(batch).await.unwrap();
    let (key, value) = store.range(DUE_PREFIX, &due_until(5), 2).await.unwrap().remove(0);
    assert!(matches!(records::decode(&key, &value), Ok(Effect::EraseWorkshop { .. })));
    let entry = store.load(LOG_STREAM).await.unwrap().entries.remove(0).1;
    let LogEntry { id, .. } = records::decode(LOG_STREAM, &entry).unwrap();
    effects.done(&id);
    effects.done(&key);
    ticket.wait().await;
    assert!(effects.lock().is_empty());
    // A ticket of a commit that never was.
    drop(effects.add(&mut Batch::default(), vec![Effect::CompactDocument { document: String::new() }], 5));
    assert!(effects.lock().is_empty());
}
