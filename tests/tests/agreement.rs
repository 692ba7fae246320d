//! Pairs decide over real sockets and real SQLite while others edit, lines are cut, people go and come back and the server is
//! killed: what was answered is kept, nobody's yes is made up, what was agreed is not taken out, and every copy says the same.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use pairway_crdt::pathway::part_reader::{self, PartReader};
use pairway_crdt::workshop::agreement::{Combined, State, state_of_pair};
use pairway_crdt::workshop::pairs::open_pair_of;
use pairway_crdt::workshop::record::Record;
use pairway_tests::peer::PATIENCE;
use pairway_tests::plan;
use pairway_tests::server::random_command;
use pairway_tests::switches::number_from_environment;
use serde_json::json;
use yrs::Transact;

use crate::model::Model;
use crate::people::{Going, OldPair};
use crate::world::World;

#[path = "agreement/model.rs"]
mod model;
#[path = "agreement/people.rs"]
mod people;
#[path = "agreement/scopes.rs"]
mod scopes;
#[path = "agreement/screen.rs"]
mod screen;
#[path = "agreement/world.rs"]
mod world;

const ROUNDS: usize = 150;
/// A run says at least this much: when many have gone it takes longer.
const ACCEPTED_MIN: usize = 20;
const ROUNDS_MAX: usize = 1_000;
const SEEDS_DEFAULT: u64 = 3;

async fn run(seed: u64) -> Result<()> {
    eprintln!("seed {seed}");
    let mut world = World::begin(seed).await?;
    let mut rounds = 0;
    while rounds < ROUNDS || (world.model.accepted < ACCEPTED_MIN && rounds < ROUNDS_MAX) {
        world.round().await?;
        rounds += 1;
    }
    world.settle().await?;
    let Model { accepted, refused, gone, scopes_said, .. } = &world.model;
    eprintln!("seed {seed}: {accepted} accepted, refused {refused:?}, {gone} went, {scopes_said} scopes");
    ensure!(world.model.accepted >= ACCEPTED_MIN, "too little was said to prove anything");
    for person in world.people.iter_mut().filter(|person| person.is_in()) {
        person.map.durable().await?;
        while person.map.pump(Duration::from_millis(150)).await? {}
    }
    world.check().await?;
    // What was answered must survive one more power cut.
    world.server.kill().await?;
    world.server.restart().await?;
    world.settle().await?;
    world.check().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agree_30_random_pairs_with_edits_cuts_and_kills_keep_exactly_what_was_answered() -> Result<()> {
    if let Some(seed) = number_from_environment("SEED") {
        return run(seed).await;
    }
    for _ in 0..number_from_environment("SEEDS").unwrap_or(SEEDS_DEFAULT) {
        let seed = rand::random_range(0..1_000_000);
        run(seed).await.with_context(|| format!("SEED={seed}"))?;
    }
    Ok(())
}

/// A part's own story: agreed, changed by somebody who was offline, changed back, and taken out by one alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agree_3_offline_edits_reopen_undo_agrees_again_and_one_alone_takes_nothing_out() -> Result<()> {
    let mut world = World::begin(1).await?;
    let part = world.parts[0].clone();
    let path = world.path(&format!("/maps/{}/agreement", world.workshop.map));
    let seen = part_reader::read_part(&world.people[0].map.doc.transact(), &part).context("no part")?.meaning;
    for person in [0, 1] {
        let body = json!({
            "command": random_command(), "act": "agree", "fingerprint": seen.fingerprint(),
            "part": {"kind": part.kind.as_str(), "id": part.id},
        });
        let (status, answer) = world.command(&path, &body, &world.people[person].joined.token).await?;
        ensure!(status == 200, "{status} {answer}");
    }
    let first_pair = open_pair_of(&world.pairs().await?, &world.people[0].joined.participant)
        .context("no pair")?
        .0
        .to_owned();
    let state = async |world: &World| -> Result<State> {
        let record = world.read("record", |txn| Record::read(txn)).await?;
        let now = world.read("map", |txn| part_reader::read_part(txn, &part)).await?.context("gone")?;
        let acts = record.acts.get(&(first_pair.clone(), part.clone())).cloned().unwrap_or_default();
        Ok(state_of_pair(&acts, pairway_crdt::workshop::agreement::PutUp::Yes, &now.meaning.fingerprint()))
    };
    ensure!(state(&world).await? == State::Agreed);
    // Somebody was offline and comes back with words of their own.
    let id = part.id.clone();
    world.people[2].map.cut();
    let added = move |transaction: &mut yrs::TransactionMut<'_>| {
        use yrs::{GetString, Map, Out, Text, WriteTxn};
        let goals = transaction.get_or_insert_map("goals");
        let Some(Out::YMap(goal)) = goals.get(transaction, &id) else { panic!("no goal") };
        let Some(Out::YText(title)) = goal.get(transaction, "title") else { panic!("no title") };
        let end = u32::try_from(title.get_string(transaction).encode_utf16().count()).expect("short");
        title.insert(transaction, end, "!");
        (title, end)
    };
    let (title, end) = world.people[2].map.edit(added).await;
    world.people[2].map.connect_and_sync().await?;
    // The server's question for what it lacks is answered before the first mark is, and covered by the second.
    world.people[2].map.durable().await?;
    world.people[2].map.durable().await?;
    ensure!(state(&world).await? == State::ToAgree, "an offline edit reopens");
    // They take it back: the same wording, and so the same agreement, without anybody asked again.
    world.people[2]
        .map
        .edit(move |transaction| {
            use yrs::Text;
            title.remove_range(transaction, end, 1);
        })
        .await;
    world.people[2].map.durable().await?;
    ensure!(state(&world).await? == State::Agreed, "taken back, it is agreed again");
    // One takes it out over the wire, without a word: it comes back for everybody.
    let id = part.id.clone();
    world.people[3]
        .map
        .edit(move |transaction| {
            use yrs::{Map, Out, WriteTxn};
            let goals = transaction.get_or_insert_map("goals");
            if let Some(Out::YMap(goal)) = goals.get(transaction, &id) {
                goal.insert(transaction, "rm", true);
            }
        })
        .await;
    world.people[3].map.durable().await?;
    world.settle().await?;
    ensure!(state(&world).await? == State::Agreed, "one alone takes nothing out");
    Ok(())
}

