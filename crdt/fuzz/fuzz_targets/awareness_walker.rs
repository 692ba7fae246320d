//! Any bytes as a presence message: what the walker accepts, the engine's own decoder accepts, and presence keeps.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use pairway_crdt::gate::awareness;
use pairway_crdt::presence::{Outcome, Presence};
use pairway_crdt_fuzz::generate::{self, fresh};
use pairway_crdt_fuzz::share::Share;
use yrs::sync::AwarenessUpdate;
use yrs::updates::decoder::Decode;

static SHARE: Share = Share::new("awareness_walker");

fuzz_target!(|bytes: &[u8]| {
    let entries = awareness::check(bytes);
    SHARE.offer(entries.is_ok());
    SHARE.execute();
    let Ok(entries) = entries else { return };
    assert!(AwarenessUpdate::decode_v1(bytes).is_ok());
    let mut presence = Presence::new();
    for entry in &entries {
        assert_eq!(presence.update(entry, 1), Outcome::Accepted);
        assert_eq!(presence.update(entry, 1), Outcome::Stale);
    }
    let clients: Vec<u64> = entries.iter().map(|entry| entry.client).collect();
    if let Some(encoded) = presence.encode(&clients) {
        assert_eq!(awareness::check(&encoded).expect("own encoding"), entries);
    }
    for client in &clients {
        presence.remove(*client, 1);
    }
    assert_eq!(presence.encode_all(), None);
    presence.forget_departed(u64::MAX);
    assert_eq!(presence.encode(&clients), None);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 4 == 0
        && let Some(length) = fresh(data, max_size, seed, generate::awareness)
    {
        return length;
    }
    fuzzer_mutate(data, size, max_size)
});
