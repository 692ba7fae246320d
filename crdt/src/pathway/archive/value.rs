//! The JSON of an archive as far as an archive can use it: what [`super::read`] reads.
//!
//! Parsed in one stream from untrusted bytes into a tree whose size is bounded by the file's, not by what a parser makes of
//! it: names that no archive has are passed over, nothing is kept deeper than a field of a part, a list that is too long is
//! cut one behind its limit (so that its reader still sees that it is too long), and text stays where it lies in the bytes.
//! Knows no meaning of any field.

use std::borrow::Cow;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::MAPS_PER_ARCHIVE_MAX;
use crate::agenda::{AGENDA_ITEMS_MAX, PREPARED_LINES_MAX};
use crate::limits::PARTS_PER_MAP_MAX;
use crate::pathway::kinds::KINDS;
use crate::pathway::schema::{STEP_GOALS_PER_MAP_MAX, key};

/// Objects within objects: the archive, a map or the workshop, a part.
const OBJECTS_DEEP_MAX: usize = 3;

/// Most fields that an object is given room for at once; more make it grow.
const FIELDS_AT_FIRST: usize = 2;

/// A JSON value, as far as an archive can hold it.
#[derive(Debug, Clone, PartialEq)]
pub struct ArchiveValue<'a>(pub(super) Node<'a>);

/// One value of the tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'a> {
    Text(Cow<'a, str>),
    Number(u64),
    Fields(Fields<'a>),
    List(Vec<Self>),
    /// Of a type, or in a depth, that no field of an archive has.
    Other,
}

/// The fields of an object that an archive can have, each once: of two with one name the last counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Fields<'a>(Vec<(&'static str, Node<'a>)>);

impl<'a> Fields<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&Node<'a>> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    fn put(&mut self, name: &'static str, value: Node<'a>) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, before)) => *before = value,
            None => {
                if self.0.is_empty() {
                    self.0.reserve_exact(FIELDS_AT_FIRST);
                }
                self.0.push((name, value));
            }
        }
    }
}

impl<'a> Node<'a> {
    pub(super) fn as_number(&self) -> Option<u64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn as_fields(&self) -> Option<&Fields<'a>> {
        if let Self::Fields(fields) = self { Some(fields) } else { None }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }
}

/// The names of an archive's fields beside those that the table of kinds has.
const NAMES: &[&str] = &[
    "format",
    "version",
    "exportedAt",
    "workshop",
    "maps",
    "name",
    "challenge",
    "template",
    "agenda",
    "discuss",
    "facts",
    "min",
    "mode",
    "opens",
    "says",
    "about",
    "notes",
    "stepGoals",
    "step",
    "goal",
    "id",
    key::TITLE,
    key::KIND,
    key::FROM,
    key::TO,
    key::STAGE,
    key::LANE,
];

/// The name of an archive's field that a text is.
fn known_name(text: &str) -> Option<&'static str> {
    let of_kinds = KINDS.iter().flat_map(|row| {
        let texts = row.texts.iter().map(|field| field.key);
        texts.chain(row.words.iter().map(|field| field.key)).chain([row.root])
    });
    NAMES.iter().copied().chain(of_kinds).find(|known| *known == text)
}

/// How many values of the list under a name are kept: one more than may be.
fn kept_of(name: &str) -> usize {
    let most = match name {
        "maps" => MAPS_PER_ARCHIVE_MAX,
        "agenda" => AGENDA_ITEMS_MAX,
        "discuss" | "facts" => PREPARED_LINES_MAX,
        "stepGoals" => STEP_GOALS_PER_MAP_MAX,
        _ => PARTS_PER_MAP_MAX,
    };
    most + 1
}

impl<'de: 'a, 'a> Deserialize<'de> for ArchiveValue<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reader { name: "", objects_left: OBJECTS_DEEP_MAX, lists: Lists::None }
            .deserialize(deserializer)
            .map(Self)
    }
}

/// Whether a list may stand here: only as the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lists {
    Allowed,
    None,
}

