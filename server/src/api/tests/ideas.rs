//! Ideas beside the map: adding them, themes, what became of them, who may, and what nothing says of who sorted them.

use pairway_crdt::document::Document;
use pairway_crdt::pathway::part_reader;
use pairway_crdt::workshop::notes::NOTE_UNITS_MAX;
use pairway_crdt::workshop::session::idea_sorting::{self, BecameKind, Sorting, THEME_CHARS_MAX, THEMES_MAX};
use pairway_crdt::workshop::session::ideas::{self, IDEAS_MAX, Idea};
use serde_json::{Value, json};

use super::support::{Answer, Joined, Meeting, holds};
use super::talk::comment;
use crate::auth::permission::DocumentName;
use crate::ids::random_id;

/// Long enough for everything that a person may do in a minute to be allowed anew.
const MINUTE_MS: u64 = 60_000;

impl Meeting {
    async fn sorting(&self) -> Sorting {
        self.server.app().rooms.read(&self.made.document("session"), idea_sorting::read).await.unwrap()
    }

    async fn adds(&self, who: &Joined, text: &str) -> String {
        let added = self.post(who, "ideas", json!({ "text": text })).await.ok();
        added["idea"].as_str().unwrap().to_owned()
    }

    async fn puts(&self, who: &Joined, idea: &str, into: Value) -> Answer {
        self.post(who, &format!("ideas/{idea}/theme"), into).await
    }

    async fn became(&self, who: &Joined, idea: &str, body: Value) -> Answer {
        self.post(who, &format!("ideas/{idea}/became"), body).await
    }

    fn map(&self) -> &str {
        self.made.answer["map"].as_str().unwrap()
    }

    /// Id of the first part of a kind on the map.
    async fn part(&self, kind: &str) -> String {
        let name = DocumentName::parse(&format!("map/{}/{}", self.made.id(), self.map())).unwrap();
        let look = |document: &Document| document.read(|txn, _| part_reader::all_parts(txn));
        let parts = self.server.app().rooms.read(&name, look).await.unwrap();
        parts.into_keys().find(|part| part.kind.as_str() == kind).unwrap().id
    }

    /// The lines of the audit, the newest first.
    async fn audit(&self) -> Vec<Value> {
        let page = self.server.get(&self.made.path("/audit"), self.fay.token()).await.ok();
        page["lines"].as_array().unwrap().clone()
    }

    /// An idea without a name, as it stands there after notes were shown.
    async fn shows_unnamed(&self, id: &str) {
        let idea = Idea {
            text: String::from("Ask me first"),
            activity: String::from("item-3"),
            by: String::new(),
            side: String::new(),
            note: String::new(),
            about: None,
            at: 1,
        };
        self.puts_ideas(vec![(id.to_owned(), idea)]).await;
    }

    /// Writes ideas as the server does.
    async fn puts_ideas(&self, new: Vec<(String, Idea)>) {
        let add = move |document: &mut Document| document.write(|txn, _| ideas::add(txn, new)).0.unwrap();
        self.server.app().rooms.edit(&self.made.document("session"), add).await.unwrap();
    }
}

