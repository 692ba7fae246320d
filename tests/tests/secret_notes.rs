//! Notes that somebody writes alone: every frame that anybody else can get, over real sockets of a real server.

use anyhow::{Context, Result, bail, ensure};
use futures_util::{SinkExt, StreamExt};
use pairway_tests::peer::{PATIENCE, Peer};
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use pairway_tests::wire::{self, Received, Send, holds};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use yrs::{Map, MapPrelim, TextPrelim};

const WORD: &str = "Unmistakable";
const SILENT: &str = "item-3";
/// Another item of the agenda, made one whose notes are shown without names.
const UNNAMED: &str = "item-5";

/// Somebody who opens everything by name and keeps every byte they receive.
struct Ear {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    heard: Vec<Vec<u8>>,
}

impl Ear {
    /// Asks for these documents and waits until each was given or refused.
    async fn on(server: &TestServer, documents: &[String], token: &str) -> Result<Self> {
        let (socket, _) = connect_async(server.socket_url("/collab")).await?;
        let mut ear = Self { socket, heard: Vec::new() };
        for document in documents {
            ear.send(document, Send::Auth(token)).await?;
            ear.send(document, Send::StepOne(&[0])).await?;
        }
        let answered = |frame: &Received| matches!(frame, Received::StepTwo(_) | Received::Denied(_));
        ear.until("all documents", |ear| ear.count(answered) >= documents.len()).await?;
        // The greeting of a document that was given ends with the server's own question.
        let given = ear.count(|frame| matches!(frame, Received::StepTwo(_)));
        let asked = |frame: &Received| matches!(frame, Received::StepOne(_));
        ear.until("all greetings", |ear| ear.count(asked) >= given).await?;
        Ok(ear)
    }

    async fn send(&mut self, document: &str, send: Send<'_>) -> Result<()> {
        Ok(self.socket.send(Message::Binary(wire::frame(document, send).into())).await?)
    }

    fn count(&self, wanted: impl Fn(&Received) -> bool) -> usize {
        self.heard.iter().filter_map(|bytes| wire::read(bytes)).filter(|(_, frame)| wanted(frame)).count()
    }

    /// Frames that concern documents whose names begin so.
    fn about(&self, prefix: &str) -> Vec<Received> {
        let read = self.heard.iter().filter_map(|bytes| wire::read(bytes));
        read.filter(|(address, _)| address.starts_with(prefix)).map(|(_, frame)| frame).collect()
    }

    async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> Result<()> {
        while !holds(self) {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            let next = next.with_context(|| format!("waited in vain for {what}"))?;
            match next.context("the line was cut")?? {
                Message::Binary(bytes) => self.heard.push(bytes.to_vec()),
                Message::Ping(_) | Message::Pong(_) => {}
                other => bail!("not understood: {other:?}"),
            }
        }
        Ok(())
    }
}

struct Scene {
    server: TestServer,
    workshop: Workshop,
    fay: Joined,
    pat: Joined,
}

impl Scene {
    async fn new() -> Result<Self> {
        let server = TestServer::start().await?;
        let workshop = server.make_workshop().await?;
        let fay = server.join(&workshop, "facilitator", "Fay").await?;
        let pat = server.join(&workshop, "patientLeader", "Pat").await?;
        let scene = Self { server, workshop, fay, pat };
        scene.says(&scene.fay, "start", json!({ "activity": SILENT })).await?;
        Ok(scene)
    }

    async fn says(&self, who: &Joined, what: &str, mut body: Value) -> Result<()> {
        body["command"] = random_command().into();
        let path = format!("/api/workshops/{}/session/{what}", self.workshop.id);
        let (status, answer) = self.server.post(&path, body, Some(&who.token)).await?;
        ensure!(status == 200, "{path}: {status} {answer}");
        Ok(())
    }

    fn notes(&self, who: &Joined) -> String {
        self.notes_in(SILENT, who)
    }

    fn notes_in(&self, activity: &str, who: &Joined) -> String {
        format!("notes/{}/{activity}/{}", self.workshop.id, who.participant)
    }