/// Reads one value: where it stands says what may be in it.
#[derive(Debug, Clone, Copy)]
struct Reader {
    name: &'static str,
    objects_left: usize,
    lists: Lists,
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node<'de>, E> {
        Ok(Node::Other)
    }

    fn visit_u64<E>(self, number: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(String::from(text))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Node<'de>, A::Error> {
        if self.lists == Lists::None {
            while values.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Node::Other);
        }
        let within = Self { lists: Lists::None, ..self };
        let (mut kept, kept_max) = (Vec::new(), kept_of(self.name));
        while kept.len() < kept_max {
            match values.next_element_seed(within)? {
                Some(value) => kept.push(value),
                None => return Ok(Node::List(kept)),
            }
        }
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Node::List(kept))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node<'de>, A::Error> {
        let Some(objects_left) = self.objects_left.checked_sub(1) else {
            while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Node::Other);
        };
        // A field of a part is never a list.
        let lists = if objects_left > 0 { Lists::Allowed } else { Lists::None };
        let mut fields = Fields::default();
        while let Some(name) = entries.next_key_seed(Name)? {
            match name {
                Some(name) => {
                    let value = Self { name, objects_left, lists };
                    fields.put(name, entries.next_value_seed(value)?);
                }
                None => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Node::Fields(fields))
    }
}

/// Reads the name of a field; `None` for one that no archive has.
#[derive(Debug, Clone, Copy)]
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(known_name(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many values and bytes of own text a tree holds.
    fn size(node: &Node<'_>) -> usize {
        match node {
            Node::Text(Cow::Owned(text)) => 1 + text.len(),
            Node::Text(Cow::Borrowed(_)) | Node::Number(_) | Node::Other => 1,
            Node::List(list) => 1 + list.iter().map(size).sum::<usize>(),
            Node::Fields(fields) => 1 + fields.0.iter().map(|(_, value)| size(value)).sum::<usize>(),
        }
    }

    fn read(text: &str) -> usize {
        size(&serde_json::from_str::<ArchiveValue<'_>>(text).unwrap().0)
    }

    #[test]
    fn import_5_what_no_archive_has_takes_no_memory_however_it_is_shaped() {
        let many = 100_000;
        let (numbers, objects) = (["0,"; 50_000].concat(), [r#"{"":0},"#; 50_000].concat());
        for (inside, kept_max) in [
            (format!("[{numbers}0]"), 1),
            (format!(r#"{{"unknown": [{numbers}0], "other": [{objects}0]}}"#), 1),
            (format!(r#"{{"maps": [{numbers}0]}}"#), MAPS_PER_ARCHIVE_MAX + 3),
            (format!(r#"{{"maps": [{objects}0]}}"#), MAPS_PER_ARCHIVE_MAX + 3),
            (format!(r#"{{"maps": [{{"stages": [{objects}0]}}]}}"#), PARTS_PER_MAP_MAX + 5),
            (format!(r#"{{"maps": [{{"stepGoals": [{objects}0]}}]}}"#), STEP_GOALS_PER_MAP_MAX + 5),
            (format!(r#"{{"maps": [{{"stages": [{{"id": [{numbers}0]}}]}}]}}"#), PARTS_PER_MAP_MAX + 10),
            (format!("{}0{}", r#"{"maps":"#.repeat(100), "}".repeat(100)), 4),
            (format!("{{{}\"id\":0}}", r#""id":[],"#.repeat(many)), 2),
        ] {
            let kept = read(&inside);
            assert!(kept <= kept_max, "{kept} values are kept of {}", &inside[..40]);
        }
    }

    #[test]
    fn import_5_text_stays_in_the_bytes_it_came_in() {
        let long = "x".repeat(10_000);
        assert_eq!(read(&format!(r#"{{"title": "{long}"}}"#)), 2);
        assert_eq!(read(&format!(r#"{{"title": "{long}\n"}}"#)), 2 + long.len() + 1, "but for escapes");
    }
}
