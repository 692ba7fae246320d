//! What a map holds that says nothing, for a facilitator who brings a flooded map back in order.
//!
//! Owns what counts as saying nothing: a part without a word, a stage or lane without a title in which no step with words stands, a
//! link that shows nothing or says once more what another says. Parts that a pair has agreed are never among it.

use std::collections::{BTreeMap, HashSet};

use yrs::{Map, MapRef, ReadTxn};

use super::over_limits::{Excess, PartRef, is_shown, roots};
use crate::document::Document;
use crate::pathway::kinds::{Order, PartKind};
use crate::pathway::meaning::PartName;
use crate::pathway::schema::{key, root};
use crate::value;

/// What a facilitator has taken out of a map besides what says nothing.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// These parts too, for example all that one person was the first to write.
    pub also: HashSet<PartName>,
    /// These stay in any case.
    pub kept: HashSet<PartName>,
}

/// What is to be taken out: shown parts to be removed, so that they can be brought back; removed parts without a word for good.
#[must_use]
pub fn find(map: &Document, wanted: &Wanted) -> Excess {
    map.read(|txn, _| {
        let used = places_in_use(txn);
        let mut found = Excess::default();
        let mut links = BTreeMap::new();
        for (kind, parts) in roots(txn) {
            for id in parts.keys(txn) {
                let part = PartRef { kind, id: String::from(id) };
                if part.is_in(&wanted.kept) {
                    continue;
                }
                let is_wordless = value::part(txn, &parts, id).is_none_or(|map| is_wordless(txn, &map, kind));
                if !is_shown(txn, &parts, id) {
                    // A link has words seldom, so none says nothing about it.
                    if is_wordless && kind != PartKind::Link {
                        found.forget.push(part);
                    }
                    continue;
                }
                let says_nothing = match kind {
                    PartKind::Link => {
                        let order = map.arrival(root::LINKS, id).unwrap_or(u32::MAX);
                        note_link(txn, &parts, (id, order), &mut links);
                        false
                    }
                    PartKind::Stage | PartKind::Lane => {
                        is_wordless && !used.contains(&(kind, String::from(id)))
                    }
                    PartKind::Goal | PartKind::Step | PartKind::Outcome | PartKind::Asset => is_wordless,
                };
                if says_nothing || part.is_in(&wanted.also) {
                    found.take_out.push(part);
                }
            }
        }
        let again = repeated_links(txn, &links);
        found.take_out.extend(again.into_iter().filter(|part| !part.is_in(&wanted.kept)));
        found.take_out.sort();
        found.take_out.dedup();
        found
    })
}

fn is_wordless<T: ReadTxn>(txn: &T, part: &MapRef, kind: PartKind) -> bool {
    kind.row().texts.iter().all(|text| value::text(txn, part, text.key).text.trim().is_empty())
}

/// The stages and lanes in which a step with words stands.
fn places_in_use<T: ReadTxn>(txn: &T) -> HashSet<(PartKind, String)> {
    let mut used = HashSet::new();
    let Some(steps) = txn.get_map(root::STEPS) else { return used };
    debug_assert_eq!(PartKind::Step.row().order, Order::Cell, "a step stands in a cell");
    for id in steps.keys(txn).filter(|id| is_shown(txn, &steps, id)) {
        let Some(step) = value::part(txn, &steps, id) else { continue };
        if is_wordless(txn, &step, PartKind::Step) {
            continue;
        }
        let Some(pos) = value::fields(txn, &step, key::POS) else { continue };
        used.insert((PartKind::Stage, String::from(value::field(&pos, key::STAGE))));
        used.insert((PartKind::Lane, String::from(value::field(&pos, key::LANE))));
    }
    used
}

/// Links by the steps they join, each with its arrival and id.
type Joined = BTreeMap<(String, String), Vec<(u32, String)>>;

fn note_link<T: ReadTxn>(txn: &T, links: &MapRef, (id, order): (&str, u32), joined: &mut Joined) {
    let ends =
        value::part(txn, links, id).and_then(|link| value::fields(txn, &link, key::ENDS)).unwrap_or_default();
    let end = |key: &str| String::from(value::field(&ends, key));
    joined.entry((end(key::FROM), end(key::TO))).or_default().push((order, String::from(id)));
}

