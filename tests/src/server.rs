//! The real server in its own process, with a data folder that outlives it.
//!
//! Owns starting, killing without warning and restarting. Knows nothing of what is sent to it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

/// How long a server may take to be ready.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A server process and its data folder; both end with the value.
#[derive(Debug)]
pub struct TestServer {
    child: Option<Child>,
    port: u16,
    folder: tempfile::TempDir,
    extra: Vec<String>,
    /// Where its log is kept, when it is.
    log: Option<PathBuf>,
    http: reqwest::Client,
}

/// A person who joined: what the server answered.
#[derive(Debug, Clone)]
pub struct Joined {
    /// Participant id.
    pub participant: String,
    /// Access token.
    pub token: String,
    /// Secret of the device, for fresh tokens.
    pub device_secret: String,
}

/// A workshop: what the server answered.
#[derive(Debug, Clone)]
pub struct Workshop {
    /// Workshop id.
    pub id: String,
    /// Id of its map.
    pub map: String,
    /// The whole answer, links and codes included.
    pub answer: Value,
}

impl Workshop {
    /// Name of the map document.
    #[must_use]
    pub fn map_document(&self) -> String {
        format!("map/{}/{}", self.id, self.map)
    }

    /// The secret in the invite link of a role.
    ///
    /// # Errors
    /// When the answer holds no link for the role.
    pub fn secret(&self, role: &str) -> Result<String> {
        let link = if role == "facilitator" {
            self.answer["facilitatorLink"].as_str()
        } else {
            let invites = self.answer["invites"].as_array().context("no invites")?;
            invites.iter().find(|invite| invite["role"] == role).and_then(|invite| invite["link"].as_str())
        };
        let link = link.with_context(|| format!("no link for {role}"))?;
        Ok(link.split_once('#').context("a link without a secret")?.1.to_owned())
    }
}

