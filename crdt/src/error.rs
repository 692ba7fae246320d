//! The errors of this crate: one closed enum a concern, public text apart from internal detail.

/// Why the gate refused bytes before the engine saw them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GateError {
    /// The bytes end before what they announce.
    #[error("truncated at byte {at}")]
    Truncated {
        /// Offset of the first missing byte.
        at: usize,
    },
    /// Bytes that no Yjs client produces.
    #[error("malformed at byte {at}: {why}")]
    Malformed {
        /// Offset where the walker stopped.
        at: usize,
        /// What was wrong there, for logs; holds no content.
        why: &'static str,
    },
    /// A kind of content this server does not take (legacy JSON, subdocuments, weak links, big integers).
    #[error("unsupported content at byte {at}: {why}")]
    Unsupported {
        /// Offset of the content.
        at: usize,
        /// Which kind.
        why: &'static str,
    },
    /// A named limit was passed.
    #[error("over the limit {limit} ({bound})")]
    OverLimit {
        /// The constant's name in `limits.rs`.
        limit: &'static str,
        /// Its value.
        bound: usize,
    },
}

/// Why a frame could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// The bytes do not follow the encoding.
    #[error(transparent)]
    Bytes(#[from] GateError),
    /// A number that names nothing.
    #[error("unknown {what} {kind}")]
    Unknown {
        /// Which enumeration.
        what: &'static str,
        /// The number found.
        kind: u64,
    },
    /// A named limit was passed.
    #[error("over the limit {limit} ({bound})")]
    OverLimit {
        /// The constant's name in `limits.rs`.
        limit: &'static str,
        /// Its value.
        bound: usize,
    },
}

/// Why an update could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// The gate refused it; the document is as before.
    #[error("refused: {0}")]
    Gate(#[from] GateError),
    /// The engine failed inside. The document must be thrown away and rebuilt from its log, without these bytes.
    #[error("the engine failed")]
    Poisoned,
}
