//! Rights that change while people work: real sockets of a real server, and what is heard on them at once.

use anyhow::{Context, Result, ensure};
use pairway_tests::peer::Peer;
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use serde_json::{Value, json};
use yrs::Map;

/// A workshop with a facilitator, and the paths of its commands.
struct Scene {
    server: TestServer,
    workshop: Workshop,
    facilitator: Joined,
}

impl Scene {
    async fn new() -> Result<Self> {
        let server = TestServer::start().await?;
        let workshop = server.make_workshop().await?;
        let facilitator = server.join(&workshop, "facilitator", "Fay").await?;
        Ok(Self { server, workshop, facilitator })
    }

    /// A command of the facilitator.
    async fn orders(&self, path: &str, mut body: Value) -> Result<Value> {
        body["command"] = random_command().into();
        let path = format!("/api/workshops/{}{path}", self.workshop.id);
        let (status, answer) = self.server.post(&path, body, Some(&self.facilitator.token)).await?;
        ensure!(status == 200, "{path}: {status} {answer}");
        Ok(answer)
    }

    async fn about(&self, who: &str, what: &str, body: Value) -> Result<Value> {
        self.orders(&format!("/participants/{who}/{what}"), body).await
    }

    /// Somebody at work on the map.
    async fn peer(&self, token: &str) -> Result<Peer> {
        let url = self.server.socket_url("/collab");
        let mut peer = Peer::new(&url, &self.workshop.map_document(), token);
        peer.connect_and_sync().await?;
        peer.until("the scope", |peer| peer.scope.is_some()).await?;
        Ok(peer)
    }
}

/// The id of a part: no spaces.
fn key(text: &str) -> String {
    text.replace([' ', ','], "-")
}

async fn writes(peer: &mut Peer, text: &str) {
    let goals = peer.doc.get_or_insert_map("goals");
    peer.edit(|transaction| goals.insert(transaction, key(text), text)).await;
}

async fn becomes(peer: &mut Peer, scope: &str, notice: &str) -> Result<Value> {
    peer.until(scope, |peer| {
        peer.scope.as_deref() == Some(scope) && peer.notices.last().is_some_and(|last| last["code"] == notice)
    })
    .await?;
    ensure!(peer.is_connected(), "the socket stays");
    Ok(peer.notices.last().context("a notice")?["message"].clone())
}

#[tokio::test]
async fn live_1_a_freeze_reaches_open_sockets_at_once_and_facilitators_go_on() -> Result<()> {
    let scene = Scene::new().await?;
    let pat = scene.server.join(&scene.workshop, "patientLeader", "Pat").await?;
    let mut fay = scene.peer(&scene.facilitator.token).await?;
    let mut peer = scene.peer(&pat.token).await?;
    scene.orders("/freeze", json!({ "frozen": true })).await?;
    let words = becomes(&mut peer, "readonly", "frozen").await?;
    assert_eq!(words, "A facilitator has locked the map.");
    writes(&mut peer, "against the freeze").await;
    peer.until("the refusal", |peer| peer.statuses.1 == 1).await?;
    writes(&mut fay, "while frozen").await;
    fay.durable().await?;
    scene.orders("/freeze", json!({ "frozen": false })).await?;
    becomes(&mut peer, "read-write", "thawed").await?;
    Ok(())
}

