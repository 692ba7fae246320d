//! Seeded random peers over real sockets and real SQLite: edits of the real schema, cuts, restarts and kills of the
//! server, partial delivery. In the end all copies are equal, what was acknowledged survived, and the map reads.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use pairway_crdt::pathway::view::PathwayMap;
use pairway_tests::peer::Peer;
use pairway_tests::plan::{self, EDITS};
use pairway_tests::server::TestServer;
use pairway_tests::switches::number_from_environment;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use yrs::Transact;

const PEERS: usize = 4;
const ROUNDS: usize = 120;
const SEEDS_DEFAULT: usize = 4;

/// What may happen between two edits.
#[derive(Debug, Clone, Copy)]
enum Event {
    Edit,
    Deliver,
    Cut,
    Return,
    Restart,
    Kill,
}

fn choose(random: &mut StdRng) -> Event {
    match random.random_range(0..100) {
        0..60 => Event::Edit,
        60..84 => Event::Deliver,
        84..91 => Event::Cut,
        91..98 => Event::Return,
        98 => Event::Restart,
        _ => Event::Kill,
    }
}

async fn run(seed: u64) -> Result<()> {
    eprintln!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut server = TestServer::start().await?;
    let workshop = server.make_workshop().await?;
    let mut peers = Vec::new();
    for number in 0..PEERS {
        let role = ["patientLeader", "professional", "carer", "facilitator"][number % 4];
        let joined = server.join(&workshop, role, "Somebody").await?;
        let mut peer = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &joined.token);
        peer.connect_and_sync().await?;
        peers.push(peer);
    }
    for _ in 0..ROUNDS {
        let peer = random.random_range(0..PEERS);
        match choose(&mut random) {
            Event::Edit => {
                let edit = EDITS[random.random_range(0..EDITS.len())];
                peers[peer].edit(|transaction| plan::make(edit, transaction, &mut random)).await;
            }
            Event::Deliver => {
                let frames = random.random_range(1..6);
                for _ in 0..frames {
                    peers[peer].pump(Duration::from_millis(2)).await?;
                }
            }
            Event::Cut => peers[peer].cut(),
            Event::Return => {
                if !peers[peer].is_connected() {
                    peers[peer].connect().await?;
                }
            }
            Event::Restart => {
                server.stop().await?;
                server.restart().await?;
                peers.iter_mut().for_each(Peer::cut);
            }
            Event::Kill => {
                server.kill().await?;
                server.restart().await?;
                peers.iter_mut().for_each(Peer::cut);
            }
        }
    }
    settle(&mut peers).await?;
    let mut fresh = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &peers[0].token);
    fresh.connect_and_sync().await?;
    let expected = plan::whole(&fresh.doc);
    for (number, peer) in peers.iter().enumerate() {
        let whole = plan::whole(&peer.doc);
        ensure!(
            whole == expected,
            "seed {seed}: peer {number} differs\n--- server\n{expected}\n--- peer\n{whole}"
        );
    }
    let map = PathwayMap::read(&fresh.doc.transact());
    ensure!(!map.steps.is_empty(), "seed {seed}: the typed map has no steps");
    // What the server says it has must survive one more power cut.
    server.kill().await?;
    server.restart().await?;
    let mut after = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &peers[0].token);
    after.connect_and_sync().await?;
    ensure!(plan::whole(&after.doc) == expected, "seed {seed}: acknowledged edits are lost after a kill");
    Ok(())
}

/// Everybody connects, says all, hears all.
async fn settle(peers: &mut [Peer]) -> Result<()> {
    for peer in peers.iter_mut() {
        peer.cut();
        peer.connect_and_sync().await?;
        peer.durable().await.context("settling")?;
    }
    for peer in peers.iter_mut() {
        // A mark is answered after everything the room had to say to this peer before it.
        peer.durable().await.context("hearing")?;
        while peer.pump(Duration::from_millis(150)).await? {}
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn converge_1_random_peers_with_cuts_restarts_and_kills_end_equal() -> Result<()> {
    if let Some(seed) = number_from_environment("SEED") {
        return run(seed).await;
    }
    let seeds = number_from_environment("SEEDS").unwrap_or(SEEDS_DEFAULT as u64);
    for _ in 0..seeds {
        let seed = rand::random_range(0..1_000_000);
        run(seed).await.with_context(|| format!("SEED={seed}"))?;
    }
    Ok(())
}
