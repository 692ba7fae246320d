//! Names live in one place: every byte of the data folder, and every frame and body another participant receives.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use pairway_tests::peer::{PATIENCE, Peer};
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use pairway_tests::wire::{self, Received, Send};
use serde_json::json;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use yrs::Map;

/// First part of the name, so that the place of the rest can be told.
const FIRST: &str = "Mair ";
const NAME: &str = "Unmistakable";

fn places(bytes: &[u8]) -> impl Iterator<Item = usize> + '_ {
    bytes.windows(NAME.len()).enumerate().filter(|(_, window)| *window == NAME.as_bytes()).map(|(at, _)| at)
}

/// Somebody who keeps every byte they receive on the sockets of a workshop's documents.
struct Ear {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    heard: Vec<Vec<u8>>,
}

impl Ear {
    async fn on(server: &TestServer, workshop: &Workshop, token: &str) -> Result<Self> {
        let (socket, _) = connect_async(server.socket_url("/collab")).await?;
        let mut ear = Self { socket, heard: Vec::new() };
        for document in [format!("workshop/{}", workshop.id), workshop.map_document()] {
            for send in [Send::Auth(token), Send::StepOne(&[0])] {
                ear.socket.send(Message::Binary(wire::frame(&document, send).into())).await?;
            }
        }
        ear.until("both documents", |ear| ear.count(|frame| matches!(frame, Received::StepTwo(_))) == 2)
            .await?;
        Ok(ear)
    }

    fn count(&self, wanted: impl Fn(&Received) -> bool) -> usize {
        self.heard.iter().filter_map(|bytes| wire::read(bytes)).filter(|(_, frame)| wanted(frame)).count()
    }

    async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> Result<()> {
        while !holds(self) {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match next
                .with_context(|| format!("waited in vain for {what}"))?
                .context("the line was cut")??
            {
                Message::Binary(bytes) => self.heard.push(bytes.to_vec()),
                Message::Ping(_) | Message::Pong(_) => {}
                other => bail!("not understood: {other:?}"),
            }
        }
        Ok(())
    }
}

/// Everything the person with the name does that others notice.
async fn lives(server: &TestServer, workshop: &Workshop, fay: &Joined) -> Result<Joined> {
    let mair = server.join(workshop, "patientLeader", &format!("{FIRST}{NAME}")).await?;
    let mut peer = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &mair.token);
    peer.connect_and_sync().await?;
    let map = peer.doc.get_or_insert_map("goals");
    peer.edit(|transaction| map.insert(transaction, "a-word", "of mine")).await;
    peer.durable().await?;
    let root = format!("/api/workshops/{}", workshop.id);
    let code = json!({ "command": random_command() });
    let (status, _) = server.post(&format!("{root}/return-code"), code, Some(&mair.token)).await?;
    ensure!(status == 200);
    let about = format!("{root}/participants/{}", mair.participant);
    let role = json!({ "command": random_command(), "role": "carer" });
    let acts = json!({ "command": random_command(), "person": fay.participant });
    for (what, body) in [("role", role), ("acts-for", acts)] {
        let (status, answer) = server.post(&format!("{about}/{what}"), body, Some(&fay.token)).await?;
        ensure!(status == 200, "{answer}");
    }
    Ok(mair)
}

#[tokio::test]
async fn privacy_4_a_name_is_in_its_record_and_in_the_roster_and_in_no_other_byte() -> Result<()> {
    let mut server = TestServer::start().await?;
    let workshop = server.make_workshop().await?;
    let fay = server.join(&workshop, "facilitator", "Fay").await?;
    let other = server.join(&workshop, "professional", "Rees").await?;
    let mut ear = Ear::on(&server, &workshop, &other.token).await?;
    let before = ear.heard.len();
    let mair = lives(&server, &workshop, &fay).await?;
    // Joining, the role and the acting are told in the one document, the edit in the other.
    ear.until("what she did", |ear| ear.count(|frame| matches!(frame, Received::Update(_))) >= 5).await?;
    ensure!(ear.heard.len() > before);
    for frame in &ear.heard {
        ensure!(places(frame).next().is_none(), "a frame holds the name");
    }
    let told = ear.heard.iter().any(|frame| {
        frame.windows(mair.participant.len()).any(|window| window == mair.participant.as_bytes())
    });
    ensure!(told, "she was told of by id");

    let root = format!("/api/workshops/{}", workshop.id);
    let map = format!("{root}/maps/{}", workshop.map);
    let calls = ["/steps.csv", "/archive.json"].map(|file| format!("{map}{file}"));
    for path in calls.into_iter().chain([
        format!("{root}/audit"),
        format!("{root}/invites"),
        "/api/config".to_owned(),
    ]) {
        let body = server.get_bytes(&path, &fay.token).await?;
        ensure!(places(&body).next().is_none(), "{path} holds the name");
    }
    let roster = server.get_bytes(&format!("{root}/roster"), &other.token).await?;
    ensure!(places(&roster).count() == 1, "the roster is where names are");

    server.stop().await?;
    let mut found = 0;
    for (path, bytes) in files(server.folder())? {
        for at in places(&bytes) {
            let record = format!("\"nickname\":\"{FIRST}");
            let ahead = bytes.get(at.saturating_sub(record.len())..at);
            ensure!(ahead == Some(record.as_bytes()), "{path} holds the name outside of a record");
            found += 1;
        }
    }
    ensure!(found > 0, "the record is on disk");
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            all.extend(files(&path)?);
        } else {
            all.push((path.display().to_string(), std::fs::read(&path)?));
        }
    }
    Ok(all)
}
