//! Where an element lies, in eight bytes. Knows neither the index of structs nor the engine.

use crate::limits::NESTING_DEPTH_MAX;

const DELETED: u64 = 1;
const DEPTH_SHIFT: u32 = 1;
const DEPTH_MASK: u64 = 0x7f;
const ARRAY_LIST: u64 = 1 << 8;
const KEYED: u64 = 1 << 9;
const PLACE_SHIFT: u32 = 10;

// The depth of a place has seven bits.
const _: () = assert!(NESTING_DEPTH_MAX < DEPTH_MASK as usize);

/// Where an element lies: in which list or under which key of which parent, and how deep. Two elements with the same
/// place can be neighbours. A keyed hash stands for parent and key, so that a place takes eight bytes and nobody outside
/// can aim for a collision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place(u64);

/// What of a parent an element lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The list of a text or another type.
    List,
    /// The list of an array.
    ArrayList,
    /// Under a key.
    Key,
}

impl Place {
    /// The place that a keyed hash of parent and key stands for.
    pub(super) fn new(hash: u64, slot: Slot, depth: u8) -> Self {
        let hash = hash << PLACE_SHIFT;
        // Zero would be GONE.
        let hash = if hash == 0 { 1 << PLACE_SHIFT } else { hash };
        let flags = match slot {
            Slot::Key => KEYED,
            Slot::ArrayList => ARRAY_LIST,
            Slot::List => 0,
        };
        Self(hash | flags | u64::from(depth) << DEPTH_SHIFT)
    }

    /// Collected as garbage, or inside something collected: neither place nor kind is known any more.
    pub(super) const GONE: Self = Self(0);

    pub(super) fn depth(self) -> usize {
        ((self.0 >> DEPTH_SHIFT) & DEPTH_MASK) as usize
    }

    pub(super) fn is_deleted(self) -> bool {
        self.0 & DELETED != 0
    }

    /// The list of an array, where the engine's reading never ends when it meets characters outside the basic plane.
    pub(super) fn is_array_list(self) -> bool {
        self.0 & ARRAY_LIST != 0
    }

    /// Under a key, where only the newest element lives.
    pub(super) fn is_keyed(self) -> bool {
        self.0 & KEYED != 0
    }

    /// The same place, for an element that is a tombstone.
    pub(super) fn deleted(self) -> Self {
        if self == Self::GONE { self } else { Self(self.0 | DELETED) }
    }

    pub(super) fn alive(self) -> Self {
        Self(self.0 & !DELETED)
    }
}
