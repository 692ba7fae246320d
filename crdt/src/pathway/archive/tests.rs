//! Tests of reading an archive from outside: every refusal in plain words, every limit at its bound.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// A small archive with one of everything.
fn archive() -> Value {
    json!({
        "format": "pairway-archive",
        "version": 2,
        "exportedAt": 1_900_000_000_000_u64,
        "notice": "Service design. Not clinical advice.",
        "workshop": {
            "title": "Heart care", "challenge": "What comes next?", "template": "", "format": "joint workshop",
            "agenda": [{"min": 10, "title": "Welcome", "mode": "plenary", "opens": "patient"}],
            "discuss": ["Who drops out?"], "facts": ["Half take part: example.org"],
        },
        "maps": [{
            "kind": "future",
            "stages": [{"id": "s1", "title": "Before"}],
            "lanes": [{"id": "l1", "title": "Person", "sector": "self_family"}],
            "goals": [{"id": "g1", "title": "I know whom to ring"}],
            "outcomes": [{"id": "o1", "title": "Rings sooner", "measure": "Asked in spring", "family": "prevention"}],
            "steps": [
                {"id": "p1", "title": "Rings", "detail": "", "stage": "s1", "lane": "l1", "kind": "step", "mode": "by",
                 "sector": "self_family", "perspective": "lived"},
                {"id": "p2", "title": "Answers", "detail": "", "stage": "", "lane": "", "kind": "step", "mode": "",
                 "sector": "", "perspective": ""},
            ],
            "links": [{"id": "k1", "from": "p1", "to": "p2", "kind": "leadsTo", "label": "the same day"}],
            "stepGoals": [{"step": "p1", "goal": "g1"}],
        }],
    })
}

/// The archive with one value put somewhere else; `null` takes the value away.
fn with(pointer: &str, value: Value) -> Value {
    let mut archive = archive();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = archive.pointer_mut(parent).unwrap();
    match (parent, value) {
        (Value::Object(fields), Value::Null) => drop(fields.remove(key)),
        (Value::Object(fields), value) => drop(fields.insert(String::from(key), value)),
        (Value::Array(items), value) => items[key.parse::<usize>().unwrap()] = value,
        _ => panic!("{pointer} is inside a list or an object"),
    }
    archive
}

fn read(archive: &Value) -> Result<WorkshopArchive, ArchiveError> {
    WorkshopArchive::parse(archive.to_string().as_bytes())
}

fn refused(archive: &Value) -> String {
    read(archive).expect_err("is refused").to_string()
}

#[test]
fn archive_1_an_archive_is_read_as_it_was_written() {
    let read = WorkshopArchive::parse(archive().to_string().as_bytes()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), archive());
    assert_eq!(read.maps[0].parts(), 7);
}

#[test]
fn archive_1_what_may_be_left_out_is_left_out() {
    let small = json!({"format": "pairway-archive", "version": 1, "workshop": {"title": "T"}, "maps": [{}]});
    let read = read(&small).unwrap();
    assert_eq!(read.maps, [MapArchive::default()]);
    assert_eq!(read.workshop, ArchivedWorkshop { title: String::from("T"), ..ArchivedWorkshop::default() });
}

#[test]
fn import_3_another_file_is_refused_in_plain_words() {
    let parse = |bytes: &[u8]| WorkshopArchive::parse(bytes).expect_err("is refused").to_string();
    assert_eq!(parse(b"{\n  oops"), "This file cannot be read. It stops being JSON at line 2, column 3.");
    assert_eq!(parse(b"\xff\xfe"), "This file cannot be read. It stops being JSON at line 1, column 1.");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    // Passed over without going into it.
    assert_eq!(parse(deep.as_bytes()), "This file is not a Pairway archive.");
    for other in ["[]", "7", "{}", "{\"format\":\"other\",\"version\":1}", "{\"format\":\"pairway-archive\"}"]
    {
        assert_eq!(parse(other.as_bytes()), "This file is not a Pairway archive.", "{other}");
    }
    for version in [json!("1"), json!(0), json!(-1), json!(1.5)] {
        assert_eq!(refused(&with("/version", version)), "This file is not a Pairway archive.");
    }
    let (newest, next) = (ARCHIVE_VERSION, ARCHIVE_VERSION + 1);
    let newer = format!(
        "This archive was made by a newer Pairway (archive version {next}). This server reads up to {newest}."
    );
    assert_eq!(refused(&with("/version", json!(next))), newer);
}

