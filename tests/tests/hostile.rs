//! Bytes that break the CRDT engine, thrown at the real server by hand-made clients: each is refused or survived, the
//! process lives, and another room never notices.

use anyhow::{Result, ensure};
use futures_util::{SinkExt, StreamExt};
use pairway_tests::peer::Peer;
use pairway_tests::server::TestServer;
use pairway_tests::wire::{Send, put_bytes, put_number};
use tokio_tungstenite::tungstenite::Message;
use yrs::{Map, Transact};

/// Lists of updates, each list applied in order; found by fuzzing yrs 0.28.1 and Yjs-incompatible on purpose.
fn hostile_updates() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let clock_near_the_end: [u8; 5] = [255, 255, 255, 255, 15];
    let with_clock = |before: &[u8], after: &[u8]| [before, &clock_near_the_end, after].concat();
    vec![
        ("a JSON content that makes every later encode panic", vec![vec![1, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0]]),
        ("a JSON content that merges into something undecodable", vec![vec![1, 1, 0, 0, 2, 1, 0, 0, 0, 0]]),
        ("overlapping garbage blocks", vec![vec![1, 1, 2, 0, 0, 1, 0], with_clock(&[1, 1, 2], &[0, 1, 0])]),
        (
            "an index that underflows",
            vec![with_clock(&[1, 1, 3], &[0, 1, 0]), vec![1, 2, 3, 0, 2, 1, 0, 0, 0, 0, 1, 0]],
        ),
        (
            "a state that cannot be encoded",
            vec![with_clock(&[1, 1, 1], &[1, 1, 0, 1, 0]), vec![1, 1, 1, 0, 0, 1, 0]],
        ),
        ("clients announced that are not there", vec![vec![128, 128, 128, 64]]),
        ("nesting without end", vec![nested(10_000)]),
        ("deletions announced that are not there", vec![vec![0, 255, 255, 255, 127]]),
        ("nothing at all", vec![Vec::new()]),
    ]
}

/// An update whose only value is an array in an array in an array …
fn nested(depth: usize) -> Vec<u8> {
    // One client section: one item with clock 0, content Any (8), parent is the root type "a".
    let mut update = vec![1, 1, 7, 0, 8, 1, 1, b'a', 1];
    update.extend(std::iter::repeat_n([117_u8, 1], depth).flatten());
    update.push(126);
    update.push(0);
    update
}

/// A state vector that announces 2^28 clients in five bytes.
fn hostile_state_vector() -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, 1 << 28);
    bytes
}

