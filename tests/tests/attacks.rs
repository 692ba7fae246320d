//! A hand-made client against the real server: nobody writes what counts, nobody reads what is another's, and what is
//! refused changes nothing for anybody. (Commands: the tests of the HTTP interface, AGREE-21 to 23, CALL-4, AGREE-25, TALK-9, TALK-10, ATTACK-1, TALK-12, TALK-13, TALK-4, TALK-16.)

use anyhow::{Context, Result, ensure};
use pairway_tests::peer::Peer;
use pairway_tests::server::{Joined, TestServer, Workshop, random_command};
use pairway_tests::wire::{self, Send};
use serde_json::json;
use yrs::{Doc, Map, MapPrelim, Out, ReadTxn, TextPrelim, Transact, WriteTxn};

/// The documents of a workshop that only the server writes.
fn server_written(workshop: &Workshop) -> [String; 3] {
    [
        format!("workshop/{}", workshop.id),
        format!("record/{}/{}", workshop.id, workshop.map),
        format!("talk/{}/{}", workshop.id, workshop.map),
    ]
}

async fn reader(server: &TestServer, document: &str, who: &Joined) -> Result<Peer> {
    let mut peer = Peer::new(&server.socket_url("/collab"), document, &who.token);
    peer.connect_and_sync().await?;
    Ok(peer)
}

