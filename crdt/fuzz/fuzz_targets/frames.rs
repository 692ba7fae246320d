//! Any bytes as a frame of either wire: what is read encodes back to what was read, up to a message of an unknown kind.
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
    if let Ok(frame) = hocuspocus
        && frame.body != hocuspocus::Body::Unknown
    {
        let encoded = hocuspocus::encode(frame);
        let again = hocuspocus::decode(&encoded).expect("own encoding");
        assert_eq!(again.body, frame.body);
    }
    if let Ok(messages) = y_websocket {
        let known = messages.iter().take_while(|message| **message != y_websocket::Message::Unknown);
        let encoded: Vec<u8> = known.clone().flat_map(|message| y_websocket::encode(*message)).collect();
        assert!(bytes.starts_with(&encoded), "messages do not encode back to their frame");
        let is_whole = known.count() == messages.len();
        assert_eq!(is_whole, encoded.len() == bytes.len(), "only an unknown kind leaves something out");
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
