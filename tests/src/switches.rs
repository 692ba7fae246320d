//! What whoever starts a long test chooses: how many seeds, which one, how long.

/// A switch of the test from the environment.
#[must_use]
pub fn from_environment(name: &str) -> Option<String> {
    #[allow(clippy::disallowed_methods, reason = "a test's own switch")]
    std::env::var(name).ok()
}

/// A number from the environment; none where there is none, or something else.
#[must_use]
pub fn number_from_environment(name: &str) -> Option<u64> {
    from_environment(name).and_then(|text| text.parse().ok())
}
