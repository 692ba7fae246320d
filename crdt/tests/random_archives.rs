//! Seeded random archives: whatever is in the file is read or refused with words; what is read becomes a sound map, and that taken
//! away again is the same map.
//!
//! `ARCHIVES` sets how many; the seed is printed and can be given as `SEED`. The same checks are a fuzz target
//! (`crdt/fuzz/fuzz_targets/archives.rs`).

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

#[path = "archives/checks.rs"]
#[allow(unreachable_pub, reason = "the fuzz crate has the same file")]
mod checks;
#[path = "archives/mutate.rs"]
#[allow(unreachable_pub, reason = "the fuzz crate has the same file")]
mod mutate;

const ARCHIVES_DEFAULT: u64 = 400;

fn number_from_environment(name: &str) -> Option<u64> {
    #[allow(clippy::disallowed_methods, reason = "a test's own switch")]
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Prints the seed of a failure.
struct SaidWhenFailing(u64);

impl Drop for SaidWhenFailing {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("failed with SEED={} ARCHIVES=1", self.0);
        }
    }
}

#[test]
fn import_6_a_random_archive_is_read_or_refused_and_what_is_read_comes_back_the_same() {
    let archives = number_from_environment("ARCHIVES").unwrap_or(ARCHIVES_DEFAULT);
    let first = number_from_environment("SEED").unwrap_or_else(|| rand::random_range(0..1_000_000_000));
    eprintln!("seeds from {first}, {archives} archives");
    let mut read = 0;
    for seed in first..first + archives {
        let mut random = StdRng::seed_from_u64(seed);
        let bytes = mutate::changed(&mut |below| random.random_range(0..below.max(1)));
        let _said = SaidWhenFailing(seed);
        read += u64::from(checks::bring_in(&bytes));
    }
    eprintln!("{read} were read, {} refused", archives - read);
    // One alone is a failure that is looked at.
    assert!(
        archives == 1 || read > archives / 10,
        "only {read} of {archives} were read: this run proved little"
    );
    assert!(archives < 100 || read < archives, "none was refused: this run proved little");
}

#[test]
fn import_6_the_archive_that_random_ones_are_made_of_is_read() {
    assert!(checks::bring_in(mutate::archive().to_string().as_bytes()));
}
