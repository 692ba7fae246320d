//! Putting an agreed part back that somebody took out, and taking one out: the server's own edits of a live map.
//!
//! Owns how a part that is gone from the document altogether is made again from the wording that was agreed. Who decides
//! that, and when, is the keeper of the server.

use yrs::{Any, Map, MapPrelim, ReadTxn, TextPrelim, TransactionMut, WriteTxn};

use super::meaning::{Meaning, Named, PartName};
use super::order;
use super::schema::{LINK_KIND, StepKind, key, root, step_goal_key};
use crate::value;

/// Takes a part out (`rm`), within a transaction.
pub fn take_out(txn: &mut TransactionMut<'_>, name: &PartName) {
    let Some(root) = name.kind.root() else { return };
    let map = txn.get_or_insert_map(root);
    if let Some(part) = value::part(txn, &map, &name.id) {
        part.insert(txn, key::REMOVED, true);
    }
}

/// Makes a part show again, within a transaction: what is in it stays; one that is gone altogether is made again from
/// the agreed wording, last in its place. `random` draws the tail of its order key.
pub fn put_back(
    txn: &mut TransactionMut<'_>,
    name: &PartName,
    agreed: &Meaning,
    random: &mut dyn FnMut() -> u32,
) {
    let Some(root) = name.kind.root() else { return };
    let map = txn.get_or_insert_map(root);
    if let Some(part) = value::part(txn, &map, &name.id) {
        part.remove(txn, key::REMOVED);
        return;
    }
    let ord = order::between(last_order(txn, root).as_deref(), None, random);
    let part = map.insert(txn, name.id.as_str(), MapPrelim::default());
    let text = |txn: &mut TransactionMut<'_>, key: &str, text: &str| {
        part.insert(txn, key, TextPrelim::new(text));
    };
    match agreed {
        Meaning::Goal { title } | Meaning::Stage { title } => {
            text(txn, key::TITLE, title);
            part.insert(txn, key::ORD, ord);
        }
        Meaning::Outcome { title, measure, family } => {
            text(txn, key::TITLE, title);
            text(txn, key::MEASURE, measure);
            part.insert(txn, key::META, object([(key::FAMILY, family.as_str())]));
            part.insert(txn, key::ORD, ord);
        }
        Meaning::Step { title, detail, stage, lane, mode, sector, goals }
        | Meaning::Decision { title, detail, stage, lane, mode, sector, goals, .. } => {
            text(txn, key::TITLE, title);
            text(txn, key::DETAIL, detail);
            let mut kind = StepKind::Step;
            if let Meaning::Decision { options, matters, .. } = agreed {
                kind = StepKind::Decision;
                text(txn, key::OPTIONS, options);
                text(txn, key::MATTERS, matters);
            }
            let pos = [(key::STAGE, stage.id.as_str()), (key::LANE, &lane.id), (key::ORD, &ord)];
            part.insert(txn, key::POS, object(pos));
            let meta =
                [(key::KIND, kind.as_str()), (key::MODE, mode.as_str()), (key::SECTOR, sector.as_str())];
            part.insert(txn, key::META, object(meta));
            serve(txn, &name.id, goals);
        }
        Meaning::Link { from, to, label } => {
            part.insert(txn, key::ENDS, object([(key::FROM, &from.id), (key::TO, &to.id)]));
            part.insert(txn, key::KIND, LINK_KIND);
            text(txn, key::LABEL, label);
        }
        Meaning::Map { .. } => {}
    }
}

fn serve(txn: &mut TransactionMut<'_>, step: &str, goals: &[Named]) {
    let served = txn.get_or_insert_map(root::STEP_GOALS);
    for goal in goals {
        served.insert(txn, step_goal_key(step, &goal.id), true);
    }
}

/// The highest order key among the parts of a root, removed ones counted.
fn last_order<T: ReadTxn>(txn: &T, root: &str) -> Option<String> {
    let map = txn.get_map(root)?;
    let ord = |id: &str| {
        let part = value::part(txn, &map, id)?;
        let own = value::string(txn, &part, key::ORD).map(|ord| String::from(&*ord));
        let placed =
            value::fields(txn, &part, key::POS).map(|pos| String::from(value::field(&pos, key::ORD)));
        own.or(placed).filter(|ord| !order::read_order_key(ord).is_empty())
    };
    map.keys(txn).filter_map(ord).max()
}

