//! The power cord: the server is killed without warning while several peers write; what was acknowledged is there.
//!
//! `KILLS` sets how often (`make soak` asks for a hundred); the seed is printed and can be given as `SEED`.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Result, ensure};
use pairway_tests::peer::Peer;
use pairway_tests::server::TestServer;
use pairway_tests::switches::number_from_environment;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use yrs::{Map, ReadTxn, Transact};

/// Peers that write at the same time.
const WRITERS: usize = 4;
const KILLS_DEFAULT: u64 = 6;

/// One writer: its peer, how many edits it made, and for each mark how many edits it covers.
struct Writer {
    peer: Peer,
    name: usize,
    made: u32,
    covered: BTreeMap<u64, u32>,
    acknowledged: u32,
}

impl Writer {
    async fn write_and_mark(&mut self) -> Result<()> {
        let (name, made) = (self.name, self.made);
        let map = self.peer.doc.get_or_insert_map("edits");
        self.peer.edit(|transaction| map.insert(transaction, format!("{name}-{made}"), made)).await;
        self.made += 1;
        if self.peer.is_connected()
            && let Ok(mark) = self.peer.mark().await
        {
            self.covered.insert(mark, self.made);
        }
        self.peer.pump(Duration::from_millis(1)).await?;
        self.note();
        Ok(())
    }

    /// Notes what the newest durable mark covers.
    fn note(&mut self) {
        if let Some((_, &count)) = self.covered.range(..=self.peer.marks_durable).next_back() {
            self.acknowledged = self.acknowledged.max(count);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn durable_1_what_was_acknowledged_survives_kill_nine_under_load() -> Result<()> {
    let kills = number_from_environment("KILLS").unwrap_or(KILLS_DEFAULT);
    let seed = number_from_environment("SEED").unwrap_or_else(|| rand::random_range(0..1_000_000));
    eprintln!("seed {seed}, {kills} kills");
    let mut random = StdRng::seed_from_u64(seed);
    let mut server = TestServer::start().await?;
    let url = server.socket_url("/collab");
    let mut writers: Vec<_> = (0..WRITERS)
        .map(|name| Writer {
            peer: Peer::new(&url, "scratch/kill-nine", "none"),
            name,
            made: 0,
            covered: BTreeMap::new(),
            acknowledged: 0,
        })
        .collect();
    for kill in 0..kills {
        for writer in &mut writers {
            writer.peer.connect_and_sync().await?;
        }
        let rounds = random.random_range(1..40);
        for _ in 0..rounds {
            for writer in &mut writers {
                writer.write_and_mark().await?;
            }
        }
        let work = async {
            loop {
                for writer in &mut writers {
                    writer.write_and_mark().await?;
                }
                // Without a line nothing here waits, and the kill would never be polled.
                tokio::task::yield_now().await;
            }
        };
        let wait = Duration::from_millis(random.random_range(0..60));
        let ended: Option<Result<()>> = tokio::select! {
            ended = work => Some(ended),
            killed = async { tokio::time::sleep(wait).await; server.kill().await } => { killed?; None }
        };
        ensure!(ended.is_none(), "writers ended by themselves: {ended:?}");
        drain(&mut writers).await?;
        server.restart().await?;
        check(&url, &writers, kill).await?;
    }
    let (made, kept) =
        writers.iter().fold((0, 0), |(made, kept), writer| (made + writer.made, kept + writer.acknowledged));
    eprintln!("{kills} kills, {made} edits made, {kept} acknowledged before a kill, 0 lost");
    ensure!(kept > 0, "nothing was ever acknowledged: this run proved nothing");
    Ok(())
}

/// Takes in what was still on its way when the server died.
async fn drain(writers: &mut [Writer]) -> Result<()> {
    for writer in writers {
        while writer.peer.pump(Duration::from_millis(200)).await? {}
        writer.peer.cut();
        writer.note();
    }
    Ok(())
}

/// Loads the server's copy with a peer that has nothing of its own and looks for every acknowledged edit.
async fn check(url: &str, writers: &[Writer], kill: u64) -> Result<()> {
    let mut fresh = Peer::new(url, "scratch/kill-nine", "none");
    fresh.connect_and_sync().await?;
    let transaction = fresh.doc.transact();
    for writer in writers {
        for edit in 0..writer.acknowledged {
            let key = format!("{}-{edit}", writer.name);
            let found = transaction.get_map("edits").is_some_and(|map| map.get(&transaction, &key).is_some());
            ensure!(found, "after kill {kill}: acknowledged edit {key} is lost");
        }
    }
    Ok(())
}
