//! Tests of whose ids are whose.

use super::*;

#[test]
fn room_34_an_id_is_closed_to_others_only_while_the_server_has_had_all_of_it_in_this_run() {
    let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
    let mut writers = Writers::new(1, []);
    assert_eq!(writers.show(7, &ann), Shown::Own);
    assert!(!writers.is_closed_to(7, Some(&ben)), "others may bring what a crash took");
    writers.say_whole(7, &ben);
    assert_eq!((writers.show(7, &ben), writers.owner(7)), (Shown::Anothers, Some(&ann)));
    writers.say_whole(7, &ann);
    assert!(writers.is_closed_to(7, Some(&ben)) && writers.is_closed_to(7, None));
    assert!(!writers.is_closed_to(7, Some(&ann)) && !writers.is_closed_to(8, Some(&ben)));

    let kept: Vec<_> =
        writers.take_unsaved().map(|(client, record)| (client, record.unwrap().clone())).collect();
    assert!(Writers::new(1, kept.clone()).is_closed_to(7, Some(&ben)), "the room was only unloaded");
    let mut after_restart = Writers::new(2, kept);
    assert!(!after_restart.is_closed_to(7, Some(&ben)));
    after_restart.say_whole(7, &ann);
    assert!(after_restart.is_closed_to(7, Some(&ben)));
    after_restart.doubt();
    assert!(!after_restart.is_closed_to(7, Some(&ben)));
}

#[test]
fn room_34_an_id_is_of_who_writes_under_it_from_its_first_clock_and_what_is_brought_is_of_who_shows_it() {
    let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
    let mut writers = Writers::new(1, []);
    writers.add(7, &ann, (0, Manner::Live));
    assert!(writers.is_closed_to(7, Some(&ben)));
    assert_eq!(writers.show(7, &ben), Shown::Anothers);
    // Ben brings what Ann wrote before the server lost it, and with it her id.
    writers.add(8, &ben, (0, Manner::Brought));
    assert_eq!(writers.foreign_of(&ben).count(), 0);
    assert_eq!((writers.show(8, &ann), writers.owner(8)), (Shown::TakenOver, Some(&ann)));
    for one in [&ann, &ben] {
        assert_eq!(writers.foreign_of(one).collect::<Vec<_>>(), [(8, 0)], "both are asked what they have");
    }
    assert_eq!(writers.foreign_of(&ParticipantId::random()).count(), 0);
    assert_eq!(writers.show(8, &ben), Shown::Anothers);
}

#[test]
fn room_36_what_others_write_under_an_id_is_foreign_from_its_first_clock_until_its_own_connection_agrees() {
    let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
    let mut writers = Writers::new(1, []);
    writers.show(7, &ann);
    writers.add(7, &ann, (0, Manner::Live));
    writers.add(7, &ben, (5, Manner::Brought));
    writers.add(7, &ben, (9, Manner::Live));
    assert_eq!(writers.foreign_of(&ann).collect::<Vec<_>>(), [(7, 5)]);
    assert_eq!(writers.foreign_of(&ben).count(), 0);
    let kept: Vec<_> =
        writers.take_unsaved().map(|(client, record)| (client, record.unwrap().clone())).collect();
    let mut writers = Writers::new(2, kept);
    assert_eq!(writers.foreign_of(&ann).collect::<Vec<_>>(), [(7, 5)], "also after a restart");
    writers.agree(7, (8, 10));
    assert_eq!(writers.foreign_of(&ann).collect::<Vec<_>>(), [(7, 8)]);
    writers.agree(7, (10, 10));
    assert_eq!(writers.foreign_of(&ann).count(), 0);
}

#[test]
fn room_36_where_nobody_is_certain_everybody_is_asked_once_more_than_one_has_written() {
    let [ann, ben, cem] = [0, 1, 2].map(|_| ParticipantId::random());
    let mut writers = Writers::new(1, []);
    writers.add(7, &ann, (0, Manner::Brought));
    assert_eq!(writers.foreign_of(&cem).count(), 0, "what one person brings is what everybody has");
    writers.add(7, &ben, (4, Manner::Live));
    assert!(!writers.is_closed_to(7, Some(&ben)));
    writers.add(8, &ben, (3, Manner::Live));
    for one in [&ann, &ben, &cem] {
        assert_eq!(writers.foreign_of(one).collect::<Vec<_>>(), [(7, 4), (8, 3)]);
    }
}

#[test]
fn room_34_a_record_of_an_earlier_version_is_read() {
    let ann = ParticipantId::random();
    let kept: WriterRecord =
        serde_json::from_value(serde_json::json!({ "person": ann, "wholeIn": 1 })).unwrap();
    let mut writers = Writers::new(1, [(7, kept)]);
    assert_eq!(writers.show(7, &ParticipantId::random()), Shown::Anothers);
    assert!(writers.is_closed_to(7, None));
}

#[test]
fn room_34_what_could_not_be_kept_is_kept_with_the_next_commit() {
    let ann = ParticipantId::random();
    let mut writers = Writers::new(1, []);
    writers.show(7, &ann);
    assert_eq!(writers.take_unsaved().count(), 1);
    writers.not_saved();
    assert!(!writers.is_saved());
    assert_eq!(writers.take_unsaved().count(), 1);
    writers.saved();
    assert!(writers.is_saved());
}

#[test]
fn room_34_beyond_the_bound_a_persons_own_oldest_id_goes_and_nobody_elses() {
    let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
    let mut writers = Writers::new(1, []);
    writers.show(1_000_000, &ben);
    let bound = u64::try_from(WRITERS_PER_PERSON_MAX).unwrap();
    for client in 0..bound {
        writers.show(client, &ann);
    }
    assert_eq!(writers.owner(0), Some(&ann));
    writers.show(bound, &ann);
    assert_eq!((writers.owner(0), writers.owner(1)), (None, Some(&ann)));
    assert_eq!(writers.owner(1_000_000), Some(&ben), "older than all of them");
    let gone: Vec<_> = writers.take_unsaved().filter(|(_, record)| record.is_none()).collect();
    assert_eq!(gone, [(0, None)], "and is no longer kept");
}

#[test]
fn room_93_an_id_may_be_told_when_the_commit_that_says_whose_it_is_is_durable() {
    let (ann, ben) = (ParticipantId::random(), ParticipantId::random());
    let mut writers = Writers::new(1, []);
    writers.show(7, &ann);
    let first = writers.undurable(7).unwrap();
    assert_eq!(writers.take_unsaved().count(), 1);
    // While that commit is under way another id comes, and Ann is said to have sent all of the first.
    writers.add(8, &ben, (0, Manner::Live));
    writers.say_whole(7, &ann);
    writers.not_saved();
    assert_eq!((writers.undurable(7), writers.durable()), (Some(first), 0));
    assert_eq!(writers.take_unsaved().count(), 2);
    writers.show(9, &ben);
    writers.saved();
    assert_eq!((writers.undurable(7), writers.undurable(8)), (None, None));
    assert!(writers.durable() >= first && writers.undurable(9) > Some(writers.durable()));
    let kept = [(7, writers.known[&7].clone())];
    assert_eq!(Writers::new(2, kept).undurable(7), None, "it was kept by an earlier run");
}
