//! Taking a map away: files made from the typed map.
//!
//! Pure functions of values that were read before: [`table`] makes the CSV, [`archive`] the full JSON archive. Knows no
//! room, no request and no clock.

pub mod archive;
pub mod table;
