//! What goes when a map is too full, and what stays.

use bytes::Bytes;
use yrs::{MapPrelim, TextPrelim, TransactionMut};

use super::*;
use crate::limits::STAGES_OR_LANES_PER_MAP_MAX;
use crate::pathway::sound::layout::map_layout;

fn part(kind: PartKind, id: &str) -> PartRef {
    PartRef { kind, id: String::from(id) }
}

/// A map of the server and whoever writes into it.
struct Scene {
    map: Document,
    log: Vec<Bytes>,
    standing: Standing,
    kept: HashSet<PartName>,
}

impl Scene {
    fn new() -> Self {
        let map = Document::laid_out(map_layout());
        Self { map, log: Vec::new(), standing: Standing::default(), kept: HashSet::new() }
    }

    /// Somebody writes, with a client id of their own.
    fn write(&mut self, edit: impl FnOnce(&mut TransactionMut<'_>)) {
        let mut copy = Document::new();
        copy.apply(&self.map.encode()).unwrap();
        let update = copy.write(|txn, _| edit(txn)).1;
        self.map.apply(&update).unwrap();
        self.log.push(update);
    }

    fn adds(&mut self, kind: PartKind, ids: impl IntoIterator<Item = String>) {
        self.write(|txn| ids.into_iter().for_each(|id| make(txn, kind, &id)));
    }

    fn look(&mut self) -> Excess {
        self.standing.look(&self.map, &self.kept)
    }

    /// Looks until nothing is left to take out; gives how many looks took something out.
    fn settle(&mut self) -> usize {
        for looks in 0..20 {
            let excess = self.look();
            if excess.is_nothing() && !excess.more {
                return looks;
            }
            excess.carry_out(&mut self.map);
        }
        panic!("it never comes to rest");
    }

    fn shows(&self, kind: PartKind, id: &str) -> bool {
        self.map.read(|txn, _| txn.get_map(kind.row().root).is_some_and(|parts| is_shown(txn, &parts, id)))
    }

    fn has(&self, kind: PartKind, id: &str) -> bool {
        self.map.read(|txn, _| txn.get_map(kind.row().root).is_some_and(|parts| parts.contains_key(txn, id)))
    }

    /// How many parts are shown and how many are removed.
    fn counts(&self) -> (usize, usize) {
        self.map.read(|txn, _| {
            let all = roots(txn).into_iter().flat_map(|(_, parts)| {
                let ids: Vec<_> = parts.keys(txn).map(String::from).collect();
                ids.into_iter().map(move |id| is_shown(txn, &parts, &id))
            });
            let all: Vec<bool> = all.collect();
            let shown = all.iter().filter(|is_shown| **is_shown).count();
            (shown, all.len() - shown)
        })
    }
}

fn make(txn: &mut TransactionMut<'_>, kind: PartKind, id: &str) {
    let part = txn.get_or_insert_map(kind.row().root).insert(txn, id, MapPrelim::default());
    part.insert(txn, key::TITLE, TextPrelim::new("x"));
}

fn set_removed(txn: &mut TransactionMut<'_>, kind: PartKind, (id, is_removed): (&str, bool)) {
    let parts = txn.get_or_insert_map(kind.row().root);
    let part = value::part(txn, &parts, id).unwrap();
    part.insert(txn, key::REMOVED, is_removed);
}

fn numbered(prefix: &str, count: usize) -> impl Iterator<Item = String> {
    (0..count).map(move |number| format!("{prefix}{number:05}"))
}

#[test]
fn full_1_at_the_limit_nothing_goes_and_above_it_what_came_last_whatever_it_is_called() {
    let mut scene = Scene::new();
    scene.adds(PartKind::Stage, numbered("m", STAGES_OR_LANES_PER_MAP_MAX));
    assert!(!may_be_over(&scene.map));
    assert_eq!(scene.settle(), 0);
    // Lower and higher ids than all that is there, and by others.
    for id in ["a-first", "z-last", "0"] {
        scene.adds(PartKind::Stage, [String::from(id)]);
        assert!(may_be_over(&scene.map));
        assert_eq!(scene.look().take_out, [part(PartKind::Stage, id)]);
        assert_eq!(scene.settle(), 1);
        assert!(!scene.shows(PartKind::Stage, id) && scene.has(PartKind::Stage, id));
    }
    assert_eq!(scene.counts(), (STAGES_OR_LANES_PER_MAP_MAX, 3));
    // With room it can be brought back.
    scene.write(|txn| set_removed(txn, PartKind::Stage, ("m00007", true)));
    scene.write(|txn| set_removed(txn, PartKind::Stage, ("z-last", false)));
    assert_eq!(scene.settle(), 0);
    assert!(scene.shows(PartKind::Stage, "z-last"));
}

#[test]
fn full_1_a_flood_of_stages_and_lanes_in_one_update_leaves_what_was_there() {
    let mut scene = Scene::new();
    scene.adds(PartKind::Stage, numbered("own", 8));
    scene.adds(PartKind::Lane, numbered("own", 6));
    scene.write(|txn| {
        for id in numbered("0", 3_000) {
            make(txn, PartKind::Stage, &id);
            make(txn, PartKind::Lane, &id);
        }
    });
    // Two edits, since one would be larger than it may, and one for what is then over the limit of removed parts.
    assert_eq!(scene.settle(), 3);
    assert_eq!(scene.counts().0, 2 * STAGES_OR_LANES_PER_MAP_MAX);
    assert!(numbered("own", 8).all(|id| scene.shows(PartKind::Stage, &id)));
    assert!(numbered("own", 6).all(|id| scene.shows(PartKind::Lane, &id)));
}

#[test]
fn full_1_over_the_limit_of_the_map_the_newest_parts_of_any_kind_go_and_agreed_ones_stay() {
    let mut scene = Scene::new();
    scene.adds(PartKind::Goal, numbered("g", PARTS_PER_MAP_MAX - 1));
    scene.adds(PartKind::Step, numbered("s", 3));
    scene.kept.insert(PartName::parse("step:s00002").unwrap());
    assert_eq!(scene.settle(), 1);
    assert_eq!(scene.counts(), (PARTS_PER_MAP_MAX, 2));
    assert!(scene.shows(PartKind::Step, "s00002") && scene.shows(PartKind::Goal, "g00000"));
}

#[test]
fn full_1_a_part_that_is_brought_back_when_the_map_is_full_is_the_newest_however_old_it_is() {
    let mut scene = Scene::new();
    scene.adds(PartKind::Stage, numbered("hidden", 5));
    scene.write(|txn| numbered("hidden", 5).for_each(|id| set_removed(txn, PartKind::Stage, (&id, true))));
    scene.adds(PartKind::Stage, numbered("honest", STAGES_OR_LANES_PER_MAP_MAX));
    assert_eq!(scene.settle(), 0);
    scene.write(|txn| numbered("hidden", 5).for_each(|id| set_removed(txn, PartKind::Stage, (&id, false))));
    assert_eq!(scene.settle(), 1);
    assert!(numbered("honest", STAGES_OR_LANES_PER_MAP_MAX).all(|id| scene.shows(PartKind::Stage, &id)));
}

#[test]
fn full_1_after_a_restart_what_came_later_in_the_log_is_the_newer() {
    let mut scene = Scene::new();
    scene.adds(PartKind::Stage, numbered("z", STAGES_OR_LANES_PER_MAP_MAX - 1));
    let snapshot = scene.map.encode();
    scene.log.clear();
    scene.adds(PartKind::Stage, [String::from("y-between")]);
    scene.adds(PartKind::Stage, numbered("a", 30));
    let log = scene.log.iter().map(AsRef::as_ref);
    scene.map = Document::rebuild_laid_out(map_layout(), Some(&snapshot), log).unwrap();
    scene.standing = Standing::default();
    scene.settle();
    assert_eq!(scene.counts(), (STAGES_OR_LANES_PER_MAP_MAX, 30));
    assert!(scene.shows(PartKind::Stage, "y-between") && scene.shows(PartKind::Stage, "z00000"));
}

#[test]
fn full_2_of_too_many_removed_parts_those_go_that_nobody_saw_and_never_a_shown_one() {
    let mut scene = Scene::new();
    scene.adds(PartKind::Step, numbered("own", 20));
    // As every look does once the map is large; before, everything that is shown has been seen at the first one.
    scene.look();
    scene.write(|txn| set_removed(txn, PartKind::Step, ("own00003", true)));
    scene.write(|txn| {
        for id in numbered("zzz", 20_004) {
            make(txn, PartKind::Step, &id);
            set_removed(txn, PartKind::Step, (&id, true));
        }
    });
    let first = scene.look();
    assert!(first.is_nothing() && first.more, "a new part is removed for the moment in which it is made");
    assert_eq!(scene.settle(), 4);
    assert_eq!(scene.counts(), (19, REMOVED_PARTS_PER_MAP_MAX));
    assert!(scene.has(PartKind::Step, "own00003"), "what a person removed can still be brought back");
    // Those that came first of what nobody saw are kept longest.
    assert!(scene.has(PartKind::Step, "zzz00000") && !scene.has(PartKind::Step, "zzz20003"));
}

#[test]
fn full_2_when_all_of_them_were_seen_those_go_that_were_removed_longest_ago() {
    let mut scene = Scene::new();
    scene.adds(PartKind::Step, numbered("a", REMOVED_PARTS_PER_MAP_MAX / 2));
    scene.adds(PartKind::Link, numbered("b", REMOVED_PARTS_PER_MAP_MAX / 2));
    scene.look();
    let remove = |scene: &mut Scene, kind, ids: Vec<String>| {
        scene.write(|txn| ids.iter().for_each(|id| set_removed(txn, kind, (id, true))));
        scene.look();
    };
    remove(&mut scene, PartKind::Link, numbered("b", REMOVED_PARTS_PER_MAP_MAX / 2).collect());
    remove(&mut scene, PartKind::Step, numbered("a", REMOVED_PARTS_PER_MAP_MAX / 2).collect());
    assert_eq!(scene.settle(), 0);
    scene.adds(PartKind::Step, [String::from("last")]);
    scene.look();
    remove(&mut scene, PartKind::Step, vec![String::from("last")]);
    scene.settle();
    assert_eq!(scene.counts(), (0, REMOVED_PARTS_PER_MAP_MAX));
    assert!(scene.has(PartKind::Step, "last") && scene.has(PartKind::Step, "a00000"));
    assert!(!scene.has(PartKind::Link, "b00000"));
}

#[test]
fn full_2_what_is_brought_back_between_the_look_and_the_edit_is_left_alone() {
    let mut scene = Scene::new();
    scene.adds(PartKind::Step, [String::from("back")]);
    let excess = Excess { forget: vec![part(PartKind::Step, "back")], ..Excess::default() };
    excess.carry_out(&mut scene.map);
    assert!(scene.shows(PartKind::Step, "back"));
}

#[test]
fn full_3_of_too_many_served_goals_those_go_that_name_nothing_then_the_newest() {
    let mut scene = Scene::new();
    let goals = 10;
    let steps = STEP_GOALS_PER_MAP_MAX / goals;
    scene.adds(PartKind::Goal, numbered("g", goals));
    scene.adds(PartKind::Step, numbered("s", steps));
    let serve = |txn: &mut TransactionMut<'_>, step: &str, goal: &str| {
        txn.get_or_insert_map(root::STEP_GOALS).insert(txn, format!("{step}:{goal}"), true);
    };
    scene.write(|txn| numbered("nothing", 20).for_each(|step| serve(txn, &step, "g00000")));
    scene.write(|txn| {
        for step in numbered("s", steps) {
            numbered("g", goals).for_each(|goal| serve(txn, &step, &goal));
        }
    });
    assert!(may_be_over(&scene.map));
    scene.settle();
    let pairs = |scene: &Scene| scene.map.read(|txn, _| txn.get_map(root::STEP_GOALS).unwrap().len(txn));
    assert_eq!(pairs(&scene) as usize, STEP_GOALS_PER_MAP_MAX);
    scene.adds(PartKind::Goal, [String::from("a")]);
    scene.write(|txn| serve(txn, "s00000", "a"));
    assert_eq!(scene.look().step_goals, ["s00000:a"]);
}
