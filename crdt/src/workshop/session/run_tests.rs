use super::*;

const MINUTE: u64 = MS_PER_MINUTE;
const BEGIN: u64 = 1_764_000_000_000;

fn item(id: &str, min: u32) -> AgendaItem {
    AgendaItem {
        id: String::from(id),
        min,
        title: format!("Part {id}"),
        mode: String::from("plenary"),
        opens: String::from("patient"),
        says: String::new(),
        about: None,
        notes: String::new(),
    }
}

/// What the document holds after this was written into it.
fn written(document: &mut Document, session: &Session) -> Session {
    document.write(|txn, _| session.write(txn));
    read(document)
}

#[test]
fn session_1_an_activity_has_run_for_the_time_it_was_on_without_pauses() {
    let mut session = Session::default();
    session.start(&item("a", 10), BEGIN);
    session.pause(BEGIN + 2 * MINUTE).unwrap();
    session.pause(BEGIN + 3 * MINUTE).unwrap();
    session.resume(BEGIN + 7 * MINUTE).unwrap();
    session.resume(BEGIN + 8 * MINUTE).unwrap();
    let (id, activity) = session.current().unwrap();
    assert_eq!((id, activity.ran_until(BEGIN + 9 * MINUTE)), ("a", 4 * MINUTE));
    assert_eq!(activity.length_ms(), 10 * MINUTE);
}

#[test]
fn session_2_going_back_goes_on_with_the_time_that_is_left_and_one_activity_runs_at_most() {
    let mut session = Session::default();
    session.start(&item("a", 10), BEGIN);
    session.start(&item("b", 5), BEGIN + 4 * MINUTE);
    session.start(&item("a", 10), BEGIN + 6 * MINUTE);
    let running: Vec<&str> = session
        .activities
        .iter()
        .filter(|(_, activity)| activity.since.is_some())
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(running, ["a"]);
    assert_eq!(session.activities["a"].ran_until(BEGIN + 7 * MINUTE), 5 * MINUTE);
    assert_eq!(session.activities["b"].ran_until(BEGIN + 7 * MINUTE), 2 * MINUTE);
    assert_eq!(session.activities["a"].started_at, BEGIN);
}

#[test]
fn session_3_minutes_are_added_and_taken_up_to_the_limits() {
    let mut session = Session::default();
    assert_eq!(session.add_minutes(1), Err(Refused::NothingOn));
    session.start(&item("a", 2), BEGIN);
    session.add_minutes(-2).unwrap();
    assert_eq!(session.add_minutes(-1), Err(Refused::Minutes));
    session.add_minutes(MINUTES_ADDED_MAX).unwrap();
    assert_eq!(session.add_minutes(MINUTES_ADDED_MAX + 1), Err(Refused::Minutes));
    assert_eq!(session.activities["a"].length_ms(), 60 * MINUTE);
    session.start(&item("day", AGENDA_ITEM_MINUTES_MAX), BEGIN);
    assert_eq!(session.add_minutes(1), Err(Refused::Minutes));
}

#[test]
fn session_4_an_ended_session_has_nothing_on_and_can_be_gone_on_with() {
    let mut session = Session::default();
    assert_eq!(session.end(BEGIN), Err(Refused::NothingOn));
    session.start(&item("a", 10), BEGIN);
    session.end(BEGIN + MINUTE).unwrap();
    assert_eq!((session.current(), session.run.ended_at), (None, Some(BEGIN + MINUTE)));
    for refused in [session.pause(BEGIN), session.resume(BEGIN), session.add_minutes(1), session.end(BEGIN)] {
        assert_eq!(refused, Err(Refused::NothingOn));
    }
    session.start(&item("a", 10), BEGIN + 5 * MINUTE);
    assert_eq!((session.run.ended_at, session.run.began_at), (None, Some(BEGIN)));
    assert_eq!(session.activities["a"].ran_until(BEGIN + 6 * MINUTE), 2 * MINUTE);
}

#[test]
fn session_5_reads_back_as_written_and_writes_only_what_changed() {
    let mut document = Document::new();
    assert_eq!(read(&document), Session::default());
    let mut session = Session::default();
    session.start(&item("a", 10), BEGIN);
    session.start(&item("b", 10), BEGIN + MINUTE);
    assert_eq!(written(&mut document, &session), session);
    session.pause(BEGIN + 2 * MINUTE).unwrap();
    let update = document.write(|txn, _| session.write(txn)).1;
    assert_eq!(read(&document), session);
    assert!(
        !update.windows(6).any(|bytes| bytes == b"Part a"),
        "an activity that stood still was written again"
    );
    let again = document.write(|txn, _| session.write(txn)).1;
    assert!(again.len() <= 2, "{again:?}");
}

