//! Tests of the templates: what each one contains is stated here, in full.

use std::collections::BTreeSet;

use super::*;
use crate::agenda::About;

/// What a template contains.
#[derive(Debug, PartialEq, Eq)]
struct Contents {
    id: &'static str,
    minutes: u32,
    agenda: usize,
    stages: usize,
    lanes: usize,
    goals: usize,
    steps: usize,
    links: usize,
    goal_links: usize,
}

const fn contents(id: &'static str, numbers: [usize; 8]) -> Contents {
    let [minutes, agenda, stages, lanes, goals, steps, links, goal_links] = numbers;
    Contents { id, minutes: minutes as u32, agenda, stages, lanes, goals, steps, links, goal_links }
}

/// Minutes, agenda, stages, lanes, goals, steps, links, goal links.
const CONTENTS: [Contents; 7] = [
    contents("cardiac-services", [150, 11, 6, 6, 3, 9, 8, 5]),
    contents("neuro-rehab", [120, 8, 5, 6, 3, 8, 7, 3]),
    contents("lower-back-pain", [90, 7, 6, 6, 3, 9, 8, 5]),
    contents("audiology", [90, 7, 6, 6, 3, 8, 7, 5]),
    contents("podiatry", [75, 7, 6, 6, 2, 8, 7, 6]),
    contents("care-planning-conversation", [60, 6, 7, 5, 2, 9, 8, 4]),
    contents("new-models-of-care", [90, 8, 5, 6, 3, 8, 7, 5]),
];

#[test]
fn template_1_states_what_each_template_contains() {
    let found: Vec<Contents> = templates()
        .iter()
        .map(|template| Contents {
            id: template.id.as_str(),
            minutes: template.total_min,
            agenda: template.agenda.len(),
            stages: template.stages.len(),
            lanes: template.lanes.len(),
            goals: template.goals.len(),
            steps: template.steps.len(),
            links: template.links.len(),
            goal_links: template.goal_links(),
        })
        .collect();
    assert_eq!(found, CONTENTS);
}

#[test]
fn template_1_finds_a_template_by_its_id() {
    assert_eq!(
        template("podiatry").map(|found| found.name.as_str()),
        Some("Foot care for people with diabetes")
    );
    assert_eq!(template("no-such-template"), None);
}

#[test]
fn template_1_the_agenda_fills_the_time_that_is_named() {
    for template in templates() {
        let minutes: u32 = template.agenda.iter().map(|item| item.min).sum();
        assert_eq!(minutes, template.total_min, "{}", template.id);
    }
}

#[test]
fn template_1_every_step_has_a_sector_and_a_mode() {
    for template in templates() {
        for step in &template.steps {
            assert_ne!(step.sector, Sector::Unsaid, "{}: {}", template.id, step.text);
            assert_ne!(step.mode, Mode::Unsaid, "{}: {}", template.id, step.text);
            assert_eq!(step.sector, template.lanes[step.lane].sector);
        }
    }
}

#[test]
fn template_1_each_step_leads_to_the_next_and_never_back() {
    for template in templates() {
        let stages: Vec<usize> = template.steps.iter().map(|step| step.stage).collect();
        assert!(stages.is_sorted(), "{}: steps are in stage order", template.id);
        let chain: Vec<(usize, usize)> = (0..template.steps.len() - 1).map(|at| (at, at + 1)).collect();
        assert_eq!(template.links, chain, "{}", template.id);
    }
}

#[test]
fn template_1_links_cross_from_stage_to_stage() {
    for template in templates() {
        let crossings = template
            .links
            .iter()
            .filter(|(from, to)| template.steps[*from].stage != template.steps[*to].stage);
        let used: BTreeSet<usize> = template.steps.iter().map(|step| step.stage).collect();
        assert_eq!(crossings.count(), used.len() - 1, "{}", template.id);
    }
}

#[test]
fn template_4_a_goal_is_served_once_by_a_step_and_several_goals_are_served() {
    for template in templates() {
        let mut served = BTreeSet::new();
        for (at, step) in template.steps.iter().enumerate() {
            for goal in &step.goals {
                assert!(served.insert((at, *goal)), "{}: {} twice", template.id, step.text);
            }
        }
        assert!(served.len() >= 3, "{}", template.id);
        assert!(served.len() < template.steps.len(), "{}: not every step serves a goal", template.id);
    }
}

/// A template file that names a stage, lane, goal, step, way of working or side that does not exist is
/// refused when it is read, and so is a judgement without its reason.
#[test]
fn a_wrong_reference_in_the_files_is_found() {
    let one = |lane: &str, mode: &str| {
        format!(
            "templates: [{{id: t, name: n, based_on: b, format: f, pairs: p, total_min: 5, before: [], \
             agenda: [{{min: 5, title: a, mode: {mode}, opens: none}}], stages: [S], \
             lanes: [{{id: l, name: L, sector: nhs}}], goals: [G], \
             steps: [{{stage: S, lane: {lane}, text: T, with: by}}], discuss: [], facts: []}}]"
        )
    };
    let serves = |step: &str, goal: &str| {
        format!("[{{template: t, serves: [{{step: {step}, goal: {goal}, because: b}}]}}]")
    };
    let parsed = parse(&one("l", "break"), &serves("T", "G")).unwrap();
    assert_eq!(parsed[0].steps[0].goals, [0]);
    for (templates, goals) in [
        (one("x", "break"), serves("T", "G")),
        (one("l", "dance"), serves("T", "G")),
        (one("l", "break"), serves("x", "G")),
        (one("l", "break"), serves("T", "x")),
        (one("l", "break"), String::from("[{template: x, serves: []}]")),
        (one("l", "break"), String::from("[{template: t, serves: [{step: T, goal: G}]}]")),
    ] {
        assert!(parse(&templates, &goals).is_err(), "{templates} {goals}");
    }
}

#[test]
fn template_6_the_summary_is_what_the_chooser_asks_for() {
    let summary = serde_json::to_value(templates()[0].summary()).unwrap();
    assert_eq!(summary["id"], "cardiac-services");
    assert_eq!(summary["totalMin"], 150);
    assert_eq!(summary["steps"], 9);
    assert_eq!(summary["links"], 8);
    assert_eq!(summary["goalLinks"], 5);
    assert_eq!(summary["lanes"][1], "Peers and community groups");
    assert_eq!(summary["agenda"][1]["title"], "Why this matters - patient leader's opening");
    let keys = [
        "id", "name", "basedOn", "format", "pairs", "totalMin", "before", "agenda", "stages", "lanes",
        "goals",
    ];
    let more = ["steps", "links", "goalLinks", "discuss", "facts"];
    let named: BTreeSet<&str> = keys.into_iter().chain(more).collect();
    assert_eq!(summary.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(), named);
}

#[test]
fn template_1_a_template_is_a_future_map() {
    assert!(templates().iter().all(|template| template.to_map().kind == MapKind::Future));
}

#[test]
fn template_7_every_item_says_what_to_do_in_a_sentence_and_silent_ones_how_notes_are_shown() {
    for template in templates() {
        for item in &template.agenda {
            let place = format!("{}: {}", template.id, item.title);
            assert!((20..=120).contains(&item.says.chars().count()), "{place}");
            assert!(item.says.ends_with(['.', '?']), "{place}");
            assert!(item.says.split_whitespace().count() <= 22, "{place}: too long to be said");
            assert_eq!(item.notes.is_empty(), item.mode != "silent", "{place}");
            // Its stages and goals have their ids only once there is a workshop.
            assert!(!matches!(item.about, Some(About::Stage(_) | About::Goal(_))), "{place}");
        }
    }
}
