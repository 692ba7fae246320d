//! How ideas are sorted: the themes that they stand in, and what became of them. Roots `themes` and `ideaSorting` of the `session`
//! document, so that an idea itself is never written again.
//!
//! Nobody is named here and nothing has a time of its own but a theme: who sorted an idea must say nothing of whose it is. A theme is there
//! as long as an idea stands in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yrs::{ReadTxn, TransactionMut};

use super::ideas::IDEAS_MAX;
use super::records;
use crate::document::Document;
use crate::pathway::schema::is_part_id;

/// Most themes of one workshop.
pub const THEMES_MAX: usize = 100;

/// Longest name of a theme, in characters.
pub const THEME_CHARS_MAX: usize = 60;

const THEMES: &str = "themes";
const SORTING: &str = "ideaSorting";

/// A theme: a name under which ideas stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// What it is called.
    pub name: String,
    /// When it was first named, milliseconds since 1970.
    pub at: u64,
}

/// What an idea can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum BecameKind {
    /// A step of a map.
    Step,
    /// A goal of a map.
    Goal,
    /// A comment: the thread that it begins.
    Comment,
}

/// What an idea became, and where that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Became {
    /// What it is.
    pub kind: BecameKind,
    /// On which map.
    pub map: String,
    /// Id of the step or goal; of a comment, that of its thread.
    pub part: String,
}

/// How one idea is sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sorted {
    /// The theme that it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// What became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<Became>,
}

/// Where an idea is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Into no theme.
    Out,
    /// Into a theme that is there.
    In(String),
    /// Into a theme of this name, which is there or begins under this id.
    Named(String, Theme),
}

/// How all ideas are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sorting {
    /// The themes, by id.
    pub themes: BTreeMap<String, Theme>,
    /// Each idea that stands in a theme or became something, by id.
    pub ideas: BTreeMap<String, Sorted>,
}

/// Why an idea is not sorted so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such theme.
    #[error("there is no such theme")]
    NoSuchTheme,
    /// Another theme has this name.
    #[error("another theme has this name")]
    NameTaken,
    /// There are [`THEMES_MAX`] themes already.
    #[error("there are too many themes already")]
    Full,
    /// The idea became something else meanwhile, or it was taken back.
    #[error("something else became of the idea")]
    Changed(Option<Became>),
}

impl Sorting {
    /// Puts an idea into a theme, or out of all. A theme without ideas goes.
    ///
    /// # Errors
    /// [`Refused::NoSuchTheme`] and [`Refused::Full`]; nothing is changed then.
    pub fn put(&mut self, idea: &str, place: Place) -> Result<(), Refused> {
        let theme = match place {
            Place::Out => None,
            Place::In(theme) if self.themes.contains_key(&theme) => Some(theme),
            Place::In(_) => return Err(Refused::NoSuchTheme),
            Place::Named(id, theme) => Some(match self.called(&theme.name) {
                // Of two people who name the same at the same moment nobody begins a second one.
                Some(known) => known.to_owned(),
                None => self.begin(idea, id, theme)?,
            }),
        };
        self.ideas.entry(idea.to_owned()).or_default().theme = theme;
        self.tidy();
        Ok(())
    }

    /// Gives a theme another name.
    ///
    /// # Errors
    /// [`Refused::NoSuchTheme`] and [`Refused::NameTaken`].
    pub fn rename(&mut self, theme: &str, name: String) -> Result<(), Refused> {
        if self.called(&name).is_some_and(|known| known != theme) {
            return Err(Refused::NameTaken);
        }
        self.themes.get_mut(theme).ok_or(Refused::NoSuchTheme)?.name = name;
        Ok(())
    }

