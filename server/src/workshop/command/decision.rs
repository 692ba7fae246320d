//! What a command decided: everything that one commit writes, and the answer.

use bytes::Bytes;
use pairway_crdt::document::Document;
use serde::Serialize;

use crate::auth::permission::DocumentName;
use crate::auth::records;
use crate::store::Batch;
use crate::workshop::CommandError;
use crate::workshop::audit::{self, Entry};
use crate::workshop::effect::{self, Effect};

/// A change of a document. It decides once more inside the room, on what the document holds then; when it
/// refuses it must not have changed the document.
pub type Edit = Box<dyn FnOnce(&mut Document) -> Result<(), CommandError> + Send>;

/// What is to be committed, all or nothing.
pub struct Decision<A> {
    pub(super) answer: A,
    pub(super) batch: Batch,
    pub(super) edit: Option<(DocumentName, Edit)>,
    pub(super) effects: Vec<Effect>,
    pub(super) is_done: bool,
}

impl<A> std::fmt::Debug for Decision<A> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decision").field("effects", &self.effects).finish_non_exhaustive()
    }
}

impl<A> Decision<A> {
    /// Nothing but the answer so far.
    #[must_use]
    pub fn new(answer: A) -> Self {
        Self { answer, batch: Batch::default(), edit: None, effects: Vec::new(), is_done: false }
    }

    /// What was asked is so already: nothing is committed, not even the command id.
    #[must_use]
    pub fn already_done(answer: A) -> Self {
        Self { is_done: true, ..Self::new(answer) }
    }

    /// The same with another answer.
    #[must_use]
    pub fn answering<B>(self, answer: B) -> Decision<B> {
        let Self { answer: _, batch, edit, effects, is_done } = self;
        Decision { answer, batch, edit, effects, is_done }
    }

    /// Sets a key to a record.
    #[must_use]
    pub fn put(mut self, key: String, record: &impl Serialize) -> Self {
        self.batch.puts.push((key, records::encode(record)));
        self
    }

    /// Removes keys.
    #[must_use]
    pub fn remove(mut self, keys: impl IntoIterator<Item = String>) -> Self {
        self.batch.removes.extend(keys);
        self
    }

    /// Holds only while this key does not exist.
    #[must_use]
    pub fn only_if_absent(mut self, key: String) -> Self {
        self.batch.expects.push((key, None));
        self
    }

    /// Takes over what was prepared as a batch.
    #[must_use]
    pub fn with(mut self, prepared: Batch) -> Self {
        let Batch { appends, puts, removes, drops, expects, expects_heads } = prepared;
        self.batch.appends.extend(appends);
        self.batch.puts.extend(puts);
        self.batch.removes.extend(removes);
        self.batch.drops.extend(drops);
        self.batch.expects.extend(expects);
        self.batch.expects_heads.extend(expects_heads);
        self
    }

    /// Adds the first entry to the stream of a document that is made by this commit.
    #[must_use]
    pub fn append(mut self, stream: String, entry: Bytes) -> Self {
        self.batch.appends.push((stream, entry));
        self
    }

    /// Adds a line to the workshop's audit.
    #[must_use]
    pub fn audit(mut self, entry: &Entry<'_>) -> Self {
        self.batch.appends.push(audit::in_workshop(entry));
        self
    }

    /// Adds a line to the audit that outlives the workshop.
    #[must_use]
    pub fn audit_on_server(mut self, entry: &Entry<'_>) -> Self {
        self.batch.appends.push(audit::on_server(entry));
        self
    }

    /// Changes a document, a server-written one or a map; one a command.
    #[must_use]
    pub fn edit(
        mut self,
        name: DocumentName,
        edit: impl FnOnce(&mut Document) -> Result<(), CommandError> + Send + 'static,
    ) -> Self {
        debug_assert!(self.edit.is_none(), "a command changes one document");
        self.edit = Some((name, Box::new(edit)));
        self
    }

    /// Adds what is to follow the commit.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }

    /// Adds what is to happen at a time, milliseconds since 1970.
    #[must_use]
    pub fn effect_at(mut self, effect: &Effect, due_ms: u64) -> Self {
        self.batch.puts.push(effect::due(effect, due_ms));
        self
    }
}
