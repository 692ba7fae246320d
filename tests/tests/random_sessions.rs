//! Seeded random sessions over real sockets and real SQLite, with a server that is killed in the middle of commands: people go on, write
//! alone, give with their name or without, add ideas and sort them, vote, take turns, raise hands, are told something alone, leave and come back.
//!
//! `SEEDS` sets how many sessions; a failing seed is printed and can be given as `SEED`.

use anyhow::{Context, Result};
use pairway_tests::switches::number_from_environment;

use crate::world::World;

#[path = "random_sessions/acts.rs"]
mod acts;
#[path = "random_sessions/checks.rs"]
mod checks;
#[path = "random_sessions/ideas.rs"]
mod ideas;
#[path = "random_sessions/notes.rs"]
mod notes;
#[path = "random_sessions/world.rs"]
mod world;

const SEEDS_DEFAULT: u64 = 2;
const ACTS: usize = 160;
/// After so many acts it is looked whether all holds.
const CHECK_EVERY: usize = 20;

async fn one(seed: u64) -> Result<World> {
    let mut world = World::begin(seed).await?;
    for number in 1..=ACTS {
        let act = world.act().await?;
        if number % CHECK_EVERY == 0 {
            world.check_session().await.with_context(|| format!("after act {number}, {act:?}"))?;
        }
    }
    world.check_session().await?;
    world.check_notes().await?;
    world.everybody_looks_around().await?;
    // All is in the file of the database then.
    world.server.stop().await?;
    world.check_secrets()?;
    Ok(world)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn day_1_whatever_people_do_and_whenever_the_server_is_killed_a_session_holds_together() -> Result<()> {
    let seeds = match number_from_environment("SEED") {
        Some(seed) => vec![seed],
        None => (0..number_from_environment("SEEDS").unwrap_or(SEEDS_DEFAULT))
            .map(|_| rand::random_range(0..1_000_000))
            .collect(),
    };
    for seed in seeds {
        let world = one(seed).await.with_context(|| format!("SEED={seed}"))?;
        let (votes, notes) = (world.votes.len(), world.notes.len());
        println!(
            "seed {seed}: {} kills, {votes} votes, {notes} notes, {} secrets",
            world.kills,
            world.secrets.len()
        );
    }
    Ok(())
}
