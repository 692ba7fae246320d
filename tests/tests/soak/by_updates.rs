//! Attacks that are updates: under another's client id, too many parts, what does not belong into a text, what is dear.

use std::sync::Arc;

use anyhow::Result;
use pairway_tests::peer::Peer;
use pairway_tests::server::Joined;
use pairway_tests::wire::{Send, presence, put_bytes, put_number};
use serde_json::json;
use yrs::types::Attrs;
use yrs::{
    Any, Doc, GetString, Map, MapPrelim, MapRef, Out, ReadTxn, Text, TextPrelim, TextRef, Transact,
    TransactionMut, WriteTxn,
};

use crate::adversary::{Adversary, Hand, Scene};

/// Stages, and as many lanes, of one update.
const STAGES: usize = 3_000;
/// Removed parts of one update.
const REMOVED: usize = 20_000;
/// Goals with a word of one update: nearly as many as a map may have parts.
const GOALS: usize = 4_800;
/// Client ids that one turn writes under.
const IDS: u64 = 50;
/// Siblings in one place, and as many more that are each compared with all that are there: one and a half times the square of it,
/// just under what one update may cost (`UPDATE_WORK_MAX`).
const SIBLINGS: u64 = 1_800;
/// Bytes of one update that belongs nowhere: nearly a whole frame.
const HEAVY_BYTES: usize = 900_000;
/// Units of a text that is too long.
const LONG_UNITS: usize = 60_000;

/// Begins all of them.
pub(crate) fn begin(adversary: &Adversary) {
    adversary.keep_on(("S2 write under another's id", 500), under_anothers_id);
    adversary.keep_on(("S2 show another's id", 300), show_anothers_id);
    adversary.keep_on(("S2 ids without end", 200), many_ids);
    adversary.keep_on(("S4 stages and lanes", 4_000), stages_and_lanes);
    adversary.keep_on(("S4 removed parts", 6_000), removed_parts);
    adversary.keep_on(("S4 goals", 6_000), goals);
    adversary.keep_on(("S6 an agreed link", 700), agreed_link);
    adversary.keep_on(("S7 embeds in others' texts", 1_000), embeds);
    adversary.keep_on(("S8 too long a text", 3_000), too_long);
    adversary.keep_on(("S10 dear siblings", 100), dear_siblings);
    adversary.keep_on(("S10 dear siblings of another", 100), |scene, turn| dear_siblings(scene, turn + 1));
    adversary.keep_on(("S12 bytes that belong nowhere", 500), belongs_nowhere);
    adversary.keep_on(("S13 marks of formatting", 1_000), marks);
    adversary.keep_on(("S14 odd values", 1_500), odd_values);
}

