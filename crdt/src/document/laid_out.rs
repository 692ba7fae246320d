//! A document with a layout: what it has no place for is taken, counted, and deleted by an own edit.
//!
//! Nothing is refused for it: an update that brings it may hold somebody's words too, and a refusal would part their copy from
//! everybody's. Knows the layout as data only.

use super::integrate::apply_part;
use super::layout::Layout;
use super::struct_index::StructIndex;
use super::{Document, rewrite};
use crate::error::ApplyError;

impl Document {
    /// An empty document that counts what this layout has no place for; it takes it all the same.
    #[must_use]
    pub fn laid_out(layout: &'static Layout) -> Self {
        Self { index: StructIndex::laid_out(layout), ..Self::new() }
    }

    /// As [`Document::rebuild`], of a document with a layout.
    ///
    /// # Errors
    /// As [`Document::rebuild`].
    pub fn rebuild_laid_out<'a>(
        layout: &'static Layout,
        snapshot: Option<&[u8]>,
        entries: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Self, ApplyError> {
        Self::laid_out(layout).filled(snapshot, entries)
    }

    /// The number of an entry of a root of the layout, in the order in which entries came; `None` when it never came.
    #[must_use]
    pub fn arrival(&self, root: &str, key: &str) -> Option<u32> {
        self.index.arrival(root, key)
    }

    /// How many different keys were ever written in a root of the layout, deleted ones counted.
    #[must_use]
    pub fn keys_ever(&self, root: &str) -> usize {
        self.index.keys_ever(root)
    }

    /// How many elements the document's layout has no place for; never fewer than there are, some may be deleted by now.
    #[must_use]
    pub fn strays(&self) -> usize {
        self.index.strays().count()
    }

    /// Deletes elements that the layout has no place for, the newest first and at most `max`, as one own edit. Gives how many
    /// there are still.
    pub fn delete_strays(&mut self, max: usize) -> usize {
        let ranges = self.index.strays_mut().take_newest(max);
        if !ranges.is_empty() {
            let bytes = rewrite::deletes_only(&rewrite::delete_set(&ranges));
            let (deleted, _) = self.write(|txn, _| apply_part(txn, &bytes));
            if deleted.is_err() {
                self.poison();
            }
        }
        self.strays()
    }
}
