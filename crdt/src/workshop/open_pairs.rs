//! The open pairs of a workshop, as they decide about one of its maps: pure rules.
//!
//! Owns which pairs count for a part by where it is. That a part stays with whoever has spoken of it is the record's to know
//! ([`super::record`]).

use std::collections::{BTreeMap, BTreeSet};

use super::pairs::{Pair, Pairs};

/// The open pairs of a workshop, as they decide about one of its maps: by id, the stages they chose on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenPairs(BTreeMap<String, Option<BTreeSet<String>>>);

impl OpenPairs {
    /// Those of a map.
    #[must_use]
    pub fn on(map: &str, pairs: &Pairs) -> Self {
        let open = pairs.iter().filter(|(_, pair)| Pair::is_open(pair));
        Self(open.map(|(id, pair)| (id.clone(), pair.scope.stages_on(map).cloned())).collect())
    }

    /// Their ids.
    pub fn ids(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// Whether a stage is in the scope of a pair; what is in no stage (`""`) is in everybody's.
    #[must_use]
    pub fn covers(&self, pair: &str, stage: &str) -> bool {
        self.0.get(pair).is_some_and(|stages| {
            stage.is_empty() || stages.as_ref().is_none_or(|stages| stages.contains(stage))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::workshop::pairs::PairState;

    fn pair(scope: &Value) -> Pair {
        let fields = serde_json::json!({
            "name": "", "challenge": "", "howWeWork": "", "patient": "p", "professional": "q",
            "state": PairState::Open, "since": 1, "scope": scope,
        });
        serde_json::from_value(fields).unwrap()
    }

    #[test]
    fn pair_11_what_is_in_no_stage_counts_for_every_pair_and_what_is_in_one_for_those_that_chose_it() {
        let vectors: Value = serde_json::from_str(include_str!("../../data/agreement-vectors.json")).unwrap();
        let scopes = vectors["scopes"].as_array().unwrap();
        assert!(scopes.len() >= 10);
        for vector in scopes {
            let text = |key: &str| vector[key].as_str().unwrap();
            let pairs = Pairs::from([(String::from("x"), pair(&vector["scope"]))]);
            let open = OpenPairs::on(text("map"), &pairs);
            assert_eq!(open.covers("x", text("stage")), vector["counts"] == true, "{vector}");
        }
    }

    #[test]
    fn pair_11_a_stored_pair_without_a_scope_counts_for_the_whole_map_and_is_written_without_one() {
        let before = pair(&Value::Null);
        assert!(before.scope.is_whole());
        let mut written = serde_json::to_value(&before).unwrap();
        assert!(written.get("scope").is_none() && written.get("askedScope").is_none());
        written["scope"] = serde_json::json!({ "m": ["s2", "s1"] });
        let chosen: Pair = serde_json::from_value(written).unwrap();
        let again: Pair = serde_json::from_value(serde_json::to_value(&chosen).unwrap()).unwrap();
        assert_eq!(again, chosen);
        assert_eq!(again.scope.stages_on("m").unwrap().len(), 2);
    }
}