    /// Begins an activity whose notes are shown without names, and gives its id.
    async fn starts_unnamed(&self) -> Result<String> {
        let silent = json!({ "id": UNNAMED, "min": 5, "title": "Alone", "mode": "silent", "opens": "patient", "notes": "anonymous" });
        let body = json!({ "command": random_command(), "agenda": [silent] });
        let path = format!("/api/workshops/{}/plan", self.workshop.id);
        let (status, answer) = self.server.post(&path, body, Some(&self.fay.token)).await?;
        ensure!(status == 200, "{status} {answer}");
        self.says(&self.fay, "start", json!({ "activity": UNNAMED, "seen": SILENT })).await?;
        Ok(UNNAMED.to_owned())
    }

    async fn peer(&self, document: &str, who: &Joined) -> Result<Peer> {
        let mut peer = Peer::new(&self.server.socket_url("/collab"), document, &who.token);
        peer.connect_and_sync().await?;
        Ok(peer)
    }

    /// Somebody who asks for all documents of the workshop and for Pat's notes by name.
    async fn ear(&self, who: &Joined) -> Result<Ear> {
        let id = &self.workshop.id;
        let documents = [
            format!("workshop/{id}"),
            self.workshop.map_document(),
            format!("session/{id}"),
            self.notes(&self.pat),
            format!("{}\0second", self.notes(&self.pat)),
            self.notes_in(UNNAMED, &self.pat),
        ];
        Ear::on(&self.server, &documents, &who.token).await
    }
}

async fn writes(peer: &mut Peer, note: &str, text: &str) {
    let root = peer.doc.get_or_insert_map("notes");
    peer.edit(|transaction| {
        let map = root.insert(transaction, note, MapPrelim::default());
        map.insert(transaction, "text", TextPrelim::new(text));
    })
    .await;
}

