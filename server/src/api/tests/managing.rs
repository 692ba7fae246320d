//! Renaming, changing roles, taking part by phone, acting for somebody, revoked invites, shared devices, the audit.

use pairway_crdt::workshop::facts;
use pairway_crdt::workshop::pairs::{self, Pair, PairState};
use pairway_crdt::workshop::scope::Scope;
use serde_json::{Value, json};

use super::support::{Joined, Made, TestServer, command, holds};
use crate::auth::permission::DocumentName;
use crate::ids::random_id;
use crate::limits::AUDIT_LINES_PER_PAGE;

async fn roster_of(server: &TestServer, made: &Made, who: &Joined) -> Vec<Value> {
    let roster = server.get(&made.path("/roster"), who.token()).await.ok();
    roster["people"].as_array().unwrap().clone()
}

fn with(key: &str, value: impl Into<Value>) -> Value {
    json!({ "command": random_id(), key: value.into() })
}

fn path(made: &Made, who: &Joined, what: &str) -> String {
    made.path(&format!("/participants/{}/{what}", who.id()))
}

#[tokio::test]
async fn manage_1_a_facilitator_gives_a_person_another_name_and_everybody_asks_for_it() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let pat = server.join(&made, "patientLeader", "Patt").await;
    let before = server.facts(&made).await.roster_revision;
    let rename = path(&made, &pat, "rename");
    server.post_as(&rename, pat.token(), with("nickname", "Boss")).await.refused(403, "facilitators_only");
    server.post_as(&rename, facilitator.token(), with("nickname", " ")).await.refused(400, "nickname_empty");
    server.post_as(&rename, facilitator.token(), with("nickname", " Pat Jones ")).await.ok();
    let people = roster_of(&server, &made, &pat).await;
    assert!(
        people.iter().any(|person| person["nickname"] == "Pat Jones" && person["participant"] == pat.id())
    );
    assert_eq!(server.facts(&made).await.roster_revision, before + 1);
    server.running.stop().await;
}

#[tokio::test]
async fn manage_2_a_changed_role_counts_with_the_token_that_was_there_and_a_facilitator_always_stays() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let to = |role: &str| with("role", role);
    server
        .post_as(&path(&made, &pat, "role"), pat.token(), to("facilitator"))
        .await
        .refused(403, "facilitators_only");
    server
        .post_as(&path(&made, &facilitator, "role"), facilitator.token(), to("observer"))
        .await
        .refused(409, "last_facilitator");
    server.post_as(&path(&made, &pat, "role"), facilitator.token(), to("facilitator")).await.ok();
    server.get(&made.path("/invites"), pat.token()).await.ok();
    let told = &server.facts(&made).await.participants[pat.id()];
    assert_eq!((&*told.role, &*told.side), ("facilitator", ""));

    server.post_as(&path(&made, &facilitator, "role"), pat.token(), to("professional")).await.ok();
    server.get(&made.path("/invites"), facilitator.token()).await.refused(403, "facilitators_only");
    server
        .post_as(&path(&made, &pat, "role"), pat.token(), to("carer"))
        .await
        .refused(409, "last_facilitator");
    server.post_as(&path(&made, &pat, "role"), pat.token(), to("host")).await.refused(400, "bad_json");
    let token = json!({ "participant": facilitator.id(), "deviceSecret": facilitator.device_secret() });
    assert_eq!(server.post(&made.path("/token"), token).await.ok()["side"], "professional");
    server.running.stop().await;
}

#[tokio::test]
async fn manage_2_two_facilitators_who_demote_each_other_at_once_leave_one() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let one = server.join(&made, "facilitator", "Fay").await;
    let other = server.join(&made, "facilitator", "Fred").await;
    let (to_other, to_one) = (path(&made, &other, "role"), path(&made, &one, "remove"));
    let (demoted, removed) = tokio::join!(
        server.post_as(&to_other, one.token(), with("role", "observer")),
        server.post_as(&to_one, other.token(), command()),
    );
    let facts = server.facts(&made).await;
    let left = facts
        .participants
        .values()
        .filter(|person| person.role == "facilitator" && person.state == facts::ParticipantState::In);
    assert_eq!(left.count(), 1, "{demoted:?} {removed:?}");
    server.running.stop().await;
}

