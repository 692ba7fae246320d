//! People who write and mean no harm: they type words, lose their line and come back, comment; and each knows every word.
//!
//! Owns what they do and what must be there in the end. Knows no attack.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use pairway_crdt::pathway::meaning::{AgreeKind, PartName};
use pairway_tests::peer::Peer;
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use pairway_tests::wire::{Send, presence};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use yrs::{Any, GetString, Map, MapPrelim, Out, ReadTxn, Text, TextPrelim, Transact, WriteTxn};

/// How long somebody tries before something is wrong. It says nothing of how long it should take.
const TRIES_FOR: Duration = Duration::from_secs(300);
/// Between two words.
const PAUSE: Duration = Duration::from_millis(60);
/// Between two comments; twenty a minute are allowed.
const BETWEEN_COMMENTS: Duration = Duration::from_secs(4);
/// Units of a goal after which the next one is written in: reading ends at ten thousand.
const GOAL_UNITS_MAX: usize = 9_000;

/// Whether somebody's line holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// It does.
    Steady,
    /// It goes now and then, and they write on meanwhile.
    Lost,
}

/// How long what somebody did took to be answered.
#[derive(Debug, Default)]
pub(crate) struct Waits {
    /// Each word until it was durable.
    pub(crate) words: Vec<Duration>,
    /// Each comment until it was answered.
    pub(crate) comments: Vec<Duration>,
}

/// Everything somebody has said.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// What stands in each of their goals, in their order.
    goals: Vec<(String, String)>,
    comments: Vec<String>,
}

/// Somebody honest.
#[derive(Debug)]
pub(crate) struct Honest {
    server: Arc<TestServer>,
    workshop: Workshop,
    pub(crate) joined: Joined,
    pub(crate) peer: Peer,
    line: Line,
    random: StdRng,
    pub(crate) said: Said,
    commented: Option<Instant>,
    /// Words written, and lines lost that nobody meant to lose.
    pub(crate) words: usize,
    pub(crate) lost_lines: usize,
}

