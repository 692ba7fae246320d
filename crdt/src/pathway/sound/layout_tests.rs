//! What is taken out of a map, and what is never touched.

use bytes::Bytes;
use yrs::types::Attrs;
use yrs::{
    Any, GetString, Map, MapPrelim, MapRef, Text, TextPrelim, TextRef, TransactionMut, WriteTxn, XmlFragment,
};

use super::*;
use crate::document::layout::VALUE_BYTES_MAX;
use crate::pathway::kinds::PartKind;
use crate::pathway::seed::seed_map;
use crate::pathway::template::template;
use crate::pathway::view::PathwayMap;
use crate::value;

/// A map with a template in it, and a person's copy of it.
fn map_and_copy() -> (Document, Document) {
    let mut map = Document::laid_out(map_layout());
    let mut last = 0;
    let mut new_id = || {
        last += 1;
        format!("{last:026}")
    };
    seed_map(&mut map, &template("cardiac-services").unwrap().to_map(), &mut new_id);
    let mut copy = Document::new();
    copy.apply(&map.encode()).unwrap();
    (map, copy)
}

fn first_stage(txn: &mut TransactionMut<'_>) -> (String, MapRef) {
    let stages = txn.get_or_insert_map(root::STAGES);
    let id = String::from(stages.keys(txn).min().unwrap());
    let part = value::part(txn, &stages, &id).unwrap();
    (id, part)
}

fn title_of(txn: &mut TransactionMut<'_>) -> TextRef {
    let (_, part) = first_stage(txn);
    let Some(yrs::Out::YText(title)) = part.get(txn, key::TITLE) else { panic!("no title") };
    title
}