#[expect(clippy::too_many_lines, reason = "a table with a row a refusal")]
#[test]
fn import_3_a_value_that_cannot_be_used_is_named_with_its_place() {
    let cases = [
        ("/workshop", json!([]), "Archive: “workshop” should be an object."),
        ("/workshop/title", Value::Null, "Workshop: “title” should be text."),
        (
            "/workshop/agenda/0/min",
            json!(-5),
            "Workshop, agenda item 1: “min” should be minutes, one day at most.",
        ),
        (
            "/workshop/agenda/0/mode",
            json!("dance"),
            "Workshop, agenda item 1: “mode” is a word that Pairway does not know.",
        ),
        (
            "/workshop/agenda/0/opens",
            json!(""),
            "Workshop, agenda item 1: “opens” is a word that Pairway does not know.",
        ),
        ("/maps", json!([]), "Archive: “maps” should be a list with at least one map."),
        ("/maps", Value::Null, "Archive: “maps” should be a list with at least one map."),
        ("/maps", json!({}), "Archive: “maps” should be a list of objects."),
        ("/maps/0", json!(7), "Archive: “maps” should be a list of objects."),
        ("/maps/0/kind", json!("past"), "Map 1: “kind” is a word that Pairway does not know."),
        (
            "/maps/0/stages/0/id",
            Value::Null,
            "Map 1, stage 1: “id” should be an id of 1 to 64 letters and digits.",
        ),
        (
            "/maps/0/stages/0/id",
            json!("a:b"),
            "Map 1, stage 1: “id” should be an id of 1 to 64 letters and digits.",
        ),
        ("/maps/0/stages/0/title", json!(null), "Map 1, stage 1: “title” should be text."),
        (
            "/maps/0/lanes/0/sector",
            json!("moon"),
            "Map 1, lane 1: “sector” is a word that Pairway does not know.",
        ),
        ("/maps/0/goals/0/title", json!({"a": 1}), "Map 1, goal 1: “title” should be text."),
        ("/maps/0/steps/1/id", json!("p1"), "Map 1, step 2: another one has the same id."),
        (
            "/maps/0/steps/0/stage",
            json!("s9"),
            "Map 1, step 1: “stage” names something that is not in this map.",
        ),
        (
            "/maps/0/steps/0/lane",
            json!("s1"),
            "Map 1, step 1: “lane” names something that is not in this map.",
        ),
        ("/maps/0/steps/0/detail", json!(3), "Map 1, step 1: “detail” should be text."),
        (
            "/maps/0/steps/0/kind",
            json!("bomb"),
            "Map 1, step 1: “kind” is a word that Pairway does not know.",
        ),
        ("/maps/0/steps/0/mode", json!("BY"), "Map 1, step 1: “mode” is a word that Pairway does not know."),
        ("/maps/0/steps/0/perspective", json!([]), "Map 1, step 1: “perspective” should be text."),
        ("/maps/0/links/0/to", json!("p9"), "Map 1, link 1: “to” names something that is not in this map."),
        (
            "/maps/0/links/0/from",
            Value::Null,
            "Map 1, link 1: “from” should be an id of 1 to 64 letters and digits.",
        ),
        ("/maps/0/links/0/kind", json!("x"), "Map 1, link 1: “kind” is a word that Pairway does not know."),
        (
            "/maps/0/stepGoals/0/goal",
            json!("p1"),
            "Map 1, goal served 1: “goal” names something that is not in this map.",
        ),
    ];
    for (pointer, value, words) in cases {
        let words_found = match (pointer, &value) {
            ("/maps/0/stages/0/title", Value::Null) => refused(&with(pointer, json!(7))),
            _ => refused(&with(pointer, value)),
        };
        assert_eq!(words_found, words, "{pointer}");
    }
}

