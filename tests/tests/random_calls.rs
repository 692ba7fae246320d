//! Seeded random calls of the whole HTTP interface, made from its own description: bodies that fit and bodies that nearly do, in any
//! order; in each story every call by every role, by nobody, with a broken token and by a stranger, with foreign ids. Nothing fails by our fault, every refusal has words, every answer
//! is as described, nobody gets anything of another workshop, and a restart changes nothing.
//!
//! `SEEDS` sets how many stories; the seed is printed and can be given as `SEED`.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, ensure};
use pairway_crdt::workshop::facts::WorkshopFacts;
use pairway_tests::described::{Chooser, Described, DescribedCall, Words, odd_text, odd_value};
use pairway_tests::in_process::{InProcess, RawCall};
use pairway_tests::switches::number_from_environment;
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use yrs::Transact;

use crate::seen::{Seen, Token};

#[path = "random_calls/seen.rs"]
mod seen;

const SEEDS_DEFAULT: u64 = 2;
/// How many calls name a workshop that somebody has joined; the others name any.
const JOINED_SHARE: f64 = 0.7;
/// Further calls between those that every story makes.
const MORE_CALLS_SHARE: f64 = 0.4;
/// From so many stories on this share of the calls must have succeeded in one of them. Some hardly can by chance: letting
/// somebody in again whom the server does not know. Most of a session needs an order that chance seldom gives; `random_sessions` gives it.
const SEEDS_FOR_SUCCESS: u64 = 10;
const SUCCEEDED_SHARE_MIN: f64 = 0.65;

/// 2026-11-22 12:00 UTC.
const NOON_MS: u64 = 1_795_348_800_000;

/// Between two calls; long enough for every rate of a person, short enough for a token to last a story.
const STEP_MS: u64 = 2_000;
/// How long a token lasts.
const TOKEN_MS: u64 = 60 * 60 * 1000;

/// Who makes a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Somebody of the workshop in this role, if there is one.
    Role(&'static str),
    /// Without a token.
    Nobody,
    /// With what is no token.
    Broken,
    /// Somebody of any workshop.
    Anybody,
}

const EVERYBODY: [Who; 10] = [
    Who::Role("facilitator"),
    Who::Role("patientLeader"),
    Who::Role("carer"),
    Who::Role("professional"),
    Who::Role("supporter"),
    Who::Role("observer"),
    Who::Role("systemPartner"),
    Who::Nobody,
    Who::Broken,
    Who::Anybody,
];

/// Calls on a workshop that are made without a token: with a device's secret, with a membership the server signed, or for a
/// statement that somebody is out.
const WITHOUT_TOKEN: [&str; 4] = ["/token", "/standing", "/ask-again", "/proof"];

struct Story {
    random: StdRng,
    seen: Seen,
    described: Described,
    calls: Vec<DescribedCall>,
    /// Calls that are still to be made, by whom.
    deck: Vec<(usize, Who)>,
    /// How often each call was answered with success.
    succeeded: BTreeMap<String, usize>,
    /// How many calls had each status: a story in which nothing succeeds proves nothing.
    statuses: HashMap<u16, usize>,
}

impl Story {
    async fn begin(server: &InProcess, seed: u64) -> Result<Self> {
        let open = RawCall { method: "GET", path: "/api/openapi.json", body: None, token: None };
        let described = Described::new(server.send(open).await?.1);
        let calls = described.calls();
        ensure!(calls.len() > 30, "{} calls are described", calls.len());
        let mut random = StdRng::seed_from_u64(seed);
        let mut deck: Vec<_> = (0..calls.len()).flat_map(|call| EVERYBODY.map(|who| (call, who))).collect();
        deck.shuffle(&mut random);
        let mut story = Self {
            random,
            seen: Seen::default(),
            described,
            deck,
            succeeded: calls.iter().map(|call| (name_of(call), 0)).collect(),
            calls,
            statuses: HashMap::new(),
        };
        for _ in 0..2 {
            story.make_workshop(server).await?;
        }
        Ok(story)
    }

    /// A workshop with somebody in every role, and the ids of the parts of its map.
    async fn make_workshop(&mut self, server: &InProcess) -> Result<()> {
        let body = json!({ "title": "A workshop", "endsOn": "2026-12-24", "template": "cardiac-services" });
        let made = server.done("/api/workshops", body, "").await?;
        self.seen.learn(&made, None);
        let links = made["invites"].as_array().into_iter().flatten().map(|invite| &invite["link"]);
        let mut token = String::new();
        for link in std::iter::once(&made["facilitatorLink"]).chain(links) {
            let secret = link.as_str().and_then(|link| link.split_once('#')).context("no secret")?.1;
            let joined =
                server.done("/api/join", json!({ "secret": secret, "nickname": "Somebody" }), "").await?;
            self.seen.learn(&joined, None);
            if token.is_empty() {
                token = joined["token"].as_str().context("no token")?.to_owned();
            }
        }
        let (workshop, map) = (made["workshop"].as_str().context("id")?, made["map"].as_str().context("id")?);
        let archive =
            server.get(&format!("/api/workshops/{workshop}/maps/{map}/archive.json"), &token).await?;
        self.seen.learn_parts(&archive);
        let mut peer = server.peer(&format!("workshop/{workshop}"), &token).await?;
        for item in WorkshopFacts::read(&peer.doc.transact()).agenda {
            // By both names the session's commands call what is begun, and what was on.
            self.seen.keep("activity", &item.id);
            self.seen.keep("seen", &item.id);
        }
        peer.cut();
        Ok(())
    }