fn edit(copy: &mut Document, edit: impl FnOnce(&mut TransactionMut<'_>)) -> Bytes {
    copy.write(|txn, _| edit(txn)).1
}

/// Takes everything out, and checks that the log and a snapshot say the same as the document.
fn settle(map: &mut Document) {
    while take_out_strays(map) > 0 {}
    let again = Document::rebuild_laid_out(map_layout(), Some(&map.encode()), std::iter::empty()).unwrap();
    assert_eq!(again.strays(), 0, "nothing is found again in what is left");
}

#[test]
fn sound_1_what_is_embedded_in_a_text_and_marks_of_formatting_go_and_every_letter_stays() {
    let (mut map, mut copy) = map_and_copy();
    let before = PathwayMap::read_document(&map);
    let hostile = edit(&mut copy, |txn| {
        let title = title_of(txn);
        title.insert_embed(txn, 1, Any::from("invisible"));
        title.insert_embed(txn, 0, MapPrelim::from([("nested", "too")]));
        title.format(txn, 2, 2, Attrs::from([("bold".into(), true.into())]));
        // An honest word in the same update stays.
        title.insert(txn, 0, "Early ");
    });
    map.apply(&hostile).unwrap();
    assert!(map.strays() > 0);
    settle(&mut map);
    let (length, text) = map
        .write(|txn, _| {
            let title = title_of(txn);
            (title.len(txn) as usize, title.get_string(txn))
        })
        .0;
    assert_eq!(length, value::units(&text), "nothing but characters is counted");
    let now = PathwayMap::read_document(&map);
    let old = before.stages().iter().map(|stage| stage.title.clone());
    let new: Vec<_> = now.stages().iter().map(|stage| stage.title.replace("Early ", "")).collect();
    assert_eq!(new, old.collect::<Vec<_>>());
    assert!(now.stages().iter().any(|stage| stage.title.starts_with("Early ")));
}

#[test]
fn sound_2_roots_and_keys_that_no_reader_knows_go_with_everything_inside_and_the_map_reads_as_before() {
    let (mut map, mut copy) = map_and_copy();
    let before = PathwayMap::read_document(&map);
    let bytes_before = map.encode().len();
    let hostile = edit(&mut copy, |txn| {
        let text = txn.get_or_insert_text("unread");
        text.insert(txn, 0, &"x".repeat(20_000));
        let nested = txn.get_or_insert_map("services").insert(txn, "a", MapPrelim::default());
        nested.insert(txn, "b", TextPrelim::new("y".repeat(20_000)));
        txn.get_or_insert_xml_fragment("page").insert(txn, 0, yrs::XmlTextPrelim::new("z"));
        let (id, stage) = first_stage(txn);
        stage.insert(txn, "unread", "u".repeat(20_000));
        stage.insert(txn, "more", TextPrelim::new("m"));
        stage.insert(txn, key::ORD, "o".repeat(2 * VALUE_BYTES_MAX));
        let stages = txn.get_or_insert_map(root::STAGES);
        stages.insert(txn, "no id", MapPrelim::default());
        stages.insert(txn, "list", yrs::ArrayPrelim::from(["in a list"]));
        txn.get_or_insert_map(root::STEP_GOALS).insert(txn, "nothing", id);
        txn.get_or_insert_map(root::META).insert(txn, "unread", 1);
    });
    map.apply(&hostile).unwrap();
    let read = PathwayMap::read_document(&map);
    settle(&mut map);
    assert_eq!(PathwayMap::read_document(&map), read);
    assert_eq!(read.steps.len(), before.steps.len());
    assert!(
        map.encode().len() < bytes_before + 2_000,
        "{} bytes are left",
        map.encode().len() - bytes_before
    );
}

#[test]
fn sound_3_what_editors_and_the_server_write_is_never_touched_also_after_it_was_changed_and_loaded_again() {
    let (mut map, mut copy) = map_and_copy();
    for round in 0..3 {
        let honest = edit(&mut copy, |txn| {
            let (_, stage) = first_stage(txn);
            stage.insert(txn, key::ORD, format!("a{round}"));
            stage.insert(txn, key::REMOVED, true);
            stage.remove(txn, key::REMOVED);
            stage.insert(txn, key::TITLE, TextPrelim::new(format!("Round {round}")));
            for row in &KINDS {
                let parts = txn.get_or_insert_map(row.root);
                let part = parts.insert(txn, "again", MapPrelim::default());
                for text in row.texts {
                    part.insert(txn, text.key, TextPrelim::new("text"));
                }
                for word in row.words {
                    match word.within {
                        Within::Part => part.insert(txn, word.key, "word"),
                        Within::Meta => part.insert(txn, key::META, Any::from("words")),
                    };
                }
            }
            txn.get_or_insert_map(root::STEP_GOALS).insert(txn, "again:again", round == 0);
        });
        map.apply(&honest).unwrap();
        assert_eq!(map.strays(), 0, "round {round}");
        map = Document::rebuild_laid_out(map_layout(), Some(&map.encode()), std::iter::empty()).unwrap();
        assert_eq!(map.strays(), 0, "round {round}, loaded again");
    }
    assert!(
        PathwayMap::read_document(&map).listed[PartKind::Stage].iter().any(|stage| stage.title == "Round 2")
    );
}

#[test]
fn sound_4_one_edit_takes_out_a_bounded_number_and_the_next_goes_on() {
    let mut map = Document::laid_out(map_layout());
    let made = STRAYS_PER_EDIT_MAX + 10;
    let hostile = edit(&mut Document::new(), |txn| {
        let unread = txn.get_or_insert_map("unread");
        for number in 0..made {
            unread.insert(txn, number.to_string(), number as u32);
        }
    });
    map.apply(&hostile).unwrap();
    assert_eq!(map.strays(), made);
    assert_eq!(take_out_strays(&mut map), 10);
    assert_eq!(take_out_strays(&mut map), 0);
    assert_eq!(map.write(|txn, _| txn.get_or_insert_map("unread").len(txn)).0, 0);
}

#[test]
fn sound_4_what_somebody_else_has_deleted_meanwhile_is_not_written_again() {
    let mut map = Document::laid_out(map_layout());
    let mut copy = Document::new();
    map.apply(&edit(&mut copy, |txn| {
        txn.get_or_insert_map("unread").insert(txn, "a", 1);
    }))
    .unwrap();
    map.apply(&edit(&mut copy, |txn| {
        txn.get_or_insert_map("unread").remove(txn, "a");
    }))
    .unwrap();
    map.record_writes();
    take_out_strays(&mut map);
    assert!(map.take_writes().is_empty());
}

#[test]
fn sound_5_a_copy_that_reads_while_it_is_there_says_the_same_as_one_that_reads_after() {
    let (mut map, mut copy) = map_and_copy();
    let hostile = edit(&mut copy, |txn| {
        let title = title_of(txn);
        title.insert_embed(txn, 3, Any::from(1));
    });
    map.apply(&hostile).unwrap();
    let with = PathwayMap::read_document(&map);
    settle(&mut map);
    assert_eq!(with, PathwayMap::read_document(&map));
    assert_eq!(with.steps.len(), PathwayMap::read_document(&copy).steps.len());
}
