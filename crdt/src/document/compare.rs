//! Whether two updates say the same under the same ids.
//!
//! Yjs takes what it knows by id for known, whatever it says: content under an id that somebody else used first would be
//! passed over without a word, and a tombstone there would delete what others still hold. Owns what counts as the same. It
//! must not know whose ids are whose, nor the engine.

use std::collections::HashMap;

use yrs::Any;
use yrs::encoding::read::Cursor;

use super::{Document, rewrite};
use crate::error::GateError;
use crate::gate::content::{ANY, STRING, skip_any};
use crate::gate::update::{CONTENT, DeleteRange, Outline, Shape, Walked, read_header, walk};
use crate::lib0::Reader;

const EMBED: u8 = 5;
const FORMAT: u8 = 6;

impl Document {
    /// Whether what an update says of a client from a clock on is what this document has there, as far as it has anything.
    /// What the update says is deleted says nothing; what is deleted here only is not the same.
    #[must_use]
    pub fn agrees(&self, update: &Walked<'_>, (client, from): (u64, u32)) -> bool {
        let known = self.known(client);
        let before = self.index.clocks().map(|(one, clock)| (one, if one == client { from } else { clock }));
        let before: Vec<_> = before.filter(|(_, clock)| *clock > 0).collect();
        let here = self.diff(&rewrite::state_vector(before.into_iter()));
        let Some(here) = here.ok() else { return false };
        let Ok(walked) = walk(&here) else { return false };
        let theirs = Said::read(update.bytes, &update.outline, (client, from));
        let ours = Said::read(&here, &walked.outline, (client, from));
        matches!((theirs, ours), (Ok(theirs), Ok(ours)) if theirs.is_in(&ours, known))
    }

    /// As [`Document::diff`], without the deletes of these clients from these clocks on.
    ///
    /// # Errors
    /// As [`Document::diff`].
    pub fn diff_sparing(&self, state_vector: &[u8], spared: &[(u64, u32)]) -> Result<Vec<u8>, GateError> {
        let diff = self.diff(state_vector)?;
        if spared.is_empty() {
            return Ok(diff);
        }
        let Walked { outline, .. } = walk(&diff)?;
        let left = |range: &DeleteRange| {
            let from = spared.iter().find(|(client, _)| *client == range.client).map(|(_, from)| *from);
            let length = from.map_or(range.length, |from| range.length.min(from.saturating_sub(range.clock)));
            (length > 0).then_some(DeleteRange { length, ..*range })
        };
        let deletes: Vec<DeleteRange> = outline.deletes.iter().filter_map(left).collect();
        // Behind the number of sections, of which there may be none.
        let structs_end = outline.structs.last().map_or(1, |last| last.end);
        let mut out = diff[..structs_end].to_vec();
        out.extend(rewrite::delete_set(&deletes));
        Ok(out)
    }
}

/// What stands at one clock; what is deleted has nothing.
#[derive(Debug, Clone, PartialEq)]
enum Unit<'a> {
    /// One UTF-16 unit of a text.
    Letter(u16),
    /// A value, which may be written in more than one way.
    Value(Any),
    /// A mark in a text: its name and value.
    Format(&'a str, Any),
    /// Anything else, as it is written.
    Bytes(&'a [u8]),
}

impl Unit<'_> {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            // Half of a pair that was cut in two is written as a replacement character, as in Yjs.
            (Self::Letter(one), Self::Letter(two)) => one == two || is_cut(*one, *two) || is_cut(*two, *one),
            (one, two) => one == two,
        }
    }
}

fn is_cut(replaced: u16, half: u16) -> bool {
    replaced == 0xfffd && (0xd800..0xe000).contains(&half)
}

/// What an update says of one client from a clock on.
#[derive(Debug)]
pub(super) struct Said<'a> {
    units: HashMap<u32, Unit<'a>>,
}

impl<'a> Said<'a> {
    /// Reads the units of `client` at `from` and later.
    pub(super) fn read(
        bytes: &'a [u8],
        outline: &Outline,
        (client, from): (u64, u32),
    ) -> Result<Self, GateError> {
        let mut units = HashMap::new();
        for section in outline.sections.iter().filter(|section| section.client == client) {
            for entry in &outline.structs[section.structs.clone()] {
                if !matches!(entry.shape, Shape::Item(_)) || entry.clock + entry.length <= from {
                    continue;
                }
                read_units(&bytes[entry.at..entry.end], &mut |index, unit| {
                    units.insert(entry.clock + index, unit);
                })?;
            }
        }
        units.retain(|clock, _| *clock >= from);
        Ok(Self { units })
    }

