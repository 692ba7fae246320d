//! The encoded states that newcomers are sent, shared by all who read the same one, and bounded in memory (decision D6).
//!
//! One encode a version, however large the herd of joiners. While somebody still reads the state of an earlier version of a
//! large document, newcomers are sent that one too, and behind it what came since: readers who do not read must not keep a
//! state of each version alive. Small documents are always sent exactly as they are: a client calls itself synced when the
//! state has come, and some fill a document that they find empty.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use pairway_crdt::document::Document;

use super::outbox::{HeldState, Payload};
use super::{
    OWN_STATES_PER_DOCUMENT_BYTES_MAX, SHARED_STATE_BYTES_MIN, SMALL_STATE_BYTES_MAX, STATES_BYTES_MAX,
    STATES_PER_DOCUMENT_BYTES_MAX,
};
use crate::auth::permission::DocumentName;
use crate::budget::{Budget, Held, Share};

/// Memory for states that wait to be read, of all rooms.
pub(crate) type StateMemory = Budget<DocumentName>;

/// A budget for the states of all rooms.
pub(crate) fn state_memory() -> StateMemory {
    Budget::new(STATES_BYTES_MAX)
}

/// What a newcomer is sent.
#[derive(Debug)]
pub(crate) enum FirstState {
    /// The document as it is.
    Present(Arc<Payload>),
    /// The document as it was, and what came since.
    Earlier(Arc<Payload>, Arc<Payload>),
    /// There is no memory for it until somebody has read.
    NoRoom,
}

/// The states of one room.
#[derive(Debug)]
pub(crate) struct StateCache {
    memory: StateMemory,
    name: Option<DocumentName>,
    /// Of the present version, if somebody asked for it.
    present: Option<Arc<Payload>>,
    /// The last state that was sent, for as long as somebody has bytes of it, and the state vector of then.
    earlier: Option<(Weak<HeldState>, Vec<u8>)>,
    /// What came since then, if somebody asked for it.
    since: Option<Arc<Payload>>,
}

impl Default for StateCache {
    fn default() -> Self {
        Self { memory: state_memory(), name: None, present: None, earlier: None, since: None }
    }
}

impl StateCache {
    /// The cache of a document, within the memory of all.
    pub(crate) fn within(memory: StateMemory, name: DocumentName) -> Self {
        Self { memory, name: Some(name), ..Self::default() }
    }

    /// The document changed.
    pub(crate) fn clear(&mut self) {
        self.present = None;
        self.since = None;
    }

    /// The document was replaced: nothing that was sent before says what it holds.
    pub(crate) fn forget(&mut self) {
        self.clear();
        self.earlier = None;
    }

    /// The document exactly as it is, for whoever works on a copy. Kept for newcomers if there is memory for it.
    pub(crate) fn exact(&mut self, document: &Document) -> Bytes {
        if let Some(present) = &self.present {
            return present.bytes().clone();
        }
        let bytes = document.encode();
        match self.room_for(bytes.len()) {
            Some(held) => self.keep(document, bytes, held).bytes().clone(),
            None => bytes.into(),
        }
    }

    /// What a newcomer is sent, encoding only when the document changed since the last time.
    pub(crate) fn first(&mut self, document: &Document) -> FirstState {
        if let Some(present) = &self.present {
            return FirstState::Present(Arc::clone(present));
        }
        if let Some(earlier) = self.earlier_for(document) {
            return earlier;
        }
        match self.room_for(document.encoded_bytes_estimate()) {
            Some(held) => FirstState::Present(self.keep(document, document.encode(), held)),
            None => FirstState::NoRoom,
        }
    }

    /// A payload that only one member gets, if there is memory for it beside the states that many share.
    pub(crate) fn own(&self, bytes: Vec<u8>) -> Option<Arc<Payload>> {
        let held = self.room_within(OWN_STATES_PER_DOCUMENT_BYTES_MAX, bytes.len())?;
        let answer_bytes = bytes.len();
        Some(Payload::large(&Arc::new(HeldState { bytes, answer_bytes, _held: held })))
    }

    fn earlier_for(&mut self, document: &Document) -> Option<FirstState> {
        let (state, vector) = self.earlier.as_ref()?;
        let state = state.upgrade().filter(|state| state.bytes.len() >= SHARED_STATE_BYTES_MIN)?;
        if self.since.is_none() {
            let diff = document.diff(vector).ok()?;
            let held = self.room_for(diff.len())?;
            let since = HeldState { bytes: diff, answer_bytes: document.deletes_bytes(), _held: held };
            self.since = Some(Payload::large(&Arc::new(since)));
        }
        // A document that became quite another is encoded anew.
        let since = self.since.clone().filter(|since| since.bytes().len() <= state.bytes.len() / 2)?;
        Some(FirstState::Earlier(Payload::large(&state), since))
    }

