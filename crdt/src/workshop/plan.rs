//! What was prepared for the meeting: how people meet, the agenda, questions to talk about, facts with their source.
//!
//! Owns how these stand in the `workshop` document beside the facts that [`super::facts`] reads. Knows nothing of who may
//! change what.

use std::collections::HashMap;
use std::sync::Arc;

use yrs::{Any, Map, ReadTxn, TransactionMut, WriteTxn};

use crate::agenda::{
    AGENDA_ITEMS_MAX, About, AgendaItem, NOTES_SHOWN, PREPARED_LINE_CHARS_MAX, PREPARED_LINES_MAX,
    is_agenda_id, is_said,
};
use crate::value;

/// Where a workshop's own facts stand.
pub(super) const META: &str = "meta";
const AGENDA: &str = "agenda";

/// A list of lines of the `meta` of a workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// Questions for the group.
    Discuss,
    /// Facts, each with its source.
    Facts,
}

impl Lines {
    fn key(self) -> &'static str {
        match self {
            Self::Discuss => "discuss",
            Self::Facts => "facts",
        }
    }
}

/// Reads the agenda; parts that are not sound are left out.
pub fn read_agenda<T: ReadTxn>(txn: &T) -> Vec<AgendaItem> {
    let Some(map) = txn.get_map(AGENDA) else { return Vec::new() };
    let item = |(index, key): (usize, String)| {
        let fields = value::fields(txn, &map, &key)?;
        let min = value::field_count(&fields, "min").and_then(|min| u32::try_from(min).ok())?;
        let word = |key| String::from(value::field(&fields, key));
        let id =
            Some(word("id")).filter(|id| is_agenda_id(id)).unwrap_or_else(|| AgendaItem::id_by_place(index));
        Some(AgendaItem {
            id,
            min,
            title: word("title"),
            mode: word("mode"),
            opens: word("opens"),
            says: Some(word("says")).filter(|says| is_said(says)).unwrap_or_default(),
            about: About::parse(value::field(&fields, "about")),
            notes: Some(word("notes"))
                .filter(|word| NOTES_SHOWN.contains(&word.as_str()))
                .unwrap_or_default(),
        })
    };
    let keys = (0..AGENDA_ITEMS_MAX).map(|index| (index, index.to_string()));
    keys.take_while(|(_, key)| map.contains_key(txn, key)).filter_map(item).collect()
}

/// Reads lines; empty where there are none, what is no text is left out.
pub fn read_lines<T: ReadTxn>(txn: &T, which: Lines) -> Vec<String> {
    let Some(meta) = txn.get_map(META) else { return Vec::new() };
    let Some(serde_json::Value::Array(lines)) = value::json(txn, &meta, which.key()) else {
        return Vec::new();
    };
    let text = |line: serde_json::Value| match line {
        serde_json::Value::String(text) if text.chars().count() <= PREPARED_LINE_CHARS_MAX => Some(text),
        _ => None,
    };
    lines.into_iter().filter_map(text).take(PREPARED_LINES_MAX).collect()
}

/// Writes lines within a transaction.
pub fn write_lines(txn: &mut TransactionMut<'_>, which: Lines, lines: &[String]) {
    txn.get_or_insert_map(META).insert(txn, which.key(), value::record(&lines));
}

/// Writes within a transaction how people meet, in words.
pub fn write_format(txn: &mut TransactionMut<'_>, format: &str) {
    txn.get_or_insert_map(META).insert(txn, "format", format);
}

/// Writes the whole agenda within a transaction.
pub fn write_agenda(txn: &mut TransactionMut<'_>, agenda: &[AgendaItem]) {
    let root = txn.get_or_insert_map(AGENDA);
    for (index, item) in agenda.iter().enumerate() {
        root.insert(txn, index.to_string(), agenda_value(item));
    }
    for index in agenda.len()..AGENDA_ITEMS_MAX {
        root.remove(txn, &index.to_string());
    }
}