    fn fill_path(&mut self, path: &str) -> (String, Option<String>) {
        let (mut filled, mut workshop) = (String::new(), None);
        for piece in path.split('/').skip(1) {
            let name = piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}'));
            let text = match name {
                None => piece.to_owned(),
                Some("w") if self.random.random_bool(JOINED_SHARE) => self.joined_workshop(),
                Some(name) => {
                    self.seen.word(name, &mut self.random).unwrap_or_else(|| "no-such-thing".to_owned())
                }
            };
            if name == Some("w") {
                workshop = Some(text.clone());
            }
            filled.push('/');
            // What is filled in stays one piece of the path; what the call is named stays as it is.
            let is_odd = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-';
            let text = if name.is_some() { text.replace(is_odd, "~") } else { text };
            filled.push_str(&text);
        }
        (filled, workshop)
    }

    /// A workshop that somebody of the story has joined; in others, which stories begin too, nobody gets anywhere.
    fn joined_workshop(&mut self) -> String {
        let token = self.seen.tokens.choose(&mut self.random);
        token.map_or_else(|| "no-such-thing".to_owned(), |token| token.workshop.clone())
    }

    /// A body that fits, nearly fits, or is no JSON at all.
    fn body(&mut self, call: &DescribedCall) -> Option<String> {
        let mut choose = Chooser { words: &self.seen, random: &mut self.random };
        let mut body = self.described.value(call.body.as_ref()?, "", &mut choose);
        if self.random.random_bool(0.7) {
            self.seen.fit(&mut body, &mut self.random);
        }
        if let Some(command) = body["command"].as_str() {
            self.seen.keep("used", command);
        }
        let random = &mut self.random;
        let text = body.to_string();
        match random.random_range(0..20) {
            0 => {
                let letters = random.random_range(0..=text.chars().count());
                return Some(text.chars().take(letters).collect());
            }
            1 => return Some(odd_value(random).to_string()),
            2 => return Some("[".repeat(random.random_range(1..60_000))),
            3 => return Some(text.replacen(':', ":\"\\ud800\",\"x\":", 1)),
            _ => {}
        }
        let fields = body.as_object_mut()?;
        let names: Vec<String> = fields.keys().cloned().collect();
        if random.random_bool(0.15)
            && let Some(name) = names.choose(random)
        {
            match random.random_range(0..3) {
                0 => fields.remove(name),
                1 => fields.insert(name.clone(), odd_value(random)),
                _ => fields.insert(odd_text(random), odd_value(random)),
            };
        }
        Some(body.to_string())
    }

    /// Makes the next call of those that every story makes, or one more; `false` when all were made.
    async fn next_call(&mut self, server: &InProcess) -> Result<bool> {
        let is_more = self.random.random_bool(MORE_CALLS_SHARE);
        let next = if is_more {
            // By who may make most calls, or little would ever happen.
            Some((self.random.random_range(0..self.calls.len()), Who::Role("facilitator")))
        } else {
            self.deck.pop()
        };
        let Some((call, who)) = next else { return Ok(false) };
        // A story that deletes its workshops soon has nothing left to tell.
        let is_early = self.calls[call].method == "DELETE" && self.deck.len() > self.calls.len();
        if is_early && !is_more {
            self.deck.insert(0, (call, who));
        }
        if is_early {
            return Ok(true);
        }
        let call = self.calls[call].clone();
        self.call(server, (&call, who)).await?;
        Ok(true)
    }

    fn token_of(&mut self, who: Who, workshop: Option<&String>) -> Option<Token> {
        let of_workshop = |token: &&Token| Some(&token.workshop) == workshop;
        match who {
            Who::Role(role) => {
                let theirs: Vec<_> = self.seen.tokens.iter().filter(of_workshop).collect();
                let theirs: Vec<_> = theirs.into_iter().filter(|token| token.role == role).collect();
                theirs.choose(&mut self.random).map(|token| (*token).clone())
            }
            Who::Nobody => None,
            Who::Broken => {
                Some(Token { text: "not.a.token".to_owned(), workshop: String::new(), role: String::new() })
            }
            Who::Anybody => self.seen.tokens.choose(&mut self.random).cloned(),
        }
    }

    async fn call(&mut self, server: &InProcess, (call, who): (&DescribedCall, Who)) -> Result<()> {
        let (path, workshop) = self.fill_path(&call.path);
        let body = self.body(call);
        let token = self.token_of(who, workshop.as_ref());
        let raw = RawCall {
            method: &call.method,
            path: &path,
            body: body.clone(),
            token: token.as_ref().map(|token| token.text.as_str()),
        };
        let (status, answer) = server.send(raw).await?;
        let what = || format!("{} {path} {} -> {status} {answer}", call.method, short(body.as_deref()));
        *self.statuses.entry(status).or_default() += 1;
        ensure!(status < 500, "fails by our fault: {}", what());
        if status >= 400 {
            let message = answer["error"]["message"].as_str().unwrap_or_default();
            ensure!(answer["error"]["code"].is_string() && message.ends_with('.'), "no words: {}", what());
            return Ok(());
        }
        if let Some(schema) = &call.answer {
            self.described.check(&answer, schema).map_err(anyhow::Error::msg).with_context(what)?;
        }
        let needs_token = workshop.is_some() && !WITHOUT_TOKEN.iter().any(|end| path.ends_with(end));
        let is_theirs = token.is_some_and(|token| Some(&token.workshop) == workshop.as_ref());
        ensure!(!needs_token || is_theirs, "answered a stranger: {}", what());
        *self.succeeded.entry(name_of(call)).or_default() += 1;
        if path.ends_with("/session/start") {
            let given: Value = serde_json::from_str(body.as_deref().unwrap_or_default())?;
            self.seen.begun = given["activity"].as_str().map(str::to_owned);
        }
        // Nobody of the story is in a practice.
        if !call.path.ends_with("/practice") {
            self.seen.learn(&answer, workshop.as_deref());
        }
        Ok(())
    }

    /// What everybody may read, word for word.
    async fn all_that_is_read(&self, server: &InProcess) -> Result<Vec<(String, u16, Value)>> {
        let mut read = Vec::new();
        for Token { text: token, workshop, .. } in &self.seen.tokens {
            for what in ["roster", "invites", "audit"] {
                let path = format!("/api/workshops/{workshop}/{what}");
                let call = RawCall { method: "GET", path: &path, body: None, token: Some(token) };
                let (status, answer) = server.send(call).await?;
                read.push((path, status, answer));
            }
        }
        Ok(read)
    }
}