    fn keep(
        &mut self,
        document: &Document,
        bytes: Vec<u8>,
        held: Option<Held<DocumentName>>,
    ) -> Arc<Payload> {
        let state = Arc::new(HeldState { bytes, answer_bytes: document.deletes_bytes(), _held: held });
        self.earlier = Some((Arc::downgrade(&state), document.state_vector()));
        let present = Payload::large(&state);
        self.present = Some(Arc::clone(&present));
        present
    }

    /// Memory for so many bytes; the inner `None` when they are too few to count.
    fn room_for(&self, bytes: usize) -> Option<Option<Held<DocumentName>>> {
        self.room_within(STATES_PER_DOCUMENT_BYTES_MAX, bytes)
    }

    fn room_within(&self, bytes_max: usize, bytes: usize) -> Option<Option<Held<DocumentName>>> {
        if bytes <= SMALL_STATE_BYTES_MAX {
            return Some(None);
        }
        let share = |name: &DocumentName| Share { account: name.clone(), bytes_max };
        self.memory.take(self.name.iter().map(share).collect(), bytes).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use pairway_crdt::limits::DOCUMENT_BYTES_MAX;

    use super::*;
    use crate::room::tests::{text_of, type_into};

    fn cache() -> StateCache {
        StateCache::within(state_memory(), DocumentName::Scratch("x".to_owned()))
    }

    fn present(state: FirstState) -> Arc<Payload> {
        match state {
            FirstState::Present(state) => state,
            other => panic!("{other:?}"),
        }
    }

    /// The full state is encoded once a version and is always the present one.
    #[test]
    fn a_herd_of_joiners_costs_one_encode_and_always_gets_the_present_state() {
        let (mut cache, mut document) = (cache(), Document::new());
        for text in ["a", "b"] {
            type_into(&mut document, text);
            cache.clear();
            let before = document.encodings();
            let all: Vec<_> = (0..150).map(|_| present(cache.first(&document))).collect();
            assert_eq!(document.encodings(), before + 1);
            assert!(all.iter().all(|state| Arc::ptr_eq(state, &all[0])));
            let copy = Document::rebuild(Some(all[149].bytes()), std::iter::empty()).unwrap();
            assert_eq!(text_of(&copy), text_of(&document));
        }
    }

    #[test]
    fn room_90_readers_of_many_versions_share_the_first_one_while_somebody_still_reads_it() {
        let (mut cache, mut document) = (cache(), Document::new());
        type_into(&mut document, &"x".repeat(SHARED_STATE_BYTES_MIN));
        // A socket that writes has its bytes only.
        let slow = present(cache.first(&document)).bytes().clone();
        let mut readers = Vec::new();
        for _ in 0..60 {
            type_into(&mut document, "y");
            cache.clear();
            match cache.first(&document) {
                FirstState::Earlier(state, since) => {
                    assert_eq!(state.bytes().as_ptr(), slow.as_ptr(), "the same memory");
                    let copy = Document::rebuild(Some(state.bytes()), [since.bytes().as_ref()].into_iter());
                    assert_eq!(text_of(&copy.unwrap()), text_of(&document), "all of it");
                    readers.push((state, since));
                }
                other => panic!("{other:?}"),
            }
        }
        assert!(cache.memory.bytes() < 2 * SHARED_STATE_BYTES_MIN, "{}", cache.memory.bytes());
        drop((readers, slow));
        cache.clear();
        present(cache.first(&document));
    }

    #[test]
    fn room_90_what_single_readers_lack_leaves_memory_for_the_state_that_all_share() {
        let (mut cache, mut document) = (cache(), Document::new());
        type_into(&mut document, &"x".repeat(DOCUMENT_BYTES_MAX / 8));
        let unread: Vec<_> = std::iter::from_fn(|| cache.own(vec![0; DOCUMENT_BYTES_MAX / 8])).collect();
        assert_eq!(unread.len(), OWN_STATES_PER_DOCUMENT_BYTES_MAX / (DOCUMENT_BYTES_MAX / 8));
        present(cache.first(&document));
    }

    #[test]
    fn room_90_states_that_nobody_reads_have_so_much_memory_and_newcomers_then_wait() {
        let (mut cache, mut document) = (cache(), Document::new());
        let mut unread = Vec::new();
        // Each version is quite another document, so none can be shared.
        loop {
            type_into(&mut document, &"x".repeat(DOCUMENT_BYTES_MAX / 8));
            cache.forget();
            match cache.first(&document) {
                FirstState::Present(state) => unread.push(state.bytes().clone()),
                FirstState::NoRoom => break,
                FirstState::Earlier(..) => panic!("nothing is shared"),
            }
            assert!(cache.memory.bytes() <= STATES_PER_DOCUMENT_BYTES_MAX);
        }
        assert!(cache.own(vec![0; DOCUMENT_BYTES_MAX]).is_none());
        assert!(cache.own(vec![0; SMALL_STATE_BYTES_MAX]).is_some(), "small ones always go");
        unread.clear();
        present(cache.first(&document));
    }
}