fn agenda_value(item: &AgendaItem) -> Any {
    let text = |key, text: &str| (!text.is_empty()).then(|| (key, Any::from(text)));
    let about = item.about.as_ref().map(|about| ("about", Any::from(about.to_string())));
    let optional = [text("id", &item.id), text("says", &item.says), about, text("notes", &item.notes)];
    object(
        [
            ("min", Any::from(item.min)),
            ("title", Any::from(item.title.as_str())),
            ("mode", Any::from(item.mode.as_str())),
            ("opens", Any::from(item.opens.as_str())),
        ]
        .into_iter()
        .chain(optional.into_iter().flatten()),
    )
}

fn object<'a>(fields: impl Iterator<Item = (&'a str, Any)>) -> Any {
    let fields: HashMap<String, Any> = fields.map(|(key, value)| (String::from(key), value)).collect();
    Any::Map(Arc::new(fields))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    /// Questions and facts.
    fn both(document: &Document) -> (Vec<String>, Vec<String>) {
        document.read(|txn, _| (read_lines(txn, Lines::Discuss), read_lines(txn, Lines::Facts)))
    }

    fn item(title: &str) -> AgendaItem {
        AgendaItem {
            id: title.to_lowercase(),
            min: 10,
            title: String::from(title),
            mode: String::from("plenary"),
            opens: String::from("patient"),
            says: String::new(),
            about: None,
            notes: String::new(),
        }
    }

    #[test]
    fn facts_4_agenda_questions_and_facts_are_read_as_they_were_written_last() {
        let mut document = Document::new();
        let lines = [String::from("Who drops out, and why?"), String::from("What helps?")];
        document.write(|txn, _| {
            write_agenda(txn, &[item("Welcome"), item("Goals"), item("End")]);
            write_lines(txn, Lines::Discuss, &lines);
            write_lines(txn, Lines::Facts, &lines[..1]);
            write_format(txn, "pair session");
        });
        document.write(|txn, _| write_agenda(txn, &[item("Hello")]));
        assert_eq!(document.read(|txn, _| read_agenda(txn)), [item("Hello")]);
        assert_eq!(both(&document), (lines.to_vec(), lines[..1].to_vec()));
    }

    #[test]
    fn session_10_an_item_keeps_its_id_and_has_one_by_its_place_without() {
        let mut document = Document::new();
        let mut agenda = [item("Welcome"), item("Goals"), item("End")];
        agenda[1].id = String::new();
        document.write(|txn, _| write_agenda(txn, &agenda));
        let ids = |document: &Document| -> Vec<String> {
            document.read(|txn, _| read_agenda(txn)).into_iter().map(|item| item.id).collect()
        };
        assert_eq!(ids(&document), ["welcome", "item-1", "end"]);
    }

    #[test]
    fn agenda_1_an_instruction_what_it_is_about_and_how_notes_are_shown_are_read_as_written() {
        let mut document = Document::new();
        let mut agenda = [item("Goals"), item("Stage"), item("End")];
        agenda[0].says = String::from("Write down what you want to be able to do again.");
        agenda[0].about = About::parse("question:What do you want to be able to do again?");
        agenda[0].notes = String::from("anonymous");
        agenda[1].about = About::parse("stage:s1");
        document.write(|txn, _| write_agenda(txn, &agenda));
        assert_eq!(document.read(|txn, _| read_agenda(txn)), agenda);
    }

    #[test]
    fn facts_4_odd_lines_read_as_absent_and_no_more_than_the_limit_are_read() {
        let mut document = Document::new();
        document.write(|txn, _| {
            let meta = txn.get_or_insert_map(META);
            meta.insert(txn, "discuss", "a text");
            meta.insert(txn, "facts", Any::from_json(r#"[1, "One", null, {"text": "Two"}]"#).unwrap());
        });
        assert_eq!(both(&document), (Vec::new(), vec![String::from("One")]));
        let many = vec![String::from("x"); PREPARED_LINES_MAX + 3];
        document.write(|txn, _| write_lines(txn, Lines::Discuss, &many));
        assert_eq!(both(&document).0.len(), PREPARED_LINES_MAX);
    }
}
