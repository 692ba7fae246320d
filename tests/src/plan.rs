//! Random edits of the real map schema (docs/PROTOCOL.md section 1.1), as a browser would make them.
//!
//! Owns the edits and a reading of the whole map for comparison. Knows no connection.

use pairway_crdt::pathway::kinds::KINDS;
use pairway_crdt::pathway::schema::root;
use rand::Rng;
use rand::rngs::StdRng;
use yrs::types::ToJson;
use yrs::{
    Any, Doc, GetString, Map, MapPrelim, MapRef, Out, ReadTxn, Text, TextPrelim, Transact, TransactionMut,
    WriteTxn,
};

/// Words to type: plain, accented, outside the basic plane, joined.
const WORDS: [&str; 6] = ["call ", "Llanelli ", "🙂", "👩🏽‍⚕️", "gŵyl ", "x"];

/// One kind of edit; a plan is a list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// A new step in a random cell (born removed, then shown: two transactions in one here).
    AddStep,
    /// Words into the title of a random part.
    Type,
    /// A few characters of a title away.
    Erase,
    /// A step to another cell.
    Move,
    /// A part hidden, or shown again.
    ToggleRemoved,
    /// A link between two steps.
    Link,
    /// A goal served by a step, or not any more.
    ToggleGoal,
    /// Sector, for/by/with, perspective.
    Meaning,
}

/// Every edit.
pub const EDITS: [Edit; 8] = [
    Edit::AddStep,
    Edit::Type,
    Edit::Erase,
    Edit::Move,
    Edit::ToggleRemoved,
    Edit::Link,
    Edit::ToggleGoal,
    Edit::Meaning,
];

fn any_object<const N: usize>(pairs: [(&str, String); N]) -> Any {
    Any::from(
        pairs
            .map(|(key, value)| (key.to_owned(), Any::from(value)))
            .into_iter()
            .collect::<std::collections::HashMap<_, _>>(),
    )
}

/// The root maps an edit works on.
struct Roots {
    stages: MapRef,
    lanes: MapRef,
    goals: MapRef,
    steps: MapRef,
    links: MapRef,
    step_goals: MapRef,
}

/// Makes one edit of a copy; a copy without the parts it needs is left as it is.
pub fn make(edit: Edit, transaction: &mut TransactionMut<'_>, random: &mut StdRng) {
    let mut root = |name: &str| transaction.get_or_insert_map(name);
    let roots = Roots {
        stages: root("stages"),
        lanes: root("lanes"),
        goals: root("goals"),
        steps: root("steps"),
        links: root("links"),
        step_goals: root("stepGoals"),
    };
    // `None` means that the copy lacks what this edit needs; that is no fault of the edit.
    let _ = match edit {
        Edit::AddStep => add_step(&roots, transaction, random),
        Edit::Type | Edit::Erase => change_title(edit, &roots, transaction, random),
        Edit::Move => move_step(&roots, transaction, random),
        Edit::ToggleRemoved => toggle_removed(&roots, transaction, random),
        Edit::Link => link(&roots, transaction, random),
        Edit::ToggleGoal => toggle_goal(&roots, transaction, random),
        Edit::Meaning => {
            set_on_random_step(&roots, transaction, random, |_, random| Some(("meta", meaning(random))))
        }
    };
}

fn add_step(roots: &Roots, transaction: &mut TransactionMut<'_>, random: &mut StdRng) -> Option<()> {
    let cell = cell(roots, transaction, random)?;
    let step = roots.steps.insert(transaction, random_id(random), MapPrelim::default());
    step.insert(transaction, "title", TextPrelim::new("A new step"));
    step.insert(transaction, "detail", TextPrelim::new(""));
    step.insert(transaction, "pos", cell);
    step.insert(transaction, "meta", meaning(random));
    Some(())
}

fn change_title(
    edit: Edit,
    roots: &Roots,
    transaction: &mut TransactionMut<'_>,
    random: &mut StdRng,
) -> Option<()> {
    // Steps the most, and what stands around them.
    let parts = [&roots.steps, &roots.steps, &roots.steps, &roots.stages, &roots.lanes, &roots.goals];
    let parts = parts[random.random_range(0..parts.len())];
    let title = title_of(parts, transaction, &pick(parts, transaction, random)?)?;
    if edit == Edit::Type {
        title.push(transaction, WORDS[random.random_range(0..WORDS.len())]);
    } else if title.len(transaction) > 0 && title.get_string(transaction).is_ascii() {
        title.remove_range(transaction, 0, 1);
    }
    Some(())
}

