//! Every limit of the engine side in one place: name, unit, reason.
//!
//! The server's own limits (connections, rates, queues) are in `server/src/limits.rs`. A limit on *meaning* (parts per
//! map, field length) binds the editors and raises findings; a merged edit is never refused for it.

/// Largest frame a connection may send, in bytes.
pub const FRAME_BYTES_MAX: usize = 1024 * 1024;

/// Largest encoded document, in bytes; also the bound of one first state or large diff.
pub const DOCUMENT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Deepest nesting of a value inside an update. The engine decodes values recursively without a bound of its own.
pub const NESTING_DEPTH_MAX: usize = 64;

/// Longest key of a map, in bytes.
pub const MAP_KEY_BYTES_MAX: usize = 256;

/// Longest text field, in UTF-16 code units as the browser counts them.
pub const TEXT_FIELD_UNITS_MAX: usize = 10_000;

/// What stands behind the first [`TEXT_FIELD_UNITS_MAX`] units of a text field that holds more. Two units, so that with it the
/// text is longer than any that can be agreed, also where it was cut before a character of two.
pub const TEXT_CUT_MARK: &str = " …";

/// Longest title that the editors let people write, in UTF-16 code units. Reading takes [`TEXT_FIELD_UNITS_MAX`].
pub const TITLE_UNITS_MAX: usize = 300;

/// Most parts (stages, lanes, goals, steps, links …, removed ones not counted) of one map.
pub const PARTS_PER_MAP_MAX: usize = 5_000;

/// Most stages and most lanes that a map shows. Every picture of a map has a place for each stage in each lane.
pub const STAGES_OR_LANES_PER_MAP_MAX: usize = 200;

/// Most removed parts that a map keeps, so that they can be brought back; above it those go for good that nobody has seen, and
/// then those that were removed longest ago.
pub const REMOVED_PARTS_PER_MAP_MAX: usize = 5_000;

/// Most presence entries in one awareness message.
pub const PRESENCE_ENTRIES_MAX: usize = 1_024;

/// Largest presence state of one client, in bytes of JSON.
pub const PRESENCE_STATE_BYTES_MAX: usize = 8 * 1024;

/// Longest address that a document is kept under, in bytes (name plus session suffix); longer ones are denied.
pub const ADDRESS_BYTES_MAX: usize = 512;

/// Most messages that one y-websocket frame may hold.
pub const MESSAGES_PER_FRAME_MAX: usize = 1_024;

/// Most clients whose presence one document keeps, departed ones still remembered included.
pub const PRESENCE_CLIENTS_MAX: usize = 4_096;

/// Stock clients take another client for gone that did not renew its presence for this long, in milliseconds
/// (y-protocols' `outdatedTimeout`); a client renews its own after half of it, when its timers run.
pub const PRESENCE_OUTDATED_MS: u64 = 30_000;

/// Most clients whose presence is held back for one document of a connection that sends too much of it. A client speaks
/// for itself; more in a message are echoes of others.
pub const HELD_PRESENCE_CLIENTS_MAX: usize = 64;

/// How long the last clock of a departed client is remembered, in milliseconds, so that an echo cannot revive it.
pub const PRESENCE_REMEMBERED_MS: u64 = 120_000;

/// Most work that one update may make for the engine, in comparisons of items (upper estimate; about 0.2 µs each). A few
/// kilobytes that put items in between where others already are can otherwise take minutes.
pub const UPDATE_WORK_MAX: u64 = 5_000_000;