    /// Whether everything said here below the clock `known` is said there too.
    pub(super) fn is_in(&self, there: &Said<'_>, known: u32) -> bool {
        self.units
            .iter()
            .filter(|(clock, _)| **clock < known)
            .all(|(clock, unit)| there.units.get(clock).is_some_and(|other| unit.is_same(other)))
    }
}

fn read_units<'a>(item: &'a [u8], take: &mut impl FnMut(u32, Unit<'a>)) -> Result<(), GateError> {
    let mut reader = Reader::new(item);
    let reference = read_header(&mut reader)?.info & CONTENT;
    match reference {
        crate::gate::content::DELETED => {}
        STRING => {
            for (index, letter) in (0..).zip(reader.text()?.encode_utf16()) {
                take(index, Unit::Letter(letter));
            }
        }
        ANY => {
            let count = u32::try_from(reader.number()?).unwrap_or(u32::MAX);
            for index in 0..count {
                let begin = reader.at();
                skip_any(&mut reader)?;
                let written = &item[begin..reader.at()];
                let value = Any::decode(&mut Cursor::new(written));
                take(index, value.map_or(Unit::Bytes(written), Unit::Value));
            }
        }
        EMBED => take(0, json(reader.text()?).map_or(Unit::Bytes(item), Unit::Value)),
        FORMAT => {
            let name = reader.text()?;
            take(0, json(reader.text()?).map_or(Unit::Bytes(item), |value| Unit::Format(name, value)));
        }
        _ => {
            let rest = reader.take(reader.left())?;
            take(0, Unit::Bytes(rest));
        }
    }
    Ok(())
}

fn json(text: &str) -> Option<Any> {
    serde_json::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use yrs::{Text, WriteTxn};

    use super::*;

    fn typed(document: &mut Document, text: &str) {
        document.write(|txn, _| {
            let root = txn.get_or_insert_text("text");
            let end = yrs::Text::len(&root, txn);
            root.insert(txn, end, text);
        });
    }

    /// A tombstone of three clocks.
    fn tombstone(client: u64, clock: u8) -> Vec<u8> {
        let mut bytes = vec![1, 1];
        crate::lib0::write_number(&mut bytes, client);
        bytes.extend([clock, 0, 3, 0]);
        bytes
    }

    #[test]
    fn room_36_the_same_words_agree_and_others_in_their_place_do_not() {
        let (mut page, mut server) = (Document::new(), Document::new());
        typed(&mut page, "a");
        server.apply(&page.encode()).unwrap();
        let id = page.client_id();
        typed(&mut page, "honest");
        let all = page.encode();
        let walked = walk(&all).unwrap();
        assert!(server.agrees(&walked, (id, 0)), "the rest is new");
        server.apply(&tombstone(id, 1)).unwrap();
        assert_eq!(server.known(id), 4);
        assert!(!server.agrees(&walked, (id, 0)) && !server.agrees(&walked, (id, 1)));
        assert!(server.agrees(&walked, (id, 4)));
        let mut honest = Document::new();
        honest.apply(&all).unwrap();
        assert!(honest.agrees(&walked, (id, 0)));
    }

    #[test]
    fn room_36_a_state_that_spares_a_client_deletes_nothing_of_it() {
        let (mut page, mut server) = (Document::new(), Document::new());
        typed(&mut page, "a");
        server.apply(&page.encode()).unwrap();
        let id = page.client_id();
        typed(&mut page, "honest");
        server.apply(&tombstone(id, 1)).unwrap();
        let has = page.state_vector();
        let spared = server.diff_sparing(&has, &[(id, 1)]).unwrap();
        let read = |document: &Document| {
            let mut copy = Document::rebuild(Some(&document.encode()), std::iter::empty()).unwrap();
            let root = copy.write(|txn, _| txn.get_or_insert_text("text")).0;
            copy.read(|txn, _| yrs::GetString::get_string(&root, txn))
        };
        page.apply(&spared).unwrap();
        assert_eq!(read(&page), "ahonest");
        page.apply(&server.diff_sparing(&has, &[]).unwrap()).unwrap();
        assert_eq!(read(&page), "aest", "as it would be without");
    }
}