fn move_step(roots: &Roots, transaction: &mut TransactionMut<'_>, random: &mut StdRng) -> Option<()> {
    set_on_random_step(roots, transaction, random, |transaction, random| {
        Some(("pos", cell(roots, transaction, random)?))
    })
}

/// Sets one value of a random step.
fn set_on_random_step(
    roots: &Roots,
    transaction: &mut TransactionMut<'_>,
    random: &mut StdRng,
    value: impl FnOnce(&mut TransactionMut<'_>, &mut StdRng) -> Option<(&'static str, Any)>,
) -> Option<()> {
    let id = pick(&roots.steps, transaction, random)?;
    let (key, value) = value(transaction, random)?;
    if let Some(Out::YMap(step)) = roots.steps.get(transaction, &id) {
        step.insert(transaction, key, value);
    }
    Some(())
}

fn toggle_removed(roots: &Roots, transaction: &mut TransactionMut<'_>, random: &mut StdRng) -> Option<()> {
    let parts = [&roots.steps, &roots.stages, &roots.lanes, &roots.links][random.random_range(0..4)];
    let id = pick(parts, transaction, random)?;
    if let Some(Out::YMap(part)) = parts.get(transaction, &id) {
        if part.get(transaction, "rm").is_some() {
            part.remove(transaction, "rm");
        } else {
            part.insert(transaction, "rm", true);
        }
    }
    Some(())
}

fn link(roots: &Roots, transaction: &mut TransactionMut<'_>, random: &mut StdRng) -> Option<()> {
    let from = pick(&roots.steps, transaction, random)?;
    let to = pick(&roots.steps, transaction, random)?;
    let link = roots.links.insert(transaction, random_id(random), MapPrelim::default());
    link.insert(transaction, "ends", any_object([("from", from), ("to", to)]));
    link.insert(transaction, "kind", "leadsTo");
    link.insert(transaction, "label", TextPrelim::new(""));
    Some(())
}

fn toggle_goal(roots: &Roots, transaction: &mut TransactionMut<'_>, random: &mut StdRng) -> Option<()> {
    let step = pick(&roots.steps, transaction, random)?;
    let goal = pick(&roots.goals, transaction, random)?;
    roots.step_goals.insert(transaction, format!("{step}:{goal}"), random.random_bool(0.5));
    Some(())
}

/// A random cell as a `pos` value.
fn cell(roots: &Roots, transaction: &TransactionMut<'_>, random: &mut StdRng) -> Option<Any> {
    let stage = pick(&roots.stages, transaction, random)?;
    let lane = pick(&roots.lanes, transaction, random)?;
    Some(any_object([("stage", stage), ("lane", lane), ("ord", order(random))]))
}

fn meaning(random: &mut StdRng) -> Any {
    let choose = |random: &mut StdRng, from: &[&str]| from[random.random_range(0..from.len())].to_owned();
    any_object([
        ("kind", "step".to_owned()),
        ("mode", choose(random, &["for", "by", "with", ""])),
        ("sector", choose(random, &["nhs", "vcse", "peer", ""])),
        ("perspective", choose(random, &["lived", "professional", "both", ""])),
    ])
}

fn title_of(parts: &MapRef, transaction: &TransactionMut<'_>, id: &str) -> Option<yrs::TextRef> {
    let Some(Out::YMap(part)) = parts.get(transaction, id) else { return None };
    match part.get(transaction, "title") {
        Some(Out::YText(title)) => Some(title),
        _ => None,
    }
}

/// A random key, chosen among the sorted ones so that a seed gives the same plan again.
fn pick(parts: &MapRef, transaction: &TransactionMut<'_>, random: &mut StdRng) -> Option<String> {
    let mut ids: Vec<_> = parts.keys(transaction).map(str::to_owned).collect();
    ids.sort();
    (!ids.is_empty()).then(|| ids.swap_remove(random.random_range(0..ids.len())))
}

fn random_id(random: &mut StdRng) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..26).map(|_| char::from(ALPHABET[random.random_range(0..32)])).collect()
}

fn order(random: &mut StdRng) -> String {
    format!("a0{:08}", random.random_range(1..100_000_000))
}

/// The whole map as one comparable text.
#[must_use]
pub fn whole(doc: &Doc) -> String {
    let transaction = doc.transact();
    let mut text = String::new();
    let roots = KINDS.iter().map(|row| row.root).chain([root::META, root::STEP_GOALS]);
    for root in roots {
        let value = transaction.get_map(root).map(|map| map.to_json(&transaction));
        let value = value.map(|any| serde_json::to_value(&any).unwrap_or_default()).unwrap_or_default();
        text.push_str(&format!("{root} = {value}\n"));
    }
    text
}
