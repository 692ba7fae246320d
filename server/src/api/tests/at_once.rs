//! Everybody of a workshop commands at the same moment.

use futures_util::future::{join, join_all};
use pairway_crdt::pathway::meaning::AgreeKind;
use serde_json::{Value, json};

use super::pairs::Group;
use super::support::{Joined, command};
use crate::ids::random_id;

/// Pairs that are formed, besides whoever [`Group::gather`] brings.
const PAIRS: usize = 40;

/// As many people as a pair has halves, each pair asked to decide about one stage.
async fn asked_pairs(group: &Group, scope: &Value) -> Vec<(String, [Joined; 2])> {
    let mut pairs = Vec::new();
    for at in 0..PAIRS {
        let role = if at % 2 == 0 { "patientLeader" } else { "carer" };
        let patient = group.server.join(&group.made, role, &format!("P{at}")).await;
        let professional = group.server.join(&group.made, "professional", &format!("D{at}")).await;
        let form = json!({
            "command": random_id(), "patient": patient.id(), "professional": professional.id(), "scope": scope
        });
        let formed = group.server.post_as(&group.made.path("/pairs"), group.fay.token(), form).await.ok();
        pairs.push((formed["pair"].as_str().unwrap().to_owned(), [patient, professional]));
    }
    pairs
}

#[tokio::test(flavor = "multi_thread")]
async fn call_16_whatever_eighty_people_do_in_one_workshop_at_the_same_moment_is_done() {
    let group = Group::gather().await;
    let Group { server, made, fay, .. } = &group;
    let parts = group.parts().await;
    let stage = parts.keys().find(|part| part.kind == AgreeKind::Stage).unwrap();
    let scope = json!({ "map": made.answer["map"], "stages": [stage.id] });
    let pairs = asked_pairs(&group, &scope).await;

    let (mut calls, mut parts) = (Vec::new(), parts.keys().filter(|part| part.kind == AgreeKind::Step));
    for (pair, halves) in &pairs {
        for half in halves {
            let part = parts.next().map_or(
                json!({ "kind": "stage", "id": stage.id }),
                |part| json!({ "kind": part.kind.as_str(), "id": part.id }),
            );
            let accept = json!({ "command": random_id(), "scope": scope });
            let comment = json!({ "command": random_id(), "act": "comment", "part": part, "text": "Who tells the GP?" });
            let propose = json!({ "command": random_id(), "act": "propose", "part": part });
            calls.push((made.path(&format!("/pairs/{pair}/scope/accept")), half, accept));
            calls.push((made.map_path("talk"), half, comment));
            calls.push((made.map_path("agreement"), half, propose));
        }
    }
    let added = json!({ "command": random_id(), "kind": "current", "name": "How it is" });
    let edited = json!({ "command": random_id(), "title": "Hearts in our valley" });
    calls.push((made.path("/maps"), fay, added));
    calls.push((made.path("/edit"), fay, edited));
    calls.push((made.path("/invites/observer/renew"), fay, command()));
    calls.push((made.map_path("clean-up"), fay, command()));
    let given = calls.iter().map(|(path, by, body)| server.post_as(path, by.token(), body.clone()));
    let joins = ["patientLeader", "carer", "professional", "systemPartner"].into_iter().map(|role| {
        let joining = json!({ "command": random_id(), "secret": made.secret(role), "nickname": "New" });
        server.post("/api/join", joining)
    });
    let (answers, joined) = join(join_all(given), join_all(joins)).await;
    for (answer, (path, ..)) in answers.iter().zip(&calls) {
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.bytes));
    }
    for answer in joined {
        assert_eq!(answer.ok()["state"], "in");
    }
    let now = group.pairs().await;
    for (pair, _) in &pairs {
        let map = made.answer["map"].as_str().unwrap();
        let stages = now[pair].scope.stages_on(map).unwrap();
        assert_eq!((stages.iter().collect::<Vec<_>>(), &now[pair].asked_scope), (vec![&stage.id], &None));
    }
    group.server.running.stop().await;
}
