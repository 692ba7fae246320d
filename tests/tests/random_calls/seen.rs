//! What a story of random calls has seen of the server: ids, secrets and tokens, to be used again where they belong and where
//! they do not.

use std::collections::HashMap;

use pairway_tests::described::{Words, odd_text};
use pairway_tests::server::random_command;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

const KINDS: [&str; 8] = ["goal", "stage", "step", "link", "outcome", "asset", "map", "message"];

/// The lists of an archive that hold parts, with their kinds.
const LISTS: [(&str, &str); 5] =
    [("goals", "goal"), ("stages", "stage"), ("steps", "step"), ("links", "link"), ("outcomes", "outcome")];

fn part_word(kind: &str) -> String {
    format!("part of kind {kind}")
}

/// What a story has seen of the server so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Ids and secrets by the name of the field they came in.
    pub(crate) words: HashMap<String, Vec<String>>,
    pub(crate) tokens: Vec<Token>,
    /// The activity that was begun last: a command of a session names what was on.
    pub(crate) begun: Option<String>,
}

/// A token, whom it is for and where.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) workshop: String,
    pub(crate) role: String,
}

impl Seen {
    /// Takes in an answer to a call on a workshop.
    pub(crate) fn learn(&mut self, answer: &Value, workshop: Option<&str>) {
        let workshop = answer["workshop"].as_str().or(workshop);
        if let (Some(token), Some(workshop)) = (answer["token"].as_str(), workshop) {
            let role = answer["role"].as_str().unwrap_or_default();
            self.tokens.push(Token {
                text: token.to_owned(),
                workshop: workshop.to_owned(),
                role: role.to_owned(),
            });
        }
        if let (Some(person), Some(role)) = (answer["participant"].as_str(), answer["role"].as_str()) {
            self.keep(&format!("in role {role}"), person);
        }
        self.collect(answer);
    }

    /// Takes in the parts of an archive by their kinds.
    pub(crate) fn learn_parts(&mut self, archive: &Value) {
        for (list, kind) in LISTS {
            for part in archive["maps"][0][list].as_array().into_iter().flatten() {
                self.keep(&part_word(kind), part["id"].as_str().unwrap_or_default());
            }
        }
        self.collect(archive);
    }

    pub(crate) fn collect(&mut self, value: &Value) {
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

    /// Makes a body fit in what no description says: a part's kind and id belong together, and nobody else is spoken for.
    pub(crate) fn fit(&self, body: &mut Value, random: &mut StdRng) {
        let Some(fields) = body.as_object_mut() else { return };
        for name in ["actingFor", "mentions", "fingerprint"] {
            fields.remove(name);
        }
        if let (Some(seen), Some(begun)) = (fields.get_mut("seen"), &self.begun) {
            *seen = begun.as_str().into();
        }
        if let Some(part) = fields.get_mut("part") {
            let kinds: Vec<_> =
                KINDS.iter().filter(|kind| self.words.contains_key(&part_word(kind))).collect();
            let Some(kind) = kinds.choose(random) else { return };
            *part = json!({ "kind": kind, "id": self.one(&part_word(kind), random) });
        }
        if fields.get("act").is_some_and(|act| act != "differ") && !fields.contains_key("thread") {
            fields.remove("text");
        }
        for (name, roles) in [("patient", ["patientLeader", "carer"]), ("professional", ["professional"; 2])]
        {
            if let Some(half) = fields.get_mut(name) {
                let role = roles[random.random_range(0..2)];
                *half = self.one(&format!("in role {role}"), random).into();
            }
        }
    }

    pub(crate) fn keep(&mut self, name: &str, text: &str) {
        let known = self.words.entry(name.to_owned()).or_default();
        if known.len() < 200 && !known.iter().any(|one| one == text) {
            known.push(text.to_owned());
        }
    }

    pub(crate) fn one(&self, name: &str, random: &mut StdRng) -> Option<String> {
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
