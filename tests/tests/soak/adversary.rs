//! Whoever means harm: people with invites and with none, who do all that is known to have worked once, all at the same time,
//! again and again.
//!
//! Owns what they know and who does what how often. They run on threads of their own that give way to everybody else: on
//! a real network their computers are not the server's.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::{SinkExt, StreamExt};
use pairway_tests::by_hand::swelling_body;
use pairway_tests::server::{Joined, TestServer, Workshop};
use pairway_tests::wire::{self, Received, Send};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::{by_calls, by_connections, by_updates};

/// How long an answer is waited for before the next try.
const ANSWER_WAIT: Duration = Duration::from_secs(20);
/// How much of an error is told: it may hold what was received.
const ERROR_CHARS_MAX: usize = 120;
/// How much these threads give way, as `nice` counts it.
const NICE: i32 = 5;

/// What they know: everything that whoever is let in can see.
#[derive(Debug)]
pub(crate) struct Scene {
    /// Where the server listens.
    pub(crate) address: String,
    /// The workshop that is attacked.
    pub(crate) workshop: Workshop,
    /// Those of them who may write.
    pub(crate) writers: Vec<Joined>,
    /// Those who may only read.
    pub(crate) observers: Vec<Joined>,
    /// Client ids of honest people, who they are, and a goal of each.
    pub(crate) victims: Vec<Victim>,
    /// A link that a pair has agreed.
    pub(crate) agreed_link: String,
    /// A body that a parser makes very much of.
    pub(crate) swelling: Vec<u8>,
    http: reqwest::Client,
    tally: Mutex<BTreeMap<&'static str, Tally>>,
}

/// Somebody honest, as others see them.
#[derive(Debug, Clone)]
pub(crate) struct Victim {
    pub(crate) client: u64,
    pub(crate) participant: String,
    pub(crate) goal: String,
}

/// What became of one kind of attack.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    /// Turns that came to their end.
    pub(crate) turns: u64,
    /// What the server took of it: updates, calls, connections.
    pub(crate) taken: usize,
    /// Turns that ended with an error, and the last one.
    pub(crate) failed: u64,
    pub(crate) error: String,
}

impl Scene {
    /// Lets them in.
    pub(crate) async fn begin(
        server: &TestServer,
        workshop: &Workshop,
        (victims, agreed_link): (Vec<Victim>, String),
    ) -> Result<Self> {
        let mut people = Vec::new();
        for role in ["carer", "carer", "professional", "professional", "observer", "observer"] {
            people.push(server.join(workshop, role, "Nobody").await?);
        }
        let observers = people.split_off(4);
        Ok(Self {
            address: server.address(),
            workshop: workshop.clone(),
            writers: people,
            observers,
            victims,
            agreed_link,
            swelling: swelling_body(),
            http: reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build()?,
            tally: Mutex::default(),
        })
    }

    /// Name of the map.
    pub(crate) fn map(&self) -> String {
        self.workshop.map_document()
    }

    /// Where sockets are opened.
    pub(crate) fn socket_url(&self) -> String {
        format!("ws://{}/collab", self.address)
    }

    /// One of those who may write, in turn.
    pub(crate) fn writer(&self, turn: u64) -> &Joined {
        &self.writers[turn as usize % self.writers.len()]
    }

    /// One of the honest people, in turn.
    pub(crate) fn victim(&self, turn: u64) -> &Victim {
        &self.victims[turn as usize % self.victims.len()]
    }

    /// A client id that nobody has.
    pub(crate) fn fresh_client(&self, turn: u64) -> u64 {
        (1 << 40) + turn * 1_000_003 + u64::from(rand::random::<u32>())
    }

