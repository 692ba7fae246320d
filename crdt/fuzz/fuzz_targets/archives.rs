//! Any bytes as an archive: what is read becomes a sound map, and that taken away again is the same map.
#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use pairway_crdt_fuzz::archive_checks::bring_in;
use pairway_crdt_fuzz::archive_mutations::changed;
use pairway_crdt_fuzz::generate::fresh;
use pairway_crdt_fuzz::share::Share;

static SHARE: Share = Share::new("archives");

fuzz_target!(|bytes: &[u8]| {
    SHARE.offer(bring_in(bytes));
    SHARE.execute();
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    // Few bytes make an archive by chance, so half of the turns begin with one.
    if seed % 2 == 0
        && let Some(length) = fresh(data, max_size, seed, |u| {
            Ok(changed(&mut |below| u.choose_index(below.max(1)).unwrap_or_default()))
        })
    {
        return length;
    }
    fuzzer_mutate(data, size, max_size)
});
