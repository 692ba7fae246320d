//! What a part says on somebody's own screen: read from the bare document and put into words by itself, so that the rules of
//! meaning and fingerprints are held against something that they had no part in.

use pairway_crdt::pathway::meaning::{AgreeKind, PartName};
use serde_json::{Value, json};
use yrs::types::ToJson;
use yrs::{ReadTxn, Transaction};

/// What a person reads of a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Screen {
    /// What it says itself.
    pub(crate) own: String,
    /// The titles of what it stands beside.
    pub(crate) around: String,
}

/// Words as people tell them apart: spaces and a closing full stop are none.
fn words(text: &Value) -> String {
    let text = text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let ends_once = text.ends_with('.') && !text.ends_with("..");
    if ends_once { text[..text.len() - 1].trim_end().to_owned() } else { text }
}

/// A root of the map as JSON.
fn root(txn: &Transaction<'_>, name: &str) -> Value {
    let value = txn.get_map(name).map(|map| map.to_json(txn));
    value.and_then(|any| serde_json::to_value(any).ok()).unwrap_or_else(|| json!({}))
}

/// A part that shows, with its title; nothing when it does not.
fn shown(all: &Value, id: &Value) -> (String, String) {
    let part = &all[id.as_str().unwrap_or_default()];
    let shows = part.is_object() && part["rm"] != true;
    if shows {
        (id.as_str().unwrap_or_default().to_owned(), words(&part["title"]))
    } else {
        Default::default()
    }
}

/// What a part says now; `None` for kinds that these tests do not speak of, and for what is not there.
pub(crate) fn screen_of(txn: &Transaction<'_>, part: &PartName) -> Option<Screen> {
    let own = root(txn, part.kind.root()?)[&part.id].clone();
    if !own.is_object() {
        return None;
    }
    match part.kind {
        AgreeKind::Goal | AgreeKind::Stage => {
            Some(Screen { own: words(&own["title"]), around: String::new() })
        }
        AgreeKind::Step => Some(step(txn, (&part.id, &own))),
        AgreeKind::Outcome | AgreeKind::Link | AgreeKind::Map => None,
    }
}

fn step(txn: &Transaction<'_>, (id, step): (&str, &Value)) -> Screen {
    let (steps, goals) = (root(txn, "steps"), root(txn, "goals"));
    let stage = shown(&root(txn, "stages"), &step["pos"]["stage"]);
    let lane = shown(&root(txn, "lanes"), &step["pos"]["lane"]);
    let mut beside = vec![stage, lane];
    let mut served: Vec<_> = root(txn, "stepGoals")
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, serves)| **serves == true)
        .filter_map(|(pair, _)| pair.strip_prefix(&format!("{id}:")).map(|goal| shown(&goals, &json!(goal))))
        .filter(|(goal, _)| !goal.is_empty())
        .collect();
    served.sort();
    let leads = |link: &Value| {
        let leads_on = link["ends"]["from"] == id && link["ends"]["to"] != id && link["rm"] != true;
        (leads_on && words(&link["label"]).is_empty()).then(|| shown(&steps, &link["ends"]["to"]))
    };
    let links = root(txn, "links");
    let mut then: Vec<_> = match step["rm"] == true {
        true => Vec::new(),
        false => links.as_object().into_iter().flatten().filter_map(|(_, link)| leads(link)).collect(),
    };
    then.retain(|(step, _)| !step.is_empty());
    then.sort();
    then.dedup();
    beside.extend(served.iter().chain(&then).cloned());
    let ids: Vec<&String> = beside.iter().map(|(id, _)| id).collect();
    let titles: Vec<&String> = beside.iter().map(|(_, title)| title).collect();
    let said = [words(&step["title"]), words(&step["detail"])];
    let own = json!([said, step["meta"]["mode"], step["meta"]["sector"], ids, served.len()]);
    Screen { own: own.to_string(), around: json!(titles).to_string() }
}
