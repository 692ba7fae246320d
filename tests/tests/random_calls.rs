//! Seeded random calls of the whole HTTP interface, made from its own description: bodies that fit and bodies that nearly do, in any
//! order, by every role, by strangers and with foreign ids. Nothing fails by our fault, every refusal has words, every answer
//! is as described, nobody gets anything of another workshop, and a restart changes nothing.
//!
//! `SEEDS` sets how many stories; the seed is printed and can be given as `SEED`.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use pairway_tests::described::{Chooser, Described, DescribedCall, Words, odd_text, odd_value};
use pairway_tests::in_process::{InProcess, RawCall};
use pairway_tests::server::random_command;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

const SEEDS_DEFAULT: u64 = 2;
const CALLS: usize = 400;

/// 2026-11-22 12:00 UTC.
const NOON_MS: u64 = 1_795_348_800_000;

/// Between two calls; long enough for every rate of a person, short enough for a token to last a while.
const STEP_MS: u64 = 7_000;

/// Calls on a workshop that are made without a token: with a device's secret, with a membership the server signed, or for a
/// statement that somebody is out.
const WITHOUT_TOKEN: [&str; 4] = ["/token", "/standing", "/ask-again", "/proof"];

const KINDS: [&str; 8] = ["goal", "stage", "step", "link", "outcome", "asset", "map", "message"];