fn object<const N: usize, S: AsRef<str>>(fields: [(&str, S); N]) -> Any {
    let fields = fields.into_iter().map(|(key, word)| (String::from(key), Any::from(word.as_ref())));
    Any::Map(std::sync::Arc::new(fields.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::pathway::meaning::{all_parts, read_part};
    use crate::pathway::schema::{Family, Mode, Sector};
    use crate::pathway::seed::seed_map;
    use crate::pathway::template::template;
    use crate::pathway::view::PathwayMap;

    fn map() -> Document {
        let mut document = Document::new();
        let mut last = 0;
        let mut new_id = || {
            last += 1;
            format!("{last:026}")
        };
        seed_map(&mut document, &template("cardiac-services").unwrap().to_map(), &mut new_id);
        document
    }

    #[test]
    fn agree_26_a_part_that_was_taken_out_or_deleted_altogether_comes_back_with_its_agreed_words() {
        let mut document = map();
        document.write(|txn, _| {
            let goals = Vec::new();
            let outcome = Meaning::Outcome {
                title: String::from("Walks far"),
                measure: String::from("500 m"),
                family: Family::Recovery,
            };
            put_back(txn, &PartName::parse("outcome:o1").unwrap(), &outcome, &mut || 9);
            let map = PathwayMap::read(txn);
            let (stages, lanes) = (map.stages(), map.lanes());
            let decision = Meaning::Decision {
                title: String::from("Choose"),
                detail: String::new(),
                options: String::from("Rest\nWalk"),
                matters: String::from("Sleep"),
                stage: Named { id: stages[0].id.clone(), title: stages[0].title.clone() },
                lane: Named { id: lanes[0].id.clone(), title: lanes[0].title.clone() },
                mode: Mode::With,
                sector: Sector::Peer,
                goals,
            };
            put_back(txn, &PartName::parse("step:d1").unwrap(), &decision, &mut || 9);
        });
        let before = document.read(|txn, _| all_parts(txn));
        let kinds: std::collections::BTreeSet<_> = before.keys().map(|name| name.kind).collect();
        assert_eq!(kinds.len(), 5, "goals, outcomes, stages, steps and links");
        assert!(before.values().any(|meaning| matches!(meaning, Meaning::Decision { .. })));
        for (name, meaning) in &before {
            document.write(|txn, _| take_out(txn, name));
            assert!(document.read(|txn, _| read_part(txn, name)).unwrap().is_removed, "{name}");
            document.write(|txn, _| put_back(txn, name, meaning, &mut || 9));
            document.write(|txn, _| {
                let map = txn.get_or_insert_map(name.kind.root().unwrap());
                map.remove(txn, &name.id);
            });
            assert_eq!(document.read(|txn, _| read_part(txn, name)), None);
            document.write(|txn, _| put_back(txn, name, meaning, &mut || 9));
        }
        assert_eq!(document.read(|txn, _| all_parts(txn)), before);
        assert!(PathwayMap::read_document(&document).steps.iter().all(crate::pathway::view::Step::is_placed));
    }

    #[test]
    fn agree_26_what_others_wrote_inside_meanwhile_stays() {
        let mut document = map();
        let (name, agreed) = document.read(|txn, _| all_parts(txn)).pop_first().unwrap();
        document.write(|txn, _| {
            take_out(txn, &name);
            let map = txn.get_or_insert_map(name.kind.root().unwrap());
            let part = value::part(txn, &map, &name.id).unwrap();
            part.insert(txn, key::TITLE, TextPrelim::new("Changed meanwhile"));
        });
        document.write(|txn, _| put_back(txn, &name, &agreed, &mut || 9));
        let now = document.read(|txn, _| read_part(txn, &name)).unwrap();
        assert!(!now.is_removed && now.meaning != agreed);
    }
}
