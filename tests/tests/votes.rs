//! Votes while the server is killed without warning: every ballot that was answered counts, none counts twice, and nothing of one is
//! left when the vote is closed.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::future::join_all;
use pairway_crdt::workshop::session::round::{Round, RoundState, VOTERS_MIN};
use pairway_crdt::workshop::session::votes::Rounds;
use pairway_tests::peer::Peer;
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use yrs::Transact;

/// How often the server is killed while people vote, and once more while the vote is closed.
const KILLS: usize = 4;
const ANSWERS: [&str; 3] = ["yes", "no", "notSure"];

struct Scene {
    server: TestServer,
    workshop: Workshop,
    facilitator: Joined,
    voters: Vec<Joined>,
}

impl Scene {
    async fn begin() -> Result<Self> {
        let server = TestServer::start().await?;
        let workshop = server.make_workshop().await?;
        let facilitator = server.join(&workshop, "facilitator", "Fay").await?;
        let mut voters = Vec::new();
        for number in 0..VOTERS_MIN {
            voters.push(server.join(&workshop, "patientLeader", &format!("Pat {number}")).await?);
            voters.push(server.join(&workshop, "professional", &format!("Dr {number}")).await?);
        }
        Ok(Self { server, workshop, facilitator, voters })
    }

    async fn give(&self, who: &Joined, what: &str, mut body: Value) -> Result<(u16, Value)> {
        body["command"] = random_command().into();
        let path = format!("/api/workshops/{}/session/{what}", self.workshop.id);
        self.server.post(&path, body, Some(&who.token)).await
    }

    /// Votes; whether it was answered "in".
    async fn cast(&self, voter: usize, (round, answer): (&str, &str)) -> bool {
        let body = json!({ "round": round, "marks": { answer: 1 } });
        matches!(self.give(&self.voters[voter], "ballots", body).await, Ok((200, _)))
    }

    /// The round as somebody reads it who comes anew.
    async fn read(&self, round: &str) -> Result<(Round, u32)> {
        let document = format!("session/{}", self.workshop.id);
        let mut peer = Peer::new(&self.server.socket_url("/collab"), &document, &self.facilitator.token);
        peer.connect_and_sync().await?;
        let rounds = Rounds::read(&peer.doc.transact());
        let voted = rounds.voted.get(round).copied().unwrap_or_default();
        Ok((rounds.rounds.get(round).context("the round")?.clone(), voted.sum()))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn vote_17_every_ballot_that_was_answered_counts_once_whenever_the_server_is_killed() -> Result<()> {
    let seed = rand::random_range(0..1_000_000);
    eprintln!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let mut scene = Scene::begin().await?;
    let body = json!({ "kind": "answer", "question": "Shall we keep this stage?" });
    let (_, opened) = scene.give(&scene.facilitator, "rounds", body).await?;
    let round = opened["round"].as_str().context("a round")?.to_owned();
    // What each voter was answered last.
    let mut known: BTreeMap<usize, &str> = BTreeMap::new();
    for _ in 0..KILLS {
        let chosen: Vec<&str> = scene.voters.iter().map(|_| ANSWERS[random.random_range(0..3)]).collect();
        let wait = Duration::from_millis(random.random_range(0..40));
        let killed = scene.server.pid()?;
        let votes = chosen.iter().enumerate().map(|(voter, answer)| scene.cast(voter, (&round, answer)));
        let kill = async {
            tokio::time::sleep(wait).await;
            rustix::process::kill_process(
                rustix::process::Pid::from_raw(i32::try_from(killed)?).context("a process")?,
                rustix::process::Signal::KILL,
            )?;
            anyhow::Ok(())
        };
        let (answered, ended) = tokio::join!(join_all(votes), kill);
        ended?;
        scene.server.kill().await?;
        scene.server.restart().await?;
        for (voter, is_in) in answered.into_iter().enumerate() {
            // Without an answer nobody knows which ballot is there: they vote again, as a person does.
            let is_in = is_in || scene.cast(voter, (&round, chosen[voter])).await;
            ensure!(is_in, "voter {voter} cannot vote after the restart");
            known.insert(voter, chosen[voter]);
        }
        let (open, voted) = scene.read(&round).await?;
        ensure!(open.state == RoundState::Open && open.result.is_none(), "it is open: {open:?}");
        ensure!(voted as usize == scene.voters.len(), "{voted} are counted");
    }

    // Killed at the close, which is there whole or not at all.
    let wait = Duration::from_millis(random.random_range(0..20));
    let close = scene.give(&scene.facilitator, "rounds/close", json!({ "round": round }));
    drop(tokio::time::timeout(wait, close).await);
    scene.server.kill().await?;
    scene.server.restart().await?;
    let (status, answer) = scene.give(&scene.facilitator, "rounds/close", json!({ "round": round })).await?;
    ensure!(status == 200, "{answer}");
    let (closed, _) = scene.read(&round).await?;
    let result = closed.result.context("a result")?;
    for answer in ANSWERS {
        let expected = known.values().filter(|known| **known == answer).count() as u64;
        let told = result.total.get(answer).copied().unwrap_or(0);
        ensure!(told == expected, "{answer}: {told} instead of {expected}");
    }
    ensure!(result.patient.is_some() && result.professional.is_some(), "both sides have enough voters");
    for file in std::fs::read_dir(scene.server.folder())? {
        let path = file?.path();
        if path.is_file() {
            let bytes = std::fs::read(&path)?;
            let left = bytes.windows(7).any(|bytes| bytes == b"\"marks\"");
            ensure!(!left, "something of a ballot is left in {}", path.display());
        }
    }
    Ok(())
}
