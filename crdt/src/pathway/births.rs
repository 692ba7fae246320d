//! Which parts an update makes that a map does not have yet: who first wrote a part is the server's to say, from the
//! connection it came over (capability AGR-5), never the client's.

use yrs::{Map, ReadTxn};

use super::kinds::KINDS;
use super::meaning::{AgreeKind, PartName};
use super::schema::is_part_id;
use crate::document::Document;
use crate::gate::update::{Walked, walk};
use crate::limits::PARTS_PER_MAP_MAX;

/// The goals, outcomes, stages, steps and links that `update` adds to the map, at most [`PARTS_PER_MAP_MAX`]. Ask before it is
/// applied. What the gate refuses makes nothing.
#[must_use]
pub fn births(map: &Document, update: &[u8]) -> Vec<PartName> {
    walk(update).map_or_else(|_| Vec::new(), |walked| births_in(map, &walked))
}

/// As [`births`], of an update that was walked already.
#[must_use]
pub fn births_in(map: &Document, update: &Walked<'_>) -> Vec<PartName> {
    let entries = update.new_entries();
    if entries.is_empty() {
        return Vec::new();
    }
    map.read(|txn, _| {
        let part = |(root, id): &(&str, &str)| {
            let kind = AgreeKind::of(KINDS.iter().find(|row| row.root == *root)?)?;
            let is_new = !txn.get_map(*root).is_some_and(|parts| parts.contains_key(txn, id));
            (is_new && is_part_id(id)).then(|| PartName { kind, id: String::from(*id) })
        };
        entries.iter().filter_map(part).take(PARTS_PER_MAP_MAX).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pathway::kinds::PartKind;
    use crate::pathway::parts::ListedPart;
    use crate::pathway::seed::seed_map;
    use crate::pathway::template::template;
    use yrs::{MapPrelim, TextPrelim, WriteTxn};

    fn add_step(document: &mut Document, id: &str, title: &str) -> bytes::Bytes {
        let edit = |txn: &mut yrs::TransactionMut<'_>, _: &yrs::Doc| {
            let steps = txn.get_or_insert_map("steps");
            let step = steps.insert(txn, id, MapPrelim::default());
            step.insert(txn, "title", TextPrelim::new(title));
        };
        document.write(edit).1
    }

    #[test]
    fn origin_1_a_new_part_is_born_once_and_an_edit_of_it_or_of_something_else_is_no_birth() {
        let (mut server, mut client) = (Document::new(), Document::new());
        let made = add_step(&mut client, "s1", "Call");
        assert_eq!(births(&server, &made), [PartName::parse("step:s1").unwrap()]);
        server.apply(&made).unwrap();
        assert_eq!(births(&server, &made), []);
        let again = add_step(&mut client, "s1", "Written over");
        assert_eq!(births(&server, &again), []);
        let meta = client.write(|txn, _| txn.get_or_insert_map("meta").insert(txn, "kind", "future")).1;
        assert_eq!(births(&server, &meta), []);
        // Somebody else, who does not know of it, writes under the same id.
        let squatted = add_step(&mut Document::new(), "s1", "Mine");
        assert_eq!(births(&server, &squatted), []);
        assert_eq!(births(&server, &[0xff, 0xff]), []);
    }

    #[test]
    fn origin_1_a_whole_map_in_one_update_is_all_its_parts_and_lanes_are_none() {
        let mut map = Document::new();
        let mut last = 0;
        let mut new_id = || {
            last += 1;
            format!("{last:026}")
        };
        let mut archive = template("cardiac-services").unwrap().to_map();
        let outcome = ListedPart::new("o", "Fewer come back in").with("measure", "Counted each month");
        archive.list_mut(PartKind::Outcome).push(outcome.with("family", "recovery"));
        seed_map(&mut map, &archive, &mut new_id);
        let born = births(&Document::new(), &map.encode());
        assert_eq!(born.len(), archive.parts() - archive.listed[PartKind::Lane].len());
        assert_eq!(born.iter().filter(|part| part.kind == AgreeKind::Outcome).count(), 1);
    }
}
