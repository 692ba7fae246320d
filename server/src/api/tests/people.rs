//! Joining, tokens, the roster, leaving, being removed.

use pairway_crdt::workshop::facts::{self, ParticipantState};
use serde_json::json;

use super::support::{DAY_MS, Joined, TestServer, command};
use crate::auth::permission::DocumentName;
use crate::auth::token::TOKEN_LIFE_MS;
use crate::ids::random_id;

#[tokio::test]
async fn people_1_who_joins_is_in_the_roster_by_name_and_in_the_document_by_id() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let pat = server.join(&made, "patientLeader", "  Pat Jones ").await;
    let prof = server.join(&made, "professional", "Dr Rees").await;
    assert_eq!(pat.answer["nickname"], "Pat Jones");
    assert_eq!((&pat.answer["side"], &pat.answer["map"]), (&json!("patient"), &made.answer["map"]));
    assert_eq!(
        (&pat.answer["title"], &pat.answer["endsOn"]),
        (&json!("Hearts in our town"), &json!("2026-12-22"))
    );

    let roster = server.get(&made.path("/roster"), prof.token()).await.ok();
    assert_eq!(
        roster["people"],
        json!([
            { "participant": pat.id(), "nickname": "Pat Jones", "role": "patientLeader", "side": "patient", "state": "in", "takesPart": "device" },
            { "participant": prof.id(), "nickname": "Dr Rees", "role": "professional", "side": "professional", "state": "in", "takesPart": "device" },
        ])
        .as_array()
        .map(|people| {
            let mut people = people.clone();
            // Both joined in the same millisecond of the stopped clock; then the id decides.
            people.sort_by_key(|person| person["participant"].as_str().unwrap().to_owned());
            json!(people)
        })
        .unwrap()
    );
    let name = DocumentName::parse(&format!("workshop/{}", made.id())).unwrap();
    let facts = server.app().rooms.read(&name, facts::read).await.unwrap();
    assert_eq!(facts.roster_revision, roster["revision"].as_u64().unwrap());
    assert_eq!(facts.participants[pat.id()].role, "patientLeader");
    assert_eq!(facts.participants[prof.id()].side, "professional");
    server.running.stop().await;
}

#[tokio::test]
async fn people_2_a_device_gets_fresh_tokens_and_nobody_else_does() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    server.clock.advance(TOKEN_LIFE_MS);
    server.get(&made.path("/roster"), pat.token()).await.refused(401, "token_expired");
    let body = json!({ "participant": pat.id(), "deviceSecret": pat.device_secret() });
    let fresh = server.post(&made.path("/token"), body).await.ok();
    assert_eq!(fresh["tokenExpiresAt"].as_u64().unwrap(), server.clock.now_ms() + TOKEN_LIFE_MS);
    assert_eq!(fresh["tokenLifeMs"], TOKEN_LIFE_MS);
    assert_eq!(pat.answer["tokenLifeMs"], TOKEN_LIFE_MS);
    assert_eq!(fresh["server"], pat.answer["server"], "the same server, and no restore in between");
    assert!(fresh["server"].get("setBackTo").is_none());
    server.get(&made.path("/roster"), fresh["token"].as_str().unwrap()).await.ok();

    let other = server.join(&made, "carer", "Cai").await;
    for secret in ["", "guess", other.device_secret()] {
        let body = json!({ "participant": pat.id(), "deviceSecret": secret });
        server.post(&made.path("/token"), body).await.refused(401, "not_signed_in");
    }
    // What never was is not said to have been deleted: a server on a wrong folder knows of no deletion.
    let never = format!("/api/workshops/{}/token", random_id());
    let body = json!({ "participant": pat.id(), "deviceSecret": pat.device_secret() });
    server.post(&never, body).await.refused(404, "workshop_unknown");
    let unknown = json!({ "participant": random_id(), "deviceSecret": pat.device_secret() });
    server.post(&made.path("/token"), unknown).await.refused(401, "not_signed_in");
    server.running.stop().await;
}

#[tokio::test]
async fn people_3_who_is_removed_is_out_at_once_and_stays_out() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let path = made.path(&format!("/participants/{}/remove", pat.id()));
    server.post_as(&path, pat.token(), command()).await.refused(403, "facilitators_only");
    let body = command();
    server.post_as(&path, facilitator.token(), body.clone()).await.ok();
    server.post_as(&path, facilitator.token(), body).await.ok();

    server.get(&made.path("/roster"), pat.token()).await.refused(401, "removed");
    let token = json!({ "participant": pat.id(), "deviceSecret": pat.device_secret() });
    server.post(&made.path("/token"), token).await.refused(401, "removed");
    let roster = server.get(&made.path("/roster"), facilitator.token()).await.ok();
    let people = roster["people"].as_array().unwrap();
    let gone = people.iter().find(|person| person["participant"] == pat.id()).unwrap();
    assert_eq!(gone["state"], "removed");
    let name = DocumentName::parse(&format!("workshop/{}", made.id())).unwrap();
    let facts = server.app().rooms.read(&name, facts::read).await.unwrap();
    assert_eq!(facts.participants[pat.id()].state, ParticipantState::Removed);

    let oneself = made.path(&format!("/participants/{}/remove", facilitator.id()));
    server.post_as(&oneself, facilitator.token(), command()).await.refused(400, "remove_self");
    let nobody = made.path(&format!("/participants/{}/remove", random_id()));
    server.post_as(&nobody, facilitator.token(), command()).await.refused(404, "not_found");
    server.running.stop().await;
}