impl Honest {
    /// Joins and makes the goals to write in. `goals` must be enough for all that will be written.
    pub(crate) async fn join(
        server: &Arc<TestServer>,
        workshop: &Workshop,
        (role, line, goals): (&str, Line, usize),
    ) -> Result<Self> {
        let joined = server.join(workshop, role, "Somebody").await?;
        let mut peer = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &joined.token);
        // What others do is taken in between two words, so that only the server is waited for.
        peer.held_back = Some(Vec::new());
        let goals = (0..goals).map(|number| (format!("{role}-{number}"), String::new())).collect();
        let mut honest = Self {
            server: Arc::clone(server),
            workshop: workshop.clone(),
            joined,
            peer,
            line,
            random: StdRng::seed_from_u64(role.len() as u64),
            said: Said { goals, comments: Vec::new() },
            commented: None,
            words: 0,
            lost_lines: 0,
        };
        honest.come_back().await?;
        let ids: Vec<String> = honest.said.goals.iter().map(|(id, _)| id.clone()).collect();
        honest
            .peer
            .edit(|transaction| {
                let goals = transaction.get_or_insert_map("goals");
                for (number, id) in ids.iter().enumerate() {
                    let goal = goals.insert(transaction, id.as_str(), MapPrelim::default());
                    goal.insert(transaction, "title", TextPrelim::new(""));
                    goal.insert(transaction, "ord", format!("z{number:06}"));
                }
            })
            .await;
        honest.until_durable().await?;
        Ok(honest)
    }

    /// Makes a link with words, which a pair can agree.
    pub(crate) async fn link_with_words(&mut self, from: &str, to: &str) -> Result<PartName> {
        let id = "agreed-link";
        let ends = Any::from_json(&json!({"from": from, "to": to}).to_string())?;
        self.peer
            .edit(|transaction| {
                let links = transaction.get_or_insert_map("links");
                let link = links.insert(transaction, id, MapPrelim::default());
                link.insert(transaction, "ends", ends);
                link.insert(transaction, "kind", "leadsTo");
                link.insert(transaction, "label", TextPrelim::new("the same day"));
            })
            .await;
        self.until_durable().await?;
        Ok(PartName { kind: AgreeKind::Link, id: String::from(id) })
    }

    /// Writes for a time; gives how long the answers took.
    pub(crate) async fn live(mut self, time: Duration) -> Result<(Self, Waits)> {
        let mut waits = Waits::default();
        let begun = Instant::now();
        while begun.elapsed() < time {
            self.peer.take_in()?;
            if self.line == Line::Lost && self.random.random_bool(0.02) {
                self.write_without_a_line().await?;
            }
            let asked = Instant::now();
            self.write_word().await?;
            self.until_durable().await?;
            waits.words.push(asked.elapsed());
            if self.commented.is_none_or(|at| at.elapsed() > BETWEEN_COMMENTS) {
                let asked = Instant::now();
                self.commented = Some(asked);
                self.comment().await?;
                waits.comments.push(asked.elapsed());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok((self, waits))
    }

    async fn write_word(&mut self) -> Result<()> {
        let word = ["call ", "Llanelli ", "🙂 ", "gŵyl ", "again "][self.words % 5];
        let word = format!("{}{word}", self.words);
        let goal = self.said.goals.iter_mut().find(|(_, said)| said.encode_utf16().count() < GOAL_UNITS_MAX);
        let (id, said) = goal.context("all goals are full: this run is too long for them")?;
        said.push_str(&word);
        self.words += 1;
        let id = id.clone();
        let written = self.peer.edit(|transaction| {
            let goals = transaction.get_or_insert_map("goals");
            let Some(Out::YMap(goal)) = goals.get(transaction, &id) else { return false };
            let Some(Out::YText(title)) = goal.get(transaction, "title") else { return false };
            title.push(transaction, &word);
            true
        });
        ensure!(written.await, "{id} is gone from the copy of who wrote it");
        Ok(())
    }

    /// The train goes into a tunnel.
    async fn write_without_a_line(&mut self) -> Result<()> {
        self.peer.cut();
        for _ in 0..self.random.random_range(1..10) {
            self.write_word().await?;
            tokio::time::sleep(PAUSE).await;
        }
        tokio::time::sleep(PAUSE * self.random.random_range(1..20)).await;
        self.come_back().await?;
        self.until_durable().await
    }

    /// Comments, as a page does: the same command until there is an answer.
    async fn comment(&mut self) -> Result<()> {
        let text = format!("Comment {} of {}", self.said.comments.len(), self.joined.participant);
        let part = json!({"kind": "goal", "id": self.said.goals[0].0});
        let body = json!({"command": random_command(), "act": "comment", "part": part, "text": text});
        let path = format!("/api/workshops/{}/maps/{}/talk", self.workshop.id, self.workshop.map);
        let begun = Instant::now();
        loop {
            match self.server.post(&path, body.clone(), Some(&self.joined.token)).await {
                Ok((200, _)) => break,
                Ok((503, _)) | Err(_) => {}
                Ok((401, _)) => self.refresh().await?,
                Ok((status, answer)) => anyhow::bail!("{status} {answer} to a comment"),
            }
            ensure!(begun.elapsed() < TRIES_FOR, "no answer to a comment");
            tokio::time::sleep(PAUSE).await;
        }
        self.said.comments.push(text);
        Ok(())
    }

    /// Waits until everything written is durable, over as many connections as it takes.
    async fn until_durable(&mut self) -> Result<()> {
        let begun = Instant::now();
        let mut mark = None;
        loop {
            ensure!(begun.elapsed() < TRIES_FOR, "not durable: {:?}", self.peer);
            if !self.peer.is_connected() {
                self.lost_lines += 1;
                self.come_back().await?;
                mark = None;
            }
            let Some(asked) = mark else {
                mark = self.peer.mark().await.ok();
                continue;
            };
            if self.peer.marks_durable >= asked {
                return Ok(());
            }
            if let Some(refusal) = self.peer.refusals.pop() {
                let recovery = refusal["recovery"].as_str().unwrap_or_default();
                ensure!(recovery != "rebuild", "honest words were refused: {refusal}");
                if recovery == "resync" {
                    self.peer.cut();
                }
                mark = None;
                continue;
            }
            self.peer.pump(Duration::from_millis(50)).await?;
        }
    }

    /// Connects until it works.
    async fn come_back(&mut self) -> Result<()> {
        let begun = Instant::now();
        while !self.connect().await? {
            ensure!(begun.elapsed() < TRIES_FOR, "kept out: {:?}", self.peer.denied);
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    async fn connect(&mut self) -> Result<bool> {
        self.peer.cut();
        self.peer.take_in()?;
        self.refresh().await?;
        if self.peer.connect().await.is_err() {
            return Ok(false);
        }
        while !self.peer.synced {
            self.peer.pump(Duration::from_millis(100)).await?;
            if !self.peer.is_connected() || self.peer.denied.is_some() {
                return Ok(false);
            }
        }
        let state = json!({ "participant": self.joined.participant }).to_string();
        let clock = u64::from(u32::try_from(self.words)?) + 1;
        let shown = presence(self.peer.doc.client_id().get(), clock, &state);
        Ok(self.peer.send(Send::Awareness(&shown)).await.is_ok())
    }

    /// A fresh token, with the secret of the device.
    async fn refresh(&mut self) -> Result<()> {
        let path = format!("/api/workshops/{}/token", self.workshop.id);
        let Joined { participant, device_secret, .. } = &self.joined;
        let body = json!({"participant": participant, "deviceSecret": device_secret});
        let begun = Instant::now();
        loop {
            match self.server.post(&path, body.clone(), None).await {
                Ok((200, answer)) => {
                    answer["token"].as_str().context("no token")?.clone_into(&mut self.joined.token);
                    self.peer.token.clone_from(&self.joined.token);
                    return Ok(());
                }
                Ok((503, _)) | Err(_) => {}
                Ok((status, answer)) => anyhow::bail!("{status} {answer} to a device with the right secret"),
            }
            ensure!(begun.elapsed() < TRIES_FOR, "no token");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Ends; gives what they said, which their own copy says, too.
    pub(crate) async fn finish(mut self) -> Result<Said> {
        self.peer.take_in()?;
        self.until_durable().await?;
        self.peer.take_in()?;
        self.said.check_words(&self.peer).context("in the own copy")?;
        Ok(self.said)
    }
}

impl Said {
    /// How many words were written.
    pub(crate) fn words(&self) -> usize {
        self.goals.iter().map(|(_, said)| said.split_whitespace().count()).sum()
    }

    /// Checks that every word stands in a copy of the map, letter for letter.
    pub(crate) fn check_words(&self, map: &Peer) -> Result<()> {
        let transaction = map.doc.transact();
        let goals = transaction.get_map("goals").context("no goals")?;
        for (id, said) in &self.goals {
            let Some(Out::YMap(goal)) = goals.get(&transaction, id) else { anyhow::bail!("{id} is gone") };
            ensure!(goal.get(&transaction, "rm").is_none(), "{id} is taken out");
            let Some(Out::YText(title)) = goal.get(&transaction, "title") else {
                anyhow::bail!("{id} has no words")
            };
            let reads = title.get_string(&transaction);
            ensure!(reads == *said, "{id} says {reads:?} instead of {said:?}");
        }
        Ok(())
    }

    /// Checks that whoever reads the map is shown all of it; `shown` are the titles of goals by their ids.
    pub(crate) fn check_shown(&self, shown: &BTreeMap<&str, &str>) -> Result<()> {
        for (id, said) in self.goals.iter().filter(|(_, said)| !said.is_empty()) {
            let title = shown.get(id.as_str()).with_context(|| format!("{id} is not shown"))?;
            ensure!(title == said, "{id} is shown as {title:?} instead of {said:?}");
        }
        Ok(())
    }

    /// Checks that every comment is there, with its words.
    pub(crate) fn check_comments(&self, texts: &[&str]) -> Result<()> {
        for comment in &self.comments {
            ensure!(texts.contains(&comment.as_str()), "{comment:?} is gone");
        }
        Ok(())
    }
}
