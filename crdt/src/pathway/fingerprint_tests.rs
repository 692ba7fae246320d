//! Tests of the fingerprint: what is no meaning in a text, and which half a change touches.

use super::*;
use crate::pathway::meaning::{LeadsTo, Named};
use crate::pathway::schema::{Mode, Sector};

fn step(title: &str) -> Meaning {
    let named = |id: &str, title: &str| Named { id: String::from(id), title: String::from(title) };
    let order = LeadsTo { id: String::from("b"), title: String::from("Visit"), link: String::from("k") };
    Meaning::Decision {
        title: String::from(title),
        detail: String::new(),
        options: String::from("Tablets\nA class"),
        matters: String::new(),
        stage: named("s", "Before"),
        lane: named("l", "GP practice"),
        mode: Mode::With,
        sector: Sector::Nhs,
        goals: vec![named("g", "Sleep well")],
        leads_to: vec![order],
    }
}

/// Whether the own half and the half around differ from those of [`step`].
fn differs(change: impl FnOnce(&mut Meaning)) -> (bool, bool) {
    let before = step("Talk").fingerprint();
    let mut changed = step("Talk");
    change(&mut changed);
    let after = changed.fingerprint();
    (own_half(&before) != own_half(&after), half_around(&before) != half_around(&after))
}

#[test]
fn meaning_8_white_space_and_the_closing_full_stop_carry_no_meaning_and_all_else_does() {
    for same in ["Walk far", " Walk\tfar ", "Walk\n\nfar.", "Walk\u{a0}far .", "\u{3000}Walk far\u{85}"] {
        assert_eq!(plain_words(same), "Walk far", "{same:?}");
    }
    for other in
        ["walk far", "Walk far!", "Walk far...", "Walk. far", "Walk-far", "Walkfar", "Walk\u{feff} far"]
    {
        assert_ne!(plain_words(other), "Walk far", "{other:?}");
    }
    assert_eq!((plain_words("."), plain_words(" ")), (String::new(), String::new()));
    assert_eq!(plain_lines(" Tablets.\r\n\n A  class "), "Tablets\nA class");
    assert_ne!(plain_lines("Tablets A class"), "Tablets\nA class", "each line is a choice of its own");
}

#[test]
fn meaning_1_titles_around_a_part_are_the_other_half_of_its_fingerprint() {
    fn parts(meaning: &mut Meaning) -> (&mut String, &mut Named, &mut Vec<Named>, &mut Vec<LeadsTo>) {
        let Meaning::Decision { options, lane, goals, leads_to, .. } = meaning else { panic!("a decision") };
        (options, lane, goals, leads_to)
    }
    let (own, around) = ((true, false), (false, true));
    assert_eq!(differs(|step| parts(step).0.push_str("\nWait")), own);
    assert_eq!(differs(|step| parts(step).1.title = String::from("GP surgery")), around);
    assert_eq!(differs(|step| parts(step).1.id = String::from("l2")), own);
    assert_eq!(differs(|step| parts(step).2[0].title = String::from("Sleep")), around);
    assert_eq!(differs(|step| parts(step).2.clear()), (true, true));
    assert_eq!(differs(|step| parts(step).3[0].title = String::from("First visit")), around);
    assert_eq!(differs(|step| parts(step).3[0].id = String::from("c")), own);
    assert_eq!(differs(|step| parts(step).3[0].link = String::from("k2")), (false, false));
    // A goal is not a step it leads to, whatever their ids are.
    let moved = differs(|step| {
        let (_, _, goals, leads_to) = parts(step);
        let Named { id, title } = goals.remove(0);
        leads_to.insert(0, LeadsTo { id, title, link: String::new() });
    });
    assert_eq!(moved, own);
    assert_eq!(differs(|step| parts(step).1.title = String::from(" GP  practice. ")), (false, false));
}

#[test]
fn meaning_7_a_fingerprint_begins_with_the_number_of_its_rule() {
    let fingerprint = step("Talk").fingerprint();
    assert!(is_present_rule(&fingerprint) && fingerprint.starts_with("2-"), "{fingerprint}");
    for older in ["", "2", "20-0-0", &"2".repeat(64), &"f".repeat(64)] {
        assert!(!is_present_rule(older), "{older}");
    }
}
