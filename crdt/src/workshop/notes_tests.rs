use yrs::{Any, MapPrelim, TextPrelim, WriteTxn};

use super::*;

/// A document in which a client has written these notes, and what else is given.
fn written(notes: &[(&str, &str)], more: impl FnOnce(&mut yrs::TransactionMut<'_>)) -> Document {
    let mut client = Document::new();
    let (_, update) = client.write(|txn, _| {
        let root = txn.get_or_insert_map(NOTES);
        for (id, text) in notes {
            let note = root.insert(txn, *id, MapPrelim::default());
            note.insert(txn, TEXT, TextPrelim::new(*text));
        }
        more(txn);
    });
    let mut document = Document::laid_out(layout());
    document.apply(&update).unwrap();
    document
}

fn about(kind: &str, id: &str) -> Any {
    value::record(&serde_json::json!({ "kind": kind, "id": id }))
}

#[test]
fn note_1_a_note_is_a_text_that_may_be_about_a_part_and_empty_ones_are_none() {
    let document = written(&[("a", "  Walk to the shop "), ("b", " "), ("c", "Sleep")], |txn| {
        let root = txn.get_or_insert_map(NOTES);
        let (a, c) = (value::part(txn, &root, "a").unwrap(), value::part(txn, &root, "c").unwrap());
        a.insert(txn, ABOUT, about("stage", "s1"));
        c.insert(txn, ABOUT, about("person", "s1"));
    });
    let notes = read(&document);
    assert_eq!(
        notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
        ["Walk to the shop", "Sleep"]
    );
    assert_eq!(notes[0].about, Some(About { kind: String::from("stage"), id: String::from("s1") }));
    assert_eq!(notes[1].about, None, "not a kind of part");
    assert_eq!(note(&document, "a").as_ref(), Some(&notes[0]));
    assert_eq!((note(&document, "b"), note(&document, "x")), (None, None));
}

#[test]
fn note_2_of_a_note_that_is_too_long_the_beginning_is_read_never_half_a_letter() {
    let long = "🙂".repeat(NOTE_UNITS_MAX);
    let document = written(&[("a", &long)], |_| {});
    assert_eq!(note(&document, "a").unwrap().text, "🙂".repeat(NOTE_UNITS_MAX / 2));
    assert_eq!(read(&written(&[("a", &"x".repeat(NOTE_UNITS_MAX))], |_| {}))[0].text.len(), NOTE_UNITS_MAX);
}

#[test]
fn note_3_what_does_not_belong_into_the_document_is_counted_and_taken_out_and_notes_stay() {
    let mut document = written(&[("a", "Walk")], |txn| {
        let root = txn.get_or_insert_map(NOTES);
        root.insert(txn, "not an id", "x");
        let a = value::part(txn, &root, "a").unwrap();
        a.insert(txn, "author", "somebody");
        a.insert(txn, AT, 5.0);
        txn.get_or_insert_map("other").insert(txn, "k", "x");
        txn.get_or_insert_map(STATE).insert(txn, FINISHED, true);
    });
    assert_eq!(document.strays(), 3);
    assert_eq!(document.delete_strays(STRAYS_PER_EDIT_MAX), 0);
    document.read(|txn, _| {
        let root = txn.get_map(NOTES).unwrap();
        assert_eq!(root.keys(txn).collect::<Vec<_>>(), ["a"]);
        let a = value::part(txn, &root, "a").unwrap();
        assert!(value::json(txn, &a, "author").is_none() && value::json(txn, &a, AT).is_some());
        assert!(value::is_true(txn, &txn.get_map(STATE).unwrap(), FINISHED));
    });
    assert_eq!(read(&document)[0].text, "Walk");
}

#[test]
fn note_4_the_largest_document_holds_all_notes_a_person_gives_at_their_longest() {
    let text = "\u{20ac}".repeat(NOTE_UNITS_MAX);
    let ids: Vec<String> = (0..NOTES_MAX).map(|number| format!("n{number}")).collect();
    let notes: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), text.as_str())).collect();
    let document = written(&notes, |_| {});
    assert_eq!(read(&document).len(), NOTES_MAX);
    assert!(document.encode().len() * 2 < NOTES_BYTES_MAX, "{} bytes", document.encode().len());
}

#[test]
fn note_62_what_was_kept_is_left_whole_and_nothing_of_what_was_given_not_even_in_what_was_deleted() {
    let long = "y".repeat(3 * NOTE_UNITS_MAX);
    let mut document =
        written(&[("a", "Given words"), ("b", &long), ("c", "Given before, then emptied")], |txn| {
            let root = txn.get_or_insert_map(NOTES);
            let b = value::part(txn, &root, "b").unwrap();
            b.insert(txn, ABOUT, about("step", "s1"));
            b.insert(txn, AT, 5.0);
        });
    document.write(|txn, _| txn.get_or_insert_map(NOTES).remove(txn, "c"));
    assert_eq!(ids(&document).len(), 2);
    let update = kept(&document, &[String::from("a")], &[String::from("a"), String::from("b")]);
    let holds = |phrase: &str| update.windows(phrase.len()).any(|window| window == phrase.as_bytes());
    assert!(!holds("Given") && holds(&long));
    let mut other = Document::laid_out(layout());
    other.apply(&update).unwrap();
    assert_eq!(other.strays(), 0);
    let left = read(&other);
    assert_eq!(left.iter().map(|note| note.id.as_str()).collect::<Vec<_>>(), ["b"]);
    assert_eq!(left[0].about, Some(About { kind: String::from("step"), id: String::from("s1") }));
    let nothing = kept(&document, &[String::from("a"), String::from("b")], &[]);
    let mut other = Document::laid_out(layout());
    other.apply(&nothing).unwrap();
    assert!(read(&other).is_empty());
}