#[test]
fn import_4_texts_are_taken_up_to_the_limit() {
    let at_bound = format!("{}😀", "é".repeat(TEXT_FIELD_UNITS_MAX - 2));
    for (pointer, place, key) in [
        ("/workshop/title", "Workshop", "title"),
        ("/workshop/challenge", "Workshop", "challenge"),
        ("/maps/0/goals/0/title", "Map 1, goal 1", "title"),
        ("/maps/0/steps/0/detail", "Map 1, step 1", "detail"),
        ("/maps/0/links/0/label", "Map 1, link 1", "label"),
    ] {
        assert!(read(&with(pointer, json!(at_bound))).is_ok(), "{pointer}");
        let words = format!("{place}: “{key}” is longer than 10000 characters.");
        assert_eq!(refused(&with(pointer, json!(format!("{at_bound}x")))), words);
    }
}

#[test]
fn import_4_parts_are_taken_up_to_the_limit() {
    let goals = |count: usize| {
        json!((0..count).map(|id| json!({"id": format!("g{id}"), "title": ""})).collect::<Vec<_>>())
    };
    let others = 6;
    let mut full = with("/maps/0/goals", goals(PARTS_PER_MAP_MAX - others));
    assert_eq!(read(&full).unwrap().maps[0].parts(), PARTS_PER_MAP_MAX);
    full = with("/maps/0/goals", goals(PARTS_PER_MAP_MAX - others + 1));
    assert_eq!(refused(&full), "Map 1: there are more than 5000 parts.");
}

#[test]
fn import_4_lists_are_taken_up_to_their_limits() {
    let repeated = |pointer: &str, count: usize| {
        let one = archive().pointer(pointer).unwrap()[0].clone();
        with(pointer, Value::Array(vec![one; count]))
    };
    for (pointer, bound, words) in [
        ("/maps", MAPS_PER_ARCHIVE_MAX, "Archive: there are more than 8 maps."),
        (
            "/maps/0/stepGoals",
            STEP_GOALS_PER_MAP_MAX,
            "Map 1: there are more than 25000 goals served by steps.",
        ),
        ("/workshop/agenda", AGENDA_ITEMS_MAX, "Workshop: there are more than 100 agenda items."),
    ] {
        assert!(read(&repeated(pointer, bound)).is_ok(), "{pointer}");
        assert_eq!(refused(&repeated(pointer, bound + 1)), words);
    }
}

#[test]
fn import_4_a_part_of_the_agenda_may_last_a_day() {
    assert!(read(&with("/workshop/agenda/0/min", json!(AGENDA_ITEM_MINUTES_MAX))).is_ok());
    assert!(read(&with("/workshop/agenda/0/min", json!(AGENDA_ITEM_MINUTES_MAX + 1))).is_err());
}

#[test]
fn import_4_bytes_are_taken_up_to_the_limit() {
    let mut file = archive().to_string().into_bytes();
    file.resize(ARCHIVE_BYTES_MAX, b' ');
    assert!(WorkshopArchive::parse(&file).is_ok());
    file.push(b' ');
    let words = "This file is too large. An archive may have 8 MB at most.";
    assert_eq!(WorkshopArchive::parse(&file).expect_err("is refused").to_string(), words);
}

proptest! {
    #[test]
    fn import_3_a_damaged_archive_is_read_or_refused_and_never_fails(at: prop::sample::Index, byte: u8) {
        let mut file = archive().to_string().into_bytes();
        let at = at.index(file.len());
        file[at] = byte;
        if let Err(error) = WorkshopArchive::parse(&file) {
            prop_assert!(error.to_string().ends_with('.'));
        }
    }

    #[test]
    fn import_3_any_value_anywhere_is_read_or_refused(at in 0..12_usize, value in "[-0-9a-z\"\\[\\]{}:,]{0,12}") {
        let pointers = [
            "/format", "/version", "/workshop", "/workshop/agenda", "/workshop/agenda/0", "/maps", "/maps/0",
            "/maps/0/stages", "/maps/0/steps", "/maps/0/steps/0", "/maps/0/links/0/from", "/maps/0/stepGoals/0",
        ];
        let refusal = serde_json::from_str::<Value>(&value)
            .ok()
            .and_then(|value| read(&with(pointers[at], value)).err());
        prop_assert!(refusal.is_none_or(|error| error.to_string().ends_with('.')));
    }
}

