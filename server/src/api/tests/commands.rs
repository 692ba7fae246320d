//! What holds for every command: it goes on without its caller, and its effects follow its commit.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use futures_util::FutureExt;
use serde_json::json;
use tower::ServiceExt;

use super::support::{DAY_MS, TestServer, command};
use crate::auth::records;
use crate::ids::random_id;
use crate::limits::{JOINS_BY_LINK_MAX, JOINS_BY_LINK_WINDOW_MS};
use crate::room::Parting;
use crate::room::outbox::{Control, Outbox};
use crate::router;

/// Polls of a call before its caller hangs up; by then every call of a test has ended by itself.
const POLLS_MAX: usize = 80;

/// What the room has told the connection since the last look.
fn told(outbox: &Outbox) -> Vec<Control> {
    std::iter::from_fn(|| outbox.told().now_or_never()).map(|(_, control)| control).collect()
}

fn was_sent_away(outbox: &Outbox) -> bool {
    told(outbox).iter().any(|control| matches!(control, Control::Parted(Parting::Revoked { .. })))
}

/// Polls a call so often, each time as soon as it can go on, and hangs up if it has not ended by then.
async fn ends_within<T>(polls: usize, call: impl Future<Output = T>) -> bool {
    let mut call = pin!(call);
    let mut polled = 0;
    poll_fn(|context| {
        if polled == polls {
            return Poll::Ready(false);
        }
        polled += 1;
        match call.as_mut().poll(context) {
            Poll::Ready(_) => Poll::Ready(true),
            Poll::Pending if polled == polls => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn call_10_a_command_goes_on_whoever_hangs_up_and_its_effects_follow() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let (mut never_begun, mut carried_out) = (0, 0);
    for polls in 0..POLLS_MAX {
        // Else the link is used too often in a short time, and who joins waits.
        server.clock.advance(JOINS_BY_LINK_WINDOW_MS / JOINS_BY_LINK_MAX as u64 + 1);
        let person = server.join(&made, "carer", "Cai").await;
        let (outbox, _membership) = server.connects(&made.document("workshop"), person.id()).await;
        let mut request = Request::post(made.path(&format!("/participants/{}/remove", person.id())))
            .header(header::AUTHORIZATION, format!("Bearer {}", facilitator.token()))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::HOST, "localhost:8080")
            .body(Body::from(command().to_string()))
            .unwrap();
        request
            .extensions_mut()
            .insert(ConnectInfo("192.0.2.7:50000".parse::<std::net::SocketAddr>().unwrap()));
        let call = router::routes(server.running.app.clone()).oneshot(request);
        let ended = ends_within(polls, call).await;
        while !server.app().workshops.running.is_empty() {
            tokio::task::yield_now().await;
        }
        let roster = server.get(&made.path("/roster"), facilitator.token()).await.ok();
        let people = roster["people"].as_array().unwrap();
        let state = &people.iter().find(|known| known["participant"] == person.id()).unwrap()["state"];
        if state == "removed" {
            carried_out += 1;
            while !was_sent_away(&outbox) {
                tokio::task::yield_now().await;
            }
        } else {
            never_begun += 1;
            assert!(!ended && !was_sent_away(&outbox), "nothing was changed, so nobody was sent away");
        }
        if ended {
            assert!(never_begun > 0 && carried_out > 1, "{never_begun} {carried_out} of {polls}");
            server.running.stop().await;
            return;
        }
    }
    panic!("the call never ended by itself");
}

#[tokio::test]
async fn call_11_title_challenge_and_last_day_can_be_changed_by_a_facilitator() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let carer = server.join(&made, "carer", "Cai").await;
    let edit = made.path("/edit");
    let body = |field: &str, value: &str| json!({ "command": random_id(), field: value });
    server.post_as(&edit, carer.token(), body("title", "Mine")).await.refused(403, "facilitators_only");
    server.post_as(&edit, facilitator.token(), body("title", " ")).await.refused(400, "title_empty");
    server
        .post_as(&edit, facilitator.token(), body("endsOn", "2026-11-21"))
        .await
        .refused(400, "end_date_past");
    let too_late = server.post_as(&edit, facilitator.token(), body("endsOn", "2036-11-21")).await;
    too_late.refused(400, "end_date_too_late");
    server.post_as(&edit, facilitator.token(), body("title", "  Hearts and minds ")).await.ok();
    server.post_as(&edit, facilitator.token(), body("challenge", "")).await.ok();
    server.post_as(&edit, facilitator.token(), body("endsOn", "2026-12-24")).await.ok();

    let look = json!({ "secret": made.secret("carer") });
    let seen = server.post("/api/invites/look", look).await.ok();
    assert_eq!(seen["title"], "Hearts and minds");
    assert_eq!(seen["challenge"], "");
    assert_eq!(seen["endsOn"], "2026-12-24");
    assert_eq!(server.facts(&made).await.ends_on, "2026-12-24", "shown to everybody");
    let audit = server.get(&made.path("/audit"), facilitator.token()).await.ok();
    let acts = audit["lines"].as_array().unwrap().iter().filter(|line| line["act"] == "editWorkshop");
    assert_eq!(acts.count(), 3);
    assert!(!audit.to_string().contains("Hearts"), "the audit holds no content");

    // The first last day was 2026-12-22.
    server.pass(31 * DAY_MS).await;
    server.app().workshops.perform_due().await;
    assert_eq!(records::all_workshops(server.app().store.as_ref()).await.unwrap().len(), 1);
    server.pass(2 * DAY_MS).await;
    server.app().workshops.perform_due().await;
    assert!(records::all_workshops(server.app().store.as_ref()).await.unwrap().is_empty());
    assert!(server.app().store.list("due/").await.unwrap().is_empty(), "nothing of it is planned any more");
    server.running.stop().await;
}

#[tokio::test]
async fn call_12_what_a_command_causes_is_done_when_its_answer_comes_and_only_once() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let person = server.join(&made, "carer", "Cai").await;
    let (outbox, _membership) = server.connects(&made.document("workshop"), person.id()).await;
    let freeze = json!({ "command": random_id(), "frozen": true });
    server.post_as(&made.path("/freeze"), facilitator.token(), freeze.clone()).await.ok();
    let times_asked =
        || told(&outbox).iter().filter(|control| matches!(control, Control::RefreshAccess(_))).count();
    assert_eq!(times_asked(), 1, "told when the answer is there");
    // The same command again: the same answer, and nothing that follows it a second time.
    server.post_as(&made.path("/freeze"), facilitator.token(), freeze).await.ok();
    assert_eq!(times_asked(), 0);
    server.running.stop().await;
}
