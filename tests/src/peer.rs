//! A hand-made peer: a document of its own, one `/collab` connection, and an honest record of what the server
//! acknowledged.
//!
//! Reads only when told to (`pump`), so that a test decides about delivery. Knows no schema.

use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Doc, OffsetKind, Options, ReadTxn, StateVector, Transact, TransactionMut, Update};

use crate::wire::{self, Received, Send};

/// How often "again" is an answer to a mark before something is wrong.
const MARKS_MAX: usize = 20;

/// How long a peer waits for something that must come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A peer of one document.
#[derive(Debug)]
pub struct Peer {
    /// The peer's own copy.
    pub doc: Doc,
    /// Document name.
    pub document: String,
    /// Address of `/collab`.
    pub url: String,
    /// Token it shows.
    pub token: String,
    socket: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    /// Whether a step2 came on this connection.
    pub synced: bool,
    /// Scope the server gave on this connection.
    pub scope: Option<String>,
    /// Reason the server gave for not letting this peer in.
    pub denied: Option<String>,
    /// Last mark sent on any connection.
    pub marks_sent: u64,
    /// Last mark answered `durable`.
    pub marks_durable: u64,
    /// Marks answered `refused`, with the whole answer.
    pub refusals: Vec<Value>,
    /// Notices, oldest first.
    pub notices: Vec<Value>,
    /// SyncStatus frames: (durable, refused).
    pub statuses: (usize, usize),
    /// Awareness messages as they came.
    pub presence: Vec<Vec<u8>>,
    /// Every byte that came, on any connection, when it is kept.
    pub heard: Option<Vec<u8>>,
    /// Edits of others that came and are not in the copy yet; `None`: they are taken in as they come.
    pub held_back: Option<Vec<Vec<u8>>>,
}

impl Peer {
    /// A peer with an empty document, not connected.
    #[must_use]
    pub fn new(url: &str, document: &str, token: &str) -> Self {
        let options = Options { offset_kind: OffsetKind::Utf16, ..Options::default() };
        Self {
            doc: Doc::with_options(options),
            document: document.to_owned(),
            url: url.to_owned(),
            token: token.to_owned(),
            socket: None,
            synced: false,
            scope: None,
            denied: None,
            marks_sent: 0,
            marks_durable: 0,
            refusals: Vec::new(),
            notices: Vec::new(),
            statuses: (0, 0),
            presence: Vec::new(),
            heard: None,
            held_back: None,
        }
    }

    /// The same, and from now on every byte that comes is kept.
    #[must_use]
    pub fn that_remembers(mut self) -> Self {
        self.heard = Some(Vec::new());
        self
    }

