//! Tests of what may be said: every act, its refusals, its repetition, and random conversations.

use proptest::prelude::*;

use super::*;
use crate::workshop::agreement::{PutUp, State, state_of_pair};

const NOW: &str = "now";

fn speaker(side: Side) -> Speaker {
    Speaker { side, by: String::from(side.as_str()), scribe: None, at: 7 }
}

fn present() -> Present {
    Present { fingerprint: String::from(NOW), is_removed: false, is_over_limit: false, open_parts: 0 }
}

fn agree(fingerprint: &str) -> Act {
    Act::Agree { fingerprint: String::from(fingerprint) }
}

fn differ(text: &str) -> Act {
    Act::Differ { text: String::from(text) }
}

/// Says all of it, one after the other.
fn said(acts: &[(Side, Act)]) -> Acts {
    acts.iter()
        .fold(Acts::default(), |before, (side, act)| say(&before, act, &speaker(*side), &present()).unwrap())
}

fn state(acts: &Acts) -> State {
    state_of_pair(acts, PutUp::Yes, NOW)
}

use Side::{Patient, Professional};

#[test]
fn agree_3_two_yeses_to_the_present_wording_agree_and_one_does_not() {
    assert_eq!(state(&said(&[(Patient, agree(NOW))])), State::OneAgrees(Some(Patient)));
    let both = said(&[(Patient, agree(NOW)), (Professional, agree(NOW))]);
    assert_eq!(state(&both), State::Agreed);
    assert_eq!(both.agreed.as_ref().unwrap().fingerprint, NOW);
    assert_eq!(state_of_pair(&both, PutUp::Yes, "changed"), State::ToAgree);
    // Taken back to what it was: the same agreement again.
    assert_eq!(state(&both), State::Agreed);
}

#[test]
fn agree_4_a_yes_to_anything_but_the_present_wording_is_refused() {
    for wrong in ["", "older", "0000"] {
        let refused = say(&Acts::default(), &agree(wrong), &speaker(Patient), &present());
        assert_eq!(refused, Err(Refused::Changed), "{wrong:?}");
    }
    let too_long = Present { is_over_limit: true, ..present() };
    assert_eq!(say(&Acts::default(), &agree(NOW), &speaker(Patient), &too_long), Err(Refused::OverLimit));
    let open = Present { open_parts: 1, ..present() };
    assert_eq!(say(&Acts::default(), &agree(NOW), &speaker(Patient), &open), Err(Refused::PartsOpen));
}

#[test]
fn agree_5_withdrawing_is_always_possible_and_ends_the_agreement() {
    assert_eq!(said(&[(Patient, Act::Withdraw)]), Acts::default());
    let both = [(Patient, agree(NOW)), (Professional, agree(NOW))];
    let gone =
        Present { is_removed: true, is_over_limit: true, fingerprint: String::from("other"), open_parts: 3 };
    for side in Side::BOTH {
        let after = say(&said(&both), &Act::Withdraw, &speaker(side), &gone).unwrap();
        assert_eq!((state(&after), after.agreed.clone()), (State::OneAgrees(Some(side.other())), None));
    }
}

#[test]
fn agree_6_both_views_stay_until_both_sides_resolve_them() {
    let views = said(&[(Patient, differ("Too far away")), (Professional, differ("Safest there"))]);
    assert_eq!(state(&views), State::Differ);
    assert_eq!(views.patient.view.as_ref().unwrap().text, "Too far away");
    assert_eq!(views.professional.view.as_ref().unwrap().text, "Safest there");
    let one = say(&views, &Act::Resolve, &speaker(Professional), &present()).unwrap();
    assert_eq!(state(&one), State::Differ);
    assert!(one.patient.view.is_some() && one.professional.view.is_some());
    let both = say(&one, &Act::Resolve, &speaker(Patient), &present()).unwrap();
    assert_eq!(state(&both), State::ToAgree);
    let past = PastViews {
        patient: String::from("Too far away"),
        professional: String::from("Safest there"),
        at: 7,
    };
    assert_eq!(both.past, [past]);
    // A new view after one side had resolved asks both again.
    let again = say(&one, &differ("Still too far"), &speaker(Patient), &present()).unwrap();
    assert_eq!((again.patient.resolved, again.professional.resolved), (None, None));
    assert_eq!(
        say(&Acts::default(), &Act::Resolve, &speaker(Patient), &present()),
        Err(Refused::NothingToResolve)
    );
}

#[test]
fn agree_6_who_sees_it_differently_does_not_agree_at_the_same_time_and_the_partners_yes_stays() {
    let acts = said(&[(Patient, agree(NOW)), (Professional, agree(NOW)), (Professional, differ("Not yet"))]);
    assert!(acts.says_yes(Patient, NOW) && !acts.says_yes(Professional, NOW));
    assert_eq!(state(&acts), State::Differ);
}

