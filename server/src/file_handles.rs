//! How many files and connections the process may have open: raised at the start as far as the system lets it.
//!
//! The door to that limit of the system. A connection takes one; so does every file of the database.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::limits::{CONNECTIONS_BRIEF_MAX, CONNECTIONS_MAX, FILE_HANDLES_RESERVED};

/// Raises the limit to what the system allows; gives the limit that holds from here on.
pub(crate) fn raise_limit() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })
    {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
    // None is no limit at all.
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

/// How many connections there is room for with so many handles. Below [`CONNECTIONS_MAX`] the log says what to raise.
pub(crate) fn connections_max(handles: u64) -> usize {
    let reserved = FILE_HANDLES_RESERVED + CONNECTIONS_BRIEF_MAX;
    let connections = usize::try_from(handles).unwrap_or(usize::MAX).saturating_sub(reserved).max(1);
    if connections < CONNECTIONS_MAX {
        let needed = CONNECTIONS_MAX + reserved;
        tracing::warn!(
            handles,
            connections,
            needed,
            "few open files allowed: raise the limit (LimitNOFILE of the unit)"
        );
    }
    connections.min(CONNECTIONS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serve_4_the_limit_is_raised_to_what_the_system_allows_and_connections_fit_into_it() {
        let handles = raise_limit();
        assert_eq!(getrlimit(Resource::Nofile).maximum.unwrap_or(u64::MAX), handles);
        let reserved = FILE_HANDLES_RESERVED + CONNECTIONS_BRIEF_MAX;
        assert_eq!(connections_max(1_024), 1_024 - reserved);
        assert_eq!(connections_max((CONNECTIONS_MAX + reserved) as u64), CONNECTIONS_MAX);
        assert_eq!(connections_max(u64::MAX), CONNECTIONS_MAX);
        assert_eq!(connections_max(3), 1, "never none at all");
    }
}