fn forge(transaction: &mut yrs::TransactionMut<'_>) {
    let acts = transaction.get_or_insert_map("acts");
    acts.insert(transaction, "x/goal:g", "agreed");
    let meta = transaction.get_or_insert_map("meta");
    meta.insert(transaction, "title", "Forged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_1_nobody_writes_what_the_server_says_in_any_role_and_what_is_forged_reaches_nobody()
-> Result<()> {
    let server = TestServer::start().await?;
    let workshop = server.make_workshop().await?;
    let facilitator = server.join(&workshop, "facilitator", "Somebody").await?;
    for role in
        ["facilitator", "patientLeader", "carer", "professional", "supporter", "observer", "systemPartner"]
    {
        let joined = if role == "facilitator" {
            facilitator.clone()
        } else {
            server.join(&workshop, role, "Somebody").await?
        };
        for document in server_written(&workshop) {
            let mut watching = reader(&server, &document, &facilitator).await?;
            let before = watching.doc.transact().state_vector();
            let mut attacker = reader(&server, &document, &joined).await?;
            ensure!(
                attacker.scope.as_deref() == Some("readonly"),
                "{role} on {document}: {:?}",
                attacker.scope
            );
            attacker.edit(forge).await;
            attacker.mark().await?;
            attacker.until("a refusal", |peer| !peer.refusals.is_empty()).await?;
            ensure!(attacker.refusals[0]["recovery"] == "rebuild", "{:?}", attacker.refusals);
            ensure!(attacker.statuses.1 == 1, "{role} on {document}: answered as saved");
            watching.durable().await?;
            ensure!(watching.doc.transact().state_vector() == before, "{role} wrote into {document}");
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_2_another_workshops_documents_and_made_up_ones_are_denied_to_a_good_token() -> Result<()> {
    let server = TestServer::start().await?;
    let (mine, theirs) = (server.make_workshop().await?, server.make_workshop().await?);
    let me = server.join(&mine, "patientLeader", "Somebody").await?;
    let mut names = Vec::from(server_written(&theirs));
    names.push(theirs.map_document());
    names.push(format!("map/{}/{}", mine.id, theirs.map));
    names.push(format!("record/{}/{}", mine.id, random_command()));
    names.push(format!("ballot/{}/{}", mine.id, random_command()));
    names.push(format!("notes/{}/{}", mine.id, me.participant));
    for name in names {
        let mut attacker = Peer::new(&server.socket_url("/collab"), &name, &me.token);
        attacker.connect().await?;
        attacker.until("a denial", |peer| peer.denied.is_some() || peer.synced).await?;
        ensure!(attacker.denied.is_some() && !attacker.synced, "{name} was opened");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_3_a_token_that_was_tampered_with_or_whose_person_was_removed_decides_nothing() -> Result<()> {
    let server = TestServer::start().await?;
    let workshop = server.make_workshop().await?;
    let facilitator = server.join(&workshop, "facilitator", "Somebody").await?;
    let patient = server.join(&workshop, "patientLeader", "Somebody").await?;
    let agreement = format!("/api/workshops/{}/maps/{}/agreement", workshop.id, workshop.map);
    let body =
        || json!({"command": random_command(), "act": "propose", "part": {"kind": "map", "id": "map"}});
    let (status, _) = server.post(&agreement, body(), Some(&patient.token)).await?;
    ensure!(status == 200, "{status}");
    // Every part of a token, changed by one letter.
    for at in [5, patient.token.len() / 2, patient.token.len() - 3] {
        let mut letters: Vec<char> = patient.token.chars().collect();
        letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
        let tampered: String = letters.into_iter().collect();
        let (status, answer) = server.post(&agreement, body(), Some(&tampered)).await?;
        ensure!(status == 401, "{status} {answer}");
    }
    let remove = format!("/api/workshops/{}/participants/{}/remove", workshop.id, patient.participant);
    let (status, answer) =
        server.post(&remove, json!({"command": random_command()}), Some(&facilitator.token)).await?;
    ensure!(status == 200, "{status} {answer}");
    let (status, answer) = server.post(&agreement, body(), Some(&patient.token)).await?;
    ensure!(status == 401 && answer["error"]["code"] == "removed", "{status} {answer}");
    let mut stolen = Peer::new(&server.socket_url("/collab"), &workshop.map_document(), &patient.token);
    stolen.connect().await?;
    stolen.until("a denial", |peer| peer.denied.is_some() || peer.synced).await?;
    ensure!(!stolen.synced, "a removed person's token opened the map");
    stolen.denied.context("no reason given").map(drop)
}

/// Presence with one state, that of the client id `peer` writes under.
async fn show(peer: &mut Peer, clock: u64, participant: &str) -> Result<()> {
    let state = json!({ "participant": participant }).to_string();
    let bytes = wire::presence(peer.doc.client_id().get(), clock, &state);
    peer.send(Send::Awareness(&bytes)).await
}

fn goal(title: &'static str) -> impl FnOnce(&mut yrs::TransactionMut<'_>) {
    move |transaction| {
        let goals = transaction.get_or_insert_map("goals");
        let goal = goals.insert(transaction, "g", MapPrelim::default());
        goal.insert(transaction, "title", TextPrelim::new(title));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_4_nobody_takes_the_next_clocks_of_somebody_who_is_away_nor_their_place_by_showing_it()
-> Result<()> {
    let server = TestServer::start().await?;
    let workshop = server.make_workshop().await?;
    let patient = server.join(&workshop, "patientLeader", "Somebody").await?;
    let professional = server.join(&workshop, "professional", "Somebody").await?;
    let observer = server.join(&workshop, "observer", "Somebody").await?;
    let map = workshop.map_document();

    let mut away = reader(&server, &map, &patient).await?;
    show(&mut away, 1, &patient.participant).await?;
    away.edit(goal("written first")).await;
    away.durable().await?;
    // Again, so that the answer to the server's question, which came meanwhile, is taken too: from then on her id is closed to others.
    away.durable().await?;
    away.cut();
    // Both are as long: the next clocks would be the same, and the honest words would look like known ones.
    away.edit(goal("her own words")).await;

    let mut forger = Peer::new(&server.socket_url("/collab"), &map, &professional.token);
    forger.doc = Doc::with_client_id(away.doc.client_id().get());
    forger.connect_and_sync().await?;
    forger.edit(goal("another word!")).await;
    forger.mark().await?;
    forger.until("a refusal", |peer| !peer.refusals.is_empty()).await?;
    ensure!(forger.refusals[0]["recovery"] == "rebuild", "{:?}", forger.refusals);
    let mut watcher = Peer::new(&server.socket_url("/collab"), &map, &observer.token);
    watcher.doc = Doc::with_client_id(away.doc.client_id().get());
    watcher.connect_and_sync().await?;
    show(&mut watcher, 1_000, &observer.participant).await?;
    watcher.durable().await?;

    away.connect_and_sync().await?;
    away.durable().await?;
    ensure!(away.refusals.is_empty(), "{:?}", away.refusals);
    let newcomer = reader(&server, &map, &observer).await?;
    let transaction = newcomer.doc.transact();
    let goal = transaction.get_map("goals").and_then(|goals| goals.get(&transaction, "g"));
    let said = match goal {
        Some(Out::YMap(goal)) => goal.get(&transaction, "title").map(|title| title.to_string(&transaction)),
        _ => None,
    };
    ensure!(said.as_deref() == Some("her own words"), "{said:?}");
    Ok(())
}