#[test]
fn session_5_odd_values_read_as_absent() {
    let mut document = Document::new();
    document.write(|txn, _| {
        txn.get_or_insert_map(RUN).insert(txn, STATE, "on");
        let root = txn.get_or_insert_map(ACTIVITIES);
        root.insert(txn, "text", "a text");
        root.insert(txn, "odd", yrs::Any::from_json(r#"{"title":7,"min":-1}"#).unwrap());
    });
    assert_eq!(read(&document), Session::default());
}

#[test]
fn session_6_no_more_activities_than_the_limit_are_kept_and_what_is_on_stays() {
    let mut document = Document::new();
    let mut session = Session::default();
    for index in 0..ACTIVITIES_KEPT_MAX as u64 + 2 {
        session.start(&item(&format!("i{index}"), 1), BEGIN + index);
    }
    let read = written(&mut document, &session);
    assert_eq!(read.activities.len(), ACTIVITIES_KEPT_MAX);
    assert!(!read.activities.contains_key("i0") && !read.activities.contains_key("i1"));
    assert_eq!(read.current().unwrap().0, format!("i{}", ACTIVITIES_KEPT_MAX + 1));
}

#[test]
fn agenda_2_an_activity_has_what_its_item_says_and_keeps_it_when_the_item_changes() {
    let mut wanted = item("a", 10);
    wanted.mode = String::from("silent");
    wanted.says = String::from("Write one thing on each line.");
    wanted.about = About::parse("question:What helps?");
    let mut session = Session::default();
    session.start(&wanted, BEGIN);
    let mut changed = wanted.clone();
    (changed.says, changed.notes) = (String::from("Other words"), String::from("anonymous"));
    session.start(&changed, BEGIN + MINUTE);
    let mut document = Document::new();
    let session = written(&mut document, &session);
    let activity = session.current().unwrap().1;
    assert_eq!((&activity.says, &activity.about), (&wanted.says, &wanted.about));
    assert_eq!(activity.notes, "named", "what was not said is said when people begin to write");
    session_of(&item("b", 5)).activities.values().for_each(|plain| assert_eq!(plain.notes, ""));
}

#[test]
fn agenda_2_an_odd_subject_of_an_activity_reads_as_absent() {
    let mut document = Document::new();
    let written = |about: &str| {
        format!(r#"{{"title":"A","min":5,"mode":"silent","opens":"patient","startedAt":1,"about":{about}}}"#)
    };
    document.write(|txn, _| {
        let root = txn.get_or_insert_map(ACTIVITIES);
        for (id, about) in [("a", "7"), ("b", r#""stage:a b""#), ("c", r#""goal:g1""#)] {
            root.insert(txn, id, yrs::Any::from_json(&written(about)).unwrap());
        }
    });
    let read = read(&document).activities;
    let abouts: Vec<Option<String>> =
        read.values().map(|activity| activity.about.as_ref().map(ToString::to_string)).collect();
    assert_eq!(abouts, [None, None, Some(String::from("goal:g1"))]);
}

fn session_of(item: &AgendaItem) -> Session {
    let mut session = Session::default();
    session.start(item, BEGIN);
    session
}

#[test]
fn lead_20_in_a_break_facilitators_say_whether_everybody_edits_and_the_next_break_begins_anew() {
    let mut session = Session::default();
    assert_eq!(session.let_edit_in_break(true), Err(Refused::NothingOn));
    session.start(&item("a", 10), BEGIN);
    assert_eq!(session.let_edit_in_break(true), Err(Refused::NoBreak));
    let rest = AgendaItem { mode: String::from(BREAK_MODE), ..item("rest", 10) };
    session.start(&rest, BEGIN);
    session.let_edit_in_break(true).unwrap();
    let mut document = Document::new();
    assert!(written(&mut document, &session).run.edit_in_break);
    session.start(&rest, BEGIN + MINUTE);
    assert!(!session.run.edit_in_break);
    session.let_edit_in_break(true).unwrap();
    session.end(BEGIN + 2 * MINUTE).unwrap();
    assert!(!written(&mut document, &session).run.edit_in_break);
}
