//! Any bytes as a state vector: what the walker accepts, the engine decodes and answers.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use pairway_crdt::document::Document;
use pairway_crdt::gate::state_vector;
use pairway_crdt_fuzz::generate::{self, fresh};
use pairway_crdt_fuzz::share::Share;
use yrs::updates::decoder::Decode;
use yrs::{Map, StateVector, Text, WriteTxn};

static SHARE: Share = Share::new("state_vector_walker");

thread_local! {
    static DOCUMENT: RefCell<Document> = RefCell::new(filled());
}

/// A document whose clients are those of the generated state vectors.
fn filled() -> Document {
    let mut document = Document::new();
    for client in 0..4u64 {
        let doc = yrs::Doc::with_options(yrs::Options {
            offset_kind: yrs::OffsetKind::Utf16,
            ..yrs::Options::with_client_id(yrs::block::ClientID::new(client * 1_000_003 + 1))
        });
        let mut txn = yrs::Transact::transact_mut(&doc);
        let text = txn.get_or_insert_text("t");
        text.insert(&mut txn, 0, "twenty 😀 units long");
        text.remove_range(&mut txn, 2, 3);
        let map = txn.get_or_insert_map("m");
        map.insert(&mut txn, "title", client as i64);
        document.apply(&txn.encode_update_v1()).expect("honest");
    }
    document
}

fuzz_target!(|bytes: &[u8]| {
    let accepted = state_vector::check(bytes).is_ok();
    SHARE.offer(accepted);
    SHARE.execute();
    if accepted {
        assert!(StateVector::decode_v1(bytes).is_ok());
    }
    DOCUMENT.with_borrow_mut(|document| {
        let diff = document.diff(bytes);
        assert_eq!(diff.is_ok(), accepted);
        if let Ok(diff) = diff {
            assert!(document.contains(&diff).expect("own diff passes the gate"));
        }
    });
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 4 == 0
        && let Some(length) = fresh(data, max_size, seed, generate::state_vector)
    {
        return length;
    }
    fuzzer_mutate(data, size, max_size)
});