    /// Says what became of an idea, or that nothing did, when it was as it was seen.
    ///
    /// # Errors
    /// [`Refused::Changed`] with what became of it meanwhile.
    pub fn say_became(
        &mut self,
        idea: &str,
        was: Option<&Became>,
        now: Option<Became>,
    ) -> Result<(), Refused> {
        let known = self.ideas.get(idea).and_then(|sorted| sorted.became.as_ref());
        if known == now.as_ref() {
            return Ok(());
        }
        if known != was {
            return Err(Refused::Changed(known.cloned()));
        }
        self.ideas.entry(idea.to_owned()).or_default().became = now;
        self.tidy();
        Ok(())
    }

    /// Begins a theme for an idea. The one that it leaves counts no longer when it was alone in there.
    fn begin(&mut self, idea: &str, id: String, theme: Theme) -> Result<String, Refused> {
        let left = self.ideas.get(idea).and_then(|sorted| sorted.theme.as_ref());
        let goes = left.is_some_and(|left| {
            !self.ideas.iter().any(|(other, sorted)| other != idea && sorted.theme.as_ref() == Some(left))
        });
        if self.themes.len() - usize::from(goes) >= THEMES_MAX {
            return Err(Refused::Full);
        }
        self.themes.insert(id.clone(), theme);
        Ok(id)
    }

    /// The theme of a name; capital and small letters are the same.
    fn called(&self, name: &str) -> Option<&str> {
        let name = name.to_lowercase();
        self.themes.iter().find(|(_, theme)| theme.name.to_lowercase() == name).map(|(id, _)| id.as_str())
    }

    /// Takes away what says nothing: themes without ideas, and ideas without a theme of which nothing became.
    fn tidy(&mut self) {
        let Self { themes, ideas } = self;
        themes.retain(|id, _| ideas.values().any(|sorted| sorted.theme.as_ref() == Some(id)));
        ideas.retain(|_, sorted| *sorted != Sorted::default());
    }

    /// Reads it. Values of the wrong type read as absent, and so does a theme that is not there.
    pub fn read<T: ReadTxn>(txn: &T) -> Self {
        let themes: BTreeMap<String, Theme> = records::read(txn, THEMES, THEMES_MAX);
        let mut ideas: BTreeMap<String, Sorted> = records::read(txn, SORTING, IDEAS_MAX);
        for sorted in ideas.values_mut() {
            sorted.theme = sorted.theme.take().filter(|theme| themes.contains_key(theme));
            sorted.became = sorted.became.take().filter(Became::is_sound);
        }
        ideas.retain(|_, sorted| *sorted != Sorted::default());
        Self { themes, ideas }
    }

    /// Writes it within a transaction; what is as it was is not written again.
    pub fn write(&self, txn: &mut TransactionMut<'_>) {
        let before = Self::read(txn);
        records::write(txn, THEMES, (&before.themes, &self.themes));
        records::write(txn, SORTING, (&before.ideas, &self.ideas));
    }
}

impl Became {
    /// Whether it names a part as parts are named.
    fn is_sound(&self) -> bool {
        is_part_id(&self.part) && is_part_id(&self.map)
    }
}

/// Reads how the ideas of a `session` document are sorted.
#[must_use]
pub fn read(document: &Document) -> Sorting {
    document.read(|txn, _| Sorting::read(txn))
}

#[cfg(test)]
mod tests {
    use yrs::{Map, WriteTxn};

    use super::*;

    fn named(id: &str, name: &str) -> Place {
        Place::Named(String::from(id), Theme { name: String::from(name), at: 1_764_000_000_000 })
    }

    fn became(part: &str) -> Became {
        Became { kind: BecameKind::Step, map: String::from("m1"), part: String::from(part) }
    }

    #[test]
    fn idea_2_an_idea_stands_in_one_theme_and_a_theme_is_there_as_long_as_an_idea_stands_in_it() {
        let mut sorting = Sorting::default();
        sorting.put("x", named("t1", "Going home")).unwrap();
        sorting.put("y", named("t2", "going HOME")).unwrap();
        assert_eq!(sorting.themes.keys().collect::<Vec<_>>(), ["t1"], "one theme of a name");
        sorting.put("y", named("t3", "On the ward")).unwrap();
        assert_eq!(sorting.put("x", Place::In(String::from("t9"))), Err(Refused::NoSuchTheme));
        sorting.put("x", Place::In(String::from("t3"))).unwrap();
        assert_eq!(sorting.themes.keys().collect::<Vec<_>>(), ["t3"]);
        sorting.put("x", Place::Out).unwrap();
        sorting.put("y", Place::Out).unwrap();
        assert_eq!(sorting, Sorting::default());
    }

