//! The limits that commands of a person count against.

/// Against which limit of a person a command counts, whether it is refused or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Comments and replies.
    Comments,
    /// Reactions, resolved threads, messages taken back.
    Signs,
    /// What is said of the parts of a map.
    Agreement,
    /// Hands that are raised.
    Hands,
    /// Workshops to practise in.
    Practices,
}