#[tokio::test]
async fn note_40_a_note_reaches_no_frame_of_anybody_else_who_asks_for_it_by_name_and_causes_none()
-> Result<()> {
    let scene = Scene::new().await?;
    let rees = scene.server.join(&scene.workshop, "professional", "Rees").await?;
    let oli = scene.server.join(&scene.workshop, "observer", "Oli").await?;
    let mut pat = scene.peer(&scene.notes(&scene.pat), &scene.pat).await?;
    let mut ears = Vec::new();
    for who in [&scene.fay, &rees, &oli] {
        ears.push(scene.ear(who).await?);
    }
    let before: Vec<usize> = ears.iter().map(|ear| ear.heard.len()).collect();
    writes(&mut pat, "a", &format!("{WORD} words")).await;
    pat.durable().await?;
    // Whoever is refused may go on shouting: it is not heard, and nothing comes back.
    for ear in &mut ears {
        let notes = scene.notes(&scene.pat);
        ear.send(&notes, Send::StepOne(&[0])).await?;
        ear.send(&notes, Send::Update(&[0, 0])).await?;
        ear.send(&notes, Send::Awareness(&wire::presence(5, 1, "{}"))).await?;
    }
    // What comes after on the map shows that everything before was sent.
    let mut map = scene.peer(&scene.workshop.map_document(), &scene.fay).await?;
    let goals = map.doc.get_or_insert_map("goals");
    map.edit(|transaction| goals.insert(transaction, "a-sign", "x")).await;
    map.durable().await?;
    for (ear, before) in ears.iter_mut().zip(before) {
        ear.until("the sign", |ear| ear.heard[before..].iter().any(|frame| holds(frame, "a-sign"))).await?;
        let since: Vec<_> = ear.heard[before..].iter().filter(|frame| !holds(frame, "a-sign")).collect();
        let since: Vec<_> = since.into_iter().map(|frame| wire::read(frame)).collect();
        ensure!(since.is_empty(), "a note causes no frame to anybody else: {since:?}");
        ensure!(!ear.heard.iter().any(|frame| holds(frame, WORD)), "a frame holds a word of the note");
        let about = ear.about("notes/");
        ensure!(
            !about.is_empty() && about.iter().all(|frame| matches!(frame, Received::Denied(_))),
            "{about:?}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn note_41_a_given_note_arrives_as_an_idea_the_kept_one_does_not_and_the_notes_are_read_only_at_once()
-> Result<()> {
    let scene = Scene::new().await?;
    let rees = scene.server.join(&scene.workshop, "professional", "Rees").await?;
    let mut pat = scene.peer(&scene.notes(&scene.pat), &scene.pat).await?;
    let mut ear = scene.ear(&rees).await?;
    writes(&mut pat, "a", "Given words").await;
    writes(&mut pat, "b", WORD).await;
    pat.durable().await?;
    scene.says(&scene.fay, "notes/open-giving", json!({ "activity": SILENT })).await?;
    scene.says(&scene.pat, "notes/give", json!({ "activity": SILENT, "notes": ["a"] })).await?;
    ear.until("the idea", |ear| ear.heard.iter().any(|frame| holds(frame, "Given words"))).await?;
    ensure!(!ear.heard.iter().any(|frame| holds(frame, WORD)));
    pat.until("read only", |pat| pat.scope.as_deref() == Some("readonly")).await?;
    writes(&mut pat, "c", "Too late").await;
    pat.until("the refusal", |pat| pat.statuses.1 == 1).await?;
    ensure!(pat.notices.is_empty(), "nobody's role was changed: {:?}", pat.notices);
    Ok(())
}

#[tokio::test]
async fn note_64_words_without_a_name_are_in_no_frame_of_others_before_they_are_shown_and_in_one_that_names_nobody_then()
-> Result<()> {
    let scene = Scene::new().await?;
    let rees = scene.server.join(&scene.workshop, "professional", "Rees").await?;
    let ravi = scene.server.join(&scene.workshop, "professional", "Ravi").await?;
    let oli = scene.server.join(&scene.workshop, "observer", "Oli").await?;
    let activity = scene.starts_unnamed().await?;
    let mut ears = Vec::new();
    for who in [&scene.fay, &rees, &oli] {
        ears.push(scene.ear(who).await?);
    }
    let givers = [&scene.pat, &rees, &ravi];
    let mut pages = Vec::new();
    for (number, who) in givers.into_iter().enumerate() {
        let mut page = scene.peer(&scene.notes_in(&activity, who), who).await?;
        writes(&mut page, &format!("note-{number}"), &format!("{WORD} {number}")).await;
        page.durable().await?;
        pages.push(page);
    }
    scene.says(&scene.fay, "notes/open-giving", json!({ "activity": activity })).await?;
    for (number, who) in givers.into_iter().enumerate() {
        let notes = json!({ "activity": activity, "notes": [format!("note-{number}")] });
        scene.says(who, "notes/give-unnamed", notes).await?;
    }
    // What is told afterwards shows that everything before was sent.
    scene.says(&scene.fay, "messages", json!({ "text": "All have given" })).await?;
    for ear in &mut ears {
        ear.until("the sign", |ear| ear.heard.iter().any(|frame| holds(frame, "All have given"))).await?;
        ensure!(!ear.heard.iter().any(|frame| holds(frame, WORD)), "a frame holds a word before it is shown");
    }
    scene.says(&scene.fay, "notes/reveal", json!({ "activity": activity })).await?;
    for ear in &mut ears {
        ear.until("the ideas", |ear| ear.heard.iter().any(|frame| holds(frame, WORD))).await?;
        let frames: Vec<_> = ear.heard.iter().filter(|frame| holds(frame, WORD)).collect();
        ensure!(frames.len() == 1, "all in one frame");
        for phrase in givers.iter().map(|who| who.participant.as_str()).chain(["note-", "patient", "side"]) {
            ensure!(!holds(frames[0], phrase), "the frame tells of {phrase}");
        }
    }
    // The page that wrote them is sent away from the notes of before, and a new one is let in nowhere.
    let old = scene.notes_in(&activity, &scene.pat);
    let again = Ear::on(&scene.server, std::slice::from_ref(&old), &scene.pat.token).await?;
    ensure!(again.about(&old).iter().all(|frame| matches!(frame, Received::Denied(_))));
    Ok(())
}