fn name_of(call: &DescribedCall) -> String {
    format!("{} {}", call.method, call.path)
}

fn short(body: Option<&str>) -> String {
    body.unwrap_or_default().chars().take(400).collect()
}

/// One story; gives how often each call succeeded.
async fn run(seed: u64) -> Result<BTreeMap<String, usize>> {
    eprintln!("seed {seed}");
    let folder = tempfile::tempdir()?;
    let server = InProcess::start(folder.path(), NOON_MS).await?;
    let mut story = Story::begin(&server, seed).await?;
    let mut calls: u64 = 0;
    while story.next_call(&server).await.with_context(|| format!("seed {seed}, call {calls}"))? {
        calls += 1;
        server.clock().advance(STEP_MS);
    }
    let done = story.statuses.get(&200).copied().unwrap_or_default() as u64;
    eprintln!("seed {seed}: {:?}", story.statuses);
    ensure!(calls * STEP_MS < TOKEN_MS, "{calls} calls take longer than a token lasts");
    ensure!(done > calls / 10, "only {done} of {calls} calls succeeded: this story proved nothing");
    let before = story.all_that_is_read(&server).await?;
    let now_ms = server.clock().now_ms();
    server.stop().await;
    let server = InProcess::start(folder.path(), now_ms).await?;
    let after = story.all_that_is_read(&server).await?;
    for (before, after) in before.iter().zip(&after) {
        ensure!(before == after, "seed {seed}: a restart changed {before:?} into {after:?}");
    }
    server.stop().await;
    Ok(story.succeeded)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn call_14_random_calls_never_fail_by_our_fault_and_give_strangers_nothing() -> Result<()> {
    let seeds = number_from_environment("SEEDS").unwrap_or(SEEDS_DEFAULT);
    let first = number_from_environment("SEED").unwrap_or_else(|| rand::random_range(0..1_000_000));
    let mut succeeded = BTreeMap::<String, usize>::new();
    for seed in first..first + seeds {
        for (call, times) in run(seed).await? {
            *succeeded.entry(call).or_default() += times;
        }
    }
    let never: Vec<_> = succeeded.iter().filter(|(_, times)| **times == 0).map(|(call, _)| call).collect();
    eprintln!("{} calls, of which these never succeeded: {never:?}", succeeded.len());
    let share = 1.0 - never.len() as f64 / succeeded.len() as f64;
    ensure!(seeds < SEEDS_FOR_SUCCESS || share >= SUCCEEDED_SHARE_MIN, "too few got beyond their refusals");
    Ok(())
}
