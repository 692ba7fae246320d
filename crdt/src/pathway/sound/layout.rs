//! What belongs into a map document and what does not: its layout, by the table of kinds.
//!
//! Owns which roots and keys there are and what stands under each (`docs/PROTOCOL.md` section 1.1). A text holds characters
//! and nothing else: what is embedded in one and marks of formatting show nowhere and would shift every index behind them.
//! What does not belong is taken by the document, counted, and deleted by an edit of the server soon after
//! ([`Document::delete_strays`]). Knows no room and no clock.

use std::sync::LazyLock;

use crate::document::Document;
use crate::document::layout::{Expected, Layout, Table};
use crate::pathway::kinds::{KINDS, KindRow, Order, Within};
use crate::pathway::schema::{is_part_id, key, root};

/// Elements that one edit of the server takes out of a map at most, so that it never holds up a room for long; the next edit
/// goes on.
pub const STRAYS_PER_EDIT_MAX: usize = 5_000;

/// The layout of a map document of [`crate::pathway::schema::SCHEMA_VERSION`].
#[must_use]
pub fn map_layout() -> &'static Layout {
    static LAYOUT: LazyLock<Layout> = LazyLock::new(make_layout);
    &LAYOUT
}

/// Takes out what does not belong into a map, at most [`STRAYS_PER_EDIT_MAX`] elements; gives how many there are still.
pub fn take_out_strays(map: &mut Document) -> usize {
    map.delete_strays(STRAYS_PER_EDIT_MAX)
}

fn make_layout() -> Layout {
    let mut layout = Layout { roots: Vec::new(), tables: Vec::new() };
    let meta = Table::Named(vec![(key::KIND, Expected::Value), (key::VERSION, Expected::Value)]);
    add_root(&mut layout, root::META, meta);
    add_root(&mut layout, root::STEP_GOALS, Table::Every(is_step_goal, Expected::Value));
    for row in &KINDS {
        layout.tables.push(fields_of(row));
        let part = Expected::Map(layout.tables.len() - 1);
        add_root(&mut layout, row.root, Table::Every(is_part_id, part));
    }
    layout
}

fn add_root(layout: &mut Layout, root: &'static str, table: Table) {
    layout.tables.push(table);
    layout.roots.push((root, layout.tables.len() - 1));
}

/// The keys of a part.
fn fields_of(row: &KindRow) -> Table {
    let texts = row.texts.iter().map(|text| (text.key, Expected::Text));
    let words = row.words.iter().filter(|word| word.within == Within::Part).map(|word| word.key);
    let meta = row.words.iter().any(|word| word.within == Within::Meta).then_some(key::META);
    let place = match row.order {
        Order::List => key::ORD,
        Order::Cell => key::POS,
        Order::Ends => key::ENDS,
    };
    let values = words.chain(meta).chain([place, key::REMOVED]).map(|key| (key, Expected::Value));
    Table::Named(texts.chain(values).collect())
}

/// Whether a key of `stepGoals` names a step and a goal.
fn is_step_goal(key: &str) -> bool {
    key.split_once(':').is_some_and(|(step, goal)| is_part_id(step) && is_part_id(goal))
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
