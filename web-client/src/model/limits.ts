/**
 * The limits that bind the editors of a map, the same numbers as `crdt/src/limits.rs`. Merged edits are never refused
 * for them: they stop a person before the edit, with words.
 */

/** Longest text field, in UTF-16 code units. */
export const TEXT_FIELD_UNITS_MAX = 10_000;

/**
 * What stands behind the first {@link TEXT_FIELD_UNITS_MAX} units of a text that is longer. Two units, so that with it the
 * text is longer than any that can be agreed, also where it was cut before a character of two.
 */
export const TEXT_CUT_MARK = ' …';

/** Longest title (stage, lane, goal, step, link label), in UTF-16 code units; the server takes more. */
export const TITLE_UNITS_MAX = 300;

/** Most parts of one map, removed ones not counted. */
export const PARTS_PER_MAP_MAX = 5_000;

/** Longest id that is read, in UTF-16 code units. */
export const ID_UNITS_MAX = 64;

/** Longest order key that is read, in UTF-16 code units; a longer one is re-made. */
export const ORD_UNITS_MAX = 256;

/** How long a run of typing in one field stays one thing to undo, in milliseconds. */
export const UNDO_RUN_MS = 1_500;

/** Most commands that can be undone; the oldest goes first. */
export const UNDO_ITEMS_MAX = 500;

/** Most pairs of a workshop that are read. */
export const PAIRS_READ_MAX = 200;

/** Most entries of a record that are read, of each of its roots. */
export const RECORD_READ_MAX = 50_000;

/** Longest differing view, in UTF-16 code units. */
export const VIEW_UNITS_MAX = 2_000;

/** Most words compared with each other when two texts differ (words of the one times words of the other). */
export const WORD_PAIRS_MAX = 4_000_000;