#[tokio::test]
async fn people_4_leaving_forgets_the_device() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let path = made.path("/leave");
    let wrong = json!({ "command": random_id(), "deviceSecret": "wrong" });
    server.post_as(&path, pat.token(), wrong).await.refused(401, "not_signed_in");
    let right = json!({ "command": random_id(), "deviceSecret": pat.device_secret() });
    server.post_as(&path, pat.token(), right).await.ok();
    server.get(&made.path("/roster"), pat.token()).await.refused(401, "removed");
    let body = json!({ "participant": pat.id(), "deviceSecret": pat.device_secret() });
    server.post(&made.path("/token"), body).await.refused(401, "removed");
    server.running.stop().await;
}

#[tokio::test]
async fn people_4_the_only_facilitator_cannot_leave_until_somebody_else_is_one() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let fay = server.join(&made, "facilitator", "Fay").await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let leave = |who: &Joined| json!({ "command": random_id(), "deviceSecret": who.device_secret() });
    let refused = server.post_as(&made.path("/leave"), fay.token(), leave(&fay)).await;
    refused.refused(409, "last_facilitator");
    let words = refused.json()["error"]["message"].to_string();
    assert!(
        words.contains("You are the only facilitator") && words.contains("delete the workshop"),
        "{words}"
    );
    // Nothing has changed: the device still opens the workshop, and the person runs it.
    let device = json!({ "participant": fay.id(), "deviceSecret": fay.device_secret() });
    server.post(&made.path("/token"), device).await.ok();
    server.get(&made.path("/invites"), fay.token()).await.ok();
    server.post_as(&made.path("/leave"), pat.token(), leave(&pat)).await.ok();

    // One of several devices leaves: the person stays.
    let code = server.post_as(&made.path("/return-code"), fay.token(), command()).await.ok();
    let back = json!({ "command": random_id(), "code": code["code"] });
    let tablet = Joined { answer: server.post("/api/return", back).await.ok() };
    server.post_as(&made.path("/leave"), tablet.token(), leave(&tablet)).await.ok();
    server.post_as(&made.path("/leave"), fay.token(), leave(&fay)).await.refused(409, "last_facilitator");

    // Two who leave at the same moment leave one.
    let fred = server.join(&made, "facilitator", "Fred").await;
    let path = made.path("/leave");
    let (one, other) = tokio::join!(
        server.post_as(&path, fay.token(), leave(&fay)),
        server.post_as(&path, fred.token(), leave(&fred)),
    );
    let statuses = [one.status.as_u16(), other.status.as_u16()];
    assert!(statuses == [200, 409] || statuses == [409, 200], "{statuses:?}");
    server.running.stop().await;
}

#[tokio::test]
async fn attack_2_a_token_opens_only_its_own_workshop() {
    let server = TestServer::start().await;
    let (one, other) = (server.make_workshop().await, server.make_workshop().await);
    let facilitator = server.join(&one, "facilitator", "Fay").await;
    server.get(&other.path("/roster"), facilitator.token()).await.refused(403, "other_workshop");
    server.get(&other.path("/invites"), facilitator.token()).await.refused(403, "other_workshop");
    server.delete(&other.path(""), facilitator.token()).await.refused(403, "other_workshop");
    let map = other.answer["map"].as_str().unwrap();
    let foreign = one.path(&format!("/maps/{map}/steps.csv"));
    server.get(&foreign, facilitator.token()).await.refused(404, "not_found");
    server.running.stop().await;
}

#[tokio::test]
async fn role_1_every_call_of_a_workshop_asks_for_a_token_and_facilitators_calls_for_that_role() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let map = |rest: &str| made.map_path(rest);
    let person = random_id();
    let reads = [made.path("/roster"), map("steps.csv"), map("archive.json")];
    let mut roles = Vec::new();
    for role in ["patientLeader", "carer", "professional", "supporter", "observer", "systemPartner"] {
        roles.push(server.join(&made, role, "Somebody").await);
    }
    for path in &reads {
        server.look(path).await.refused(401, "not_signed_in");
        for somebody in &roles {
            assert_eq!(server.get(path, somebody.token()).await.status, 200, "{path}");
        }
    }
    let posts = [
        made.path("/freeze"),
        made.path("/invites/facilitator"),
        made.path("/invites/carer/renew"),
        made.path("/invites/carer/revoke"),
        made.path("/waiting-room"),
        made.path("/waiting-room/admit-all"),
        made.path("/participants"),
        made.path(&format!("/participants/{person}/remove")),
        made.path(&format!("/participants/{person}/admit")),
        made.path(&format!("/participants/{person}/refuse")),
        made.path(&format!("/participants/{person}/rename")),
        made.path(&format!("/participants/{person}/role")),
    ];
    for path in &posts {
        server.post(path, command()).await.refused(401, "not_signed_in");
        for somebody in &roles {
            server.post_as(path, somebody.token(), command()).await.refused(403, "facilitators_only");
        }
    }
    for somebody in &roles {
        server.get(&made.path("/invites"), somebody.token()).await.refused(403, "facilitators_only");
        server.delete(&made.path(""), somebody.token()).await.refused(403, "facilitators_only");
    }
    server.clock.advance(DAY_MS);
    server.running.stop().await;
}
