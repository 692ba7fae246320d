//! Any bytes as a frame of either wire: what is read encodes back to what was read.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use pairway_crdt::frame::{hocuspocus, y_websocket};
use pairway_crdt_fuzz::generate::{self, fresh};
use pairway_crdt_fuzz::share::Share;

static SHARE: Share = Share::new("frames");

fuzz_target!(|bytes: &[u8]| {
    let hocuspocus = hocuspocus::decode(bytes);
    let y_websocket = y_websocket::decode_all(bytes);
    SHARE.offer(hocuspocus.is_ok() || y_websocket.is_ok());
    SHARE.execute();
    if let Ok(frame) = hocuspocus {
        let encoded = hocuspocus::encode(frame);
        let again = hocuspocus::decode(&encoded).expect("own encoding");
        assert_eq!(again.body, frame.body);
    }
    if let Ok(messages) = y_websocket {
        let encoded: Vec<u8> = messages.iter().flat_map(|message| y_websocket::encode(*message)).collect();
        assert_eq!(encoded, bytes, "messages do not encode back to their frame");
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    if seed % 4 == 0
        && let Some(length) = fresh(data, max_size, seed, generate::frame)
    {
        return length;
    }
    fuzzer_mutate(data, size, max_size)
});
