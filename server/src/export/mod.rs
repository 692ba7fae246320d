//! Taking a map away: files made from the typed map.
//!
//! Pure functions of values that were read before: [`table`] makes the CSV, [`sayings`] puts what pairs said into words, [`archive`] the full JSON archive. Knows no
//! room, no request and no clock.

pub mod archive;
pub mod sayings;
pub mod table;