#[test]
fn archive_1_decisions_and_outcomes_are_taken_away_and_brought_back() {
    let map = json!({
        "outcomes": [
            {"id": "o1", "title": "Walks far", "measure": "500 m", "family": "recovery"},
            {"id": "o2", "title": "No fall"},
        ],
        "steps": [
            {"id": "d1", "title": "Choose", "kind": "decision", "options": "Rest\nWalk", "matters": "Sleep"},
            {"id": "d2", "title": "Not yet said", "kind": "decision"},
            {"id": "p1", "title": "Plain again", "kind": "step", "options": "Kept"},
            {"id": "p2", "title": "Plain"},
        ],
    });
    let file = json!({"format": "pairway-archive", "version": 2, "workshop": {"title": "T"}, "maps": [map]});
    let read = read(&file).unwrap().maps.remove(0);
    let mut document = crate::document::Document::new();
    let mut ids = ["o1", "o2", "d1", "d2", "p1", "p2"].map(String::from).into_iter();
    crate::pathway::seed::seed_map(&mut document, &read, &mut || ids.next().unwrap());
    let view = crate::pathway::view::PathwayMap::read_document(&document);
    let mut again = MapArchive::from(&view);
    again.kind = read.kind;
    assert_eq!(again, read);
    assert_eq!(again.parts(), 6);
    assert_eq!(view.listed[PartKind::Outcome][0].get("measure"), "500 m");
}

#[test]
fn archive_3_a_wrong_outcome_is_named_with_its_place_and_version_1_has_none() {
    let old = json!({"format": "pairway-archive", "version": 1, "workshop": {"title": "T"}, "maps": [{}]});
    assert_eq!(read(&old).unwrap().maps[0].listed[PartKind::Outcome], []);
    for (value, wrong) in [
        (
            json!({"outcomes": [{"id": "o", "title": "x", "family": "moon"}]}),
            "Map 1, outcome 1: “family” is a word that Pairway does not know.",
        ),
        (
            json!({"outcomes": [{"id": "o", "title": "x"}, {"id": "o", "title": "y"}]}),
            "Map 1, outcome 2: another one has the same id.",
        ),
        (
            json!({"steps": [{"id": "s", "title": "x", "options": 7}]}),
            "Map 1, step 1: “options” should be text.",
        ),
    ] {
        let file =
            json!({"format": "pairway-archive", "version": 2, "workshop": {"title": "T"}, "maps": [value]});
        assert_eq!(refused(&file), wrong);
    }
    let long = "x".repeat(crate::limits::TEXT_FIELD_UNITS_MAX + 1);
    let map = json!({"outcomes": [{"id": "o", "title": "x", "measure": long}]});
    let file = json!({"format": "pairway-archive", "version": 2, "workshop": {"title": "T"}, "maps": [map]});
    assert!(refused(&file).starts_with("Map 1, outcome 1: “measure” is longer"));
}

/// The archive with an item of the agenda that says all it can.
fn with_item(about: &str) -> Value {
    let mut archive = with(
        "/workshop/agenda/0",
        json!({
            "min": 10, "title": "Goals", "mode": "silent", "opens": "patient",
            "says": "Write one goal on each note.", "about": about, "notes": "anonymous",
        }),
    );
    archive["version"] = json!(4);
    archive
}

#[test]
fn agenda_4_an_archive_has_what_items_say_and_the_version_that_keeps_older_servers_from_losing_it() {
    for about in ["map:map", "stage:s1", "goal:g1", "question:What helps?"] {
        let read = read(&with_item(about)).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), with_item(about));
    }
    let plain = read(&with("/version", json!(4))).unwrap();
    assert_eq!(plain.version, 2, "a plain agenda is brought in by older servers too");
}

#[test]
fn agenda_4_an_item_that_cannot_be_used_is_named_with_its_place() {
    let wrong = |key: &str, value: Value| {
        let mut archive = with_item("map:map");
        archive["workshop"]["agenda"][0][key] = value;
        refused(&archive)
    };
    let place = "Workshop, agenda item 1: ";
    let long = json!("x".repeat(301));
    assert_eq!(wrong("says", long), format!("{place}“says” should be text of 300 characters at most."));
    for about in ["stage:s9", "goal:s1"] {
        let words = "“about” names something that is not in this map.";
        assert_eq!(wrong("about", json!(about)), format!("{place}{words}"));
    }
    assert_eq!(
        wrong("about", json!("step:p1")),
        format!("{place}“about” is a word that Pairway does not know.")
    );
    assert_eq!(
        wrong("notes", json!("loud")),
        format!("{place}“notes” is a word that Pairway does not know.")
    );
}