#[tokio::test]
async fn manage_4_somebody_who_takes_part_by_phone_is_on_the_list_without_a_device() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let add = made.path("/participants");
    let body = |role: &str| json!({ "command": random_id(), "nickname": "Ann", "role": role });
    server.post_as(&add, facilitator.token(), body("facilitator")).await.refused(400, "facilitator_by_phone");
    let ann = body("patientLeader");
    let added = server.post_as(&add, facilitator.token(), ann.clone()).await.ok();
    assert_eq!(server.post_as(&add, facilitator.token(), ann).await.ok(), added);
    let people = roster_of(&server, &made, &facilitator).await;
    let shown = people.iter().find(|person| person["participant"] == added["participant"]).unwrap();
    assert_eq!(
        (&shown["nickname"], &shown["takesPart"], &shown["state"]),
        (&json!("Ann"), &json!("phone"), &json!("in"))
    );
    let nobody = json!({ "participant": added["participant"], "deviceSecret": "" });
    server.post(&made.path("/token"), nobody).await.refused(401, "not_signed_in");
    let carer = server.join(&made, "carer", "Cai").await;
    server.post_as(&add, carer.token(), body("observer")).await.refused(403, "facilitators_only");
    server.running.stop().await;
}

#[tokio::test]
async fn manage_5_a_facilitator_says_who_acts_for_whom_who_has_a_device_is_asked_and_either_ends_it() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let ann = server.join(&made, "patientLeader", "Ann").await;
    let sam = server.join(&made, "supporter", "Sam").await;
    let dee = server.join(&made, "supporter", "Dee").await;
    let acts = path(&made, &sam, "acts-for");
    let token = facilitator.token();
    server.post_as(&acts, sam.token(), with("person", ann.id())).await.refused(403, "facilitators_only");
    server.post_as(&acts, token, with("person", sam.id())).await.refused(400, "acts_for_self");
    server.post_as(&acts, token, with("person", random_id())).await.refused(404, "not_found");
    let told = async || {
        let facts = server.facts(&made).await.participants[sam.id()].clone();
        (facts.acts_for, facts.asks_to_act_for)
    };
    let yes = Some(ann.id().to_owned());
    // Who has a device says it for themselves; until then they are only asked.
    server.post_as(&acts, token, with("person", ann.id())).await.ok();
    assert_eq!(told().await, (None, yes.clone()));
    server.post_as(&acts, ann.token(), with("person", Value::Null)).await.ok();
    assert_eq!(told().await, (None, None));
    server.post_as(&acts, dee.token(), with("person", Value::Null)).await.refused(403, "facilitators_only");
    server.post_as(&acts, ann.token(), with("person", ann.id())).await.ok();
    assert_eq!(told().await, (yes.clone(), None));
    // The one who writes can end it too.
    server.post_as(&acts, sam.token(), with("person", Value::Null)).await.ok();
    assert_eq!(told().await, (None, None));
    server.post_as(&acts, token, with("person", ann.id())).await.ok();
    server.post_as(&acts, ann.token(), with("person", ann.id())).await.ok();
    server
        .post_as(&path(&made, &dee, "acts-for"), token, with("person", sam.id()))
        .await
        .refused(409, "acts_for_chain");
    server
        .post_as(&path(&made, &ann, "acts-for"), token, with("person", dee.id()))
        .await
        .refused(409, "acts_for_chain");
    let phone = json!({ "command": random_id(), "nickname": "Nan", "role": "carer" });
    let nan = Joined { answer: server.post_as(&made.path("/participants"), token, phone).await.ok() };
    server
        .post_as(&path(&made, &nan, "acts-for"), token, with("person", dee.id()))
        .await
        .refused(409, "takes_part_by_phone");
    // A new role or name changes nothing about it.
    server.post_as(&path(&made, &sam, "role"), token, with("role", "observer")).await.ok();
    server.post_as(&path(&made, &sam, "rename"), token, with("nickname", "Samira")).await.ok();
    assert_eq!(server.facts(&made).await.participants[sam.id()].acts_for.as_deref(), Some(ann.id()));
    server.post_as(&acts, token, with("person", Value::Null)).await.ok();
    assert_eq!(server.facts(&made).await.participants[sam.id()].acts_for, None);
    server.running.stop().await;
}

