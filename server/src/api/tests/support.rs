//! A server in a folder of its own, and calls to it.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::BodyExt;
use pairway_crdt::agenda::AgendaItem;
use pairway_crdt::workshop::facts::{self, WorkshopFacts};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::app::App;
use crate::auth::permission::{Access, DocumentName};
use crate::clock::Clock;
use crate::config::{Config, Settings};
use crate::ids::{ParticipantId, random_id};
use crate::room::outbox::{Outbox, Slot};
use crate::room::{Echo, Join, Membership, OUTBOX_BYTES_MAX};
use crate::router;
use crate::serve::{self, Running};

/// 2026-11-22 12:00 UTC.
pub(super) const NOON_MS: u64 = 1_795_348_800_000;
pub(super) const DAY_MS: u64 = 86_400_000;

/// A server with a data folder and a clock of its own.
pub(super) struct TestServer {
    pub(super) running: Running,
    pub(super) clock: Clock,
    pub(super) folder: TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Bytes,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// The answer's JSON when it is a success.
    #[track_caller]
    pub(super) fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", String::from_utf8_lossy(&self.bytes));
        self.json()
    }

    /// Checks a refusal: status, code, and words for people.
    #[track_caller]
    pub(super) fn refused(&self, status: u16, code: &str) {
        let text = String::from_utf8_lossy(&self.bytes);
        assert_eq!(self.status.as_u16(), status, "{text}");
        let error = &self.json()["error"];
        assert_eq!(error["code"], code, "{text}");
        let message = error["message"].as_str().unwrap();
        let is_whole = message.ends_with('.') && !message.ends_with("..");
        assert!(message.len() > 10 && is_whole, "words for people: {message:?}");
    }
}

pub(super) fn settings(folder: &TempDir) -> Settings {
    Settings {
        listen: Some("127.0.0.1:0".parse().unwrap()),
        data: Some(folder.path().join("data")),
        metrics_listen: Some("off".to_owned()),
        no_demo: Some(true),
        ..Settings::default()
    }
}

impl TestServer {
    pub(super) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub(super) async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = settings(&folder);
        change(&mut settings);
        Self::start_in(folder, settings, Clock::stopped(NOON_MS)).await
    }

    pub(super) async fn start_in(folder: TempDir, settings: Settings, clock: Clock) -> Self {
        let config = Config { clock: clock.clone(), ..settings.resolve().unwrap() };
        Self { running: serve::start(config).await.unwrap(), clock, folder }
    }

    /// Stops and starts again on the same folder with the same clock.
    pub(super) async fn restart(self) -> Self {
        let Self { running, clock, folder } = self;
        running.stop().await;
        let settings = settings(&folder);
        Self::start_in(folder, settings, clock).await
    }

    /// Lets time go by as it does for a server that runs: it looks at the clock again and again.
    pub(super) async fn pass(&self, ms: u64) {
        let mut left_ms = ms;
        while left_ms > 0 {
            let step_ms = left_ms.min(DAY_MS);
            self.clock.advance(step_ms);
            self.app().workshops.time.look();
            left_ms -= step_ms;
        }
    }

    pub(super) fn app(&self) -> &App {
        &self.running.app
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let mut request = request;
        let peer: SocketAddr = "192.0.2.7:50000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        request.headers_mut().entry(header::HOST).or_insert("localhost:8080".parse().unwrap());
        let response = router::routes(self.running.app.clone()).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    async fn call(&self, (method, path): (Method, &str), token: Option<&str>, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.send(request.body(body).unwrap()).await
    }

    pub(super) async fn get(&self, path: &str, token: &str) -> Answer {
        self.call((Method::GET, path), Some(token), None).await
    }

    pub(super) async fn look(&self, path: &str) -> Answer {
        self.call((Method::GET, path), None, None).await
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call((Method::POST, path), None, Some(body)).await
    }

    pub(super) async fn post_as(&self, path: &str, token: &str, body: Value) -> Answer {
        self.call((Method::POST, path), Some(token), Some(body)).await
    }

    pub(super) async fn delete(&self, path: &str, token: &str) -> Answer {
        self.call((Method::DELETE, path), Some(token), None).await
    }

    /// A workshop from the cardiac template, thirty days long.
    pub(super) async fn make_workshop(&self) -> Made {
        Made { answer: self.post("/api/workshops", new_workshop()).await.ok() }
    }

    /// Lets somebody in with the invite of a role.
    pub(super) async fn join(&self, made: &Made, role: &str, nickname: &str) -> Joined {
        let body = json!({ "command": random_id(), "secret": made.secret(role), "nickname": nickname });
        Joined { answer: self.post("/api/join", body).await.ok() }
    }

    /// What everybody in a workshop may read of it.
    pub(super) async fn facts(&self, made: &Made) -> WorkshopFacts {
        self.app().rooms.read(&made.document("workshop"), facts::read).await.unwrap()
    }

    /// A connection of a person that reads a document.
    pub(super) async fn connects(&self, document: &DocumentName, person: &str) -> (Arc<Outbox>, Membership) {
        let outbox = Outbox::new(OUTBOX_BYTES_MAX);
        let join = Join {
            participant: ParticipantId::parse(person),
            access: Access::ReadOnly,
            outbox: outbox.clone(),
            slot: Slot(0),
            echo: Echo::Never,
        };
        let membership = self.app().rooms.join(document, join).await.unwrap();
        (outbox, membership)
    }

    /// Every byte the server keeps, file by file.
    pub(super) fn bytes_on_disk(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path().join("data")).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }
}