#[tokio::test]
async fn idea_10_partners_and_facilitators_add_and_sort_ideas_with_and_without_an_activity_and_nobody_else() {
    let meeting = Meeting::begin().await;
    let (goal, map) = (meeting.part("goal").await, meeting.map().to_owned());
    let now = json!({ "kind": "goal", "map": map, "part": goal });
    for (role, may) in [
        ("facilitator", true),
        ("patientLeader", true),
        ("carer", true),
        ("professional", true),
        ("supporter", false),
        ("observer", false),
        ("systemPartner", false),
    ] {
        let person = meeting.server.join(&meeting.made, role, "Somebody").await;
        let added =
            meeting.post(&person, "ideas", json!({ "text": " Walk to the shop\r\nor the park " })).await;
        let idea = match may {
            true => added.ok()["idea"].as_str().unwrap().to_owned(),
            false => {
                added.refused(403, "not_your_role");
                meeting.adds(&meeting.pat, "Another").await
            }
        };
        let mut answers =
            vec![meeting.puts(&person, &idea, json!({ "name": format!("Theme of {role}") })).await];
        answers.push(meeting.became(&person, &idea, json!({ "now": now })).await);
        answers.push(meeting.became(&person, &idea, json!({ "was": now })).await);
        answers.push(meeting.puts(&person, &idea, json!({})).await);
        for answer in answers {
            if may {
                answer.ok();
            } else {
                answer.refused(403, "not_your_role");
            }
        }
        if may {
            let there = meeting
                .server
                .app()
                .rooms
                .read(&meeting.made.document("session"), ideas::read)
                .await
                .unwrap();
            let side = match role {
                "facilitator" => "",
                "professional" => "professional",
                _ => "patient",
            };
            let known = &there[&idea];
            assert_eq!(
                (known.text.as_str(), known.by.as_str(), known.side.as_str(), known.activity.as_str()),
                ("Walk to the shop\nor the park", person.id(), side, "")
            );
        }
    }
    meeting.post(&meeting.fay, "start", json!({ "activity": "item-0" })).await.ok();
    let about = json!({ "text": "In the plenary", "about": { "kind": "goal", "id": goal } });
    meeting.post(&meeting.pat, "ideas", about).await.ok();
    let known = meeting.ideas().await.into_iter().find(|idea| idea.text == "In the plenary").unwrap();
    assert_eq!((known.activity.as_str(), known.about.unwrap().id), ("item-0", goal));
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn idea_11_ideas_go_into_themes_and_themes_are_renamed_and_what_cannot_be_is_refused_in_plain_words() {
    let meeting = Meeting::begin().await;
    let (pat, fay) = (&meeting.pat, &meeting.fay);
    let (one, two) = (meeting.adds(pat, "One").await, meeting.adds(pat, "Two").await);
    let longest = "ŵ".repeat(THEME_CHARS_MAX);
    meeting.puts(pat, &one, json!({ "name": format!(" {longest} ") })).await.ok();
    meeting.puts(fay, &two, json!({ "name": "Going home" })).await.ok();
    let themes = meeting.sorting().await.themes;
    let id_of = |name: &str| themes.iter().find(|(_, theme)| theme.name == name).unwrap().0.clone();
    let (long, home) = (id_of(&longest), id_of("Going home"));
    for (body, status, code) in [
        (json!({ "name": " " }), 400, "theme_empty"),
        (json!({ "name": format!("{longest}x") }), 400, "theme_too_long"),
        (json!({ "name": "two\nlines" }), 400, "theme_unreadable"),
        (json!({ "name": "a\u{202e}b" }), 400, "theme_unreadable"),
        (json!({ "name": "Both", "theme": home }), 400, "two_themes"),
        (json!({ "theme": random_id() }), 404, "not_found"),
    ] {
        meeting.puts(pat, &one, body).await.refused(status, code);
    }
    meeting.puts(pat, &random_id(), json!({ "name": "Nowhere" })).await.refused(404, "not_found");
    let rename = async |theme: &str, name: &str| {
        meeting.post(pat, &format!("themes/{theme}"), json!({ "name": name })).await
    };
    rename(&long, "going HOME").await.refused(409, "theme_taken");
    rename(&long, " ").await.refused(400, "theme_empty");
    rename(&random_id(), "Other").await.refused(404, "not_found");
    rename(&home, "Back at home").await.ok();
    meeting.puts(pat, &one, json!({ "theme": home })).await.ok();
    let sorting = meeting.sorting().await;
    assert_eq!(sorting.themes.len(), 1, "the theme without ideas is gone");
    assert_eq!(sorting.themes[&home].name, "Back at home");
    assert!(sorting.ideas.values().all(|sorted| sorted.theme.as_ref() == Some(&home)));
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn idea_12_what_became_of_an_idea_is_there_already_is_said_once_and_can_be_taken_back() {
    let meeting = Meeting::begin().await;
    let (pat, fay) = (&meeting.pat, &meeting.fay);
    let (idea, map) = (meeting.adds(pat, "Walk to the shop").await, meeting.map().to_owned());
    let mut body = comment("Walk to the shop");
    body["command"] = random_id().into();
    let said = meeting.server.post_as(&meeting.made.map_path("talk"), pat.token(), body).await.ok();
    let thread = said["thread"].as_str().unwrap().to_owned();
    let part = |kind: &str, id: &str| json!({ "kind": kind, "map": map, "part": id });
    let (step, goal) = (meeting.part("step").await, meeting.part("goal").await);
    for nowhere in [part("step", &goal), part("goal", &step), part("comment", &step), part("step", "a/b")] {
        meeting.became(pat, &idea, json!({ "now": nowhere })).await.refused(404, "not_found");
    }
    let elsewhere = json!({ "kind": "step", "map": random_id(), "part": step });
    meeting.became(pat, &idea, json!({ "now": elsewhere })).await.refused(404, "not_found");
    meeting.became(pat, &idea, json!({ "now": part("stage", &step) })).await.refused(400, "bad_json");
    meeting.became(pat, &random_id(), json!({ "now": part("step", &step) })).await.refused(404, "not_found");
    assert_eq!(meeting.sorting().await, Sorting::default());

    meeting.became(pat, &idea, json!({ "now": part("step", &step) })).await.ok();
    let met = meeting.became(fay, &idea, json!({ "now": part("goal", &goal) })).await;
    met.refused(409, "changed");
    assert_eq!(met.json()["error"]["now"]["became"], part("step", &step));
    let was = part("step", &step);
    meeting.became(fay, &idea, json!({ "was": was, "now": part("comment", &thread) })).await.ok();
    let became = meeting.sorting().await.ideas[&idea].became.clone().unwrap();
    assert_eq!((became.kind, became.part, became.map), (BecameKind::Comment, thread.clone(), map.clone()));
    meeting.became(fay, &idea, json!({ "was": part("comment", &thread) })).await.ok();
    assert_eq!(meeting.sorting().await, Sorting::default());
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn idea_13_nothing_names_who_sorted_an_idea_and_no_line_of_the_audit_says_which_it_was() {
    let meeting = Meeting::begin().await;
    let (pat, idea, goal) = (&meeting.pat, random_id(), meeting.part("goal").await);
    meeting.shows_unnamed(&idea).await;
    let before =
        meeting.server.app().rooms.read(&meeting.made.document("session"), ideas::read).await.unwrap();
    meeting.puts(pat, &idea, json!({ "name": "Being asked" })).await.ok();
    let theme = meeting.sorting().await.themes.into_keys().next().unwrap();
    meeting.post(pat, &format!("themes/{theme}"), json!({ "name": "Being asked first" })).await.ok();
    let now = json!({ "kind": "goal", "map": meeting.map(), "part": goal });
    meeting.became(pat, &idea, json!({ "now": now })).await.ok();
    meeting.became(pat, &idea, json!({ "was": now })).await.ok();
    meeting.became(pat, &idea, json!({ "now": now })).await.ok();
    let after =
        meeting.server.app().rooms.read(&meeting.made.document("session"), ideas::read).await.unwrap();
    assert_eq!(before, after, "the idea is never written again");
    let look = |document: &Document| document.encode();
    let bytes = meeting.server.app().rooms.read(&meeting.made.document("session"), look).await.unwrap();
    assert!(!holds(&bytes, pat.id()), "the session names nobody for it");
    let audit = meeting.audit().await;
    let acts: Vec<&str> = audit.iter().filter_map(|line| line["act"].as_str()).take(5).collect();
    assert_eq!(acts, ["ideaBecame", "ideaBecameNothing", "ideaBecame", "renameTheme", "sortIdea"]);
    for line in &audit {
        assert!(!line.to_string().contains(&idea) && !line.to_string().contains("asked"), "{line}");
    }
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn idea_14_a_scribe_adds_and_sorts_for_their_person_and_nobody_does_for_another() {
    let meeting = Meeting::begin().await;
    let token = meeting.fay.token();
    let phone = json!({ "command": random_id(), "nickname": "Nan", "role": "carer" });
    let nan = meeting.server.post_as(&meeting.made.path("/participants"), token, phone).await.ok();
    let nan = nan["participant"].as_str().unwrap();
    let sam = meeting.server.join(&meeting.made, "supporter", "Sam").await;
    let path = meeting.made.path(&format!("/participants/{}/acts-for", sam.id()));
    let acts = json!({ "command": random_id(), "person": nan });
    meeting.server.post_as(&path, token, acts).await.ok();
    let body = json!({ "text": "Ring me at noon", "actingFor": nan });
    meeting.post(&meeting.pat, "ideas", body.clone()).await.refused(403, "not_their_scribe");
    let added = meeting.post(&sam, "ideas", body).await.ok();
    let idea = added["idea"].as_str().unwrap();
    let known = meeting.ideas().await.remove(0);
    assert_eq!((known.by.as_str(), known.side.as_str()), (nan, "patient"));
    let theme = json!({ "name": "By phone", "actingFor": nan });
    meeting.puts(&meeting.pat, idea, theme.clone()).await.refused(403, "not_their_scribe");
    meeting.puts(&sam, idea, theme).await.ok();
    let line = &meeting.audit().await[0];
    assert_eq!(
        (&line["act"], &line["by"], &line["actsFor"]),
        (&"sortIdea".into(), &sam.id().into(), &nan.into())
    );
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn idea_15_while_the_map_is_locked_only_facilitators_add_and_sort_ideas() {
    let meeting = Meeting::begin().await;
    let (pat, fay) = (&meeting.pat, &meeting.fay);
    let idea = meeting.adds(pat, "Walk to the shop").await;
    let freeze = async |frozen: bool| {
        let body = json!({ "command": random_id(), "frozen": frozen });
        meeting.server.post_as(&meeting.made.path("/freeze"), fay.token(), body).await.ok();
    };
    freeze(true).await;
    meeting.post(pat, "ideas", json!({ "text": "More" })).await.refused(409, "map_locked");
    meeting.puts(pat, &idea, json!({ "name": "Walks" })).await.refused(409, "map_locked");
    meeting.became(pat, &idea, json!({})).await.refused(409, "map_locked");
    meeting.puts(fay, &idea, json!({ "name": "Walks" })).await.ok();
    let theme = meeting.sorting().await.themes.into_keys().next().unwrap();
    let rename = json!({ "name": "Going out" });
    meeting.post(pat, &format!("themes/{theme}"), rename.clone()).await.refused(409, "map_locked");
    meeting.post(fay, &format!("themes/{theme}"), rename).await.ok();
    freeze(false).await;
    meeting.puts(pat, &idea, json!({})).await.ok();
    // In a break people rest.
    let item = json!({ "min": 5, "title": "Tea", "mode": "break", "opens": "none" });
    let plan = json!({ "command": random_id(), "agenda": [item] });
    meeting.server.post_as(&meeting.made.path("/plan"), fay.token(), plan).await.ok();
    let rest = meeting.agenda().await[0].id.clone();
    meeting.post(fay, "start", json!({ "activity": rest })).await.ok();
    meeting.puts(pat, &idea, json!({ "name": "Walks" })).await.refused(409, "map_locked");
    meeting.post(fay, "end", json!({ "seen": rest })).await.ok();
    meeting.puts(pat, &idea, json!({ "name": "Walks" })).await.ok();
    meeting.server.running.stop().await;
}

#[tokio::test]
async fn idea_16_ideas_and_themes_have_bounds() {
    let meeting = Meeting::begin().await;
    let pat = &meeting.pat;
    let longest = "x".repeat(NOTE_UNITS_MAX);
    for (body, code) in [
        (json!({ "text": " \n" }), "idea_empty"),
        (json!({ "text": format!("{longest}x") }), "idea_too_long"),
        (json!({ "text": "👍".repeat(NOTE_UNITS_MAX / 2 + 1) }), "idea_too_long"),
        (json!({ "text": "a\u{202e}b" }), "idea_unreadable"),
        (json!({ "text": "Walk", "about": { "kind": "lane", "id": "l1" } }), "about_wrong"),
        (json!({ "text": "Walk", "about": { "kind": "step", "id": "a/b" } }), "about_wrong"),
    ] {
        meeting.post(pat, "ideas", body).await.refused(400, code);
    }
    meeting.server.clock.advance(MINUTE_MS);
    meeting.adds(pat, &longest).await;
    let idea = |number: usize| Idea {
        text: format!("Idea {number}"),
        activity: String::new(),
        by: pat.id().to_owned(),
        side: String::from("patient"),
        note: String::new(),
        about: None,
        at: number as u64,
    };
    let many = (0..IDEAS_MAX - 2).map(|number| (random_id(), idea(number))).collect();
    meeting.puts_ideas(many).await;
    meeting.adds(pat, "The last that fits in").await;
    meeting.post(pat, "ideas", json!({ "text": "One more" })).await.refused(400, "too_many_ideas");
    let there =
        meeting.server.app().rooms.read(&meeting.made.document("session"), ideas::read).await.unwrap();
    assert_eq!(there.len(), IDEAS_MAX);
    let mut ids = there.into_keys();
    for number in 0..THEMES_MAX {
        meeting.server.clock.advance(2_000);
        let id = ids.next().unwrap();
        meeting.puts(pat, &id, json!({ "name": format!("Theme {number}") })).await.ok();
    }
    let more = json!({ "name": "One more" });
    meeting.puts(pat, &ids.next().unwrap(), more).await.refused(409, "themes_full");
    meeting.server.running.stop().await;
}
