//! The real server inside the test's own process, on a real port, with a clock that the test sets.
//!
//! Owns starting and stopping it on a data folder that somebody else owns, and calls to it. A test that need not set the clock or
//! bring its own folder starts a process instead (`server.rs`).

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};
use pairway_server::clock::Clock;
use pairway_server::config::{Config, Settings};
use pairway_server::serve::{self, Running};
use serde_json::Value;

use crate::peer::Peer;
use crate::server::random_command;

/// A running server.
#[derive(Debug)]
pub struct InProcess {
    running: Running,
    http: reqwest::Client,
    clock: Clock,
}

/// A call as it goes over the wire.
#[derive(Debug)]
pub struct RawCall<'a> {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'a str,
    /// With everything filled in.
    pub path: &'a str,
    /// The bytes of the body, said to be JSON.
    pub body: Option<String>,
    /// The bearer token.
    pub token: Option<&'a str>,
}

impl InProcess {
    /// Starts a server on a data folder, with the clock standing still.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(data: &Path, at_ms: u64) -> Result<Self> {
        let settings = Settings {
            listen: Some("127.0.0.1:0".parse()?),
            data: Some(data.to_owned()),
            // Links stay the same over a restart, whichever port is free then.
            public_url: Some("http://localhost:8080".to_owned()),
            metrics_listen: Some("off".to_owned()),
            no_demo: Some(true),
            ..Settings::default()
        };
        let clock = Clock::stopped(at_ms);
        let config = Config { clock: clock.clone(), ..settings.resolve()? };
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?;
        Ok(Self { running: serve::start(config).await?, http, clock })
    }

    /// Its clock, to be moved forward.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Stops it; everything is committed and the folder is free.
    pub async fn stop(self) {
        self.running.stop().await;
    }

    /// Sends a command under an id of its own; gives status and answer.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn command(&self, path: &str, mut body: Value, token: &str) -> Result<(u16, Value)> {
        body["command"] = random_command().into();
        self.post(path, &body, token).await
    }

    /// Sends a command that has to succeed; gives the answer.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn done(&self, path: &str, body: Value, token: &str) -> Result<Value> {
        let (status, answer) = self.command(path, body, token).await?;
        ensure!(status == 200, "{path}: {status} {answer}");
        Ok(answer)
    }

    /// Posts a body as it is; an empty token is none.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn post(&self, path: &str, body: &Value, token: &str) -> Result<(u16, Value)> {
        let mut request = self.http.post(self.url("http", path)).json(body);
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await?;
        Ok((answer.status().as_u16(), answer.json().await?))
    }

    /// Sends a body as it is, which need not be JSON; gives status and answer, `Null` when that is no JSON.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn send(&self, call: RawCall<'_>) -> Result<(u16, Value)> {
        let mut request = self.http.request(call.method.parse()?, self.url("http", call.path));
        if let Some(body) = call.body {
            request = request.header("content-type", "application/json").body(body);
        }
        if let Some(token) = call.token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        Ok((status, serde_json::from_slice(&answer.bytes().await?).unwrap_or_default()))
    }

    /// Reads something as a person of a workshop.
    ///
    /// # Errors
    /// When there is no answer, or a refusal.
    pub async fn get(&self, path: &str, token: &str) -> Result<Value> {
        let answer = self.http.get(self.url("http", path)).bearer_auth(token).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// A peer that has the document.
    ///
    /// # Errors
    /// When it is not let in.
    pub async fn peer(&self, document: &str, token: &str) -> Result<Peer> {
        let mut peer = Peer::new(&self.url("ws", "/collab"), document, token);
        peer.connect_and_sync().await?;
        peer.until("the scope", |peer| peer.scope.is_some()).await?;
        Ok(peer)
    }

    fn url(&self, scheme: &str, path: &str) -> String {
        format!("{scheme}://{}{path}", self.running.address)
    }
}