/// Going ends no decision: of a pair one is removed and the other stays, and then somebody new takes the empty place.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn agree_32_who_goes_ends_no_pair_and_who_comes_anew_has_said_nothing() -> Result<()> {
    let mut world = World::begin(3).await?;
    let part = world.parts[0].clone();
    let path = world.path(&format!("/maps/{}/agreement", world.workshop.map));
    let pairs = world.pairs().await?;
    for place in 0..4 {
        let body = world.yes_of(place, &part).context("no part")?;
        let (status, answer) = world.command(&path, &body, &world.people[place].joined.token).await?;
        ensure!(status == 200, "{status} {answer}");
        world.take_yes(&pairs, (place, &part), &body)?;
    }
    let state = async |world: &World| -> Result<Combined> {
        let record = world.check_record().await?;
        let present = |txn: &yrs::Transaction<'_>| PartReader::of_one(txn).present(&part);
        let now = world.read("map", present).await?.context("gone")?;
        Ok(record.state_of(&part, &world.open_pairs().await?, &now))
    };
    let both = Combined { state: State::Agreed, agreed: 2, around: 0, of: 2 };
    ensure!(state(&world).await? == both);
    world.comes_from_another_device(0).await?;
    ensure!(state(&world).await? == both, "another device changes nothing");
    for (place, how) in [(0, Going::Removed), (1, Going::Left)] {
        world.goes(place, how).await?;
        ensure!(state(&world).await? == both, "what two decided outlasts them");
        let body = json!({
            "command": random_command(), "act": "withdraw",
            "part": {"kind": part.kind.as_str(), "id": part.id},
        });
        let (status, answer) = world.command(&path, &body, &world.people[place].joined.token).await?;
        ensure!(status == 401, "{status} {answer} to somebody who has gone");
    }
    ensure!(state(&world).await? == both, "they say nothing more");
    world.comes_anew(0, OldPair::Stays).await?;
    world.comes_anew(1, OldPair::Stays).await?;
    let asked = Combined { state: State::SomePairsAgree, agreed: 2, around: 0, of: 3 };
    ensure!(state(&world).await? == asked, "a new pair has said nothing and turns nothing back");
    Ok(())
}

/// Who first wrote a part is told to themselves, from which side to everybody; it is kept with the edit itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn origin_1_who_first_wrote_a_part_is_known_by_the_connection_and_survives_the_power_cord() -> Result<()>
{
    let mut world = World::begin(2).await?;
    let mine = async |world: &World, person: usize| -> Result<Vec<String>> {
        let path = world.path(&format!("/maps/{}/mine", world.workshop.map));
        let answer = world.server.get(&path, &world.people[person].joined.token).await?;
        let parts = answer["parts"].as_array().context("no list")?.clone();
        Ok(parts.iter().filter_map(|part| part["id"].as_str().map(ToOwned::to_owned)).collect())
    };
    ensure!(mine(&world, 0).await?.is_empty(), "parts of a template are nobody's");
    let add = |id: &'static str| {
        move |transaction: &mut yrs::TransactionMut<'_>| {
            use yrs::{Map, MapPrelim, TextPrelim, WriteTxn};
            let goals = transaction.get_or_insert_map("goals");
            let goal = goals.insert(transaction, id, MapPrelim::default());
            goal.insert(transaction, "title", TextPrelim::new("Walk to the shops"));
            goal.insert(transaction, "ord", "a5x");
        }
    };
    // One writes it; another, offline meanwhile, hands the same bytes on later: that makes nothing theirs.
    world.people[0].map.edit(add("goalofapatient")).await;
    world.people[0].map.durable().await?;
    world.people[1].map.until("the goal", |peer| plan::whole(&peer.doc).contains("goalofapatient")).await?;
    world.people[1].map.edit(add("goalofaprofessional")).await;
    world.people[1].map.durable().await?;
    // Killed right behind the acknowledgement: kept with the edit, or not at all.
    world.server.kill().await?;
    world.restart().await?;
    ensure!(mine(&world, 0).await? == ["goalofapatient"], "{:?}", mine(&world, 0).await?);
    ensure!(mine(&world, 1).await? == ["goalofaprofessional"]);
    world.people[2].map.connect_and_sync().await?;
    let begun = Instant::now();
    loop {
        let sides = world
            .read("record", |txn| {
                use yrs::{Map, ReadTxn};
                let origins = txn.get_map("origins");
                let side = |id: &str| {
                    let value = origins.as_ref()?.get(txn, &format!("goal:{id}"))?;
                    Some(value.to_string(txn))
                };
                (
                    side("goalofapatient"),
                    side("goalofaprofessional"),
                    txn.get_map("origins").map_or(0, |map| map.len(txn)),
                )
            })
            .await?;
        if sides == (Some("patient".to_owned()), Some("professional".to_owned()), 2) {
            return Ok(());
        }
        ensure!(begun.elapsed() < PATIENCE, "{sides:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