#[tokio::test]
async fn manage_6_half_of_an_open_pair_keeps_the_side_and_acts_for_nobody_else() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let (pat, prof) =
        (server.join(&made, "carer", "Pat").await, server.join(&made, "professional", "Rees").await);
    let ann = server.join(&made, "patientLeader", "Ann").await;
    let name = DocumentName::parse(&format!("workshop/{}", made.id())).unwrap();
    let pair = |state| Pair {
        name: String::new(),
        challenge: String::new(),
        how_we_work: String::new(),
        patient: pat.id().to_owned(),
        professional: prof.id().to_owned(),
        state,
        asked_by: None,
        since: 1,
        scope: Scope::default(),
        asked_scope: None,
    };
    let open = pair(PairState::Open);
    server.app().rooms.edit(&name, move |document| pairs::set_pair(document, "pair", &open)).await.unwrap();
    let token = facilitator.token();
    let acts = path(&made, &prof, "acts-for");
    server.post_as(&acts, token, with("person", ann.id())).await.refused(409, "half_of_a_pair");
    let role = path(&made, &prof, "role");
    server.post_as(&role, token, with("role", "observer")).await.refused(409, "half_of_a_pair");
    assert_eq!(server.facts(&made).await.participants[prof.id()].role, "professional");
    // The same side, another role: the pair goes on.
    server.post_as(&path(&made, &pat, "role"), token, with("role", "patientLeader")).await.ok();

    let ended = pair(PairState::Ended);
    server.app().rooms.edit(&name, move |document| pairs::set_pair(document, "pair", &ended)).await.unwrap();
    server.post_as(&acts, token, with("person", ann.id())).await.ok();
    server.post_as(&role, token, with("role", "observer")).await.ok();
    server.running.stop().await;
}

#[tokio::test]
async fn join_6_a_revoked_invite_opens_nothing_and_none_is_made_until_somebody_asks() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let revoke = made.path("/invites/carer/revoke");
    server.post_as(&revoke, facilitator.token(), command()).await.ok();
    let (secret, code) = (made.secret("carer"), made.invite("carer")["code"].clone());
    server.post("/api/invites/look", json!({ "secret": secret })).await.refused(404, "not_found");
    server.post("/api/invites/look", json!({ "code": code })).await.refused(404, "not_found");
    let join = json!({ "command": random_id(), "secret": secret, "nickname": "Cai" });
    server.post("/api/join", join).await.refused(404, "not_found");
    let list = server.get(&made.path("/invites"), facilitator.token()).await.ok();
    assert!(list["invites"].as_array().unwrap().iter().all(|invite| invite["role"] != "carer"));
    server.post_as(&revoke, facilitator.token(), command()).await.ok();
    let fresh = server.post_as(&made.path("/invites/carer/renew"), facilitator.token(), command()).await.ok();
    server.post("/api/invites/look", json!({ "code": fresh["code"] })).await.ok();

    server.post_as(&made.path("/invites/facilitator/revoke"), facilitator.token(), command()).await.ok();
    let link = json!({ "secret": made.secret("facilitator") });
    server.post("/api/invites/look", link).await.refused(404, "not_found");
    server.running.stop().await;
}

#[tokio::test]
async fn join_8_who_comes_back_with_a_device_that_was_sent_away_waits_and_who_left_does_not() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let join = async |device: &str, role: &str| {
        let body = json!({ "command": random_id(), "secret": made.secret(role), "nickname": "Oli", "device": device });
        Joined { answer: server.post("/api/join", body).await.ok() }
    };
    let (number, other) = (random_id(), random_id());
    let oli = join(&number, "observer").await;
    server.post_as(&path(&made, &oli, "remove"), facilitator.token(), command()).await.ok();
    // With another invitation and another name too.
    let again = join(&number, "carer").await;
    assert_eq!((&again.answer["state"], &again.answer["token"]), (&json!("waiting"), &Value::Null));
    assert_eq!(join(&other, "observer").await.answer["state"], "in");
    server.post_as(&path(&made, &again, "admit"), facilitator.token(), command()).await.ok();

    let home = random_id();
    let lou = join(&home, "observer").await;
    let body = json!({ "command": random_id(), "deviceSecret": lou.device_secret() });
    server.post_as(&made.path("/leave"), lou.token(), body).await.ok();
    assert_eq!(join(&home, "observer").await.answer["state"], "in");
    server.running.stop().await;
}

