//! One CRDT document and the only calls of the engine with outside bytes.