/// An update made from nothing, under a client id.
fn update_of(client: u64, edit: impl FnOnce(&mut TransactionMut<'_>)) -> Vec<u8> {
    let doc = Doc::with_client_id(client);
    let mut transaction = doc.transact_mut();
    edit(&mut transaction);
    transaction.encode_update_v1()
}

async fn give(scene: &Scene, who: &Joined, updates: &[Vec<u8>]) -> Result<usize> {
    let mut hand = Hand::open(scene, who).await?;
    let mut taken = 0;
    for update in updates {
        taken += usize::from(hand.give(update).await?);
    }
    Ok(taken)
}

/// A copy of the map, as a page has one.
async fn copy(scene: &Scene, who: &Joined) -> Result<Peer> {
    let mut peer = Peer::new(&scene.socket_url(), &scene.map(), &who.token);
    peer.connect_and_sync().await?;
    Ok(peer)
}

/// Edits a copy and waits for the answer; gives whether it was taken.
async fn edit(peer: &mut Peer, edit: impl FnOnce(&mut TransactionMut<'_>)) -> Result<usize> {
    let (taken, refused) = peer.statuses;
    peer.edit(edit).await;
    peer.until("an answer", |peer| peer.statuses != (taken, refused)).await?;
    Ok(peer.statuses.0 - taken)
}

/// The next clocks of somebody, taken with one deleted struct, and with a text.
async fn under_anothers_id(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let victim = scene.victim(turn);
    let mut peer = copy(&scene, scene.writer(turn)).await?;
    let client = yrs::block::ClientID::new(victim.client);
    let clock = peer.doc.transact().state_vector().get(&client);
    let mut bytes = Vec::new();
    for number in [1, 1, victim.client, u64::from(clock)] {
        put_number(&mut bytes, number);
    }
    if turn.is_multiple_of(2) {
        bytes.extend([0, 50]);
    } else {
        bytes.extend([4, 1]);
        put_bytes(&mut bytes, b"stolen");
        put_bytes(&mut bytes, "n".repeat(50).as_bytes());
    }
    bytes.push(0);
    peer.send(Send::Update(&bytes)).await?;
    peer.until("an answer", |peer| peer.statuses != (0, 0)).await?;
    Ok(peer.statuses.0)
}

async fn show_anothers_id(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let victim = scene.victim(turn);
    let who = scene.writer(turn);
    let mut hand = Hand::open(&scene, who).await?;
    for (clock, participant) in [(1 << 20, &who.participant), (1 << 21, &victim.participant)] {
        let state = json!({ "participant": participant }).to_string();
        hand.send(Send::Awareness(&presence(victim.client, clock, &state))).await?;
    }
    hand.give(&[0, 0]).await.map(usize::from)
}

async fn many_ids(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let updates: Vec<_> = (0..IDS)
        .map(|number| {
            update_of(scene.fresh_client(turn * IDS + number), |transaction| {
                transaction.get_or_insert_map("ids").insert(transaction, "x", true);
            })
        })
        .collect();
    give(&scene, scene.writer(turn), &updates).await
}

async fn stages_and_lanes(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let update = update_of(scene.fresh_client(turn), |transaction| {
        for root in ["stages", "lanes"] {
            let parts = transaction.get_or_insert_map(root);
            for number in 0..STAGES {
                parts.insert(transaction, format!("{root}{turn}-{number}"), MapPrelim::default());
            }
        }
    });
    give(&scene, scene.writer(turn), &[update]).await
}

async fn removed_parts(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    // The highest ids come last wherever ids decide.
    let update = update_of((1 << 53) - 1 - turn, |transaction| {
        let steps = transaction.get_or_insert_map("steps");
        for number in 0..REMOVED {
            let step = steps.insert(transaction, format!("gone{turn}-{number}"), MapPrelim::default());
            step.insert(transaction, "rm", true);
        }
    });
    give(&scene, scene.writer(turn), &[update]).await
}

async fn goals(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let update = update_of(scene.fresh_client(turn), |transaction| {
        let goals = transaction.get_or_insert_map("goals");
        for number in 0..GOALS {
            let goal = goals.insert(transaction, format!("flood{turn}-{number}"), MapPrelim::default());
            goal.insert(transaction, "title", TextPrelim::new("x"));
        }
    });
    give(&scene, scene.writer(turn), &[update]).await
}

fn part<T: ReadTxn>(transaction: &T, root: &str, id: &str) -> Option<MapRef> {
    match transaction.get_map(root)?.get(transaction, id)? {
        Out::YMap(part) => Some(part),
        _ => None,
    }
}

fn title_of<T: ReadTxn>(transaction: &T, goal: &str) -> Option<TextRef> {
    match part(transaction, "goals", goal)?.get(transaction, "title")? {
        Out::YText(title) => Some(title),
        _ => None,
    }
}

async fn agreed_link(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let mut peer = copy(&scene, scene.writer(turn)).await?;
    let id = scene.agreed_link.clone();
    edit(&mut peer, |transaction| {
        let links = transaction.get_or_insert_map("links");
        let Some(link) = part(transaction, "links", &id) else { return };
        let ends =
            |to: &str| Any::from_json(&json!({"from": "nobody", "to": to}).to_string()).unwrap_or(Any::Null);
        match turn % 4 {
            0 => drop(link.insert(transaction, "ends", ends("nowhere"))),
            1 => drop(link.insert(transaction, "ends", ends("nobody"))),
            2 => drop(link.insert(transaction, "ends", "a text")),
            _ => drop(links.insert(transaction, id.as_str(), MapPrelim::default())),
        }
    })
    .await
}

async fn embeds(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let mut peer = copy(&scene, scene.writer(turn)).await?;
    let goal = scene.victim(turn).goal.clone();
    edit(&mut peer, |transaction| {
        let Some(title) = title_of(transaction, &goal) else { return };
        // Only at the start: by index the engine of this client counts wrong in a text that holds such things.
        for number in 0..5_i64 {
            title.insert_embed(transaction, 0, Any::from(number));
        }
    })
    .await
}

async fn marks(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let mut peer = copy(&scene, scene.writer(turn)).await?;
    let goal = scene.victim(turn).goal.clone();
    edit(&mut peer, |transaction| {
        let Some(title) = title_of(transaction, &goal) else { return };
        if title.get_string(transaction).is_empty() {
            return;
        }
        for bold in [true, false, true, true] {
            title.format(transaction, 0, 1, Attrs::from([("bold".into(), Any::from(bold))]));
        }
    })
    .await
}

async fn too_long(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let who = scene.writer(turn);
    let id = format!("long{turn}");
    let update = update_of(scene.fresh_client(turn), |transaction| {
        let goals = transaction.get_or_insert_map("goals");
        let goal = goals.insert(transaction, id.as_str(), MapPrelim::default());
        goal.insert(transaction, "title", TextPrelim::new("l".repeat(LONG_UNITS)));
    });
    let taken = give(&scene, who, &[update]).await?;
    let path = format!("/api/workshops/{}/maps/{}/agreement", scene.workshop.id, scene.workshop.map);
    let yes = json!({
        "command": pairway_tests::server::random_command(), "act": "agree",
        "part": {"kind": "goal", "id": id}, "fingerprint": "0".repeat(64),
    });
    scene.post(&path, &yes, Some(&who.token)).await?;
    Ok(taken)
}

/// A text with many letters, each put before all others; then as many from another client between them.
async fn dear_siblings(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let client = scene.fresh_client(turn);
    let goal = update_of(client, |transaction| {
        let goals = transaction.get_or_insert_map("goals");
        let goal = goals.insert(transaction, format!("dear{client}"), MapPrelim::default());
        goal.insert(transaction, "title", TextPrelim::new("x"));
    });
    // Its text is what the client made second.
    let mut first = vec![4, 0];
    for number in [client, 1] {
        put_number(&mut first, number);
    }
    put_bytes(&mut first, b"a");
    let before = |clock: u64, letter: u8| {
        let mut item = vec![0x44];
        for number in [client + 1, clock] {
            put_number(&mut item, number);
        }
        put_bytes(&mut item, &[letter]);
        item
    };
    let list = first.into_iter().chain((0..SIBLINGS - 1).flat_map(|clock| before(clock, b'a')));
    let list = structs(client + 1, list.collect());
    let between = (0..SIBLINGS).flat_map(|clock| before(clock * 7_919 % SIBLINGS, b'b'));
    let between = structs(client + 2, between.collect());
    give(&scene, scene.writer(turn), &[goal, list, between]).await
}

/// [`SIBLINGS`] structs of one client as an update.
fn structs(client: u64, items: Vec<u8>) -> Vec<u8> {
    let mut update = Vec::new();
    for number in [1, SIBLINGS, client, 0] {
        put_number(&mut update, number);
    }
    update.extend(items);
    update.push(0);
    update
}

async fn belongs_nowhere(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let update = update_of(scene.fresh_client(turn), |transaction| {
        let nowhere = transaction.get_or_insert_map("nowhere");
        nowhere.insert(transaction, format!("heavy{turn}"), "h".repeat(HEAVY_BYTES));
    });
    give(&scene, scene.writer(turn), &[update]).await
}

async fn odd_values(scene: Arc<Scene>, turn: u64) -> Result<usize> {
    let update = update_of(scene.fresh_client(turn), |transaction| {
        let value = |text: &str| Any::from_json(text).unwrap_or(Any::Null);
        let steps = transaction.get_or_insert_map("steps");
        let step = steps.insert(transaction, format!("odd{turn}"), MapPrelim::default());
        step.insert(transaction, "pos", value(r#"{"__proto__": {"stage": "x"}, "lane": 7}"#));
        steps.insert(transaction, "an id with spaces", MapPrelim::default());
        steps.insert(transaction, "__proto__", MapPrelim::default());
        let links = transaction.get_or_insert_map("links");
        let link = links.insert(transaction, format!("self{turn}"), MapPrelim::default());
        link.insert(transaction, "ends", value(&format!(r#"{{"from": "odd{turn}", "to": "odd{turn}"}}"#)));
    });
    give(&scene, scene.writer(turn), &[update]).await
}