    #[test]
    fn idea_2_a_theme_is_renamed_but_never_as_another_is_called() {
        let mut sorting = Sorting::default();
        sorting.put("x", named("t1", "Going home")).unwrap();
        sorting.put("y", named("t2", "On the ward")).unwrap();
        assert_eq!(sorting.rename("t2", String::from("GOING home")), Err(Refused::NameTaken));
        assert_eq!(sorting.rename("t9", String::from("Other")), Err(Refused::NoSuchTheme));
        sorting.rename("t1", String::from("Going Home")).unwrap();
        assert_eq!(sorting.themes["t1"].name, "Going Home");
    }

    #[test]
    fn idea_3_there_are_so_many_themes_and_no_more_but_one_idea_alone_takes_its_place_along() {
        let mut sorting = Sorting::default();
        for number in 0..THEMES_MAX {
            let id = number.to_string();
            sorting.put(&format!("idea{id}"), named(&format!("t{id}"), &format!("Theme {id}"))).unwrap();
        }
        let full = sorting.clone();
        assert_eq!(sorting.put("other", named("u", "One more")), Err(Refused::Full));
        assert_eq!(sorting, full, "nothing was changed");
        sorting.put("idea0", named("u", "One more")).unwrap();
        assert_eq!(sorting.themes.len(), THEMES_MAX);
    }

    #[test]
    fn idea_4_what_became_of_an_idea_is_said_by_whoever_saw_it_as_it_is() {
        let (mut sorting, step, other) = (Sorting::default(), became("s1"), became("s2"));
        sorting.say_became("x", None, Some(step.clone())).unwrap();
        sorting.say_became("x", None, Some(step.clone())).unwrap();
        let met = sorting.say_became("x", None, Some(other.clone()));
        assert_eq!(met, Err(Refused::Changed(Some(step.clone()))));
        sorting.put("x", named("t1", "Going home")).unwrap();
        sorting.say_became("x", Some(&step), Some(other.clone())).unwrap();
        sorting.say_became("x", Some(&other), None).unwrap();
        assert_eq!(sorting.ideas["x"], Sorted { theme: Some(String::from("t1")), became: None });
    }

    #[test]
    fn idea_5_it_names_nobody_is_written_only_where_it_changed_and_odd_values_read_as_absent() {
        let mut document = Document::new();
        let mut sorting = Sorting::default();
        sorting.put("x", named("t1", "Going home")).unwrap();
        sorting.say_became("x", None, Some(became("s1"))).unwrap();
        document.write(|txn, _| sorting.write(txn));
        assert_eq!(read(&document), sorting);
        let kept = serde_json::json!([sorting.themes["t1"], sorting.ideas["x"]]);
        let expected = serde_json::json!([
            { "name": "Going home", "at": 1_764_000_000_000_u64 },
            { "theme": "t1", "became": { "kind": "step", "map": "m1", "part": "s1" } },
        ]);
        assert_eq!(kept, expected, "no person, no side, no time of an idea");
        document.record_writes();
        document.write(|txn, _| sorting.write(txn));
        assert!(document.take_writes().is_empty());
        document.write(|txn, _| {
            let root = txn.get_or_insert_map(SORTING);
            root.insert(txn, "y", "odd");
            root.insert(txn, "z", yrs::Any::from_json(r#"{"theme":"gone"}"#).unwrap());
            let unsound = r#"{"became":{"kind":"step","map":"m1","part":"a/b"}}"#;
            root.insert(txn, "w", yrs::Any::from_json(unsound).unwrap());
        });
        assert_eq!(read(&document), sorting);
    }
}
