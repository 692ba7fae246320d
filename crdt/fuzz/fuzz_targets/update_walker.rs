//! Any bytes as one update: what the walker accepts, the engine decodes, and a document survives.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use pairway_crdt::document::Document;
use pairway_crdt::error::ApplyError;
use pairway_crdt::gate::update;
use pairway_crdt_fuzz::generate::{World, fresh};
use pairway_crdt_fuzz::{generate, health, share::Share};
use yrs::updates::decoder::Decode;

static SHARE: Share = Share::new("update_walker");

fuzz_target!(|bytes: &[u8]| {
    let facts = update::check(bytes);
    SHARE.offer(facts.is_ok());
    SHARE.execute();
    let Ok(facts) = facts else { return };
    assert!(yrs::Update::decode_v1(bytes).is_ok(), "the engine cannot decode what the walker accepts");
    assert!(facts.structs <= bytes.len());
    let mut document = Document::new();
    assert_ne!(document.apply(bytes), Err(ApplyError::Poisoned));
    health::assert_healthy(&mut document);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 4 == 0 {
        let made = fresh(data, max_size, seed, |u| Ok(generate::update(u, &World::default())?.0));
        if let Some(length) = made {
            return length;
        }
    }
    fuzzer_mutate(data, size, max_size)
});
