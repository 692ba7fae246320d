//! Bad input and limits: a clear answer, nothing changed.

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};

use super::support::{TestServer, new_workshop};
use crate::ids::random_id;
use crate::limits::{AGREEMENT_ACTS_PER_PERSON_PER_MINUTE, BODY_BYTES_MAX};

#[tokio::test]
async fn bound_1_every_wrong_field_has_its_own_plain_answer() {
    let server = TestServer::start().await;
    let cases: [(&str, Value, &str); 10] = [
        ("title", json!("  "), "title_empty"),
        ("title", json!("x".repeat(121)), "title_too_long"),
        ("title", json!("a\u{202e}b"), "title_unreadable"),
        ("challenge", json!("x".repeat(1_001)), "challenge_too_long"),
        ("endsOn", json!("soon"), "end_date_unreadable"),
        ("endsOn", json!("2026-11-21"), "end_date_past"),
        ("endsOn", json!("2029-01-01"), "end_date_too_late"),
        ("template", json!("no-such-template"), "template_unknown"),
        ("command", json!("short"), "bad_command"),
        ("title", json!(7), "bad_json"),
    ];
    for (field, value, code) in cases {
        let mut body = new_workshop();
        body[field] = value;
        server.post("/api/workshops", body).await.refused(400, code);
    }
    let mut unknown = new_workshop();
    unknown["admin"] = json!(true);
    server.post("/api/workshops", unknown).await.refused(400, "bad_json");

    let made = server.make_workshop().await;
    for (nickname, code) in [
        (json!(""), "nickname_empty"),
        (json!("x".repeat(61)), "nickname_too_long"),
        (json!("a\nb"), "nickname_unreadable"),
        (json!(null), "bad_json"),
    ] {
        let body = json!({ "command": random_id(), "secret": made.secret("carer"), "nickname": nickname });
        server.post("/api/join", body).await.refused(400, code);
    }
    server.running.stop().await;
}

#[tokio::test]
async fn bound_2_a_body_over_its_limit_or_not_json_is_refused() {
    let server = TestServer::start().await;
    let send = async |kind: &str, body: String| {
        let request = Request::post("/api/join").header(header::CONTENT_TYPE, kind).body(Body::from(body));
        server.send(request.unwrap()).await
    };
    let padded = |bytes: usize| {
        let body = json!({ "command": random_id(), "secret": "none", "nickname": "Pat" }).to_string();
        format!("{body}{}", " ".repeat(bytes - body.len()))
    };
    send("application/json", padded(BODY_BYTES_MAX)).await.refused(404, "not_found");
    send("application/json", padded(BODY_BYTES_MAX + 1)).await.refused(413, "too_large");
    send("text/plain", padded(1_000)).await.refused(400, "not_json");
    send("application/x-www-form-urlencoded", padded(1_000)).await.refused(400, "not_json");
    let broken = send("application/json", "{\"nickname\": \"Mair Secret".to_owned()).await;
    broken.refused(400, "bad_json");
    assert!(!String::from_utf8_lossy(&broken.bytes).contains("Mair"), "what was sent is not sent back");
    send("application/json", "[".repeat(60_000)).await.refused(400, "bad_json");
    server.running.stop().await;
}

#[tokio::test]
async fn bound_1_what_is_not_there_is_said_so() {
    let server = TestServer::start().await;
    server.look("/api/nothing").await.refused(404, "not_found");
    server.look("/api/workshops/not-an-id/roster").await.refused(404, "not_found");
    let made = server.make_workshop().await;
    let person = server.join(&made, "facilitator", "Fay").await;
    server
        .post_as(&made.path("/invites/king/renew"), person.token(), json!({}))
        .await
        .refused(404, "not_found");
    let gone = format!("/api/workshops/{}/roster", random_id());
    server.get(&gone, person.token()).await.refused(403, "other_workshop");
    for token in ["", "x", "a.b.c"] {
        server.get(&made.path("/roster"), token).await.refused(401, "not_signed_in");
    }
    server.running.stop().await;
}

#[tokio::test]
async fn rate_8_who_speaks_of_parts_faster_than_anybody_does_is_told_to_wait_and_the_partner_is_not() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let (pat, rees) =
        (server.join(&made, "patientLeader", "Pat").await, server.join(&made, "professional", "Rees").await);
    let path = made.map_path("agreement");
    let body = || json!({ "command": random_id(), "act": "park", "part": { "kind": "no", "id": "part" } });
    for _ in 0..AGREEMENT_ACTS_PER_PERSON_PER_MINUTE {
        server.post_as(&path, pat.token(), body()).await.refused(400, "bad_part");
    }
    let refused = server.post_as(&path, pat.token(), body()).await;
    refused.refused(429, "too_fast");
    assert_eq!(refused.headers[header::RETRY_AFTER], "1");
    server.post_as(&path, rees.token(), body()).await.refused(400, "bad_part");
    server.clock.advance(1_000);
    server.post_as(&path, pat.token(), body()).await.refused(400, "bad_part");
    server.running.stop().await;
}

#[tokio::test]
async fn bound_11_the_body_is_not_read_of_whom_the_key_is_refused_anyway() {
    let server = TestServer::start_with(|settings| {
        settings.creation_key = Some("open sesame please".to_owned());
    })
    .await;
    let send = async |body: Body| {
        let request =
            Request::post("/api/workshops").header(header::CONTENT_TYPE, "application/json").body(body);
        server.send(request.unwrap()).await
    };
    // A large one that is no archive at all: with a wrong key nobody is told so.
    let padding = " ".repeat(BODY_BYTES_MAX);
    let body = |key: &str| {
        let mut body = new_workshop();
        body.as_object_mut().unwrap().remove("template");
        (body["archive"], body["creationKey"]) = (json!({ "maps": [0] }), json!(key));
        Body::from(format!("{body}{padding}"))
    };
    send(body("open sesame please")).await.refused(400, "archive_unreadable");
    send(body("a wrong key to try")).await.refused(403, "wrong_creation_key");
    let address = std::net::IpAddr::from([192, 0, 2, 7]);
    while server.app().rates.take_workshop(address).is_ok() {}
    // It would never come.
    let never = futures_util::stream::pending::<Result<bytes::Bytes, std::convert::Infallible>>();
    let refused = send(Body::from_stream(never)).await;
    refused.refused(429, "too_many_tries");
    assert_eq!(server.app().bodies.bytes(), 0);
    server.running.stop().await;
}