#[tokio::test]
async fn join_7_facilitators_see_that_one_device_came_twice_and_no_number_of_it_is_kept() {
    let server = TestServer::start().await;
    let (made, elsewhere) = (server.make_workshop().await, server.make_workshop().await);
    let number = random_id();
    let join = async |made: &Made, role: &str, device: Option<&str>| {
        let body = json!({ "command": random_id(), "secret": made.secret(role), "nickname": "Somebody", "device": device });
        Joined { answer: server.post("/api/join", body).await.ok() }
    };
    let fay = join(&made, "facilitator", Some(&number)).await;
    let twice = join(&made, "patientLeader", Some(&number)).await;
    let other = join(&made, "carer", Some(&random_id())).await;
    let silent = join(&made, "observer", None).await;
    join(&elsewhere, "observer", Some(&number)).await;
    let people = roster_of(&server, &made, &fay).await;
    let same = |who: &Joined| {
        people.iter().find(|person| person["participant"] == who.id()).unwrap()["sameDeviceAs"].clone()
    };
    assert_eq!(same(&twice), json!([fay.id()]));
    assert_eq!(same(&fay), json!([twice.id()]));
    assert_eq!((same(&other), same(&silent)), (json!([]), json!([])));
    assert!(
        roster_of(&server, &made, &twice).await.iter().all(|person| person.get("sameDeviceAs").is_none())
    );

    let lines = server.get(&made.path("/audit"), fay.token()).await.ok()["lines"].as_array().unwrap().clone();
    let seen = |who: &Joined| lines.iter().find(|line| line["by"] == who.id()).unwrap()["device"].clone();
    assert_eq!(
        (seen(&fay), seen(&twice), seen(&other)),
        (json!("different"), json!("same"), json!("different"))
    );
    assert_eq!(seen(&silent), Value::Null);
    let records = server.app().store.list("").await.unwrap();
    let marks: Vec<String> = records
        .iter()
        .filter_map(|(_, value)| serde_json::from_slice::<Value>(value).ok())
        .filter_map(|value| value["marks"][0].as_str().map(str::to_owned))
        .collect();
    assert_eq!(marks.len(), 4);
    assert_eq!(marks.iter().collect::<std::collections::BTreeSet<_>>().len(), 3, "another mark elsewhere");
    assert!(records.iter().all(|(_, value)| !holds(value, &number)));
    let bad =
        json!({ "command": random_id(), "secret": made.secret("carer"), "nickname": "A", "device": "a b" });
    server.post("/api/join", bad).await.refused(400, "bad_command");
    server.running.stop().await;
}

#[tokio::test]
async fn audit_1_facilitators_read_what_happened_newest_first_a_page_at_a_time() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let pat = server.join(&made, "patientLeader", "Unmistakable").await;
    server.get(&made.path("/audit"), pat.token()).await.refused(403, "facilitators_only");
    for _ in 0..AUDIT_LINES_PER_PAGE - 2 {
        assert_eq!(server.get(&made.map_path("steps.csv"), pat.token()).await.status, 200);
    }
    let answer = server.get(&made.path("/audit"), facilitator.token()).await;
    assert!(!holds(&answer.bytes, "Unmistakable") && !holds(&answer.bytes, "Hearts"));
    let page = answer.ok();
    let lines = page["lines"].as_array().unwrap();
    assert_eq!((lines.len(), &page["more"]), (AUDIT_LINES_PER_PAGE, &json!(true)));
    assert_eq!((&lines[0]["act"], &lines[0]["by"]), (&json!("export"), &json!(pat.id())));
    let last = &lines[AUDIT_LINES_PER_PAGE - 1]["number"];
    let older = server.get(&made.path(&format!("/audit?before={last}")), facilitator.token()).await.ok();
    assert_eq!(older["more"], false);
    let acts: Vec<&Value> = older["lines"].as_array().unwrap().iter().map(|line| &line["act"]).collect();
    assert_eq!(acts, ["create"]);
    server.get(&made.path("/audit?before=x"), facilitator.token()).await.refused(400, "bad_page");
    server.running.stop().await;
}

