//! The typed pathway map: its schema in a document, a typed view, the server's own edits, templates.
//!
//! [`schema`] names what is in the document and [`kinds`] has a row a kind of part; [`view`] reads it whatever a peer wrote there; [`meaning`] says what pairs agree on in a part, [`fingerprint`] when it is the same; [`seed`] writes whole maps;
//! [`template`] and [`archive`] are the two sources of a whole map; [`order`] makes the keys that keep parts in order;
//! [`check`] says what may be missing; [`sound`] what does not belong into a map at all, or is too much in one. Nothing here knows a room, a role or a wire.

pub mod archive;
pub mod births;
pub mod check;
pub mod fingerprint;
pub mod kinds;
pub mod meaning;
pub mod order;
pub mod part_reader;
pub mod parts;
pub mod put_back;
pub mod schema;
pub mod seed;
pub mod sound;
pub mod template;
pub mod view;
