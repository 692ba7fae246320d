//! Which parts of a map a pair decides about: the whole map, or the stages it chose (capability WS-3).
//!
//! Owns how a scope is written down. Which pairs it makes count for a part is in [`super::open_pairs`]. Knows nothing of who
//! may change a scope.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::side::Side;

/// Most stages that a scope names on one map.
pub const SCOPE_STAGES_MAX: usize = 100;

/// The stages that a pair chose, by map. A map that is not named counts whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Scope(BTreeMap<String, BTreeSet<String>>);

impl Scope {
    /// The stages chosen on a map; `None` for the whole of it.
    #[must_use]
    pub fn stages_on(&self, map: &str) -> Option<&BTreeSet<String>> {
        self.0.get(map)
    }

    /// Chooses the stages on a map; none at all chooses the whole of it.
    pub fn choose(&mut self, map: &str, stages: &BTreeSet<String>) {
        if stages.is_empty() {
            self.0.remove(map);
        } else {
            self.0.insert(String::from(map), stages.clone());
        }
    }

    /// Whether it is every map, whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de> Deserialize<'de> for Scope {
    /// Whatever is written there: what is no list of stages counts whole, so that no pair is lost by it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut scope = Self::default();
        if let Value::Object(maps) = Value::deserialize(deserializer)? {
            for (map, stages) in &maps {
                scope.choose(map, &stages_of(stages));
            }
        }
        Ok(scope)
    }
}

fn stages_of(value: &Value) -> BTreeSet<String> {
    let stages = value.as_array().into_iter().flatten().filter_map(Value::as_str);
    stages.filter(|stage| !stage.is_empty()).take(SCOPE_STAGES_MAX).map(String::from).collect()
}

/// A scope that somebody asks for and that both halves have not accepted yet. Until then the present one counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedScope {
    /// On which map.
    pub map: String,
    /// Which stages; none for the whole map.
    pub stages: BTreeSet<String>,
    /// Who asks (participant id).
    pub by: String,
    /// Since when, milliseconds since 1970.
    pub at: u64,
    /// The halves that have said yes.
    #[serde(default)]
    pub yes: Vec<Side>,
}