#[tokio::test]
async fn audit_2_every_command_about_people_and_ways_in_is_written_down() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let token = facilitator.token();
    server.post_as(&made.path("/waiting-room"), token, with("on", true)).await.ok();
    let (pat, sam) = (server.join(&made, "carer", "Pat").await, server.join(&made, "observer", "Sam").await);
    server.post_as(&path(&made, &pat, "admit"), token, command()).await.ok();
    server.post_as(&path(&made, &sam, "refuse"), token, command()).await.ok();
    server.post_as(&made.path("/waiting-room"), token, with("on", false)).await.ok();
    let phone = json!({ "command": random_id(), "nickname": "Ann", "role": "patientLeader" });
    let ann = Joined { answer: server.post_as(&made.path("/participants"), token, phone).await.ok() };
    server.post_as(&path(&made, &pat, "rename"), token, with("nickname", "Patricia")).await.ok();
    server.post_as(&path(&made, &pat, "role"), token, with("role", "supporter")).await.ok();
    server.post_as(&path(&made, &pat, "acts-for"), token, with("person", ann.id())).await.ok();
    server.post_as(&path(&made, &pat, "acts-for"), token, with("person", Value::Null)).await.ok();
    let code = server.post_as(&made.path("/return-code"), token, command()).await.ok();
    server.post("/api/return", with("code", code["code"].clone())).await.ok();
    server.post_as(&made.path("/invites/carer/revoke"), token, command()).await.ok();
    server.post_as(&made.path("/invites/carer/renew"), token, command()).await.ok();

    let page = server.get(&made.path("/audit"), token).await.ok();
    let lines: Vec<&Value> = page["lines"].as_array().unwrap().iter().rev().collect();
    let acts: Vec<&str> = lines.iter().map(|line| line["act"].as_str().unwrap()).collect();
    assert_eq!(
        acts,
        [
            "create",
            "join",
            "openWaitingRoom",
            "wait",
            "wait",
            "admit",
            "refuse",
            "closeWaitingRoom",
            "addByPhone",
            "rename",
            "changeRole",
            "actFor",
            "stopActingFor",
            "returnCode",
            "return",
            "revokeInvite",
            "invite",
        ]
    );
    assert_eq!((&lines[5]["to"], &lines[6]["to"]), (&json!(pat.id()), &json!(sam.id())));
    assert_eq!((&lines[10]["about"], &lines[15]["about"]), (&json!("supporter"), &json!("carer")));
    assert_eq!((&lines[11]["to"], &lines[11]["actsFor"]), (&json!(pat.id()), &json!(ann.id())));
    server.running.stop().await;
}

#[tokio::test]
async fn manage_7_a_facilitator_changes_how_people_meet_agenda_questions_and_facts_and_the_rest_stays() {
    let server = TestServer::start().await;
    let made = server.make_workshop().await;
    let facilitator = server.join(&made, "facilitator", "Fay").await;
    let pat = server.join(&made, "patientLeader", "Pat").await;
    let plan = made.path("/plan");
    let before = server.facts(&made).await;
    // What the template says is there from the start.
    assert!(!before.discuss.is_empty() && !before.facts.is_empty() && before.agenda.len() > 3);
    let body = |body: serde_json::Value| {
        let mut body = body;
        body["command"] = random_id().into();
        body
    };
    let wanted = json!({
        "agenda": [{ "min": 20, "title": " Goals first ", "mode": "silent", "opens": "patient" }],
        "discuss": ["Who drops out?", " "],
    });
    server.post_as(&plan, pat.token(), body(wanted.clone())).await.refused(403, "facilitators_only");
    server.post_as(&plan, facilitator.token(), body(wanted)).await.ok();
    let after = server.facts(&made).await;
    assert_eq!((after.agenda.len(), after.agenda[0].title.as_str()), (1, "Goals first"));
    assert_eq!(
        (after.discuss, after.facts, after.format),
        (vec!["Who drops out?".to_owned()], before.facts, before.format)
    );
    server
        .post_as(&plan, facilitator.token(), body(json!({ "format": "pair session", "facts": [] })))
        .await
        .ok();
    let after = server.facts(&made).await;
    assert_eq!((after.format.as_str(), after.facts.len(), after.agenda.len()), ("pair session", 0, 1));
    for (wrong, code) in [
        (
            json!({ "agenda": [{ "min": 0, "title": "Hello", "mode": "plenary", "opens": "none" }] }),
            "minutes_wrong",
        ),
        (
            json!({ "agenda": [{ "min": 5, "title": " ", "mode": "plenary", "opens": "none" }] }),
            "activity_empty",
        ),
        (
            json!({ "agenda": [{ "min": 5, "title": "Hello", "mode": "dance", "opens": "none" }] }),
            "bad_activity",
        ),
        (json!({ "discuss": ["x".repeat(1_001)] }), "line_too_long"),
        (json!({ "facts": ["two\nlines"] }), "line_unreadable"),
        (json!({ "facts": vec!["x"; 51] }), "too_many_lines"),
    ] {
        server.post_as(&plan, facilitator.token(), body(wrong)).await.refused(400, code);
    }
    let archive = server.get(&made.map_path("archive.json"), pat.token()).await.ok();
    assert_eq!(archive["workshop"]["discuss"], json!(["Who drops out?"]));
    let audit = server.get(&made.path("/audit"), facilitator.token()).await.ok();
    let lines = audit["lines"].as_array().unwrap();
    assert_eq!(lines.iter().filter(|line| line["act"] == "planMeeting").count(), 2);
    server.running.stop().await;
}
