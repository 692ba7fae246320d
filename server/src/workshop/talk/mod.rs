//! Talking about a map: comment, reply, resolve, react, take back, say what led to what.
//!
//! Who speaks is who is signed in, never what a body says. Whether the document takes an act is decided inside its room
//! (`crdt/src/workshop/say.rs`), so that two acts can never both take the last place.

pub mod let_observers;
mod remark;
pub mod talk_about;