/// Links that join nothing, and all but the first of those that join the same two steps without words of their own.
fn repeated_links<T: ReadTxn>(txn: &T, joined: &Joined) -> Vec<PartRef> {
    let (Some(steps), Some(links)) = (txn.get_map(root::STEPS), txn.get_map(root::LINKS)) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for ((from, to), same) in joined {
        // An end that is only removed may come back, and its links with it.
        let joins = from != to && steps.contains_key(txn, from) && steps.contains_key(txn, to);
        let mut same = same.clone();
        same.sort();
        let again = same.into_iter().map(|(_, id)| id).skip(usize::from(joins));
        let is_more = |id: &String| {
            let link = value::part(txn, &links, id);
            !joins || link.is_none_or(|link| is_wordless(txn, &link, PartKind::Link))
        };
        out.extend(again.filter(is_more).map(|id| PartRef { kind: PartKind::Link, id }));
    }
    out
}

#[cfg(test)]
mod tests {
    use yrs::{Any, MapPrelim, TextPrelim, TransactionMut, WriteTxn};

    use super::*;
    use crate::pathway::sound::layout::map_layout;

    fn make(txn: &mut TransactionMut<'_>, kind: PartKind, (id, title): (&str, &str)) -> MapRef {
        let part = txn.get_or_insert_map(kind.row().root).insert(txn, id, MapPrelim::default());
        part.insert(txn, kind.row().texts[0].key, TextPrelim::new(title));
        part
    }

    fn fields(fields: &[(&str, &str)]) -> Any {
        Any::Map(std::sync::Arc::new(
            fields.iter().map(|(key, word)| (String::from(*key), Any::from(*word))).collect(),
        ))
    }

    fn ids(parts: &[PartRef]) -> Vec<&str> {
        parts.iter().map(|part| part.id.as_str()).collect()
    }

    #[test]
    fn full_5_what_says_nothing_is_found_and_what_says_something_or_is_agreed_stays() {
        let mut map = Document::laid_out(map_layout());
        map.write(|txn, _| {
            make(txn, PartKind::Stage, ("named", "Before"));
            make(txn, PartKind::Stage, ("empty", " "));
            make(txn, PartKind::Stage, ("empty-agreed", ""));
            make(txn, PartKind::Stage, ("used", ""));
            make(txn, PartKind::Lane, ("lane", ""));
            make(txn, PartKind::Goal, ("goal", ""));
            make(txn, PartKind::Goal, ("theirs", "Buy this"));
            let step = make(txn, PartKind::Step, ("call", "Call"));
            step.insert(txn, key::POS, fields(&[(key::STAGE, "used"), (key::LANE, "none")]));
            let other = make(txn, PartKind::Step, ("visit", ""));
            other.insert(txn, key::DETAIL, TextPrelim::new("At home"));
            let nothing = make(txn, PartKind::Step, ("nothing", ""));
            nothing.insert(txn, key::POS, fields(&[(key::STAGE, "empty"), (key::LANE, "lane")]));
            for (id, from, to, label) in [
                ("l1", "call", "visit", ""),
                ("l2", "call", "visit", ""),
                ("l3", "call", "visit", "when worse"),
                ("l4", "call", "call", ""),
                ("l5", "call", "gone", ""),
            ] {
                let link = make(txn, PartKind::Link, (id, label));
                link.insert(txn, key::ENDS, fields(&[(key::FROM, from), (key::TO, to)]));
            }
            for (id, title) in [("old", "Kept for later"), ("flood", "")] {
                make(txn, PartKind::Step, (id, title)).insert(txn, key::REMOVED, true);
            }
        });
        let names = |names: &[&str]| names.iter().filter_map(|name| PartName::parse(name)).collect();
        let wanted = Wanted { also: names(&["goal:theirs"]), kept: names(&["stage:empty-agreed"]) };
        let found = find(&map, &wanted);
        let mut taken = ids(&found.take_out);
        taken.sort_unstable();
        assert_eq!(taken, ["empty", "goal", "l2", "l4", "l5", "lane", "nothing", "theirs"]);
        assert_eq!(ids(&found.forget), ["flood"]);
        found.carry_out(&mut map);
        let again = find(&map, &wanted);
        // What was taken out without a word is cleared the next time.
        assert!(again.take_out.is_empty(), "{:?}", again.take_out);
    }
}