    /// Takes in the edits of others that were held back.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn take_in(&mut self) -> Result<()> {
        for update in self.held_back.as_mut().map(std::mem::take).unwrap_or_default() {
            self.doc.transact_mut().apply_update(Update::decode_v1(&update)?)?;
        }
        Ok(())
    }

    /// Whether a connection is open as far as this peer knows.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// Connects, shows the token and asks for what is missing; does not wait for answers.
    ///
    /// # Errors
    /// When there is no server.
    pub async fn connect(&mut self) -> Result<()> {
        ensure!(self.socket.is_none(), "already connected");
        let (socket, _) = connect_async(&self.url).await?;
        self.socket = Some(socket);
        (self.synced, self.scope, self.denied) = (false, None, None);
        let token = self.token.clone();
        self.send(Send::Auth(&token)).await?;
        let vector = self.doc.transact().state_vector().encode_v1();
        self.send(Send::StepOne(&vector)).await
    }

    /// Drops the connection without a word.
    pub fn cut(&mut self) {
        self.socket = None;
        self.synced = false;
    }

    /// Sends something for this peer's document.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn send(&mut self, send: Send<'_>) -> Result<()> {
        let bytes = wire::frame(&self.document, send);
        self.send_raw(bytes).await
    }

    /// Sends a frame as it is.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn send_raw(&mut self, bytes: Vec<u8>) -> Result<()> {
        let Some(socket) = self.socket.as_mut() else { bail!("not connected") };
        if let Err(error) = socket.send(Message::Binary(bytes.into())).await {
            self.cut();
            return Err(error.into());
        }
        Ok(())
    }

    /// Edits the own copy and sends the edit if connected; the edit stays when the line is cut.
    pub async fn edit<T>(&mut self, edit: impl FnOnce(&mut TransactionMut<'_>) -> T) -> T {
        let (value, update) = {
            let mut transaction = self.doc.transact_mut();
            let value = edit(&mut transaction);
            (value, transaction.encode_update_v1())
        };
        if self.synced {
            let _ = self.send(Send::Update(&update)).await;
        }
        value
    }

    /// Asks whether everything sent so far is durable; gives the mark's number.
    ///
    /// # Errors
    /// When there is no connection.
    pub async fn mark(&mut self) -> Result<u64> {
        self.marks_sent += 1;
        let text = format!(r#"{{"kind":"mark","id":{}}}"#, self.marks_sent);
        self.send(Send::Stateless(&text)).await?;
        Ok(self.marks_sent)
    }

    /// Takes in at most one frame; `Ok(false)` when none came in time or the line is cut.
    ///
    /// # Errors
    /// When the server sends what this peer does not understand.
    pub async fn pump(&mut self, limit: Duration) -> Result<bool> {
        let Some(socket) = self.socket.as_mut() else { return Ok(false) };
        let message = match tokio::time::timeout(limit, socket.next()).await {
            Err(_) => return Ok(false),
            Ok(None | Some(Err(_) | Ok(Message::Close(_)))) => {
                self.cut();
                return Ok(false);
            }
            Ok(Some(Ok(message))) => message,
        };
        let Message::Binary(bytes) = message else { return Ok(true) };
        if let Some(heard) = &mut self.heard {
            heard.extend_from_slice(&bytes);
        }
        let Some((_, received)) = wire::read(&bytes) else { bail!("not understood: {bytes:?}") };
        self.take(received).await?;
        Ok(true)
    }

    async fn take(&mut self, received: Received) -> Result<()> {
        match received {
            Received::StepOne(vector) => {
                let vector = StateVector::decode_v1(&vector)?;
                let update = self.doc.transact().encode_diff_v1(&vector);
                let _ = self.send(Send::StepTwo(&update)).await;
            }
            Received::StepTwo(update) => {
                self.doc.transact_mut().apply_update(Update::decode_v1(&update)?)?;
                self.synced = true;
            }
            Received::Update(update) => match &mut self.held_back {
                Some(held_back) => held_back.push(update),
                None => self.doc.transact_mut().apply_update(Update::decode_v1(&update)?)?,
            },
            Received::Awareness(states) => self.presence.push(states),
            Received::Scope(scope) => self.scope = Some(scope),
            Received::Denied(reason) | Received::Closed(reason) => self.denied = Some(reason),
            Received::Stateless(text) => self.take_words(&text)?,
            Received::SyncStatus(true) => self.statuses.0 += 1,
            Received::SyncStatus(false) => self.statuses.1 += 1,
            // These peers do not renew what they showed.
            Received::Ping | Received::PresenceAsked => {}
        }
        Ok(())
    }

    fn take_words(&mut self, text: &str) -> Result<()> {
        let words: Value = serde_json::from_str(text)?;
        match words["kind"].as_str() {
            Some("durable") => self.marks_durable = self.marks_durable.max(words["id"].as_u64().unwrap_or(0)),
            Some("refused") => self.refusals.push(words),
            Some("notice") => self.notices.push(words),
            // Said after each sign-in; these peers have no older pages to tell.
            Some("schema") => {}
            _ => bail!("not understood: {text}"),
        }
        Ok(())
    }

    /// Pumps until something holds.
    ///
    /// # Errors
    /// When it does not hold within [`PATIENCE`], or the line is cut first.
    pub async fn until(&mut self, what: &str, mut holds: impl FnMut(&Self) -> bool) -> Result<()> {
        let begun = Instant::now();
        while !holds(self) {
            ensure!(begun.elapsed() < PATIENCE, "waited in vain for {what}: {self:?}");
            self.pump(Duration::from_millis(50)).await?;
            ensure!(self.is_connected() || holds(self), "the line was cut while waiting for {what}");
        }
        Ok(())
    }

    /// Connects and waits for the server's state.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn connect_and_sync(&mut self) -> Result<()> {
        self.connect().await?;
        self.until("the first state", |peer| peer.synced).await
    }

    /// Waits until everything sent so far is durable.
    ///
    /// # Errors
    /// When the answer does not come or is a refusal.
    pub async fn durable(&mut self) -> Result<()> {
        // As clients do: "again" says that the server has asked for what it lacks, which is answered while waiting.
        for _ in 0..MARKS_MAX {
            let mark = self.mark().await?;
            let refusals = self.refusals.len();
            let told = |peer: &Self| peer.marks_durable >= mark || peer.refusals.len() > refusals;
            self.until("durability", told).await?;
            if self.marks_durable >= mark {
                return Ok(());
            }
            let is_passing = self.refusals.last().is_some_and(|refusal| refusal["recovery"] == "again");
            ensure!(is_passing, "refused: {:?}", self.refusals.last());
            self.refusals.pop();
        }
        bail!("asked again and again")
    }
}