/// Memory of the server process, in KiB.
fn resident_kib(pid: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    Ok(line.split_whitespace().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_1_no_bytes_hurt_the_server_or_another_room() -> Result<()> {
    let server = TestServer::start().await?;
    let url = server.socket_url("/collab");
    let mut bystander = Peer::new(&url, "scratch/bystander", "none");
    bystander.connect_and_sync().await?;
    let map = bystander.doc.get_or_insert_map("kept");
    for (number, (what, updates)) in hostile_updates().into_iter().enumerate() {
        for as_step_two in [false, true] {
            let document = format!("scratch/hostile-{number}-{as_step_two}");
            let mut attacker = Peer::new(&url, &document, "none");
            attacker.connect_and_sync().await?;
            for update in &updates {
                let send = if as_step_two { Send::StepTwo(update) } else { Send::Update(update) };
                let _ = attacker.send(send).await;
            }
            let _ = attacker.mark().await;
            let _ = attacker
                .until("an answer or the end", |peer| {
                    !peer.is_connected() || peer.marks_durable + peer.refusals.len() as u64 > 0
                })
                .await;
            bystander
                .edit(|transaction| map.insert(transaction, format!("{number}-{as_step_two}"), true))
                .await;
            bystander.durable().await?;
            let mut visitor = Peer::new(&url, &document, "none");
            visitor
                .connect_and_sync()
                .await
                .map_err(|error| error.context(format!("the attacked room after: {what}")))?;
            let theirs = visitor.doc.get_or_insert_map("works");
            visitor.edit(|transaction| theirs.insert(transaction, "still", true)).await;
            visitor
                .durable()
                .await
                .map_err(|error| error.context(format!("an edit of the attacked room after: {what}")))?;
        }
    }
    ensure!(bystander.is_connected(), "the bystander was cut");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hostile_1_announced_counts_cost_no_memory() -> Result<()> {
    let server = TestServer::start().await?;
    let url = server.socket_url("/collab");
    let before = resident_kib(server.pid()?)?;
    let mut number = Vec::new();
    put_number(&mut number, 250_000_000);
    for _ in 0..3 {
        let mut attacker = Peer::new(&url, "scratch/counts", "none");
        attacker.connect_and_sync().await?;
        let _ = attacker.send(Send::StepOne(&hostile_state_vector())).await;
        let _ = attacker.send(Send::Awareness(&number)).await;
        let _ = attacker.mark().await;
        let _ = attacker
            .until("an answer or the end", |peer| {
                !peer.is_connected() || peer.marks_durable > 0 || !peer.refusals.is_empty()
            })
            .await;
    }
    let mut visitor = Peer::new(&url, "scratch/counts", "none");
    visitor.connect_and_sync().await?;
    let grown = resident_kib(server.pid()?)?.saturating_sub(before);
    ensure!(grown < 64 * 1024, "the server's peak memory grew by {grown} KiB");
    let _ = visitor.doc.transact();
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attack_1_neither_socket_writes_what_people_say() -> Result<()> {
    let server = TestServer::start().await?;
    let workshop = server.make_workshop().await?;
    let document = workshop.map_document().replacen("map/", "talk/", 1);
    let forged = |transaction: &mut yrs::TransactionMut<'_>, messages: &yrs::MapRef| {
        messages.insert(transaction, "forged", true);
    };
    for role in ["facilitator", "patientLeader", "professional", "observer"] {
        let person = server.join(&workshop, role, "Somebody").await?;
        let mut attacker = Peer::new(&server.socket_url("/collab"), &document, &person.token);
        attacker.connect_and_sync().await?;
        ensure!(attacker.scope.as_deref() == Some("readonly"), "{role}: {:?}", attacker.scope);
        let messages = attacker.doc.get_or_insert_map("messages");
        attacker.edit(|transaction| forged(transaction, &messages)).await;
        attacker.mark().await?;
        attacker.until("the refusal", |peer| !peer.refusals.is_empty()).await?;
        ensure!(attacker.refusals[0]["recovery"] == "rebuild" && attacker.marks_durable == 0);

        // The other wire: an update in a sync message, then a visitor who sees nothing of it.
        let doc = yrs::Doc::new();
        let messages = doc.get_or_insert_map("messages");
        let mut transaction = doc.transact_mut();
        forged(&mut transaction, &messages);
        let mut frame = vec![0, 2];
        put_bytes(&mut frame, &transaction.encode_update_v1());
        let url = server.socket_url(&format!("/yjs/{document}?yauth={}", person.token));
        let (mut socket, _) = tokio_tungstenite::connect_async(url).await?;
        socket.send(Message::Binary(frame.into())).await?;
        // An answer to a state vector comes after what was sent before it was handled.
        let mut ask = vec![0, 0];
        put_bytes(&mut ask, &[0]);
        socket.send(Message::Binary(ask.into())).await?;
        while let Some(Ok(message)) = socket.next().await {
            if matches!(&message, Message::Binary(bytes) if bytes.starts_with(&[0, 1])) {
                break;
            }
        }
    }
    let visitor = server.join(&workshop, "carer", "Cai").await?;
    let mut reader = Peer::new(&server.socket_url("/collab"), &document, &visitor.token);
    reader.connect_and_sync().await?;
    let messages = reader.doc.get_or_insert_map("messages");
    ensure!(messages.len(&reader.doc.transact()) == 0, "a forged message got in");
    Ok(())
}