/// A good body for `POST /api/workshops`.
pub(super) fn new_workshop() -> Value {
    json!({
        "command": random_id(),
        "title": "Hearts in our town",
        "challenge": "Fewer people drop out of rehabilitation",
        "endsOn": "2026-12-22",
        "template": "cardiac-services",
    })
}

/// A workshop that was made.
pub(super) struct Made {
    pub(super) answer: Value,
}

impl Made {
    pub(super) fn id(&self) -> &str {
        self.answer["workshop"].as_str().unwrap()
    }

    /// The document of a kind of which each workshop has one.
    pub(super) fn document(&self, kind: &str) -> DocumentName {
        DocumentName::parse(&format!("{kind}/{}", self.id())).unwrap()
    }

    pub(super) fn path(&self, rest: &str) -> String {
        format!("/api/workshops/{}{rest}", self.id())
    }

    pub(super) fn map_path(&self, rest: &str) -> String {
        self.path(&format!("/maps/{}/{rest}", self.answer["map"].as_str().unwrap()))
    }

    pub(super) fn invite(&self, role: &str) -> &Value {
        self.answer["invites"].as_array().unwrap().iter().find(|invite| invite["role"] == role).unwrap()
    }

    pub(super) fn secret(&self, role: &str) -> String {
        let link = match role {
            "facilitator" => &self.answer["facilitatorLink"],
            _ => &self.invite(role)["link"],
        };
        secret_of(link)
    }
}

/// What is behind the `#` of a link.
pub(super) fn secret_of(link: &Value) -> String {
    link.as_str().unwrap().split_once('#').unwrap().1.to_owned()
}

/// Somebody who joined.
pub(super) struct Joined {
    pub(super) answer: Value,
}

impl Joined {
    pub(super) fn token(&self) -> &str {
        self.answer["token"].as_str().unwrap()
    }

    pub(super) fn id(&self) -> &str {
        self.answer["participant"].as_str().unwrap()
    }

    pub(super) fn device_secret(&self) -> &str {
        self.answer["deviceSecret"].as_str().unwrap()
    }
}

/// People who meet: a facilitator and a patient leader in a workshop of the cardiac template.
pub(super) struct Meeting {
    pub(super) server: TestServer,
    pub(super) made: Made,
    pub(super) fay: Joined,
    pub(super) pat: Joined,
}

impl Meeting {
    pub(super) async fn begin() -> Self {
        let server = TestServer::start().await;
        let made = server.make_workshop().await;
        let fay = server.join(&made, "facilitator", "Fay").await;
        let pat = server.join(&made, "patientLeader", "Pat").await;
        Self { server, made, fay, pat }
    }

    pub(super) async fn agenda(&self) -> Vec<AgendaItem> {
        self.server.facts(&self.made).await.agenda
    }

    /// Gives a command of the session with an id of its own.
    pub(super) async fn post(&self, who: &Joined, what: &str, mut body: Value) -> Answer {
        body["command"] = random_id().into();
        self.server.post_as(&self.made.path(&format!("/session/{what}")), who.token(), body).await
    }
}

pub(super) fn holds(bytes: &[u8], phrase: &str) -> bool {
    bytes.windows(phrase.len()).any(|window| window == phrase.as_bytes())
}

pub(super) fn command() -> Value {
    json!({ "command": random_id() })
}