impl TestServer {
    /// Starts a server with scratch documents open and no demo.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn start() -> Result<Self> {
        Self::start_with(&[]).await
    }

    /// Starts a server with further flags.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn start_with(extra: &[&str]) -> Result<Self> {
        let mut server = Self {
            child: None,
            port: free_port()?,
            folder: tempfile::tempdir()?,
            extra: extra.iter().map(|&flag| flag.to_owned()).collect(),
            log: None,
            http: reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build()?,
        };
        server.restart().await?;
        Ok(server)
    }

    /// Starts the process again on the same port and data.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn restart(&mut self) -> Result<()> {
        let data = self.folder.path().to_owned();
        self.start_on(&data).await
    }

    /// Starts the process again on the same port and another data folder.
    ///
    /// # Errors
    /// When it does not become ready.
    pub async fn start_on(&mut self, data: &Path) -> Result<()> {
        ensure!(self.child.is_none(), "the server is running");
        let mut child = Command::new(binary()?)
            .args(["serve", "--open-scratch", "--no-demo", "--metrics-listen", "off"])
            .args(["--listen", &format!("127.0.0.1:{}", self.port)])
            .arg("--data")
            .arg(data)
            .args(&self.extra)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(self.stderr()?)
            .env("PAIRWAY_LOG", if self.log.is_some() { "info" } else { "error" })
            .kill_on_drop(true)
            .spawn()?;
        let begun = Instant::now();
        loop {
            let answer = self.http.get(self.url("/health/ready")).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                break;
            }
            if let Some(status) = child.try_wait()? {
                bail!("the server stopped: {status}");
            }
            ensure!(begun.elapsed() < START_LIMIT, "the server is not ready after {START_LIMIT:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.child = Some(child);
        Ok(())
    }

    /// Keeps all that it logs from the next start on, in a file.
    pub fn keep_log(&mut self, file: &Path) {
        self.log = Some(file.to_owned());
    }

    fn stderr(&self) -> Result<Stdio> {
        let Some(log) = &self.log else { return Ok(Stdio::inherit()) };
        Ok(std::fs::File::options().create(true).append(true).open(log)?.into())
    }

    /// Kills the process without warning (SIGKILL).
    ///
    /// # Errors
    /// When the process cannot be ended.
    pub async fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill().await?;
        }
        Ok(())
    }

    /// Asks the process to stop (SIGTERM) and waits for it.
    ///
    /// # Errors
    /// When it does not stop with success.
    pub async fn stop(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        let pid = child.id().context("the process has ended")?;
        Command::new("kill").arg(pid.to_string()).status().await?;
        let status = tokio::time::timeout(START_LIMIT, child.wait()).await??;
        ensure!(status.success(), "the server ended with {status}");
        Ok(())
    }

    /// Process id of the running server.
    ///
    /// # Errors
    /// When it is not running.
    pub fn pid(&self) -> Result<u32> {
        self.child.as_ref().and_then(Child::id).context("the server is not running")
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where it listens, for connections by hand.
    #[must_use]
    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// An address of the HTTP interface.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// An address of a WebSocket.
    #[must_use]
    pub fn socket_url(&self, path: &str) -> String {
        format!("ws://127.0.0.1:{}{path}", self.port)
    }

    /// Posts a command; gives status and answer.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn post(&self, path: &str, body: Value, token: Option<&str>) -> Result<(u16, Value)> {
        let mut request = self.http.post(self.url(path)).json(&body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let text = answer.text().await?;
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::String(text))))
    }

    /// Asks for something that is there for this token.
    ///
    /// # Errors
    /// When there is no answer or it is a refusal.
    pub async fn get(&self, path: &str, token: &str) -> Result<Value> {
        let answer = self.http.get(self.url(path)).bearer_auth(token).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Reads something as a person of a workshop; gives the body.
    ///
    /// # Errors
    /// When there is no answer, or a refusal.
    pub async fn get_bytes(&self, path: &str, token: &str) -> Result<Vec<u8>> {
        let answer = self.http.get(self.url(path)).bearer_auth(token).send().await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        Ok(answer.bytes().await?.to_vec())
    }

    /// Makes a workshop from the cardiac template.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn make_workshop(&self) -> Result<Workshop> {
        self.make_workshop_with_key(None).await
    }

    /// Makes a workshop from the cardiac template where a key is needed.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn make_workshop_with_key(&self, key: Option<&str>) -> Result<Workshop> {
        let body = json!({
            "command": random_command(), "title": "A workshop", "challenge": "A challenge",
            "endsOn": days_ahead(30)?, "template": "cardiac-services", "creationKey": key,
        });
        let (status, answer) = self.post("/api/workshops", body, None).await?;
        ensure!(status < 300, "{status} {answer}");
        let text = |key: &str| Ok::<_, anyhow::Error>(answer[key].as_str().context("not a text")?.to_owned());
        Ok(Workshop { id: text("workshop")?, map: text("map")?, answer: answer.clone() })
    }

    /// Joins a workshop in a role.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn join(&self, workshop: &Workshop, role: &str, nickname: &str) -> Result<Joined> {
        let body =
            json!({ "command": random_command(), "secret": workshop.secret(role)?, "nickname": nickname });
        let (status, answer) = self.post("/api/join", body, None).await?;
        ensure!(status < 300, "{status} {answer}");
        let text = |key: &str| Ok::<_, anyhow::Error>(answer[key].as_str().context("not a text")?.to_owned());
        Ok(Joined {
            participant: text("participant")?,
            token: text("token")?,
            device_secret: text("deviceSecret")?,
        })
    }
}

/// A fresh id for a command.
#[must_use]
pub fn random_command() -> String {
    pairway_server::ids::random_id()
}

/// The date so many days from today (UTC), as `YYYY-MM-DD`.
///
/// # Errors
/// Never in practice: `date` is part of every Debian.
pub fn days_ahead(days: u32) -> Result<String> {
    let answer =
        std::process::Command::new("date").args(["-u", "-d", &format!("+{days} days"), "+%F"]).output()?;
    Ok(String::from_utf8(answer.stdout)?.trim().to_owned())
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The `pairway` binary: the one that `PAIRWAY_BIN` names, or that of the profile under test, built once.
///
/// # Errors
/// When it cannot be built.
pub fn binary() -> Result<&'static Path> {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    if let Some(path) = BINARY.get() {
        return Ok(path);
    }
    #[allow(clippy::disallowed_methods, reason = "a test's own switch")]
    if let Ok(given) = std::env::var("PAIRWAY_BIN") {
        let path = std::fs::canonicalize(&given).with_context(|| format!("no server at {given}"))?;
        return Ok(BINARY.get_or_init(|| path));
    }
    let here = std::env::current_exe()?;
    let profile = here.ancestors().find(|folder| folder.ends_with("debug") || folder.ends_with("release"));
    let profile = profile.context("the test does not live in a cargo target folder")?;
    let mut build = std::process::Command::new(env!("CARGO"));
    // The same selection as `cargo test --workspace`: another one would unify features anew and rebuild everything.
    build.args(["build", "--quiet", "--locked", "--workspace", "--all-targets"]);
    build.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    if profile.ends_with("release") {
        build.arg("--release");
    }
    ensure!(build.status()?.success(), "the server does not build");
    Ok(BINARY.get_or_init(|| profile.join("pairway")))
}
