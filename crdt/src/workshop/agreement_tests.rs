//! Tests of the states: the shared table, and that nothing said makes a state that no rule names.

use serde_json::Value;

use super::*;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../data/agreement-vectors.json")).unwrap()
}

fn state(vector: &Value) -> State {
    let side = vector["side"].as_str().and_then(Side::parse);
    match vector["state"].as_str().unwrap() {
        "idea" => State::Idea,
        "toAgree" => State::ToAgree,
        "oneAgrees" => State::OneAgrees(side),
        "somePairsAgree" => State::SomePairsAgree,
        "aroundChanged" => State::AroundChanged,
        "agreed" => State::Agreed,
        "differ" => State::Differ,
        "parked" => State::Parked,
        other => panic!("no state {other}"),
    }
}

#[test]
fn agree_1_the_first_rule_that_holds_is_the_state_for_one_pair() {
    let vectors = vectors();
    let states = vectors["states"].as_array().unwrap();
    assert!(states.len() >= 20);
    for vector in states {
        let acts: Acts = serde_json::from_value(vector["acts"].clone()).unwrap();
        let put_up = if vector["proposed"] == true { PutUp::Yes } else { PutUp::No };
        let present = vector["present"].as_str().unwrap();
        assert_eq!(state_of_pair(&acts, put_up, present), state(vector), "{}", vector["about"]);
        let agreed = acts.agreed.as_ref().map_or(present, |agreed| agreed.fingerprint.as_str());
        let changed = own_half(agreed) != own_half(present);
        assert_eq!(changed, vector["changedSince"] == true, "{}", vector["about"]);
        assert_eq!(!changed && agreed != present, vector["aroundChanged"] == true, "{}", vector["about"]);
    }
}

#[test]
fn agree_2_several_pairs_agree_when_all_do_else_differ_when_any_does_else_some_agree_else_the_least_advanced_shows()
 {
    let vectors = vectors();
    let combined = vectors["combined"].as_array().unwrap();
    assert!(combined.len() >= 12);
    for vector in combined {
        let states: Vec<State> = vector["states"].as_array().unwrap().iter().map(state).collect();
        let expected = Combined {
            state: state(vector),
            agreed: usize::try_from(vector["agreed"].as_u64().unwrap()).unwrap(),
            around: usize::try_from(vector["around"].as_u64().unwrap()).unwrap(),
            of: states.len(),
        };
        assert_eq!(combine(&states), expected, "{vector}");
        // The order of pairs says nothing.
        let turned: Vec<State> = states.into_iter().rev().collect();
        assert_eq!(combine(&turned), expected, "turned, {vector}");
    }
}