#[tokio::test]
async fn live_2_a_changed_role_counts_on_the_open_socket_with_the_same_token() -> Result<()> {
    let scene = Scene::new().await?;
    let pat = scene.server.join(&scene.workshop, "carer", "Pat").await?;
    let mut peer = scene.peer(&pat.token).await?;
    writes(&mut peer, "as a carer").await;
    peer.durable().await?;
    scene.about(&pat.participant, "role", json!({ "role": "observer" })).await?;
    let words = becomes(&mut peer, "readonly", "role").await?;
    assert_eq!(words, "A facilitator has changed your role in this workshop.");
    writes(&mut peer, "as an observer").await;
    peer.until("the refusal", |peer| peer.statuses.1 == 1).await?;

    // The refused edit forked this copy for good; whoever is given rights back starts from the server's.
    let mut peer = scene.peer(&pat.token).await?;
    assert_eq!(peer.scope.as_deref(), Some("readonly"));
    scene.about(&pat.participant, "role", json!({ "role": "professional" })).await?;
    becomes(&mut peer, "read-write", "role").await?;
    writes(&mut peer, "as a professional").await;
    peer.durable().await?;

    // A role with the same rights on the map is not worth a word on the socket.
    scene.about(&pat.participant, "role", json!({ "role": "facilitator" })).await?;
    scene.orders("/freeze", json!({ "frozen": true })).await?;
    writes(&mut peer, "as a facilitator, while frozen").await;
    peer.durable().await?;
    assert_eq!(peer.notices.len(), 1, "{:?}", peer.notices);
    Ok(())
}

#[tokio::test]
async fn live_3_a_removed_person_is_told_on_the_open_socket_and_heard_no_more() -> Result<()> {
    let scene = Scene::new().await?;
    let pat = scene.server.join(&scene.workshop, "carer", "Pat").await?;
    let mut fay = scene.peer(&scene.facilitator.token).await?;
    let mut peer = scene.peer(&pat.token).await?;
    scene.about(&pat.participant, "remove", json!({})).await?;
    peer.until("being told", |peer| peer.denied.is_some()).await?;
    assert_eq!(peer.denied.as_deref(), Some("A facilitator has removed you from this workshop."));
    assert_eq!(peer.notices.last().context("a notice")?["code"], "removed");
    assert!(peer.is_connected(), "no reconnect loop: the socket stays");
    writes(&mut peer, "too late").await;
    // What comes after on the same document shows that nothing of it was heard.
    writes(&mut fay, "in time").await;
    fay.durable().await?;
    let mut late = scene.peer(&scene.facilitator.token).await?;
    let map = late.doc.get_or_insert_map("goals");
    let transaction = yrs::Transact::transact(&late.doc);
    let holds = |text: &str| map.get(&transaction, &key(text)).is_some();
    assert!(holds("in time") && !holds("too late"));
    drop(transaction);
    late.cut();
    let mut again = Peer::new(&peer.url, &peer.document, &pat.token);
    again.connect().await?;
    again.until("the refusal", |peer| peer.denied.is_some()).await?;
    assert_eq!(again.denied.as_deref(), Some("revoked"));
    Ok(())
}

#[tokio::test]
async fn live_4_who_waits_gets_no_document_and_who_was_let_in_gets_them() -> Result<()> {
    let scene = Scene::new().await?;
    scene.orders("/waiting-room", json!({ "on": true })).await?;
    let secret = scene.workshop.secret("patientLeader")?;
    let body = json!({ "command": random_command(), "secret": secret, "nickname": "Pat" });
    let (status, waiting) = scene.server.post("/api/join", body, None).await?;
    ensure!(status == 200 && waiting["state"] == "waiting", "{waiting}");
    let text = |value: &Value, key: &str| value[key].as_str().map(str::to_owned).context("a text");
    let (participant, device) = (text(&waiting, "participant")?, text(&waiting, "deviceSecret")?);
    let facts = format!("workshop/{}", scene.workshop.id);
    for document in [scene.workshop.map_document(), facts.clone()] {
        for shown in ["", &device, &secret] {
            let mut peer = Peer::new(&scene.server.socket_url("/collab"), &document, shown);
            peer.connect().await?;
            peer.until("the refusal", |peer| peer.denied.is_some()).await?;
            ensure!(!peer.synced && peer.presence.is_empty(), "{peer:?}");
        }
    }
    scene.about(&participant, "admit", json!({})).await?;
    let body = json!({ "participant": participant, "deviceSecret": device });
    let path = format!("/api/workshops/{}/standing", scene.workshop.id);
    let (_, standing) = scene.server.post(&path, body, None).await?;
    let token = text(&standing, "token")?;
    for document in [scene.workshop.map_document(), facts] {
        Peer::new(&scene.server.socket_url("/collab"), &document, &token).connect_and_sync().await?;
    }
    Ok(())
}
