//! Measures what the documentation says about speed, as ratios within one run: machines differ, ratios travel.
//!
//! Owns the measuring. Asserts nothing about time.
#![allow(clippy::print_stdout, reason = "a bench talks to the person who started it")]

mod everyone;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use bytes::Bytes;
use pairway_crdt::document::Document;
use pairway_crdt::gate;
use pairway_server::store::sqlite::SqliteStore;
use pairway_server::store::{Batch, Store};
use yrs::updates::decoder::Decode;
use yrs::{Doc, Map, MapPrelim, Text, TextPrelim, Transact, Update, WriteTxn};

const COMMITS: usize = 400;
const EDITS: usize = 5_000;
const JOINERS: usize = 60;

fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let value = work();
    (value, begun.elapsed())
}

/// A map as large as a big workshop makes it, and the small updates that made it.
fn map_updates() -> Vec<Vec<u8>> {
    let doc = Doc::new();
    (0..EDITS)
        .map(|number| {
            let mut transaction = doc.transact_mut();
            let steps = transaction.get_or_insert_map("steps");
            if number % 5 == 0 {
                let step = steps.insert(&mut transaction, format!("step{number}"), MapPrelim::default());
                step.insert(&mut transaction, "title", TextPrelim::new("A step as people write it"));
            } else {
                let text = transaction.get_or_insert_text("words");
                text.push(&mut transaction, "typed ");
            }
            transaction.encode_update_v1()
        })
        .collect()
}

fn report(what: &str, ours: Duration, other: Duration, than: &str) {
    let ratio = other.as_secs_f64() / ours.as_secs_f64().max(1e-9);
    println!("{what:<46} {ours:>10.1?}   {ratio:>7.1}x as fast as {than} ({other:.1?})");
}

async fn group_commit() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(folder.path())?);
    let batch = |number: usize| Batch {
        appends: vec![(format!("map/{}", number % 50), Bytes::from_static(&[7; 40]))],
        ..Batch::default()
    };
    let begun = Instant::now();
    for number in 0..COMMITS {
        store.commit(batch(number)).await?;
    }
    let one_by_one = begun.elapsed();
    let begun = Instant::now();
    let waiting: Vec<_> = (0..COMMITS).map(|number| store.commit(batch(number))).collect();
    for commit in waiting {
        commit.await?;
    }
    report("edits of many rooms made durable together", begun.elapsed(), one_by_one, "one fsync an edit");
    store.close().await?;
    Ok(())
}

fn gate_cost(updates: &[Vec<u8>]) {
    let ((), gate) = time(|| {
        for update in updates {
            let _ = black_box(gate::update::check(update));
        }
    });
    let ((), engine) = time(|| {
        let doc = Doc::new();
        for update in updates {
            if let Ok(update) = Update::decode_v1(update) {
                let _ = black_box(doc.transact_mut().apply_update(update));
            }
        }
    });
    report("the gate over every update", gate, engine, "the engine applying them");
}

fn joiners(updates: &[Vec<u8>]) -> Result<()> {
    let mut document = Document::new();
    for update in updates {
        document.apply(update)?;
    }
    let (_, each) = time(|| (0..JOINERS).map(|_| black_box(document.encode()).len()).sum::<usize>());
    let (_, once) = time(|| {
        let state = Bytes::from(document.encode());
        (0..JOINERS).map(|_| black_box(state.clone()).len()).sum::<usize>()
    });
    report("60 joiners served from one encoded state", once, each, "an encode for each");
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let updates = map_updates();
    gate_cost(&updates);
    joiners(&updates)?;
    group_commit().await?;
    everyone::bring_everyone().await
}
