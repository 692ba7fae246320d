//! Attacks that are connections: messages without end, states that nobody reads, idle ones, presence without end.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use futures_util::future::join_all;
use pairway_tests::by_hand::{ask_without_reading, begin_large, signed_in};
use pairway_tests::wire::{Send, presence};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::adversary::{Adversary, Hand, Scene};

/// Connections of a turn.
const LARGE: usize = 6;
const UNREAD: u64 = 8;
const IDLE: usize = 200;
const SHOWING: usize = 6;
/// How long they are held.
const HELD: Duration = Duration::from_secs(4);
/// Presence messages of a turn on each connection.
const SHOWN: u64 = 200;

/// Begins all of them.
pub(crate) fn begin(adversary: &Adversary) {
    adversary.keep_on(("S5 unfinished messages", 500), unfinished_messages);
    adversary.keep_on(("S5 unread states", 500), unread_states);
    adversary.keep_on(("S14 idle connections", 500), idle);
    adversary.keep_on(("S14 presence", 200), presence_without_end);
}

async fn unfinished_messages(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let people = [scene.writer(turn), &scene.observers[0]];
    let mut streams = Vec::new();
    for number in 0..LARGE {
        streams.push(signed_in(&scene.address, &scene.map(), &people[number % 2].token).await?);
    }
    join_all(streams.iter_mut().map(begin_large)).await;
    Ok(streams.len())
}

async fn unread_states(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let (map, token) = (scene.map(), &scene.observers[1].token);
    let ask =
        |number| ask_without_reading(&scene.address, (map.as_str(), token.as_str()), turn * UNREAD + number);
    let held = join_all((0..UNREAD).map(ask)).await;
    sleep(HELD).await;
    Ok(held.iter().flatten().count())
}

async fn idle(scene: Arc<Scene>, _: u64) -> Result<usize> {
    let held = join_all((0..IDLE).map(|_| TcpStream::connect(&scene.address))).await;
    sleep(HELD).await;
    Ok(held.iter().flatten().count())
}

async fn presence_without_end(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let who = &scene.observers[0];
    let state =
        json!({"participant": who.participant, "cursor": {"x": 1, "y": 2}, "more": "p".repeat(4_000)});
    let state = state.to_string();
    let show = |number: usize| {
        let (scene, state) = (&scene, &state);
        async move {
            let mut hand = Hand::open(scene, who).await?;
            let client = scene.fresh_client(turn * SHOWING as u64 + number as u64);
            for clock in 0..SHOWN {
                hand.send(Send::Awareness(&presence(client, clock, state))).await?;
            }
            anyhow::Ok(())
        }
    };
    let shown = join_all((0..SHOWING).map(show)).await;
    Ok(shown.iter().flatten().count())
}