    /// Posts something; gives the status.
    pub(crate) async fn post(&self, path: &str, body: &Value, token: Option<&str>) -> Result<u16> {
        let mut request = self.http.post(format!("http://{}{path}", self.address)).json(body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        Ok(request.send().await?.status().as_u16())
    }

    /// Gets something and reads nothing of the body but its size.
    pub(crate) async fn get(&self, path: &str, token: &str) -> Result<u16> {
        let answer =
            self.http.get(format!("http://{}{path}", self.address)).bearer_auth(token).send().await?;
        let status = answer.status().as_u16();
        answer.bytes().await?;
        Ok(status)
    }

    fn tally(&self) -> MutexGuard<'_, BTreeMap<&'static str, Tally>> {
        // Nothing under this lock can panic half way.
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that keeps no copy: what it is sent costs it nothing.
pub(crate) struct Hand {
    document: String,
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Hand {
    /// Signs in to the map.
    pub(crate) async fn open(scene: &Scene, who: &Joined) -> Result<Self> {
        let (socket, _) = connect_async(scene.socket_url()).await?;
        let mut hand = Self { document: scene.map(), socket };
        hand.send(Send::Auth(&who.token)).await?;
        // What others do at the same moment may come first.
        loop {
            match hand.receive().await? {
                Received::Scope(_) => return Ok(hand),
                Received::Denied(why) | Received::Closed(why) => anyhow::bail!("not let in: {why}"),
                _ => {}
            }
        }
    }

    /// Sends something.
    pub(crate) async fn send(&mut self, send: Send<'_>) -> Result<()> {
        let frame = wire::frame(&self.document, send);
        Ok(self.socket.send(Message::Binary(frame.into())).await?)
    }

    /// Sends an update and waits for its answer; gives whether it was taken.
    pub(crate) async fn give(&mut self, update: &[u8]) -> Result<bool> {
        self.send(Send::Update(update)).await?;
        loop {
            if let Received::SyncStatus(is_taken) = self.receive().await? {
                return Ok(is_taken);
            }
        }
    }

    async fn receive(&mut self) -> Result<Received> {
        loop {
            let message = tokio::time::timeout(ANSWER_WAIT, self.socket.next()).await?;
            let message = message.context("hung up on")??;
            ensure!(!message.is_close(), "hung up on");
            if let Message::Binary(bytes) = message {
                return Ok(wire::read(&bytes).context("not understood")?.1);
            }
        }
    }
}

/// All of it at once, until it is ended.
pub(crate) struct Adversary {
    runtime: Runtime,
    scene: Arc<Scene>,
    only: String,
}

impl Adversary {
    /// Begins everything whose name begins with `only`.
    pub(crate) fn begin(scene: Scene, only: &str) -> Result<Self> {
        let give_way = || {
            // Without it the figures are only less clear.
            let _ = rustix::process::setpriority_process(None, NICE);
        };
        let runtime =
            Builder::new_multi_thread().worker_threads(2).on_thread_start(give_way).enable_all().build()?;
        let this = Self { runtime, scene: Arc::new(scene), only: only.to_owned() };
        by_updates::begin(&this);
        by_calls::begin(&this);
        by_connections::begin(&this);
        Ok(this)
    }

    /// Does one thing again and again, with a pause after each turn.
    pub(crate) fn keep_on<F>(
        &self,
        (name, pause_ms): (&'static str, u64),
        attack: impl Fn(Arc<Scene>, u64) -> F + std::marker::Send + 'static,
    ) where
        F: Future<Output = Result<usize>> + std::marker::Send + 'static,
    {
        if !name.starts_with(&self.only) {
            return;
        }
        let scene = Arc::clone(&self.scene);
        self.runtime.spawn(async move {
            for turn in 0.. {
                let outcome = attack(Arc::clone(&scene), turn).await;
                {
                    let mut tallies = scene.tally();
                    let tally = tallies.entry(name).or_default();
                    match outcome {
                        Ok(taken) => (tally.turns, tally.taken) = (tally.turns + 1, tally.taken + taken),
                        Err(error) => {
                            let why = format!("{error:#}").chars().take(ERROR_CHARS_MAX).collect();
                            (tally.failed, tally.error) = (tally.failed + 1, why);
                        }
                    }
                }
                tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            }
        });
    }

    /// Whether any turn of any attack has come to its end.
    pub(crate) fn has_begun(&self) -> bool {
        !self.scene.tally().is_empty()
    }

    /// Ends it; gives what became of each kind.
    pub(crate) fn end(self) -> BTreeMap<&'static str, Tally> {
        let tally = self.scene.tally().clone();
        self.runtime.shutdown_background();
        tally
    }
}
