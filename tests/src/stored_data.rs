//! A data folder of an earlier version, kept in `tests/fixtures/`: what was in it, in a form that can be compared.
//!
//! Owns the form and the comparison. It is written by `src/bin/write_stored_data.rs` and read by `tests/stored_data.rs`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use yrs::types::ToJson;
use yrs::{ReadTxn, Transact};

use crate::in_process::InProcess;

/// Name of the file beside the data that holds a [`Written`].
pub const WRITTEN_FILE: &str = "written.json";

/// The roots of a map, as those who stored the data knew them.
const MAP_ROOTS: [&str; 8] = ["meta", "stages", "lanes", "goals", "outcomes", "steps", "links", "stepGoals"];
/// Roots of the documents that only the server writes (docs/PROTOCOL.md sections 1.2 to 1.4).
const WORKSHOP_ROOTS: [&str; 4] = ["meta", "participants", "pairs", "agenda"];
const RECORD_ROOTS: [&str; 4] = ["proposed", "acts", "wordings", "origins"];
const TALK_ROOTS: [&str; 4] = ["threads", "messages", "reactions", "ledTo"];

/// What whoever wrote a data folder knew of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Written {
    /// Where the clock stood, in milliseconds since 1970.
    pub at_ms: u64,
    /// Workshop id.
    pub workshop: String,
    /// Id of its map.
    pub map: String,
    /// People by the name they gave.
    pub people: BTreeMap<String, Device>,
    /// A return code of Pat.
    pub return_code: String,
    /// The secret of the professionals' invitation.
    pub invite: String,
    /// Parts by what was done to them.
    pub parts: BTreeMap<String, Value>,
    /// Pat's comment: `{thread, message}`.
    pub comment: Value,
    /// What could be read in the end.
    pub seen: Value,
}

/// A device that can come back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Device {
    /// Participant id.
    pub participant: String,
    /// Secret of the device.
    pub device_secret: String,
}

impl Written {
    /// An address within the workshop.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/api/workshops/{}{rest}", self.workshop)
    }

    /// An address within its map.
    #[must_use]
    pub fn map_path(&self, rest: &str) -> String {
        self.path(&format!("/maps/{}/{rest}", self.map))
    }

    /// Name of one of its documents: `workshop`, `map`, `record` or `talk`.
    #[must_use]
    pub fn document(&self, kind: &str) -> String {
        match kind {
            "workshop" => format!("workshop/{}", self.workshop),
            kind => format!("{kind}/{}/{}", self.workshop, self.map),
        }
    }

    /// Somebody of the workshop.
    ///
    /// # Errors
    /// When nobody has the name.
    pub fn person(&self, name: &str) -> Result<&Device> {
        self.people.get(name).with_context(|| format!("nobody is called {name}"))
    }

    /// A fresh token for a device that was remembered; status and answer when there is none.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn sign_in(&self, server: &InProcess, name: &str) -> Result<std::result::Result<String, u16>> {
        let Device { participant, device_secret } = self.person(name)?;
        let body = json!({"participant": participant, "deviceSecret": device_secret});
        let (status, answer) = server.post(&self.path("/token"), &body, "").await?;
        Ok(answer["token"].as_str().map(str::to_owned).ok_or(status))
    }

    /// Everything that can be read: the documents, the roster, the audit.
    ///
    /// # Errors
    /// When something cannot be read.
    pub async fn see(&self, server: &InProcess, facilitator: &str) -> Result<Value> {
        let mut documents = Map::new();
        for (kind, roots) in [
            ("workshop", &WORKSHOP_ROOTS[..]),
            ("map", &MAP_ROOTS[..]),
            ("record", &RECORD_ROOTS[..]),
            ("talk", &TALK_ROOTS[..]),
        ] {
            let peer = server.peer(&self.document(kind), facilitator).await?;
            let transaction = peer.doc.transact();
            let mut document = Map::new();
            for root in roots {
                let value = transaction.get_map(*root).map(|map| map.to_json(&transaction));
                document.insert((*root).to_owned(), serde_json::to_value(value)?);
            }
            documents.insert(kind.to_owned(), document.into());
        }
        Ok(json!({
            "documents": documents,
            "roster": server.get(&self.path("/roster"), facilitator).await?,
            "audit": server.get(&self.path("/audit"), facilitator).await?,
        }))
    }

    /// The fingerprint of what a part says now: a yes to anything else is answered with it.
    ///
    /// # Errors
    /// When the answer is another one.
    pub async fn fingerprint(&self, server: &InProcess, (part, token): (&Value, &str)) -> Result<String> {
        let body = json!({"act": "agree", "part": part, "fingerprint": "0".repeat(64)});
        let (status, answer) = server.command(&self.map_path("agreement"), body, token).await?;
        ensure!(status == 409, "{status} {answer}");
        Ok(answer["error"]["now"]["fingerprint"].as_str().context("no fingerprint")?.to_owned())
    }

    /// Says yes to what a part says now.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn agree(&self, server: &InProcess, (part, token): (&Value, &str)) -> Result<()> {
        let fingerprint = self.fingerprint(server, (part, token)).await?;
        let body = json!({"act": "agree", "part": part, "fingerprint": fingerprint});
        server.done(&self.map_path("agreement"), body, token).await?;
        Ok(())
    }
}

/// Checks that all of `then` is in `now` as it was: a later version may add to it, and leaves nothing out.
///
/// # Errors
/// With the place of what is missing or different.
pub fn holds(now: &Value, then: &Value, place: &str) -> Result<()> {
    match (now, then) {
        (Value::Object(now), Value::Object(then)) => then.iter().try_for_each(|(key, value)| {
            let place = format!("{place}/{key}");
            holds(now.get(key).with_context(|| format!("{place} is gone"))?, value, &place)
        }),
        (Value::Array(now), Value::Array(then)) if now.len() == then.len() => {
            let mut pairs = now.iter().zip(then).enumerate();
            pairs.try_for_each(|(at, (now, then))| holds(now, then, &format!("{place}/{at}")))
        }
        (now, then) if now == then => Ok(()),
        _ => bail!("{place} was {then} and is {now}"),
    }
}
