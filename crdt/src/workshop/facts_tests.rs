//! Tests of the `workshop` document.

use yrs::{MapPrelim, TextPrelim};

use super::*;
use crate::agenda::AGENDA_ITEMS_MAX;
use crate::pathway::schema::MapKind;
use crate::workshop::maps::MapState;

fn facts() -> WorkshopFacts {
    let participant = |role: &str, side: &str, state| ParticipantFacts {
        role: String::from(role),
        side: String::from(side),
        state,
        acts_for: None,
        asks_to_act_for: None,
    };
    let item = |min, title: &str, mode: &str| AgendaItem {
        id: format!("{mode}-{min}"),
        min,
        title: String::from(title),
        mode: String::from(mode),
        opens: String::from("patient"),
        says: String::new(),
        about: None,
        notes: String::new(),
    };
    let supporter = participant("supporter", "", ParticipantState::In);
    WorkshopFacts {
        title: String::from("Heart care in our town"),
        challenge: String::from("Nobody told me what comes next"),
        ends_on: String::from("2030-01-31"),
        template: String::from("cardiac-services"),
        format: String::from("joint workshop"),
        map: String::from("0123456789abcdefghjkmnpqrs"),
        maps: vec![MapFacts {
            id: String::from("0123456789abcdefghjkmnpqrs"),
            name: String::from("How we want it"),
            kind: MapKind::Future,
            state: MapState::Shown,
        }],
        frozen: false,
        waiting_room: true,
        observers_silent: true,
        roster_revision: 3,
        participants: BTreeMap::from([
            (String::from("p1"), participant("patientLeader", "patient", ParticipantState::In)),
            (String::from("p2"), participant("professional", "professional", ParticipantState::Removed)),
            (String::from("p3"), participant("carer", "patient", ParticipantState::Waiting)),
            (String::from("p4"), ParticipantFacts { acts_for: Some(String::from("p1")), ..supporter }),
        ]),
        agenda: vec![item(10, "Welcome", "plenary"), item(15, "Goals first", "silent")],
        discuss: vec![String::from("Who drops out, and why?")],
        facts: vec![String::from("Half of all people take part: example.org")],
    }
}

#[test]
fn facts_3_are_read_as_they_were_written_here_and_on_another_copy() {
    let mut document = Document::new();
    let update = create(&mut document, &facts());
    assert_eq!(read(&document), facts());
    let mut copy = Document::new();
    assert!(!copy.apply(&update).unwrap().missing);
    assert_eq!(read(&copy), facts());
}

/// A change of one participant, of the freeze or of the roster revision is one small update.
#[test]
fn each_change_is_one_update_of_its_own() {
    let mut document = Document::new();
    let created = create(&mut document, &facts());
    let mut copy = Document::new();
    copy.apply(&created).unwrap();
    let removed = ParticipantFacts {
        role: String::from("patientLeader"),
        side: String::from("patient"),
        state: ParticipantState::Removed,
        acts_for: None,
        asks_to_act_for: None,
    };
    let updates = [
        set_participant(&mut document, "p1", &removed),
        set_frozen(&mut document, true),
        set_roster_revision(&mut document, 4),
    ];
    for update in &updates {
        assert!(copy.apply(update).unwrap().novel.is_some());
    }
    let mut wanted = facts();
    wanted.participants.insert(String::from("p1"), removed);
    (wanted.frozen, wanted.roster_revision) = (true, 4);
    assert_eq!(read(&document), wanted);
    assert_eq!(read(&copy), wanted);
}

#[test]
fn facts_3_an_empty_document_says_nothing() {
    assert_eq!(read(&Document::new()), WorkshopFacts::default());
}

#[test]
fn facts_3_values_of_the_wrong_type_read_as_absent() {
    let mut document = Document::new();
    document.write(|txn, _| {
        let meta = txn.get_or_insert_map("meta");
        meta.insert(txn, "title", TextPrelim::new("not a plain text"));
        meta.insert(txn, "challenge", 7);
        meta.insert(txn, "frozen", "true");
        meta.insert(txn, "rosterRevision", -1);
        let participants = txn.get_or_insert_map("participants");
        participants.insert(txn, "p1", "in");
        participants.insert(txn, "p2", MapPrelim::from([("role", "facilitator")]));
        participants.insert(txn, "p3", Any::from_json(r#"{"role":7,"state":"maybe","actsFor":[]}"#).unwrap());
        let agenda = txn.get_or_insert_map("agenda");
        agenda.insert(txn, "0", Any::from_json(r#"{"min":1.5}"#).unwrap());
        agenda.insert(txn, "1", Any::from_json(r#"{"min":5,"title":"Break"}"#).unwrap());
        agenda.insert(txn, "x", Any::from_json(r#"{"min":5}"#).unwrap());
    });
    let read = read(&document);
    let nobody = ParticipantFacts {
        role: String::new(),
        side: String::new(),
        state: ParticipantState::Removed,
        acts_for: None,
        asks_to_act_for: None,
    };
    let pause = AgendaItem {
        id: AgendaItem::id_by_place(1),
        min: 5,
        title: String::from("Break"),
        mode: String::new(),
        opens: String::new(),
        says: String::new(),
        about: None,
        notes: String::new(),
    };
    let wanted = WorkshopFacts {
        participants: BTreeMap::from([(String::from("p3"), nobody)]),
        agenda: vec![pause],
        ..WorkshopFacts::default()
    };
    assert_eq!(read, wanted);
}

#[test]
fn facts_3_agenda_and_participants_are_read_up_to_their_limits() {
    let mut document = Document::new();
    let mut many = facts();
    many.agenda = vec![many.agenda[0].clone(); AGENDA_ITEMS_MAX];
    let person = many.participants["p1"].clone();
    many.participants = (0..PARTICIPANTS_MAX).map(|id| (format!("p{id}"), person.clone())).collect();
    create(&mut document, &many);
    assert_eq!(read(&document), many);
    set_participant(&mut document, "q", &person);
    document.write(|txn, _| {
        let item = Any::from_json(r#"{"min":10,"title":"More","mode":"plenary","opens":"patient"}"#).unwrap();
        txn.get_or_insert_map("agenda").insert(txn, AGENDA_ITEMS_MAX.to_string(), item)
    });
    let read = read(&document);
    assert_eq!((read.agenda.len(), read.participants.len()), (AGENDA_ITEMS_MAX, PARTICIPANTS_MAX));
}

#[test]
fn talk_21_observers_may_comment_unless_the_document_says_that_they_may_not() {
    let mut document = Document::new();
    assert!(!read(&document).observers_silent, "an earlier workshop says nothing of it");
    for may_comment in [false, true] {
        document.write(|txn, _| write_observers_comment(txn, may_comment));
        assert_eq!(read(&document).observers_silent, !may_comment);
    }
    document.write(|txn, _| txn.get_or_insert_map(META).insert(txn, OBSERVERS_COMMENT, "no"));
    assert!(!read(&document).observers_silent);
}