#[test]
fn agree_8_one_side_parks_unless_the_other_goes_on() {
    let parked = said(&[(Patient, Act::Park)]);
    assert_eq!(state(&parked), State::Parked);
    let contradicted = say(&parked, &Act::Reopen, &speaker(Professional), &present()).unwrap();
    assert_eq!(state(&contradicted), State::ToAgree);
    let both = say(&contradicted, &Act::Park, &speaker(Professional), &present()).unwrap();
    assert_eq!(state(&both), State::Parked);
    // Either side takes it up again.
    for side in Side::BOTH {
        assert_eq!(state(&say(&both, &Act::Reopen, &speaker(side), &present()).unwrap()), State::ToAgree);
    }
    let own = say(&parked, &Act::Reopen, &speaker(Patient), &present()).unwrap();
    assert_eq!(own, Acts::default());
    let done = say(&contradicted, &Act::Reopen, &speaker(Patient), &present()).unwrap();
    assert_eq!(done, Acts::default(), "nothing is left to contradict");
    assert_eq!(say(&done, &Act::Reopen, &speaker(Patient), &present()), Err(Refused::NotParked));
}

#[test]
fn agree_9_taking_out_an_agreed_part_needs_both_and_either_can_keep_it() {
    let agreed = [(Patient, agree(NOW)), (Professional, agree(NOW))];
    let one = say(&said(&agreed), &Act::Remove, &speaker(Patient), &present()).unwrap();
    assert!(!one.both_take_out() && state(&one) == State::Agreed);
    let both = say(&one, &Act::Remove, &speaker(Professional), &present()).unwrap();
    assert!(both.both_take_out());
    for acts in [&one, &both] {
        let kept = say(acts, &Act::Keep, &speaker(Professional), &present()).unwrap();
        assert_eq!(kept, said(&agreed));
    }
    let refused = say(&Acts::default(), &Act::Remove, &speaker(Patient), &present());
    assert_eq!(refused, Err(Refused::NotAgreed));
    // A new agreement asks anew.
    let newer = Present { fingerprint: String::from("newer"), ..present() };
    let patient = say(&one, &agree("newer"), &speaker(Patient), &newer).unwrap();
    let renewed = say(&patient, &agree("newer"), &speaker(Professional), &newer).unwrap();
    assert_eq!(renewed.patient.removal, None);
}

#[test]
fn agree_9_of_a_part_that_is_taken_out_only_withdrawing_resolving_and_keeping_is_possible() {
    let gone = Present { is_removed: true, ..present() };
    for act in [agree(NOW), differ("no"), Act::Park, Act::Reopen, Act::Remove] {
        assert_eq!(say(&Acts::default(), &act, &speaker(Patient), &gone), Err(Refused::TakenOut), "{act:?}");
    }
    assert!(say(&Acts::default(), &Act::Withdraw, &speaker(Patient), &gone).is_ok());
    assert!(say(&Acts::default(), &Act::Keep, &speaker(Patient), &gone).is_ok());
    let views = said(&[(Patient, differ("no"))]);
    assert!(say(&views, &Act::Resolve, &speaker(Patient), &gone).is_ok());
}

#[test]
fn agree_11_a_yes_names_who_says_it_and_who_wrote_it_down() {
    let scribed = Speaker { scribe: Some(String::from("s")), ..speaker(Patient) };
    let acts = say(&Acts::default(), &agree(NOW), &scribed, &present()).unwrap();
    let yes = acts.patient.yes.unwrap();
    assert_eq!((yes.by.as_str(), yes.scribe.as_deref(), yes.at), ("patient", Some("s"), 7));
}

#[test]
fn agree_6_of_resolved_views_the_newest_are_kept() {
    let mut acts = Acts::default();
    for round in 0..=PAST_VIEWS_MAX {
        for (side, act) in
            [(Patient, differ(&round.to_string())), (Patient, Act::Resolve), (Professional, Act::Resolve)]
        {
            acts = say(&acts, &act, &speaker(side), &present()).unwrap();
        }
    }
    assert_eq!(acts.past.len(), PAST_VIEWS_MAX);
    assert_eq!(acts.past[0].patient, "1");
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(agree(NOW)),
        Just(agree("older")),
        Just(Act::Withdraw),
        "[ab]".prop_map(|text| differ(&text)),
        Just(Act::Resolve),
        Just(Act::Park),
        Just(Act::Reopen),
        Just(Act::Remove),
        Just(Act::Keep),
    ]
}

proptest! {
    /// However two people talk: nothing is agreed without both, repeating changes nothing, one side never touches the
    /// other's yes or view.
    #[test]
    fn agree_30_no_conversation_agrees_without_both_and_nobody_speaks_for_the_other(
        conversation in prop::collection::vec((any::<bool>(), any_act()), 1..40),
    ) {
        let mut acts = Acts::default();
        for (is_patient, act) in conversation {
            let side = if is_patient { Patient } else { Professional };
            let Ok(after) = say(&acts, &act, &speaker(side), &present()) else { continue };
            prop_assert_eq!(&say(&after, &act, &speaker(side), &present()).unwrap_or_else(|_| after.clone()), &after);
            let (theirs_before, theirs) = (acts.half(side.other()), after.half(side.other()));
            prop_assert_eq!(&theirs_before.yes, &theirs.yes);
            if after.past.len() == acts.past.len() {
                prop_assert_eq!(&theirs_before.view, &theirs.view);
            }
            if state(&after) == State::Agreed {
                prop_assert!(after.says_yes(Patient, NOW) && after.says_yes(Professional, NOW));
                prop_assert!(!after.is_differing() && !after.is_parked());
            }
            let round_trip: Acts = serde_json::from_value(serde_json::to_value(&after).unwrap()).unwrap();
            prop_assert_eq!(&round_trip, &after);
            acts = after;
        }
    }
}
