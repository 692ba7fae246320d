//! What the fuzz targets share: counting, the generators, and the check that a document is healthy.
//!
//! The generators build mostly acceptable input, so that a good share passes the gate and reaches the engine; the fuzzer
//! then breaks it. They must not use the code under test to encode, or both could be wrong together.

#[path = "../../tests/archives/checks.rs"]
pub mod archive_checks;
#[path = "../../tests/archives/mutate.rs"]
pub mod archive_mutations;
pub mod generate;
pub mod health;
pub mod share;