fn number_from_environment(name: &str) -> Option<u64> {
    #[allow(clippy::disallowed_methods, reason = "a test's own switch")]
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// What a story has seen of the server so far.
#[derive(Default)]
struct Seen {
    /// Ids and secrets by the name of the field they came in.
    words: HashMap<String, Vec<String>>,
    /// Tokens, each with the workshop it is for.
    tokens: Vec<(String, String)>,
}

impl Seen {
    /// Takes in an answer to a call on a workshop.
    fn learn(&mut self, answer: &Value, workshop: Option<&str>) {
        let workshop = answer["workshop"].as_str().or(workshop);
        if let (Some(token), Some(workshop)) = (answer["token"].as_str(), workshop) {
            self.tokens.push((token.to_owned(), workshop.to_owned()));
        }
        self.collect(answer);
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value.as_str() {
                        Some(link) if name.to_lowercase().ends_with("link") => {
                            let secret = link.split_once('#').map_or(link, |(_, secret)| secret);
                            self.keep("secret", secret);
                        }
                        Some(text) => self.keep(name, text),
                        None => self.collect(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn keep(&mut self, name: &str, text: &str) {
        let known = self.words.entry(name.to_owned()).or_default();
        if known.len() < 200 && !known.iter().any(|one| one == text) {
            known.push(text.to_owned());
        }
    }

    fn one(&self, name: &str, random: &mut StdRng) -> Option<String> {
        self.words.get(name)?.choose(random).cloned()
    }
}

impl Words for Seen {
    fn word(&self, name: &str, random: &mut StdRng) -> Option<String> {
        if random.random_bool(0.03) {
            return None;
        }
        let name = match name {
            "command" => {
                return if random.random_bool(0.9) {
                    Some(random_command())
                } else {
                    self.one("used", random)
                };
            }
            "kind" => return KINDS.choose(random).map(|&kind| kind.to_owned()),
            "endsOn" => {
                return ["2026-11-22", "2026-12-24", "2027-02-01"].choose(random).map(|&day| day.to_owned());
            }
            "nickname" | "title" | "challenge" | "text" | "name" => return Some(odd_text(random)),
            "template" => return Some("cardiac-services".to_owned()),
            "w" | "WorkshopId" => "workshop",
            "m" | "MapId" => "map",
            "p" | "ParticipantId" | "patient" | "professional" | "person" | "actingFor" => "participant",
            "pair" | "PairId" => "pair",
            "role" => "role",
            other => other,
        };
        self.one(name, random)
    }
}

struct Story {
    random: StdRng,
    seen: Seen,
    described: Described,
    calls: Vec<DescribedCall>,
    /// How many calls had each status: a story in which nothing succeeds proves nothing.
    statuses: HashMap<u16, usize>,
}

impl Story {
    async fn begin(server: &InProcess, seed: u64) -> Result<Self> {
        let open = RawCall { method: "GET", path: "/api/openapi.json", body: None, token: None };
        let described = Described::new(server.send(open).await?.1);
        let calls = described.calls();
        ensure!(calls.len() > 30, "{} calls are described", calls.len());
        let mut story = Self {
            random: StdRng::seed_from_u64(seed),
            seen: Seen::default(),
            described,
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
        self.seen.collect(&archive);
        Ok(())
    }

    fn fill_path(&mut self, path: &str) -> (String, Option<String>) {
        let (mut filled, mut workshop) = (String::new(), None);
        for piece in path.split('/').skip(1) {
            let name = piece.strip_prefix('{').and_then(|piece| piece.strip_suffix('}'));
            let text = match name {
                None => piece.to_owned(),
                Some(name) => {
                    self.seen.word(name, &mut self.random).unwrap_or_else(|| "no-such-thing".to_owned())
                }
            };
            if name == Some("w") {
                workshop = Some(text.clone());
            }
            filled.push('/');
            filled.push_str(
                &text.replace(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-', "~"),
            );
        }
        (filled, workshop)
    }

    /// A body that fits, nearly fits, or is no JSON at all.
    fn body(&mut self, call: &DescribedCall) -> Option<String> {
        let mut choose = Chooser { words: &self.seen, random: &mut self.random };
        let mut body = self.described.value(call.body.as_ref()?, "", &mut choose);
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

    async fn call(&mut self, server: &InProcess) -> Result<()> {
        let call = self.calls.choose(&mut self.random).context("no calls")?.clone();
        let (path, workshop) = self.fill_path(&call.path);
        // A story that deletes its workshops soon has nothing left to tell.
        if call.method == "DELETE" && self.random.random_bool(0.9) {
            return Ok(());
        }
        let body = self.body(&call);
        let token = match self.random.random_range(0..20) {
            0 => None,
            1 => Some(("not.a.token".to_owned(), String::new())),
            // Most calls are made by who may make them, or nothing would ever happen.
            2..14 => self.seen.tokens.iter().find(|(_, of)| Some(of) == workshop.as_ref()).cloned(),
            _ => self.seen.tokens.choose(&mut self.random).cloned(),
        };
        let raw = RawCall {
            method: &call.method,
            path: &path,
            body: body.clone(),
            token: token.as_ref().map(|(token, _)| token.as_str()),
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
        let is_theirs = token.is_some_and(|(_, of)| Some(&of) == workshop.as_ref());
        ensure!(!needs_token || is_theirs, "answered a stranger: {}", what());
        self.seen.learn(&answer, workshop.as_deref());
        Ok(())
    }

    /// What everybody may read, word for word.
    async fn all_that_is_read(&self, server: &InProcess) -> Result<Vec<(String, u16, Value)>> {
        let mut read = Vec::new();
        for (token, workshop) in &self.seen.tokens {
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

fn short(body: Option<&str>) -> String {
    body.unwrap_or_default().chars().take(400).collect()
}

async fn run(seed: u64) -> Result<()> {
    eprintln!("seed {seed}");
    let folder = tempfile::tempdir()?;
    let server = InProcess::start(folder.path(), NOON_MS).await?;
    let mut story = Story::begin(&server, seed).await?;
    for number in 0..CALLS {
        story.call(&server).await.with_context(|| format!("seed {seed}, call {number}"))?;
        server.clock().advance(STEP_MS);
    }
    let done = story.statuses.get(&200).copied().unwrap_or_default();
    eprintln!("seed {seed}: {:?}", story.statuses);
    ensure!(done > CALLS / 10, "only {done} calls succeeded: this story proved nothing");
    let before = story.all_that_is_read(&server).await?;
    let now_ms = server.clock().now_ms();
    server.stop().await;
    let server = InProcess::start(folder.path(), now_ms).await?;
    let after = story.all_that_is_read(&server).await?;
    for (before, after) in before.iter().zip(&after) {
        ensure!(before == after, "seed {seed}: a restart changed {before:?} into {after:?}");
    }
    server.stop().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn call_14_random_calls_never_fail_by_our_fault_and_give_strangers_nothing() -> Result<()> {
    let seeds = number_from_environment("SEEDS").unwrap_or(SEEDS_DEFAULT);
    let first = number_from_environment("SEED").unwrap_or_else(|| rand::random_range(0..1_000_000));
    for seed in first..first + seeds {
        run(seed).await?;
    }
    Ok(())
}
