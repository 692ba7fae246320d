//! Attacks that are calls: archives without the key, exports without end, joining without end, wrong secrets.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures_util::future::join_all;
use pairway_tests::by_hand::{answer_of, send_raw};
use pairway_tests::server::random_command;
use serde_json::json;
use tokio::time::sleep;

use crate::adversary::{Adversary, Scene};

/// Archives at a time that are sent whole, and that are begun and not finished.
const ARCHIVES: usize = 2;
const UNFINISHED: usize = 8;
/// How long unfinished ones are held.
const HELD: Duration = Duration::from_secs(4);
/// Exports at a time.
const EXPORTS: usize = 12;
/// People who join at a time.
const JOINING: usize = 10;

/// Begins all of them.
pub(crate) fn begin(adversary: &Adversary) {
    adversary.keep_on(("S1 archives without the key", 500), archives);
    adversary.keep_on(("S1 unfinished archives", 500), unfinished);
    adversary.keep_on(("S5 exports", 500), exports);
    adversary.keep_on(("S9 joining without end", 200), joining);
    adversary.keep_on(("S11 wrong secrets", 100), wrong_secrets);
}

async fn archives(scene: Arc<Scene>, _: u64) -> Result<usize> {
    let body = &scene.swelling;
    let answers = join_all((0..ARCHIVES).map(|_| async {
        let (stream, answer) = send_raw(&scene.address, body.len(), body).await?;
        anyhow::Ok(answer.unwrap_or(answer_of(stream).await))
    }));
    Ok(answers.await.iter().flatten().filter(|answer| answer.contains(" 200")).count())
}

async fn unfinished(scene: Arc<Scene>, _: u64) -> Result<usize> {
    let (body, begun) = (&scene.swelling, &scene.swelling[..scene.swelling.len() / 2]);
    let held = join_all((0..UNFINISHED).map(|_| send_raw(&scene.address, body.len(), begun))).await;
    sleep(HELD).await;
    Ok(held.iter().flatten().filter(|(_, answer)| answer.is_none()).count())
}

async fn exports(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let path = format!("/api/workshops/{}/maps/{}/archive.json", scene.workshop.id, scene.workshop.map);
    let who = &scene.observers[turn as usize % scene.observers.len()];
    let answers = join_all((0..EXPORTS).map(|_| scene.get(&path, &who.token))).await;
    Ok(answers.iter().flatten().filter(|status| **status == 200).count())
}

async fn joining(scene: Arc<Scene>, _: u64) -> Result<usize> {
    let secret = scene.workshop.secret("supporter")?;
    let answers = join_all((0..JOINING).map(|_| {
        let body = json!({"command": random_command(), "secret": secret, "nickname": "Crowd"});
        let scene = &scene;
        async move { scene.post("/api/join", &body, None).await }
    }));
    Ok(answers.await.iter().flatten().filter(|status| **status == 200).count())
}

async fn wrong_secrets(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let command = random_command();
    let token = format!("/api/workshops/{}/token", scene.workshop.id);
    let victim = &scene.victim(turn).participant;
    let tries = [
        ("/api/join", json!({"command": command, "secret": format!("wrong-{command}"), "nickname": "x"})),
        ("/api/join", json!({"command": command, "secret": "ABC-DEF", "nickname": "x"})),
        (token.as_str(), json!({"participant": victim, "deviceSecret": command})),
        ("/api/return", json!({"command": command, "code": format!("WRONG-{turn}")})),
    ];
    let mut taken = 0;
    for (path, body) in &tries {
        taken += usize::from(scene.post(path, body, None).await? == 200);
    }
    Ok(taken)
}
